//! The chart of a comparison of ways of opening: the chance of a place by the time of arrival, words from the report.

use std::collections::BTreeMap;

use super::chart::{Curve, CurveForm, CurvesChart};
use crate::report::{FairnessChartTexts, Language, fairness_chart_texts};
use crate::results::{Fairness, WayFigures};

/// Fewer people a minute tell nothing.
const FEW: f64 = 0.5;
/// A chance below it is none: the rest of the evening says nothing.
const NO_CHANCE: f64 = 0.001;
/// Minutes drawn after the last chance.
const MARGIN: i64 = 5;

/// A curve for each way: of those who come in a minute, the share that gets a place.
pub(super) fn chart(fairness: &Fairness, language: Language) -> CurvesChart {
    let FairnessChartTexts { title, subtitle, arrival, chance, ways, no_data, footer } =
        fairness_chart_texts(fairness, language);
    let chances: Vec<Vec<(i64, f64)>> = fairness.ways.iter().map(chances_by_minute).collect();
    let hopeful = chances.iter().flatten().filter(|(_, share)| *share > NO_CHANCE).map(|(minute, _)| *minute);
    let last = hopeful.max().unwrap_or(0) + MARGIN;
    let curve = |(label, chances): (String, &Vec<(i64, f64)>)| Curve {
        label,
        points: chances
            .iter()
            .filter(|(minute, _)| *minute <= last)
            .map(|&(minute, share)| (minute as f64 + 0.5, share * 100.0))
            .collect(),
        band: Vec::new(),
        form: CurveForm::Line,
    };
    CurvesChart {
        title,
        subtitle,
        across_label: arrival,
        across_is_logarithmic: false,
        up_label: chance,
        most_up: None,
        curves: ways.into_iter().zip(&chances).map(curve).collect(),
        band_label: String::new(),
        marks: Vec::new(),
        levels: Vec::new(),
        no_data_label: no_data,
        footer,
    }
}

/// Over all groups, by the minute of arrival.
fn chances_by_minute(figures: &WayFigures) -> Vec<(i64, f64)> {
    let mut minutes: BTreeMap<i64, (f64, f64)> = BTreeMap::new();
    for chance in &figures.chances {
        let known = (chance.minute, chance.people.value, chance.place_share.value);
        let (Some(minute), Some(people), Some(share)) = known else { continue };
        let (all, placed) = minutes.entry(minute).or_default();
        *all += people;
        *placed += people * share;
    }
    let enough = minutes.into_iter().filter(|(_, (all, _))| *all >= FEW);
    enough.map(|(minute, (all, placed))| (minute, placed / all)).collect()
}
