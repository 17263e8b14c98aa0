//! Every message about recommended limits in English: plain and short.

use super::message::Message;
use crate::results::OpeningKind;

pub(super) fn say(message: Message) -> String {
    use Message as M;
    match message {
        M::Set { active, rate } => {
            format!("Set total_active_users to {active} and new_users_per_minute to {rate}.")
        }
        M::SetAsListed { active, rate } => format!(
            "Set total_active_users to {active}, new_users_per_minute to {rate}, and the rest as listed below."
        ),
        M::WaitsWithThem { half, most } => {
            format!("With them half of the people wait up to {half} and 9 in 10 up to {most}.")
        }
        M::HoldsOverload { lasting, share, .. } => format!(
            "If the assumptions hold, the booking servers have an overload of {lasting} or more on at most {share} of days."
        ),
        M::Holds { promises } => {
            format!("If the assumptions hold, this is kept: {}.", promises.join("; "))
        }
        M::NothingSatisfies => "No settings keep all promises.".to_owned(),
        M::LowestBreak { active, rate, promise } => format!(
            "Even the lowest limits ({active} / {rate}) break this one: {promise}. The origin has to bear more, or less has to be \
             promised."
        ),
        M::HighestBreak { active, rate, promise } => {
            format!("The highest limits that the origin bears ({active} / {rate}) break this one: {promise}.")
        }
        M::NotCertified { attempts } => format!(
            "No recommendation. Limits that kept the promises on the days of the search were put to the proof on fresh days, and \
             did not pass (tried: {attempts})."
        ),
        M::Declined => "No recommendation: nothing says how much the origin bears, so every limit looks as safe as any other."
            .to_owned(),
        M::Unfinished => {
            "Interrupted before there was an answer: nothing is recommended, and nothing is ruled out.".to_owned()
        }

        M::SettingsHeading => "Recommended settings:".to_owned(),
        M::Setting { key, .. } => key,
        M::OpeningSetting => "opening".to_owned(),
        M::SessionValue { minutes } => minutes,
        M::RenewalValue { renewal } => if renewal { "false" } else { "true" }.to_owned(),
        M::MethodValue { random } => method(random).to_owned(),
        M::OpeningValue(opening) => match opening {
            OpeningKind::AsItIs => "as it is",
            OpeningKind::Prequeue => "event, prequeue",
            OpeningKind::Shuffle => "event, prequeue, shuffle",
        }
        .to_owned(),
        M::WaitsAreMeans => {
            "The waits are means over days on which everything not given is drawn.".to_owned()
        }

        M::PromiseOverload { lasting, share, .. } => {
            format!("an overload of {lasting} or more on at most {share} of days")
        }
        M::PromiseAtMost { text, share, .. } | M::PromiseAtLeast { text, share, .. } => {
            format!("{text} on {share} of days or more")
        }
        M::PromisesHeading { confidence } => format!(
            "The promise, if the assumptions hold (confidence {confidence}, all promises together):"
        ),
        M::ByConstruction { promise } => format!(
            "{promise}: kept by construction. The room never has more active users than total_active_users, so there is nothing \
             to prove."
        ),
        M::Certified { promise, most_bad, days, bad, at_most } => format!(
            "{promise}: certified. The plan, fixed beforehand, allowed {most_bad} bad among {days} fresh days; {bad} were (more \
             than {at_most} bad days are ruled out)."
        ),
        M::CutShort { promise, bad, played } => format!(
            "{promise}: not played to the end, because another promise failed first ({bad} of {played} days were bad)."
        ),
        M::Failed { promise, most_bad, days, bad, played } => format!(
            "{promise}: not certified. {bad} of {played} fresh days were bad; the plan allowed {most_bad} of {days}."
        ),
        M::Attempts { attempts } => {
            format!("{attempts} pairs of limits were put to the proof; the error is split over all of them.")
        }
        M::Bears { limits } => format!("What the origin bears: {}.", limits.join(", ")),
        M::BearsPeople { people } => format!("up to {people} people inside"),
        M::BearsRequests { requests } => format!("up to {requests} requests a second"),
        M::BearsUtilisation { share } => format!("a utilisation of up to {share}"),
        M::BearsProven { people } => format!("{people} active users went fine so far"),
        M::Between { low, high } => format!("{low} to {high}"),

        M::WhyHeading => "Why these:".to_owned(),
        M::PromiseBinds { promise } => format!(
            "By the search's estimate, higher limits in this proportion leave too little room below the promise: {promise}."
        ),
        M::ProvenBinds => "More active users at once have not been tried yet.".to_owned(),
        M::NothingToGain => "Higher limits would not shorten the wait.".to_owned(),
        M::SlotsBind => {
            "total_active_users limits the flow of people; new_users_per_minute only shapes the first minutes."
                .to_owned()
        }
        M::RateBinds => {
            "new_users_per_minute limits the flow of people; total_active_users is the safety net above it.".to_owned()
        }
        M::InsideMost { mean, highest, days } => {
            format!("At most {mean} are inside at once in the mean, {highest} on the highest of {days} days.")
        }

        M::LimitsColumn => "limits".to_owned(),
        M::HalfColumn => "half wait".to_owned(),
        M::MostColumn => "9 in 10 wait".to_owned(),
        M::InsideColumn => "inside".to_owned(),
        M::BadDaysColumn => "bad days".to_owned(),
        M::BadDaysOfColumn { number } => format!("bad days {number}"),
        M::BadDaysMean { number, promise } => format!("Bad days {number}: days that break \"{promise}\"."),
        M::DaysOf { days, of } => format!("{days} of {of}"),
        M::RecommendedRow => "recommended".to_owned(),
        M::PresentRow => "present".to_owned(),
        M::LastTriedRow => "last tried".to_owned(),
        M::KeepsTheRestRow => "best that keeps the rest".to_owned(),
        M::KeepsItRow => "nearest that keeps it".to_owned(),
        M::KindRow { parts } => parts.join(" "),
        M::KindSession { minutes } => format!("session {minutes}m"),
        M::KindRenewal { renewal } => if renewal { "renewal" } else { "no renewal" }.to_owned(),
        M::KindMethod { random } => method(random).to_owned(),
        M::KindOpening(opening) => match opening {
            OpeningKind::AsItIs => "as it is",
            OpeningKind::Prequeue => "prequeue",
            OpeningKind::Shuffle => "shuffle",
        }
        .to_owned(),

        M::BesideHeading => "Beside it:".to_owned(),
        M::OnlyProven => {
            "Only the recommended limits are proven. The others rest on the days of the search.".to_owned()
        }
        M::Selected { systems, days, probability, indifference } => format!(
            "These {systems} were compared on {days} days of their own: the best of them is chosen with a probability of \
             {probability} if it is better by {indifference} or more and days are roughly normal (Kim and Nelson 2001). Among limits \
             closer than that, those with the lowest new_users_per_minute are taken."
        ),
        M::NotSelected { systems, days, indifference } => format!(
            "These {systems} were compared on {days} days of their own without one standing out by {indifference}; the best so far \
             is taken, and among limits closer than that those with the lowest new_users_per_minute."
        ),
        M::TradeOffHeading { days } => format!(
            "Stricter and looser, in the same proportion (on the first {days} days only: compare within this table):"
        ),

        M::StagedHeading => "Begin strict and loosen (--staged):".to_owned(),
        M::Step { when, active, rate } => format!("{when}: {active} / {rate}"),
        M::FromTheOpening => "from the opening".to_owned(),
        M::AfterTheOpening { span } => format!("{span} after the opening"),
        M::StagedCertified => "Certified like the constant limits.".to_owned(),
        M::StagedByConstruction => {
            "The promise is kept by construction, as with the constant limits.".to_owned()
        }
        M::StagedObjective { days, measure, with, without } => {
            format!("On the same {days} days the {measure} is {with}, with the constant limits {without}.")
        }
        M::KnowingEverything { value } => format!(
            "If everything were known beforehand, every day with its own highest limits, it would be {value}: what lies between \
             is the price of not knowing."
        ),
        M::ShownOff { with, without } => format!(
            "The waits shown are off by {with} in the mean of the people of one day with the timetable, by {without} with \
             constant limits: they follow the last minute's pace and know nothing of the next step."
        ),
        M::ShownRose { with, without } => format!(
            "On one day {with} of the people see their wait rise from one page to another, with constant limits {without}."
        ),
        M::LeaveLimitsAlone => {
            "Cloudflare advises against changing limits while people queue: every step makes the shown waits jump.".to_owned()
        }

        M::CrowdHeading => "If more people come:".to_owned(),
        M::CrowdBreaks { people, promise } => format!("With {people} the promise breaks: {promise}."),
        M::CrowdHolds { people, bad, days } => format!(
            "With {people} {bad} of {days} days were bad. So few days show only a large risk; to certify that crowd, name it \
             with --users."
        ),

        M::SizesHeading => "What limits do to the wait, and how many people are inside at once:".to_owned(),
        M::HelpHeading => "To get a recommendation, one of:".to_owned(),
        M::HelpProven => "--proven-active N: the most active users at which all went well so far (the room's dashboard shows them)."
            .to_owned(),
        M::HelpCapacity => "--origin-capacity N: people inside, or N/s: requests a second, that the origin bears; a range if you are \
                            not sure."
            .to_owned(),
        M::HelpLoadTest => "A load test: machiai origin fit FILE, then --origin-file.".to_owned(),

        M::NotesHeading => "Notes:".to_owned(),
        M::LimitsReplaced => {
            "The scenario changes its limits during the day, or an event has its own: the recommended ones replace them all."
                .to_owned()
        }
        M::OperatorLeftOut => {
            "The scenario's operator is left out: limits that stand all day are recommended.".to_owned()
        }
        M::NotMonotone => {
            "Looser limits were not riskier everywhere; what is recommended rests on the fresh days alone.".to_owned()
        }
        M::InflowNotProven => "What is proven is the number of active users. How fast people came in then is not known \
                               (--proven-per-minute), and people inside can be more than active users: whoever loses a session \
                               keeps filling in the form."
            .to_owned(),
        M::RequestsFail => "Requests time out even at the recommended limits.".to_owned(),
        M::LowestLimits => "The product takes no lower limits than 200.".to_owned(),
        M::SessionsLeftOut { kinds } => {
            format!("{kinds} kinds of settings were left out because they cut more people off in mid-visit.")
        }

        M::AnnexHeading => "How this came about:".to_owned(),
        M::Drawn { inputs } => format!("Not given, so drawn for every day: {inputs}."),
        M::Origin { search, fresh, seed, version, scenario } => format!(
            "{search} days of search, {fresh} fresh days of proof; seed {seed}; machiai {version}; scenario {scenario}."
        ),

        M::ChartRiskTitle => "What a shorter wait costs in risk".to_owned(),
        M::ChartLoadTitle => "What a shorter wait costs in load".to_owned(),
        M::ChartSubtitle { days } => format!(
            "Stricter and looser limits in the proportion that was chosen; each point is a pair of limits on {days} days."
        ),
        M::ChartDeclinedSubtitle => {
            "Each point is a pair of limits. Nothing says how much load the origin bears.".to_owned()
        }
        M::RiskAxis => "days that break the promise (%)".to_owned(),
        M::LoadAxis => "most people inside at once (mean over days)".to_owned(),
        M::MinutesAxis { measure } => format!("{measure} (minutes)"),
        M::PeopleAxis { measure } => format!("{measure} (people)"),
        M::PlainAxis { measure } => measure,
        M::ChartCurve => "limits (active users / per minute)".to_owned(),
        M::ChartChosen => "recommended".to_owned(),
        M::ChartFooter => {
            "machiai: simulated days, everything not given drawn from its range. If the assumptions hold."
                .to_owned()
        }
    }
}

/// As the API has it.
fn method(random: bool) -> &'static str {
    if random { "random" } else { "fifo" }
}
