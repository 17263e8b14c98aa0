//! The words of `src/report`: every message stands in both languages, Japanese stands where Japanese belongs, and it is written as
//! a town hall writes it, in characters that survive code page 932.
//!
//! Sources are read as text: the compiler checks that a `match` is exhaustive, not that it has no wildcard, nor what it says.

use std::fs;
use std::path::{Path, PathBuf};

/// Files other than catalogues that may hold Japanese, and why.
const WITH_JAPANESE: [(&str, &str); 8] = [
    ("notice/checklist.rs", "people below ten a minute, with tenths"),
    ("notice/time.rs", "times of the day as notices write them"),
    ("minute.rs", "names of the columns of minutes, a table with a column for each language"),
    ("label.rs", "names of measures and inputs, a table with a column for each language"),
    ("value.rs", "values of inputs that stand for a choice, beside their English"),
    ("span.rs", "units and forms of times, which round differently in each language"),
    ("number.rs", "units and forms of numbers: people are counted in units of 万"),
    ("language.rs", "how a reader may write the name of the language, which is read and never said"),
];

/// Greek letters that a catalogue may use, and why.
const GREEK: [(&str, &str, &str); 3] = [
    ("explanation/japanese.rs", "λμθ", "the annex of formulas"),
    (
        "origin/japanese.rs",
        "λσκ",
        "coefficients of the law of a load test, which engineers write into a scenario",
    ),
    ("fairness/japanese.rs", "τ", "the rank correlation in the annex"),
];

/// What Japanese never says, and what it says instead.
const NEVER: [(&str, &str); 15] = [
    ("保証", "前提条件どおりであれば、試算上は…"),
    ("空き", "reads as places that are left: 余裕, 使われていない枠"),
    ("信頼区間", "計算の誤差"),
    ("信頼水準", "確かさ"),
    ("パーセンタイル", "約9割の方"),
    ("正規分布", "a term of statistics"),
    ("流出", "reads as a data leak: 退出"),
    ("満了", "the end of a term: 受付終了"),
    ("訪れ", "suggests coming in person: アクセス"),
    ("予約サーバー", "予約システムのサーバー"),
    ("オリジン", "予約システムのサーバー"),
    ("待ち行列", "a term of the theory: 列, 待機列"),
    ("約束", "条件"),
    ("破れ", "条件を満たさない"),
    ("推奨値", "推奨設定"),
];

/// Characters with a twin that code page 932 knows, or that look broken in print.
const BROKEN: [char; 5] = ['\u{301c}', '\u{2212}', '\u{2248}', '\u{2014}', '\u{2013}'];

/// How a sentence ends.
const ENDS: [&str; 9] =
    ["です", "ます", "ません", "ました", "でした", "ください", "ましょう", "である", "だった"];

#[derive(Clone, Debug, PartialEq)]
enum Piece {
    Word(String),
    Sign(char),
    /// A literal, as the program sees it.
    Text(String),
}

/// The source without comments.
fn pieces(source: &str) -> Vec<Piece> {
    let characters: Vec<char> = source.chars().collect();
    let at = |i: usize| characters.get(i).copied().unwrap_or('\0');
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut found = Vec::new();
    let mut i = 0;
    while i < characters.len() {
        let c = at(i);
        if c == '/' && at(i + 1) == '/' {
            while i < characters.len() && at(i) != '\n' {
                i += 1;
            }
        } else if c == '"' {
            let (text, end) = literal(&characters, i + 1);
            found.push(Piece::Text(text));
            i = end;
        } else if c == '\'' {
            // A character, or a lifetime.
            let length =
                if at(i + 1) == '\\' { 1 + (i + 2..).take_while(|k| at(*k) != '\'').count() } else { 1 };
            i += if at(i + 1 + length) == '\'' { length + 2 } else { 1 };
        } else if is_word(c) {
            let start = i;
            while is_word(at(i)) {
                i += 1;
            }
            found.push(Piece::Word(characters[start..i].iter().collect()));
        } else {
            if !c.is_whitespace() {
                found.push(Piece::Sign(c));
            }
            i += 1;
        }
    }
    found
}

/// A literal from behind its quotation mark on, and where it ends.
fn literal(characters: &[char], mut i: usize) -> (String, usize) {
    let at = |i: usize| characters.get(i).copied().unwrap_or('\0');
    let mut text = String::new();
    while i < characters.len() && at(i) != '"' {
        if at(i) != '\\' {
            text.push(at(i));
            i += 1;
            continue;
        }
        match at(i + 1) {
            // The line goes on, without the blanks before it.
            '\n' => {
                i += 2;
                while at(i).is_whitespace() {
                    i += 1;
                }
            }
            'u' => {
                let code: String = (i + 3..).map(at).take_while(|c| *c != '}').collect();
                text.extend(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32));
                i += 4 + code.len();
            }
            escaped => {
                text.push(if escaped == 'n' { '\n' } else { escaped });
                i += 2;
            }
        }
    }
    (text, i + 1)
}

