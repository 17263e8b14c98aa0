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
//! - `now`: the prediction of the day itself, as JSON
//! - `origin_fit`, `origin_table`: what load tests tell of the origin, as JSON and as the table of a scenario
//! - `recommendation`, `recommendation_chart`: limits that keep a promise, as JSON and as a picture of what they cost
//! - `sweep_chart`: a grid of settings as a picture
//! - `sweep`, `sweep_folder`: a grid of settings as a table, and the folder in which it can be continued
//! - `tenants`: several rooms on one origin, as JSON and as a table
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
mod explanation_chart;
mod fairness;
mod finding;
#[cfg(feature = "cli")]
mod folder;
mod json;
mod layout;
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
mod sweep;
#[cfg(feature = "cli")]
mod sweep_chart;
#[cfg(feature = "cli")]
mod sweep_folder;
mod tenants;
mod wire;

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
pub use explanation_chart::explanation_chart;
pub use fairness::{FAIRNESS_COLUMNS, FAIRNESS_SCHEMA, fairness_csv, fairness_json, parse_fairness};
pub use finding::{FOLDER_SCHEMA, read_finding};
#[cfg(feature = "cli")]
pub use folder::{
    FolderError, PROVENANCE_FILE, ResultFile, ResultFolder, WriteError, check_file, complete_file, write_file,
};
pub use json::{ANSWER_SCHEMA, json, parse_json};
pub use now::{NOW_SCHEMA, now_json};
#[cfg(feature = "cli")]
pub use origin_chart::{missing_in_origin_chart, origin_chart};
pub use origin_fit::{ORIGIN_FIT_SCHEMA, origin_fit_json};
pub use origin_table::origin_table;
pub use read::ReadError;
pub use recommendation::{RECOMMENDATION_SCHEMA, parse_recommendation, recommendation_json};
#[cfg(feature = "cli")]
pub use recommendation_chart::recommendation_chart;
pub use sweep::{SWEEP_COLUMNS, SWEEP_SCHEMA, sweep_csv, sweep_json, sweep_plan_json};
#[cfg(feature = "cli")]
pub use sweep_chart::sweep_chart;
#[cfg(feature = "cli")]
pub use sweep_folder::{StoredPoints, SweepFiles, SweepFolder, SweepFolderError};
pub use tenants::{TENANTS_COLUMNS, TENANTS_SCHEMA, tenants_csv, tenants_json};
