//! The sources under `src/` keep the layering: who may import whom, and what may appear where.
//!
//! Sources are read as tokens (comments and literals left out), so `use` trees, qualified paths in expressions and
//! chains of `super` all count. Items under `#[cfg(test)]` are exempt, and so are files that are only modules of tests.
//! A module that does not exist yet is simply not there; a top-level module that is not in [`MAY_IMPORT`] fails.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Top-level module and the modules it may name, itself apart. The third column of the table in the crate docs.
const MAY_IMPORT: [(&str, &[&str]); 15] = [
    ("units", &[]),
    ("stats", &[]),
    ("model", &["units"]),
    ("draws", &["units", "model"]),
    ("theory", &["units", "model"]),
    ("engine", &["units", "model", "draws"]),
    ("results", &["units", "stats"]),
    // What a load test measured is a finding, whoever found it: readers give it in the form that all outputs take.
    ("interop", &["units", "model", "results"]),
    ("scenario", &["units", "model", "draws", "interop"]),
    ("observe", &["units", "stats", "model", "engine", "results"]),
    ("study", &["units", "stats", "model", "draws", "theory", "engine", "observe", "results", "scenario"]),
    ("report", &["units", "stats", "results"]),
    ("export", &["units", "results", "report"]),
    ("cli", &["units", "model", "theory", "interop", "scenario", "results", "study", "report", "export"]),
    // The binary names the library as `machiai`.
    ("main", &["cli"]),
];

/// A crate or a part of the standard library, and the only folders (or files) under `src/` that may name it.
const CONFINED: [(&str, &[&str]); 20] = [
    ("rust_xlsxwriter", &["export/workbook"]),
    ("encoding_rs", &["export/encoding.rs"]),
    ("rayon", &["study"]),
    ("pulp", &["draws/law.rs"]),
    ("plotters", &["export/chart"]),
    ("plotters_backend", &["export/chart"]),
    ("ab_glyph", &["export/chart"]),
    ("png", &["export/chart"]),
    ("askama", &["export/html"]),
    ("allsorts", &["export/html"]),
    ("clap", &["cli", "main.rs"]),
    ("clap_complete", &["cli", "main.rs"]),
    ("clap_mangen", &["cli", "main.rs"]),
    ("anyhow", &["cli", "main.rs"]),
    ("indicatif", &["cli", "main.rs"]),
    ("ctrlc", &["cli", "main.rs"]),
    ("std::fs", &["cli", "main.rs", "export/folder.rs", "export/sweep_folder.rs"]),
    ("std::env", &["cli", "main.rs"]),
    ("std::thread", &["cli", "main.rs"]),
    // `Duration` is a number, not a clock.
    ("std::time", &["cli", "main.rs"]),
];

/// Their order of iteration differs from run to run.
const NOWHERE: [&str; 2] = ["HashMap", "HashSet"];

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(String),
    /// `::`
    Path,
    Sign(char),
}

/// The text without comments and literals.
fn tokens(text: &str) -> Vec<Token> {
    let characters: Vec<char> = text.chars().collect();
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
        } else if c == '/' && at(i + 1) == '*' {
            let mut depth = 0;
            loop {
                if at(i) == '/' && at(i + 1) == '*' {
                    (depth, i) = (depth + 1, i + 2);
                } else if at(i) == '*' && at(i + 1) == '/' {
                    (depth, i) = (depth - 1, i + 2);
                } else {
                    i += 1;
                }
                if depth == 0 || i >= characters.len() {
                    break;
                }
            }
        } else if c == '"' {
            i += 1;
            while i < characters.len() && at(i) != '"' {
                i += if at(i) == '\\' { 2 } else { 1 };
            }
            i += 1;
        } else if c == '\'' {
            // A character, or a lifetime.
            if at(i + 1) == '\\' {
                i += 3;
                while i < characters.len() && at(i) != '\'' {
                    i += 1;
                }
                i += 1;
            } else {
                i += if at(i + 2) == '\'' { 3 } else { 1 };
            }
        } else if is_word(c) {
            let start = i;
            while is_word(at(i)) {
                i += 1;
            }
            let word: String = characters[start..i].iter().collect();
            let hashes = (0..).take_while(|n| at(i + n) == '#').count();
            if matches!(word.as_str(), "r" | "br" | "cr") && at(i + hashes) == '"' {
                i += hashes + 1;
                while i < characters.len() && !(at(i) == '"' && (1..=hashes).all(|n| at(i + n) == '#')) {
                    i += 1;
                }
                i += hashes + 1;
            } else if word == "r" && hashes == 1 {
                i += 1; // a raw identifier: the word follows
            } else {
                found.push(Token::Word(word));
            }
        } else if c == ':' && at(i + 1) == ':' {
            found.push(Token::Path);
            i += 2;
        } else {
            if !c.is_whitespace() {
                found.push(Token::Sign(c));
            }
            i += 1;
        }
    }
    found
}

