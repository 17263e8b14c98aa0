//! Load tests in, the origin of a scenario out.
//!
//! Files in `tests/data/load/`, one for each format: `k6.csv` (1 to 32 users for 18 s each, no thinking), `jmeter.jtl` (2
//! to 48 users who think for 0.6 s) and `locust_stats_history.csv` (20 to 330 users who think for 1 s) are runs of a
//! processor-sharing station with a scalability law; the columns are those that the tools write. `table.csv` is the
//! published data set SPEC SDM91.
#![allow(clippy::unwrap_used)] // Helpers stand outside of `#[test]` functions.

use crate::schema;
use machiai::export::{origin_fit_json, origin_table};
use machiai::interop::{LoadSelection, LoadTestError, read_load_test};
use machiai::report::{self, Language};
use machiai::results::{
    FitNote, FittedLaw, InServiceBasis, LoadFormat, LoadNote, LoadTest, OriginFit, OriginOutcome, TableReason,
};
use machiai::stats::{ScalingPoint, fit_scalability};
use machiai::study::fit_origin;
use serde_json::Value;

const K6: &[u8] = include_bytes!("../data/load/k6.csv");
const K6_SUMMARY: &[u8] = include_bytes!("../data/load/k6-summary.json");
const K6_HANDLE_SUMMARY: &[u8] = include_bytes!("../data/load/k6-handle-summary.json");
const K6_OTHER: &[u8] = include_bytes!("../data/load/k6-other-metric.csv");
const JMETER: &[u8] = include_bytes!("../data/load/jmeter.jtl");
const LOCUST: &[u8] = include_bytes!("../data/load/locust_stats_history.csv");
const TABLE: &[u8] = include_bytes!("../data/load/table.csv");
const WITH_LATENCY: &[u8] = include_bytes!("../data/load/table-with-latency.csv");
const ONE_LEVEL: &[u8] = include_bytes!("../data/load/one-level.csv");
const FALLING: &[u8] = include_bytes!("../data/load/falling.csv");
const PLATEAU: &[u8] = include_bytes!("../data/load/plateau.csv");

fn read(bytes: &[u8]) -> LoadTest {
    read_load_test(bytes, None, &LoadSelection::default()).unwrap_or_else(|error| panic!("{error}"))
}

#[track_caller]
fn refused(bytes: &[u8]) -> String {
    read_load_test(bytes, None, &LoadSelection::default()).unwrap_err().to_string()
}

fn fit(files: &[&[u8]]) -> OriginFit {
    let tests = files.iter().enumerate().map(|(number, bytes)| (format!("run-{number}"), read(bytes)));
    fit_origin(tests.collect(), String::new())
}

fn law(fit: &OriginFit) -> &FittedLaw {
    match &fit.outcome {
        OriginOutcome::Law(law) => law,
        other => panic!("no law: {other:?}"),
    }
}

fn points(pairs: &[(f64, f64)]) -> Vec<ScalingPoint> {
    pairs.iter().map(|&(load, throughput)| ScalingPoint { load, throughput }).collect()
}

#[track_caller]
fn close(value: f64, published: f64, half_a_digit: f64) {
    assert!((value - published).abs() <= half_a_digit, "{value} is not {published} as published");
}

// Published data with published parameters.

/// SPEC SDM91 on a Sun SPARCcenter 2000: data and results as printed by R's package `usl` 2.0 and later (README of
/// github.com/smoeding/usl; peak from its tests; the data are from spec.org).
#[test]
fn spec_sdm91_has_the_published_parameters() {
    let data = points(&[
        (1.0, 64.9),
        (18.0, 995.9),
        (36.0, 1652.4),
        (72.0, 1853.2),
        (108.0, 1828.9),
        (144.0, 1775.0),
        (216.0, 1702.2),
    ]);
    let fit = fit_scalability(&data, 0.95).unwrap();
    close(fit.contention.value, 0.027_728_5, 5e-8);
    close(fit.coherency.value, 0.000_104_4, 5e-8);
    close(fit.alone.value, 89.995_233, 1e-4);
    close(fit.peak_load.unwrap().value, 96.519_56, 1e-3);
    close(fit.residual_standard_error.unwrap(), 82.8, 0.05);
    assert_eq!(fit.degrees_of_freedom, 4);
    for (load, fitted) in [(1.0, 90.0), (18.0, 1078.0), (36.0, 1541.0), (72.0, 1850.0), (216.0, 1646.0)] {
        close(fit.throughput(load).value, fitted, 0.5);
    }
    // Standard errors as published; t(0.975; 4) = 2.776445.
    for (fitted, standard_error, half_a_digit) in [
        (fit.contention, 0.009_121_7, 5e-7),
        (fit.coherency, 0.000_019_9, 5e-8),
        (fit.alone, 14.213_489_4, 1e-3),
    ] {
        close(fitted.interval.unwrap().half_width(), 2.776_445 * standard_error, 2.776_445 * half_a_digit);
    }
}

