//! What `--explain` adds to an answer: each formula with its number, its error, whether it applies, and what it means; and the
//! texts of its chart. Each sentence stands here in both languages, side by side.

use super::language::Language;
use super::number::{people_words, plain, rate, share_words, signed};
use super::page::Page;
use super::span::{CellStyle, span_cell};
use super::table::{Side, Table};
use crate::results::{
    Answer, Applies, ComparedWith, ExplainedCase, ExplainedReason, Explanation, Formula, FormulaFigure, Unit,
};

/// What stands where there is no figure.
const NOTHING: &str = "-";

/// Adds the part of the answer to its page.
pub(super) fn explanation(page: &mut Page, found: &Explanation, language: Language) {
    page.heading(say(
        language,
        "What formulas say, beside the simulation (a formula is only as good as its conditions)",
        "公式による値とシミュレーションの比較 (公式は、その条件が成り立つときにだけ使えます)",
    ));
    page.indented(&letters(&found.case, language));
    page.gap();
    page.table(|style| table(found, style, language));
    for figure in &found.formulas {
        page.gap();
        page.line(&format!("{}: {}", name(figure.formula, language), formula_text(figure.formula)));
        page.indented(&[meaning(figure.formula, language), &verdict(figure, language)].join(
            match language {
                Language::English => " ",
                Language::Japanese => "",
            },
        ));
    }
}

/// The texts of the chart.
pub struct ExplanationChartTexts {
    /// Title.
    pub title: String,
    /// Below it.
    pub subtitle: String,
    /// Name of the level axis.
    pub people: String,
    /// Heading of the plot.
    pub wait: String,
    /// Names of the curves: simulated p90 and mean, fluid p90 and mean, talk as typed, reading A, Erlang C, Erlang A.
    pub curves: [String; 8],
    /// What the band shows.
    pub band: String,
    /// Beside the case.
    pub case: String,
    /// Where nothing can be drawn.
    pub no_data: String,
    /// Small print.
    pub footer: String,
}

/// The texts of the chart of an answer that is explained.
pub fn explanation_chart_texts(
    answer: &Answer,
    found: &Explanation,
    language: Language,
) -> ExplanationChartTexts {
    let own = |english: &str, japanese: &str| say(language, english, japanese).to_owned();
    let title = super::answer::title_words(&answer.title);
    let heading =
        own("How long N people wait: simulation and formulas", "N人の待ち時間: シミュレーションと公式");
    ExplanationChartTexts {
        title: if title.is_empty() { heading } else { format!("{title}: {heading}") },
        subtitle: letters(&found.case, language),
        people: own("people who come (N)", "来る人数 (N)"),
        wait: own("wait (minutes)", "待ち時間 (分)"),
        curves: [
            own("simulated, 9 in 10 wait at most", "シミュレーション (9割の人がこの時間以内)"),
            own("simulated, mean", "シミュレーション (平均)"),
            own("fluid, 9 in 10", "流体近似 (9割)"),
            own("fluid, mean", "流体近似 (平均)"),
            own("(1/μ) ln(N/μ) as typed", "(1/μ) ln(N/μ) そのまま"),
            own("(1/θ) ln(λ/r), lasting overload", "(1/θ) ln(λ/r) 続く過負荷"),
            own("Erlang C", "アーランC"),
            own("Erlang A", "アーランA"),
        ],
        band: own("band: smallest to largest day", "帯: 最小の日から最大の日"),
        case: match language {
            Language::English => format!("this case: {}", people_words(found.case.people, language)),
            Language::Japanese => format!("今回: {}", people_words(found.case.people, language)),
        },
        no_data: own("no data", "データなし"),
        footer: own(
            "machiai: other crowds arrive in the same pattern. Waits far above the simulation are cut off.",
            "machiai による試算。ほかの人数でも来方は同じとしています。シミュレーションを大きく超える値は描いていません。",
        ),
    }
}

fn say<'a>(language: Language, english: &'a str, japanese: &'a str) -> &'a str {
    match language {
        Language::English => english,
        Language::Japanese => japanese,
    }
}

