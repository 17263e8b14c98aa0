//! Days of two to ten people worked out by hand from the contract: every instant is derived in a comment.
//!
//! People are called a, b, c … in group 0 and A, B, C … in group 1; times are seconds from zero. Unless a test says
//! otherwise a session lasts 60 s, the rate is too high to matter and people never lose patience.
//!
//! The small days here are also the alphabet of `same_instant.rs`.

use crate::recorded::{KEY, play, system, when};
use machiai::draws::RunKey;
use machiai::engine::{Crowd, Levels, Signal};
use machiai::model::room::{BucketRule, BurstShare, CallOrder, Cloudflare, Metered, NewcomerRule};
use machiai::model::{ArrivalProfile, Distribution, Group, Headcount, Room, Step, System, Visit};
use machiai::units::{Share, SimTime, Span};

/// The patience of someone who stays.
pub const STAYS: f64 = 1e6;

pub fn span(seconds: f64) -> Span {
    Span::from_fractional_seconds(seconds)
}

/// Person k has the k-th length.
pub fn listed(seconds: &[f64]) -> Distribution {
    Distribution::Listed(seconds.iter().map(|s| span(*s)).collect())
}

/// A group whose people come at these instants.
pub fn group(come: &[f64], visit: Visit) -> Group {
    let instants = come.iter().map(|s| SimTime::ZERO + span(*s)).collect();
    Group::new("people", Headcount::FromArrivals, ArrivalProfile::Exact(instants), visit)
}

/// People who make two requests that far apart.
pub fn people(come: &[f64], inside: &[f64]) -> Group {
    group(come, Visit::even(listed(inside), 2))
}

/// People who make a single request: their session lasts exactly S.
pub fn single(come: &[f64]) -> Group {
    group(come, Visit::even(listed(&[0.0]), 1))
}

/// People with these steps, the same for everyone.
pub fn steps(come: &[f64], think: &[f64]) -> Group {
    let step = |seconds: &f64| Step::new("", Distribution::Fixed(span(*seconds)));
    group(come, Visit::Steps(think.iter().map(step).collect()))
}

pub fn patient(mut group: Group, patience: &[f64]) -> Group {
    group.patience = Some(listed(patience));
    group
}

/// A textbook room without spacing and lag.
pub fn metered(slots: u32) -> Metered {
    Metered {
        name: "metered".to_owned(),
        opening: SimTime::ZERO,
        slots: Some(slots),
        spacing: None,
        line_limit: None,
        order: CallOrder::Fifo,
        lag: Span::ZERO,
    }
}

/// A Cloudflare room with S = 60 s and 1,000 a minute, all of them at the start of the minute.
pub fn cloudflare(total_active_users: u32) -> Cloudflare {
    Cloudflare {
        name: "cloudflare".to_owned(),
        opening: SimTime::ZERO,
        total_active_users,
        new_users_per_minute: 1_000,
        session_duration: Span::from_seconds(60),
        disable_session_renewal: false,
        bucket_rule: BucketRule::Reservation,
        newcomer_rule: NewcomerRule::Consistent,
        burst: BurstShare::ALL,
        ..Cloudflare::new("", 1, 1)
    }
}

pub fn in_metered(settings: &Metered, groups: Vec<Group>) -> System {
    system(Room::metered(settings), groups)
}

pub fn in_cloudflare(settings: &Cloudflare, groups: Vec<Group>) -> System {
    system(Room::cloudflare(settings), groups)
}

fn name(crowd: &Crowd, rank: u32) -> char {
    let who = crowd.who(rank);
    let first = if who.group == 0 { b'a' } else { b'A' };
    char::from(first + who.person as u8)
}

fn word(signal: Signal) -> &'static str {
    match signal {
        Signal::Arrived => "came",
        Signal::AcceptedAtOnce { first: true } => "accepted",
        Signal::AcceptedAtOnce { first: false } => "accepted again",
        Signal::Queued { first: true } => "queued",
        Signal::Queued { first: false } => "queued again",
        Signal::Admitted { first: true, .. } => "admitted",
        Signal::Admitted { first: false, .. } => "admitted again",
        Signal::Left => "left",
        Signal::PlaceExpired => "place gone",
        Signal::TurnedAway => "turned away",
        Signal::SessionExpired => "slot freed",
        Signal::Booked { .. } => "booked",
        Signal::VisitEnded => "ended",
        Signal::Lost { .. } => "lost",
        Signal::GaveUp => "gave up",
        Signal::CameBack { .. } => "came back",
        Signal::AskedAgain => "asked again",
        Signal::SoldOut => "took the last place",
        Signal::FoundSoldOut => "found nothing left",
        Signal::RequestFailed => "timed out",
    }
}

