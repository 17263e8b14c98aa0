//! What happened beside what was predicted. Plays no day: it needs an answer and the observed minutes only.
//!
//! Only the predicted day is judged: the minutes of the answer, and those after them as long as the observed line lasts. A
//! figure that missing minutes may hide is a bound, and a bound is inside or outside only if nothing else is possible.

use crate::results::{
    Answer, Estimate, LineByMinute, Measure, MinuteRow, Observed, ObservedCheck, ObservedChecks,
    ObservedFigure, ObservedMinute, ObservedNote, Seen,
};

/// Seconds in a minute.
const MINUTE: f64 = 60.0;
/// What a room shows is up to so many seconds old.
const AGE: f64 = 50.0;
/// A place lives so many minutes after its owner has left.
const PLACE_MINUTES: i64 = 5;
/// Repeated acceptances below this share of all are not told.
const FEW_REPEATED: f64 = 0.005;

/// Judges what was observed by what was predicted.
pub fn check_observed(answer: &Answer, observed: &Observed) -> ObservedChecks {
    let day = Day::of(answer, observed);
    let mut notes = observed.notes.clone();
    notes.extend(day.notes());
    let mut checks = Vec::new();
    for (check, more) in [
        day.maximum(Measure::LineMax, ObservedFigure::Line, |minute| minute.line_max.or(minute.line)),
        day.maximum(Measure::ActiveMax, ObservedFigure::Active, |minute| minute.active_max.or(minute.active)),
        day.acceptances(),
        day.last_admission(),
        day.line_gone(),
    ]
    .into_iter()
    .flatten()
    {
        checks.push(check);
        notes.extend(more);
    }
    checks.sort_by_key(|check: &ObservedCheck| check.measure);
    let line = day.line_by_minute();
    let is_chance = answer.minutes.iter().all(|row| row.line_drawn_high.is_none());
    if line.is_some() && is_chance && answer.measures.iter().any(|(_, estimate)| estimate.range.is_some()) {
        notes.push(ObservedNote::LineRangeIsChance);
    }
    let ends = [observed.minutes.first(), observed.minutes.last()];
    ObservedChecks {
        source: observed.source,
        minutes: ends.map(|minute| minute.map_or(0, |minute| minute.minute)),
        level: answer.measures.first().map_or(0.95, |(_, estimate)| estimate.level),
        opens_at_second_of_day: answer.opens_at_second_of_day,
        checks,
        line,
        notes,
    }
}

/// A check and what is to be said about it.
type Checked = Option<(ObservedCheck, Option<ObservedNote>)>;

/// Minutes and a figure that is known in them, in order of time.
type Series = Vec<(i64, f64)>;

/// The predicted day and what was observed of it.
struct Day<'a> {
    answer: &'a Answer,
    /// Everything in the file.
    observed: &'a [ObservedMinute],
    /// First and last minute that are judged.
    ends: [i64; 2],
}

