//! The timetable of waits as a picture: rows and words from the report.

use super::chart::{
    ChartError, ChartFormat, TimetableChart, TimetableLevel, TimetableLine, missing_glyphs, timetable_picture,
};
use crate::report::{Language, TimetableRow, WaitLevel, timetable};
use crate::results::Answer;

/// Draws for each stretch of the time of arrival whether the wait is short, rather long or long, and how long it is.
///
/// The answer needs its minutes; without them the picture says that there are no data.
///
/// # Errors
/// If the picture cannot be made.
pub fn timetable_chart(
    answer: &Answer,
    language: Language,
    format: ChartFormat,
) -> Result<Vec<u8>, ChartError> {
    timetable_picture(&chart(answer, language), format)
}

/// The characters of the timetable's words that the font of pictures lacks; they would be blank.
pub fn missing_in_timetable_chart(answer: &Answer, language: Language) -> Vec<char> {
    let texts = chart(answer, language);
    missing_glyphs(&[texts.title, texts.subtitle, texts.footer].concat())
}

/// The picture before it is drawn.
pub(super) fn chart(answer: &Answer, language: Language) -> TimetableChart {
    let found = timetable(answer, language);
    TimetableChart {
        title: found.title,
        subtitle: found.subtitle,
        when_label: found.when_heading,
        wait_label: found.wait_heading,
        rows: found.rows.into_iter().map(line).collect(),
        legend: found.legend.into_iter().map(|(wait, label)| (level(wait), label)).collect(),
        no_data_label: found.no_data,
        footer: found.footer,
    }
}

fn line(row: TimetableRow) -> TimetableLine {
    TimetableLine {
        when: row.when,
        level: row.outlook.level().map(level),
        words: row.words,
        wait: row.wait,
        longest: row.longest,
        remark: row.remark,
    }
}

fn level(wait: WaitLevel) -> TimetableLevel {
    match wait {
        WaitLevel::Short => TimetableLevel::Low,
        WaitLevel::RatherLong => TimetableLevel::Middle,
        WaitLevel::Long => TimetableLevel::High,
    }
}