/// The day as lines "seconds who what", in the order in which it was told.
pub fn full_story(day: &System, key: RunKey) -> Vec<String> {
    let (crowd, record, _) = play(day, key);
    let line = |h: &machiai::engine::Happening| {
        format!("{} {} {}", h.at.seconds(), name(&crowd, h.rank), word(h.signal))
    };
    record.happenings.iter().map(line).collect()
}

/// The day without first requests and what happens inside: who gets in, and who loses or frees what.
pub fn story(day: &System) -> Vec<String> {
    let dull = ["came", "booked", "ended"];
    full_story(day, KEY).into_iter().filter(|line| !dull.iter().any(|word| line.ends_with(word))).collect()
}

/// Only the lines about acceptances.
pub fn acceptances(day: &System, key: RunKey) -> Vec<String> {
    let accepted = |line: &String| line.contains(" accepted") || line.contains(" admitted");
    full_story(day, key).into_iter().filter(accepted).collect()
}

/// Levels right after everything up to and at an instant.
pub fn levels_at(day: &System, seconds: f64) -> Levels {
    let (_, record, _) = play(day, KEY);
    let before = record.happenings.iter().take_while(|h| h.at <= SimTime::ZERO + span(seconds));
    before.last().map_or(Levels::default(), |h| h.levels)
}

#[track_caller]
pub fn assert_story(told: &[String], expected: &[&str]) {
    assert_eq!(
        told,
        expected,
        "{KEY:?}\n told:\n  {}\n expected:\n  {}",
        told.join("\n  "),
        expected.join("\n  ")
    );
}

// ---- The metered room ------------------------------------------------------------------------------------------

/// admit(i) = max(arrive, previous admission + spacing, earliest release), with A = 2, spacing 10 s, lag 15 s.
#[test]
fn metered_fifo_with_slots_spacing_and_lag() {
    let settings = Metered { spacing: Some(span(10.0)), lag: span(15.0), ..metered(2) };
    let day = in_metered(&settings, vec![people(&[0.0, 1.0, 2.0, 3.0], &[60.0, 30.0, 5.0, 20.0])]);
    assert_story(
        &full_story(&day, KEY),
        &[
            // a: nobody before. Holds the slot for 60 + 15, until 75.
            "0 a came",
            "0 a accepted",
            "1 b came",
            "1 b queued",
            "2 c came",
            "2 c queued",
            "3 d came",
            "3 d queued",
            // b: max(1, 0 + 10, a slot is free) = 10. Holds it for 30 + 15, until 55.
            "10 b admitted",
            "40 b booked",
            "40 b ended",
            // c: max(2, 10 + 10, 55) = 55: the room is full from 10 on. Holds until 55 + 5 + 15 = 75.
            "55 b slot freed",
            "55 c admitted",
            "60 a booked",
            "60 a ended",
            "60 c booked",
            "60 c ended",
            "75 a slot freed",
            "75 c slot freed",
            // d: max(3, 55 + 10, 75) = 75. Holds until 75 + 20 + 15 = 110.
            "75 d admitted",
            "95 d booked",
            "95 d ended",
            "110 d slot freed",
        ],
    );
}

/// Time in which nobody comes is not saved up: after a quiet spell the spacing starts anew from the next admission.
#[test]
fn metered_spacing_is_not_saved_up() {
    let settings = Metered { slots: None, spacing: Some(span(10.0)), ..metered(1) };
    let day = in_metered(&settings, vec![single(&[0.0, 35.0, 36.0, 37.0])]);
    // 0; 35 > 10; 35 + 10 = 45; 45 + 10 = 55. Saved turns (10, 20, 30) would let c and d in at 36 and 37.
    assert_story(
        &acceptances(&day, KEY),
        &["0 a accepted", "35 b accepted", "45 c admitted", "55 d admitted"],
    );
}

/// A = 1, K = 1, visits of 30 s.
#[test]
fn metered_line_limit() {
    let settings = Metered { line_limit: Some(1), ..metered(1) };
    let day = in_metered(&settings, vec![people(&[0.0, 5.0, 10.0, 31.0, 59.0], &[30.0])]);
    assert_story(
        &story(&day),
        &[
            "0 a accepted", // until 30
            "5 b queued",   // the only place in line
            "10 c turned away",
            "30 a slot freed",
            "30 b admitted", // until 60
            "31 d queued",   // the place is free again
            "59 e turned away",
            "60 b slot freed",
            "60 d admitted", // until 90
            "90 d slot freed",
        ],
    );
}

/// K = 0 is a loss system: nobody waits, but whoever finds a slot gets it.
#[test]
fn metered_line_limit_zero() {
    let settings = Metered { line_limit: Some(0), ..metered(1) };
    let day = in_metered(&settings, vec![people(&[0.0, 29.0, 30.0], &[30.0])]);
    // a until 30; b finds the room full; c comes when the slot is freed.
    let expected =
        ["0 a accepted", "29 b turned away", "30 a slot freed", "30 c accepted", "60 c slot freed"];
    assert_story(&story(&day), &expected);
}

