//! What `predict` and `run` print: the answer in plain words, how to check it by hand, and what stands behind it.

mod bearing;
mod places;

pub(super) use places::when_gone;

use super::explanation;
use super::label::{input_label, measure_label, pattern};
use super::language::Language;
use super::message::Message;
use super::number::{
    grouped, in_ten_thousands, level_words, people_words, plain, rate, rough, rough_outward, share_words,
};
use super::page::Page;
use super::paragraph;
use super::span::{
    CellStyle, around_minutes, bound_minutes, bound_words, clock_cell, clock_range_words, clock_words,
    nearest_minutes, outward_minutes, range_around_words, range_cell, short_span, span_cell, span_range_cell,
    span_words,
};
use super::table::{Side, Table};
use super::value::{list_separator, measured_words, value_with_range, value_words};
use crate::results::{
    Answer, Basis, Effect, Estimate, InputNote, Measure, RangeMethod, Relation, ShownMeasure, Unit, Verdict,
    Warning,
};

/// Seconds from which a wait is worth a word.
const NOTICEABLE: f64 = 60.0;
/// The sum by hand and the simulation may differ by this share without an explanation.
const HAND_TOLERANCE: f64 = 0.2;
/// A share of people that changes the picture.
const MANY: f64 = 0.01;
/// How many inputs and settings are named.
const NAMED: usize = 3;
/// Most characters of a title.
const LONGEST_TITLE: usize = 200;

/// The answer as plain text for a terminal of `width` places, each line ended by a line feed.
///
/// Prose is broken at `width` (between 30 and 100 places); tables change to plain minutes where they would not fit
/// and are never broken, nor is the command.
pub fn answer(answer: &Answer, language: Language, width: usize) -> String {
    answer_page(answer, language).terminal(width)
}

/// The same as parts.
pub fn answer_page(answer: &Answer, language: Language) -> Page {
    let mut page = Writer { page: Page::new(language), answer, language };
    page.plain_words();
    if answer.provenance.replications > 0 {
        page.hand_check();
        page.chances();
        page.figures();
        page.range_note();
        page.crowds();
        page.effects();
        page.flow();
        page.waits_shown();
        page.explanation();
    }
    page.warnings();
    page.requirements();
    page.origin();
    page.page
}

struct Writer<'a> {
    page: Page,
    answer: &'a Answer,
    language: Language,
}

