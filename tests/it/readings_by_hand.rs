//! Small days worked out by hand, one or more for each agreed reading (R2 to R18) of the contract, as plain data.
//!
//! Nothing here runs anything: whoever uses a case plays `people` in `room` and compares. All times are whole seconds
//! turned into microseconds. Unless a case says otherwise the room is fifo with reservation, b = 1 (no pacing) and an
//! NUPM nobody reaches, S = 60 s, grace 300 s, retype 1/2, opening at 0; people make one request (so the visit is
//! booked and over at once), poll every 20 s, stay for ever and never come back.

use crate::naive::What::{
    AcceptedAtOnce, Admitted, Booked, CameBack, GaveUp, Left, Lost, PlaceExpired, Queued, SessionExpired,
    TurnedAway, VisitEnded,
};
use crate::naive::{AtOrigin, Cloudflare, Comeback, Entry, Person, Regime, Shown, Sleep, What};

/// A day and what comes of it.
pub struct Case {
    /// Which reading, and what of it.
    pub name: &'static str,
    /// Who comes.
    pub people: Vec<Person>,
    /// Where.
    pub room: Cloudflare,
    /// Until when.
    pub horizon: Option<i64>,
    /// The kinds of happenings worked out by hand; `expected` has every one of them.
    pub kinds: Vec<What>,
    /// (at, what, group, person), in the order of the room (R19).
    pub expected: Vec<(i64, What, u32, u32)>,
    /// Every answer shown to the people who occur here (and maybe others were shown something, too).
    pub shown: Vec<Shown>,
}

/// What becomes of people in line and in the visit, but neither bookings nor the ends of things.
const STORY: [What; 8] = [AcceptedAtOnce, Queued, Admitted, Left, TurnedAway, CameBack, Lost, GaveUp];

/// Everything.
const ALL: [What; 12] = [
    AcceptedAtOnce,
    Queued,
    Admitted,
    Left,
    TurnedAway,
    CameBack,
    Lost,
    GaveUp,
    Booked,
    PlaceExpired,
    SessionExpired,
    VisitEnded,
];

fn s(seconds: i64) -> i64 {
    seconds * 1_000_000
}

/// Somebody with one request and all defaults.
fn who(group: u32, person: u32, arrives: i64) -> Person {
    Person {
        group,
        person,
        arrives: s(arrives),
        think: Vec::new(),
        last_think: 0,
        patience: None,
        poll_interval: s(20),
        tolerance: None,
        tickets: vec![u64::from(group) * 1_000 + u64::from(person)],
        comebacks: Vec::new(),
        sleep: None,
        cookieless: false,
        bypass: false,
        revoked: false,
        reload: None,
        at_origin: AtOrigin::default(),
    }
}

impl Person {
    fn thinks(mut self, seconds: &[i64]) -> Person {
        self.think = seconds.iter().map(|&t| s(t)).collect();
        self
    }

    fn patient(mut self, seconds: i64) -> Person {
        self.patience = Some(s(seconds));
        self
    }

    fn polls_every(mut self, seconds: i64) -> Person {
        self.poll_interval = s(seconds);
        self
    }

    fn tolerates(mut self, seconds: i64) -> Person {
        self.tolerance = Some(s(seconds));
        self
    }

    fn tickets(mut self, tickets: &[u64]) -> Person {
        self.tickets = tickets.to_vec();
        self
    }

    /// Comes back once more, with the patience of that time.
    fn back(mut self, delay: i64, with_cookie: bool, patience: Option<i64>) -> Person {
        self.comebacks.push(Comeback { delay: s(delay), with_cookie, patience: patience.map(s) });
        self
    }

    fn sleeps(mut self, after: i64, lasting: i64) -> Person {
        self.sleep = Some(Sleep { after: s(after), lasting: s(lasting) });
        self
    }

    fn cookieless(mut self) -> Person {
        self.cookieless = true;
        self
    }

    fn bypass(mut self) -> Person {
        self.bypass = true;
        self
    }

    fn revoked(mut self) -> Person {
        self.revoked = true;
        self
    }

    fn reloads(mut self, seconds: i64) -> Person {
        self.reload = Some(s(seconds));
        self
    }
}

/// Fifo with a TAU and S in seconds.
fn fifo(total_active_users: u32, session_duration: i64) -> Regime {
    Regime {
        total_active_users,
        new_users_per_minute: 100_000,
        burst_ten_thousandths: 10_000,
        session_duration: s(session_duration),
        disable_session_renewal: false,
        entry: Entry::Fifo,
        shuffle: None,
    }
}

/// A room with a first regime and later ones from given seconds on.
fn room(first: Regime, later: &[(i64, Regime)]) -> Cloudflare {
    let mut regimes = vec![(i64::MIN, first)];
    regimes.extend(later.iter().map(|&(from, regime)| (s(from), regime)));
    Cloudflare {
        regimes,
        strict_buckets: false,
        sticky: false,
        grace: s(300),
        minute_offset: 0,
        retype_thousandths: 500,
        give_up_after: 3,
        patience_again: false,
        opening: 0,
        room_poll_interval: s(20),
    }
}

fn case(
    name: &'static str,
    people: Vec<Person>,
    room: Cloudflare,
    kinds: &[What],
    expected: &[(i64, What, u32, u32)],
) -> Case {
    let expected = expected.iter().map(|&(at, what, group, person)| (s(at), what, group, person)).collect();
    Case { name, people, room, horizon: None, kinds: kinds.to_vec(), expected, shown: Vec::new() }
}

fn shown(at: i64, group: u32, person: u32, estimate: Option<(i64, i64)>) -> Shown {
    Shown { at: s(at), group, person, device: 0, estimate }
}

/// `STORY` and some more.
fn story_and(more: &[What]) -> Vec<What> {
    STORY.iter().chain(more).copied().collect()
}

/// All cases.
pub fn cases() -> Vec<Case> {
    let mut all = regimes();
    all.extend(entries());
    all.extend(random());
    all.extend(sessions());
    all.extend(patience());
    all.extend(comebacks());
    all.extend(sleep());
    all.extend(devices());
    all.extend(cookieless());
    all.extend(estimates());
    all.extend(shuffles());
    all.extend(waits());
    all
}

