//! Plays one room of a system forward from a key and emits signals.
//! No files, clock, threads or statistics: it tells what happens, others count.
//!
//! - [`Blueprint`] prepares a system once; [`Blueprint::crowd`] draws one day's arrivals; [`Blueprint::run`]
//!   plays the day for an [`Observer`].
//! - [`Site`] plays several rooms together; `site.rs` also plays one room beside which something stands: an origin that
//!   requests reach one by one (`station.rs`), an operator (what it remembers: `past.rs`).
//! - `phase.rs` is the order of things at one instant, `run.rs` the loop of a room, `line/` one file per kind of line,
//!   `line/edge.rs` data centres that decide on their own, `gate.rs` the limits, `visits.rs` what people do inside, `shelf.rs` what is
//!   left of the stock.
//! - `plain.rs`, `plain/`: the loop once more for plain days, which nearly all days of a study are: the same rules and signals,
//!   without what cannot happen on them.
//! - `run/played.rs`: visits of which every request is played; `run/sell_out.rs`: bookings and the sell-out; `run/tenant.rs`: a room
//!   as one of several; `run/pieces.rs`, `state.rs`: a day taken apart and put together.
//!
//! **Why it is fast.** Nothing that cannot succeed is simulated. A poll succeeds exactly when its bucket is
//! eligible, so the next admission is computed from the counts (when does the bucket open?) and the poll times
//! (who polls first after that?), and all polls in between are skipped. The cost of a person does not depend
//! on how long they wait. What people bring along is drawn for all of them at once before the day begins (`drawn.rs`),
//! arrivals are sorted by radix (`crowd.rs`), foreseen events lie in bins (`calendar.rs`), and what is known of people who will
//! soon be asked for is read for a whole bin together, because in a crowd of a million each such read waits for distant
//! memory. Where the instructions go, and what was measured against what: `tests/bench/README.md`.

mod blueprint;
mod calendar;
mod crowd;
mod drawn;
mod expiries;
mod gate;
mod line;
mod past;
mod phase;
mod plain;
mod run;
mod shelf;
mod signal;
mod site;
mod sparse;
mod state;
mod station;
mod traits;
mod visits;

pub use blueprint::Blueprint;
pub use crowd::{Crowd, Who};
pub use gate::GateMemory;
pub use run::Ending;
pub use signal::{
    Estimate, Happening, Levels, Observer, OriginHappening, OriginSignal, Parting, Shown, Signal,
};
pub use site::{Site, SiteEnding};
pub use state::{
    BucketName, Due, EdgeMemory, GhostPlace, LastRequest, Next, PendingLot, PlaceHeld, ProgressMade,
    RequestInService, RequestKind, Return, ReturnDue, SiteState, SlotsSet, Snapshot, State, Stay,
    VisitPlayed, VisitRequest, Watched,
};
pub use traits::{Comeback, Traits};