impl Writer<'_> {
    /// What formulas say, if that was asked for.
    fn explanation(&mut self) {
        if let Some(found) = &self.answer.explanation {
            explanation::explanation(&mut self.page, found, self.language);
        }
    }

    fn line(&mut self, message: Message) {
        let text = message.say(self.language);
        self.page.line(&text);
    }

    /// Whole sentences in one paragraph.
    fn sentences(&mut self, messages: Vec<Message>) {
        let said: Vec<String> = messages.into_iter().map(|message| self.say(message)).collect();
        self.page.paragraph(&said);
    }

    fn indented(&mut self, message: Message) {
        let text = message.say(self.language);
        self.page.indented(&text);
    }

    fn heading(&mut self, message: Message) {
        let text = message.say(self.language);
        self.page.heading(&text);
    }

    fn gap(&mut self) {
        self.page.gap();
    }

    fn say(&self, message: Message) -> String {
        message.say(self.language)
    }

    /// Adds a table with hours, or with minutes where it would be too wide.
    fn table(&mut self, make: impl Fn(&Self, CellStyle) -> Table) {
        let [full, narrow] = [CellStyle::Hours, CellStyle::Minutes].map(|style| make(self, style));
        self.page.table(|style| match style {
            CellStyle::Hours => full.clone(),
            CellStyle::Minutes => narrow.clone(),
        });
    }

    fn plain_words(&mut self) {
        let answer = self.answer;
        let title = title_words(&answer.title);
        self.page.title(&title);
        self.gap();
        if answer.provenance.replications == 0 {
            self.line(Message::NoDays);
            if self.is_interrupted() {
                self.gap();
                self.line(Message::InterruptedAtOnce);
            }
            return;
        }
        // Nothing else matters as much.
        if let Some(collapse) = self.collapse().cloned() {
            self.warning(&collapse);
            self.gap();
        }
        self.places();
        let people = crowd_words(answer, self.language);
        let longest = answer.value(Measure::WaitMax);
        match (answer.value(Measure::WaitP50), answer.value(Measure::WaitP90)) {
            (Some(half), Some(most)) if most >= NOTICEABLE => self.waits(people, half, most),
            (Some(_), Some(_)) => self.hardly_any_waits(people, longest.unwrap_or(0.0)),
            _ => {
                self.line(Message::NobodyAdmitted { people });
                self.leavers(None);
            }
        }
        self.bearing();
        if self.is_interrupted() {
            self.gap();
            self.line(Message::Interrupted { days: grouped(f64::from(answer.provenance.replications)) });
            if !self.has_range() && answer.spread(Measure::WaitP90).is_some() {
                self.line(Message::RangeIsChance);
            }
        }
        for warning in answer.warnings.iter().filter(|warning| is_headline(warning)) {
            // Said above.
            if matches!(
                warning,
                Warning::NobodyAdmitted | Warning::Interrupted | Warning::OriginCollapses { .. }
            ) {
                continue;
            }
            self.gap();
            self.warning(warning);
        }
    }

    /// The warning that the servers collapse.
    fn collapse(&self) -> Option<&Warning> {
        self.answer.warnings.iter().find(|warning| matches!(warning, Warning::OriginCollapses { .. }))
    }

    fn is_interrupted(&self) -> bool {
        !self.answer.provenance.complete || self.answer.warnings.contains(&Warning::Interrupted)
    }

    /// Whether the headline's range covers more than chance.
    fn has_range(&self) -> bool {
        let drawn = self.answer.estimate(Measure::WaitP90).is_some_and(|estimate| estimate.range.is_some());
        drawn && self.answer.provenance.range_replications > 0
    }

    fn waits(&mut self, people: String, half: f64, most: f64) {
        let language = self.language;
        let words = |seconds: f64| bound_words(seconds, language);
        let (half_words, most_words) = (words(half), words(most));
        let range = |measure: Measure, figure: f64| {
            let spread = self.answer.spread(measure)?;
            Some(range_around_words(bound_minutes(figure), spread, language))
        };
        let ranges = (range(Measure::WaitP50, half), range(Measure::WaitP90, most));
        let (half, most) = (half_words, most_words);
        // Once the places are gone most people are not let in at all.
        let sold_out = self.is_sold_out();
        self.line(match ranges {
            (Some(half_range), Some(most_range)) if sold_out => {
                Message::WaitsOfLetIn { people, half, half_range, most, most_range }
            }
            (Some(half_range), Some(most_range)) => {
                Message::Waits { people, half, half_range, most, most_range }
            }
            _ if sold_out => Message::WaitsOfLetInUnranged { people, half, most },
            _ => Message::WaitsUnranged { people, half, most },
        });
        // Once nothing is left the line dissolves; when its last place dies helps nobody.
        if !sold_out {
            self.line_gone();
        }
        self.leavers(None);
    }

    fn line_gone(&mut self) {
        let (answer, language) = (self.answer, self.language);
        let Some(gone) = answer.value(Measure::LineGone).filter(|gone| *gone > 0.0) else { return };
        let after = span_words(gone, language);
        let range = answer.spread(Measure::LineGone);
        let minutes = nearest_minutes(gone);
        let message = match (answer.opens_at_second_of_day, range) {
            (None, None) => Message::LineGoneUnranged { after },
            (None, Some(range)) => {
                Message::LineGone { after, range: range_around_words(minutes, range, language) }
            }
            (Some(opening), range) => {
                let clock = clock_words(opening, minutes, language);
                match range {
                    None => Message::LineGoneAtUnranged { after, clock },
                    Some(range) => {
                        let range = clock_range_words(opening, around_minutes(minutes, range), language);
                        Message::LineGoneAt { after, clock, range }
                    }
                }
            }
        };
        self.line(message);
    }

    fn hardly_any_waits(&mut self, people: String, longest: f64) {
        let (answer, language) = (self.answer, self.language);
        let fate = self.main_fate();
        self.line(match fate {
            Some((Measure::Left, share)) => Message::FewWaitManyLeave { people, share },
            Some((Measure::TurnedAway, share)) => Message::FewWaitManyTurnedAway { people, share },
            Some((Measure::Censored, share)) => Message::FewWaitManyCensored { people, share },
            Some((_, share)) => Message::FewWaitManyGiveUp { people, share },
            None if longest >= NOTICEABLE => {
                Message::MostDoNotWait { people, longest: span_words(longest, language) }
            }
            None if self.collapse().is_some() => Message::WaitsAreInside { people },
            None => Message::NobodyWaits { people },
        });
        let told = self.main_fate().map(|(measure, _)| measure);
        if let Some([_, worst]) = answer.spread(Measure::WaitP90).filter(|[_, worst]| *worst >= NOTICEABLE) {
            let minutes = outward_minutes([worst, worst])[1];
            self.line(Message::MayWait { most: span_words(minutes as f64 * 60.0, language) });
        }
        let peak = |measure: Measure| grouped(answer.value(measure).unwrap_or(0.0));
        self.line(Message::Peaks {
            active: peak(Measure::ActiveMax),
            inside: peak(Measure::InsideMax),
            line: peak(Measure::LineMax),
        });
        self.leavers(told);
    }

    /// What becomes of most of those who are not served, and of which share of all, if they are many together.
    fn main_fate(&self) -> Option<(Measure, String)> {
        let all = self.answer.value(Measure::People).filter(|people| *people > 0.0)?;
        let count = |measure: Measure| self.answer.value(measure).unwrap_or(0.0);
        let share = |measure: Measure| match measure {
            // Failing requests are told with the servers.
            Measure::GaveUp => (count(measure) - count(Measure::GaveUpFailing)) / all,
            _ => count(measure) / all,
        };
        let fates = [Measure::Left, Measure::TurnedAway, Measure::Censored, Measure::GaveUp];
        if fates.into_iter().map(share).sum::<f64>() <= MANY {
            return None;
        }
        let fate = fates.into_iter().max_by(|a, b| share(*a).total_cmp(&share(*b)))?;
        Some((fate, share_words(share(fate), self.language)))
    }

    /// How many leave or are turned away, but for what was told already.
    fn leavers(&mut self, told: Option<Measure>) {
        let (answer, language) = (self.answer, self.language);
        let all = answer.value(Measure::People).filter(|people| *people > 0.0);
        let lost = |measure: Measure| {
            // Less than one and a half is not "some people".
            let count =
                answer.value(measure).filter(|_| told != Some(measure)).filter(|count| *count >= 1.5)?;
            Some((people_words(rough(count), language), share_words(count / all?, language)))
        };
        if let Some((people, share)) = lost(Measure::Left) {
            self.line(match self.is_sold_out() {
                true => Message::LeaveOrSoldOut { people, share },
                false => Message::Leave { people, share },
            });
        }
        if let Some((people, share)) = lost(Measure::TurnedAway) {
            self.line(Message::TurnedAway { people, share });
        }
    }

    fn range_note(&mut self) {
        let answer = self.answer;
        let has_range = self.has_range();
        if has_range {
            let drawn = |unpublished: bool| {
                let open = answer.inputs.iter().filter(|note| note.range.is_some());
                open.filter(move |note| is_unpublished(note) == unpublished)
            };
            // The names are enough of what only the product's makers could set.
            match (self.listed(drawn(false), value_with_range), self.names(drawn(true))) {
                (None, None) => self.indented(Message::RangeIsChance),
                (Some(inputs), None) => self.indented(Message::RangeCovers { inputs }),
                (None, Some(inputs)) => self.indented(Message::RangeCoversUnpublished { inputs }),
                (Some(inputs), Some(unpublished)) => {
                    self.indented(Message::RangeCovers { inputs });
                    self.indented(Message::AlsoUnpublished { inputs: unpublished });
                }
            }
        } else if answer.spread(Measure::WaitP90).is_some() && !self.is_interrupted() {
            self.indented(Message::RangeIsChance);
        }
        self.rules();
        let by_set = |note: &&InputNote| answer.rules.fixed.contains(&note.key);
        let fixed = answer.inputs.iter().filter(|note| note.basis == Basis::Assumed && !by_set(note));
        let value = |note: &InputNote, language: Language| value_words(&note.key, &note.value, language);
        if let Some(inputs) = self.listed(fixed.filter(|note| note.range.is_none() || !has_range), value) {
            self.indented(Message::AtDefault { inputs });
        }
    }

    /// What was taken for the unpublished rules, and which of them matters most.
    fn rules(&mut self) {
        let rules = &self.answer.rules;
        let value = |note: &InputNote, language: Language| value_words(&note.key, &note.value, language);
        let by_set = self.answer.inputs.iter().filter(|note| rules.fixed.contains(&note.key));
        if let (Some(set), Some(inputs)) = (&rules.assume, self.listed(by_set, value)) {
            self.indented(Message::RulesFixed { set: set.clone(), inputs });
        }
        let Some(strongest) = rules.strongest() else {
            if !rules.effects.is_empty() {
                self.indented(Message::NoRuleMatters);
            }
            return;
        };
        let [rule, values, _] = self.change(strongest, CellStyle::Hours);
        let wait = |seconds: Option<f64>| self.cell(Measure::WaitP90, seconds, CellStyle::Hours);
        let (from, to) = (wait(strongest.at_low), wait(strongest.at_high));
        self.indented(Message::RuleMatters { rule, values, from, to });
    }

    /// How far the waits shown lie from those experienced.
    fn waits_shown(&mut self) {
        let (answer, language) = (self.answer, self.language);
        let Some(shown) = &answer.estimates else { return };
        self.heading(Message::ShownHeading);
        let error = shown.value(ShownMeasure::ErrorMean);
        if let (Some(error), Some(off)) = (error, shown.value(ShownMeasure::ErrorAbsMean)) {
            let (by, off) = (span_words(error.abs(), language), span_words(off, language));
            self.indented(match error {
                _ if error.abs() < NOTICEABLE / 2.0 => Message::ShownRight { off },
                _ if error < 0.0 => Message::ShownTooShort { by, off },
                _ => Message::ShownTooLong { by, off },
            });
        }
        if let (Some(rose), Some(jump)) =
            (shown.value(ShownMeasure::RoseShare), shown.value(ShownMeasure::JumpMax))
        {
            self.indented(match rose > 0.0 {
                true => Message::ShownRises {
                    share: share_words(rose, language),
                    jump: span_words(jump, language),
                },
                false => Message::ShownNeverRises,
            });
        }
        if let Some(unknown) = shown.value(ShownMeasure::UnknownShare).filter(|share| *share > 0.0) {
            self.indented(Message::ShownUnknown { share: share_words(unknown, language) });
        }
        self.indented(Message::ShownDays { days: grouped(f64::from(shown.days)) });
    }

    /// Inputs with their values, in one list; `None` if there are none.
    fn listed<'n>(
        &self,
        notes: impl Iterator<Item = &'n InputNote>,
        value: fn(&InputNote, Language) -> String,
    ) -> Option<String> {
        let language = self.language;
        let item = |note: &InputNote| {
            let (label, value) = (input_label(&note.key, language), value(note, language));
            format!("{label} {value}")
        };
        // An input that another one already fixes has no value of its own.
        let own = notes.filter(|note| !matches!(note.value.as_str(), "" | "as given"));
        self.joined(own.map(item).collect())
    }

    fn names<'n>(&self, notes: impl Iterator<Item = &'n InputNote>) -> Option<String> {
        self.joined(notes.map(|note| input_label(&note.key, self.language).to_owned()).collect())
    }

    fn joined(&self, items: Vec<String>) -> Option<String> {
        (!items.is_empty()).then(|| items.join(list_separator(self.language)))
    }

    fn hand_check(&mut self) {
        let Some(hand) = self.answer.hand_check.as_ref().filter(|hand| hand.flow_per_minute > 0.0) else {
            return;
        };
        let flow = &self.answer.flow;
        self.gap();
        let people = grouped(f64::from(hand.people));
        let slots = grouped(f64::from(hand.at_once));
        let (flow_words, minutes) = (rate(hand.flow_per_minute), sum_minutes(hand.minutes));
        let is_sum = flow.renewal && flow.is_visit_and_session() && flow.session_minutes > 0.0;
        if hand.at_once == 0 {
            let exact = (hand.minutes - hand.minutes.round()).abs() < 1e-6;
            self.line(Message::HandRate { people, rate: flow_words, minutes, exact });
        } else if hand.at_once >= hand.people {
            let slots = grouped(f64::from(flow.slots.unwrap_or(hand.at_once)));
            self.line(Message::HandAllFit { people, slots });
        } else if is_sum {
            let [visit, session] = [flow.visit_minutes, flow.session_minutes].map(plain);
            self.line(Message::HandSlots { slots, visit, session, flow: flow_words, people, minutes });
        } else {
            let held = plain(flow.held_minutes);
            self.line(Message::HandSlotsHeld { slots, held, flow: flow_words, people, minutes });
        }
        self.hand_difference(f64::from(hand.people), hand.minutes);
    }

    /// Why the simulation says something else than the sum by hand.
    fn hand_difference(&mut self, people: f64, by_hand: f64) {
        let answer = self.answer;
        let Some(simulated) = answer.value(Measure::LastAdmission).map(|seconds| seconds / 60.0) else {
            return;
        };
        let difference = simulated - by_hand;
        if difference.abs() <= (HAND_TOLERANCE * by_hand).max(1.0) {
            return;
        }
        let many = |measure: Measure| answer.value(measure).unwrap_or(0.0) > MANY * people;
        let by_rate = answer.flow.rate_per_minute.map(|rate| (rate, people / rate));
        let words = span_words(simulated * 60.0, self.language);
        let is_cut = answer.warnings.iter().any(|warning| matches!(warning, Warning::Censored { .. }));
        let gone_before = answer.value(Measure::LineGone).is_some_and(|gone| gone < simulated * 60.0);
        let slower_rate = by_rate.filter(|(_, minutes)| *minutes > by_hand * (1.0 + HAND_TOLERANCE));
        self.line(match slower_rate {
            _ if is_cut => Message::HandCutShort { simulated: words },
            Some((per_minute, minutes)) if difference > 0.0 => Message::HandLongerByRate {
                simulated: words,
                people: grouped(people),
                rate: rate(per_minute),
                minutes: sum_minutes(minutes),
            },
            _ if difference > 0.0 && many(Measure::LostMidVisit) => {
                Message::HandLongerByLosses { simulated: words }
            }
            _ if difference > 0.0 => Message::HandLongerByArrivals { simulated: words },
            _ if many(Measure::Left) => Message::HandShorterByLeavers { simulated: words },
            _ if gone_before => Message::HandShorterByArrivals { simulated: words },
            _ => Message::HandDiffers { simulated: words },
        });
    }

    fn figures(&mut self) {
        self.heading(Message::FiguresHeading);
        self.table(|page, style| page.figure_table(style));
        let (language, days) = (self.language, self.answer.provenance.replications);
        let level = self.answer.estimate(Measure::WaitP90).map_or(0.95, |estimate| estimate.level);
        let shown = self.columns();
        self.indented(match days {
            1 => Message::ValueOfOneDay,
            _ => Message::ValueMeans { days: grouped(f64::from(days)) },
        });
        if shown.ci {
            self.indented(Message::IntervalMeans);
        }
        if shown.prediction {
            self.indented(Message::OneDayMeans { level: level_words(level, language) });
        }
        if shown.range {
            self.indented(Message::RangeMeans { level: level_words(level, language) });
        }
    }

    fn columns(&self) -> Columns {
        let any =
            |part: fn(&Estimate) -> bool| self.answer.measures.iter().any(|(_, estimate)| part(estimate));
        Columns {
            ci: any(|estimate| estimate.ci.is_some()),
            prediction: any(|estimate| estimate.prediction.is_some()),
            range: any(|estimate| estimate.range.is_some()),
        }
    }

    fn figure_table(&self, style: CellStyle) -> Table {
        let mut table = Table::new(&[Side::Left, Side::Right, Side::Right, Side::Right, Side::Right]);
        let rows: Vec<(Measure, &Estimate)> = FIGURES
            .into_iter()
            .filter_map(|measure| Some((measure, self.answer.estimate(measure)?)))
            .filter(|(measure, estimate)| self.is_worth_a_row(*measure, estimate))
            .collect();
        let shown = self.columns();
        let head = |message: Message, shown: bool| if shown { self.say(message) } else { String::new() };
        table.push_heading(vec![
            String::new(),
            self.say(Message::ValueColumn),
            head(Message::IntervalColumn, shown.ci),
            head(Message::OneDayColumn, shown.prediction),
            head(Message::RangeColumn, shown.range),
        ]);
        for (measure, estimate) in rows {
            let range = |ends: Option<[f64; 2]>, column: bool| match ends {
                Some(ends) => self.range_cell(measure, ends, style),
                None if column => "-".to_owned(),
                None => String::new(),
            };
            table.push([
                measure_label(measure, self.language).to_owned(),
                self.cell(measure, estimate.value, style),
                range(estimate.ci, shown.ci),
                range(estimate.prediction, shown.prediction),
                range(estimate.range, shown.range),
            ]);
        }
        table
    }

    fn is_worth_a_row(&self, measure: Measure, estimate: &Estimate) -> bool {
        let seen = |value: f64| value.round() != 0.0;
        let ever = estimate.value.is_some_and(seen)
            || estimate.prediction.is_some_and(|[_, high]| seen(high))
            || estimate.range.is_some_and(|[_, high]| seen(high));
        let unlike = |other: Measure| {
            let apart = |a: f64, b: f64| (a - b).abs() >= NOTICEABLE;
            matches!((estimate.value, self.answer.value(other)), (Some(a), Some(b)) if apart(a, b))
        };
        match measure {
            Measure::People => {
                estimate.prediction.or(estimate.range).is_some_and(|[low, high]| high - low >= 1.0)
            }
            Measure::WaitFromOpeningP90 | Measure::WaitTotalP90 => unlike(Measure::WaitP90),
            Measure::TurnedAway
            | Measure::Censored
            | Measure::LostMidVisit
            | Measure::GaveUp
            | Measure::FoundSoldOut
            | Measure::FailedPeople
            | Measure::GaveUpFailing
            | Measure::FailedRequests => ever,
            Measure::ResponseP50 | Measure::ResponseP95 | Measure::ResponseP99 | Measure::ResponseMax => {
                estimate.value.is_some()
                    && self.answer.origin.as_ref().is_some_and(|origin| origin.has_station)
            }
            // Nothing to show where there is no stock or no origin.
            measure if measure > Measure::LineGone => estimate.value.is_some() || estimate.range.is_some(),
            // Said only where it is news: not everyone who is let in gets that far.
            Measure::Booked => {
                self.answer.estimate(Measure::Admitted).and_then(|admitted| admitted.value).is_some_and(
                    |admitted| estimate.value.is_some_and(|booked| admitted - booked > 0.005 * admitted),
                )
            }
            _ => true,
        }
    }

    fn cell(&self, measure: Measure, value: Option<f64>, style: CellStyle) -> String {
        match (value, measure.unit(), self.answer.opens_at_second_of_day) {
            (None, _, _) => "-".to_owned(),
            (Some(seconds), Unit::SecondsFromOpening, Some(opening)) => clock_cell(opening, seconds),
            (Some(seconds), Unit::Seconds, _) if !measure.is_wait() => {
                short_span(seconds, style, self.language)
            }
            (Some(seconds), Unit::Seconds | Unit::SecondsFromOpening, _) => {
                span_cell(seconds, style, self.language)
            }
            (Some(share), Unit::Share, _) => share_words(share, self.language),
            (Some(count), _, _) => grouped(count),
        }
    }

    fn range_cell(&self, measure: Measure, [low, high]: [f64; 2], style: CellStyle) -> String {
        match (measure.unit(), self.answer.opens_at_second_of_day) {
            (Unit::Seconds, _) if !measure.is_wait() => {
                let end = |seconds: f64| short_span(seconds, style, self.language);
                range_cell(end(low), end(high), self.language)
            }
            (Unit::Seconds, _) | (Unit::SecondsFromOpening, None) => {
                span_range_cell([low, high], style, self.language)
            }
            _ => {
                let end = |value: f64| self.cell(measure, Some(value), style);
                range_cell(end(low), end(high), self.language)
            }
        }
    }

    fn crowds(&mut self) {
        let answer = self.answer;
        if answer.crowds.is_empty() {
            return;
        }
        self.heading(Message::CrowdsHeading);
        self.table(|page, style| page.crowd_table(style));
    }

    fn crowd_table(&self, style: CellStyle) -> Table {
        let answer = self.answer;
        let mut table = Table::new(&[Side::Right; 7]);
        let has_stock = answer.places.is_some();
        let only = |shown: bool, text: String| if shown { text } else { String::new() };
        // With a stock those who leave are among those who go without.
        let some_leave =
            !has_stock && answer.crowds.iter().any(|case| case.left.is_some_and(|left| left >= 0.5));
        table.push_heading(vec![
            self.say(Message::CrowdColumn),
            self.say(Message::HalfColumn),
            self.say(Message::MostColumn),
            self.say(Message::LineGoneColumn),
            only(some_leave, self.say(Message::LeaveColumn)),
            only(has_stock, self.say(Message::SoldOutColumn)),
            only(has_stock, self.say(Message::WithoutPlaceColumn)),
        ]);
        for case in &answer.crowds {
            let cell = |measure: Measure, value: Option<f64>| self.cell(measure, value, style);
            table.push([
                grouped(f64::from(case.people)),
                cell(Measure::WaitP50, case.wait_p50),
                cell(Measure::WaitP90, case.wait_p90),
                cell(Measure::LineGone, case.line_gone),
                only(some_leave, cell(Measure::Left, case.left)),
                only(has_stock, cell(Measure::SoldOut, case.sold_out)),
                only(has_stock, cell(Measure::WithoutPlace, case.without_place)),
            ]);
        }
        table
    }

    fn effects(&mut self) {
        if self.strongest().next().is_some() {
            self.heading(Message::EffectsHeading);
            self.table(|page, style| page.effect_table(style));
        }
    }

    /// The inputs that move the answer most.
    fn strongest(&self) -> impl Iterator<Item = &Effect> {
        self.answer.effects.iter().filter(|effect| effect.swing() >= NOTICEABLE).take(NAMED)
    }

    fn effect_table(&self, style: CellStyle) -> Table {
        let mut table = Table::new(&[Side::Left; 4]);
        table.push_heading(vec![
            self.say(Message::InputColumn),
            String::new(),
            self.say(Message::FromToColumn),
            self.say(Message::MostColumn),
        ]);
        for effect in self.strongest() {
            let basis = match effect.basis {
                Basis::Given => Message::Given,
                Basis::Assumed => Message::Assumed,
            };
            let [label, values, waits] = self.change(effect, style);
            table.push([label, self.say(basis), values, waits]);
        }
        table
    }

    /// Label, values and waits of a change.
    fn change(&self, effect: &Effect, style: CellStyle) -> [String; 3] {
        let language = self.language;
        let value = |text: &str| value_words(&effect.key, text, language);
        let wait = |seconds: Option<f64>| self.cell(Measure::WaitP90, seconds, style);
        [
            input_label(&effect.key, language).to_owned(),
            format!("{} → {}", value(&effect.low_value), value(&effect.high_value)),
            format!("{} → {}", wait(effect.at_low), wait(effect.at_high)),
        ]
    }

    fn flow(&mut self) {
        let flow = &self.answer.flow;
        self.heading(Message::FlowHeading);
        let slots = flow.slots.map(|slots| grouped(f64::from(slots)));
        let by_slots = flow.slots_per_minute.map(rate);
        let by_rate = flow.rate_per_minute.map(rate);
        match (slots, by_slots, by_rate) {
            (Some(slots), Some(by_slots), by_rate) if flow.slots_bind() => {
                self.indented(Message::FlowSlots { slots, held: plain(flow.held_minutes), flow: by_slots });
                let [visit, session] = [flow.visit_minutes, flow.session_minutes].map(plain);
                match flow.renewal {
                    true if flow.session_minutes > 0.0 && flow.is_visit_and_session() => {
                        self.indented(Message::HeldForVisitAndSession { visit, session });
                    }
                    true => {}
                    false => self.indented(Message::HeldForSession { session }),
                }
                if let Some(rate) = by_rate {
                    self.indented(Message::RateWouldAllow { rate });
                }
            }
            (_, _, Some(_)) if flow.rate_per_minute == Some(0.0) => self.indented(Message::FlowNobody),
            (slots, by_slots, Some(rate)) => {
                self.indented(Message::FlowRate { rate });
                if let (Some(slots), Some(flow)) = (slots, by_slots) {
                    self.indented(Message::SlotsWouldAllow { slots, flow });
                }
            }
            (_, _, None) => self.indented(Message::FlowUnlimited),
        }
        self.flow_notes();
        self.levers();
        self.overloading_levers();
    }

    fn levers(&mut self) {
        let helps = |lever: &&Effect| match (lever.at_low, lever.at_high) {
            (Some(now), Some(then)) => now - then >= NOTICEABLE,
            _ => false,
        };
        let answer = self.answer;
        let levers: Vec<&Effect> = answer.levers.iter().filter(helps).take(NAMED).collect();
        if levers.is_empty() {
            let waits = self.answer.value(Measure::WaitP90).is_some_and(|wait| wait >= NOTICEABLE);
            if waits && !self.answer.levers.is_empty() && !self.is_interrupted() {
                self.indented(Message::NoLever);
            }
            return;
        }
        self.indented(Message::LeversHeading);
        self.table(|page, style| {
            let mut table = Table::new(&[Side::Left; 3]);
            table.push_heading(vec![
                String::new(),
                page.say(Message::FromToColumn),
                page.say(Message::MostColumn),
            ]);
            for lever in &levers {
                table.push(page.change(lever, style));
            }
            table
        });
        let touches = |keys: &[&str]| levers.iter().any(|lever| keys.contains(&pattern(&lever.key).as_str()));
        if touches(&LIMITS) {
            self.indented(match answer.origin {
                Some(_) => Message::LoadWasTried,
                None => Message::CautionLoad,
            });
        }
        if touches(&SESSIONS) {
            self.indented(Message::CautionLosses);
        }
    }

    fn warnings(&mut self) {
        let answer = self.answer;
        let mut rest = answer.warnings.iter().filter(|warning| !is_headline(warning)).peekable();
        if rest.peek().is_some() {
            self.heading(Message::WarningsHeading);
        }
        for warning in rest {
            self.warning(warning);
        }
    }

    fn warning(&mut self, warning: &Warning) {
        // Those without words are said by the first sentences.
        let Some(message) = warning_message(warning, self.answer.flow.renewal, self.language) else { return };
        match is_headline(warning) {
            true => {
                let text = self.say(message);
                self.page.warning(&text);
            }
            false => self.indented(message),
        }
    }

    fn requirements(&mut self) {
        let answer = self.answer;
        if answer.requirements.is_empty() {
            return;
        }
        self.heading(Message::RequirementsHeading);
        for verdict in &answer.requirements {
            let message = self.verdict(verdict);
            self.indented(message);
        }
    }

    fn verdict(&self, verdict: &Verdict) -> Message {
        let requirement = &verdict.requirement;
        let measure = measure_label(requirement.measure, self.language).to_owned();
        let Some(value) = verdict.value else {
            if verdict.kept {
                return Message::KeptNever { measure, text: requirement.text.clone() };
            }
            return Message::BrokenWithoutValue { measure, text: requirement.text.clone() };
        };
        let cell = |value: f64| measured_words(requirement.measure, value, self.language);
        let (value, bound) = (cell(value), cell(requirement.bound));
        match (requirement.relation, verdict.kept) {
            (Relation::AtMost, true) => Message::KeptAtMost { measure, value, bound },
            (Relation::AtLeast, true) => Message::KeptAtLeast { measure, value, bound },
            (Relation::AtMost, false) => Message::BrokenAtMost { measure, value, bound },
            (Relation::AtLeast, false) => Message::BrokenAtLeast { measure, value, bound },
        }
    }

    fn origin(&mut self) {
        let provenance = &self.answer.provenance;
        self.heading(Message::OriginHeading);
        self.indented(Message::Origin {
            days: grouped(f64::from(provenance.replications)),
            range_days: grouped(f64::from(provenance.range_replications)),
            seed: provenance.seed.to_string(),
            version: provenance.version.clone(),
            scenario: provenance.scenario.clone(),
        });
        if !provenance.command.is_empty() {
            let introduction = self.say(Message::Command);
            self.page.indented(&introduction);
            self.page.verbatim(&provenance.command);
        }
        self.gap();
        self.line(Message::Disclaimer);
    }
}

