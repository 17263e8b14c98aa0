//! Listens to signals and folds them into figures; cannot influence the run.

mod busy;
mod day;
mod estimates;
mod fairness;
mod newcomer;
mod origin_load;
mod origin_minutes;
mod ranks;
mod tenants;
mod timeline;

pub use day::Day;
pub use estimates::Estimates;
pub use fairness::Access;
pub use newcomer::ShownWait;
pub use origin_load::OriginLoad;
pub use origin_minutes::{OriginMinute, OriginMinutes};
pub use tenants::{Peak, SharedOrigin, Tenant, watch_site};
pub use timeline::{Level, MinuteCount, Timeline};