/// R1, R2.
fn regimes() -> Vec<Case> {
    let suspended = Regime { entry: Entry::Suspended, ..fifo(1, 60) };
    vec![
        // a holds the only slot until 300. b, queued at 50, polls at 70, 90, 110. TAU 2 from 110 on: "at the instant itself
        // the new regime is in force", so one slot is free at 110.
        case(
            "R1: the new regime is in force at the instant itself",
            vec![who(0, 0, 0), who(0, 1, 50)],
            room(fifo(1, 300), &[(110, fifo(2, 300))]),
            &STORY,
            &[(0, AcceptedAtOnce, 0, 0), (50, Queued, 0, 1), (110, Admitted, 0, 1)],
        ),
        // Four in at 0 with TAU 4; TAU 1 from 10 on. Nobody is evicted: all sessions end at 60. e comes at 50: free
        // = max(0, 1 − 4) = 0, queued; polls 70: 1 − 0 = 1 > 0 places in earlier buckets.
        case(
            "R1: lowered limits never evict anyone",
            vec![who(0, 0, 0), who(0, 1, 0), who(0, 2, 0), who(0, 3, 0), who(0, 4, 50)],
            room(fifo(4, 60), &[(10, fifo(1, 60))]),
            &[Queued, Admitted, SessionExpired],
            &[
                (50, Queued, 0, 4),
                (60, SessionExpired, 0, 0),
                (60, SessionExpired, 0, 1),
                (60, SessionExpired, 0, 2),
                (60, SessionExpired, 0, 3),
                (70, Admitted, 0, 4),
                (130, SessionExpired, 0, 4),
            ],
        ),
        // Suspended until 100. a's first request at 0 and the next at 30 reach the origin, no session is made. The one at
        // 30 + 90 = 120 finds the room back and no session: lost, the step of 90 is done again in 45. TAU 1, nobody
        // there: accepted at 120, session until 180. The request at 165 opens the last step and renews until 225.
        case(
            "R2: in while suspended, a lost session afterwards",
            vec![who(0, 0, 0).thinks(&[30, 90])],
            room(suspended, &[(100, fifo(1, 60))]),
            &ALL,
            &[
                (0, AcceptedAtOnce, 0, 0),
                (120, Lost, 0, 0),
                (120, AcceptedAtOnce, 0, 0),
                (165, Booked, 0, 0),
                (165, VisitEnded, 0, 0),
                (225, SessionExpired, 0, 0),
            ],
        ),
        // a has the slot until 300; b is queued at 10 and polls at 30 and 50. Suspended from 40: through at 50, uncounted (no
        // session of b's ever ends), and the place is given up (none ever expires).
        case(
            "R2: people in line when the room becomes suspended",
            vec![who(0, 0, 0), who(0, 1, 10)],
            room(fifo(1, 300), &[(40, suspended)]),
            &story_and(&[PlaceExpired, SessionExpired]),
            &[
                (0, AcceptedAtOnce, 0, 0),
                (10, Queued, 0, 1),
                (50, Admitted, 0, 1),
                (300, SessionExpired, 0, 0),
            ],
        ),
        // a has a session until 60. Its request at 40 meets the suspended room (30 to 70): not renewed. At 80 the session is
        // lost; the step of 40 again in 20; accepted until 140; the request at 100 renews until 160.
        case(
            "R2: suspended, an existing session keeps its expiry",
            vec![who(0, 0, 0).thinks(&[40, 40])],
            room(fifo(5, 60), &[(30, suspended), (70, fifo(5, 60))]),
            &ALL,
            &[
                (0, AcceptedAtOnce, 0, 0),
                (60, SessionExpired, 0, 0),
                (80, Lost, 0, 0),
                (80, AcceptedAtOnce, 0, 0),
                (100, Booked, 0, 0),
                (100, VisitEnded, 0, 0),
                (160, SessionExpired, 0, 0),
            ],
        ),
        // The slot is a's until 60. b bypasses at 10 and 210 without a session, so nothing is lost. c comes at 20, polls at 40
        // and 60, and has the slot at 60, though b is inside: b is not counted.
        case(
            "R2: bypass",
            vec![who(0, 0, 0), who(0, 1, 10).thinks(&[200]).bypass(), who(0, 2, 20)],
            room(fifo(1, 60), &[]),
            &ALL,
            &[
                (0, AcceptedAtOnce, 0, 0),
                (0, Booked, 0, 0),
                (0, VisitEnded, 0, 0),
                (10, AcceptedAtOnce, 0, 1),
                (20, Queued, 0, 2),
                (60, SessionExpired, 0, 0),
                (60, Admitted, 0, 2),
                (60, Booked, 0, 2),
                (60, VisitEnded, 0, 2),
                (120, SessionExpired, 0, 2),
                (210, Booked, 0, 1),
                (210, VisitEnded, 0, 1),
            ],
        ),
    ]
}

/// R3, R4 without the random method, R5.
fn entries() -> Vec<Case> {
    let passthrough = |tau, session| Regime { entry: Entry::Passthrough, ..fifo(tau, session) };
    let reject = |tau, session| Regime { entry: Entry::Reject, ..fifo(tau, session) };
    let hold = |tau, session| Regime { entry: Entry::Hold, ..fifo(tau, session) };
    // Three sessions until 60; d is queued at 50; e comes at 65.
    let five = || vec![who(0, 0, 0), who(0, 1, 0), who(0, 2, 0), who(0, 3, 50), who(0, 4, 65)];
    let three_in = [(0, AcceptedAtOnce, 0, 0), (0, AcceptedAtOnce, 0, 1), (0, AcceptedAtOnce, 0, 2)];
    let and = |rest: &[(i64, What, u32, u32)]| [&three_in[..], rest].concat();
    vec![
        // At 65: 3 free > 1 place, so e is in at once; d's poll at 70: 2 free > 0.
        case(
            "R3: consistent, in at once when free slots exceed all places",
            five(),
            room(fifo(3, 60), &[]),
            &STORY,
            &and(&[(50, Queued, 0, 3), (65, AcceptedAtOnce, 0, 4), (70, Admitted, 0, 3)]),
        ),
        // Sticky: there is a place at 65, so e is queued; d's poll at 70, e's at 85.
        case(
            "R3: sticky, queued while there is a place",
            five(),
            Cloudflare { sticky: true, ..room(fifo(3, 60), &[]) },
            &STORY,
            &and(&[(50, Queued, 0, 3), (65, Queued, 0, 4), (70, Admitted, 0, 3), (85, Admitted, 0, 4)]),
        ),
        // The strict bucket rule has the sticky test; e's bucket (minute 1) is the oldest at 85.
        case(
            "R3: strict buckets, queued while there is a place",
            five(),
            Cloudflare { strict_buckets: true, ..room(fifo(3, 60), &[]) },
            &STORY,
            &and(&[(50, Queued, 0, 3), (65, Queued, 0, 4), (70, Admitted, 0, 3), (85, Admitted, 0, 4)]),
        ),
        // "The same test under Random as under Fifo": e is in at 65 with 3 free > 1 place. d's poll at 70: E = min(3 − 1 + 3
        // ended at 60, plenty) = 5 ≥ 1 place: certain.
        case(
            "R3: random, the newcomer's test of fifo",
            five(),
            room(Regime { entry: Entry::Random, ..fifo(3, 60) }, &[]),
            &STORY,
            &and(&[(50, Queued, 0, 3), (65, AcceptedAtOnce, 0, 4), (70, Admitted, 0, 3)]),
        ),
        // TAU 1 is a's until 300. Passthrough from 100: c at 105 and b's poll at 110 are in, counted as sessions.
        case(
            "R3, R4: passthrough ignores the limits and counts",
            vec![who(0, 0, 0), who(0, 1, 90), who(0, 2, 105)],
            room(fifo(1, 300), &[(100, passthrough(1, 300))]),
            &story_and(&[SessionExpired]),
            &[
                (0, AcceptedAtOnce, 0, 0),
                (90, Queued, 0, 1),
                (105, AcceptedAtOnce, 0, 2),
                (110, Admitted, 0, 1),
                (300, SessionExpired, 0, 0),
                (405, SessionExpired, 0, 2),
                (410, SessionExpired, 0, 1),
            ],
        ),
        // NUPM 3. Five pass through in minute 0, so at 20 the allowance is 3 − 5 = −2 and f is queued; its poll at 60 is in
        // minute 1, allowance 3.
        case(
            "R4: passthrough uses up the minute's allowance",
            vec![who(0, 0, 0), who(0, 1, 0), who(0, 2, 0), who(0, 3, 0), who(0, 4, 0), who(0, 5, 20)],
            room(passthrough(100, 60), &[(10, Regime { new_users_per_minute: 3, ..fifo(100, 60) })]),
            &[Queued, Admitted],
            &[(20, Queued, 0, 5), (60, Admitted, 0, 5)],
        ),
        // Reject from 100. b's poll at 110 is turned away, the place dropped: it never expires. c is turned away at 120. a's
        // session (until 300) is valid: the request at 150 passes (R6).
        case(
            "R3, R4, R6: reject",
            vec![who(0, 0, 0).thinks(&[150]), who(0, 1, 90), who(0, 2, 120)],
            room(fifo(1, 300), &[(100, reject(1, 300))]),
            &story_and(&[PlaceExpired, Booked]),
            &[
                (0, AcceptedAtOnce, 0, 0),
                (90, Queued, 0, 1),
                (110, TurnedAway, 0, 1),
                (120, TurnedAway, 0, 2),
                (150, Booked, 0, 0),
            ],
        ),
        // Nobody is accepted until 100 though five slots are free; a polls at 20, 40, 60, 80 in vain and at 100 is in. b's
        // polls are at 30, 50, 70, 90, 110. c, in at −10 before the hold began at −5, has a session until 50 that passes
        // at 40 and is renewed.
        case(
            "R3, R4, R6: hold",
            vec![who(0, 0, 0), who(0, 1, 10), who(0, 2, -10).thinks(&[50])],
            room(fifo(5, 60), &[(-5, hold(5, 60)), (100, fifo(5, 60))]),
            &story_and(&[SessionExpired]),
            &[
                (-10, AcceptedAtOnce, 0, 2),
                (0, Queued, 0, 0),
                (10, Queued, 0, 1),
                (100, SessionExpired, 0, 2),
                (100, Admitted, 0, 0),
                (110, Admitted, 0, 1),
                (160, SessionExpired, 0, 0),
                (170, SessionExpired, 0, 1),
            ],
        ),
        // Hold moves the expiry: polls at 20 … 380 keep the place of minute 0 for more than 300 s. TAU 1 from 400: b (bucket
        // 0), whose poll is at 400, is before c (bucket 1, polls 395 and 415). c after 460: 475.
        case(
            "R4, R8: a poll during a hold keeps the place",
            vec![who(0, 0, 75), who(0, 1, 0)],
            room(hold(1, 60), &[(400, fifo(1, 60))]),
            &story_and(&[PlaceExpired]),
            &[(0, Queued, 0, 1), (75, Queued, 0, 0), (400, Admitted, 0, 1), (475, Admitted, 0, 0)],
        ),
        // a's session ends at 60; Reject from 80; the request at 100 finds it lost and is turned away. The first acceptance
        // is past, so the comeback does not happen, and no visit ends.
        case(
            "R5, R10: a lost session turned away",
            vec![who(0, 0, 0).thinks(&[100]).back(10, true, None)],
            room(fifo(1, 60), &[(80, reject(1, 60))]),
            &ALL,
            &[
                (0, AcceptedAtOnce, 0, 0),
                (60, SessionExpired, 0, 0),
                (100, Lost, 0, 0),
                (100, TurnedAway, 0, 0),
            ],
        ),
    ]
}