fn word(pieces: &[Piece], i: usize) -> Option<&str> {
    match pieces.get(i) {
        Some(Piece::Word(word)) => Some(word),
        _ => None,
    }
}

fn is_sign(pieces: &[Piece], i: usize, sign: char) -> bool {
    pieces.get(i) == Some(&Piece::Sign(sign))
}

/// How the depth of brackets changes with a piece.
fn step(piece: &Piece) -> i32 {
    match piece {
        Piece::Sign('{' | '(' | '[') => 1,
        Piece::Sign('}' | ')' | ']') => -1,
        _ => 0,
    }
}

/// From one bracket to the one that closes it, both left out.
fn inside(pieces: &[Piece], open: usize) -> &[Piece] {
    let mut depth = 0;
    for (i, piece) in pieces.iter().enumerate().skip(open) {
        depth += step(piece);
        if depth == 0 {
            return &pieces[open + 1..i];
        }
    }
    &pieces[pieces.len()..]
}

/// Without modules of tests.
fn without_tests(found: &[Piece]) -> Vec<Piece> {
    let attribute = pieces("#[cfg(test)] mod");
    let mut kept = Vec::new();
    let mut i = 0;
    while i < found.len() {
        if !found[i..].starts_with(&attribute) {
            kept.push(found[i].clone());
            i += 1;
            continue;
        }
        i += attribute.len() + 1;
        if is_sign(found, i, '{') {
            i += inside(found, i).len() + 1;
        }
        i += 1;
    }
    kept
}

/// Names of the variants of `enum Message`.
fn variants(source: &str) -> Vec<String> {
    let found = pieces(source);
    let starts = |i: &usize| word(&found, *i) == Some("enum") && word(&found, i + 1) == Some("Message");
    let Some(start) = (0..found.len()).find(starts) else { return Vec::new() };
    let body = inside(&found, start + 2);
    let mut names = Vec::new();
    let mut depth = 0;
    for (i, piece) in body.iter().enumerate() {
        let is_first = i == 0 || is_sign(body, i - 1, ',') || is_sign(body, i - 1, ']');
        if let (Piece::Word(name), 0, true) = (piece, depth, is_first) {
            names.push(name.clone());
        }
        depth += step(piece);
    }
    names
}

/// What is wrong with a catalogue of these variants.
fn gaps(variants: &[String], source: &str) -> Vec<String> {
    let found = pieces(source);
    let is_said = |name: &String| {
        (0..found.len()).any(|i| {
            matches!(word(&found, i), Some("M" | "Message"))
                && is_sign(&found, i + 1, ':')
                && word(&found, i + 3) == Some(name)
        })
    };
    let mut gaps: Vec<String> =
        variants.iter().filter(|name| !is_said(name)).map(|name| format!("{name} is not said")).collect();
    let say = (0..found.len()).find(|i| word(&found, *i) == Some("fn") && word(&found, i + 1) == Some("say"));
    let matched = say.and_then(|say| (say..found.len()).find(|i| word(&found, *i) == Some("match")));
    let open = matched.and_then(|matched| (matched..found.len()).find(|i| is_sign(&found, *i, '{')));
    let Some(open) = open else {
        gaps.push("no `fn say` that matches".to_owned());
        return gaps;
    };
    gaps.extend(wildcards(inside(&found, open)));
    gaps
}

/// Patterns of the arms of a match that take whatever comes.
fn wildcards(arms: &[Piece]) -> Vec<String> {
    let mut depth = 0;
    let mut found = Vec::new();
    for (i, piece) in arms.iter().enumerate() {
        let begins = i == 0 || [',', '}'].into_iter().any(|sign| is_sign(arms, i - 1, sign));
        let goes_on = is_sign(arms, i + 1, '=') || word(arms, i + 1) == Some("if");
        if let (Piece::Word(name), 0) = (piece, depth)
            && begins
            && goes_on
            && !name.starts_with(char::is_uppercase)
        {
            found.push(format!("`{name} =>` says something about every message"));
        }
        depth += step(piece);
    }
    found
}