impl Day<'_> {
    fn of<'a>(answer: &'a Answer, observed: &'a Observed) -> Day<'a> {
        let observed = &observed.minutes;
        let ends = match (answer.minutes.first(), answer.minutes.last()) {
            (Some(first), Some(last)) => [first.minute.min(0), end_of_line(observed, last.minute)],
            (None, _) | (_, None) => [i64::MIN, i64::MAX],
        };
        Day { answer, observed, ends }
    }

    fn judges(&self, minute: i64) -> bool {
        (self.ends[0]..=self.ends[1]).contains(&minute)
    }

    fn notes(&self) -> Vec<ObservedNote> {
        let outside = self.observed.iter().filter(|minute| !self.judges(minute.minute)).count() as u32;
        let mut notes = Vec::new();
        if self.answer.minutes.is_empty() {
            notes.push(ObservedNote::NoPredictedMinutes);
        }
        if outside > 0 {
            notes.push(ObservedNote::OutsidePrediction { minutes: outside });
        }
        notes.extend(self.line_returned());
        notes
    }

    fn estimate(&self, measure: Measure) -> Option<&Estimate> {
        let (_, estimate) = self.answer.measures.iter().find(|(other, _)| *other == measure)?;
        Some(estimate)
    }

    fn predicted(&self, measure: Measure) -> Option<f64> {
        self.estimate(measure)?.value.filter(|value| value.is_finite())
    }

    /// The range that reports state, widened to hold the value and rounded outward to a step.
    fn range(&self, measure: Measure, step: f64) -> Option<[f64; 2]> {
        let estimate = self.estimate(measure)?;
        let [low, high] = estimate.range.or(estimate.prediction)?;
        let value = self.predicted(measure);
        let [low, high] = value.map_or([low, high], |value| [low.min(value), high.max(value)]);
        Some(outward([low, high], step))
    }

    /// Seconds from the opening to the start of a minute of the clock: the opening may lie within one.
    fn seconds(&self, minute: i64) -> f64 {
        let offset = self.answer.opens_at_second_of_day.map_or(0, |second| second.rem_euclid(60));
        minute as f64 * MINUTE - offset as f64
    }

    /// A figure where it is known, also outside the predicted day.
    fn known(&self, of: impl Fn(&ObservedMinute) -> Option<f64>) -> Series {
        self.observed.iter().filter_map(|minute| Some((minute.minute, of(minute)?))).collect()
    }

    fn maximum(
        &self,
        measure: Measure,
        figure: ObservedFigure,
        of: fn(&ObservedMinute) -> Option<f64>,
    ) -> Checked {
        let series = self.known(of);
        self.told(figure, measure)?;
        let (predicted, range) = (self.predicted(measure), self.range(measure, 1.0));
        let (observed, higher) = self.highest(&series);
        let inside = inside(observed, range, Doubt { earlier: 0.0, higher });
        Some((ObservedCheck { measure, predicted, range, observed, inside }, None))
    }

    /// Something only if the file has the figure and the answer has the measure.
    fn told(&self, figure: ObservedFigure, measure: Measure) -> Option<()> {
        let is_known = self.observed.iter().any(|minute| figure.of(minute).is_some());
        let is_predicted = self.predicted(measure).is_some() || self.range(measure, 1.0).is_some();
        (is_known && is_predicted).then_some(())
    }

    /// The highest figure of the day; a bound where a minute beside it is missing. And by how much it may have been higher
    /// between two samples: by as much as it moves from one minute to the next.
    fn highest(&self, series: &Series) -> (Seen, f64) {
        let of_day = || series.iter().filter(|(minute, _)| self.judges(*minute));
        let Some(value) = of_day().map(|(_, value)| *value).reduce(f64::max) else {
            return (Seen::Unknown, 0.0);
        };
        let at = |minute: i64| Some(series[series.binary_search_by_key(&minute, |(at, _)| *at).ok()?].1);
        let steepest = |minute: i64| Some(value - at(minute - 1)?.min(at(minute + 1)?));
        let peaks = of_day().filter(|(_, other)| *other == value);
        match peaks.filter_map(|(minute, _)| steepest(*minute)).reduce(f64::min) {
            Some(higher) => (Seen::Value { value }, higher.max(0.0)),
            None => (Seen::AtLeast { value }, 0.0),
        }
    }

    fn acceptances(&self) -> Checked {
        let measure = Measure::Admitted;
        self.told(ObservedFigure::Accepted, measure)?;
        let people = self.predicted(measure);
        let repeated = self.repeated().unwrap_or(1.0);
        let predicted = people.map(|people| people * repeated);
        let range = self.range_of_acceptances(repeated);
        let observed = self.accepted_in_all();
        let inside = inside(observed, range, Doubt::default());
        let note = people
            .zip(predicted)
            .filter(|_| repeated > 1.0 + FEW_REPEATED)
            .map(|(people, acceptances)| ObservedNote::RepeatedAcceptances { people, acceptances });
        Some((ObservedCheck { measure, predicted, range, observed, inside }, note))
    }

    /// The range of people let in, as acceptances. How often people are let in again differs from day to day, too: as much
    /// as losses do. Both spreads are added, which is never too narrow.
    fn range_of_acceptances(&self, repeated: f64) -> Option<[f64; 2]> {
        let [low, high] = self.range(Measure::Admitted, 1.0)?;
        let losses = self.predicted(Measure::Losses).zip(self.range(Measure::Losses, 1.0));
        let [fewer, more] = losses.map_or([0.0; 2], |(value, [low, high])| [value - low, high - value]);
        // Whoever is let in counts once at least.
        Some(outward([(low * repeated - fewer).max(low), high * repeated + more], 1.0))
    }

    /// Acceptances ÷ people accepted, as predicted; `None` where the answer has no minutes.
    fn repeated(&self) -> Option<f64> {
        let all: f64 = self.answer.minutes.iter().map(|row| row.accepted).sum();
        let people = self.predicted(Measure::Admitted).filter(|people| *people > 0.0)?;
        (!self.answer.minutes.is_empty()).then(|| (all / people).max(1.0))
    }

    fn accepted_in_all(&self) -> Seen {
        let series = self.known(|minute| minute.accepted);
        let of_day: Series = series.iter().copied().filter(|(minute, _)| self.judges(*minute)).collect();
        let (Some((first, _)), Some((last, _))) = (of_day.first(), of_day.last()) else {
            return Seen::Unknown;
        };
        let value = of_day.iter().map(|(_, accepted)| accepted).sum();
        let lets_in = |row: &&MinuteRow| row.accepted >= 0.5;
        let begins = self.answer.minutes.iter().find(lets_in).map_or(0, |row| row.minute);
        let ends = self.answer.minutes.iter().rev().find(lets_in).map(|row| row.minute);
        let has_all = of_day.len() as i64 == last - first + 1;
        let is_still =
            |minute: &ObservedMinute| minute.accepted == Some(0.0) && minute.line.unwrap_or(0.0) == 0.0;
        let last_minute = self.observed.iter().find(|minute| minute.minute == *last);
        let is_over = ends.is_some_and(|ends| *last >= ends && self.line_is_gone(*last))
            || last_minute.is_some_and(is_still);
        match *first <= begins && has_all && is_over {
            true => Seen::Value { value },
            false => Seen::AtLeast { value },
        }
    }

    /// Whether no line is known in a minute.
    fn line_is_gone(&self, minute: i64) -> bool {
        let lasts =
            |other: &ObservedMinute| other.minute == minute && other.line.is_some_and(|line| line > 0.0);
        !self.observed.iter().any(lasts)
    }

    /// The last minute in which somebody was let in while there was a line.
    fn last_admission(&self) -> Checked {
        let measure = Measure::LastAdmission;
        self.told(ObservedFigure::Accepted, measure)?;
        self.told(ObservedFigure::Line, measure)?;
        let mut before: Option<(i64, f64)> = None;
        let mut series = Vec::new();
        for minute in self.observed {
            let line_before = before.filter(|(at, _)| *at == minute.minute - 1).map(|(_, line)| line);
            let line = minute.line.into_iter().chain(line_before).reduce(f64::max);
            if let (Some(accepted), Some(line)) = (minute.accepted, line) {
                series.push((minute.minute, if line > 0.0 { accepted } else { 0.0 }));
            }
            before = minute.line.map(|line| (minute.minute, line)).or(before);
        }
        let range = self.range(measure, MINUTE);
        let observed = self.last_end(&series);
        let inside = match observed {
            Seen::Never => self.without_line(),
            // Places left behind keep a line for a while, and whoever comes then is let in at once.
            seen => inside(seen, range, Doubt::of_time(PLACE_MINUTES as f64 * MINUTE)),
        };
        let predicted = self.predicted(measure);
        Some((
            ObservedCheck { measure, predicted, range, observed, inside },
            Some(ObservedNote::QueuedUnknown),
        ))
    }

    fn line_gone(&self) -> Checked {
        let measure = Measure::LineGone;
        self.told(ObservedFigure::Line, measure)?;
        let range = self.range(measure, MINUTE);
        let observed = self.last_end(&self.known(|minute| minute.line));
        let inside = match observed {
            Seen::Never => self.without_line(),
            seen => inside(seen, range, Doubt::of_time(0.0)),
        };
        let predicted = self.predicted(measure);
        Some((ObservedCheck { measure, predicted, range, observed, inside }, None))
    }

    /// Whether a day without a line is a predicted one.
    fn without_line(&self) -> Option<bool> {
        self.range(Measure::LineMax, 1.0).map(|[low, _]| low < 1.0)
    }

    /// The end of the last minute of the day in which a figure is above zero.
    fn last_end(&self, series: &Series) -> Seen {
        let is_last = |(minute, value): &(i64, f64)| self.judges(*minute) && *value > 0.0;
        let Some(at) = series.iter().rposition(is_last) else { return self.never(series) };
        let last = series[at].0;
        match series.get(at + 1) {
            None => Seen::AtLeast { value: self.seconds(last) },
            Some((next, _)) if *next == last + 1 => Seen::Value { value: self.seconds(*next) },
            Some((next, _)) => Seen::Between { low: self.seconds(last), high: self.seconds(*next) },
        }
    }

    /// That it did not happen can only be told by minutes without a gap, from the opening to the end of the day.
    fn never(&self, series: &Series) -> Seen {
        let (Some((first, _)), Some((last, _))) = (series.first(), series.last()) else {
            return Seen::Unknown;
        };
        let has_all = series.len() as i64 == last - first + 1;
        let end = self.answer.minutes.last().map_or(*last, |row| row.minute);
        if has_all && *first <= 0 && *last >= end { Seen::Never } else { Seen::Unknown }
    }

    /// The first stretch without a line that is longer than a forgotten place lives, if a line follows it.
    fn line_returned(&self) -> Option<ObservedNote> {
        let mut lasted = false;
        let mut gone: Option<i64> = None;
        for (minute, line) in self.known(|minute| minute.line) {
            if !self.judges(minute) {
                continue;
            }
            match (line > 0.0, gone) {
                (true, Some(gone)) if minute - gone >= PLACE_MINUTES => {
                    return Some(ObservedNote::LineReturned { gone, back: minute });
                }
                (true, _) => (lasted, gone) = (true, None),
                (false, None) if lasted => gone = Some(minute),
                (false, _) => {}
            }
        }
        None
    }

    fn line_by_minute(&self) -> Option<LineByMinute> {
        let mut found = LineByMinute::default();
        for (minute, line) in self.known(|minute| minute.line) {
            if !self.judges(minute) || self.answer.minutes.is_empty() {
                continue;
            }
            // What is shown is up to a minute old: the range of the minute before counts as well.
            let rows = [self.row(minute - 1), self.row(minute)];
            if line <= 0.0 && rows[1].is_none_or(|row| row.line_mean < 1.0) {
                continue;
            }
            let ends = |of: fn(&MinuteRow) -> f64| rows.map(|row| row.map_or(0.0, of));
            let [low, high] = [
                ends(|row| row.line_drawn_low.unwrap_or(row.line_low).min(row.line_low)),
                ends(|row| row.line_drawn_high.unwrap_or(row.line_high).max(row.line_high)),
            ];
            let [low, high] = outward([low[0].min(low[1]), high[0].max(high[1])], 1.0);
            found.minutes += 1;
            match line {
                line if line < low => found.shorter += 1,
                line if line > high => found.longer += 1,
                _ => found.inside += 1,
            }
        }
        (found.minutes > 0).then_some(found)
    }

    fn row(&self, minute: i64) -> Option<&MinuteRow> {
        let first = self.answer.minutes.first()?.minute;
        self.answer.minutes.get(usize::try_from(minute - first).ok()?)
    }
}

