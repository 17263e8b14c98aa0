//! Every sentence about formulas, once for all languages. Numbers in it are words already. This is the annex: letters of formulas
//! may stand here.

use super::{english, japanese};
use crate::report::Language;
use crate::results::{Applies, ComparedWith, Formula};

/// Something to say about a formula. Each variant is whole: no two of them make one sentence. Phrases that stand in the place of a
/// placeholder are named so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Message {
    /// Above the part.
    Heading,

    // The letters of the case.
    /// What every letter stands for; arrivals, capacity and patience as phrases.
    Letters { people: String, arrivals: String, held: String, capacity: String, patience: String },
    /// A phrase: λ.
    ArrivalRate { rate: String, within: String },
    /// A phrase: there is no λ.
    AllComeAtOnce,
    /// A phrase: r.
    CapacityRate { rate: String },
    /// A phrase: there is no r.
    NoCapacity,
    /// A phrase: 1/θ.
    MeanPatience { patience: String },
    /// A phrase: there is no θ.
    NoPatience,

    // The table.
    /// Heading of the column of formulas.
    FormulaColumn,
    /// Heading of the column of their numbers.
    SaysColumn,
    /// Heading of the column of simulated figures.
    SimulatedColumn,
    /// Heading of the column of errors.
    ErrorColumn,
    /// Heading of the column of conditions.
    AppliesColumn,
    /// Whether the conditions hold, in one or two words.
    AppliesCell(Applies),
    /// An error with its share of the simulated figure.
    ErrorCell { error: String, percent: String },

    // One formula.
    /// Its name.
    Name(Formula),
    /// Its name, and how it is written.
    NameAndFormula { name: String, formula: String },
    /// How it is written, in the letters of the case.
    Written(Formula),
    /// One sentence for everybody.
    Meaning(Formula),
    /// It applies, and why.
    ItApplies { why: String },
    /// It applies roughly, and why.
    ItAppliesRoughly { why: String },
    /// It does not apply, and why.
    ItDoesNotApply { why: String },
    /// What it is held against.
    Compared(ComparedWith),

    // Why, as phrases.
    /// All its conditions hold.
    Holds,
    /// Capacity does not occur in it.
    NoCapacityInIt,
    /// Nothing limits the flow.
    Unlimited,
    /// Nobody is let in.
    NobodyLetIn,
    /// There is no rate of arrivals.
    AllAtOnce,
    /// Nobody leaves the line.
    NobodyLeaves,
    /// Some leave and some never do.
    SomeNeverLeave,
    /// The patience has another law.
    PatienceNotExponential,
    /// Places of leavers stay.
    GhostsStay,
    /// Slots come back in waves.
    SlotsInWaves,
    /// More come than get in.
    Overloaded { arrivals: String, capacity: String },
    /// Fewer come than could get in.
    NotOverloaded { arrivals: String, capacity: String },
    /// It is over before it has settled.
    TooShort { lasts: String, needed: String },
    /// The room does not let in so many.
    FewerSessions { sessions: String, most: String },
    /// Settings change.
    SettingsChange,
    /// An operator changes them.
    Operator,
    /// The servers' load matters.
    Station,
    /// Sessions end in mid-visit.
    SessionsLost { share: String },
    /// Visits end early.
    PlacesRunOut,
    /// The line is not kept in order.
    DrawnByLot,
    /// A person is not a place.
    NotOnePlaceEach,
    /// The room is not full for long.
    NoFullRoom,
    /// The time a slot is held has another law.
    HeldNotExponential,
    /// People do not come evenly.
    ArrivalsNotSteady,

    // The chart.
    /// Title.
    ChartTitle,
    /// Title with the user's own.
    ChartTitleOf { title: String },
    /// Name of the axis of people.
    PeopleAxis,
    /// Name of the axis of waits.
    WaitAxis,
    /// Curve: 9 in 10 wait at most so long in the simulation.
    SimulatedMostCurve,
    /// Curve: mean wait in the simulation.
    SimulatedMeanCurve,
    /// Curve: 9 in 10 by the fluid.
    FluidMostCurve,
    /// Curve: the mean by the fluid.
    FluidMeanCurve,
    /// Curve: the talk's formula.
    TalkCurve,
    /// Curve: reading A.
    OverloadCurve,
    /// Curve: Erlang C.
    ErlangCCurve,
    /// Curve: Erlang A.
    ErlangACurve,
    /// What the band shows.
    ChartBand,
    /// Beside the case.
    ThisCase { people: String },
    /// Where nothing can be drawn.
    NoData,
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
