//! Into which stretches of time the minutes of a day are gathered.

use crate::results::MinuteRow;

/// How long a stretch may be, minutes. Those above an hour are for lines that last more than half a day.
const STEPS: [i64; 11] = [5, 10, 15, 20, 30, 60, 120, 180, 360, 720, 1440];
/// Most stretches of equal length; with those before and after them a picture has two more.
pub(super) const MOST: i64 = 12;
/// A minute with a shorter wait, in seconds, is not worth a stretch of its own.
const WORTH_TELLING: f64 = 60.0;
/// Places in line from which on there is a line.
const LINE: f64 = 1.0;
/// Where a smaller share is let in, the minute is worth telling.
const LET_IN: f64 = 0.5;
/// Fewer people than this, mean over days, are nobody.
pub(super) const SOMEBODY: f64 = 0.5;

/// Minutes from the opening: from the first up to, and not including, the second. `None`: without an end on that side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) from: Option<i64>,
    pub(super) to: Option<i64>,
}

impl Stretch {
    /// The minutes of the stretch.
    pub(super) fn of(self, minutes: &[MinuteRow]) -> impl Iterator<Item = &MinuteRow> + Clone {
        minutes.iter().filter(move |row| {
            self.from.is_none_or(|from| row.minute >= from) && self.to.is_none_or(|to| row.minute < to)
        })
    }
}

/// One stretch before the opening if people come then; equal ones up to a little after the line is gone, or nobody comes any
/// more; and one for all that follows, if people come then or the line is still there. None if nobody comes at all.
pub(super) fn stretches(minutes: &[MinuteRow]) -> Vec<Stretch> {
    let before = Stretch { from: None, to: Some(0) };
    let busy = minutes.iter().rfind(|row| row.minute >= 0 && is_busy(row)).map_or(0, |row| row.minute + 1);
    let step = STEPS.into_iter().find(|step| step * MOST >= busy).unwrap_or(STEPS[STEPS.len() - 1]);
    let count = busy.div_euclid(step) + i64::from(busy.rem_euclid(step) > 0);
    let count = count.min(MOST);
    let after = Stretch { from: Some(count * step), to: None };
    let line_is_there = count > 0 && after.of(minutes).next().is_some_and(|row| row.line_mean >= LINE);
    let mut found = Vec::new();
    found.extend(has_people(before, minutes).then_some(before));
    found.extend((0..count).map(|at| Stretch { from: Some(at * step), to: Some((at + 1) * step) }));
    found.extend((line_is_there || has_people(after, minutes)).then_some(after));
    found
}

/// People who come in a stretch, mean over days.
pub(super) fn people(stretch: Stretch, minutes: &[MinuteRow]) -> f64 {
    stretch.of(minutes).map(|row| row.arrived).filter(|people| people.is_finite()).sum()
}

fn has_people(stretch: Stretch, minutes: &[MinuteRow]) -> bool {
    people(stretch, minutes) >= SOMEBODY
}

/// Whether people come in the minute for whom there is something to tell: a wait in line, or that most are not let in. Where
/// nobody gets a place, one stretch tells it for all who follow.
fn is_busy(row: &MinuteRow) -> bool {
    let waits = row.line_mean >= LINE && row.wait_p90.is_some_and(|wait| wait >= WORTH_TELLING);
    let stays_out = row.admitted_share.is_some_and(|share| share < LET_IN);
    let is_sold_out = row.booked_share.is_some_and(|share| share <= 0.0);
    row.arrived > 0.0 && (waits || stays_out) && !is_sold_out
}
