//! The forms of a report that are no pages: workbooks, tables in other encodings, Markdown and messages.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used)] // Reports are made outside of `#[test]` functions, too.

use std::io::Cursor;

use crate::outputs;
use calamine::{Data, DataType, Range, Reader, Xlsx};
use machiai::export::chart::{Chart, Curve, CurveForm, CurvesChart, HeatMapChart, NamedLevel, NamedPoint};
use machiai::export::{
    CsvEncoding, Figure, MINUTE_COLUMNS, Report, encode_csv, markdown, minutes_csv, slack, workbook,
};
use machiai::report::{FigureKind, Language};
use machiai::results::{Answer, Finding, InputNote, Measure, MinuteRow};

/// What a mischievous user calls a scenario.
const TITLE: &str = "<script>alert(1)</script> & \"x\" =HYPERLINK(\"http://x\")";
/// The same where it would begin a formula.
const FORMULA: &str = "=HYPERLINK(\"http://x\",\"click\")";
const LANGUAGES: [Language; 2] = [Language::English, Language::Japanese];

fn report(answer: Answer, language: Language) -> Report {
    Report::of(&Finding::Answer(Box::new(answer)), None, language)
}

/// An answer with everything and a day of so many minutes.
fn day(title: &str, minutes: i64) -> Answer {
    let row = |minute: i64| MinuteRow {
        line_mean: (minute as f64 * 37.0) % 1000.0 + 1.0 / 3.0,
        ..outputs::minute(minute, (minute > 0).then_some(minute as f64 * 1.1))
    };
    Answer { title: title.to_owned(), minutes: (-5..minutes).map(row).collect(), ..outputs::full() }
}

fn sheets(bytes: &[u8]) -> Vec<(String, Range<Data>)> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    book.worksheets()
}

/// No sheet has a formula.
fn has_formula(bytes: &[u8]) -> bool {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let names = book.sheet_names();
    names.iter().any(|name| book.worksheet_formula(name).unwrap().used_cells().next().is_some())
}

fn texts(sheet: &Range<Data>) -> Vec<String> {
    sheet.used_cells().filter_map(|(_, _, cell)| cell.get_string().map(str::to_owned)).collect()
}

#[test]
fn a_workbook_holds_the_minutes_as_numbers() {
    let answer = day("予約", 90);
    let rows: Vec<Vec<String>> = csv::Reader::from_reader(minutes_csv(&answer).as_slice())
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect();
    let bytes = workbook(&report(answer, Language::Japanese)).unwrap();
    let sheets = sheets(&bytes);
    let (_, minutes) = sheets.iter().find(|(name, _)| name == "1分ごとの値").unwrap();
    let machine: Vec<String> = minutes.rows().nth(1).unwrap().iter().map(Data::to_string).collect();
    assert_eq!(machine, MINUTE_COLUMNS);
    assert_eq!(minutes.rows().next().unwrap()[2].to_string(), "アクセスする方（人）");
    assert_eq!(minutes.height(), 2 + rows.len());
    for (cells, expected) in minutes.rows().skip(2).zip(&rows) {
        // The time of the day is a time and not a text.
        assert!(!cells[0].is_string() && !cells[0].is_empty(), "{:?}", cells[0]);
        for (cell, expected) in cells.iter().zip(expected).skip(1) {
            match expected.as_str() {
                "" => assert!(cell.is_empty(), "{cell:?}"),
                number => {
                    let found = cell.get_float().unwrap();
                    assert!((found - number.parse::<f64>().unwrap()).abs() < 1e-6, "{found}: {number}");
                }
            }
        }
    }
}

#[test]
fn a_workbook_has_a_sheet_for_each_part() {
    for (language, expected) in [
        (
            Language::English,
            ["Summary", "Minute by minute", "Settings and assumptions", "Where this comes from"],
        ),
        (Language::Japanese, ["概要", "1分ごとの値", "設定と前提条件", "試算の方法"]),
    ] {
        let report = report(day("x", 60), language);
        let names: Vec<String> =
            sheets(&workbook(&report).unwrap()).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names.len(), expected.len() + report.figures.len());
        assert_eq!(names[0], expected[0]);
        assert_eq!(names[names.len() - 3..], expected[1..]);
    }
}

#[test]
fn no_text_of_a_scenario_becomes_a_formula() {
    for title in [TITLE, FORMULA, "@SUM(1)", "+1", "-1"] {
        let mut answer = day(title, 30);
        answer.provenance.command = FORMULA.to_owned();
        answer.inputs.push(InputNote { value: FORMULA.to_owned(), ..answer.inputs[0].clone() });
        if let Some(places) = &mut answer.places {
            places.groups[0].group = FORMULA.to_owned();
        }
        let bytes = workbook(&report(answer, Language::Japanese)).unwrap();
        assert!(!has_formula(&bytes), "{title}");
        let sheets = sheets(&bytes);
        assert!(texts(&sheets[0].1).contains(&title.to_owned()), "{title}");
        assert!(texts(&sheets.last().unwrap().1).contains(&FORMULA.to_owned()));
    }
}