/// A ray tracer (BRL-CAD) on 1 to 64 processors, where κ is at its bound: as printed by the tests of the same package
/// (`confint.Rout.save`). Its half-widths are standard error × t(0.95; points − 1), which covers 90 % and not 95 %; standard
/// errors are compared.
#[test]
fn the_ray_tracer_has_the_published_parameters_at_the_bound() {
    let data = points(&[
        (1.0, 20.0),
        (4.0, 78.0),
        (8.0, 130.0),
        (12.0, 170.0),
        (16.0, 190.0),
        (20.0, 200.0),
        (24.0, 210.0),
        (28.0, 230.0),
        (32.0, 260.0),
        (48.0, 280.0),
        (64.0, 310.0),
    ]);
    let fit = fit_scalability(&data, 0.95).unwrap();
    close(fit.contention.value, 0.0578, 5e-5);
    assert_eq!((fit.coherency.value, fit.peak_load), (0.0, None));
    close(fit.alone.value, 21.8488, 5e-5);
    let (theirs, ours) = (1.812_461, 2.306_004); // t(0.95; 10) and t(0.975; 8)
    let half_widths = [
        (fit.contention.interval.unwrap().half_width(), (0.081_864 - 0.033_677) / 2.0, 1e-6),
        // Ours is cut at 0: the upper end alone tells.
        (fit.coherency.interval.unwrap().high, 0.000_214, 5e-7),
        (fit.alone.interval.unwrap().half_width(), (25.829_306 - 17.868_380) / 2.0, 1e-3),
    ];
    for (half_width, published, half_a_digit) in half_widths {
        close(half_width / ours * theirs, published, half_a_digit);
    }
    assert_eq!(fit.coherency.interval.unwrap().low, 0.0);
}

// The formats.

#[test]
fn every_format_is_told_by_its_content() {
    for (bytes, format, levels) in [
        (K6, LoadFormat::K6Csv, 6),
        (K6_SUMMARY, LoadFormat::K6Summary, 1),
        (K6_HANDLE_SUMMARY, LoadFormat::K6Summary, 1),
        (JMETER, LoadFormat::Jmeter, 6),
        (LOCUST, LoadFormat::Locust, 6),
        (TABLE, LoadFormat::Table, 7),
        (WITH_LATENCY, LoadFormat::Table, 6),
    ] {
        let test = read(bytes);
        assert_eq!((test.format, test.levels.len()), (format, levels));
        let told = read_load_test(bytes, Some(format), &LoadSelection::default());
        assert_eq!(told.as_ref(), Ok(&test), "the same when it is said");
    }
}

/// Without thinking every user has a request in service; with it fewer, and Little's law tells how many.
#[test]
fn load_is_requests_in_service_and_not_users() {
    for level in read(K6).levels {
        assert_eq!(level.basis, InServiceBasis::Little);
        let users = level.users.unwrap();
        assert!((level.in_service / users - 1.0).abs() < 0.05, "{level:?}");
    }
    for (bytes, thinking) in [(JMETER, 0.6), (LOCUST, 1.0)] {
        for level in read(bytes).levels {
            let all = level.per_second / (1.0 - level.failed_share.unwrap());
            let expected = level.users.unwrap() - all * thinking;
            assert!(
                (level.in_service - expected).abs() < 0.25 * level.users.unwrap(),
                "{level:?} {expected}"
            );
            assert!(level.in_service < level.users.unwrap());
        }
    }
}

