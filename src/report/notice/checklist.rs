//! What the staff checks: settings, what to expect, when to let more people in, when to worry, and what comes after.

use super::message::Message;
use super::obstacle::{NOTICEABLE, hardly_anyone_waits, is_ever_sold_out, obstacles, sold_out_share};
use super::room::{self, Event, Order, order};
use super::{HARDLY_ANY, Writer, markup, time};
use crate::report::Language;
use crate::report::answer::{Lookup, title_words};
use crate::report::label::input_label;
use crate::report::message::Message as Said;
use crate::report::number::{
    grouped, in_ten_thousands, people_words, rate, rough, rough_outward, share_words,
};
use crate::report::span::{CellStyle, around_minutes, nearest_minutes, short_span};
use crate::report::value::{list_separator, value_words};
use crate::results::{Answer, Basis, Measure, MinuteRow};

/// Below this share of the mean flow hardly anybody is let in.
const STANDS: f64 = 0.1;
/// So many minutes of that are worth a word.
const LEAST_STANDSTILL: usize = 3;
/// Points of the expected curve that are listed at most.
const MOST_POINTS: usize = 6;
/// Minutes between them: the first that suffices.
const STEPS: [i64; 6] = [15, 30, 60, 120, 240, 480];
/// A step of a limit: at least and at most, as multiples.
const STEP: [f64; 2] = [1.1, 1.2];

/// What the staff of a town checks before, during and after the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checklist {
    /// Language of the words.
    pub language: Language,
    /// Title, in plain text.
    pub title: String,
    /// Sections, in the order of the day; none is empty.
    pub sections: Vec<ChecklistSection>,
}

/// A part of a [`Checklist`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChecklistSection {
    /// Heading, in plain text.
    pub heading: String,
    /// What to check, in plain text.
    pub items: Vec<String>,
}

impl Checklist {
    /// Plain text with a box to tick before each item, each line ended by a line feed.
    pub fn text(&self) -> String {
        let (mark, tick) = match self.language {
            Language::English => ("", "[ ] "),
            Language::Japanese => ("■ ", "□ "),
        };
        let mut out = format!("{}\n", self.title);
        for section in &self.sections {
            out.push_str(&format!("\n{mark}{}\n", section.heading));
            for item in &section.items {
                out.push_str(&format!("{tick}{item}\n"));
            }
        }
        out
    }

    /// A fragment of a page: a section with headings and lists. No scripts and no styles; everything is escaped.
    pub fn html(&self) -> String {
        let mut inside = String::new();
        markup::element(&mut inside, "h2", &self.title);
        for section in &self.sections {
            markup::element(&mut inside, "h3", &section.heading);
            markup::list(&mut inside, &section.items);
        }
        markup::section(self.language, &inside)
    }
}

/// The checklist for the day of an answer. What the answer does not know is left out.
pub fn checklist(answer: &Answer, language: Language) -> Checklist {
    let writer = Writer { answer, language };
    let title = match title_words(&answer.title) {
        title if title.is_empty() => Message::ChecklistTitle,
        title => Message::ChecklistTitleOf { title },
    };
    let obstacles = obstacles(answer, language);
    let is_published = obstacles.is_empty();
    // Figures of a day that goes wrong, or of none at all, are nothing to go by.
    let (expected, loosened, worries) = match is_published {
        true => (writer.expected(), writer.loosening(), writer.worries()),
        false => (Vec::new(), Vec::new(), Vec::new()),
    };
    let sections = [
        (Message::FirstHeading, obstacles),
        (Message::SettingsHeading, writer.settings()),
        (Message::BeforeHeading, writer.before(is_published)),
        (Message::ExpectHeading, expected),
        (Message::LoosenHeading, loosened),
        (Message::WorryHeading, worries),
        (Message::NeverHeading, writer.never()),
        (Message::AfterHeading, writer.after()),
    ];
    let said = |messages: Vec<Message>| messages.into_iter().map(|message| writer.say(message)).collect();
    let sections = sections
        .into_iter()
        .filter(|(_, items)| !items.is_empty())
        .map(|(heading, items)| ChecklistSection { heading: writer.say(heading), items: said(items) });
    Checklist { language, title: writer.say(title), sections: sections.collect() }
}

