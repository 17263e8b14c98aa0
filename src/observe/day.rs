//! Waits, counts and peaks of one day.

use super::ranks::Ranks;
use crate::engine::{Crowd, Happening, Levels, Observer, Parting, Signal};
use crate::results::{Figures, Measure, OriginDay};
use crate::stats::order_statistics;
use crate::units::SimTime;

/// Keeps who was accepted when, and counts the rest.
#[derive(Clone, Debug)]
pub struct Day {
    /// First acceptance in microseconds by rank; [`NEVER`] if there was none.
    accepted_at: Vec<i64>,
    arrived: u32,
    admitted: u32,
    queued: u32,
    left: u32,
    turned_away: u32,
    booked: u32,
    gave_up: u32,
    lost_people: u32,
    losses: u32,
    peaks: Levels,
    last_admission: Option<i64>,
    line_gone: Option<i64>,
    /// Waits after lost sessions: rank and microseconds.
    later_waits: Vec<(u32, i64)>,
    /// People queued after they had been accepted; some of them for the first time.
    queued_later: Ranks,
    /// People who left the line before they were ever accepted; some of them come back.
    left_before: Ranks,
    sales: Option<Sales>,
    failures: Failures,
}

/// What became of the places of a stock.
#[derive(Clone, Debug)]
struct Sales {
    /// Whether the person of this rank got a place.
    has_place: Vec<bool>,
    places_taken: u64,
    found_sold_out: u32,
    sold_out: Option<i64>,
}

/// Whose requests to the origin timed out.
#[derive(Clone, Debug, Default)]
struct Failures {
    /// By rank; empty until the first failure.
    has_failed: Vec<bool>,
    people: u32,
    /// Whose request has just timed out, and when: whoever gives up right then does it for that.
    last: Option<(u32, i64)>,
    gave_up: Ranks,
}

const NEVER: i64 = i64::MIN;

impl Day {
    /// Before anything happened, for so many people.
    pub fn new(people: usize) -> Day {
        Day {
            accepted_at: vec![NEVER; people],
            arrived: 0,
            admitted: 0,
            queued: 0,
            left: 0,
            turned_away: 0,
            booked: 0,
            gave_up: 0,
            lost_people: 0,
            losses: 0,
            peaks: Levels::default(),
            last_admission: None,
            line_gone: None,
            later_waits: Vec::new(),
            queued_later: Ranks::default(),
            left_before: Ranks::default(),
            sales: None,
            failures: Failures::default(),
        }
    }

    /// The same where there is a stock of places.
    pub fn with_stock(people: usize) -> Day {
        let sales =
            Sales { has_place: vec![false; people], places_taken: 0, found_sold_out: 0, sold_out: None };
        Day { sales: Some(sales), ..Day::new(people) }
    }

    /// Whether the person of this rank got a place of the stock; `None` where there is none.
    pub fn has_place(&self, rank: u32) -> Option<bool> {
        self.sales.as_ref().map(|sales| sales.has_place[rank as usize])
    }

    /// First acceptance of the person of this rank.
    pub fn accepted_at(&self, rank: u32) -> Option<SimTime> {
        let at = self.accepted_at[rank as usize];
        (at != NEVER).then(|| SimTime::from_microseconds(at))
    }

    /// The figures of the day.
    pub fn figures(&self, crowd: &Crowd, opening: SimTime) -> Figures {
        let mut figures = Figures::EMPTY;
        // Whoever would have come after a horizon has not come.
        let people = self.arrived;
        let censored = people - self.admitted - self.left - self.turned_away;
        for (measure, count) in [
            (Measure::People, people),
            (Measure::Admitted, self.admitted),
            (Measure::Queued, self.queued + self.first_queued_later(crowd)),
            (Measure::Left, self.left),
            (Measure::TurnedAway, self.turned_away),
            (Measure::Censored, censored),
            (Measure::Booked, self.booked),
            (Measure::GaveUp, self.gave_up),
            (Measure::LostMidVisit, self.lost_people),
            (Measure::Losses, self.losses),
            (Measure::LineMax, self.peaks.line),
            (Measure::WaitingMax, self.peaks.waiting),
            (Measure::ActiveMax, self.peaks.active),
            (Measure::InsideMax, self.peaks.inside),
        ] {
            figures.set(measure, Some(f64::from(count)));
        }
        let from_opening = |at: i64| (at - opening.microseconds()) as f64 / 1e6;
        figures.set(Measure::LastAdmission, self.last_admission.map(from_opening));
        figures.set(Measure::LineGone, self.line_gone.map(from_opening));
        if let Some(sales) = &self.sales {
            figures.set(Measure::SoldOut, sales.sold_out.map(from_opening));
            figures.set(Measure::PlacesTaken, Some(sales.places_taken as f64));
            figures.set(Measure::WithoutPlace, Some(f64::from(people - self.booked)));
            figures.set(Measure::FoundSoldOut, Some(f64::from(sales.found_sold_out)));
        }
        self.set_waits(&mut figures, crowd, opening);
        figures
    }

