//! Days of two to five people with something behind the room, worked out by hand from `model.md` §4–6 and its readings
//! (S1 to S10, K1 to K4, O1 to O3, T1): every instant is derived in a comment.
//!
//! People are called a, b, c … in group 0 and A, B, C … in group 1; times are seconds from zero. Sessions last 60 s, unless a
//! test says otherwise, and the rate is too high to matter. Acceptances and places are told without saying whether they are
//! the first. Within an instant lines stand in any order.

use crate::naive::{AtOrigin, RetryDelay, What};
use crate::random_origin::twin;
use crate::timelines::{cloudflare, group, listed, metered, people, single, span, steps};
use machiai::draws::RunKey;
use machiai::draws::law::Law;
use machiai::engine::{Blueprint, Crowd};
use machiai::model::room::{Adjusts, Change, Cloudflare, Operator};
use machiai::model::{
    AfterSellOut, Background, BeforeOpening, Comeback, Devices, Distribution, Group, Origin, Room, RoomId,
    SafeLoad, Service, Station, Stock, System, Throughput, TimeSlot, Visit,
};
use machiai::units::{Share, SimTime, Span};
use std::rc::Rc;

const KEY: RunKey = RunKey { seed: 1, replication: 0 };

fn second(seconds: f64) -> SimTime {
    SimTime::ZERO + span(seconds)
}

/// One server; nobody's work differs, nobody fails.
fn server(service_seconds: f64) -> Station {
    Station {
        throughput: Throughput::Servers { servers: 1, service_time: span(service_seconds) },
        work_cv: 0.0,
        timeout: None,
        serves_abandoned: false,
        retries: Some(0),
        retry_delay: Distribution::Fixed(Span::ZERO),
    }
}

fn day(room: &Cloudflare, groups: Vec<Group>, station: Option<Station>) -> System {
    let mut day = crate::recorded::system(Room::cloudflare(room), groups);
    if let Some(station) = station {
        day.origin = Origin { service: Service::Station(station), ..Origin::UNKNOWN };
    }
    day
}

fn places(slots: &[u32], per_booking: u32) -> Stock {
    // The first slot is wanted by everybody.
    let slot = |(number, places): (usize, &u32)| TimeSlot {
        name: format!("slot {number}"),
        places: *places,
        popularity: if number == 0 { 1e15 } else { 1.0 },
    };
    Stock {
        slots: slots.iter().enumerate().map(slot).collect(),
        per_booking: Devices::exactly(per_booking).expect("a few"),
        ..Stock::of(RoomId(0), 1)
    }
}

/// Nothing in these days is left to chance, so the second implementation needs no draws.
fn certain(day: &System, room: RoomId, crowd: &Crowd, rank: u32) -> AtOrigin {
    let who = crowd.who(rank);
    let station = day.origin.station();
    let retry = station.map(|station| Law::compile(&station.retry_delay));
    let delay = retry
        .map_or(0, |law| Span::from_fractional_seconds(law.value(0.5, u64::from(who.person))).microseconds());
    let work = match &day.groups[who.group as usize].visit {
        Visit::Even { pages, work, .. } => vec![*work; *pages as usize],
        Visit::Steps(steps) => steps.iter().map(|step| step.work).collect(),
    };
    let stock = day.stock_of(room);
    AtOrigin {
        work,
        retry_delay: RetryDelay(Rc::new(move |_| delay)),
        places_wanted: stock.map_or(1, |stock| stock.per_booking.most()),
        slot: 0,
        is_flexible: stock.is_none_or(|stock| stock.flexible == Share::ALL),
        other_slot: 0.5,
        after_sell_out: match stock.map(|stock| stock.after_sell_out) {
            Some(AfterSellOut::NobodyLeaves) => None,
            Some(AfterSellOut::SharePerMinute(_)) => unreachable!("left to chance"),
            Some(AfterSellOut::AllLeave) | None => Some(0),
        },
    }
}

