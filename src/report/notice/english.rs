//! Every message of the notice and the checklist in English: plain and short, as a public service writes.

use super::message::Message;

/// The range of a figure behind it, in parentheses; nothing where there is none.
fn in_parentheses(range: Option<String>, words: impl Fn(String) -> String) -> String {
    range.map(|range| format!(" ({})", words(range))).unwrap_or_default()
}

pub(super) fn say(message: Message) -> String {
    use Message as M;
    match message {
        M::Title => "How long you may have to wait when bookings open".to_owned(),
        M::TitleOf { title } => format!("How long you may have to wait: {title}"),
        M::StaffTitle => "For staff: do not publish a notice about waiting times".to_owned(),
        M::DoNotPublish => "Do not publish a notice about waiting times with these settings.".to_owned(),
        M::Disclaimer => {
            "These times are estimates only. The actual wait may be shorter or longer.".to_owned()
        }

        M::NoDays => "No day was simulated to its end: there are no figures.".to_owned(),
        M::Interrupted => {
            "The simulation was interrupted and its figures are not good enough; let it run to its end.".to_owned()
        }
        M::Collapse => {
            "The booking servers are expected to collapse under the load: let fewer people in at once, or add servers."
                .to_owned()
        }
        M::NobodyAdmitted => {
            "Nobody would be let in at all: check the settings of the waiting room.".to_owned()
        }
        M::NoWaits => "The result has no waiting times: run the simulation again.".to_owned(),
        M::Censored { people } => format!(
            "About {people} would still be waiting when the simulation ends, and their waits are not in the figures: simulate \
             a longer time, or change the settings of the waiting room."
        ),
        M::RoomOff => {
            "The waiting room is suspended when bookings open in this simulation: simulate it switched on.".to_owned()
        }
        M::RequestsFail { share } => format!(
            "About {share} of the people would meet pages of the booking system that do not load in time: let fewer people in \
             at once, or add servers."
        ),
        M::Overloaded { share } => format!(
            "The booking servers would be overloaded on {share} of the simulated days: let fewer people in at once, or add \
             servers."
        ),
        M::LoseSessions { share } => format!(
            "About {share} of those let in would lose their session halfway and have to queue again: check the session \
             duration and related settings."
        ),
        M::TurnedAway { share } => {
            format!("About {share} of the people would not be allowed to wait: check the settings of the waiting room.")
        }
        M::Leave { share } => format!(
            "About {share} of the people would leave before they are let in, and the waiting times do not hold for them: check \
             the settings of the waiting room."
        ),
        M::GiveUp { share } => format!(
            "About {share} of the people would give up halfway: check the session duration and related settings."
        ),

        M::Busy => "We expect many people to visit the site right after bookings open.".to_owned(),
        M::BusyAt { clock } => {
            format!("We expect many people to visit the site right after bookings open at {clock}.")
        }
        M::InTurn => {
            "At busy times you will be placed in a waiting room (a page on which you wait in line). People are admitted in \
             order of arrival.".to_owned()
        }
        M::Lottery => {
            "At busy times you will be placed in a waiting room (a page on which you wait to be let in). People are chosen at \
             random from those waiting, not in order of arrival."
                .to_owned()
        }
        M::Shuffled => {
            "At busy times you will be placed in a waiting room (a page on which you wait in line). Those who are waiting when \
             bookings open are put in random order; those who come later are admitted after them, in order of arrival."
                .to_owned()
        }
        M::Untold => {
            "At busy times you will be placed in a waiting room (a page on which you wait to be let in).".to_owned()
        }
        M::WaitFrom { clock } => format!("The waiting room opens at {clock}."),

        M::Crowd { people } => format!("If {people} visit the site"),
        M::CrowdWithin { people, span } => {
            format!("If {people} visit the site in the first {span} after bookings open")
        }
        M::CrowdAtOnce { people } => format!("If {people} visit the site the moment bookings open"),
        M::CrowdRush { people } => {
            format!("If {people} visit the site, most of them right after bookings open")
        }
        M::AboutPeople { people } => format!("about {people}"),

        M::Within { figure } => format!("up to about {figure}"),
        M::WithinRange { figure, range } => {
            format!("up to about {figure} ({range}, depending on conditions)")
        }
        M::Waits { crowd, half, most } => {
            format!("{crowd}, we expect half of them to wait {half} and 9 in 10 to wait {most}.")
        }
        M::WaitsOfLetIn { crowd, half, most } => format!(
            "{crowd}, we expect that, of those let in while places last, half wait {half} and 9 in 10 wait {most}."
        ),
        M::GoneAt { clock, range } => {
            let range = in_parentheses(range, |range| format!("{range}, depending on conditions"));
            format!("We expect the waiting room to be clear by about {clock}{range}.")
        }
        M::GoneAfter { after, range } => {
            let range = in_parentheses(range, |range| format!("{range}, depending on conditions"));
            format!("We expect the waiting room to be clear about {after} after bookings open{range}.")
        }
        M::NoWait { crowd } => format!("{crowd}, we still expect hardly anyone to wait."),
        M::MayWait { most } => format!(
            "However, at busy times you may have to wait for about {most} in a waiting room (a page on which you wait to be \
             let in)."
        ),
        M::ComeLater { clock } => format!(
            "After {clock} we expect shorter waits. If you are not in a hurry, please help by visiting the site later."
        ),
        M::ComeLaterAfter { after } => format!(
            "From {after} after bookings open we expect shorter waits. If you are not in a hurry, please help by visiting the \
             site later."
        ),

        M::PlacesGoneAt { places, clock } => {
            format!("We expect all {places} places to be taken by around {clock}.")
        }
        M::PlacesGoneAfter { places, after } => {
            format!("We expect all {places} places to be taken about {after} after bookings open.")
        }
        M::PlacesMayGo { places } => format!("All {places} places may be taken before the day is over."),
        M::WhilePlacesLast => "Bookings close as soon as all places are taken.".to_owned(),

        M::KeepOpen => {
            "Please keep the page open until it is your turn. If you close it, or if your smartphone goes to sleep, you may \
             lose your turn."
                .to_owned()
        }
        M::KeepOpenLottery => {
            "Please keep the page open until you are let in. If you close it, or if your smartphone goes to sleep, you may have \
             to start again."
                .to_owned()
        }
        M::IdleAtMost { span } => format!(
            "Once you are let in, you may have to wait again if you do not go to the next page within {span}. Please have \
             everything you need at hand before you start."
        ),
        M::FinishWithin { span } => format!(
            "Once you are let in, you may have to wait again if you do not finish within {span}. Please have everything you \
             need at hand before you start."
        ),
        M::MayBeTurnedAway => "At very busy times you may not be able to join the waiting room.".to_owned(),

        M::VisitTakes { span } => {
            format!("We assume that filling in the form takes about {span} on average.")
        }
        M::NobodyLeaves => "We assume that nobody stops waiting before being let in.".to_owned(),
        M::LeaveAfter { span } => {
            format!("We assume that people stop waiting after about {span} on average.")
        }
        M::WaitsOfAdmitted => {
            "The waiting times are those of people who are let in, not of those who stop waiting before.".to_owned()
        }
        M::WaitsFromAccess => {
            "The waiting times count from your first visit to the site, the time before bookings open included.".to_owned()
        }
        M::RangeCovers { causes } => format!(
            "\"Depending on conditions\" means differences from day to day, and that the following may turn out otherwise than \
             assumed: {causes}."
        ),
        M::RangeIsChance => {
            "\"Depending on conditions\" means differences from day to day.".to_owned()
        }
        M::ByCrowd => "how many people come".to_owned(),
        M::ByArrivals => "how closely together they come".to_owned(),
        M::ByVisit => "how long the form takes".to_owned(),
        M::ByPatience => "how many stop waiting".to_owned(),
        M::ByRoom => "how the waiting room works in detail".to_owned(),

        M::ChecklistTitle => "Checklist for the day (staff)".to_owned(),
        M::ChecklistTitleOf { title } => format!("Checklist for the day (staff): {title}"),
        M::FirstHeading => "Solve this first".to_owned(),
        M::SettingsHeading => "Check the settings (as simulated)".to_owned(),
        M::BeforeHeading => "Before bookings open".to_owned(),
        M::ExpectHeading => "What to expect".to_owned(),
        M::LoosenHeading => "When to raise a limit".to_owned(),
        M::WorryHeading => "When to worry".to_owned(),
        M::NeverHeading => "What not to do".to_owned(),
        M::AfterHeading => "Afterwards".to_owned(),

        M::Setting { label, value } => format!("{label}: {value}"),
        M::SettingAssumed { label, value } => {
            format!("{label}: {value}; not given, so the default was simulated: check that it is what is really set")
        }
        M::RenewalLabel => "session renewal".to_owned(),
        M::RenewalOn => "on (disable_session_renewal is false)".to_owned(),
        M::RenewalOff => "off (disable_session_renewal is true)".to_owned(),
        M::MethodFifo => "first in, first out (fifo)".to_owned(),
        M::MethodRandom => "random".to_owned(),
        M::MethodPassthrough => "passthrough (everyone is let in at once)".to_owned(),
        M::MethodReject => "reject (nobody is let in)".to_owned(),
        M::EventSet { name, settings } => format!("event {name}: {settings}"),
        M::EventStarts { instant } => format!("starts {instant}"),
        M::EventEnds { instant } => format!("ends {instant}"),
        M::EventPrequeue { instant } => format!("prequeue from {instant}"),
        M::EventShuffles => "shuffle_at_event_start on".to_owned(),
        M::ChangeAt { instant, settings } => format!("planned change, {instant}: {settings}"),
        M::AfterOpening { span } => format!("{span} after the opening"),
        M::BeforeOpening { span } => format!("{span} before the opening"),
        M::AtOpening => "at the opening".to_owned(),
        M::OperatorBounds { slots, rates } => format!(
            "In the simulation somebody adjusts the limits during the day (total_active_users within {slots}, \
             new_users_per_minute within {rates})."
        ),

        M::SwitchOn => "Switch the waiting room on before bookings open.".to_owned(),
        M::SwitchOnBefore { clock } => {
            format!("Switch the waiting room on before bookings open at {clock}.")
        }
        M::IsSuspended => {
            "The waiting room is set to suspended: agree who switches it on, and when.".to_owned()
        }
        M::TestPage => {
            "Look at the waiting page on a test page. If you use queue-all for that, switch it off again afterwards.".to_owned()
        }
        M::CheckEvent => "Check the event: when it starts, when it ends, and its settings.".to_owned(),
        M::CheckEventAt { clock } => {
            format!("Check that the event starts at the very time bookings open ({clock}).")
        }
        M::CheckPrequeue { prequeue, clock } => format!(
            "Check that the prequeue of the event starts at {prequeue} and the event itself at the very time bookings open ({clock})."
        ),
        M::CheckTimetable => "Agree who makes the planned changes of settings, and when.".to_owned(),
        M::WhoWatches => {
            "Agree who watches the waiting room, who changes settings, and who decides on changes.".to_owned()
        }
        M::WhomToCall => {
            "Have the phone number at hand at which the provider of the booking system is reached on the day.".to_owned()
        }
        M::PhoneLine => {
            "Tell the phone line what to say: keep the page open, and nobody can be moved forward by phone.".to_owned()
        }
        M::PhoneLineWaits { half, most } => format!(
            "Tell the phone line what to say: half of the people wait {half} and 9 in 10 wait {most}; keep the page open; nobody \
             can be moved forward by phone."
        ),
        M::PhoneLinePlaces => {
            "Tell the phone line what to say: bookings close as soon as all places are taken; keep the page open; nobody can be \
             moved forward by phone."
                .to_owned()
        }
        M::PublishNotice => "Put the notice about waiting times on the official site beforehand.".to_owned(),

        M::PeakAt { clock, line, range } => {
            let range = in_parentheses(range, |range| format!("range {range}"));
            format!("The line is longest at about {clock}, with about {line}{range}.")
        }
        M::PeakAfter { after, line, range } => {
            let range = in_parentheses(range, |range| format!("range {range}"));
            format!("The line is longest about {after} after the opening, with about {line}{range}.")
        }
        M::Peak { line, range } => {
            let range = in_parentheses(range, |range| format!("range {range}"));
            format!("The line is about {line} at its longest{range}.")
        }
        M::LineThen { instant, line } => format!("Line at {instant}: about {line}"),
        M::LineThenAtMost { instant, line, most } => {
            format!("Line at {instant}: about {line} (upper end of the range: about {most})")
        }
        M::Standstill { from, to } => format!(
            "From about {from} to about {to} hardly anybody is let in, because the first people still hold their places: that is normal."
        ),
        M::LineGoneAt { clock, range } => {
            let range = in_parentheses(range, |range| format!("range {range}"));
            format!("The line is gone at about {clock}{range}.")
        }
        M::LineGoneAfter { after, range } => {
            let range = in_parentheses(range, |range| format!("range {range}"));
            format!("The line is gone about {after} after the opening{range}.")
        }
        M::ExpectNoLine => "There should be no line to speak of.".to_owned(),
        M::Flow { people } => format!("While there is a line, about {people} are let in each minute in the mean."),
        M::ExpectPlacesGone { instant } => format!("When the places are gone: about {instant}."),
        M::FiguresAreOld => {
            "The figures of the dashboard are 20 to 50 seconds old: do not act on a short rise or fall.".to_owned()
        }

        M::NothingToLoosen => {
            "There should be no line, and so no reason to raise a limit.".to_owned()
        }
        M::DoNotLoosen { setting } => format!(
            "Do not raise {setting}: in the simulation the booking servers were overloaded more often with a higher value."
        ),
        M::LoosenInside { safe } => format!(
            "Only if fewer people than is safe ({safe}) have been inside for 10 minutes and the line is still long."
        ),
        M::LoosenRequests { safe } => format!(
            "Only if the servers have had fewer requests than is safe ({safe} a second) for 10 minutes and the line is still long."
        ),
        M::LoosenUtilisation { safe } => format!(
            "Only if the servers have been less busy than is safe ({safe}) for 10 minutes and the line is still long."
        ),
        M::LoosenUnknown => {
            "This simulation does not know what the servers bear. Raise a limit only if the provider of the booking system sees \
             room to spare for 10 minutes and the line is still long."
                .to_owned()
        }
        M::OneStep { setting, now, low, high } => {
            format!("One step of 10 to 20 % at a time: {setting} from {now} to between {low} and {high}.")
        }
        M::AfterStep { minutes } => {
            format!("After a step, watch for {minutes} minutes before you decide on the next.")
        }
        M::NotBefore { minutes } => format!(
            "Raise nothing in the first {minutes} minutes after the opening: until the first people are done the servers only seem to \
             have room."
        ),
        M::EstimatesJump => {
            "When a limit changes, the waits shown in the waiting room jump: tell the phone line, too.".to_owned()
        }
        M::StepBack => "Go back one step at once if errors appear or answers become slow.".to_owned(),

        M::LineTooLong { line } => {
            format!("The line is longer than about {line} (the upper end of the range).")
        }
        M::LineBehind => {
            "At a time named under \"What to expect\" the line is longer than the upper end of its range: the form takes longer than \
             assumed, or more people have come."
                .to_owned()
        }
        M::InsideTooMany { safe } => format!("More people than is safe ({safe}) are inside."),
        M::RequestsTooMany { safe } => format!("The servers get more requests than is safe ({safe} a second)."),
        M::TooBusy { safe } => format!("The servers are busier than is safe ({safe})."),
        M::AnswersSlow { response } => format!(
            "The booking system answers clearly slower than {response} (expected for 19 in 20 requests)."
        ),
        M::Errors => "The booking system shows errors, or people report that pages do not load.".to_owned(),
        M::NotGoneAt { clock } => format!("The line is not gone by {clock}."),
        M::NotGoneAfter { after } => format!("The line is not gone {after} after the opening."),
        M::PlacesGoneEarly { instant } => format!(
            "The places are gone earlier than {instant}: announce on the official site that bookings are closed."
        ),
        M::ThenCall => {
            "In each of these cases call whoever decides and the provider of the booking system, and raise no limit.".to_owned()
        }

        M::NeverClose => {
            "Do not disable or suspend the waiting room while people wait: all of them would reach the booking system at once."
                .to_owned()
        }
        M::NeverReorder => {
            "Do not change the queueing method or the event while people wait: it can change their order.".to_owned()
        }
        M::NeverShorten => {
            "Do not shorten session_duration while bookings are open: people halfway through may have to queue again.".to_owned()
        }
        M::NeverLeap => "Do not raise a limit by much at once.".to_owned(),
        M::NeverPromise => "Do not promise anybody a turn or a waiting time: say that it is an estimate.".to_owned(),
        M::NeverSendAway => {
            "Do not tell people in line to close the page and come back: they may lose their turn.".to_owned()
        }

        M::CloseLater => {
            "Make sure that the line is gone before you put the waiting room back as it was.".to_owned()
        }
        M::Undo => "Note which settings were changed and when, and set them back.".to_owned(),
        M::SaveData => {
            "Save the analytics data within 7 days; after that only a sample of it is left.".to_owned()
        }
        M::CompareData => {
            "Compare it with the prediction: machiai report RESULT --observed FILE --out FOLDER (RESULT is the result folder, FILE the saved \
             data)."
                .to_owned()
        }
        M::KeepLog => {
            "Note the phone calls and the errors of the booking system for the next simulation.".to_owned()
        }
    }
}
