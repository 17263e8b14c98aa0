//! The shape of the JSON answer, key by key, in the order of the file.
//! Does not lay out bytes and does not judge versions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::named::{ByName, HasUnit};
use crate::results::{
    Answer, CrowdCase, Effect, Estimate, Explanation, FlowLimit, HandCheck, InputNote, Mean, Measure,
    MinuteRow, OriginFound, PlacesFound, Provenance, RangeMethod, Relation, Requirement, Rules, ShownFigures,
    ShownMeasure, ShownUnit, Unit, Verdict, Warning,
};

/// The whole file.
#[derive(Serialize, Deserialize)]
#[serde(expecting = "an answer: an object with schema, provenance, measures and so on")]
pub(super) struct Document {
    pub(super) schema: String,
    provenance: Provenance,
    measures: ByName<Measure, EstimateKeys>,
    requirements: Vec<Condition>,
    warnings: Vec<Caution>,
    title: String,
    opens_at_second_of_day: Option<i64>,
    inputs: Vec<InputNote>,
    #[serde(with = "FlowKeys")]
    flow: FlowLimit,
    hand_check: Option<Sum>,
    crowds: Vec<CrowdCase>,
    effects: Vec<Effect>,
    #[serde(default)]
    rules: RuleKeys,
    #[serde(default)]
    estimates: Option<ShownKeys>,
    #[serde(default)]
    places: Option<PlacesFound>,
    #[serde(default)]
    origin: Option<OriginFound>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    explanation: Option<Explanation>,
    levers: Vec<Effect>,
    minutes: Vec<Minute>,
}

impl Document {
    pub(super) fn new(schema: &str, answer: &Answer) -> Document {
        let measures = Measure::ALL.into_iter().map(|measure| {
            let known = answer.measures.iter().find(|(other, _)| *other == measure);
            (measure, EstimateKeys::new(measure, known.map_or(&UNKNOWN, |(_, estimate)| estimate)))
        });
        Document {
            schema: schema.to_owned(),
            provenance: answer.provenance.clone(),
            measures: ByName(measures.collect()),
            requirements: answer.requirements.iter().map(Condition::new).collect(),
            warnings: answer.warnings.iter().cloned().map(Caution).collect(),
            title: answer.title.clone(),
            opens_at_second_of_day: answer.opens_at_second_of_day,
            inputs: answer.inputs.clone(),
            flow: answer.flow.clone(),
            hand_check: answer.hand_check.clone().map(Sum),
            crowds: answer.crowds.clone(),
            effects: answer.effects.clone(),
            rules: RuleKeys::new(&answer.rules),
            estimates: answer.estimates.as_ref().map(ShownKeys::new),
            places: answer.places.clone(),
            origin: answer.origin.clone(),
            explanation: answer.explanation.clone(),
            levers: answer.levers.clone(),
            minutes: answer.minutes.iter().cloned().map(Minute).collect(),
        }
    }

    pub(super) fn answer(self) -> Answer {
        let ByName(measures) = self.measures;
        let mut measures: Vec<_> =
            measures.into_iter().map(|(measure, keys)| (measure, keys.estimate())).collect();
        measures.sort_by_key(|(measure, _)| *measure);
        Answer {
            title: self.title,
            provenance: self.provenance,
            opens_at_second_of_day: self.opens_at_second_of_day,
            inputs: self.inputs,
            measures,
            flow: self.flow,
            hand_check: self.hand_check.map(|Sum(sum)| sum),
            crowds: self.crowds,
            effects: self.effects,
            rules: self.rules.rules(),
            estimates: self.estimates.map(ShownKeys::figures),
            places: self.places,
            origin: self.origin,
            explanation: self.explanation,
            levers: self.levers,
            warnings: self.warnings.into_iter().map(|Caution(warning)| warning).collect(),
            requirements: self.requirements.into_iter().map(Condition::verdict).collect(),
            minutes: self.minutes.into_iter().map(|Minute(minute)| minute).collect(),
        }
    }
}

/// Stands for a measure that an answer lacks.
const UNKNOWN: Estimate = Estimate {
    value: None,
    ci: None,
    prediction: None,
    range: None,
    level: f64::NAN,
    method: RangeMethod::None,
};

/// Half an interval says nothing that could be read with care: both ends or none.
pub(super) fn whole(ends: Option<[f64; 2]>) -> Option<[f64; 2]> {
    ends.filter(|ends| ends.iter().all(|end| end.is_finite()))
}

/// A number that must be there; `null` if it was infinite or not a number, and not-a-number when read back.
pub(super) mod number {
    use serde::{Deserialize, Deserializer, Serializer};

