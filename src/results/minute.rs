//! What one minute looked like.

use serde::{Deserialize, Serialize};

/// One minute of the room's clock, as a mean over days. Levels are people; waits are seconds of people who
/// arrived in the minute and were accepted; `None` where there were none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MinuteRow {
    /// Minutes from the opening to the start of this minute; negative before.
    pub minute: i64,
    /// First requests in the minute.
    pub arrived: f64,
    /// Acceptances in the minute, repeated ones included.
    pub accepted: f64,
    /// Bookings in the minute, people.
    pub booked: f64,
    /// Unexpired places when the minute begins.
    pub line_start: f64,
    /// Their mean over the minute.
    pub line_mean: f64,
    /// Their maximum in the minute.
    pub line_max: f64,
    /// Lower end of the range of `line_mean` from day to day.
    pub line_low: f64,
    /// Upper end of that range.
    pub line_high: f64,
    /// People really in line when the minute begins.
    pub waiting_start: f64,
    /// Their mean.
    pub waiting_mean: f64,
    /// Their maximum.
    pub waiting_max: f64,
    /// Sessions when the minute begins.
    pub active_start: f64,
    /// Their mean.
    pub active_mean: f64,
    /// Their maximum.
    pub active_max: f64,
    /// People inside when the minute begins.
    pub inside_start: f64,
    /// Their mean.
    pub inside_mean: f64,
    /// Their maximum.
    pub inside_max: f64,
    /// Wait shown to a newcomer when the minute begins, in minutes (random method: the higher one); over the days in
    /// which it is known and there is a line.
    pub shown_start: Option<f64>,
    /// Its mean over the minute.
    pub shown_mean: Option<f64>,
    /// Its maximum in the minute.
    pub shown_max: Option<f64>,
    /// Median wait of those who arrive in the minute.
    pub wait_p50: Option<f64>,
    /// 9 in 10 of them wait at most this long.
    pub wait_p90: Option<f64>,
    /// Lower end of the range of `wait_p50` from day to day.
    pub wait_low: Option<f64>,
    /// Upper end of the range of `wait_p90` from day to day.
    pub wait_high: Option<f64>,
    /// Share of those who arrive in the minute that is accepted in the end.
    pub admitted_share: Option<f64>,
    /// Share of them that gets a place in the end; `None` also where there is no stock.
    pub booked_share: Option<f64>,
    /// Requests that reach the origin in the minute; `None` where they are not played.
    pub requests: Option<f64>,
    /// Requests that time out in the minute; `None` without a station.
    pub failed_requests: Option<f64>,
    /// Mean utilisation of the station over the minute, 0 to 1; `None` without one.
    pub utilisation_mean: Option<f64>,
    /// 19 in 20 of the answers given in the minute take at most so long, seconds; over the days that have some.
    pub response_p95: Option<f64>,
    /// Lower end of the range of `line_mean` over days on which everything not given is drawn, too; `None` where no such
    /// days were played.
    pub line_drawn_low: Option<f64>,
    /// Upper end of that range.
    pub line_drawn_high: Option<f64>,
    /// Lower end of the range of `wait_p50` over the same days.
    pub wait_drawn_low: Option<f64>,
    /// Upper end of the range of `wait_p90` over the same days.
    pub wait_drawn_high: Option<f64>,
}
