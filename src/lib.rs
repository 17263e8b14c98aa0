//! machiai
pub mod draws;
pub mod engine;
pub mod model;
pub mod observe;
pub mod results;
pub mod scenario;
pub mod stats;
pub mod study;
pub mod theory;
pub mod units;