    /// The figures of the day with those of the origin.
    pub fn figures_with(&self, origin: &OriginDay, crowd: &Crowd, opening: SimTime) -> Figures {
        let mut figures = self.figures(crowd, opening);
        let count = |count: u64| count as f64;
        let failures = origin.failures.map(count);
        // Only a station loses requests.
        let of_failures = |people: usize| failures.map(|_| people as f64);
        let from_opening = |seconds: f64| seconds - opening.since(SimTime::ZERO).seconds();
        for (measure, value) in [
            (Measure::FailedPeople, of_failures(self.failures.people as usize)),
            (Measure::GaveUpFailing, of_failures(self.failures.gave_up.len())),
            (Measure::FailedRequests, failures),
            (Measure::Requests, origin.requests.map(count)),
            (Measure::RequestsPerSecondMax, origin.requests_per_second_max.map(f64::from)),
            (Measure::InServiceMax, origin.in_service_max.map(f64::from)),
            (Measure::UtilisationMean, origin.utilisation_mean),
            (Measure::ResponseP50, origin.response_p50_seconds),
            (Measure::ResponseP90, origin.response_p90_seconds),
            (Measure::ResponseP95, origin.response_p95_seconds),
            (Measure::ResponseP99, origin.response_p99_seconds),
            (Measure::ResponseMax, origin.response_max_seconds),
            (Measure::OverloadSeconds, origin.overload_seconds),
            (Measure::LongestOverload, origin.longest_overload_seconds),
            (Measure::FirstOverload, origin.first_overload_seconds.map(from_opening)),
            (
                Measure::OverloadedDays,
                origin.is_overloaded.map(|is_overloaded| f64::from(u8::from(is_overloaded))),
            ),
        ] {
            figures.set(measure, value);
        }
        figures
    }

    /// People whose first request was accepted at once and who queued only after losing their session.
    fn first_queued_later(&self, crowd: &Crowd) -> u32 {
        let at_once = |rank: &u32| self.accepted_at(*rank) == Some(crowd.arrival(*rank));
        self.queued_later.iter().filter(at_once).count() as u32
    }

    fn set_waits(&self, figures: &mut Figures, crowd: &Crowd, opening: SimTime) {
        let mut waits = self.waits(crowd, NEVER);
        set_wait_measures(figures, &mut waits, Measure::WaitMean);
        let early = !crowd.is_empty() && crowd.arrival(0) < opening;
        if early {
            let mut from_opening = self.waits(crowd, opening.microseconds());
            set_wait_measures(figures, &mut from_opening, Measure::WaitFromOpeningMean);
        } else {
            copy_wait_measures(figures, Measure::WaitFromOpeningMean);
        }
        if self.later_waits.is_empty() {
            copy_wait_measures(figures, Measure::WaitTotalMean);
        } else {
            let mut total = self.total_waits(crowd);
            set_wait_measures(figures, &mut total, Measure::WaitTotalMean);
        }
    }

    /// Waits of everyone accepted, counted from the later of the first request and `from`.
    fn waits(&self, crowd: &Crowd, from: i64) -> Vec<i64> {
        let arrivals = (0..crowd.len() as u32).map(|rank| crowd.arrival(rank).microseconds());
        let pairs = self.accepted_at.iter().zip(arrivals);
        pairs.filter(|(at, _)| **at != NEVER).map(|(at, arrived)| (at - arrived.max(from)).max(0)).collect()
    }

    fn total_waits(&self, crowd: &Crowd) -> Vec<i64> {
        let mut later = vec![0; crowd.len()];
        for (rank, wait) in &self.later_waits {
            later[*rank as usize] += wait;
        }
        (0..crowd.len())
            .filter(|rank| self.accepted_at[*rank] != NEVER)
            .map(|rank| self.accepted_at[rank] - crowd.arrival(rank as u32).microseconds() + later[rank])
            .collect()
    }
}

/// Mean, p50, p90, p95 and maximum stand one after the other, beginning at `first`.
fn set_wait_measures(figures: &mut Figures, waits: &mut [i64], first: Measure) {
    let at = first as usize;
    let mean = (!waits.is_empty()).then(|| {
        let sum: i128 = waits.iter().map(|wait| i128::from(*wait)).sum();
        sum as f64 / waits.len() as f64 / 1e6
    });
    figures.set(first, mean);
    let quantiles = order_statistics(waits, &[0.5, 0.9, 0.95, 1.0]);
    for step in 0..4 {
        let value = quantiles.as_ref().map(|values| values[step] as f64 / 1e6);
        figures.set(Measure::ALL[at + 1 + step], value);
    }
}

