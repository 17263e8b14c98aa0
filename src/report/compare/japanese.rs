//! Every message about variants in Japanese: です/ます, plain and short.

use super::message::{Column, Message};
use crate::results::{JudgementKind as Kind, Measure};

pub(super) fn say(message: Message) -> String {
    use Message as M;
    match message {
        M::Compared { variants, days, first } => format!(
            "{variants}通りの設定を、同じ方々・同じ偶然による{days}日分の試算で比べました。差はすべて「{first}」との差です。"
        ),
        M::Called { letter, name } => format!("{letter}：{name}"),
        M::NoDays => "1日分の試算も終わらなかったため、結果はありません。".to_owned(),
        M::Judged { name, kind, gains, losses, days } => judged(&name, kind, &gains, &losses, &days),
        M::Change { measure, by, range, more } => change(measure, &by, &range, more),
        M::WaitAtMost { at_most } => {
            format!("約9割の方の待ち時間には、はっきりした差がありません（差は最大でも{at_most}）。")
        }
        M::OverloadAtMost { points } => {
            format!(
                "過負荷になる日が増えないとは言い切れません（最大で{points}の増加。日数を--replicationsで増やすと絞り込めます）。"
            )
        }
        M::SameAs { name, other } => {
            format!("「{name}」は「{other}」と同じ設定です。数値はすべて等しくなります。")
        }
        M::Overall { kind, names, first } => overall(kind, &names, &first),
        M::Followed { better, earlier, worse, later } => {
            let earlier = earlier.map(|by| format!("（平均{by}早くご案内）")).unwrap_or_default();
            let later = later.map(|by| format!("（平均{by}遅くご案内）")).unwrap_or_default();
            format!(
                "同じ方を一人ずつ比べると、{better}の方は早くご案内できるようになり{earlier}、{worse}の方は遅くなります{later}。1分以内の違いは変化なしとしています。"
            )
        }
        M::OnlyIn { here, there, first } => {
            format!("この設定でだけご案内できる方は{here}、「{first}」でだけご案内できる方は{there}です。")
        }
        M::PlaceOnlyIn { here, there, first } => {
            format!("この設定でだけ予約できる方は{here}、「{first}」でだけ予約できる方は{there}です。")
        }
        M::OtherPeople { first } => {
            format!("アクセスする方が「{first}」とは異なるため、一人ずつではなく、数値だけを比べています。")
        }
        M::HeadlineHeading => "■ 主な結果（1日あたりの平均）".to_owned(),
        M::GroupsHeading => "■ グループ別".to_owned(),
        M::ArrivalsHeading => "■ アクセスした時刻ごとの半数の方の待ち時間（受付開始からの分）".to_owned(),
        M::Column(column) => self::column(column).to_owned(),
        M::Interval { low, high } => format!("{low} ～ {high}"),
        M::Points { number } => format!("{number}ポイント"),
        M::Minutes { from, to } if from == to => format!("{from}分台"),
        M::Minutes { from, to } => format!("{from}分台から{to}分台"),
        M::Family { level, comparisons, measures, others } => format!(
            "主な結果の{comparisons}個の「差の幅」（{measures}項目×{others}通り）は、まとめて成り立つように広げてあります。このような比較を何度も行うと、そのうち{level}で、すべての幅が正しくなります（ボンフェローニの方法）。"
        ),
        M::PlainIntervals { level } => {
            format!(
                "グループ別の「差の幅」は、1つずつ見るためのものです。それぞれ、このような比較の{level}で正しくなります。"
            )
        }
        M::ArrivalFamily { comparisons } => {
            format!(
                "アクセスした時刻ごとの{comparisons}個の比較（--jsonと--csv）は、主な結果とは別にまとめて扱っています。"
            )
        }
        M::Matters => "3秒、0.5人、0.5％の日に満たない差は、差がないものとしています。".to_owned(),
        M::VarianceRatio { name, ratio } => format!(
            "同じ方々・同じ日で比べているため、少ない日数で済みます。「{name}」を別の方々で試算すると、約9割の方の待ち時間の差を同じ精度で知るのに{ratio}倍の日数が必要です。"
        ),
        M::NoReduction { name } => format!(
            "「{name}」では、同じ方々・同じ日で比べても日数はほとんど減りません。約9割の方の待ち時間の差は、別の方々で比べた場合と同じくらいばらつきます。"
        ),
        M::NoteOf { name, note } => format!("「{name}」：{note}"),
        M::MoreInFiles => {
            "すべての項目・グループ・アクセスした時刻の数値と幅は、--jsonまたは--csvで出力できます。"
                .to_owned()
        }
        M::ChanceAlone => {
            "日ごとの違いは偶然のばらつきだけです。指定のない項目は標準の値のままです。".to_owned()
        }
        M::Origin { days, seed, version, scenario } => {
            format!(
                "試算した日数：各設定{days}日分、乱数の種：{seed}、machiai {version}、シナリオ：{scenario}"
            )
        }
        M::NotesHeading => "■ ご注意".to_owned(),
        M::AnnexHeading => "■ 試算の方法".to_owned(),
        M::ChartTitle => "アクセスした時刻と待ち時間".to_owned(),
        M::ArrivalAxis => "アクセスした時刻（受付開始からの分）".to_owned(),
        M::WaitAxis => "半数の方の待ち時間（分）".to_owned(),
        M::ChartBand { level } => format!("帯：{level}が収まる範囲"),
        M::ChartEmpty => "ご案内できる方なし".to_owned(),
        M::ChartFooter { days, seed, version } => {
            format!("machiai {version}、各設定{days}日分（同じ方々）、乱数の種 {seed}")
        }
    }
}