/// Which columns of the table of figures have anything to show.
#[derive(Clone, Copy)]
struct Columns {
    ci: bool,
    prediction: bool,
    range: bool,
}

/// Rows of the table of figures.
const FIGURES: [Measure; 36] = [
    Measure::WaitMean,
    Measure::WaitP50,
    Measure::WaitP90,
    Measure::WaitP95,
    Measure::WaitMax,
    Measure::WaitFromOpeningP90,
    Measure::WaitTotalP90,
    Measure::LineMax,
    Measure::ActiveMax,
    Measure::InsideMax,
    Measure::LastAdmission,
    Measure::LineGone,
    Measure::People,
    Measure::Booked,
    Measure::Left,
    Measure::TurnedAway,
    Measure::Censored,
    Measure::LostMidVisit,
    Measure::GaveUp,
    Measure::SoldOut,
    Measure::PlacesTaken,
    Measure::WithoutPlace,
    Measure::FoundSoldOut,
    Measure::FailedPeople,
    Measure::GaveUpFailing,
    Measure::FailedRequests,
    Measure::RequestsPerSecondMax,
    Measure::InServiceMax,
    Measure::UtilisationMean,
    Measure::ResponseP50,
    Measure::ResponseP95,
    Measure::ResponseP99,
    Measure::ResponseMax,
    Measure::OverloadSeconds,
    Measure::LongestOverload,
    Measure::OverloadedDays,
];

