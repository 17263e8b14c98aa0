//! What stands where on a timetable of waits: a row for each stretch of time, with a bar, words and a wait. The same for every
//! format.

use plotters_backend::DrawingBackend;

use super::canvas::{Align, Canvas, Drawn, Point};
use super::frame::{Frame, HEADING_EM, HEIGHT, MARGIN, WIDTH};
use super::legend::{Legend, ROW, Sample};
use super::stroke::{FRAME, GRID, INK, SMALL_PRINT};
use super::{TimetableChart, TimetableLine, font, marks};

/// Largest and smallest text of the rows, CSS pixels.
const LARGEST_EM: f64 = 64.0;
const SMALLEST_EM: f64 = 5.0;
const EM_STEP: f64 = 0.5;
/// A remark, and a wait below its words, as shares of the text of the row.
const REMARK: f64 = 0.6;
const BELOW: f64 = 0.75;
/// From one baseline to the next, in ems of the lower text.
const LEADING: f64 = 1.4;
/// How much of the height of a row its texts may take.
const FILLED: f64 = 0.64;
/// Between columns, in ems of the row.
const GAP: f64 = 0.9;
/// Narrowest bar and highest one, in ems of the row; how much of its height a bar may take.
const NARROWEST_BAR: f64 = 3.6;
const HIGHEST_BAR: f64 = 1.8;
const BAR_SHARE: f64 = 0.62;
/// Widest bar, CSS pixels.
const WIDEST_BAR: f64 = 420.0;
const HEADING_ROW: f64 = 34.0;
/// From the last row to the first baseline of the legend, and from its last one to the footer.
const LEGEND_DROP: f64 = 30.0;
const LEGEND_GAP: f64 = 26.0;
/// Room for readers whose fonts run wider than ours, as a factor.
const SLACK: f64 = 1.05;
/// From the middle of a text to its baseline, in ems.
const DROP: f64 = 0.36;

/// Draws the chart and ends the picture.
pub(super) fn draw<B: DrawingBackend>(chart: &TimetableChart, mut canvas: Canvas<B>) -> Drawn<B> {
    let plan = Plan::of(chart);
    plan.frame.draw(&mut canvas)?;
    plan.draw_headings(chart, &mut canvas)?;
    for (position, line) in plan.lines.iter().enumerate() {
        plan.draw_line(position, line, &mut canvas)?;
    }
    if plan.lines.is_empty() {
        let middle = (WIDTH / 2.0, (plan.top + plan.bottom) / 2.0);
        canvas.text(&chart.no_data_label, middle, (HEADING_EM, Align::Centre, SMALL_PRINT))?;
    }
    canvas.level_rule((MARGIN, plan.bottom), WIDTH - MARGIN, (1.5, FRAME))?;
    plan.legend.draw(&mut canvas, (MARGIN, plan.bottom + LEGEND_DROP))?;
    canvas.finish()
}

/// The columns of rows whose text has one size: when, bar, words, wait.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Columns {
    em: f64,
    /// Whether the wait stands below its words and not beside them.
    is_below: bool,
    when: f64,
    words: f64,
    details: f64,
}

impl Columns {
    /// The widths that the texts need.
    fn of(lines: &[TimetableLine], em: f64, is_below: bool) -> Self {
        let wait_em = if is_below { em * BELOW } else { em };
        let mut columns = Columns { em, is_below, when: 0.0, words: 0.0, details: 0.0 };
        for line in lines {
            columns.when = columns.when.max(wide(&line.when, em));
            if line.level.is_some() {
                columns.words = columns.words.max(wide(&line.words, em));
                let remark = wide(&line.remark, em * REMARK);
                columns.details = columns.details.max(wide(&line.wait, wait_em)).max(remark);
            }
        }
        columns
    }

    /// The columns with the largest text that fits; the smallest text where none does.
    fn best(lines: &[TimetableLine], row_height: f64) -> Self {
        let [beside, below] = [false, true].map(|is_below| Self::largest(lines, row_height, is_below));
        if below.em > beside.em { below } else { beside }
    }