/// The stations that the files are runs of: λ, σ, κ. Users who think make λ a little lower.
#[test]
fn the_law_behind_the_files_is_found() {
    for (bytes, [alone, contention, coherency]) in
        [(K6, [1.8, 0.08, 0.003]), (JMETER, [3.0, 0.05, 0.003]), (LOCUST, [25.0, 0.05, 0.0005])]
    {
        let fit = fit(&[bytes]);
        let law = law(&fit);
        assert!((law.alone_per_second.value / alone - 1.0).abs() < 0.15, "{law:?}");
        assert!((law.contention.value - contention).abs() < 0.03, "{law:?}");
        assert!((law.coherency.value / coherency - 1.0).abs() < 0.3, "{law:?}");
        let peak = ((1.0 - contention) / coherency).sqrt();
        assert!((law.peak_in_service.unwrap().value / peak - 1.0).abs() < 0.15, "{law:?}");
    }
}

#[test]
fn failed_requests_are_load_and_no_throughput() {
    let test = read(JMETER);
    let last = test.levels.last().unwrap();
    assert!(last.failed_share.unwrap() > 0.02, "{last:?}");
    let all = last.in_service / last.latency_mean_seconds.unwrap();
    assert!((last.per_second / all - (1.0 - last.failed_share.unwrap())).abs() < 1e-9);
    let fit = fit(&[JMETER]);
    assert!(fit.notes.iter().any(|note| matches!(note, FitNote::Failures { .. })), "{:?}", fit.notes);
}

#[test]
fn both_shapes_of_a_summary_say_the_same() {
    let (export, handle) = (read(K6_SUMMARY), read(K6_HANDLE_SUMMARY));
    assert_eq!(export.levels, handle.levels);
    let level = export.levels[0];
    assert!((level.in_service - 8.0).abs() < 0.2 && level.users == Some(8.0), "{level:?}");
    assert!(export.notes.is_empty());
    let ramp = String::from_utf8(K6_SUMMARY.to_vec()).unwrap().replacen("\"min\": 8", "\"min\": 1", 1);
    let notes = read(ramp.as_bytes()).notes;
    assert_eq!(notes, [LoadNote::RampAveraged { from: 1.0, to: 8.0 }]);
}

#[test]
fn a_name_or_a_metric_can_be_picked() {
    let pick = |bytes: &[u8], name: &str| {
        read_load_test(bytes, None, &LoadSelection { name: Some(name.to_owned()), metric: None })
    };
    let (all, some) = (read(JMETER), pick(JMETER, "POST /book").unwrap());
    assert!(some.levels[3].per_second < 0.5 * all.levels[3].per_second);
    assert!(some.notes.contains(&LoadNote::OnlyNamed { name: "POST /book".to_owned() }));
    let error = pick(JMETER, "PUT /").unwrap_err().to_string();
    assert!(error.contains("PUT /") && error.contains("GET /slots, POST /book"), "{error}");
    assert!(pick(K6, "https://b.example.jp/book").is_ok());
    assert!(pick(K6, "book").unwrap_err().to_string().contains("https://b.example.jp/book"));
    let error = pick(LOCUST, "GET /slots").unwrap_err().to_string();
    assert!(error.contains("Aggregated"), "{error}");
    let metric = LoadSelection { name: None, metric: Some("ws_session_duration".to_owned()) };
    let other = read_load_test(K6_OTHER, None, &metric).unwrap();
    assert!((other.levels[0].in_service - 2.0 * 1.0005).abs() < 0.1, "{:?}", other.levels);
    let elsewhere = read_load_test(JMETER, None, &metric).unwrap_err();
    assert_eq!(elsewhere, LoadTestError::MetricElsewhere { format: LoadFormat::Jmeter });
}

