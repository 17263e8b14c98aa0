//! What columns of tables and fields of Cloudflare's analytics may be called.

use crate::units::to_half_width;

/// A figure of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Figure {
    /// Places in line.
    Line,
    /// Most of them in the minute.
    LineMax,
    /// Sessions.
    Active,
    /// Most of them in the minute.
    ActiveMax,
    /// Acceptances.
    Accepted,
}

impl Figure {
    pub(super) const ALL: [Figure; 5] =
        [Figure::Line, Figure::LineMax, Figure::Active, Figure::ActiveMax, Figure::Accepted];

    pub(super) fn is_maximum(self) -> bool {
        matches!(self, Figure::LineMax | Figure::ActiveMax)
    }
}

/// What a column means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Minutes from the opening.
    Minute,
    /// A time of the day, or a date and a time.
    Time,
    Figure(Figure),
}

use Meaning::{Figure as Of, Minute, Time};

/// Names in small letters with underscores; those of Cloudflare's API and dashboard, and of our own tables, among them.
const NAMES: [(&str, Meaning); 37] = [
    ("minute", Minute),
    ("minutes", Minute),
    ("分", Minute),
    ("経過分", Minute),
    ("受付開始からの分", Minute),
    ("time", Time),
    ("datetime", Time),
    ("timestamp", Time),
    ("時刻", Time),
    ("日時", Time),
    ("line", Of(Figure::Line)),
    ("queued", Of(Figure::Line)),
    ("queued_users", Of(Figure::Line)),
    ("total_queued_users", Of(Figure::Line)),
    ("totalqueuedusers", Of(Figure::Line)),
    ("estimated_queued_users", Of(Figure::Line)),
    ("line_mean_people", Of(Figure::Line)),
    ("待ち人数", Of(Figure::Line)),
    ("待機人数", Of(Figure::Line)),
    ("line_max_people", Of(Figure::LineMax)),
    ("active", Of(Figure::Active)),
    ("active_users", Of(Figure::Active)),
    ("total_active_users", Of(Figure::Active)),
    ("totalactiveusers", Of(Figure::Active)),
    ("estimated_total_active_users", Of(Figure::Active)),
    ("active_mean_people", Of(Figure::Active)),
    ("アクティブ", Of(Figure::Active)),
    ("アクティブユーザー", Of(Figure::Active)),
    ("active_max_people", Of(Figure::ActiveMax)),
    ("accepted", Of(Figure::Accepted)),
    ("accepted_people", Of(Figure::Accepted)),
    ("new_users", Of(Figure::Accepted)),
    ("new_users_per_minute", Of(Figure::Accepted)),
    ("newusersperminute", Of(Figure::Accepted)),
    ("入場", Of(Figure::Accepted)),
    ("入場者数", Of(Figure::Accepted)),
    ("ご案内数", Of(Figure::Accepted)),
];

/// What a column of this name means; `None`: it is passed over.
pub(super) fn meaning(name: &str) -> Option<Meaning> {
    let plain = to_half_width(name).trim().to_lowercase().replace([' ', '-'], "_");
    NAMES.iter().find(|(known, _)| *known == plain).map(|(_, meaning)| *meaning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_found_however_they_are_typed() {
        for (at, (name, meaning)) in NAMES.iter().enumerate() {
            assert_eq!(super::meaning(name), Some(*meaning));
            assert!(NAMES[..at].iter().all(|(other, _)| other != name), "{name}");
        }
        assert_eq!(meaning(" Total Queued Users "), Some(Of(Figure::Line)));
        assert_eq!(meaning("ｌｉｎｅ"), Some(Of(Figure::Line)));
        assert_eq!(meaning("totalActiveUsersConfig"), None);
        for figure in Figure::ALL {
            assert_eq!(Figure::ALL[figure as usize], figure);
        }
    }
}
