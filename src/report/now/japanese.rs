//! Every message about the day itself in Japanese, as a town hall writes it: です・ます, 「約○分」, 「見込みです」; no
//! promise. Statistical terms only in the annex. Only characters that survive Japanese code pages.

use super::message::Message;
use crate::results::NowMeasure;

pub(super) fn say(message: Message) -> String {
    use Message as M;
    match message {
        M::ShownAt { clock, waiting, active } => {
            format!("{clock}現在、待ち人数は{waiting}、アクティブユーザーは{active}人と表示されています。")
        }
        M::ShownAfter { after, waiting, active } => format!(
            "受付開始から{after}後の現在、待ち人数は{waiting}、アクティブユーザーは{active}人と表示されています。"
        ),
        M::Limits { slots, rate, session } => format!(
            "現在の設定：アクティブユーザーの合計数 {slots}、分単位の新規ユーザー {rate}、セッション時間 {session}。"
        ),
        M::GoneAt { clock, range } => {
            format!("列は{clock}に解消する見込みです{}。", in_brackets(range))
        }
        M::GoneIn { wait, range } => format!("列は今から{wait}で解消する見込みです{}。", in_brackets(range)),
        M::NeverGone => "試算の終わりまでに列は解消しない見込みです。".to_owned(),
        M::NoLine => "現在、列はなく、今後も発生しない見込みです。".to_owned(),
        M::JoinsNow { wait, range } => {
            format!("今から並ぶ方の待ち時間は{wait}の見込みです{}。", in_brackets(range))
        }
        M::StillWait { half, half_range, most, most_range } => format!(
            "現在お待ちの方のうち、半数の方はあと{half}以内{}、約9割の方はあと{most}以内{}にご案内できる見込みです。",
            in_brackets(half_range),
            in_brackets(most_range)
        ),
        M::NoDays => "1日分の試算も終わらなかったため、結果はありません。".to_owned(),

        M::FiguresHeading => "■ 数値".to_owned(),
        M::EstimateColumn => "見込み".to_owned(),
        M::OneDayColumn => "偶然のみ".to_owned(),
        M::RangeColumn => "見込みの幅".to_owned(),
        M::Label(measure) => match measure {
            NowMeasure::LineGone => "列の解消",
            NowMeasure::NewcomerWait => "今から並ぶ方の待ち時間",
            NowMeasure::RemainingP50 => "お待ちの方の半数（あと）",
            NowMeasure::RemainingP90 => "お待ちの方の約9割（あと）",
            NowMeasure::RemainingMax => "お待ちの最後の方（あと）",
            NowMeasure::InLine => "現在実際にお待ちの方",
            NowMeasure::LeaveLine => "うち途中で離脱する方",
            NowMeasure::StillToCome => "これからアクセスする方",
            NowMeasure::LineMax => "今後の最大の待ち人数",
            NowMeasure::LostMidVisit => "今後セッションが切れる方",
        }
        .to_owned(),
        M::ColumnsMean { days, level } => format!(
            "見込み：この数値になる{days}日分の試算の平均。偶然のみ：そのような{level}が収まる範囲。見込みの幅：指定されていないことや表示されないことも変えた場合の範囲（計画にはこちらをお使いください）。"
        ),
        M::RangeCovers => "見込みの幅には、指定されていない条件とCloudflareが公表していない規則のほか、表示の遅れ、待ち人数に含まれる離脱済みの方（--patienceの指定がなければ20％まで）、これからアクセスする方の人数も含みます。"
            .to_owned(),

        M::ChangesHeading => "■ 今、設定を変更した場合".to_owned(),
        M::ChangeColumn => "設定".to_owned(),
        M::GoneColumn => "列の解消".to_owned(),
        M::DifferenceColumn => "差".to_owned(),
        M::JoinsColumn => "今から並ぶ方".to_owned(),
        M::LostColumn => "セッション切れ".to_owned(),
        M::NoChange => "変更なし".to_owned(),
        M::ChangesMean { level } => format!(
            "同じ方々の同じ日の試算の平均です。かっこ内は差の平均の区間（{level}、偶然のみ）。待合室の先のサーバーが耐えられるかどうかは試算していません。"
        ),

        M::NotesHeading => "■ ご注意".to_owned(),
        M::StaleAndGhosts { from, to } => format!(
            "Cloudflareのダッシュボードと状態APIの数値は{from}から{to}前のもので、すでに離脱した方の場所（最後の更新から5分間残ります）も待ち人数に含みます。"
        ),
        M::MoreHaveCome { factor, people } => format!(
            "指定された人数より多くの方がアクセスしています（現時点で{factor}倍）。1日の人数を{people}として試算しました。"
        ),
        M::FewerHaveCome { factor } => format!(
            "アクセスした方は指定された人数より少なくなっています（現時点で{factor}倍）。これからの方は指定どおりとして試算しました。"
        ),
        M::AboveLimit { above } => format!(
            "アクティブユーザーが上限を{above}人上回っています（上限を下げた場合など）。その分のセッションが終わるまで、どなたもご案内できません。"
        ),
        M::SlotsFree { free } => format!(
            "{free}人分の空きがあるのにお待ちの方がいます。分単位の新規ユーザーの上限（または全員待機の設定）によるもので、アクティブユーザーの合計数だけを上げてもほとんど変わりません。"
        ),
        M::OtherFlow { shown, simulated } => format!(
            "直前の1分間にご案内した方は{shown}人ですが、この条件の試算では{simulated}人です。利用時間（--visit）と上限をご確認ください。"
        ),
        M::NotGone { share } => format!("試算した日のうち{share}では、終わりまでに列が解消しません。"),
        M::PlayedWithout { parts } => format!(
            "待合室の数値からは分からないため、次の条件は除いて試算しました：{parts}。"
        ),
        M::OriginPart => "予約システムのサーバーの応答の遅れ".to_owned(),
        M::StockPart => "予約枠の数".to_owned(),
        M::OperatorPart => "運用担当者による上限の調整".to_owned(),
        M::LeaveLimitsAlone => "Cloudflareは、待っている方がいる間の上限の変更を勧めていません。表示される待ち時間が急に変わることがあります。上限を下げても、入場済みの方は退場になりません。"
            .to_owned(),

        M::AnnexHeading => "■ 試算について".to_owned(),
        M::Assumed { inputs } => format!("指定されていない条件：{inputs}。"),
        M::HowPut => "各日を表示の時点まで試算し、待ち人数とアクティブユーザーを表示に合わせてから先を試算します。並んだ時刻、更新の時刻、残りの利用時間は試算によります。"
            .to_owned(),
        M::Origin { days, seed, version, scenario } => {
            format!("{days}日分の試算、シード {seed}、machiai {version}、シナリオ {scenario}。")
        }
    }
}

fn in_brackets(range: Option<String>) -> String {
    range.map(|range| format!("（見込みの幅：{range}）")).unwrap_or_default()
}
