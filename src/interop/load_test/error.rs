//! Why a file of a load test is refused.

use std::fmt;

use crate::results::LoadFormat;

/// Most names that a message lists.
const LISTED: usize = 10;
/// Most characters of a value that a message repeats.
const SHOWN: usize = 40;

/// Why a file is not the measurement that was asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum LoadTestError {
    /// Nothing in it, or only blanks.
    Empty,
    /// It is compressed, in a wide encoding, or of another tool's form.
    OtherFile {
        /// What it is.
        what: &'static str,
        /// What is accepted instead.
        accepted: &'static str,
    },
    /// No format has such a first line.
    UnknownFormat {
        /// The columns of the first line.
        seen: Vec<String>,
    },
    /// `--metric` with a format that has no metrics to choose from.
    MetricElsewhere {
        /// The format of the file.
        format: LoadFormat,
    },
    /// The header lacks columns.
    MissingColumns {
        /// The format that needs them.
        format: LoadFormat,
        /// What is missing.
        missing: Vec<&'static str>,
        /// What is there.
        seen: Vec<String>,
    },
    /// A row has more or fewer fields than the header.
    RowLength {
        /// From 1.
        line: u64,
        /// Fields of the header.
        wanted: usize,
        /// Fields of the row.
        seen: usize,
    },
    /// A value cannot be read or is out of range.
    Field {
        /// From 1; `None` in JSON.
        line: Option<u64>,
        /// The column, or the path in JSON.
        column: String,
        /// The value; `None`: it is missing.
        seen: Option<String>,
        /// What is accepted.
        accepted: &'static str,
    },
    /// The concurrency of a table falls.
    Falling {
        /// From 1.
        line: u64,
        /// Concurrency of the row before.
        before: f64,
        /// Concurrency of this row.
        seen: f64,
    },
    /// The text is not JSON.
    Json {
        /// From 1.
        line: usize,
        /// From 1, in bytes.
        column: usize,
        /// What is wrong there.
        problem: String,
    },
    /// There is no sample of the metric.
    NoSuchMetric {
        /// The metric.
        metric: String,
        /// Metrics that are there.
        seen: Vec<String>,
    },
    /// No request has the name.
    NoSuchName {
        /// The name.
        name: String,
        /// Names that are there.
        seen: Vec<String>,
    },
    /// A header and no row with a request.
    NoRequests,
    /// The number of users never stays the same long enough.
    NoSteadyLevel {
        /// The longest stretch, seconds.
        longest: i64,
        /// The shortest that is enough, seconds.
        needed: i64,
    },
    /// First and last time are too far from each other to be one test.
    TooLong {
        /// Days between them.
        days: f64,
    },
    /// Not one request succeeded.
    AllFailed,
    /// Neither response times nor users are known.
    LoadUnknown,
}

impl LoadTestError {
    pub(super) fn unknown(columns: &[String]) -> LoadTestError {
        if columns.iter().any(|column| column == "request count") {
            return LoadTestError::OtherFile {
                what: "Locust's table of totals (_stats.csv), which has no users",
                accepted: "the file beside it that ends with _stats_history.csv",
            };
        }
        LoadTestError::UnknownFormat { seen: columns.to_vec() }
    }

    pub(super) fn json(error: &serde_json::Error) -> LoadTestError {
        let (line, column) = (error.line(), error.column());
        let text = error.to_string();
        let place = format!(" at line {line} column {column}");
        LoadTestError::Json { line, column, problem: text.strip_suffix(&place).unwrap_or(&text).to_owned() }
    }
}

/// Refuses what is no text, or the text of something that is close to what is wanted.
pub(super) fn refuse_other_files(bytes: &[u8]) -> Result<(), LoadTestError> {
    let text = bytes.trim_ascii_start();
    if text.is_empty() {
        return Err(LoadTestError::Empty);
    }
    let other = |what, accepted| Err(LoadTestError::OtherFile { what, accepted });
    if bytes.starts_with(&[0x1f, 0x8b]) {
        return other("a compressed file (gzip)", "the file unpacked, as by gunzip");
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) || bytes.contains(&0) {
        return other("no plain text, or a text in UTF-16", "a text in UTF-8");
    }
    if text.starts_with(b"<") {
        return other(
            "XML (JMeter's other form of a JTL)",
            "a JTL as CSV: jmeter -Jjmeter.save.saveservice.output_format=csv",
        );
    }
    Ok(())
}

