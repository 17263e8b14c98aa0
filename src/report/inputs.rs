//! Settings and assumptions as a table: what was given, what stands in, and the range it is drawn from.

use super::language::Language;
use super::message::Message;
use super::table::{Side, Table};
use super::value::{range_of, value_words};
use super::{input_label, paragraph};
use crate::results::{Basis, InputNote};

/// One row for each input, in the order given: its name, its value, whether somebody gave it, and its range.
pub fn inputs_table(inputs: &[InputNote], language: Language) -> Table {
    let say = |message: Message| message.say(language);
    let mut table = Table::new(&[Side::Left, Side::Left, Side::Left, Side::Left]);
    table.push_heading(vec![
        say(Message::InputColumn),
        say(Message::InputValueColumn),
        say(Message::BasisColumn),
        say(Message::DrawnFromColumn),
    ]);
    // An input that another one already fixes has no value of its own.
    for note in inputs.iter().filter(|note| !matches!(note.value.as_str(), "" | "as given")) {
        table.push([
            input_label(&note.key, language).to_owned(),
            paragraph::without_controls(&value_words(&note.key, &note.value, language)),
            say(match note.basis {
                Basis::Given => Message::Given,
                Basis::Assumed => Message::Assumed,
            }),
            range_of(note, language).unwrap_or_else(|| "-".to_owned()),
        ]);
    }
    table
}
