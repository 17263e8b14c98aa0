//! Reads what load-testing tools measured: bytes in, levels of load out.
//!
//! Opens no files and fits no law. What counts as load is *requests in service at the same time*, because that is what
//! the origin's law is about ([`Throughput`]): by Little's law it is requests a second × mean time of a response, and
//! virtual users who think between their requests are not counted. Users stand in for it only where a file has no
//! response times. Requests that failed kept the servers busy and count as load, but not as throughput.
//!
//! | file | reads |
//! |---|---|
//! | `k6_csv.rs` | k6, `--out csv`: rows of `http_req_duration`, `http_req_failed`, `vus` |
//! | `k6_summary.rs` | k6, `--summary-export` or the data of `handleSummary`: one level |
//! | `jmeter.rs` | JMeter, JTL as CSV |
//! | `locust.rs` | Locust, `_stats_history.csv` |
//! | `table.rs` | a table made by hand |
//! | `rows.rs` | a delimited text with a header |
//! | `timeline.rs` | a run second by second, split into steady levels |
//! | `error.rs` | why a file is refused |
//!
//! To add a format: a file here, a variant of [`LoadFormat`], a line in [`READERS`], words in `report/origin/`.
//!
//! [`Throughput`]: crate::model::Throughput

mod error;
mod jmeter;
mod k6_csv;
mod k6_summary;
mod locust;
mod rows;
mod table;
mod timeline;

pub use error::LoadTestError;

use crate::results::{LoadFormat, LoadTest};

/// What of a file is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LoadSelection {
    /// Only requests of this name: k6's tag `name`, JMeter's label, Locust's name. `None`: all requests.
    pub name: Option<String>,
    /// The metric of k6's CSV that times requests; `None`: `http_req_duration`.
    pub metric: Option<String>,
}

/// A reader of one format.
struct Reader {
    format: LoadFormat,
    /// Whether a file looks like this format.
    recognises: fn(&Head) -> bool,
    read: fn(&[u8], &LoadSelection) -> Result<LoadTest, LoadTestError>,
}

/// Every reader, in the order in which they are tried.
const READERS: [Reader; 5] = [
    Reader { format: LoadFormat::K6Csv, recognises: k6_csv::recognises, read: k6_csv::read },
    Reader { format: LoadFormat::K6Summary, recognises: k6_summary::recognises, read: k6_summary::read },
    Reader { format: LoadFormat::Jmeter, recognises: jmeter::recognises, read: jmeter::read },
    Reader { format: LoadFormat::Locust, recognises: locust::recognises, read: locust::read },
    Reader { format: LoadFormat::Table, recognises: table::recognises, read: table::read },
];

/// The beginning of a file, by which its format is told.
struct Head {
    /// Names of the columns in small letters, if its first line is a header.
    columns: Vec<String>,
    /// Whether it begins like an object of JSON.
    is_object: bool,
}

impl Head {
    fn has(&self, columns: &[&str]) -> bool {
        columns.iter().all(|wanted| self.columns.iter().any(|column| column == wanted))
    }
}

/// Reads a file of a load test; without a format it is told by the content.
///
/// # Errors
/// What is wrong, with the line where there is one, and what would be accepted.
///
/// ```
/// use machiai::interop::{LoadSelection, read_load_test};
///
/// let table = b"concurrency,throughput,latency_ms\n1,80,12.5\n20,900,22\n";
/// let test = read_load_test(table, None, &LoadSelection::default())?;
/// assert_eq!(test.levels.len(), 2);
/// assert_eq!(test.levels[1].in_service, 900.0 * 0.022);
/// # Ok::<(), machiai::interop::LoadTestError>(())
/// ```
pub fn read_load_test(
    bytes: &[u8],
    format: Option<LoadFormat>,
    selection: &LoadSelection,
) -> Result<LoadTest, LoadTestError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    error::refuse_other_files(bytes)?;
    let head =
        Head { columns: rows::first_line(bytes), is_object: bytes.trim_ascii_start().starts_with(b"{") };
    let fits = |reader: &&Reader| format.map_or((reader.recognises)(&head), |format| reader.format == format);
    let reader = READERS.iter().find(fits).ok_or_else(|| LoadTestError::unknown(&head.columns))?;
    if selection.metric.is_some() && reader.format != LoadFormat::K6Csv {
        return Err(LoadTestError::MetricElsewhere { format: reader.format });
    }
    (reader.read)(bytes, selection)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_has_its_reader() {
        assert_eq!(READERS.map(|reader| reader.format), LoadFormat::ALL);
    }

    /// Cut anywhere, with any byte changed: a result or a message, never a panic, and numbers that are numbers.
    #[test]
    fn damaged_files_are_read_or_refused() {
        let files: [&[u8]; 5] = [
            include_bytes!("../../../tests/data/load/k6.csv"),
            include_bytes!("../../../tests/data/load/k6-summary.json"),
            include_bytes!("../../../tests/data/load/jmeter.jtl"),
            include_bytes!("../../../tests/data/load/locust_stats_history.csv"),
            include_bytes!("../../../tests/data/load/table.csv"),
        ];
        for file in files {
            let head = &file[..file.len().min(3000)];
            for end in (0..head.len()).step_by(7) {
                check(&head[..end]);
            }
            for at in (0..head.len()).step_by(5) {
                let mut damaged = head.to_vec();
                damaged[at] = [b'9', b',', b'"', b'\n', 0xff, b'-'][at % 6];
                check(&damaged);
            }
        }
    }

    fn check(bytes: &[u8]) {
        for format in LoadFormat::ALL.map(Some).into_iter().chain([None]) {
            match read_load_test(bytes, format, &LoadSelection::default()) {
                Ok(test) => {
                    assert!(!test.levels.is_empty());
                    for level in test.levels {
                        let sound = |value: f64| value.is_finite() && value > 0.0;
                        assert!(sound(level.in_service) && sound(level.per_second), "{level:?}");
                    }
                }
                Err(error) => assert!(!error.to_string().is_empty()),
            }
        }
    }
}