/// Byte order marks, line ends of Windows, other delimiters, a log copied while it was written.
#[test]
fn files_as_people_have_them() {
    let text = String::from_utf8(JMETER.to_vec()).unwrap();
    let plain = read(JMETER);
    assert_eq!(read(format!("\u{feff}{text}").as_bytes()), plain);
    assert_eq!(read(text.replace('\n', "\r\n").as_bytes()), plain);
    assert_eq!(read(text.replace(',', ";").as_bytes()), plain);
    assert_eq!(read(text.replace(',', "\t").as_bytes()), plain);
    let mut lines: Vec<&str> = text.lines().collect();
    lines[1..].reverse();
    // Rows in any order; sums in another order may differ in the last bit.
    for (found, wanted) in read((lines.join("\n") + "\n").as_bytes()).levels.iter().zip(&plain.levels) {
        assert_eq!((found.users, found.per_second), (wanted.users, wanted.per_second));
        assert!((found.in_service / wanted.in_service - 1.0).abs() < 1e-12);
    }
    let torn = &text.as_bytes()[..text.len() - 60];
    assert!(read(torn).notes.iter().any(|note| matches!(note, LoadNote::TornLastLine { .. })));
    // A label in Shift_JIS, as an old Windows writes it.
    let shift_jis: Vec<u8> = text
        .replace("GET /slots", "#")
        .bytes()
        .flat_map(|byte| if byte == b'#' { vec![0x97, 0x5c, 0x96, 0xf1] } else { vec![byte] })
        .collect();
    assert_eq!(read(&shift_jis).levels, plain.levels);
}

#[test]
fn sums_of_transactions_are_not_requests() {
    let text = String::from_utf8(JMETER.to_vec()).unwrap();
    let sum = "1777593660077,900,Booking,200,\"Number of samples in transaction : 2, number of failing samples : 0\",\
               Thread Group 1-1,,true,,1532,241,2,2,null,0,0,0\n";
    let test = read((text + sum).as_bytes());
    assert_eq!(test.levels, read(JMETER).levels);
    assert!(test.notes.contains(&LoadNote::SkippedSums { rows: 1 }), "{:?}", test.notes);
}

#[test]
fn without_response_times_users_stand_in_and_it_is_said() {
    let text = String::from_utf8(K6.to_vec()).unwrap();
    let counted: Vec<&str> = text.lines().filter(|line| !line.starts_with("http_req_duration")).collect();
    let test = read((counted.join("\n") + "\n").as_bytes());
    assert!(
        test.levels
            .iter()
            .all(|level| level.basis == InServiceBasis::Users && level.latency_mean_seconds.is_none())
    );
    let fit = fit_origin(vec![("k6.csv".to_owned(), test)], String::new());
    assert!(fit.notes.contains(&FitNote::UsersAsLoad));
}

// What is refused, and how.

#[test]
fn files_that_cannot_be_used_are_refused_with_the_place() {
    for (bytes, words) in [
        (&b""[..], "empty"),
        (b" \n\n", "empty"),
        (b"\x1f\x8b\x08rest", "gunzip"),
        (b"\xff\xfet\0i\0", "UTF-8"),
        (b"<?xml version=\"1.0\"?><testResults/>", "output_format=csv"),
        (b"a,b\n1,2\n", "no known format has the columns a, b"),
        (b"Type,Name,Request Count\nGET,/,5\n", "_stats_history.csv"),
        (b"{\"type\":\"Metric\"}\n{\"type\":\"Point\"}\n", "--out csv"),
        (b"{\"metrics\": ", "not JSON: line 1, column 12"),
        (b"{\"metrics\": {\"vus\": {\"value\": 1}}}", "no sample of the metric http_reqs, seen: vus"),
        (b"{}", "metrics is missing"),
        (b"{\"metrics\":{\"http_reqs\":{\"rate\":\"x\"}}}", "metrics.http_reqs.rate = \"x\""),
        (K6_OTHER, "--metric"),
        (FALLING, "line 5: concurrency 36 after 72"),
        (b"concurrency,throughput\n", "no request"),
        (b"concurrency,throughput\n1,x\n", "line 2, throughput = x"),
        (b"concurrency,throughput\n1,NaN\n", "throughput = NaN"),
        (b"concurrency,throughput\n-1,5\n", "concurrency = -1"),
        (b"concurrency,throughput\n1,1e300\n", "throughput = 1e300"),
        (b"concurrency,throughput\n1,\n", "throughput is missing"),
        (b"concurrency,throughput\n1,5,7\n", "line 2: 3 fields; accepted: 2"),
        (
            b"concurrency,throughput,latency\n1,5,12\n",
            "latency = 12; accepted: a length of time with its unit",
        ),
        (b"timeStamp,elapsed\n2026/05/01 09:00:00,5\n", "timestamp_format=ms"),
        (b"timeStamp,elapsed,success\n1777593600000,5,maybe\n", "success = maybe; accepted: true or false"),
        (b"timeStamp,elapsed\n1777593600000,5\n", "stays the same for 0 s"),
        (b"timeStamp,elapsed\n1777593600000,5\n99999999999999999,5\n", "days apart"),
        (b"metric_name,timestamp,metric_value\nvus,soon,1\n", "line 2, timestamp = soon"),
        (b"metric_name,timestamp,metric_value\n", "no request"),
        (
            b"Timestamp,User Count,Name\n1,2,Aggregated\n",
            "Total Request Count, Total Failure Count is missing",
        ),
    ] {
        let error = refused(bytes);
        assert!(error.contains(words), "`{words}` is not in: {error}");
    }
    let wrong = read_load_test(TABLE, Some(LoadFormat::Jmeter), &LoadSelection::default()).unwrap_err();
    assert!(wrong.to_string().contains("timeStamp, elapsed is missing"), "{wrong}");
}

