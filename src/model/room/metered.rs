//! The textbook room: one line, at most A inside, admissions at least 1/R apart.

use super::{
    CallOrder, Composition, Entry, Estimator, Limits, Line, Rate, Regime, Room, Schedule, SessionClock,
};
use crate::units::{Share, SimTime, Span};

/// Settings of a metered room.
#[derive(Clone, Debug, PartialEq)]
pub struct Metered {
    /// Name, for reports.
    pub name: String,
    /// When the service opens.
    pub opening: SimTime,
    /// Most people holding a slot; `None`: unlimited.
    pub slots: Option<u32>,
    /// Least time between admissions; `None`: unlimited.
    pub spacing: Option<Span>,
    /// Most people in line; `None`: unlimited.
    pub line_limit: Option<u32>,
    /// Who is called.
    pub order: CallOrder,
    /// How long a slot is held after the visit.
    pub lag: Span,
}

impl Metered {
    /// The least time between admissions at so many a minute, rounded up to a microsecond so that the rate is
    /// never exceeded; `None` for zero.
    pub fn spacing_of(people_per_minute: u32) -> Option<Span> {
        let minute = 60_000_000_u64;
        (people_per_minute > 0)
            .then(|| Span::from_microseconds(minute.div_ceil(u64::from(people_per_minute)) as i64))
    }
}

impl Room {
    /// A metered room.
    pub fn metered(settings: &Metered) -> Room {
        Room {
            composition: Composition::Metered(settings.clone()),
            name: settings.name.clone(),
            opening: settings.opening,
            schedule: Schedule::constant(Regime {
                limits: Limits {
                    slots: settings.slots,
                    rate: settings.spacing.map_or(Rate::Unlimited, Rate::Spaced),
                },
                session: SessionClock::VisitAndLag(settings.lag),
                entry: match settings.order {
                    CallOrder::Fifo => Entry::Fifo,
                    CallOrder::Lottery => Entry::Random,
                },
                shuffle: None,
            }),
            line: Line::Called { order: settings.order, line_limit: settings.line_limit },
            estimator: Estimator::Nothing,
            revoke: Share::NONE,
            edge: None,
            operator: None,
        }
    }
}
