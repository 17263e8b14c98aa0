//! Every message about fairness in Japanese, as a town hall writes it: です・ます, 「約○分」, 「見込みです」; no promise.
//! Statistical terms only in the annex. Only characters that survive Japanese code pages.

use super::message::{Column, Message};
use crate::results::Way;

pub(super) fn say(message: Message) -> String {
    use Message as M;
    match message {
        M::Crowd { people, early, share, within } => format!(
            "{people}がアクセスし、そのうち{early}（{share}）は受付開始前の{within}間に均等にアクセスするものとします。"
        ),
        M::Stock { places } => format!("予約枠は{places}件で、申込の早い順に埋まるものとします。"),
        M::NoStock { places } => format!(
            "予約枠の数（--places）が指定されていないため、操作を始められた順で初めの{places}人（同時に利用できる人数）を「枠」として数えます。"
        ),
        M::SameDays { days } => {
            format!("受付の開始方法ごとの比較です（どの方法も、同じ方々の同じ{days}日分の試算）。")
        }
        M::NoDays => "1日分の試算も終わらなかったため、結果はありません。".to_owned(),

        M::ChartTitle { people } => format!("{people}がアクセスした場合に、予約できる方の割合"),
        M::ChartSubtitle { places } => {
            format!("アクセスした時刻（1分ごと）別の、予約枠{places}のいずれかを予約できる方の割合")
        }
        M::ArrivalAxis => "受付開始からアクセスまでの時間（分）".to_owned(),
        M::ChanceAxis => "予約できる割合（％）".to_owned(),
        M::ChartFooter { days, seed, version } => format!(
            "{days}日分の試算（どの開始方法でも同じ方がアクセスするものとしています）、乱数の種{seed}、machiai {version}。\
             あくまで目安であり、実際の結果と異なる場合があります。"
        ),
        M::ChartEmpty => "データなし".to_owned(),
        M::WayName(way) => match way {
            Way::AlwaysOn => "1 常時オン",
            Way::SwitchedOn => "2 受付開始時にオン",
            Way::Prequeue => "3 事前待機",
            Way::Shuffle => "4 事前待機・抽選順",
            Way::Flush => "5 同・更新オフ",
        }
        .to_owned(),
        M::WayMeans(way, words) => {
            let (prequeue, inside, lost) = (words.prequeue, words.inside, words.lost);
            match way {
                Way::AlwaysOn => format!(
                    "1：待合室を常に動かす方法です。早くアクセスした方は先に入り、画面を開いて待ちます。受付開始時には{inside}が入場済みで、ほかの早い方も列の先頭にいます。"
                ),
                Way::SwitchedOn => format!(
                    "2：受付開始まで待合室を止めておく方法です。それまでの方は数えられずに入りますが（{inside}）、開始後の最初の操作で、新しくアクセスした方と同じ扱いになります。"
                ),
                Way::Prequeue => format!(
                    "3：イベントの事前待機（プレキュー）を{prequeue}設ける方法です。その間にアクセスした方は待機し、開始後に順番にご案内します。事前待機より前の方は入場済みです（{inside}）。"
                ),
                Way::Shuffle => format!(
                    "4：3に加え、事前待機の順番を受付開始時に抽選で決める方法です。開始後の方はその後ろに並びます（開始時に入場済みの方は{inside}）。"
                ),
                Way::Flush => format!(
                    "5：4に加え、イベント中はセッション更新をオフにする方法です。入場済みの方も事前待機に戻ります（開始時に入場済みの方は{inside}）。代わりに{lost}が入力の途中でセッションが切れます。"
                ),
            }
        }
        M::Column(column, upper) => {
            let (first, second) = match column {
                Column::Way => ("", "開始方法"),
                Column::EarlyPlaces => ("開始前", "の枠"),
                Column::EarlyShare => ("枠の", "割合"),
                Column::EarlyChance => ("枠の確保率", "開始前"),
                Column::OnTimeChance => ("枠の確保率", "開始後"),
                Column::MeanWait => ("待ち時間", "平均"),
                Column::HalfWait => ("", "半数の方"),
                Column::MostWait => ("", "約9割の方"),
                Column::Bypassed => ("並ばずに", "入る方"),
                Column::Order => ("順番の", "維持"),
                Column::Inside => ("開始時に", "入場済み"),
                Column::Passed => ("追い越し", "の方"),
                Column::BypassedShare => ("並ばない方", "の枠"),
                Column::EarlyAdmitted => ("ご案内", "開始前"),
                Column::OnTimeAdmitted => ("ご案内", "開始後"),
                Column::EarlyWait => ("開始前", "約9割"),
                Column::Lost => ("セッション", "切れの方"),
            };
            if upper { first } else { second }.to_owned()
        }

        M::WaysMean => "開始前：受付開始前からアクセスしていた方（枠の数、全体に占める割合、枠を確保できる方の割合）。\
                        待ち時間：受付開始後にアクセスしてご案内できた方。"
            .to_owned(),

        M::SentencesHeading => "■ 住民の方への説明の例".to_owned(),
        M::Present(way) => format!("現在の方法（{}）：", name(way)),
        M::Fairest(way) => format!("比較した中で最も公平な方法（{}）：", name(way)),
        M::PresentIsFairest => "比較したほかの方法で、これより公平なものはありません。".to_owned(),
        M::FairestMeans => {
            "ここでの「公平」とは、受付開始前の方が枠に占める割合が、人数の割合に最も近いことです（差が0.5ポイント以内のときは、\
             列に並ばない方が最も少ない方法を選びます）。ほかの意味での公平性は示しません。"
                .to_owned()
        }
        M::NoFairest => "この試算では、開始方法による公平性の違いはありません。".to_owned(),
        M::Sentence(words) => {
            let chances = match (words.early_chance, words.on_time_chance) {
                (Some(early), Some(on_time)) => {
                    format!("予約できる見込みは、受付開始前の方が約{early}、受付開始後の方が約{on_time}です。")
                }
                (None, Some(chance)) | (Some(chance), None) => {
                    format!("予約できる見込みは、アクセスした方の約{chance}です。")
                }
                (None, None) => String::new(),
            };
            format!(
                "予約枠{}件のうち約{}件（{}）は、受付開始前からアクセスしていた方（全体の{}）が予約する見込みです。{chances}",
                words.places, words.early_places, words.early_share, words.crowd_share
            )
        }
        M::SentenceFirst(words) => format!(
            "操作を始められた順で初めの{}人のうち、約{}人（{}）は受付開始前からアクセスしていた方（全体の{}）となる見込みです。",
            words.places, words.early_places, words.early_share, words.crowd_share
        ),
        M::Waits { half, most } => format!(
            "受付開始後にアクセスした方のうち、ご案内できる方の待ち時間は、半数の方が{half}以内、約9割の方が{most}以内の見込みです。"
        ),
        M::NoWaits => "受付開始後にアクセスした方に、目立った待ち時間は発生しない見込みです。".to_owned(),
        M::Passes { people } => format!("約{people}は列に並ばずに入る見込みです。"),
        M::Loses { people } => {
            format!("約{people}は入力の途中でセッションが切れ、並び直しになる見込みです。")
        }
        M::WhileTheyLast => "予約枠がなくなり次第、受付を終了します。".to_owned(),
        M::IfAssumptionsHold => {
            "いずれも前提条件どおりの場合の試算です。あくまで目安であり、実際の結果と異なる場合があります。".to_owned()
        }

        M::ChancesHeading => "■ アクセスした時刻ごとの、予約できる方の割合".to_owned(),
        M::FirstChancesHeading => "■ アクセスした時刻ごとの、初めの枠に入る方の割合".to_owned(),
        M::ArrivalColumn => "アクセスした時刻".to_owned(),
        M::PeopleColumn => "人数".to_owned(),
        M::Before { minutes } => format!("開始の{minutes}分以上前"),
        M::LastBefore { minutes } => format!("開始前{minutes}分以内"),
        M::After { from, to } => format!("開始後{from}分から{to}分"),
        M::Later { from } => format!("開始後{from}分以降"),
        M::EarlyGroup { group } => format!("{group}（開始前）"),
        M::OnTimeGroup { group } => format!("{group}（開始後）"),

        M::DifferencesHeading => "■ 方法1との差（同じ日どうしの比較）".to_owned(),
        M::ShareDifferenceColumn => "開始前の方が枠に占める割合".to_owned(),
        M::WaitDifferenceColumn => "開始後の方の待ち時間（約9割）".to_owned(),
        M::Points { points } => format!("{points}ポイント"),
        M::WithInterval { value, low, high } => format!("{value}（{low}から{high}）"),
        M::DifferencesMean { .. } => {
            "かっこ内は、平均の差についての計算の誤差です（偶然のばらつきのみ）。".to_owned()
        }

        M::NotesHeading => "■ ご注意".to_owned(),
        M::NobodyEarly => {
            "受付開始前にアクセスする方がいないため、早くアクセスすることによる違いはありません。".to_owned()
        }
        M::EverybodyEarly => {
            "全員が受付開始前にアクセスするため、開始後の方との違いはありません。".to_owned()
        }
        M::NoPlaces => "予約枠が1件もありません。".to_owned(),
        M::PlacesForAll => {
            "予約枠は全員分あります。開始方法で変わるのは待ち時間で、予約できるかどうかではありません。".to_owned()
        }
        M::NobodyBeforePrequeue => {
            "最初の方が来る前に事前待機が始まるため、それより前に入場する方はなく、方法5で戻る方もいません。--prequeueを短くして比べてください。"
                .to_owned()
        }
        M::StockReplaced => "この比較では、先に予約を終えた方から順に枠を得るものとし、枠がなくなった後も行動は変わらないものとします。\
                             シナリオの[stock]のその他の条件は使っていません。"
            .to_owned(),
        M::EventsReplaced { events } => format!(
            "シナリオのイベント（{events}件）と、待合室を止める時刻の設定は、開始方法ごとの設定に置き換えました。"
        ),

        M::AnnexHeading => "■ 参考資料".to_owned(),
        M::AnnexMeans => {
            "列に並ばない方：受付開始時に入場済みで、開始後の最初の操作でもそのまま利用できた方と、先に来た方が待っている間に並ばずに入った方\
             （追い越した方）の合計です。開始前の方の待ち時間は受付開始から数えます。"
                .to_owned()
        }
        M::OrderMeans => {
            "順番の維持：アクセスした順と、操作を始められた順の一致の程度です（ケンドールの順位相関係数τb。1は来た順のとおり、0は抽選と同じ）。"
                .to_owned()
        }
        M::SoldOutIsNotNoticed => {
            "この比較では、予約枠がなくなっても利用者の行動は変わらず、待機と申込を続けるものとし、先に申込を終えた方だけを数えます。".to_owned()
        }
        M::EarlyBirdsReload { reload } => format!(
            "受付開始前に入場した方は、画面を開いたまま{reload}ごとに読み込み直し、開始後の最初の読み込みから操作を始めるものとします。"
        ),
        M::Assumed { inputs } => format!("指定がなく、標準の値で試算した項目：{inputs}。"),
        M::ChanceAlone => {
            "日ごとの違いは偶然のばらつきだけです。指定のない項目と、Cloudflareが公表していない動作（抽選順の扱いなど）は、決まった値で試算しています。"
                .to_owned()
        }
        M::Origin { days, seed, version, scenario } => format!(
            "試算した日数：各方法{days}日分、乱数の種：{seed}、machiai {version}、シナリオ：{scenario}"
        ),
    }
}

/// A way inside a sentence.
fn name(way: Way) -> &'static str {
    match way {
        Way::AlwaysOn => "方法1：待合室を常時オン",
        Way::SwitchedOn => "方法2：受付開始時にオン",
        Way::Prequeue => "方法3：事前待機を設ける",
        Way::Shuffle => "方法4：事前待機の順番を抽選で決める",
        Way::Flush => "方法5：抽選順に加えセッション更新をオフ",
    }
}