/// Settings that let more people in, to the origin's cost.
const LIMITS: [&str; 6] = [
    "room.total_active_users",
    "room.new_users_per_minute",
    "room.event.total_active_users",
    "room.event.new_users_per_minute",
    "room.inside",
    "room.per_minute",
];
/// Settings that free slots sooner, to the cost of people still at work.
const SESSIONS: [&str; 4] = [
    "room.session_duration",
    "room.disable_session_renewal",
    "room.event.session_duration",
    "room.event.disable_session_renewal",
];
/// Rules of the product that its makers do not publish.
const UNPUBLISHED: [&str; 3] = ["room.bucket_rule", "room.newcomer_rule", "room.burst_share"];

fn is_unpublished(note: &InputNote) -> bool {
    UNPUBLISHED.contains(&pattern(&note.key).as_str())
}

/// Whether a warning stands right below the plain words.
fn is_headline(warning: &Warning) -> bool {
    match warning {
        Warning::LostMidVisit { .. }
        | Warning::Censored { .. }
        | Warning::Unfinished { .. }
        | Warning::NobodyAdmitted
        | Warning::OriginCollapses { .. }
        | Warning::RequestsFail { .. }
        | Warning::OriginOverloaded { .. }
        | Warning::RoomOffAtOpening
        | Warning::NobodyInPrequeue { .. }
        | Warning::Interrupted => true,
        Warning::SomeCannotFinish { .. }
        | Warning::BookingsAreNotDemand
        | Warning::AccessesConverted { .. }
        | Warning::NegativeDemandClipped { .. }
        | Warning::MissingMinutes { .. }
        | Warning::SettingsIgnored { .. }
        | Warning::PrecisionNotReached { .. }
        | Warning::MissingGlyphs { .. } => false,
    }
}