fn word(what: What) -> &'static str {
    match what {
        What::AcceptedAtOnce => "accepted",
        What::Queued => "queued",
        What::Admitted => "admitted",
        What::Left => "left",
        What::PlaceExpired => "place gone",
        What::SessionExpired => "slot freed",
        What::VisitEnded => "ended",
        What::Lost => "lost",
        What::GaveUp => "gave up",
        What::TurnedAway => "turned away",
        What::CameBack => "came back",
        What::Booked | What::BookedPlaces { .. } => "booked",
        What::SoldOut => "took the last place",
        What::FoundSoldOut => "found nothing left",
        What::RequestFailed => "timed out",
    }
}

fn line((at, what, group, person): (i64, What, u32, u32)) -> String {
    let first = if group == 0 { b'a' } else { b'A' };
    format!("{} {} {}", at as f64 / 1e6, char::from(first + person as u8), word(what))
}

/// The day as the second implementation plays it.
fn told_by_second(day: &System) -> Vec<String> {
    let crowd = |room: usize| Blueprint::new(day, RoomId(room)).crowd(KEY);
    let crowds: Vec<Crowd> = (0..day.rooms.len()).map(crowd).collect();
    let twin = twin(day, &crowds, KEY, |room, crowd, rank| certain(day, room, crowd, rank));
    let rooms = twin.play(1).rooms;
    let all = rooms.iter().flat_map(|room| &room.happenings);
    all.map(|h| line((h.at, h.what, h.group, h.person))).collect()
}

#[track_caller]
fn check(day: &System, expected: &[&str]) {
    let sorted = |lines: &[String]| {
        let mut sorted = lines.to_vec();
        sorted.sort_unstable();
        sorted
    };
    let expected: Vec<String> = expected.iter().map(|line| (*line).to_owned()).collect();
    let engine: Vec<String> =
        crate::against_naive_origin::told_by_engine(day, KEY).into_iter().map(line).collect();
    for (who, told) in [("second implementation", told_by_second(day)), ("engine", engine)] {
        assert_eq!(
            sorted(&told),
            sorted(&expected),
            "\n {who} told:\n  {}\n expected:\n  {}",
            told.join("\n  "),
            expected.join("\n  ")
        );
    }
}

// ---- The station -------------------------------------------------------------------------------------------------

/// A request alone takes 2 s.
#[test]
fn two_requests_share_one_server() {
    let day = day(&cloudflare(10), vec![single(&[0.0, 1.0])], Some(server(2.0)));
    check(
        &day,
        &[
            "0 a accepted",
            "1 b accepted", // a has 1 s left; from now on both go at half speed
            "3 a booked",   // 1 + 1 × 2
            "3 a ended",
            "4 b booked", // at 3 b has done (3 − 1) ÷ 2 = 1 s of 2; alone from then on
            "4 b ended",
            // Sessions count from the request, not from its answer.
            "60 a slot freed",
            "61 b slot freed",
        ],
    );
}

/// A request alone takes 1 s; steps of 10 s and 5 s. From 11.5 on others take half of the station.
#[test]
fn think_times_begin_at_the_answer() {
    let mut day = day(&cloudflare(10), vec![steps(&[0.0], &[10.0, 5.0])], Some(server(1.0)));
    day.origin.background = Background { first: 0.0, changes: vec![(second(11.5), 0.5)] };
    check(
        &day,
        &[
            "0 a accepted", // answered at 1; thinks until 11
            // Asks at 11; at 11.5 half of it is done, the other half takes 0.5 ÷ 0.5 = 1 s.
            "12.5 a booked",
            "17.5 a ended",
            "71 a slot freed", // 11 + 60
        ],
    );
}

/// Work of 3 standard requests at the second step; the scalability law with σ = 1/2 and no coherency: X(1) = 1, X(2) = 2 ÷
/// 1.5 = 4/3, so each of two gets 2/3 a second.
#[test]
fn work_by_step_and_a_rate_by_number() {
    let mut group = steps(&[0.0, 2.0], &[1.0, 0.0]);
    let Visit::Steps(list) = &mut group.visit else { unreachable!() };
    list[1].work = 3.0;
    let throughput = Throughput::ScalabilityLaw { alone_per_second: 1.0, contention: 0.5, coherency: 0.0 };
    let day = day(&cloudflare(10), vec![group], Some(Station { throughput, ..server(1.0) }));
    check(
        &day,
        &[
            "0 a accepted", // answered at 1, asks for step 2 at 2: 3 standard requests
            "2 b accepted", // 1 standard request, at 2/3 a second until 3.5; a has then 3 − 1 = 2 left
            // b asks for step 2 at 4.5, when a (alone from 3.5) has 1 left: 1.5 s more, until 6.
            "6 a booked",
            "6 a ended",
            // b has done 1 of 3 by 6; alone: 2 s more.
            "8 b booked",
            "8 b ended",
            "62 a slot freed",   // 2 + 60
            "64.5 b slot freed", // 4.5 + 60
        ],
    );
}

