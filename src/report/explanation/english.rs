//! Every message about formulas in English: plain and short.

use super::message::Message;
use crate::results::{Applies, ComparedWith, Formula};

pub(super) fn say(message: Message) -> String {
    use Message as M;
    match message {
        M::Heading => {
            "What formulas say, beside the simulation (a formula is only as good as its conditions)".to_owned()
        }

        M::Letters { people, arrivals, held, capacity, patience } => {
            format!("N = {people}; {arrivals}; 1/μ = {held} (a slot is held); {capacity}; {patience}.")
        }
        M::ArrivalRate { rate, within } => format!("λ = {rate} a minute (9 in 10 come within {within})"),
        M::AllComeAtOnce => "all come at once (no λ)".to_owned(),
        M::CapacityRate { rate } => format!("r = {rate} let in a minute at most"),
        M::NoCapacity => "no limit (no r)".to_owned(),
        M::MeanPatience { patience } => format!("1/θ = {patience} (mean patience)"),
        M::NoPatience => "nobody leaves (no θ)".to_owned(),

        M::FormulaColumn => "formula".to_owned(),
        M::SaysColumn => "says".to_owned(),
        M::SimulatedColumn => "simulated".to_owned(),
        M::ErrorColumn => "error".to_owned(),
        M::AppliesColumn => "applies".to_owned(),
        M::AppliesCell(applies) => match applies {
            Applies::Yes => "yes",
            Applies::Roughly => "roughly",
            Applies::No => "no",
        }
        .to_owned(),
        M::ErrorCell { error, percent } => format!("{error} ({percent}%)"),

        M::Name(formula) => name(formula).to_owned(),
        M::NameAndFormula { name, formula } => format!("{name}: {formula}"),
        M::Written(formula) => written(formula).to_owned(),
        M::Meaning(formula) => meaning(formula).to_owned(),
        M::ItApplies { why } => format!("It applies here: {why}."),
        M::ItAppliesRoughly { why } => format!("It applies roughly: {why}."),
        M::ItDoesNotApply { why } => format!("It does not apply here: {why}."),
        M::Compared(with) => match with {
            ComparedWith::WaitP90 => "Compared with the wait that 9 in 10 do not exceed.",
            ComparedWith::WaitP50 => "Compared with the median wait.",
            ComparedWith::WaitMean => "Compared with the mean wait.",
            ComparedWith::WaitMax => "Compared with the longest wait.",
            ComparedWith::LastSession => {
                "Compared with the time from the last entry to the end of the last session."
            }
            ComparedWith::ActiveMean => {
                "Compared with the mean of the active users while people are let in."
            }
            ComparedWith::InsideMean => {
                "Compared with the mean of the people inside while people are let in."
            }
        }
        .to_owned(),

        M::Holds => "all its conditions are met".to_owned(),
        M::NoCapacityInIt => "N people are not a rate, and the number let in each minute does not occur in it, so no setting of the \
                              room could change it; where it comes close, that is luck"
            .to_owned(),
        M::Unlimited => "nothing limits the flow, so nobody waits".to_owned(),
        M::NobodyLetIn => "nobody is let in at all".to_owned(),
        M::AllAtOnce => "all come at once, so there is no rate of arrivals".to_owned(),
        M::NobodyLeaves => {
            "nobody leaves the line in this case, and without leavers an overloaded line never settles".to_owned()
        }
        M::SomeNeverLeave => "some people leave and some never do, and it knows only one kind".to_owned(),
        M::PatienceNotExponential => {
            "the patience has another law than the exponential one that it takes".to_owned()
        }
        M::GhostsStay => {
            "the room learns late that somebody has left, so some turns go to places whose owner is gone".to_owned()
        }
        M::SlotsInWaves => {
            "slots limit the flow, and after the first filling they come back in waves, not at a constant rate".to_owned()
        }
        M::Overloaded { arrivals, capacity } => format!(
            "{arrivals} come a minute and at most {capacity} get in, so the line grows as long as people come and has no steady state"
        ),
        M::NotOverloaded { arrivals, capacity } => {
            format!("it needs an overload, but {arrivals} come a minute and {capacity} can get in")
        }
        M::TooShort { lasts, needed } => format!(
            "it describes a state that needs some {needed} to settle, and 9 in 10 people have come within {lasts}"
        ),
        M::FewerSessions { sessions, most } => format!(
            "it begins with λ/μ = {sessions} on the site at once, and the room never lets in more than {most}"
        ),
        M::SettingsChange => "the settings change while people wait".to_owned(),
        M::Operator => "an operator changes the limits during the day".to_owned(),
        M::Station => "how long a slot is held depends on how busy the servers are".to_owned(),
        M::SessionsLost { share } => format!(
            "{share} of the people let in lose their session in mid-visit, so a slot is held for less than a visit and a session"
        ),
        M::PlacesRunOut => "visits end early once the places are gone, which frees slots sooner".to_owned(),
        M::DrawnByLot => {
            "people are let in by lot, so the last to come is not the last to get in".to_owned()
        }
        M::NotOnePlaceEach => "people come back, bring several devices, lose cookies, look at the wait shown or go around the room, \
                               so one person is not one place"
            .to_owned(),
        M::NoFullRoom => {
            "people are let in for too short a time to look at a room that is full".to_owned()
        }
        M::HeldNotExponential => {
            "a slot is held for the visit and a fixed time after it, not for an exponential time".to_owned()
        }
        M::ArrivalsNotSteady => {
            "people do not come at one rate: λ is a mean over minutes that differ".to_owned()
        }

        M::ChartTitle => "How long N people wait: simulation and formulas".to_owned(),
        M::ChartTitleOf { title } => {
            format!("{title}: How long N people wait: simulation and formulas")
        }
        M::PeopleAxis => "people who come (N)".to_owned(),
        M::WaitAxis => "wait (minutes)".to_owned(),
        M::SimulatedMostCurve => "simulated, 9 in 10 wait at most".to_owned(),
        M::SimulatedMeanCurve => "simulated, mean".to_owned(),
        M::FluidMostCurve => "fluid, 9 in 10".to_owned(),
        M::FluidMeanCurve => "fluid, mean".to_owned(),
        M::TalkCurve => "(1/μ) ln(N/μ) as typed".to_owned(),
        M::OverloadCurve => "(1/θ) ln(λ/r), lasting overload".to_owned(),
        M::ErlangCCurve => "Erlang C".to_owned(),
        M::ErlangACurve => "Erlang A".to_owned(),
        M::ChartBand => "band: smallest to largest day".to_owned(),
        M::ThisCase { people } => format!("this case: {people}"),
        M::NoData => "no data".to_owned(),
        M::ChartFooter => {
            "machiai: other crowds arrive in the same pattern. Waits far above the simulation are cut off.".to_owned()
        }
    }
}

