//! The words around a report in English: plain and short.

use super::{ChartWords, PageWords};

pub(super) const WORDS: PageWords = PageWords {
    language_name: "English",
    language_code: "en",
    untitled: "How long people will wait",
    kind: "Estimate of waiting times for an online opening",
    skip: "Skip to the answer",
    languages: "Language",
    print: "Print",
    answer: "The answer",
    figures: "The answer in pictures",
    table: "Show the figures as a table",
    details: "Figures and their background",
    details_are_for: "For those who plan or check. Open a heading to read on; all of it is printed.",
    inputs: "Settings and assumptions",
    inputs_mean: "“Assumed” values were not given; a usual value stands in. The range allows for other values.",
    scrolls: "scrolls sideways",
    chart: ChartWords {
        hint: "Point at the picture, or choose it and press the left or right arrow key, to read values.",
        keys: "Left and right arrow keys move through the picture, Page Up and Page Down in larger steps, Home and \
               End to its ends.",
        at_clock: "At {clock}",
        at_clock_of_day: "Day {day}, at {clock}",
        after_opening: "{minutes} min after the opening",
        before_opening: "{minutes} min before the opening",
        at: "{name}: {value}",
        under_a_minute: "under 1 min",
        minutes: "{minutes} min",
        hours: "{hours} h {minutes} min",
        range: "{low} to {high}",
        nothing: "no value",
        named: "{name}: {value}",
    },
};
