//! What stands where on a timetable of waits: a row for each stretch of time, with a bar, words and a wait. The same for every
//! format.

use plotters_backend::DrawingBackend;

use super::canvas::{Align, Canvas, Drawn, Point};
use super::frame::{Frame, HEADING_EM, HEIGHT, MARGIN, WIDTH};
use super::legend::{Legend, ROW, Sample};
use super::stroke::{FRAME, GRID, INK, SMALL_PRINT};
use super::{TimetableChart, TimetableLine, font, marks};

/// Largest and smallest text of the rows, CSS pixels.
const LARGEST_EM: f64 = 84.0;
const SMALLEST_EM: f64 = 5.0;
const EM_STEP: f64 = 0.5;
/// A remark, and the wait of a long day, as shares of the text of the row.
const REMARK: f64 = 0.7;
const LONGEST: f64 = 0.8;
/// From one baseline to the next, in ems of the lower text.
const LEADING: f64 = 1.4;
/// How much of the height of a row its texts may take.
const FILLED: f64 = 0.64;
/// Between columns, in ems of the row.
const GAP: f64 = 0.7;
/// Narrowest bar and highest one, in ems of the row; how much of its height a bar may take.
const NARROWEST_BAR: f64 = 3.6;
const HIGHEST_BAR: f64 = 2.8;
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

/// What stands right of a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Words,
    Wait,
    Longest,
    Remark,
}

/// The ways to set the parts: columns beside each other, with parts below each other in them.
const ARRANGEMENTS: [&[&[Part]]; 4] = [
    &[&[Part::Words], &[Part::Wait], &[Part::Longest], &[Part::Remark]],
    &[&[Part::Words], &[Part::Wait], &[Part::Longest, Part::Remark]],
    &[&[Part::Words], &[Part::Wait, Part::Longest, Part::Remark]],
    &[&[Part::Words, Part::Wait, Part::Longest, Part::Remark]],
];

impl Part {
    /// The text with its size, in a row of this size.
    fn of(self, line: &TimetableLine, em: f64) -> (&str, f64) {
        match self {
            Part::Words => (&line.words, em),
            Part::Wait => (&line.wait, em),
            Part::Longest => (&line.longest, em * LONGEST),
            Part::Remark => (&line.remark, em * REMARK),
        }
    }
}

/// The texts of some parts with their sizes; without those that are empty.
fn texts<'a>(parts: &[Part], line: &'a TimetableLine, em: f64) -> Vec<(&'a str, f64)> {
    parts.iter().map(|part| part.of(line, em)).filter(|(text, _)| !text.is_empty()).collect()
}

