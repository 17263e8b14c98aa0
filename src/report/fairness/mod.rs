//! What `fairness` prints: one row for each way of opening, what each means, and what an official could say.

mod english;
mod japanese;
mod message;
#[cfg(test)]
mod tests;

use message::{Column, Message, SentenceWords, WayWords};

use super::answer::{title_words, warning_message};
use super::label::input_label;
use super::language::Language;
use super::message::Message as Said;
use super::number::{grouped, level_words, people_words, plain, rough, share_words, signed};
use super::page::Page;
use super::span::{CellStyle, bound_words, input_span, span_cell};
use super::table::{Side, Table};
use super::value::{list_separator, value_words};
use crate::results::{
    Basis, Chance, Fairness, FairnessMeasure as M, FairnessNote, InputNote, Mean, Places, Warning, Way,
    WayFigures,
};

/// Seconds from which a wait is worth a word.
const NOTICEABLE: f64 = 60.0;
/// A share of people who lose their session that has to be told.
const MANY: f64 = 0.01;
/// Ends of the bands of arrival after the opening, minutes.
const BANDS: [i64; 7] = [0, 1, 5, 10, 20, 30, 60];
/// What stands where there is no figure.
const NOTHING: &str = "-";

/// The comparison as plain text for a terminal of `width` places, each line ended by a line feed.
///
/// Prose is broken at `width` (between 30 and 100 places); tables change to plain minutes where they would not fit
/// and are never broken, nor is the command.
pub fn fairness(fairness: &Fairness, language: Language, width: usize) -> String {
    fairness_page(fairness, language).terminal(width)
}

/// The same as parts.
pub fn fairness_page(fairness: &Fairness, language: Language) -> Page {
    let mut page = Writer { page: Page::new(language), fairness, language };
    page.crowd();
    if fairness.provenance.replications > 0 {
        page.ways();
        page.meanings();
        page.sentences();
        page.chances();
        page.differences();
    }
    page.notes();
    page.annex();
    page.page
}

/// The texts of the chart of chances by time of arrival.
pub struct FairnessChartTexts {
    /// Title.
    pub title: String,
    /// Below it.
    pub subtitle: String,
    /// Name of the level axis.
    pub arrival: String,
    /// Heading of the plot.
    pub chance: String,
    /// Names of the ways, in the order of the comparison.
    pub ways: Vec<String>,
    /// Where there is nothing.
    pub no_data: String,
    /// Small print.
    pub footer: String,
}

/// The texts of the chart of chances by time of arrival.
pub fn fairness_chart_texts(fairness: &Fairness, language: Language) -> FairnessChartTexts {
    let say = |message: Message| message.say(language);
    let people = fairness.ways.first().and_then(|way| way.value(M::People)).unwrap_or(0.0);
    let title = title_words(&fairness.title);
    let provenance = &fairness.provenance;
    FairnessChartTexts {
        title: match title.is_empty() {
            true => say(Message::ChartTitle { people: people_words(people, language) }),
            false => title,
        },
        subtitle: say(Message::ChartSubtitle { places: grouped(f64::from(fairness.places.count())) }),
        arrival: say(Message::ArrivalAxis),
        chance: say(Message::ChanceAxis),
        ways: fairness.ways.iter().map(|figures| say(Message::WayName(figures.way))).collect(),
        no_data: say(Message::ChartEmpty),
        footer: say(Message::ChartFooter {
            days: grouped(f64::from(provenance.replications)),
            seed: provenance.seed.to_string(),
            version: provenance.version.clone(),
        }),
    }
}