#[test]
fn a_run_that_only_ramps_has_no_level() {
    let mut text = "timeStamp,elapsed,allThreads\n".to_owned();
    for second in 0..60_i64 {
        text.push_str(&format!("{},100,{}\n", 1_777_593_600_000 + second * 1000, 1 + second));
    }
    assert!(refused(text.as_bytes()).contains("stretches of 15 s or more"));
}

// What follows.

#[test]
fn a_single_level_is_a_threshold_and_never_a_law() {
    let fit = fit(&[ONE_LEVEL, b"concurrency,throughput\n41,119.9\n"]);
    let OriginOutcome::Threshold { requests_per_second, .. } = fit.outcome else {
        panic!("{:?}", fit.outcome)
    };
    assert_eq!(requests_per_second, 119, "the least of both runs");
    let table = origin_table(&fit, Language::English);
    let read: toml::Value = toml::from_str(&table).unwrap();
    assert_eq!(read["origin"]["kind"].as_str(), Some("threshold"));
    assert_eq!(read["origin"]["safe_requests_per_second"].as_integer(), Some(119));
    assert!(table.contains("# a single level of load"), "{table}");
    let words = report::origin_fit(&fit, Language::English, 90);
    assert!(words.contains("threshold") && !words.contains("scalability law"), "{words}");
}

#[test]
fn two_levels_and_a_plateau_are_tables() {
    let two = fit(&[b"concurrency,throughput\n1,80\n20,900\n"]);
    let OriginOutcome::Table { points, reason } = &two.outcome else { panic!("{:?}", two.outcome) };
    assert_eq!((points.len(), reason), (2, &TableReason::TwoLevels));
    let read: toml::Value = toml::from_str(&origin_table(&two, Language::Japanese)).unwrap();
    assert_eq!(read["origin"]["table"][1][1].as_float(), Some(900.0));
    let plateau = fit(&[PLATEAU]);
    let OriginOutcome::Table { reason, .. } = plateau.outcome else { panic!("{:?}", plateau.outcome) };
    assert!(matches!(reason, TableReason::BeyondData { .. }), "{reason:?}");
    assert!(report::origin_fit(&plateau, Language::English, 90).contains("test with fewer at once"));
}

#[test]
fn several_runs_make_one_curve_and_its_table_reads_back() {
    let halves: [&[u8]; 3] = [
        b"concurrency,throughput\n1,64.9\n36,1652.4\n",
        b"concurrency,throughput\n18,995.9\n108,1828.9\n",
        b"concurrency,throughput\n72,1853.2\n144,1775.0\n216,1702.2\n",
    ];
    let (parts, whole) = (fit(&halves), fit(&[TABLE]));
    assert_eq!(law(&parts), law(&whole));
    let read: toml::Value = toml::from_str(&origin_table(&whole, Language::English)).unwrap();
    let scalability = &read["origin"]["scalability"];
    assert_eq!(scalability["alone_per_second"].as_float(), Some(89.995));
    assert_eq!(scalability["contention"].as_float(), Some(0.027_728));
    assert_eq!(scalability["coherency"].as_float(), Some(0.000_104_37));
}

