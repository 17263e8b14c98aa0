//! Reads and writes other people's formats: the settings of Cloudflare Waiting Room, and what load tests measured.
//!
//! Texts in, texts out: opens no files, asks no network, and judges no simulation. Reading gives keys and values as a
//! scenario has them, for `scenario` to check; writing takes a room of the model and refuses what the product would.
//!
//! | file | does |
//! |---|---|
//! | `read.rs` | API JSON of a room, of its events, of its status |
//! | `keys.rs` | which keys are taken over, and which values each accepts |
//! | `node.rs` | JSON with the order of its keys |
//! | `api.rs` | a room as API JSON |
//! | `terraform.rs` | a room as Terraform, provider version 5 |
//! | `product.rs` | what the product accepts: limits, names, events |
//! | `notes.rs` | what has no form over there |
//! | `error.rs` | why a text or a room is refused |
//! | `load_test/` | what k6, JMeter, Locust and tables made by hand measured at the origin |
//! | `observed/` | what a room showed on the day, minute by minute |
//!
//! Source: our reference of the product, §5 (events), §7.1 (status), §9 (shapes).

mod api;
mod error;
mod keys;
mod load_test;
mod node;
mod notes;
mod observed;
mod product;
mod read;
mod terraform;

pub use api::{write_events_json, write_room_json};
pub use error::{ExportError, ExportProblem, FieldProblem, ImportError};
pub use load_test::{LoadSelection, LoadTestError, read_load_test};
pub use observed::{ObservedError, ObservedOpening, ObservedPlace, read_observed};
pub use read::{Imported, RoomStatus, Status, read_events, read_room, read_status};
pub use terraform::write_terraform;

/// Where a room stands: a scenario does not know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route<'a> {
    /// Host without scheme, port or wildcard: `tickets.example.jp`.
    pub host: &'a str,
    /// Path from `/` on, without query; everything below belongs to the room.
    pub path: &'a str,
}

/// A text for Cloudflare, and what its reader should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The text, with a newline at its end.
    pub text: String,
    /// What could not be written as it is: one sentence each, without a newline.
    pub notes: Vec<String>,
}
