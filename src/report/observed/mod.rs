//! What a report says of the day itself: what happened beside what was predicted, and whether it lies inside.

mod english;
mod japanese;
mod message;
#[cfg(test)]
mod tests;

use message::{Column, Happened, Message, Verdict};

use super::label::measure_label;
use super::language::Language;
use super::number::{grouped, in_ten_thousands, level_words, plain, share_words};
use super::page::Page;
use super::paragraph::without_controls;
use super::span::{
    CellStyle, clock_cell, clock_range_words, minutes_range_words, range_cell, span_cell, span_range_cell,
};
use super::table::{Side, Table};
use crate::results::{LineByMinute, ObservedCheck, ObservedChecks, ObservedNote, Seen, Unit};

/// What stands where there is no figure.
const NOTHING: &str = "-";

/// What happened, as plain text for a terminal of `width` places, each line ended by a line feed.
///
/// Prose is broken at `width` (between 30 and 100 places); tables are never broken.
pub fn observed_text(checks: &ObservedChecks, language: Language, width: usize) -> String {
    observed_page(checks, language).terminal(width)
}

/// The same as parts: the overall sentence, a sentence for each measure, the table, notes.
pub fn observed_page(checks: &ObservedChecks, language: Language) -> Page {
    let mut page = Page::new(language);
    let words = Words { checks, language };
    page.heading(&words.say(Message::Heading));
    page.line(&words.overall());
    // A peak that is right says little if the line was longer all the time.
    if let Some(line) = checks.line {
        page.line(&words.line_by_minute(line));
    }
    for check in &checks.checks {
        page.gap();
        page.paragraph(&words.told(check));
    }
    if !checks.checks.is_empty() {
        page.gap();
        page.table(|style| words.table(style));
        page.indented(&words.say(Message::Ranges { level: level_words(checks.level, language) }));
    }
    page.heading(&words.say(Message::NotesHeading));
    page.indented(&words.source());
    for note in &checks.notes {
        page.indented(&words.note(note));
    }
    page
}

struct Words<'a> {
    checks: &'a ObservedChecks,
    language: Language,
}

