//! Proves promises on fresh days: a plan declared beforehand, days that the search has never seen, and an error split over every
//! set of settings tried.

use super::settings::Tried;
use super::trials::{Trials, TriedDay};
use crate::results::{Certificate, Measure, Promise, Relation};
use crate::stats::{CertificationPlan, plan_with_power, upper_share_bound};

/// Replications from here on are fresh; the search stays below.
const FRESH: u32 = 1 << 31;
/// Fresh days set apart for one attempt.
const DAYS_OF_ATTEMPT: u32 = 1 << 20;
/// Chance of passing that a plan has where the search left the risk.
const POWER: f64 = 0.85;
/// Longest plan, days.
const MOST_DAYS: u32 = 50_000;
/// Days played between looks at whether the plan can still be passed.
const BATCH: u32 = 128;

/// The error that the n-th attempt (from 0) may use: four fifths, then four fifths of what is left …, so that all of them
/// together stay within it, however many there are (Bonferroni). The search keeps a reserve, so the first one usually passes.
fn error_of_attempt(error: f64, attempt: u32) -> f64 {
    error * 0.8 * 0.2_f64.powi(attempt as i32)
}

/// How a promise is to be proven.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Proof {
    /// There is nothing to prove.
    ByConstruction,
    Days(CertificationPlan),
    /// It would take more days than can be played.
    TooManyDays,
}

/// How the promises are to be proven.
fn proofs(trials: &Trials, tried: &Tried, attempt: u32) -> Vec<Proof> {
    let promises = &trials.plan.promises;
    let proof = |promise: &Promise| match is_by_construction(promise, tried, trials) {
        true => Proof::ByConstruction,
        false => plan_of(promise, trials.plan.confidence, attempt).map_or(Proof::TooManyDays, Proof::Days),
    };
    promises.iter().map(proof).collect()
}

/// Not split over promises: settings are recommended only if every one passes, and one that is false passes with no more than its
/// error, whatever the others do (an intersection-union test; R. L. Berger, Technometrics 24 (1982) 295-300).
fn plan_of(promise: &Promise, confidence: f64, attempt: u32) -> Option<CertificationPlan> {
    let error = error_of_attempt(1.0 - confidence, attempt);
    plan_with_power(promise.bad_days, error, super::reserve(promise.bad_days), POWER, MOST_DAYS)
}

/// Whether so rare a bad day can be proven at all.
pub(super) fn can_be_proven(promise: &Promise, confidence: f64) -> bool {
    plan_of(promise, confidence, 0).is_some()
}

/// Whether the settings keep a promise whatever comes: the room never has more sessions than slots, as long as there is one exact
/// counter and nobody is let in past it.
pub(super) fn is_by_construction(promise: &Promise, tried: &Tried, trials: &Trials) -> bool {
    promise.requirement.measure == Measure::ActiveMax
        && promise.requirement.relation == Relation::AtMost
        && f64::from(tried.settings.total_active_users) <= promise.requirement.bound
        && trials.counts_exactly()
}

/// The certificates of settings, one for each promise, the days played, and whether all hold; no certificates where a plan would be
/// too long. `None` after a stop.
pub(super) fn certify(trials: &Trials, tried: &Tried, attempt: u32) -> Option<(Vec<Certificate>, u32, bool)> {
    let proofs = proofs(trials, tried, attempt);
    if proofs.contains(&Proof::TooManyDays) {
        return Some((Vec::new(), 0, false));
    }
    let longest = proofs.iter().filter_map(Proof::plan).map(|plan| plan.days).max().unwrap_or(0);
    let first = FRESH + attempt * DAYS_OF_ATTEMPT;
    let mut days: Vec<TriedDay> = Vec::new();
    while (days.len() as u32) < longest && can_pass(&proofs, &days) {
        let played = days.len() as u32;
        let to = longest.min(played + BATCH);
        days.extend(trials.fresh(tried, first + played..first + to, 1.0));
        if trials.is_stopped() {
            return None;
        }
    }
    let certificates: Vec<Certificate> = (0..proofs.len())
        .map(|position| match proofs[position].plan() {
            None => Certificate::ByConstruction,
            Some(plan) => certificate(plan, &days, position),
        })
        .collect();
    let holds = |certificate: &Certificate| {
        matches!(certificate, Certificate::ByConstruction | Certificate::Certified { .. })
    };
    let all_hold = certificates.iter().all(holds);
    Some((certificates, days.len() as u32, all_hold))
}

fn bad_of(days: &[TriedDay], position: usize) -> u32 {
    days.iter().filter(|day| day.is_bad[position]).count() as u32
}

/// The days of the plan, counted; a promise whose plan is shorter than another's looks at its own days only.
fn certificate(plan: &CertificationPlan, days: &[TriedDay], position: usize) -> Certificate {
    let own = &days[..days.len().min(plan.days as usize)];
    let bad = bad_of(own, position);
    if own.len() as u32 == plan.days && plan.passes(bad) {
        let at_most = upper_share_bound(bad, plan.days, 1.0 - plan.error).unwrap_or(plan.bound);
        let CertificationPlan { most_bad, days, error, .. } = *plan;
        return Certificate::Certified { most_bad, days, bad, at_most, error };
    }
    let played = own.len() as u32;
    match plan.passes(bad) {
        true => Certificate::CutShort { bad, played },
        false => Certificate::Failed { most_bad: plan.most_bad, days: plan.days, bad, played },
    }
}

impl Proof {
    fn plan(&self) -> Option<&CertificationPlan> {
        match self {
            Proof::Days(plan) => Some(plan),
            Proof::ByConstruction | Proof::TooManyDays => None,
        }
    }
}

fn can_pass(proofs: &[Proof], days: &[TriedDay]) -> bool {
    proofs.iter().enumerate().all(|(position, proof)| {
        let Some(plan) = proof.plan() else { return true };
        let own = &days[..days.len().min(plan.days as usize)];
        bad_of(own, position) <= plan.most_bad
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_together_stay_within_the_error() {
        let sum: f64 = (0..30).map(|attempt| error_of_attempt(0.05, attempt)).sum();
        assert!(sum <= 0.05 && sum > 0.0499);
    }
}
