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
            "見込み：現在の表示に合わせた{days}日分の試算の平均です。偶然のみ：{level}が収まる範囲です（偶然のばらつきのみ）。見込みの幅：指定のない条件や、表示からは分からない条件も動かした場合の範囲です。計画にはこの幅をお使いください。"
        ),
        M::RangeCovers => "見込みの幅は、指定のない条件とCloudflareが公表していない動作のほか、表示の遅れ、待ち人数に含まれる離脱済みの方（--patienceの指定がなければ20％まで）、これからアクセスする方の人数の不確かさも含みます。"
            .to_owned(),

        M::ChangesHeading => "■ 今、設定を変えた場合".to_owned(),
        M::ChangeColumn => "設定".to_owned(),
        M::GoneColumn => "列の解消".to_owned(),
        M::DifferenceColumn => "差".to_owned(),
        M::JoinsColumn => "今から並ぶ方".to_owned(),
        M::LostColumn => "セッション切れ".to_owned(),
        M::NoChange => "変更なし".to_owned(),
        M::ChangesMean { level } => format!(
            "同じ方々の同じ日どうしを比べた平均です。かっこ内は、平均の差についての計算の誤差です（{level}、偶然のばらつきのみ）。予約システムのサーバーが耐えられるかどうかは試算していません。"
        ),

        M::NotesHeading => "■ ご注意".to_owned(),
        M::StaleAndGhosts { from, to } => format!(
            "Cloudflareのダッシュボードと状態APIの数値は{from}から{to}前のもので、すでに離脱した方の順番（最後の画面更新から5分間残ります）も待ち人数に含みます。"
        ),
        M::MoreHaveCome { factor, people } => format!(
            "指定された人数より多くの方がアクセスしています（現時点で{factor}倍）。1日の人数を{people}として試算しました。"
        ),
        M::FewerHaveCome { factor } => format!(
            "アクセスした方は、指定された人数より少なくなっています（現時点で{factor}倍）。これからアクセスする方は、指定どおりとして試算しました。"
        ),
        M::AboveLimit { above } => format!(
            "アクティブユーザーが上限を{above}人上回っています（上限を下げた場合など）。その分のセッションが終わるまで、どなたもご案内できません。"
        ),
        M::SlotsFree { free } => format!(
            "{free}人分の枠が使われていないのに、お待ちの方がいます。「分単位の新規ユーザー」の上限（または全員を待機列に入れる設定）によるもので、「アクティブユーザーの合計数」だけを上げても、ほとんど変わりません。"
        ),
        M::OtherFlow { shown, simulated } => format!(
            "直前の1分間にご案内した方は{shown}人ですが、この条件の試算では{simulated}人です。操作時間（--visit）と上限をご確認ください。"
        ),
        M::NotGone { share } => format!("試算した日のうち{share}では、終わりまでに列が解消しません。"),
        M::PlayedWithout { parts } => format!(
            "待合室の数値からは分からないため、次の条件は除いて試算しました：{parts}。"
        ),
        M::OriginPart => "予約システムのサーバーの応答の遅れ".to_owned(),
        M::StockPart => "予約枠の数".to_owned(),
        M::OperatorPart => "運用担当者による上限の調整".to_owned(),
        M::LeaveLimitsAlone => "Cloudflareは、待っている方がいる間の上限の変更を勧めていません。表示される待ち時間が急に変わることがあります。上限を下げても、すでにご案内した方の利用は続きます。"
            .to_owned(),

        M::AnnexHeading => "■ 試算の方法".to_owned(),
        M::Assumed { inputs } => format!("指定がなく、標準の値で試算した項目：{inputs}。"),
        M::HowPut => "各日を表示の時点まで試算し、待ち人数とアクティブユーザーを表示に合わせてから先を試算します。並んだ時刻、画面更新の時刻、残りの操作時間は試算によるものです。"
            .to_owned(),
        M::Origin { days, seed, version, scenario } => {
            format!("試算した日数：{days}日分、乱数の種：{seed}、machiai {version}、シナリオ：{scenario}")
        }
    }
}

fn in_brackets(range: Option<String>) -> String {
    range.map(|range| format!("（見込みの幅：{range}）")).unwrap_or_default()
}
