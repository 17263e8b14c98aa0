//! What the answer says about places: when they are gone, who goes without, who got one.

use super::{Lookup, MANY, Writer};
use crate::report::Language;
use crate::report::message::Message;
use crate::report::number::{grouped, in_ten_thousands, people_words, rough, rough_outward, share_words};
use crate::report::span::{
    around_minutes, clock_cell, clock_range_words, minutes_range_words, nearest_minutes,
};
use crate::report::table::{Side, Table};
use crate::results::{Answer, ArrivalChance, Measure, PlacesFound};

/// Shares of people and days below this are as good as none.
const HARDLY_ANY: f64 = 0.005;

impl Writer<'_> {
    /// Whether no place is left in the end, on some day at least.
    pub(super) fn is_sold_out(&self) -> bool {
        self.sold_out_share() > 0.0
    }

    fn sold_out_share(&self) -> f64 {
        self.answer.places.as_ref().and_then(|places| places.sold_out_days.value).unwrap_or(0.0)
    }

    /// When the places are gone and how many go without: what residents need first.
    pub(super) fn places(&mut self) {
        let Some(found) = &self.answer.places else { return };
        let places = grouped(found.places as f64);
        let mut sentences = vec![self.sell_out(found, &places)];
        if let Some(other) = self.other_sell_out(found) {
            sentences.push(other);
        }
        if let Some(message) = self.found_nothing_left() {
            sentences.push(message);
        }
        self.sentences(sentences);
    }

    fn sell_out(&self, found: &PlacesFound, places: &str) -> Message {
        let (answer, language) = (self.answer, self.language);
        let places = places.to_owned();
        let without = self.without_place();
        let Some(when) = when_gone(self.answer, self.language) else {
            let taken = grouped(rough(answer.value(Measure::PlacesTaken).unwrap_or(0.0)));
            let many = answer.value(Measure::People).unwrap_or(0.0) * MANY;
            return match answer.value(Measure::WithoutPlace) {
                Some(people) if people > many.max(1.0) => Message::PlacesLast { places, taken, without },
                _ => Message::PlacesForAll { places, taken },
            };
        };
        let share = found.sold_out_days.value.unwrap_or(1.0);
        match share > 1.0 - HARDLY_ANY {
            true => Message::PlacesGone { places, when, without },
            false => {
                Message::PlacesGoneOnSomeDays { places, share: share_words(share, language), when, without }
            }
        }
    }

    /// Whether the places last after all, or are gone after all, if what was not given turns out otherwise.
    fn other_sell_out(&self, found: &PlacesFound) -> Option<Message> {
        let drawn = found.sold_out_days_drawn.value?;
        let share = |share: f64| share_words(share, self.language);
        match self.sold_out_share() {
            always if always > 1.0 - HARDLY_ANY && drawn < 1.0 - HARDLY_ANY => {
                Some(Message::PlacesMayLast { share: share(1.0 - drawn) })
            }
            never if never < HARDLY_ANY && drawn > HARDLY_ANY => {
                Some(Message::PlacesMayGo { share: share(drawn) })
            }
            _ => None,
        }
    }

    /// How many waited, filled in the form, and found nothing left.
    fn found_nothing_left(&self) -> Option<Message> {
        let found = self.answer.value(Measure::FoundSoldOut).filter(|people| *people >= 1.5)?;
        Some(Message::FoundSoldOut { people: people_words(rough(found), self.language) })
    }

    /// People without a place, with their range where that says more.
    fn without_place(&self) -> String {
        let (answer, language) = (self.answer, self.language);
        let value = rough(answer.value(Measure::WithoutPlace).unwrap_or(0.0));
        let end = |people: f64| match language {
            Language::English => grouped(people),
            Language::Japanese => in_ten_thousands(people),
        };
        match answer.spread(Measure::WithoutPlace).map(rough_outward) {
            Some([low, high]) if low < value || high > value => Message::PeopleWithRange {
                people: people_words(value, language),
                low: end(low),
                high: end(high),
            }
            .say(language),
            _ => people_words(value, language),
        }
    }

    /// Who got a place, by group and by the time of arrival.
    pub(super) fn chances(&mut self) {
        let answer = self.answer;
        let Some(found) = answer.places.as_ref() else { return };
        let has_groups = found.groups.len() > 1;
        let some_go_without = answer.value(Measure::WithoutPlace).is_some_and(|people| people >= 1.5);
        if !some_go_without || found.arrivals.is_empty() {
            return;
        }
        self.heading(Message::ChancesHeading);
        if has_groups {
            let table = self.group_chances(found);
            self.page.table(|_| table.clone());
        }
        let table = self.arrival_chances(found);
        self.page.table(|_| table.clone());
    }

    fn chance_table(&self, first: Message) -> Table {
        let mut table = Table::new(&[Side::Left, Side::Right, Side::Right]);
        table.push_heading(vec![
            self.say(first),
            self.say(Message::CrowdColumn),
            self.say(Message::ChanceColumn),
        ]);
        table
    }

    fn group_chances(&self, found: &PlacesFound) -> Table {
        let mut table = self.chance_table(Message::GroupColumn);
        for chance in &found.groups {
            let share = chance.place_share.value;
            table.push([
                super::title_words(&chance.group),
                grouped(chance.people),
                share.map_or("-".to_owned(), |share| share_words(share, self.language)),
            ]);
        }
        table
    }

    fn arrival_chances(&self, found: &PlacesFound) -> Table {
        let mut table = self.chance_table(Message::ArrivalColumn);
        let share_of = |chance: &ArrivalChance| chance.place_share.value.unwrap_or(0.0);
        let hopeful = found.arrivals.iter().rposition(|chance| share_of(chance) >= HARDLY_ANY);
        let (shown, late) = found.arrivals.split_at(hopeful.map_or(0, |last| last + 1));
        for chance in shown {
            table.push([
                self.stretch(chance.from_minute, chance.to_minute),
                grouped(chance.people),
                share_words(share_of(chance), self.language),
            ]);
        }
        if let Some(first) = late.first() {
            let people: f64 = late.iter().map(|chance| chance.people).sum();
            let placed: f64 = late.iter().map(|chance| chance.people * share_of(chance)).sum();
            table.push([
                self.stretch(first.from_minute, None),
                grouped(people),
                share_words(placed / people, self.language),
            ]);
        }
        table
    }

    /// A stretch of arrivals, by the clock where there is one.
    fn stretch(&self, from: Option<i64>, to: Option<i64>) -> String {
        let instant = |minutes: i64| match self.answer.opens_at_second_of_day {
            Some(opening) => clock_cell(opening, minutes as f64 * 60.0),
            None => minutes.to_string(),
        };
        let has_clock = self.answer.opens_at_second_of_day.is_some();
        let message = match (from, to) {
            (None, _) => Message::BeforeTheOpening,
            (Some(from), Some(to)) if has_clock => {
                Message::ClockStretch { from: instant(from), to: instant(to) }
            }
            (Some(from), None) if has_clock => Message::ClockFrom { from: instant(from) },
            (Some(from), Some(to)) => Message::MinutesStretch { from: instant(from), to: instant(to) },
            (Some(from), None) => Message::MinutesFrom { from: instant(from) },
        };
        self.say(message)
    }
}

/// From when to when the last place goes, rounded outward.
pub(in crate::report) fn when_gone(answer: &Answer, language: Language) -> Option<String> {
    let gone = answer.value(Measure::SoldOut)?;
    let spread = answer.spread(Measure::SoldOut).unwrap_or([gone, gone]);
    let ends = around_minutes(nearest_minutes(gone), spread);
    let message = match answer.opens_at_second_of_day {
        Some(opening) => Message::AboutAt { clock: clock_range_words(opening, ends, language) },
        None => Message::AboutAfter { after: minutes_range_words(ends, language) },
    };
    Some(message.say(language))
}
