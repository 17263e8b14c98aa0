//! An answer made by hand, for tests: 30,000 people, 2,000 slots, 500 a minute, visit 6 min, session 5 min.

use crate::results::{
    Answer, ArrivalChance, Basis, CrowdCase, Effect, Estimate, FlowLimit, GroupChance, HandCheck, InputNote,
    Mean, Measure, OriginFound, PlacesFound, Provenance, RangeMethod, Rules,
};

/// A value with three ranges that widen around it.
pub(super) fn estimate(value: f64, chance: f64, range: [f64; 2]) -> Estimate {
    Estimate {
        value: Some(value),
        ci: Some([value - chance / 6.0, value + chance / 6.0]),
        prediction: Some([value - chance, value + chance]),
        range: Some(range),
        level: 0.95,
        method: RangeMethod::OrderStatistics,
    }
}

/// An estimate of something that no day had.
pub(super) fn nothing() -> Estimate {
    let method = RangeMethod::None;
    Estimate { value: None, ci: None, prediction: None, range: None, level: 0.95, method }
}

pub(super) fn answer() -> Answer {
    let minutes = |value: f64, chance: f64, [low, high]: [f64; 2]| {
        estimate(value * 60.0, chance * 60.0, [low * 60.0, high * 60.0])
    };
    let measures = Measure::ALL
        .into_iter()
        .map(|measure| {
            let estimate = match measure {
                Measure::WaitMean | Measure::WaitFromOpeningMean | Measure::WaitTotalMean => {
                    minutes(65.8, 0.9, [33.0, 104.0])
                }
                Measure::WaitP50 | Measure::WaitFromOpeningP50 | Measure::WaitTotalP50 => {
                    minutes(64.3, 1.1, [31.0, 109.0])
                }
                Measure::WaitP90 | Measure::WaitFromOpeningP90 | Measure::WaitTotalP90 => {
                    minutes(119.4, 1.4, [52.0, 197.0])
                }
                Measure::WaitP95 | Measure::WaitFromOpeningP95 | Measure::WaitTotalP95 => {
                    minutes(126.2, 1.4, [55.0, 211.0])
                }
                Measure::WaitMax | Measure::WaitFromOpeningMax | Measure::WaitTotalMax => {
                    minutes(136.0, 2.0, [61.0, 236.0])
                }
                Measure::People | Measure::Admitted => estimate(30_000.0, 0.0, [30_000.0, 30_000.0]),
                Measure::Queued => estimate(27_400.0, 120.0, [25_000.0, 28_900.0]),
                Measure::Booked => estimate(29_900.0, 30.0, [28_000.0, 30_000.0]),
                Measure::Left => estimate(0.0, 0.0, [0.0, 12_340.0]),
                Measure::TurnedAway | Measure::Censored => estimate(0.0, 0.0, [0.0, 0.0]),
                Measure::GaveUp => estimate(1.2, 1.2, [0.0, 40.0]),
                Measure::LostMidVisit | Measure::Losses => estimate(96.0, 18.0, [0.0, 1_240.0]),
                Measure::LineMax => estimate(17_950.0, 140.0, [12_100.0, 23_800.0]),
                Measure::WaitingMax => estimate(17_900.0, 140.0, [9_100.0, 23_800.0]),
                Measure::ActiveMax => estimate(2_000.0, 0.0, [2_000.0, 2_000.0]),
                Measure::InsideMax => estimate(1_420.0, 35.0, [1_050.0, 1_700.0]),
                Measure::LastAdmission => minutes(145.1, 2.2, [69.0, 241.0]),
                Measure::LineGone => minutes(145.6, 2.2, [71.0, 243.0]),
                // Neither stock nor origin.
                _ => nothing(),
            };
            (measure, estimate)
        })
        .collect();
    Answer {
        title: String::new(),
        provenance: Provenance {
            version: "0.1.0".to_owned(),
            scenario: "3f2a9c0d51be7788".to_owned(),
            seed: 1,
            replications: 40,
            range_replications: 159,
            command: "machiai predict --users 30000 --over 10m --active 2000 --per-minute 500".to_owned(),
            complete: true,
        },
        opens_at_second_of_day: None,
        inputs: vec![
            input("group.count", "30000", None),
            input("group.arrivals", "ramp 10m", None),
            input("group.visit.mean", "6m", Some("0.6..1.6 times")),
            input("group.visit.cv", "0.8", Some("cv 0.5..1.2")),
            input("group.visit.pages", "5", Some("4..8")),
            input("group.patience", "none", Some("none..30m")),
            input("room.total_active_users", "2000", None),
            input("room.new_users_per_minute", "500", None),
            assumed("room.session_duration", "5m"),
            assumed("room.disable_session_renewal", "false"),
            input("room.bucket_rule", "reservation", Some("reservation 3 in 4, strict 1 in 4")),
            input("room.newcomer_rule", "consistent", Some("consistent 3 in 4, sticky 1 in 4")),
            input("room.burst_share", "0.5", Some("0..1")),
            input("group.poll_delay", "0s", Some("0s..2s")),
            input("group.retype", "0.5", Some("0.2..0.8")),
            assumed("group.give_up_after", "3"),
        ],
        measures,
        flow: FlowLimit {
            rate_per_minute: Some(500.0),
            slots_per_minute: Some(2000.0 / 11.0),
            slots: Some(2000),
            held_minutes: 11.0,
            visit_minutes: 6.0,
            session_minutes: 5.0,
            renewal: true,
        },
        hand_check: Some(HandCheck {
            people: 30_000,
            at_once: 2000,
            flow_per_minute: 2000.0 / 11.0,
            minutes: 154.0,
        }),
        crowds: vec![
            crowd(20_000, 38.0, 75.0, 92.0),
            crowd(30_000, 64.3, 119.4, 145.6),
            crowd(45_000, 106.0, 194.0, 228.0),
        ],
        effects: vec![
            effect("group.patience", Basis::Assumed, ["none", "exponential 30m"], [119.4, 48.0]),
            effect("group.visit.mean", Basis::Assumed, ["3m36s", "9m36s"], [91.0, 158.0]),
            effect("group.count", Basis::Given, ["24000", "36000"], [92.0, 147.0]),
            effect("room.session_duration", Basis::Assumed, ["4m", "6m"], [108.0, 131.0]),
        ],
        rules: Rules::default(),
        estimates: None,
        places: None,
        origin: None,
        explanation: None,
        levers: vec![
            effect("room.disable_session_renewal", Basis::Assumed, ["false", "true"], [119.4, 54.0]),
            effect("room.total_active_users", Basis::Given, ["2000", "2400"], [119.4, 97.0]),
            effect("room.session_duration", Basis::Assumed, ["5m", "4m"], [119.4, 108.0]),
            effect("room.new_users_per_minute", Basis::Given, ["500", "600"], [119.4, 119.4]),
        ],
        warnings: Vec::new(),
        requirements: Vec::new(),
        minutes: Vec::new(),
    }
}

