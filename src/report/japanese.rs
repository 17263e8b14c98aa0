//! Every message in Japanese, as a town hall writes it: です・ます, 「約○分」, 「見込みです」; no Greek letters, no
//! statistical terms, no promise. Only characters that survive Japanese code pages (no U+301C, U+2212, U+2248).

use super::message::Message;

pub(super) fn say(message: Message) -> String {
    use Message as M;
    match message {
        M::Waits { people, half, half_range, most, most_range } => format!(
            "{people}がアクセスした場合、半数の方は{half}以内（見込みの幅：{half_range}）、\
             約9割の方は{most}以内（見込みの幅：{most_range}）にご案内できる見込みです。"
        ),
        M::WaitsUnranged { people, half, most } => format!(
            "{people}がアクセスした場合、半数の方は{half}以内、約9割の方は{most}以内にご案内できる見込みです。"
        ),
        M::MostDoNotWait { people, longest } => format!(
            "{people}がアクセスした場合、約9割の方は1分以内にご案内できる見込みです。最大待ち時間の目安は{longest}です。"
        ),
        M::FewWaitManyLeave { people, share } => format!(
            "{people}がアクセスした場合、約{share}の方は、順番が来る前に途中で離脱する見込みです。ご案内できる方のうち約9割は、待ち時間が1分以内の見込みです。"
        ),
        M::FewWaitManyTurnedAway { people, share } => format!(
            "{people}がアクセスした場合、約{share}の方は、待機列の上限または受付の拒否設定により、お待ちいただけない見込みです。ご案内できる方のうち約9割は、待ち時間が1分以内の見込みです。"
        ),
        M::FewWaitManyCensored { people, share } => format!(
            "{people}がアクセスした場合、約{share}の方は、試算の終了時点でまだお待ちの状態です。それまでにご案内できる方のうち約9割は、待ち時間が1分以内の見込みです。"
        ),
        M::FewWaitManyGiveUp { people, share } => format!(
            "{people}がアクセスした場合、ほとんどの方は待たずに済みますが、約{share}の方は、セッションがくり返し切れるため申込をあきらめる見込みです。"
        ),
        M::NobodyWaits { people } => {
            format!("{people}がアクセスした場合、目立った待ち時間は発生しない見込みです。")
        }
        M::WaitsAreInside { people } => format!(
            "{people}がアクセスした場合、順番待ちは発生しませんが、画面が表示されないまま待つ方が多くなる見込みです。"
        ),
        M::MayWait { most } => {
            format!(
                "ただし、指定のない項目が想定より不利な値だった場合、約9割の方のご案内までに{most}かかることがあります。"
            )
        }
        M::NobodyAdmitted { people } => {
            format!("{people}がアクセスした場合、この設定では、どなたもご案内できない見込みです。")
        }
        M::NoDays => "1日分の試算も終わらなかったため、結果はありません。".to_owned(),
        M::WaitsOfLetIn { people, half, half_range, most, most_range } => format!(
            "{people}がアクセスした場合、ご案内できる方の待ち時間は、半数の方が{half}以内（見込みの幅：{half_range}）、\
             約9割の方が{most}以内（見込みの幅：{most_range}）の見込みです。"
        ),
        M::WaitsOfLetInUnranged { people, half, most } => format!(
            "{people}がアクセスした場合、ご案内できる方の待ち時間は、半数の方が{half}以内、約9割の方が{most}以内の見込みです。"
        ),
        M::Peaks { active, inside, line } => format!(
            "最も混み合うときの見込みは、アクティブユーザー数 {active}人、実際に利用中の方 {inside}人、待ち人数 {line}人です。"
        ),
        M::LineGone { after, range } => {
            format!("順番待ちの列は、受付開始から{after}後（見込みの幅：{range}後）に解消する見込みです。")
        }
        M::LineGoneUnranged { after } => {
            format!("順番待ちの列は、受付開始から{after}後に解消する見込みです。")
        }
        M::LineGoneAt { after, clock, range } => format!(
            "順番待ちの列は、受付開始から{after}後の{clock}（見込みの幅：{range}）に解消する見込みです。"
        ),
        M::LineGoneAtUnranged { after, clock } => {
            format!("順番待ちの列は、受付開始から{after}後の{clock}に解消する見込みです。")
        }
        M::Leave { people, share } => format!(
            "約{people}（{share}）の方が、順番が来る前に途中で離脱する見込みです。\
             上の待ち時間は、ご案内できる方についてのものです。"
        ),
        M::LeaveOrSoldOut { people, share } => format!(
            "約{people}（{share}）の方は、予約枠がなくなったか、待ちきれなくなったために、順番が来る前に離れる見込みです。"
        ),
        M::TurnedAway { people, share } => {
            format!(
                "約{people}（{share}）の方は、待機列の上限または受付の拒否設定により、お待ちいただけない見込みです。"
            )
        }
        M::PeopleFromTo { low, high } => format!("{low}人から{high}人"),
        M::PeopleBetween { low, high, middle } => format!("{low}人から{high}人（平均で約{middle}人）"),
        M::PeopleAbout { people } => format!("約{people}"),

        M::PlacesGone { places, when, without } => format!(
            "予約枠{places}件は{when}になくなり、約{without}が予約できない見込みです。\
             予約枠がなくなり次第、受付を終了します。"
        ),
        M::PlacesGoneOnSomeDays { places, share, when, without } => format!(
            "予約枠{places}件は、{share}の日に{when}になくなる見込みです。予約できない方は、全体の平均で約{without}です。\
             予約枠がなくなり次第、受付を終了します。"
        ),
        M::PlacesLast { places, taken, without } => format!(
            "予約枠{places}件は、試算したどの日にもなくならず、約{taken}件が予約される見込みです。\
             ただし、約{without}は予約に至らない見込みです。"
        ),
        M::PlacesForAll { places, taken } => format!(
            "予約枠{places}件は、試算したどの日にもなくならず、約{taken}件が予約され、全員が予約できる見込みです。"
        ),
        M::PlacesMayLast { share } => {
            format!("指定のない項目が想定と異なった場合、{share}の日には予約枠が残ります。")
        }
        M::PlacesMayGo { share } => {
            format!("指定のない項目が想定と異なった場合、{share}の日には予約枠がなくなります。")
        }
        M::FoundSoldOut { people } => {
            format!("約{people}は、ご案内の後、手続き中に予約枠がなくなり、予約できない見込みです。")
        }
        M::PeopleWithRange { people, low, high } => {
            format!("{people}（見込みの幅：{low}人から{high}人）")
        }
        M::AboutAt { clock } => format!("{clock}ごろ"),
        M::AboutAfter { after } => format!("受付開始後{after}ごろ"),
        M::ChancesHeading => "■ 予約できる見込み".to_owned(),
        M::GroupColumn => "区分".to_owned(),
        M::ArrivalColumn => "アクセスした時刻".to_owned(),
        M::ChanceColumn => "予約できる割合".to_owned(),
        M::BeforeTheOpening => "受付開始前".to_owned(),
        M::ClockStretch { from, to } => format!("{from}から{to}"),
        M::ClockFrom { from } => format!("{from}以降"),
        M::MinutesStretch { from, to } => format!("受付開始の{from}分後から{to}分後"),
        M::MinutesFrom { from } => format!("受付開始の{from}分後以降"),

        M::OriginBears { days, lasting } => format!(
            "予約システムのサーバーは、試算した{days}日分のどの日にも、{lasting}以上の過負荷にならない見込みです。"
        ),
        M::OriginRarelyOverloaded { share, lasting } => format!(
            "予約システムのサーバーは、{share}の日に{lasting}以上の過負荷になる見込みです。"
        ),
        M::OverloadedIfDrawn { share } => {
            format!("指定のない項目が想定と異なった場合、予約システムのサーバーは{share}の日に過負荷になります。")
        }
        M::InsideAgainstSafe { peak, safe } => {
            format!("同時に利用する方は最大で{peak}人です（安全な人数は{safe}人まで）。")
        }
        M::RequestsAgainstSafe { peak, safe } => {
            format!("リクエストは最大で毎秒{peak}件です（安全な件数は毎秒{safe}件まで）。")
        }
        M::OriginAnswers { most, slowest } => {
            format!("リクエスト20件のうち19件には{most}以内に、最も遅いものでも{slowest}以内に応答する見込みです。")
        }
        M::FewRequestsFail { people } => format!("約{people}の方のリクエストがタイムアウトになる見込みです。"),

        M::RangeCovers { inputs } => {
            format!("「見込みの幅」は、偶然のばらつきと、次の指定のない項目を含みます：{inputs}。")
        }
        M::RangeCoversUnpublished { inputs } => {
            format!(
                "「見込みの幅」は、偶然のばらつきと、Cloudflareが公表していない動作を含みます：{inputs}。"
            )
        }
        M::AlsoUnpublished { inputs } => format!("Cloudflareが公表していない動作も含みます：{inputs}。"),
        M::AtDefault { inputs } => format!("指定がなく、標準の値で試算した項目：{inputs}。"),
        M::RangeIsChance => "「見込みの幅」は、偶然のばらつきだけを含みます。".to_owned(),
        M::RulesFixed { set, inputs } => {
            let set = match set.as_str() {
                "optimistic" => "楽観的",
                "pessimistic" => "悲観的",
                _ => "標準的",
            };
            format!("Cloudflareが公表していない動作は、{set}な想定に固定しました：{inputs}。")
        }
        M::RuleMatters { rule, values, from, to } => format!(
            "Cloudflareが公表していない動作のうち、影響が最も大きいのは「{rule}」です。{values}で、約9割の方の待ち時間が{from}から{to}に変わります。"
        ),
        M::NoRuleMatters => {
            "Cloudflareが公表していない動作のうち、約9割の方の待ち時間を1分以上変えるものはありません。"
                .to_owned()
        }

        M::HandSlots { slots, visit, session, flow, people, minutes } => format!(
            "検算：{slots} ÷（{visit} ＋ {session}分）＝ 1分あたり{flow}人、\
             （{people} － {slots}）÷ {flow} ≒ {minutes}分"
        ),
        M::HandSlotsHeld { slots, held, flow, people, minutes } => format!(
            "検算：{slots} ÷ {held}分 ＝ 1分あたり{flow}人、\
             （{people} － {slots}）÷ {flow} ≒ {minutes}分"
        ),
        M::HandRate { people, rate, minutes, exact } => match exact {
            true => format!("検算：{people} ÷ {rate} ＝ {minutes}分"),
            false => format!("検算：{people} ÷ {rate} ≒ {minutes}分"),
        },
        M::HandAllFit { people, slots } => {
            format!("検算：{people}人は{slots}人分の枠に収まるため、同時にご案内できます。")
        }
        M::HandLongerByRate { simulated, people, rate, minutes } => format!(
            "試算では、最後の方のご案内は受付開始から{simulated}後です。「分単位の新規ユーザー」の上限だけでも、{people} ÷ {rate} ≒ {minutes}分かかるためです。"
        ),
        M::HandLongerByLosses { simulated } => {
            format!(
                "試算では、最後の方のご案内は受付開始から{simulated}後です。セッションが切れて並び直す方や、いったん離れて戻る方のご案内が遅くなるためです。"
            )
        }
        M::HandLongerByArrivals { simulated } => format!(
            "試算では、最後の方のご案内は受付開始から{simulated}後です。検算は全員が受付開始時にそろっているものとしますが、実際には後から来る方もいるためです。"
        ),
        M::HandShorterByLeavers { simulated } => {
            format!(
                "試算では、最後の方のご案内は受付開始から{simulated}後です。順番が来る前に離脱する方がいるためです。"
            )
        }
        M::HandCutShort { simulated } => format!(
            "試算は、列が解消する前に終了しています。試算での最後の方のご案内（受付開始から{simulated}後）は、検算とは比べられません。"
        ),
        M::HandDiffers { simulated } => {
            format!("試算では、最後の方のご案内は受付開始から{simulated}後です。")
        }
        M::HandShorterByArrivals { simulated } => {
            format!(
                "試算では、最後の方のご案内は受付開始から{simulated}後です。列が解消した後に来る方が多いためです。"
            )
        }

        M::FiguresHeading => "■ 試算結果".to_owned(),
        M::ValueColumn => "試算値".to_owned(),
        M::IntervalColumn => "計算の誤差".to_owned(),
        M::OneDayColumn => "日ごとの幅".to_owned(),
        M::RangeColumn => "見込みの幅".to_owned(),
        M::ValueMeans { days } => {
            format!("試算値：すべての項目を表示の値として試算した{days}日分の平均です。")
        }
        M::ValueOfOneDay => "試算値：すべての項目を表示の値として試算した1日分の結果です。".to_owned(),
        M::IntervalMeans => {
            "計算の誤差：試算した日数で、平均がどこまで絞り込めているかを示します。".to_owned()
        }
        M::OneDayMeans { level } => {
            format!("日ごとの幅：前提条件どおりの場合に、{level}が収まる範囲です（偶然のばらつきのみ）。")
        }
        M::RangeMeans { level } => format!(
            "見込みの幅：指定のない項目の不確かさも含めて、{level}が収まる範囲です。計画にはこの幅をお使いください。"
        ),

        M::CrowdsHeading => "■ アクセスする人数が変わった場合".to_owned(),
        M::CrowdColumn => "人数".to_owned(),
        M::HalfColumn => "半数の方の待ち時間".to_owned(),
        M::MostColumn => "約9割の方の待ち時間".to_owned(),
        M::LineGoneColumn => "列の解消".to_owned(),
        M::LeaveColumn => "途中離脱".to_owned(),
        M::SoldOutColumn => "受付終了".to_owned(),
        M::WithoutPlaceColumn => "予約不可".to_owned(),

        M::EffectsHeading => "■ 待ち時間への影響が大きい項目".to_owned(),
        M::InputColumn => "項目".to_owned(),
        M::FromToColumn => "変化させた値".to_owned(),
        M::Given => "指定".to_owned(),
        M::Assumed => "想定".to_owned(),

        M::FlowHeading => "■ ご案内の速さを決めているもの".to_owned(),
        M::FlowSlots { slots, held, flow } => format!(
            "「アクティブユーザーの合計数」です。{slots}人分の枠が1人あたり約{held}分使われるため、\
             1分間にご案内できるのは約{flow}人です。"
        ),
        M::HeldForVisitAndSession { visit, session } => format!(
            "枠が使われるのは、操作時間（{visit}分）と、最後の操作からセッション時間（{session}分）が過ぎるまでです。"
        ),
        M::HeldForSession { session } => format!(
            "セッション更新がオフのため、操作時間にかかわらず、枠はセッション時間（{session}分）だけ使われます。"
        ),
        M::RateWouldAllow { rate } => {
            format!("「分単位の新規ユーザー」の上限は1分間に{rate}人で、まだ余裕があります。")
        }
        M::FlowRate { rate } => {
            format!("「分単位の新規ユーザー」です。1分間にご案内できるのは最大で{rate}人です。")
        }
        M::SlotsWouldAllow { slots, flow } => {
            format!("アクティブユーザー{slots}人分の枠では1分間に約{flow}人まで可能で、まだ余裕があります。")
        }
        M::FlowUnlimited => "上限なしで全員をご案内する設定です。".to_owned(),
        M::FlowNobody => {
            "どなたもご案内しない設定です（全員を待機列に入れるか、お断りする設定）。".to_owned()
        }
        M::LeversHeading => "待ち時間を短くする効果が大きい変更：".to_owned(),
        M::FlowWithOperator => {
            "上限は運用担当者が当日に調整します。ここに示すのは受付開始時の値によるものです。".to_owned()
        }
        M::FlowWithSlowAnswers => {
            "予約システムのサーバーの応答に時間がかかるため、実際の操作時間はここに示す値より長くなります。".to_owned()
        }
        M::LeversTooMuch { settings } => format!(
            "次の変更は、予約システムのサーバーの過負荷やタイムアウトが増えるため、挙げていません：{settings}。"
        ),
        M::LoadWasTried => {
            "いずれも1日分の試算で、予約システムのサーバーの許容量を超えないことを確かめた変更です。".to_owned()
        }
        M::NoLever => {
            "試した設定変更の中に、1つだけで待ち時間を目立って短くするものはありません。".to_owned()
        }
        M::CautionLoad => {
            "上限を上げると予約システムのサーバーの負荷が増えます。事前に許容量をご確認ください。".to_owned()
        }
        M::CautionLosses => {
            "セッション時間を短くしたり、セッション更新をオフにしたりすると、入力の途中でセッションが切れ、\
             並び直しになる方が増えます。"
                .to_owned()
        }

        M::ShownHeading => "■ 待合室に表示される待ち時間".to_owned(),
        M::ShownRight { off } => {
            format!("最初に表示される待ち時間は、平均ではほぼ実際どおりです（ずれの大きさは平均{off}）。")
        }
        M::ShownTooShort { by, off } => format!(
            "最初に表示される待ち時間は、実際より平均で{by}短い見込みです（ずれの大きさは平均{off}）。"
        ),
        M::ShownTooLong { by, off } => format!(
            "最初に表示される待ち時間は、実際より平均で{by}長い見込みです（ずれの大きさは平均{off}）。"
        ),
        M::ShownRises { share, jump } => format!(
            "お待ちの間に表示が一度でも長くなる方は約{share}、一度に長くなる幅は最大で{jump}の見込みです。"
        ),
        M::ShownNeverRises => "お待ちの間に表示が長くなる方はいない見込みです。".to_owned(),
        M::ShownUnknown { share } => {
            format!("お待ちの方の約{share}には、待ち時間が一度も表示されない見込みです。")
        }
        M::ShownDays { days } => format!("表示されるすべての画面を再現した{days}日分の試算によるものです。"),

        M::WarningsHeading => "■ ご注意".to_owned(),
        M::LostMidVisit { share, gave_up } => format!(
            "【注意】ご案内した方の約{share}が、入力の途中でセッションが切れ、並び直しになる見込みです\
             （全体の{gave_up}の方は、くり返し切れるため申込をあきらめる見込みです）。セッション時間を長くするか、\
             入力の途中でもページの読み込みが起こるように画面を分けることをご検討ください。"
        ),
        M::LostMidVisitUnrenewed { share, gave_up } => format!(
            "【注意】ご案内した方の約{share}が、入力の途中でセッションが切れ、並び直しになる見込みです\
             （全体の{gave_up}の方は、くり返し切れるため申込をあきらめる見込みです）。セッション時間を長くするか、\
             セッション更新をオンにすることをご検討ください。"
        ),
        M::OriginCollapses { share, in_service } => format!(
            "【注意】予約システムのサーバーが処理しきれない状態（サーバーダウン）になる見込みです。リクエストの約{share}が\
             タイムアウトになり、最大で{in_service}件が同時に処理中になります。一度にご案内する人数を減らすか、\
             サーバーを増やすことをご検討ください。"
        ),
        M::OriginThrashes { in_service } => format!(
            "【注意】予約システムのサーバーが処理しきれない状態（サーバーダウン）になる見込みです。最大で{in_service}件が\
             同時に処理中になり、本来の半分未満しか処理できません。一度にご案内する人数を減らすか、\
             サーバーを増やすことをご検討ください。"
        ),
        M::RequestsFail { share, gave_up } => format!(
            "【注意】約{share}の方のリクエストが、予約システムのサーバーでタイムアウトになる見込みです\
             （全体の{gave_up}の方は、そのために申込をあきらめる見込みです）。"
        ),
        M::OriginAlwaysOverloaded { lasting } => format!(
            "【注意】予約システムのサーバーは、試算したどの日にも{lasting}以上の過負荷になる見込みです。"
        ),
        M::OriginOverloaded { share, lasting } => format!(
            "【注意】予約システムのサーバーは、約{share}の日に{lasting}以上の過負荷になる見込みです。"
        ),
        M::SomeCannotFinish { share } => {
            format!(
                "約{share}の方は、操作時間がセッション時間より長く、1回では申込を終えられない見込みです。"
            )
        }
        M::Unfinished { people } => format!(
            "【注意】{people}が手続きの途中のまま試算が終了するため、その後どうなるかは分かりません。horizonを長くするか、\
             指定をなくすと分かります。"
        ),
        M::Censored { people } => format!(
            "【注意】試算の終了時点で、約{people}の方がまだお待ちの状態です。この方々の待ち時間は含まれていないため、\
             実際の待ち時間は表示より長くなります。"
        ),
        M::BookingsAreNotDemand => {
            "予約の件数は申込を終えた方の数です。途中で離脱した方や予約できなかった方は含まれないため、\
             実際にアクセスする人数はこれより多くなります。"
                .to_owned()
        }
        M::AccessesConverted { accesses, low, middle, high } => {
            format!("アクセス数{accesses}件を、約{middle}（{low}から{high}）として換算しました。")
        }
        M::NegativeDemandClipped { minutes } => format!(
            "表の中で到着人数がマイナスになった{minutes}分間は、0人として扱いました。途中離脱の列が抜けていないかご確認ください。"
        ),
        M::RoomOffAtOpening => {
            "【注意】受付開始の時点で待合室が停止中（suspended）のため、どなたも数えられず、待ち時間も発生しない試算です。\
             待合室を使う場合の試算には、suspendedをfalseにしてください。"
                .to_owned()
        }
        M::NobodyInPrequeue { event } => format!(
            "【注意】イベント{event}の事前待機の間にアクセスする方がいない試算です。受付開始前にアクセスする方を\
             シナリオのarrivals_shiftやCSVで指定するか、machiai fairness --early をお使いください。"
        ),
        M::MissingMinutes { minutes } => {
            format!("表の中で値のない箇所が{minutes}件あり、0人として扱いました。")
        }
        M::SettingsIgnored { file, settings } => {
            format!("{file}のうち、待ち時間に影響しない設定は使っていません：{settings}。")
        }
        M::PrecisionNotReached { reached, wanted } => {
            format!("指定された精度に達していません（指定：前後{wanted}、結果：前後{reached}）。")
        }
        M::InterruptedAtOnce => "【注意】1日分も終わらないうちに、試算が中断されました。".to_owned(),
        M::Interrupted { days } => {
            format!("【注意】試算が途中で中断されました。結果は、終了した{days}日分だけによるものです。")
        }
        M::MissingGlyphs { characters } => {
            format!("グラフの書体にない文字があります：{characters}。")
        }

        M::RequirementsHeading => "■ 要件".to_owned(),
        M::KeptAtMost { measure, value, bound } => {
            format!("満たしています：{measure} {value}（要件：{bound}以下）")
        }
        M::KeptAtLeast { measure, value, bound } => {
            format!("満たしています：{measure} {value}（要件：{bound}以上）")
        }
        M::BrokenAtMost { measure, value, bound } => {
            format!("【満たしていません】{measure} {value}（要件：{bound}以下）")
        }
        M::BrokenAtLeast { measure, value, bound } => {
            format!("【満たしていません】{measure} {value}（要件：{bound}以上）")
        }
        M::KeptNever { measure, text } => format!("満たしています：{measure} 発生なし（要件：{text}）"),
        M::BrokenWithoutValue { measure, text } => {
            format!("【満たしていません】{measure} 値なし（要件：{text}）")
        }

        M::OriginHeading => "■ 試算の方法".to_owned(),
        M::Origin { days, range_days, seed, version, scenario } => {
            let more = match range_days.as_str() {
                "0" => String::new(),
                _ => format!("（見込みの幅のために別に{range_days}日分）"),
            };
            format!(
                "試算した日数：{days}日分{more}、乱数の種：{seed}、machiai {version}、シナリオ：{scenario}"
            )
        }
        M::Command => "同じ結果を得るには：".to_owned(),
        M::Disclaimer => "あくまで目安であり、実際の待ち時間と異なる場合があります。".to_owned(),

        M::ValueBetween { low, high } => format!("{low}から{high}"),
        M::OnAverage { span } => format!("平均{span}"),
        M::ArrivalsOnAverage { span } => format!("平均{span}後"),
        M::OpeningRush => "受付開始直後に集中".to_owned(),
        M::RampOver { span } => format!("{span}間に均等"),
        M::AtOnce => "全員が同時".to_owned(),
        M::Endless => "最後まで待つ".to_owned(),
        M::DownTo { value } => format!("短くて{value}"),
        M::Unlimited => "上限なし".to_owned(),
        M::On => "オン".to_owned(),
        M::Off => "オフ".to_owned(),
        M::TimesBetween { low, high } => format!("{low}倍から{high}倍"),
        M::OpeningBetween { low, high, eager_low, eager_high } => {
            format!("集中の続く時間{low}倍から{high}倍、直後に来る方の割合{eager_low}から{eager_high}")
        }
        M::RuleInDays { rule, days, all } => format!("{all}日中{days}日は{rule}"),

        M::ChartTitle { people } => format!("{people}がアクセスした場合の待合室の見込み"),
        M::ChartTitleAt { people, clock } => {
            format!("{people}がアクセスした場合の待合室の見込み（受付開始 {clock}）")
        }
        M::ChartSubtitle { half, most, after } => {
            format!(
                "半数の方は{half}以内、約9割の方は{most}以内にご案内、列は受付開始から{after}後に解消の見込み"
            )
        }
        M::MinutesSinceOpening => "受付開始からの時間（分）".to_owned(),
        M::HoursSinceOpening => "受付開始からの時間（時間）".to_owned(),
        M::TimeOfDay => "時刻".to_owned(),
        M::DayNumber => "{day}日目".to_owned(),
        M::PeopleAxis => "人数（人）".to_owned(),
        M::WaitMinutesAxis => "アクセスした時刻ごとの待ち時間（分）".to_owned(),
        M::WaitHoursAxis => "アクセスした時刻ごとの待ち時間（時間）".to_owned(),
        M::LineCurve => "待ち人数（待合室の表示）".to_owned(),
        M::InputsHeading => "設定と前提条件".to_owned(),
        M::InputValueColumn => "値".to_owned(),
        M::BasisColumn => "指定・想定".to_owned(),
        M::DrawnFromColumn => "見込みの幅で動かした範囲".to_owned(),

        M::NoticeHeading => "住民の方へのお知らせ（公式サイトに貼り付ける文面）".to_owned(),
        M::ChecklistHeading => "当日の確認表（担当課用）".to_owned(),

        M::WaitsFigure => "アクセスした時刻ごとの待ち時間".to_owned(),
        M::TimetableFigure => "待ち時間の目安（時間帯別）".to_owned(),
        M::DayFigure => "当日の見通し".to_owned(),
        M::PeopleFigure => "待ち人数と利用人数".to_owned(),
        M::FlowFigure => "1分ごとのアクセスとご案内".to_owned(),
        M::OriginFigure => "予約システムのサーバーの負荷".to_owned(),
        M::ChanceFigure => "アクセスした時刻ごとの予約できる割合".to_owned(),
        M::FormulasFigure => "公式とシミュレーションの比較".to_owned(),
        M::ComparisonFigure => "設定の比較".to_owned(),
        M::FairnessFigure => "開始方法ごとの予約できる割合".to_owned(),
        M::TradeOffFigure => "待ち時間とリスク".to_owned(),
        M::SweepFigure { measure } => format!("設定ごとの{measure}"),
        M::PeoplePerMinuteAxis => "1分あたりの人数（人）".to_owned(),
        M::ArrivedCurve => "アクセスする方".to_owned(),
        M::AcceptedCurve => "ご案内する方".to_owned(),
        M::BookedCurve => "手続きが完了する方".to_owned(),
        M::RateLimit { rate } => format!("分単位の新規ユーザー {rate}人"),
        M::LineSeenCurve => "待ち人数（実績）".to_owned(),
        M::ActiveSeenCurve => "アクティブユーザー数（実績）".to_owned(),
        M::AcceptedSeenCurve => "ご案内した方（実績）".to_owned(),
        M::ResponseAxis => "予約システムのサーバーの応答時間（秒）".to_owned(),
        M::ResponseCurve => "リクエスト20件のうち19件の応答時間".to_owned(),
        M::ChanceAxis => "アクセスした時刻ごとの予約できる方の割合（％）".to_owned(),
        M::ChanceCurve => "予約できる方の割合".to_owned(),
        M::RangeBand { level } => format!("帯：見込みの幅（{level}が収まる範囲。指定のない項目のばらつきを含む）"),
        M::PeopleCaption => {
            "待ち人数、アクティブユーザー数、実際に利用中の方の人数と、設定した上限です。".to_owned()
        }
        M::FlowCaption => "1分ごとにアクセスする方、ご案内する方、手続きが完了する方の人数です。".to_owned(),
        M::OriginCaption => "予約システムのサーバーにかかる1分ごとの負荷と、安全な範囲です。".to_owned(),
        M::ChanceCaption => "その1分間にアクセスした方のうち、最終的に予約できる方の割合です。".to_owned(),
        M::ActiveCurve => "アクティブユーザー数".to_owned(),
        M::InsideCurve => "実際に利用中の方".to_owned(),
        M::Band { level } => format!("帯：{level}が収まる範囲（偶然のばらつきのみ）"),
        M::ActiveLimit { slots } => format!("アクティブユーザーの合計数 {slots}人"),
        M::UtilisationAxis => "予約システムのサーバーの使用率（％）".to_owned(),
        M::RequestsAxis => "予約システムのサーバーへのリクエスト（件／秒）".to_owned(),
        M::InsideAxis => "同時に利用する人数（人）".to_owned(),
        M::InsidePeakCurve => "1分ごとの最大".to_owned(),
        M::ChartSubtitleSoldOut { half, most, when } => format!(
            "予約枠は{when}になくなり、ご案内できる方の待ち時間は、半数の方が{half}以内、約9割の方が{most}以内の見込み"
        ),
        M::UtilisationCurve => "使用率（1分ごとの平均）".to_owned(),
        M::RequestsCurve => "毎秒のリクエスト（1分ごとの平均）".to_owned(),
        M::SafeInside { people } => format!("安全な同時利用人数 {people}人"),
        M::SafeUtilisation { share } => format!("安全な使用率 {share}"),
        M::SafeRequests { requests } => format!("安全な件数 毎秒{requests}件"),
        M::PlacesGoneMark => "予約枠がなくなる".to_owned(),
        M::PlacesGoneMarkAt { clock } => format!("予約枠がなくなる {clock}ごろ"),
        M::Opening => "受付開始".to_owned(),
        M::OpeningAt { clock } => format!("受付開始 {clock}"),
        M::HalfCurve => "半数の方の待ち時間".to_owned(),
        M::MostCurve => "約9割の方の待ち時間".to_owned(),
        M::NoData => "データなし".to_owned(),
        M::ChartFooter { days, seed, version, scenario } => format!(
            "{days}日分の試算の平均です。あくまで目安であり、実際の待ち時間と異なる場合があります。\
             machiai {version}、乱数の種 {seed}、シナリオ {scenario}"
        ),

        M::UntitledReport => "待合室の見込み".to_owned(),
        M::SummarySheet => "概要".to_owned(),
        M::MinutesSheet => "1分ごとの値".to_owned(),
        M::PicturesHeading => "図".to_owned(),
        M::BandLow { curve } => format!("{curve}（見込みの幅の下端）"),
        M::BandHigh { curve } => format!("{curve}（見込みの幅の上端）"),
        M::LinesHeading => "図の線と点".to_owned(),
        M::AcrossFromColumn => "横軸の始め".to_owned(),
        M::AcrossToColumn => "横軸の終わり".to_owned(),
        M::UpFromColumn => "縦軸の始め".to_owned(),
        M::UpToColumn => "縦軸の終わり".to_owned(),
        M::VersionRow => "machiaiのバージョン".to_owned(),
        M::ScenarioRow => "シナリオ".to_owned(),
        M::SeedRow => "乱数の種".to_owned(),
        M::DaysRow => "試算した日数".to_owned(),
        M::RangeDaysRow => "見込みの幅のために試算した日数".to_owned(),
        M::CommandRow => "同じ結果を得るコマンド".to_owned(),
        M::WarningWord => "【注意】".to_owned(),
        M::TitledAnswer { title, answer } => format!("{title}：{answer}"),
        M::InputLine { name, value, basis } => format!("・{name}：{value}（{basis}）"),
        M::InputLineWithRange { name, value, basis, range } => {
            format!("・{name}：{value}（{basis}。見込みの幅では{range}）")
        }
        M::NoteLine { text } => format!("・{text}"),
        M::WithoutCommand { version, scenario, seed } => {
            format!("machiai {version}、シナリオ：{scenario}、乱数の種：{seed}")
        }
    }
}
