//! Every message about load tests in Japanese, as a town hall would print it.

use super::message::Message;
use crate::results::LoadFormat;

pub(super) fn say(message: Message) -> String {
    use Message as M;
    match message {
        M::Read { file, format, levels } => {
            format!("{file}：{}、負荷の段階は{levels}つです。", format_name(format))
        }
        M::Peak { alone, in_service, per_second } => format!(
            "1件だけの処理時間は{alone}です。同時に{in_service}件を処理しているときに最も多く、毎秒{per_second}件を処理できます。\
             それを超えると遅くなります。"
        ),
        M::PeakUntested { alone, in_service, per_second, tested } => format!(
            "1件だけの処理時間は{alone}です。法則によると、同時に{in_service}件を処理しているときに最も多く、毎秒{per_second}件を\
             処理できることになりますが、試験は同時{tested}件までです。"
        ),
        M::Rising { alone, limit } => format!(
            "1件だけの処理時間は{alone}です。同時処理数を増やすと毎秒{limit}件に近づきます。再び遅くなる様子は試験には表れていません。"
        ),
        M::Straight { alone } => format!(
            "1件だけの処理時間は{alone}で、同時に多数を処理しても変わりません。試験はサーバーの限界に達していません。"
        ),
        M::TwoLevels => {
            "負荷が2段階では、3つの係数をもつ法則は求められません。測定値をそのまま表として示します。".to_owned()
        }
        M::NotConverged => "これらの測定値に合う法則は見つかりませんでした（計算が収束しません）。測定値をそのまま表として示します。"
            .to_owned(),
        M::BeyondData { alone, measured } => format!(
            "負荷の低いところの様子が分かりません。最も合う法則では1件だけのとき毎秒{alone}件となりますが、試験では1件あたり\
             最大でも毎秒{measured}件でした。測定値をそのまま表として示します。法則を求めるには、より少ない同時処理数でも試験してください。"
        ),
        M::SingleLevel { per_second } => format!(
            "負荷が1段階だけでは、耐えられる量は分かりますが、どのように遅くなるかは分かりません。そのため法則ではなく、\
             しきい値として毎秒{per_second}件とします。法則を求めるには、3段階以上で試験してください。"
        ),
        M::BelowOne => "成功したのは毎秒1件未満のため、しきい値は書けません。".to_owned(),

        M::LevelsHeading => "■ 測定値".to_owned(),
        M::FileColumn => "ファイル".to_owned(),
        M::InServiceColumn => "同時処理数".to_owned(),
        M::UsersColumn => "利用者数".to_owned(),
        M::PerSecondColumn => "毎秒".to_owned(),
        M::FittedColumn => "法則では".to_owned(),
        M::LatencyColumn => "平均応答".to_owned(),
        M::LatencyP95Column => "95％の応答".to_owned(),
        M::FailedColumn => "失敗".to_owned(),
        M::SecondsColumn => "測定時間".to_owned(),
        M::LevelsMean => "同時処理数：同時に処理中のリクエスト数。応答時間が分かる場合は、毎秒の件数×平均応答時間です（リトルの法則。\
                          失敗した件数を含み、操作の合間の利用者は含みません）。毎秒：成功したリクエストの件数。"
            .to_owned(),
        M::FileNumber { number, name } => format!("{number}：{name}"),

        M::LawHeading => "■ 拡張性の法則".to_owned(),
        M::EstimateColumn => "推定値".to_owned(),
        M::IntervalColumn { percent } => format!("{percent}の区間"),
        M::AloneRow => "λ alone_per_second".to_owned(),
        M::ContentionRow => "σ contention".to_owned(),
        M::CoherencyRow => "κ coherency".to_owned(),
        M::PeakInServiceRow => "最大となる同時処理数".to_owned(),
        M::PeakPerSecondRow => "その毎秒の件数".to_owned(),
        M::OpenInterval { low } => format!("{low}以上"),
        M::Formula => "同時にn件を処理しているとき、毎秒 λn÷(1＋σ(n－1)＋κn(n－1)) 件を処理します（ガンサーの法則）。λは1件だけのときの毎秒の件数、\
                       σは順番にしか行えない仕事の割合、κは互いの整合をとる負担です。"
            .to_owned(),
        M::Quality { residual, share, determination } => format!(
            "測定値と曲線との差は毎秒約{residual}件（平均の{share}）で、曲線はばらつきの{determination}を説明します。"
        ),

        M::NotesHeading => "■ ご注意".to_owned(),
        M::InFile { file, note } => format!("{file}：{note}"),
        M::NoIntervals => "3つの係数に対して3段階なので、曲線はすべての測定値を通り、確かさは分かりません。区間を求めるには、段階を増やして試験してください。"
            .to_owned(),
        M::NoContention => "最も合う法則では、順番待ちの影響はありません（σ＝0、下限）。".to_owned(),
        M::NoCoherency => {
            "最も合う法則では、整合の負担はありません（κ＝0、下限）。そのため最大となる点もありません。".to_owned()
        }
        M::NoLimit => "最も合う法則では、σもκも下限の0です。シミュレーションではどのような負荷にも耐えることになります。同時処理数を増やして試験してください。"
            .to_owned(),
        M::PeakOpen => {
            "遅くならない可能性も、これらの測定値からは否定できません（κの区間に0が含まれます）。".to_owned()
        }
        M::PeakNotReached { peak, tested } => format!(
            "最大となる同時処理数{peak}件は試験されていません（試験は{tested}件まで）。それを超える部分の法則は推測ですが、\
             シミュレーションはその部分も使います。同時処理数を増やして試験してください。"
        ),
        M::PeakBelowTests { peak, tested } => format!(
            "最大となる同時処理数{peak}件は試験されていません（試験は{tested}件から）。同時処理数を減らして試験してください。"
        ),
        M::AloneNotTested { tested } => format!(
            "最も低い段階でも同時処理数は{tested}件です。1件だけのときの速さは推測です。利用者1人でも試験してください。"
        ),
        M::PoorFit { share } => format!(
            "測定値は曲線から平均で{share}離れており、この法則はこのサーバーにあまり合いません。測定値の表のほうが適切かもしれません。"
        ),
        M::UsersAsLoad => "応答時間がないところでは、利用者数を同時処理数とみなしています。操作の合間に時間を置く利用者がいる場合、実際より多く見積もることになります。"
            .to_owned(),
        M::Failures { in_service, share } => format!(
            "同時処理数{in_service}件のとき、リクエストの{share}が失敗しました。負荷には含め、処理件数には含めていません。"
        ),
        M::DroppedSeconds { seconds, of } => format!(
            "{of}秒のうち{seconds}秒はどの段階にも属さないため除きました（利用者数の増減中、短い区間、利用者数が変わった直後の数秒）。"
        ),
        M::TornLastLine { line } => format!("最後の行（{line}行目）は途中で切れているため除きました。"),
        M::SkippedSums { rows } => format!("複数のリクエストの合計の行（トランザクションコントローラ）{rows}行を除きました。"),
        M::MixedNames { names } => format!(
            "{names}種類の名前のリクエストをまとめて測っており、法則はその組み合わせについてのものです。--name で1つを選べます。"
        ),
        M::OnlyNamed { name } => format!(
            "名前が {name} のリクエストだけを数えています。ほかのリクエストも同時にあった場合は、サーバーの一部を使っていたことになります。"
        ),
        M::RampAveraged { from, to } => format!(
            "利用者数は{from}人から{to}人まで変わりましたが、ファイルには全体の平均しかなく、一定の段階ではありません。\
             利用者数ごとの要約か、CSVをお使いください。"
        ),
        M::Unsteady { users: Some(users), from, to } => format!(
            "利用者{users}人の段階の中で、処理件数が毎秒{from}件から{to}件に変わりました。その平均は、安定した状態を表しません。"
        ),
        M::Unsteady { users: None, from, to } => {
            format!("処理件数が毎秒{from}件から{to}件に変わりました。その平均は、安定した状態を表しません。")
        }
        M::UsersUnknown => "ファイルから利用者数が分からないため、全体を1段階とみなしました。".to_owned(),
        M::FailuresUnknown => "ファイルから失敗したリクエストが分からないため、すべて成功とみなしました。".to_owned(),
        M::NothingSucceeded { users: Some(users) } => {
            format!("利用者{users}人の段階では成功したリクエストがないため除きました。")
        }
        M::NothingSucceeded { users: None } => "成功したリクエストのない段階を除きました。".to_owned(),
        M::NotLittle { given, product } => format!(
            "表の同時数は{given}ですが、毎秒の件数×応答時間は{product}です。同時処理数は{product}件、利用者数は{given}人とみなしました。"
        ),

        M::TableHeading => "■ シナリオファイルに書く内容".to_owned(),
        M::TableMadeBy { version } => format!("machiai {version} の origin fit による"),
        M::TableFrom { files } => format!("元の測定：{files}"),
        M::TableLaw { quality } => format!("拡張性の法則（ガンサー）、{quality}"),
        M::TableThreshold => "負荷は1段階だけ：耐えられた量であり、どのように遅くなるかの法則ではない".to_owned(),
        M::TableDoubtful { share } => format!("注意：この段階でリクエストの{share}が失敗している"),
        M::TableUnit => "毎秒の件数は負荷試験のリクエストを単位とする（仕事量1）".to_owned(),
        M::TableTested { from, to } => format!("試験した同時処理数は{from}件から{to}件まで"),

        M::ChartTitle => "同時処理数とサーバーの処理件数".to_owned(),
        M::InServiceAxis => "同時に処理中のリクエスト数（件）".to_owned(),
        M::PerSecondAxis => "処理件数（毎秒）".to_owned(),
        M::MeasuredLegend => "測定値".to_owned(),
        M::CurveLegend => "拡張性の法則".to_owned(),
        M::UntestedLegend => "試験の範囲外の法則".to_owned(),
        M::TableLegend => "表（段階の間は直線）".to_owned(),
        M::BandLegend { percent } => format!("帯：法則の{percent}の区間"),
        M::PeakLabel { in_service, per_second } => format!("最大：毎秒{per_second}件（同時{in_service}件）"),
        M::NoData => "データなし".to_owned(),
        M::ChartFooter { version, files } => {
            format!("machiai {version}、{files}、処理件数は成功したリクエストのみ")
        }
    }
}

fn format_name(format: LoadFormat) -> &'static str {
    match format {
        LoadFormat::K6Csv => "k6の測定値（CSV）",
        LoadFormat::K6Summary => "k6の要約（JSON）",
        LoadFormat::Jmeter => "JMeter（JTL）",
        LoadFormat::Locust => "Locustの経過（CSV）",
        LoadFormat::Table => "表",
    }
}