/// a has the slot until 30; b and c wait; whoever is drawn at 30 goes out at 60, when the other follows.
#[test]
fn metered_lottery_of_two() {
    let settings = Metered { order: CallOrder::Lottery, ..metered(1) };
    let day = in_metered(&settings, vec![people(&[0.0, 5.0, 6.0], &[30.0])]);
    let in_order = ["0 a accepted", "30 b admitted", "60 c admitted"];
    let reversed = ["0 a accepted", "30 c admitted", "60 b admitted"];
    let keys = 2_000;
    let mut first_come = 0;
    for seed in 0..keys {
        let told = acceptances(&day, RunKey { seed, replication: 0 });
        assert!(told == in_order || told == reversed, "seed {seed}: {told:?}");
        first_come += u32::from(told == in_order);
    }
    // Binomial(2,000, 1/2): mean 1,000, standard deviation 22.4; four of them. Catches: a pick that never reaches the
    // last in the urn, or one seed for all runs (both give 0 or 2,000).
    let off = (f64::from(first_come) - 1_000.0) / 500.0_f64.sqrt();
    assert!(
        off.abs() <= 4.0,
        "b first in {first_come} of {keys} runs, seeds 0..{keys}: {off:.1} standard errors"
    );
}

/// Called exactly at the end of patience: admitted. A microsecond less: lost.
#[test]
fn metered_patience_to_the_microsecond() {
    let day = |patience: f64| {
        let group = patient(people(&[0.0, 5.0, 6.0], &[30.0]), &[STAYS, patience, STAYS]);
        in_metered(&metered(1), vec![group])
    };
    // b: admit 30 = 5 + 25: not later than arrive + patience. c then waits for b's 30 s.
    let told = acceptances(&day(25.0), KEY);
    assert_story(&told, &["0 a accepted", "30 b admitted", "60 c admitted"]);
    // b: 30 > 5 + 24.999999. b takes no slot, so c is called at 30.
    let told = story(&day(24.999_999));
    let expected = [
        "0 a accepted",
        "5 b queued",
        "6 c queued",
        "29.999999 b left",
        "30 a slot freed",
        "30 c admitted",
        "60 c slot freed",
    ];
    assert_story(&told, &expected);
}

/// A lost person takes no place in the spacing: c has b's turn at 10, not the one at 20.
#[test]
fn metered_leaver_gives_up_the_turn() {
    let settings = Metered { slots: None, spacing: Some(span(10.0)), ..metered(1) };
    let day = in_metered(&settings, vec![patient(single(&[0.0, 1.0, 2.0]), &[STAYS, 5.0, STAYS])]);
    let told = story(&day);
    let expected = [
        "0 a accepted",
        "0 a slot freed",
        "1 b queued",
        "2 c queued",
        "6 b left",
        "10 c admitted",
        "10 c slot freed",
    ];
    assert_story(&told, &expected);
}

/// A place in line is free again as soon as a leaver is gone: no ghosts here.
#[test]
fn metered_leaver_frees_the_place_in_line() {
    let settings = Metered { line_limit: Some(1), ..metered(1) };
    let day = in_metered(&settings, vec![patient(people(&[0.0, 5.0, 16.0], &[30.0]), &[STAYS, 10.0, STAYS])]);
    // b: 5 to 15; c finds the line empty at 16 and gets the slot at 30.
    assert_story(&acceptances(&day, KEY), &["0 a accepted", "30 c admitted"]);
    assert_eq!(levels_at(&day, 15.0), Levels { line: 0, waiting: 0, active: 1, inside: 1 });
}

/// Two groups: at one instant group 0 comes first, in each group person by person.
#[test]
fn metered_order_of_one_instant_is_group_then_person() {
    let day = in_metered(&metered(1), vec![people(&[5.0, 5.0], &[10.0]), people(&[5.0, 0.0], &[10.0])]);
    // B holds 0 to 10; then a, b, A, each for 10 s.
    let expected = ["0 B accepted", "10 a admitted", "20 b admitted", "30 A admitted"];
    assert_story(&acceptances(&day, KEY), &expected);
}

// ---- The Cloudflare room ---------------------------------------------------------------------------------------

/// One slot. It is freed at the last request + S, and seen by the next poll of someone in line.
#[test]
fn slot_is_freed_at_last_request_plus_session() {
    let settings = cloudflare(1);
    // a: requests at 0 and 30. b and c: one request.
    let day = in_cloudflare(&settings, vec![people(&[0.0, 10.0, 95.0], &[30.0, 0.0, 0.0])]);
    assert_story(
        &story(&day),
        &[
            "0 a accepted",
            "10 b queued",      // polls at 30, 50, 70, 90
            "90 a slot freed",  // 30 + 60
            "90 b admitted",    // the poll at 90 finds it free
            "95 c queued",      // polls at 115, 135, 155
            "150 b slot freed", // 90 + 60
            "155 c admitted",   // the first poll after 150
            "215 c slot freed",
        ],
    );
}

