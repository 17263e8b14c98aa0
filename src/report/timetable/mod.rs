//! The timetable of expected waits that a municipality publishes: for each stretch of the time of arrival whether the wait is
//! short, rather long or long. Draws nothing.
//!
//! - `stretch`: into which stretches of time the day is cut
//! - `outlook`: what those have to expect who arrive in one
//! - `when`: how stretches are called
//! - `message`: every sentence; `english` and `japanese` word it

mod english;
mod japanese;
mod message;
mod outlook;
mod stretch;
#[cfg(test)]
mod tests;
mod when;

use message::Message;
use outlook::{outlook, places_run_out};
use stretch::{Stretch, stretches};
use when::when;

use super::answer::{Lookup, crowd_words, title_words};
use super::language::Language;
use super::number::{grouped, level_words};
use super::span::{about_words, opening_clock, range_words};
use crate::results::{Answer, Measure};

/// The longest wait that is called short, minutes.
pub const SHORT_UP_TO: i64 = 20;
/// The longest wait that is called rather long, minutes.
pub const RATHER_LONG_UP_TO: i64 = 40;

/// What stands where there is nothing to say.
const NOTHING: &str = "-";

/// What a wait is called, shortest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WaitLevel {
    /// Up to [`SHORT_UP_TO`] minutes.
    Short,
    /// Up to [`RATHER_LONG_UP_TO`] minutes.
    RatherLong,
    /// Longer.
    Long,
}

impl WaitLevel {
    /// All of them, shortest first.
    pub const ALL: [WaitLevel; 3] = [WaitLevel::Short, WaitLevel::RatherLong, WaitLevel::Long];

    /// The level of a wait of so many minutes, as they are printed.
    ///
    /// ```
    /// use machiai::report::WaitLevel;
    /// assert_eq!([20, 21, 40, 41].map(WaitLevel::of), [
    ///     WaitLevel::Short,
    ///     WaitLevel::RatherLong,
    ///     WaitLevel::RatherLong,
    ///     WaitLevel::Long,
    /// ]);
    /// ```
    pub fn of(minutes: i64) -> WaitLevel {
        match minutes {
            minutes if minutes <= SHORT_UP_TO => WaitLevel::Short,
            minutes if minutes <= RATHER_LONG_UP_TO => WaitLevel::RatherLong,
            _ => WaitLevel::Long,
        }
    }
}

/// What those have to expect who arrive in a stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outlook {
    /// A wait.
    Wait {
        /// What it is called.
        level: WaitLevel,
        /// About 9 in 10 of those let in wait at most so many minutes, rounded up as prose does; 0: less than one.
        minutes: i64,
        /// The same on a day with long waits; `None` where that is hardly more.
        longest_minutes: Option<i64>,
        /// What else to know of it.
        caution: Option<Caution>,
    },
    /// The places are gone before most of them are let in.
    NoPlaces,
    /// Fewer than 1 in 10 are let in.
    HardlyAnybody,
    /// Fewer than half are let in, and their wait would be called short.
    FewerThanHalf,
    /// Nobody comes.
    Nobody,
}

/// What to know of a wait beside its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caution {
    /// Some may find no place when they are let in.
    PlacesMayBeGone,
    /// Fewer than half are let in; the others leave or are turned away.
    FewerThanHalf,
}

impl Outlook {
    /// The level of the wait; `None` where there is no wait to speak of.
    pub fn level(self) -> Option<WaitLevel> {
        match self {
            Outlook::Wait { level, .. } => Some(level),
            _ => None,
        }
    }
}

/// The waits by time of arrival, with all texts in the reader's language.
#[derive(Clone, Debug, PartialEq)]
pub struct Timetable {
    /// First line: the scenario's title, or what the picture is.
    pub title: String,
    /// What the waits mean, and for how many people they hold.
    pub subtitle: String,
    /// Above the times of arrival.
    pub when_heading: String,
    /// Above the waits; says for how many of the people they hold.
    pub wait_heading: String,
    /// Earliest first, at most 14; empty where nobody comes, or where the minutes were not asked for.
    pub rows: Vec<TimetableRow>,
    /// What the levels are called, with their limits, in the order of [`WaitLevel::ALL`].
    pub legend: Vec<(WaitLevel, String)>,
    /// Printed where there are no rows.
    pub no_data: String,
    /// Small print: that the figures are no promise, and where they come from.
    pub footer: String,
}

/// One stretch of the time of arrival.
#[derive(Clone, Debug, PartialEq)]
pub struct TimetableRow {
    /// Minutes from the opening to its beginning; `None`: everyone who comes before `to_minute`.
    pub from_minute: Option<i64>,
    /// Minutes from the opening to its end; `None`: everyone who comes later.
    pub to_minute: Option<i64>,
    /// Its name, such as `9:00–9:10`.
    pub when: String,
    /// What to expect.
    pub outlook: Outlook,
    /// What to expect in a word or two: `short`, or why no wait is given; `-` where nobody comes.
    pub words: String,
    /// The wait, such as `about 60 minutes`; empty where there is none.
    pub wait: String,
    /// What it may become, such as `(on a long day about 1 h 30 min)`; empty where that is hardly more.
    pub longest: String,
    /// What else to know of this row; empty: nothing.
    pub remark: String,
}