/// R4, the random method where nothing is left to chance.
fn random() -> Vec<Case> {
    let random = |tau| room(Regime { entry: Entry::Random, ..fifo(tau, 60) }, &[]);
    vec![
        // b polls at 30 and 50: E = 1 − 1 + 0 = 0, p = 0. At 70: E = 1 − 0 + 1 (ended at 60, in (50, 70]) = 2, one place:
        // p = 1.
        case(
            "R4: random, impossible and then certain",
            vec![who(0, 0, 0), who(0, 1, 10)],
            random(1),
            &STORY,
            &[(0, AcceptedAtOnce, 0, 0), (10, Queued, 0, 1), (70, Admitted, 0, 1)],
        ),
        // b's poll at 70: E = 1 − 0 + 1 = 2, two places: p = 1, in. c's at 75: E = 1 − 1 + 1 = 1, one place: p = 1, but no
        // slot is free. At 95 and 115 E = 0. b's session ends at 130, c's poll at 135: E = 1 + 1.
        case(
            "R4: random, a winner needs a free slot",
            vec![who(0, 0, 0), who(0, 1, 10), who(0, 2, 15)],
            random(1),
            &STORY,
            &[
                (0, AcceptedAtOnce, 0, 0),
                (10, Queued, 0, 1),
                (15, Queued, 0, 2),
                (70, Admitted, 0, 1),
                (135, Admitted, 0, 2),
            ],
        ),
        // Ended in (now − 20 s, now]: no slot is ever free by itself here, TAU falls from 2 to 1 at 5. a's and b's sessions
        // end at 60 and 62. c's poll at 60 (queued 40): E = 1 − 1 + 1 = 1, p = 1, no free slot. At 80: E = 1 − 0 + 1 (62;
        // 60 = 80 − 20 does not count), p = 1, in. The order of minutes plays no part: d (queued 70) polls at 90: E
        // = 1 − 1 + 0 = 0 (62 is before 70); c's session ends at 140; d polls at 150: in.
        case(
            "R4: random, with a lowered limit",
            vec![who(0, 0, 0), who(0, 1, 2), who(0, 2, 40), who(0, 3, 70)],
            room(
                Regime { entry: Entry::Random, ..fifo(2, 60) },
                &[(5, Regime { entry: Entry::Random, ..fifo(1, 60) })],
            ),
            &STORY,
            &[
                (0, AcceptedAtOnce, 0, 0),
                (2, AcceptedAtOnce, 0, 1),
                (40, Queued, 0, 2),
                (70, Queued, 0, 3),
                (80, Admitted, 0, 2),
                (150, Admitted, 0, 3),
            ],
        ),
        // NUPM 3, b = 0.5, TAU plenty. Five pass through in minute 0; Random from 10. c comes at 20: allowance ⌊3 × (0.5 +
        // 0.5 × 1/3)⌋ − 5 = 2 − 5 = −3, queued. At 40: E = ⌊2.5⌋ − 5 + 0.5 = −2.5, p = 0. At 60 (minute 1): allowance ⌊1.5⌋
        // = 1, E = 1.5 ≥ 1 place: p = 1, one slot free.
        case(
            "R4: random, a negative allowance",
            (0..5).map(|person| who(0, person, 0)).chain([who(0, 5, 20)]).collect(),
            room(
                Regime { entry: Entry::Passthrough, ..fifo(100, 60) },
                &[(
                    10,
                    Regime {
                        entry: Entry::Random,
                        new_users_per_minute: 3,
                        burst_ten_thousandths: 5_000,
                        ..fifo(100, 60)
                    },
                )],
            ),
            &[Queued, Admitted],
            &[(20, Queued, 0, 5), (60, Admitted, 0, 5)],
        ),
    ]
}