    pub(in super::super) fn serialize<S: Serializer>(value: &f64, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_f64(*value)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<f64, D::Error> {
        Ok(Option::<f64>::deserialize(input)?.unwrap_or(f64::NAN))
    }
}

/// What stands under the name of a measure.
#[derive(Serialize, Deserialize)]
#[serde(expecting = "the estimate of a measure: an object with value, unit, ci and so on")]
struct EstimateKeys {
    value: Option<f64>,
    unit: Unit,
    ci: Option<[f64; 2]>,
    prediction: Option<[f64; 2]>,
    range: Option<[f64; 2]>,
    #[serde(with = "number")]
    level: f64,
    method: RangeMethod,
}

impl EstimateKeys {
    fn new(measure: Measure, estimate: &Estimate) -> EstimateKeys {
        EstimateKeys {
            value: estimate.value,
            unit: measure.unit(),
            ci: whole(estimate.ci),
            prediction: whole(estimate.prediction),
            range: whole(estimate.range),
            level: estimate.level,
            method: estimate.method,
        }
    }

    fn estimate(self) -> Estimate {
        let EstimateKeys { value, ci, prediction, range, level, method, .. } = self;
        Estimate { value, ci, prediction, range, level, method }
    }
}

impl HasUnit for EstimateKeys {
    type Unit = Unit;

    fn unit(&self) -> Unit {
        self.unit
    }
}

/// A requirement and its verdict side by side.
#[derive(Serialize, Deserialize)]
#[serde(expecting = "a requirement: an object with text, measure, relation, bound, value and kept")]
struct Condition {
    text: String,
    measure: Measure,
    relation: Relation,
    #[serde(with = "number")]
    bound: f64,
    value: Option<f64>,
    kept: bool,
}

impl Condition {
    fn new(verdict: &Verdict) -> Condition {
        let Requirement { measure, relation, bound, text } = verdict.requirement.clone();
        Condition { text, measure, relation, bound, value: verdict.value, kept: verdict.kept }
    }

    fn verdict(self) -> Verdict {
        let Condition { text, measure, relation, bound, value, kept } = self;
        Verdict { requirement: Requirement { measure, relation, bound, text }, value, kept }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "FlowLimit", expecting = "flow: an object with rate_per_minute, slots_per_minute and so on")]
struct FlowKeys {
    rate_per_minute: Option<f64>,
    slots_per_minute: Option<f64>,
    slots: Option<u32>,
    #[serde(with = "number")]
    held_minutes: f64,
    #[serde(with = "number")]
    visit_minutes: f64,
    #[serde(with = "number")]
    session_minutes: f64,
    renewal: bool,
}

/// The unpublished rules; `strongest` follows from the rest.
#[derive(Default, Serialize, Deserialize)]
#[serde(expecting = "rules: an object with assume, fixed, strongest and effects")]
struct RuleKeys {
    assume: Option<String>,
    fixed: Vec<String>,
    strongest: Option<String>,
    effects: Vec<Effect>,
}

impl RuleKeys {
    fn new(rules: &Rules) -> RuleKeys {
        let Rules { assume, fixed, effects } = rules.clone();
        RuleKeys { assume, fixed, strongest: rules.strongest().map(|rule| rule.key.clone()), effects }
    }

    fn rules(self) -> Rules {
        let RuleKeys { assume, fixed, effects, .. } = self;
        Rules { assume, fixed, effects }
    }
}

/// The waits shown against those experienced.
#[derive(Serialize, Deserialize)]
#[serde(expecting = "estimates: an object with days, level and measures")]
struct ShownKeys {
    days: u32,
    #[serde(with = "number")]
    level: f64,
    measures: BTreeMap<String, ShownMeanKeys>,
}

/// What stands under the name of one of these measures.
#[derive(Serialize, Deserialize)]
#[serde(expecting = "a figure of the waits shown: an object with value, unit and ci")]
struct ShownMeanKeys {
    value: Option<f64>,
    unit: ShownUnit,
    ci: Option<[f64; 2]>,
}

impl ShownKeys {
    fn new(figures: &ShownFigures) -> ShownKeys {
        let keys = |(measure, mean): &(ShownMeasure, Mean)| {
            let keys = ShownMeanKeys { value: mean.value, unit: measure.unit(), ci: whole(mean.ci) };
            (measure.name().to_owned(), keys)
        };
        let measures = figures.measures.iter().map(keys).collect();
        ShownKeys { days: figures.days, level: figures.level, measures }
    }

