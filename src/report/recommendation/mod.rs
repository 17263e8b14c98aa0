//! What `recommend` prints: the settings, what is promised and how it was proven, why these, what else there was, and what breaks it.
//!
//! - `message`: every sentence, once for all languages; `english` and `japanese` word it

mod english;
mod japanese;
mod message;
#[cfg(test)]
mod tests;

use message::Message;

use super::answer::{title_words, warning_message};
use super::label::measure_label;
use super::language::Language;
use super::message::Message as Said;
use super::number::{grouped, one_in_words, people_words, plain, share_words};
use super::page::Page;
use super::span::{CellStyle, bound_words, clock_cell, input_span, span_cell, span_words};
use super::table::{Side, Table};
use super::value::{list_separator, measured_words, value_with_range};
use crate::report::input_label;
use crate::results::{
    Binding, Candidate, Capacity, Certificate, Free, Mean, Measure, Outcome, Promise, Provenance,
    Recommendation, RecommendationNote, Relation, Selected, SettingsTried, Staged, Unit,
};

/// What stands where there is no figure.
const NOTHING: &str = "-";
/// Most settings shown beside those that are recommended.
const MOST_OTHERS: usize = 4;

/// The answer as plain text for a terminal of `width` places, each line ended by a line feed.
pub fn recommendation(found: &Recommendation, language: Language, width: usize) -> String {
    recommendation_page(found, language).terminal(width)
}

/// The same as parts.
pub fn recommendation_page(found: &Recommendation, language: Language) -> Page {
    let mut page = Writer { page: Page::new(language), found, language };
    page.head();
    match &found.outcome {
        Outcome::Recommended { chosen, certificates, attempts, binding, slots_bind } => {
            page.lead(chosen);
            page.settings(&chosen.settings);
            page.certificates(certificates, *attempts);
            page.why(*binding, *slots_bind, chosen);
            page.compared(chosen);
            page.trade_off(chosen);
            page.staged();
            page.crowd_limit();
        }
        Outcome::NothingSatisfies { broken, at, keeps } => {
            page.nothing_satisfies(*broken, at, keeps.as_deref())
        }
        Outcome::NotCertified { at, certificates, attempts } => {
            page.not_certified(at, certificates, *attempts)
        }
        Outcome::Unfinished => page.line(Message::Unfinished),
        Outcome::Declined { sizes } => page.declined(sizes),
    }
    page.notes();
    page.annex();
    page.page
}

/// The texts of the chart.
pub struct RecommendationChartTexts {
    /// Title.
    pub title: String,
    /// One or two lines below it.
    pub subtitle: String,
    /// Name of the horizontal axis: the share of bad days.
    pub risk: String,
    /// Name of the vertical axis: what is made small.
    pub objective: String,
    /// Name of the curve.
    pub curve: String,
    /// Beside the point that was chosen.
    pub chosen: String,
    /// Name of the promised bound.
    pub bound: String,
    /// Last line.
    pub footer: String,
}

/// The texts of the chart of a recommendation.
pub fn recommendation_chart_texts(found: &Recommendation, language: Language) -> RecommendationChartTexts {
    let page = Writer { page: Page::new(language), found, language };
    let title = title_words(&found.title);
    let risk = charted_risk(found);
    let measure = measure_label(found.objective, language).to_owned();
    RecommendationChartTexts {
        title: match risk {
            _ if !title.is_empty() => title,
            Some(_) => page.say(Message::ChartRiskTitle),
            None => page.say(Message::ChartLoadTitle),
        },
        subtitle: page.say(match found.outcome {
            Outcome::Declined { .. } => Message::ChartDeclinedSubtitle,
            _ => Message::ChartSubtitle { days: trade_off_days(found) },
        }),
        risk: page.say(if risk.is_some() { Message::RiskAxis } else { Message::LoadAxis }),
        objective: page.say(match found.objective.unit() {
            Unit::Seconds | Unit::SecondsFromOpening => Message::MinutesAxis { measure },
            Unit::People => Message::PeopleAxis { measure },
            _ => Message::PlainAxis { measure },
        }),
        curve: page.say(Message::ChartCurve),
        chosen: page.say(Message::ChartChosen),
        bound: risk.map_or(String::new(), |position| page.promise(position)),
        footer: page.say(Message::ChartFooter),
    }
}

