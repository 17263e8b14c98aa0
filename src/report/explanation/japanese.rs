//! Every message about formulas in Japanese: です・ます, plain and short. Letters and terms of the theory stand only here, in the
//! annex. Only characters that survive Japanese code pages.

use super::message::Message;
use crate::results::{Applies, ComparedWith, Formula};

pub(super) fn say(message: Message) -> String {
    use Message as M;
    match message {
        M::Heading => {
            "■ 公式による値とシミュレーションの比較（公式が使えるのは、その条件が成り立つ場合だけです）".to_owned()
        }

        M::Letters { people, arrivals, held, capacity, patience } => format!(
            "N ＝ {people}、{arrivals}、1/μ ＝ {held}（1人が枠を使う時間）、{capacity}、{patience}。"
        ),
        M::ArrivalRate { rate, within } => format!("λ ＝ 毎分{rate}人（{within}のうちに約9割の方がアクセス）"),
        M::AllComeAtOnce => "全員が同時にアクセス（λなし）".to_owned(),
        M::CapacityRate { rate } => format!("r ＝ 毎分最大{rate}人をご案内"),
        M::NoCapacity => "上限なし（rなし）".to_owned(),
        M::MeanPatience { patience } => format!("1/θ ＝ {patience}（待てる時間の平均）"),
        M::NoPatience => "途中で離脱する方なし（θなし）".to_owned(),

        M::FormulaColumn => "公式".to_owned(),
        M::SaysColumn => "公式の値".to_owned(),
        M::SimulatedColumn => "シミュレーション".to_owned(),
        M::ErrorColumn => "誤差".to_owned(),
        M::AppliesColumn => "条件".to_owned(),
        M::AppliesCell(applies) => match applies {
            Applies::Yes => "成り立つ",
            Applies::Roughly => "ほぼ成り立つ",
            Applies::No => "成り立たない",
        }
        .to_owned(),
        M::ErrorCell { error, percent } => format!("{error}（{percent}％）"),

        M::Name(formula) => name(formula).to_owned(),
        M::NameAndFormula { name, formula } => format!("{name}：{formula}"),
        M::Written(formula) => written(formula).to_owned(),
        M::Meaning(formula) => meaning(formula).to_owned(),
        M::ItApplies { why } => format!("今回は条件が成り立ちます。{why}"),
        M::ItAppliesRoughly { why } => format!("今回は条件がほぼ成り立ちます。{why}"),
        M::ItDoesNotApply { why } => format!("今回は条件が成り立ちません。{why}"),
        M::Compared(with) => match with {
            ComparedWith::WaitP90 => "約9割の方の待ち時間と比べています。",
            ComparedWith::WaitP50 => "待ち時間の中央値と比べています。",
            ComparedWith::WaitMean => "平均の待ち時間と比べています。",
            ComparedWith::WaitMax => "最大待ち時間と比べています。",
            ComparedWith::LastSession => "最後のご案内から最後のセッションが終わるまでの時間と比べています。",
            ComparedWith::ActiveMean => "ご案内が続く間のアクティブユーザー数の平均と比べています。",
            ComparedWith::InsideMean => "ご案内が続く間の、実際に利用中の方の人数の平均と比べています。",
        }
        .to_owned(),

        M::Holds => "必要な条件がそろっています。".to_owned(),
        M::NoCapacityInIt => {
            "人数Nは毎分の速さではなく、毎分のご案内数も式に出てこないため、どの設定を変えても値は変わりません。値が近くても偶然です。"
                .to_owned()
        }
        M::Unlimited => "上限がないため、待ち時間は発生しません。".to_owned(),
        M::NobodyLetIn => "どなたもご案内しない設定です。".to_owned(),
        M::AllAtOnce => "全員が同時にアクセスするため、毎分の人数が決まりません。".to_owned(),
        M::NobodyLeaves => {
            "今回は途中で離脱する方がいません。その場合、過負荷の列は長くなり続け、一定の長さに落ち着きません。".to_owned()
        }
        M::SomeNeverLeave => {
            "途中で離脱する方としない方がいますが、この式はどちらか一方しか扱えません。".to_owned()
        }
        M::PatienceNotExponential => {
            "待てる時間の分布が、この式の仮定する指数分布と異なります。".to_owned()
        }
        M::GhostsStay => {
            "離脱した方の順番がしばらく列に残るため、一部の順番が使われないまま過ぎます。".to_owned()
        }
        M::SlotsInWaves => {
            "ご案内の速さは枠の数で決まり、最初に埋まった枠は、一定の速さではなく波のようにまとまって戻ります。".to_owned()
        }
        M::Overloaded { arrivals, capacity } => format!(
            "毎分{arrivals}人がアクセスし、最大{capacity}人しかご案内できないため、アクセスが続く間は列が長くなり続け、定常状態がありません。"
        ),
        M::NotOverloaded { arrivals, capacity } => format!(
            "過負荷の場合の式ですが、アクセスは毎分{arrivals}人で、毎分{capacity}人までご案内できます。"
        ),
        M::TooShort { lasts, needed } => format!(
            "落ち着くまでに{needed}ほどかかる状態の式ですが、約9割の方が{lasts}のうちにアクセスします。"
        ),
        M::FewerSessions { sessions, most } => format!(
            "λ/μ ＝ {sessions}が同時に利用しているところから始まる式ですが、この待合室では最大でも{most}です。"
        ),
        M::SettingsChange => "待っている方がいる間に設定が変わります。".to_owned(),
        M::Operator => "運用担当者が当日に上限を調整します。".to_owned(),
        M::Station => "枠が使われる時間が、サーバーの混み具合で変わります。".to_owned(),
        M::SessionsLost { share } => format!(
            "ご案内した方の{share}が入力の途中でセッションを失うため、枠が使われる時間は、操作時間とセッション時間の合計より短くなります。"
        ),
        M::PlacesRunOut => {
            "予約枠がなくなると利用が早く終わり、その分の枠が早く戻ります。".to_owned()
        }
        M::DrawnByLot => {
            "抽選でご案内するため、最後にアクセスした方が最後になるとは限りません。".to_owned()
        }
        M::NotOnePlaceEach => {
            "再びアクセスする方、複数の端末を使う方、Cookieのないアクセス、表示された待ち時間を見て離れる方、待合室を通らない方などがあり、\
             1人が1つの順番とは限りません。"
                .to_owned()
        }
        M::NoFullRoom => {
            "ご案内が続く時間が短く、枠がすべて埋まった状態を観察できません。".to_owned()
        }
        M::HeldNotExponential => {
            "枠が使われる時間は、操作時間に一定の時間を足したもので、指数分布ではありません。".to_owned()
        }
        M::ArrivalsNotSteady => {
            "アクセスの速さは一定ではなく、λは分ごとに異なる値の平均です。".to_owned()
        }

        M::ChartTitle => "N人の待ち時間：シミュレーションと公式".to_owned(),
        M::ChartTitleOf { title } => format!("{title}（N人の待ち時間：シミュレーションと公式）"),
        M::PeopleAxis => "アクセスする人数（N）".to_owned(),
        M::WaitAxis => "待ち時間（分）".to_owned(),
        M::SimulatedMostCurve => "シミュレーション（約9割の方）".to_owned(),
        M::SimulatedMeanCurve => "シミュレーション（平均）".to_owned(),
        M::FluidMostCurve => "流体近似（約9割の方）".to_owned(),
        M::FluidMeanCurve => "流体近似（平均）".to_owned(),
        M::TalkCurve => "(1/μ) ln(N/μ) そのまま".to_owned(),
        M::OverloadCurve => "(1/θ) ln(λ/r) 続く過負荷".to_owned(),
        M::ErlangCCurve => "アーランC".to_owned(),
        M::ErlangACurve => "アーランA".to_owned(),
        M::ChartBand => "帯：最小の日から最大の日まで".to_owned(),
        M::ThisCase { people } => format!("今回：{people}"),
        M::NoData => "データなし".to_owned(),
        M::ChartFooter => {
            "machiaiによる試算です。ほかの人数でも、アクセスの集中のしかたは同じとしています。シミュレーションを大きく超える値は省いています。"
                .to_owned()
        }
    }
}

