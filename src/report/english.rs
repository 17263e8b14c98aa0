//! Every message in English: plain and short.

use super::message::Message;

pub(super) fn say(message: Message) -> String {
    use Message as M;
    match message {
        M::Waits { people, half, half_range, most, most_range } => format!(
            "With {people}, half of them wait up to {half} (range {half_range}) and 9 in 10 up to {most} \
             (range {most_range})."
        ),
        M::WaitsUnranged { people, half, most } => {
            format!("With {people}, half of them wait up to {half} and 9 in 10 up to {most}.")
        }
        M::MostDoNotWait { people, longest } => {
            format!("With {people}, 9 in 10 are let in within a minute; the longest wait is {longest}.")
        }
        M::FewWaitManyLeave { people, share } => format!(
            "With {people}, about {share} of them leave the line before they are let in; of those let in, 9 in 10 \
             wait less than a minute."
        ),
        M::FewWaitManyTurnedAway { people, share } => format!(
            "With {people}, about {share} of them are turned away (the line is full, or the room rejects them); of those let in, \
             9 in 10 wait less than a minute."
        ),
        M::FewWaitManyCensored { people, share } => format!(
            "With {people}, about {share} of them still wait when the run ends; of those let in before, 9 in 10 \
             wait less than a minute."
        ),
        M::FewWaitManyGiveUp { people, share } => format!(
            "With {people}, hardly anyone waits, but about {share} of them lose their session again and again and \
             give up."
        ),
        M::NobodyWaits { people } => format!("With {people}, nobody has to wait noticeably."),
        M::WaitsAreInside { people } => {
            format!("With {people}, nobody waits in line: they wait inside, for pages that do not come.")
        }
        M::MayWait { most } => {
            format!("If what was not given turns out badly, 9 in 10 may wait up to {most}.")
        }
        M::NobodyAdmitted { people } => format!("With {people} and these settings, nobody is let in."),
        M::NoDays => "No day was simulated to its end, so there are no figures.".to_owned(),
        M::WaitsOfLetIn { people, half, half_range, most, most_range } => format!(
            "With {people}, half of those let in wait up to {half} (range {half_range}) and 9 in 10 up to {most} \
             (range {most_range})."
        ),
        M::WaitsOfLetInUnranged { people, half, most } => {
            format!("With {people}, half of those let in wait up to {half} and 9 in 10 up to {most}.")
        }
        M::Peaks { active, inside, line } => {
            let (users, people) = (noun(&active, "user", "users"), noun(&inside, "person", "people"));
            format!("At the peak: {active} active {users}, {inside} {people} inside, {line} in line.")
        }
        M::LineGone { after, range } => format!("The line is gone {after} after the opening (range {range})."),
        M::LineGoneUnranged { after } => format!("The line is gone {after} after the opening."),
        M::LineGoneAt { after, clock, range } => {
            format!("The line is gone {after} after the opening, at {clock} (range {range}).")
        }
        M::LineGoneAtUnranged { after, clock } => {
            format!("The line is gone {after} after the opening, at {clock}.")
        }
        M::Leave { people, share } => format!(
            "About {people} ({share}) give up waiting and leave; the waits above are those of the people let in."
        ),
        M::LeaveOrSoldOut { people, share } => format!(
            "About {people} ({share}) leave the line before they are let in, because the places are gone or because \
             they are tired of waiting."
        ),
        M::TurnedAway { people, share } => {
            format!("About {people} ({share}) are turned away: the line is full, or the room rejects them.")
        }
        M::PeopleFromTo { low, high } => format!("{low} to {high} people"),
        M::PeopleBetween { low, high, middle } => format!("{low} to {high} people (about {middle} on average)"),
        M::PeopleAbout { people } => format!("about {people}"),

        M::PlacesGone { places, when, without } => {
            format!("The {places} places are gone {when}; about {without} go without.")
        }
        M::PlacesGoneOnSomeDays { places, share, when, without } => format!(
            "On {share} of the days the {places} places are all taken, then {when}; over all days about {without} go \
             without."
        ),
        M::PlacesLast { places, taken, without } => format!(
            "The {places} places are not all taken on any simulated day: about {taken} are; about {without} go without \
             all the same."
        ),
        M::PlacesForAll { places, taken } => format!(
            "The {places} places are not all taken on any simulated day: about {taken} are, and whoever comes gets one."
        ),
        M::PlacesMayLast { share } => {
            format!("If what was not given turns out otherwise, some are left on {share} of the days.")
        }
        M::PlacesMayGo { share } => {
            format!("If what was not given turns out otherwise, they are all taken on {share} of the days.")
        }
        M::FoundSoldOut { people } => {
            format!("About {people} are let in, fill in the form, and then find too few places left.")
        }
        M::PeopleWithRange { people, low, high } => format!("{people} (range {low} to {high})"),
        M::AboutAt { clock } => format!("about {clock}"),
        M::AboutAfter { after } => format!("about {after} after the opening"),
        M::ChancesHeading => "Who gets a place".to_owned(),
        M::GroupColumn => "group".to_owned(),
        M::ArrivalColumn => "who comes".to_owned(),
        M::ChanceColumn => "chance of a place".to_owned(),
        M::BeforeTheOpening => "before the opening".to_owned(),
        M::ClockStretch { from, to } => format!("{from} to {to}"),
        M::ClockFrom { from } => format!("from {from} on"),
        M::MinutesStretch { from, to } => format!("{from} to {to} min after the opening"),
        M::MinutesFrom { from } => format!("from {from} min after the opening on"),

        M::OriginBears { days, lasting } => match days.as_str() {
            "1" => format!("The booking servers bear it: no overload of {lasting} or more on the simulated day."),
            _ => format!(
                "The booking servers bear it: no overload of {lasting} or more on any of {days} simulated days."
            ),
        },
        M::OriginRarelyOverloaded { share, lasting } => {
            format!("The booking servers have an overload of {lasting} or more on {share} of the days.")
        }
        M::OverloadedIfDrawn { share } => {
            format!("If what was not given turns out otherwise, the booking servers have an overload on {share} of the days.")
        }
        M::InsideAgainstSafe { peak, safe } => {
            format!("At the peak {peak} people are inside; {safe} are safe.")
        }
        M::RequestsAgainstSafe { peak, safe } => {
            format!("At the peak {peak} requests come in a second; {safe} are safe.")
        }
        M::OriginAnswers { most, slowest } => {
            format!("19 in 20 requests are answered within {most}, the slowest within {slowest}.")
        }
        M::FewRequestsFail { people } => format!("For about {people} a request times out."),

        M::RangeCovers { inputs } => {
            format!("The range covers chance and what was not given: {inputs}.")
        }
        M::RangeCoversUnpublished { inputs } => {
            format!("The range covers chance and what Cloudflare does not publish: {inputs}.")
        }
        M::AlsoUnpublished { inputs } => format!("It also covers what Cloudflare does not publish: {inputs}."),
        M::AtDefault { inputs } => format!("Not given and kept at the default: {inputs}."),
        M::RangeIsChance => "The range covers chance alone.".to_owned(),
        M::RulesFixed { set, inputs } => {
            format!("Not published by Cloudflare and fixed by the {set} set of assumptions: {inputs}.")
        }
        M::RuleMatters { rule, values, from, to } => format!(
            "Of what Cloudflare does not publish, the {rule} matters most: {values} moves \"9 in 10 wait up to\" \
             from {from} to {to}."
        ),
        M::NoRuleMatters => {
            "Of what Cloudflare does not publish, no rule moves \"9 in 10 wait up to\" by a minute here.".to_owned()
        }

        M::HandSlots { slots, visit, session, flow, people, minutes } => format!(
            "By hand: {slots} ÷ ({visit} + {session} min) = {flow} a minute; \
             ({people} − {slots}) ÷ {flow} ≈ {minutes} min."
        ),
        M::HandSlotsHeld { slots, held, flow, people, minutes } => format!(
            "By hand: {slots} ÷ {held} min = {flow} a minute; \
             ({people} − {slots}) ÷ {flow} ≈ {minutes} min."
        ),
        M::HandRate { people, rate, minutes, exact } => match exact {
            true => format!("By hand: {people} ÷ {rate} = {minutes} min."),
            false => format!("By hand: {people} ÷ {rate} ≈ {minutes} min."),
        },
        M::HandAllFit { people, slots } => {
            let (who, are) = (noun(&people, "person", "people"), noun(&people, "is", "are"));
            let slot = noun(&slots, "slot", "slots");
            format!("By hand: {people} {who} {are} no more than {slots} {slot}, so there is room for all at once.")
        }
        M::HandLongerByRate { simulated, people, rate, minutes } => format!(
            "The simulation lets the last one in after {simulated}: the rate limit alone takes {people} ÷ {rate} ≈ {minutes} min."
        ),
        M::HandLongerByLosses { simulated } => {
            format!("The simulation lets the last one in after {simulated}: people who lose their session, come back or fall asleep are served late.")
        }
        M::HandLongerByArrivals { simulated } => format!(
            "The simulation lets the last one in after {simulated}: the sum takes everyone as present at the opening, but some come later."
        ),
        M::HandShorterByLeavers { simulated } => {
            format!("The simulation lets the last one in after {simulated}: people leave the line before their turn.")
        }
        M::HandCutShort { simulated } => format!(
            "The run ended before the line was worked off, so its last admission, after {simulated}, cannot be \
             held against this sum."
        ),
        M::HandDiffers { simulated } => format!("The simulation lets the last one in after {simulated}."),
        M::HandShorterByArrivals { simulated } => {
            format!("The simulation lets the last one in after {simulated}: many come only after the line is gone.")
        }

        M::FiguresHeading => "In figures".to_owned(),
        M::ValueColumn => "estimate".to_owned(),
        M::IntervalColumn => "interval".to_owned(),
        M::OneDayColumn => "one day".to_owned(),
        M::RangeColumn => "range".to_owned(),
        M::ValueMeans { days } => format!("estimate: mean of {days} simulated days, every input at its value."),
        M::ValueOfOneDay => "estimate: one simulated day, every input at its value.".to_owned(),
        M::IntervalMeans => "interval: how well so many days pin the estimate down.".to_owned(),
        M::OneDayMeans { level } => {
            format!("one day: where {level} days fall if every input is exactly as stated (chance alone).")
        }
        M::RangeMeans { level } => {
            format!("range: where {level} days fall if what was not given varies, too. Plan with this one.")
        }

        M::CrowdsHeading => "If fewer or more people come".to_owned(),
        M::CrowdColumn => "people".to_owned(),
        M::HalfColumn => "half wait up to".to_owned(),
        M::MostColumn => "9 in 10 wait up to".to_owned(),
        M::LineGoneColumn => "line gone".to_owned(),
        M::LeaveColumn => "leave".to_owned(),
        M::SoldOutColumn => "sold out".to_owned(),
        M::WithoutPlaceColumn => "go without".to_owned(),

        M::EffectsHeading => "What moves the answer most".to_owned(),
        M::InputColumn => "input".to_owned(),
        M::FromToColumn => "from → to".to_owned(),
        M::Given => "given".to_owned(),
        M::Assumed => "assumed".to_owned(),

        M::FlowHeading => "What limits the flow".to_owned(),
        M::FlowSlots { slots, held, flow } => format!(
            "The number of active users: {slots} {}, each held for about {held} min, {} in about {flow} {} a minute.",
            noun(&slots, "slot", "slots"),
            noun(&slots, "lets", "let"),
            noun(&flow, "person", "people")
        ),
        M::HeldForVisitAndSession { visit, session } => format!(
            "A slot is held for the visit ({visit} min) and the session duration after its last request \
             ({session} min)."
        ),
        M::HeldForSession { session } => {
            format!("Without renewal a slot is held for the session duration ({session} min), whatever the visit.")
        }
        M::RateWouldAllow { rate } => format!("The rate limit would allow {rate} a minute."),
        M::FlowRate { rate } => format!("The rate: at most {rate} new {} a minute.", noun(&rate, "user", "users")),
        M::SlotsWouldAllow { slots, flow } => {
            format!("The {slots} {} would allow about {flow} a minute.", noun(&slots, "slot", "slots"))
        }
        M::FlowUnlimited => "Nothing: the room lets everyone in without a limit.".to_owned(),
        M::FlowNobody => "Nobody is let in: the room queues everyone or turns everyone away.".to_owned(),
        M::LeversHeading => "What would shorten the waits most:".to_owned(),
        M::FlowWithOperator => {
            "The operator moves these limits during the day; the figures here are those of the opening.".to_owned()
        }
        M::FlowWithSlowAnswers => {
            "Slow answers of the booking servers make visits longer than these figures say.".to_owned()
        }
        M::LeversTooMuch { settings } => format!(
            "Not proposed, because the booking servers would be overloaded more or lose more requests: {settings}."
        ),
        M::LoadWasTried => {
            "Each was tried on one day, and the booking servers fared no worse than they may.".to_owned()
        }
        M::NoLever => "No single setting that was tried shortens the wait noticeably.".to_owned(),
        M::CautionLoad => "Higher limits load the booking server more: test it before you raise them.".to_owned(),
        M::CautionLosses => "Shorter sessions, or no renewal, make more people lose their session in mid-visit; \
                             they queue again."
            .to_owned(),

        M::ShownHeading => "What the waiting page shows".to_owned(),
        M::ShownRight { off } => {
            format!("On average the first wait shown is right; to either side it is off by {off}.")
        }
        M::ShownTooShort { by, off } => {
            format!("On average the first wait shown is {by} too short; to either side it is off by {off}.")
        }
        M::ShownTooLong { by, off } => {
            format!("On average the first wait shown is {by} too long; to either side it is off by {off}.")
        }
        M::ShownRises { share, jump } => format!(
            "For {share} of the people the wait shown rises at least once; the largest rise at once is {jump}."
        ),
        M::ShownNeverRises => "The wait shown never rises for anyone.".to_owned(),
        M::ShownUnknown { share } => format!("About {share} of the people in line never see a known wait."),
        M::ShownDays { days } => {
            format!("From {days} simulated {} of which every page was looked at.", noun(&days, "day", "days"))
        }

        M::WarningsHeading => "Please note".to_owned(),
        M::LostMidVisit { share, gave_up } => format!(
            "WARNING: about {share} of the people let in lose their session in mid-visit and have to queue \
             again; {gave_up} of all lose it again and again and give up in the end. Lengthen session_duration, or let the form send requests more often."
        ),
        M::LostMidVisitUnrenewed { share, gave_up } => format!(
            "WARNING: about {share} of the people let in lose their session in mid-visit and have to queue \
             again; {gave_up} of all lose it again and again and give up in the end. Lengthen session_duration, or switch session renewal on."
        ),
        M::OriginCollapses { share, in_service } => format!(
            "WARNING: the servers collapse: about {share} of the requests to them time out, with up to {in_service} in \
             service at once. Let fewer people in at a time, or add capacity."
        ),
        M::OriginThrashes { in_service } => format!(
            "WARNING: the servers collapse: with up to {in_service} requests in service at once they get less than half as \
             much done as they could. Let fewer people in at a time, or add capacity."
        ),
        M::RequestsFail { share, gave_up } => format!(
            "WARNING: for about {share} of the people a request to the booking servers times out; {gave_up} of all give \
             up for it."
        ),
        M::OriginAlwaysOverloaded { lasting } => {
            format!("WARNING: on every simulated day the booking servers have an overload of {lasting} or more.")
        }
        M::OriginOverloaded { share, lasting } => format!(
            "WARNING: on about {share} of the days the booking servers have an overload of {lasting} or more."
        ),
        M::SomeCannotFinish { share } => {
            format!("About {share} of the people need longer than a session and cannot finish within one.")
        }
        M::Unfinished { people } => format!(
            "WARNING: the run ends while {people} are inside and have not booked: what becomes of them is not told. Without a \
             horizon, or with a later one, it is."
        ),
        M::Censored { people } => format!(
            "WARNING: the run ended while about {people} still waited; their waits are not in the figures, so \
             the true waits are longer."
        ),
        M::BookingsAreNotDemand => {
            "Bookings are completions, not demand: whoever left or found nothing is missing, so expect more people."
                .to_owned()
        }
        M::AccessesConverted { accesses, low, middle, high } => {
            let (accesses_are, were) =
                (noun(&accesses, "access", "accesses"), noun(&accesses, "was", "were"));
            format!("{accesses} {accesses_are} {were} taken as about {middle} ({low} to {high}).")
        }
        M::NegativeDemandClipped { minutes } => format!(
            "Minutes of the table with fewer than no arrivals, set to zero: {minutes}. Is a column of leavers \
             missing?"
        ),
        M::RoomOffAtOpening => "WARNING: the room is suspended when the service opens, so everyone walks in uncounted and \
                                nobody waits. For an answer with the room on, set suspended to false."
            .to_owned(),
        M::NobodyInPrequeue { event } => format!(
            "WARNING: nobody comes during the prequeue of the event {event}, so nobody waits in it. Say who comes before \
             the opening (arrivals_shift in a scenario, a CSV with earlier minutes), or ask `machiai fairness --early`."
        ),
        M::MissingMinutes { minutes } => format!("Missing values of the table, counted as zero: {minutes}."),
        M::SettingsIgnored { file, settings } => format!("Settings of {file} without effect here: {settings}."),
        M::PrecisionNotReached { reached, wanted } => {
            format!("The precision asked for was not reached: ± {reached} instead of ± {wanted}.")
        }
        M::InterruptedAtOnce => {
            "WARNING: the run was interrupted before the first day was finished.".to_owned()
        }
        M::Interrupted { days } => format!(
            "WARNING: the run was interrupted; the figures come from only {days} finished {}.",
            noun(&days, "day", "days")
        ),
        M::MissingGlyphs { characters } => format!("The chart's font lacks these characters: {characters}"),

        M::RequirementsHeading => "Requirements".to_owned(),
        M::KeptAtMost { measure, value, bound } => format!("kept: {measure} {value}, at most {bound}"),
        M::KeptAtLeast { measure, value, bound } => format!("kept: {measure} {value}, at least {bound}"),
        M::BrokenAtMost { measure, value, bound } => format!("BROKEN: {measure} {value}, not at most {bound}"),
        M::BrokenAtLeast { measure, value, bound } => format!("BROKEN: {measure} {value}, not at least {bound}"),
        M::KeptNever { measure, text } => format!("kept: {measure} never happens ({text})"),
        M::BrokenWithoutValue { measure, text } => format!("BROKEN: no value for {measure} ({text})"),

        M::OriginHeading => "Where this comes from".to_owned(),
        M::Origin { days, range_days, seed, version, scenario } => {
            let more = match range_days.as_str() {
                "0" => String::new(),
                _ => format!(" and {range_days} more for the range"),
            };
            let unit = noun(&days, "day", "days");
            format!("{days} {unit} simulated{more}; seed {seed}; machiai {version}; scenario {scenario}.")
        }
        M::Command => "To repeat it:".to_owned(),
        M::Disclaimer => "These are estimates; real waits may differ.".to_owned(),

        M::ValueBetween { low, high } => format!("{low} to {high}"),
        M::OnAverage { span } => format!("{span} on average"),
        M::ArrivalsOnAverage { span } => format!("mean at {span}"),
        M::OpeningRush => "rush at the opening".to_owned(),
        M::RampOver { span } => format!("evenly over {span}"),
        M::AtOnce => "all at once".to_owned(),
        M::Endless => "endless".to_owned(),
        M::DownTo { value } => format!("down to {value}"),
        M::Unlimited => "unlimited".to_owned(),
        M::On => "on".to_owned(),
        M::Off => "off".to_owned(),
        M::TimesBetween { low, high } => format!("{low} to {high} times"),
        M::OpeningBetween { low, high, eager_low, eager_high } => {
            format!("{low} to {high} times as spread out, {eager_low} to {eager_high} in the first rush")
        }
        M::RuleInDays { rule, days, all } => format!("{rule} on {days} of {all} days"),

        M::ChartTitle { people } => format!("Waiting room with {people}"),
        M::ChartTitleAt { people, clock } => format!("Waiting room with {people}, opening at {clock}"),
        M::ChartSubtitle { half, most, after } => format!(
            "Half of the people wait up to {half}, 9 in 10 up to {most}; the line is gone {after} after the opening"
        ),
        M::MinutesSinceOpening => "minutes since the opening".to_owned(),
        M::HoursSinceOpening => "hours since the opening".to_owned(),
        M::TimeOfDay => "time of day".to_owned(),
        M::DayNumber => "day {day}".to_owned(),
        M::PeopleAxis => "people".to_owned(),
        M::WaitMinutesAxis => "wait by time of arrival (minutes)".to_owned(),
        M::WaitHoursAxis => "wait by time of arrival (hours)".to_owned(),
        M::LineCurve => "line, as the room shows it".to_owned(),
        M::InputsHeading => "Settings and assumptions".to_owned(),
        M::InputValueColumn => "value".to_owned(),
        M::BasisColumn => "given or assumed".to_owned(),
        M::DrawnFromColumn => "varied over, for the range".to_owned(),

        M::NoticeHeading => "What to tell residents (to paste on your site)".to_owned(),
        M::ChecklistHeading => "Checklist for the staff on the day".to_owned(),

        M::WaitsFigure => "Waits by time of arrival".to_owned(),
        M::TimetableFigure => "Timetable of expected waits".to_owned(),
        M::DayFigure => "The day at a glance".to_owned(),
        M::PeopleFigure => "Line, active users and people inside".to_owned(),
        M::FlowFigure => "People who come and people let in".to_owned(),
        M::OriginFigure => "Load of the booking servers".to_owned(),
        M::ChanceFigure => "Chance of a place by time of arrival".to_owned(),
        M::FormulasFigure => "Formulas against the simulation".to_owned(),
        M::ComparisonFigure => "Variants side by side".to_owned(),
        M::FairnessFigure => "Chance of a place by way of opening".to_owned(),
        M::TradeOffFigure => "Wait against risk".to_owned(),
        M::SweepFigure { measure } => format!("By setting: {measure}"),
        M::PeoplePerMinuteAxis => "people a minute".to_owned(),
        M::ArrivedCurve => "come".to_owned(),
        M::AcceptedCurve => "are let in".to_owned(),
        M::BookedCurve => "finish their booking".to_owned(),
        M::RateLimit { rate } => format!("new_users_per_minute {rate}"),
        M::LineSeenCurve => "line, as it was seen on the day".to_owned(),
        M::ActiveSeenCurve => "active users, as they were seen on the day".to_owned(),
        M::AcceptedSeenCurve => "let in, as it was seen on the day".to_owned(),
        M::ResponseAxis => "response time of the booking servers (seconds)".to_owned(),
        M::ResponseCurve => "19 in 20 requests are answered within".to_owned(),
        M::ChanceAxis => "people who get a place, by time of arrival (%)".to_owned(),
        M::ChanceCurve => "get a place".to_owned(),
        M::RangeBand { level } => {
            format!("shaded: {level} days, with everything that was not given drawn, too")
        }
        M::PeopleCaption => {
            "How many people stand in line, hold a session and are really inside, and the limits.".to_owned()
        }
        M::FlowCaption => "How many people come, are let in and finish their booking in each minute.".to_owned(),
        M::OriginCaption => {
            "How much load the booking servers have in each minute, and what they bear.".to_owned()
        }
        M::ChanceCaption => {
            "Of the people who come in a minute, the share that gets a place in the end.".to_owned()
        }
        M::ActiveCurve => "active users, as the room counts them".to_owned(),
        M::InsideCurve => "people inside".to_owned(),
        M::Band { level } => format!("shaded: {level} days, chance alone"),
        M::ActiveLimit { slots } => format!("total_active_users {slots}"),
        M::UtilisationAxis => "how busy the booking servers are (%)".to_owned(),
        M::RequestsAxis => "requests to the booking servers (a second)".to_owned(),
        M::InsideAxis => "people inside, whom the booking servers bear".to_owned(),
        M::InsidePeakCurve => "most in each minute".to_owned(),
        M::ChartSubtitleSoldOut { half, most, when } => {
            format!("The places are gone {when}; half of those let in wait up to {half}, 9 in 10 up to {most}")
        }
        M::UtilisationCurve => "utilisation, mean of each minute".to_owned(),
        M::RequestsCurve => "requests a second, mean of each minute".to_owned(),
        M::SafeInside { people } => format!("safe: {people} people inside"),
        M::SafeUtilisation { share } => format!("safe: {share}"),
        M::SafeRequests { requests } => format!("safe: {requests} a second"),
        M::PlacesGoneMark => "places gone".to_owned(),
        M::PlacesGoneMarkAt { clock } => format!("places gone {clock}"),
        M::Opening => "opening".to_owned(),
        M::OpeningAt { clock } => format!("opening {clock}"),
        M::HalfCurve => "half wait up to".to_owned(),
        M::MostCurve => "9 in 10 wait up to".to_owned(),
        M::NoData => "no data".to_owned(),
        M::ChartFooter { days, seed, version, scenario } => format!(
            "Means over {days} simulated {}; real waits may differ. machiai {version}, seed {seed}, \
             scenario {scenario}",
            noun(&days, "day", "days")
        ),

        M::UntitledReport => "Forecast of a waiting room".to_owned(),
        M::SummarySheet => "Summary".to_owned(),
        M::MinutesSheet => "Minute by minute".to_owned(),
        M::PicturesHeading => "Pictures".to_owned(),
        M::BandLow { curve } => format!("{curve} (range from)"),
        M::BandHigh { curve } => format!("{curve} (range to)"),
        M::LinesHeading => "Lines and points of the picture".to_owned(),
        M::AcrossFromColumn => "level axis, from".to_owned(),
        M::AcrossToColumn => "level axis, to".to_owned(),
        M::UpFromColumn => "upright axis, from".to_owned(),
        M::UpToColumn => "upright axis, to".to_owned(),
        M::VersionRow => "version of machiai".to_owned(),
        M::ScenarioRow => "scenario".to_owned(),
        M::SeedRow => "seed".to_owned(),
        M::DaysRow => "days simulated".to_owned(),
        M::RangeDaysRow => "days simulated for the range".to_owned(),
        M::CommandRow => "command for the same result".to_owned(),
        M::WarningWord => "NOTE:".to_owned(),
        M::TitledAnswer { title, answer } => format!("{title}: {answer}"),
        M::InputLine { name, value, basis } => format!("• {name}: {value} ({basis})"),
        M::InputLineWithRange { name, value, basis, range } => {
            format!("• {name}: {value} ({basis}; {range})")
        }
        M::NoteLine { text } => format!("• {text}"),
        M::WithoutCommand { version, scenario, seed } => {
            format!("machiai {version}, scenario {scenario}, seed {seed}")
        }
    }
}

/// The noun or verb that goes with a number: one of the first, any other number of the second.
fn noun<'w>(number: &str, one: &'w str, more: &'w str) -> &'w str {
    if number == "1" { one } else { more }
}