    /// Measures that this version does not know are passed over.
    fn figures(self) -> ShownFigures {
        let of = |measure: ShownMeasure| {
            let keys = self.measures.get(measure.name())?;
            Some((measure, Mean { value: keys.value, ci: keys.ci }))
        };
        let measures = ShownMeasure::ALL.into_iter().filter_map(of).collect();
        ShownFigures { days: self.days, level: self.level, measures }
    }
}

#[derive(Serialize, Deserialize)]
struct Sum(#[serde(with = "SumKeys")] HandCheck);

#[derive(Serialize, Deserialize)]
#[serde(
    remote = "HandCheck",
    expecting = "hand_check: an object with people, at_once, flow_per_minute and minutes"
)]
struct SumKeys {
    people: u32,
    at_once: u32,
    #[serde(with = "number")]
    flow_per_minute: f64,
    #[serde(with = "number")]
    minutes: f64,
}

#[derive(Serialize, Deserialize)]
struct Minute(#[serde(with = "MinuteKeys")] MinuteRow);

#[derive(Serialize, Deserialize)]
#[serde(remote = "MinuteRow", expecting = "a minute: an object with minute, arrived, accepted and so on")]
struct MinuteKeys {
    minute: i64,
    #[serde(with = "number")]
    arrived: f64,
    #[serde(with = "number")]
    accepted: f64,
    #[serde(with = "number", default = "unknown")]
    booked: f64,
    #[serde(with = "number")]
    line_start: f64,
    #[serde(with = "number")]
    line_mean: f64,
    #[serde(with = "number")]
    line_max: f64,
    #[serde(with = "number")]
    line_low: f64,
    #[serde(with = "number")]
    line_high: f64,
    #[serde(with = "number")]
    waiting_start: f64,
    #[serde(with = "number")]
    waiting_mean: f64,
    #[serde(with = "number")]
    waiting_max: f64,
    #[serde(with = "number")]
    active_start: f64,
    #[serde(with = "number")]
    active_mean: f64,
    #[serde(with = "number")]
    active_max: f64,
    #[serde(with = "number")]
    inside_start: f64,
    #[serde(with = "number")]
    inside_mean: f64,
    #[serde(with = "number")]
    inside_max: f64,
    #[serde(default)]
    shown_start: Option<f64>,
    #[serde(default)]
    shown_mean: Option<f64>,
    #[serde(default)]
    shown_max: Option<f64>,
    wait_p50: Option<f64>,
    wait_p90: Option<f64>,
    wait_low: Option<f64>,
    wait_high: Option<f64>,
    admitted_share: Option<f64>,
    #[serde(default)]
    booked_share: Option<f64>,
    #[serde(default)]
    requests: Option<f64>,
    #[serde(default)]
    failed_requests: Option<f64>,
    #[serde(default)]
    utilisation_mean: Option<f64>,
    #[serde(default)]
    response_p95: Option<f64>,
    #[serde(default)]
    line_drawn_low: Option<f64>,
    #[serde(default)]
    line_drawn_high: Option<f64>,
    #[serde(default)]
    wait_drawn_low: Option<f64>,
    #[serde(default)]
    wait_drawn_high: Option<f64>,
}

/// A number that an older file lacks.
fn unknown() -> f64 {
    f64::NAN
}

#[derive(Serialize, Deserialize)]
pub(super) struct Caution(#[serde(with = "WarningKeys")] pub(super) Warning);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Warning", tag = "kind", rename_all = "snake_case")]
enum WarningKeys {
    LostMidVisit {
        #[serde(with = "number")]
        share: f64,
        #[serde(with = "number")]
        gave_up_share: f64,
    },
    SomeCannotFinish {
        #[serde(with = "number")]
        share: f64,
    },
    Censored {
        #[serde(with = "number")]
        people: f64,
    },
    Unfinished {
        #[serde(with = "number")]
        people: f64,
    },
    NobodyAdmitted,
    OriginCollapses {
        #[serde(with = "number")]
        failed_share: f64,
        #[serde(with = "number")]
        in_service: f64,
    },
    RequestsFail {
        #[serde(with = "number")]
        share: f64,
        #[serde(with = "number")]
        gave_up_share: f64,
    },
    OriginOverloaded {
        #[serde(with = "number")]
        share: f64,
        #[serde(with = "number")]
        lasting_seconds: f64,
    },
    BookingsAreNotDemand,
    AccessesConverted {
        accesses: u32,
        low: u32,
        middle: u32,
        high: u32,
    },
    NegativeDemandClipped {
        minutes: u32,
    },
    MissingMinutes {
        minutes: u32,
    },
    SettingsIgnored {
        file: String,
        settings: Vec<String>,
    },
    RoomOffAtOpening,
    NobodyInPrequeue {
        event: String,
    },
    PrecisionNotReached {
        #[serde(with = "number")]
        half_width_seconds: f64,
        #[serde(with = "number")]
        wanted_seconds: f64,
    },
    Interrupted,
    MissingGlyphs {
        characters: String,
    },
}