#[test]
fn the_same_report_gives_the_same_workbook() {
    let report = report(day("x", 200), Language::Japanese);
    let first = workbook(&report).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    assert!(first == workbook(&report).unwrap());
    // Whoever made it stays unknown.
    let text = String::from_utf8_lossy(&first);
    assert!(first.len() > 10_000 && !text.contains("root"));
}

#[test]
fn plain_numbers_of_the_page_are_numbers() {
    let bytes = workbook(&report(day("x", 30), Language::English)).unwrap();
    let (_, summary) = &sheets(&bytes)[0];
    let numbers = summary.used_cells().filter(|(_, _, cell)| cell.is_float()).count();
    assert!(numbers > 20, "{numbers}");
}

#[test]
fn a_report_with_nothing_in_it_is_a_workbook_too() {
    for answer in [outputs::empty(), outputs::broken()] {
        for language in LANGUAGES {
            let mut report = report(answer.clone(), language);
            assert!(workbook(&report).is_ok());
            report.figures.clear();
            report.minutes.clear();
            report.title = String::new();
            let sheets = sheets(&workbook(&report).unwrap());
            assert_eq!(sheets.len(), if report.inputs.rows().next().is_some() { 3 } else { 2 });
        }
    }
}

fn curves(label: &str, curves: usize) -> CurvesChart {
    let curve = |at: usize| Curve {
        label: format!("{label} {at}"),
        points: vec![(1.0, at as f64), (10.0, 2.0), (5.0, f64::NAN)],
        band: vec![(1.0, 0.5, 2.0), (10.0, f64::INFINITY, 3.0)],
        form: [CurveForm::Line, CurveForm::DottedLine, CurveForm::Dots][at % 3],
    };
    CurvesChart {
        title: label.to_owned(),
        subtitle: label.to_owned(),
        across_label: label.to_owned(),
        across_is_logarithmic: true,
        up_label: label.to_owned(),
        most_up: Some(3.0),
        curves: (0..curves).map(curve).collect(),
        band_label: label.to_owned(),
        marks: vec![NamedPoint { at: (2.0, 1.0), label: label.to_owned(), is_emphasised: true }],
        levels: vec![NamedLevel { at: 1.5, upright: true, label: label.to_owned() }],
        no_data_label: "-".to_owned(),
        footer: label.to_owned(),
    }
}

fn heat_map(label: &str, across: usize, up: usize) -> HeatMapChart {
    let value = |row: usize, column: usize| (row + column > 0).then_some((row * 10 + column) as f64);
    HeatMapChart {
        title: label.to_owned(),
        subtitle: String::new(),
        across_label: label.to_owned(),
        across: (0..across).map(|at| format!("{label} {at}")).collect(),
        up_label: label.to_owned(),
        up: (0..up).map(|at| format!("{label} {at}")).collect(),
        value_label: label.to_owned(),
        rows: (0..up).map(|row| (0..across).map(|column| value(row, column)).collect()).collect(),
        texts: Vec::new(),
        marked: None,
        lowest_label: String::new(),
        highest_label: String::new(),
        no_data_label: "-".to_owned(),
        footer: String::new(),
    }
}

#[test]
fn wide_tables_and_long_names_fit_or_are_refused() {
    let figure = |chart: Chart| Figure { kind: FigureKind::Sweep(Measure::WaitP90), chart };
    let long = ["=", &"長い名前\u{1}\u{fffe}".repeat(20_000)].concat();
    let mut report = report(day(&long, 5), Language::Japanese);
    report.title = long.clone();
    report.figures = vec![
        figure(Chart::HeatMap(heat_map("=1", 1_000, 3))),
        figure(Chart::HeatMap(heat_map(&long, 2, 2))),
        figure(Chart::HeatMap(heat_map("", 0, 0))),
        figure(Chart::Curves(curves(&long, 3))),
        figure(Chart::Curves(curves("=x!$A$1", 300))),
        figure(Chart::Curves(curves("", 0))),
    ];
    let bytes = workbook(&report).unwrap();
    assert!(!has_formula(&bytes));
    let names: Vec<String> = sheets(&bytes).into_iter().map(|(name, _)| name).collect();
    for (at, name) in names.iter().enumerate() {
        assert!(
            name.encode_utf16().count() <= 31 && !name.contains(['[', ']', ':', '*', '?', '/', '\\']),
            "{name}"
        );
        assert!(!names[..at].contains(name), "{name}");
    }
    report.figures = vec![figure(Chart::HeatMap(heat_map("x", 20_000, 1)))];
    let refused = workbook(&report).unwrap_err().to_string();
    assert!(refused.contains("16,384"), "{refused}");
}

