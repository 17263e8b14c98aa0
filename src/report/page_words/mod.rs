//! The words around a report that is read as a page: buttons, headings of its blocks, how its pictures are read. The report itself is
//! not here.
//!
//! To add a word: a field of [`PageWords`]; the compiler then asks for it in every language.

mod english;
mod japanese;

use super::language::Language;

/// Every word around a report, in the reader's language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageWords {
    /// The language as its own speakers call it.
    pub language_name: &'static str,
    /// The language as a browser calls it, such as `ja`.
    pub language_code: &'static str,
    /// Title of a report without one.
    pub untitled: &'static str,
    /// Above the title: what kind of paper this is.
    pub kind: &'static str,
    /// The link that jumps over what stands before the answer.
    pub skip: &'static str,
    /// Name of the buttons for languages.
    pub languages: &'static str,
    /// The button that prints.
    pub print: &'static str,
    /// Heading of the answer.
    pub answer: &'static str,
    /// Heading of the pictures.
    pub figures: &'static str,
    /// Opens the table behind a picture.
    pub table: &'static str,
    /// Heading of the rest.
    pub details: &'static str,
    /// What the rest is for.
    pub details_are_for: &'static str,
    /// Heading of settings and assumptions.
    pub inputs: &'static str,
    /// How settings and assumptions are read.
    pub inputs_mean: &'static str,
    /// Name of a part of the page that is wider than a narrow screen.
    pub scrolls: &'static str,
    /// The words of pictures that answer to pointer and keys.
    pub chart: ChartWords,
}

/// The words of pictures that answer to pointer and keys; `{…}` are placeholders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChartWords {
    /// Shown before a value is chosen.
    pub hint: &'static str,
    /// What somebody hears who reaches the picture by keyboard.
    pub keys: &'static str,
    /// A minute by the clock: `{clock}`.
    pub at_clock: &'static str,
    /// The same on a later day: `{day}`, `{clock}`.
    pub at_clock_of_day: &'static str,
    /// A minute after the opening: `{minutes}`.
    pub after_opening: &'static str,
    /// A minute before it: `{minutes}`.
    pub before_opening: &'static str,
    /// A place on another axis: `{name}`, `{value}`.
    pub at: &'static str,
    /// Less than a minute.
    pub under_a_minute: &'static str,
    /// Minutes: `{minutes}`.
    pub minutes: &'static str,
    /// Hours and minutes: `{hours}`, `{minutes}`.
    pub hours: &'static str,
    /// A range: `{low}`, `{high}`.
    pub range: &'static str,
    /// There is no value here.
    pub nothing: &'static str,
    /// A name with its value, for somebody who listens: `{name}`, `{value}`.
    pub named: &'static str,
}

impl PageWords {
    /// The words in a language.
    pub fn of(language: Language) -> &'static PageWords {
        match language {
            Language::English => &english::WORDS,
            Language::Japanese => &japanese::WORDS,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placeholders(text: &str) -> Vec<&str> {
        let mut found: Vec<&str> =
            text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn every_language_uses_the_same_placeholders() {
        let patterns = |words: &PageWords| {
            let chart = words.chart;
            [
                chart.at_clock,
                chart.at_clock_of_day,
                chart.after_opening,
                chart.before_opening,
                chart.at,
                chart.minutes,
                chart.hours,
                chart.range,
                chart.named,
            ]
        };
        let [english, japanese] = [Language::English, Language::Japanese].map(PageWords::of);
        for (one, other) in patterns(english).into_iter().zip(patterns(japanese)) {
            assert!(!placeholders(one).is_empty(), "{one}");
            assert_eq!(placeholders(one), placeholders(other), "{one}");
        }
    }
}