/// Inside a bucket the order is that of polls, not of arrival.
#[test]
fn one_bucket_is_served_in_poll_order() {
    // a's slot is freed at 10 + 60 = 70. b (came 5) polls at 65 and 85; c (came 15) at 75: c is first.
    // c's slot is freed at 75 + 60 = 135; b polls at 125 and 145.
    let day = in_cloudflare(&cloudflare(1), vec![people(&[0.0, 5.0, 15.0], &[10.0, 0.0, 0.0])]);
    assert_story(&acceptances(&day, KEY), &["0 a accepted", "75 c admitted", "145 b admitted"]);
}

/// a and b leave two free slots at 100. c (minute 0) has left and is a ghost; d (minute 1) waits; e comes in minute 2.
#[test]
fn reservation_and_strict_buckets_with_a_ghost() {
    let day = |bucket_rule| {
        let settings = Cloudflare { bucket_rule, ..cloudflare(2) };
        let group = people(&[0.0, 0.0, 10.0, 70.0, 120.0], &[40.0, 40.0, 0.0, 0.0, 0.0]);
        in_cloudflare(&settings, vec![patient(group, &[STAYS, STAYS, 15.0, STAYS, STAYS])])
    };
    assert_story(
        &story(&day(BucketRule::Reservation)),
        &[
            "0 a accepted",
            "0 b accepted",
            "10 c queued", // the first poll would be at 30
            "25 c left",   // last request at 10: the ghost lives until 10 + 300 = 310
            "70 d queued", // polls at 90, 110, …
            "100 a slot freed",
            "100 b slot freed",
            "110 d admitted", // 2 free slots > 1 place in minute 0
            "120 e queued",   // newcomer: 1 free slot, not more than the 1 place
            "170 d slot freed",
            "180 e admitted", // polls at 140, 160 (1 free), 180: 2 free > 1
            "240 e slot freed",
            "310 c place gone",
        ],
    );
    assert_story(
        &story(&day(BucketRule::Strict)),
        &[
            "0 a accepted",
            "0 b accepted",
            "10 c queued",
            "25 c left",
            "70 d queued",
            "100 a slot freed",
            "100 b slot freed",
            "120 e queued",
            "310 c place gone", // until here minute 0 is the oldest bucket, and nobody of it polls
            "310 d admitted",   // polls at 70 + 20k; 310 is one
            "320 e admitted",   // minute 2 is now the oldest; polls at 120 + 20k
            "370 d slot freed",
            "380 e slot freed",
        ],
    );
}

/// Reservation does not need a ghost: with two slots free the later bucket may take one while somebody of the earlier
/// bucket has not polled yet; under the strict rule it may not.
#[test]
fn reservation_lets_a_later_bucket_poll_first() {
    let day = |bucket_rule| {
        let settings = Cloudflare { bucket_rule, ..cloudflare(2) };
        let group = people(&[0.0, 0.0, 45.0, 62.0], &[20.0, 20.0, 0.0, 0.0]);
        in_cloudflare(&settings, vec![group])
    };
    // Freed at 80. c (minute 0) polls at 65, 85; d (minute 1) at 82: 2 free > 1 place before it.
    let told = acceptances(&day(BucketRule::Reservation), KEY);
    assert_story(&told, &["0 a accepted", "0 b accepted", "82 d admitted", "85 c admitted"]);
    // Strict: d's poll at 82 is too early, the next is at 102.
    let told = acceptances(&day(BucketRule::Strict), KEY);
    assert_story(&told, &["0 a accepted", "0 b accepted", "85 c admitted", "102 d admitted"]);
}

/// n comes at 110 and finds two free slots and one place, the ghost of c (until 310).
#[test]
fn consistent_and_sticky_newcomers() {
    let day = |bucket_rule, newcomer_rule| {
        let settings = Cloudflare { bucket_rule, newcomer_rule, ..cloudflare(2) };
        let group = people(&[0.0, 0.0, 10.0, 110.0], &[40.0, 40.0, 0.0, 0.0]);
        in_cloudflare(&settings, vec![patient(group, &[STAYS, STAYS, 15.0, STAYS])])
    };
    let last = |bucket_rule, newcomer_rule| {
        acceptances(&day(bucket_rule, newcomer_rule), KEY).pop().unwrap_or_default()
    };
    // 2 free > 1 place.
    assert_eq!(last(BucketRule::Reservation, NewcomerRule::Consistent), "110 d accepted", "{KEY:?}");
    // There is a place, so d is queued; the poll at 130 is eligible: 2 > 1.
    assert_eq!(last(BucketRule::Reservation, NewcomerRule::Sticky), "130 d admitted", "{KEY:?}");
    // Strict: not while there is any place; minute 0 dies at 310 = 110 + 10 · 20.
    assert_eq!(last(BucketRule::Strict, NewcomerRule::Consistent), "310 d admitted", "{KEY:?}");
    assert_eq!(last(BucketRule::Strict, NewcomerRule::Sticky), "310 d admitted", "{KEY:?}");
}

