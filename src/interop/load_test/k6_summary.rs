//! The summary of k6 at the end of a test: what `--summary-export` writes, or the data that `handleSummary` gets.
//!
//! A summary is an average over the whole run, so it is one level: for a curve give one summary for each number of users.
//! Taken: `http_reqs` (`count`, `rate`), `http_req_duration` (`avg`, `p(95)`, milliseconds), `http_req_failed` (`value`,
//! in `handleSummary` `rate`), `vus` (`min`, `max`). A list of metrics with their names, k6's newer form, is taken too.
//!
//! Source: k6, `js/summary.go` and its documentation of custom summaries.

use serde_json::Value;

use super::{Head, LoadSelection, LoadTestError};
use crate::results::{InServiceBasis, LoadFormat, LoadLevel, LoadNote, LoadTest};

/// A run in which the number of users was this much lower at a time was a ramp.
const RAMP: f64 = 0.9;

pub(super) fn recognises(head: &Head) -> bool {
    head.is_object
}

pub(super) fn read(bytes: &[u8], selection: &LoadSelection) -> Result<LoadTest, LoadTestError> {
    let document = document(bytes)?;
    let metrics = ["/metrics", "/results/metrics"].into_iter().find_map(|path| document.pointer(path));
    let Some(metrics) = metrics.filter(|metrics| metrics.is_object() || metrics.is_array()) else {
        return Err(missing("metrics", "the summary of a k6 test, as --summary-export writes it"));
    };
    let summary = Summary { metrics, name: selection.name.as_deref() };
    let level = summary.level()?;
    let mut notes = Vec::new();
    notes.extend(summary.ramp());
    notes.extend(selection.name.clone().map(|name| LoadNote::OnlyNamed { name }));
    if level.failed_share.is_none() {
        notes.push(LoadNote::FailuresUnknown);
    }
    Ok(LoadTest { format: LoadFormat::K6Summary, levels: vec![level], notes })
}

fn document(bytes: &[u8]) -> Result<Value, LoadTestError> {
    let mut documents = serde_json::Deserializer::from_slice(bytes).into_iter::<Value>();
    let first = documents.next().unwrap_or(Ok(Value::Null)).map_err(|error| LoadTestError::json(&error))?;
    let is_sample =
        first.get("type").and_then(Value::as_str).is_some_and(|kind| matches!(kind, "Metric" | "Point"));
    if is_sample {
        return Err(LoadTestError::OtherFile {
            what: "k6's output of samples as JSON (--out json)",
            accepted: "that of --out csv, or the summary of --summary-export",
        });
    }
    match documents.next() {
        Some(Err(error)) => Err(LoadTestError::json(&error)),
        Some(Ok(_)) | None => Ok(first),
    }
}

/// The metrics of a summary.
struct Summary<'a> {
    metrics: &'a Value,
    /// Only requests of this name.
    name: Option<&'a str>,
}

