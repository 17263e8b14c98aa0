//! A report as a message of five lines for a chat: the answer, three assumptions and the command.
//!
//! The assumptions are, as far as the report has them: the people who come; what nobody gave and what is drawn from a range,
//! patience and the length of visits before the way in which people come; then the way in which people come and the limits of
//! the room; then whatever else is assumed. Where a report tells no inputs, the notes of its page stand in.

use std::collections::BTreeSet;

use super::report::Report;
use crate::report::{
    Language, Part, assumed_word, bare_heading, input_line, note_line, origin_notes, telling_inputs,
    titled_answer, untitled_report, without_command, without_controls,
};

/// Most characters of a line as it is sent.
const LONGEST_LINE: usize = 300;
/// Most characters of a title.
const LONGEST_TITLE: usize = 60;
/// How many assumptions are named.
const ASSUMPTIONS: usize = 3;

/// The message in the markup of Slack: five lines, each ended by a line feed but the last.
pub fn slack(report: &Report) -> String {
    let mut lines = vec![cut(&escaped(&answer(report)), LONGEST_LINE)];
    lines.extend(assumptions(report).iter().map(|line| cut(&escaped(line), LONGEST_LINE)));
    lines.push(command(report));
    lines.join("\n")
}

/// The first sentence of each paragraph before the first heading, then the others, as far as there is room; in their order.
fn answer(report: &Report) -> String {
    let title = cut(&title(report), LONGEST_TITLE);
    let paragraphs: Vec<Vec<String>> =
        leading_paragraphs(report).iter().map(|text| sentences(text)).collect();
    let places = |rank: fn(usize) -> bool| {
        paragraphs.iter().enumerate().flat_map(move |(paragraph, sentences)| {
            (0..sentences.len()).filter(move |at| rank(*at)).map(move |at| (paragraph, at))
        })
    };
    let said = |chosen: &BTreeSet<(usize, usize)>| {
        let chosen = chosen.iter().map(|(paragraph, at)| paragraphs[*paragraph][*at].as_str());
        chosen.fold(String::new(), |text, sentence| joined(&text, sentence, report.language))
    };
    let whole = |text: &str| titled_answer(&title, text, report.language);
    let mut chosen = BTreeSet::new();
    for place in places(|at| at == 0).chain(places(|at| at > 0)) {
        let mut longer = chosen.clone();
        longer.insert(place);
        if chosen.is_empty() || escaped(&whole(&said(&longer))).chars().count() <= LONGEST_LINE {
            chosen = longer;
        }
    }
    match said(&chosen).as_str() {
        "" if title.is_empty() => untitled_report(report.language),
        "" => title,
        text => whole(text),
    }
}