fn copy_wait_measures(figures: &mut Figures, first: Measure) {
    for step in 0..5 {
        let value = figures.get(Measure::ALL[Measure::WaitMean as usize + step]);
        figures.set(Measure::ALL[first as usize + step], value);
    }
}

impl Observer for Day {
    // Inlined by force: the engine knows the signal where it sends it, so only one arm remains there.
    #[inline(always)]
    fn signal(&mut self, happening: &Happening) {
        let at = happening.at.microseconds();
        match happening.signal {
            Signal::AcceptedAtOnce { first: true } => {
                self.admitted += 1;
                self.accepted_at[happening.rank as usize] = at;
                if self.left_before.contains(happening.rank) {
                    self.last_admission = Some(at);
                }
                self.note_inside(&happening.levels);
            }
            Signal::AcceptedAtOnce { first: false } => self.note_inside(&happening.levels),
            Signal::Admitted { first, waited } => {
                if first {
                    self.admitted += 1;
                    self.accepted_at[happening.rank as usize] = at;
                    self.last_admission = Some(at);
                } else {
                    self.later_waits.push((happening.rank, waited.microseconds()));
                }
                self.note_inside(&happening.levels);
                self.note_line_gone(happening);
            }
            Signal::Queued { first } => {
                self.queued += u32::from(first);
                if !first {
                    self.queued_later.insert(happening.rank);
                }
                // The line is there again: when it is gone is yet to be seen.
                self.line_gone = None;
                self.peaks.line = self.peaks.line.max(happening.levels.line);
                self.peaks.waiting = self.peaks.waiting.max(happening.levels.waiting);
            }
            Signal::AskedAgain => {
                self.line_gone = None;
                self.peaks.line = self.peaks.line.max(happening.levels.line);
            }
            Signal::Left => {
                // Whoever was accepted before waits in a second stay; few do.
                let may_be_accepted = self.queued_later.contains(happening.rank);
                let never = !may_be_accepted || self.accepted_at[happening.rank as usize] == NEVER;
                self.left += u32::from(never);
                self.note_line_gone(happening);
            }
            Signal::PlaceExpired => self.note_line_gone(happening),
            Signal::TurnedAway => {
                self.turned_away += u32::from(self.accepted_at[happening.rank as usize] == NEVER);
                self.note_line_gone(happening);
            }
            Signal::CameBack { after } => {
                self.note_comeback(after, happening.rank);
                // Whoever comes back into a session that still lives is inside at once.
                self.note_inside(&happening.levels);
            }
            Signal::Booked { places, .. } => {
                self.booked += 1;
                if let Some(sales) = &mut self.sales {
                    sales.has_place[happening.rank as usize] = true;
                    sales.places_taken += u64::from(places);
                }
            }
            Signal::SoldOut => {
                if let Some(sales) = &mut self.sales {
                    sales.sold_out = Some(at);
                }
            }
            Signal::FoundSoldOut => {
                if let Some(sales) = &mut self.sales {
                    sales.found_sold_out += 1;
                }
            }
            Signal::Lost { first } => {
                self.losses += 1;
                self.lost_people += u32::from(first);
                self.failures.last = None;
            }
            Signal::RequestFailed => self.failures.note(happening.rank, at, self.accepted_at.len()),
            Signal::GaveUp => {
                self.gave_up += 1;
                if self.failures.last == Some((happening.rank, at)) {
                    self.failures.gave_up.insert(happening.rank);
                }
            }
            Signal::Arrived => self.arrived += 1,
            Signal::SessionExpired | Signal::VisitEnded => {}
        }
    }
}

impl Failures {
    fn note(&mut self, rank: u32, at: i64, people: usize) {
        self.has_failed.resize(people, false);
        let has_failed = &mut self.has_failed[rank as usize];
        self.people += u32::from(!*has_failed);
        *has_failed = true;
        self.last = Some((rank, at));
    }
}

impl Day {
    /// Whoever comes back has not gone for good.
    fn note_comeback(&mut self, after: Parting, rank: u32) {
        let never_accepted = u32::from(self.accepted_at[rank as usize] == NEVER);
        match after {
            Parting::Left => {
                self.left -= never_accepted;
                self.left_before.insert(rank);
            }
            Parting::TurnedAway => self.turned_away -= never_accepted,
            Parting::GaveUp => {
                self.gave_up -= 1;
                self.failures.gave_up.remove(rank);
            }
        }
    }

    #[inline]
    fn note_inside(&mut self, levels: &Levels) {
        self.peaks.active = self.peaks.active.max(levels.active);
        self.peaks.inside = self.peaks.inside.max(levels.inside);
    }

    #[inline]
    fn note_line_gone(&mut self, happening: &Happening) {
        if happening.levels.line == 0 {
            self.line_gone = Some(happening.at.microseconds());
        }
    }
}
