//! machiai
pub mod draws;
pub mod engine;
pub mod model;
pub mod stats;
pub mod theory;
pub mod units;