/// Ten a minute, half of them at once: 5 at 0 s, the sixth at 12 s (⌊10 · (½ + ½ · 12/60)⌋ = 6), then one every 12 s.
#[test]
fn allowance_is_half_a_burst_then_even() {
    let settings = Cloudflare { new_users_per_minute: 10, burst: BurstShare::HALF, ..cloudflare(100) };
    let come = [0.0, 0.0, 0.0, 0.0, 0.0, 12.0, 24.0, 36.0, 48.0, 59.999_999];
    let day = in_cloudflare(&settings, vec![single(&come)]);
    let told = acceptances(&day, KEY);
    let expected = [
        "0 a accepted",
        "0 b accepted",
        "0 c accepted",
        "0 d accepted",
        "0 e accepted",
        "12 f accepted",
        "24 g accepted",
        "36 h accepted",
        "48 i accepted",
        // The tenth is granted at 60 s, when the minute is over; j polls at 79.999999, in minute 1: 5 are free.
        "79.999999 j admitted",
    ];
    assert_story(&told, &expected);
}

/// A microsecond before 12 s the sixth is not granted; at 12 s it is, but by then there is a line.
#[test]
fn allowance_meets_the_poll_grid() {
    let settings = Cloudflare { new_users_per_minute: 10, burst: BurstShare::HALF, ..cloudflare(100) };
    let day = in_cloudflare(&settings, vec![single(&[0.0, 0.0, 0.0, 0.0, 0.0, 11.999_999, 12.0])]);
    let told: Vec<String> =
        story(&day).into_iter().filter(|line| !line.ends_with("slot freed")).skip(5).collect();
    let expected = [
        "11.999999 f queued",
        "12 g queued",          // newcomer: 1 free, not more than f's place
        "31.999999 f admitted", // ⌊10 · (½ + ½ · 32/60)⌋ = 7: two free, both of the same bucket
        "32 g admitted",
    ];
    assert_story(&told, &expected);
}

/// The allowance of a minute counts everyone accepted in it; what was not used is lost with the minute.
#[test]
fn allowance_is_per_clock_minute() {
    let settings = Cloudflare { new_users_per_minute: 2, ..cloudflare(100) };
    let day = in_cloudflare(&settings, vec![single(&[50.0, 51.0, 52.0, 121.0, 122.0, 123.0])]);
    let expected = [
        "50 a accepted",
        "51 b accepted",
        "72 c admitted",  // queued at 52; poll at 72 in minute 1, which takes one of its two
        "121 d accepted", // minute 2: the other of minute 1 is lost
        "122 e accepted",
        "183 f admitted", // polls at 143, 163 find minute 2 used up; 183 is in minute 3
    ];
    assert_story(&acceptances(&day, KEY), &expected);
}

/// Zero is 9:00:50: a minute of the wall clock ends at 10 s.
#[test]
fn minutes_are_those_of_the_wall_clock() {
    // a's slot is freed at 70. b (came 5, minute 9:00) polls at 65, 85; c (came 11, minute 9:01) at 71.
    let mut day = in_cloudflare(&cloudflare(1), vec![people(&[0.0, 5.0, 11.0], &[10.0, 0.0, 0.0])]);
    // Without an offset one bucket: c polls first. c's slot is freed at 131; b polls at 125, 145.
    assert_story(&acceptances(&day, KEY), &["0 a accepted", "71 c admitted", "145 b admitted"]);
    day.minute_offset = Span::from_seconds(50);
    // Two buckets: c may not before b. b's slot is freed at 145; c polls at 131, 151.
    assert_story(&acceptances(&day, KEY), &["0 a accepted", "85 b admitted", "151 c admitted"]);
}

/// Four a minute, half at once, zero is 9:00:50: at 0 s ⌊4 · (½ + ½ · 50/60)⌋ = 3 are granted; the next minute starts
/// at 10 s with 2.
#[test]
fn allowance_follows_the_wall_clock() {
    let settings = Cloudflare { new_users_per_minute: 4, burst: BurstShare::HALF, ..cloudflare(100) };
    let mut day = in_cloudflare(&settings, vec![single(&[0.0, 0.0, 0.0, 0.0, 10.0])]);
    day.minute_offset = Span::from_seconds(50);
    let expected = [
        "0 a accepted",
        "0 b accepted",
        "0 c accepted",
        "10 e accepted", // newcomer: 2 free > 1 place (d's)
        "20 d admitted", // minute 9:01, 10 s in: ⌊2.33⌋ − 1 = 1
    ];
    assert_story(&acceptances(&day, KEY), &expected);
}

