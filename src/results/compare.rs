//! Variants of a room compared on the same days, as data.

use serde::{Deserialize, Serialize};

use super::answer::{Provenance, Warning};
use super::fairness::Mean;
use super::measure::{Measure, Unit};

/// Everything that `compare` found. Every output is made from this and nothing else.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// How the figures came about.
    pub provenance: Provenance,
    /// Level of every interval; of a family of simultaneous intervals together.
    pub level: f64,
    /// The comparisons of the headline.
    pub headline: Family,
    /// The comparisons by arrival minute.
    pub by_arrival: Family,
    /// The variants; every other one is compared with the first.
    pub variants: Vec<Variant>,
    /// What the reader must know about the run.
    pub warnings: Vec<Warning>,
}

/// Comparisons whose intervals hold together: with probability `level` at least none of them misses its true difference.
///
/// Bonferroni's inequality: each of m intervals has level 1 − (1 − level)/m.
#[derive(Clone, Debug, PartialEq)]
pub struct Family {
    /// What is compared in each variant, in the order of reports.
    pub measures: Vec<Measure>,
    /// How many comparisons: (variants − 1) × measures (× cells of arrival).
    pub comparisons: u32,
    /// Level of each interval.
    pub level_of_each: f64,
}

/// One variant.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// What it is called.
    pub name: String,
    /// Title of its scenario; empty if it has none.
    pub title: String,
    /// Identity of its scenario's meaning.
    pub scenario: String,
    /// The first earlier variant that means the same.
    pub same_as: Option<usize>,
    /// Every measure that has a figure, in the order of reports.
    pub measures: Vec<(Measure, Paired)>,
    /// Its groups of people, in the order of the scenario.
    pub groups: Vec<VariantGroup>,
    /// Those who arrive in some minutes, in order of arrival.
    pub arrivals: Vec<ArrivalMinutes>,
    /// Whether the very same people come as to the first variant, at the same instants; `None` for the first.
    pub same_people: Option<bool>,
    /// What becomes of each person, compared with the first variant; `None` for the first, and where others come.
    pub people: Option<Followed>,
    /// (Variance of the wait of 9 in 10 here + there) ÷ variance of its difference on the same days: so many times more
    /// days would be needed with other people on the days of each variant. `None` for the first, with fewer than two days,
    /// and where the difference is the same on all days.
    pub variance_ratio: Option<f64>,
    /// The sum of it; `None` for the first.
    pub judgement: Option<Judgement>,
    /// What the reader must know about its people.
    pub warnings: Vec<Warning>,
}

/// A figure and its mean difference to the first variant on the same days.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Paired {
    /// Mean over the days that have a figure.
    pub mean: Mean,
    /// Mean of this variant − the first over the days that have both; empty for the first. Without an interval where no day
    /// differs: something rare may differ on other days.
    pub difference: Mean,
    /// The interval of the difference as one of its family; `None` for what is in no family.
    pub simultaneous: Option<[f64; 2]>,
}

/// A group of people.
#[derive(Clone, Debug, PartialEq)]
pub struct VariantGroup {
    /// Name in the scenario; compared with the group of the same name.
    pub name: String,
    /// In the order of [`Measure::OF_GROUP`]; those that have a figure.
    pub measures: Vec<(Measure, Paired)>,
}

/// Those who arrive in some minutes.
#[derive(Clone, Debug, PartialEq)]
pub struct ArrivalMinutes {
    /// First minute, counted from the opening.
    pub from_minute: i64,
    /// First minute after the last.
    pub to_minute: i64,
    /// Half of those who are let in wait up to so long.
    pub wait_p50: Paired,
    /// 9 in 10 of them.
    pub wait_p90: Paired,
    /// In which range the wait of half of them falls on one day.
    pub range_p50: Option<[f64; 2]>,
}

/// How many cells it takes to show where people wait: up to one after the last in which half of those let in wait for more than
/// a fiftieth of the longest such wait in any variant.
pub fn arrivals_with_waits(variants: &[Variant]) -> usize {
    let wait =
        |variant: &Variant, at: usize| variant.arrivals.get(at).and_then(|cell| cell.wait_p50.mean.value);
    let cells = variants.iter().map(|variant| variant.arrivals.len()).max().unwrap_or(0);
    let waits = |at: usize| variants.iter().filter_map(move |variant| wait(variant, at));
    let longest = (0..cells).flat_map(waits).fold(0.0, f64::max);
    let last = (0..cells).rev().find(|at| waits(*at).any(|wait| wait > longest / 50.0));
    last.map_or(cells, |last| (last + 2).min(cells))
}

impl ArrivalMinutes {
    /// The measures of a cell.
    pub const MEASURES: [Measure; 2] = [Measure::WaitP50, Measure::WaitP90];

    /// The measures with their figures.
    pub fn measures(&self) -> [(Measure, Paired); 2] {
        [(Measure::WaitP50, self.wait_p50), (Measure::WaitP90, self.wait_p90)]
    }
}

/// Means over days of what becomes of the same people.
#[derive(Clone, Debug, PartialEq)]
pub struct Followed {
    /// In the order of [`PersonMeasure::ALL`].
    pub measures: Vec<(PersonMeasure, Mean)>,
}

impl Followed {
    /// The mean of a measure.
    pub fn value(&self, measure: PersonMeasure) -> Option<f64> {
        self.mean(measure).value
    }

    /// The mean of a measure with its interval.
    pub fn mean(&self, measure: PersonMeasure) -> Mean {
        self.measures.iter().find(|(other, _)| *other == measure).map(|(_, mean)| *mean).unwrap_or_default()
    }
}

