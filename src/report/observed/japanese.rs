//! Every message about what happened in Japanese: です/ます, plain and short.

use super::message::{Column, Happened, Message, Verdict};
use crate::results::{Measure, ObservedFigure, ObservedSource};

pub(super) fn say(message: Message) -> String {
    use Message as M;
    match message {
        M::Heading => "実際の結果と予測の比較".to_owned(),
        M::Source { source, from, to } => source_words(source, &from, &to),
        M::Overall { inside, outside, unknown } => overall(inside, outside, unknown),
        M::NothingToCompare => "予測と比べられる数値が、ファイルにありません。".to_owned(),
        M::Happened { measure, what } => happened(measure, &what),
        M::Predicted { range, verdict } => predicted(&range, verdict),
        M::PredictedLine { inside: true } => "列ができない日も、予測の範囲内です。".to_owned(),
        M::PredictedLine { inside: false } => "予測の範囲では、どの日にも列ができる見込みでした。".to_owned(),
        M::PredictedUnranged { value } => format!("予測は{value}でした（判定のための範囲はありません）。"),
        M::People { number, .. } => format!("{number}人"),
        M::PeopleRange { low, high } => format!("{low}人から{high}人"),
        M::AfterOpening { span } => format!("受付開始の{span}後"),
        M::LineByMinute { minutes, inside, share, longer, shorter } => format!(
            "1分ごとに見ると、列のあった{minutes}分のうち{inside}分（{share}）で待ち人数が予測の範囲内でした。範囲より長かったのは{longer}分、短かったのは{shorter}分です。"
        ),
        M::Column(column) => self::column(column).to_owned(),
        M::OrMore { number } => format!("{number}以上"),
        M::OrLater { time } => format!("{time}以降"),
        M::NoLine => "列なし".to_owned(),
        M::Inside(inside) => match inside {
            Some(true) => "範囲内",
            Some(false) => "範囲外",
            None => "不明",
        }
        .to_owned(),
        M::Ranges { level } => {
            format!("予測の範囲は、{level}の結果が入る幅の目安です。たまに範囲外になることもあります。")
        }
        M::NotesHeading => "実際の結果についてのご注意".to_owned(),
        M::ByTheMinute => {
            "実際の数値は1分ごとの値または平均で、待合室の表示は20秒から50秒前のものです。本当の最大値はこれより少し多く、時刻には1、2分の差がある場合があります。".to_owned()
        }
        M::OpeningTaken { at, zone } => {
            format!("ファイルには受付開始の日が書かれていないため、{at}（{zone}）を受付開始としました。")
        }
        M::TimesTakenAs { zone } => format!("時差の指定がない時刻は、{zone}の時刻としました。"),
        M::SameMinute { minutes } => {
            format!("同じ1分に複数の行がある{minutes}分については、平均を使いました。")
        }
        M::Sampled { interval } => {
            format!("Cloudflareが間引いたデータです（間隔は最大{interval}）。人数は推計です。")
        }
        M::FarAway { rows, hours } => {
            format!("受付開始から{hours}時間より離れた{rows}行は除きました。")
        }
        M::MissingMinutes { figure: ObservedFigure::Line, minutes } => {
            format!("待ち人数のデータがない分が{minutes}分あります。")
        }
        M::MissingMinutes { figure: ObservedFigure::Active, minutes } => {
            format!("アクティブユーザーのデータがない分が{minutes}分あります。")
        }
        M::MissingMinutes { figure: ObservedFigure::Accepted, minutes } => {
            format!("ご案内した人数のデータがない分が{minutes}分あります。")
        }
        M::OutsidePrediction { minutes } => {
            format!("予測の対象となる時間の外にある{minutes}分は、判定していません。")
        }
        M::NoPredictedMinutes => {
            "予測に1分ごとの値がないため、ファイル全体を判定し、1分ごとの判定はしていません。".to_owned()
        }
        M::LineReturned { gone, back } => format!(
            "列は受付開始から{gone}分で一度なくなり、{back}分で再びできました。最後に列がなくなった時刻で判定しています。"
        ),
        M::RepeatedAcceptances { people, acceptances } => format!(
            "待合室は、再び入った方をもう一度数えます。予測では{people}のご案内が{acceptances}分に数えられる見込みのため、その数で比べています。"
        ),
        M::QueuedUnknown => {
            "ファイルからは、どの方が列に並んでいたかは分かりません。離れた方の順番も最大5分間は列に残るため、最後の方のご案内は、その分だけ早かった場合があります。".to_owned()
        }
        M::LineRangeIsChance => {
            "1分ごとの待ち人数の範囲は、偶然による幅だけです。人数や操作時間の想定の違いは含まないため、1日全体の数値より範囲外になりやすくなります。".to_owned()
        }
    }
}

