//! Things that happen at one instant, pair by pair in the order of the contract (§1): expiries of sessions, then of
//! places → people leaving → requests (arrival, poll, request within a visit) → the metered room's admission phase
//! → ends of patience in the metered room.
//!
//! Each day is small and comes out differently if the two things of its name change places; the comment says how. Where
//! the order cannot change who gets in, the test looks at the levels that are told.

use crate::recorded::{KEY, play};
use crate::timelines::{
    STAYS, acceptances, assert_story, cloudflare, full_story, group, in_cloudflare, in_metered, levels_at,
    listed, metered, patient, people, single, span, steps, story,
};
use machiai::draws::RunKey;
use machiai::engine::{Happening, Signal};
use machiai::model::room::{BucketRule, CallOrder, Cloudflare, Metered};
use machiai::model::{Distribution, Group, System, Visit};
use machiai::units::{SimTime, Span};

/// Someone who makes a request every 50 s for 450 s and so holds a slot from 0 to 510 s.
fn lasting() -> Group {
    group(&[0.0], Visit::even(listed(&[450.0]), 10))
}

/// One slot, strict buckets.
fn strict(slots: u32) -> Cloudflare {
    Cloudflare { bucket_rule: BucketRule::Strict, ..cloudflare(slots) }
}

/// What was told of one instant, in order.
fn told_at(day: &System, seconds: f64) -> Vec<String> {
    let start = format!("{seconds} ");
    full_story(day, KEY).into_iter().filter(|line| line.starts_with(&start)).collect()
}

/// The first happening of a kind at an instant.
#[track_caller]
fn happening(day: &System, seconds: f64, signal: Signal) -> Happening {
    let (_, record, _) = play(day, KEY);
    let at = SimTime::ZERO + span(seconds);
    let found = record.happenings.iter().find(|h| h.at == at && h.signal == signal);
    *found.unwrap_or_else(|| panic!("no {signal:?} at {seconds}, {KEY:?}: {:?}", full_story(day, KEY)))
}

// ---- The Cloudflare room: session expiry, place expiry, leaving, arrival, poll, request within a visit -------------

/// Both only make room, so the order shows in the levels alone: d's slot (250 + 60) before c's ghost (10 + 300).
#[test]
fn session_expiry_then_place_expiry() {
    // a and b hold both slots until 60; c is queued at 10 and leaves at once; d finds 2 free > 1 place at 250.
    let group = patient(single(&[0.0, 0.0, 10.0, 250.0]), &[0.0]);
    let day = in_cloudflare(&cloudflare(2), vec![group]);
    assert_story(&told_at(&day, 310.0), &["310 d slot freed", "310 c place gone"]);
    let levels = happening(&day, 310.0, Signal::SessionExpired).levels;
    assert_eq!((levels.line, levels.active), (1, 0), "the ghost is still there, {KEY:?}");
}

/// One step of 60 s with S = 60: the room frees the slot before the person is gone.
#[test]
fn session_expiry_then_leaving() {
    let day = in_cloudflare(&cloudflare(1), vec![steps(&[0.0], &[60.0])]);
    assert_story(&told_at(&day, 60.0), &["60 a slot freed", "60 a ended"]);
    let levels = happening(&day, 60.0, Signal::SessionExpired).levels;
    assert_eq!((levels.active, levels.inside), (0, 1), "{KEY:?}");
}

/// Reversed, b would find the room full and be queued.
#[test]
fn session_expiry_then_arrival() {
    let day = in_cloudflare(&cloudflare(1), vec![single(&[0.0, 60.0])]);
    assert_story(&story(&day)[..3], &["0 a accepted", "60 a slot freed", "60 b accepted"]);
}

/// Reversed, b's poll at 40 + 20 would fail and the next one, at 80, succeed.
#[test]
fn session_expiry_then_poll() {
    let day = in_cloudflare(&cloudflare(1), vec![single(&[0.0, 40.0])]);
    assert_story(&acceptances(&day, KEY), &["0 a accepted", "60 b admitted"]);
}

/// a lost its session at 60 and notices at 130, when A's slot (70 + 60) is freed. Reversed, a would be queued.
#[test]
fn session_expiry_then_request_within_a_visit() {
    let day = in_cloudflare(&cloudflare(1), vec![steps(&[0.0], &[130.0, 0.0]), single(&[70.0])]);
    assert_story(&told_at(&day, 130.0), &["130 A slot freed", "130 a lost", "130 a accepted again"]);
    // One's own session: expired at t is expired at t. Reversed, the request at 60 would renew it.
    let day = in_cloudflare(&cloudflare(1), vec![steps(&[0.0], &[60.0, 0.0])]);
    assert_story(&told_at(&day, 60.0), &["60 a slot freed", "60 a lost", "60 a accepted again"]);
}