    fn largest(lines: &[TimetableLine], row_height: f64, is_below: bool) -> Self {
        let highest = lines.iter().map(|line| height(line, is_below)).fold(1.0, f64::max);
        let mut em = (row_height * FILLED / highest).clamp(SMALLEST_EM, LARGEST_EM);
        loop {
            let columns = Self::of(lines, em, is_below);
            if em <= SMALLEST_EM || columns.width(lines) <= WIDTH - 2.0 * MARGIN {
                return columns;
            }
            em = (em - EM_STEP).max(SMALLEST_EM);
        }
    }

    fn gap(&self) -> f64 {
        self.em * GAP
    }

    /// What is right of the bar.
    fn texts(&self) -> f64 {
        if self.is_below { self.words.max(self.details) } else { self.words + self.gap() + self.details }
    }

    fn width(&self, lines: &[TimetableLine]) -> f64 {
        let without_bar = lines.iter().filter(|line| line.level.is_none()).map(|line| {
            let remark = wide(&line.remark, self.em * REMARK);
            wide(&line.words, self.em) + self.gap() + remark
        });
        let with_bar = self.em * NARROWEST_BAR + self.gap() + self.texts();
        self.when + self.gap() + without_bar.fold(with_bar, f64::max)
    }
}

fn wide(text: &str, em: f64) -> f64 {
    font::width(text, em) * SLACK
}

/// Height of the texts of a row, in its ems.
fn height(line: &TimetableLine, is_below: bool) -> f64 {
    let texts = stack(line, 1.0, is_below);
    texts.iter().skip(1).map(|(_, em)| em * LEADING).sum::<f64>() + 1.0
}

/// The texts that stand below each other right of the bar, with their sizes.
fn stack(line: &TimetableLine, em: f64, is_below: bool) -> Vec<(&str, f64)> {
    if line.level.is_none() {
        return vec![(line.words.as_str(), em)];
    }
    let wait = (line.wait.as_str(), if is_below { em * BELOW } else { em });
    let remark = (line.remark.as_str(), em * REMARK);
    let texts = if is_below { vec![(line.words.as_str(), em), wait, remark] } else { vec![wait, remark] };
    texts.into_iter().filter(|(text, _)| !text.is_empty()).collect()
}

/// Where everything goes.
struct Plan {
    frame: Frame,
    legend: Legend,
    lines: Vec<TimetableLine>,
    columns: Columns,
    /// Right end of the bars.
    bar: f64,
    top: f64,
    bottom: f64,
    row_height: f64,
}

impl Plan {
    fn of(chart: &TimetableChart) -> Self {
        let frame = Frame::of(&chart.title, &chart.subtitle, &chart.footer);
        let room = WIDTH - 2.0 * MARGIN;
        let entries = chart.legend.iter().map(|(level, label)| (Sample::Level(*level), label.as_str()));
        let legend = Legend::flow(entries, room);
        let top = frame.header() + HEADING_ROW;
        let below = LEGEND_DROP + ROW * legend.row_count().saturating_sub(1) as f64 + LEGEND_GAP;
        let bottom = HEIGHT - frame.footer_height() - below;
        let row_height = (bottom - top) / chart.rows.len().max(1) as f64;
        let lines: Vec<TimetableLine> = chart.rows.iter().map(printable).collect();
        let columns = Columns::best(&lines, row_height);
        let texts_from = WIDTH - MARGIN - columns.texts();
        let bar_from = MARGIN + columns.when + columns.gap();
        let narrowest = bar_from + columns.em * NARROWEST_BAR;
        let bar = (texts_from - columns.gap()).min(bar_from + WIDEST_BAR).max(narrowest);
        Self { frame, legend, lines, columns, bar, top, bottom, row_height }
    }

    /// Left end of the bars, and of the words of rows without one.
    fn bar_from(&self) -> f64 {
        // Times that are too long for any size leave half of the picture to the waits.
        (MARGIN + self.columns.when + self.columns.gap()).min(WIDTH / 2.0)
    }

    fn draw_headings<B: DrawingBackend>(&self, chart: &TimetableChart, canvas: &mut Canvas<B>) -> Drawn<B> {
        let baseline = self.top - 11.0;
        let style = (HEADING_EM, Align::Left, INK);
        let when = font::printable(&chart.when_label);
        let from = self.bar_from().max(MARGIN + wide(&when, HEADING_EM) + HEADING_EM).min(WIDTH / 2.0);
        canvas.text(&font::cut(&when, HEADING_EM, from - MARGIN - HEADING_EM), (MARGIN, baseline), style)?;
        let wait = font::cut(&font::printable(&chart.wait_label), HEADING_EM, WIDTH - MARGIN - from);
        canvas.text(&wait, (from, baseline), style)?;
        canvas.level_rule((MARGIN, self.top), WIDTH - MARGIN, (1.5, FRAME))
    }