/// R6, R7, R20.
fn sessions() -> Vec<Case> {
    let off = Regime { disable_session_renewal: true, ..fifo(5, 60) };
    vec![
        // S = 60 until 30, then 10. b's session is written as 60 and stays. a's request at 40 moves its to 40 + 10.
        case(
            "R6: an expiry already written is not touched",
            vec![who(0, 0, 0).thinks(&[40]), who(0, 1, 0)],
            room(fifo(2, 60), &[(30, fifo(2, 10))]),
            &[SessionExpired, Booked, Lost],
            &[(0, Booked, 0, 1), (40, Booked, 0, 0), (50, SessionExpired, 0, 0), (60, SessionExpired, 0, 1)],
        ),
        // Renewal off: the request at 50 leaves the expiry at 60; lost at 100; the step of 50 again in 25; accepted until
        // 160; booked at 125.
        case(
            "R6, R20: renewal off",
            vec![who(0, 0, 0).thinks(&[50, 50])],
            room(off, &[]),
            &ALL,
            &[
                (0, AcceptedAtOnce, 0, 0),
                (60, SessionExpired, 0, 0),
                (100, Lost, 0, 0),
                (100, AcceptedAtOnce, 0, 0),
                (125, Booked, 0, 0),
                (125, VisitEnded, 0, 0),
                (160, SessionExpired, 0, 0),
            ],
        ),
        // The request at 30 opens the last step: the slot is free at 30, for b's poll at 30 too late (polls come before
        // requests within a visit), so b's at 50.
        case(
            "R7: revoke",
            vec![who(0, 0, 0).thinks(&[30]).revoked(), who(0, 1, 10)],
            room(fifo(1, 60), &[]),
            &story_and(&[Booked, SessionExpired]),
            &[
                (0, AcceptedAtOnce, 0, 0),
                (10, Queued, 0, 1),
                (30, Booked, 0, 0),
                (30, SessionExpired, 0, 0),
                (50, Admitted, 0, 1),
                (50, Booked, 0, 1),
                (110, SessionExpired, 0, 1),
            ],
        ),
        // One slot, three people at 0, each of whose only request gives it back at once.
        case(
            "R7: revoke, the accepted request is itself the last one",
            vec![who(0, 0, 0).revoked(), who(0, 1, 0).revoked(), who(0, 2, 0).revoked()],
            room(fifo(1, 60), &[]),
            &story_and(&[Booked, SessionExpired]),
            &[
                (0, AcceptedAtOnce, 0, 0),
                (0, Booked, 0, 0),
                (0, SessionExpired, 0, 0),
                (0, AcceptedAtOnce, 0, 1),
                (0, Booked, 0, 1),
                (0, SessionExpired, 0, 1),
                (0, AcceptedAtOnce, 0, 2),
                (0, Booked, 0, 2),
                (0, SessionExpired, 0, 2),
            ],
        ),
        // The same, random: an end by revoke counts in E. b and c (queued 10 and 15) poll at 30 … 50, 35 … 55. a is revoked
        // at 60 with its last request (S = 300). b's poll at 70: E = 1 + 1 = 2, two places, in. c's at 75: E = 1 − 1 + 1 = 1,
        // wins, no slot. b's session ends at 370; c's poll at 375: E = 1 + 1, in.
        case(
            "R4, R7: random, revoked sessions count as ended",
            vec![who(0, 0, 0).thinks(&[60]).revoked(), who(0, 1, 10), who(0, 2, 15)],
            room(Regime { entry: Entry::Random, ..fifo(1, 300) }, &[]),
            &story_and(&[SessionExpired]),
            &[
                (0, AcceptedAtOnce, 0, 0),
                (10, Queued, 0, 1),
                (15, Queued, 0, 2),
                (60, SessionExpired, 0, 0),
                (70, Admitted, 0, 1),
                (370, SessionExpired, 0, 1),
                (375, Admitted, 0, 2),
                (675, SessionExpired, 0, 2),
            ],
        ),
    ]
}

/// R8, R9.
fn patience() -> Vec<Case> {
    // a's session ends at 60; b has the slot from 70 and, by its request at 120, until 180; a notices at 100.
    let lost = || vec![who(0, 0, 0).thinks(&[100]).patient(30), who(0, 1, 70).thinks(&[50])];
    vec![
        // b is queued at 10, tries at 30, leaves at 10 + 35 = 45; the ghost dies at 30 + 300.
        case(
            "R8, R9: a ghost dies 5 min after the last try",
            vec![who(0, 0, 0), who(0, 1, 10).patient(35)],
            room(fifo(1, 60), &[]),
            &[Queued, Left, Admitted, PlaceExpired],
            &[(10, Queued, 0, 1), (45, Left, 0, 1), (330, PlaceExpired, 0, 1)],
        ),
        // The slot is free at 60, b polls at 60, and b's patience ends at 20 + 40 = 60: left. Last try 40.
        case(
            "R9: patience that ends at a poll",
            vec![who(0, 0, 0), who(0, 1, 20).patient(40)],
            room(fifo(1, 60), &[]),
            &[Queued, Left, Admitted, PlaceExpired],
            &[(20, Queued, 0, 1), (60, Left, 0, 1), (340, PlaceExpired, 0, 1)],
        ),
        // a is queued again at 100, polls at 120, 140, 160, 180: in at 180. The step again in 50: booked at 230.
        case(
            "R9: no patience after a lost session",
            lost(),
            room(fifo(1, 60), &[]),
            &story_and(&[Booked]),
            &[
                (0, AcceptedAtOnce, 0, 0),
                (70, AcceptedAtOnce, 0, 1),
                (100, Lost, 0, 0),
                (100, Queued, 0, 0),
                (120, Booked, 0, 1),
                (180, Admitted, 0, 0),
                (230, Booked, 0, 0),
            ],
        ),
        // With `patience_again` 30 s more: left at 130, last try 120.
        case(
            "R9: patience again",
            lost(),
            Cloudflare { patience_again: true, ..room(fifo(1, 60), &[]) },
            &story_and(&[PlaceExpired]),
            &[
                (0, AcceptedAtOnce, 0, 0),
                (70, AcceptedAtOnce, 0, 1),
                (100, Lost, 0, 0),
                (100, Queued, 0, 0),
                (130, Left, 0, 0),
                (420, PlaceExpired, 0, 0),
            ],
        ),
    ]
}

