//! What measures and inputs are called. Cloudflare's settings keep the names that its dashboard shows in Japanese.

use super::Language;
use crate::results::Measure;

/// What a measure is called in tables.
pub fn measure_label(measure: Measure, language: Language) -> &'static str {
    match language {
        Language::English => match measure {
            Measure::WaitMean => "mean wait",
            Measure::WaitP50 => "half wait up to",
            Measure::WaitP90 => "9 in 10 wait up to",
            Measure::WaitP95 => "19 in 20 wait up to",
            Measure::WaitMax => "longest wait",
            Measure::WaitFromOpeningMean => "mean wait since opening",
            Measure::WaitFromOpeningP50 => "half, since opening",
            Measure::WaitFromOpeningP90 => "9 in 10, since opening",
            Measure::WaitFromOpeningP95 => "19 in 20, since opening",
            Measure::WaitFromOpeningMax => "longest, since opening",
            Measure::WaitTotalMean => "mean, all queueings",
            Measure::WaitTotalP50 => "half, all queueings",
            Measure::WaitTotalP90 => "9 in 10, all queueings",
            Measure::WaitTotalP95 => "19 in 20, all queueings",
            Measure::WaitTotalMax => "longest, all queueings",
            Measure::People => "people who come",
            Measure::Admitted => "let in",
            Measure::Queued => "had to queue",
            Measure::Left => "left the line",
            Measure::TurnedAway => "turned away",
            Measure::Censored => "still waiting at the end",
            Measure::Booked => "finished their booking",
            Measure::GaveUp => "gave up",
            Measure::LostMidVisit => "lost their session",
            Measure::Losses => "sessions lost",
            Measure::LineMax => "longest line",
            Measure::WaitingMax => "most really in line",
            Measure::ActiveMax => "most active users",
            Measure::InsideMax => "most people inside",
            Measure::LastAdmission => "last one let in",
            Measure::LineGone => "line gone",
            Measure::SoldOut => "places gone",
            Measure::PlacesTaken => "places taken",
            Measure::WithoutPlace => "go without a place",
            Measure::FoundSoldOut => "tried to book in vain",
            Measure::FailedPeople => "had a request time out",
            Measure::GaveUpFailing => "gave up for time-outs",
            Measure::FailedRequests => "requests timed out",
            Measure::Requests => "requests to the servers",
            Measure::RequestsPerSecondMax => "most requests a second",
            Measure::InServiceMax => "requests in service",
            Measure::UtilisationMean => "mean utilisation",
            Measure::ResponseP50 => "half the answers in",
            Measure::ResponseP90 => "9 in 10 answers in",
            Measure::ResponseP95 => "19 in 20 answers in",
            Measure::ResponseP99 => "99 in 100 answers in",
            Measure::ResponseMax => "slowest answer",
            Measure::OverloadSeconds => "overload in all",
            Measure::LongestOverload => "longest overload",
            Measure::FirstOverload => "first overload",
            Measure::OverloadedDays => "days with an overload",
        },
        Language::Japanese => match measure {
            Measure::WaitMean => "平均の待ち時間",
            Measure::WaitP50 => "半数の方の待ち時間",
            Measure::WaitP90 => "約9割の方の待ち時間",
            Measure::WaitP95 => "20人中19人の待ち時間",
            Measure::WaitMax => "最大待ち時間",
            Measure::WaitFromOpeningMean => "平均（受付開始から）",
            Measure::WaitFromOpeningP50 => "半数の方（受付開始から）",
            Measure::WaitFromOpeningP90 => "約9割の方（受付開始から）",
            Measure::WaitFromOpeningP95 => "20人中19人（受付開始から）",
            Measure::WaitFromOpeningMax => "最大（受付開始から）",
            Measure::WaitTotalMean => "平均（並び直しを含む）",
            Measure::WaitTotalP50 => "半数の方（並び直しを含む）",
            Measure::WaitTotalP90 => "約9割の方（並び直しを含む）",
            Measure::WaitTotalP95 => "20人中19人（並び直しを含む）",
            Measure::WaitTotalMax => "最大（並び直しを含む）",
            Measure::People => "アクセスする人数",
            Measure::Admitted => "ご案内できた方",
            Measure::Queued => "順番待ちをした方",
            Measure::Left => "途中で離脱した方",
            Measure::TurnedAway => "お待ちいただけない方",
            Measure::Censored => "終了時にお待ちの方",
            Measure::Booked => "申込を終えた方",
            Measure::GaveUp => "申込をあきらめた方",
            Measure::LostMidVisit => "セッションが切れた方",
            Measure::Losses => "セッション切れの回数",
            Measure::LineMax => "最大の待ち人数（表示）",
            Measure::WaitingMax => "最大の待ち人数（実際）",
            Measure::ActiveMax => "最大アクティブユーザー",
            Measure::InsideMax => "最大の利用中の人数",
            Measure::LastAdmission => "最後の方のご案内",
            Measure::LineGone => "列の解消",
            Measure::SoldOut => "予約枠がなくなる時刻",
            Measure::PlacesTaken => "予約された枠",
            Measure::WithoutPlace => "予約できない方",
            Measure::FoundSoldOut => "手続き中に受付終了の方",
            Measure::FailedPeople => "タイムアウトにあった方",
            Measure::GaveUpFailing => "タイムアウトで断念",
            Measure::FailedRequests => "タイムアウトの件数",
            Measure::Requests => "サーバーへのリクエスト",
            Measure::RequestsPerSecondMax => "1秒間の最大リクエスト",
            Measure::InServiceMax => "最大の同時処理件数",
            Measure::UtilisationMean => "サーバーの平均使用率",
            Measure::ResponseP50 => "半数の応答時間",
            Measure::ResponseP90 => "約9割の応答時間",
            Measure::ResponseP95 => "20件中19件の応答時間",
            Measure::ResponseP99 => "100件中99件の応答時間",
            Measure::ResponseMax => "最も遅い応答",
            Measure::OverloadSeconds => "過負荷の時間の合計",
            Measure::LongestOverload => "最も長い過負荷",
            Measure::FirstOverload => "最初の過負荷",
            Measure::OverloadedDays => "過負荷になる日",
        },
    }
}

