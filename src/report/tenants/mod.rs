//! What `tenants` prints: how the calendar loads the origin, what to do, the rooms, and what moving one opening does.

mod english;
mod japanese;
mod message;
#[cfg(test)]
mod tests;

use message::{Change, Column, Message};

use super::answer::{title_words, warning_message};
use super::label::input_label;
use super::language::Language;
use super::message::Message as Said;
use super::number::{grouped, level_words, people_words, plain, rough, share_words, signed};
use super::paragraph;
use super::span::{
    CellStyle, bound_words, clock_cell, clock_words, input_span, nearest_minutes, span_cell, span_words,
};
use super::table::{Side, Table};
use super::value::list_separator;
use crate::results::{
    Advice, Mean, Move, Opening, Spread, TenantRoom, Tenants, TenantsMeasure as M, Warning, tenants_value,
};

/// What stands where there is no figure.
const NOTHING: &str = "-";
/// From so many seconds on a time of overload is told in minutes.
const MINUTES: f64 = 60.0;

/// The answer as plain text for a terminal of `width` places, each line ended by a line feed.
///
/// Prose is broken at `width` (between 30 and 100 places); tables change to plain minutes where they would not fit
/// and are never broken, nor is the command.
pub fn tenants(tenants: &Tenants, language: Language, width: usize) -> String {
    let mut page = Page { out: String::new(), tenants, language, width };
    page.origin();
    if tenants.provenance.replications > 0 {
        page.load();
        page.advice();
        page.rooms();
        page.groups();
        page.moves();
    }
    page.notes();
    page.annex();
    page.out
}

struct Page<'a> {
    out: String,
    tenants: &'a Tenants,
    language: Language,
    width: usize,
}

