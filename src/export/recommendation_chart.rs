//! The chart of a recommendation: what a shorter wait costs in risk, or in load where no days have to prove a promise.

use super::chart::{
    ChartError, ChartFormat, Curve, CurveForm, CurvesChart, NamedLevel, NamedPoint, curves_chart,
};
use crate::report::{Language, charted_risk, grouped, recommendation_chart_texts};
use crate::results::{Candidate, Outcome, Recommendation, Unit};

/// Draws the objective against the share of bad days, or the people inside, for stricter and looser limits, with the chosen ones marked.
///
/// # Errors
/// If the picture cannot be made.
pub fn recommendation_chart(
    found: &Recommendation,
    language: Language,
    format: ChartFormat,
) -> Result<Vec<u8>, ChartError> {
    curves_chart(&chart(found, language), format)
}

/// The picture before it is drawn.
pub(super) fn chart(found: &Recommendation, language: Language) -> CurvesChart {
    let texts = recommendation_chart_texts(found, language);
    let unit = match found.objective.unit() {
        Unit::Seconds | Unit::SecondsFromOpening => 60.0,
        _ => 1.0,
    };
    let (shown, chosen): (&[Candidate], _) = match &found.outcome {
        Outcome::Recommended { chosen, .. } => (&found.trade_off, Some(chosen.settings)),
        Outcome::Declined { sizes } => (sizes, None),
        Outcome::NothingSatisfies { .. } | Outcome::NotCertified { .. } | Outcome::Unfinished => (&[], None),
    };
    let risk = charted_risk(found);
    let at = |candidate: &Candidate| {
        let across = match risk {
            Some(position) => candidate.risks.get(position)?.share() * 100.0,
            None => candidate.inside_max.value?,
        };
        Some((across, candidate.objective.value? / unit))
    };
    let marks = shown.iter().filter_map(|candidate| {
        let settings = candidate.settings;
        let is_chosen = Some(settings) == chosen;
        let typed = |limit: u32| grouped(f64::from(limit));
        let limits =
            format!("{} / {}", typed(settings.total_active_users), typed(settings.new_users_per_minute));
        let label = if is_chosen { format!("{limits} {}", texts.chosen) } else { limits };
        Some(NamedPoint { at: at(candidate)?, label, is_emphasised: is_chosen })
    });
    let bound = risk.and_then(|position| found.promises.get(position)).map(|promise| NamedLevel {
        at: promise.bad_days * 100.0,
        upright: true,
        label: texts.bound.clone(),
    });
    CurvesChart {
        title: texts.title,
        subtitle: texts.subtitle,
        across_label: texts.risk,
        across_is_logarithmic: false,
        up_label: texts.objective,
        most_up: None,
        curves: vec![Curve {
            label: texts.curve,
            points: shown.iter().filter_map(at).collect(),
            band: Vec::new(),
            form: CurveForm::DottedLine,
        }],
        band_label: String::new(),
        marks: marks.collect(),
        levels: bound.into_iter().collect(),
        no_data_label: NOTHING.to_owned(),
        footer: texts.footer,
    }
}

/// Where there is nothing to draw.
const NOTHING: &str = "-";