/// R10, and returns before polls in R19.
fn comebacks() -> Vec<Case> {
    // b is queued at 10, tries at 30 and 50, and leaves at 10 + 45 = 55.
    let b = || who(0, 1, 10).patient(45);
    vec![
        // S = 300: the slot is a's until 300. b is back at 65, 15 s after the last try: ignored. It polls at 85, 105, … 285,
        // 305. c, queued at 60, has bucket 1 and polls at 300: 1 free > 1 place (b's, of bucket 0) is false. b is in at
        // 305 (until 605), c at 620.
        case(
            "R10: back with the cookie within 20 s of the last try",
            vec![who(0, 0, 0), b().back(10, true, None), who(0, 2, 60)],
            room(fifo(1, 300), &[]),
            &story_and(&[PlaceExpired]),
            &[
                (0, AcceptedAtOnce, 0, 0),
                (10, Queued, 0, 1),
                (55, Left, 0, 1),
                (60, Queued, 0, 2),
                (65, CameBack, 0, 1),
                (305, Admitted, 0, 1),
                (620, Admitted, 0, 2),
            ],
        ),
        // S = 60: the slot is free at 60. Back at 75, 25 s after the last try: a try, with nobody in an earlier bucket.
        // (A new user would find 1 free > 1 place, the own one, false.)
        case(
            "R10: back with the cookie, the return is a try",
            vec![who(0, 0, 0), b().back(20, true, None)],
            room(fifo(1, 60), &[]),
            &story_and(&[PlaceExpired]),
            &[
                (0, AcceptedAtOnce, 0, 0),
                (10, Queued, 0, 1),
                (55, Left, 0, 1),
                (75, CameBack, 0, 1),
                (75, Admitted, 0, 1),
            ],
        ),
        // The same without the cookie: 1 free > 1 place is false: queued in bucket 1, behind the own ghost of bucket 0,
        // which dies at 50 + 300. Polls at 75 + 20 k: 355.
        case(
            "R10: back without the cookie, behind the own ghost",
            vec![who(0, 0, 0), b().back(20, false, None)],
            room(fifo(1, 60), &[]),
            &story_and(&[PlaceExpired]),
            &[
                (0, AcceptedAtOnce, 0, 0),
                (10, Queued, 0, 1),
                (55, Left, 0, 1),
                (75, CameBack, 0, 1),
                (75, Queued, 0, 1),
                (350, PlaceExpired, 0, 1),
                (355, Admitted, 0, 1),
            ],
        ),
        // Three in until 60. d (queued 10) leaves at 15 and is back at 65 without the cookie: 3 free > 1 place, the own ghost:
        // in at once, not from the line; the ghost stays until 310.
        case(
            "R10: back without the cookie and in at once, the ghost stays",
            vec![who(0, 0, 0), who(0, 1, 0), who(0, 2, 0), who(0, 3, 10).patient(5).back(50, false, None)],
            room(fifo(3, 60), &[]),
            &story_and(&[PlaceExpired]),
            &[
                (0, AcceptedAtOnce, 0, 0),
                (0, AcceptedAtOnce, 0, 1),
                (0, AcceptedAtOnce, 0, 2),
                (10, Queued, 0, 3),
                (15, Left, 0, 3),
                (65, CameBack, 0, 3),
                (65, AcceptedAtOnce, 0, 3),
                (310, PlaceExpired, 0, 3),
            ],
        ),
        // With the cookie, but at 55 + 295 = 350, when the place dies (expiries come first). S = 60, so a new user finds 1 free
        // > 0 places: in at once.
        case(
            "R10: back with the cookie when the place has just died",
            vec![who(0, 0, 0), b().back(295, true, None)],
            room(fifo(1, 60), &[]),
            &story_and(&[PlaceExpired]),
            &[
                (0, AcceptedAtOnce, 0, 0),
                (10, Queued, 0, 1),
                (55, Left, 0, 1),
                (350, PlaceExpired, 0, 1),
                (350, CameBack, 0, 1),
                (350, AcceptedAtOnce, 0, 1),
            ],
        ),
        // Back at 65 (ignored) with 30 s: left again at 95, after a try at 85.
        case(
            "R10: patience starts anew at the return, the place still held",
            vec![who(0, 0, 0), b().back(10, true, Some(30))],
            room(fifo(1, 300), &[]),
            &story_and(&[PlaceExpired]),
            &[
                (0, AcceptedAtOnce, 0, 0),
                (10, Queued, 0, 1),
                (55, Left, 0, 1),
                (65, CameBack, 0, 1),
                (95, Left, 0, 1),
                (385, PlaceExpired, 0, 1),
            ],
        ),
        // Back at 60 without the cookie with 15 s: queued (second place), left at 75; back at 85 with the cookie of the
        // second place, tried at 60: 25 s, a try, in vain (a has the slot until 300); polls at 105 … 345, 365. The
        // first place (last try 50) dies at 350; the second, of bucket 1, is behind it until then. In at 365.
        case(
            "R10: twice, the second time to the place of the first comeback",
            vec![who(0, 0, 0), b().back(5, false, Some(15)).back(10, true, None)],
            room(fifo(1, 300), &[]),
            &story_and(&[PlaceExpired]),
            &[
                (0, AcceptedAtOnce, 0, 0),
                (10, Queued, 0, 1),
                (55, Left, 0, 1),
                (60, CameBack, 0, 1),
                (60, Queued, 0, 1),
                (75, Left, 0, 1),
                (85, CameBack, 0, 1),
                (350, PlaceExpired, 0, 1),
                (365, Admitted, 0, 1),
            ],
        ),
        // Give up at the second loss. Lost at 200 (session until 60), again in 100; lost at 300 (session until 260): gave up.
        // Back at 310: the step takes 200 again: lost at 510, the first loss; 100: lost at 610, the second.
        case(
            "R10: after giving up the visit starts anew",
            vec![who(0, 0, 0).thinks(&[200]).back(10, true, Some(0))],
            Cloudflare { give_up_after: 2, ..room(fifo(5, 60), &[]) },
            &STORY,
            &[
                (0, AcceptedAtOnce, 0, 0),
                (200, Lost, 0, 0),
                (200, AcceptedAtOnce, 0, 0),
                (300, Lost, 0, 0),
                (300, GaveUp, 0, 0),
                (310, CameBack, 0, 0),
                (310, AcceptedAtOnce, 0, 0),
                (510, Lost, 0, 0),
                (510, AcceptedAtOnce, 0, 0),
                (610, Lost, 0, 0),
                (610, GaveUp, 0, 0),
            ],
        ),
        // Reject until 100: turned away at 0 and, 50 later, at 50; 60 after that the room is fifo.
        case(
            "R10: after being turned away",
            vec![who(0, 0, 0).back(50, true, None).back(60, true, None)],
            room(Regime { entry: Entry::Reject, ..fifo(1, 60) }, &[(100, fifo(1, 60))]),
            &STORY,
            &[
                (0, TurnedAway, 0, 0),
                (50, CameBack, 0, 0),
                (50, TurnedAway, 0, 0),
                (110, CameBack, 0, 0),
                (110, AcceptedAtOnce, 0, 0),
            ],
        ),
        // The slot is free at 60. B (0, 2) returns at 80, 30 s after its last try; b (0, 1), queued at 40, polls every 40 s:
        // 80. Returns come before polls, so B has the slot until 140; b's polls at 120 and 160.
        case(
            "R10, R19: returns before polls",
            vec![who(0, 0, 0), who(0, 1, 40).polls_every(40), who(0, 2, 10).patient(45).back(25, true, None)],
            room(fifo(1, 60), &[]),
            &STORY,
            &[
                (0, AcceptedAtOnce, 0, 0),
                (10, Queued, 0, 2),
                (40, Queued, 0, 1),
                (55, Left, 0, 2),
                (80, CameBack, 0, 2),
                (80, Admitted, 0, 2),
                (160, Admitted, 0, 1),
            ],
        ),
    ]
}

/// R11.
fn sleep() -> Vec<Case> {
    vec![
        // b tries at 10 and 30, sleeps from 40 to 440; the place dies at 330. The slot is free from 300: a new user at 440,
        // in; as b waited all the time: from the line.
        case(
            "R11: the place dies in sleep",
            vec![who(0, 0, 0), who(0, 1, 10).sleeps(30, 400)],
            room(fifo(1, 300), &[]),
            &story_and(&[PlaceExpired]),
            &[
                (0, AcceptedAtOnce, 0, 0),
                (10, Queued, 0, 1),
                (330, PlaceExpired, 0, 1),
                (440, Admitted, 0, 1),
            ],
        ),
        // The same, but c has the slot from 335 to 635: b is queued again at 440 (not told: the same stay), bucket 7, and
        // polls at 460, … 620, 640: in. b's patience of 650 s ran on from 10 and would have ended at 660.
        case(
            "R11: queued again on waking, in the same stay",
            vec![who(0, 0, 0), who(0, 1, 10).sleeps(30, 400).patient(650), who(0, 2, 335)],
            room(fifo(1, 300), &[]),
            &story_and(&[PlaceExpired]),
            &[
                (0, AcceptedAtOnce, 0, 0),
                (10, Queued, 0, 1),
                (330, PlaceExpired, 0, 1),
                (335, AcceptedAtOnce, 0, 2),
                (640, Admitted, 0, 1),
            ],
        ),
        // The slot is free at 60. b (queued 20, tries 40) falls asleep at 60: the poll at that instant is not made. Awake at
        // 70, 30 s after the last try: a try, in.
        case(
            "R11: no poll at the instant of falling asleep",
            vec![who(0, 0, 0), who(0, 1, 20).sleeps(40, 10)],
            room(fifo(1, 60), &[]),
            &STORY,
            &[(0, AcceptedAtOnce, 0, 0), (20, Queued, 0, 1), (70, Admitted, 0, 1)],
        ),
        // b (queued 20, tries 40) sleeps from 45 to 55: 15 s after the last try, ignored; the next poll is at 75, not at 60.
        case(
            "R11: waking within 20 s of the last try",
            vec![who(0, 0, 0), who(0, 1, 20).sleeps(25, 10)],
            room(fifo(1, 60), &[]),
            &STORY,
            &[(0, AcceptedAtOnce, 0, 0), (20, Queued, 0, 1), (75, Admitted, 0, 1)],
        ),
        // Asleep from 20, before the first poll; patience ends at 60; nothing happens on waking at 1,020.
        case(
            "R9, R11: patience ends in sleep",
            vec![who(0, 0, 0), who(0, 1, 10).sleeps(10, 1_000).patient(50)],
            room(fifo(1, 60), &[]),
            &story_and(&[PlaceExpired]),
            &[(0, AcceptedAtOnce, 0, 0), (10, Queued, 0, 1), (60, Left, 0, 1), (310, PlaceExpired, 0, 1)],
        ),
        // b leaves at 55 in sleep (since 35, last try 30) and is back at 65 with the cookie: a try, in vain. Awake: polls at
        // 85, … 305. The comeback is not slept through: waking, at 135, would have changed the polls to 155, … 315.
        case(
            "R10, R11: a comeback is not slept through",
            vec![who(0, 0, 0), who(0, 1, 10).sleeps(25, 100).patient(45).back(10, true, None)],
            room(fifo(1, 300), &[]),
            &STORY,
            &[
                (0, AcceptedAtOnce, 0, 0),
                (10, Queued, 0, 1),
                (55, Left, 0, 1),
                (65, CameBack, 0, 1),
                (305, Admitted, 0, 1),
            ],
        ),
    ]
}