/// A warning in words; `None` for what the first sentences of an answer say.
pub(super) fn warning_message(warning: &Warning, renewal: bool, language: Language) -> Option<Message> {
    let share = |share: &f64| share_words(*share, language);
    let number = |number: &u32| grouped(f64::from(*number));
    Some(match warning {
        Warning::LostMidVisit { share: lost, gave_up_share } => {
            let (share, gave_up) = (share(lost), share(gave_up_share));
            match renewal {
                true => Message::LostMidVisit { share, gave_up },
                false => Message::LostMidVisitUnrenewed { share, gave_up },
            }
        }
        Warning::SomeCannotFinish { share: unable } => Message::SomeCannotFinish { share: share(unable) },
        Warning::Unfinished { people } => {
            Message::Unfinished { people: people_words(rough(people.max(1.0)), language) }
        }
        Warning::Censored { people } => {
            Message::Censored { people: people_words(rough(people.max(1.0)), language) }
        }
        Warning::NobodyAdmitted | Warning::Interrupted => return None,
        Warning::OriginCollapses { failed_share, in_service } if *failed_share > MANY => {
            Message::OriginCollapses { share: share(failed_share), in_service: grouped(*in_service) }
        }
        Warning::OriginCollapses { in_service, .. } => {
            Message::OriginThrashes { in_service: grouped(*in_service) }
        }
        Warning::RequestsFail { share: failed, gave_up_share } => {
            Message::RequestsFail { share: share(failed), gave_up: share(gave_up_share) }
        }
        Warning::OriginOverloaded { share: days, lasting_seconds } => {
            let lasting = short_span(*lasting_seconds, CellStyle::Hours, language);
            match *days >= 1.0 {
                true => Message::OriginAlwaysOverloaded { lasting },
                false => Message::OriginOverloaded { share: share(days), lasting },
            }
        }
        Warning::BookingsAreNotDemand => Message::BookingsAreNotDemand,
        Warning::AccessesConverted { accesses, low, middle, high } => Message::AccessesConverted {
            accesses: match language {
                Language::English => number(accesses),
                Language::Japanese => in_ten_thousands(f64::from(*accesses)),
            },
            low: people_words(f64::from(*low), language),
            middle: people_words(f64::from(*middle), language),
            high: people_words(f64::from(*high), language),
        },
        Warning::NegativeDemandClipped { minutes } => {
            Message::NegativeDemandClipped { minutes: number(minutes) }
        }
        Warning::MissingMinutes { minutes } => Message::MissingMinutes { minutes: number(minutes) },
        Warning::RoomOffAtOpening => Message::RoomOffAtOpening,
        Warning::NobodyInPrequeue { event } => {
            Message::NobodyInPrequeue { event: paragraph::without_controls(event) }
        }
        Warning::SettingsIgnored { file, settings } => Message::SettingsIgnored {
            file: paragraph::without_controls(file),
            settings: paragraph::without_controls(&settings.join(list_separator(language))),
        },
        Warning::PrecisionNotReached { half_width_seconds, wanted_seconds } => Message::PrecisionNotReached {
            reached: span_cell(*half_width_seconds, CellStyle::Hours, language),
            wanted: span_cell(*wanted_seconds, CellStyle::Hours, language),
        },
        Warning::MissingGlyphs { characters } => Message::MissingGlyphs { characters: characters.clone() },
    })
}