fn word(tokens: &[Token], i: usize) -> Option<&str> {
    match tokens.get(i) {
        Some(Token::Word(word)) => Some(word),
        _ => None,
    }
}

fn sign(tokens: &[Token], i: usize) -> Option<char> {
    match tokens.get(i) {
        Some(Token::Sign(sign)) => Some(*sign),
        _ => None,
    }
}

/// Takes out what is compiled for tests only; the names of file modules among it are told.
fn without_tests(tokens: &[Token]) -> (Vec<Token>, Vec<String>) {
    let attribute: Vec<Token> = crate::architecture::tokens("#[cfg(test)]");
    let (mut kept, mut test_files) = (Vec::new(), Vec::new());
    let mut i = 0;
    while i < tokens.len() {
        if !tokens[i..].starts_with(&attribute) {
            kept.push(tokens[i].clone());
            i += 1;
            continue;
        }
        i += attribute.len();
        let start = i;
        let mut depth = 0;
        loop {
            match sign(tokens, i) {
                Some('{' | '(' | '[') => depth += 1,
                Some('}' | ')' | ']') => depth -= 1,
                _ => {}
            }
            let over = i >= tokens.len() || depth == 0 && matches!(sign(tokens, i), Some('}' | ';'));
            i += 1;
            if over {
                break;
            }
        }
        let module = (start..i).find(|&k| word(tokens, k) == Some("mod"));
        if let Some(name) = module.and_then(|k| word(tokens, k + 1))
            && sign(tokens, i - 1) == Some(';')
        {
            test_files.push(name.to_owned());
        }
    }
    (kept, test_files)
}

/// Every path named, with `use` trees spelled out: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn paths(tokens: &[Token]) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        if word(tokens, i).is_some() {
            i = path(tokens, i, &[], &mut found);
        } else {
            i += 1;
        }
    }
    found
}

/// One path from a word on; where it ends.
fn path(tokens: &[Token], mut i: usize, before: &[String], found: &mut Vec<Vec<String>>) -> usize {
    let mut parts = before.to_vec();
    loop {
        match tokens.get(i) {
            Some(Token::Word(word)) => parts.push(word.clone()),
            Some(Token::Sign('*')) => parts.push("*".to_owned()),
            Some(Token::Sign('{')) => {
                i += 1;
                while i < tokens.len() && sign(tokens, i) != Some('}') {
                    let starts = word(tokens, i).is_some() || sign(tokens, i) == Some('*');
                    i = if starts { path(tokens, i, &parts, found) } else { i + 1 };
                    if word(tokens, i) == Some("as") {
                        i += 2;
                    }
                }
                return i + 1;
            }
            _ => break,
        }
        i += 1;
        if tokens.get(i) != Some(&Token::Path) {
            break;
        }
        i += 1;
    }
    found.push(parts);
    i
}

