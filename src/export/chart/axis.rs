//! Which numbers an axis shows and how they read. Knows no pixels but the room it is given.

use super::TimeAxis;

const DAY: f64 = 1440.0;

/// Most steps on an axis of people or waits.
const MOST_STEPS: f64 = 7.0;

/// Most steps on an axis of loads, whose panel is low.
const MOST_LOAD_STEPS: f64 = 5.0;

/// Room above the largest value, as a factor.
const HEADROOM: f64 = 1.01;

/// Least distance of two labels on the time axis, CSS pixels.
const LEAST_TICK_DISTANCE: f64 = 62.0;

/// Waits from here on are counted in hours, minutes.
const LONG_WAIT: f64 = 180.0;

/// Spans above this are counted in hours where time runs from the opening, minutes.
const LONG_SPAN: f64 = 360.0;

const WAIT_STEPS_MINUTES: [f64; 11] = [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 20.0, 30.0, 60.0];
const WAIT_STEPS_HOURS: [f64; 8] = [0.5, 1.0, 2.0, 3.0, 4.0, 6.0, 12.0, 24.0];
const TIME_STEPS: [f64; 13] = [1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 180.0, 240.0, 360.0, 720.0, DAY];

/// A marked place on an axis.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tick {
    /// In the unit of the data: people or minutes.
    pub(super) at: f64,
    pub(super) text: String,
}

/// An axis from zero to a round number.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ValueAxis {
    /// The upper end in the unit of the data, above zero.
    pub(super) top: f64,
    pub(super) ticks: Vec<Tick>,
    /// Whether the labels are hours while the data are minutes.
    pub(super) in_hours: bool,
}

/// A day that is seen, at least in part, on the time axis.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Day {
    pub(super) from: f64,
    pub(super) to: f64,
    pub(super) text: String,
}

/// The time axis, minutes from the opening.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TimeScale {
    pub(super) first: f64,
    pub(super) last: f64,
    pub(super) ticks: Vec<Tick>,
    pub(super) title: String,
    /// Empty unless several days are seen.
    pub(super) days: Vec<Day>,
}

/// The axis for counts up to `largest`; whole numbers only.
pub(super) fn people_axis(largest: f64) -> ValueAxis {
    let step = round_step(largest * HEADROOM / MOST_STEPS).max(1.0);
    value_axis(largest, step, 1.0)
}

/// The axis for numbers of any size from zero up to `largest`.
pub(super) fn number_axis(largest: f64) -> ValueAxis {
    value_axis(largest, round_step(largest * HEADROOM / MOST_STEPS), 1.0)
}

/// A range of round numbers that holds both ends, with its ticks.
pub(super) fn round_range(low: f64, high: f64) -> (f64, f64, Vec<Tick>) {
    let spread = if high > low { high - low } else { high.abs().max(1.0) };
    let step = round_step(spread * HEADROOM / MOST_STEPS);
    let from = (low / step + 1e-9).floor() * step;
    let count = ((high - from) / step - 1e-9).ceil().max(1.0) as u32;
    let tick = |index: u32| {
        let at = from + f64::from(index) * step;
        Tick { at, text: number(at, decimals(step)) }
    };
    (from, from + f64::from(count) * step, (0..=count).map(tick).collect())
}

/// 1, 2 and 5 times the powers of ten between two ends, and the ends themselves where there is none; both are above zero.
pub(super) fn decades(low: f64, high: f64) -> Vec<Tick> {
    let (first, last) = (low.log10().floor() as i32, high.log10().ceil() as i32);
    let all = (first..=last).flat_map(|power| [1.0, 2.0, 5.0].map(|factor| factor * 10_f64.powi(power)));
    let mut between: Vec<f64> =
        all.filter(|at| *at >= low * (1.0 - 1e-9) && *at <= high * (1.0 + 1e-9)).collect();
    if between.is_empty() {
        between = vec![low, high];
    }
    let tick = |at: f64| Tick { at, text: number(at, if at >= 1.0 { 0 } else { 3 }) };
    between.into_iter().map(tick).collect()
}

/// The axis for a load up to `largest`, in percent or in requests.
pub(super) fn load_axis(largest: f64) -> ValueAxis {
    let step = round_step(largest / MOST_LOAD_STEPS).max(1.0);
    value_axis(largest / HEADROOM, step, 1.0)
}