impl Writer<'_> {
    /// The settings of the room, by the names that its dashboard shows.
    fn settings(&self) -> Vec<Message> {
        let answer = self.answer;
        let is_cloudflare = room::is_cloudflare(answer);
        let keys = match is_cloudflare {
            true => [
                ("room.total_active_users", "room.total_active_users"),
                ("room.new_users_per_minute", "room.new_users_per_minute"),
            ],
            false => {
                [("room.total_active_users", "room.inside"), ("room.new_users_per_minute", "room.per_minute")]
            }
        };
        let mut items: Vec<Message> =
            keys.into_iter().filter_map(|(key, called)| self.setting(key, self.label(called))).collect();
        items.extend(self.setting("room.session_duration", self.label("room.session_duration")));
        items.extend(self.setting("room.disable_session_renewal", self.say(Message::RenewalLabel)));
        if is_cloudflare {
            let label = self.label("room.queueing_method");
            let method = room::value(answer, "room.queueing_method").unwrap_or("fifo");
            items.push(Message::Setting { label, value: self.setting_value("queueing_method", method) });
        }
        for key in ["room.queue_all", "room.suspended"] {
            items.extend(self.setting(key, self.label(key)));
        }
        items.extend(room::events(answer).iter().map(|event| self.event(event)));
        items.extend(room::changes(answer).iter().map(|change| Message::ChangeAt {
            instant: self.instant(change.at),
            settings: self.setting_list(&change.settings),
        }));
        items.extend(self.operator());
        items
    }

    fn label(&self, key: &str) -> String {
        input_label(key, self.language).to_owned()
    }

    fn setting(&self, key: &str, label: String) -> Option<Message> {
        let note = room::input(self.answer, key).filter(|note| !note.value.is_empty())?;
        let value = self.setting_value(key.strip_prefix("room.").unwrap_or(key), &note.value);
        Some(match note.basis {
            Basis::Given => Message::Setting { label, value },
            Basis::Assumed => Message::SettingAssumed { label, value },
        })
    }

    /// The value of a setting by its name without `room.`, in words.
    fn setting_value(&self, name: &str, value: &str) -> String {
        match (name, value) {
            ("disable_session_renewal", "true") => self.say(Message::RenewalOff),
            ("disable_session_renewal", _) => self.say(Message::RenewalOn),
            ("queueing_method", "fifo") => self.say(Message::MethodFifo),
            ("queueing_method", "random") => self.say(Message::MethodRandom),
            ("queueing_method", "passthrough") => self.say(Message::MethodPassthrough),
            ("queueing_method", "reject") => self.say(Message::MethodReject),
            _ => value_words(&format!("room.{name}"), value, self.language),
        }
    }

    /// Names and values of settings in one list.
    fn setting_list(&self, settings: &[(&str, &str)]) -> String {
        let item = |(name, value): &(&str, &str)| {
            let label = match *name {
                "disable_session_renewal" => self.say(Message::RenewalLabel),
                name => self.label(&format!("room.{name}")),
            };
            format!("{label} {}", self.setting_value(name, value))
        };
        settings.iter().map(item).collect::<Vec<_>>().join(list_separator(self.language))
    }

    fn event(&self, event: &Event) -> Message {
        let mut parts = vec![self.say(Message::EventStarts { instant: self.instant(event.starts) })];
        parts.push(self.say(Message::EventEnds { instant: self.instant(event.ends) }));
        if let Some(prequeue) = event.prequeue {
            parts.push(self.say(Message::EventPrequeue { instant: self.instant(prequeue) }));
        }
        if event.shuffles {
            parts.push(self.say(Message::EventShuffles));
        }
        if !event.settings.is_empty() {
            parts.push(self.setting_list(&event.settings));
        }
        Message::EventSet { name: event.name.to_owned(), settings: parts.join(list_separator(self.language)) }
    }

    fn operator(&self) -> Option<Message> {
        let text = room::value(self.answer, "room.operator").filter(|text| *text != "none")?;
        let bounds = |name: &str| {
            let (_, ends) =
                text.split(' ').filter_map(|word| word.split_once('=')).find(|(key, _)| *key == name)?;
            Some(self.setting_value(name, ends))
        };
        Some(Message::OperatorBounds {
            slots: bounds("total_active_users")?,
            rates: bounds("new_users_per_minute")?,
        })
    }

    /// An instant by the clock, or from the opening.
    fn instant(&self, seconds: f64) -> String {
        let minutes = (seconds / 60.0).round() as i64;
        let span = || time::given_words(seconds.abs(), self.language);
        match self.answer.opens_at_second_of_day {
            Some(opening) => time::clock_words(opening, minutes, self.language),
            None if seconds == 0.0 => self.say(Message::AtOpening),
            None if seconds < 0.0 => self.say(Message::BeforeOpening { span: span() }),
            None => self.say(Message::AfterOpening { span: span() }),
        }
    }

    fn before(&self, is_published: bool) -> Vec<Message> {
        let answer = self.answer;
        let is_cloudflare = room::is_cloudflare(answer);
        let mut items = vec![match self.opening() {
            _ if room::value(answer, "room.suspended") == Some("true") => Message::IsSuspended,
            Some(clock) => Message::SwitchOnBefore { clock },
            None => Message::SwitchOn,
        }];
        if is_cloudflare {
            items.push(Message::TestPage);
        }
        items.extend(self.event_check());
        if !room::changes(answer).is_empty() {
            items.push(Message::CheckTimetable);
        }
        items.push(Message::WhoWatches);
        items.push(Message::WhomToCall);
        items.push(match self.wait_words() {
            _ if is_ever_sold_out(answer) => Message::PhoneLinePlaces,
            Some(words) if is_published && !hardly_anyone_waits(answer) => {
                Message::PhoneLineWaits { half: words.half, most: words.most }
            }
            _ => Message::PhoneLine,
        });
        if is_published {
            items.push(Message::PublishNotice);
        }
        items
    }

    fn event_check(&self) -> Option<Message> {
        let events = room::events(self.answer);
        let first = events.first()?;
        let opening = events.iter().find(|event| event.is_at_opening());
        Some(match (opening.and(self.opening()), opening.unwrap_or(first).prequeue) {
            (Some(clock), Some(prequeue)) => {
                Message::CheckPrequeue { prequeue: self.instant(prequeue), clock }
            }
            (Some(clock), None) => Message::CheckEventAt { clock },
            (None, _) => Message::CheckEvent,
        })
    }

    fn expected(&self) -> Vec<Message> {
        let mut items = Vec::new();
        match self.has_line() {
            false => items.push(Message::ExpectNoLine),
            true => {
                items.extend(self.peak());
                items.extend(self.curve());
                items.extend(self.line_gone());
                items.extend(self.flow().map(|people| Message::Flow { people }));
                items.extend(self.standstill());
            }
        }
        if let Some([low, high]) = self.places_gone_between() {
            let instant = match self.answer.opens_at_second_of_day {
                Some(opening) => time::clock_range_words(opening, [low, high], self.language),
                None => {
                    self.say(Message::AfterOpening { span: time::range_words([low, high], self.language) })
                }
            };
            items.push(Message::ExpectPlacesGone { instant });
        }
        items.push(Message::FiguresAreOld);
        items
    }

    fn has_line(&self) -> bool {
        !hardly_anyone_waits(self.answer)
            || self.answer.value(Measure::WaitMax).is_some_and(|wait| wait >= NOTICEABLE)
    }

    /// The longest line, its range, and when it comes.
    fn peak(&self) -> Option<Message> {
        let (answer, language) = (self.answer, self.language);
        let longest = answer.value(Measure::LineMax).filter(|line| *line >= 1.0)?;
        let line = people_words(rough(longest), language);
        let range = answer.spread(Measure::LineMax).map(rough_outward).filter(|[low, high]| low < high);
        let range = range.map(|ends| self.people_range(ends));
        Some(match (self.peak_minute().map(|minute| nearest_minutes(minute as f64 * 60.0)), self.opening()) {
            (Some(minutes), Some(_)) => {
                Message::PeakAt { clock: self.instant(minutes as f64 * 60.0), line, range }
            }
            (Some(minutes), None) if minutes > 0 => {
                Message::PeakAfter { after: time::length_words(minutes, language), line, range }
            }
            _ => Message::Peak { line, range },
        })
    }

    fn people_range(&self, ends: [f64; 2]) -> String {
        let [low, high] = ends.map(|people| match self.language {
            Language::English => grouped(people),
            Language::Japanese => in_ten_thousands(people),
        });
        Said::PeopleFromTo { low, high }.say(self.language)
    }

    /// The minute with the longest line; `None` without minutes, or without a line.
    fn peak_minute(&self) -> Option<i64> {
        let mut longest: Option<&MinuteRow> = None;
        for row in &self.answer.minutes {
            if row.line_mean > longest.map_or(0.0, |longest| longest.line_mean) {
                longest = Some(row);
            }
        }
        longest.map(|row| row.minute)
    }

    /// How the line shrinks after its peak.
    fn curve(&self) -> Vec<Message> {
        let Some(peak) = self.peak_minute() else { return Vec::new() };
        let later =
            || self.answer.minutes.iter().filter(|row| row.minute > peak.max(0) && row.line_start >= 1.0);
        let points = |step: i64| later().filter(move |row| row.minute % step == 0);
        let step = STEPS.into_iter().find(|step| points(*step).count() <= MOST_POINTS);
        let point = |row: &MinuteRow| {
            let instant = self.instant(row.minute as f64 * 60.0);
            let line = people_words(rough(row.line_start), self.language);
            match self.most_in_line(row) {
                Some(most) => Message::LineThenAtMost { instant, line, most },
                None => Message::LineThen { instant, line },
            }
        };
        step.map(|step| points(step).map(point).collect()).unwrap_or_default()
    }

    /// The upper end of the range of the line, where everything not given was drawn.
    fn most_in_line(&self, row: &MinuteRow) -> Option<String> {
        let most = row.line_drawn_high?.max(row.line_start);
        let [_, most] = rough_outward([most, most]);
        Some(people_words(most, self.language))
    }

    /// The first stretch in which people wait and hardly anybody is let in.
    fn standstill(&self) -> Option<Message> {
        let flow = self.accepted_per_minute()?;
        let stands =
            |row: &&MinuteRow| row.minute >= 0 && row.line_start >= 1.0 && row.accepted < STANDS * flow;
        let mut minutes = self.answer.minutes.iter().filter(stands).map(|row| row.minute).peekable();
        let from = *minutes.peek()?;
        let count =
            minutes.enumerate().take_while(|(position, minute)| *minute == from + *position as i64).count();
        let to = from + count as i64;
        (count >= LEAST_STANDSTILL).then(|| Message::Standstill {
            from: self.instant(from as f64 * 60.0),
            to: self.instant(to as f64 * 60.0),
        })
    }

    /// People let in each minute while there is a line, in the mean; those let in again count again, as the dashboard counts them.
    fn accepted_per_minute(&self) -> Option<f64> {
        let with_line = || self.answer.minutes.iter().filter(|row| row.minute >= 0 && row.line_start >= 1.0);
        let count = with_line().count();
        (count > 0).then(|| with_line().map(|row| row.accepted).sum::<f64>() / count as f64)
    }

    /// Minutes until the first people let in have given their slots back, rounded up to five; ten at least.
    fn first_minutes(&self) -> String {
        let flow = &self.answer.flow;
        let held = if flow.slots_bind() { flow.held_minutes } else { 0.0 };
        grouped((held / 5.0).ceil().max(2.0) * 5.0)
    }

    fn line_gone(&self) -> Option<Message> {
        Some(match self.gone()? {
            Message::GoneAt { clock, range } => Message::LineGoneAt { clock, range },
            Message::GoneAfter { after, range } => Message::LineGoneAfter { after, range },
            _ => return None,
        })
    }

    /// How many are let in each minute, in words.
    fn flow(&self) -> Option<String> {
        let by_limits = self.answer.flow.per_minute().filter(|flow| flow.is_finite());
        let flow = self.accepted_per_minute().or(by_limits).filter(|flow| *flow > 0.0)?;
        let people = rough(flow);
        // Below ten a minute, tenths count.
        Some(match (flow < 10.0, self.language) {
            (true, Language::English) => format!("{} people", rate(flow)),
            (true, Language::Japanese) => format!("{}人", rate(flow)),
            (false, language) => people_words(people, language),
        })
    }

    /// Minutes from the opening from when to when the last place goes, where that is so on every day.
    fn places_gone_between(&self) -> Option<[i64; 2]> {
        let gone = self.answer.value(Measure::SoldOut)?;
        if sold_out_share(self.answer) <= 1.0 - HARDLY_ANY {
            return None;
        }
        let spread = self.answer.spread(Measure::SoldOut).unwrap_or([gone, gone]);
        Some(around_minutes(nearest_minutes(gone), spread))
    }

    fn loosening(&self) -> Vec<Message> {
        if !self.has_line() || order(self.answer) == Order::Ungated {
            return vec![Message::NothingToLoosen];
        }
        let flow = &self.answer.flow;
        let (name, limit) = match flow.slots_bind() {
            true => ("total_active_users", flow.slots.map(f64::from)),
            false => ("new_users_per_minute", flow.rate_per_minute),
        };
        let setting = self.limit_label(name);
        if self.is_too_much(name) {
            return vec![Message::DoNotLoosen { setting }];
        }
        let mut items = self.safe_levels(
            |safe| Message::LoosenInside { safe },
            |safe| Message::LoosenRequests { safe },
            |safe| Message::LoosenUtilisation { safe },
        );
        if items.is_empty() {
            items.push(Message::LoosenUnknown);
        }
        if let Some(limit) = limit.filter(|limit| limit.is_finite() && *limit >= 10.0) {
            let [low, high] = STEP.map(|multiple| grouped(limit * multiple));
            items.push(Message::OneStep { setting, now: grouped(limit), low, high });
        }
        let minutes = self.first_minutes();
        items.insert(0, Message::NotBefore { minutes: minutes.clone() });
        items.extend([Message::AfterStep { minutes }, Message::EstimatesJump, Message::StepBack]);
        items
    }

    /// What a limit is called: an event may have its own.
    fn limit_label(&self, name: &str) -> String {
        let events = room::events(self.answer);
        let is_own = events
            .iter()
            .any(|event| event.is_at_opening() && event.settings.iter().any(|(key, _)| *key == name));
        match (room::is_cloudflare(self.answer), name) {
            (true, _) if is_own => self.label(&format!("room.event.{name}")),
            (true, _) => self.label(&format!("room.{name}")),
            (false, "total_active_users") => self.label("room.inside"),
            (false, _) => self.label("room.per_minute"),
        }
    }

    /// Whether the servers did not bear a higher limit.
    fn is_too_much(&self, name: &str) -> bool {
        let levers = self.answer.origin.as_ref().map(|origin| origin.overloading_levers.as_slice());
        let ends = format!(".{name}");
        levers.unwrap_or_default().iter().any(|key| key.ends_with(&ends))
    }

    /// What is said of each safe level that is known.
    fn safe_levels(
        &self,
        inside: fn(String) -> Message,
        requests: fn(String) -> Message,
        utilisation: fn(String) -> Message,
    ) -> Vec<Message> {
        let Some(origin) = &self.answer.origin else { return Vec::new() };
        let people = origin.safe_people_inside.map(|safe| people_words(f64::from(safe), self.language));
        let a_second = origin.safe_requests_per_second.map(|safe| grouped(f64::from(safe)));
        let share = origin.safe_utilisation.filter(|_| origin.has_station);
        let share = share.map(|safe| share_words(safe, self.language));
        [people.map(inside), a_second.map(requests), share.map(utilisation)].into_iter().flatten().collect()
    }

    fn worries(&self) -> Vec<Message> {
        let (answer, language) = (self.answer, self.language);
        let mut items = Vec::new();
        if let Some([_, high]) = answer.spread(Measure::LineMax).filter(|[_, high]| *high >= 1.0) {
            let [_, high] = rough_outward([high, high]);
            items.push(Message::LineTooLong { line: people_words(high, language) });
        }
        let is_named = |message: &Message| matches!(message, Message::LineThenAtMost { .. });
        if self.has_line() && self.curve().iter().any(is_named) {
            items.push(Message::LineBehind);
        }
        items.extend(self.safe_levels(
            |safe| Message::InsideTooMany { safe },
            |safe| Message::RequestsTooMany { safe },
            |safe| Message::TooBusy { safe },
        ));
        items.extend(self.slow_answers());
        items.push(Message::Errors);
        items.extend(self.not_gone());
        if let Some([low, _]) = self.places_gone_between() {
            items.push(Message::PlacesGoneEarly { instant: self.instant(low as f64 * 60.0) });
        }
        items.push(Message::ThenCall);
        items
    }

    fn slow_answers(&self) -> Option<Message> {
        let has_station = self.answer.origin.as_ref().is_some_and(|origin| origin.has_station);
        let slow = self.answer.value(Measure::ResponseP95).filter(|_| has_station)?;
        Some(Message::AnswersSlow { response: short_span(slow, CellStyle::Hours, self.language) })
    }

    /// The line outlasts the upper end of its range.
    fn not_gone(&self) -> Option<Message> {
        let answer = self.answer;
        let gone = answer.value(Measure::LineGone).filter(|gone| *gone > 0.0)?;
        if is_ever_sold_out(answer) || !self.has_line() {
            return None;
        }
        let spread = answer.spread(Measure::LineGone)?;
        let [_, latest] = around_minutes(nearest_minutes(gone), spread);
        Some(match answer.opens_at_second_of_day {
            Some(opening) => Message::NotGoneAt { clock: time::clock_words(opening, latest, self.language) },
            None => Message::NotGoneAfter { after: time::length_words(latest, self.language) },
        })
    }

    fn never(&self) -> Vec<Message> {
        let mut items = vec![Message::NeverClose];
        if room::is_cloudflare(self.answer) {
            items.extend([Message::NeverReorder, Message::NeverShorten]);
        }
        items.extend([Message::NeverLeap, Message::NeverSendAway, Message::NeverPromise]);
        items
    }

    fn after(&self) -> Vec<Message> {
        let mut items = vec![Message::CloseLater, Message::Undo];
        if room::is_cloudflare(self.answer) {
            items.push(Message::SaveData);
        }
        items.extend([Message::CompareData, Message::KeepLog]);
        items
    }
}