/// A request alone takes 4 s, and 5 s are too many.
#[test]
fn an_answer_at_the_time_out_is_an_answer() {
    let station = Station { timeout: Some(span(5.0)), ..server(4.0) };
    let day = day(&cloudflare(10), vec![single(&[0.0, 3.0])], Some(station));
    check(
        &day,
        &[
            "0 a accepted",
            "3 b accepted", // a has 1 s left: 2 s at half speed
            "5 a booked",   // and the time-out would be at 5
            "5 a ended",
            "8 b booked", // at 5 b has done 1 s; 3 s alone: 8, and the time-out would be at 3 + 5
            "8 b ended",
            "60 a slot freed",
            "63 b slot freed",
        ],
    );
}

/// A request alone takes 4 s, 5 s are too many, everybody tries twice; a again after 2 s, b after 5 s.
fn impatient(serves_abandoned: bool) -> System {
    let station = Station {
        timeout: Some(span(5.0)),
        serves_abandoned,
        retries: Some(1),
        retry_delay: listed(&[2.0, 5.0]),
        ..server(4.0)
    };
    day(&cloudflare(10), vec![single(&[0.0, 1.0])], Some(station))
}

#[test]
fn a_time_out_and_a_second_try() {
    check(
        &impatient(false),
        &[
            "0 a accepted",
            "1 b accepted",  // a has 3 s left, needs 6 at half speed: until 7
            "5 a timed out", // b has done 2 s of 4 and goes on alone
            "6 b timed out", // 1 + 5, with 1 s left
            // a asks again at 5 + 2 = 7 and is alone.
            "11 a booked",
            "11 a ended",
            // b asks again at 6 + 5 = 11, after that answer, and is alone.
            "15 b booked",
            "15 b ended",
            "67 a slot freed", // renewed at 7
            "71 b slot freed", // renewed at 11
        ],
    );
}

/// The same, but the servers do not notice that nobody waits any more.
#[test]
fn abandoned_requests_are_in_the_way() {
    check(
        &impatient(true),
        &[
            "0 a accepted",
            "1 b accepted",
            "5 a timed out", // 1 s left, goes on at half speed: until 7
            "6 b timed out", // 4 − 5 ÷ 2 = 1.5 s left; at 7, 1 s
            // a again at 7, beside b's first: that one is done at 7 + 1 × 2 = 9, when a has done 1 s. Alone until 11: 3 s.
            // b again at 11: a has 1 s left, which takes until 13, but the time-out is at 7 + 5.
            "12 a timed out",
            "12 a gave up", // failed twice, and may try again only once
            // a's second is done at 13, b has done 1 s by then: 3 s alone, until 16 = 11 + 5, just in time.
            "16 b booked",
            "16 b ended",
            "67 a slot freed",
            "71 b slot freed",
        ],
    );
}

/// S = 8 s. A request alone takes 1 s; until 8 others take nine tenths of the station. 5 s are too many, again after 4 s.
#[test]
fn a_second_try_finds_the_session_gone() {
    let room = Cloudflare { session_duration: span(8.0), ..cloudflare(10) };
    let station = Station {
        timeout: Some(span(5.0)),
        retries: Some(1),
        retry_delay: Distribution::Fixed(span(4.0)),
        ..server(1.0)
    };
    let mut day = day(&room, vec![steps(&[0.0], &[6.0, 2.0])], Some(station));
    day.origin.background = Background { first: 0.9, changes: vec![(second(8.0), 0.0)] };
    check(
        &day,
        &[
            "0 a accepted",
            "5 a timed out", // half done
            "8 a slot freed",
            // Again at 9: a loss with no step going on.
            "9 a lost",
            "9 a accepted", // answered at 10; the whole 6 s of step 1, until 16: the session (9 + 8 = 17) lives
            "17 a booked",  // 16 + 1
            "19 a ended",
            "24 a slot freed", // 16 + 8
        ],
    );
}

