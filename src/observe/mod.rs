//! Listens to signals and folds them into figures; cannot influence the run.

mod day;
mod fairness;
mod timeline;

pub use day::Day;
pub use fairness::Access;
pub use timeline::{Level, MinuteCount, Timeline};
