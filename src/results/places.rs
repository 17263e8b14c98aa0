//! Who gets a place, where there is a stock of them.

use serde::{Deserialize, Serialize};

use super::fairness::Mean;

/// What becomes of the places of a stock.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlacesFound {
    /// Places there are to book.
    pub places: u64,
    /// Share of days on which all of them are taken, 0 to 1.
    pub sold_out_days: Mean,
    /// The same over days on which everything not given is drawn, too.
    pub sold_out_days_drawn: Mean,
    /// The chance of a place by group, in the order of the scenario.
    pub groups: Vec<GroupChance>,
    /// The chance of a place by the time of arrival, earliest first; times at which nobody comes are left out.
    pub arrivals: Vec<ArrivalChance>,
}

/// The chance of a place in one group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupChance {
    /// Name of the group.
    pub group: String,
    /// People who come, mean over days.
    pub people: f64,
    /// Share of them who get a place, 0 to 1.
    pub place_share: Mean,
}

/// The chance of a place for those who come within a stretch of time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArrivalChance {
    /// Minutes from the opening to its beginning; `None`: everyone who comes earlier.
    pub from_minute: Option<i64>,
    /// Minutes from the opening to its end; `None`: everyone who comes later.
    pub to_minute: Option<i64>,
    /// People who come in it, mean over days.
    pub people: f64,
    /// Share of them who get a place, 0 to 1.
    pub place_share: Mean,
}
