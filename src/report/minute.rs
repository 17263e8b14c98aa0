//! Names of the columns of minutes for people who read tables, not for programs.

use super::language::Language;

/// What a column of the minutes is called, by its name in `minutes.csv`; that name itself where no other is known.
pub fn minute_label(column: &str, language: Language) -> &str {
    let names = NAMES.iter().find(|(known, _, _)| *known == column);
    match (names, language) {
        (Some((_, english, _)), Language::English) => english,
        (Some((_, _, japanese)), Language::Japanese) => japanese,
        (None, _) => column,
    }
}

/// Column, English, Japanese.
const NAMES: [(&str, &str, &str); 36] = [
    ("clock", "time of day", "時刻"),
    ("minute", "minutes from the opening", "受付開始からの時間（分）"),
    ("arrived_people", "people who come", "アクセスする方（人）"),
    ("accepted_people", "people let in", "ご案内する方（人）"),
    ("booked_people", "people who book", "手続きが完了する方（人）"),
    ("line_start_people", "line shown, when the minute begins", "待ち人数の表示・初め（人）"),
    ("line_mean_people", "line shown, mean", "待ち人数の表示・平均（人）"),
    ("line_max_people", "line shown, most", "待ち人数の表示・最大（人）"),
    ("line_low_people", "line shown, range by chance, from", "待ち人数の表示・偶然の幅の下端（人）"),
    ("line_high_people", "line shown, range by chance, to", "待ち人数の表示・偶然の幅の上端（人）"),
    ("waiting_start_people", "really in line, when the minute begins", "実際の待ち人数・初め（人）"),
    ("waiting_mean_people", "really in line, mean", "実際の待ち人数・平均（人）"),
    ("waiting_max_people", "really in line, most", "実際の待ち人数・最大（人）"),
    ("active_start_people", "active users, when the minute begins", "アクティブユーザー・初め（人）"),
    ("active_mean_people", "active users, mean", "アクティブユーザー・平均（人）"),
    ("active_max_people", "active users, most", "アクティブユーザー・最大（人）"),
    ("inside_start_people", "people inside, when the minute begins", "実際に利用中の方・初め（人）"),
    ("inside_mean_people", "people inside, mean", "実際に利用中の方・平均（人）"),
    ("inside_max_people", "people inside, most", "実際に利用中の方・最大（人）"),
    ("shown_start_minutes", "wait shown, when the minute begins (min)", "表示される待ち時間・初め（分）"),
    ("shown_mean_minutes", "wait shown, mean (min)", "表示される待ち時間・平均（分）"),
    ("shown_max_minutes", "wait shown, most (min)", "表示される待ち時間・最大（分）"),
    ("wait_p50_seconds", "half wait up to (s)", "半数の方の待ち時間（秒）"),
    ("wait_p90_seconds", "9 in 10 wait up to (s)", "約9割の方の待ち時間（秒）"),
    (
        "wait_low_seconds",
        "half wait up to, range by chance, from (s)",
        "半数の方の待ち時間・偶然の幅の下端（秒）",
    ),
    (
        "wait_high_seconds",
        "9 in 10 wait up to, range by chance, to (s)",
        "約9割の方の待ち時間・偶然の幅の上端（秒）",
    ),
    ("admitted_share", "share let in in the end", "ご案内できる方の割合"),
    ("booked_share", "share with a place in the end", "予約できる方の割合"),
    ("requests", "requests to the servers", "サーバーへのリクエスト（件）"),
    ("failed_requests", "requests timed out", "タイムアウトするリクエスト（件）"),
    ("utilisation_mean", "utilisation of the servers, mean", "サーバーの使用率・平均"),
    ("response_p95_seconds", "19 in 20 answers within (s)", "20件中19件の応答時間（秒）"),
    ("line_drawn_low_people", "line shown, range, from", "待ち人数の表示・見込みの幅の下端（人）"),
    ("line_drawn_high_people", "line shown, range, to", "待ち人数の表示・見込みの幅の上端（人）"),
    (
        "wait_drawn_low_seconds",
        "half wait up to, range, from (s)",
        "半数の方の待ち時間・見込みの幅の下端（秒）",
    ),
    (
        "wait_drawn_high_seconds",
        "9 in 10 wait up to, range, to (s)",
        "約9割の方の待ち時間・見込みの幅の上端（秒）",
    ),
];
