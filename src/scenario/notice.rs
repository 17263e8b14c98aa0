//! What a valid scenario's author should know. Does not decide when it is said.

use std::fmt;

use crate::units::Span;

/// Something worth knowing about a valid scenario; never an error.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// Demand was rebuilt from bookings: people who came and did not book are not in it.
    BookingsAreNotDemand {
        /// The group's name.
        group: String,
        /// The table of bookings.
        file: String,
        /// How much earlier than the bookings the arrivals were put: the mean visit.
        shifted: Span,
    },
    /// Accesses were turned into people.
    AccessesConverted {
        /// The group's name.
        group: String,
        /// Accesses counted.
        accesses: u32,
        /// People, with the most accesses a person.
        low: u32,
        /// People, in the middle of the range.
        middle: u32,
        /// People, with the fewest accesses a person.
        high: u32,
    },
    /// Some people lose their session in mid-visit even without any other delay.
    SomeCannotFinish {
        /// The group's name.
        group: String,
        /// Their share of the group, 0 to 1.
        share: f64,
        /// The room's session duration.
        session: Span,
    },
    /// Rebuilding demand from admissions gave fewer than no people in some minutes; they count as zero.
    DemandClipped {
        /// The table.
        file: String,
        /// How many minutes.
        minutes: usize,
        /// People below zero in all of them together.
        people: f64,
    },
    /// Missing values (-1) of a table; they count as zero people or as no change of the line.
    MissingValues {
        /// The table.
        file: String,
        /// How many values.
        values: usize,
    },
    /// Settings of a real room that do not change waits.
    SettingsIgnored {
        /// The file of the room.
        file: String,
        /// Their names.
        settings: Vec<String>,
    },
}

impl fmt::Display for Notice {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Notice::BookingsAreNotDemand { group, file, shifted } => write!(
                out,
                "{group}: {file} counts bookings, not demand: whoever came and did not book is missing; \
                 arrivals are put {shifted} earlier, the mean visit"
            ),
            Notice::AccessesConverted { group, accesses, low, middle, high } => write!(
                out,
                "{group}: {} accesses are about {} people ({} to {})",
                grouped(u64::from(*accesses)),
                grouped(u64::from(*middle)),
                grouped(u64::from(*low)),
                grouped(u64::from(*high))
            ),
            Notice::SomeCannotFinish { group, share, session } => write!(
                out,
                "{group}: {:.1} % of the people lose their session of {session} in mid-visit and start over at \
                 the back of the line",
                share * 100.0
            ),
            Notice::DemandClipped { file, minutes, people } => write!(
                out,
                "{file}: in {minutes} minutes the line shrank by more than the people accepted, {people:.0} \
                 people in all; these minutes count as no arrivals (is a column of leavers missing?)"
            ),
            Notice::MissingValues { file, values } => {
                write!(out, "{file}: {values} values are missing (-1) and count as zero people")
            }
            Notice::SettingsIgnored { file, settings } => {
                write!(out, "{file}: without effect here: {}", settings.join(", "))
            }
        }
    }
}

/// A whole number in groups of three digits.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
