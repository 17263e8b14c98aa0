//! The texts of the chart of a fit. Draws nothing and holds no points.

use super::message::Message;
use super::{finding, load, rate};
use crate::report::Language;
use crate::report::number::share_words;
use crate::results::{OriginFit, OriginOutcome};

/// Every text of the chart of a fit, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OriginChartTexts {
    /// First line.
    pub title: String,
    /// What was found, in a sentence or two.
    pub subtitle: String,
    /// Name of the axis of requests in service.
    pub in_service: String,
    /// Heading of the plot, with the unit of its axis.
    pub per_second: String,
    /// The measured points.
    pub measured: String,
    /// The law where it was tested, or the lines of a table; `None` for a single level.
    pub curve: Option<String>,
    /// The law where it was not tested.
    pub untested: String,
    /// What the shaded band shows.
    pub band: String,
    /// The place where the law is highest; `None`: nowhere.
    pub peak: Option<String>,
    /// Printed in an empty plot.
    pub no_data: String,
    /// Small print: where the figures come from.
    pub footer: String,
}

/// The texts of the chart of a fit.
pub fn origin_chart_texts(fit: &OriginFit, language: Language) -> OriginChartTexts {
    let say = |message: Message| message.say(language);
    let files: Vec<&str> = fit.files.iter().map(|file| file.name.as_str()).collect();
    let (curve, peak) = match &fit.outcome {
        OriginOutcome::Law(law) => {
            let peak = law.peak_in_service.zip(law.peak_per_second);
            let label = peak.map(|(at, highest)| Message::PeakLabel {
                in_service: load(at.value),
                per_second: rate(highest.value),
            });
            (Some(Message::CurveLegend), label)
        }
        OriginOutcome::Table { .. } => (Some(Message::TableLegend), None),
        OriginOutcome::Threshold { .. } => (None, None),
    };
    OriginChartTexts {
        title: say(Message::ChartTitle),
        subtitle: finding(fit, language),
        in_service: say(Message::InServiceAxis),
        per_second: say(Message::PerSecondAxis),
        measured: say(Message::MeasuredLegend),
        curve: curve.map(say),
        untested: say(Message::UntestedLegend),
        band: say(Message::BandLegend { percent: share_words(fit.level, language) }),
        peak: peak.map(say),
        no_data: say(Message::NoData),
        footer: say(Message::ChartFooter { version: fit.version.clone(), files: files.join(", ") }),
    }
}
