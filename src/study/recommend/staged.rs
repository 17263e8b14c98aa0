//! Limits that begin strict and are loosened in a few steps.

use super::certificate::certify;
use super::frontier::{Ray, frontier};
use super::settings::{Timetable, Tried};
use super::trials::{Trials, mean_of};
use crate::results::{Certificate, Mean, ShownMeasure, Staged, Step};
use crate::study::days::play_pages;

/// Timetables that are tried: minutes of the second and third step, hundredths of the limits before them.
const TIMETABLES: [Timetable; 4] = [
    Timetable { minutes: [5, 10], hundredths: [50, 75] },
    Timetable { minutes: [10, 20], hundredths: [50, 75] },
    Timetable { minutes: [15, 30], hundredths: [50, 75] },
    Timetable { minutes: [10, 20], hundredths: [70, 85] },
];
/// Days that the timetables are compared on.
const DAYS: u32 = 24;
/// Days whose pages are looked at.
const DAYS_OF_PAGES: u32 = 1;
/// Attempts at a certificate.
const MOST_ATTEMPTS: u32 = 3;

/// The timetable with the least objective among those that keep the promises, certified as the constant limits are; `first_attempt`
/// counts those made before. `None`: none of them can be certified, or a stop.
pub(super) fn staged(
    trials: &mut Trials,
    ray: Ray,
    constant: &Tried,
    first_attempt: u32,
) -> Option<(Staged, u32)> {
    let from = f64::from(constant.settings.total_active_users);
    let mut best: Option<(f64, Tried)> = None;
    for timetable in TIMETABLES {
        let kind = Tried { timetable: Some(timetable), ..ray.kind };
        let found = frontier(trials, Ray { kind, ..ray }, from, 0..DAYS);
        let Some(objective) = trials.candidate(&found.tried, &found.days).objective.value else { continue };
        if found.keeps_all && best.is_none_or(|(least, _)| objective < least) {
            best = Some((objective, found.tried));
        }
    }
    let mut tried = best?.1;
    let mut fresh_days = 0;
    for attempt in 0..MOST_ATTEMPTS {
        let (certificates, days, holds) = certify(trials, &tried, first_attempt + attempt)?;
        fresh_days += days;
        if holds {
            return Some((found(trials, &tried, constant, certificates), fresh_days));
        }
        let slots = f64::from(tried.settings.total_active_users) * super::STEP_BACK;
        tried = Ray { kind: tried, ..ray }.at(slots);
    }
    None
}

fn found(trials: &mut Trials, tried: &Tried, constant: &Tried, certificates: Vec<Certificate>) -> Staged {
    let rows = trials.rows(&[*tried, *constant], 0..DAYS);
    let step = |(minutes, total_active_users, new_users_per_minute)| Step {
        at_seconds: f64::from(minutes) * 60.0,
        total_active_users,
        new_users_per_minute,
    };
    let longest = trials.candidate(constant, &rows[1]).wait_p90.value.unwrap_or(0.0);
    Staged {
        steps: tried.steps().into_iter().map(step).collect(),
        figures: trials.candidate(tried, &rows[0]),
        certificates,
        constant: trials.candidate(constant, &rows[1]),
        knowing_everything: knowing_everything(trials, constant),
        shown_off_seconds: [tried, constant]
            .map(|tried| of_pages(trials, tried, ShownMeasure::ErrorAbsMean).filter(|off| *off < longest)),
        shown_rose_share: [tried, constant].map(|tried| of_pages(trials, tried, ShownMeasure::RoseShare)),
    }
}

/// The objective if each day had the highest limits that it bears. Only where days tell how far from the bound they are.
fn knowing_everything(trials: &mut Trials, constant: &Tried) -> Mean {
    let days = trials.row(constant, 0..DAYS);
    let own: Option<Vec<Tried>> = days
        .iter()
        .map(|day| {
            let load =
                trials.plan.promises.iter().zip(&day.stress).filter(|(promise, _)| promise.is_of_load());
            let level =
                load.map(|(_, stress)| *stress).try_fold(0.0_f64, |level, stress| Some(level.max(stress?)));
            let factor = 1.0 / level.filter(|level| *level > 0.0)?;
            let scaled = |limit: u32| (f64::from(limit) * factor) as u32;
            let mut settings = constant.settings;
            settings.total_active_users = scaled(settings.total_active_users);
            settings.new_users_per_minute =
                scaled(settings.new_users_per_minute).min(settings.total_active_users);
            Some(Tried { settings, ..*constant })
        })
        .collect();
    let Some(own) = own else { return Mean::default() };
    let played = trials.each_its_own(&own, 0);
    let objective = trials.plan.objective;
    let sample: Vec<f64> = played.iter().filter_map(|day| day.figures.get(objective)).collect();
    mean_of(&sample)
}

/// A measure of the wait shown, mean over the days whose pages are looked at.
fn of_pages(trials: &Trials, tried: &Tried, measure: ShownMeasure) -> Option<f64> {
    let of_day = |day: u32| {
        let (system, key) = trials.system(tried, day);
        play_pages(&system, key)[measure as usize]
    };
    let found: Vec<f64> = (0..DAYS_OF_PAGES).filter_map(of_day).collect();
    mean_of(&found).value
}