/// The sentences of a paragraph in either language.
fn sentences(text: &str) -> Vec<String> {
    let ends = text.char_indices().filter_map(|(at, character)| match character {
        '。' => Some(at + character.len_utf8()),
        ' ' if text[..at].ends_with(['.', '!', '?']) => Some(at),
        _ => None,
    });
    let mut sentences = Vec::new();
    let mut begin = 0;
    for end in ends.chain([text.len()]) {
        sentences.push(text[begin..end].trim().to_owned());
        begin = end;
    }
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

fn joined(text: &str, sentence: &str, language: Language) -> String {
    let between = match language {
        Language::English if !text.is_empty() => " ",
        _ => "",
    };
    [text, sentence].join(between)
}

/// The user's name of the report; empty if there is none.
fn title(report: &Report) -> String {
    let titles = report.page.parts().iter().filter_map(|part| match part {
        Part::Title(text) => Some(text.as_str()),
        _ => None,
    });
    without_controls(titles.take(1).next().unwrap_or_default()).trim().to_owned()
}

/// What stands before the first heading; where nothing does, whatever stands behind it.
fn leading_paragraphs(report: &Report) -> Vec<String> {
    let parts = report.page.parts();
    let first = parts.iter().position(|part| matches!(part, Part::Heading(_))).unwrap_or(parts.len());
    let prose = |parts: &[Part]| -> Vec<String> {
        let texts = parts.iter().filter_map(|part| match part {
            Part::Prose(text) | Part::Warning(text) => Some(text.clone()),
            _ => None,
        });
        texts.collect()
    };
    let leading = prose(&parts[..first]);
    if leading.is_empty() { prose(parts) } else { leading }
}

/// One line each.
fn assumptions(report: &Report) -> Vec<String> {
    let mut lines: Vec<String> = told(report)
        .iter()
        .map(|input| {
            input_line(&input.name, &input.value, &input.basis, input.range.as_deref(), report.language)
        })
        .collect();
    for text in notes(report) {
        if lines.len() >= ASSUMPTIONS {
            break;
        }
        let line = note_line(&text, report.language);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines.truncate(ASSUMPTIONS);
    lines
}

/// An input in words.
#[derive(Clone, Debug, PartialEq)]
struct Input {
    name: String,
    value: String,
    basis: String,
    range: Option<String>,
}

/// The inputs that tell most, at most three.
fn told(report: &Report) -> Vec<Input> {
    let inputs = inputs(report);
    let assumed = assumed_word(report.language);
    let is_open = |input: &Input| input.basis == assumed && input.range.is_some();
    let [people, movers, limits] = telling_inputs(report.language);
    let named = |names: &[&'static str]| -> Vec<Input> {
        names.iter().filter_map(|name| combined(&inputs, name)).collect()
    };
    let ranked = named(&people)
        .into_iter()
        .take(1)
        .chain(named(&movers).into_iter().filter(is_open))
        .chain(named(&limits))
        .chain(inputs.iter().filter(|input| is_open(input)).cloned())
        .chain(inputs.iter().cloned());
    let mut chosen: Vec<Input> = Vec::new();
    for input in ranked {
        if chosen.len() < ASSUMPTIONS && chosen.iter().all(|other| other.name != input.name) {
            chosen.push(input);
        }
    }
    chosen
}

/// What several groups have under one name counts as one input.
fn combined(inputs: &[Input], name: &str) -> Option<Input> {
    let same: Vec<&Input> = inputs.iter().filter(|input| input.name == name).collect();
    let first = same.first()?;
    let mut values: Vec<&str> = same.iter().map(|input| input.value.as_str()).collect();
    values.dedup();
    let range = first.range.clone().filter(|_| values.len() == 1);
    Some(Input { value: values.join(" + "), range, ..(*first).clone() })
}

fn inputs(report: &Report) -> Vec<Input> {
    let input = |cells: Vec<&str>| match cells.as_slice() {
        [name, value, basis, range] => {
            let [name, value, basis] = [name, value, basis].map(|text| (*text).to_owned());
            let range = (*range != "-").then(|| (*range).to_owned());
            Some(Input { name, value, basis, range })
        }
        _ => None,
    };
    report.inputs.rows().filter_map(input).collect()
}

/// What the page says beside the answer; never fewer than three lines.
fn notes(report: &Report) -> Vec<String> {
    let text = |part: &Part| match part {
        Part::Note(text) => Some(text.clone()),
        _ => None,
    };
    let heading = |part: &Part| match part {
        Part::Heading(text) => Some(bare_heading(text).to_owned()),
        _ => None,
    };
    let parts = report.page.parts();
    let mut notes: Vec<String> = parts.iter().filter_map(text).collect();
    let leading = leading_paragraphs(report);
    notes.extend(parts.iter().filter_map(|part| match part {
        Part::Prose(text) | Part::Warning(text) if !leading.contains(text) => Some(text.clone()),
        _ => None,
    }));
    notes.extend(origin_notes(&report.provenance, report.language));
    notes.push(without_command(&report.provenance, report.language));
    notes.extend(parts.iter().filter_map(heading));
    notes.push(untitled_report(report.language));
    notes
}

/// The command between the signs of code; where there is none, how the figures came about.
fn command(report: &Report) -> String {
    let command = without_controls(&report.provenance.command);
    match command.trim() {
        "" => escaped(&without_command(&report.provenance, report.language)),
        // Code cannot hold its own sign: a sign that looks the same stands in.
        command => format!("`{}`", entities(&command.replace('`', "\u{2cb}"))),
    }
}

/// The three characters that the markup reserves.
fn entities(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// One line of plain text. The markup has no sign that takes the meaning from another one, so full-width letters stand in
/// for those that would make bold, code, mentions or links.
fn escaped(text: &str) -> String {
    let text = without_controls(text);
    let text = text.trim();
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for (at, character) in text.char_indices() {
        let rest = &text[at + character.len_utf8()..];
        let after = rest.chars().next().unwrap_or(' ');
        out.push(match character {
            '*' => '＊',
            '`' => '\u{2cb}',
            '~' => '～',
            '@' => '＠',
            // Within a word it means nothing: total_active_users.
            '_' if !(before.is_alphanumeric() && after.is_alphanumeric()) => '＿',
            ':' if rest.starts_with("//") => '：',
            '>' if at == 0 => '＞',
            _ => character,
        });
        before = character;
    }
    entities(&out)
}

/// At most so many characters, with an ellipsis where some are missing; an entity is never torn.
fn cut(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let last = text[..end].char_indices().next_back().map_or(0, |(at, _)| at);
    let kept = &text[..last];
    let torn = kept.rfind('&').filter(|at| !kept[*at..].contains(';'));
    format!("{}…", kept[..torn.unwrap_or(last)].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_markup_comes_of_a_text() {
        for (text, expected) in [
            ("<!channel> *b* _i_ `c` ~s~", "&lt;!channel&gt; ＊b＊ ＿i＿ ˋcˋ ～s～"),
            ("total_active_users & co", "total_active_users &amp; co"),
            ("@here http://x", "＠here http：//x"),
            ("> x\ny", "＞ x y"),
        ] {
            assert_eq!(escaped(text), expected);
        }
    }

    #[test]
    fn sentences_end_where_they_end() {
        assert_eq!(sentences("On 3.8 % of days. Then what? Ok"), ["On 3.8 % of days.", "Then what?", "Ok"]);
        assert_eq!(sentences("約3.8％です。次です。"), ["約3.8％です。", "次です。"]);
    }

    #[test]
    fn a_cut_tears_no_entity() {
        assert_eq!(cut("ab&amp;", 7), "ab&amp;");
        assert_eq!(cut("ab&amp;cd", 6), "ab…");
        assert_eq!(cut("あいう", 2), "あ…");
    }
}
