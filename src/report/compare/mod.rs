//! What `compare` prints: the verdict, the headline with simultaneous intervals, groups, arrivals, and how it was found.

mod english;
mod japanese;
mod message;
#[cfg(test)]
mod tests;

use message::{Column, Message};
use unicode_width::UnicodeWidthStr;

use super::answer::{title_words, warning_message};
use super::label::measure_label;
use super::language::Language;
use super::message::Message as Said;
use super::number::{grouped, level_words, rate, share_words, signed};
use super::page::Page;
use super::span::{CellStyle, range_cell, short_span, span_cell, span_range_cell};
use super::table::{Side, Table};
use crate::results::{
    Change, Comparison, Followed, JudgementKind, Measure, Paired, PersonMeasure, Unit, Variant, Warning,
    arrivals_with_waits,
};

/// What stands where there is no figure.
const NOTHING: &str = "-";
/// Most rows of the table of arrivals.
const MOST_ARRIVALS: usize = 12;
/// Most variants whose arrivals are told side by side.
const MOST_COLUMNS: usize = 5;
/// Names wider than this are replaced by letters.
const WIDEST_NAME: usize = 20;
/// People who go on the same days spare days only if it takes so many times more without.
const LEAST_REDUCTION: f64 = 1.2;
/// Below so many seconds a length of time is told in seconds.
const SHORT: f64 = 120.0;

/// The answer as plain text for a terminal of `width` places, each line ended by a line feed.
pub fn compare(comparison: &Comparison, language: Language, width: usize) -> String {
    compare_page(comparison, language).terminal(width)
}

/// The same as parts.
pub fn compare_page(comparison: &Comparison, language: Language) -> Page {
    let mut writer = Writer::new(comparison, language);
    writer.opening();
    if comparison.provenance.replications > 0 {
        writer.verdicts();
        writer.headline();
        writer.groups();
        writer.arrivals();
    }
    writer.notes();
    writer.annex();
    writer.page
}

struct Writer<'a> {
    page: Page,
    comparison: &'a Comparison,
    language: Language,
    /// What the variants are called on the page.
    names: Vec<String>,
}

/// The names as they are, or letters if one of them is too long for a column.
fn names(comparison: &Comparison) -> Vec<String> {
    let names: Vec<String> = comparison.variants.iter().map(|variant| title_words(&variant.name)).collect();
    if names.iter().all(|name| name.width() <= WIDEST_NAME) {
        return names;
    }
    ('A'..='Z').map(String::from).take(names.len()).collect()
}

impl<'a> Writer<'a> {
    fn new(comparison: &'a Comparison, language: Language) -> Writer<'a> {
        Writer { page: Page::new(language), comparison, language, names: names(comparison) }
    }
}

impl Writer<'_> {
    fn say(&self, message: Message) -> String {
        message.say(self.language)
    }

    fn days(&self) -> String {
        grouped(f64::from(self.comparison.provenance.replications))
    }

    fn name(&self, position: usize) -> String {
        self.names.get(position).cloned().unwrap_or_default()
    }

    fn first(&self) -> String {
        self.name(0)
    }

    /// The variants that are compared with the first, with their positions.
    fn others(&self) -> impl Iterator<Item = (usize, &Variant)> {
        self.comparison.variants.iter().enumerate().skip(1)
    }

    fn opening(&mut self) {
        let comparison = self.comparison;
        if comparison.provenance.replications == 0 {
            self.page.line(&Message::NoDays.say(self.language));
            return;
        }
        let variants = grouped(comparison.variants.len() as f64);
        let (days, first) = (self.days(), self.first());
        let mut sentences = vec![self.say(Message::Compared { variants, days, first })];
        if comparison.warnings.contains(&Warning::Interrupted) {
            sentences.push(Said::Interrupted { days: self.days() }.say(self.language));
        }
        self.page.paragraph(&sentences);
        for (position, variant) in comparison.variants.iter().enumerate() {
            let (letter, name) = (self.name(position), title_words(&variant.name));
            if letter != name {
                self.page.indented(&Message::Called { letter, name }.say(self.language));
            }
        }
    }

    fn verdicts(&mut self) {
        if self.others().count() > 1 {
            let overall = self.overall();
            self.page.gap();
            self.page.paragraph(&overall);
        }
        let comparison = self.comparison;
        for (position, variant) in comparison.variants.iter().enumerate().skip(1) {
            self.page.gap();
            let verdict = self.verdict(position, variant);
            self.page.paragraph(&verdict);
            if variant.same_as == Some(0) {
                continue;
            }
            let people = self.people(variant);
            self.page.paragraph(&people);
        }
    }

