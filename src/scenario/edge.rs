//! Reads the data centres of a room. Does not know the room.

use super::cursor::{Context, Field, Fields};
use super::keys::nearest;
use super::scalar;
use super::tree::Content;
use crate::model::room::Edge;
use crate::units::{HOUR, Span};

/// What the edge can be.
const ACCEPTED: &str = "\"off\", \"japan\", \"worldwide\" or { data_centres = [0.5, 0.3, 0.2] }";
/// How to write the shares of data centres.
const SHARES: &str = "1 to 500 shares that add up to 1, such as [0.5, 0.3, 0.2]";
/// How to write the age of a snapshot.
const AGE: &str = "a length of time above zero, at most 1h, such as \"3s\"";
/// Most data centres: the real network has about 330.
const MOST_DATA_CENTRES: usize = 500;
/// Most counters of the pool that is open to every data centre.
const MOST_COUNTERS: u32 = 100;

/// Reads the edge; `Some(None)`: one exact counter.
pub(super) fn read(field: &Field, context: &mut Context) -> Option<Option<Edge>> {
    match &field.value.content {
        Content::Text(text) => match text.trim().to_lowercase().as_str() {
            "off" => Some(None),
            "japan" => Some(Some(Edge::japan())),
            "worldwide" => Some(Some(Edge::worldwide())),
            other => {
                let meant = nearest(other, ["off", "japan", "worldwide"].into_iter());
                context.refuse(field.issue("unknown").accepted(ACCEPTED).suggestion(meant))
            }
        },
        Content::Table(_) => table(field, context).map(Some),
        _ => context.refuse(field.wrong_type().accepted(ACCEPTED)),
    }
}

fn table(field: &Field, context: &mut Context) -> Option<Edge> {
    let mut fields = Fields::of(field)?;
    let usual = Edge::new(Vec::new());
    let data_centres = fields
        .require("data_centres", SHARES, context)
        .and_then(|field| scalar::shares_of_all(&field, MOST_DATA_CENTRES, SHARES, context));
    let sync_period = match fields.take("sync_period") {
        Some(field) => age(&field, context),
        None => Some(usual.sync_period),
    };
    let spike_delay = match fields.take("spike_delay") {
        Some(field) => age(&field, context),
        None => Some(usual.spike_delay),
    };
    let spike_threshold = match fields.take("spike_threshold") {
        Some(field) => scalar::count(&field, scalar::COUNT, context),
        None => Some(usual.spike_threshold),
    };
    let anywhere_counters = match fields.take("anywhere_counters") {
        Some(field) => scalar::count_within(&field, 1..=MOST_COUNTERS, context),
        None => Some(usual.anywhere_counters),
    };
    fields.finish(context);
    Some(Edge {
        data_centres: data_centres?,
        sync_period: sync_period?,
        spike_delay: spike_delay?,
        spike_threshold: spike_threshold?,
        anywhere_counters: anywhere_counters?,
    })
}

fn age(field: &Field, context: &mut Context) -> Option<Span> {
    let age = scalar::span(field, context)?;
    let refused = match age {
        _ if age <= Span::ZERO => "not above zero",
        _ if age > HOUR => "too long",
        _ => return Some(age),
    };
    context.refuse(field.issue(refused).accepted(AGE))
}