/// The axis for waits up to `largest` minutes.
pub(super) fn wait_axis(largest: f64) -> ValueAxis {
    let (steps, unit) =
        if largest >= LONG_WAIT { (&WAIT_STEPS_HOURS[..], 60.0) } else { (&WAIT_STEPS_MINUTES[..], 1.0) };
    let wanted = largest * HEADROOM / unit / MOST_STEPS;
    let step = if largest > 0.0 { first_at_least(steps, wanted) } else { 1.0 };
    value_axis(largest, step * unit, unit)
}

fn value_axis(largest: f64, step: f64, unit: f64) -> ValueAxis {
    let count = (largest * HEADROOM / step).ceil().max(1.0) as u32;
    let decimals = decimals(step / unit);
    let tick = |index: u32| {
        let at = f64::from(index) * step;
        Tick { at, text: number(at / unit, decimals) }
    };
    ValueAxis { top: f64::from(count) * step, ticks: (0..=count).map(tick).collect(), in_hours: unit > 1.0 }
}

/// The time axis for a plot of this width, CSS pixels.
pub(super) fn time_scale(axis: &TimeAxis, (first, last): (f64, f64), width: f64) -> TimeScale {
    let most = (width / LEAST_TICK_DISTANCE).max(1.0);
    let step = first_at_least(&TIME_STEPS, (last - first) / most);
    match axis {
        TimeAxis::SinceOpening(label) => {
            let in_hours = last - first > LONG_SPAN;
            let (unit, title) = if in_hours { (60.0, &label.hours) } else { (1.0, &label.minutes) };
            let decimals = decimals(step / unit);
            TimeScale {
                first,
                last,
                ticks: ticks((first, last), step, 0.0, |at| number(at / unit, decimals)),
                title: title.clone(),
                days: Vec::new(),
            }
        }
        TimeAxis::Clock { opening_minute_of_day: opening, label, day_label } => {
            let first_day = ((first + opening) / DAY).floor();
            let day = |number: f64| day_label.replace("{day}", &format!("{number:.0}"));
            let text = |at: f64| {
                if step < DAY {
                    clock(at + opening)
                } else {
                    day(((at + opening) / DAY).round() - first_day + 1.0)
                }
            };
            let days = if step < DAY { days((first, last), *opening, day) } else { Vec::new() };
            TimeScale {
                first,
                last,
                ticks: ticks((first, last), step, *opening, text),
                title: label.clone(),
                days,
            }
        }
    }
}

/// Marks where the minute plus `offset` is a multiple of `step`.
fn ticks((first, last): (f64, f64), step: f64, offset: f64, text: impl Fn(f64) -> String) -> Vec<Tick> {
    let from = ((first + offset) / step - 1e-9).ceil();
    let to = ((last + offset) / step + 1e-9).floor();
    let count = (to - from).clamp(-1.0, 1000.0) as i64;
    (0..=count)
        .map(|index| {
            let at = (from + index as f64) * step - offset;
            Tick { at, text: text(at) }
        })
        .collect()
}

fn days((first, last): (f64, f64), opening: f64, text: impl Fn(f64) -> String) -> Vec<Day> {
    let first_day = ((first + opening) / DAY).floor();
    let count = ((last + opening) / DAY).ceil() - first_day;
    if count <= 1.0 {
        return Vec::new();
    }
    (0..count.min(1000.0) as i64)
        .map(|index| {
            let from = (first_day + index as f64) * DAY - opening;
            Day { from: from.max(first), to: (from + DAY).min(last), text: text(index as f64 + 1.0) }
        })
        .collect()
}

/// The first step that is large enough, or a round number beyond the last.
fn first_at_least(steps: &[f64], wanted: f64) -> f64 {
    let last = steps.last().copied().unwrap_or(1.0);
    steps.iter().copied().find(|&step| step >= wanted).unwrap_or_else(|| last * round_step(wanted / last))
}

/// The least of 1, 2 and 5 times a power of ten that is at least `wanted`.
fn round_step(wanted: f64) -> f64 {
    if wanted <= 0.0 {
        return 1.0;
    }
    let power = 10_f64.powf(wanted.log10().floor());
    [1.0, 2.0, 5.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|&step| step >= wanted * (1.0 - 1e-9))
        .unwrap_or(10.0 * power)
}

/// How many decimals multiples of `step` need, at most three.
fn decimals(step: f64) -> usize {
    let whole = |value: f64| (value - value.round()).abs() < 1e-6;
    (0..3).find(|&places| whole(step * 10_f64.powi(places))).unwrap_or(3) as usize
}