fn minutes(minutes: f64, language: Language) -> String {
    span_cell(minutes * 60.0, CellStyle::Hours, language)
}

/// λ, μ, r and θ of the case.
fn letters(case: &ExplainedCase, language: Language) -> String {
    let held = minutes(case.held_minutes, language);
    let came = minutes(case.arrival_minutes, language);
    let people = people_words(case.people, language);
    let mut parts = match language {
        Language::English => vec![format!("N = {people}")],
        Language::Japanese => vec![format!("N = {people}")],
    };
    parts.push(match (case.arrivals_per_minute, language) {
        (Some(lambda), Language::English) => {
            format!("λ = {} a minute (9 in 10 come within {came})", rate(lambda))
        }
        (Some(lambda), Language::Japanese) => format!("λ = 毎分{}人 ({came}で9割が来ます)", rate(lambda)),
        (None, Language::English) => "all come at once (no λ)".to_owned(),
        (None, Language::Japanese) => "全員が同時に来ます (λなし)".to_owned(),
    });
    parts.push(match language {
        Language::English => format!("1/μ = {held} (a slot is held)"),
        Language::Japanese => format!("1/μ = {held} (枠を1人が占める時間)"),
    });
    parts.push(match (case.capacity_per_minute, language) {
        (Some(per_minute), Language::English) => format!("r = {} let in a minute at most", rate(per_minute)),
        (Some(per_minute), Language::Japanese) => format!("r = 毎分最大{}人が入場", rate(per_minute)),
        (None, Language::English) => "no limit (no r)".to_owned(),
        (None, Language::Japanese) => "上限なし (rなし)".to_owned(),
    });
    parts.push(match (case.patience_minutes, language) {
        (Some(patience), Language::English) => {
            format!("1/θ = {} (mean patience)", minutes(patience, language))
        }
        (Some(patience), Language::Japanese) => {
            format!("1/θ = {} (待つ限度の平均)", minutes(patience, language))
        }
        (None, Language::English) => "nobody leaves (no θ)".to_owned(),
        (None, Language::Japanese) => "途中でやめる人なし (θなし)".to_owned(),
    });
    match language {
        Language::English => parts.join("; ") + ".",
        Language::Japanese => parts.join("、") + "。",
    }
}

fn table(found: &Explanation, style: CellStyle, language: Language) -> Table {
    let mut table = Table::new(&[Side::Left, Side::Right, Side::Right, Side::Right, Side::Left]);
    let heading: [(&str, &str); 5] = [
        ("formula", "公式"),
        ("says", "公式の値"),
        ("simulated", "シミュレーション"),
        ("error", "誤差"),
        ("applies", "条件"),
    ];
    table.push_heading(
        heading.map(|(english, japanese)| say(language, english, japanese).to_owned()).to_vec(),
    );
    for figure in &found.formulas {
        let cell = |value: Option<f64>| {
            value.map_or(NOTHING.to_owned(), |value| amount(figure, value, style, language))
        };
        let applies = match figure.applies {
            Applies::Yes => say(language, "yes", "成り立つ"),
            Applies::Roughly => say(language, "roughly", "ほぼ成り立つ"),
            Applies::No => say(language, "no", "成り立たない"),
        };
        table.push([
            name(figure.formula, language).to_owned(),
            cell(figure.value),
            cell(figure.simulated),
            error(figure, style, language),
            applies.to_owned(),
        ]);
    }
    table
}

fn amount(figure: &FormulaFigure, value: f64, style: CellStyle, language: Language) -> String {
    match figure.unit {
        Unit::People => people_words(value, language),
        _ => span_cell(value, style, language),
    }
}

fn error(figure: &FormulaFigure, style: CellStyle, language: Language) -> String {
    let Some(error) = figure.error else { return NOTHING.to_owned() };
    let absolute = signed(error, |size| amount(figure, size.abs(), style, language));
    match figure.relative_error {
        Some(relative) if relative.abs() < 10.0 => {
            let percent = signed((relative * 100.0).round(), |size| plain(size.abs()));
            format!("{absolute} ({percent}%)")
        }
        _ => absolute,
    }
}