fn source_words(source: ObservedSource, from: &str, to: &str) -> String {
    match source {
        ObservedSource::Table => format!("実際の結果：表（受付開始から{from}分から{to}分まで）。"),
        ObservedSource::CloudflareGroups => {
            format!("実際の結果：Cloudflareの1分ごとの分析データ（受付開始から{from}分から{to}分まで）。")
        }
        ObservedSource::CloudflareRows => {
            format!("実際の結果：Cloudflareの行ごとの分析データ（受付開始から{from}分から{to}分まで）。")
        }
    }
}

fn overall(inside: usize, outside: usize, unknown: usize) -> String {
    let all = inside + outside + unknown;
    match (inside, outside, unknown) {
        (1, 0, 0) => "比べられる1項目は、予測の範囲内でした。".to_owned(),
        (_, 0, 0) => format!("{all}項目すべてが予測の範囲内でした。"),
        (_, _, 0) => format!("{all}項目のうち{inside}項目が予測の範囲内でした。"),
        (_, 0, _) => {
            format!(
                "{all}項目のうち{inside}項目が予測の範囲内で、範囲外はありません。{unknown}項目は判定できません。"
            )
        }
        _ => format!(
            "{all}項目のうち{inside}項目が予測の範囲内、{outside}項目が範囲外でした。{unknown}項目は判定できません。"
        ),
    }
}

fn happened(measure: Measure, what: &Happened) -> String {
    use Happened as H;
    match (measure, what) {
        (_, H::Never) => "列はできませんでした。".to_owned(),
        (Measure::LineMax, H::Value(people)) => format!("待ち人数は最大{people}でした。"),
        (Measure::LineMax, H::AtLeast(people)) => {
            format!("待ち人数は最大{people}以上でした（前後の分のデータがありません）。")
        }
        (Measure::ActiveMax, H::Value(people)) => format!("アクティブユーザーは最大{people}でした。"),
        (Measure::ActiveMax, H::AtLeast(people)) => {
            format!("アクティブユーザーは最大{people}以上でした（前後の分のデータがありません）。")
        }
        (Measure::Admitted, H::Value(people)) => {
            format!("ご案内した人数は{people}でした（再び入った方を含みます）。")
        }
        (Measure::Admitted, H::AtLeast(people)) => {
            format!("ご案内した人数は{people}以上でした（ファイルにない分があります）。")
        }
        (Measure::LineGone, H::Value(time)) => format!("列がなくなったのは{time}でした。"),
        (Measure::LineGone, H::AtLeast(time)) => {
            format!("列がなくなったのは{time}以降です（ファイルの最後の分にも列があります）。")
        }
        (Measure::LineGone, H::Between(from, to)) => {
            format!("列がなくなったのは{from}から{to}までの間です（その間のデータがありません）。")
        }
        (Measure::LastAdmission, H::Value(time)) => format!("最後の方のご案内は{time}でした。"),
        (Measure::LastAdmission, H::AtLeast(time)) => {
            format!("最後の方のご案内は{time}以降です（ファイルの最後の分にも列があります）。")
        }
        (Measure::LastAdmission, H::Between(from, to)) => {
            format!("最後の方のご案内は{from}から{to}までの間です（その間のデータがありません）。")
        }
        (Measure::LineMax, H::Unknown) => "待ち人数の最大は、ファイルからは分かりません。".to_owned(),
        (Measure::LineGone, H::Unknown) => "列がなくなった時刻は、ファイルからは分かりません。".to_owned(),
        (Measure::LastAdmission, H::Unknown) => {
            "最後の方のご案内の時刻は、ファイルからは分かりません。".to_owned()
        }
        (other, H::Value(value)) => format!("{}：{value}。", other.name()),
        (other, H::AtLeast(value)) => format!("{}：{value}以上。", other.name()),
        (other, H::Between(low, high)) => format!("{}：{low}から{high}までの間。", other.name()),
        (other, H::Unknown) => format!("{}は、ファイルからは分かりません。", other.name()),
    }
}

fn predicted(range: &str, verdict: Verdict) -> String {
    match verdict {
        Verdict::Inside => format!("予測は{range}で、範囲内です。"),
        Verdict::More => format!("予測は{range}で、範囲より多くなりました。"),
        Verdict::Fewer => format!("予測は{range}で、範囲より少なくなりました。"),
        Verdict::Later => format!("予測は{range}で、範囲より遅くなりました。"),
        Verdict::Earlier => format!("予測は{range}で、範囲より早くなりました。"),
        Verdict::Edge => {
            format!("予測は{range}です。範囲の端に近いため、1分ごとの数値からは判定できません。")
        }
        Verdict::Open => {
            format!("予測は{range}です。範囲内かどうかは、このファイルからは判定できません。")
        }
    }
}

fn column(column: Column) -> &'static str {
    match column {
        Column::Measure => "項目",
        Column::Predicted => "予測",
        Column::Range => "予測の範囲",
        Column::Observed => "実際",
        Column::Inside => "判定",
    }
}
