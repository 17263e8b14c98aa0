//! What `predict --now` prints: when the line is gone, who waits how long, and what a change of limits would bring.

mod english;
mod japanese;
mod message;
#[cfg(test)]
mod tests;

use message::Message;

use super::answer::{title_words, warning_message};
use super::label::input_label;
use super::language::Language;
use super::message::Message as Said;
use super::number::{grouped, level_words, people_words, plain, rough, share_words};
use super::paragraph;
use super::span::{
    CellStyle, around_minutes, bound_minutes, bound_words, clock_cell, clock_range_words, clock_words,
    input_span, nearest_minutes, range_around_words, range_cell, span_cell, span_range_cell, span_words,
};
use super::table::{Side, Table};
use super::value::{list_separator, value_with_range, value_words};
use crate::results::{Basis, ChangeNow, Estimate, InputNote, Now, NowMeasure as M, NowNote, Unit, Warning};

/// What stands where there is no figure.
const NOTHING: &str = "-";

/// The prediction of the day as plain text for a terminal of `width` places, each line ended by a line feed.
///
/// Prose is broken at `width` (between 30 and 100 places); tables change to plain minutes where they would not fit
/// and are never broken, nor is the command.
pub fn now(now: &Now, language: Language, width: usize) -> String {
    let mut page = Page { out: String::new(), now, language, width };
    page.plain_words();
    if now.provenance.replications > 0 {
        page.changes();
        page.figures();
    }
    page.notes();
    page.annex();
    page.out
}

