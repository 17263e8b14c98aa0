//! What the origin had to bear.

/// The origin on one day. `None`: not measured with this origin (requests are not played, no safe load is known), or nothing
/// happened.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct OriginDay {
    /// Most people inside at once, over all rooms.
    pub inside_max: u32,
    /// Requests that reached the origin.
    pub requests: Option<u64>,
    /// Most requests that arrived in a second of the clock.
    pub requests_per_second_max: Option<u32>,
    /// Most requests in service at once.
    pub in_service_max: Option<u32>,
    /// Mean utilisation of the station from the first request to the last happening, 0 to 1.
    pub utilisation_mean: Option<f64>,
    /// Requests that timed out.
    pub failures: Option<u64>,
    /// Half of the answers took at most so long, in seconds (order statistic of rank ⌈p·n⌉).
    pub response_p50_seconds: Option<f64>,
    /// 9 in 10.
    pub response_p90_seconds: Option<f64>,
    /// 19 in 20.
    pub response_p95_seconds: Option<f64>,
    /// 99 in 100.
    pub response_p99_seconds: Option<f64>,
    /// The slowest answer.
    pub response_max_seconds: Option<f64>,
    /// Seconds of overload in all.
    pub overload_seconds: Option<f64>,
    /// Longest overload without a pause, in seconds.
    pub longest_overload_seconds: Option<f64>,
    /// When the first overload began, in seconds from zero.
    pub first_overload_seconds: Option<f64>,
    /// When the first overload began that lasted as long as the scenario says counts, in seconds from zero.
    pub first_lasting_overload_seconds: Option<f64>,
    /// Whether an overload lasted as long as the scenario says counts.
    pub is_overloaded: Option<bool>,
}