/// S = 8 s, every request fails after 5 s, again after 4 s: without the losses there would be four tries at the door.
#[test]
fn failures_are_counted_anew_after_a_loss() {
    let room = Cloudflare { session_duration: span(8.0), ..cloudflare(10) };
    let station = Station {
        timeout: Some(span(5.0)),
        retries: Some(1),
        retry_delay: Distribution::Fixed(span(4.0)),
        ..server(10.0)
    };
    check(
        &day(&room, vec![single(&[0.0])], Some(station)),
        &[
            "0 a accepted",
            "5 a timed out", // first failure
            "8 a slot freed",
            "9 a lost",
            "9 a accepted",
            "14 a timed out", // again the first
            "17 a slot freed",
            "18 a lost",
            "18 a accepted",
            "23 a timed out",
            "26 a slot freed",
            "27 a lost", // the third loss
            "27 a gave up",
        ],
    );
}

/// TAU = 1. A request alone takes 1 s; until 20 others take nine tenths of the station. 5 s are too many, and nobody tries
/// twice, but whoever gives up comes back after 20 s.
fn comes_back(with_cookie: Share) -> System {
    let station = Station { timeout: Some(span(5.0)), ..server(1.0) };
    let mut group = single(&[0.0, 10.0]);
    group.comeback =
        Some(Comeback { chance: Share::ALL, delay: Distribution::Fixed(span(20.0)), with_cookie });
    let mut day = day(&cloudflare(1), vec![group], Some(station));
    day.origin.background = Background { first: 0.9, changes: vec![(second(20.0), 0.0)] };
    day
}

#[test]
fn whoever_gave_up_comes_back_into_the_session() {
    check(
        &comes_back(Share::ALL),
        &[
            "0 a accepted",
            "5 a timed out",
            "5 a gave up",
            "10 b queued",    // the session holds the only slot
            "25 a came back", // it is valid until 60: straight to the origin, renewed until 85
            "26 a booked",
            "26 a ended",
            "85 a slot freed",
            "90 b admitted", // polls at 30, 50, 70, 90
            "91 b booked",
            "91 b ended",
            "150 b slot freed",
        ],
    );
}

#[test]
fn whoever_gave_up_comes_back_without_the_session() {
    check(
        &comes_back(Share::NONE),
        &[
            "0 a accepted",
            "5 a timed out",
            "5 a gave up",
            "10 b queued",
            "25 a came back",
            "25 a queued", // polls at 45, 65, …
            "60 a slot freed",
            // The same minute, so the same bucket: the first to poll after 60 gets the slot; b would at 70.
            "65 a admitted",
            "66 a booked",
            "66 a ended",
            "125 a slot freed",
            "130 b admitted", // polls at 70, 90, 110, 130
            "131 b booked",
            "131 b ended",
            "190 b slot freed",
        ],
    );
}

/// Nine tenths are taken until 6; a request alone takes 1 s, 5 s are too many, again after 2 s.
fn busy_until(seconds: f64) -> (Station, Background) {
    let station = Station {
        timeout: Some(span(5.0)),
        retries: Some(1),
        retry_delay: Distribution::Fixed(span(2.0)),
        ..server(1.0)
    };
    (station, Background { first: 0.9, changes: vec![(second(seconds), 0.0)] })
}

#[test]
fn a_client_without_cookies_tries_again_as_somebody_new() {
    let (station, background) = busy_until(6.0);
    let mut group = single(&[0.0]);
    group.cookieless = Share::ALL;
    let mut day = day(&cloudflare(10), vec![group], Some(station));
    day.origin.background = background;
    check(
        &day,
        &[
            "0 a accepted",
            "5 a timed out",
            "7 a accepted", // another session
            "8 a booked",
            "8 a ended",
            "60 a slot freed",
            "67 a slot freed",
        ],
    );
}

