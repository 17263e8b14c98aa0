//! What `origin fit` prints: what load tests measured, the law or threshold that follows, and what to be careful about.

mod chart;
mod english;
mod japanese;
mod message;
mod table;
#[cfg(test)]
mod tests;

pub use chart::{OriginChartTexts, origin_chart_texts};
pub use table::origin_table_comments;

use message::Message;

use super::language::Language;
use super::number::{grouped, plain, share_words, significant};
use super::paragraph;
use super::span::latency;
use super::table::{Side, Table};
use crate::results::{
    FitNote, FittedLaw, FittedLevel, FittedValue, LoadNote, OriginFit, OriginOutcome, TableReason,
};

/// What stands where there is no figure.
const NOTHING: &str = "-";
/// Digits of a parameter that count.
const PARAMETER_DIGITS: usize = 4;

/// The fit as plain text for a terminal of `width` places, each line ended by a line feed.
///
/// Prose is broken at `width` (between 30 and 100 places); tables are never broken.
pub fn origin_fit(fit: &OriginFit, language: Language, width: usize) -> String {
    let mut page = Page { out: String::new(), fit, language, width };
    page.plain_words();
    page.levels();
    if let OriginOutcome::Law(law) = &fit.outcome {
        page.law(law);
    }
    page.notes();
    page.heading(Message::TableHeading);
    page.out
}

/// What the levels tell, in a sentence or two.
fn finding(fit: &OriginFit, language: Language) -> String {
    match &fit.outcome {
        OriginOutcome::Law(law) => law_finding(law, language),
        OriginOutcome::Table { reason, .. } => match reason {
            TableReason::TwoLevels => Message::TwoLevels,
            TableReason::NotConverged => Message::NotConverged,
            TableReason::BeyondData { alone_per_second, measured_per_second } => {
                Message::BeyondData { alone: rate(*alone_per_second), measured: rate(*measured_per_second) }
            }
        },
        OriginOutcome::Threshold { requests_per_second: 0, .. } => Message::BelowOne,
        OriginOutcome::Threshold { requests_per_second, .. } => {
            Message::SingleLevel { per_second: grouped(f64::from(*requests_per_second)) }
        }
    }
    .say(language)
}

fn law_finding(law: &FittedLaw, language: Language) -> Message {
    let alone = latency(1.0 / law.alone_per_second.value, language);
    match (law.peak_in_service, law.peak_per_second, law.limit_per_second) {
        (Some(peak), Some(highest), _) if peak.value > law.tested[1] => Message::PeakUntested {
            alone,
            in_service: load(peak.value),
            per_second: rate(highest.value),
            tested: load(law.tested[1]),
        },
        (Some(peak), Some(highest), _) => {
            Message::Peak { alone, in_service: load(peak.value), per_second: rate(highest.value) }
        }
        (_, _, Some(limit)) => Message::Rising { alone, limit: rate(limit) },
        (_, _, None) => Message::Straight { alone },
    }
}

struct Page<'a> {
    out: String,
    fit: &'a OriginFit,
    language: Language,
    width: usize,
}