    fn draw_line<B: DrawingBackend>(
        &self,
        position: usize,
        line: &TimetableLine,
        canvas: &mut Canvas<B>,
    ) -> Drawn<B> {
        let top = self.top + position as f64 * self.row_height;
        if position > 0 {
            canvas.level_rule((MARGIN, top), WIDTH - MARGIN, (1.0, GRID))?;
        }
        let middle = top + self.row_height / 2.0;
        let Columns { em, is_below, words, .. } = self.columns;
        let from = self.bar_from();
        write(&[(&line.when, em)], (MARGIN, middle), from - self.columns.gap(), canvas)?;
        let Some(level) = line.level else { return self.draw_without_bar(line, (from, middle), canvas) };
        let half = (self.row_height * BAR_SHARE).min(em * HIGHEST_BAR) / 2.0;
        marks::draw(level, ((from, middle - half), (self.bar, middle + half)), canvas)?;
        let mut x = self.bar + self.columns.gap();
        if !is_below {
            write(&[(&line.words, em)], (x, middle), WIDTH - MARGIN, canvas)?;
            x += words + self.columns.gap();
        }
        write(&stack(line, em, is_below), (x, middle), WIDTH - MARGIN, canvas)
    }

    /// Words where the bar would be: a row without a wait is no row with a short one.
    fn draw_without_bar<B: DrawingBackend>(
        &self,
        line: &TimetableLine,
        at: Point,
        canvas: &mut Canvas<B>,
    ) -> Drawn<B> {
        let em = self.columns.em;
        write(&[(&line.words, em)], at, WIDTH - MARGIN, canvas)?;
        let x = at.0 + wide(&line.words, em) + self.columns.gap();
        write(&[(&line.remark, em * REMARK)], (x, at.1), WIDTH - MARGIN, canvas)
    }
}

/// Writes texts below each other around the middle of a row, each cut where it would run over `to`.
fn write<B: DrawingBackend>(texts: &[(&str, f64)], at: Point, to: f64, canvas: &mut Canvas<B>) -> Drawn<B> {
    let below: f64 = texts.iter().skip(1).map(|(_, em)| em * LEADING).sum();
    let first = texts.first().map_or(0.0, |(_, em)| *em);
    let last = texts.last().map_or(0.0, |(_, em)| *em);
    // The middle between the upper edge of the first and the lower edge of the last.
    let mut baseline = at.1 - below / 2.0 + (first + last) / 2.0 * DROP;
    for (position, (text, em)) in texts.iter().enumerate() {
        if position > 0 {
            baseline += em * LEADING;
        }
        if at.0 < to && !text.is_empty() {
            canvas.text(&font::cut(text, *em, to - at.0), (at.0, baseline), (*em, Align::Left, INK))?;
        }
    }
    Ok(())
}