/// A's ghost dies at 10 + 300; B, queued at 100 with 210 s of patience, leaves at 310 and is the only place then.
#[test]
fn place_expiry_then_leaving() {
    let day = in_cloudflare(&cloudflare(1), vec![lasting(), patient(single(&[10.0, 100.0]), &[0.0, 210.0])]);
    assert_story(&told_at(&day, 310.0), &["310 A place gone", "310 B left"]);
    assert_eq!(happening(&day, 310.0, Signal::Left).levels.line, 1, "B's own ghost, {KEY:?}");
}

/// The slot is free from 60 on, but b's ghost keeps newcomers out until 310. Reversed, c would be queued.
#[test]
fn place_expiry_then_arrival() {
    let day = in_cloudflare(&cloudflare(1), vec![patient(single(&[0.0, 10.0, 310.0]), &[0.0, 0.0, STAYS])]);
    assert_story(&told_at(&day, 310.0)[..3], &["310 b place gone", "310 c came", "310 c accepted"]);
}

/// b's ghost is the oldest bucket until 310; c (came 70) polls then. Reversed, c would be admitted at 330.
#[test]
fn place_expiry_then_poll() {
    let day = in_cloudflare(&strict(1), vec![patient(single(&[0.0, 10.0, 70.0]), &[0.0, 0.0, STAYS])]);
    assert_story(&acceptances(&day, KEY), &["0 a accepted", "310 c admitted"]);
}

/// a notices at 310 that its session ended at 60, when A's ghost (10 + 300) dies. Reversed, a would be queued.
#[test]
fn place_expiry_then_request_within_a_visit() {
    let day =
        in_cloudflare(&cloudflare(1), vec![steps(&[0.0], &[310.0, 0.0]), patient(single(&[10.0]), &[0.0])]);
    assert_story(&told_at(&day, 310.0), &["310 A place gone", "310 a lost", "310 a accepted again"]);
}

/// Who leaves at 50 is not in line any more when the next person comes; whose visit ends is not inside.
#[test]
fn leaving_then_arrival() {
    let day = in_cloudflare(&cloudflare(1), vec![lasting(), patient(single(&[10.0, 50.0]), &[40.0, STAYS])]);
    assert_eq!(happening(&day, 50.0, Signal::Arrived).levels.waiting, 0, "{KEY:?}");
    let day = in_cloudflare(&cloudflare(2), vec![people(&[0.0, 30.0], &[30.0])]);
    assert_eq!(happening(&day, 30.0, Signal::Arrived).levels.inside, 0, "{KEY:?}");
}

/// b's patience (20 + 40) and c's first poll (40 + 20) meet b's poll at 60, when the slot is freed: b has left, c has
/// it. Reversed, b would be admitted (at one instant b polls before c).
#[test]
fn leaving_then_poll() {
    let day = in_cloudflare(&cloudflare(1), vec![patient(single(&[0.0, 20.0, 40.0]), &[0.0, 40.0, STAYS])]);
    let expected = ["60 a slot freed", "60 b left", "60 c admitted"];
    assert_story(&told_at(&day, 60.0)[..3], &expected);
}

/// A (queued 45, delay 20 s, so the first poll would be at 85) leaves at 80, when a notices a lost session: nobody waits
/// any more, but the ghost keeps a from the slot that is free.
#[test]
fn leaving_then_request_within_a_visit() {
    let mut slow = patient(single(&[45.0]), &[35.0]);
    slow.poll_delay = Distribution::Fixed(Span::from_seconds(20));
    let day = in_cloudflare(&cloudflare(1), vec![steps(&[0.0], &[80.0, 0.0]), slow]);
    assert_story(&told_at(&day, 80.0), &["80 A left", "80 a lost", "80 a queued again"]);
    assert_eq!(happening(&day, 80.0, Signal::Lost { first: true }).levels.waiting, 0, "{KEY:?}");
}

/// b polls at 40 + 20 and c comes at 60, when both slots are freed; strict buckets. c finds b's place and is queued
/// until 80. Reversed, b would be gone from the line and c accepted at once.
#[test]
fn arrival_then_poll() {
    let day = in_cloudflare(&strict(2), vec![single(&[0.0, 0.0, 40.0, 60.0])]);
    let expected = ["0 a accepted", "0 b accepted", "60 c admitted", "80 d admitted"];
    assert_story(&acceptances(&day, KEY), &expected);
}