#[test]
fn whoever_goes_past_the_room_loses_nothing() {
    let (station, background) = busy_until(6.0);
    let mut group = single(&[0.0]);
    group.bypass = Share::ALL;
    let room = Cloudflare { session_duration: span(1.0), ..cloudflare(1) };
    let mut day = day(&room, vec![group], Some(station));
    day.origin.background = background;
    check(&day, &["0 a accepted", "5 a timed out", "8 a booked", "8 a ended"]);
}

/// a stays on the page until the opening at 0, reloading it 10 s after each answer. A request alone takes 2 s. It is the
/// request that is before the opening, whenever its answer comes.
#[test]
fn reloads_before_the_opening_are_served() {
    let mut group = single(&[-25.0]);
    group.before_opening = BeforeOpening::Waits { reload: span(10.0) };
    check(
        &day(&cloudflare(10), vec![group], Some(server(2.0))),
        &[
            "-25 a accepted",
            // Answered at −23; asks at −13, answered at −11; asks at −1, answered at 1; asks at 11.
            "13 a booked",
            "13 a ended",
            "71 a slot freed", // 11 + 60
        ],
    );
}

/// The metered room: one slot, given back 3 s after the visit.
#[test]
fn a_slow_answer_holds_the_slot_of_a_metered_room() {
    let room = machiai::model::room::Metered { lag: span(3.0), ..metered(1) };
    let mut day = crate::recorded::system(Room::metered(&room), vec![people(&[0.0, 1.0, 2.0], &[10.0])]);
    let station = Station { timeout: Some(span(5.0)), ..server(2.0) };
    day.origin = Origin { service: Service::Station(station), ..Origin::UNKNOWN };
    day.origin.background =
        Background { first: 0.0, changes: vec![(second(30.0), 0.75), (second(40.0), 0.0)] };
    check(
        &day,
        &[
            // Answered at 2; thinks 10 s; asks at 12.
            "0 a accepted",
            "1 b queued",
            "2 c queued",
            "14 a booked",
            "14 a ended",
            "17 a slot freed", // 14 + 3
            "17 b admitted", // answered at 19, asks at 29; at 30 half is done, the rest would take 1 ÷ 0.25 = 4 s: 34
            "34 b booked",   // that is the time-out, 29 + 5, and in time
            "34 b ended",
            "37 b slot freed",
            "37 c admitted", // by 40 a quarter of 3 s = 0.75 s of 2 s is done: 1.25 s more, until 41.25
            // Asks at 51.25.
            "53.25 c booked",
            "53.25 c ended",
            "56.25 c slot freed",
        ],
    );
}

/// The same room, but from 1 on nothing is left of the station until 40.
#[test]
fn whoever_gives_up_in_a_metered_room_gives_the_slot_back() {
    let room = machiai::model::room::Metered { lag: span(3.0), ..metered(1) };
    let mut day = crate::recorded::system(Room::metered(&room), vec![single(&[0.0, 1.0])]);
    let station = Station {
        timeout: Some(span(5.0)),
        retries: Some(1),
        retry_delay: Distribution::Fixed(span(1.0)),
        ..server(2.0)
    };
    day.origin = Origin { service: Service::Station(station), ..Origin::UNKNOWN };
    day.origin.background = Background { first: 0.0, changes: vec![(second(1.0), 1.0), (second(18.0), 0.0)] };
    check(
        &day,
        &[
            "0 a accepted",
            "1 b queued",
            "5 a timed out",
            "11 a timed out", // asked again at 6
            "11 a gave up",
            "14 a slot freed", // 11 + 3
            "14 b admitted",
            "19 b timed out", // from 18 to 19 it was served
            // Again at 20, with all the work.
            "22 b booked",
            "22 b ended",
            "25 b slot freed",
        ],
    );
}

// ---- Stock -------------------------------------------------------------------------------------------------------