/// What is wrong with one file; `file` is relative to `src/`.
fn complaints(file: &str, text: &str, modules: &BTreeSet<String>) -> Vec<String> {
    let (tokens, _) = without_tests(&tokens(text));
    let here = file.split('/').next().unwrap_or_default().trim_end_matches(".rs");
    // Depth of the module: how many `super` lead to the root of the crate.
    let depth = match file {
        "lib.rs" | "main.rs" => 0,
        _ => file.split('/').count() - usize::from(file.ends_with("/mod.rs")),
    };
    let allowed = MAY_IMPORT.iter().find(|(name, _)| *name == here).map_or(&[][..], |(_, allowed)| *allowed);
    let mut complaints = Vec::new();
    for path in paths(&tokens) {
        let first = path[0].as_str();
        let supers = path.iter().take_while(|part| *part == "super").count();
        let target = match first {
            "crate" => path.get(1),
            "machiai" if here == "main" => path.get(1),
            "super" if supers == depth => path.get(supers),
            _ => None,
        };
        if let Some(target) = target
            && here != "lib"
            && target != here
            && !(allowed.contains(&target.as_str()) && (here == "main" || modules.contains(target)))
        {
            complaints.push(format!("{file}: `{here}` may not import `{target}` ({})", path.join("::")));
        }
        for (confined, homes) in CONFINED {
            let parts: Vec<&str> = confined.split("::").collect();
            let standard = parts[0] == "std";
            let names = path.len() >= parts.len()
                && path
                    .iter()
                    .zip(&parts)
                    .all(|(part, wanted)| part == wanted || standard && part == "core" && *wanted == "std");
            // A single word is a variable or a module of ours, unless it is what a `use` names.
            let imported = standard || path.len() > 1 || imports(&tokens, first);
            let harmless = confined == "std::time" && path.get(2).is_some_and(|part| part == "Duration");
            let at_home = homes.iter().any(|home| {
                file == *home || file.starts_with(&format!("{home}/")) || file == format!("{home}.rs")
            });
            if names && imported && !harmless && !at_home {
                complaints.push(format!("{file}: `{}` belongs into {}", path.join("::"), homes.join(", ")));
            }
        }
    }
    for token in &tokens {
        if let Token::Word(word) = token
            && NOWHERE.contains(&word.as_str())
        {
            complaints.push(format!(
                "{file}: `{word}` has no fixed order; use BTreeMap, BTreeSet or an indexed vector"
            ));
        }
    }
    complaints
}

/// Whether a crate is imported whole: `use name;` or `extern crate name`.
fn imports(tokens: &[Token], name: &str) -> bool {
    let whole = |at: usize| {
        word(tokens, at + 1) == Some(name)
            && (word(tokens, at) == Some("crate") && at > 0 && word(tokens, at - 1) == Some("extern")
                || word(tokens, at) == Some("use") && tokens.get(at + 2) != Some(&Token::Path))
    };
    (0..tokens.len()).any(whole)
}

