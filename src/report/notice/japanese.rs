//! Every message of the notice and the checklist in Japanese, as a town hall prints it: です・ます, 「約○分」, 「見込みです」; no
//! Greek letters, no statistical terms, no promise. Only characters that survive Japanese code pages (no U+301C, U+2212).

use super::message::Message;

/// The range of a figure behind it, in parentheses; nothing where there is none.
fn in_parentheses(range: Option<String>, words: impl Fn(String) -> String) -> String {
    range.map(|range| format!("（{}）", words(range))).unwrap_or_default()
}

pub(super) fn say(message: Message) -> String {
    use Message as M;
    match message {
        M::Title => "受付開始時の待ち時間の目安について".to_owned(),
        M::TitleOf { title } => format!("待ち時間の目安について：{title}"),
        M::StaffTitle => "【担当課の方へ】待ち時間の目安の公表の見合わせについて".to_owned(),
        M::DoNotPublish => "この設定のままでは、待ち時間の目安を公表しないでください。".to_owned(),
        M::Disclaimer => "あくまで目安であり、実際の待ち時間と異なる場合があります。".to_owned(),

        M::NoDays => "1日分の試算も終わっておらず、公表できる数値がありません。".to_owned(),
        M::Interrupted => {
            "試算が途中で中断されており、数値が十分ではありません。最後まで試算してください。".to_owned()
        }
        M::Collapse => {
            "予約システムのサーバーが処理しきれず、画面が表示されない状態になる見込みです。一度にご案内する人数を減らすか、サーバーを増やしてください。"
                .to_owned()
        }
        M::NobodyAdmitted => {
            "どなたもご案内できない見込みです。待合室の設定を見直してください。".to_owned()
        }
        M::NoWaits => "試算の結果に待ち時間がありません。試算をやり直してください。".to_owned(),
        M::Censored { people } => format!(
            "試算の終了時点で約{people}がまだお待ちの状態で、この方々の待ち時間が数値に含まれていません。試算の時間を延ばすか、待合室の設定を見直してください。"
        ),
        M::RoomOff => {
            "受付開始の時点で待合室が停止中の試算です。待合室を有効にした設定で試算してください。".to_owned()
        }
        M::RequestsFail { share } => format!(
            "約{share}の方に、予約システムの画面が時間内に表示されない見込みです。一度にご案内する人数を減らすか、サーバーを増やしてください。"
        ),
        M::Overloaded { share } => format!(
            "試算した日のうち{share}で、予約システムのサーバーが過負荷になる見込みです。一度にご案内する人数を減らすか、サーバーを増やしてください。"
        ),
        M::LoseSessions { share } => format!(
            "ご案内した方の約{share}が、入力の途中で並び直しになる見込みです。セッション時間などの設定を見直してください。"
        ),
        M::TurnedAway { share } => {
            format!("約{share}の方が、待合室でお待ちいただけない見込みです。待合室の設定を見直してください。")
        }
        M::Leave { share } => format!(
            "約{share}の方が、ご案内の前に待つのをやめる見込みで、待ち時間の目安がその方々に当てはまりません。待合室の設定を見直してください。"
        ),
        M::GiveUp { share } => format!(
            "約{share}の方が、途中で申込をあきらめる見込みです。セッション時間などの設定を見直してください。"
        ),

        M::Busy => "受付開始の直後は、アクセスの集中が見込まれます。".to_owned(),
        M::BusyAt { clock } => format!("受付開始（{clock}）の直後は、アクセスの集中が見込まれます。"),
        M::InTurn => {
            "混み合った場合は、待合室（順番待ちの画面）でお待ちいただき、順番にご案内します。".to_owned()
        }
        M::Lottery => {
            "混み合った場合は、待合室（順番待ちの画面）でお待ちいただき、お待ちの方の中からランダムにご案内します（アクセスした順ではありません）。"
                .to_owned()
        }
        M::Shuffled => {
            "混み合った場合は、待合室（順番待ちの画面）でお待ちいただきます。受付開始前からお待ちの方の順番は受付開始時に抽選で決まり、受付開始後にアクセスした方は、その後に順番にご案内します。"
                .to_owned()
        }
        M::Untold => {
            "混み合った場合は、待合室（順番待ちの画面）でお待ちいただいてからご案内します。".to_owned()
        }
        M::WaitFrom { clock } => format!("待合室には、{clock}からアクセスできます。"),

        M::Crowd { people } => format!("{people}がアクセスした場合"),
        M::CrowdWithin { people, span } => format!("受付開始から{span}間に{people}がアクセスした場合"),
        M::CrowdAtOnce { people } => format!("受付開始と同時に{people}がアクセスした場合"),
        M::CrowdRush { people } => format!("受付開始の直後を中心に{people}がアクセスした場合"),
        M::AboutPeople { people } => format!("約{people}"),

        M::Within { figure } => format!("約{figure}以内"),
        M::WithinRange { figure, range } => format!("約{figure}以内（状況により{range}）"),
        M::Waits { crowd, half, most } => {
            format!("{crowd}、半数の方は{half}、約9割の方は{most}にご案内できる見込みです。")
        }
        M::WaitsOfLetIn { crowd, half, most } => format!(
            "{crowd}、予約枠がなくなる前にご案内できた方のうち、半数は{half}、約9割は{most}のご案内となる見込みです。"
        ),
        M::GoneAt { clock, range } => {
            let range = in_parentheses(range, |range| format!("状況により{range}ごろ"));
            format!("待合室の混雑は、{clock}ごろ{range}に解消する見込みです。")
        }
        M::GoneAfter { after, range } => {
            let range = in_parentheses(range, |range| format!("状況により{range}後"));
            format!("待合室の混雑は、受付開始から約{after}後{range}に解消する見込みです。")
        }
        M::NoWait { crowd } => {
            format!("{crowd}でも、ほとんどお待ちいただくことなくご利用いただける見込みです。")
        }
        M::MayWait { most } => format!(
            "ただし、混み合った場合は、待合室（順番待ちの画面）で約{most}お待ちいただくことがあります。"
        ),
        M::ComeLater { clock } => format!(
            "{clock}以降は、待ち時間が短くなる見込みです。お急ぎでない方は、時間をずらしてのアクセスにご協力ください。"
        ),
        M::ComeLaterAfter { after } => format!(
            "受付開始から{after}が過ぎると、待ち時間が短くなる見込みです。お急ぎでない方は、時間をずらしてのアクセスにご協力ください。"
        ),

        M::PlacesGoneAt { places, clock } => {
            format!("予約枠（全{places}枠）は、{clock}ごろになくなる見込みです。")
        }
        M::PlacesGoneAfter { places, after } => {
            format!("予約枠（全{places}枠）は、受付開始の{after}後ごろになくなる見込みです。")
        }
        M::PlacesMayGo { places } => {
            format!("予約枠（全{places}枠）は、受付時間の途中でなくなる場合があります。")
        }
        M::WhilePlacesLast => "予約枠がなくなり次第、受付を終了します。".to_owned(),

        M::KeepOpen => {
            "順番が来るまで画面を開いたままお待ちください。画面を閉じたり、スマートフォンがスリープ状態になったりすると、順番を失う場合があります。"
                .to_owned()
        }
        M::KeepOpenLottery => {
            "ご案内するまで画面を開いたままお待ちください。画面を閉じたり、スマートフォンがスリープ状態になったりすると、もう一度アクセスし直していただく場合があります。"
                .to_owned()
        }
        M::IdleAtMost { span } => format!(
            "ご案内の後、次の画面に進まないまま{span}が過ぎると、もう一度お待ちいただく場合があります。入力に必要なものを、あらかじめご用意ください。"
        ),
        M::FinishWithin { span } => format!(
            "ご案内の後、{span}以内に手続きが終わらない場合は、もう一度お待ちいただくことがあります。入力に必要なものを、あらかじめご用意ください。"
        ),
        M::MayBeTurnedAway => "混雑の状況によっては、待合室でお待ちいただけない場合があります。".to_owned(),

        M::VisitTakes { span } => format!("手続きにかかる時間を、1人あたり平均約{span}として試算しています。"),
        M::NobodyLeaves => "途中で待つのをやめる方がいないものとして試算しています。".to_owned(),
        M::LeaveAfter { span } => {
            format!("お待ちの方が待つのをやめるまでの時間を、平均約{span}として試算しています。")
        }
        M::WaitsOfAdmitted => {
            "待ち時間は、ご案内できた方についての目安です。途中で待つのをやめた方は含みません。".to_owned()
        }
        M::WaitsFromAccess => "待ち時間は、アクセスした時からの時間です（受付開始前の時間を含みます）。".to_owned(),
        M::RangeCovers { causes } => {
            format!("「状況により」の幅は、日による違いのほか、次のことが想定と異なる場合を含みます：{causes}。")
        }
        M::RangeIsChance => "「状況により」の幅は、日による違いを示します。".to_owned(),
        M::ByCrowd => "アクセスする人数".to_owned(),
        M::ByArrivals => "アクセスの集中のしかた".to_owned(),
        M::ByVisit => "手続きにかかる時間".to_owned(),
        M::ByPatience => "途中で待つのをやめる方の人数".to_owned(),
        M::ByRoom => "待合室のしくみの細かな動き".to_owned(),

        M::ChecklistTitle => "当日の確認表（担当課用）".to_owned(),
        M::ChecklistTitleOf { title } => format!("当日の確認表（担当課用）：{title}"),
        M::FirstHeading => "実施の前に解決すること".to_owned(),
        M::SettingsHeading => "設定値の確認（試算に用いた値）".to_owned(),
        M::BeforeHeading => "受付開始の前に".to_owned(),
        M::ExpectHeading => "当日の見込み".to_owned(),
        M::LoosenHeading => "上限を緩めるとき".to_owned(),
        M::WorryHeading => "注意が必要なとき".to_owned(),
        M::NeverHeading => "してはいけないこと".to_owned(),
        M::AfterHeading => "終了後に".to_owned(),

        M::Setting { label, value } => format!("{label}：{value}"),
        M::SettingAssumed { label, value } => {
            format!("{label}：{value}。指定がないため標準の値で試算しており、実際の設定と同じか確認する。")
        }
        M::RenewalLabel => "セッションの更新".to_owned(),
        M::RenewalOn => "有効（「セッションの更新を無効化」はオフ）".to_owned(),
        M::RenewalOff => "無効（「セッションの更新を無効化」はオン）".to_owned(),
        M::MethodFifo => "先入れ先出し（FIFO）".to_owned(),
        M::MethodRandom => "ランダム".to_owned(),
        M::MethodPassthrough => "パススルー（全員を待たせずに通す）".to_owned(),
        M::MethodReject => "すべて拒否（どなたもご案内しない）".to_owned(),
        M::EventSet { name, settings } => format!("イベント「{name}」：{settings}"),
        M::EventStarts { instant } => format!("開始 {instant}"),
        M::EventEnds { instant } => format!("終了 {instant}"),
        M::EventPrequeue { instant } => format!("事前待機の開始 {instant}"),
        M::EventShuffles => "開始時シャッフル オン".to_owned(),
        M::ChangeAt { instant, settings } => format!("{instant}の設定変更：{settings}"),
        M::AfterOpening { span } => format!("受付開始の{span}後"),
        M::BeforeOpening { span } => format!("受付開始の{span}前"),
        M::AtOpening => "受付開始時".to_owned(),
        M::OperatorBounds { slots, rates } => format!(
            "試算では、担当者が当日に上限を調整するものとしています（アクティブユーザーの合計数 {slots}、分単位の新規ユーザー {rates}の範囲）。"
        ),

        M::SwitchOn => "受付開始より前に待合室を有効にする。".to_owned(),
        M::SwitchOnBefore { clock } => format!("受付開始（{clock}）より前に待合室を有効にする。"),
        M::IsSuspended => "待合室は一時停止の設定です。いつ、誰が有効にするかを決める。".to_owned(),
        M::TestPage => {
            "テスト用のページで待合室の画面を確認する。「全員をキューに入れる設定」を使った場合は、確認後に必ずオフに戻す。".to_owned()
        }
        M::CheckEvent => "イベントの開始時刻、終了時刻と設定値を確認する。".to_owned(),
        M::CheckEventAt { clock } => format!("イベントの開始時刻が受付開始（{clock}）と同じことを確認する。"),
        M::CheckPrequeue { prequeue, clock } => format!(
            "イベントの事前待機が{prequeue}に始まり、イベントの開始時刻が受付開始（{clock}）と同じことを確認する。"
        ),
        M::CheckTimetable => "予定した設定変更を、誰が何時に行うかを決める。".to_owned(),
        M::WhoWatches => "待合室の状況を見る担当者、設定を変更する担当者、変更を決める責任者を決める。".to_owned(),
        M::WhomToCall => "予約システムの事業者の、当日の連絡先を確認する。".to_owned(),
        M::PhoneLine => {
            "電話の窓口に、案内のしかたを伝える：画面を開いたままお待ちいただくこと、電話では順番を早められないこと。".to_owned()
        }
        M::PhoneLineWaits { half, most } => format!(
            "電話の窓口に、案内のしかたを伝える：待ち時間の目安は半数の方が{half}、約9割の方が{most}であること、画面を開いたままお待ちいただくこと、電話では順番を早められないこと。"
        ),
        M::PhoneLinePlaces => {
            "電話の窓口に、案内のしかたを伝える：予約枠がなくなり次第、受付を終了すること、画面を開いたままお待ちいただくこと、電話では順番を早められないこと。".to_owned()
        }
        M::PublishNotice => "待ち時間の目安を、公式サイトに事前に掲載する。".to_owned(),

        M::PeakAt { clock, line, range } => {
            let range = in_parentheses(range, |range| format!("見込みの幅：{range}"));
            format!("待ち人数は、{clock}ごろに最も多くなり、約{line}{range}の見込み。")
        }
        M::PeakAfter { after, line, range } => {
            let range = in_parentheses(range, |range| format!("見込みの幅：{range}"));
            format!("待ち人数は、受付開始から約{after}後に最も多くなり、約{line}{range}の見込み。")
        }
        M::Peak { line, range } => {
            let range = in_parentheses(range, |range| format!("見込みの幅：{range}"));
            format!("待ち人数は、最も多いときで約{line}{range}の見込み。")
        }
        M::LineThen { instant, line } => format!("{instant}の待ち人数：約{line}"),
        M::LineThenAtMost { instant, line, most } => {
            format!("{instant}の待ち人数：約{line}（見込みの幅の上限は約{most}）")
        }
        M::Standstill { from, to } => format!(
            "{from}ごろから{to}ごろまでは、最初にご案内した方の枠が空くのを待つため、ほとんどご案内できない見込み（異常ではない）。"
        ),
        M::LineGoneAt { clock, range } => {
            let range = in_parentheses(range, |range| format!("見込みの幅：{range}ごろ"));
            format!("順番待ちの列は、{clock}ごろ{range}に解消する見込み。")
        }
        M::LineGoneAfter { after, range } => {
            let range = in_parentheses(range, |range| format!("見込みの幅：{range}後"));
            format!("順番待ちの列は、受付開始から約{after}後{range}に解消する見込み。")
        }
        M::ExpectNoLine => "目立った順番待ちは発生しない見込み。".to_owned(),
        M::Flow { people } => format!("列がある間にご案内できる人数は、平均で1分間に約{people}の見込み。"),
        M::ExpectPlacesGone { instant } => format!("予約枠は、{instant}ごろになくなる見込み。"),
        M::FiguresAreOld => {
            "管理画面の数値は20秒から50秒前のもの。短い間の増減だけで判断しない。".to_owned()
        }

        M::NothingToLoosen => "順番待ちが発生しない見込みのため、上限を緩める必要はありません。".to_owned(),
        M::DoNotLoosen { setting } => {
            format!("「{setting}」は上げない（試算では、上げると予約システムのサーバーの過負荷が増えます）。")
        }
        M::LoosenInside { safe } => format!(
            "緩めてよいのは、同時に利用する人数が安全な人数（{safe}）を下回る状態が10分間続き、列がまだ長いときだけ。"
        ),
        M::LoosenRequests { safe } => format!(
            "緩めてよいのは、サーバーへのリクエストが安全な件数（毎秒{safe}件）を下回る状態が10分間続き、列がまだ長いときだけ。"
        ),
        M::LoosenUtilisation { safe } => format!(
            "緩めてよいのは、サーバーの使用率が安全な水準（{safe}）を下回る状態が10分間続き、列がまだ長いときだけ。"
        ),
        M::LoosenUnknown => {
            "サーバーの許容量は、この試算では分かりません。緩めてよいのは、予約システムの事業者がサーバーの余裕を確認し、その状態が10分間続き、列がまだ長いときだけ。"
                .to_owned()
        }
        M::OneStep { setting, now, low, high } => {
            format!("1回に上げる幅は10％から20％まで：「{setting}」を{now}から、{low}以上{high}以下へ。")
        }
        M::AfterStep { minutes } => {
            format!("上げた後は{minutes}分間様子を見て、次に進むかどうかを決める。")
        }
        M::NotBefore { minutes } => format!(
            "受付開始から{minutes}分間は上げない。最初にご案内した方の枠が空くまでは、サーバーに余裕があるように見える。"
        ),
        M::EstimatesJump => {
            "上限を変えると、待合室に表示される待ち時間が急に変わる。電話の窓口にも知らせる。".to_owned()
        }
        M::StepBack => "エラーや応答の遅れが出たら、すぐに一つ前の値に戻す。".to_owned(),

        M::LineTooLong { line } => format!("待ち人数が約{line}（見込みの幅の上限）を超えたとき。"),
        M::LineBehind => "「当日の見込み」の時刻に、待ち人数が見込みの幅の上限を超えているとき（手続きに想定より時間がかかっているか、想定より多くの方がアクセスしている）。".to_owned(),
        M::InsideTooMany { safe } => format!("同時に利用する人数が、安全な人数（{safe}）を超えたとき。"),
        M::RequestsTooMany { safe } => {
            format!("サーバーへのリクエストが、安全な件数（毎秒{safe}件）を超えたとき。")
        }
        M::TooBusy { safe } => format!("サーバーの使用率が、安全な水準（{safe}）を超えたとき。"),
        M::AnswersSlow { response } => {
            format!("予約システムの応答が{response}（リクエスト20件のうち19件の見込み）より明らかに遅いとき。")
        }
        M::Errors => "予約システムでエラーが出る、または画面が表示されないとの連絡があったとき。".to_owned(),
        M::NotGoneAt { clock } => format!("{clock}を過ぎても列が解消しないとき。"),
        M::NotGoneAfter { after } => format!("受付開始から{after}が過ぎても列が解消しないとき。"),
        M::PlacesGoneEarly { instant } => {
            format!("{instant}より前に予約枠がなくなったとき（受付終了を公式サイトで知らせる）。")
        }
        M::ThenCall => "いずれの場合も、責任者と予約システムの事業者に連絡し、上限は上げない。".to_owned(),

        M::NeverClose => {
            "お待ちの方がいる間に、待合室を無効にしない、一時停止しない（お待ちの方が一度に予約システムに流れ込みます）。".to_owned()
        }
        M::NeverReorder => "受付中に、キュー方法やイベントの設定を変えない（ご案内の順番が変わることがあります）。".to_owned(),
        M::NeverShorten => {
            "受付中に、セッション時間を短くしない（入力の途中の方が並び直しになることがあります）。".to_owned()
        }
        M::NeverLeap => "上限を一度に大きく上げない。".to_owned(),
        M::NeverPromise => "順番や待ち時間を断定する案内をしない（目安としてお伝えする）。".to_owned(),
        M::NeverSendAway => {
            "お待ちの方に、画面を閉じて後でアクセスし直すよう案内しない（順番を失う場合があります）。".to_owned()
        }

        M::CloseLater => "列が解消したことを確かめてから、待合室を元の状態に戻す。".to_owned(),
        M::Undo => "受付中に変更した設定値と時刻を記録し、元の値に戻す。".to_owned(),
        M::SaveData => {
            "終了後7日以内に実績データを保存する（7日を過ぎると、間引かれたデータになります）。".to_owned()
        }
        M::CompareData => {
            "保存した実績データを試算と比べる：machiai report RESULT --observed FILE --out FOLDER（RESULTは試算の結果フォルダ、FILEは保存したデータ、FOLDERは出力先）。"
                .to_owned()
        }
        M::KeepLog => "電話の件数と内容、予約システムのエラーを記録し、次回の試算に生かす。".to_owned(),
    }
}