struct Writer<'a> {
    page: Page,
    fairness: &'a Fairness,
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

    /// Adds a table with hours, or with minutes where it would be too wide.
    fn table(&mut self, make: impl Fn(&Self, CellStyle) -> Table) {
        let [full, narrow] = [CellStyle::Hours, CellStyle::Minutes].map(|style| make(self, style));
        self.page.table(|style| match style {
            CellStyle::Hours => full.clone(),
            CellStyle::Minutes => narrow.clone(),
        });
    }

    fn places_words(&self) -> String {
        grouped(f64::from(self.fairness.places.count()))
    }

    fn crowd(&mut self) {
        let (fairness, language) = (self.fairness, self.language);
        let title = title_words(&fairness.title);
        self.page.title(&title);
        self.page.gap();
        let Some(first) = fairness.ways.first().filter(|_| fairness.provenance.replications > 0) else {
            self.line(Message::NoDays);
            return;
        };
        let people = |measure: M| first.value(measure).unwrap_or(0.0);
        self.line(Message::Crowd {
            people: people_words(people(M::People), language),
            early: match language {
                Language::English => grouped(people(M::EarlyPeople)),
                Language::Japanese => people_words(people(M::EarlyPeople), language),
            },
            share: share_words(people(M::EarlyCrowdShare), language),
            within: input_span(fairness.early.within_seconds, language),
        });
        let places = self.places_words();
        self.line(match fairness.places {
            Places::Booked { .. } => Message::Stock { places },
            Places::FirstIn { .. } => Message::NoStock { places },
        });
        if fairness.warnings.contains(&Warning::Interrupted) {
            let text = Said::Interrupted { days: grouped(f64::from(fairness.provenance.replications)) }
                .say(language);
            self.page.line(&text);
        }
    }

    fn cell(&self, figures: &WayFigures, measure: M, style: CellStyle) -> String {
        use crate::results::FairnessUnit as Unit;
        let Some(value) = figures.value(measure).filter(|value| value.is_finite()) else {
            return NOTHING.to_owned();
        };
        match measure.unit() {
            Unit::Seconds => span_cell(value, style, self.language),
            Unit::People => grouped(value),
            Unit::Share => share_words(value, self.language),
            Unit::Coefficient => format!("{value:.2}"),
        }
    }

    fn way_table<const N: usize>(&mut self, columns: [(Column, M); N]) {
        let heading = |page: &Self, upper: bool| {
            let names = columns.iter().map(|(column, _)| page.say(Message::Column(*column, upper)));
            std::iter::once(page.say(Message::Column(Column::Way, upper))).chain(names).collect::<Vec<_>>()
        };
        self.table(|page, style| {
            let sides: Vec<Side> =
                std::iter::once(Side::Left).chain(columns.iter().map(|_| Side::Right)).collect();
            let mut table = Table::new(&sides);
            table.push_heading(heading(page, true));
            table.push_heading(heading(page, false));
            for figures in &page.fairness.ways {
                let cells = columns.iter().map(|(_, measure)| page.cell(figures, *measure, style));
                let name = page.say(Message::WayName(figures.way));
                table.push_row(std::iter::once(name).chain(cells).collect());
            }
            table
        });
    }

    fn ways(&mut self) {
        self.heading(Message::SameDays { days: grouped(f64::from(self.fairness.provenance.replications)) });
        self.way_table([
            (Column::EarlyPlaces, M::EarlyPlaces),
            (Column::EarlyShare, M::EarlyPlacesShare),
            (Column::EarlyChance, M::EarlyPlaceChance),
            (Column::OnTimeChance, M::OnTimePlaceChance),
            (Column::MeanWait, M::OnTimeWaitMean),
            (Column::HalfWait, M::OnTimeWaitP50),
            (Column::MostWait, M::OnTimeWaitP90),
            (Column::Bypassed, M::Bypassed),
        ]);
    }

    fn meanings(&mut self) {
        self.indented(Message::WaysMean);
        for figures in &self.fairness.ways {
            let people = |measure: M| people_words(figures.value(measure).unwrap_or(0.0), self.language);
            let words = WayWords {
                prequeue: input_span(self.fairness.prequeue_seconds, self.language),
                inside: people(M::InsideAtOpening),
                lost: people(M::LostMidVisit),
            };
            self.indented(Message::WayMeans(figures.way, words));
        }
    }

    fn sentences(&mut self) {
        let fairness = self.fairness;
        self.heading(Message::SentencesHeading);
        self.indented(Message::Present(fairness.present));
        self.sentence(fairness.present);
        match fairness.fairest {
            Some(fairest) if fairest == fairness.present => self.indented(Message::PresentIsFairest),
            Some(fairest) => {
                self.indented(Message::Fairest(fairest));
                self.sentence(fairest);
            }
            None => self.indented(Message::NoFairest),
        }
        self.indented(Message::IfAssumptionsHold);
        if fairness.fairest.is_some() {
            self.indented(Message::FairestMeans);
        }
    }

    /// What an official could say about one way, in one paragraph.
    fn sentence(&mut self, way: Way) {
        let (fairness, language) = (self.fairness, self.language);
        let Some(figures) = fairness.ways.iter().find(|figures| figures.way == way) else { return };
        let share = |measure: M| figures.value(measure).map(|share| share_words(share, language));
        let mut parts = Vec::new();
        if let (Some(early_share), Some(crowd_share)) =
            (share(M::EarlyPlacesShare), share(M::EarlyCrowdShare))
        {
            let words = Box::new(SentenceWords {
                places: self.places_words(),
                early_places: grouped(rough(figures.value(M::EarlyPlaces).unwrap_or(0.0))),
                early_share,
                crowd_share,
                early_chance: share(M::EarlyPlaceChance),
                on_time_chance: share(M::OnTimePlaceChance),
            });
            parts.push(match fairness.places {
                Places::Booked { .. } => Message::Sentence(words),
                Places::FirstIn { .. } => Message::SentenceFirst(words),
            });
        }
        if let (Some(half), Some(most)) = (figures.value(M::OnTimeWaitP50), figures.value(M::OnTimeWaitP90)) {
            let words = |seconds: f64| bound_words(seconds, language);
            parts.push(match most >= NOTICEABLE {
                true => Message::Waits { half: words(half), most: words(most) },
                false => Message::NoWaits,
            });
        }
        if let Some(people) = figures.value(M::Bypassed).filter(|people| *people >= 0.5) {
            parts.push(Message::Passes { people: people_words(rough(people), language) });
        }
        let people = figures.value(M::People).unwrap_or(0.0);
        if let Some(lost) = figures.value(M::LostMidVisit).filter(|lost| *lost > MANY * people) {
            parts.push(Message::Loses { people: people_words(rough(lost), language) });
        }
        if matches!(fairness.places, Places::Booked { .. }) {
            parts.push(Message::WhileTheyLast);
        }
        let said: Vec<String> = parts.into_iter().map(|part| self.say(part)).collect();
        self.page.quote(&said);
    }

    fn chances(&mut self) {
        let fairness = self.fairness;
        let Some(first) = fairness.ways.first() else { return };
        let rows = self.arrival_rows(first);
        self.heading(match fairness.places {
            Places::Booked { .. } => Message::ChancesHeading,
            Places::FirstIn { .. } => Message::FirstChancesHeading,
        });
        self.table(|page, _| {
            let sides: Vec<Side> = [Side::Left, Side::Right]
                .into_iter()
                .chain(fairness.ways.iter().map(|_| Side::Right))
                .collect();
            let mut table = Table::new(&sides);
            let numbers = (1..=fairness.ways.len()).map(|number| number.to_string());
            let names = [page.say(Message::ArrivalColumn), page.say(Message::PeopleColumn)];
            table.push_heading(names.into_iter().chain(numbers).collect());
            for (label, belongs) in &rows {
                let people = weighted(first, belongs).map_or(0.0, |(people, _)| people);
                let cells = fairness.ways.iter().map(|figures| {
                    let chance = weighted(figures, belongs).and_then(|(_, chance)| chance);
                    chance.map_or(NOTHING.to_owned(), |chance| share_words(chance, page.language))
                });
                table.push_row([label.clone(), grouped(people)].into_iter().chain(cells).collect());
            }
            table
        });
    }

    /// Bands of arrival in which somebody comes, then the groups if there are several.
    fn arrival_rows(&self, first: &WayFigures) -> Vec<(String, Belongs)> {
        let prequeue = (self.fairness.prequeue_seconds / 60.0).ceil() as i64;
        let number = |minutes: i64| grouped(minutes as f64);
        let mut bands = vec![
            (Message::Before { minutes: number(prequeue) }, i64::MIN..-prequeue),
            (Message::LastBefore { minutes: number(prequeue) }, -prequeue..0),
        ];
        for ends in BANDS.windows(2) {
            bands.push((Message::After { from: number(ends[0]), to: number(ends[1]) }, ends[0]..ends[1]));
        }
        let last = BANDS[BANDS.len() - 1];
        bands.push((Message::Later { from: number(last) }, last..i64::MAX));
        let mut rows: Vec<(String, Belongs)> =
            bands.into_iter().map(|(message, minutes)| (self.say(message), Belongs::To(minutes))).collect();
        let groups: Vec<&Chance> = first.chances.iter().filter(|chance| chance.minute.is_none()).collect();
        if groups.iter().any(|chance| chance.group != groups[0].group) {
            for chance in groups {
                let group = title_words(&chance.group);
                let label = match chance.early {
                    true => Message::EarlyGroup { group },
                    false => Message::OnTimeGroup { group },
                };
                rows.push((self.say(label), Belongs::Group(chance.group.clone(), chance.early)));
            }
        }
        rows.retain(|(_, belongs)| weighted(first, belongs).is_some());
        rows
    }

    fn differences(&mut self) {
        let fairness = self.fairness;
        let [share, wait] = M::HEADLINES;
        let any = |measure: M| {
            let differs = |figures: &WayFigures| {
                figures.compared(measure).is_some_and(|compared| compared.difference.value.is_some())
            };
            fairness.ways.iter().any(differs)
        };
        if !any(share) && !any(wait) {
            return;
        }
        self.heading(Message::DifferencesHeading);
        self.table(|page, style| {
            let mut table = Table::new(&[Side::Left, Side::Right, Side::Right]);
            table.push_heading(vec![
                page.say(Message::Column(Column::Way, false)),
                page.say(Message::ShareDifferenceColumn),
                page.say(Message::WaitDifferenceColumn),
            ]);
            for figures in fairness.ways.iter().skip(1) {
                let of = |measure: M| {
                    figures.compared(measure).map(|compared| compared.difference).unwrap_or_default()
                };
                let points = |value: f64| signed(value, |size| plain((size * 1000.0).round() / 10.0));
                let span = |value: f64| signed(value, |size| span_cell(size, style, page.language));
                let shares = match page.with_interval(of(share), points) {
                    text if text == NOTHING => text,
                    points => page.say(Message::Points { points }),
                };
                table.push([
                    page.say(Message::WayName(figures.way)),
                    shares,
                    page.with_interval(of(wait), span),
                ]);
            }
            table
        });
        self.indented(Message::DifferencesMean { level: level_words(fairness.level, self.language) });
    }

    fn with_interval(&self, mean: Mean, words: impl Fn(f64) -> String) -> String {
        match (mean.value, mean.ci) {
            (Some(value), Some([low, high])) => {
                self.say(Message::WithInterval { value: words(value), low: words(low), high: words(high) })
            }
            (Some(value), None) => words(value),
            (None, _) => NOTHING.to_owned(),
        }
    }

    fn notes(&mut self) {
        let (fairness, language) = (self.fairness, self.language);
        let note = |note: &FairnessNote| match note {
            FairnessNote::NobodyEarly => Message::NobodyEarly,
            FairnessNote::EverybodyEarly => Message::EverybodyEarly,
            FairnessNote::NoPlaces => Message::NoPlaces,
            FairnessNote::PlacesForAll => Message::PlacesForAll,
            FairnessNote::NobodyBeforePrequeue => Message::NobodyBeforePrequeue,
            FairnessNote::StockReplaced => Message::StockReplaced,
            FairnessNote::EventsReplaced { events } => {
                Message::EventsReplaced { events: grouped(f64::from(*events)) }
            }
        };
        let notes = fairness.notes.iter().map(|known| note(known).say(language));
        let warnings = fairness.warnings.iter().filter_map(|warning| {
            // Renewal is only told with lost sessions, which this answer counts in its annex.
            warning_message(warning, true, language).map(|message| message.say(language))
        });
        let texts: Vec<String> = notes.chain(warnings).collect();
        if texts.is_empty() {
            return;
        }
        self.heading(Message::NotesHeading);
        texts.iter().for_each(|text| self.page.indented(text));
    }

    fn annex(&mut self) {
        let (fairness, language) = (self.fairness, self.language);
        let provenance = &fairness.provenance;
        self.heading(Message::AnnexHeading);
        if provenance.replications > 0 {
            self.way_table([
                (Column::Order, M::OrderKept),
                (Column::Inside, M::InsideAtOpening),
                (Column::Passed, M::PassedWaiting),
                (Column::BypassedShare, M::BypassedPlacesShare),
                (Column::EarlyAdmitted, M::EarlyAdmittedShare),
                (Column::OnTimeAdmitted, M::OnTimeAdmittedShare),
                (Column::EarlyWait, M::EarlyWaitP90),
                (Column::Lost, M::LostMidVisit),
            ]);
            self.indented(Message::AnnexMeans);
            self.indented(Message::OrderMeans);
            if matches!(fairness.places, Places::Booked { .. }) {
                self.indented(Message::SoldOutIsNotNoticed);
            }
            self.indented(Message::EarlyBirdsReload {
                reload: input_span(fairness.early.reload_seconds, language),
            });
            let open = |note: &&InputNote| {
                note.basis == Basis::Assumed && !matches!(note.value.as_str(), "" | "as given")
            };
            let words = |note: &InputNote| {
                format!(
                    "{} {}",
                    input_label(&note.key, language),
                    value_words(&note.key, &note.value, language)
                )
            };
            let assumed: Vec<String> = fairness.inputs.iter().filter(open).map(words).collect();
            if !assumed.is_empty() {
                self.indented(Message::Assumed { inputs: assumed.join(list_separator(language)) });
            }
            self.indented(Message::ChanceAlone);
        }
        self.indented(Message::Origin {
            days: grouped(f64::from(provenance.replications)),
            seed: provenance.seed.to_string(),
            version: provenance.version.clone(),
            scenario: provenance.scenario.clone(),
        });
        if !provenance.command.is_empty() {
            let introduction = Said::Command.say(language);
            self.page.indented(&introduction);
            self.page.verbatim(&provenance.command);
        }
    }
}

/// Which chances belong to a row.
enum Belongs {
    /// Those of these arrival minutes.
    To(std::ops::Range<i64>),
    /// That of a whole group.
    Group(String, bool),
}

impl Belongs {
    fn takes(&self, chance: &Chance) -> bool {
        match (self, chance.minute) {
            (Belongs::To(minutes), Some(minute)) => minutes.contains(&minute),
            (Belongs::Group(group, early), None) => chance.group == *group && chance.early == *early,
            (Belongs::To(_), None) | (Belongs::Group(..), Some(_)) => false,
        }
    }
}

/// People of a row and their mean chance of a place; `None` if nobody comes.
fn weighted(figures: &WayFigures, belongs: &Belongs) -> Option<(f64, Option<f64>)> {
    let (mut people, mut weight, mut places) = (0.0, 0.0, 0.0);
    for chance in figures.chances.iter().filter(|chance| belongs.takes(chance)) {
        let count = chance.people.value.unwrap_or(0.0);
        people += count;
        if let Some(share) = chance.place_share.value {
            weight += count;
            places += count * share;
        }
    }
    (people > 0.0).then(|| (people, (weight > 0.0).then(|| places / weight)))
}
