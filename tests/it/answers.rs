//! Figures about places and the origin: of days worked out by hand, and of whole answers.
#![allow(clippy::unwrap_used)] // Answers are made outside of `#[test]` functions, too.

use std::sync::atomic::AtomicBool;

use crate::recorded::{KEY, system};
use crate::timelines::{metered, people};
use machiai::engine::Blueprint;
use machiai::export::json;
use machiai::model::{
    Background, Distribution, Group, Origin, Room, RoomId, SafeLoad, Service, Station, Stock, System,
    Throughput,
};
use machiai::observe::{Day, OriginLoad};
use machiai::results::{Answer, Figures, Measure, OriginDay, Requirement, Warning};
use machiai::scenario::{self, Attachments};
use machiai::study::{Plan, Progress, Stop, Watch, predict};
use machiai::units::Span;

/// Everybody is let in at once; the people come at these seconds and book so many seconds later.
fn open_room(come: &[f64], book_after: &[f64]) -> System {
    system(Room::metered(&metered(100)), vec![people(come, book_after)])
}

fn played(day: &System) -> (Figures, OriginDay) {
    let blueprint = Blueprint::new(day, RoomId(0));
    let crowd = blueprint.crowd(KEY);
    let of_day = match day.stock_of(RoomId(0)) {
        Some(_) => Day::with_stock(crowd.len()),
        None => Day::new(crowd.len()),
    };
    let mut observer = (of_day, OriginLoad::new(&day.origin));
    blueprint.run(&crowd, KEY, &mut observer);
    let (of_day, origin) = observer;
    let origin = origin.finish();
    (of_day.figures_with(&origin, &crowd, blueprint.opening()), origin)
}

fn says(figures: &Figures, expected: &[(Measure, Option<f64>)]) {
    for (measure, value) in expected {
        let found = figures.get(*measure);
        let close = match (found, value) {
            (Some(found), Some(value)) => (found - value).abs() < 1e-5,
            (found, value) => found == *value,
        };
        assert!(close, "{}: {found:?}, expected {value:?}", measure.name());
    }
}

/// Two places; a comes at 0 and books at 10, b comes at 1 and books at 5, c comes at 2 and tries at 20.
///
/// b takes the first place at 5, a the second one at 10, and c finds nothing left.
#[test]
fn places_go_to_the_first_who_book() {
    let mut day = open_room(&[0.0, 1.0, 2.0], &[10.0, 4.0, 18.0]);
    day.stocks = vec![Stock::of(RoomId(0), 2)];
    let (figures, _) = played(&day);
    says(
        &figures,
        &[
            (Measure::SoldOut, Some(10.0)),
            (Measure::PlacesTaken, Some(2.0)),
            (Measure::Booked, Some(2.0)),
            (Measure::WithoutPlace, Some(1.0)),
            (Measure::FoundSoldOut, Some(1.0)),
            // No station: nothing can fail, and nobody knows a safe load.
            (Measure::FailedRequests, None),
            (Measure::Requests, None),
            (Measure::OverloadedDays, None),
        ],
    );
}

/// With places for all nothing is sold out; without a stock nothing is said.
#[test]
fn places_that_last_are_never_sold_out() {
    let mut day = open_room(&[0.0, 1.0], &[10.0, 4.0]);
    says(
        &played(&day).0,
        &[
            (Measure::SoldOut, None),
            (Measure::PlacesTaken, None),
            (Measure::WithoutPlace, None),
            (Measure::FoundSoldOut, None),
            (Measure::Booked, Some(2.0)),
        ],
    );
    day.stocks = vec![Stock::of(RoomId(0), 3)];
    says(
        &played(&day).0,
        &[
            (Measure::SoldOut, None),
            (Measure::PlacesTaken, Some(2.0)),
            (Measure::WithoutPlace, Some(0.0)),
            (Measure::FoundSoldOut, Some(0.0)),
        ],
    );
}

