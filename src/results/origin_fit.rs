//! What load tests tell about the booking servers, as data.

use serde::{Deserialize, Serialize};

use super::load_test::{LoadFormat, LoadLevel, LoadNote};

/// Everything that `origin fit` found. Every output is made from this and nothing else.
#[derive(Clone, Debug, PartialEq)]
pub struct OriginFit {
    /// Version of this program.
    pub version: String,
    /// The command that makes this again; empty if there is none.
    pub command: String,
    /// Confidence of all intervals, as 0.95.
    pub level: f64,
    /// What was read, in the order given; never empty.
    pub files: Vec<FittedFile>,
    /// All levels of load, by requests in service; never empty.
    pub levels: Vec<FittedLevel>,
    /// What the origin is, as far as the levels tell.
    pub outcome: OriginOutcome,
    /// What the reader must know about it.
    pub notes: Vec<FitNote>,
}

/// A file of a load test.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedFile {
    /// Its name as given.
    pub name: String,
    /// What it is.
    pub format: LoadFormat,
    /// Levels of load in it; at least 1.
    pub levels: usize,
    /// What its reader must know.
    pub notes: Vec<LoadNote>,
}

/// A level of load, and the curve there.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedLevel {
    /// Position of its file in [`OriginFit::files`].
    pub file: usize,
    /// What was measured.
    #[serde(flatten)]
    pub measured: LoadLevel,
    /// Requests a second by the law; `None`: there is none.
    pub fitted_per_second: Option<f64>,
}

/// What the origin is, as far as the levels tell.
#[derive(Clone, Debug, PartialEq)]
pub enum OriginOutcome {
    /// The universal scalability law, from three levels or more.
    Law(Box<FittedLaw>),
    /// The measured points themselves: two levels, or more that no law goes through.
    Table {
        /// One point for each level, requests in service rising; at least 2.
        points: Vec<MeasuredPoint>,
        /// Why it is not a law.
        reason: TableReason,
    },
    /// What the origin bore at a single level; nothing tells how it slows down.
    Threshold {
        /// Requests that succeeded in a second, rounded down: the least of several runs. 0: less than one.
        requests_per_second: u32,
        /// Share of the requests that failed there: the most of several runs.
        failed_share: Option<f64>,
    },
}

impl OriginOutcome {
    /// Name in every output.
    pub const fn name(&self) -> &'static str {
        match self {
            OriginOutcome::Law(_) => "scalability",
            OriginOutcome::Table { .. } => "table",
            OriginOutcome::Threshold { .. } => "threshold",
        }
    }
}

/// λn ÷ (1 + σ(n − 1) + κn(n − 1)) requests a second with n in service, fitted by least squares.
#[derive(Clone, Debug, PartialEq)]
pub struct FittedLaw {
    /// λ: requests a second that a single one in service gets; above zero.
    pub alone_per_second: FittedValue,
    /// σ, 0 to below 1.
    pub contention: FittedValue,
    /// κ, not negative.
    pub coherency: FittedValue,
    /// Requests in service at which the origin does most; `None`: it does ever more.
    pub peak_in_service: Option<FittedValue>,
    /// What it does then, requests a second; `None` as above.
    pub peak_per_second: Option<FittedValue>,
    /// Towards what the throughput rises where it has no peak, requests a second; `None`: there is a peak, or no end.
    pub limit_per_second: Option<f64>,
    /// How far levels lie off the curve (root of the mean square), requests a second; `None`: as many parameters as levels.
    pub residual_per_second: Option<f64>,
    /// Share of the variance of the throughputs that the curve explains.
    pub determination: Option<f64>,
    /// Fewest and most requests in service that were tested.
    pub tested: [f64; 2],
    /// The curve from 1 in service on to somewhat beyond the tests and the peak.
    pub curve: Vec<CurvePoint>,
}

/// A fitted figure.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedValue {
    /// Best value.
    pub value: f64,
    /// Lower end of its interval; `None`: there is no interval.
    pub low: Option<f64>,
    /// Upper end; `None` beside a lower end: it has none.
    pub high: Option<f64>,
}

/// A point of the curve, with the interval of the curve there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurvePoint {
    /// Requests in service.
    pub in_service: f64,
    /// Requests a second.
    pub per_second: f64,
    /// Lower and upper end; `None`: as many parameters as levels.
    pub interval: Option<[f64; 2]>,
}

/// A point of a measured table.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct MeasuredPoint {
    /// Requests in service; mean of the runs at this level.
    pub in_service: f64,
    /// Requests a second; mean of the runs at this level.
    pub per_second: f64,
}

/// Why there is a table and no law.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TableReason {
    /// Two levels: the law has three parameters.
    TwoLevels,
    /// The search for the law came to no end: the levels do not look like it.
    NotConverged,
    /// The best law begins far above everything that was measured.
    BeyondData {
        /// Requests a second that a single one would get by it.
        alone_per_second: f64,
        /// The most that a request in service got in the tests.
        measured_per_second: f64,
    },
}

/// What the reader must know about a fit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FitNote {
    /// As many parameters as levels: nothing is left over to tell how sure they are.
    NoIntervals,
    /// The best law has no contention: the parameter is at its bound.
    NoContention,
    /// The best law has no coherency: the parameter is at its bound, and there is no peak.
    NoCoherency,
    /// The throughput rises without end by this law: the tests did not reach what the origin can do.
    NoLimit,
    /// That the origin never slows down cannot be excluded.
    PeakOpen,
    /// The peak lies beyond the tests.
    PeakNotReached {
        /// Requests in service there.
        peak: f64,
        /// Most that were tested.
        tested: f64,
    },
    /// The peak lies below all tests.
    PeakBelowTests {
        /// Requests in service there.
        peak: f64,
        /// Fewest that were tested.
        tested: f64,
    },
    /// Nobody tested with so few in service that it shows how fast a request alone is.
    AloneNotTested {
        /// Fewest that were tested.
        tested: f64,
    },
    /// The law is a poor description of the levels.
    PoorFit {
        /// Distance of the levels from the curve ÷ mean throughput.
        share: f64,
    },
    /// Users stand in for requests in service at some levels.
    UsersAsLoad,
    /// Many requests failed; the level at which the most did.
    Failures {
        /// Requests in service there.
        in_service: f64,
        /// Share of the requests.
        share: f64,
    },
}

impl FitNote {
    /// Name in every output.
    pub const fn name(&self) -> &'static str {
        match self {
            FitNote::NoIntervals => "no_intervals",
            FitNote::NoContention => "no_contention",
            FitNote::NoCoherency => "no_coherency",
            FitNote::NoLimit => "no_limit",
            FitNote::PeakOpen => "peak_open",
            FitNote::PeakNotReached { .. } => "peak_not_reached",
            FitNote::PeakBelowTests { .. } => "peak_below_tests",
            FitNote::AloneNotTested { .. } => "alone_not_tested",
            FitNote::PoorFit { .. } => "poor_fit",
            FitNote::UsersAsLoad => "users_as_load",
            FitNote::Failures { .. } => "failures",
        }
    }
}
