//! The charts of an answer: its minutes as curves, its words from the report. One picture of the whole day, and one for each
//! side of it.

use super::chart::{
    ChartError, ChartFormat, Limit, LimitKind, Mark, Panel, Scale, TimeAxis, TimeChart, TimeCurve,
    TimeCurveKind, UnitLabel, missing_glyphs, time_chart,
};
use crate::report::{ChartTexts, Language, LoadShown, LoadTexts, chart_texts};
use crate::results::{Answer, Measure, MinuteRow, Observed, ObservedMinute};

/// Draws line, active, inside and the wait by arrival minute on one time axis; the load of the servers where requests are
/// played, and the instant at which the places are gone.
///
/// # Errors
/// If a figure cannot be drawn (not finite, negative) or the picture cannot be made.
pub fn answer_chart(answer: &Answer, language: Language, format: ChartFormat) -> Result<Vec<u8>, ChartError> {
    time_chart(&Day::of(answer, language).whole(), format)
}

/// The characters of the chart's words that its font lacks; they would be blank.
pub fn missing_in_chart(answer: &Answer, language: Language) -> Vec<char> {
    let texts = chart_texts(answer, language);
    missing_glyphs(&[texts.title, texts.subtitle, texts.footer].concat())
}

/// Share of the most active users below which a minute without a line is not worth drawing.
const QUIET: f64 = 0.02;
/// Minutes drawn after the last busy one.
const MARGIN: usize = 10;
/// What was seen later than this after the last minute that is drawn would squeeze the rest.
const MINUTES_BEYOND: i64 = 180;
/// People a minute below which arrivals are not worth drawing.
const FEW: f64 = 0.5;

/// An answer that is to be drawn.
pub(super) struct Day<'a> {
    answer: &'a Answer,
    /// Up to a little after the line is gone and the site is quiet: a tail of hours says nothing.
    minutes: &'a [MinuteRow],
    /// What was seen on the day itself.
    observed: Option<&'a Observed>,
    texts: ChartTexts,
}

