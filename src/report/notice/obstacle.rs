//! Why no notice should be published: the day goes wrong, or the figures are not those of a whole day.

use super::Message;
use crate::report::Language;
use crate::report::answer::Lookup;
use crate::report::number::{people_words, rough, share_words};
use crate::results::{Answer, Measure, Warning};

/// What befalls more people than this, or happens on more days, is nothing that a notice can be silent about.
const OFTEN: f64 = 0.1;
/// Where more people than this leave, waits of those who stay say little.
const MOST: f64 = 0.5;
/// Seconds from which a wait is worth a word.
pub(super) const NOTICEABLE: f64 = 60.0;
/// A share of people that changes the picture.
const MANY: f64 = 0.01;

/// The reasons, the worst one first; empty if a notice may be published.
pub(super) fn obstacles(answer: &Answer, language: Language) -> Vec<Message> {
    let share = |share: f64| share_words(share, language);
    if answer.provenance.replications == 0 {
        return vec![Message::NoDays];
    }
    let mut found: Vec<Message> = Vec::new();
    let mut add = |is_so: bool, message: Message| {
        if is_so {
            found.push(message);
        }
    };
    let has = |wanted: &Warning| answer.warnings.contains(wanted);
    let any = |wanted: fn(&Warning) -> bool| answer.warnings.iter().any(wanted);
    let nobody = has(&Warning::NobodyAdmitted) || answer.value(Measure::Admitted) == Some(0.0);
    add(any(|warning| matches!(warning, Warning::OriginCollapses { .. })), Message::Collapse);
    add(nobody, Message::NobodyAdmitted);
    add(has(&Warning::RoomOffAtOpening), Message::RoomOff);
    let waits = [Measure::WaitP50, Measure::WaitP90].map(|measure| answer.value(measure));
    add(!nobody && waits.contains(&None), Message::NoWaits);
    add(!answer.provenance.complete || has(&Warning::Interrupted), Message::Interrupted);
    for warning in &answer.warnings {
        match warning {
            Warning::Censored { people } => {
                add(true, Message::Censored { people: people_words(rough(people.max(1.0)), language) });
            }
            Warning::RequestsFail { share: failed, .. } => {
                add(true, Message::RequestsFail { share: share(*failed) });
            }
            Warning::OriginOverloaded { share: days, .. } => {
                add(*days > OFTEN, Message::Overloaded { share: share(*days) });
            }
            Warning::LostMidVisit { share: lost, .. } => {
                add(*lost > OFTEN, Message::LoseSessions { share: share(*lost) });
            }
            _ => {}
        }
    }
    let part = |measure| share_of_people(answer, measure);
    add(
        !nobody && part(Measure::TurnedAway) > OFTEN,
        Message::TurnedAway { share: share(part(Measure::TurnedAway)) },
    );
    add(part(Measure::GaveUp) > OFTEN, Message::GiveUp { share: share(part(Measure::GaveUp)) });
    // Whoever finds nothing left leaves, and rightly so.
    let left = if is_ever_sold_out(answer) { 0.0 } else { part(Measure::Left) };
    // That nobody waits is no news for those who do not wait because they leave.
    let bearable = if hardly_anyone_waits(answer) { MANY } else { MOST };
    add(!nobody && left > bearable, Message::Leave { share: share(left) });
    found
}

/// Whether those let in wait less than a minute, but for one in ten.
pub(super) fn hardly_anyone_waits(answer: &Answer) -> bool {
    answer.value(Measure::WaitP90).is_some_and(|wait| wait < NOTICEABLE)
}

/// The share of those who come.
pub(super) fn share_of_people(answer: &Answer, measure: Measure) -> f64 {
    match (answer.value(measure), answer.value(Measure::People)) {
        (Some(count), Some(all)) if all > 0.0 => count / all,
        _ => 0.0,
    }
}

/// The share of days on which no place is left in the end.
pub(super) fn sold_out_share(answer: &Answer) -> f64 {
    answer.places.as_ref().and_then(|places| places.sold_out_days.value).unwrap_or(0.0)
}

/// The same with everything not given drawn; at least that of the days as stated.
pub(super) fn sold_out_share_drawn(answer: &Answer) -> f64 {
    let drawn = answer.places.as_ref().and_then(|places| places.sold_out_days_drawn.value);
    drawn.unwrap_or(0.0).max(sold_out_share(answer))
}

/// Whether no place is left in the end, on some day at least.
pub(super) fn is_ever_sold_out(answer: &Answer) -> bool {
    sold_out_share(answer) > 0.0
}