/// One slot, free since 60: the newcomer at 80 has it before a, who notices the loss at 80. Reversed, A would be queued.
#[test]
fn arrival_then_request_within_a_visit() {
    let day = in_cloudflare(&cloudflare(1), vec![steps(&[0.0], &[80.0, 0.0]), single(&[80.0])]);
    let told = story(&day);
    assert_story(&told[2..5], &["80 A accepted", "80 a lost", "80 a queued again"]);
}

/// Two slots, free since 60, strict buckets. A (queued 50, delay 10 s) polls at 80 for the first time; then a notices the
/// loss, finds nobody in line and is accepted again. Reversed, a would find A's place and be queued.
#[test]
fn poll_then_request_within_a_visit() {
    let mut slow = single(&[0.0, 50.0]);
    slow.poll_delay = Distribution::Fixed(Span::from_seconds(10));
    let day = in_cloudflare(&strict(2), vec![steps(&[0.0], &[80.0, 0.0]), slow]);
    let expected = ["0 a accepted", "0 A accepted", "80 B admitted", "80 a accepted again"];
    assert_story(&acceptances(&day, KEY), &expected);
}

/// Requests of one kind are answered by group, then person. a (came 10) and A (came 0) both notice their loss at 130
/// and one slot is free (the third group's person has the other from 71 to 131): a has it.
#[test]
fn requests_within_visits_by_group_then_person() {
    let (a, early) = (steps(&[10.0], &[120.0, 0.0]), steps(&[0.0], &[130.0, 0.0]));
    let day = in_cloudflare(&cloudflare(2), vec![a, early, single(&[71.0])]);
    let told: Vec<String> = told_at(&day, 130.0).into_iter().filter(|line| line.ends_with("again")).collect();
    assert_story(&told, &["130 a accepted again", "130 A queued again"]);
}

/// Something created for an earlier phase of this instant runs next: b, without patience, is gone before c comes.
#[test]
fn what_an_instant_creates_for_an_earlier_phase_runs_next() {
    let day = in_cloudflare(&cloudflare(1), vec![patient(single(&[0.0, 10.0, 10.0]), &[0.0, 0.0, STAYS])]);
    let expected = ["10 b came", "10 b queued", "10 b left", "10 c came", "10 c queued"];
    assert_story(&told_at(&day, 10.0), &expected);
    // Visits without length, one slot: each is over, and its slot free, before the next person of the same instant.
    let day = in_metered(&metered(1), vec![single(&[0.0, 0.0, 0.0])]);
    assert_story(&acceptances(&day, KEY), &["0 a accepted", "0 b accepted", "0 c accepted"]);
}

// ---- The metered room: slot freed, visit ended, arrival, admission, end of patience --------------------------------

/// Nobody may wait (K = 0). Reversed, b would be turned away.
#[test]
fn metered_slot_freed_then_arrival() {
    let settings = Metered { line_limit: Some(0), ..metered(1) };
    let day = in_metered(&settings, vec![people(&[0.0, 30.0], &[30.0])]);
    assert_story(&acceptances(&day, KEY), &["0 a accepted", "30 b accepted"]);
}

/// A visit's end frees the slot at the same instant (lag 0), an earlier phase, and the line is called at that instant.
#[test]
fn metered_visit_ended_then_slot_freed_then_admission() {
    let day = in_metered(&metered(1), vec![people(&[0.0, 5.0], &[30.0])]);
    assert_story(&told_at(&day, 30.0), &["30 a booked", "30 a ended", "30 a slot freed", "30 b admitted"]);
}

/// With a lag of 15 s a's slot (visit 15 s) is freed at 30, when b's visit (30 s) ends: expiries come first.
#[test]
fn metered_slot_freed_then_visit_ended() {
    let settings = Metered { lag: span(15.0), ..metered(2) };
    let day = in_metered(&settings, vec![people(&[0.0, 0.0], &[15.0, 30.0])]);
    assert_story(&told_at(&day, 30.0), &["30 a slot freed", "30 b booked", "30 b ended"]);
    assert_eq!(levels_at(&day, 30.0).active, 1, "{KEY:?}");
}

/// Someone who comes at the instant of a visit's end does not count that person as inside.
#[test]
fn metered_visit_ended_then_arrival() {
    let day = in_metered(&metered(2), vec![people(&[0.0, 30.0], &[30.0])]);
    let levels = happening(&day, 30.0, Signal::Arrived).levels;
    assert_eq!((levels.inside, levels.active), (0, 0), "{KEY:?}");
}

