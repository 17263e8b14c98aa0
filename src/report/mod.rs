//! Says results in plain words, in English and in Japanese, as text for a terminal and as texts for charts.
//! Simulates nothing, opens no file, and knows results only as [`Answer`], [`Comparison`], [`Fairness`], [`Now`],
//! [`ObservedChecks`], [`OriginFit`], [`Recommendation`], [`Sweep`] and [`Tenants`].
//!
//! - `answer`: what stands where in the answer of `predict` and `run`
//! - `explanation`: what `--explain` adds to the answer of `predict` and `run`, and the texts of its chart, with its own sentences
//! - `compare`: what stands where in the answer of `compare`, with its own sentences
//! - `fairness`: what stands where in the answer of `fairness`, with its own sentences
//! - `notice`: what a town tells its residents before the opening, and what its staff checks on the day
//! - `now`: what stands where in the answer of `predict --now`, with its own sentences
//! - `observed`: what a report says of the day itself, with its own sentences
//! - `origin`: what stands where in the answer of `origin fit`, in its chart and beside its table for a scenario
//! - `recommendation`: what stands where in the answer of `recommend` and in its chart, with its own sentences
//! - `tenants`: what stands where in the answer of `tenants`, with its own sentences
//! - `timetable`: the waits by time of arrival that a municipality publishes, with its own sentences
//! - `sweep`: what stands where in the answer of `sweep`, with its own sentences
//! - `message`: every sentence, once for all languages; `english` and `japanese` word it
//! - `figure`: what the pictures of a report are called
//! - `forms`: the words of the files and messages that a report becomes; `minute`: names of the columns of minutes
//! - `inputs`: settings and assumptions as a table
//! - `label`: names of measures and inputs
//! - `value`: inputs as they are typed, in words
//! - `span`, `number`: times, people and shares, rounded for prose or for tables
//! - `page`: a report as parts, whatever it is read on; `table`, `paragraph`: its columns and lines on a terminal
//! - `page_words`: the words around a report that is read as a page
//! - `chart`: the texts of the chart of a day
//!
//! To add a sentence: a variant of `Message`; the compiler then asks for it in every language.
//! To add a language: a variant of [`Language`]; the compiler then walks through every place.
//!
//! [`Answer`]: crate::results::Answer
//! [`Comparison`]: crate::results::Comparison
//! [`Fairness`]: crate::results::Fairness
//! [`Now`]: crate::results::Now
//! [`ObservedChecks`]: crate::results::ObservedChecks
//! [`OriginFit`]: crate::results::OriginFit
//! [`Sweep`]: crate::results::Sweep
//! [`Recommendation`]: crate::results::Recommendation
//! [`Tenants`]: crate::results::Tenants

mod answer;
mod chart;
mod compare;
mod english;
mod explanation;
mod fairness;
mod figure;
mod forms;
mod inputs;
mod japanese;
mod label;
mod language;
mod message;
mod minute;
mod notice;
mod now;
mod number;
mod observed;
mod origin;
mod page;
mod page_words;
mod paragraph;
mod recommendation;
#[cfg(test)]
mod sample;
mod span;
mod sweep;
mod table;
mod tenants;
#[cfg(test)]
mod tests;
mod timetable;
mod value;

pub use answer::{answer, answer_page};
pub use chart::{ChartTexts, LoadShown, LoadTexts, chart_texts};
pub use compare::{CompareChartTexts, compare, compare_chart_texts, compare_page};
pub use explanation::{ExplanationChartTexts, explanation_chart_texts};
pub use fairness::{FairnessChartTexts, fairness, fairness_chart_texts, fairness_page};
pub use figure::FigureKind;
pub use forms::{
    WorkbookTexts, assumed_word, band_labels, checklist_heading, input_line, inputs_heading, note_line,
    notice_heading, origin_notes, origin_rows, pictures_heading, telling_inputs, titled_answer,
    untitled_report, warning_word, without_command, workbook_texts,
};
pub use inputs::inputs_table;
pub use label::{input_label, measure_label};
pub use language::Language;
pub use minute::minute_label;
pub use notice::{Checklist, ChecklistSection, Notice, checklist, notice};
pub use now::now;
pub use number::{grouped, significant};
pub use observed::{observed_page, observed_text};
pub use origin::{OriginChartTexts, origin_chart_texts, origin_fit, origin_table_comments};
pub use page::{Page, Part, bare_heading};
pub use page_words::{ChartWords, PageWords};
pub use paragraph::without_controls;
pub use recommendation::{charted_risk, recommendation, recommendation_chart_texts, recommendation_page};
pub use span::{outward_minutes, range_words, span_words};
pub use sweep::{SweepChartTexts, sweep, sweep_chart_texts, sweep_page, sweep_value_text};
pub use table::{Side, Table};
pub use tenants::tenants;
pub use timetable::{
    Caution, Outlook, RATHER_LONG_UP_TO, SHORT_UP_TO, Timetable, TimetableRow, WaitLevel, timetable,
};