fn name(formula: Formula, language: Language) -> &'static str {
    let (english, japanese) = match formula {
        Formula::TalkAsTyped => ("(1/μ) ln(λ/μ) as people type it", "(1/μ) ln(λ/μ) そのまま"),
        Formula::LastingOverload => ("reading A: lasting overload", "読み方A: 続く過負荷"),
        Formula::LastSessionEnds => ("reading B: last session ends", "読み方B: 最後のセッション"),
        Formula::ErlangC => ("Erlang C, mean wait", "アーランC (平均)"),
        Formula::ErlangA => ("Erlang A, mean wait", "アーランA (平均)"),
        Formula::FluidLast => ("fluid, longest wait", "流体近似 (最長)"),
        Formula::FluidMean => ("fluid, mean wait", "流体近似 (平均)"),
        Formula::LittleActive => ("Little's law, active users", "リトルの法則 (アクティブ)"),
        Formula::LittleInside => ("Little's law, people inside", "リトルの法則 (サイト内)"),
    };
    say(language, english, japanese)
}

/// The formula in the letters of the case.
fn formula_text(formula: Formula) -> &'static str {
    match formula {
        Formula::TalkAsTyped => "W = (1/μ) ln(N/μ)",
        Formula::LastingOverload => "w = (1/θ) ln(λ/r)",
        Formula::LastSessionEnds => "t = (1/μ) ln(λ/μ)",
        Formula::ErlangC => "M/M/c, c = r/μ",
        Formula::ErlangA => "M/M/c+M, c = r/μ",
        Formula::FluidLast => "N/r − ramp, less those who leave",
        Formula::FluidMean => "(N/r − ramp) / 2, less those who leave",
        Formula::LittleActive => "L = r × (1/μ)",
        Formula::LittleInside => "L = r × visit",
    }
}

/// One sentence for everybody.
fn meaning(formula: Formula, language: Language) -> &'static str {
    let (english, japanese) = match formula {
        Formula::TalkAsTyped => (
            "It hardly grows with the crowd: ten times the people add only 2.3 slot times, whatever your limits are.",
            "人数が10倍になっても枠の時間の2.3倍しか増えず、上限の設定も考えに入れない式です。",
        ),
        Formula::LastingOverload => (
            "If far too many people come for hours, the line settles where enough of them lose patience.",
            "多すぎる人が何時間も来続けると、待ちきれない人がやめる分だけ列が落ち着く、その待ち時間です。",
        ),
        Formula::LastSessionEnds => (
            "It is not a wait: it is how long the site takes to empty once nobody new is let in.",
            "待ち時間ではなく、新しい入場がなくなってからサイトが空になるまでの時間です。",
        ),
        Formula::ErlangC => (
            "It is for a counter that can keep up on the whole and has lines only by chance.",
            "全体としては間に合っていて、偶然の波でだけ列ができる窓口の式です。",
        ),
        Formula::ErlangA => (
            "It is Erlang C with people who give up, in a day that goes on like this for ever.",
            "待ちきれずにやめる人を入れたアーランCで、同じ状態がずっと続く場合の値です。",
        ),
        Formula::FluidLast => (
            "Like water in a sink: the people divided by how many get in each minute, less the time in which they came.",
            "水がたまった流しと同じで、人数を毎分の入場者数で割り、来るのにかかった時間を引きます。",
        ),
        Formula::FluidMean => (
            "The same sink seen by the average person, who stands in the middle of the line.",
            "同じ考え方を、列の真ん中にいる平均的な人で見た値です。",
        ),
        Formula::LittleActive => (
            "Whoever counts as active for ten minutes makes ten minutes of entries count at the same time.",
            "1人が10分間アクティブと数えられるなら、いつも10分間の入場者数が数えられています。",
        ),
        Formula::LittleInside => (
            "Whoever stays ten minutes makes ten minutes of entries be inside together; that is the load on your servers.",
            "1人が10分間いるなら、10分間の入場者数が同時にサイト内にいます。サーバーの負荷はこの人数で決まります。",
        ),
    };
    say(language, english, japanese)
}