#[test]
fn a_heat_map_is_a_table_of_numbers() {
    let mut report = report(outputs::empty(), Language::English);
    report.figures = vec![Figure {
        kind: FigureKind::Sweep(Measure::WaitP90),
        chart: Chart::HeatMap(heat_map("x", 3, 2)),
    }];
    let sheets = sheets(&workbook(&report).unwrap());
    let values: Vec<f64> = sheets[1].1.used_cells().filter_map(|(_, _, cell)| cell.get_float()).collect();
    // The highest row stands first; where nothing is known the cell is empty.
    assert_eq!(values, [10.0, 11.0, 12.0, 1.0, 2.0]);
}

#[test]
fn code_page_932_has_what_town_halls_write() {
    let (bytes, missing) = encode_csv("9時〜,①,﨑,髙,𠮷\n".as_bytes(), CsvEncoding::Cp932);
    assert_eq!(missing, ['𠮷']);
    let (text, _, broken) = encoding_rs::SHIFT_JIS.decode(&bytes);
    assert!(!broken);
    assert_eq!(text, "9時～,①,﨑,髙,?\n");
    let minutes = minutes_csv(&day("x", 10));
    assert_eq!(encode_csv(&minutes, CsvEncoding::Cp932), (minutes.clone(), Vec::new()));
    assert_eq!(encode_csv(&minutes, CsvEncoding::Utf8Bom).0[3..], minutes);
}

#[test]
fn markdown_has_the_page_and_no_markup_of_a_scenario() {
    for language in LANGUAGES {
        let mut answer = day("# [a](http://b) *c* | `d` <img src=x> @all", 10);
        answer.provenance.command = "machiai predict ``` --title '<b>'".to_owned();
        let report = report(answer, language);
        let pictures = [("a | b".to_owned(), "day (1).png".to_owned())];
        let text = markdown(&report, &pictures);
        assert!(text.starts_with(r"# \# \[a\](http\://b) \*c\* \| \`d\` &lt;img src=x&gt; @"), "{text}");
        assert_eq!(text.matches("\n# ").count(), 0, "one title");
        assert!(text.contains("\n````\nmachiai predict ``` --title '<b>'\n````\n"), "{text}");
        assert!(text.contains(r"![a \| b](day%20%281%29.png)"));
        assert!(text.contains("> **") && text.contains("\n## ") && text.contains("| --- |"));
        assert!(text.ends_with("|\n"), "the settings come last");
        // Every row of a table has as many cells as its headings.
        let mut cells = 0;
        for line in text.lines() {
            let here = line.replace(r"\|", "").matches('|').count();
            assert!(here == 0 || cells == 0 || here == cells, "{line}");
            cells = here;
        }
    }
}

#[test]
fn a_message_has_five_lines_with_the_answer_and_the_command() {
    for language in LANGUAGES {
        let text = slack(&report(day("", 10), language));
        let lines: Vec<&str> = text.split('\n').collect();
        assert_eq!(lines.len(), 5, "{text}");
        assert_eq!(lines[4], "`machiai predict --users 30000 --arrivals 'lognormal 8m 1.0'`");
        assert!(lines[0].contains(|letter: char| letter.is_ascii_digit()), "{text}");
        assert!(lines[1].contains("30,000"), "{text}");
        assert!(lines[..4].iter().all(|line| line.chars().count() <= 300), "{text}");
    }
}

#[test]
fn a_message_mentions_nobody() {
    let title = "<!channel> *b* `c` _d_ @here & <http://x|y>\nsecond";
    for language in LANGUAGES {
        let mut answer = day(title, 10);
        answer.provenance.command = "machiai `x` --title '<!here>'\nrm".to_owned();
        answer.inputs[1].value = "<@U1> *6m*".to_owned();
        let text = slack(&report(answer, language));
        assert_eq!(text.lines().count(), 5, "{text}");
        assert!(!text.contains(['<', '>', '*', '@']), "{text}");
        assert!(text.contains("&lt;!channel&gt;"), "{text}");
        assert!(!text[..text.rfind('\n').unwrap()].contains('`'), "{text}");
        assert!(text.ends_with('`') && text.matches('`').count() == 2, "{text}");
    }
}

#[test]
fn a_message_of_a_result_without_inputs_has_five_lines_too() {
    for language in LANGUAGES {
        for replications in [0, 40] {
            let mut answer = outputs::empty();
            answer.provenance.replications = replications;
            answer.provenance.command = String::new();
            let text = slack(&report(answer, language));
            assert_eq!(text.lines().count(), 5, "{text}");
            assert!(text.lines().all(|line| !line.trim().is_empty()), "{text}");
        }
    }
}