/// A number with commas between thousands and a true minus sign.
fn number(value: f64, decimals: usize) -> String {
    let digits = format!("{:.decimals$}", value.abs());
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut text = String::new();
    if value < 0.0 && digits.chars().any(|digit| ('1'..='9').contains(&digit)) {
        text.push('−');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text + rest
}

/// The time of the day, as in `9:05`.
fn clock(minute_of_day: f64) -> String {
    let minute = minute_of_day.round().rem_euclid(DAY) as u32;
    format!("{}:{:02}", minute / 60, minute % 60)
}

#[cfg(test)]
mod tests {
    use super::super::UnitLabel;
    use super::*;

    fn texts(ticks: &[Tick]) -> Vec<&str> {
        ticks.iter().map(|tick| tick.text.as_str()).collect()
    }

    fn clock_axis(opening_minute_of_day: f64) -> TimeAxis {
        TimeAxis::Clock {
            opening_minute_of_day, label: "時刻".to_owned(), day_label: "{day}日目".to_owned()
        }
    }

    fn since_opening() -> TimeAxis {
        TimeAxis::SinceOpening(UnitLabel { minutes: "minutes".to_owned(), hours: "hours".to_owned() })
    }

    #[test]
    fn people_are_whole_and_grouped() {
        let axis = people_axis(28_000.0);
        assert_eq!(axis.ticks.len(), 7);
        assert_eq!(axis.ticks[6].text, "30,000");
        assert_eq!(texts(&people_axis(2.0).ticks), ["0", "1", "2", "3"]);
        assert_eq!(texts(&people_axis(0.0).ticks), ["0", "1"]);
        assert_eq!(people_axis(1e7).ticks[1].text, "2,000,000");
    }

    #[test]
    fn long_waits_are_hours() {
        let axis = wait_axis(150.0);
        assert!(!axis.in_hours);
        assert_eq!(texts(&axis.ticks), ["0", "30", "60", "90", "120", "150", "180"]);
        let axis = wait_axis(230.0);
        assert!(axis.in_hours);
        assert_eq!(texts(&axis.ticks), ["0", "1", "2", "3", "4"]);
        assert_eq!(axis.top, 240.0);
        assert_eq!(texts(&wait_axis(180.0).ticks)[..3], ["0.0", "0.5", "1.0"]);
        assert_eq!(texts(&wait_axis(0.5).ticks)[1], "0.1");
        assert_eq!(wait_axis(0.0).top, 1.0);
        assert!(wait_axis(60.0 * 24.0 * 30.0).ticks.len() < 9);
    }

    #[test]
    fn clock_ticks_stand_on_round_times() {
        let scale = time_scale(&clock_axis(510.0), (-45.0, 60.0), 600.0);
        let expected = ["7:45", "8:00", "8:15", "8:30", "8:45", "9:00", "9:15", "9:30"];
        assert_eq!(texts(&scale.ticks), expected);
        assert_eq!(scale.ticks[0].at, -45.0);
        assert!(scale.days.is_empty());
    }

    #[test]
    fn days_are_named_when_there_are_several() {
        let scale = time_scale(&clock_axis(1380.0), (-60.0, 2880.0), 1000.0);
        let days: Vec<_> = scale.days.iter().map(|day| day.text.as_str()).collect();
        assert_eq!(days, ["1日目", "2日目", "3日目"]);
        assert_eq!(scale.days[0].to, 60.0);
        let month = time_scale(&clock_axis(540.0), (0.0, 30.0 * DAY), 1000.0);
        assert_eq!(month.ticks[0].text, "3日目");
        assert!(month.ticks.len() < 20);
    }

    #[test]
    fn time_since_the_opening_goes_below_zero() {
        let scale = time_scale(&since_opening(), (-30.0, 90.0), 300.0);
        assert_eq!(texts(&scale.ticks), ["−30", "0", "30", "60", "90"]);
        let scale = time_scale(&since_opening(), (-0.0, 2880.0), 1000.0);
        assert_eq!(scale.title, "hours");
        assert_eq!(scale.ticks.last().map(|tick| tick.text.as_str()), Some("48"));
    }

    #[test]
    fn numbers_read_well() {
        assert_eq!(number(-1234567.0, 0), "−1,234,567");
        assert_eq!(number(-0.001, 1), "0.0");
        assert_eq!(number(999.5, 1), "999.5");
        assert_eq!(clock(-1.0), "23:59");
    }
}