impl Page<'_> {
    fn say(&self, message: Message) -> String {
        message.say(self.language)
    }

    fn print(&mut self, text: &str, indent: usize) {
        paragraph::print(&mut self.out, text, self.width, indent);
    }

    fn heading(&mut self, message: Message) {
        let text = self.say(message);
        self.out.push('\n');
        self.print(&text, 0);
    }

    fn indented(&mut self, message: Message) {
        let text = self.say(message);
        self.print(&text, 2);
    }

    fn plain_words(&mut self) {
        let text = finding(self.fit, self.language);
        self.print(&text, 0);
        self.out.push('\n');
        for file in &self.fit.files {
            let text = self.say(Message::Read {
                file: file.name.clone(),
                format: file.format,
                levels: file.levels.to_string(),
            });
            self.print(&text, 0);
        }
    }

    fn levels(&mut self) {
        self.heading(Message::LevelsHeading);
        let language = self.language;
        let several = self.fit.files.len() > 1;
        let span = |seconds: f64| latency(seconds, language);
        let columns = [
            self.column(Message::FileColumn, |level| several.then(|| (level.file + 1).to_string())),
            self.column(Message::InServiceColumn, |level| Some(load(level.measured.in_service))),
            self.column(Message::UsersColumn, |level| level.measured.users.map(load)),
            self.column(Message::PerSecondColumn, |level| Some(rate(level.measured.per_second))),
            self.column(Message::FittedColumn, |level| level.fitted_per_second.map(rate)),
            self.column(Message::LatencyColumn, |level| level.measured.latency_mean_seconds.map(span)),
            self.column(Message::LatencyP95Column, |level| level.measured.latency_p95_seconds.map(span)),
            self.column(Message::FailedColumn, |level| {
                level.measured.failed_share.map(|share| share_words(share, language))
            }),
            self.column(Message::SecondsColumn, |level| {
                level.measured.seconds.map(|seconds| span(seconds.round()))
            }),
        ];
        let mut table = Table::new(&[Side::Right; 9]);
        for row in 0..=self.fit.levels.len() {
            table.push_row(columns.iter().map(|column| column[row].clone()).collect());
        }
        table.print(&mut self.out);
        self.indented(Message::LevelsMean);
        for (position, file) in self.fit.files.iter().enumerate().filter(|_| several) {
            self.indented(Message::FileNumber {
                number: (position + 1).to_string(),
                name: file.name.clone(),
            });
        }
    }

    /// A heading and a cell for each level; all are empty where no level has the figure, so that the column vanishes.
    fn column(&self, name: Message, cell: impl Fn(&FittedLevel) -> Option<String>) -> Vec<String> {
        let cells: Vec<Option<String>> = self.fit.levels.iter().map(cell).collect();
        if cells.iter().all(Option::is_none) {
            return vec![String::new(); cells.len() + 1];
        }
        let shown = cells.into_iter().map(|cell| cell.unwrap_or(NOTHING.to_owned()));
        [self.say(name)].into_iter().chain(shown).collect()
    }

    fn law(&mut self, law: &FittedLaw) {
        self.heading(Message::LawHeading);
        let mut table = Table::new(&[Side::Left, Side::Right, Side::Right]);
        let has_intervals = law.alone_per_second.low.is_some();
        let percent = share_words(self.fit.level, self.language);
        let interval =
            if has_intervals { self.say(Message::IntervalColumn { percent }) } else { String::new() };
        table.push([String::new(), self.say(Message::EstimateColumn), interval]);
        let rows = [
            (Message::AloneRow, Some(law.alone_per_second), parameter as fn(f64) -> String),
            (Message::ContentionRow, Some(law.contention), parameter),
            (Message::CoherencyRow, Some(law.coherency), parameter),
            (Message::PeakInServiceRow, law.peak_in_service, load),
            (Message::PeakPerSecondRow, law.peak_per_second, rate),
        ];
        for (name, fitted, say) in rows {
            if let Some(fitted) = fitted {
                table.push([self.say(name), say(fitted.value), self.interval(fitted, say)]);
            }
        }
        table.print(&mut self.out);
        self.indented(Message::Formula);
        if let Some(quality) = quality(self.fit, law, self.language) {
            self.print(&quality, 2);
        }
    }

    fn interval(&self, fitted: FittedValue, say: fn(f64) -> String) -> String {
        match (fitted.low, fitted.high, self.language) {
            (Some(low), Some(high), Language::English) => format!("{}–{}", say(low), say(high)),
            (Some(low), Some(high), Language::Japanese) => format!("{}～{}", say(low), say(high)),
            (Some(low), None, _) => self.say(Message::OpenInterval { low: say(low) }),
            (None, ..) => String::new(),
        }
    }

    fn notes(&mut self) {
        let language = self.language;
        let several = self.fit.files.len() > 1;
        let mut texts: Vec<String> =
            self.fit.notes.iter().map(|note| fit_note(note, language).say(language)).collect();
        for file in &self.fit.files {
            for note in &file.notes {
                let note = load_note(note).say(language);
                texts.push(match several {
                    true => self.say(Message::InFile { file: file.name.clone(), note }),
                    false => note,
                });
            }
        }
        if texts.is_empty() {
            return;
        }
        self.heading(Message::NotesHeading);
        for text in texts {
            self.print(&text, 2);
        }
    }
}

