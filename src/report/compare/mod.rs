//! What `compare` prints: the verdict, the headline with simultaneous intervals, groups, arrivals, and how it was found.

mod english;
mod japanese;
mod message;
#[cfg(test)]
mod tests;

use message::{Column, Message};

use super::answer::{title_words, warning_message};
use super::label::measure_label;
use super::language::Language;
use super::message::Message as Said;
use super::number::{grouped, rate, share_words, signed};
use super::sheet::Sheet;
use super::span::{CellStyle, range_cell, short_span, span_cell, span_range_cell};
use super::table::{Side, Table};
use crate::results::{
    Change, Comparison, Followed, JudgementKind, Measure, Paired, PersonMeasure, Unit, Variant, Warning,
};

/// What stands where there is no figure.
const NOTHING: &str = "-";
/// Most rows of the table of arrivals.
const MOST_ARRIVALS: usize = 12;
/// Most variants whose arrivals are told side by side.
const MOST_COLUMNS: usize = 5;
/// Below so many seconds a length of time is told in seconds.
const SHORT: f64 = 120.0;

/// The answer as plain text for a terminal of `width` places, each line ended by a line feed.
pub fn compare(comparison: &Comparison, language: Language, width: usize) -> String {
    let mut page = Page { sheet: Sheet::new(language, width), comparison, language };
    page.opening();
    if comparison.provenance.replications > 0 {
        page.verdicts();
        page.headline();
        page.groups();
        page.arrivals();
    }
    page.notes();
    page.annex();
    page.sheet.finish()
}

struct Page<'a> {
    sheet: Sheet,
    comparison: &'a Comparison,
    language: Language,
}

