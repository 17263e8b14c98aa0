//! A page for a terminal: prose broken at its width, headings, and tables that change their style where they would be too
//! wide. What `compare`, `sweep`, `recommend` and explanations are printed on.

use super::language::Language;
use super::paragraph;
use super::span::CellStyle;
use super::table::Table;

/// A page being written.
pub(super) struct Sheet {
    out: String,
    language: Language,
    width: usize,
}

impl Sheet {
    /// An empty page of so many places.
    pub(super) fn new(language: Language, width: usize) -> Sheet {
        Sheet { out: String::new(), language, width }
    }

    /// A paragraph of one or several sentences; nothing if there are none.
    pub(super) fn paragraph(&mut self, sentences: &[String]) {
        let between = match self.language {
            Language::English => " ",
            Language::Japanese => "",
        };
        self.print(&sentences.join(between), 0);
    }

    /// One sentence.
    pub(super) fn line(&mut self, text: &str) {
        self.print(text, 0);
    }

    /// One sentence that belongs to the one before.
    pub(super) fn indented(&mut self, text: &str) {
        self.print(text, 2);
    }

    /// An empty line.
    pub(super) fn gap(&mut self) {
        self.out.push('\n');
    }

    /// An empty line and the words above a part of the page.
    pub(super) fn heading(&mut self, text: &str) {
        self.gap();
        self.line(text);
    }

    /// A table with hours, or with plain minutes where it would be too wide.
    pub(super) fn table(&mut self, make: impl Fn(CellStyle) -> Table) {
        let mut table = make(CellStyle::Hours);
        if table.width() > self.width {
            table = make(CellStyle::Minutes);
        }
        table.print(&mut self.out);
    }

    /// A line that is never broken: a command, code.
    pub(super) fn verbatim(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    /// The page.
    pub(super) fn finish(self) -> String {
        self.out
    }

    fn print(&mut self, text: &str, indent: usize) {
        if !text.is_empty() {
            paragraph::print(&mut self.out, text, self.width, indent);
        }
    }
}
