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
/// A share below this is fewer than half.
pub(super) const HALF: f64 = 0.5;
/// Where the places run out, a share below this that gets one is hardly anybody, and one below the other not nearly everybody.
const HARDLY_ANY: f64 = 0.05;
pub(super) const NEARLY_ALL: f64 = 0.9;
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

/// Equal stretches from the first minute with something to tell, or the opening, to a little after the line is gone or hardly
/// anybody comes any more; one for all who come before them; and one for all that follows, if people come then or the line is
/// still there. None if nobody comes at all. `places_run_out`: whether they do so on some days.
pub(super) fn stretches(minutes: &[MinuteRow], places_run_out: bool) -> Vec<Stretch> {
    let is_busy = |row: &&MinuteRow| is_busy(row, places_run_out);
    // Whoever comes alone hours before everybody else is part of those who come earlier.
    let mut so_far = 0.0;
    let is_begun = |row: &&MinuteRow| {
        so_far += row.arrived;
        so_far >= SOMEBODY && is_busy(row)
    };
    let first = minutes.iter().find(is_begun).map_or(0, |row| row.minute.min(0));
    let last = minutes.iter().rfind(is_busy).map_or(0, |row| row.minute + 1);
    let (first, step, count) = equal_stretches(minutes, first, last);
    let at = |position: i64| first + position * step;
    let (before, after) =
        (Stretch { from: None, to: Some(first) }, Stretch { from: Some(at(count)), to: None });
    let line_is_there = count > 0 && after.of(minutes).next().is_some_and(|row| row.line_mean >= LINE);
    let mut found = Vec::new();
    found.extend(has_people(before, minutes).then_some(before));
    found.extend((0..count).map(|position| Stretch { from: Some(at(position)), to: Some(at(position + 1)) }));
    found.extend((line_is_there || has_people(after, minutes)).then_some(after));
    found
}

/// Where equal stretches from one minute to another begin, how long each is, and how many there are. Those at the end in which
/// hardly anybody comes are left off, which may make room for shorter ones.
fn equal_stretches(minutes: &[MinuteRow], first: i64, last: i64) -> (i64, i64, i64) {
    let longest = STEPS[STEPS.len() - 1];
    let fits = |step: &i64| count_of(last, *step) + count_of(-first, *step) <= MOST;
    let step = STEPS.into_iter().find(fits).unwrap_or(longest);
    let begins = -count_of(-first, step) * step;
    let mut count = count_of(last - begins, step).min(MOST);
    let stretch = |position: i64| Stretch {
        from: Some(begins + position * step),
        to: Some(begins + (position + 1) * step),
    };
    while count > 0 && !has_people(stretch(count - 1), minutes) {
        count -= 1;
    }
    let ends = begins + count * step;
    if ends < last && step > STEPS[0] && count < MOST {
        return equal_stretches(minutes, first, ends);
    }
    (begins, step, count)
}

/// How many steps hold so many minutes.
fn count_of(minutes: i64, step: i64) -> i64 {
    minutes.max(0).div_euclid(step) + i64::from(minutes.max(0).rem_euclid(step) > 0)
}

/// People who come in a stretch, mean over days.
pub(super) fn people(stretch: Stretch, minutes: &[MinuteRow]) -> f64 {
    stretch.of(minutes).map(|row| row.arrived).filter(|people| people.is_finite()).sum()
}

fn has_people(stretch: Stretch, minutes: &[MinuteRow]) -> bool {
    people(stretch, minutes) >= SOMEBODY
}

/// Whether people come in the minute for whom there is something to tell: a wait in line, that most are not let in, or that
/// some get a place and others do not. Where hardly anybody gets one, a single stretch tells it for all who follow.
fn is_busy(row: &MinuteRow, places_run_out: bool) -> bool {
    let waits = row.line_mean >= LINE && row.wait_p90.is_some_and(|wait| wait >= WORTH_TELLING);
    let stays_out = row.admitted_share.is_some_and(|share| share < HALF);
    let got = row.booked_share.filter(|_| places_run_out);
    let may_miss = got.is_some_and(|share| share < NEARLY_ALL);
    let is_sold_out = got.is_some_and(|share| share < HARDLY_ANY);
    row.arrived > 0.0 && (waits || stays_out || may_miss) && !is_sold_out
}