/// The timetable of an answer with minutes.
///
/// A row says what 9 in 10 of those let in wait at most, in each of its minutes but those with hardly anybody; a wait is
/// rounded up and its level is that of the minutes printed. Whoever comes before the opening waits at least until then.
pub fn timetable(answer: &Answer, language: Language) -> Timetable {
    let say = |message: Message| message.say(language);
    let stretches = stretches(&answer.minutes, places_run_out(answer));
    let rows = stretches.into_iter().map(|stretch| row(stretch, answer, language));
    let rows: Vec<TimetableRow> = rows.collect();
    Timetable {
        title: title(answer, language),
        subtitle: subtitle(answer, language),
        when_heading: say(Message::WhenHeading),
        wait_heading: say(Message::WaitHeading),
        legend: WaitLevel::ALL.map(|level| (level, say(level_key(level)))).to_vec(),
        no_data: say(Message::NoData),
        footer: footer(answer, &rows, language),
        rows,
    }
}

fn title(answer: &Answer, language: Language) -> String {
    let own_title = title_words(&answer.title);
    match answer.opens_at_second_of_day.map(opening_clock) {
        _ if !own_title.is_empty() => own_title,
        Some(clock) => Message::TitleAt { clock }.say(language),
        None => Message::Title.say(language),
    }
}

fn subtitle(answer: &Answer, language: Language) -> String {
    let meaning = Message::Meaning { people: crowd_words(answer, language) };
    let range = answer.estimate(Measure::WaitP90).and_then(|estimate| estimate.range);
    let range = range.filter(|[_, high]| *high >= 60.0).map(|range| range_words(range, language));
    let vary = range.map(|range| Message::AssumptionsVary { range });
    together([Some(meaning), vary], language)
}

fn level_key(level: WaitLevel) -> Message {
    let (over, up_to) = match level {
        WaitLevel::Short => (0, SHORT_UP_TO),
        WaitLevel::RatherLong => (SHORT_UP_TO, RATHER_LONG_UP_TO),
        WaitLevel::Long => (RATHER_LONG_UP_TO, RATHER_LONG_UP_TO),
    };
    Message::LevelKey { level, over: over.to_string(), up_to: up_to.to_string() }
}

fn row(stretch: Stretch, answer: &Answer, language: Language) -> TimetableRow {
    let outlook = outlook(stretch, answer);
    let say = |message: Message| message.say(language);
    let about = |minutes: i64| about_words(minutes, language);
    let words = match outlook {
        Outlook::Wait { level, .. } => say(Message::Level(level)),
        Outlook::NoPlaces => say(Message::NoPlaces),
        Outlook::HardlyAnybody => say(Message::HardlyAnybody),
        Outlook::FewerThanHalf => say(Message::FewerThanHalf),
        Outlook::Nobody => NOTHING.to_owned(),
    };
    let (wait, longest, remark) = match outlook {
        Outlook::Wait { minutes, longest_minutes, caution, .. } => (
            about(minutes),
            longest_minutes.map(|longest| say(Message::OnLongDays { longest: about(longest) })),
            caution.map(|caution| say(Message::Caution(caution))),
        ),
        Outlook::Nobody => (String::new(), None, Some(say(Message::Nobody))),
        Outlook::NoPlaces | Outlook::HardlyAnybody | Outlook::FewerThanHalf => (String::new(), None, None),
    };
    TimetableRow {
        from_minute: stretch.from,
        to_minute: stretch.to,
        when: when(stretch, answer.opens_at_second_of_day, language),
        outlook,
        words,
        wait,
        longest: longest.unwrap_or_default(),
        remark: remark.unwrap_or_default(),
    }
}

fn footer(answer: &Answer, rows: &[TimetableRow], language: Language) -> String {
    let has_long_days =
        rows.iter().any(|row| matches!(row.outlook, Outlook::Wait { longest_minutes: Some(_), .. }));
    let is_early =
        |row: &TimetableRow| row.outlook.level().is_some() && row.to_minute.is_some_and(|to| to <= 0);
    let level = answer.estimate(Measure::WaitP90).map_or(0.95, |estimate| estimate.level);
    let origin = Message::Origin {
        days: grouped(f64::from(answer.provenance.replications)),
        seed: answer.provenance.seed.to_string(),
        version: answer.provenance.version.clone(),
        scenario: answer.provenance.scenario.clone(),
    };
    let sentences = [
        Some(Message::NoPromise),
        answer.places.as_ref().map(|_| Message::WhilePlacesLast),
        rows.iter().any(is_early).then_some(Message::UntilOpening),
        has_long_days.then(|| {
            let level = level_words(level, language);
            match answer.minutes.iter().any(|row| row.wait_drawn_high.is_some()) {
                true => Message::LongDaysDrawn { level },
                false => Message::LongDays { level },
            }
        }),
        Some(origin),
    ];
    together(sentences, language)
}

/// Whole sentences, one after the other.
fn together<const COUNT: usize>(sentences: [Option<Message>; COUNT], language: Language) -> String {
    let between = match language {
        Language::English => " ",
        Language::Japanese => "",
    };
    let said: Vec<String> = sentences.into_iter().flatten().map(|message| message.say(language)).collect();
    said.join(between)
}