fn is_japanese(character: char) -> bool {
    matches!(character, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{4e00}'..='\u{9fff}' | '々')
}

/// Without what stands in full-width brackets.
fn without_brackets(text: &str) -> String {
    let mut depth = 0;
    text.chars()
        .filter(|character| {
            depth -= i32::from(matches!(character, '）' | '」') && depth > 0);
            let is_kept = depth == 0 && !matches!(character, '）' | '」');
            depth += i32::from(matches!(character, '（' | '「'));
            is_kept && !matches!(character, '（' | '「')
        })
        .collect()
}

/// What is wrong with Japanese text of a file; `{…}` are placeholders.
fn faults(file: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let characters: Vec<char> = text.chars().collect();
    let greek = GREEK.iter().find(|(home, _, _)| *home == file).map_or("", |(_, letters, _)| *letters);
    for character in &characters {
        let is_half_katakana = ('\u{ff61}'..='\u{ff9f}').contains(character);
        let is_greek = ('\u{370}'..='\u{3ff}').contains(character) && !greek.contains(*character);
        if BROKEN.contains(character) || is_half_katakana || is_greek || !survives(*character) {
            faults.push(format!("U+{:04X} {character}", u32::from(*character)));
        }
    }
    let words = NEVER.iter().filter(|(never, _)| text.contains(never));
    faults.extend(words.map(|(never, instead)| format!("{never}: {instead}")));
    if text.split("サーバ").skip(1).any(|rest| !rest.starts_with('ー')) {
        faults.push("サーバ: サーバー".to_owned());
    }
    for pair in characters.windows(2) {
        let is_half = |character: char| matches!(character, '(' | ')' | ':' | ',' | '%' | '!' | '?');
        if is_half(pair[0]) && is_japanese(pair[1]) || is_japanese(pair[0]) && is_half(pair[1]) {
            faults.push(format!("{}{} is of half width", pair[0], pair[1]));
        }
    }
    faults.extend(unended(text));
    faults
}

/// A sentence ends in a full stop; a label has none.
fn unended(text: &str) -> Option<String> {
    let bare = without_brackets(text);
    let last = bare.rsplit('。').next().unwrap_or_default().trim();
    let is_placeholder = last.starts_with('{') && last.ends_with('}') && last.matches('{').count() == 1;
    let is_sentence = ENDS.iter().any(|end| last.ends_with(end));
    let is_label_behind = bare.contains('。') && !last.is_empty() && !is_placeholder;
    // The small print of pictures ends with where they come from.
    let is_provenance = last.starts_with("machiai");
    // The comma alone joins the items of a list.
    let is_fragment = text.ends_with('、') && text != "、";
    (is_sentence || is_fragment || is_label_behind && !is_provenance)
        .then(|| format!("no full stop behind \"{last}\""))
}

#[cfg(feature = "cli")]
fn survives(character: char) -> bool {
    let mut bytes = [0; 4];
    let (_, _, is_lossy) = encoding_rs::SHIFT_JIS.encode(character.encode_utf8(&mut bytes));
    !is_lossy
}

/// Without the command line there is no code page to ask.
#[cfg(not(feature = "cli"))]
fn survives(_: char) -> bool {
    true
}

fn report_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report")
}

/// Sources of the report by their paths below it, in order; without files of tests.
fn sources() -> Vec<(String, String)> {
    fn below(folder: &Path, found: &mut Vec<PathBuf>) {
        let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for entry in entries {
            let path = entry.expect("an entry").path();
            if path.is_dir() { below(&path, found) } else { found.push(path) }
        }
    }
    let mut paths = Vec::new();
    below(&report_root(), &mut paths);
    paths.sort();
    let name = |path: &Path| {
        let below = path.strip_prefix(report_root()).expect("below src/report");
        below.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
    };
    let named = paths.iter().filter(|path| path.extension().is_some_and(|end| end == "rs")).map(|path| {
        let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (name(path), text)
    });
    named.filter(|(name, _)| !name.ends_with("tests.rs") && name != "sample.rs").collect()
}

/// Literals of a source outside of its tests.
fn texts(source: &str) -> Vec<String> {
    let text = |piece: Piece| match piece {
        Piece::Text(text) => Some(text),
        _ => None,
    };
    without_tests(&pieces(source)).into_iter().filter_map(text).collect()
}

