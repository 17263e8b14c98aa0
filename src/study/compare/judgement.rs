//! What can be said of a variant against the first: from simultaneous intervals, trade-offs kept in sight.

use super::VariantDay;
use crate::results::{Change, Family, Judgement, JudgementKind, Measure, Paired};

/// Judges a variant by the headline.
pub(super) fn judge(
    measures: &[(Measure, Paired)],
    headline: &Family,
    position: usize,
    days: &[Vec<VariantDay>],
) -> Judgement {
    let same = |day: &Vec<VariantDay>| {
        let equal = |measure: &Measure| day[position].figures.get(*measure) == day[0].figures.get(*measure);
        headline.measures.iter().all(equal)
    };
    judge_days(measures, headline, days.len(), days.iter().all(same))
}

/// The same, of so many days, of which none shows any difference if they are the same.
fn judge_days(measures: &[(Measure, Paired)], headline: &Family, days: usize, is_same: bool) -> Judgement {
    let compared = |measure: &Measure| measures.iter().find(|(other, _)| other == measure).copied();
    let found: Vec<(Measure, Paired)> = headline.measures.iter().filter_map(compared).collect();
    let judges_overload = headline.measures.contains(&Measure::OverloadedDays);
    let (mut gains, mut losses) = (Vec::new(), Vec::new());
    for (measure, paired) in &found {
        let Some(change) = beyond_chance(*measure, paired) else { continue };
        match is_good(change, judges_overload) {
            Some(true) => gains.push(change),
            Some(false) => losses.push(change),
            None => {}
        }
    }
    let kind = match (gains.is_empty(), losses.is_empty()) {
        _ if days < 2 => JudgementKind::TooFewDays,
        (true, true) if is_same => JudgementKind::Same,
        (true, true) => JudgementKind::NoDifference,
        (false, true) => JudgementKind::Better,
        (true, false) => JudgementKind::Worse,
        (false, false) => JudgementKind::TradeOff,
    };
    let is_told = gains.iter().chain(&losses).any(|change| change.measure == Measure::WaitP90);
    let wait = found.iter().find(|(measure, _)| *measure == Measure::WaitP90);
    let at_most =
        wait.and_then(|(_, paired)| paired.simultaneous).map(|[low, high]| low.abs().max(high.abs()));
    let more_overload_at_most = more_overload(&found, &gains, &losses);
    Judgement {
        kind,
        gains,
        losses,
        wait_differs_at_most: at_most.filter(|_| !is_told),
        more_overload_at_most,
    }
}

/// How much more overload chance may hide: none seen in a few days is no promise.
fn more_overload(found: &[(Measure, Paired)], gains: &[Change], losses: &[Change]) -> Option<f64> {
    let is_told = gains.iter().chain(losses).any(|change| change.measure == Measure::OverloadedDays);
    let overload = found.iter().find(|(measure, _)| *measure == Measure::OverloadedDays);
    let [_, high] = overload.filter(|_| !is_told).and_then(|(_, paired)| paired.simultaneous)?;
    (high > 0.0).then_some(high)
}

/// A difference whose simultaneous interval leaves out 0 and that is large enough to matter.
fn beyond_chance(measure: Measure, paired: &Paired) -> Option<Change> {
    let (difference, simultaneous) = (paired.difference.value?, paired.simultaneous?);
    let [low, high] = simultaneous;
    let is_there = (low > 0.0 || high < 0.0) && difference.abs() >= measure.least_that_matters();
    is_there.then_some(Change { measure, difference, simultaneous })
}

/// `None`: neither good nor bad. More people inside are a load, told as long as nobody has said which load is safe.
fn is_good(change: Change, judges_overload: bool) -> Option<bool> {
    let more = change.difference > 0.0;
    match change.measure {
        Measure::Admitted => Some(more),
        Measure::InsideMax if judges_overload => None,
        _ => Some(!more),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::Mean;

    fn paired(difference: f64, half_width: f64) -> Paired {
        let simultaneous = Some([difference - half_width, difference + half_width]);
        let difference = Mean { value: Some(difference), ci: None };
        Paired { mean: Mean::default(), difference, simultaneous }
    }

    fn judged(measures: &[(Measure, Paired)]) -> Judgement {
        let measures_of_family = measures.iter().map(|(measure, _)| *measure).collect();
        let family = Family { measures: measures_of_family, comparisons: 1, level_of_each: 0.95 };
        judge_days(measures, &family, 40, false)
    }

    #[test]
    fn a_shorter_wait_with_more_overload_is_no_plain_win() {
        let shorter = (Measure::WaitP90, paired(-600.0, 60.0));
        assert_eq!(judged(&[shorter]).kind, JudgementKind::Better);
        let overload = (Measure::OverloadedDays, paired(0.3, 0.1));
        assert_eq!(judged(&[shorter, overload]).kind, JudgementKind::TradeOff);
        let inside = (Measure::InsideMax, paired(500.0, 10.0));
        assert_eq!(
            judged(&[shorter, inside]).kind,
            JudgementKind::TradeOff,
            "nobody knows whether that is safe"
        );
        let known = (Measure::OverloadedDays, paired(0.0, 0.1));
        assert_eq!(judged(&[shorter, inside, known]).kind, JudgementKind::Better, "it is safe");
        assert_eq!(judged(&[(Measure::GaveUp, paired(20.0, 5.0))]).kind, JudgementKind::Worse);
        assert_eq!(judged(&[(Measure::Admitted, paired(20.0, 5.0))]).kind, JudgementKind::Better);
    }

    #[test]
    fn overload_that_was_not_seen_is_bounded() {
        let shorter = (Measure::WaitP90, paired(-600.0, 60.0));
        let unsure = judged(&[shorter, (Measure::OverloadedDays, paired(0.0, 0.125))]);
        assert_eq!((unsure.kind, unsure.more_overload_at_most), (JudgementKind::Better, Some(0.125)));
        let sure = judged(&[shorter, (Measure::OverloadedDays, paired(0.5, 0.125))]);
        assert_eq!(sure.more_overload_at_most, None, "it is told as a loss");
        assert_eq!(judged(&[shorter]).more_overload_at_most, None, "overload is not judged");
    }

    #[test]
    fn what_chance_explains_is_bounded_and_what_matters_to_nobody_is_not_told() {
        let unsure = judged(&[(Measure::WaitP90, paired(20.0, 30.0)), (Measure::GaveUp, paired(0.2, 0.1))]);
        assert_eq!(unsure.wait_differs_at_most, Some(50.0));
        assert!(unsure.gains.is_empty() && unsure.losses.is_empty());
        assert_eq!(unsure.kind, JudgementKind::NoDifference);
    }
}
