//! The minutes of many days, folded into one table.

use crate::engine::{Blueprint, Crowd};
use crate::observe::{Day, Level, MinuteCount, OriginMinute, OriginMinutes, ShownWait, Timeline};
use crate::results::MinuteRow;
use crate::stats::{order_statistics, prediction_interval};

/// The minutes of one day, from the opening.
#[derive(Clone, Debug)]
pub(super) struct DayMinutes {
    first: i64,
    counts: Vec<MinuteCount>,
    waits: Vec<WaitsOfMinute>,
    origin: Option<OriginOfDay>,
}

/// The minutes of the origin on one day, from the opening.
#[derive(Clone, Debug)]
struct OriginOfDay {
    first: i64,
    minutes: Vec<OriginMinute>,
    has_station: bool,
    /// In minutes in which nothing happens.
    idle: OriginMinute,
}

/// Waits of those who arrive in one minute, seconds.
#[derive(Clone, Copy, Debug, Default)]
struct WaitsOfMinute {
    median: Option<f64>,
    nine_in_ten: Option<f64>,
    admitted_share: Option<f64>,
    booked_share: Option<f64>,
}

impl DayMinutes {
    pub(super) fn of(
        blueprint: &Blueprint,
        crowd: &Crowd,
        day: &Day,
        timeline: Timeline,
        origin: Option<OriginMinutes>,
    ) -> DayMinutes {
        let opening = blueprint.minute_of(blueprint.opening());
        let (first, counts) = timeline.finish();
        let mut waits = vec![WaitsOfMinute::default(); counts.len()];
        let mut rank = 0;
        while rank < crowd.len() {
            let minute = blueprint.minute_of(crowd.arrival(rank as u32));
            let start = rank;
            while rank < crowd.len() && blueprint.minute_of(crowd.arrival(rank as u32)) == minute {
                rank += 1;
            }
            // Nobody arrives outside the minutes counted unless a horizon cut the day.
            if let Some(cell) = waits.get_mut((minute - first) as usize) {
                *cell = WaitsOfMinute::of(crowd, day, start as u32..rank as u32);
            }
        }
        let origin = origin.map(|origin| {
            let idle = OriginMinute { utilisation: origin.idle_utilisation(), ..OriginMinute::default() };
            let has_station = origin.has_station();
            let (first, minutes) = origin.finish();
            OriginOfDay { first: first - opening, minutes, idle, has_station }
        });
        DayMinutes { first: first - opening, counts, waits, origin }
    }
}

impl OriginOfDay {
    /// A minute before the first happening or after the last one was still.
    fn minute(&self, minute: i64) -> OriginMinute {
        let known = usize::try_from(minute - self.first).ok().and_then(|at| self.minutes.get(at).copied());
        known.unwrap_or(self.idle)
    }
}

impl WaitsOfMinute {
    fn of(crowd: &Crowd, day: &Day, ranks: std::ops::Range<u32>) -> WaitsOfMinute {
        let people = ranks.len() as f64;
        let places: Option<Vec<bool>> = ranks.clone().map(|rank| day.has_place(rank)).collect();
        let booked_share =
            places.map(|places| places.into_iter().filter(|has_place| *has_place).count() as f64 / people);
        let mut waits: Vec<i64> = ranks
            .filter_map(|rank| Some(day.accepted_at(rank)?.since(crowd.arrival(rank)).microseconds()))
            .collect();
        let admitted_share = Some(waits.len() as f64 / people);
        let quantiles = order_statistics(&mut waits, &[0.5, 0.9]);
        let seconds = |position: usize| quantiles.as_ref().map(|values| values[position] as f64 / 1e6);
        WaitsOfMinute { median: seconds(0), nine_in_ten: seconds(1), admitted_share, booked_share }
    }
}

impl DayMinutes {
    fn end(&self) -> i64 {
        self.first + self.counts.len() as i64
    }

    fn position(&self, minute: i64) -> Option<usize> {
        usize::try_from(minute - self.first).ok()
    }

    fn count(&self, minute: i64) -> MinuteCount {
        self.position(minute).and_then(|at| self.counts.get(at).copied()).unwrap_or_default()
    }

    fn waits(&self, minute: i64) -> WaitsOfMinute {
        self.position(minute).and_then(|at| self.waits.get(at).copied()).unwrap_or_default()
    }
}

/// Means over days, minute by minute, and ranges over days on which everything not given is drawn, too; empty if there are none
/// of those. A day that ended before a minute counts as empty in it.
pub(super) fn fold(days: &[DayMinutes], drawn: &[DayMinutes]) -> Vec<MinuteRow> {
    let all = || days.iter().chain(drawn);
    let first = all().map(|day| day.first).min().unwrap_or(0);
    let end = all().map(DayMinutes::end).max().unwrap_or(0);
    (first..end).map(|minute| row(days, drawn, minute)).collect()
}