fn one_server(service_seconds: f64, timeout: Option<f64>, retries: u32) -> Origin {
    let span = Span::from_fractional_seconds;
    Origin {
        service: Service::Station(Station {
            throughput: Throughput::Servers { servers: 1, service_time: span(service_seconds) },
            work_cv: 0.0,
            timeout: timeout.map(span),
            serves_abandoned: false,
            retries: Some(retries),
            retry_delay: Distribution::Fixed(span(1.0)),
        }),
        safe: SafeLoad { utilisation: Some(0.9), lasting: Span::from_seconds(2), ..SafeLoad::UNKNOWN },
        background: Background::NONE,
    }
}

/// One server that needs 1 s, one person: requests at 0 and 11 (10 s of thinking after the answer at 1), answers at 1 and
/// 12. Busy from 0 to 1 and from 11 to 12: 2 of 12 s, the seconds that begin at 0 and at 11 wholly. None lasts 2 s.
#[test]
fn a_lone_person_meets_an_idle_server() {
    let day = System { origin: one_server(1.0, None, 0), ..open_room(&[0.0], &[10.0]) };
    let (figures, origin) = played(&day);
    says(
        &figures,
        &[
            (Measure::Requests, Some(2.0)),
            (Measure::RequestsPerSecondMax, Some(1.0)),
            (Measure::InServiceMax, Some(1.0)),
            (Measure::FailedRequests, Some(0.0)),
            (Measure::FailedPeople, Some(0.0)),
            (Measure::ResponseP50, Some(1.0)),
            (Measure::ResponseMax, Some(1.0)),
            (Measure::OverloadSeconds, Some(2.0)),
            (Measure::LongestOverload, Some(1.0)),
            (Measure::FirstOverload, Some(0.0)),
            (Measure::OverloadedDays, Some(0.0)),
        ],
    );
    assert_eq!(origin.is_overloaded, Some(false));
}

/// Two at once share the server: both answers take 2 s. With a time-out of 1.5 s both fail instead, at 1.5; both ask again
/// at 2.5, fail at 4, and, as nobody asks a third time, give up.
#[test]
fn requests_that_time_out_are_counted_by_request_and_by_person() {
    let room = open_room(&[0.0, 0.0], &[10.0, 10.0]);
    let patient = System { origin: one_server(1.0, None, 0), ..room.clone() };
    says(&played(&patient).0, &[(Measure::ResponseMax, Some(2.0)), (Measure::InServiceMax, Some(2.0))]);
    let hasty = System { origin: one_server(1.0, Some(1.5), 1), ..room };
    says(
        &played(&hasty).0,
        &[
            (Measure::Requests, Some(4.0)),
            (Measure::FailedRequests, Some(4.0)),
            (Measure::FailedPeople, Some(2.0)),
            (Measure::GaveUp, Some(2.0)),
            (Measure::GaveUpFailing, Some(2.0)),
            (Measure::Booked, Some(0.0)),
            (Measure::ResponseP95, None),
        ],
    );
}

/// Two inside where one is safe: from 1, when b comes, to 10, when a has booked and goes.
#[test]
fn too_many_inside_are_an_overload_from_the_instant_on() {
    let mut day = open_room(&[0.0, 1.0], &[10.0, 20.0]);
    day.origin.safe =
        SafeLoad { people_inside: Some(1), lasting: Span::from_seconds(9), ..SafeLoad::UNKNOWN };
    says(
        &played(&day).0,
        &[
            (Measure::OverloadSeconds, Some(9.0)),
            (Measure::LongestOverload, Some(9.0)),
            (Measure::FirstOverload, Some(1.0)),
            (Measure::OverloadedDays, Some(1.0)),
            (Measure::InsideMax, Some(2.0)),
        ],
    );
}