struct Page<'a> {
    out: String,
    now: &'a Now,
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

    fn line(&mut self, message: Message) {
        let text = self.say(message);
        self.print(&text, 0);
    }

    fn indented(&mut self, message: Message) {
        let text = self.say(message);
        self.print(&text, 2);
    }

    fn heading(&mut self, message: Message) {
        self.out.push('\n');
        self.line(message);
    }

    /// Prints a table with hours, or with minutes where it would be too wide.
    fn table(&mut self, make: impl Fn(&Self, CellStyle) -> Table) {
        let mut table = make(self, CellStyle::Hours);
        if table.width() > self.width {
            table = make(self, CellStyle::Minutes);
        }
        table.print(&mut self.out);
    }

    fn plain_words(&mut self) {
        let (now, language) = (self.now, self.language);
        let title = title_words(&now.title);
        if !title.is_empty() {
            self.print(&title, 0);
            self.out.push('\n');
        }
        let waiting = people_words(f64::from(now.shown.waiting), language);
        let active = grouped(f64::from(now.shown.active));
        self.line(match now.opens_at_second_of_day {
            Some(opening) => {
                Message::ShownAt { clock: clock_cell(opening, now.now_seconds), waiting, active }
            }
            None => {
                let after = input_span(now.now_seconds, language);
                Message::ShownAfter { after, waiting, active }
            }
        });
        if now.provenance.replications == 0 {
            self.line(Message::NoDays);
            return;
        }
        self.gone();
        self.waits();
        self.line(Message::Limits {
            slots: grouped(f64::from(now.limits.total_active_users)),
            rate: grouped(f64::from(now.limits.new_users_per_minute)),
            session: input_span(f64::from(now.limits.session_seconds), language),
        });
        if now.warnings.contains(&Warning::Interrupted) {
            let text =
                Said::Interrupted { days: grouped(f64::from(now.provenance.replications)) }.say(language);
            self.print(&text, 0);
        }
    }

    fn gone(&mut self) {
        let (now, language) = (self.now, self.language);
        let estimate = now.estimate(M::LineGone);
        let Some(gone) = estimate.and_then(|estimate| estimate.value) else {
            let none = now.notes.contains(&NowNote::NoLine);
            return self.line(if none { Message::NoLine } else { Message::NeverGone });
        };
        let range = estimate.and_then(|estimate| estimate.range);
        let message = match now.opens_at_second_of_day {
            Some(opening) => {
                let minutes = nearest_minutes(gone);
                let ends = |range| clock_range_words(opening, around_minutes(minutes, range), language);
                Message::GoneAt { clock: clock_words(opening, minutes, language), range: range.map(ends) }
            }
            None => {
                let from_now = |seconds: f64| (seconds - now.now_seconds).max(0.0);
                let minutes = nearest_minutes(from_now(gone));
                let ends = |range: [f64; 2]| range_around_words(minutes, range.map(from_now), language);
                Message::GoneIn { wait: span_words(from_now(gone), language), range: range.map(ends) }
            }
        };
        self.line(message);
    }

    /// A wait in words, and its range.
    fn wait(&self, measure: M) -> Option<(String, Option<String>)> {
        let estimate = self.now.estimate(measure)?;
        let wait = estimate.value?;
        let range = |range| range_around_words(bound_minutes(wait), range, self.language);
        Some((bound_words(wait, self.language), estimate.range.map(range)))
    }

    fn waits(&mut self) {
        if self.now.notes.contains(&NowNote::NoLine) {
            return;
        }
        if let Some((wait, range)) = self.wait(M::NewcomerWait) {
            self.line(Message::JoinsNow { wait, range });
        }
        if let (Some((half, half_range)), Some((most, most_range))) =
            (self.wait(M::RemainingP50), self.wait(M::RemainingP90))
        {
            self.line(Message::StillWait { half, half_range, most, most_range });
        }
    }

    fn cell(&self, measure: M, value: Option<f64>, style: CellStyle) -> String {
        let Some(value) = value.filter(|value| value.is_finite()) else { return NOTHING.to_owned() };
        match (measure.unit(), self.now.opens_at_second_of_day) {
            (Unit::SecondsFromOpening, Some(opening)) => clock_cell(opening, value),
            (Unit::SecondsFromOpening | Unit::Seconds, _) => span_cell(value, style, self.language),
            _ => grouped(value),
        }
    }

    fn ends(&self, measure: M, ends: Option<[f64; 2]>, style: CellStyle) -> String {
        let Some([low, high]) = ends else { return NOTHING.to_owned() };
        match (measure.unit(), self.now.opens_at_second_of_day) {
            (Unit::SecondsFromOpening, None) | (Unit::Seconds, _) => {
                span_range_cell([low, high], style, self.language)
            }
            _ => {
                let cell = |value| self.cell(measure, Some(value), style);
                range_cell(cell(low), cell(high), self.language)
            }
        }
    }

    fn figures(&mut self) {
        let now = self.now;
        self.heading(Message::FiguresHeading);
        self.table(|page, style| {
            let mut table = Table::new(&[Side::Left, Side::Right, Side::Right, Side::Right]);
            table.push([
                String::new(),
                page.say(Message::EstimateColumn),
                page.say(Message::OneDayColumn),
                page.say(Message::RangeColumn),
            ]);
            for (measure, Estimate { value, prediction, range, .. }) in &now.measures {
                table.push([
                    page.say(Message::Label(*measure)),
                    page.cell(*measure, *value, style),
                    page.ends(*measure, *prediction, style),
                    page.ends(*measure, *range, style),
                ]);
            }
            table
        });
        let level = now.measures.first().map_or(0.95, |(_, estimate)| estimate.level);
        self.indented(Message::ColumnsMean {
            days: grouped(f64::from(now.provenance.replications)),
            level: level_words(level, self.language),
        });
        self.indented(Message::RangeCovers);
    }

    fn changes(&mut self) {
        let (now, language) = (self.now, self.language);
        if now.changes.len() < 2 || now.shown.waiting == 0 {
            return;
        }
        self.heading(Message::ChangesHeading);
        self.table(|page, style| {
            let sides = [Side::Left, Side::Right, Side::Right, Side::Right, Side::Right];
            let mut table = Table::new(&sides);
            table.push([
                page.say(Message::ChangeColumn),
                page.say(Message::GoneColumn),
                page.say(Message::DifferenceColumn),
                page.say(Message::JoinsColumn),
                page.say(Message::LostColumn),
            ]);
            for change in &now.changes {
                table.push([
                    page.change_words(change),
                    page.cell(M::LineGone, change.line_gone, style),
                    page.difference(change, style),
                    page.cell(M::NewcomerWait, change.newcomer_wait, style),
                    page.cell(M::LostMidVisit, change.lost_mid_visit, style),
                ]);
            }
            table
        });
        let level = now.measures.first().map_or(0.95, |(_, estimate)| estimate.level);
        self.indented(Message::ChangesMean { level: level_words(level, language) });
    }

    fn change_words(&self, change: &ChangeNow) -> String {
        match &change.key {
            None => self.say(Message::NoChange),
            Some(key) => {
                let value = value_words(key, &change.value, self.language);
                format!("{} → {value}", input_label(key, self.language))
            }
        }
    }

    fn difference(&self, change: &ChangeNow, style: CellStyle) -> String {
        let Some(difference) = change.difference else { return String::new() };
        let span = |value: f64| {
            let (text, nothing) =
                (span_cell(value.abs(), style, self.language), span_cell(0.0, style, self.language));
            match value {
                _ if text == nothing => text,
                value if value < 0.0 => format!("-{text}"),
                _ => format!("+{text}"),
            }
        };
        match change.difference_ci {
            Some([low, high]) => {
                let (low, high) = (plain_minutes(low), plain_minutes(high));
                // An en dash beside minus signs would be read as one of them.
                match self.language {
                    Language::English => format!("{} ({low} to {high})", span(difference)),
                    Language::Japanese => format!("{} ({low}～{high})", span(difference)),
                }
            }
            None => span(difference),
        }
    }

    fn notes(&mut self) {
        let (now, language) = (self.now, self.language);
        let people = |count: u32| grouped(f64::from(count));
        let note = |note: &NowNote| {
            Some(match note {
                NowNote::StaleAndGhosts { from_seconds, to_seconds } => Message::StaleAndGhosts {
                    from: input_span(*from_seconds, language),
                    to: input_span(*to_seconds, language),
                },
                NowNote::MoreHaveCome { factor, people } => Message::MoreHaveCome {
                    factor: plain(*factor),
                    people: people_words(rough(*people), language),
                },
                NowNote::FewerHaveCome { factor } => Message::FewerHaveCome { factor: plain(*factor) },
                NowNote::AboveLimit { above } => Message::AboveLimit { above: people(*above) },
                NowNote::SlotsFree { free } => Message::SlotsFree { free: people(*free) },
                NowNote::OtherFlow { shown, simulated } => {
                    Message::OtherFlow { shown: people(*shown), simulated: grouped(*simulated) }
                }
                NowNote::NotGone { share } => Message::NotGone { share: share_words(*share, language) },
                // Said in plain words already.
                NowNote::NoLine => return None,
                NowNote::LeaveLimitsAlone => Message::LeaveLimitsAlone,
                NowNote::PlayedWithout { origin, stock, operator } => {
                    let named = [
                        (*origin, Message::OriginPart),
                        (*stock, Message::StockPart),
                        (*operator, Message::OperatorPart),
                    ];
                    let parts = named.into_iter().filter(|(left_out, _)| *left_out);
                    let parts: Vec<String> = parts.map(|(_, part)| part.say(language)).collect();
                    Message::PlayedWithout { parts: parts.join(list_separator(language)) }
                }
            })
        };
        let notes = now.notes.iter().filter_map(note).map(|message| message.say(language));
        let warnings = now.warnings.iter().filter_map(|warning| warning_message(warning, true, language));
        let texts: Vec<String> = notes.chain(warnings.map(|message| message.say(language))).collect();
        if texts.is_empty() {
            return;
        }
        self.heading(Message::NotesHeading);
        for text in texts {
            self.print(&text, 2);
        }
    }

    fn annex(&mut self) {
        let (now, language) = (self.now, self.language);
        let provenance = &now.provenance;
        self.heading(Message::AnnexHeading);
        let open = |note: &&InputNote| note.basis == Basis::Assumed;
        let words = |note: &InputNote| {
            format!("{} {}", input_label(&note.key, language), value_with_range(note, language))
        };
        let assumed: Vec<String> = now.inputs.iter().filter(open).map(words).collect();
        if !assumed.is_empty() {
            self.indented(Message::Assumed { inputs: assumed.join(list_separator(language)) });
        }
        self.indented(Message::HowPut);
        self.indented(Message::Origin {
            days: grouped(f64::from(provenance.replications)),
            seed: provenance.seed.to_string(),
            version: provenance.version.clone(),
            scenario: provenance.scenario.clone(),
        });
        if !provenance.command.is_empty() {
            let introduction = Said::Command.say(language);
            self.out.extend(["  ", introduction.as_str(), "\n    ", provenance.command.as_str(), "\n"]);
        }
    }
}

/// Seconds as minutes with one decimal and no unit.
fn plain_minutes(seconds: f64) -> String {
    let text = plain((seconds / 6.0).round() / 10.0);
    if text == "-0" { "0".to_owned() } else { text }
}
