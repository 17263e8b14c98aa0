//! The embedded font: how wide a text is, how it is cut to fit, and what it cannot show.
//! Draws nothing itself.

use std::sync::LazyLock;

use ab_glyph::{Font, FontRef};

/// BIZ UDPGothic, cut down to JIS level 1 and 2; see `font/README.md`.
pub(in crate::export) static FONT_BYTES: &[u8] = include_bytes!("font/BIZUDPGothic-Regular-subset.ttf");

/// The licence of the embedded font, with its copyright line; it must go wherever the font goes.
pub const FONT_LICENCE: &str = include_str!("font/OFL.txt");

/// The fonts an SVG asks for, best first; the second is the first as Windows calls it.
pub(in crate::export) const FONT_FAMILIES: &str = "BIZ UDPGothic, BIZ UDPゴシック, Meiryo, sans-serif";

const ELLIPSIS: char = '…';

/// Characters that must not begin a row.
const NOT_FIRST: &str = "、。，．・：；！？）」』】〕〉》々ーっッ,.;:!?)]}%";

static FONT: LazyLock<FontRef<'static>> =
    LazyLock::new(|| FontRef::try_from_slice(FONT_BYTES).expect("the embedded font is whole"));

/// The embedded font, parsed once.
pub(super) fn embedded() -> &'static FontRef<'static> {
    &FONT
}

/// The characters of `text` that the embedded font cannot show, each once, in order of appearance.
///
/// They become boxes in a PNG; in an SVG the reader's machine may have another font with them.
/// Control characters, which are drawn as spaces, do not count.
///
/// ```
/// use machiai::export::chart::missing_glyphs;
/// assert_eq!(missing_glyphs("髙﨑市①"), []);
/// assert_eq!(missing_glyphs("𠮷野家と𠮷田"), ['𠮷']);
/// ```
pub fn missing_glyphs(text: &str) -> Vec<char> {
    let mut missing = Vec::new();
    for character in text.chars() {
        let absent = !character.is_control() && embedded().glyph_id(character).0 == 0;
        if absent && !missing.contains(&character) {
            missing.push(character);
        }
    }
    missing
}

/// `text` without what XML forbids or a picture cannot show: one row, no control characters.
pub(super) fn printable(text: &str) -> String {
    text.trim()
        .chars()
        .filter(|character| !matches!(character, '\u{fffe}' | '\u{ffff}'))
        .map(|character| {
            if character.is_control() || character == '\u{2028}' || character == '\u{2029}' {
                ' '
            } else {
                character
            }
        })
        .collect()
}

/// Width of `text` in the unit of `em`.
pub(super) fn width(text: &str, em: f64) -> f64 {
    text.chars().map(|character| advance(character, em)).sum()
}

/// How far `character` moves the pen, in the unit of `em`.
pub(super) fn advance(character: char, em: f64) -> f64 {
    let font = embedded();
    let units = font.h_advance_unscaled(font.glyph_id(character));
    f64::from(units) * em / units_per_em()
}

/// The scale at which ab_glyph draws the font with this `em`, pixels.
pub(super) fn glyph_scale(em: f64) -> f64 {
    em * f64::from(embedded().height_unscaled()) / units_per_em()
}

fn units_per_em() -> f64 {
    f64::from(embedded().units_per_em().unwrap_or(1000.0))
}

/// `text`, or as much of its start as fits into `room` with an ellipsis.
pub(super) fn cut(text: &str, em: f64, room: f64) -> String {
    if width(text, em) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = advance(ELLIPSIS, em);
    for character in text.chars() {
        used += advance(character, em);
        if used > room {
            break;
        }
        kept.push(character);
    }
    kept.truncate(kept.trim_end().len());
    kept.push(ELLIPSIS);
    kept
}

/// The text in one row: at the first of `ems` at which it fits, else cut at the last.
pub(super) fn fit(text: &str, ems: &[f64], room: f64) -> (String, f64) {
    let last = ems.last().copied().unwrap_or(1.0);
    let em = ems.iter().copied().find(|&em| width(text, em) <= room).unwrap_or(last);
    (cut(text, em, room), em)
}

/// The text in at most `most_rows` rows; what is left over is cut with an ellipsis.
pub(super) fn wrap(text: &str, em: f64, room: f64, most_rows: usize) -> Vec<String> {
    let mut rows = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() && rows.len() < most_rows {
        if rows.len() + 1 == most_rows {
            rows.push(cut(rest, em, room));
            break;
        }
        let end = row_end(rest, em, room);
        rows.push(rest[..end].trim_end().to_owned());
        rest = rest[end..].trim_start();
    }
    rows
}

/// Where the first row of `text` ends, in bytes; at least one character is taken.
fn row_end(text: &str, em: f64, room: f64) -> usize {
    let mut used = 0.0;
    let mut best = None;
    let mut previous = None;
    for (index, character) in text.char_indices() {
        let breakable = previous.is_some_and(|before| may_break(before, character));
        if breakable {
            best = Some(index);
        }
        used += advance(character, em);
        if used > room && !character.is_whitespace() && index > 0 {
            return best.unwrap_or(index);
        }
        previous = Some(character);
    }
    text.len()
}

fn may_break(before: char, after: char) -> bool {
    if NOT_FIRST.contains(after) || "（「『【〔〈《([{".contains(before) {
        return false;
    }
    let wide = |character: char| character >= '\u{2e80}';
    before.is_whitespace() || wide(before) || wide(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn place_names_and_symbols_are_there() {
        let text = "匝瑳市 檮原町 鰺ヶ沢町 飛驒市 﨑 髙 ①⑳ ㈱ λρμ ≤≥± –—… ×÷ ～〜 −－↑ é·µ";
        assert_eq!(missing_glyphs(text), []);
    }

    #[test]
    fn missing_characters_are_listed_once() {
        assert_eq!(missing_glyphs("\n𠮷A𠮷😀"), ['𠮷', '😀']);
    }

    #[test]
    fn a_cut_text_fits() {
        let text = "予防接種の予約受付";
        let all = width(text, 20.0);
        assert_eq!(cut(text, 20.0, all), text);
        let short = cut(text, 20.0, all / 2.0);
        assert!(short.ends_with('…') && width(&short, 20.0) <= all / 2.0);
        assert_eq!(cut(text, 20.0, 0.0), "…");
    }

    #[test]
    fn a_text_shrinks_before_it_is_cut() {
        let room = width("山田市", 10.0);
        assert_eq!(fit("山田市", &[20.0, 10.0], room), ("山田市".to_owned(), 10.0));
        assert_eq!(fit("山", &[20.0, 10.0], room).1, 20.0);
    }

    #[test]
    fn rows_break_between_words_and_before_no_full_stop() {
        let room = width("あいうえ", 10.0);
        assert_eq!(wrap("あいうえ。お", 10.0, room, 3), ["あいう", "え。お"]);
        let room = width("seed 42,", 10.0);
        assert_eq!(wrap("seed 42, days 20", 10.0, room, 2), ["seed 42,", "days 20"]);
        assert_eq!(wrap("unbreakable", 10.0, 0.0, 2).len(), 2);
        assert!(wrap("", 10.0, 100.0, 2).is_empty());
    }

    #[test]
    fn control_characters_become_spaces() {
        assert_eq!(printable(" a\nb\u{0}c\u{ffff} "), "a b c");
    }
}
