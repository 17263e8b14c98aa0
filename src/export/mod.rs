//! Writes what was found as bytes: JSON, CSV and pictures, and lays out a result folder.
//! Computes no figures and knows no language; only `folder` and `sweep_folder` touch files.
//!
//! - `json`: the JSON contract, written and read back
//! - `wire`: the shape of that JSON, key by key; `named`: its objects with a key for each measure
//! - `read`, `finding`: any of our formats read back, and why it cannot be
//! - `layout`: how its bytes are laid out
//! - `number`: how every number is printed, in JSON and CSV alike
//! - `csv`: the tables: measures, minutes, people
//! - `explanation_chart`: what formulas say, as a picture
//! - `compare`: variants on the same days, as JSON and as a table
//! - `fairness`: the comparison of ways of opening, as JSON and as a table
//! - `fairness_chart`: chances of a place as a picture
//! - `now`: the prediction of the day itself, as JSON
//! - `origin_fit`, `origin_table`: what load tests tell of the origin, as JSON and as the table of a scenario
//! - `recommendation`, `recommendation_chart`: limits that keep a promise, as JSON and as a picture of what they cost
//! - `sweep_chart`: a grid of settings as a picture
//! - `sweep`, `sweep_folder`: a grid of settings as a table, and the folder in which it can be continued
//! - `tenants`: several rooms on one origin, as JSON and as a table
//! - `figure`: the pictures of a report with the tables behind them
//! - `html`: reports as one page that needs nothing else
//! - `report`: everything that a report has, before it takes a form
//! - `markdown`, `slack`, `workbook`: a report for wikis, for chats and for spreadsheets
//! - `encoding`: tables for programs that do not read UTF-8
//! - `report_files`: a report in its forms, file by file
//! - `timetable_chart`: the waits by time of arrival that a municipality publishes, as a picture
//! - `folder`: files that are there whole or not at all
//! - [`chart`]: the pictures of a day and of an origin; `answer_chart`, `origin_chart`: results as such pictures
//!
//! Where there is nothing to say, JSON has `null` and CSV an empty cell: never 0, never NaN.
//! Every file, column and measure is described in `outputs/README.md`; a test holds both together.
//! To add a file to the folder: a variant of [`ResultFile`]. To add a column: a line in `csv`.

#[cfg(feature = "cli")]
mod answer_chart;
#[cfg(feature = "cli")]
pub mod chart;
mod compare;
#[cfg(feature = "cli")]
mod compare_chart;
mod csv;
#[cfg(feature = "cli")]
mod encoding;
#[cfg(feature = "cli")]
mod explanation_chart;
mod fairness;
#[cfg(feature = "cli")]
mod fairness_chart;
#[cfg(feature = "cli")]
mod figure;
mod finding;
#[cfg(feature = "cli")]
mod folder;
#[cfg(feature = "cli")]
mod html;
mod json;
mod layout;
#[cfg(feature = "cli")]
mod markdown;
mod named;
mod now;
mod number;
#[cfg(feature = "cli")]
mod origin_chart;
mod origin_fit;
mod origin_table;
mod read;
mod recommendation;
#[cfg(feature = "cli")]
mod recommendation_chart;
#[cfg(feature = "cli")]
mod report;
#[cfg(feature = "cli")]
mod report_files;
#[cfg(feature = "cli")]
mod slack;
mod sweep;
#[cfg(feature = "cli")]
mod sweep_chart;
#[cfg(feature = "cli")]
mod sweep_folder;
mod tenants;
#[cfg(feature = "cli")]
mod timetable_chart;
mod wire;
#[cfg(feature = "cli")]
mod workbook;

pub use self::csv::{
    MINUTE_COLUMNS, PEOPLE_COLUMNS, PersonOutcome, PersonRow, SUMMARY_COLUMNS, minutes_csv, people_csv,
    summary_csv,
};
#[cfg(feature = "cli")]
pub use answer_chart::{answer_chart, missing_in_chart};
pub use compare::{COMPARE_COLUMNS, COMPARE_SCHEMA, compare_csv, compare_json, parse_compare};
#[cfg(feature = "cli")]
pub use compare_chart::{compare_chart, missing_in_compare_chart};
#[cfg(feature = "cli")]
pub use encoding::{CsvEncoding, decode_table, encode_csv};
#[cfg(feature = "cli")]
pub use explanation_chart::explanation_chart;
pub use fairness::{FAIRNESS_COLUMNS, FAIRNESS_SCHEMA, fairness_csv, fairness_json, parse_fairness};
#[cfg(feature = "cli")]
pub use figure::{Figure, FigureTable, figures};
pub use finding::{FOLDER_SCHEMA, read_finding};
#[cfg(feature = "cli")]
pub use folder::{
    FolderError, PROVENANCE_FILE, ResultFile, ResultFolder, WriteError, check_file, complete_file, write_file,
};
#[cfg(feature = "cli")]
pub use html::{Block, HtmlError, SCRIPT_LICENCE, html_page};
pub use json::{ANSWER_SCHEMA, json, parse_json};
#[cfg(feature = "cli")]
pub use markdown::markdown;
pub use now::{NOW_SCHEMA, now_json};
#[cfg(feature = "cli")]
pub use origin_chart::{missing_in_origin_chart, origin_chart};
pub use origin_fit::{ORIGIN_FIT_SCHEMA, origin_fit_json};
pub use origin_table::origin_table;
pub use read::ReadError;
pub use recommendation::{
    RECOMMENDATION_COLUMNS, RECOMMENDATION_SCHEMA, parse_recommendation, recommendation_csv,
    recommendation_json,
};
#[cfg(feature = "cli")]
pub use recommendation_chart::recommendation_chart;
#[cfg(feature = "cli")]
pub use report::{OnTheDay, Report};
#[cfg(feature = "cli")]
pub use report_files::{ReportError, ReportFile, ReportForm, missing_in_report, report_files};
#[cfg(feature = "cli")]
pub use slack::slack;
pub use sweep::{SWEEP_COLUMNS, SWEEP_SCHEMA, sweep_csv, sweep_json, sweep_plan_json};
#[cfg(feature = "cli")]
pub use sweep_chart::sweep_chart;
#[cfg(feature = "cli")]
pub use sweep_folder::{StoredPoints, SweepFiles, SweepFolder, SweepFolderError};
pub use tenants::{TENANTS_COLUMNS, TENANTS_SCHEMA, tenants_csv, tenants_json};
#[cfg(feature = "cli")]
pub use timetable_chart::{missing_in_timetable_chart, timetable_chart};
#[cfg(feature = "cli")]
pub use workbook::{WorkbookError, workbook};
