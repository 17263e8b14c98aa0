//! The words of the files and messages that a report becomes, beside those that are on its page.

use super::label::input_label;
use super::language::Language;
use super::message::Message;
use super::number::grouped;
use super::page::bare_heading;
use crate::results::Provenance;

/// Names of the sheets of a workbook, and headings of its tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkbookTexts {
    /// Sheet of the answer in words and tables.
    pub summary: String,
    /// Sheet of the minutes.
    pub minutes: String,
    /// Sheet of settings and assumptions.
    pub inputs: String,
    /// Sheet that tells how the figures came about.
    pub origin: String,
    /// Introduces the straight lines and single points of a picture.
    pub lines: String,
    /// Where such a line begins and ends: level axis from and to, upright axis from and to.
    pub ends: [String; 4],
}

/// What stands where in a workbook.
pub fn workbook_texts(language: Language) -> WorkbookTexts {
    let say = |message: Message| message.say(language);
    WorkbookTexts {
        summary: say(Message::SummarySheet),
        minutes: say(Message::MinutesSheet),
        inputs: say(Message::InputsHeading),
        origin: origin_heading(language),
        lines: say(Message::LinesHeading),
        ends: [
            Message::AcrossFromColumn,
            Message::AcrossToColumn,
            Message::UpFromColumn,
            Message::UpToColumn,
        ]
        .map(say),
    }
}

/// The words above settings and assumptions.
pub fn inputs_heading(language: Language) -> String {
    Message::InputsHeading.say(language)
}

/// The words above the notice for residents.
pub fn notice_heading(language: Language) -> String {
    Message::NoticeHeading.say(language)
}

/// The words above the checklist for the staff.
pub fn checklist_heading(language: Language) -> String {
    Message::ChecklistHeading.say(language)
}

/// The words above the pictures.
pub fn pictures_heading(language: Language) -> String {
    Message::PicturesHeading.say(language)
}

/// What a report without any name is called.
pub fn untitled_report(language: Language) -> String {
    Message::UntitledReport.say(language)
}

/// The word before a warning that has none of its own.
pub fn warning_word(language: Language) -> String {
    Message::WarningWord.say(language)
}

/// Names of the lower and the upper edge of the band around a curve.
pub fn band_labels(curve: &str, language: Language) -> [String; 2] {
    let curve = curve.to_owned();
    [Message::BandLow { curve: curve.clone() }, Message::BandHigh { curve }]
        .map(|message| message.say(language))
}

fn origin_heading(language: Language) -> String {
    bare_heading(&Message::OriginHeading.say(language)).to_owned()
}

/// How the figures came about, as names and texts: version, scenario, seed, days and the command.
pub fn origin_rows(provenance: &Provenance, language: Language) -> Vec<(String, String)> {
    let days = |days: u32| grouped(f64::from(days));
    let rows = [
        (Message::VersionRow, provenance.version.clone()),
        (Message::ScenarioRow, provenance.scenario.clone()),
        (Message::SeedRow, provenance.seed.to_string()),
        (Message::DaysRow, days(provenance.replications)),
        (Message::RangeDaysRow, days(provenance.range_replications)),
        (Message::CommandRow, provenance.command.clone()),
    ];
    rows.into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(name, text)| (name.say(language), text))
        .collect()
}

/// What the reader must know of the figures: that a run was interrupted, and what figures are not.
pub fn origin_notes(provenance: &Provenance, language: Language) -> Vec<String> {
    let interrupted = (!provenance.complete)
        .then(|| Message::Interrupted { days: grouped(f64::from(provenance.replications)) });
    interrupted.into_iter().chain([Message::Disclaimer]).map(|message| message.say(language)).collect()
}

/// What is reported, and the answer.
pub fn titled_answer(title: &str, answer: &str, language: Language) -> String {
    match title {
        "" => answer.to_owned(),
        _ => Message::TitledAnswer { title: title.to_owned(), answer: answer.to_owned() }.say(language),
    }
}

/// One line on an input: its name, its value, whether somebody gave it, and the range it is drawn from.
pub fn input_line(name: &str, value: &str, basis: &str, range: Option<&str>, language: Language) -> String {
    let [name, value, basis] = [name, value, basis].map(str::to_owned);
    match range.map(str::to_owned) {
        None => Message::InputLine { name, value, basis },
        Some(range) => Message::InputLineWithRange { name, value, basis, range },
    }
    .say(language)
}

/// One line that stands in the place of an input.
pub fn note_line(text: &str, language: Language) -> String {
    Message::NoteLine { text: text.to_owned() }.say(language)
}

/// How the figures came about where no command tells it.
pub fn without_command(provenance: &Provenance, language: Language) -> String {
    Message::WithoutCommand {
        version: provenance.version.clone(),
        scenario: provenance.scenario.clone(),
        seed: provenance.seed.to_string(),
    }
    .say(language)
}

/// The word for an input that nobody gave.
pub fn assumed_word(language: Language) -> String {
    Message::Assumed.say(language)
}

/// Names of the inputs that tell most, as reports call them: those that say how many come, then those that move waits
/// most, then the limits of the room and the way in which people come.
pub fn telling_inputs(language: Language) -> [Vec<&'static str>; 3] {
    let names = |keys: &[&'static str]| keys.iter().map(|key| input_label(key, language)).collect();
    [
        names(&["group.count", "group.count.accesses", "group.count.eligible"]),
        names(&["group.patience", "group.visit.mean", "group.visit", "group.arrivals"]),
        names(&[
            "group.arrivals",
            "room.total_active_users",
            "room.inside",
            "room.new_users_per_minute",
            "room.per_minute",
        ]),
    ]
}