/// Early birds: minutes before zero are floored, so −5 s and 5 s lie in different minutes.
#[test]
fn minutes_before_zero_are_floored() {
    // a: accepted at −50, last request at −40, slot freed at 20. b (came −5, minute −1) polls at 15, 35; c (came 5,
    // minute 0) at 25. Rounded towards zero both were of minute 0, and c would get in at 25.
    let day = in_cloudflare(&cloudflare(1), vec![people(&[-50.0, -5.0, 5.0], &[10.0, 0.0, 0.0])]);
    // b's slot is freed at 95; c polls at 85, 105.
    assert_story(&acceptances(&day, KEY), &["-50 a accepted", "35 b admitted", "105 c admitted"]);
    // The allowance before zero: at −1 s, 59 s into minute −1, ⌊4 · (½ + ½ · 59/60)⌋ = 3; minute 0 starts with 2.
    let settings = Cloudflare { new_users_per_minute: 4, burst: BurstShare::HALF, ..cloudflare(100) };
    let day = in_cloudflare(&settings, vec![single(&[-1.0, -1.0, -1.0, -1.0, 0.0])]);
    let expected = ["-1 a accepted", "-1 b accepted", "-1 c accepted", "0 e accepted", "19 d admitted"];
    assert_story(&acceptances(&day, KEY), &expected);
}

/// Requests at 0, 40 and 80 with S = 60: renewed at 40 and 80, or expired at 60 and found so at 80.
#[test]
fn renewal_on_and_off() {
    let visit = || Visit::even(listed(&[80.0]), 3);
    let on = in_cloudflare(&cloudflare(1), vec![group(&[0.0], visit())]);
    let expected = ["0 a came", "0 a accepted", "80 a booked", "80 a ended", "140 a slot freed"];
    assert_story(&full_story(&on, KEY), &expected);
    let settings = Cloudflare { disable_session_renewal: true, ..cloudflare(1) };
    let off = in_cloudflare(&settings, vec![group(&[0.0], visit())]);
    assert_story(
        &full_story(&off, KEY),
        &[
            "0 a came",
            "0 a accepted",
            "60 a slot freed",
            "80 a lost",
            "80 a accepted again", // nobody in line
            "100 a booked",        // the second step again in half its 40 s
            "100 a ended",
            "140 a slot freed", // acceptance + 60
        ],
    );
}

/// The same without renewal, with A waiting for the only slot.
#[test]
fn lost_in_mid_visit_goes_to_the_back() {
    let settings = Cloudflare { disable_session_renewal: true, ..cloudflare(1) };
    let a = group(&[0.0], Visit::even(listed(&[80.0]), 3));
    let day = in_cloudflare(&settings, vec![a, single(&[5.0])]);
    assert_story(
        &full_story(&day, KEY),
        &[
            "0 a came",
            "0 a accepted",
            "5 A came",
            "5 A queued", // polls at 25, 45, 65
            "60 a slot freed",
            "65 A admitted",
            "65 A booked",
            "65 A ended",
            "80 a lost",
            "80 a queued again", // minute 1; polls at 100, 120, 140
            "125 A slot freed",  // 65 + 60
            "140 a admitted again",
            "160 a booked", // half of 40 s
            "160 a ended",
            "200 a slot freed", // 140 + 60
        ],
    );
    // Not inside while waiting again: 0..80 and 140..160.
    for (at, inside, waiting) in [(79.0, 1, 0), (80.0, 0, 1), (139.0, 0, 1), (140.0, 1, 0), (160.0, 0, 0)] {
        let levels = levels_at(&day, at);
        assert_eq!((levels.inside, levels.waiting), (inside, waiting), "at {at}, {KEY:?}");
    }
}

/// Steps of 60 s and 10 s with S = 60: the second request comes exactly at the expiry and is too late. A microsecond
/// less, and it is in time.
#[test]
fn a_request_at_the_expiry_is_too_late() {
    let day = in_cloudflare(&cloudflare(1), vec![steps(&[0.0], &[60.0, 10.0])]);
    assert_story(
        &full_story(&day, KEY),
        &[
            "0 a came",
            "0 a accepted",
            "60 a slot freed",
            "60 a lost",
            "60 a accepted again",
            "90 a booked",      // half of 60 s, then the request that opens the last step
            "100 a ended",      // the last think time is not followed by a request
            "150 a slot freed", // 90 + 60
        ],
    );
    let day = in_cloudflare(&cloudflare(1), vec![steps(&[0.0], &[59.999_999, 10.0])]);
    let expected =
        ["0 a came", "0 a accepted", "59.999999 a booked", "69.999999 a ended", "119.999999 a slot freed"];
    assert_story(&full_story(&day, KEY), &expected);
}