/// Minutes in a sum by hand.
fn sum_minutes(minutes: f64) -> String {
    if minutes < 20.0 { plain((minutes * 10.0).round() / 10.0) } else { grouped(minutes) }
}

/// A title without anything that steers a terminal, cut where it is far too long.
pub(super) fn title_words(title: &str) -> String {
    let title = paragraph::without_controls(title);
    let title = title.trim();
    match title.char_indices().nth(LONGEST_TITLE) {
        Some((end, _)) => format!("{}…", title[..end].trim_end()),
        None => title.to_owned(),
    }
}

/// The crowd in words: what was given, a number or a range; else what the days had.
pub(super) fn crowd_words(answer: &Answer, language: Language) -> String {
    let Some(estimate) = answer.estimate(Measure::People) else { return people_words(0.0, language) };
    let middle = estimate.value.unwrap_or(0.0);
    let end = |people: f64| match language {
        Language::English => grouped(people),
        Language::Japanese => in_ten_thousands(people),
    };
    if let Some([low, high]) = given_crowd(answer, middle) {
        return match low == high {
            true => people_words(low, language),
            false => Message::PeopleFromTo { low: end(low), high: end(high) }.say(language),
        };
    }
    // Few days give a range far wider than any crowd that was meant.
    let by_days = estimate.prediction.filter(|_| estimate.method == RangeMethod::OrderStatistics);
    match by_days {
        Some([low, high]) if high - low >= 1.0 => {
            let [low, high] = rough_outward([low, high]);
            Message::PeopleBetween { low: end(low), high: end(high), middle: end(rough(middle)) }
                .say(language)
        }
        None if estimate.prediction.is_some_and(|[low, high]| high - low >= 1.0) => {
            Message::PeopleAbout { people: people_words(rough(middle), language) }.say(language)
        }
        _ if middle.fract() != 0.0 => {
            Message::PeopleAbout { people: people_words(rough(middle), language) }.say(language)
        }
        _ => people_words(middle, language),
    }
}