fn judged(name: &str, kind: Kind, gains: &[String], losses: &[String], days: &str) -> String {
    let (gains, losses) = (gains.join("、"), losses.join("、"));
    match kind {
        Kind::Better => {
            format!("「{name}」のほうが良い結果です。{gains}なります。はっきり悪くなる項目はありません。")
        }
        Kind::Worse => {
            format!("「{name}」のほうが悪い結果です。{losses}なります。はっきり良くなる項目はありません。")
        }
        Kind::TradeOff => {
            format!("「{name}」には良い面と悪い面があります。{gains}なりますが、{losses}なります。")
        }
        Kind::NoDifference => format!("「{name}」：{days}日分の試算では、差は見られません。"),
        Kind::Same => format!("「{name}」：主な結果は、{days}日すべてで同じです。"),
        Kind::TooFewDays => {
            format!(
                "「{name}」：1日分だけでは判断できません。2日分以上（--replications）を試算してください。"
            )
        }
    }
}

fn change(measure: Measure, by: &str, range: &str, more: bool) -> String {
    let pick = |fewer: &'static str, many: &'static str| if more { many } else { fewer };
    let wait = |whose: &str| format!("{whose}待ち時間が{by}（{range}）{}", pick("短く", "長く"));
    let people = |who: &str| format!("{who}が{by}人（{range}）{}", pick("少なく", "多く"));
    match measure {
        Measure::WaitP50 => wait("半数の方の"),
        Measure::WaitP90 => wait("約9割の方の"),
        Measure::WaitMax => wait("最大の"),
        Measure::Admitted => people("ご案内できる方"),
        Measure::Left => people("途中で離脱する方"),
        Measure::TurnedAway => people("お待ちいただけない方"),
        Measure::GaveUp => people("申込をあきらめる方"),
        Measure::LostMidVisit => people("操作中にセッションが切れる方"),
        Measure::WithoutPlace => people("予約できない方"),
        Measure::FailedPeople => people("タイムアウトにあう方"),
        Measure::InsideMax => people("最大の利用中の人数"),
        Measure::LineGone => format!("列の解消が{by}（{range}）{}", pick("早く", "遅く")),
        Measure::OverloadedDays => format!("過負荷になる日の割合が{by}（{range}）{}", pick("低く", "高く")),
        other => format!("{}が{by}（{range}）{}", other.name(), pick("低く", "高く")),
    }
}

fn overall(kind: Kind, names: &[String], first: &str) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("「{name}」")).collect();
    let names = quoted.concat();
    match kind {
        Kind::Better => format!("「{first}」より良く、悪くなる項目がないもの：{names}。"),
        Kind::Worse => format!("「{first}」より悪く、良くなる項目がないもの：{names}。"),
        Kind::TradeOff => format!("良い面と悪い面があるもの：{names}。"),
        Kind::NoDifference => format!("「{first}」との差が見られないもの：{names}。"),
        Kind::Same => format!("すべての日で「{first}」と同じもの：{names}。"),
        Kind::TooFewDays => format!("判断できないもの：{names}。"),
    }
}

fn column(column: Column) -> &'static str {
    match column {
        Column::Measure => "項目",
        Column::Variant => "設定",
        Column::Group => "グループ",
        Column::Value => "平均",
        Column::People => "人数",
        Column::HalfWait => "半数の方",
        Column::MostWait => "約9割の方",
        Column::Difference => "差",
        Column::Interval => "差の幅",
        Column::Arrival => "アクセス",
    }
}
