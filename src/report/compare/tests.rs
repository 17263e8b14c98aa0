//! What `compare` says, by hand-made findings.

use super::*;
use crate::results::{Family, Judgement, Mean, Provenance};

fn paired(mean: f64, difference: f64, half_width: f64) -> Paired {
    let ends = Some([difference - half_width, difference + half_width]);
    Paired {
        mean: Mean { value: Some(mean), ci: None },
        difference: Mean { value: Some(difference), ci: ends },
        simultaneous: ends,
    }
}

fn change(measure: Measure, difference: f64, half_width: f64) -> Change {
    Change { measure, difference, simultaneous: [difference - half_width, difference + half_width] }
}

fn variant(name: &str, judgement: Option<Judgement>) -> Variant {
    Variant {
        name: name.to_owned(),
        title: String::new(),
        scenario: "0".repeat(16),
        same_as: None,
        measures: vec![(Measure::WaitP90, paired(3600.0, -720.0, 120.0))],
        groups: Vec::new(),
        arrivals: Vec::new(),
        same_people: judgement.as_ref().map(|_| true),
        people: None,
        variance_ratio: None,
        judgement,
        warnings: Vec::new(),
    }
}

fn judged(kind: JudgementKind, gains: Vec<Change>, losses: Vec<Change>, at_most: Option<f64>) -> Judgement {
    Judgement { kind, gains, losses, wait_differs_at_most: at_most, more_overload_at_most: None }
}

fn comparison(others: Vec<Variant>) -> Comparison {
    let family = Family { measures: vec![Measure::WaitP90], comparisons: 1, level_of_each: 0.95 };
    Comparison {
        provenance: Provenance {
            version: "0".to_owned(),
            scenario: "0".repeat(16),
            seed: 1,
            replications: 40,
            range_replications: 0,
            command: String::new(),
            complete: true,
        },
        level: 0.95,
        headline: family.clone(),
        by_arrival: family,
        variants: std::iter::once(variant("now", None)).chain(others).collect(),
        warnings: Vec::new(),
    }
}

/// Without line breaks.
fn said(comparison: &Comparison, language: Language) -> String {
    let between = if language == Language::English { " " } else { "" };
    compare(comparison, language, 100).lines().collect::<Vec<_>>().join(between)
}

#[track_caller]
fn tells(comparison: &Comparison, english: &str, japanese: &str) {
    for (language, expected) in [(Language::English, english), (Language::Japanese, japanese)] {
        let text = said(comparison, language);
        assert!(text.contains(expected), "{text}");
    }
}

/// Its price stands in the same sentence; waits that go along are left to the table.
#[test]
fn a_trade_off_is_told_whole() {
    let gains = vec![change(Measure::WaitP50, -400.0, 20.0), change(Measure::WaitP90, -720.0, 120.0)];
    let losses = vec![change(Measure::GaveUp, 340.0, 40.0), change(Measure::LostMidVisit, 340.0, 40.0)];
    let judgement = judged(JudgementKind::TradeOff, gains, losses, None);
    tells(
        &comparison(vec![variant("new", Some(judgement))]),
        "\"new\" is a trade-off: 9 in 10 wait 12.0 min less (10.0–14.0 min), but 340 more people (300–380) give up.",
        "「new」には良い面と悪い面があります。約9割の方の待ち時間が12.0分（10.0～14.0分）短くなりますが、申込をあきらめる方が340人（300～380）多くなります。",
    );
}

/// Whoever gets in instead of leaving is one change, not two.
#[test]
fn one_change_is_told_once() {
    let gains = vec![change(Measure::Admitted, 400.0, 20.0), change(Measure::Left, -400.0, 20.0)];
    let judgement = judged(JudgementKind::Better, gains, Vec::new(), None);
    tells(
        &comparison(vec![variant("new", Some(judgement))]),
        "\"new\" is better: 400 more people (380–420) get in, and nothing in the headline is worse beyond chance.",
        "「new」のほうが良い結果です。ご案内できる方が400人（380～420）多くなります。はっきり悪くなる項目はありません。",
    );
}

#[test]
fn what_cannot_be_told_apart_is_bounded() {
    let judgement = judged(JudgementKind::NoDifference, Vec::new(), Vec::new(), Some(48.0));
    tells(
        &comparison(vec![variant("new", Some(judgement))]),
        "\"new\": no difference can be seen in 40 days. The wait of 9 in 10 cannot be told apart: it differs by 48 s at most.",
        "「new」：40日分の試算では、差は見られません。約9割の方の待ち時間には、はっきりした差がありません（差は最大でも48秒）。",
    );
}

#[test]
fn several_variants_are_summed_up_and_long_names_become_letters() {
    let better =
        judged(JudgementKind::Better, vec![change(Measure::WaitP90, -720.0, 120.0)], Vec::new(), None);
    let worse = judged(JudgementKind::Worse, Vec::new(), vec![change(Measure::Left, 20.0, 5.0)], None);
    let long = "room.new_users_per_minute=600; room.total_active_users=3000";
    tells(
        &comparison(vec![variant(long, Some(better)), variant("c", Some(worse))]),
        "Better than \"A\" with nothing worse: \"B\". Worse than \"A\" with nothing better: \"C\".",
        "「A」より良く、悪くなる項目がないもの：「B」。「A」より悪く、良くなる項目がないもの：「C」。",
    );
}