/// Catches: a peak that misses those who come back straight into a session that still lives.
///
/// A timed-out person gives up at 1.5 (inside 0) and comes back into the living session; the peak is still 1, and 2 where
/// another one is inside by then.
#[test]
fn whoever_comes_back_into_a_session_counts_as_inside() {
    use machiai::engine::{Happening, Levels, Observer, Parting, Signal};
    use machiai::units::SimTime;
    let mut day = Day::new(2);
    let mut tell = |seconds: i64, signal: Signal, rank: u32, inside: u32| {
        let levels = Levels { active: 2, inside, ..Levels::default() };
        day.signal(&Happening { at: SimTime::ZERO + Span::from_seconds(seconds), signal, rank, levels });
    };
    tell(0, Signal::Arrived, 0, 0);
    tell(0, Signal::AcceptedAtOnce { first: true }, 0, 1);
    tell(1, Signal::RequestFailed, 0, 1);
    tell(1, Signal::GaveUp, 0, 0);
    tell(2, Signal::Arrived, 1, 0);
    tell(2, Signal::AcceptedAtOnce { first: true }, 1, 1);
    tell(3, Signal::CameBack { after: Parting::GaveUp }, 0, 2);
    let blueprint = Blueprint::new(&open_room(&[0.0, 2.0], &[1.0, 1.0]), RoomId(0));
    let crowd = blueprint.crowd(KEY);
    let figures = day.figures_with(
        &OriginDay { failures: Some(1), ..OriginDay::default() },
        &crowd,
        blueprint.opening(),
    );
    says(
        &figures,
        &[
            (Measure::InsideMax, Some(2.0)),
            (Measure::GaveUp, Some(0.0)),
            (Measure::GaveUpFailing, Some(0.0)),
            (Measure::FailedPeople, Some(1.0)),
        ],
    );
}

struct NoFiles;
impl Attachments for NoFiles {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Err("no files".to_owned())
    }
}

