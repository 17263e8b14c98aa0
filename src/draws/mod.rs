//! Turns (seed, purpose, replication, group, person, field) into a private value: one uniform, inverse
//! transform, monotone. Keeps no state, so order of evaluation and threads cannot matter.
//!
//! Logarithms and exponentials come from `libm`, never from the processor's or the system's library, so that
//! the same key gives the same bits everywhere, WebAssembly included.

mod elementary;
pub mod law;
mod stream;
mod table;

pub use stream::{ComebackValue, Field, Purpose, RunKey, Stream};