fn compared(with: ComparedWith, language: Language) -> &'static str {
    let (english, japanese) = match with {
        ComparedWith::WaitP90 => ("the wait that 9 in 10 do not exceed", "9割の人の待ち時間の上限"),
        ComparedWith::WaitP50 => ("the median wait", "待ち時間の中央値"),
        ComparedWith::WaitMean => ("the mean wait", "平均待ち時間"),
        ComparedWith::WaitMax => ("the longest wait", "最長の待ち時間"),
        ComparedWith::LastSession => (
            "the time from the last entry to the end of the last session",
            "最後の入場から最後のセッションが終わるまでの時間",
        ),
        ComparedWith::ActiveMean => {
            ("the mean of the active users while people are let in", "入場が続く間のアクティブ人数の平均")
        }
        ComparedWith::InsideMean => {
            ("the mean of the people inside while people are let in", "入場が続く間のサイト内の人数の平均")
        }
    };
    say(language, english, japanese)
}

fn verdict(figure: &FormulaFigure, language: Language) -> String {
    let why = reason(figure.reason, language);
    let with = compared(figure.compared, language);
    let lead = match (figure.applies, language) {
        (Applies::Yes, Language::English) => "It applies here",
        (Applies::Roughly, Language::English) => "It applies roughly",
        (Applies::No, Language::English) => "It does not apply here",
        (Applies::Yes, Language::Japanese) => "今回は条件が成り立ちます",
        (Applies::Roughly, Language::Japanese) => "今回は条件がほぼ成り立ちます",
        (Applies::No, Language::Japanese) => "今回は条件が成り立ちません",
    };
    match language {
        Language::English => format!("{lead}: {why}. Compared with {with}."),
        Language::Japanese => format!("{lead}。{why}。比較の相手は{with}です。"),
    }
}