/// A value as a message repeats it.
pub(super) fn shown(value: &str) -> String {
    let start: String = value.chars().take(SHOWN).collect();
    if start.len() < value.len() { format!("{start}…") } else { start }
}

fn listed(names: &[String]) -> String {
    if names.is_empty() {
        return "nothing".to_owned();
    }
    let first: Vec<String> = names.iter().take(LISTED).map(|name| shown(name)).collect();
    let more = if names.len() > LISTED { ", …" } else { "" };
    format!("{}{more}", first.join(", "))
}

impl fmt::Display for LoadTestError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LoadTestError::Empty => write!(out, "the file is empty; accepted: the results of a load test"),
            LoadTestError::OtherFile { what, accepted } => {
                write!(out, "this is {what}; accepted: {accepted}")
            }
            LoadTestError::UnknownFormat { seen } => write!(
                out,
                "line 1: no known format has the columns {}; accepted: k6 (--out csv or --summary-export), JMeter's JTL \
                 as CSV with its header, Locust's _stats_history.csv, or a table with the columns concurrency and \
                 throughput",
                listed(seen)
            ),
            LoadTestError::MetricElsewhere { format } => write!(
                out,
                "--metric chooses among the metrics of k6's CSV, and this is {}; accepted: no --metric",
                format.name()
            ),
            LoadTestError::MissingColumns { format, missing, seen } => write!(
                out,
                "line 1: {} is missing, seen: {}; accepted: the header that {} writes",
                missing.join(", "),
                listed(seen),
                format.name()
            ),
            LoadTestError::RowLength { line, wanted, seen } => {
                write!(out, "line {line}: {seen} fields; accepted: {wanted}, as the header has")
            }
            LoadTestError::Field { line, column, seen, accepted } => {
                if let Some(line) = line {
                    write!(out, "line {line}, ")?;
                }
                match seen {
                    Some(seen) => write!(out, "{column} = {}; accepted: {accepted}", shown(seen)),
                    None => write!(out, "{column} is missing; accepted: {accepted}"),
                }
            }
            LoadTestError::Falling { line, before, seen } => write!(
                out,
                "line {line}: concurrency {seen} after {before}; accepted: rows in order of concurrency (a test that went \
                 up and down again is two tables)"
            ),
            LoadTestError::Json { line, column, problem } => {
                write!(out, "not JSON: line {line}, column {column}: {problem}")
            }
            LoadTestError::NoSuchMetric { metric, seen } => write!(
                out,
                "no sample of the metric {metric}, seen: {}; accepted: a file with http_req_duration and http_reqs, or \
                 with --metric the one that times the requests (for gRPC grpc_req_duration)",
                listed(seen)
            ),
            LoadTestError::NoSuchName { name, seen } => {
                write!(out, "no request has the name {}, seen: {}", shown(name), listed(seen))
            }
            LoadTestError::NoRequests => {
                write!(out, "no request is in it; accepted: at least one level of load")
            }
            LoadTestError::NoSteadyLevel { longest, needed } => write!(
                out,
                "the number of users stays the same for {longest} s at most; accepted: stretches of {needed} s or more \
                 (steps rather than a steady ramp)"
            ),
            LoadTestError::TooLong { days } => write!(
                out,
                "first and last time are {days:.1} days apart; accepted: the times of one test, up to 7 days"
            ),
            LoadTestError::AllFailed => {
                write!(out, "not one request succeeded; accepted: a level at which the origin answers")
            }
            LoadTestError::LoadUnknown => write!(
                out,
                "neither response times nor users are in it; accepted: at least one of them, to tell how many requests \
                 were in service"
            ),
        }
    }
}

impl std::error::Error for LoadTestError {}