    /// Which variants are better, which are not.
    fn overall(&self) -> Vec<String> {
        use JudgementKind as Kind;
        let kinds =
            [Kind::Better, Kind::TradeOff, Kind::NoDifference, Kind::Same, Kind::Worse, Kind::TooFewDays];
        let of = |kind: Kind| {
            let is_it =
                |variant: &Variant| variant.judgement.as_ref().is_some_and(|found| found.kind == kind);
            let such = self.others().filter(|(_, variant)| is_it(variant));
            let names: Vec<String> = such.map(|(position, _)| self.name(position)).collect();
            let message = Message::Overall { kind, names: names.clone(), first: self.first() };
            (!names.is_empty()).then(|| self.say(message))
        };
        kinds.into_iter().filter_map(of).collect()
    }

    fn verdict(&self, position: usize, variant: &Variant) -> Vec<String> {
        let mut sentences = Vec::new();
        if let Some(at) = variant.same_as {
            sentences.push(self.say(Message::SameAs { name: self.name(position), other: self.name(at) }));
            if at == 0 {
                return sentences;
            }
        }
        let Some(judgement) = &variant.judgement else { return sentences };
        let changes = |changes: &[Change]| told(changes).map(|change| self.change(change)).collect();
        sentences.push(self.say(Message::Judged {
            name: self.name(position),
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
        if let Some(share) = judgement.more_overload_at_most {
            let points = self.size(Measure::OverloadedDays, share);
            sentences.push(self.say(Message::OverloadAtMost { points }));
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
        let (Some(better), Some(worse)) = (share(P::BetterOff), share(P::WorseOff)) else {
            return Vec::new();
        };
        let words = |share: f64| share_words(share, self.language);
        let by =
            |measure: P| followed.value(measure).map(|by| short_span(by, CellStyle::Minutes, self.language));
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
        let value =
            |variant: &Variant, measure: Measure| variant.paired(measure).and_then(|found| found.mean.value);
        let is_there = |measure: &&Measure| {
            comparison
                .variants
                .iter()
                .any(|variant| value(variant, **measure).is_some_and(|value| value != 0.0))
        };
        comparison.headline.measures.iter().filter(is_there).copied().collect()
    }

    fn headline(&mut self) {
        let text = self.say(Message::HeadlineHeading);
        self.page.heading(&text);
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
        self.page.table(|style| match style {
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
        table.push_heading(vec![
            self.column(Column::Measure),
            self.name(0),
            self.name(1),
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
        table.push_heading(vec![
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
                    self.name(position),
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
        self.page.heading(&text);
        let tables = [CellStyle::Hours, CellStyle::Minutes].map(|style| self.group_table(style));
        self.print_table(tables);
    }

    fn group_table(&self, style: CellStyle) -> Table {
        let right = [Side::Right; 5];
        let mut table = Table::new(&[&[Side::Left, Side::Left], right.as_slice()].concat());
        table.push_heading(vec![
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
            for (position, variant) in self.comparison.variants.iter().enumerate() {
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
                    self.name(position),
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
        let cells = arrivals_with_waits(variants);
        if variants.len() > MOST_COLUMNS || cells < 2 {
            return;
        }
        let text = self.say(Message::ArrivalsHeading);
        self.page.heading(&text);
        let tables = [CellStyle::Hours, CellStyle::Minutes].map(|style| self.arrival_table(cells, style));
        self.print_table(tables);
    }

    /// Some of the cells, evenly chosen, the first and the last among them.
    fn arrival_table(&self, cells: usize, style: CellStyle) -> Table {
        let variants = &self.comparison.variants;
        let sides: Vec<Side> =
            std::iter::once(Side::Left).chain(variants.iter().map(|_| Side::Right)).collect();
        let mut table = Table::new(&sides);
        let names = self.names.iter().cloned();
        table.push_heading(std::iter::once(self.column(Column::Arrival)).chain(names).collect());
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

    /// Notes that hold for every variant once, the others with the name of their variant.
    fn notes(&mut self) {
        let of = |variant: &Variant| {
            let mut texts: Vec<String> = Vec::new();
            for warning in &variant.warnings {
                let message = warning_message(warning, true, self.language);
                let text = message.map(|message| message.say(self.language));
                // Several groups may have the same to say.
                texts.extend(text.filter(|text| !texts.contains(text)));
            }
            texts
        };
        let notes: Vec<Vec<String>> = self.comparison.variants.iter().map(of).collect();
        let is_common = |text: &String| notes.iter().all(|texts| texts.contains(text));
        let mut texts: Vec<String> =
            notes.iter().take(1).flatten().filter(|text| is_common(text)).cloned().collect();
        for (position, own) in notes.iter().enumerate() {
            for note in own.iter().filter(|text| !is_common(text)).cloned() {
                texts.push(self.say(Message::NoteOf { name: self.name(position), note }));
            }
        }
        if texts.is_empty() {
            return;
        }
        let heading = self.say(Message::NotesHeading);
        self.page.heading(&heading);
        texts.iter().for_each(|text| self.page.indented(text));
    }

    fn annex(&mut self) {
        let comparison = self.comparison;
        let (provenance, language) = (&comparison.provenance, self.language);
        let heading = self.say(Message::AnnexHeading);
        self.page.heading(&heading);
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
            self.page.indented(&message.say(language));
        }
        if !provenance.command.is_empty() {
            self.page.indented(&Said::Command.say(language));
            self.page.verbatim(&provenance.command);
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
            others: number(self.others().count()),
        }];
        if comparison.by_arrival.comparisons > 0 {
            let comparisons = grouped(f64::from(comparison.by_arrival.comparisons));
            messages.push(Message::ArrivalFamily { comparisons });
        }
        if comparison.variants.iter().any(|variant| variant.groups.len() > 1) {
            messages.push(Message::PlainIntervals { level });
        }
        messages.push(Message::Matters);
        for (position, variant) in self.others() {
            let name = self.name(position);
            messages.extend(variant.variance_ratio.map(|ratio| match ratio >= LEAST_REDUCTION {
                true => Message::VarianceRatio { name, ratio: rate(ratio) },
                false => Message::NoReduction { name },
            }));
        }
        messages
    }
}

/// The changes that a sentence tells: where the wait of 9 in 10 is told, the other waits and the end of the line, which
/// go along with it, are left to the table; whoever gives up for a lost session, or gets in instead of leaving, is told once.
fn told(changes: &[Change]) -> impl Iterator<Item = Change> + '_ {
    let has = |measure: Measure| changes.iter().find(|change| change.measure == measure);
    let tells_wait = has(Measure::WaitP90).is_some();
    let gave_up = has(Measure::GaveUp).map(|change| change.difference);
    let admitted = has(Measure::Admitted).map_or(0.0, |change| change.difference);
    changes.iter().copied().filter(move |change| match change.measure {
        Measure::WaitP50 | Measure::WaitMax | Measure::LineGone => !tells_wait,
        Measure::Left => (change.difference + admitted).abs() > 1e-9,
        Measure::LostMidVisit => gave_up != Some(change.difference),
        _ => true,
    })
}

/// Every text of the chart of waits by arrival, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompareChartTexts {
    /// First line.
    pub title: String,
    /// What was found.
    pub subtitle: String,
    /// Name of the axis of arrivals, with its unit.
    pub arrival: String,
    /// Heading of the plot, with its unit.
    pub wait: String,
    /// The curve of each variant.
    pub variants: Vec<String>,
    /// What the bands show.
    pub band: String,
    /// Printed in an empty plot.
    pub no_data: String,
    /// Small print: where the figures come from.
    pub footer: String,
}

/// The texts of the chart of waits by arrival.
pub fn compare_chart_texts(comparison: &Comparison, language: Language) -> CompareChartTexts {
    let page = Writer::new(comparison, language);
    let verdict = match comparison.variants.as_slice() {
        [_, second] => page.verdict(1, second),
        _ => page.overall(),
    };
    let between = match language {
        Language::English => " ",
        Language::Japanese => "",
    };
    let variants = comparison.variants.iter().enumerate().map(|(position, variant)| {
        let (letter, name) = (page.name(position), title_words(&variant.name));
        if letter == name { name } else { page.say(Message::Called { letter, name }) }
    });
    CompareChartTexts {
        title: page.say(Message::ChartTitle),
        subtitle: verdict.join(between),
        arrival: page.say(Message::ArrivalAxis),
        wait: page.say(Message::WaitAxis),
        variants: variants.collect(),
        band: page.say(Message::ChartBand { level: level_words(comparison.level, language) }),
        no_data: page.say(Message::ChartEmpty),
        footer: page.say(Message::ChartFooter {
            days: page.days(),
            seed: comparison.provenance.seed.to_string(),
            version: comparison.provenance.version.clone(),
        }),
    }
}