/// Why, without a full stop.
fn reason(reason: ExplainedReason, language: Language) -> String {
    let own = |english: &str, japanese: &str| say(language, english, japanese).to_owned();
    match reason {
        ExplainedReason::Holds => own("all its conditions are met", "必要な条件がそろっています"),
        ExplainedReason::NoCapacityInIt => own(
            "N people are not a rate, and the number let in each minute does not occur in it, so no setting of the room could change it; where it comes close, that is luck",
            "人数Nは毎分の率ではなく、毎分の入場者数も式に出てこないため、設定を変えても値が変わりません。値が近くても偶然です",
        ),
        ExplainedReason::Unlimited => {
            own("nothing limits the flow, so nobody waits", "上限がないため、誰も待ちません")
        }
        ExplainedReason::NobodyLetIn => own("nobody is let in at all", "誰も入場できない設定です"),
        ExplainedReason::AllAtOnce => own(
            "all come at once, so there is no rate of arrivals",
            "全員が同時に来るため、毎分の人数が決まりません",
        ),
        ExplainedReason::NobodyLeaves => own(
            "nobody leaves the line in this case, and without leavers an overloaded line never settles",
            "今回は途中でやめる人がなく、その場合は過負荷の列が落ち着くことはありません",
        ),
        ExplainedReason::SomeNeverLeave => own(
            "some people leave and some never do, and it knows only one kind",
            "途中でやめる人とやめない人がいて、式は一方しか扱えません",
        ),
        ExplainedReason::PatienceNotExponential => own(
            "the patience has another law than the exponential one that it takes",
            "待つ限度の分布が、式が仮定する指数分布と違います",
        ),
        ExplainedReason::GhostsStay => own(
            "the room learns late that somebody has left, so some turns go to places whose owner is gone",
            "やめた人の順番がしばらく列に残り、一部の順番が無駄になります",
        ),
        ExplainedReason::SlotsInWaves => own(
            "slots limit the flow, and after the first filling they come back in waves, not at a constant rate",
            "枠の数で流れが決まり、最初に埋まった枠は一定の速さではなく波のように空きます",
        ),
        ExplainedReason::Overloaded { arrivals_per_minute, capacity_per_minute } => match language {
            Language::English => format!(
                "{} come a minute and at most {} get in, so the line grows as long as people come and has no steady state",
                rate(arrivals_per_minute),
                rate(capacity_per_minute)
            ),
            Language::Japanese => format!(
                "毎分{}人が来て最大{}人しか入れないため、人が来る間は列が伸び続け、定常状態がありません",
                rate(arrivals_per_minute),
                rate(capacity_per_minute)
            ),
        },
        ExplainedReason::NotOverloaded { arrivals_per_minute, capacity_per_minute } => match language {
            Language::English => format!(
                "it needs an overload, but {} come a minute and {} can get in",
                rate(arrivals_per_minute),
                rate(capacity_per_minute)
            ),
            Language::Japanese => format!(
                "過負荷のときの式ですが、毎分{}人が来て{}人まで入れます",
                rate(arrivals_per_minute),
                rate(capacity_per_minute)
            ),
        },
        ExplainedReason::TooShort { lasts_minutes, needed_minutes } => {
            let (lasts, needed) = (minutes(lasts_minutes, language), minutes(needed_minutes, language));
            match language {
                Language::English => format!(
                    "it describes a state that needs some {needed} to settle, and 9 in 10 people have come within {lasts}"
                ),
                Language::Japanese => {
                    format!("落ち着くまで{needed}ほどかかる状態の式ですが、9割の人が{lasts}のうちに来ます")
                }
            }
        }
        ExplainedReason::FewerSessions { sessions, active_max } => {
            let (sessions, most) = (people_words(sessions, language), people_words(active_max, language));
            match language {
                Language::English => {
                    format!(
                        "it begins with λ/μ = {sessions} on the site at once, and the room never lets in more than {most}"
                    )
                }
                Language::Japanese => {
                    format!(
                        "λ/μ = {sessions}が同時にサイトにいるところから始まる式ですが、この待合室では最大{most}です"
                    )
                }
            }
        }
        ExplainedReason::SettingsChange => {
            own("the settings change while people wait", "待っている間に設定が変わります")
        }
        ExplainedReason::Operator => {
            own("an operator changes the limits during the day", "運用担当者が途中で上限を変えます")
        }
        ExplainedReason::Station => own(
            "how long a slot is held depends on how busy the servers are",
            "枠を占める時間がサーバーの混み具合で変わります",
        ),
        ExplainedReason::SessionsLost { share } => match language {
            Language::English => format!(
                "{} of the people let in lose their session in mid-visit, so a slot is held for less than a visit and a session",
                share_words(share, language)
            ),
            Language::Japanese => format!(
                "入場した方の{}が手続きの途中でセッションを失うため、枠を占める時間が操作時間とセッション時間の和より短くなります",
                share_words(share, language)
            ),
        },
        ExplainedReason::PlacesRunOut => own(
            "visits end early once the places are gone, which frees slots sooner",
            "予約枠がなくなると訪問が早く終わり、枠が早く空きます",
        ),
        ExplainedReason::DrawnByLot => own(
            "people are let in by lot, so the last to come is not the last to get in",
            "抽選で入場するため、最後に来た人が最後に入るとは限りません",
        ),
        ExplainedReason::NotOnePlaceEach => own(
            "people come back, bring several devices, lose cookies, look at the wait shown or go around the room, so one person is not one place",
            "戻ってくる人、複数端末の人、Cookieのない端末などがあり、1人が1つの順番とは限りません",
        ),
        ExplainedReason::NoFullRoom => own(
            "people are let in for too short a time to look at a room that is full",
            "入場が続く時間が短く、満室の状態を観察できません",
        ),
        ExplainedReason::HeldNotExponential => own(
            "a slot is held for the visit and a fixed time after it, not for an exponential time",
            "枠を占める時間は、操作時間に一定の時間を足したもので、指数分布ではありません",
        ),
        ExplainedReason::ArrivalsNotSteady => own(
            "people do not come at one rate: λ is a mean over minutes that differ",
            "到着の速さが一定ではなく、λは異なる分の平均にすぎません",
        ),
    }
}
