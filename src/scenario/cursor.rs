//! Walks a tree key by key and remembers what was not asked for. Does not know what the keys mean.

use super::input::flag_of;
use super::issue::{Issue, Place};
use super::notice::Notice;
use super::tree::{Content, Entry, Value};
use super::{Attachments, keys};

/// The message of a key that nobody asked for.
pub(super) const UNKNOWN_KEY: &str = "unknown key";
/// The message of a key that must be there.
pub(super) const MISSING: &str = "missing";

/// What a reading collects besides its result.
pub(super) struct Context<'a> {
    pub(super) attachments: &'a dyn Attachments,
    /// Whether the tree was made from flags: what is missing is then named by its flag.
    pub(super) from_flags: bool,
    pub(super) issues: Vec<Issue>,
    pub(super) notices: Vec<Notice>,
}

impl Context<'_> {
    /// Records an issue; gives `None` so that a reader can end with it.
    pub(super) fn refuse<T>(&mut self, issue: Issue) -> Option<T> {
        self.issues.push(issue);
        None
    }

    /// What the user calls a key: its flag where flags are read.
    pub(super) fn called<'a>(&self, path: &'a str) -> &'a str {
        flag_of(&keys::pattern(path)).filter(|_| self.from_flags).unwrap_or(path)
    }

    /// Whichever of two wordings suits: for flags, or for keys.
    pub(super) fn worded<'a>(&self, flags: &'a str, keys: &'a str) -> &'a str {
        if self.from_flags { flags } else { keys }
    }

    /// What would be accepted instead of something that does not belong here.
    pub(super) fn left_out(&self) -> &'static str {
        self.worded("this flag left out", "this key left out")
    }

    /// How the product's limits are lifted.
    pub(super) fn lift(&self) -> &'static str {
        self.worded("--lift-product-limits", "lift_product_limits = true")
    }
}

/// A value with the full path of its key.
#[derive(Clone)]
pub(super) struct Field {
    pub(super) path: String,
    pub(super) value: Value,
}

impl Field {
    /// An issue about this value.
    pub(super) fn issue(&self, message: impl Into<String>) -> Issue {
        let seen = match (&self.value.content, &self.value.place) {
            // The place of a table from flags is its first flag: that flag's value stands beside it.
            (Content::Table(entries), Place::Flag { .. }) => entries.first().map(|entry| entry.value.shown()),
            _ => Some(self.value.shown()),
        };
        let issue = Issue::new(self.value.place.clone(), &self.path, message);
        match seen {
            Some(seen) => issue.seen(seen),
            None => issue,
        }
    }

    /// The issue of a value of the wrong type.
    pub(super) fn wrong_type(&self) -> Issue {
        self.issue(format!("cannot be {}", self.value.kind()))
    }

    /// The elements of a list, each with its position in its path; `None` for anything else.
    pub(super) fn elements(&self) -> Option<Vec<Field>> {
        let Content::List(values) = &self.value.content else { return None };
        let element = |(position, value): (usize, &Value)| Field {
            path: format!("{}[{position}]", self.path),
            value: value.clone(),
        };
        Some(values.iter().enumerate().map(element).collect())
    }
}

/// The keys of one table. Every reader takes what it knows and then finishes.
pub(super) struct Fields {
    path: String,
    place: Place,
    entries: Vec<Entry>,
}

impl Fields {
    /// The keys of a field that is a table; `None` for anything else.
    pub(super) fn of(field: &Field) -> Option<Fields> {
        let Content::Table(entries) = &field.value.content else { return None };
        Some(Fields { path: field.path.clone(), place: field.value.place.clone(), entries: entries.clone() })
    }

    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// Takes a key that may be left out.
    pub(super) fn take(&mut self, key: &'static str) -> Option<Field> {
        let path = self.path_of(key);
        debug_assert!(keys::known_keys().contains(&keys::pattern(&path).as_str()), "unlisted key {path}");
        let position = self.entries.iter().position(|entry| entry.key == key)?;
        Some(Field { path, value: self.entries.remove(position).value })
    }

    /// Takes a key that must be there; its absence is an issue.
    pub(super) fn require(
        &mut self,
        key: &'static str,
        accepted: &str,
        context: &mut Context,
    ) -> Option<Field> {
        let found = self.take(key);
        if found.is_none() {
            let missing = self.missing(key, accepted, context);
            context.issues.push(missing);
        }
        found
    }

    /// The issue of a key that is missing.
    pub(super) fn missing(&self, key: &str, accepted: &str, context: &Context) -> Issue {
        let path = self.path_of(key);
        let flag = flag_of(&keys::pattern(&path)).filter(|_| context.from_flags);
        let place = match (flag, context.from_flags) {
            (Some(flag), _) => Place::Flag { position: usize::MAX, flag: flag.to_owned() },
            (None, true) => Place::CommandLine,
            (None, false) => self.place.clone(),
        };
        Issue::new(place, &path, MISSING).accepted(accepted)
    }

    /// Adds a key from elsewhere, unless the table says it itself.
    pub(super) fn add(&mut self, entry: Entry) {
        if !self.has(&entry.key) {
            self.entries.push(entry);
        }
    }

    /// Whether a key is there and not yet taken.
    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.key == key)
    }

    /// Whether every key has been taken.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Takes every key that is left.
    pub(super) fn take_all(&mut self) -> Vec<(String, Field)> {
        let entries = std::mem::take(&mut self.entries);
        let field = |entry: Entry| {
            let path = self.path_of(&entry.key);
            (entry.key, Field { path, value: entry.value })
        };
        entries.into_iter().map(field).collect()
    }

    /// Every key that is left is unknown.
    pub(super) fn finish(self, context: &mut Context) {
        for entry in &self.entries {
            let parent = keys::pattern(&self.path);
            let meant = keys::meant(&parent, &entry.key);
            let mut issue = Issue::new(entry.place.clone(), &self.path_of(&entry.key), UNKNOWN_KEY);
            if meant.is_none() {
                issue = issue.accepted(keys::children(&parent).join(", "));
            }
            context.issues.push(issue.suggestion(meant));
        }
    }
}
