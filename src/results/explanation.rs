//! What formulas say about a case, beside the simulation.

use serde::{Deserialize, Serialize};

use super::measure::Unit;

/// Formulas with their numbers for one case, held against its simulated figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// What stands for λ, μ and θ.
    pub case: ExplainedCase,
    /// Every formula, in the order of [`Formula::ALL`].
    pub formulas: Vec<FormulaFigure>,
    /// Waits of other crowds, smallest first, the case's own among them; empty where the number of people is a list of instants.
    pub crowds: Vec<ExplainedCrowd>,
}

/// The letters of a case, in minutes and people a minute.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExplainedCase {
    /// N: people who come, in the middle of their range.
    pub people: f64,
    /// Minutes from the first arrival, or the opening if that is later, until 90 % have come (on the first day of the seed).
    pub arrival_minutes: f64,
    /// λ: 90 % of N ÷ those minutes; `None`: all come at once.
    pub arrivals_per_minute: Option<f64>,
    /// 1/μ: mean minutes a slot is held (see [`super::FlowLimit::held_minutes`]).
    pub held_minutes: f64,
    /// Mean minutes of a whole visit.
    pub visit_minutes: f64,
    /// r: the most people let in a minute, by the rate limit or by slots ÷ held minutes, whichever is smaller; `None`: unlimited.
    pub capacity_per_minute: Option<f64>,
    /// c: r ÷ μ, rounded; the slots if slots limit the flow, else the slots that the rate limit keeps busy.
    pub servers: Option<u32>,
    /// 1/θ: mean patience of the people who have one, minutes; `None`: nobody leaves.
    pub patience_minutes: Option<f64>,
}

/// A formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Formula {
    /// W = (1/μ) ln(λ/μ) as people type it, with N for λ.
    TalkAsTyped,
    /// Reading A: w = (1/θ) ln(λ/r), a lasting overload with impatient people.
    LastingOverload,
    /// Reading B: t = (1/μ) ln(λ/μ), until the last of λ/μ sessions ends.
    LastSessionEnds,
    /// Erlang C: mean wait of a queue in which nobody leaves.
    ErlangC,
    /// Erlang A: mean wait of those served where people leave.
    ErlangA,
    /// The fluid answer for the longest wait, with even arrivals that of the last one: N/r − ramp.
    FluidLast,
    /// The fluid answer on average: half of that.
    FluidMean,
    /// Little's law: active users = accepted a minute × minutes a slot is held.
    LittleActive,
    /// Little's law: people inside = accepted a minute × minutes of a visit.
    LittleInside,
}

impl Formula {
    /// All of them, in the order of reports.
    pub const ALL: [Formula; 9] = [
        Formula::TalkAsTyped,
        Formula::LastingOverload,
        Formula::LastSessionEnds,
        Formula::ErlangC,
        Formula::ErlangA,
        Formula::FluidLast,
        Formula::FluidMean,
        Formula::LittleActive,
        Formula::LittleInside,
    ];

    /// What it is held against.
    pub const fn compared(self) -> ComparedWith {
        match self {
            Formula::TalkAsTyped => ComparedWith::WaitP90,
            Formula::LastingOverload => ComparedWith::WaitP50,
            Formula::LastSessionEnds => ComparedWith::LastSession,
            Formula::ErlangC | Formula::ErlangA | Formula::FluidMean => ComparedWith::WaitMean,
            Formula::FluidLast => ComparedWith::WaitMax,
            Formula::LittleActive => ComparedWith::ActiveMean,
            Formula::LittleInside => ComparedWith::InsideMean,
        }
    }
}

/// A simulated figure that a formula is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ComparedWith {
    /// 9 in 10 of those accepted wait at most this long.
    WaitP90,
    /// Half of those accepted wait at most this long.
    WaitP50,
    /// Mean wait of those accepted.
    WaitMean,
    /// Longest wait of anyone accepted.
    WaitMax,
    /// Time from the last acceptance to the end of the last session.
    LastSession,
    /// Mean of the active users, from three held times after the first acceptance to the last acceptance.
    ActiveMean,
    /// Mean of the people inside in the same time.
    InsideMean,
}

impl ComparedWith {
    /// Its unit.
    pub const fn unit(self) -> Unit {
        match self {
            ComparedWith::ActiveMean | ComparedWith::InsideMean => Unit::People,
            _ => Unit::Seconds,
        }
    }
}

