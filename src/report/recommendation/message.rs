//! Every sentence about recommended limits, once for all languages. Numbers in it are words already.

use super::{english, japanese};
use crate::report::Language;
use crate::results::OpeningKind;

/// Something to say about a recommendation. Each variant is whole: no two of them make one sentence. Phrases that stand in the place
/// of a placeholder are named so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Message {
    // The answer in plain words.
    /// What to set.
    Set { active: String, rate: String },
    /// What to set, where more settings than the limits were free.
    SetAsListed { active: String, rate: String },
    /// How long people wait with it.
    WaitsWithThem { half: String, most: String },
    /// What holds: no overload but on so few days.
    HoldsOverload { lasting: String, share: String, days: String },
    /// What holds: promises as phrases.
    Holds { promises: Vec<String> },
    /// No settings keep all promises.
    NothingSatisfies,
    /// Even the lowest limits break a promise about the load.
    LowestBreak { active: String, rate: String, promise: String },
    /// The highest limits that the origin bears break a promise.
    HighestBreak { active: String, rate: String, promise: String },
    /// The proof failed.
    NotCertified { attempts: String },
    /// Nothing says how much is too much.
    Declined,
    /// A stop came before there was an answer.
    Unfinished,

    // The settings.
    /// Above the table of settings.
    SettingsHeading,
    /// Name of a setting: by the dashboard, and in the API.
    Setting { label: String, key: String },
    /// Name of the setting that several settings make up.
    OpeningSetting,
    /// Value of the session's length.
    SessionValue { minutes: String },
    /// Value of the switch that turns renewal off.
    RenewalValue { renewal: bool },
    /// Value of the queueing method.
    MethodValue { random: bool },
    /// Value of the opening.
    OpeningValue(OpeningKind),
    /// What the waits are.
    WaitsAreMeans,

    // Promises.
    /// A phrase: no overload but on so few days.
    PromiseOverload { lasting: String, share: String, days: String },
    /// A phrase: a measure is at most so much on so many days; `text` as it was typed.
    PromiseAtMost { text: String, measure: String, bound: String, share: String },
    /// A phrase: a measure is at least so much on so many days; `text` as it was typed.
    PromiseAtLeast { text: String, measure: String, bound: String, share: String },
    /// Above what the promises rest on.
    PromisesHeading { confidence: String },
    /// A promise is kept by the settings themselves.
    ByConstruction { promise: String },
    /// Fresh days proved a promise.
    Certified { promise: String, most_bad: String, days: String, bad: String, at_most: String },
    /// Another promise failed first.
    CutShort { promise: String, bad: String, played: String },
    /// Fresh days did not prove a promise.
    Failed { promise: String, most_bad: String, days: String, bad: String, played: String },
    /// Several settings were put to the proof.
    Attempts { attempts: String },
    /// What the origin bears, as phrases.
    Bears { limits: Vec<String> },
    /// A phrase: people inside that the origin bears.
    BearsPeople { people: String },
    /// A phrase: requests a second that the origin bears.
    BearsRequests { requests: String },
    /// A phrase: utilisation that the origin bears.
    BearsUtilisation { share: String },
    /// A phrase: active users that went fine.
    BearsProven { people: String },
    /// A number as a range.
    Between { low: String, high: String },

    // Why these.
    /// Above the reasons.
    WhyHeading,
    /// A promise keeps the limits from being higher.
    PromiseBinds { promise: String },
    /// What went fine so far does.
    ProvenBinds,
    /// Higher limits are of no use.
    NothingToGain,
    /// The slots limit the flow.
    SlotsBind,
    /// The rate limits the flow.
    RateBinds,
    /// Most people inside.
    InsideMost { mean: String, highest: String, days: String },

    // Tables of settings.
    /// Heading of the column of limits.
    LimitsColumn,
    /// Heading of the column of the middle wait.
    HalfColumn,
    /// Heading of the column of the wait of 9 in 10.
    MostColumn,
    /// Heading of the column of people inside.
    InsideColumn,
    /// Heading of the column of days that break the only promise.
    BadDaysColumn,
    /// Heading of the column of days that break one of several promises.
    BadDaysOfColumn { number: String },
    /// What that column counts.
    BadDaysMean { number: String, promise: String },
    /// So many days of so many.
    DaysOf { days: String, of: String },
    /// Name of the recommended settings.
    RecommendedRow,
    /// Name of the present settings.
    PresentRow,
    /// Name of the settings that were tried last.
    LastTriedRow,
    /// Name of the best settings that break one promise only.
    KeepsTheRestRow,
    /// Name of the nearest settings that keep that promise.
    KeepsItRow,
    /// Name of settings by what tells them apart.
    KindRow { parts: Vec<String> },
    /// Part of such a name: the session's length.
    KindSession { minutes: String },
    /// Part of such a name: renewal.
    KindRenewal { renewal: bool },
    /// Part of such a name: the order of the line.
    KindMethod { random: bool },
    /// Part of such a name: the opening.
    KindOpening(OpeningKind),

    // Beside the recommended settings.
    /// Above the table of other settings.
    BesideHeading,
    /// What is proven of the table.
    OnlyProven,
    /// How the best was told apart.
    Selected { systems: String, days: String, probability: String, indifference: String },
    /// How it was not.
    NotSelected { systems: String, days: String, indifference: String },
    /// Above the table of stricter and looser limits.
    TradeOffHeading { days: String },

    // The timetable.
    /// Above the timetable.
    StagedHeading,
    /// One step of it.
    Step { when: String, active: String, rate: String },
    /// When the first step is in force.
    FromTheOpening,
    /// When a later one is.
    AfterTheOpening { span: String },
    /// Fresh days proved the promises.
    StagedCertified,
    /// The settings themselves keep them.
    StagedByConstruction,
    /// What is made small, with the timetable and without.
    StagedObjective { days: String, measure: String, with: String, without: String },
    /// What it would be if everything were known.
    KnowingEverything { value: String },
    /// How far the waits shown are off.
    ShownOff { with: String, without: String },
    /// How many see their wait rise.
    ShownRose { with: String, without: String },
    /// What the product's makers say.
    LeaveLimitsAlone,

    // Larger crowds.
    /// Above what happens then.
    CrowdHeading,
    /// A promise breaks.
    CrowdBreaks { people: String, promise: String },
    /// None does.
    CrowdHolds { people: String, bad: String, days: String },

    // Without a recommendation.
    /// Above the table of limits.
    SizesHeading,
    /// Above what to give.
    HelpHeading,
    /// What went fine.
    HelpProven,
    /// What the origin bears.
    HelpCapacity,
    /// A load test.
    HelpLoadTest,

    // Notes.
    /// Above the notes.
    NotesHeading,
    /// Limits of events and of the timetable are replaced.
    LimitsReplaced,
    /// The operator is left out.
    OperatorLeftOut,
    /// Looser was not riskier everywhere.
    NotMonotone,
    /// How fast people came in is not known.
    InflowNotProven,
    /// Requests time out.
    RequestsFail,
    /// The product's lowest limits bind.
    LowestLimits,
    /// Settings that cut people off were left out.
    SessionsLeftOut { kinds: String },

    // Where the figures come from.
    /// Above the small print.
    AnnexHeading,
    /// What was drawn.
    Drawn { inputs: String },
    /// Days, seed, version, scenario.
    Origin { search: String, fresh: String, seed: String, version: String, scenario: String },

    // The chart.
    /// Title where days have to prove a promise.
    ChartRiskTitle,
    /// Title where none have to.
    ChartLoadTitle,
    /// Below the title.
    ChartSubtitle { days: String },
    /// Below the title where nothing is recommended.
    ChartDeclinedSubtitle,
    /// Name of the axis of bad days.
    RiskAxis,
    /// Name of the axis of people inside.
    LoadAxis,
    /// Name of the axis of what is made small, in minutes.
    MinutesAxis { measure: String },
    /// The same in people.
    PeopleAxis { measure: String },
    /// The same without a unit.
    PlainAxis { measure: String },
    /// Name of the curve.
    ChartCurve,
    /// Beside the point that was chosen.
    ChartChosen,
    /// Small print.
    ChartFooter,
}

impl Message {
    /// The message in a language.
    pub(super) fn say(self, language: Language) -> String {
        match language {
            Language::English => english::say(self),
            Language::Japanese => japanese::say(self),
        }
    }
}