/// What an input is called, by its key in a scenario file; the key itself where no name is known.
///
/// ```
/// use machiai::report::{Language, input_label};
/// assert_eq!(input_label("room.session_duration", Language::Japanese), "セッション時間");
/// assert_eq!(input_label("group[1].visit.mean", Language::English), "visit length");
/// ```
pub fn input_label(key: &str, language: Language) -> &str {
    let names = NAMES.iter().find(|(known, _, _)| *known == pattern(key));
    match (names, language) {
        (Some((_, english, _)), Language::English) => english,
        (Some((_, _, japanese)), Language::Japanese) => japanese,
        (None, _) => key,
    }
}

/// A key without the positions of lists.
pub(super) fn pattern(key: &str) -> String {
    let mut inside = false;
    key.chars()
        .filter(|character| {
            let hidden = inside || *character == '[';
            inside = hidden && *character != ']';
            !hidden
        })
        .collect()
}

/// Key, English, Japanese. The Japanese names of settings are those of Cloudflare's dashboard.
const NAMES: [(&str, &str, &str); 58] = [
    ("group.count", "people", "アクセスする人数"),
    ("group.count.eligible", "eligible people", "対象者数"),
    ("group.count.turnout", "turnout", "申込率"),
    ("group.count.web_share", "web share", "オンライン申込の割合"),
    ("group.count.accesses", "accesses", "アクセス数"),
    ("group.count.per_person", "accesses per person", "1人あたりのアクセス数"),
    ("group.arrivals", "arrivals", "アクセスの集中"),
    ("group.visit", "visit length", "操作時間"),
    ("group.visit.mean", "visit length", "操作時間"),
    ("group.visit.cv", "visit spread", "操作時間のばらつき"),
    ("group.visit.pages", "requests per visit", "ページの読み込み回数"),
    ("group.patience", "patience", "待てる時間の想定"),
    ("group.poll_delay", "refresh delay", "画面更新の遅れ"),
    ("group.retype", "redone after a loss", "再入力にかかる割合"),
    ("group.give_up_after", "losses until giving up", "あきらめるまでの回数"),
    ("room.total_active_users", "total_active_users", "アクティブユーザーの合計数"),
    ("room.inside", "people inside", "同時に利用できる人数"),
    ("room.new_users_per_minute", "new_users_per_minute", "分単位の新規ユーザー"),
    ("room.per_minute", "people per minute", "1分間にご案内する人数"),
    ("room.session_duration", "session_duration", "セッション時間"),
    ("room.disable_session_renewal", "session renewal", "セッション更新"),
    ("room.bucket_rule", "bucket rule", "待機列の扱い"),
    ("room.newcomer_rule", "newcomer rule", "新しく来た方の扱い"),
    ("room.burst_share", "quota usable at once", "1分の初めの案内割合"),
    ("room.queueing_method", "queueing method", "キュー方法"),
    ("room.queue_all", "queue-all", "全員を待機列に入れる設定"),
    ("room.suspended", "room suspended", "待合室の一時停止"),
    ("room.event", "events", "イベント"),
    (
        "room.event.total_active_users",
        "the event's total_active_users",
        "イベントのアクティブユーザーの合計数",
    ),
    ("room.event.new_users_per_minute", "the event's new_users_per_minute", "イベントの分単位の新規ユーザー"),
    ("room.event.session_duration", "the event's session_duration", "イベントのセッション時間"),
    ("room.event.disable_session_renewal", "the event's session renewal", "イベントのセッション更新"),
    ("room.change", "timetable", "設定変更の予定"),
    ("room.revoke_share", "sessions revoked", "完了時に終了するセッション"),
    ("room.edge", "data centres", "データセンター"),
    ("group.tolerance", "longest estimate accepted", "待てる待ち時間表示"),
    ("group.comeback", "coming back", "離脱後の再アクセス"),
    ("group.sleep", "phones asleep", "画面が消える端末"),
    ("group.devices", "devices per person", "1人あたりの端末数"),
    ("group.cookieless", "clients without cookies", "Cookieのないアクセス"),
    ("group.bypass", "bypass", "待合室を通らない方"),
    ("group.before_opening", "before the opening", "受付開始前の行動"),
    ("room.operator", "operator", "運用担当者による調整"),
    ("group.visit.work", "work of a request", "1リクエストの処理量"),
    ("origin", "origin", "予約システムのサーバー"),
    ("origin.work_cv", "spread of the work", "処理量のばらつき"),
    ("origin.timeout", "origin's time-out", "サーバーのタイムアウト"),
    ("origin.serves_abandoned", "failed requests served on", "打ち切り後の処理の継続"),
    ("origin.retries", "retries of a request", "再試行の回数"),
    ("origin.retry_delay", "delay of a retry", "再試行までの時間"),
    ("origin.background", "origin's other tenants", "サーバーの他の利用"),
    ("origin.safe_people_inside", "safe people inside", "安全な同時利用人数"),
    ("origin.safe_requests_per_second", "safe requests a second", "安全な毎秒リクエスト数"),
    ("origin.safe_utilisation", "safe utilisation", "安全な使用率"),
    ("origin.overload_lasting", "overload that counts", "過負荷とみなす長さ"),
    ("stock.places", "places", "予約枠"),
    ("stock.per_booking", "places per booking", "1件の枠数"),
    ("stock.after_sell_out", "after sell-out", "受付終了後の待機列"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn labels_are_distinct_and_fit_a_column() {
        for language in [Language::English, Language::Japanese] {
            let mut seen: Vec<&str> = Vec::new();
            for measure in Measure::ALL {
                let label = measure_label(measure, language);
                assert!(label.width() <= 28 && !seen.contains(&label), "{label}");
                seen.push(label);
            }
        }
    }

    #[test]
    fn an_unknown_input_keeps_its_key() {
        assert_eq!(input_label("room.colour", Language::Japanese), "room.colour");
        assert_eq!(pattern("group[12].visit.steps[0].think"), "group.visit.steps.think");
    }
}