const EVERYTHING: &str = "\
[room]
total_active_users = 200
new_users_per_minute = 200
operator = { every = \"2m\", total_active_users = [200, 400], new_users_per_minute = [200, 400] }
[group]
count = 600
arrivals = \"ramp 5m\"
visit = { mean = \"3m\" }
[origin]
servers = 6
service_time = \"1s\"
timeout = \"20s\"
safe_people_inside = 80
[stock]
places = 300
";

fn answer(text: &str, requirements: &[&str], threads: usize) -> Answer {
    let scenario = scenario::read(text, &NoFiles, &[]).unwrap_or_else(|issues| panic!("{issues:#?}"));
    let plan = Plan {
        seed: 1,
        stop: Stop::Replications(6),
        threads: Some(threads),
        requirements: requirements.iter().map(|text| Requirement::parse(text).unwrap()).collect(),
        with_minutes: true,
        shown_days: 0,
        command: String::new(),
    };
    let stop = AtomicBool::new(false);
    let progress = |_: Progress| {};
    predict(&scenario, &plan, &Watch { progress: &progress, stop: &stop })
}

fn value(answer: &Answer, measure: Measure) -> Option<f64> {
    answer.measures.iter().find(|(other, _)| *other == measure).and_then(|(_, estimate)| estimate.value)
}

/// Station, stock and operator: the same bytes on one thread and on two.
#[test]
fn an_answer_with_everything_is_the_same_on_any_number_of_threads() {
    let [one, two] = [1, 2].map(|threads| json(&answer(EVERYTHING, &["sold_out >= 1m"], threads)));
    assert!(one == two);
}

#[test]
fn an_answer_with_everything_agrees_with_itself() {
    let answer = answer(EVERYTHING, &["sold_out >= 1m", "overloaded_days <= 1%", "response_p95 <= 1h"], 2);
    let people = value(&answer, Measure::People).unwrap();
    let found = answer.places.as_ref().unwrap();
    assert_eq!(found.places, 300);
    assert_eq!(found.sold_out_days.value, Some(1.0));
    let low = found.sold_out_days.ci.unwrap()[0];
    assert!((0.5..1.0).contains(&low), "six of six days do not prove it: {low}");
    assert_eq!(value(&answer, Measure::PlacesTaken), Some(300.0));
    assert_eq!(value(&answer, Measure::WithoutPlace), Some(people - 300.0));
    let placed: f64 =
        found.arrivals.iter().map(|chance| chance.people * chance.place_share.value.unwrap()).sum();
    assert!((placed - 300.0).abs() < 1.0, "{placed}");
    assert!((found.groups[0].place_share.value.unwrap() - 300.0 / people).abs() < 1e-9);
    // The minutes hold the same bookings and requests as the day.
    let total = |of: fn(&machiai::results::MinuteRow) -> Option<f64>| -> f64 {
        answer.minutes.iter().filter_map(of).sum()
    };
    assert!((total(|row| Some(row.booked)) - 300.0).abs() < 1e-6);
    let requests = value(&answer, Measure::Requests).unwrap();
    assert!((total(|row| row.requests) - requests).abs() < 1e-6 * requests);
    assert!(
        (total(|row| row.failed_requests) - value(&answer, Measure::FailedRequests).unwrap()).abs() < 1e-6
    );
    for row in &answer.minutes {
        assert!(row.utilisation_mean.is_some_and(|share| (0.0..=1.0 + 1e-9).contains(&share)), "{row:?}");
        assert!(row.booked_share.is_none_or(|share| (0.0..=1.0).contains(&share)), "{row:?}");
    }
    let origin = answer.origin.as_ref().unwrap();
    assert!(origin.has_station && origin.safe_people_inside == Some(80));
    assert!(answer.hand_check.is_none(), "slow answers, an operator and a stock: no sum by hand");
    let overloaded = answer.measures.iter().find(|(m, _)| *m == Measure::OverloadedDays).unwrap();
    assert!(overloaded.1.ci.is_some() && overloaded.1.prediction.is_none() && overloaded.1.range.is_none());
    let kept: Vec<bool> = answer.requirements.iter().map(|verdict| verdict.kept).collect();
    let is_overloaded = overloaded.1.value.unwrap() > 0.01;
    assert_eq!(kept, [true, !is_overloaded, true]);
    let warned = |warning: &Warning| matches!(warning, Warning::OriginOverloaded { .. });
    assert_eq!(answer.warnings.iter().any(warned), is_overloaded);
}

/// Nothing about places or an origin where there are none: missing is null, never 0.
#[test]
fn what_is_not_there_is_missing() {
    let plain: String = EVERYTHING
        .lines()
        .take_while(|line| *line != "[origin]")
        .filter(|line| !line.starts_with("operator"))
        .map(|line| format!("{line}\n"))
        .collect();
    let answer = answer(&plain, &["sold_out >= 1m", "first_overload >= 1m"], 2);
    assert!(answer.places.is_none() && answer.origin.is_none());
    for measure in Measure::ALL.into_iter().filter(|measure| *measure > Measure::LineGone) {
        assert_eq!(value(&answer, measure), None, "{}", measure.name());
    }
    for row in &answer.minutes {
        let unknown =
            [row.booked_share, row.requests, row.failed_requests, row.utilisation_mean, row.response_p95];
        assert_eq!(unknown, [None; 5]);
    }
    // Nobody knows when what is not there would have been sold out.
    assert!(answer.requirements.iter().all(|verdict| !verdict.kept));
    let plenty = plain + "[stock]\nplaces = 1000\n";
    let answer = self::answer(&plenty, &["sold_out >= 1m", "sold_out <= 1m"], 2);
    let kept: Vec<bool> = answer.requirements.iter().map(|verdict| verdict.kept).collect();
    assert_eq!(kept, [true, false], "places that last are not gone too soon");
}

/// A group that comes too late has no chance; the groups' people and chances are told apart.
#[test]
fn chances_are_told_by_group() {
    let mut day = open_room(&[0.0, 1.0], &[10.0, 4.0]);
    let late: Group = people(&[30.0], &[1.0]);
    day.groups.push(late);
    day.stocks = vec![Stock::of(RoomId(0), 2)];
    says(&played(&day).0, &[(Measure::SoldOut, Some(10.0)), (Measure::FoundSoldOut, Some(1.0))]);
}
