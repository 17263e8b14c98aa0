//! The texts of the chart of a day. Draws nothing and holds no series.

use super::answer::{Lookup, crowd_words, title_words, when_gone};
use super::language::Language;
use super::message::Message;
use super::number::{grouped, level_words, rate, share_words};
use super::span::{bound_words, clock_cell, opening_clock, span_words};
use crate::results::{Answer, Measure};

/// Every text of the chart of a day, in the reader's language.
#[derive(Clone, Debug, PartialEq)]
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
    /// Curve: sessions, as the room counts them.
    pub active: String,
    /// Curve: people inside.
    pub inside: String,
    /// What the shaded band shows.
    pub band: String,
    /// The limit on active users with its value; `None` where there is none.
    pub limit: Option<String>,
    /// The load of the servers; `None`: nothing is known of them.
    pub load: Option<LoadTexts>,
    /// The line at which the places are gone; `None`: they are not on every day.
    pub places_gone: Option<String>,
    /// The line of the opening, with its time where that is known.
    pub opening: String,
    /// Curve: half of those who arrive in a minute wait up to this.
    pub wait_p50: String,
    /// Curve: 9 in 10 of those who arrive in a minute wait up to this.
    pub wait_p90: String,
    /// What the shaded band of waits shows where everything not given was drawn, too.
    pub range_band: String,
    /// The same of waits.
    pub wait_range_band: String,
    /// Heading of the panel of people who come and go.
    pub people_per_minute: String,
    /// Curve: people who come.
    pub arrived: String,
    /// Curve: people let in.
    pub accepted: String,
    /// Curve: bookings.
    pub booked: String,
    /// The limit on new users a minute with its value; `None` where there is none.
    pub rate_limit: Option<String>,
    /// Points: the line as it was seen on the day.
    pub line_seen: String,
    /// Points: active users as they were seen on the day.
    pub active_seen: String,
    /// Points: people let in as it was seen on the day.
    pub accepted_seen: String,
    /// Heading of the panel of response times.
    pub response_seconds: String,
    /// Curve: 19 in 20 requests are answered within this.
    pub response: String,
    /// Heading of the panel of chances, in percent.
    pub chance_percent: String,
    /// Curve: the share of those who come in a minute that gets a place.
    pub chance: String,
    /// What the picture of people shows.
    pub people_caption: String,
    /// What the picture of people who come and go shows.
    pub flow_caption: String,
    /// What the picture of the servers shows.
    pub origin_caption: String,
    /// What the picture of chances shows.
    pub chance_caption: String,
    /// Printed in an empty panel.
    pub no_data: String,
    /// Small print: where the figures come from, and that they are no promise.
    pub footer: String,
}

/// What the panel of the servers' load shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadShown {
    /// How busy the station is, in percent.
    Utilisation,
    /// Requests a second.
    Requests,
    /// People inside.
    Inside,
}

/// The texts of the panel of the servers' load.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadTexts {
    /// What it shows.
    pub shown: LoadShown,
    /// Heading with the unit.
    pub heading: String,
    /// The curve.
    pub curve: String,
    /// The safe load with its name; `None`: unknown.
    pub safe: Option<(String, f64)>,
}

/// The load that comes nearest to what is safe, or goes farthest beyond it.
fn load_shown(answer: &Answer) -> Option<LoadShown> {
    let origin = answer.origin.as_ref()?;
    let peak = |measure: Measure| answer.value(measure).unwrap_or(0.0);
    let busiest = answer.minutes.iter().filter_map(|row| row.utilisation_mean).fold(0.0, f64::max);
    let of = |peak: f64, safe: Option<u32>| safe.map(|safe| peak / f64::from(safe));
    let loads = [
        (
            LoadShown::Utilisation,
            origin.has_station.then(|| busiest / origin.safe_utilisation.unwrap_or(1.0)),
        ),
        (LoadShown::Requests, of(peak(Measure::RequestsPerSecondMax), origin.safe_requests_per_second)),
        (LoadShown::Inside, of(peak(Measure::InsideMax), origin.safe_people_inside)),
    ];
    let known = loads.into_iter().filter_map(|(load, share)| Some((load, share?)));
    known.max_by(|(_, one), (_, other)| one.total_cmp(other)).map(|(load, _)| load)
}