fn name(formula: Formula) -> &'static str {
    match formula {
        Formula::TalkAsTyped => "(1/μ) ln(λ/μ) そのまま",
        Formula::LastingOverload => "読み方A：続く過負荷",
        Formula::LastSessionEnds => "読み方B：最後のセッション",
        Formula::ErlangC => "アーランC（平均）",
        Formula::ErlangA => "アーランA（平均）",
        Formula::FluidLast => "流体近似（最大）",
        Formula::FluidMean => "流体近似（平均）",
        Formula::LittleActive => "リトルの法則（アクティブ）",
        Formula::LittleInside => "リトルの法則（利用中）",
    }
}

fn written(formula: Formula) -> &'static str {
    match formula {
        Formula::TalkAsTyped => "W ＝ (1/μ) ln(N/μ)",
        Formula::LastingOverload => "w ＝ (1/θ) ln(λ/r)",
        Formula::LastSessionEnds => "t ＝ (1/μ) ln(λ/μ)",
        Formula::ErlangC => "M/M/c、c ＝ r/μ",
        Formula::ErlangA => "M/M/c＋M、c ＝ r/μ",
        Formula::FluidLast => "N/r － アクセスの続く時間（離脱する方を除く）",
        Formula::FluidMean => "（N/r － アクセスの続く時間）÷ 2（離脱する方を除く）",
        Formula::LittleActive => "L ＝ r ×（1/μ）",
        Formula::LittleInside => "L ＝ r × 操作時間",
    }
}

fn meaning(formula: Formula) -> &'static str {
    match formula {
        Formula::TalkAsTyped => {
            "人数が10倍になっても、枠が使われる時間の2.3倍しか長くならず、上限の設定も考えに入れない式です。"
        }
        Formula::LastingOverload => {
            "多すぎる方が何時間もアクセスし続けると、待ちきれずに離脱する方の分だけ列が落ち着きます。そのときの待ち時間です。"
        }
        Formula::LastSessionEnds => {
            "待ち時間ではありません。新しいご案内がなくなってから、利用中の方が1人もいなくなるまでの時間です。"
        }
        Formula::ErlangC => "全体としては間に合っていて、偶然の波でだけ列ができる窓口の式です。",
        Formula::ErlangA => {
            "待ちきれずに離脱する方を考えに入れたアーランCで、同じ状態がずっと続く場合の値です。"
        }
        Formula::FluidLast => {
            "流し台にたまった水と同じ考え方で、人数を毎分のご案内数で割り、アクセスが続いた時間を引きます。"
        }
        Formula::FluidMean => "同じ考え方を、列の真ん中にいる平均的な方で見た値です。",
        Formula::LittleActive => {
            "1人が10分間アクティブと数えられるなら、常に10分間分のご案内数が同時に数えられています。"
        }
        Formula::LittleInside => {
            "1人が10分間利用するなら、10分間分のご案内数が同時に利用しています。サーバーの負荷はこの人数で決まります。"
        }
    }
}