impl<'a> Day<'a> {
    pub(super) fn of(answer: &'a Answer, language: Language) -> Day<'a> {
        let texts = chart_texts(answer, language);
        Day { answer, minutes: busy(&answer.minutes), observed: None, texts }
    }

    /// The same with what was seen on the day itself.
    pub(super) fn with(self, observed: Option<&'a Observed>) -> Day<'a> {
        Day { observed, ..self }
    }

    /// People above, waits below, the load of the servers between.
    pub(super) fn whole(&self) -> TimeChart {
        let shares = if self.texts.load.is_some() { [0.46, 0.24, 0.3] } else { [0.58, 0.0, 0.42] };
        let panels = [
            Some(self.people_panel(shares[0])),
            self.texts.load.as_ref().map(|texts| self.load_panel(texts, shares[1])),
            Some(self.wait_panel(shares[2], false)),
        ];
        self.chart(self.texts.subtitle.clone(), panels)
    }

    /// How long people wait, by the minute in which they come: what residents want to know.
    pub(super) fn waits(&self) -> TimeChart {
        self.chart(self.texts.subtitle.clone(), [Some(self.wait_panel(1.0, true))])
    }

    /// Line, active and inside with the limits.
    pub(super) fn people(&self) -> TimeChart {
        let mut panel = self.people_panel(1.0);
        let drawn = self.band(|row| row.line_drawn_low.zip(row.line_drawn_high));
        if let Some(line) = panel.curves.first_mut().filter(|_| !drawn.is_empty()) {
            line.band = drawn;
            panel.band_label = self.texts.range_band.clone();
        }
        panel.limits.extend(self.safe(LoadShown::Inside));
        let texts = &self.texts;
        panel.curves.extend(self.seen(TimeCurveKind::LineObserved, &texts.line_seen, |minute| minute.line));
        panel
            .curves
            .extend(self.seen(TimeCurveKind::ActiveObserved, &texts.active_seen, |minute| minute.active));
        self.chart(self.texts.people_caption.clone(), [Some(panel)])
    }

    /// People who come and people who are let in, minute by minute.
    pub(super) fn flow(&self) -> TimeChart {
        let texts = &self.texts;
        let busy = self.minutes.iter().any(|row| row.booked > 0.0);
        let curves = [
            self.seen(TimeCurveKind::LetInObserved, &texts.accepted_seen, |minute| minute.accepted),
            Some(self.curve(TimeCurveKind::LetIn, &texts.accepted, |row| Some(row.accepted))),
            busy.then(|| self.curve(TimeCurveKind::Booked, &texts.booked, |row| Some(row.booked))),
            Some(self.curve(TimeCurveKind::Arrived, &texts.arrived, |row| Some(row.arrived))),
        ];
        let limit = texts.rate_limit.clone().zip(self.answer.flow.rate_per_minute);
        let panel = Panel {
            heading: texts.people_per_minute.clone(),
            scale: Scale::People,
            curves: curves.into_iter().flatten().collect(),
            band_label: String::new(),
            limits: limit
                .map(|(label, level)| Limit { kind: LimitKind::Set, label, level })
                .into_iter()
                .collect(),
            share: 1.0,
        };
        self.chart(texts.flow_caption.clone(), [Some(panel)])
    }

    /// How busy the servers are and how fast they answer; `None` where nothing is known of them.
    pub(super) fn origin(&self) -> Option<TimeChart> {
        let load = self.texts.load.as_ref()?;
        let answers = self.minutes.iter().any(|row| row.response_p95.is_some());
        let is_station = self.answer.origin.as_ref().is_some_and(|origin| origin.has_station);
        let response = (answers && is_station).then(|| Panel {
            heading: self.texts.response_seconds.clone(),
            scale: Scale::Number,
            curves: vec![self.curve(TimeCurveKind::Response, &self.texts.response, |row| row.response_p95)],
            band_label: String::new(),
            limits: Vec::new(),
            share: 0.45,
        });
        Some(self.chart(self.texts.origin_caption.clone(), [Some(self.load_panel(load, 0.55)), response]))
    }

    /// The chance of a place by the minute of arrival; `None` where there are places for everyone.
    pub(super) fn chance(&self) -> Option<TimeChart> {
        self.answer.places.as_ref()?;
        let texts = &self.texts;
        let chance = |row: &MinuteRow| {
            row.booked_share.filter(|_| row.arrived >= FEW).map(|share| (share * 100.0).clamp(0.0, 100.0))
        };
        let panel = Panel {
            heading: texts.chance_percent.clone(),
            scale: Scale::Load { least_top: 100.0 },
            curves: vec![self.curve(TimeCurveKind::Chance, &texts.chance, chance)],
            band_label: String::new(),
            limits: Vec::new(),
            share: 1.0,
        };
        Some(self.chart(texts.chance_caption.clone(), [Some(panel)]))
    }

    fn chart(&self, subtitle: String, panels: impl IntoIterator<Item = Option<Panel>>) -> TimeChart {
        TimeChart {
            title: self.texts.title.clone(),
            subtitle,
            time_axis: time_axis(self.answer, &self.texts),
            panels: panels.into_iter().flatten().collect(),
            mark: self.mark(),
            opening_label: self.texts.opening.clone(),
            no_data_label: self.texts.no_data.clone(),
            footer: self.texts.footer.clone(),
        }
    }

    /// The mean over a minute stands in its middle.
    fn curve(&self, kind: TimeCurveKind, label: &str, of: impl Fn(&MinuteRow) -> Option<f64>) -> TimeCurve {
        let points = self.minutes.iter().map(|row| (row.minute as f64 + 0.5, of(row)));
        TimeCurve { kind, label: label.to_owned(), points: points.collect(), band: Vec::new() }
    }

    /// What was seen in the minutes that are drawn, and in those before them; `None` where nothing was.
    fn seen(
        &self,
        kind: TimeCurveKind,
        label: &str,
        of: impl Fn(&ObservedMinute) -> Option<f64>,
    ) -> Option<TimeCurve> {
        let last = self.minutes.last().map_or(i64::MAX, |row| row.minute.saturating_add(MINUTES_BEYOND));
        let minutes = self.observed?.minutes.iter().filter(|minute| minute.minute <= last);
        let points: Vec<_> = minutes.map(|minute| (minute.minute as f64 + 0.5, of(minute))).collect();
        let is_seen = points.iter().any(|point| point.1.is_some());
        is_seen.then(|| TimeCurve { kind, label: label.to_owned(), points, band: Vec::new() })
    }

    fn band(&self, of: impl Fn(&MinuteRow) -> Option<(f64, f64)>) -> Vec<(f64, f64, f64)> {
        let ends = |row: &MinuteRow| of(row).map(|(low, high)| (row.minute as f64 + 0.5, low, high));
        self.minutes.iter().filter_map(ends).collect()
    }

    fn people_panel(&self, share: f64) -> Panel {
        let texts = &self.texts;
        let line = TimeCurve {
            band: self.band(|row| Some((row.line_low, row.line_high))),
            ..self.curve(TimeCurveKind::Line, &texts.line, |row| Some(row.line_mean))
        };
        let limit = texts.limit.clone().zip(self.answer.flow.slots);
        let limits =
            limit.map(|(label, slots)| Limit { kind: LimitKind::Set, label, level: f64::from(slots) });
        Panel {
            heading: texts.people.clone(),
            scale: Scale::People,
            curves: vec![
                line,
                self.curve(TimeCurveKind::Active, &texts.active, |row| Some(row.active_mean)),
                self.curve(TimeCurveKind::Inside, &texts.inside, |row| Some(row.inside_mean)),
            ],
            band_label: texts.band.clone(),
            limits: limits.into_iter().collect(),
            share,
        }
    }

    /// The waits; with the range over days on which everything not given is drawn, if there were such days.
    fn wait_panel(&self, share: f64, with_range: bool) -> Panel {
        let texts = &self.texts;
        let minutes = |seconds: Option<f64>| seconds.map(|seconds| seconds / 60.0);
        let wait = |kind: TimeCurveKind, label: &str, of: fn(&MinuteRow) -> Option<f64>| {
            self.curve(kind, label, |row| minutes(of(row)))
        };
        let mut half = wait(TimeCurveKind::HalfWait, &texts.wait_p50, |row| row.wait_p50);
        let drawn = self.band(|row| minutes(row.wait_drawn_low).zip(minutes(row.wait_drawn_high)));
        let by_chance = self.band(|row| minutes(row.wait_low).zip(minutes(row.wait_high)));
        let band_label = match drawn.is_empty() {
            true => texts.band.clone(),
            false => texts.range_band.clone(),
        };
        if with_range {
            half.band = if drawn.is_empty() { by_chance } else { drawn };
        }
        Panel {
            heading: texts.wait_minutes.clone(),
            scale: Scale::Wait { heading_in_hours: texts.wait_hours.clone() },
            curves: vec![half, wait(TimeCurveKind::MostWait, &texts.wait_p90, |row| row.wait_p90)],
            band_label,
            limits: Vec::new(),
            share,
        }
    }

    /// The load of the servers that comes nearest to what is safe.
    fn load_panel(&self, texts: &LoadTexts, share: f64) -> Panel {
        let of = |row: &MinuteRow| match texts.shown {
            LoadShown::Utilisation => row.utilisation_mean.map(|share| share * 100.0),
            LoadShown::Requests => row.requests.map(|requests| requests / 60.0),
            LoadShown::Inside => Some(row.inside_max),
        };
        let is_share = texts.shown == LoadShown::Utilisation;
        Panel {
            heading: texts.heading.clone(),
            scale: Scale::Load { least_top: if is_share { 100.0 } else { 0.0 } },
            curves: vec![self.curve(TimeCurveKind::Load, &texts.curve, of)],
            band_label: String::new(),
            limits: self.safe(texts.shown).into_iter().collect(),
            share,
        }
    }

    /// What is safe of a load, if that is the load that is shown.
    fn safe(&self, shown: LoadShown) -> Option<Limit> {
        let load = self.texts.load.as_ref().filter(|load| load.shown == shown)?;
        let (label, level) = load.safe.clone()?;
        Some(Limit { kind: LimitKind::Safe, label, level })
    }

    /// The instant at which the places are gone.
    fn mark(&self) -> Option<Mark> {
        let label = self.texts.places_gone.clone()?;
        let measures = &self.answer.measures;
        let (_, gone) = measures.iter().find(|(measure, _)| *measure == Measure::SoldOut)?;
        Some(Mark { minute: gone.value? / 60.0, label })
    }
}

fn time_axis(answer: &Answer, texts: &ChartTexts) -> TimeAxis {
    match answer.opens_at_second_of_day {
        Some(second) => TimeAxis::Clock {
            opening_minute_of_day: second as f64 / 60.0,
            label: texts.time_of_day.clone(),
            day_label: texts.day_number.clone(),
        },
        None => TimeAxis::SinceOpening(UnitLabel {
            minutes: texts.minutes_since_opening.clone(),
            hours: texts.hours_since_opening.clone(),
        }),
    }
}

fn busy(minutes: &[MinuteRow]) -> &[MinuteRow] {
    let most = minutes.iter().map(|row| row.active_mean).fold(0.0, f64::max);
    let last = minutes.iter().rposition(|row| row.line_mean >= 1.0 || row.active_mean > QUIET * most);
    let end = last.map_or(minutes.len(), |last| (last + MARGIN).min(minutes.len()));
    &minutes[..end]
}