/// A formula's number for the case, and how far it is from the simulation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FormulaFigure {
    /// Which formula.
    pub formula: Formula,
    /// Its number; `None` where it gives none.
    pub value: Option<f64>,
    /// What it is held against.
    pub compared: ComparedWith,
    /// Unit of value, simulated figure and error.
    pub unit: Unit,
    /// The simulated figure, mean over days; `None` where there is none.
    pub simulated: Option<f64>,
    /// Value − simulated figure.
    pub error: Option<f64>,
    /// The same ÷ simulated figure; `None` if that is 0.
    pub relative_error: Option<f64>,
    /// Whether its conditions hold.
    pub applies: Applies,
    /// Why, or why not.
    pub reason: ExplainedReason,
}

impl FormulaFigure {
    /// Holds a number against a simulated figure.
    pub fn new(
        formula: Formula,
        value: Option<f64>,
        simulated: Option<f64>,
        (applies, reason): (Applies, ExplainedReason),
    ) -> FormulaFigure {
        let error = value.zip(simulated).map(|(value, simulated)| value - simulated);
        let relative_error = error.zip(simulated).and_then(|(error, of)| (of > 0.0).then(|| error / of));
        let compared = formula.compared();
        let unit = compared.unit();
        FormulaFigure { formula, value, compared, unit, simulated, error, relative_error, applies, reason }
    }
}

/// Whether the conditions of a formula hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Applies {
    /// They do.
    Yes,
    /// All but one that matters little.
    Roughly,
    /// They do not.
    No,
}

/// Why a formula applies or not, with the numbers that say so; people a minute, minutes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ExplainedReason {
    /// All its conditions hold.
    Holds,
    /// N people are no rate, and capacity does not occur in it.
    NoCapacityInIt,
    /// Nothing limits the flow.
    Unlimited,
    /// Nobody is ever let in.
    NobodyLetIn,
    /// All come at once: there is no rate of arrivals.
    AllAtOnce,
    /// Nobody leaves the line.
    NobodyLeaves,
    /// Some leave and some never do.
    SomeNeverLeave,
    /// The patience has another law than the exponential.
    PatienceNotExponential,
    /// Leavers' places stay in line as ghosts and may waste turns.
    GhostsStay,
    /// Slots limit the flow, and they come back in waves after the first filling and not at a constant rate.
    SlotsInWaves,
    /// No steady state: more come than can be served, and the formula knows no leavers.
    Overloaded {
        /// λ.
        arrivals_per_minute: f64,
        /// r.
        capacity_per_minute: f64,
    },
    /// The formula needs an overload.
    NotOverloaded {
        /// λ.
        arrivals_per_minute: f64,
        /// r.
        capacity_per_minute: f64,
    },
    /// A state that lasts is assumed, and the arrivals are over too soon.
    TooShort {
        /// Minutes in which 90 % come.
        lasts_minutes: f64,
        /// Minutes that it would take to settle.
        needed_minutes: f64,
    },
    /// It takes λ/μ sessions to run at once, and the room does not let in so many.
    FewerSessions {
        /// λ/μ.
        sessions: f64,
        /// Most active users in the simulation.
        active_max: f64,
    },
    /// Limits, sessions or entry change while people wait.
    SettingsChange,
    /// An operator changes the limits.
    Operator,
    /// The origin answers by load, so nobody knows beforehand how long a slot is held.
    Station,
    /// Many sessions end in mid-visit, which frees slots sooner.
    SessionsLost {
        /// Share of the people let in who lose one.
        share: f64,
    },
    /// Visits end early when the places are gone, which frees slots sooner.
    PlacesRunOut,
    /// The line is not kept in order, so the last to come is not the last to get in.
    DrawnByLot,
    /// People come back, bring several devices, lose cookies or go around the room: one person is not one place.
    NotOnePlaceEach,
    /// The line is too short to look at the room while it is full.
    NoFullRoom,
    /// Slots are held for a visit and a fixed time, not for an exponential one.
    HeldNotExponential,
    /// People do not come at one rate.
    ArrivalsNotSteady,
}

/// The waits of another crowd, seconds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExplainedCrowd {
    /// People who come.
    pub people: f64,
    /// Days simulated.
    pub days: u32,
    /// Simulated: 9 in 10 wait at most this long, mean over days.
    pub wait_p90: Option<f64>,
    /// Its smallest and largest day.
    pub wait_p90_days: Option<[f64; 2]>,
    /// Simulated mean wait, mean over days.
    pub wait_mean: Option<f64>,
    /// Fluid answer: 9 in 10 wait at most this long.
    pub fluid_p90: Option<f64>,
    /// Fluid answer: mean wait.
    pub fluid_mean: Option<f64>,
    /// The talk's formula as it is typed.
    pub talk_as_typed: Option<f64>,
    /// Reading A.
    pub lasting_overload: Option<f64>,
    /// Erlang C's mean wait.
    pub erlang_c: Option<f64>,
    /// Erlang A's mean wait of those served.
    pub erlang_a: Option<f64>,
}
