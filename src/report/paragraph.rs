//! Prose broken into lines, English between words, Japanese between phrases.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Longer lines are hard to read, however wide the terminal is.
const WIDEST: usize = 100;
/// Narrower ones are not broken further.
const NARROWEST: usize = 30;

/// Prints a text as lines of at most `width` places (30 to 100), each after `indent` blanks.
pub(super) fn print(out: &mut String, text: &str, width: usize, indent: usize) {
    let width = width.clamp(NARROWEST, WIDEST);
    // Titles are the user's: a line feed or an escape sequence in one would spoil the page.
    let text = &without_controls(text);
    let mut line = " ".repeat(indent);
    let mut taken = indent;
    for piece in pieces(text, width - indent) {
        let bare = piece.trim_end().width();
        if taken + bare > width && taken > indent {
            out.push_str(line.trim_end());
            out.push('\n');
            line = " ".repeat(indent);
            taken = indent;
        }
        line.push_str(piece);
        taken += piece.width();
    }
    out.push_str(line.trim_end());
    out.push('\n');
}

/// Without control characters, those of writing direction included; line feeds and the like become blanks.
pub fn without_controls(text: &str) -> String {
    text.replace(steers_direction, "").replace(
        |character: char| character.is_control() || matches!(character, '\u{2028}' | '\u{2029}'),
        " ",
    )
}

fn steers_direction(character: char) -> bool {
    matches!(character,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The pieces between which a line may break; blanks stay with the piece before them. What is longer than a line
/// breaks anywhere.
fn pieces(text: &str, longest: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    let mut before_blank = ' ';
    for (at, here) in text.char_indices() {
        let is_full = text[start..at].width() + 2 > longest;
        // A Japanese label and its value, with a blank between them, stay together.
        let is_label = before == Some(' ') && is_wide(before_blank);
        if before.is_some_and(|before| is_full || !is_label && may_break(before, here)) {
            pieces.push(&text[start..at]);
            start = at;
        }
        before = Some(here);
        if here != ' ' {
            before_blank = here;
        }
    }
    pieces.push(&text[start..]);
    pieces
}

fn may_break(before: char, here: char) -> bool {
    if here == ' ' {
        return false;
    }
    if before == ' ' {
        // No line begins with an operator.
        return !matches!(here, '=' | '≈' | '÷' | '−' | '≒' | '＝' | '－');
    }
    if matches!(here, '（' | '「' | '【') {
        return true;
    }
    // Phrases end in hiragana or at a stop, and the next one begins with anything else.
    let ends = is_hiragana(before) || matches!(before, '、' | '。' | '）' | '」' | '】' | '：');
    let goes_on = is_hiragana(here) || matches!(here, '）' | '」' | '、' | '。' | '：' | '・');
    // Prefixes of politeness belong to what follows.
    let is_prefix = matches!(before, 'ご' | 'お');
    ends && !goes_on && !is_prefix
}

fn is_wide(character: char) -> bool {
    character.width() == Some(2)
}

fn is_hiragana(character: char) -> bool {
    ('ぁ'..='ゟ').contains(&character)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(text: &str, width: usize, indent: usize) -> String {
        let mut out = String::new();
        print(&mut out, text, width, indent);
        out
    }

    #[test]
    fn english_breaks_between_words() {
        let text = "half of them wait up to about 65 minutes (range 30 to 110 minutes)";
        assert_eq!(
            printed(text, 40, 2),
            "  half of them wait up to about 65\n  minutes (range 30 to 110 minutes)\n"
        );
    }

    #[test]
    fn japanese_breaks_between_phrases() {
        let text = "半数の方は約65分以内（見込みの幅：30分から110分）にご案内できる見込みです。";
        let lines = printed(text, 34, 0);
        for line in lines.lines() {
            assert!(line.width() <= 34 && !line.starts_with(['。', '）', '、']), "{line}");
            assert!(!line.ends_with(|c: char| c.is_ascii_digit()), "{line}");
        }
        assert_eq!(lines.lines().collect::<String>(), text);
    }

    #[test]
    fn titles_cannot_steer_the_terminal() {
        assert_eq!(printed("red\x1b[31m\nline", 80, 0), "red [31m line\n");
        assert_eq!(printed("a\u{202e}b\u{2066}c\u{2069}", 80, 0), "abc\n");
    }

    #[test]
    fn widths_beyond_reason_are_bounded() {
        let long = "word ".repeat(80);
        assert!(printed(&long, 1000, 0).lines().all(|line| line.width() <= WIDEST));
        assert!(printed(&long, 0, 0).lines().all(|line| line.width() <= NARROWEST));
    }
}
