//! Turns (seed, purpose, replication, group, person, field) into a private value: one uniform, inverse
//! transform, monotone. Keeps no state, so order of evaluation and threads cannot matter.
//!
//! Logarithms and exponentials are our own (`elementary.rs`) or `libm`'s, never the processor's or the system's, so that the
//! same key gives the same bits everywhere, WebAssembly included. Values of many people are drawn in blocks, as wide as the
//! processor's registers are ([`law::Law::values`]): to the bit what one by one gives.

mod elementary;
pub mod law;
mod stream;
mod table;

pub use stream::{ComebackValue, Field, Purpose, RunKey, Stream};