/// TAU = 1, a visit of 30 s whose second request books, one place, and all leave when it is gone.
#[test]
fn a_sell_out_with_people_in_line() {
    let mut day = day(&cloudflare(1), vec![people(&[0.0, 5.0, 40.0, 100.0, 500.0], &[30.0])], None);
    day.stocks = vec![places(&[1], 1)];
    check(
        &day,
        &[
            "0 a accepted",
            "5 b queued", // polls at 25
            "30 a booked",
            "30 a took the last place",
            "30 b left",
            "30 a ended",
            "40 c queued", // and hears at once that there is nothing
            "40 c left",
            "90 a slot freed", // 30 + 60
            "100 d queued",    // one slot is free, but two ghosts are in line
            "100 d left",
            "325 b place gone", // 25 + 300
            "340 c place gone",
            "400 d place gone",
            "500 e accepted", // nobody is in line
            "530 e found nothing left",
            "530 e ended",
            "590 e slot freed",
        ],
    );
}

/// The same without leaving: people in line go on and find out by trying.
#[test]
fn a_sell_out_that_nobody_hears_of() {
    let mut day = day(&cloudflare(1), vec![steps(&[0.0, 5.0], &[30.0, 7.0])], None);
    day.stocks = vec![Stock { after_sell_out: AfterSellOut::NobodyLeaves, ..places(&[1], 1) }];
    check(
        &day,
        &[
            "0 a accepted",
            "5 b queued",
            "30 a booked",
            "30 a took the last place",
            "37 a ended",
            "90 a slot freed",
            "105 b admitted", // polls at 25, 45, 65, 85, 105
            // No last think time.
            "135 b found nothing left",
            "135 b ended",
            "195 b slot freed",
        ],
    );
}

/// Everybody wants two places of the first slot, which has three; whoever cannot have them takes two of the second.
#[test]
fn a_party_that_does_not_fit() {
    let mut day = day(&cloudflare(2), vec![single(&[0.0, 1.0, 2.0])], None);
    day.stocks = vec![places(&[3], 2)];
    check(
        &day,
        &[
            "0 a accepted",
            "0 a booked", // one left
            "0 a ended",
            "1 b accepted",
            "1 b found nothing left",
            "1 b ended",
            // Not sold out, so the line stays.
            "2 c queued",
            "60 a slot freed",
            "61 b slot freed",
            "62 c admitted",
            "62 c found nothing left",
            "62 c ended",
            "122 c slot freed",
        ],
    );
    day.stocks = vec![places(&[3, 2], 2)];
    check(
        &day,
        &[
            "0 a accepted",
            "0 a booked",
            "0 a ended",
            "1 b accepted",
            "1 b booked", // both of the second slot; one of the first is left
            "1 b ended",
            "2 c queued",
            "60 a slot freed",
            "61 b slot freed",
            "62 c admitted",
            "62 c found nothing left",
            "62 c ended",
            "122 c slot freed",
        ],
    );
}

/// With a station the order of the answers is the order of the bookings. A request alone takes 2 s, the second one's only 1 s.
#[test]
fn the_first_answer_books_the_last_place() {
    let mut short = single(&[0.5]);
    short.visit = Visit::Even { duration: listed(&[0.0]), pages: 1, work: 0.25 };
    let mut day = day(&cloudflare(10), vec![single(&[0.0]), short], Some(server(2.0)));
    day.stocks = vec![places(&[1], 1)];
    check(
        &day,
        &[
            "0 a accepted",
            "0.5 A accepted", // 0.5 s of work, 1 s at half speed
            "1.5 A booked",
            "1.5 A took the last place",
            "1.5 A ended",
            "2.5 a found nothing left", // 2 − 0.5 − 0.5 = 1 s left at 1.5
            "2.5 a ended",
            "60 a slot freed",
            "60.5 A slot freed",
        ],
    );
}

// ---- The operator ------------------------------------------------------------------------------------------------