/// One step of 200 s before the booking, S = 60. Retype ½: lost at 200, then 100 s, lost at 300, then 50 s, in time.
/// Retype 1: lost at 200, 400 and 600, and the third loss is the last.
#[test]
fn retype_and_give_up_after() {
    let day = |retype: f64, give_up_after: u32| {
        let mut group = steps(&[0.0], &[200.0, 0.0]);
        (group.retype, group.give_up_after) = (Share::new(retype).expect("a share"), give_up_after);
        in_cloudflare(&cloudflare(1), vec![group])
    };
    let told = |retype, give_up_after| -> Vec<String> {
        story(&day(retype, give_up_after)).into_iter().filter(|line| !line.ends_with("slot freed")).collect()
    };
    let halves = ["0 a accepted", "200 a lost", "200 a accepted again", "300 a lost", "300 a accepted again"];
    assert_story(&told(0.5, 3), &halves);
    assert!(full_story(&day(0.5, 3), KEY).contains(&"350 a booked".to_owned()));
    let again = [
        "0 a accepted",
        "200 a lost",
        "200 a accepted again",
        "400 a lost",
        "400 a accepted again",
        "600 a lost",
        "600 a gave up",
    ];
    assert_story(&told(1.0, 3), &again);
    assert_eq!(levels_at(&day(1.0, 3), 600.0), Levels::default(), "{KEY:?}");
    assert_story(
        &told(0.5, 2),
        &["0 a accepted", "200 a lost", "200 a accepted again", "300 a lost", "300 a gave up"],
    );
    assert_story(&told(0.5, 1), &["0 a accepted", "200 a lost", "200 a gave up"]);
}

/// Someone queued again after a loss has no patience, unless the group has it again.
#[test]
fn patience_after_a_lost_session() {
    let day = |patience_again| {
        let mut a = patient(steps(&[0.0], &[70.0, 0.0]), &[25.0]);
        a.patience_again = patience_again;
        in_cloudflare(&cloudflare(1), vec![a, single(&[5.0])])
    };
    // A polls at 25, 45, 65 and takes the slot freed at 60, until 125. a is lost at 70 and queued again; polls at 90,
    // 110, 130.
    assert_story(
        &story(&day(false)),
        &[
            "0 a accepted",
            "5 A queued",
            "60 a slot freed",
            "65 A admitted",
            "70 a lost",
            "70 a queued again",
            "125 A slot freed",
            "130 a admitted again",
            "225 a slot freed", // half of 70 s: booked at 165
        ],
    );
    // With 25 s again: gone at 95, after the poll at 90; the ghost lives until 390.
    assert_story(
        &story(&day(true)),
        &[
            "0 a accepted",
            "5 A queued",
            "60 a slot freed",
            "65 A admitted",
            "70 a lost",
            "70 a queued again",
            "95 a left",
            "125 A slot freed",
            "390 a place gone",
        ],
    );
}

/// Patience that ends exactly at a poll: has left, although that poll would have found the slot.
#[test]
fn patience_that_ends_at_a_poll_has_left() {
    let day = |patience| {
        let group = patient(single(&[0.0, 40.0]), &[STAYS, patience]);
        in_cloudflare(&cloudflare(1), vec![group])
    };
    // a's slot is freed at 60; b polls at 60 = 40 + 20. The last poll before the end of patience is the request at 40.
    let expected = ["0 a accepted", "40 b queued", "60 a slot freed", "60 b left", "340 b place gone"];
    assert_story(&story(&day(20.0)), &expected);
    let expected = ["0 a accepted", "60 b admitted"];
    assert_story(&acceptances(&day(20.000_001), KEY), &expected);
}

/// b polls at 30, 50 and 70 and leaves at 80: the place counts in the line until 70 + 300.
#[test]
fn a_ghost_counts_until_five_minutes_after_the_last_poll() {
    // a keeps the slot until 90 + 60 = 150: requests at 0, 45, 90.
    let a = group(&[0.0], Visit::even(listed(&[90.0]), 3));
    let day = in_cloudflare(&cloudflare(1), vec![a, patient(single(&[10.0]), &[70.0])]);
    let expected = ["0 a accepted", "10 A queued", "80 A left", "150 a slot freed", "370 A place gone"];
    assert_story(&story(&day), &expected);
    for (at, line, waiting, active) in
        [(10.0, 1, 1, 1), (79.999_999, 1, 1, 1), (80.0, 1, 0, 1), (369.999_999, 1, 0, 0), (370.0, 0, 0, 0)]
    {
        let levels = levels_at(&day, at);
        assert_eq!((levels.line, levels.waiting, levels.active), (line, waiting, active), "at {at}, {KEY:?}");
    }
}