/// The last minute of a line that is still there at `minute` or comes back within the life of a place; else `minute`.
fn end_of_line(observed: &[ObservedMinute], minute: i64) -> i64 {
    let has_line = |other: &&ObservedMinute| other.line.is_some_and(|line| line > 0.0);
    observed
        .iter()
        .filter(|other| other.minute > minute)
        .filter(has_line)
        .fold(minute, |end, other| if other.minute - end <= PLACE_MINUTES + 1 { other.minute } else { end })
}

fn outward([low, high]: [f64; 2], step: f64) -> [f64; 2] {
    // A ten-thousandth of a step absorbs the rounding of floating-point sums.
    [(low / step + 1e-4).floor() * step, (high / step - 1e-4).ceil() * step]
}

/// How far the truth may lie from what figures by the minute show.
#[derive(Clone, Copy, Default)]
struct Doubt {
    /// So much below.
    earlier: f64,
    /// So much above.
    higher: f64,
}

impl Doubt {
    /// Of an instant that is told as the end of its minute, from figures of a certain age.
    fn of_time(more: f64) -> Doubt {
        Doubt { earlier: AGE + MINUTE + more, higher: 0.0 }
    }
}

/// Whether something lies inside a range; `None` where it does not, but might in truth.
fn inside(seen: Seen, range: Option<[f64; 2]>, doubt: Doubt) -> Option<bool> {
    let [low, high] = range?;
    let is_outside = |least: f64, most: f64| most + doubt.higher < low || least - doubt.earlier > high;
    match seen {
        Seen::Unknown | Seen::Never => None,
        Seen::Value { value } if is_outside(value, value) => Some(false),
        Seen::Value { value } => (value >= low && value <= high).then_some(true),
        Seen::AtLeast { value } => is_outside(value, f64::INFINITY).then_some(false),
        Seen::Between { low: least, high: most } if is_outside(least, most) => Some(false),
        Seen::Between { low: least, high: most } => (least >= low && most <= high).then_some(true),
    }
}

#[cfg(test)]
mod tests;
