//! A report as Markdown, in the flavour of GitHub: for wikis, tickets and mails.
//! Nothing of a scenario becomes markup, a link or HTML.

use super::report::Report;
use crate::report::{
    Language, Part, Side, Table, bare_heading, inputs_heading, pictures_heading, untitled_report,
    warning_word, without_controls,
};

/// The report as Markdown: its page, then the pictures (heading and file name of each, in the order given), then settings and
/// assumptions. Ends in a line feed.
pub fn markdown(report: &Report, picture_files: &[(String, String)]) -> String {
    let mut blocks = vec![heading(1, &title(report))];
    for part in report.page.parts() {
        blocks.extend(block(part, report));
    }
    if !picture_files.is_empty() {
        blocks.push(heading(2, &pictures_heading(report.language)));
        blocks.extend(picture_files.iter().map(|(words, file)| picture(words, file)));
    }
    if report.inputs.rows().next().is_some() {
        blocks.push(heading(2, &inputs_heading(report.language)));
        blocks.push(table(&report.inputs));
    }
    blocks.join("\n\n") + "\n"
}

fn title(report: &Report) -> String {
    match report.title.trim() {
        "" => untitled_report(report.language),
        title => title.to_owned(),
    }
}

/// A part as lines; nothing for those that have no words of their own.
fn block(part: &Part, report: &Report) -> Option<String> {
    Some(match part {
        // The name of the report, unless the report has another one.
        Part::Title(text) if one_line(text) == one_line(&report.title) => return None,
        Part::Title(text) | Part::Prose(text) | Part::Note(text) => paragraph(text),
        Part::Quote(text) => quoted(&paragraph(text)),
        Part::Warning(text) => quoted(&warning(text, report.language)),
        Part::Heading(text) => heading(2, bare_heading(text)),
        Part::Table { full, .. } => table(full),
        Part::Verbatim(text) => code(text),
        Part::Gap => return None,
    })
}

fn heading(level: usize, text: &str) -> String {
    ["#".repeat(level), escaped(text)].join(" ")
}

fn quoted(text: &str) -> String {
    ["> ", text].concat()
}

/// The word before the text in bold, or one that stands in for it.
fn warning(text: &str, language: Language) -> String {
    let text = one_line(text);
    let japanese = text.strip_prefix('【').and_then(|rest| rest.find('】')).map(|end| end + "【】".len());
    let own = japanese.or_else(|| {
        let word = text.find(':')?;
        (word > 0 && text[..word].chars().all(|letter| letter.is_ascii_uppercase())).then_some(word + 1)
    });
    let (word, rest) = match own {
        Some(end) => (text[..end].to_owned(), text[end..].trim_start().to_owned()),
        None => (warning_word(language), text),
    };
    // The blank ends the bold letters also where the next one is Japanese.
    format!("**{}** {}", escaped(&word), escaped(&rest))
}

/// Cells with their markup taken away; columns of numbers stand to the right.
fn table(table: &Table) -> String {
    let sides = table.sides();
    if sides.is_empty() {
        return String::new();
    }
    let mut headings = vec![String::new(); sides.len()];
    for row in table.heading_rows() {
        for (heading, cell) in headings.iter_mut().zip(row) {
            *heading = [heading.as_str(), cell].join(" ").trim().to_owned();
        }
    }
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let rules = sides.iter().map(|side| match side {
        Side::Left => "---",
        Side::Right => "---:",
    });
    let rule = rules.collect::<Vec<_>>().join(" | ");
    let mut lines = vec![row(&headings), format!("| {rule} |")];
    lines.extend(table.rows().map(|cells| row(&cells)));
    lines.join("\n")
}

fn row(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| escaped(cell)).collect();
    format!("| {} |", cells.join(" | "))
}

/// A block that nothing in the text can end.
fn code(text: &str) -> String {
    let text = without_controls(text);
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    [fence.as_str(), text.as_str(), fence.as_str()].join("\n")
}

fn picture(words: &str, file: &str) -> String {
    format!("![{}]({})", escaped(words), address(file))
}

/// A file name as an address: whatever is not plain is written as its bytes.
fn address(file: &str) -> String {
    let mut out = String::new();
    for byte in file.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'_' | b'-' | b'~' | b'/' => {
                out.push(char::from(byte))
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

fn one_line(text: &str) -> String {
    without_controls(text).trim().to_owned()
}

/// A paragraph: as [`escaped`], and no beginning that makes a list, a heading or a rule of it.
fn paragraph(text: &str) -> String {
    let text = escaped(text);
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    match text[digits..].chars().next() {
        // A list needs a blank behind the sign.
        Some('.' | ')') if digits > 0 => format!("{}\\{}", &text[..digits], &text[digits..]),
        Some('-' | '+' | '=') if digits == 0 => format!("\\{text}"),
        _ => text,
    }
}

/// One line of plain text: no markup, no HTML, no link, no mention.
fn escaped(text: &str) -> String {
    let text = one_line(text);
    let mut out = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        let rest = &text[at + character.len_utf8()..];
        match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '$' | '!' => out.extend(['\\', character]),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // An address becomes a link by itself.
            ':' if rest.starts_with("//") => out.push_str("\\:"),
            '.' if text[..at].to_ascii_lowercase().ends_with("www") => out.push_str("\\."),
            // So does a mail address or the name of a person: an empty comment parts the sign from it.
            '@' => out.push_str("@<!-- -->"),
            _ => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_text() {
        for (text, expected) in [
            ("a *b* _c_ `d`", r"a \*b\* \_c\_ \`d\`"),
            ("[x](http://x)", r"\[x\](http\://x)"),
            ("<script>alert(1)</script> & |", r"&lt;script&gt;alert(1)&lt;/script&gt; &amp; \|"),
            ("www.example.org", r"www\.example.org"),
            ("a\n# b\u{7}\u{202e}", r"a \# b"),
            ("@all me@example.org", "@<!-- -->all me@<!-- -->example.org"),
        ] {
            assert_eq!(escaped(text), expected);
        }
    }

    #[test]
    fn no_paragraph_becomes_a_list() {
        for (text, expected) in
            [("1. x", r"1\. x"), ("- x", r"\- x"), ("+ x", r"\+ x"), ("===", r"\==="), ("10人", "10人")]
        {
            assert_eq!(paragraph(text), expected);
        }
    }

    #[test]
    fn the_first_word_of_a_warning_is_bold() {
        for (text, language, expected) in [
            ("【注意】列が残ります。", Language::Japanese, "**【注意】** 列が残ります。"),
            ("列が残ります。", Language::Japanese, "**【注意】** 列が残ります。"),
            ("WARNING: the line stays.", Language::English, "**WARNING:** the line stays."),
            ("The line: it stays.", Language::English, "**NOTE:** The line: it stays."),
        ] {
            assert_eq!(warning(text, language), expected);
        }
    }

    #[test]
    fn a_command_cannot_end_its_block() {
        assert_eq!(code("a ``` b"), "````\na ``` b\n````");
        assert_eq!(code("a"), "```\na\n```");
    }

    #[test]
    fn file_names_are_addresses() {
        assert_eq!(picture("図[1]", "day (1).png"), r"![図\[1\]](day%20%281%29.png)");
    }
}
