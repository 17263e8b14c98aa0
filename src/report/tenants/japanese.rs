//! Every message about several rooms on one origin in Japanese, as a town hall writes it: です・ます, 「見込みです」; no promise.
//! Only characters that survive Japanese code pages.

use super::message::{Change, Column, Message};

pub(super) fn say(message: Message) -> String {
    use Message as M;
    match message {
        M::Rooms { rooms } => format!("{rooms}つの待合室が、同じ予約システムのサーバーを共用します。"),
        M::OneRoom => "予約システムのサーバーの前に、1つの待合室があります。".to_owned(),
        M::SafeInside { people } => format!("同時に利用できる人数は{people}までです。"),
        M::SafeRequests { requests } => format!("処理できるリクエストは毎秒{requests}件までです。"),
        M::SafeUtilisation { share } => format!("サーバーの使用率は{share}までが安全です。"),
        M::Lasting { lasting } => {
            format!("これを超える状態が{lasting}以上続いた日を「過負荷の日」と数えます。")
        }
        M::SafeUnknown => "予約システムのサーバーの安全な負荷が指定されていないため、過負荷になるかどうかは判定できません。[origin]に\
                           safe_people_inside、safe_requests_per_second、safe_utilisationのいずれかを書いてください。"
            .to_owned(),
        M::NoDays => "1日分の試算も終わらなかったため、結果はありません。".to_owned(),

        M::Overloaded { share, days, of_days, low, high } => format!(
            "現在の日程では、{share}の日に予約システムのサーバーが過負荷になる見込みです（試算{of_days}日のうち{days}日、見込みの幅：{low}から{high}）。"
        ),
        M::NeverOverloaded { of_days, high } => format!(
            "現在の日程では、試算した{of_days}日のいずれも過負荷になりませんでした（過負荷の日は多くても{high}の見込みです）。"
        ),
        M::WhenOverloaded { when, lasting, longest } => format!(
            "過負荷の日は、{when}に過負荷が始まり、合計で{lasting}続く見込みです（途切れずに続くのは最長で{longest}、いずれも過負荷の日の平均）。"
        ),
        M::MostInside { mean, highest, when } => format!(
            "同時に利用する人数が最も多くなるのは{when}で、平均{mean}、最も多い日は{highest}の見込みです。"
        ),
        M::NobodyInside => "ご案内できる方はいない見込みです。".to_owned(),
        M::Responses { half, most } => {
            format!("応答時間は、半数が{half}以内、約95％が{most}以内の見込みです（日ごとの値の平均）。")
        }
        M::Failures { requests } => {
            format!("タイムアウトになるリクエストは、1日あたり約{requests}件の見込みです。")
        }
        M::AfterZero { after } => format!("時刻0から{after}後"),
        M::BeforeZero { before } => format!("時刻0の{before}前"),

        M::Move { room, change, share, instead } => match change {
            Change::Clock { from, to } => format!(
                "【ご提案】{room}の受付開始を{from}から{to}に変更すると、過負荷の日は{instead}から{share}に減る見込みです。"
            ),
            Change::Earlier { by } => format!(
                "【ご提案】{room}の受付開始を{by}早めると、過負荷の日は{instead}から{share}に減る見込みです。"
            ),
            Change::Later { by } => format!(
                "【ご提案】{room}の受付開始を{by}遅らせると、過負荷の日は{instead}から{share}に減る見込みです。"
            ),
        },
        M::Shorten { room, change, lasting, instead } => match change {
            Change::Clock { from, to } => format!(
                "【ご提案】1か所の変更では過負荷の日は明らかには減りませんが、{room}の受付開始を{from}から{to}に変更すると、\
                 過負荷の時間は1日あたり{instead}から{lasting}に縮まる見込みです。"
            ),
            Change::Earlier { by } => format!(
                "【ご提案】1か所の変更では過負荷の日は明らかには減りませんが、{room}の受付開始を{by}早めると、\
                 過負荷の時間は1日あたり{instead}から{lasting}に縮まる見込みです。"
            ),
            Change::Later { by } => format!(
                "【ご提案】1か所の変更では過負荷の日は明らかには減りませんが、{room}の受付開始を{by}遅らせると、\
                 過負荷の時間は1日あたり{instead}から{lasting}に縮まる見込みです。"
            ),
        },
        M::NothingNeeded => "【ご提案】受付開始の時刻を変更する必要はありません。".to_owned(),
        M::NothingHelps { shift } => format!(
            "【ご提案】受付開始を1か所だけ{shift}早めても遅らせても、過負荷の日も過負荷の時間も明らかには減りません。\
             --shiftや試算の日数（--replications）を変えて試すか、アクティブユーザーの合計数などの上限を下げてください。"
        ),

        M::RoomsHeading { days } => format!("■ 現在の日程（試算{days}日の平均）"),
        M::Column(column, upper) => {
            let (first, second) = match column {
                Column::Room => ("", "待合室"),
                Column::Group => ("", "対象の方"),
                Column::Opens => ("受付", "開始"),
                Column::People => ("", "人数"),
                Column::HalfWait => ("待ち時間", "半数の方"),
                Column::MostWait => ("", "約9割の方"),
                Column::LongestWait => ("", "最長"),
                Column::LineGone => ("列の", "解消"),
                Column::Booked => ("", "予約"),
                Column::SoldOut => ("受付", "終了"),
                Column::InsideAtPeak => ("最多時の", "利用中"),
                Column::Overload => ("過負荷", "の日"),
                Column::Difference => ("差", "（ポイント）"),
                Column::MostInside => ("最多の", "利用中"),
                Column::RoomWait => ("約9割の方", "当該待合室"),
                Column::AllWait => ("約9割の方", "全体"),
            };
            if upper { first } else { second }.to_owned()
        }
        M::PeakMeans => "最多時の利用中：全体で同時に利用する人数が最も多いときの、この待合室の人数です。合計がサーバーの負荷になります。"
            .to_owned(),
        M::SoldOutOften { room, share } => format!("{room}で予約枠がなくなる日は{share}の見込みです。"),
        M::GroupsHeading => "■ 待合室を共用する方々".to_owned(),

        M::MovesHeading { shift } => format!("■ 受付開始を1か所だけ{shift}ずらした場合"),
        M::AsItIs => "現在の日程".to_owned(),
        M::WithInterval { value, low, high } => format!("{value}（{low}から{high}）"),
        M::SamePeople => {
            "どの日程も、同じ方々の同じ日どうしの比較で、違うのは1か所の受付開始だけです。約9割の方：この時間以内にご案内できる方が約9割です。"
                .to_owned()
        }
        M::MovesAlong => {
            "受付開始とともに、その待合室の利用者、設定変更の予定、イベント、運用担当者の確認時刻も同じだけ動きます。サーバーの他の利用と、試算を終える時刻（horizon）は動きません。"
                .to_owned()
        }
        M::DifferencesMean { .. } => {
            "かっこ内は、過負荷の日の割合の差についての計算の誤差です（安全側、偶然のばらつきのみ）。".to_owned()
        }

        M::NotesHeading => "■ ご注意".to_owned(),
        M::AnnexHeading => "■ 参考資料".to_owned(),
        M::Assumed { inputs } => {
            format!("指定がなく（一部の待合室だけの場合を含みます）、標準の値で試算した項目：{inputs}。")
        }
        M::ChanceAlone => {
            "日ごとの違いは、偶然のばらつきと、幅で指定された人数の違いだけです。指定のない項目は決まった値で試算しています。あくまで目安であり、実際の結果と異なる場合があります。"
                .to_owned()
        }
        M::Origin { days, calendars, seed, version, scenario } => format!(
            "試算した日数：{calendars}通りの日程を各{days}日分、乱数の種：{seed}、machiai {version}、シナリオ：{scenario}"
        ),
    }
}