/// Rows whose text has one size: the time, the bar, and the columns right of it.
#[derive(Clone, Debug, PartialEq)]
struct Columns {
    em: f64,
    when: f64,
    /// The parts of each column that is not empty, and its width.
    texts: Vec<(&'static [Part], f64)>,
    /// Width of the widest row without a bar, from where the bar would be.
    without_bar: f64,
}

impl Columns {
    /// The widths that the texts need.
    fn of(lines: &[TimetableLine], em: f64, arrangement: &[&'static [Part]]) -> Self {
        let widest = |widths: &mut dyn Iterator<Item = f64>| widths.fold(0.0, f64::max);
        let (with_bar, without_bar): (Vec<_>, Vec<_>) = lines.iter().partition(|line| line.level.is_some());
        let width = |parts: &[Part]| {
            let texts = with_bar.iter().flat_map(|line| texts(parts, line, em));
            widest(&mut texts.map(|(text, em)| wide(text, em)))
        };
        let columns = arrangement.iter().map(|parts| (*parts, width(parts)));
        Self {
            em,
            when: widest(&mut lines.iter().map(|line| wide(&line.when, em))),
            texts: columns.filter(|(_, width)| *width > 0.0).collect(),
            without_bar: widest(
                &mut without_bar
                    .iter()
                    .map(|line| wide(&line.words, em) + em * GAP + wide(&line.remark, em * REMARK)),
            ),
        }
    }

    /// The columns with the largest text that fits; the smallest text where none does.
    fn best(lines: &[TimetableLine], row_height: f64) -> Self {
        let all = ARRANGEMENTS.iter().map(|arrangement| Self::largest(lines, row_height, arrangement));
        // The earlier one of equals, which has fewer texts below each other.
        let best = all.reduce(|best, other| if other.em > best.em { other } else { best });
        best.unwrap_or_else(|| Self::of(lines, SMALLEST_EM, &[]))
    }

    fn largest(lines: &[TimetableLine], row_height: f64, arrangement: &[&'static [Part]]) -> Self {
        let heights =
            lines.iter().flat_map(|line| arrangement.iter().map(|parts| height(&texts(parts, line, 1.0))));
        let highest = heights.fold(1.0, f64::max);
        let mut em = (row_height * FILLED / highest).clamp(SMALLEST_EM, LARGEST_EM);
        loop {
            let columns = Self::of(lines, em, arrangement);
            if em <= SMALLEST_EM || columns.fits() {
                return columns;
            }
            em = (em - EM_STEP).max(SMALLEST_EM);
        }
    }

    fn gap(&self) -> f64 {
        self.em * GAP
    }

    /// What is right of the bar, with a gap before each column.
    fn right(&self) -> f64 {
        self.texts.iter().map(|(_, width)| self.gap() + width).sum()
    }

    fn fits(&self) -> bool {
        let with_bar = if self.texts.is_empty() { 0.0 } else { self.em * NARROWEST_BAR + self.right() };
        self.when + self.gap() + with_bar.max(self.without_bar) <= WIDTH - 2.0 * MARGIN
    }
}

fn wide(text: &str, em: f64) -> f64 {
    font::width(text, em) * SLACK
}

/// Height of texts below each other.
fn height(texts: &[(&str, f64)]) -> f64 {
    let first = texts.first().map_or(0.0, |(_, em)| *em);
    first + texts.iter().skip(1).map(|(_, em)| em * LEADING).sum::<f64>()
}

/// Where everything goes.
struct Plan {
    frame: Frame,
    legend: Legend,
    lines: Vec<TimetableLine>,
    columns: Columns,
    /// Ends of the bars; words of rows without one begin where they do.
    bar: (f64, f64),
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
        let from = MARGIN + columns.when + columns.gap();
        // Times that are too long for any size leave half of the picture to the waits.
        let from = if columns.fits() { from } else { from.min(WIDTH / 2.0) };
        let narrowest = from + columns.em * NARROWEST_BAR;
        let to = (WIDTH - MARGIN - columns.right()).min(from + WIDEST_BAR).max(narrowest);
        Self { frame, legend, lines, columns, bar: (from, to), top, bottom, row_height }
    }

    fn draw_headings<B: DrawingBackend>(&self, chart: &TimetableChart, canvas: &mut Canvas<B>) -> Drawn<B> {
        let baseline = self.top - 11.0;
        let style = (HEADING_EM, Align::Left, INK);
        let when = font::printable(&chart.when_label);
        let from = self.bar.0.max(MARGIN + wide(&when, HEADING_EM) + HEADING_EM).min(WIDTH / 2.0);
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
        let (em, gap, (from, to)) = (self.columns.em, self.columns.gap(), self.bar);
        write(&[(&line.when, em)], (MARGIN, middle), from - gap, canvas)?;
        let Some(level) = line.level else { return self.draw_without_bar(line, (from, middle), canvas) };
        let half = (self.row_height * BAR_SHARE).min(em * HIGHEST_BAR) / 2.0;
        marks::draw(level, ((from, middle - half), (to, middle + half)), canvas)?;
        let mut x = to;
        for (parts, width) in &self.columns.texts {
            write(&texts(parts, line, em), (x + gap, middle), WIDTH - MARGIN, canvas)?;
            x += gap + width;
        }
        Ok(())
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
        longest: font::printable(&line.longest),
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
            longest: String::new(),
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
        let mut detailed = TimetableChart { rows: rows(14), ..small() };
        for row in &mut detailed.rows {
            row.longest = "（長い場合は約1時間30分）".to_owned();
            row.remark = "予約枠がなくなる場合あり".to_owned();
        }
        let plan = Plan::of(&detailed);
        assert!(plan.columns.fits() && plan.columns.em >= 14.0, "{}", plan.columns.em);
        let long = "約2時間30分（長い場合は約1日と12時間）".repeat(3);
        let rows = vec![line(&"9".repeat(400), Some(TimetableLevel::High), "長め", &long)];
        let plan = Plan::of(&TimetableChart { rows, ..small() });
        assert!(plan.bar.0 <= WIDTH / 2.0 && plan.bar.1 < WIDTH && plan.columns.em == SMALLEST_EM);
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