/// Lower end of the lines and medians, upper end of the lines and of what 9 in 10 wait.
fn drawn_ranges(drawn: &[DayMinutes], minute: i64) -> [Option<f64>; 4] {
    let lines: Vec<f64> = drawn.iter().map(|day| day.count(minute).line.mean).collect();
    let medians: Vec<f64> = drawn.iter().filter_map(|day| day.waits(minute).median).collect();
    let nineties: Vec<f64> = drawn.iter().filter_map(|day| day.waits(minute).nine_in_ten).collect();
    let line = range(&lines);
    let low = |range: Option<(f64, f64)>| range.map(|(low, _)| low.max(0.0));
    [low(line), line.map(|(_, high)| high), low(range(&medians)), range(&nineties).map(|(_, high)| high)]
}

fn row(days: &[DayMinutes], drawn: &[DayMinutes], minute: i64) -> MinuteRow {
    let count_of = |day: &DayMinutes| day.count(minute);
    let waits_of = |day: &DayMinutes| day.waits(minute);
    let [line_drawn_low, line_drawn_high, wait_drawn_low, wait_drawn_high] = drawn_ranges(drawn, minute);
    let mean = |of: &dyn Fn(&MinuteCount) -> f64| {
        days.iter().map(|day| of(&count_of(day))).sum::<f64>() / days.len() as f64
    };
    let level = |of: fn(&MinuteCount) -> Level| {
        let start = mean(&|count| f64::from(of(count).start));
        (start, mean(&|count| of(count).mean), mean(&|count| f64::from(of(count).max)))
    };
    let known = |of: &dyn Fn(&ShownWait) -> Option<f64>| {
        let values: Vec<f64> = days.iter().filter_map(|day| of(&count_of(day).shown)).collect();
        mean_of(&values)
    };
    let (line_start, line_mean, line_max) = level(|count| count.line);
    let (waiting_start, waiting_mean, waiting_max) = level(|count| count.waiting);
    let (active_start, active_mean, active_max) = level(|count| count.active);
    let (inside_start, inside_mean, inside_max) = level(|count| count.inside);
    let lines: Vec<f64> = days.iter().map(|day| count_of(day).line.mean).collect();
    let (line_low, line_high) = range(&lines).unwrap_or((line_mean, line_mean));
    let medians: Vec<f64> = days.iter().filter_map(|day| waits_of(day).median).collect();
    let nineties: Vec<f64> = days.iter().filter_map(|day| waits_of(day).nine_in_ten).collect();
    let shares: Vec<f64> = days.iter().filter_map(|day| waits_of(day).admitted_share).collect();
    let places: Vec<f64> = days.iter().filter_map(|day| waits_of(day).booked_share).collect();
    let origin: Vec<OriginMinute> =
        days.iter().filter_map(|day| day.origin.as_ref()).map(|origin| origin.minute(minute)).collect();
    let has_station = days.iter().filter_map(|day| day.origin.as_ref()).any(|origin| origin.has_station);
    let of_origin = |of: &dyn Fn(&OriginMinute) -> Option<f64>| {
        mean_of(&origin.iter().filter_map(of).collect::<Vec<f64>>())
    };
    MinuteRow {
        minute,
        arrived: mean(&|count| f64::from(count.arrived)),
        accepted: mean(&|count| f64::from(count.accepted)),
        booked: mean(&|count| f64::from(count.booked)),
        line_start,
        line_mean,
        line_max,
        line_low: line_low.max(0.0),
        line_high,
        waiting_start,
        waiting_mean,
        waiting_max,
        active_start,
        active_mean,
        active_max,
        inside_start,
        inside_mean,
        inside_max,
        shown_start: known(&|shown| shown.start.map(f64::from)),
        shown_mean: known(&|shown| shown.mean),
        shown_max: known(&|shown| shown.max.map(f64::from)),
        wait_p50: mean_of(&medians),
        wait_p90: mean_of(&nineties),
        wait_low: range(&medians).map(|(low, _)| low.max(0.0)),
        wait_high: range(&nineties).map(|(_, high)| high),
        admitted_share: mean_of(&shares),
        booked_share: mean_of(&places),
        requests: of_origin(&|minute| Some(f64::from(minute.requests))),
        failed_requests: of_origin(&|minute| has_station.then(|| f64::from(minute.failed))),
        utilisation_mean: of_origin(&|minute| minute.utilisation),
        response_p95: of_origin(&|minute| minute.response_p95_seconds),
        line_drawn_low,
        line_drawn_high,
        wait_drawn_low,
        wait_drawn_high,
    }
}

fn mean_of(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// Range for one day at 95 %.
fn range(values: &[f64]) -> Option<(f64, f64)> {
    prediction_interval(values, 0.95).map(|(interval, _)| (interval.low, interval.high))
}