/// The smallest and the largest crowd by the inputs alone. `came` have come on average: no more than were given,
/// but fewer if the run ended before all had come.
fn given_crowd(answer: &Answer, came: f64) -> Option<[f64; 2]> {
    let text = &answer.inputs.iter().find(|note| pattern(&note.key) == "group.count")?.value;
    // A range in it: then the other crowds are its ends, all groups together.
    if let (true, [first, .., last]) = (text.contains(".."), answer.crowds.as_slice()) {
        return Some([first.people, last.people].map(f64::from));
    }
    let (low, high) = text.split_once("..").unwrap_or((text, text));
    let [low, high] = [low.parse::<u32>().ok()?, high.parse::<u32>().ok()?].map(f64::from);
    // More have come: several groups are alike, and this is only one of them.
    (came <= high).then_some([low, high])
}

/// What reports look up in an answer.
pub(super) trait Lookup {
    /// The estimate of a measure.
    fn estimate(&self, measure: Measure) -> Option<&Estimate>;
    /// Its value.
    fn value(&self, measure: Measure) -> Option<f64>;
    /// The range that prose states: with everything not given, else chance alone. It is widened to hold the value,
    /// which takes every input at its value and may lie outside the days in which they were drawn.
    fn spread(&self, measure: Measure) -> Option<[f64; 2]>;
}

impl Lookup for Answer {
    fn estimate(&self, measure: Measure) -> Option<&Estimate> {
        self.measures.iter().find(|(other, _)| *other == measure).map(|(_, estimate)| estimate)
    }

    fn value(&self, measure: Measure) -> Option<f64> {
        self.estimate(measure)?.value.filter(|value| value.is_finite())
    }

    fn spread(&self, measure: Measure) -> Option<[f64; 2]> {
        let estimate = self.estimate(measure)?;
        let [low, high] = estimate.range.or(estimate.prediction)?;
        Some(estimate.value.map_or([low, high], |value| [low.min(value), high.max(value)]))
    }
}