/// b waits and c comes at 30, when the slot is freed: the line has it, whether by slot or by spacing.
#[test]
fn metered_arrival_then_admission_fifo() {
    let day = in_metered(&metered(1), vec![people(&[0.0, 5.0, 30.0], &[30.0])]);
    assert_story(&acceptances(&day, KEY), &["0 a accepted", "30 b admitted", "60 c admitted"]);
    let settings = Metered { slots: None, spacing: Some(span(10.0)), ..metered(1) };
    let day = in_metered(&settings, vec![single(&[0.0, 5.0, 10.0])]);
    assert_story(&acceptances(&day, KEY), &["0 a accepted", "10 b admitted", "20 c admitted"]);
    // Not in the contract, but both implementations read it so: whoever is called at this instant makes room in a line
    // that is full (K = 1). Here c is queued and called at 60.
    let settings = Metered { line_limit: Some(1), ..metered(1) };
    let day = in_metered(&settings, vec![people(&[0.0, 5.0, 30.0], &[30.0])]);
    assert_story(&acceptances(&day, KEY), &["0 a accepted", "30 b admitted", "60 c admitted"]);
}

/// In a lottery all who came at this instant take part. Reversed, b, who waits, would always be called at 30.
#[test]
fn metered_arrival_then_admission_lottery() {
    let settings = Metered { order: CallOrder::Lottery, ..metered(1) };
    let waiting = in_metered(&settings, vec![people(&[0.0, 5.0, 30.0], &[30.0])]);
    let together = in_metered(&settings, vec![people(&[0.0, 30.0, 30.0], &[30.0])]);
    let free = in_metered(&settings, vec![people(&[30.0, 30.0], &[30.0])]);
    for (day, pair) in [(waiting, ['b', 'c']), (together, ['b', 'c']), (free, ['a', 'b'])] {
        let keys = 400;
        let called = |who: char| {
            let chosen = |seed: u64| {
                let told = acceptances(&day, RunKey { seed, replication: 0 });
                told.iter().any(|line| line.starts_with(&format!("30 {who} ")))
            };
            (0..keys).filter(|&seed| chosen(seed)).count()
        };
        let (one, other) = (called(pair[0]), called(pair[1]));
        assert_eq!(one + other, keys as usize, "one at 30 in every run");
        // Binomial(400, ½): mean 200, standard deviation 10; four of them.
        assert!(one.abs_diff(200) <= 40, "{pair:?}: {one} to {other}, seeds 0..{keys}");
    }
}

/// b's patience ends at 30, when the slot is freed and b is called: admitted. Reversed, b would be lost and c called.
#[test]
fn metered_slot_freed_and_admission_then_end_of_patience() {
    let day =
        in_metered(&metered(1), vec![patient(people(&[0.0, 5.0, 6.0], &[30.0]), &[STAYS, 25.0, STAYS])]);
    assert_story(&acceptances(&day, KEY), &["0 a accepted", "30 b admitted", "60 c admitted"]);
    // The same when the spacing, not a slot, is what b waits for.
    let settings = Metered { slots: None, spacing: Some(span(10.0)), ..metered(1) };
    let day = in_metered(&settings, vec![patient(single(&[0.0, 5.0, 6.0]), &[STAYS, 5.0, STAYS])]);
    assert_story(&acceptances(&day, KEY), &["0 a accepted", "10 b admitted", "20 c admitted"]);
}

/// Two ends of patience at the instant of one call: the first is called, the second lost.
#[test]
fn metered_one_call_saves_one_of_two() {
    let day =
        in_metered(&metered(1), vec![patient(people(&[0.0, 5.0, 10.0], &[30.0]), &[STAYS, 25.0, 20.0])]);
    assert_story(&told_at(&day, 30.0)[2..], &["30 a slot freed", "30 b admitted", "30 c left"]);
}

/// The price of that rule: at the end of patience somebody who is not called still stands in line when the next person
/// comes, so with K = 1 c is turned away. A microsecond later c has the place.
#[test]
fn metered_arrival_then_end_of_patience() {
    let settings = Metered { line_limit: Some(1), ..metered(1) };
    let day = |comes| {
        in_metered(&settings, vec![patient(people(&[0.0, 5.0, comes], &[30.0]), &[STAYS, 15.0, STAYS])])
    };
    assert_story(&told_at(&day(20.0), 20.0), &["20 c came", "20 c turned away", "20 b left"]);
    assert_story(&acceptances(&day(20.000_001), KEY), &["0 a accepted", "30 c admitted"]);
}