impl Page<'_> {
    fn say(&self, message: Message) -> String {
        message.say(self.language)
    }

    fn print(&mut self, text: &str, indent: usize) {
        paragraph::print(&mut self.out, text, self.width, indent);
    }

    fn line(&mut self, message: Message) {
        let text = self.say(message);
        self.print(&text, 0);
    }

    fn indented(&mut self, message: Message) {
        let text = self.say(message);
        self.print(&text, 2);
    }

    fn heading(&mut self, message: Message) {
        self.out.push('\n');
        self.line(message);
    }

    /// Whole sentences in one paragraph.
    fn paragraph(&mut self, sentences: Vec<Message>) {
        let between = match self.language {
            Language::English => " ",
            Language::Japanese => "",
        };
        let texts: Vec<String> = sentences.into_iter().map(|sentence| self.say(sentence)).collect();
        self.print(&texts.join(between), 0);
    }

    /// Prints a table with hours, or with minutes where it would be too wide.
    fn table(&mut self, make: impl Fn(&Self, CellStyle) -> Table) {
        let mut table = make(self, CellStyle::Hours);
        if table.width() > self.width {
            table = make(self, CellStyle::Minutes);
        }
        table.print(&mut self.out);
    }

    fn head(&self, columns: &[Column]) -> Table {
        let left = |column: &Column| matches!(column, Column::Room | Column::Group);
        let sides: Vec<Side> =
            columns.iter().map(|column| if left(column) { Side::Left } else { Side::Right }).collect();
        let mut table = Table::new(&sides);
        for upper in [true, false] {
            let names = columns.iter().map(|column| self.say(Message::Column(*column, upper)));
            table.push_row(names.collect());
        }
        table
    }

    fn origin(&mut self) {
        let (tenants, language) = (self.tenants, self.language);
        let title = title_words(&tenants.title);
        if !title.is_empty() {
            self.print(&title, 0);
            self.out.push('\n');
        }
        let mut sentences = vec![match tenants.rooms.len() {
            1 => Message::OneRoom,
            rooms => Message::Rooms { rooms: grouped(rooms as f64) },
        }];
        let safe = tenants.safe;
        if let Some(people) = safe.people_inside {
            sentences.push(Message::SafeInside { people: people_words(f64::from(people), language) });
        }
        if let Some(requests) = safe.requests_per_second {
            sentences.push(Message::SafeRequests { requests: grouped(f64::from(requests)) });
        }
        if let Some(share) = safe.utilisation {
            sentences.push(Message::SafeUtilisation { share: share_words(share, language) });
        }
        sentences.push(match safe.is_known() {
            true => Message::Lasting { lasting: input_span(safe.lasting_seconds, language) },
            false => Message::SafeUnknown,
        });
        self.paragraph(sentences);
        let days = tenants.provenance.replications;
        if days == 0 {
            self.line(Message::NoDays);
        } else if tenants.warnings.contains(&Warning::Interrupted) {
            let text = Said::Interrupted { days: grouped(f64::from(days)) }.say(language);
            self.print(&text, 0);
        }
    }

    fn value(&self, measure: M) -> Option<f64> {
        tenants_value(&self.tenants.origin, measure)
    }

    /// An instant of the day in prose.
    fn when(&self, seconds: f64) -> String {
        match self.tenants.zero_second_of_day {
            Some(zero) => clock_words(zero, nearest_minutes(seconds), self.language),
            None if seconds < 0.0 => {
                self.say(Message::BeforeZero { before: span_words(-seconds, self.language) })
            }
            None => self.say(Message::AfterZero { after: span_words(seconds, self.language) }),
        }
    }

    /// A time of overload in prose.
    fn lasting(&self, seconds: f64) -> String {
        match seconds < MINUTES {
            true => input_span(seconds.round(), self.language),
            false => bound_words(seconds, self.language),
        }
    }

    fn load(&mut self) {
        let (tenants, language) = (self.tenants, self.language);
        let mut sentences = Vec::new();
        if let Some(overload) = tenants.overload {
            let [low, high] = overload.ci.map(|end| share_words(end, language));
            let of_days = grouped(f64::from(overload.of_days));
            sentences.push(match overload.days {
                0 => Message::NeverOverloaded { of_days, high },
                days => Message::Overloaded {
                    share: share_words(overload.share(), language),
                    days: grouped(f64::from(days)),
                    of_days,
                    low,
                    high,
                },
            });
        }
        let of_overload = [M::FirstOverload, M::OverloadOfDay, M::LongestOverload];
        if let [Some(first), Some(lasting), Some(longest)] = of_overload.map(|measure| self.value(measure)) {
            sentences.push(Message::WhenOverloaded {
                when: self.when(first),
                lasting: self.lasting(lasting),
                longest: self.lasting(longest),
            });
        }
        sentences.push(self.most_inside());
        if let [Some(half), Some(most)] = [M::ResponseP50, M::ResponseP95].map(|measure| self.value(measure))
        {
            let words = |seconds: f64| input_span((seconds * 100.0).round() / 100.0, language);
            sentences.push(Message::Responses { half: words(half), most: words(most) });
        }
        if let Some(failures) = self.value(M::Failures).filter(|failures| *failures > 0.0) {
            sentences.push(Message::Failures { requests: plain(rough(failures)) });
        }
        self.out.push('\n');
        self.paragraph(sentences);
    }

    fn most_inside(&self) -> Message {
        let most = self.tenants.origin.iter().find(|(measure, _)| *measure == M::OriginInsideMax);
        match (most, self.value(M::PeakAt)) {
            (
                Some((_, Spread { mean: Mean { value: Some(mean), .. }, highest: Some(highest) })),
                Some(peak),
            ) => Message::MostInside {
                mean: people_words(*mean, self.language),
                highest: people_words(*highest, self.language),
                when: self.when(peak),
            },
            _ => Message::NobodyInside,
        }
    }

    fn advice(&mut self) {
        let tenants = self.tenants;
        let advised = |at: usize| {
            let moved = tenants.moves.get(at)?;
            Some((moved, tenants.rooms.get(moved.room)?))
        };
        let message = match tenants.advice {
            // The first paragraph says so.
            Advice::NotJudged => return,
            Advice::NothingNeeded => Message::NothingNeeded,
            Advice::NothingHelps => {
                Message::NothingHelps { shift: input_span(tenants.shift_seconds, self.language) }
            }
            Advice::Move { at } => {
                let (Some((moved, room)), Some(present)) = (advised(at), tenants.overload) else { return };
                let share = |share: f64| share_words(share, self.language);
                Message::Move {
                    room: title_words(&room.name),
                    change: self.change(moved, room),
                    share: share(moved.overload.map_or(0.0, |overload| overload.share())),
                    instead: share(present.share()),
                }
            }
            Advice::Shortens { at } => {
                let Some((moved, room)) = advised(at) else { return };
                let lasting = moved.compared(M::OverloadSeconds).and_then(|compared| compared.mean.value);
                let (Some(lasting), Some(instead)) = (lasting, self.value(M::OverloadSeconds)) else {
                    return;
                };
                Message::Shorten {
                    room: title_words(&room.name),
                    change: self.change(moved, room),
                    lasting: self.lasting(lasting),
                    instead: self.lasting(instead),
                }
            }
        };
        self.out.push('\n');
        self.line(message);
    }

    fn change(&self, moved: &Move, room: &TenantRoom) -> Change {
        if let Some(zero) = self.tenants.zero_second_of_day {
            let clock = |opening: Opening| clock_cell(zero, opening.seconds);
            return Change::Clock { from: clock(room.opens), to: clock(moved.opens) };
        }
        let by = input_span(moved.by_seconds.abs(), self.language);
        match moved.by_seconds < 0.0 {
            true => Change::Earlier { by },
            false => Change::Later { by },
        }
    }

    /// An instant of the day in a table.
    fn instant_cell(&self, seconds: f64, style: CellStyle) -> String {
        match self.tenants.zero_second_of_day {
            Some(zero) => clock_cell(zero, seconds),
            None => span_cell(seconds, style, self.language),
        }
    }

    /// When a room opens: as it was given, not measured.
    fn opening_cell(&self, opening: Opening, style: CellStyle) -> String {
        match self.tenants.zero_second_of_day {
            None if opening.seconds.abs() >= 60.0 => input_span(opening.seconds, self.language),
            _ => self.instant_cell(opening.seconds, style),
        }
    }

    fn span_cell(&self, seconds: Option<f64>, style: CellStyle) -> String {
        seconds.map_or(NOTHING.to_owned(), |seconds| span_cell(seconds, style, self.language))
    }

    fn rooms(&mut self) {
        let tenants = self.tenants;
        self.heading(Message::RoomsHeading { days: grouped(f64::from(tenants.provenance.replications)) });
        let has_stock = tenants.rooms.iter().any(|room| room.places.is_some());
        let mut columns = vec![
            Column::Room,
            Column::Opens,
            Column::People,
            Column::HalfWait,
            Column::MostWait,
            Column::LineGone,
            Column::Booked,
        ];
        columns.extend(has_stock.then_some(Column::SoldOut));
        columns.push(Column::InsideAtPeak);
        self.table(|page, style| {
            let mut table = page.head(&columns);
            for room in &tenants.rooms {
                table.push_row(columns.iter().map(|column| page.room_cell(room, *column, style)).collect());
            }
            table
        });
        self.indented(Message::PeakMeans);
        for room in &tenants.rooms {
            let share = tenants_value(&room.measures, M::SoldOutShare);
            if let Some(share) = share.filter(|share| *share > 0.0 && *share < 1.0) {
                let share = share_words(share, self.language);
                self.indented(Message::SoldOutOften { room: title_words(&room.name), share });
            }
        }
    }

    fn room_cell(&self, room: &TenantRoom, column: Column, style: CellStyle) -> String {
        let value = |measure: M| tenants_value(&room.measures, measure);
        let people = |measure: M| value(measure).map_or(NOTHING.to_owned(), grouped);
        let instant = |measure: M| {
            let from_opening = value(measure);
            // Without a clock times of a room count from its own opening.
            let from = if self.tenants.zero_second_of_day.is_some() { room.opens.seconds } else { 0.0 };
            from_opening.map_or(NOTHING.to_owned(), |seconds| self.instant_cell(from + seconds, style))
        };
        match column {
            Column::Room => title_words(&room.name),
            Column::Opens => self.opening_cell(room.opens, style),
            Column::People => people(M::People),
            Column::HalfWait => self.span_cell(value(M::WaitP50), style),
            Column::MostWait => self.span_cell(value(M::WaitP90), style),
            Column::LongestWait => self.span_cell(value(M::WaitMax), style),
            Column::LineGone => instant(M::LineGone),
            Column::Booked => people(M::Booked),
            Column::SoldOut => instant(M::SoldOut),
            Column::InsideAtPeak => people(M::InsideAtPeak),
            Column::Group
            | Column::Overload
            | Column::Difference
            | Column::MostInside
            | Column::RoomWait
            | Column::AllWait => NOTHING.to_owned(),
        }
    }

    /// Groups of the rooms that several share.
    fn groups(&mut self) {
        let tenants = self.tenants;
        let shared = || tenants.rooms.iter().filter(|room| room.groups.len() > 1);
        if shared().next().is_none() {
            return;
        }
        self.heading(Message::GroupsHeading);
        self.table(|page, style| {
            let mut table = page.head(&[
                Column::Room,
                Column::Group,
                Column::People,
                Column::HalfWait,
                Column::MostWait,
                Column::LongestWait,
            ]);
            for room in shared() {
                for group in &room.groups {
                    let value = |measure: M| tenants_value(&group.measures, measure);
                    table.push([
                        title_words(&room.name),
                        title_words(&group.name),
                        value(M::People).map_or(NOTHING.to_owned(), grouped),
                        page.span_cell(value(M::WaitP50), style),
                        page.span_cell(value(M::WaitP90), style),
                        page.span_cell(value(M::WaitMax), style),
                    ]);
                }
            }
            table
        });
    }

    fn moves(&mut self) {
        let (tenants, language) = (self.tenants, self.language);
        self.heading(Message::MovesHeading { shift: input_span(tenants.shift_seconds, language) });
        let judged = tenants.overload.is_some();
        let mut columns = vec![Column::Room, Column::Opens];
        if judged {
            columns.extend([Column::Overload, Column::Difference]);
        }
        columns.extend([Column::MostInside, Column::RoomWait, Column::AllWait]);
        self.table(|page, style| {
            let mut table = page.head(&columns);
            table.push_row(columns.iter().map(|column| page.present_cell(*column, style)).collect());
            for moved in &tenants.moves {
                table.push_row(columns.iter().map(|column| page.move_cell(moved, *column, style)).collect());
            }
            table
        });
        self.indented(Message::SamePeople);
        self.indented(Message::MovesAlong);
        if judged {
            self.indented(Message::DifferencesMean { level: level_words(tenants.level, language) });
        }
    }

    fn present_cell(&self, column: Column, style: CellStyle) -> String {
        match column {
            Column::Room => self.say(Message::AsItIs),
            Column::Overload => {
                self.tenants.overload.map_or(NOTHING.to_owned(), |overload| self.share(overload.share()))
            }
            Column::MostInside => self.value(M::OriginInsideMax).map_or(NOTHING.to_owned(), grouped),
            Column::AllWait => self.span_cell(self.value(M::AllWaitP90), style),
            Column::Opens
            | Column::Difference
            | Column::RoomWait
            | Column::Group
            | Column::People
            | Column::HalfWait
            | Column::MostWait
            | Column::LongestWait
            | Column::LineGone
            | Column::Booked
            | Column::SoldOut
            | Column::InsideAtPeak => String::new(),
        }
    }

    fn move_cell(&self, moved: &Move, column: Column, style: CellStyle) -> String {
        let value = |measure: M| moved.compared(measure).and_then(|compared| compared.mean.value);
        match column {
            Column::Room => {
                self.tenants.rooms.get(moved.room).map(|room| title_words(&room.name)).unwrap_or_default()
            }
            Column::Opens => self.opening_cell(moved.opens, style),
            Column::Overload => {
                moved.overload.map_or(NOTHING.to_owned(), |overload| self.share(overload.share()))
            }
            Column::Difference => self.points(moved),
            Column::MostInside => value(M::OriginInsideMax).map_or(NOTHING.to_owned(), grouped),
            Column::RoomWait => self.span_cell(value(M::WaitP90), style),
            Column::AllWait => self.span_cell(value(M::AllWaitP90), style),
            Column::Group
            | Column::People
            | Column::HalfWait
            | Column::MostWait
            | Column::LongestWait
            | Column::LineGone
            | Column::Booked
            | Column::SoldOut
            | Column::InsideAtPeak => String::new(),
        }
    }

    fn share(&self, share: f64) -> String {
        share_words(share, self.language)
    }

    /// Difference of the share of days with its interval, in points.
    fn points(&self, moved: &Move) -> String {
        let Some(difference) = moved.compared(M::OverloadedShare).map(|compared| compared.difference) else {
            return NOTHING.to_owned();
        };
        let words = |share: f64| signed(share * 100.0, grouped);
        match (difference.value, difference.ci) {
            (Some(value), Some([low, high])) => {
                self.say(Message::WithInterval { value: words(value), low: words(low), high: words(high) })
            }
            (Some(value), None) => words(value),
            (None, _) => NOTHING.to_owned(),
        }
    }

    fn notes(&mut self) {
        let (tenants, language) = (self.tenants, self.language);
        let warnings = tenants.warnings.iter().filter_map(|warning| {
            // Renewal is only told with lost sessions, which this answer does not count.
            warning_message(warning, true, language).map(|message| message.say(language))
        });
        let mut texts: Vec<String> = Vec::new();
        for text in warnings {
            // Several groups may have the same to say.
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        if texts.is_empty() {
            return;
        }
        self.heading(Message::NotesHeading);
        texts.iter().for_each(|text| self.print(text, 2));
    }

    fn annex(&mut self) {
        let (tenants, language) = (self.tenants, self.language);
        let provenance = &tenants.provenance;
        self.heading(Message::AnnexHeading);
        let labels: Vec<&str> = tenants.assumed.iter().map(|key| input_label(key, language)).collect();
        if !labels.is_empty() {
            self.indented(Message::Assumed { inputs: labels.join(list_separator(language)) });
        }
        self.indented(Message::ChanceAlone);
        self.indented(Message::Origin {
            days: grouped(f64::from(provenance.replications)),
            calendars: grouped(tenants.moves.len() as f64 + 1.0),
            seed: provenance.seed.to_string(),
            version: provenance.version.clone(),
            scenario: provenance.scenario.clone(),
        });
        if !provenance.command.is_empty() {
            let introduction = Said::Command.say(language);
            self.out.extend(["  ", introduction.as_str(), "\n    ", provenance.command.as_str(), "\n"]);
        }
    }
}
