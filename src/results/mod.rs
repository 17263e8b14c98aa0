//! States what was *found*: plain data with public fields, every measure named and described once.
//! Computes nothing but what follows from the definition of a measure's name.

mod answer;
mod bearing;
mod compare;
mod explanation;
mod fairness;
mod figures;
mod finding;
mod load_test;
mod measure;
mod minute;
mod now;
mod origin;
mod origin_fit;
mod places;
mod promise;
mod recommendation;
mod requirement;
mod rules;
mod shown;
mod sweep;
mod tenants;

pub use answer::{
    Answer, Basis, CrowdCase, Effect, Estimate, FlowLimit, HandCheck, InputNote, Provenance, RangeMethod,
    Warning,
};
pub use bearing::OriginFound;
pub use compare::{
    ArrivalMinutes, Change, Comparison, Family, Followed, Judgement, JudgementKind, Paired, PersonMeasure,
    SAME_WAIT_SECONDS, Variant, VariantGroup, arrivals_with_waits,
};
pub use explanation::{
    Applies, ComparedWith, ExplainedCase, ExplainedCrowd, ExplainedReason, Explanation, Formula,
    FormulaFigure,
};
pub use fairness::{
    ArrivalCell, Chance, Compared, EarlyBirds, Fairness, FairnessDay, FairnessFigures, FairnessMeasure,
    FairnessNote, FairnessUnit, Mean, Places, Way, WayFigures,
};
pub use figures::Figures;
pub use finding::Finding;
pub use load_test::{InServiceBasis, LoadFormat, LoadLevel, LoadNote, LoadTest};
pub use measure::{Measure, Unit};
pub use minute::MinuteRow;
pub use now::{ChangeNow, LimitsNow, Now, NowFigures, NowMeasure, NowNote, Shown};
pub use origin::OriginDay;
pub use origin_fit::{
    CurvePoint, FitNote, FittedFile, FittedLaw, FittedLevel, FittedValue, MeasuredPoint, OriginFit,
    OriginOutcome, TableReason,
};
pub use places::{ArrivalChance, GroupChance, PlacesFound};
pub use promise::{Promise, PromiseError, contradiction};
pub use recommendation::{
    Binding, Candidate, Capacity, Certificate, CrowdLimit, Free, OpeningKind, Outcome, Recommendation,
    RecommendationNote, Risk, Selected, SettingsTried, Staged, Step,
};
pub use requirement::{Relation, Requirement, RequirementError, Verdict};
pub use rules::Rules;
pub use shown::{ShownDay, ShownFigures, ShownMeasure, ShownUnit};
pub use sweep::{SkippedPoint, Sweep, SweepChunk, SweepKey, SweepPlan, SweepPoint};
pub use tenants::{
    Advice, Move, Opening, Overload, SafeLevels, Spread, TenantGroup, TenantRoom, Tenants, TenantsMeasure,
    TenantsUnit, tenants_value,
};