/// An input that was given, unless it has a range.
pub(super) fn input(key: &str, value: &str, range: Option<&str>) -> InputNote {
    let basis = if range.is_some() { Basis::Assumed } else { Basis::Given };
    let range = range.map(str::to_owned);
    InputNote { key: key.to_owned(), flag: String::new(), value: value.to_owned(), basis, range }
}

fn assumed(key: &str, value: &str) -> InputNote {
    InputNote { basis: Basis::Assumed, ..input(key, value, None) }
}

fn crowd(people: u32, half: f64, most: f64, gone: f64) -> CrowdCase {
    let [half, most, gone] = [half, most, gone].map(|minutes| Some(minutes * 60.0));
    CrowdCase {
        people,
        wait_p50: half,
        wait_p90: most,
        line_gone: gone,
        left: Some(0.0),
        sold_out: None,
        without_place: None,
    }
}

fn effect(key: &str, basis: Basis, [low, high]: [&str; 2], [at_low, at_high]: [f64; 2]) -> Effect {
    Effect {
        key: key.to_owned(),
        flag: String::new(),
        basis,
        low_value: low.to_owned(),
        high_value: high.to_owned(),
        at_low: Some(at_low * 60.0),
        at_high: Some(at_high * 60.0),
    }
}

/// Replaces the estimate of a measure.
pub(super) fn set(answer: &mut Answer, measure: Measure, estimate: Estimate) {
    for (other, old) in &mut answer.measures {
        if *other == measure {
            *old = estimate.clone();
        }
    }
}

/// Nobody is let in, or nobody waits: the same estimate for every wait and the end of the line.
pub(super) fn set_waits(answer: &mut Answer, estimate: &Estimate) {
    for measure in Measure::ALL {
        if measure.is_wait() || matches!(measure, Measure::LastAdmission | Measure::LineGone) {
            set(answer, measure, estimate.clone());
        }
    }
}

/// The same with 5,000 places that are gone after 25 to 35 minutes.
pub(super) fn sold_out() -> Answer {
    let mut given = answer();
    let mean = |value: f64| Mean { value: Some(value), ci: Some([value, value]) };
    let chance = |from_minute, to_minute, people, share| ArrivalChance {
        from_minute,
        to_minute,
        people,
        place_share: mean(share),
    };
    given.places = Some(PlacesFound {
        places: 5000,
        sold_out_days: mean(1.0),
        sold_out_days_drawn: mean(1.0),
        groups: vec![GroupChance {
            group: "people".to_owned(),
            people: 30_000.0,
            place_share: mean(1.0 / 6.0),
        }],
        arrivals: vec![
            chance(None, Some(0), 300.0, 1.0),
            chance(Some(0), Some(1), 3000.0, 0.98),
            chance(Some(1), Some(2), 3000.0, 0.59),
            chance(Some(2), Some(3), 3000.0, 0.0),
            chance(Some(3), Some(5), 20_700.0, 0.0),
        ],
    });
    set(&mut given, Measure::SoldOut, estimate(1_790.0, 30.0, [1_510.0, 2_090.0]));
    set(&mut given, Measure::PlacesTaken, estimate(5000.0, 0.0, [5000.0, 5000.0]));
    set(&mut given, Measure::WithoutPlace, estimate(25_000.0, 0.0, [25_000.0, 25_000.0]));
    set(&mut given, Measure::FoundSoldOut, estimate(1_046.0, 40.0, [800.0, 1_300.0]));
    set(&mut given, Measure::Left, estimate(23_800.0, 40.0, [23_000.0, 24_200.0]));
    given.hand_check = None;
    given
}

/// The same with servers that bear it: 2,000 people inside are safe.
pub(super) fn with_servers() -> Answer {
    let mut given = answer();
    given.origin = Some(OriginFound {
        has_station: true,
        safe_people_inside: Some(2000),
        safe_requests_per_second: None,
        safe_utilisation: Some(0.9),
        overload_lasting_seconds: 10.0,
        overloaded_days_drawn: Mean { value: Some(0.12), ci: None },
        overloading_levers: vec!["room.total_active_users".to_owned()],
    });
    for (measure, value) in [
        (Measure::OverloadedDays, 0.0),
        (Measure::FailedPeople, 12.0),
        (Measure::ResponseP50, 0.2),
        (Measure::ResponseP95, 0.84),
        (Measure::ResponseMax, 12.0),
        (Measure::UtilisationMean, 0.42),
    ] {
        set(&mut given, measure, estimate(value, 0.0, [value, value]));
    }
    given
}