#[test]
fn every_message_is_said_in_both_languages() {
    let sources = sources();
    let catalogues: Vec<&(String, String)> =
        sources.iter().filter(|(name, _)| name == "message.rs" || name.ends_with("/message.rs")).collect();
    assert!(catalogues.len() >= 9, "the catalogues were not found");
    let mut found = Vec::new();
    for (name, text) in catalogues {
        let variants = variants(text);
        assert!(!variants.is_empty(), "{name} has no `enum Message`");
        for language in ["english.rs", "japanese.rs"] {
            let beside = name.replace("message.rs", language);
            match sources.iter().find(|(other, _)| *other == beside) {
                Some((_, text)) => {
                    found.extend(gaps(&variants, text).iter().map(|gap| format!("{beside}: {gap}")));
                }
                None => found.push(format!("{beside} is missing")),
            }
        }
    }
    assert!(found.is_empty(), "{} gaps:\n  {}", found.len(), found.join("\n  "));
}

#[test]
fn japanese_stands_in_catalogues() {
    let mut found = Vec::new();
    for (name, source) in sources() {
        let is_allowed = name.ends_with("japanese.rs") || WITH_JAPANESE.iter().any(|(file, _)| *file == name);
        if !is_allowed {
            let texts = texts(&source);
            let japanese = texts.iter().filter(|text| text.chars().any(is_japanese));
            found.extend(japanese.map(|text| format!("{name}: {text}")));
        }
    }
    assert!(found.is_empty(), "a variant of a `Message` is needed for:\n  {}", found.join("\n  "));
}

#[test]
fn japanese_is_written_as_a_town_hall_writes() {
    let mut found = Vec::new();
    for (name, source) in sources() {
        let is_catalogue = name.ends_with("japanese.rs");
        if is_catalogue || WITH_JAPANESE.iter().any(|(file, _)| *file == name) {
            let texts = texts(&source);
            let japanese = texts.iter().filter(|text| is_catalogue || text.chars().any(is_japanese));
            found.extend(japanese.flat_map(|text| {
                faults(&name, text)
                    .into_iter()
                    .map(|fault| format!("{name}: {fault}: {text}"))
                    .collect::<Vec<_>>()
            }));
        }
    }
    assert!(found.is_empty(), "{} faults:\n  {}", found.len(), found.join("\n  "));
}

/// The scanner sees what it is there to see, and nothing else.
#[test]
fn the_scanner_can_fail() {
    let enumeration = "enum Message { /// A.\n A, B { c: String }, C(Column, bool), }";
    let names = variants(enumeration);
    assert_eq!(names, ["A", "B", "C"]);
    let whole = "fn say(m: Message) -> String { match m { M::A => \"a\".to_owned(), M::B { c } => c, M::C(column, _) => match column { _ => f() } } }";
    assert_eq!(gaps(&names, whole), Vec::<String>::new());
    for (from, to) in [
        ("M::B { c } => c,", "// M::B\n _ => String::new(),"),
        ("M::B { c } => c,", "M::B { c } => c, other => other.name(),"),
        ("M::B { c } => c,", "M::B { c } => { c } _ if true => f(),"),
        ("M::A => \"a\".to_owned(),", "\"M::A\" => \"a\","),
        ("fn say", "fn said"),
    ] {
        assert!(!gaps(&names, &whole.replace(from, to)).is_empty(), "{to}");
    }
    for text in [
        "約10分〜20分",
        "（30 − 2）÷ 3",
        "10分 ≈ 600秒",
        "―と—",
        "ｱｸｾｽ",
        "λ（1分あたり）",
        "結果を保証します。",
        "枠に空きがあります。",
        "予約サーバーの負荷",
        "サーバの負荷",
        "平均(日ごと)",
        "値: 3",
        "割合50%の日です。",
        "待ち時間は約10分です",
        "待ち時間は約10分です（目安）",
        "列は解消します。以上",
        "この段階の中で、",
    ] {
        assert!(!faults("japanese.rs", text).is_empty(), "not seen: {text}");
    }
    // Without the command line there is no code page to ask.
    assert_eq!(faults("japanese.rs", "𠮷野町").is_empty(), cfg!(not(feature = "cli")));
    for text in [
        "待ち時間は約10分です（目安）。",
        "■ ご注意",
        "帯：{level}が収まる範囲（偶然のばらつきのみ。指定のない項目を除く）",
        "{people}の方が並び直しになる見込みです。{more}",
        "あくまで目安です。machiai {version}",
        "列に入る方（「待機中です」と表示）",
        "N÷μ",
    ] {
        let file = if text.contains('μ') { "explanation/japanese.rs" } else { "japanese.rs" };
        assert_eq!(faults(file, text), Vec::<String>::new(), "{text}");
    }
    let source = "let a = \"予\\\n    約\"; // \"x\"\nlet c = '\"'; let d = '\\'';\n#[cfg(test)]\nmod tests { const B: &str = \"枠\"; }\nlet e: &'a str = \"\\u{6708}\";";
    assert_eq!(texts(source), ["予約", "月"]);
}
