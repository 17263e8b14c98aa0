//! What a town tells its residents before the opening, and what its staff checks on the day: words to paste and to print.
//!
//! - `notice` (here): a few lines for the town's site; or, where the day goes wrong, one line to the staff instead
//! - `checklist`: settings, what to expect, when to act
//! - `obstacle`: why no notice should be published
//! - `later`: whether residents may be told to come later
//! - `room`: what the inputs say about order, events and timetable
//! - `time`: lengths and times of the day as notices write them
//! - `markup`: fragments of a page
//! - `message`: every sentence, once for all languages; `english` and `japanese` word it

mod checklist;
mod english;
mod japanese;
mod later;
mod markup;
mod message;
mod obstacle;
mod room;
#[cfg(test)]
mod tests;
mod time;

use message::Message;
use obstacle::{
    NOTICEABLE, hardly_anyone_waits, is_ever_sold_out, obstacles, sold_out_share, sold_out_share_drawn,
};
use room::{Order, order};

pub use checklist::{Checklist, ChecklistSection, checklist};

use super::answer::{Lookup, crowd_words, title_words};
use super::label::pattern;
use super::language::Language;
use super::number::grouped;
use super::span::outward_minutes;
use super::value::list_separator;
use crate::results::{Answer, Measure, Warning};

/// Shares of people and days below this are as good as none.
const HARDLY_ANY: f64 = 0.005;
/// Less than one and a half is not "some people".
const SOME: f64 = 1.5;

/// A few lines for the site of a town, to be published before the opening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Language of the words.
    pub language: Language,
    /// Whether it is meant for residents. `false`: nothing should be published, and the one line tells the staff why.
    pub is_for_residents: bool,
    /// Title, in plain text.
    pub title: String,
    /// Paragraphs, in plain text.
    pub lines: Vec<String>,
    /// What the figures assume, in plain text, without marks.
    pub footnotes: Vec<String>,
}

impl Notice {
    /// Plain text, each line ended by a line feed; footnotes are marked ※ in Japanese, * in English.
    pub fn text(&self) -> String {
        let mark = match self.language {
            Language::English => "* ",
            Language::Japanese => "※",
        };
        let mut out = format!("{}\n\n", self.title);
        for line in &self.lines {
            out.extend([line.as_str(), "\n"]);
        }
        if !self.footnotes.is_empty() {
            out.push('\n');
        }
        for footnote in &self.footnotes {
            out.extend([mark, footnote.as_str(), "\n"]);
        }
        out
    }

    /// A fragment of a page: a section with a heading, paragraphs, and the footnotes as a list. No scripts and no styles;
    /// everything is escaped.
    pub fn html(&self) -> String {
        let mut inside = String::new();
        markup::element(&mut inside, "h2", &self.title);
        for line in &self.lines {
            markup::element(&mut inside, "p", line);
        }
        markup::list(&mut inside, &self.footnotes);
        markup::section(self.language, &inside)
    }
}

/// The notice for the day of an answer.
///
/// Where the day goes wrong (the servers collapse, nobody is let in, many leave) or the figures are not those of a whole
/// day, there is one line to the staff instead.
pub fn notice(answer: &Answer, language: Language) -> Notice {
    let reasons = obstacles(answer, language);
    let writer = Writer { answer, language };
    match reasons.into_iter().next() {
        Some(reason) => writer.to_staff(reason),
        None => writer.to_residents(),
    }
}

/// Waits of half and of 9 in 10, in words, with their ranges where they say more.
struct WaitWords {
    half: String,
    most: String,
    has_range: bool,
}

struct Writer<'a> {
    answer: &'a Answer,
    language: Language,
}

