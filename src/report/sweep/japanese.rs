//! Every message about a sweep in Japanese: です・ます, plain and short. Only characters that survive Japanese code pages.

use super::message::Message;

pub(super) fn say(message: Message) -> String {
    use Message as M;
    match message {
        M::Size { points, days } => format!("{points}通りの設定を、それぞれ{days}日分ずつ試算しました。"),
        M::SizeSkipped { points, days, skipped } => format!(
            "{points}通りの設定を、それぞれ{days}日分ずつ試算しました。シナリオの設定として使えない{skipped}通りは除きました。"
        ),
        M::WaitLeast { wait, point } => {
            format!("約9割の方の待ち時間が最も短いのは{point}の場合で、{wait}以内の見込みです。")
        }
        M::WaitMost { wait, point } => format!("最も長いのは{point}の場合で、{wait}以内の見込みです。"),
        M::IntervalColumn => "計算の誤差".to_owned(),
        M::SomeShown { rows, all } => {
            format!("{all}通りのうち{rows}通りを示しています。すべての結果はresults.csvにあります。")
        }

        M::ChartSubtitle { days } => format!("各設定{days}日分の試算（どの設定も同じ日どうしの比較）"),
        M::ChartSubtitleFixed { days, fixed } => {
            format!("各設定{days}日分の試算（どの設定も同じ日どうしの比較）、{fixed}")
        }
        M::InMinutes { name } => format!("{name}（分）"),
        M::InPeople { name } => format!("{name}（人）"),
        M::InPercent { name } => format!("{name}（％）"),
        M::Bare { name } => name,
        M::LabelAndKey { label, key } => format!("{label}（{key}）"),
        M::ChartCurve => "試算した日の平均".to_owned(),
        M::ChartBand => "帯：20日のうち19日が収まる範囲".to_owned(),
        M::ShortestWithoutOverload => {
            "過負荷の日が1％を超えないと確かめられた設定のうち、待ち時間が最も短いもの".to_owned()
        }
        M::NoData => "データなし".to_owned(),
        M::ChartFooter { version } => format!("machiai {version}"),
    }
}