/// Position of the promise whose bad days the chart shows: the first one that days have to prove; `None`: there is none.
pub fn charted_risk(found: &Recommendation) -> Option<usize> {
    match &found.outcome {
        Outcome::Recommended { certificates, .. } => certificates.iter().position(needs_days),
        _ => None,
    }
}

/// Whether days have to prove it.
fn needs_days(certificate: &Certificate) -> bool {
    !matches!(certificate, Certificate::ByConstruction)
}

fn count(number: u32) -> String {
    grouped(f64::from(number))
}

/// Most days that stricter and looser limits were played on.
fn trade_off_days(found: &Recommendation) -> String {
    found.trade_off.iter().map(|candidate| candidate.days).max().unwrap_or(0).to_string()
}

/// Both limits of some settings, in digits.
fn limits(settings: &SettingsTried) -> [String; 2] {
    [count(settings.total_active_users), count(settings.new_users_per_minute)]
}

struct Writer<'a> {
    page: Page,
    found: &'a Recommendation,
    language: Language,
}

impl Writer<'_> {
    fn say(&self, message: Message) -> String {
        message.say(self.language)
    }

    fn line(&mut self, message: Message) {
        let text = self.say(message);
        self.page.line(&text);
    }

    fn indented(&mut self, message: Message) {
        let text = self.say(message);
        self.page.indented(&text);
    }

    fn heading(&mut self, message: Message) {
        let text = self.say(message);
        self.page.heading(&text);
    }

    fn people(&self, people: f64) -> String {
        people_words(people, self.language)
    }

    fn share(&self, share: f64) -> String {
        share_words(share, self.language)
    }

    fn is_free(&self, free: Free) -> bool {
        self.found.free.contains(&free)
    }

    /// The objective of some settings in words.
    fn objective_words(&self, candidate: &Candidate) -> String {
        candidate.objective.value.map_or(NOTHING.to_owned(), |value| self.amount_words(value))
    }

    fn amount_words(&self, value: f64) -> String {
        match self.found.objective.unit() {
            Unit::Seconds | Unit::SecondsFromOpening => bound_words(value, self.language),
            Unit::People => self.people(value),
            Unit::Share => self.share(value),
            _ => plain((value * 10.0).round() / 10.0),
        }
    }

    /// A difference of the objective.
    fn difference(&self, value: f64) -> String {
        match self.found.objective.unit() {
            Unit::Seconds | Unit::SecondsFromOpening => input_span(value.round(), self.language),
            _ => plain((value * 10.0).round() / 10.0),
        }
    }

    fn head(&mut self) {
        let title = title_words(&self.found.title);
        self.page.title(&title);
        self.page.gap();
    }

    /// What to set, how long people wait with it, and what holds.
    fn lead(&mut self, chosen: &Candidate) {
        let [active, rate] = limits(&chosen.settings);
        let has_more = [Free::SessionDuration, Free::Renewal, Free::Method, Free::Opening];
        let mut messages = vec![match has_more.into_iter().any(|free| self.is_free(free)) {
            true => Message::SetAsListed { active, rate },
            false => Message::Set { active, rate },
        }];
        let waits = chosen.wait_p50.value.zip(chosen.wait_p90.value);
        if let Some((half, most)) = waits {
            let [half, most] = [half, most].map(|wait| bound_words(wait, self.language));
            messages.push(Message::WaitsWithThem { half, most });
        }
        messages.extend(self.holds());
        let sentences: Vec<String> = messages.into_iter().map(|message| self.say(message)).collect();
        self.page.paragraph(&sentences);
        if waits.is_some() {
            self.indented(Message::WaitsAreMeans);
        }
    }

    /// What the settings keep.
    fn holds(&self) -> Option<Message> {
        match self.found.promises.as_slice() {
            [] => None,
            [only] if only.requirement.measure == Measure::OverloadedDays => Some(Message::HoldsOverload {
                lasting: self.lasting(),
                share: self.share(only.bad_days),
                days: one_in_words(only.bad_days, self.language),
            }),
            promises => {
                let promises = (0..promises.len()).map(|position| self.promise(position)).collect();
                Some(Message::Holds { promises })
            }
        }
    }

    /// The shortest overload that counts.
    fn lasting(&self) -> String {
        input_span(self.found.capacity.overload_lasting_seconds, self.language)
    }

    /// The promise at a position as a phrase.
    fn promise(&self, position: usize) -> String {
        let promise = self.found.promises.get(position);
        promise.map_or(String::new(), |promise| self.say(self.promise_message(promise)))
    }

    fn promise_message(&self, promise: &Promise) -> Message {
        let requirement = &promise.requirement;
        if requirement.measure == Measure::OverloadedDays {
            return Message::PromiseOverload {
                lasting: self.lasting(),
                share: self.share(promise.bad_days),
                days: one_in_words(promise.bad_days, self.language),
            };
        }
        let text = promise.text.split(" on ").next().unwrap_or_default().to_owned();
        let measure = measure_label(requirement.measure, self.language).to_owned();
        let bound = match requirement.measure.unit() {
            // As it was typed, not as a figure that was found.
            Unit::Seconds | Unit::SecondsFromOpening => input_span(requirement.bound, self.language),
            Unit::People => self.people(requirement.bound),
            _ => measured_words(requirement.measure, requirement.bound, self.language),
        };
        let share = self.share(1.0 - promise.bad_days);
        match requirement.relation {
            Relation::AtMost => Message::PromiseAtMost { text, measure, bound, share },
            Relation::AtLeast => Message::PromiseAtLeast { text, measure, bound, share },
        }
    }

    fn settings(&mut self, chosen: &SettingsTried) {
        self.heading(Message::SettingsHeading);
        let [active, rate] = limits(chosen);
        let mut rows = vec![("total_active_users", active), ("new_users_per_minute", rate)];
        if self.is_free(Free::SessionDuration) {
            let minutes = chosen.session_minutes.to_string();
            rows.push(("session_duration", self.say(Message::SessionValue { minutes })));
        }
        if self.is_free(Free::Renewal) {
            let renewal = chosen.renewal;
            rows.push(("disable_session_renewal", self.say(Message::RenewalValue { renewal })));
        }
        if self.is_free(Free::Method) {
            let random = chosen.random;
            rows.push(("queueing_method", self.say(Message::MethodValue { random })));
        }
        let mut table = Table::new(&[Side::Left, Side::Right]);
        for (key, value) in rows {
            let label = input_label(&format!("room.{key}"), self.language).to_owned();
            table.push([self.say(Message::Setting { label, key: key.to_owned() }), value]);
        }
        if self.is_free(Free::Opening) {
            table.push([self.say(Message::OpeningSetting), self.say(Message::OpeningValue(chosen.opening))]);
        }
        self.page.table(|_| table.clone());
    }

    fn certificates(&mut self, certificates: &[Certificate], attempts: u32) {
        let confidence = self.share(self.found.confidence);
        self.heading(Message::PromisesHeading { confidence });
        let promises = self.found.promises.len();
        for (position, certificate) in certificates.iter().enumerate().take(promises) {
            let message = self.certificate(self.promise(position), *certificate);
            self.indented(message);
        }
        if attempts > 1 {
            self.indented(Message::Attempts { attempts: attempts.to_string() });
        }
        let limits = self.borne();
        if !limits.is_empty() {
            self.indented(Message::Bears { limits });
        }
    }

    fn certificate(&self, promise: String, certificate: Certificate) -> Message {
        match certificate {
            Certificate::ByConstruction => Message::ByConstruction { promise },
            Certificate::Certified { most_bad, days, bad, at_most, .. } => Message::Certified {
                promise,
                most_bad: most_bad.to_string(),
                days: count(days),
                bad: bad.to_string(),
                at_most: self.share(at_most),
            },
            Certificate::CutShort { bad, played } => {
                Message::CutShort { promise, bad: bad.to_string(), played: count(played) }
            }
            Certificate::Failed { most_bad, days, bad, played } => Message::Failed {
                promise,
                most_bad: most_bad.to_string(),
                days: count(days),
                bad: bad.to_string(),
                played: count(played),
            },
        }
    }

    /// What the origin bears, as far as it is known.
    fn borne(&self) -> Vec<String> {
        let Capacity { people_inside, requests_per_second, utilisation, proven_active, .. } =
            self.found.capacity;
        let range = |[low, high]: [u32; 2]| match low == high {
            true => count(low),
            false => self.say(Message::Between { low: count(low), high: count(high) }),
        };
        let messages = [
            people_inside.map(|people| Message::BearsPeople { people: range(people) }),
            requests_per_second.map(|requests| Message::BearsRequests { requests: range(requests) }),
            utilisation.map(|share| Message::BearsUtilisation { share: self.share(share) }),
            proven_active.map(|people| Message::BearsProven { people: count(people) }),
        ];
        messages.into_iter().flatten().map(|message| self.say(message)).collect()
    }

    fn why(&mut self, binding: Binding, slots_bind: bool, chosen: &Candidate) {
        self.heading(Message::WhyHeading);
        self.indented(match binding {
            Binding::Promise { promise } => Message::PromiseBinds { promise: self.promise(promise) },
            Binding::ProvenActive => Message::ProvenBinds,
            Binding::NothingToGain => Message::NothingToGain,
        });
        self.indented(if slots_bind { Message::SlotsBind } else { Message::RateBinds });
        if let (Some(mean), Some(highest)) = (chosen.inside_max.value, chosen.inside_highest) {
            let [mean, highest] = [mean, highest].map(|people| self.people(people));
            self.indented(Message::InsideMost { mean, highest, days: count(chosen.days) });
        }
    }

    /// A table of settings with their waits and risks.
    fn table(&mut self, rows: &[(String, &Candidate)]) {
        let [full, narrow] =
            [CellStyle::Hours, CellStyle::Minutes].map(|style| self.settings_table(rows, style));
        self.page.table(|style| match style {
            CellStyle::Hours => full.clone(),
            CellStyle::Minutes => narrow.clone(),
        });
    }

    fn settings_table(&self, rows: &[(String, &Candidate)], style: CellStyle) -> Table {
        let found = self.found;
        let bad_days = self.bad_days_columns();
        let mut sides = vec![Side::Left, Side::Left, Side::Right, Side::Right, Side::Right, Side::Right];
        sides.extend(bad_days.iter().map(|_| Side::Right));
        let mut table = Table::new(&sides);
        // The waits that every table shows need no column of their own.
        let extra = !matches!(found.objective, Measure::WaitP50 | Measure::WaitP90);
        let mut head = vec![
            String::new(),
            self.say(Message::LimitsColumn),
            self.say(Message::HalfColumn),
            self.say(Message::MostColumn),
            if extra { measure_label(found.objective, self.language).to_owned() } else { String::new() },
            self.say(Message::InsideColumn),
        ];
        let risks = bad_days.len();
        head.extend(bad_days);
        table.push_heading(head);
        for (name, candidate) in rows {
            let span = |mean: Mean| {
                mean.value.map_or(NOTHING.to_owned(), |seconds| span_cell(seconds, style, self.language))
            };
            let mut row = vec![
                name.clone(),
                limits(&candidate.settings).join(" / "),
                span(candidate.wait_p50),
                span(candidate.wait_p90),
                match (extra, found.objective.unit()) {
                    (false, _) => String::new(),
                    (true, Unit::Seconds) => span(candidate.objective),
                    (true, _) => candidate.objective.value.map_or(NOTHING.to_owned(), grouped),
                },
                candidate.inside_max.value.map_or(NOTHING.to_owned(), grouped),
            ];
            row.extend(candidate.risks.iter().take(risks).map(|risk| {
                let (days, of) = (risk.bad_days.to_string(), risk.of_days.to_string());
                self.say(Message::DaysOf { days, of })
            }));
            table.push_row(row);
        }
        table
    }

    /// One heading for each promise; none where nothing says how much is too much, for then no promise is held against anything.
    fn bad_days_columns(&self) -> Vec<String> {
        let promises = match self.found.outcome {
            Outcome::Declined { .. } => 0,
            _ => self.found.promises.len(),
        };
        let column = |number: usize| match promises {
            1 => self.say(Message::BadDaysColumn),
            _ => self.say(Message::BadDaysOfColumn { number: number.to_string() }),
        };
        (1..=promises).map(column).collect()
    }

    /// What tells a kind of settings from the others.
    fn kind_words(&self, settings: &SettingsTried) -> String {
        let parts = [
            (Free::SessionDuration, Message::KindSession { minutes: settings.session_minutes.to_string() }),
            (Free::Renewal, Message::KindRenewal { renewal: settings.renewal }),
            (Free::Method, Message::KindMethod { random: settings.random }),
            (Free::Opening, Message::KindOpening(settings.opening)),
        ];
        let free = parts.into_iter().filter(|(free, _)| self.is_free(*free));
        let parts: Vec<String> = free.map(|(_, message)| self.say(message)).collect();
        self.say(Message::KindRow { parts })
    }

    fn compared(&mut self, chosen: &Candidate) {
        let found = self.found;
        self.heading(Message::BesideHeading);
        let mut rows = vec![(self.say(Message::RecommendedRow), chosen)];
        if let Some(present) = &found.present {
            rows.push((self.say(Message::PresentRow), present));
        }
        let others = found.finalists.iter().skip(1).take(MOST_OTHERS);
        rows.extend(others.map(|other| (self.kind_words(&other.settings), other)));
        self.table(&rows);
        if rows.len() > 1 && charted_risk(found).is_some() {
            self.indented(Message::OnlyProven);
        }
        if let Some(Selected { systems, days, probability, indifference, decided }) = found.selection {
            let (systems, days) = (systems.to_string(), count(days));
            let indifference = self.difference(indifference);
            self.indented(match decided {
                true => {
                    Message::Selected { systems, days, probability: self.share(probability), indifference }
                }
                false => Message::NotSelected { systems, days, indifference },
            });
        }
    }

    fn trade_off(&mut self, chosen: &Candidate) {
        let found = self.found;
        if found.trade_off.len() < 2 {
            return;
        }
        self.heading(Message::TradeOffHeading { days: trade_off_days(found) });
        let name = |candidate: &Candidate| match candidate.settings == chosen.settings {
            true => self.say(Message::RecommendedRow),
            false => String::new(),
        };
        let rows: Vec<(String, &Candidate)> =
            found.trade_off.iter().map(|candidate| (name(candidate), candidate)).collect();
        self.table(&rows);
    }

    /// When a step of the timetable is in force.
    fn instant(&self, seconds: f64) -> String {
        match self.found.opens_at_second_of_day {
            _ if seconds <= 0.0 => self.say(Message::FromTheOpening),
            Some(opens) => clock_cell(opens, seconds),
            None => self.say(Message::AfterTheOpening { span: input_span(seconds, self.language) }),
        }
    }

    fn staged(&mut self) {
        let Some(staged) = &self.found.staged else { return };
        self.heading(Message::StagedHeading);
        for step in &staged.steps {
            self.indented(Message::Step {
                when: self.instant(step.at_seconds),
                active: count(step.total_active_users),
                rate: count(step.new_users_per_minute),
            });
        }
        self.indented(match staged.certificates.iter().any(needs_days) {
            true => Message::StagedCertified,
            false => Message::StagedByConstruction,
        });
        self.indented(Message::StagedObjective {
            days: staged.figures.days.to_string(),
            measure: measure_label(self.found.objective, self.language).to_owned(),
            with: self.objective_words(&staged.figures),
            without: self.objective_words(&staged.constant),
        });
        if let Some(value) = staged.knowing_everything.value {
            self.indented(Message::KnowingEverything { value: self.amount_words(value) });
        }
        self.shown(staged);
        self.indented(Message::LeaveLimitsAlone);
    }

    /// What a timetable does to the waits shown.
    fn shown(&mut self, staged: &Staged) {
        if let [Some(with), Some(without)] = staged.shown_off_seconds {
            let [with, without] = [with, without].map(|seconds| span_words(seconds, self.language));
            self.indented(Message::ShownOff { with, without });
        }
        if let [Some(with), Some(without)] = staged.shown_rose_share {
            let [with, without] = [with, without].map(|share| self.share(share));
            self.indented(Message::ShownRose { with, without });
        }
    }

    fn crowd_limit(&mut self) {
        let Some(limit) = &self.found.crowd_limit else { return };
        self.heading(Message::CrowdHeading);
        if let Some((people, promise)) = limit.breaks {
            let people = self.people(f64::from(people));
            self.indented(Message::CrowdBreaks { people, promise: self.promise(promise) });
            return;
        }
        let largest = limit.tried.iter().map(|(people, _)| *people).max().unwrap_or(limit.expected);
        let risks = limit.tried.last().map_or(&[][..], |(_, risks)| risks.as_slice());
        let worst = risks.iter().max_by_key(|risk| risk.bad_days);
        let (bad, days) = worst.map_or((0, 0), |risk| (risk.bad_days, risk.of_days));
        let people = self.people(f64::from(largest));
        self.indented(Message::CrowdHolds { people, bad: bad.to_string(), days: days.to_string() });
    }

    fn nothing_satisfies(&mut self, broken: usize, at: &Candidate, keeps: Option<&Candidate>) {
        self.line(Message::NothingSatisfies);
        let promise = self.promise(broken);
        let [active, rate] = limits(&at.settings);
        self.line(match self.found.promises.get(broken).is_some_and(Promise::is_of_load) {
            true => Message::LowestBreak { active, rate, promise },
            false => Message::HighestBreak { active, rate, promise },
        });
        let mut rows = vec![(self.say(Message::KeepsTheRestRow), at)];
        rows.extend(keeps.map(|keeps| (self.say(Message::KeepsItRow), keeps)));
        self.page.gap();
        self.table(&rows);
        let promises = self.found.promises.len();
        for position in (0..promises).filter(|_| promises > 1) {
            let number = (position + 1).to_string();
            self.indented(Message::BadDaysMean { number, promise: self.promise(position) });
        }
    }

    fn not_certified(&mut self, at: &Candidate, certificates: &[Certificate], attempts: u32) {
        self.line(Message::NotCertified { attempts: attempts.to_string() });
        self.certificates(certificates, attempts);
        let name = self.say(Message::LastTriedRow);
        self.page.gap();
        self.table(&[(name, at)]);
    }

    fn declined(&mut self, sizes: &[Candidate]) {
        self.line(Message::Declined);
        self.heading(Message::SizesHeading);
        let rows: Vec<(String, &Candidate)> =
            sizes.iter().map(|candidate| (String::new(), candidate)).collect();
        self.table(&rows);
        self.heading(Message::HelpHeading);
        for message in [Message::HelpProven, Message::HelpCapacity, Message::HelpLoadTest] {
            self.indented(message);
        }
    }

    fn notes(&mut self) {
        let found = self.found;
        let mut texts: Vec<String> = found.notes.iter().map(|note| self.say(note_message(*note))).collect();
        for warning in &found.warnings {
            let message = warning_message(warning, true, self.language);
            texts.extend(message.map(|message| message.say(self.language)));
        }
        texts.dedup();
        if texts.is_empty() {
            return;
        }
        self.heading(Message::NotesHeading);
        texts.iter().for_each(|text| self.page.indented(text));
    }

    fn annex(&mut self) {
        let found = self.found;
        self.heading(Message::AnnexHeading);
        let drawn = found.inputs.iter().filter(|note| note.range.is_some());
        let drawn: Vec<String> = drawn
            .map(|note| {
                format!("{} {}", input_label(&note.key, self.language), value_with_range(note, self.language))
            })
            .collect();
        if !drawn.is_empty() {
            self.indented(Message::Drawn { inputs: drawn.join(list_separator(self.language)) });
        }
        let Provenance { version, seed, replications, range_replications, command, scenario, .. } =
            &found.provenance;
        self.indented(Message::Origin {
            search: count(*replications),
            fresh: count(*range_replications),
            seed: seed.to_string(),
            version: version.clone(),
            scenario: scenario.clone(),
        });
        if !command.is_empty() {
            self.page.indented(&Said::Command.say(self.language));
            self.page.verbatim(command);
        }
    }
}

fn note_message(note: RecommendationNote) -> Message {
    match note {
        RecommendationNote::LimitsReplaced => Message::LimitsReplaced,
        RecommendationNote::OperatorLeftOut => Message::OperatorLeftOut,
        RecommendationNote::NotMonotone => Message::NotMonotone,
        RecommendationNote::InflowNotProven => Message::InflowNotProven,
        RecommendationNote::RequestsFail => Message::RequestsFail,
        RecommendationNote::LowestLimits => Message::LowestLimits,
        RecommendationNote::SessionsLeftOut { kinds } => {
            Message::SessionsLeftOut { kinds: kinds.to_string() }
        }
    }
}