impl Writer<'_> {
    fn say(&self, message: Message) -> String {
        message.say(self.language)
    }

    /// Whole sentences in one paragraph.
    fn paragraph(&self, messages: Vec<Message>) -> String {
        let between = match self.language {
            Language::English => " ",
            Language::Japanese => "",
        };
        let said: Vec<String> = messages.into_iter().map(|message| self.say(message)).collect();
        said.join(between)
    }

    fn to_staff(&self, reason: Message) -> Notice {
        Notice {
            language: self.language,
            is_for_residents: false,
            title: self.say(Message::StaffTitle),
            lines: vec![self.paragraph(vec![Message::DoNotPublish, reason])],
            footnotes: Vec::new(),
        }
    }

    fn to_residents(&self) -> Notice {
        let answer = self.answer;
        let title = match title_words(&answer.title) {
            title if title.is_empty() => Message::Title,
            title => Message::TitleOf { title },
        };
        let waits = !hardly_anyone_waits(answer);
        let mut lines = if waits { self.with_waits() } else { self.without_waits() };
        lines.extend(later::later(answer).map(|minutes| vec![self.come_later(minutes)]));
        lines.push(self.places());
        if waits || self.may_wait().is_some() {
            lines.push(vec![self.keep_open()]);
        }
        lines.push(self.after_admission().into_iter().collect());
        if answer.value(Measure::TurnedAway).is_some_and(|people| people >= SOME) {
            lines.push(vec![Message::MayBeTurnedAway]);
        }
        lines.push(vec![Message::Disclaimer]);
        let lines = lines.into_iter().filter(|line| !line.is_empty());
        Notice {
            language: self.language,
            is_for_residents: true,
            title: self.say(title),
            lines: lines.map(|line| self.paragraph(line)).collect(),
            footnotes: self.footnotes(waits).into_iter().map(|footnote| self.say(footnote)).collect(),
        }
    }

    fn with_waits(&self) -> Vec<Vec<Message>> {
        let mut room = vec![match self.opening() {
            Some(clock) => Message::BusyAt { clock },
            None => Message::Busy,
        }];
        room.push(match order(self.answer) {
            Order::InTurn => Message::InTurn,
            Order::Lottery => Message::Lottery,
            Order::Shuffled => Message::Shuffled,
            Order::Ungated | Order::Untold => Message::Untold,
        });
        room.extend(self.wait_from());
        let mut waits: Vec<Message> = self.waits().into_iter().collect();
        waits.extend(self.gone());
        vec![room, waits]
    }

    fn without_waits(&self) -> Vec<Vec<Message>> {
        let mut sentences = vec![Message::NoWait { crowd: self.crowd() }];
        sentences.extend(self.may_wait());
        vec![sentences]
    }

    /// The longest wait, where hardly anyone waits but some may.
    fn may_wait(&self) -> Option<Message> {
        let answer = self.answer;
        if order(answer) == Order::Ungated {
            return None;
        }
        let upper = answer.spread(Measure::WaitP90).map_or(0.0, |[_, high]| high);
        let longest = answer.value(Measure::WaitMax).unwrap_or(0.0).max(upper);
        let minutes = outward_minutes([longest, longest])[1];
        (longest >= NOTICEABLE).then(|| Message::MayWait { most: time::length_words(minutes, self.language) })
    }

    /// The time of the opening.
    fn opening(&self) -> Option<String> {
        let opening = self.answer.opens_at_second_of_day?;
        Some(time::clock_words(opening, 0, self.language))
    }

    /// From when people can wait before the opening.
    fn wait_from(&self) -> Option<Message> {
        let opening = self.answer.opens_at_second_of_day?;
        let event = room::events(self.answer).into_iter().find(room::Event::is_at_opening)?;
        let minutes = (event.prequeue? / 60.0).round() as i64;
        Some(Message::WaitFrom { clock: time::clock_words(opening, minutes, self.language) })
    }

    /// How many come, and over what time, as the beginning of a sentence.
    fn crowd(&self) -> String {
        let people = self.people();
        let within = |text: &str| room::mean_of(text.strip_prefix("ramp ")?);
        self.say(match room::value(self.answer, "group.arrivals") {
            Some("opening") => Message::CrowdRush { people },
            Some("at-once") => Message::CrowdAtOnce { people },
            Some(text) => match within(text) {
                Some(seconds) => {
                    Message::CrowdWithin { people, span: time::given_words(seconds, self.language) }
                }
                None => Message::Crowd { people },
            },
            None => Message::Crowd { people },
        })
    }

    /// The number of people, which is never more than approximate.
    fn people(&self) -> String {
        let people = crowd_words(self.answer, self.language);
        match people.contains('約') || people.contains("about") {
            true => people,
            false => self.say(Message::AboutPeople { people }),
        }
    }

    fn wait_words(&self) -> Option<WaitWords> {
        let wait = |measure: Measure| {
            let seconds = self.answer.value(measure)?.max(NOTICEABLE);
            Some(time::figure_and_range(seconds, self.answer.spread(measure)))
        };
        let words = |(minutes, range): (i64, Option<[i64; 2]>)| {
            let figure = time::length_words(minutes, self.language);
            self.say(match range {
                Some(ends) => Message::WithinRange { figure, range: time::range_words(ends, self.language) },
                None => Message::Within { figure },
            })
        };
        let (half, most) = (wait(Measure::WaitP50)?, wait(Measure::WaitP90)?);
        let has_range = half.1.is_some() || most.1.is_some();
        Some(WaitWords { half: words(half), most: words(most), has_range })
    }

    fn waits(&self) -> Option<Message> {
        let (crowd, WaitWords { half, most, .. }) = (self.crowd(), self.wait_words()?);
        Some(match is_ever_sold_out(self.answer) {
            true => Message::WaitsOfLetIn { crowd, half, most },
            false => Message::Waits { crowd, half, most },
        })
    }

    /// When the line is gone. Once nothing is left it dissolves, and when its last place dies helps nobody.
    fn gone(&self) -> Option<Message> {
        let (answer, language) = (self.answer, self.language);
        let gone = answer.value(Measure::LineGone).filter(|gone| *gone > 0.0)?;
        if is_ever_sold_out(answer) {
            return None;
        }
        let (minutes, range) = time::figure_and_range(gone, answer.spread(Measure::LineGone));
        Some(match answer.opens_at_second_of_day {
            Some(opening) => Message::GoneAt {
                clock: time::clock_words(opening, minutes, language),
                range: range.map(|ends| time::clock_range_words(opening, ends, language)),
            },
            None => Message::GoneAfter {
                after: time::length_words(minutes, language),
                range: range.map(|ends| time::range_words(ends, language)),
            },
        })
    }

    fn come_later(&self, minutes: i64) -> Message {
        match self.answer.opens_at_second_of_day {
            Some(opening) => Message::ComeLater { clock: time::clock_words(opening, minutes, self.language) },
            None => Message::ComeLaterAfter { after: time::length_words(minutes, self.language) },
        }
    }

    /// When the places are gone, and that it ends then.
    fn places(&self) -> Vec<Message> {
        let Some(found) = &self.answer.places else { return Vec::new() };
        let places = grouped(found.places as f64);
        let mut sentences = Vec::new();
        if sold_out_share(self.answer) > 1.0 - HARDLY_ANY {
            sentences.extend(self.places_gone(&places));
        } else if sold_out_share_drawn(self.answer) > HARDLY_ANY {
            sentences.push(Message::PlacesMayGo { places });
        }
        sentences.push(Message::WhilePlacesLast);
        sentences
    }

    fn places_gone(&self, places: &str) -> Option<Message> {
        let (answer, language, places) = (self.answer, self.language, places.to_owned());
        let gone = answer.value(Measure::SoldOut)?;
        let (minutes, range) = time::figure_and_range(gone, answer.spread(Measure::SoldOut));
        let ends = range.unwrap_or([minutes, minutes]);
        Some(match answer.opens_at_second_of_day {
            Some(opening) => {
                Message::PlacesGoneAt { places, clock: time::clock_range_words(opening, ends, language) }
            }
            None => Message::PlacesGoneAfter { places, after: time::range_words(ends, language) },
        })
    }

    fn keep_open(&self) -> Message {
        match order(self.answer) {
            Order::InTurn | Order::Shuffled => Message::KeepOpen,
            Order::Lottery | Order::Ungated | Order::Untold => Message::KeepOpenLottery,
        }
    }

    /// How long one may take, where that is a trouble for some.
    fn after_admission(&self) -> Option<Message> {
        let flow = &self.answer.flow;
        let loses = |warning: &Warning| {
            matches!(warning, Warning::LostMidVisit { .. } | Warning::SomeCannotFinish { .. })
        };
        if !self.answer.warnings.iter().any(loses)
            || flow.session_minutes.is_nan()
            || flow.session_minutes <= 0.0
        {
            return None;
        }
        let span = time::given_words(flow.session_minutes * 60.0, self.language);
        Some(if flow.renewal { Message::IdleAtMost { span } } else { Message::FinishWithin { span } })
    }

    fn footnotes(&self, waits: bool) -> Vec<Message> {
        let answer = self.answer;
        let mut notes = Vec::new();
        // Tenths of minutes are enough for a mean over people.
        let visit = (answer.flow.visit_minutes * 10.0).round() / 10.0;
        if visit.is_finite() && visit > 0.0 {
            notes.push(Message::VisitTakes { span: time::given_words(visit * 60.0, self.language) });
        }
        if !waits {
            return notes;
        }
        notes.extend(self.patience());
        let left = answer.value(Measure::Left).is_some_and(|people| people >= SOME);
        if left && !is_ever_sold_out(answer) {
            notes.push(Message::WaitsOfAdmitted);
        }
        if self.counts_before_opening() {
            notes.push(Message::WaitsFromAccess);
        }
        notes.extend(self.range_note());
        notes
    }

    fn patience(&self) -> Option<Message> {
        // Who leaves for what the page shows does not wait to the end either.
        let tolerant = room::input(self.answer, "group.tolerance").is_none();
        match room::value(self.answer, "group.patience")? {
            "none" => tolerant.then_some(Message::NobodyLeaves),
            law => {
                let span = time::given_words(room::mean_of(law)?, self.language);
                Some(Message::LeaveAfter { span })
            }
        }
    }

    /// Whether some wait from before the opening.
    fn counts_before_opening(&self) -> bool {
        let value = |measure: Measure| self.answer.value(measure);
        match (value(Measure::WaitP90), value(Measure::WaitFromOpeningP90)) {
            (Some(wait), Some(since)) => (wait - since).abs() >= NOTICEABLE,
            _ => false,
        }
    }

    /// What the range covers, if any is told.
    fn range_note(&self) -> Option<Message> {
        let told = self.wait_words().is_some_and(|words| words.has_range)
            || matches!(
                self.gone(),
                Some(Message::GoneAt { range: Some(_), .. } | Message::GoneAfter { range: Some(_), .. })
            );
        if !told {
            return None;
        }
        let is_drawn = self.answer.estimate(Measure::WaitP90).is_some_and(|wait| wait.range.is_some())
            && self.answer.provenance.range_replications > 0;
        let mut causes: Vec<Message> = Vec::new();
        for note in self.answer.inputs.iter().filter(|note| is_drawn && note.range.is_some()) {
            causes.extend(cause(&pattern(&note.key)).filter(|cause| !causes.contains(cause)));
        }
        if causes.is_empty() {
            return Some(Message::RangeIsChance);
        }
        let causes: Vec<String> = causes.into_iter().map(|cause| self.say(cause)).collect();
        Some(Message::RangeCovers { causes: causes.join(list_separator(self.language)) })
    }
}

/// An input that is drawn, as residents would name it.
fn cause(key: &str) -> Option<Message> {
    Some(match key {
        "group.arrivals" => Message::ByArrivals,
        "group.patience" => Message::ByPatience,
        "group.retype" | "group.give_up_after" => Message::ByVisit,
        "group.poll_delay" | "room.bucket_rule" | "room.newcomer_rule" | "room.burst_share" => {
            Message::ByRoom
        }
        key if key.starts_with("group.count") => Message::ByCrowd,
        key if key.starts_with("group.visit") => Message::ByVisit,
        _ => return None,
    })
}