/// A first acceptance that comes earlier or later by up to so many seconds makes nobody better or worse off.
pub const SAME_WAIT_SECONDS: f64 = 60.0;

/// What is found by following the same people through two variants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // `definition` documents every variant.
pub enum PersonMeasure {
    BetterOff,
    WorseOff,
    Gained,
    Lost,
    AdmittedOnlyHere,
    AdmittedOnlyThere,
    PlaceOnlyHere,
    PlaceOnlyThere,
}

impl PersonMeasure {
    /// All, in the order of reports.
    pub const ALL: [PersonMeasure; 8] = [
        PersonMeasure::BetterOff,
        PersonMeasure::WorseOff,
        PersonMeasure::Gained,
        PersonMeasure::Lost,
        PersonMeasure::AdmittedOnlyHere,
        PersonMeasure::AdmittedOnlyThere,
        PersonMeasure::PlaceOnlyHere,
        PersonMeasure::PlaceOnlyThere,
    ];

    /// Name in every output.
    pub const fn name(self) -> &'static str {
        match self {
            PersonMeasure::BetterOff => "better_off",
            PersonMeasure::WorseOff => "worse_off",
            PersonMeasure::Gained => "gained",
            PersonMeasure::Lost => "lost",
            PersonMeasure::AdmittedOnlyHere => "admitted_only_here",
            PersonMeasure::AdmittedOnlyThere => "admitted_only_there",
            PersonMeasure::PlaceOnlyHere => "place_only_here",
            PersonMeasure::PlaceOnlyThere => "place_only_there",
        }
    }

    /// Unit.
    pub const fn unit(self) -> Unit {
        match self {
            PersonMeasure::Gained | PersonMeasure::Lost => Unit::Seconds,
            _ => Unit::Share,
        }
    }

    /// Definition in one sentence.
    pub const fn definition(self) -> &'static str {
        match self {
            PersonMeasure::BetterOff => {
                "share of the people let in more than 1 minute earlier than in the first variant, or only here"
            }
            PersonMeasure::WorseOff => {
                "share of the people let in more than 1 minute later than in the first variant, or only there"
            }
            PersonMeasure::Gained => {
                "mean of how much earlier those are let in who are let in more than 1 minute earlier"
            }
            PersonMeasure::Lost => {
                "mean of how much later those are let in who are let in more than 1 minute later"
            }
            PersonMeasure::AdmittedOnlyHere => "share of the people let in here and not in the first variant",
            PersonMeasure::AdmittedOnlyThere => {
                "share of the people let in in the first variant and not here"
            }
            PersonMeasure::PlaceOnlyHere => {
                "share of the people who get a place here and not in the first variant; none where there is no stock"
            }
            PersonMeasure::PlaceOnlyThere => {
                "share of the people who get a place in the first variant and not here; none where there is no stock"
            }
        }
    }
}

/// What can be said of a variant against the first, from the simultaneous intervals of the headline.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// In one word.
    pub kind: JudgementKind,
    /// What is better beyond chance, in the order of the headline.
    pub gains: Vec<Change>,
    /// What is worse beyond chance.
    pub losses: Vec<Change>,
    /// The wait of 9 in 10 where it cannot be told apart: it differs by no more than so many seconds.
    pub wait_differs_at_most: Option<f64>,
    /// The share of overloaded days where it is neither better nor worse beyond chance: it may be higher by so much; `None`
    /// where it cannot, and where overload is not judged.
    pub more_overload_at_most: Option<f64>,
}

/// A judgement in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JudgementKind {
    /// Something is better and nothing worse.
    Better,
    /// Something is worse and nothing better.
    Worse,
    /// Something is better and something worse.
    TradeOff,
    /// Nothing of the headline differs beyond chance by more than matters.
    NoDifference,
    /// No figure of the headline differs on any day.
    Same,
    /// Too few days for any interval.
    TooFewDays,
}

/// A difference beyond chance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// What differs.
    pub measure: Measure,
    /// Mean of this variant − the first.
    pub difference: f64,
    /// Its simultaneous interval.
    pub simultaneous: [f64; 2],
}

impl Measure {
    /// What is compared in the headline, where the scenario has it.
    pub const HEADLINE: [Measure; 13] = [
        Measure::WaitP50,
        Measure::WaitP90,
        Measure::WaitMax,
        Measure::Admitted,
        Measure::Left,
        Measure::TurnedAway,
        Measure::GaveUp,
        Measure::LostMidVisit,
        Measure::WithoutPlace,
        Measure::FailedPeople,
        Measure::LineGone,
        Measure::InsideMax,
        Measure::OverloadedDays,
    ];

    /// What is compared for each group of people.
    pub const OF_GROUP: [Measure; 7] = [
        Measure::WaitMean,
        Measure::WaitP50,
        Measure::WaitP90,
        Measure::WaitMax,
        Measure::People,
        Measure::Admitted,
        Measure::WithoutPlace,
    ];

    /// A difference smaller than this matters to nobody, however surely it is there: 3 seconds, half a person, half a day
    /// in a hundred.
    pub const fn least_that_matters(self) -> f64 {
        match self.unit() {
            Unit::Seconds | Unit::SecondsFromOpening => 3.0,
            Unit::Share => 0.005,
            _ => 0.5,
        }
    }
}

impl Variant {
    /// The figures of a measure.
    pub fn paired(&self, measure: Measure) -> Option<Paired> {
        self.measures.iter().find(|(other, _)| *other == measure).map(|(_, paired)| *paired)
    }
}