fn source_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Files and folders below a folder, in order of name.
fn below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    found.sort();
    let inner: Vec<PathBuf> =
        found.iter().filter(|path| path.is_dir()).flat_map(|path| below(path)).collect();
    found.extend(inner);
    found
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Path below `src/` with `/` between the parts.
fn relative(path: &Path) -> String {
    let below = path.strip_prefix(source_root()).expect("below src");
    below.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn rust_files() -> Vec<PathBuf> {
    below(&source_root()).into_iter().filter(|path| path.extension().is_some_and(|end| end == "rs")).collect()
}

/// Folders and files directly under `src/`.
fn top_level_modules() -> BTreeSet<String> {
    let first = |path: &PathBuf| {
        relative(path).split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned()
    };
    rust_files().iter().map(first).filter(|name| name != "lib" && name != "main").collect()
}

#[test]
fn every_top_level_module_has_its_place_in_the_table() {
    let known: Vec<&str> = MAY_IMPORT.iter().map(|(name, _)| *name).collect();
    let unknown: Vec<String> =
        top_level_modules().into_iter().filter(|name| !known.contains(&name.as_str())).collect();
    assert!(
        unknown.is_empty(),
        "not in MAY_IMPORT: {unknown:?}; decide who may import it, and what it may import"
    );
    assert!(top_level_modules().contains("engine"), "the sources were not found");
    // The table is a layering: following the arrows never leads back.
    let names_only_earlier = |(position, (_, allowed)): (usize, &(&str, &[&str]))| {
        allowed.iter().all(|name| known[..position].contains(name))
    };
    assert!(MAY_IMPORT.iter().enumerate().all(names_only_earlier), "the table must be in order of layers");
}

#[test]
fn the_sources_keep_the_layering() {
    let modules = top_level_modules();
    let files = rust_files();
    let mut test_files = BTreeSet::new();
    for file in &files {
        let folder = match file.file_name().and_then(|name| name.to_str()) {
            Some("mod.rs" | "lib.rs" | "main.rs") => file.parent().expect("a folder").to_owned(),
            _ => file.with_extension(""),
        };
        for name in without_tests(&tokens(&read(file))).1 {
            test_files.insert(folder.join(format!("{name}.rs")));
        }
    }
    let mut found = Vec::new();
    for file in files.iter().filter(|file| !test_files.contains(*file)) {
        found.extend(complaints(&relative(file), &read(file), &modules));
    }
    found.dedup();
    assert!(found.is_empty(), "{} complaints:\n  {}", found.len(), found.join("\n  "));
}

#[test]
fn every_module_folder_says_what_it_is_for() {
    let mut silent: Vec<String> = Vec::new();
    for path in rust_files() {
        let name = relative(&path);
        if (name.ends_with("/mod.rs") || name == "lib.rs") && !read(&path).starts_with("//!") {
            silent.push(name);
        }
    }
    assert!(silent.is_empty(), "must start with `//!`: {silent:?}");
}

/// The scanner sees what it is there to see, and nothing else.
#[test]
fn the_scanner_can_fail() {
    let modules: BTreeSet<String> = MAY_IMPORT.iter().map(|(name, _)| (*name).to_owned()).collect();
    let count = |file: &str, text: &str| complaints(file, text, &modules).len();
    for (file, text) in [
        ("engine/run.rs", "use crate::study::Plan;"),
        ("engine/run.rs", "use crate::{units::Span, stats::{Moments, rank}, model};"),
        ("engine/run.rs", "fn f() -> u32 { 1 + crate::stats::rank() }"),
        ("engine/run.rs", "use super::super::stats;"),
        ("engine/line/called.rs", "use super::super::super::stats::rank;"),
        ("engine/mod.rs", "pub use super::observe;"),
        ("engine/run.rs", "use crate::*;"),
        ("engine/run.rs", "use crate::elsewhere::Thing;"),
        ("units/mod.rs", "use crate::model::Room;"),
        ("engine/run.rs", "use std::{cmp::Reverse, fs};"),
        ("engine/run.rs", "use std::time::{Duration, Instant};"),
        ("engine/run.rs", "use std::time;"),
        ("scenario/mod.rs", "let home = ::std::env::var(\"HOME\");"),
        ("engine/run.rs", "use rayon;"),
        ("engine/run.rs", "use rayon::prelude::*;"),
        ("report/mod.rs", "#[derive(clap::Parser)] struct Arguments;"),
        ("export/csv.rs", "use plotters::prelude::*;"),
        ("stats/mod.rs", "let seen = std::collections::HashSet::new();"),
        ("main.rs", "fn main() { machiai::engine::run(); }"),
        // Production code after a module of tests.
        ("engine/run.rs", "#[cfg(test)]\nmod simulated;\nuse crate::stats::rank;"),
        ("engine/run.rs", "#[cfg(test)]\nmod tests { fn f() { { } } }\nuse crate::stats::rank;"),
        ("engine/run.rs", "const C: char = '\"'; use crate::stats::rank; // \""),
        ("engine/run.rs", "fn f<'a>(x: &'a str) {} use crate::stats::rank;"),
    ] {
        assert!(count(file, text) > 0, "not seen in {file}: {text}");
    }
    for (file, text) in [
        ("engine/run.rs", "use crate::{draws::RunKey, model::{self, Room}, units::*};"),
        ("engine/line/called.rs", "use super::super::stats; use crate::engine::line;"),
        (
            "engine/run.rs",
            "//! See [`crate::study`] and std::fs.\n/* crate::cli /* std::env */ rayon::join */",
        ),
        (
            "engine/run.rs",
            "const TEXT: &str = \"crate::stats \\\" HashMap\"; const RAW: &str = r#\"std::fs \" \"#;",
        ),
        (
            "engine/run.rs",
            "#[cfg(test)]\nmod tests { use crate::stats::rank; use std::fs; use std::collections::HashMap; }",
        ),
        ("engine/run.rs", "use std::time::Duration; pub(crate) fn f() { let clap = 1; clap + 1; }"),
        ("study/mod.rs", "use rayon::prelude::*; use crate::engine::Blueprint;"),
        ("export/chart/mod.rs", "mod png; use plotters::prelude::*; fn f() { png::encode() }"),
        ("cli/mod.rs", "use clap::Parser; use std::{env, fs, time::Instant}; use crate::study;"),
        ("main.rs", "fn main() -> std::process::ExitCode { machiai::cli::run() }"),
        ("lib.rs", "pub mod engine; pub use crate::engine::Blueprint;"),
    ] {
        assert_eq!(complaints(file, text, &modules), Vec::<String>::new(), "{file}: {text}");
    }
}