impl Summary<'_> {
    fn level(&self) -> Result<LoadLevel, LoadTestError> {
        let rate = match self.figure("http_reqs", &["rate"])? {
            Some(rate) => rate,
            None => return Err(self.no_requests()),
        };
        let count = self.figure("http_reqs", &["count"])?;
        if rate <= 0.0 {
            return Err(LoadTestError::NoRequests);
        }
        let failed_share = self.figure("http_req_failed", &["value", "rate"])?;
        if failed_share.is_some_and(|share| share > 1.0) {
            return Err(self.refused("http_req_failed", "a share from 0 to 1"));
        }
        let per_second = rate * (1.0 - failed_share.unwrap_or(0.0));
        if per_second <= 0.0 {
            return Err(LoadTestError::AllFailed);
        }
        let latency = self.figure("http_req_duration", &["avg"])?.map(|milliseconds| milliseconds / 1000.0);
        let users = self.run_figure("vus", "max").or_else(|| self.run_figure("vus_max", "max"));
        let (in_service, basis) =
            match (latency.filter(|latency| *latency > 0.0), users.filter(|users| *users > 0.0)) {
                (Some(latency), _) => (rate * latency, InServiceBasis::Little),
                (None, Some(users)) => (users, InServiceBasis::Users),
                (None, None) => return Err(LoadTestError::LoadUnknown),
            };
        Ok(LoadLevel {
            in_service,
            basis,
            users,
            per_second,
            latency_mean_seconds: latency,
            latency_p95_seconds: self
                .figure("http_req_duration", &["p(95)"])?
                .map(|milliseconds| milliseconds / 1000.0),
            failed_share,
            seconds: count.map(|count| count / rate).filter(|seconds| seconds.is_finite() && *seconds > 0.0),
        })
    }

    /// An average over a run with a changing number of users is no level.
    fn ramp(&self) -> Option<LoadNote> {
        let (from, to) = (self.run_figure("vus", "min")?, self.run_figure("vus", "max")?);
        (from < RAMP * to).then_some(LoadNote::RampAveraged { from, to })
    }

    /// The first of some figures of a metric of the requests; `None` if the metric or all of them are missing.
    fn figure(&self, metric: &str, figures: &[&str]) -> Result<Option<f64>, LoadTestError> {
        let key = self.key(metric);
        let Some(values) = self.values(&key) else { return Ok(None) };
        let Some((figure, value)) = figures.iter().find_map(|figure| Some((*figure, values.get(*figure)?)))
        else {
            return Ok(None);
        };
        let number = value.as_f64().filter(|number| number.is_finite() && *number >= 0.0);
        number.map(Some).ok_or_else(|| LoadTestError::Field {
            line: None,
            column: format!("metrics.{key}.{figure}"),
            seen: Some(value.to_string()),
            accepted: "a number from 0",
        })
    }

    /// A figure of the whole run, whatever the name that is wanted.
    fn run_figure(&self, metric: &str, figure: &str) -> Option<f64> {
        self.values(metric)?.get(figure)?.as_f64().filter(|number| number.is_finite() && *number >= 0.0)
    }

    fn values(&self, key: &str) -> Option<&Value> {
        let metric = match self.metrics {
            Value::Array(list) => {
                list.iter().find(|metric| metric.get("name").and_then(Value::as_str) == Some(key))
            }
            metrics => metrics.get(key),
        }?;
        Some(metric.get("values").unwrap_or(metric))
    }

    /// A name is there only where a threshold of the test asks for it: as `http_reqs{name:…}`.
    fn key(&self, metric: &str) -> String {
        match self.name {
            Some(name) => format!("{metric}{{name:{name}}}"),
            None => metric.to_owned(),
        }
    }

    fn no_requests(&self) -> LoadTestError {
        let seen: Vec<String> = match self.metrics {
            Value::Array(list) => {
                list.iter().filter_map(|metric| Some(metric.get("name")?.as_str()?.to_owned())).collect()
            }
            metrics => {
                metrics.as_object().map(|metrics| metrics.keys().cloned().collect()).unwrap_or_default()
            }
        };
        match self.name {
            Some(name) => {
                let named =
                    |key: &String| Some(key.strip_prefix("http_reqs{name:")?.strip_suffix('}')?.to_owned());
                LoadTestError::NoSuchName {
                    name: name.to_owned(),
                    seen: seen.iter().filter_map(named).collect(),
                }
            }
            None => LoadTestError::NoSuchMetric { metric: "http_reqs".to_owned(), seen },
        }
    }

    fn refused(&self, metric: &str, accepted: &'static str) -> LoadTestError {
        let key = self.key(metric);
        let seen = self.values(&key).map(Value::to_string);
        LoadTestError::Field { line: None, column: format!("metrics.{key}"), seen, accepted }
    }
}

fn missing(column: &str, accepted: &'static str) -> LoadTestError {
    LoadTestError::Field { line: None, column: column.to_owned(), seen: None, accepted }
}