fn printable(line: &TimetableLine) -> TimetableLine {
    TimetableLine {
        when: font::printable(&line.when),
        level: line.level,
        words: font::printable(&line.words),
        wait: font::printable(&line.wait),
        remark: font::printable(&line.remark),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ChartFormat, TimetableLevel, timetable_picture};
    use super::*;

    fn line(when: &str, level: Option<TimetableLevel>, words: &str, wait: &str) -> TimetableLine {
        TimetableLine {
            when: when.to_owned(),
            level,
            words: words.to_owned(),
            wait: wait.to_owned(),
            remark: String::new(),
        }
    }

    fn small() -> TimetableChart {
        TimetableChart {
            title: "予防接種の予約受付".to_owned(),
            subtitle: "約9割の方".to_owned(),
            when_label: "時刻".to_owned(),
            wait_label: "待ち時間".to_owned(),
            rows: vec![
                line("9:00～9:10", Some(TimetableLevel::High), "長め", "約60分"),
                line("9:10～9:20", Some(TimetableLevel::Middle), "やや長め", "約30分"),
                line("9:20以降", Some(TimetableLevel::Low), "短め", "約5分"),
                line("10:00以降", None, "なくなる見込み", ""),
            ],
            legend: vec![
                (TimetableLevel::Low, "短め：20分以内".to_owned()),
                (TimetableLevel::Middle, "やや長め：40分以内".to_owned()),
                (TimetableLevel::High, "長め：40分を超える".to_owned()),
            ],
            no_data_label: "データなし".to_owned(),
            footer: "machiai".to_owned(),
        }
    }

    fn svg(chart: &TimetableChart) -> String {
        String::from_utf8(timetable_picture(chart, ChartFormat::Svg).unwrap()).unwrap()
    }

    #[test]
    fn every_text_is_on_the_picture_and_escaped() {
        let mut chart = small();
        chart.title = "<script>alert(1)</script>".to_owned();
        chart.rows[0].remark = "a & \u{0}b".to_owned();
        let svg = svg(&chart);
        assert!(!svg.contains("<script") && svg.contains("&lt;script&gt;"));
        for text in [
            "9:00～9:10",
            "長め",
            "やや長め",
            "約60分",
            "なくなる見込み",
            "短め：20分以内",
            "時刻",
            "a &amp;",
        ] {
            assert!(svg.contains(text), "{text}");
        }
    }

    #[test]
    fn the_levels_differ_in_lightness_and_hatching() {
        let of = |level| {
            let mut chart = small();
            chart.rows = vec![line("9:00", Some(level), "", "")];
            chart.legend.clear();
            svg(&chart)
        };
        let [low, middle, high] = [TimetableLevel::Low, TimetableLevel::Middle, TimetableLevel::High].map(of);
        let count = |svg: &str, mark: &str| svg.matches(mark).count();
        assert_eq!([&low, &middle, &high].map(|svg| count(svg, "<polyline") > 0), [false, true, false]);
        let filled = |svg: &str, paint: super::super::stroke::Paint| {
            let (red, green, blue) = paint.rgb;
            count(svg, &format!("fill=\"#{red:02X}{green:02X}{blue:02X}\""))
        };
        use super::super::stroke::{LEVEL_HIGH, LEVEL_LOW, LEVEL_MIDDLE};
        assert_eq!(
            [filled(&low, LEVEL_LOW), filled(&middle, LEVEL_MIDDLE), filled(&high, LEVEL_HIGH)],
            [1, 2, 3]
        );
    }

    #[test]
    fn same_chart_same_bytes() {
        for format in [ChartFormat::Png, ChartFormat::Svg] {
            assert_eq!(timetable_picture(&small(), format), timetable_picture(&small(), format));
        }
    }

    #[test]
    fn text_is_larger_where_there_are_fewer_rows_and_stays_on_the_picture() {
        let rows =
            |count: usize| -> Vec<TimetableLine> { small().rows.into_iter().cycle().take(count).collect() };
        let em = |count: usize| Plan::of(&TimetableChart { rows: rows(count), ..small() }).columns.em;
        assert!(em(3) > em(8) && em(8) > em(14) && em(14) >= 18.0, "{} {} {}", em(3), em(8), em(14));
        let long = "約2時間30分（長い場合は約1日と12時間）".repeat(3);
        let rows = vec![line(&"9".repeat(80), Some(TimetableLevel::High), "長め", &long)];
        let plan = Plan::of(&TimetableChart { rows, ..small() });
        assert!(plan.bar < WIDTH && plan.columns.width(&plan.lines) <= WIDTH - 2.0 * MARGIN);
    }

    #[test]
    fn odd_data_is_no_error() {
        let mut none = small();
        none.rows.clear();
        none.legend.clear();
        assert!(svg(&none).contains("データなし"));
        let mut endless = small();
        endless.rows = vec![line(&"長".repeat(5000), Some(TimetableLevel::Low), &"い".repeat(5000), "")];
        let mut many = small();
        many.rows = vec![line("9:00", Some(TimetableLevel::Middle), "長め", "約1分"); 2000];
        let mut blank = small();
        blank.rows = vec![line("", None, "", ""), line("\u{0}", Some(TimetableLevel::High), "\n", " ")];
        for chart in [&none, &endless, &many, &blank] {
            timetable_picture(chart, ChartFormat::Svg).unwrap();
        }
        timetable_picture(&endless, ChartFormat::Png).unwrap();
    }
}