/// TAU = 1; four people inside are safe. Looks every 30 s at what was 10 to 20 s before: below half and with a line, twice as
/// many; above nine tenths, half as many. S = 300 s, and visits are long.
#[test]
fn an_operator_raises_after_a_look_and_lowers_again() {
    let operator = Operator {
        every: span(30.0),
        raise_below: 0.5,
        lower_above: 0.9,
        raise_by: 1.0,
        lower_by: 0.5,
        adjusts: Adjusts::Both,
        total_active_users: (1, 10),
        new_users_per_minute: (1, 1_000),
        delay: (span(10.0), span(10.0)),
        window: span(10.0),
        noise: 0.0,
    };
    let room = Cloudflare { session_duration: span(300.0), operator: Some(operator), ..cloudflare(1) };
    let mut day = day(&room, vec![people(&[0.0, 5.0, 6.0, 100.0, 130.0], &[200.0])], None);
    day.origin.safe = SafeLoad { people_inside: Some(4), ..SafeLoad::UNKNOWN };
    day.horizon = Some(second(140.0));
    check(
        &day,
        &[
            "0 a accepted",
            "5 b queued", // polls at 25
            "6 c queued", // polls at 26
            // At 30: from 10 to 20 one inside, 0.25; two in line at 20. TAU 2; 2,000 a minute are no more than 1,000 by the
            // bounds and no more than TAU: 2 a minute.
            "45 b admitted", // one free, and one of the two of this minute is left
            // c polls at 46: two sessions of two.
            // At 60: from 40 to 45 one inside, from 45 to 50 two: 1.5 ÷ 4 = 0.375; one in line at 50. TAU 4, 4 a minute.
            "66 c admitted",
            // At 90: 3 ÷ 4 from 70 to 80, and nobody in line: as it is.
            "100 d accepted", // one free
            // At 120: from 100 to 110 four inside, 1: TAU 2, 2 a minute. At 130: four sessions, nobody goes for that.
            "130 e queued",
        ],
    );
}

/// TAU = 1, S = 300 s. Four servers, a request takes 100 s alone; from 40 on others take a fifth. The operator looks every 30 s
/// at what was 10 to 20 s before: below 0.3 and with a line, TAU doubles; above 0.9 nothing ever is. At 70 the timetable says 3.
#[test]
fn an_operator_watches_the_station_and_the_timetable_overrules() {
    let operator = Operator {
        every: span(30.0),
        raise_below: 0.3,
        lower_above: 0.9,
        raise_by: 1.0,
        lower_by: 0.5,
        adjusts: Adjusts::TotalActiveUsers,
        total_active_users: (1, 10),
        new_users_per_minute: (1, 1_000),
        delay: (span(10.0), span(10.0)),
        window: span(10.0),
        noise: 0.0,
    };
    let change =
        Change { total_active_users: Some(3), new_users_per_minute: Some(900), ..Change::new(second(70.0)) };
    let room = Cloudflare {
        session_duration: span(300.0),
        operator: Some(operator),
        timetable: vec![change],
        ..cloudflare(1)
    };
    let throughput = Throughput::Servers { servers: 4, service_time: span(100.0) };
    let station = Station { throughput, ..server(1.0) };
    let mut day = day(&room, vec![single(&[0.0, 5.0, 6.0, 7.0])], Some(station));
    day.origin.background = Background { first: 0.0, changes: vec![(second(40.0), 0.2)] };
    day.horizon = Some(second(110.0));
    check(
        &day,
        &[
            "0 a accepted", // in service until after 110
            "5 b queued",
            "6 c queued",
            "7 d queued",
            // At 30: one of four from 10 to 20, 0.25; three in line: TAU 2, and so no more than 2 a minute.
            "45 b admitted",
            // At 60: 0.2 + 0.8 × 1/4 from 40 to 45, 0.2 + 0.8 × 2/4 from 45 to 50: 0.5. As it is.
            "86 c admitted", // at 66 there were two of two; from 70 on three may be in
                             // d polls at 87 and 107: three of three. At 90: 0.6.
        ],
    );
}

// ---- Several rooms -----------------------------------------------------------------------------------------------

/// Two rooms share the server of `two_requests_share_one_server`.
#[test]
fn two_rooms_share_one_server() {
    let mut other = group(&[1.0], Visit::even(listed(&[0.0]), 1));
    other.room = RoomId(1);
    let mut day = day(&cloudflare(10), vec![single(&[0.0]), other], Some(server(2.0)));
    day.rooms.push(Room::cloudflare(&cloudflare(10)));
    check(
        &day,
        &[
            "0 a accepted",
            "1 A accepted",
            "3 a booked",
            "3 a ended",
            "4 A booked",
            "4 A ended",
            "60 a slot freed",
            "61 A slot freed",
        ],
    );
}
