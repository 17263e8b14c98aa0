//! A report as parts: prose, headings and tables, before anybody has decided where it is read. A terminal is one place; pages,
//! workbooks and messages are made from the same parts.

use super::language::Language;
use super::paragraph;
use super::span::CellStyle;
use super::table::Table;

/// The bullet before a heading, where a terminal has no other letters.
const HEADING_MARK: &str = "■ ";

/// A report in one language, part by part.
#[derive(Clone, Debug)]
pub struct Page {
    language: Language,
    parts: Vec<Part>,
}

/// A part of a report.
#[derive(Clone, Debug)]
pub enum Part {
    /// The name that the user gave.
    Title(String),
    /// A paragraph of whole sentences.
    Prose(String),
    /// A sentence that belongs to what stands before.
    Note(String),
    /// What somebody could say, word by word.
    Quote(String),
    /// Something that the reader must not miss.
    Warning(String),
    /// The words above a section.
    Heading(String),
    /// A table, and the same with shorter cells.
    Table {
        /// With hours and minutes.
        full: Table,
        /// With plain minutes, for narrow places.
        narrow: Table,
    },
    /// A line that is never broken: a command.
    Verbatim(String),
    /// Room between two parts where a terminal has nothing else.
    Gap,
}

impl Page {
    /// An empty page.
    pub(super) fn new(language: Language) -> Page {
        Page { language, parts: Vec::new() }
    }

    /// What is on it, in order.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Sets another page where the sections of this one begin: after the first words, before the first heading.
    pub fn insert(&mut self, other: Page) {
        let is_section = |part: &Part| matches!(part, Part::Heading(_) | Part::Gap);
        let at = self.parts.iter().position(|part| matches!(part, Part::Heading(_)));
        let mut at = at.unwrap_or(self.parts.len());
        while at > 0 && is_section(&self.parts[at - 1]) {
            at -= 1;
        }
        self.parts.splice(at..at, std::iter::once(Part::Gap).chain(other.parts));
    }

    /// The language it is written in.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The page as plain text for a terminal of `width` places, each line ended by a line feed.
    ///
    /// Prose is broken at `width` (between 30 and 100 places); tables change to plain minutes where they would not fit and are
    /// never broken, nor is a command.
    pub fn terminal(&self, width: usize) -> String {
        let mut out = String::new();
        for part in &self.parts {
            match part {
                Part::Title(text) | Part::Prose(text) | Part::Warning(text) | Part::Heading(text) => {
                    paragraph::print(&mut out, text, width, 0);
                }
                Part::Note(text) => paragraph::print(&mut out, text, width, 2),
                Part::Quote(text) => paragraph::print(&mut out, text, width, 4),
                Part::Table { full, narrow } => match full.width() > width {
                    true => narrow.print(&mut out),
                    false => full.print(&mut out),
                },
                Part::Verbatim(text) => out.extend(["    ", text.as_str(), "\n"]),
                Part::Gap => out.push('\n'),
            }
        }
        out
    }

    /// The user's name for what is reported.
    pub(super) fn title(&mut self, text: &str) {
        self.push(Part::Title, text);
    }

    /// A paragraph of one or several sentences; nothing if there are none.
    pub(super) fn paragraph(&mut self, sentences: &[String]) {
        self.push(Part::Prose, &self.joined(sentences));
    }

    /// One sentence.
    pub(super) fn line(&mut self, text: &str) {
        self.push(Part::Prose, text);
    }

    /// Something that the reader must not miss.
    pub(super) fn warning(&mut self, text: &str) {
        self.push(Part::Warning, text);
    }

    /// One sentence that belongs to the one before.
    pub(super) fn indented(&mut self, text: &str) {
        self.push(Part::Note, text);
    }

    /// Sentences that somebody could say.
    pub(super) fn quote(&mut self, sentences: &[String]) {
        self.push(Part::Quote, &self.joined(sentences));
    }

    /// An empty line, but never the first.
    pub(super) fn gap(&mut self) {
        if !self.parts.is_empty() {
            self.parts.push(Part::Gap);
        }
    }

    /// An empty line and the words above a part of the page.
    pub(super) fn heading(&mut self, text: &str) {
        self.gap();
        self.push(Part::Heading, text);
    }

    /// A table with hours, or with plain minutes where it would be too wide.
    pub(super) fn table(&mut self, make: impl Fn(CellStyle) -> Table) {
        self.parts.push(Part::Table { full: make(CellStyle::Hours), narrow: make(CellStyle::Minutes) });
    }

    /// A line that is never broken: a command.
    pub(super) fn verbatim(&mut self, text: &str) {
        self.push(Part::Verbatim, text);
    }

    /// Sentences as one text, with what stands between sentences in the language.
    pub(super) fn joined(&self, sentences: &[String]) -> String {
        sentences.join(match self.language {
            Language::English => " ",
            Language::Japanese => "",
        })
    }

    fn push(&mut self, part: fn(String) -> Part, text: &str) {
        if !text.is_empty() {
            self.parts.push(part(text.to_owned()));
        }
    }
}

/// The words of a heading without the bullet that a terminal needs.
pub fn bare_heading(text: &str) -> &str {
    text.strip_prefix(HEADING_MARK).unwrap_or(text)
}