fn load_texts(answer: &Answer, language: Language) -> Option<LoadTexts> {
    let origin = answer.origin.as_ref()?;
    let say = |message: Message| message.say(language);
    let number = |level: u32| grouped(f64::from(level));
    let shown = load_shown(answer)?;
    let (heading, curve, safe) = match shown {
        LoadShown::Utilisation => {
            let safe = origin.safe_utilisation.map(|share| {
                (say(Message::SafeUtilisation { share: share_words(share, language) }), share * 100.0)
            });
            (Message::UtilisationAxis, Message::UtilisationCurve, safe)
        }
        LoadShown::Requests => {
            let safe = origin
                .safe_requests_per_second
                .map(|level| (say(Message::SafeRequests { requests: number(level) }), f64::from(level)));
            (Message::RequestsAxis, Message::RequestsCurve, safe)
        }
        LoadShown::Inside => {
            let safe = origin
                .safe_people_inside
                .map(|level| (say(Message::SafeInside { people: number(level) }), f64::from(level)));
            (Message::InsideAxis, Message::InsidePeakCurve, safe)
        }
    };
    Some(LoadTexts { shown, heading: say(heading), curve: say(curve), safe })
}

fn is_always_sold_out(answer: &Answer) -> bool {
    answer.places.as_ref().and_then(|places| places.sold_out_days.value).is_some_and(|share| share >= 1.0)
}

/// The name of the line at which the places are gone, where that is so on every day.
fn places_gone(answer: &Answer, language: Language) -> Option<String> {
    let gone = answer.value(Measure::SoldOut).filter(|_| is_always_sold_out(answer))?;
    let message = match answer.opens_at_second_of_day {
        Some(opening) => Message::PlacesGoneMarkAt { clock: clock_cell(opening, gone) },
        None => Message::PlacesGoneMark,
    };
    Some(message.say(language))
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
        active: say(Message::ActiveCurve),
        inside: say(Message::InsideCurve),
        band: say(Message::Band { level: level_words(level, language) }),
        limit: answer.flow.slots.map(|slots| say(Message::ActiveLimit { slots: grouped(f64::from(slots)) })),
        load: load_texts(answer, language),
        places_gone: places_gone(answer, language),
        opening: clock.map_or_else(|| say(Message::Opening), |clock| say(Message::OpeningAt { clock })),
        wait_p50: say(Message::HalfCurve),
        wait_p90: say(Message::MostCurve),
        wait_range_band: say(Message::WaitRangeBand { level: level_words(level, language) }),
        range_band: say(Message::RangeBand { level: level_words(level, language) }),
        people_per_minute: say(Message::PeoplePerMinuteAxis),
        arrived: say(Message::ArrivedCurve),
        accepted: say(Message::AcceptedCurve),
        booked: say(Message::BookedCurve),
        rate_limit: answer.flow.rate_per_minute.map(|per| say(Message::RateLimit { rate: rate(per) })),
        line_seen: say(Message::LineSeenCurve),
        active_seen: say(Message::ActiveSeenCurve),
        accepted_seen: say(Message::AcceptedSeenCurve),
        response_seconds: say(Message::ResponseAxis),
        response: say(Message::ResponseCurve),
        chance_percent: say(Message::ChanceAxis),
        chance: say(Message::ChanceCurve),
        people_caption: say(Message::PeopleCaption),
        flow_caption: say(Message::FlowCaption),
        origin_caption: say(Message::OriginCaption),
        chance_caption: say(Message::ChanceCaption),
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
    let (half, most) = (bound_words(half, language), bound_words(most, language));
    let sold_out = when_gone(answer, language).filter(|_| is_always_sold_out(answer));
    match sold_out {
        Some(when) => Message::ChartSubtitleSoldOut { half, most, when },
        None => Message::ChartSubtitle { half, most, after: span_words(gone, language) },
    }
    .say(language)
}
