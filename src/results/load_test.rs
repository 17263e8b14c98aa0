//! What a load test of the booking servers measured, as data, whatever the tool that made it.

use serde::{Deserialize, Serialize};

/// A file of a load-testing tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LoadFormat {
    /// k6 with `--out csv`: a row for each sample of each metric.
    K6Csv,
    /// The summary of k6 at the end of a test, as JSON.
    K6Summary,
    /// JMeter's JTL as CSV: a row for each request.
    Jmeter,
    /// Locust's `_stats_history.csv`: a row for each second.
    Locust,
    /// A table made by hand: concurrency, throughput, latency.
    Table,
}

impl LoadFormat {
    /// All of them, in the order in which files are tried.
    pub const ALL: [LoadFormat; 5] =
        [LoadFormat::K6Csv, LoadFormat::K6Summary, LoadFormat::Jmeter, LoadFormat::Locust, LoadFormat::Table];

    /// Name on the command line and in outputs.
    pub const fn name(self) -> &'static str {
        match self {
            LoadFormat::K6Csv => "k6-csv",
            LoadFormat::K6Summary => "k6-summary",
            LoadFormat::Jmeter => "jmeter",
            LoadFormat::Locust => "locust",
            LoadFormat::Table => "table",
        }
    }
}

/// What was measured at one level of load.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LoadLevel {
    /// Requests in service at the same time, on average; above zero.
    pub in_service: f64,
    /// How that is known.
    pub basis: InServiceBasis,
    /// Users of the test at the same time; they may have thought between requests.
    pub users: Option<f64>,
    /// Requests that succeeded, a second; above zero.
    pub per_second: f64,
    /// Mean time of a response, seconds, failed ones included.
    pub latency_mean_seconds: Option<f64>,
    /// 19 in 20 responses came within this, seconds.
    pub latency_p95_seconds: Option<f64>,
    /// Requests that failed as a share of all; `None`: the file does not tell.
    pub failed_share: Option<f64>,
    /// Length of the measurement, seconds.
    pub seconds: Option<f64>,
}

/// How the number of requests in service is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InServiceBasis {
    /// Requests a second (failed ones included: they are served as well) × mean time of a response. That is the law of
    /// Little, Operations Research 9 (1961) 383–387; it holds whatever users do between their requests.
    Little,
    /// The users of the test: times of responses are not known. Too many, if users think between requests.
    Users,
    /// The table says so.
    Given,
}

/// What was read from one file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LoadTest {
    /// The file's format.
    pub format: LoadFormat,
    /// Levels of load in the order of the file; never empty.
    pub levels: Vec<LoadLevel>,
    /// What its reader must know.
    pub notes: Vec<LoadNote>,
}

/// What the reader of a load test must know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LoadNote {
    /// Seconds that belong to no level: ramps, short stretches, the first seconds after every change.
    DroppedSeconds {
        /// So many.
        seconds: f64,
        /// Of so many in the file.
        of: f64,
    },
    /// The last line is cut off and was left out.
    TornLastLine {
        /// Its number, from 1.
        line: u64,
    },
    /// Rows that sum up several requests were left out, or requests would count twice.
    SkippedSums {
        /// So many.
        rows: u64,
    },
    /// Requests of several names are measured together: the law is that of their mix.
    MixedNames {
        /// So many names (counted up to 1,000).
        names: usize,
    },
    /// Only requests of one name are measured, while others may have kept the servers busy.
    OnlyNamed {
        /// The name.
        name: String,
    },
    /// One average over a whole run in which the number of users changed.
    RampAveraged {
        /// Fewest users.
        from: f64,
        /// Most users.
        to: f64,
    },
    /// The throughput changed while the number of users did not.
    Unsteady {
        /// Users at the same time; `None`: not known.
        users: Option<f64>,
        /// Requests a second in the first third.
        from: f64,
        /// Requests a second in the last third.
        to: f64,
    },
    /// The file does not tell how many users there were: it is one level.
    UsersUnknown,
    /// The file does not tell which requests failed: all count as successful.
    FailuresUnknown,
    /// A level without a single successful request was left out.
    NothingSucceeded {
        /// Users at the same time; `None`: not known.
        users: Option<f64>,
    },
    /// Throughput × latency is not the concurrency that the table gives; the product counts.
    NotLittle {
        /// What the table gives.
        given: f64,
        /// The product.
        product: f64,
    },
}

impl LoadNote {
    /// Name in every output.
    pub const fn name(&self) -> &'static str {
        match self {
            LoadNote::DroppedSeconds { .. } => "dropped_seconds",
            LoadNote::TornLastLine { .. } => "torn_last_line",
            LoadNote::SkippedSums { .. } => "skipped_sums",
            LoadNote::MixedNames { .. } => "mixed_names",
            LoadNote::OnlyNamed { .. } => "only_named",
            LoadNote::RampAveraged { .. } => "ramp_averaged",
            LoadNote::Unsteady { .. } => "unsteady",
            LoadNote::UsersUnknown => "users_unknown",
            LoadNote::FailuresUnknown => "failures_unknown",
            LoadNote::NothingSucceeded { .. } => "nothing_succeeded",
            LoadNote::NotLittle { .. } => "not_little",
        }
    }
}
