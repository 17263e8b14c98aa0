//! The texts of the chart of a day. Draws nothing and holds no series.

use super::answer::{Lookup, crowd_words, title_words};
use super::language::Language;
use super::message::Message;
use super::number::{grouped, level_words};
use super::span::{bound_words, opening_clock, span_words};
use crate::results::{Answer, Measure};

/// Every text of the chart of a day, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartTexts {
    /// First line: the scenario's title, or the crowd.
    pub title: String,
    /// The answer in one line; empty where nobody waits.
    pub subtitle: String,
    /// Name of the time axis in minutes since the opening.
    pub minutes_since_opening: String,
    /// Name of the time axis in hours since the opening.
    pub hours_since_opening: String,
    /// Name of the time axis in times of the day.
    pub time_of_day: String,
    /// Name of a day where several are shown, with `{day}` for its number.
    pub day_number: String,
    /// Heading of the panel of people.
    pub people: String,
    /// Heading of the panel of waits, in minutes.
    pub wait_minutes: String,
    /// Heading of the panel of waits, in hours.
    pub wait_hours: String,
    /// Curve: unexpired places, as the room shows them.
    pub line: String,
    /// Curve: people really in line.
    pub waiting: String,
    /// Curve: sessions, as the room counts them.
    pub active: String,
    /// Curve: people inside.
    pub inside: String,
    /// What the shaded band shows.
    pub band: String,
    /// The limit on active users with its value; `None` where there is none.
    pub limit: Option<String>,
    /// The line of the opening, with its time where that is known.
    pub opening: String,
    /// Curve: half of those who arrive in a minute wait up to this.
    pub wait_p50: String,
    /// Curve: 9 in 10 of those who arrive in a minute wait up to this.
    pub wait_p90: String,
    /// Printed in an empty panel.
    pub no_data: String,
    /// Small print: where the figures come from, and that they are no promise.
    pub footer: String,
}

/// The texts of the chart of the day in an answer.
pub fn chart_texts(answer: &Answer, language: Language) -> ChartTexts {
    let say = |message: Message| message.say(language);
    let clock = answer.opens_at_second_of_day.map(opening_clock);
    let people = crowd_words(answer, language);
    let level = answer.estimate(Measure::LineMax).map_or(0.95, |estimate| estimate.level);
    let own_title = title_words(&answer.title);
    let title = match &clock {
        _ if !own_title.is_empty() => own_title,
        None => say(Message::ChartTitle { people }),
        Some(clock) => say(Message::ChartTitleAt { people, clock: clock.clone() }),
    };
    ChartTexts {
        title,
        subtitle: subtitle(answer, language),
        minutes_since_opening: say(Message::MinutesSinceOpening),
        hours_since_opening: say(Message::HoursSinceOpening),
        time_of_day: say(Message::TimeOfDay),
        day_number: say(Message::DayNumber),
        people: say(Message::PeopleAxis),
        wait_minutes: say(Message::WaitMinutesAxis),
        wait_hours: say(Message::WaitHoursAxis),
        line: say(Message::LineCurve),
        waiting: say(Message::WaitingCurve),
        active: say(Message::ActiveCurve),
        inside: say(Message::InsideCurve),
        band: say(Message::Band { level: level_words(level, language) }),
        limit: answer.flow.slots.map(|slots| say(Message::ActiveLimit { slots: grouped(f64::from(slots)) })),
        opening: clock.map_or_else(|| say(Message::Opening), |clock| say(Message::OpeningAt { clock })),
        wait_p50: say(Message::HalfCurve),
        wait_p90: say(Message::MostCurve),
        no_data: say(Message::NoData),
        footer: say(Message::ChartFooter {
            days: grouped(f64::from(answer.provenance.replications)),
            seed: answer.provenance.seed.to_string(),
            version: answer.provenance.version.clone(),
            scenario: answer.provenance.scenario.clone(),
        }),
    }
}

fn subtitle(answer: &Answer, language: Language) -> String {
    let values = (
        answer.value(Measure::WaitP50),
        answer.value(Measure::WaitP90).filter(|wait| *wait >= 60.0),
        answer.value(Measure::LineGone).filter(|gone| *gone > 0.0),
    );
    let (Some(half), Some(most), Some(gone)) = values else { return String::new() };
    Message::ChartSubtitle {
        half: bound_words(half, language),
        most: bound_words(most, language),
        after: span_words(gone, language),
    }
    .say(language)
}