/// R12.
fn devices() -> Vec<Case> {
    vec![
        // b has two places of bucket 0, both polled at 30, 50, 70. At 70 device 0 is in (until 130); device 1's ghost, last
        // tried at 50, dies at 350. c, of bucket 1, is behind it: polls at 340 in vain, at 360 in.
        case(
            "R12: the other device's place becomes a ghost",
            vec![who(0, 0, 0), who(0, 1, 10).tickets(&[1, 2]), who(0, 2, 80)],
            room(fifo(1, 60), &[]),
            &story_and(&[PlaceExpired]),
            &[
                (0, AcceptedAtOnce, 0, 0),
                (10, Queued, 0, 1),
                (70, Admitted, 0, 1),
                (80, Queued, 0, 2),
                (350, PlaceExpired, 0, 1),
                (360, Admitted, 0, 2),
            ],
        ),
        // Left once at 35; both places were tried at 30.
        case(
            "R9, R12: left on all devices",
            vec![who(0, 0, 0), who(0, 1, 10).tickets(&[1, 2]).patient(25)],
            room(fifo(1, 60), &[]),
            &story_and(&[PlaceExpired]),
            &[
                (0, AcceptedAtOnce, 0, 0),
                (10, Queued, 0, 1),
                (35, Left, 0, 1),
                (330, PlaceExpired, 0, 1),
                (330, PlaceExpired, 0, 1),
            ],
        ),
        // In on device 0: the others do not ask (TAU 2 has a slot for c).
        case(
            "R12: once one is in, the rest do not ask",
            vec![who(0, 0, 0).tickets(&[1, 2, 3]), who(0, 1, 0)],
            room(fifo(2, 60), &[]),
            &story_and(&[SessionExpired]),
            &[
                (0, AcceptedAtOnce, 0, 0),
                (0, AcceptedAtOnce, 0, 1),
                (60, SessionExpired, 0, 0),
                (60, SessionExpired, 0, 1),
            ],
        ),
        // Reject from 25: at 30 device 0's poll is turned away and its place dropped; device 1's, never tried again, dies at
        // 310.
        case(
            "R4, R12: turned away on one device",
            vec![who(0, 0, 0), who(0, 1, 10).tickets(&[1, 2])],
            room(fifo(1, 60), &[(25, Regime { entry: Entry::Reject, ..fifo(1, 60) })]),
            &story_and(&[PlaceExpired]),
            &[
                (0, AcceptedAtOnce, 0, 0),
                (10, Queued, 0, 1),
                (30, TurnedAway, 0, 1),
                (310, PlaceExpired, 0, 1),
            ],
        ),
        // Device 0 sleeps from 15 for good; device 1 polls at 30, 50, 70: in. Device 0's ghost dies at 310.
        case(
            "R11, R12: only device 0 sleeps",
            vec![who(0, 0, 0), who(0, 1, 10).tickets(&[1, 2]).sleeps(5, 1_000)],
            room(fifo(1, 60), &[]),
            &story_and(&[PlaceExpired]),
            &[(0, AcceptedAtOnce, 0, 0), (10, Queued, 0, 1), (70, Admitted, 0, 1), (310, PlaceExpired, 0, 1)],
        ),
        // a (two devices) is in at 0, its session ends at 60; b has the slot from 70 to 130. a notices at 100 and queues with
        // device 0 only: nothing is left of a second place when it is in at 140 (polls 120, 140).
        case(
            "R12: one device after a lost session",
            vec![who(0, 0, 0).tickets(&[1, 2]).thinks(&[100]), who(0, 1, 70)],
            room(fifo(1, 60), &[]),
            &story_and(&[PlaceExpired]),
            &[
                (0, AcceptedAtOnce, 0, 0),
                (70, AcceptedAtOnce, 0, 1),
                (100, Lost, 0, 0),
                (100, Queued, 0, 0),
                (140, Admitted, 0, 0),
            ],
        ),
    ]
}

/// R13.
fn cookieless() -> Vec<Case> {
    vec![
        // The bot asks at 10, 30, 50, 70, 90 and each time leaves a place; from 60 on 1 is free, but not > its own 3 or more
        // places. It leaves at 110, before the repeat of that instant. Each place dies 300 s after its request.
        case(
            "R13: its own places keep it out",
            vec![who(0, 0, 0), who(0, 1, 10).cookieless().patient(100)],
            room(fifo(1, 60), &[]),
            &story_and(&[PlaceExpired]),
            &[
                (0, AcceptedAtOnce, 0, 0),
                (10, Queued, 0, 1),
                (110, Left, 0, 1),
                (310, PlaceExpired, 0, 1),
                (330, PlaceExpired, 0, 1),
                (350, PlaceExpired, 0, 1),
                (370, PlaceExpired, 0, 1),
                (390, PlaceExpired, 0, 1),
            ],
        ),
        // Requests at 0, 30, 60, each a session of 60 s that nobody renews; nothing is lost.
        case(
            "R13: every request makes a session",
            vec![who(0, 0, 0).cookieless().thinks(&[30, 30])],
            room(fifo(5, 60), &[]),
            &[Queued, Lost, Booked, SessionExpired, VisitEnded],
            &[
                (60, SessionExpired, 0, 0),
                (60, Booked, 0, 0),
                (60, VisitEnded, 0, 0),
                (90, SessionExpired, 0, 0),
                (120, SessionExpired, 0, 0),
            ],
        ),
        // The same with revoke: the session made at 50 ends at 50, the others on their own at 60 and 85.
        case(
            "R7, R13: only the session of the last request is revoked",
            vec![who(0, 0, 0).cookieless().thinks(&[25, 25]).revoked()],
            room(fifo(5, 60), &[]),
            &[Queued, Lost, Booked, SessionExpired],
            &[
                (50, Booked, 0, 0),
                (50, SessionExpired, 0, 0),
                (60, SessionExpired, 0, 0),
                (85, SessionExpired, 0, 0),
            ],
        ),
        // Four slots, all taken until 60. The bot's request at 30 is queued, its repeat at 50 too; at 70: 4 free > 2 places.
        // Its old places stay until they die. No patience within the visit.
        case(
            "R13: queued within the visit",
            vec![
                who(0, 0, 0),
                who(0, 1, 0),
                who(0, 2, 0),
                who(0, 3, 0).cookieless().thinks(&[30]).patient(10),
            ],
            room(fifo(4, 60), &[]),
            &[Queued, Admitted, Left, Lost, GaveUp, PlaceExpired],
            &[(30, Queued, 0, 3), (70, Admitted, 0, 3), (330, PlaceExpired, 0, 3), (350, PlaceExpired, 0, 3)],
        ),
        // Reject from 20: within the visit (bot at 30) it is the end; in line before the first acceptance (the other, in at
        // 10, repeats at 30) it is turned away and may come back, at 40, to be turned away again.
        case(
            "R13: turned away",
            vec![who(0, 0, 0).cookieless().thinks(&[30]), who(0, 1, 10).cookieless().back(10, true, None)],
            room(fifo(1, 60), &[(20, Regime { entry: Entry::Reject, ..fifo(1, 60) })]),
            &story_and(&[PlaceExpired]),
            &[
                (0, AcceptedAtOnce, 0, 0),
                (10, Queued, 0, 1),
                (30, TurnedAway, 0, 1),
                (30, GaveUp, 0, 0),
                (40, CameBack, 0, 1),
                (40, TurnedAway, 0, 1),
                (310, PlaceExpired, 0, 1),
            ],
        ),
    ]
}

