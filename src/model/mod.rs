//! States what a system *is*: people, rooms and their settings, the origin; immutable and valid.
//! Has no behaviour and knows no file format.

mod arrivals;
mod behaviour;
mod distribution;
mod group;
mod headcount;
mod origin;
pub mod room;
mod stock;
mod system;
mod visit;

pub use arrivals::{ArrivalProfile, Component, MinuteTable, opening_profile};
pub use behaviour::{BeforeOpening, Comeback, Devices, MOST_COMEBACKS, MOST_DEVICES, Sleep};
pub use distribution::{Distribution, MIN_QUANTILES, QuantilePoint};
pub use group::{Group, RoomId};
pub use headcount::Headcount;
pub use origin::{Background, Origin, SafeLoad, Service, Station, Throughput, ThroughputPoint};
pub use room::Room;
pub use stock::{AfterSellOut, Stock, TimeSlot};
pub use system::System;
pub use visit::{Step, Visit};