/// The simulation uses the law beyond the tests, too: the reader must know where they end.
#[test]
fn a_law_beyond_its_tests_is_told() {
    let early = fit(&[b"concurrency,throughput\n1,65\n6,370\n12,680\n18,996\n36,1652\n"]);
    let told = |note: &FitNote| {
        matches!(note, FitNote::PeakNotReached { .. } | FitNote::NoCoherency | FitNote::NoLimit)
    };
    assert!(early.notes.iter().any(told), "{:?}", early.notes);
    let late = fit(&[b"concurrency,throughput\n150,1700\n200,1600\n300,1350\n400,1100\n"]);
    let below =
        |note: &FitNote| matches!(note, FitNote::PeakBelowTests { .. } | FitNote::AloneNotTested { .. });
    assert!(late.notes.iter().any(below) || matches!(late.outcome, OriginOutcome::Table { .. }), "{late:?}");
    let exact = fit(&[b"concurrency,throughput\n1,65\n36,1652\n216,1702\n"]);
    assert!(exact.notes.contains(&FitNote::NoIntervals) && law(&exact).alone_per_second.low.is_none());
}

#[test]
fn json_fits_its_schema_and_every_key_and_note_is_documented() {
    const DICTIONARY: &str = include_str!("../../outputs/README.md");
    let validator = schema::validator(include_str!("../../outputs/origin_fit.schema.json"));
    let section = &DICTIONARY[DICTIONARY.find("\n## Load tests\n").unwrap()..];
    for files in [&[K6, JMETER][..], &[LOCUST], &[ONE_LEVEL], &[PLATEAU], &[K6_SUMMARY, WITH_LATENCY]] {
        let json = origin_fit_json(&fit(files));
        assert_eq!(json, origin_fit_json(&fit(files)), "the same bytes");
        let value: Value = serde_json::from_str(&json).unwrap();
        schema::fits(&validator, &value);
        for key in value.as_object().unwrap().keys() {
            assert!(section.contains(&format!("\n| `{key}` | ")), "outputs/README.md lacks {key}");
        }
        let of_files =
            value["files"].as_array().unwrap().iter().flat_map(|file| file["notes"].as_array().unwrap());
        for note in value["notes"].as_array().unwrap().iter().chain(of_files) {
            let row = format!("\n| `{}` | ", note["kind"].as_str().unwrap());
            assert!(section.contains(&row), "outputs/README.md lacks the note {row}");
        }
    }
    let names = [
        FitNote::NoIntervals.name(),
        FitNote::NoContention.name(),
        FitNote::NoCoherency.name(),
        FitNote::NoLimit.name(),
        FitNote::PeakOpen.name(),
        FitNote::PeakNotReached { peak: 0.0, tested: 0.0 }.name(),
        FitNote::PeakBelowTests { peak: 0.0, tested: 0.0 }.name(),
        FitNote::AloneNotTested { tested: 0.0 }.name(),
        FitNote::PoorFit { share: 0.0 }.name(),
        FitNote::UsersAsLoad.name(),
        FitNote::Failures { in_service: 0.0, share: 0.0 }.name(),
        LoadNote::DroppedSeconds { seconds: 0.0, of: 0.0 }.name(),
        LoadNote::TornLastLine { line: 0 }.name(),
        LoadNote::SkippedSums { rows: 0 }.name(),
        LoadNote::MixedNames { names: 0 }.name(),
        LoadNote::OnlyNamed { name: String::new() }.name(),
        LoadNote::RampAveraged { from: 0.0, to: 0.0 }.name(),
        LoadNote::Unsteady { users: None, from: 0.0, to: 0.0 }.name(),
        LoadNote::UsersUnknown.name(),
        LoadNote::FailuresUnknown.name(),
        LoadNote::NothingSucceeded { users: None }.name(),
        LoadNote::NotLittle { given: 0.0, product: 0.0 }.name(),
    ];
    for name in names {
        assert!(section.contains(&format!("\n| `{name}` | ")), "outputs/README.md lacks the note {name}");
    }
}

/// Names of files are the user's: none of them may end a comment or steer a terminal.
#[test]
fn names_of_files_cannot_write_settings() {
    let test = read(TABLE);
    let fit = fit_origin(vec![("a\nkind = \"x\"\u{1b}[31m".to_owned(), test)], String::new());
    let table = origin_table(&fit, Language::English);
    let read: toml::Value = toml::from_str(&table).unwrap();
    assert_eq!(read["origin"]["kind"].as_str(), Some("station"));
    assert!(!report::origin_fit(&fit, Language::English, 80).contains('\u{1b}'));
}