/// R14, R15.
fn estimates() -> Vec<Case> {
    // Two in at 0 (TAU 2, S = 300), three queued at 30; d comes at 70 and e at 75.
    let crowd = || {
        vec![
            who(0, 0, 0),
            who(0, 1, 0),
            who(1, 0, 30),
            who(1, 1, 30),
            who(1, 2, 30),
            who(2, 0, 70).tolerates(60),
            who(2, 1, 75).tolerates(120),
        ]
    };
    let queued = [
        (30, Queued, 1, 0),
        (30, Queued, 1, 1),
        (30, Queued, 1, 2),
        (70, Queued, 2, 0),
        (70, Left, 2, 0),
        (75, Queued, 2, 1),
    ];
    let random = Regime { entry: Entry::Random, ..fifo(2, 300) };
    // The same on two devices: the first answer makes d leave, so there is only one ghost, which dies at 370. (The three of
    // minute 0 poll on; at 310 two of them are in.)
    let mut twice = crowd();
    twice[5].tickets = vec![1, 2];
    vec![
        // Two were accepted in minute 0. d: 3 places of minute 0 ÷ 2, rounded up: 2 min > 60 s: leaves. e: the same 2 min, not
        // > 120 s. In minute 2 nothing is known, as nobody was accepted in minute 1. Those of minute 0: nobody ahead: at
        // least 1 min; unknown in minute 0.
        Case {
            horizon: Some(s(136)),
            shown: vec![
                shown(30, 1, 0, None),
                shown(50, 1, 0, None),
                shown(70, 2, 0, Some((2, 2))),
                shown(70, 1, 0, Some((1, 1))),
                shown(75, 2, 1, Some((2, 2))),
                shown(90, 1, 0, Some((1, 1))),
                shown(95, 2, 1, Some((2, 2))),
                shown(110, 1, 0, Some((1, 1))),
                shown(115, 2, 1, Some((2, 2))),
                shown(130, 1, 0, None),
                shown(135, 2, 1, None),
            ],
            ..case(
                "R14, R15: the estimate of fifo",
                crowd(),
                room(fifo(2, 300), &[]),
                &[Queued, Left, Admitted],
                &queued,
            )
        },
        case(
            "R12, R15: leaving in the arrival, the second device does not ask",
            twice,
            room(fifo(2, 300), &[]),
            &[Left, PlaceExpired],
            &[(70, Left, 2, 0), (370, PlaceExpired, 2, 0)],
        ),
        // d: 4 places (its own included), rate 2: 0.25 × 4 ÷ 2 = 0.5 → 1, 0.75 × 4 ÷ 2 = 1.5 → 2: the high one is > 60 s. e: 5
        // places (d's ghost included): 0.625 → 1, 1.875 → 2, not > 120 s. Nobody wins: E = 2 − 2 + 0.
        Case {
            horizon: Some(s(136)),
            shown: vec![
                shown(70, 2, 0, Some((1, 2))),
                shown(75, 2, 1, Some((1, 2))),
                shown(95, 2, 1, Some((1, 2))),
                shown(115, 2, 1, Some((1, 2))),
                shown(135, 2, 1, None),
            ],
            ..case(
                "R14, R15: the estimate of random",
                crowd(),
                room(random, &[]),
                &[Queued, Left, Admitted],
                &queued,
            )
        },
        // a is in at 0 and loses the slot at 60 to b (65 to 125). Queued again at 70, it is shown 1 min (one accepted in minute
        // 0, nobody ahead), more than its 30 s, but the first acceptance is past: it stays and is in at 130.
        Case {
            shown: vec![
                shown(70, 0, 0, Some((1, 1))),
                shown(90, 0, 0, Some((1, 1))),
                shown(110, 0, 0, Some((1, 1))),
            ],
            ..case(
                "R14, R15: no tolerance after the first acceptance",
                vec![who(0, 0, 0).thinks(&[70]).tolerates(30), who(0, 1, 65)],
                room(fifo(1, 60), &[]),
                &STORY,
                &[
                    (0, AcceptedAtOnce, 0, 0),
                    (65, AcceptedAtOnce, 0, 1),
                    (70, Lost, 0, 0),
                    (70, Queued, 0, 0),
                    (130, Admitted, 0, 0),
                ],
            )
        },
        // Hold from 60: nothing is known, so nobody leaves.
        Case {
            horizon: Some(s(100)),
            shown: vec![
                shown(70, 2, 0, None),
                shown(90, 2, 0, None),
                shown(75, 2, 1, None),
                shown(95, 2, 1, None),
            ],
            ..case(
                "R14, R15: unknown in a hold",
                crowd(),
                room(fifo(2, 300), &[(60, Regime { entry: Entry::Hold, ..fifo(2, 300) })]),
                &[Left],
                &[],
            )
        },
        // One in at 0 (TAU 1, S = 300). b and c are queued at 30. b leaves at 60 and is back at 65 with the cookie, 15 s after
        // its try at 50: ignored, but shown: nobody in an earlier bucket: 1 min. That is more than its tolerance of 30 s:
        // it leaves again. The ignored return is no try: the ghost dies at 350.
        Case {
            horizon: Some(s(360)),
            shown: vec![shown(30, 0, 1, None), shown(50, 0, 1, None), shown(65, 0, 1, Some((1, 1)))],
            ..case(
                "R10, R14, R15: an ignored return is shown an estimate",
                vec![
                    who(0, 0, 0),
                    who(0, 1, 30).patient(30).tolerates(30).back(5, true, None),
                    who(0, 2, 30),
                ],
                room(fifo(1, 300), &[]),
                &[CameBack, Left, PlaceExpired],
                &[(60, Left, 0, 1), (65, CameBack, 0, 1), (65, Left, 0, 1), (350, PlaceExpired, 0, 1)],
            )
        },
    ]
}

