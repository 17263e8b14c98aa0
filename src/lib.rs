//! machiai
#[cfg(feature = "cli")]
pub mod cli;
pub mod draws;
pub mod engine;
pub mod export;
pub mod model;
pub mod observe;
pub mod report;
pub mod results;
pub mod scenario;
pub mod stats;
pub mod study;
pub mod theory;
pub mod units;
