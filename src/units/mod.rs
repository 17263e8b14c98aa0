//! Gives time, counts and shares their own types, with one way to parse and one to print each.
//! Does not know what the numbers are used for.

mod count;
mod share;
mod time;

pub use count::{CountError, parse_count};
pub use share::{Share, ShareError, parse_share};
pub(crate) use time::to_half_width;
pub use time::{DAY, HOUR, MINUTE, SECOND, SimTime, Span, SpanError, parse_span};