/// R16, R17.
fn shuffles() -> Vec<Case> {
    let hold = |tau, session| Regime { entry: Entry::Hold, ..fifo(tau, session) };
    let shuffled = |tau, session, size| Regime { shuffle: Some(size), ..fifo(tau, session) };
    vec![
        // At 120: (0, 1) and (0, 2) with tickets 10 and 20 are dealt the first group, (0, 0) and (0, 3) the second. (0, 0)
        // polls at 120: 2 free > 2 ahead is false; (0, 1): in. (0, 4), who comes at 125, is behind all. At 130 (0, 2): 1
        // free > 0: in. Sessions until 420 and 430: (0, 0) polls at 420, (0, 3) at 430: in, until 720 and 730. (0, 4)
        // polls at 125 + 20 k: 725.
        case(
            "R16: dealt by ticket, ahead of whoever comes later",
            vec![
                who(0, 0, 0).tickets(&[30]),
                who(0, 1, 0).tickets(&[10]),
                who(0, 2, 70).tickets(&[20]),
                who(0, 3, 70).tickets(&[40]),
                who(0, 4, 125).tickets(&[1]),
            ],
            room(hold(2, 300), &[(120, shuffled(2, 300, 2))]),
            &STORY,
            &[
                (0, Queued, 0, 0),
                (0, Queued, 0, 1),
                (70, Queued, 0, 2),
                (70, Queued, 0, 3),
                (120, Admitted, 0, 1),
                (125, Queued, 0, 4),
                (130, Admitted, 0, 2),
                (420, Admitted, 0, 0),
                (430, Admitted, 0, 3),
                (725, Admitted, 0, 4),
            ],
        ),
        // Groups of one. (0, 0), ticket 10, tried at 20 and left at 30; its ghost is dealt ahead of (0, 1) and dies at 320,
        // when (0, 1) polls.
        case(
            "R16: ghosts are dealt, too",
            vec![who(0, 0, 0).tickets(&[10]).patient(30), who(0, 1, 0).tickets(&[20])],
            room(hold(1, 300), &[(120, shuffled(1, 300, 1))]),
            &story_and(&[PlaceExpired]),
            &[
                (0, Queued, 0, 0),
                (0, Queued, 0, 1),
                (30, Left, 0, 0),
                (320, PlaceExpired, 0, 0),
                (320, Admitted, 0, 1),
            ],
        ),
        // Two devices, two tickets, groups of one: (0, 0) device 1 (ticket 10), (0, 1) (20), (0, 0) device 0 (30). At 120
        // device 0 polls: 1 free > 2 ahead is false; device 1: in, until 420. Device 0's ghost, last tried at 120, dies at 420.
        // (0, 1), polling at 120, 140 …, is ahead of it anyway: at 420 in.
        case(
            "R12, R16: a ticket for each device",
            vec![who(0, 0, 0).tickets(&[30, 10]), who(0, 1, 0).tickets(&[20])],
            room(hold(1, 300), &[(120, shuffled(1, 300, 1))]),
            &story_and(&[PlaceExpired]),
            &[
                (0, Queued, 0, 0),
                (0, Queued, 0, 1),
                (120, Admitted, 0, 0),
                (420, PlaceExpired, 0, 0),
                (420, Admitted, 0, 1),
            ],
        ),
        // The slot is free at 300. b has bucket 0, c bucket 1. Random until 200 (E = 0: nobody wins), then fifo: c polls at 305:
        // 1 free > 1 ahead is false; b at 310: in, until 610; c polls at 605 and 625.
        case(
            "R17: from random to fifo, buckets as before",
            vec![who(0, 0, 0), who(0, 1, 10), who(0, 2, 65)],
            room(Regime { entry: Entry::Random, ..fifo(1, 300) }, &[(200, fifo(1, 300))]),
            &STORY,
            &[
                (0, AcceptedAtOnce, 0, 0),
                (10, Queued, 0, 1),
                (65, Queued, 0, 2),
                (310, Admitted, 0, 1),
                (625, Admitted, 0, 2),
            ],
        ),
        // a is in at −60, until 240. Prequeue from −50; at 120 the event starts, groups of one: (0, 2) (ticket 10), (0, 1)
        // (30). The event ends at 200. At 240 (0, 1) polls: 1 free > 1 ahead is false. (0, 2) polls at 250: in, until 550. (0,
        // 1) at 560.
        case(
            "R17: dealt groups outlast the event",
            vec![who(0, 0, -60), who(0, 1, 0).tickets(&[30]), who(0, 2, 70).tickets(&[10])],
            room(fifo(1, 300), &[(-50, hold(1, 300)), (120, shuffled(1, 300, 1)), (200, fifo(1, 300))]),
            &STORY,
            &[
                (-60, AcceptedAtOnce, 0, 0),
                (0, Queued, 0, 1),
                (70, Queued, 0, 2),
                (250, Admitted, 0, 2),
                (560, Admitted, 0, 1),
            ],
        ),
    ]
}

/// R18.
fn waits() -> Vec<Case> {
    let opening_at = |seconds, regime| Cloudflare { opening: s(seconds), ..room(regime, &[]) };
    vec![
        // Reloads at 50, 100, 150, 200 renew the session; step 0 begins with the one at 200, the opening; the request at 230
        // opens the last step and renews until 290.
        case(
            "R18: waits on the page until the opening",
            vec![who(0, 0, 0).reloads(50).thinks(&[30])],
            opening_at(200, fifo(5, 60)),
            &ALL,
            &[
                (0, AcceptedAtOnce, 0, 0),
                (230, Booked, 0, 0),
                (230, VisitEnded, 0, 0),
                (290, SessionExpired, 0, 0),
            ],
        ),
        // Opening at 120: reloads at 50 and 100, then at 150 the first at or after it. Revoked with that request only.
        case(
            "R7, R18: a visit of one page",
            vec![who(0, 0, 0).reloads(50).revoked()],
            opening_at(120, fifo(5, 60)),
            &ALL,
            &[
                (0, AcceptedAtOnce, 0, 0),
                (150, Booked, 0, 0),
                (150, SessionExpired, 0, 0),
                (150, VisitEnded, 0, 0),
            ],
        ),
        // Reloads every 70 s find the session of 60 s lost: at 70, 140, 210, each time accepted again. The one at 210 is after
        // the opening at 200: step 0, its full 30 s, then the booking at 240 (session until 270).
        case(
            "R18: lost while waiting, without retype",
            vec![who(0, 0, 0).reloads(70).thinks(&[30])],
            Cloudflare { give_up_after: 4, ..opening_at(200, fifo(5, 60)) },
            &story_and(&[Booked]),
            &[
                (0, AcceptedAtOnce, 0, 0),
                (70, Lost, 0, 0),
                (70, AcceptedAtOnce, 0, 0),
                (140, Lost, 0, 0),
                (140, AcceptedAtOnce, 0, 0),
                (210, Lost, 0, 0),
                (210, AcceptedAtOnce, 0, 0),
                (240, Booked, 0, 0),
            ],
        ),
        // The slot is lost at 60 and b's from 65 to 125. a notices at 70, is queued, polls at 90, 110, 130: in at 130, before the
        // opening at 150: waits on from there, reloads at 130 + 70 = 200 (session until 190): lost once more, accepted at
        // once, after the opening: step 0, booked at 230.
        case(
            "R18: queued while waiting, the waiting goes on from there",
            vec![who(0, 0, 0).reloads(70).thinks(&[30]), who(0, 1, 65)],
            opening_at(150, fifo(1, 60)),
            &story_and(&[Booked]),
            &[
                (0, AcceptedAtOnce, 0, 0),
                (65, AcceptedAtOnce, 0, 1),
                (65, Booked, 0, 1),
                (70, Lost, 0, 0),
                (70, Queued, 0, 0),
                (130, Admitted, 0, 0),
                (200, Lost, 0, 0),
                (200, AcceptedAtOnce, 0, 0),
                (230, Booked, 0, 0),
            ],
        ),
        // In at the opening or after it: no waiting.
        case(
            "R18: in at the opening",
            vec![who(0, 0, 100).reloads(10).thinks(&[30])],
            opening_at(100, fifo(5, 60)),
            &story_and(&[Booked]),
            &[(100, AcceptedAtOnce, 0, 0), (130, Booked, 0, 0)],
        ),
    ]
}
