use super::*;
use crate::results::{LimitsNow, Provenance, RangeMethod, Shown};

fn estimate(value: f64, low: f64, high: f64) -> Estimate {
    let ends = Some([low, high]);
    Estimate {
        value: Some(value),
        ci: ends,
        prediction: ends,
        range: ends,
        level: 0.95,
        method: RangeMethod::OrderStatistics,
    }
}

fn sample() -> Now {
    let change = |key: Option<&str>, value: &str, gone: f64| ChangeNow {
        key: key.map(str::to_owned),
        value: value.to_owned(),
        line_gone: Some(gone),
        difference: key.map(|_| gone - 5100.0),
        difference_ci: key.map(|_| [gone - 5130.0, gone - 5070.0]),
        newcomer_wait: Some(gone - 720.0),
        lost_mid_visit: Some(12.0),
    };
    Now {
        title: String::new(),
        provenance: Provenance {
            version: "0.1.0".to_owned(),
            scenario: "0123456789abcdef".to_owned(),
            seed: 1,
            replications: 40,
            range_replications: 79,
            command: "machiai predict --now 9:12".to_owned(),
            complete: true,
        },
        opens_at_second_of_day: Some(9 * 3600),
        inputs: Vec::new(),
        now_seconds: 720.0,
        shown: Shown { waiting: 12_300, active: 1950, accepted_last_minute: Some(190) },
        age_seconds: [20.0, 50.0],
        limits: LimitsNow { total_active_users: 2000, new_users_per_minute: 500, session_seconds: 300 },
        crowd_factor: Some(1.2),
        measures: M::ALL
            .into_iter()
            .map(|measure| match measure {
                M::LineGone => (measure, estimate(5100.0, 4200.0, 6600.0)),
                M::InLine => (measure, estimate(12_000.0, 10_000.0, 12_300.0)),
                _ => (measure, estimate(3900.0, 3000.0, 5400.0)),
            })
            .collect(),
        changes: vec![change(None, "", 5100.0), change(Some("room.total_active_users"), "2200", 4500.0)],
        notes: vec![
            NowNote::StaleAndGhosts { from_seconds: 20.0, to_seconds: 50.0 },
            NowNote::MoreHaveCome { factor: 1.2, people: 36_000.0 },
            NowNote::LeaveLimitsAlone,
            NowNote::PlayedWithout { origin: true, stock: true, operator: true },
        ],
        warnings: Vec::new(),
    }
}

#[test]
fn the_day_in_plain_words() {
    let text = now(&sample(), Language::English, 100);
    for part in [
        "At 9:12 the room shows 12,300 people in line and 1,950 active users.\n",
        "The line is gone at about 10:25 (range 10:10 to 10:50).\n",
        "Whoever joins the line now waits about 65 minutes (range 50 to 90 minutes).\n",
        "total_active_users → 2,200",
        "-10.0 min",
        "20 s to 50 s old",
        "1.2 times as many by now",
        "Cloudflare advises against changing limits while people queue",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    let minutes = now(&Now { opens_at_second_of_day: None, ..sample() }, Language::English, 100);
    assert!(minutes.contains("The line is gone about 75 minutes from now"), "{minutes}");
}

#[test]
fn the_day_in_japanese() {
    let text = now(&sample(), Language::Japanese, 100);
    for part in [
        "9:12現在、待ち人数は1万2,300人、アクティブユーザーは1,950人と表示されています。",
        "列は午前10時25分ごろに解消する見込みです",
        "今から並ぶ方の待ち時間は約65分の見込みです",
        "20秒から50秒前のもの",
    ] {
        assert!(text.replace(['\n', ' '], "").contains(part), "{part} is not in\n{text}");
    }
}

#[test]
fn without_figures_nothing_is_invented() {
    let mut none = sample();
    for (_, estimate) in &mut none.measures {
        (estimate.value, estimate.ci, estimate.prediction, estimate.range) = (None, None, None, None);
    }
    none.changes.clear();
    let text = now(&none, Language::English, 80);
    assert!(
        text.contains("The line is not gone before the simulation ends.") && !text.contains("NaN"),
        "{text}"
    );
}
