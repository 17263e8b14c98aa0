//! Every message about recommended limits in Japanese, as a town hall writes it: です・ます, 「約○分」, 「見込みです」; no promise
//! beyond the assumptions. Settings have the names of Cloudflare's dashboard. Only characters that survive Japanese code pages.

use super::message::Message;
use crate::results::OpeningKind;

pub(super) fn say(message: Message) -> String {
    use Message as M;
    match message {
        M::Set { active, rate } => format!(
            "推奨設定は、アクティブユーザーの合計数（total_active_users） {active}、分単位の新規ユーザー（new_users_per_minute） {rate}です。"
        ),
        M::SetAsListed { active, rate } => format!(
            "推奨設定は、アクティブユーザーの合計数（total_active_users） {active}、分単位の新規ユーザー（new_users_per_minute） {rate}です。\
             その他の設定は、下の表のとおりです。"
        ),
        M::WaitsWithThem { half, most } => {
            format!("この設定では、半数の方は{half}以内、約9割の方は{most}以内にご案内できる見込みです。")
        }
        M::HoldsOverload { lasting, days, .. } => format!(
            "予約システムのサーバーに{lasting}以上の過負荷が起こるのは、前提条件どおりであれば、試算上は{days}以下です。"
        ),
        M::Holds { promises } => {
            format!("前提条件どおりであれば、試算上は次の条件が満たされます：{}。", promises.join("、"))
        }
        M::NothingSatisfies => "すべての条件を満たす設定はありません。".to_owned(),
        M::LowestBreak { active, rate, promise } => format!(
            "上限を最も低くしても（アクティブユーザーの合計数 {active}、分単位の新規ユーザー {rate}）、次の条件を満たせません：{promise}。\
             予約システムのサーバーを増強するか、条件を緩める必要があります。"
        ),
        M::HighestBreak { active, rate, promise } => format!(
            "予約システムのサーバーが耐えられる最も高い上限（アクティブユーザーの合計数 {active}、分単位の新規ユーザー {rate}）でも、\
             次の条件を満たせません：{promise}。"
        ),
        M::NotCertified { attempts } => format!(
            "推奨できる設定はありません。探索では条件を満たした上限も、新たな日の試算では確認できませんでした（確認を試みた数：{attempts}）。"
        ),
        M::Declined => "推奨設定は出せません。予約システムのサーバーがどこまで耐えられるかが分からないため、どの上限も同じように安全に\
                        見えてしまうからです。"
            .to_owned(),
        M::Unfinished => {
            "結果が出る前に試算が中断されたため、推奨設定はありません。条件を満たす設定があるかどうかも、まだ分かりません。".to_owned()
        }

        M::SettingsHeading => "■ 推奨設定".to_owned(),
        M::Setting { label, key } => format!("{label}（{key}）"),
        M::OpeningSetting => "受付開始の方法".to_owned(),
        M::SessionValue { minutes } => format!("{minutes}分"),
        M::RenewalValue { renewal } => if renewal { "オン（false）" } else { "オフ（true）" }.to_owned(),
        M::MethodValue { random } => if random { "ランダム（random）" } else { "先着順（fifo）" }.to_owned(),
        M::OpeningValue(opening) => match opening {
            OpeningKind::AsItIs => "現在のまま",
            OpeningKind::Prequeue => "イベント（事前待機）",
            OpeningKind::Shuffle => "イベント（事前待機・抽選順）",
        }
        .to_owned(),
        M::WaitsAreMeans => {
            "待ち時間は、指定のない条件を日ごとに変えて試算した日の平均です。".to_owned()
        }

        M::PromiseOverload { lasting, days, .. } => {
            format!("{lasting}以上の過負荷が起こるのは{days}以下")
        }
        M::PromiseAtMost { measure, bound, share, .. } => {
            format!("{measure}が{bound}以下となる日が{share}以上")
        }
        M::PromiseAtLeast { measure, bound, share, .. } => {
            format!("{measure}が{bound}以上となる日が{share}以上")
        }
        M::PromisesHeading { confidence } => {
            format!("■ 条件を満たすかどうか（前提条件どおりの場合。すべての条件を合わせた確かさは{confidence}）")
        }
        M::ByConstruction { promise } => format!(
            "{promise}：設定そのものにより満たされます。アクティブユーザー数は「アクティブユーザーの合計数」を超えないため、\
             試算での確認は不要です。"
        ),
        M::Certified { promise, most_bad, days, bad, at_most } => format!(
            "{promise}：試算で確認しました。新たに試算した{days}日のうち、条件を満たさなかった日は{bad}日でした（あらかじめ決めた許容は\
             {most_bad}日まで）。満たさない日が{at_most}を超えることは、試算上はまずありません。"
        ),
        M::CutShort { promise, bad, played } => format!(
            "{promise}：別の条件を満たせないことが先に分かったため、途中で打ち切りました（試算した{played}日のうち、条件を満たさなかった日は\
             {bad}日）。"
        ),
        M::Failed { promise, most_bad, days, bad, played } => format!(
            "{promise}：確認できませんでした。新たに試算した{played}日のうち、条件を満たさなかった日は{bad}日でした（許容は{days}日のうち\
             {most_bad}日まで）。"
        ),
        M::Attempts { attempts } => {
            format!("確認を試みた上限は{attempts}組です。確かさは、そのすべてを合わせたものです。")
        }
        M::Bears { limits } => {
            format!("予約システムのサーバーが耐えられる負荷：{}。", limits.join("、"))
        }
        M::BearsPeople { people } => format!("同時に利用する方 {people}人まで"),
        M::BearsRequests { requests } => format!("リクエスト 毎秒{requests}件まで"),
        M::BearsUtilisation { share } => format!("使用率 {share}まで"),
        M::BearsProven { people } => format!("これまで問題がなかったアクティブユーザー数 {people}人"),
        M::Between { low, high } => format!("{low}～{high}"),

        M::WhyHeading => "■ この値になる理由".to_owned(),
        M::PromiseBinds { promise } => format!(
            "この比率のまま上限を上げると、探索での見積もりでは、次の条件に対する余裕が足りなくなります：{promise}。"
        ),
        M::ProvenBinds => {
            "これより多いアクティブユーザーには実績がないため、実績の範囲に収めています。".to_owned()
        }
        M::NothingToGain => "上限をこれ以上上げても、待ち時間は短くなりません。".to_owned(),
        M::SlotsBind => {
            "ご案内の速さを決めているのは「アクティブユーザーの合計数」です。「分単位の新規ユーザー」が影響するのは、受付開始直後の\
             数分間だけです。"
                .to_owned()
        }
        M::RateBinds => {
            "ご案内の速さを決めているのは「分単位の新規ユーザー」です。「アクティブユーザーの合計数」は、念のための上限です。"
                .to_owned()
        }
        M::InsideMost { mean, highest, days } => format!(
            "同時に利用する方が最も多いときの人数は、平均で{mean}、{days}日のうち最も多い日で{highest}の見込みです。"
        ),

        M::LimitsColumn => "合計数 / 毎分".to_owned(),
        M::HalfColumn => "半数の方".to_owned(),
        M::MostColumn => "約9割の方".to_owned(),
        M::InsideColumn => "利用中".to_owned(),
        M::BadDaysColumn => "条件未達の日".to_owned(),
        M::BadDaysOfColumn { number } => format!("条件{number}未達の日"),
        M::BadDaysMean { number, promise } => {
            format!("条件{number}未達の日：「{promise}」という条件を満たさなかった日です。")
        }
        M::DaysOf { days, of } => format!("{of}日中{days}日"),
        M::RecommendedRow => "推奨".to_owned(),
        M::PresentRow => "現在".to_owned(),
        M::LastTriedRow => "最後に確認".to_owned(),
        M::KeepsTheRestRow => "ほかの条件は満たす".to_owned(),
        M::KeepsItRow => "この条件を満たす".to_owned(),
        M::KindRow { parts } => parts.join("・"),
        M::KindSession { minutes } => format!("セッション{minutes}分"),
        M::KindRenewal { renewal } => if renewal { "更新オン" } else { "更新オフ" }.to_owned(),
        M::KindMethod { random } => if random { "ランダム" } else { "先着順" }.to_owned(),
        M::KindOpening(opening) => match opening {
            OpeningKind::AsItIs => "現在のまま",
            OpeningKind::Prequeue => "事前待機",
            OpeningKind::Shuffle => "事前待機・抽選順",
        }
        .to_owned(),

        M::BesideHeading => "■ ほかの設定との比較".to_owned(),
        M::OnlyProven => {
            "新たな日の試算で確認したのは推奨設定だけです。ほかは、探索した日の値です。".to_owned()
        }
        M::Selected { systems, days, probability, indifference } => format!(
            "この{systems}組を、専用の{days}日分の試算で比べました。差が{indifference}以上あり、日ごとの値が平均の前後にほぼ偏りなく\
             散らばる場合、{probability}の確かさで最良の組を選んでいます（KimとNelsonの方法、2001年）。差がそれより小さい場合は、\
             「分単位の新規ユーザー」が最も小さい組を選びます。"
        ),
        M::NotSelected { systems, days, indifference } => format!(
            "この{systems}組を、専用の{days}日分の試算で比べましたが、{indifference}以上の差は見られませんでした。その時点で最良の組\
             （差がそれより小さい組のうち、「分単位の新規ユーザー」が最も小さいもの）を選びました。"
        ),
        M::TradeOffHeading { days } => {
            format!("■ 同じ比率のまま上限を上げ下げした場合（最初の{days}日分だけの値。この表の中でお比べください）")
        }

        M::StagedHeading => "■ 厳しく始めて、段階的に緩める場合（--staged）".to_owned(),
        M::Step { when, active, rate } => {
            format!("{when}：アクティブユーザーの合計数 {active}、分単位の新規ユーザー {rate}")
        }
        M::FromTheOpening => "受付開始から".to_owned(),
        M::AfterTheOpening { span } => format!("受付開始から{span}後"),
        M::StagedCertified => {
            "上限が一定の場合と同じ方法で、条件を満たすことを試算で確認しました。".to_owned()
        }
        M::StagedByConstruction => {
            "上限が一定の場合と同じく、条件は設定そのものにより満たされます。".to_owned()
        }
        M::StagedObjective { days, measure, with, without } => format!(
            "同じ{days}日分の試算で、{measure}は{with}の見込みです（上限が一定の場合は{without}）。"
        ),
        M::KnowingEverything { value } => format!(
            "すべてが事前に分かり、日ごとに最も高い上限を使えるとすれば{value}の見込みです。その差は、事前に分からないことがあるために\
             生じます。"
        ),
        M::ShownOff { with, without } => format!(
            "待合室に表示される待ち時間のずれの大きさは、ある1日の試算で、段階的に緩める場合は平均{with}、上限が一定の場合は平均{without}です。\
             表示は直前の1分間の進み方によるもので、次の段階を考えに入れません。"
        ),
        M::ShownRose { with, without } => format!(
            "お待ちの間に表示が一度でも長くなる方は、ある1日の試算で、段階的に緩める場合は{with}、上限が一定の場合は{without}です。"
        ),
        M::LeaveLimitsAlone => {
            "Cloudflareは、待っている方がいる間の上限の変更を勧めていません。変更のたびに、表示される待ち時間が急に変わります。".to_owned()
        }

        M::CrowdHeading => "■ 想定より多くの方がアクセスした場合".to_owned(),
        M::CrowdBreaks { people, promise } => {
            format!("{people}になると、次の条件を満たせない見込みです：{promise}。")
        }
        M::CrowdHolds { people, bad, days } => format!(
            "{people}になっても、条件を満たさなかった日は{days}日のうち{bad}日でした。ただし、この日数で分かるのは大きなリスクだけです。\
             その人数で確認するには、--usersに指定して実行してください。"
        ),

        M::SizesHeading => "■ 上限を変えたときの、待ち時間と同時に利用する方の人数".to_owned(),
        M::HelpHeading => "■ 推奨設定を出すために必要な指定（いずれか1つ）".to_owned(),
        M::HelpProven => {
            "--proven-active N：これまで問題がなかったアクティブユーザー数の最大値です（待合室のダッシュボードで確認できます）。"
                .to_owned()
        }
        M::HelpCapacity => {
            "--origin-capacity N：予約システムのサーバーが耐えられる同時利用人数です。N/sと書くと毎秒のリクエスト数になります。\
             確かでない場合は、幅で指定してください。"
                .to_owned()
        }
        M::HelpLoadTest => {
            "負荷試験：machiai origin fit FILEの結果を、--origin-fileに指定してください。".to_owned()
        }

        M::NotesHeading => "■ ご注意".to_owned(),
        M::LimitsReplaced => {
            "シナリオの設定変更の予定やイベントにある上限は、すべて推奨設定に置き換えています。".to_owned()
        }
        M::OperatorLeftOut => {
            "運用担当者による上限の調整は除き、一日中変えない上限を推奨しています。".to_owned()
        }
        M::NotMonotone => {
            "上限を上げても条件を満たさない日が増えない部分がありました。推奨設定の根拠は、新たな日の試算だけです。".to_owned()
        }
        M::InflowNotProven => {
            "実績があるのはアクティブユーザー数だけで、そのときのご案内の速さは分かりません（--proven-per-minute）。セッションが切れた方も\
             入力を続けるため、実際に利用中の方はアクティブユーザー数より多くなることがあります。"
                .to_owned()
        }
        M::RequestsFail => {
            "推奨設定でも、タイムアウトになるリクエストがある見込みです。".to_owned()
        }
        M::LowestLimits => "Cloudflareでは、上限を200より低くすることはできません。".to_owned(),
        M::SessionsLeftOut { kinds } => {
            format!("入力の途中でセッションが切れる方が増える設定{kinds}通りは、除きました。")
        }

        M::AnnexHeading => "■ 試算の方法".to_owned(),
        M::Drawn { inputs } => format!("指定がないため、日ごとに変えて試算した条件：{inputs}。"),
        M::Origin { search, fresh, seed, version, scenario } => format!(
            "試算した日数：探索に{search}日分、確認のために新たに{fresh}日分、乱数の種：{seed}、machiai {version}、シナリオ：{scenario}"
        ),

        M::ChartRiskTitle => "待ち時間とリスク".to_owned(),
        M::ChartLoadTitle => "待ち時間と負荷".to_owned(),
        M::ChartSubtitle { days } => format!(
            "推奨設定と同じ比率のまま、上限を上げ下げした場合です。点は上限の組を表します（各{days}日分の試算）。"
        ),
        M::ChartDeclinedSubtitle => {
            "点は上限の組を表します。予約システムのサーバーがどこまで耐えられるかは分かりません。".to_owned()
        }
        M::RiskAxis => "条件を満たさない日の割合（％）".to_owned(),
        M::LoadAxis => "同時に利用する方の最大（日ごとの平均、人）".to_owned(),
        M::MinutesAxis { measure } => format!("{measure}（分）"),
        M::PeopleAxis { measure } => format!("{measure}（人）"),
        M::PlainAxis { measure } => measure,
        M::ChartCurve => "上限（アクティブユーザーの合計数 / 分単位の新規ユーザー）".to_owned(),
        M::ChartChosen => "推奨".to_owned(),
        M::ChartFooter => {
            "machiaiによる試算（指定のない条件は日ごとに変化）。前提条件どおりの場合の目安です。".to_owned()
        }
    }
}