impl Words<'_> {
    fn say(&self, message: Message) -> String {
        message.say(self.language)
    }

    fn source(&self) -> String {
        let [from, to] = self.checks.minutes.map(|minute| grouped(minute as f64));
        self.say(Message::Source { source: self.checks.source, from, to })
    }

    fn overall(&self) -> String {
        let [inside, outside, unknown] = self.checks.counts();
        match inside + outside + unknown {
            0 => self.say(Message::NothingToCompare),
            _ => self.say(Message::Overall { inside, outside, unknown }),
        }
    }

    /// What a measure was, and how it lies to the prediction.
    fn told(&self, check: &ObservedCheck) -> Vec<String> {
        let what = match check.observed {
            Seen::Unknown => Happened::Unknown,
            Seen::Never => Happened::Never,
            Seen::Value { value } => Happened::Value(self.figure(check, value)),
            Seen::AtLeast { value } => Happened::AtLeast(self.figure(check, value)),
            Seen::Between { low, high } => {
                Happened::Between(self.figure(check, low), self.figure(check, high))
            }
        };
        let happened = self.say(Message::Happened { measure: check.measure, what });
        let predicted = match (check.observed, check.range, check.predicted) {
            (Seen::Never, Some(_), _) => check.inside.map(|inside| Message::PredictedLine { inside }),
            (seen, Some(range), _) => {
                let verdict = verdict(check, seen, range);
                Some(Message::Predicted { range: self.range(check, range), verdict })
            }
            (_, None, Some(value)) => Some(Message::PredictedUnranged { value: self.figure(check, value) }),
            (_, None, None) => None,
        };
        [happened].into_iter().chain(predicted.map(|message| self.say(message))).collect()
    }

    /// A figure in prose. Not rounded beyond whole people and minutes: what is judged is what is told.
    fn figure(&self, check: &ObservedCheck, value: f64) -> String {
        if is_time(check) {
            return self.time_range([value, value]);
        }
        self.say(Message::People { number: self.people(value), is_one: value.round() == 1.0 })
    }

    fn range(&self, check: &ObservedCheck, [low, high]: [f64; 2]) -> String {
        match (is_time(check), low == high) {
            (true, _) => self.time_range([low, high]),
            (false, true) => self.figure(check, high),
            (false, false) => {
                self.say(Message::PeopleRange { low: self.people(low), high: self.people(high) })
            }
        }
    }

    fn people(&self, people: f64) -> String {
        match self.language {
            Language::English => grouped(people),
            Language::Japanese => in_ten_thousands(people),
        }
    }

    fn time_range(&self, seconds: [f64; 2]) -> String {
        let minutes = seconds.map(|seconds| (seconds / 60.0).floor() as i64);
        match self.checks.opens_at_second_of_day {
            Some(opening) => clock_range_words(opening, minutes, self.language),
            None => self.say(Message::AfterOpening { span: minutes_range_words(minutes, self.language) }),
        }
    }

    fn line_by_minute(&self, line: LineByMinute) -> String {
        let [minutes, inside, longer, shorter] =
            [line.minutes, line.inside, line.longer, line.shorter].map(|count| grouped(f64::from(count)));
        let share = share_words(line.share().unwrap_or(0.0), self.language);
        self.say(Message::LineByMinute { minutes, inside, share, longer, shorter })
    }

    fn table(&self, style: CellStyle) -> Table {
        let mut table = Table::new(&[Side::Left, Side::Right, Side::Right, Side::Right, Side::Left]);
        let columns = [Column::Measure, Column::Predicted, Column::Range, Column::Observed, Column::Inside];
        table.push(columns.map(|column| self.say(Message::Column(column))));
        for check in &self.checks.checks {
            table.push([
                measure_label(check.measure, self.language).to_owned(),
                check.predicted.map_or(NOTHING.to_owned(), |value| self.cell(check, value, style)),
                check.range.map_or(NOTHING.to_owned(), |range| self.range_cell(check, range, style)),
                self.seen_cell(check, style),
                self.say(Message::Inside(check.inside)),
            ]);
        }
        table
    }

    fn seen_cell(&self, check: &ObservedCheck, style: CellStyle) -> String {
        match check.observed {
            Seen::Unknown => NOTHING.to_owned(),
            Seen::Never => self.say(Message::NoLine),
            Seen::Value { value } => self.cell(check, value, style),
            Seen::AtLeast { value } if is_time(check) => {
                self.say(Message::OrLater { time: self.cell(check, value, style) })
            }
            Seen::AtLeast { value } => self.say(Message::OrMore { number: self.cell(check, value, style) }),
            Seen::Between { low, high } => self.range_cell(check, [low, high], style),
        }
    }

    fn cell(&self, check: &ObservedCheck, value: f64, style: CellStyle) -> String {
        match (is_time(check), self.checks.opens_at_second_of_day) {
            (true, Some(opening)) => clock_cell(opening, value),
            (true, None) => span_cell(value, style, self.language),
            (false, _) => grouped(value),
        }
    }

    fn range_cell(&self, check: &ObservedCheck, range: [f64; 2], style: CellStyle) -> String {
        if is_time(check) && self.checks.opens_at_second_of_day.is_none() {
            return span_range_cell(range, style, self.language);
        }
        let [low, high] = range.map(|end| self.cell(check, end, style));
        range_cell(low, high, self.language)
    }

    fn note(&self, note: &ObservedNote) -> String {
        let number = |number: u32| grouped(f64::from(number));
        self.say(match note {
            ObservedNote::ByTheMinute => Message::ByTheMinute,
            ObservedNote::OpeningTaken { at, zone } => {
                Message::OpeningTaken { at: at.clone(), zone: without_controls(zone) }
            }
            ObservedNote::TimesTakenAs { zone } => Message::TimesTakenAs { zone: without_controls(zone) },
            ObservedNote::SameMinute { minutes } => Message::SameMinute { minutes: number(*minutes) },
            ObservedNote::Sampled { interval } => Message::Sampled { interval: plain(*interval) },
            ObservedNote::FarAway { rows, hours } => {
                Message::FarAway { rows: number(*rows), hours: number(*hours) }
            }
            ObservedNote::MissingMinutes { figure, minutes } => {
                Message::MissingMinutes { figure: *figure, minutes: number(*minutes) }
            }
            ObservedNote::OutsidePrediction { minutes } => {
                Message::OutsidePrediction { minutes: number(*minutes) }
            }
            ObservedNote::NoPredictedMinutes => Message::NoPredictedMinutes,
            ObservedNote::LineReturned { gone, back } => {
                Message::LineReturned { gone: grouped(*gone as f64), back: grouped(*back as f64) }
            }
            ObservedNote::RepeatedAcceptances { people, acceptances } => Message::RepeatedAcceptances {
                people: self
                    .say(Message::People { number: self.people(*people), is_one: people.round() == 1.0 }),
                acceptances: self.say(Message::People {
                    number: self.people(*acceptances),
                    is_one: acceptances.round() == 1.0,
                }),
            },
            ObservedNote::QueuedUnknown => Message::QueuedUnknown,
            ObservedNote::LineRangeIsChance => Message::LineRangeIsChance,
        })
    }
}

fn is_time(check: &ObservedCheck) -> bool {
    check.measure.unit() == Unit::SecondsFromOpening
}

/// How what was seen lies to a range, in the words of its kind.
fn verdict(check: &ObservedCheck, seen: Seen, [low, _]: [f64; 2]) -> Verdict {
    let most = match seen {
        Seen::Value { value } => Some(value),
        Seen::Between { high, .. } => Some(high),
        Seen::AtLeast { .. } | Seen::Never | Seen::Unknown => None,
    };
    let is_below = most.is_some_and(|most| most < low);
    match (check.inside, seen, is_below, is_time(check)) {
        (Some(true), ..) => Verdict::Inside,
        (Some(false), _, true, true) => Verdict::Earlier,
        (Some(false), _, true, false) => Verdict::Fewer,
        (Some(false), _, false, true) => Verdict::Later,
        (Some(false), _, false, false) => Verdict::More,
        (None, Seen::Value { .. }, ..) => Verdict::Edge,
        (None, Seen::AtLeast { .. } | Seen::Between { .. } | Seen::Never | Seen::Unknown, ..) => {
            Verdict::Open
        }
    }
}