// The command.

#[cfg(feature = "cli")]
mod command {
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::process::{Command, Output};
    use std::sync::atomic::{AtomicU32, Ordering};

    /// A folder of one test's own; gone when the test is over.
    struct Place(PathBuf);

    impl Place {
        fn new() -> Place {
            static COUNTER: AtomicU32 = AtomicU32::new(0);
            let number = COUNTER.fetch_add(1, Ordering::Relaxed);
            let path = std::env::temp_dir().join(format!("machiai-origin-{}-{number}", std::process::id()));
            fs::create_dir_all(&path).unwrap();
            Place(path)
        }

        fn file(&self, name: &str) -> String {
            self.0.join(name).display().to_string()
        }
    }

    impl Drop for Place {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn data(name: &str) -> String {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/load").join(name).display().to_string()
    }

    fn fit(arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_machiai"));
        for name in ["LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE", "COLUMNS"] {
            command.env_remove(name);
        }
        command.args(["origin", "fit"]).args(arguments).output().unwrap()
    }

    #[track_caller]
    fn ended(output: Output, code: i32) -> (String, String) {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let (out, err) = (text(output.stdout), text(output.stderr));
        assert_eq!(output.status.code(), Some(code), "{out}\n{err}");
        assert!(!err.contains("panicked"), "{err}");
        (out, err)
    }

    #[test]
    fn words_then_the_table_and_the_files_asked_for() {
        let place = Place::new();
        let (table, png, svg) = (place.file("origin.toml"), place.file("a.png"), place.file("b.svg"));
        let (out, err) = ended(fit(&[&data("table.csv"), "--out", &table, "--chart", &png]), 0);
        assert!(out.starts_with("One request alone takes 11 ms.") && err.is_empty(), "{out}{err}");
        let written = fs::read_to_string(&table).unwrap();
        assert!(out.ends_with(&written), "{out}");
        assert!(fs::read(&png).unwrap().starts_with(b"\x89PNG"));
        let (_, err) = ended(fit(&[&data("table.csv"), "--out", &table]), 1);
        assert!(err.contains("--force"), "{err}");
        let (out, _) =
            ended(fit(&[&data("k6.csv"), "--out", &table, "--force", "--chart", &svg, "--lang", "ja"]), 0);
        assert!(out.contains("1件だけの処理時間は") && out.contains("[origin]\nkind = \"station\""), "{out}");
        assert_ne!(fs::read_to_string(&table).unwrap(), written);
        assert!(fs::read_to_string(&svg).unwrap().contains("拡張性の法則"));
    }

    #[test]
    fn json_is_all_of_stdout() {
        let (out, err) = ended(fit(&[&data("k6.csv"), &data("jmeter.jtl"), "--json"]), 0);
        let value: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert_eq!((value["kind"].as_str(), err.as_str()), (Some("scalability"), ""));
        assert_eq!(value["files"][1]["format"], "jmeter");
    }

    #[test]
    fn every_file_that_is_wrong_is_named() {
        let (out, err) =
            ended(fit(&[&data("falling.csv"), &data("table.csv"), &data("k6-other-metric.csv")]), 2);
        assert_eq!(out, "");
        assert!(
            err.contains("falling.csv: line 5") && err.contains("k6-other-metric.csv: no sample"),
            "{err}"
        );
        let (_, err) = ended(fit(&[&data("none.csv")]), 1);
        assert!(err.contains("cannot read") && err.contains("none.csv"), "{err}");
        let (_, err) = ended(fit(&[&data("table.csv"), &data("table.csv")]), 2);
        assert!(err.contains("given twice"), "{err}");
        let (_, err) = ended(fit(&[&data("table.csv"), "--chart", "a.gif"]), 2);
        assert!(err.contains(".png or .svg"), "{err}");
        let (_, err) = ended(fit(&[&data("table.csv"), "--out", &data("table.csv"), "--force"]), 2);
        assert!(err.contains("is a file of a load test"), "{err}");
        let (_, err) = ended(fit(&[&data("table.csv"), "--format", "jmeter"]), 2);
        assert!(err.contains("timeStamp"), "{err}");
    }
}
