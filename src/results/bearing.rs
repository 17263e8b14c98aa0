//! What the origin can bear, and what it would not.

use serde::{Deserialize, Serialize};

use super::fairness::Mean;

/// The origin of a scenario, where anything is known of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OriginFound {
    /// Whether it takes time to answer; else all requests are answered at once.
    pub has_station: bool,
    /// Most people inside that are safe; `None`: unknown.
    pub safe_people_inside: Option<u32>,
    /// Most requests a second that are safe; `None`: unknown.
    pub safe_requests_per_second: Option<u32>,
    /// Highest utilisation that is safe, above 0 to 1; `None`: unknown.
    pub safe_utilisation: Option<f64>,
    /// How long an overload lasts to count, seconds.
    pub overload_lasting_seconds: f64,
    /// Share of days with an overload that counts, over days on which everything not given is drawn, too; missing where no
    /// safe load is known.
    pub overloaded_days_drawn: Mean,
    /// Keys of the settings whose change was tried as a lever and is not proposed, because it would overload the origin
    /// or make requests fail.
    pub overloading_levers: Vec<String>,
}