fn name(formula: Formula) -> &'static str {
    match formula {
        Formula::TalkAsTyped => "(1/μ) ln(λ/μ) as people type it",
        Formula::LastingOverload => "reading A: lasting overload",
        Formula::LastSessionEnds => "reading B: last session ends",
        Formula::ErlangC => "Erlang C, mean wait",
        Formula::ErlangA => "Erlang A, mean wait",
        Formula::FluidLast => "fluid, longest wait",
        Formula::FluidMean => "fluid, mean wait",
        Formula::LittleActive => "Little's law, active users",
        Formula::LittleInside => "Little's law, people inside",
    }
}

fn written(formula: Formula) -> &'static str {
    match formula {
        Formula::TalkAsTyped => "W = (1/μ) ln(N/μ)",
        Formula::LastingOverload => "w = (1/θ) ln(λ/r)",
        Formula::LastSessionEnds => "t = (1/μ) ln(λ/μ)",
        Formula::ErlangC => "M/M/c, c = r/μ",
        Formula::ErlangA => "M/M/c+M, c = r/μ",
        Formula::FluidLast => "N/r − ramp, less those who leave",
        Formula::FluidMean => "(N/r − ramp) / 2, less those who leave",
        Formula::LittleActive => "L = r × (1/μ)",
        Formula::LittleInside => "L = r × visit",
    }
}

fn meaning(formula: Formula) -> &'static str {
    match formula {
        Formula::TalkAsTyped => {
            "It hardly grows with the crowd: ten times the people add only 2.3 slot times, whatever your limits are."
        }
        Formula::LastingOverload => {
            "If far too many people come for hours, the line settles where enough of them lose patience."
        }
        Formula::LastSessionEnds => {
            "It is not a wait: it is how long the site takes to empty once nobody new is let in."
        }
        Formula::ErlangC => "It is for a counter that can keep up on the whole and has lines only by chance.",
        Formula::ErlangA => {
            "It is Erlang C with people who give up, in a day that goes on like this for ever."
        }
        Formula::FluidLast => {
            "Like water in a sink: the people divided by how many get in each minute, less the time in which they came."
        }
        Formula::FluidMean => {
            "The same sink seen by the average person, who stands in the middle of the line."
        }
        Formula::LittleActive => {
            "Whoever counts as active for ten minutes makes ten minutes of entries count at the same time."
        }
        Formula::LittleInside => {
            "Whoever stays ten minutes makes ten minutes of entries be inside together; that is the load on your servers."
        }
    }
}