/// How well the law fits; `None` where nothing tells.
fn quality(fit: &OriginFit, law: &FittedLaw, language: Language) -> Option<String> {
    let residual = law.residual_per_second?;
    let mean =
        fit.levels.iter().map(|level| level.measured.per_second).sum::<f64>() / fit.levels.len() as f64;
    let message = Message::Quality {
        residual: rate(residual),
        share: share_words(residual / mean, language),
        determination: exact_share(law.determination?, language),
    };
    Some(message.say(language))
}

fn fit_note(note: &FitNote, language: Language) -> Message {
    match *note {
        FitNote::NoIntervals => Message::NoIntervals,
        FitNote::NoContention => Message::NoContention,
        FitNote::NoCoherency => Message::NoCoherency,
        FitNote::NoLimit => Message::NoLimit,
        FitNote::PeakOpen => Message::PeakOpen,
        FitNote::PeakNotReached { peak, tested } => {
            Message::PeakNotReached { peak: load(peak), tested: load(tested) }
        }
        FitNote::PeakBelowTests { peak, tested } => {
            Message::PeakBelowTests { peak: load(peak), tested: load(tested) }
        }
        FitNote::AloneNotTested { tested } => Message::AloneNotTested { tested: load(tested) },
        FitNote::PoorFit { share } => Message::PoorFit { share: share_words(share, language) },
        FitNote::UsersAsLoad => Message::UsersAsLoad,
        FitNote::Failures { in_service, share } => {
            Message::Failures { in_service: load(in_service), share: share_words(share, language) }
        }
    }
}

fn load_note(note: &LoadNote) -> Message {
    match note {
        LoadNote::DroppedSeconds { seconds, of } => {
            Message::DroppedSeconds { seconds: grouped(*seconds), of: grouped(*of) }
        }
        LoadNote::TornLastLine { line } => Message::TornLastLine { line: grouped(*line as f64) },
        LoadNote::SkippedSums { rows } => Message::SkippedSums { rows: grouped(*rows as f64) },
        LoadNote::MixedNames { names } => Message::MixedNames { names: grouped(*names as f64) },
        LoadNote::OnlyNamed { name } => Message::OnlyNamed { name: name.clone() },
        LoadNote::RampAveraged { from, to } => Message::RampAveraged { from: load(*from), to: load(*to) },
        LoadNote::Unsteady { users, from, to } => {
            Message::Unsteady { users: users.map(load), from: rate(*from), to: rate(*to) }
        }
        LoadNote::UsersUnknown => Message::UsersUnknown,
        LoadNote::FailuresUnknown => Message::FailuresUnknown,
        LoadNote::NothingSucceeded { users } => Message::NothingSucceeded { users: users.map(load) },
        LoadNote::NotLittle { given, product } => {
            Message::NotLittle { given: load(*given), product: load(*product) }
        }
    }
}

/// λ, σ or κ.
fn parameter(number: f64) -> String {
    significant(number, PARAMETER_DIGITS)
}

/// Requests in service or users: two digits below one, one decimal below ten, none above.
fn load(number: f64) -> String {
    match number {
        _ if number < 1.0 => significant(number, 2),
        _ if number < 9.95 => plain((number * 10.0).round() / 10.0),
        _ => grouped(number),
    }
}

/// Requests a second: two decimals below ten, one below a hundred, none above.
fn rate(number: f64) -> String {
    match number {
        _ if number < 10.0 => plain(number),
        _ if number < 99.95 => plain((number * 10.0).round() / 10.0),
        _ => grouped(number),
    }
}

/// A share near all with its decimals: `99.4 %`.
fn exact_share(share: f64, language: Language) -> String {
    let percent = plain((share * 1000.0).round() / 10.0);
    match language {
        Language::English => format!("{percent} %"),
        Language::Japanese => format!("{percent}％"),
    }
}
