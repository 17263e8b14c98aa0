//! A scenario as a tree of values that know where they came from. Knows no key and no meaning.

use toml::de::{DeTable, DeValue};

use super::issue::{Issue, Place};

/// A value and its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Value {
    pub(super) content: Content,
    pub(super) place: Place,
    /// As typed, where the content would be shown otherwise: a whole number beyond 64 bits.
    pub(super) typed: Option<String>,
}

/// What a value can be.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Content {
    Text(String),
    Integer(i64),
    Number(f64),
    Switch(bool),
    List(Vec<Value>),
    Table(Vec<Entry>),
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) place: Place,
    pub(super) value: Value,
}

impl Value {
    pub(super) fn table(place: Place) -> Value {
        Value { content: Content::Table(Vec::new()), place, typed: None }
    }

    /// As it could be written.
    pub(super) fn shown(&self) -> String {
        if let Some(typed) = &self.typed {
            return typed.clone();
        }
        match &self.content {
            Content::Text(text) => format!("\"{}\"", text.escape_debug()),
            Content::Integer(number) => number.to_string(),
            Content::Number(number) if number.is_finite() => format!("{number:?}"),
            Content::Number(number) if number.is_nan() => "nan".to_owned(),
            Content::Number(number) => if *number > 0.0 { "inf" } else { "-inf" }.to_owned(),
            Content::Switch(switch) => switch.to_string(),
            Content::List(values) => {
                format!("[{}]", values.iter().map(Value::shown).collect::<Vec<_>>().join(", "))
            }
            Content::Table(entries) => {
                let shown = |entry: &Entry| format!("{} = {}", entry.key, entry.value.shown());
                format!("{{ {} }}", entries.iter().map(shown).collect::<Vec<_>>().join(", "))
            }
        }
    }

    /// The kind of value in words.
    pub(super) fn kind(&self) -> &'static str {
        match &self.content {
            Content::Text(_) => "a text",
            Content::Integer(_) | Content::Number(_) => "a number",
            Content::Switch(_) => "true or false",
            Content::List(_) => "a list",
            Content::Table(_) => "a table",
        }
    }
}

/// The tree of a TOML document, or every syntax error that the parser names.
pub(super) fn parse(text: &str) -> Result<Value, Vec<Issue>> {
    let lines = Lines::of(text);
    let (document, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return Ok(Value {
            content: table(document.get_ref(), &|at| lines.place(at)),
            place: Place::File { line: 1, column: 1 },
            typed: None,
        });
    }
    let mut issues: Vec<Issue> = errors
        .iter()
        .map(|error| {
            let at = error.span().map_or(0, |span| span.start);
            Issue::new(lines.place(at), "", format!("not valid TOML: {}", error.message()))
                .seen(lines.shown(at))
        })
        .collect();
    issues.sort();
    issues.dedup();
    Err(issues)
}

/// The value of a text as TOML, or the text itself when it is none. Every part of it has the same place.
pub(super) fn parse_value(text: &str, place: &Place) -> Value {
    let (content, typed) = match DeValue::parse(text.trim()) {
        // A time of the day may be meant as a length of time: it is read like any other text.
        Ok(value) if !matches!(value.get_ref(), DeValue::Datetime(_)) => {
            (content(value.get_ref(), &|_| place.clone()), typed(value.get_ref()))
        }
        Ok(_) | Err(_) => (Content::Text(text.trim().to_owned()), None),
    };
    Value { content, place: place.clone(), typed }
}

fn table(entries: &DeTable<'_>, place: &dyn Fn(usize) -> Place) -> Content {
    let mut entries: Vec<_> = entries.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    let entry =
        |key: &str, at, value| Entry { key: key.to_owned(), place: place(at), value: spanned(value, place) };
    Content::Table(
        entries.into_iter().map(|(key, value)| entry(key.get_ref(), key.span().start, value)).collect(),
    )
}

fn spanned(value: &toml::Spanned<DeValue<'_>>, place: &dyn Fn(usize) -> Place) -> Value {
    let (content, typed) = (content(value.get_ref(), place), typed(value.get_ref()));
    Value { content, place: place(value.span().start), typed }
}

/// The digits of a whole number beyond 64 bits, which is kept as a number of fewer digits.
fn typed(value: &DeValue<'_>) -> Option<String> {
    let DeValue::Integer(number) = value else { return None };
    let is_large = number.radix() == 10 && number.as_str().parse::<i64>().is_err();
    is_large.then(|| number.as_str().to_owned())
}

fn content(value: &DeValue<'_>, place: &dyn Fn(usize) -> Place) -> Content {
    match value {
        DeValue::String(text) => Content::Text(text.to_string()),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(whole) => Content::Integer(whole),
            // Beyond 64 bits: kept as a number, so that the range check of the key can say what it accepts.
            Err(_) => Content::Number(number.as_str().parse().unwrap_or(f64::INFINITY)),
        },
        DeValue::Float(number) => Content::Number(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(switch) => Content::Switch(*switch),
        DeValue::Datetime(moment) => Content::Text(moment.to_string()),
        DeValue::Array(values) => Content::List(values.iter().map(|value| spanned(value, place)).collect()),
        DeValue::Table(entries) => table(entries, place),
    }
}

/// Where the lines of a text begin.
struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Lines<'a> {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Lines { text, starts: std::iter::once(0).chain(breaks).collect() }
    }

    fn line_of(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at)
    }

    fn place(&self, at: usize) -> Place {
        let line = self.line_of(at);
        let before = self.text.get(self.starts[line - 1]..at).unwrap_or("");
        Place::File { line, column: before.chars().count() + 1 }
    }

    /// The line of a position, trimmed.
    fn shown(&self, at: usize) -> String {
        let start = self.starts[self.line_of(at) - 1];
        let rest = &self.text[start..];
        format!("`{}`", rest.lines().next().unwrap_or("").trim())
    }
}