/// Patience 0: leaves unless admitted at once, and leaves a ghost of 5 minutes behind.
#[test]
fn patience_zero() {
    let day = in_cloudflare(&cloudflare(1), vec![patient(single(&[0.0, 10.0, 70.0]), &[0.0, 0.0, STAYS])]);
    assert_story(
        &story(&day),
        &[
            "0 a accepted",
            "10 b queued",
            "10 b left",
            "60 a slot freed",
            "70 c queued",      // 1 free slot, not more than the 1 place
            "310 b place gone", // 10 + 300
            "310 c admitted",   // polls at 70 + 20k
            "370 c slot freed",
        ],
    );
    // In the metered room the same b is gone at once and without a trace.
    let day = in_metered(&metered(1), vec![patient(people(&[0.0, 10.0, 70.0], &[60.0]), &[0.0, 0.0, STAYS])]);
    let expected =
        ["0 a accepted", "10 b queued", "10 b left", "60 a slot freed", "70 c accepted", "130 c slot freed"];
    assert_story(&story(&day), &expected);
}

/// A poll delay of 3 s makes b poll at 28, 51 and 74; c, without one, at 26, 46, 66.
#[test]
fn poll_delay_is_a_groups_own() {
    let mut slow = single(&[5.0]);
    slow.poll_delay = Distribution::Fixed(Span::from_seconds(3));
    let day = in_cloudflare(&cloudflare(1), vec![people(&[0.0], &[1.0]), slow]);
    // a's slot is freed at 61.
    assert_story(&acceptances(&day, KEY), &["0 a accepted", "74 A admitted"]);
    let mut slow = single(&[5.0]);
    slow.poll_delay = Distribution::Fixed(Span::from_seconds(3));
    let day = in_cloudflare(&cloudflare(1), vec![people(&[0.0, 6.0], &[1.0, 0.0]), slow]);
    // b of group 0 came at 6 and polls at 66; its slot is freed at 126; A polls at 120, 143.
    assert_story(&acceptances(&day, KEY), &["0 a accepted", "66 b admitted", "143 A admitted"]);
}

/// A leaver's last poll is counted with the leaver's own interval: polls at 28 and 51, gone at 55, ghost until 351.
#[test]
fn a_ghost_of_a_slow_poller() {
    let mut slow = patient(single(&[5.0]), &[50.0]);
    slow.poll_delay = Distribution::Fixed(Span::from_seconds(3));
    let day = in_cloudflare(&cloudflare(1), vec![people(&[0.0], &[1.0]), slow]);
    let expected = ["0 a accepted", "5 A queued", "55 A left", "61 a slot freed", "351 A place gone"];
    assert_story(&story(&day), &expected);
}

/// Two groups at the same instants: by group, then person; at arrival and at polls.
#[test]
fn two_groups_with_the_same_instants() {
    let day = in_cloudflare(&cloudflare(3), vec![single(&[0.0, 0.0, 0.0]), single(&[0.0, 0.0])]);
    let expected = [
        "0 a accepted",
        "0 b accepted",
        "0 c accepted",
        // Three slots are freed at 60; A and B poll at 20, 40, 60.
        "60 A admitted",
        "60 B admitted",
    ];
    assert_story(&acceptances(&day, KEY), &expected);
    // One slot, freed at 60. Group 1 was queued at 0 and polls at 60; group 0 was queued at 30 and, with a delay of
    // 10 s, polls at 60 too: one bucket, one instant, group 0 first although queued later. Then A at 120.
    let mut late = single(&[30.0]);
    late.poll_delay = Distribution::Fixed(Span::from_seconds(10));
    let day = in_cloudflare(&cloudflare(1), vec![late, single(&[0.0, 0.0])]);
    assert_story(&acceptances(&day, KEY), &["0 A accepted", "60 a admitted", "120 B admitted"]);
}

/// Waits are told from the first request that was queued.
#[test]
fn the_wait_is_told_with_the_admission() {
    let day = in_cloudflare(&cloudflare(1), vec![people(&[0.0, 5.0, 15.0], &[10.0, 0.0, 0.0])]);
    let (crowd, record, _) = play(&day, KEY);
    let admissions = when(&record, &crowd, |signal| matches!(signal, Signal::Admitted { .. }));
    assert_eq!(admissions, [(75.0, 2), (145.0, 1)], "{KEY:?}");
    // c: 75 − 15; b: 145 − 5.
    let waits: Vec<(u32, Span)> = record
        .happenings
        .iter()
        .filter_map(|h| match h.signal {
            Signal::Admitted { waited, .. } => Some((crowd.who(h.rank).person, waited)),
            _ => None,
        })
        .collect();
    assert_eq!(waits, [(2, Span::from_seconds(60)), (1, Span::from_seconds(140))], "{KEY:?}");
}