impl Page<'_> {
    fn say(&self, message: Message) -> String {
        message.say(self.language)
    }

    fn days(&self) -> String {
        grouped(f64::from(self.comparison.provenance.replications))
    }

    fn first(&self) -> String {
        self.comparison.variants.first().map(|variant| title_words(&variant.name)).unwrap_or_default()
    }

    /// The variants that are compared with the first.
    fn others(&self) -> &[Variant] {
        self.comparison.variants.get(1..).unwrap_or_default()
    }

    fn opening(&mut self) {
        let comparison = self.comparison;
        if comparison.provenance.replications == 0 {
            self.sheet.line(&Message::NoDays.say(self.language));
            return;
        }
        let variants = grouped(comparison.variants.len() as f64);
        let (days, first) = (self.days(), self.first());
        let mut sentences = vec![self.say(Message::Compared { variants, days, first })];
        if comparison.warnings.contains(&Warning::Interrupted) {
            sentences.push(Said::Interrupted { days: self.days() }.say(self.language));
        }
        self.sheet.paragraph(&sentences);
    }

    fn verdicts(&mut self) {
        if self.others().len() > 1 {
            let overall = self.overall();
            self.sheet.gap();
            self.sheet.paragraph(&overall);
        }
        let comparison = self.comparison;
        for variant in comparison.variants.iter().skip(1) {
            self.sheet.gap();
            let verdict = self.verdict(variant);
            self.sheet.paragraph(&verdict);
            let people = self.people(variant);
            self.sheet.paragraph(&people);
        }
    }

    /// Which variants are better, which are not.
    fn overall(&self) -> Vec<String> {
        use JudgementKind as Kind;
        let kinds =
            [Kind::Better, Kind::TradeOff, Kind::NoDifference, Kind::Same, Kind::Worse, Kind::TooFewDays];
        let of = |kind: Kind| {
            let is_it = |variant: &&Variant| variant.judgement.as_ref().is_some_and(|found| found.kind == kind);
            let names: Vec<String> =
                self.others().iter().filter(is_it).map(|variant| title_words(&variant.name)).collect();
            let message = Message::Overall { kind, names: names.clone(), first: self.first() };
            (!names.is_empty()).then(|| self.say(message))
        };
        kinds.into_iter().filter_map(of).collect()
    }

    fn verdict(&self, variant: &Variant) -> Vec<String> {
        let mut sentences = Vec::new();
        if let Some(other) = variant.same_as.and_then(|at| self.comparison.variants.get(at)) {
            let (name, other) = (title_words(&variant.name), title_words(&other.name));
            sentences.push(self.say(Message::SameAs { name, other }));
        }
        let Some(judgement) = &variant.judgement else { return sentences };
        let changes = |changes: &[Change]| changes.iter().map(|change| self.change(*change)).collect();
        sentences.push(self.say(Message::Judged {
            name: title_words(&variant.name),
            kind: judgement.kind,
            gains: changes(&judgement.gains),
            losses: changes(&judgement.losses),
            days: self.days(),
        }));
        let at_most = judgement.wait_differs_at_most.filter(|_| judgement.kind != JudgementKind::Same);
        if let Some(seconds) = at_most {
            let at_most = short_span(seconds, CellStyle::Minutes, self.language);
            sentences.push(self.say(Message::WaitAtMost { at_most }));
        }
        sentences
    }

    fn change(&self, change: Change) -> String {
        let Change { measure, difference, simultaneous } = change;
        let mut ends = simultaneous.map(f64::abs);
        ends.sort_by(f64::total_cmp);
        let by = self.size(measure, difference.abs());
        let range = match measure.unit() {
            Unit::Seconds | Unit::SecondsFromOpening if ends[0] >= SHORT => {
                span_range_cell(ends, CellStyle::Minutes, self.language)
            }
            _ => {
                let [low, high] = ends.map(|end| self.size(measure, end));
                range_cell(low, high, self.language)
            }
        };
        self.say(Message::Change { measure, by, range, more: difference > 0.0 })
    }

    /// A difference of a measure in its unit.
    fn size(&self, measure: Measure, size: f64) -> String {
        match measure.unit() {
            Unit::Seconds | Unit::SecondsFromOpening => short_span(size, CellStyle::Minutes, self.language),
            Unit::Share => self.say(Message::Points { number: rate(size * 100.0) }),
            _ => rate(size),
        }
    }

    fn people(&self, variant: &Variant) -> Vec<String> {
        match (&variant.people, variant.same_people) {
            (Some(followed), _) => self.followed(followed),
            (None, Some(false)) => vec![self.say(Message::OtherPeople { first: self.first() })],
            _ => Vec::new(),
        }
    }

    fn followed(&self, followed: &Followed) -> Vec<String> {
        use PersonMeasure as P;
        let share = |measure: P| followed.value(measure);
        let (Some(better), Some(worse)) = (share(P::BetterOff), share(P::WorseOff)) else { return Vec::new() };
        let words = |share: f64| share_words(share, self.language);
        let by = |measure: P| followed.value(measure).map(|by| short_span(by, CellStyle::Minutes, self.language));
        let mut sentences = vec![self.say(Message::Followed {
            better: words(better),
            earlier: by(P::Gained).filter(|_| better > 0.0),
            worse: words(worse),
            later: by(P::Lost).filter(|_| worse > 0.0),
        })];
        let pair = |here: P, there: P| {
            let (here, there) = (share(here)?, share(there)?);
            (here + there > 0.0).then(|| (words(here), words(there), self.first()))
        };
        if let Some((here, there, first)) = pair(P::AdmittedOnlyHere, P::AdmittedOnlyThere) {
            sentences.push(self.say(Message::OnlyIn { here, there, first }));
        }
        if let Some((here, there, first)) = pair(P::PlaceOnlyHere, P::PlaceOnlyThere) {
            sentences.push(self.say(Message::PlaceOnlyIn { here, there, first }));
        }
        sentences
    }

    /// A figure in a table.
    fn cell(&self, measure: Measure, value: Option<f64>, style: CellStyle) -> String {
        let Some(value) = value else { return NOTHING.to_owned() };
        match measure.unit() {
            Unit::Seconds | Unit::SecondsFromOpening => span_cell(value, style, self.language),
            Unit::Share => share_words(value, self.language),
            _ => grouped(value),
        }
    }

    fn signed_size(&self, measure: Measure, value: f64) -> String {
        signed(value, |size| self.size(measure, size))
    }

    fn difference_cells(&self, measure: Measure, paired: &Paired, ends: Option<[f64; 2]>) -> [String; 2] {
        let difference = paired.difference.value.map(|value| self.signed_size(measure, value));
        let interval = ends.map(|ends| {
            let [low, high] = ends.map(|end| self.signed_size(measure, end));
            self.say(Message::Interval { low, high })
        });
        [difference, interval].map(Option::unwrap_or_default)
    }

    /// Measures of the headline of which any variant has more than nothing.
    fn headline_measures(&self) -> Vec<Measure> {
        let comparison = self.comparison;
        let value = |variant: &Variant, measure: Measure| variant.paired(measure).and_then(|found| found.mean.value);
        let is_there = |measure: &&Measure| {
            comparison.variants.iter().any(|variant| value(variant, **measure).is_some_and(|value| value != 0.0))
        };
        comparison.headline.measures.iter().filter(is_there).copied().collect()
    }

    fn headline(&mut self) {
        let text = self.say(Message::HeadlineHeading);
        self.sheet.heading(&text);
        let measures = self.headline_measures();
        let make = |style: CellStyle| match self.comparison.variants.as_slice() {
            [first, second] => self.two(first, second, &measures, style),
            _ => self.several(&measures, style),
        };
        let tables = [make(CellStyle::Hours), make(CellStyle::Minutes)];
        self.print_table(tables);
    }

    /// Prints the table with hours, or that with minutes where it would be too wide.
    fn print_table(&mut self, [hours, minutes]: [Table; 2]) {
        self.sheet.table(|style| match style {
            CellStyle::Hours => hours.clone(),
            CellStyle::Minutes => minutes.clone(),
        });
    }

    fn column(&self, column: Column) -> String {
        self.say(Message::Column(column))
    }

    /// Two variants side by side.
    fn two(&self, first: &Variant, second: &Variant, measures: &[Measure], style: CellStyle) -> Table {
        let mut table = Table::new(&[Side::Left, Side::Right, Side::Right, Side::Right, Side::Right]);
        table.push([
            self.column(Column::Measure),
            title_words(&first.name),
            title_words(&second.name),
            self.column(Column::Difference),
            self.column(Column::Interval),
        ]);
        for measure in measures {
            let [here, there] = [second, first].map(|variant| variant.paired(*measure).unwrap_or_default());
            let [difference, interval] = self.difference_cells(*measure, &here, here.simultaneous);
            table.push([
                measure_label(*measure, self.language).to_owned(),
                self.cell(*measure, there.mean.value, style),
                self.cell(*measure, here.mean.value, style),
                difference,
                interval,
            ]);
        }
        table
    }

    /// One row for each measure and variant.
    fn several(&self, measures: &[Measure], style: CellStyle) -> Table {
        let mut table = Table::new(&[Side::Left, Side::Left, Side::Right, Side::Right, Side::Right]);
        table.push([
            self.column(Column::Measure),
            self.column(Column::Variant),
            self.column(Column::Value),
            self.column(Column::Difference),
            self.column(Column::Interval),
        ]);
        for measure in measures {
            for (position, variant) in self.comparison.variants.iter().enumerate() {
                let paired = variant.paired(*measure).unwrap_or_default();
                let [difference, interval] = self.difference_cells(*measure, &paired, paired.simultaneous);
                let label = if position == 0 { measure_label(*measure, self.language) } else { "" };
                table.push([
                    label.to_owned(),
                    title_words(&variant.name),
                    self.cell(*measure, paired.mean.value, style),
                    difference,
                    interval,
                ]);
            }
        }
        table
    }

    fn groups(&mut self) {
        if self.comparison.variants.iter().all(|variant| variant.groups.len() < 2) {
            return;
        }
        let text = self.say(Message::GroupsHeading);
        self.sheet.heading(&text);
        let tables = [CellStyle::Hours, CellStyle::Minutes].map(|style| self.group_table(style));
        self.print_table(tables);
    }

    fn group_table(&self, style: CellStyle) -> Table {
        let right = [Side::Right; 5];
        let mut table = Table::new(&[&[Side::Left, Side::Left], right.as_slice()].concat());
        table.push([
            self.column(Column::Group),
            self.column(Column::Variant),
            self.column(Column::People),
            self.column(Column::HalfWait),
            self.column(Column::MostWait),
            self.column(Column::Difference),
            self.column(Column::Interval),
        ]);
        let mut names: Vec<&str> = Vec::new();
        for group in self.comparison.variants.iter().flat_map(|variant| &variant.groups) {
            if !names.contains(&group.name.as_str()) {
                names.push(&group.name);
            }
        }
        for name in names {
            let mut label = title_words(name);
            for variant in &self.comparison.variants {
                let Some(group) = variant.groups.iter().find(|group| group.name == name) else { continue };
                let paired = |measure: Measure| {
                    let found = group.measures.iter().find(|(other, _)| *other == measure);
                    found.map(|(_, paired)| *paired).unwrap_or_default()
                };
                let cell = |measure: Measure| self.cell(measure, paired(measure).mean.value, style);
                let most = paired(Measure::WaitP90);
                let [difference, interval] =
                    self.difference_cells(Measure::WaitP90, &most, most.difference.ci);
                table.push([
                    std::mem::take(&mut label),
                    title_words(&variant.name),
                    cell(Measure::People),
                    cell(Measure::WaitP50),
                    cell(Measure::WaitP90),
                    difference,
                    interval,
                ]);
            }
        }
        table
    }

    fn arrivals(&mut self) {
        let variants = &self.comparison.variants;
        let cells = variants.first().map_or(0, |variant| variant.arrivals.len());
        if variants.len() > MOST_COLUMNS || cells < 2 {
            return;
        }
        let text = self.say(Message::ArrivalsHeading);
        self.sheet.heading(&text);
        let tables = [CellStyle::Hours, CellStyle::Minutes].map(|style| self.arrival_table(cells, style));
        self.print_table(tables);
    }

    /// Some of the cells, evenly chosen, the first and the last among them.
    fn arrival_table(&self, cells: usize, style: CellStyle) -> Table {
        let variants = &self.comparison.variants;
        let sides: Vec<Side> =
            std::iter::once(Side::Left).chain(variants.iter().map(|_| Side::Right)).collect();
        let mut table = Table::new(&sides);
        let names = variants.iter().map(|variant| title_words(&variant.name));
        table.push_row(std::iter::once(self.column(Column::Arrival)).chain(names).collect());
        let rows = cells.min(MOST_ARRIVALS);
        for row in 0..rows {
            let at = row * (cells - 1) / (rows - 1);
            let Some(cell) = variants[0].arrivals.get(at) else { continue };
            let (from, to) = (cell.from_minute.to_string(), (cell.to_minute - 1).to_string());
            let waits = variants.iter().map(|variant| {
                let wait = variant.arrivals.get(at).and_then(|cell| cell.wait_p50.mean.value);
                self.cell(Measure::WaitP50, wait, style)
            });
            table.push_row(std::iter::once(self.say(Message::Minutes { from, to })).chain(waits).collect());
        }
        table
    }

    fn notes(&mut self) {
        let language = self.language;
        let mut texts: Vec<String> = Vec::new();
        for warning in &self.comparison.warnings {
            // Interruption is told at the top.
            let message = warning_message(warning, true, language);
            let text = message.map(|message| message.say(language));
            // Several groups may have the same to say.
            texts.extend(text.filter(|text| !texts.contains(text)));
        }
        if texts.is_empty() {
            return;
        }
        let heading = self.say(Message::NotesHeading);
        self.sheet.heading(&heading);
        texts.iter().for_each(|text| self.sheet.indented(text));
    }

    fn annex(&mut self) {
        let comparison = self.comparison;
        let (provenance, language) = (&comparison.provenance, self.language);
        let heading = self.say(Message::AnnexHeading);
        self.sheet.heading(&heading);
        let mut messages = Vec::new();
        if provenance.replications > 0 {
            messages.extend(self.methods());
        }
        messages.push(Message::ChanceAlone);
        messages.push(Message::MoreInFiles);
        messages.push(Message::Origin {
            days: self.days(),
            seed: provenance.seed.to_string(),
            version: provenance.version.clone(),
            scenario: provenance.scenario.clone(),
        });
        for message in messages {
            self.sheet.indented(&message.say(language));
        }
        if !provenance.command.is_empty() {
            self.sheet.indented(&Said::Command.say(language));
            self.sheet.verbatim(&format!("    {}", provenance.command));
        }
    }

    fn methods(&self) -> Vec<Message> {
        let comparison = self.comparison;
        let level = share_words(comparison.level, self.language);
        let number = |count: usize| grouped(count as f64);
        let mut messages = vec![Message::Family {
            level: level.clone(),
            comparisons: grouped(f64::from(comparison.headline.comparisons)),
            measures: number(comparison.headline.measures.len()),
            others: number(self.others().len()),
        }];
        if comparison.by_arrival.comparisons > 0 {
            let comparisons = grouped(f64::from(comparison.by_arrival.comparisons));
            messages.push(Message::ArrivalFamily { comparisons });
        }
        if comparison.variants.iter().any(|variant| variant.groups.len() > 1) {
            messages.push(Message::PlainIntervals { level });
        }
        messages.push(Message::Matters);
        for variant in self.others() {
            if let Some(ratio) = variant.variance_ratio {
                messages.push(Message::VarianceRatio { name: title_words(&variant.name), ratio: rate(ratio) });
            }
        }
        messages
    }
}
