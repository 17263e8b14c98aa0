//! The words around a report in Japanese, as a town hall writes it: です・ます, no promise. Only characters that survive Japanese code
//! pages.

use super::{ChartWords, PageWords};

pub(super) const WORDS: PageWords = PageWords {
    language_name: "日本語",
    language_code: "ja",
    untitled: "待ち時間の見込み",
    kind: "オンライン受付の待ち時間に関する試算",
    skip: "試算の結果へ移動",
    languages: "表示する言語",
    print: "印刷する",
    answer: "試算の結果",
    figures: "グラフで見る試算の結果",
    table: "数値を表で見る",
    details: "詳しい試算結果と根拠",
    details_are_for: "計画や確認をされる方のための資料です。見出しを選ぶと内容が開きます。印刷では、すべて印刷されます。",
    inputs: "設定と前提",
    inputs_mean: "「想定」は、指定がないため標準の値で試算した項目です。見込みの幅には、ほかの値の場合も含まれます。",
    scrolls: "横に動かせます。",
    chart: ChartWords {
        hint: "グラフの上を指すか、グラフを選んで左右の矢印キーを押すと、その時点の値が表示されます。",
        keys: "左右の矢印キーで移動します。PageUpキーとPageDownキーで大きく、HomeキーとEndキーで端まで移動します。",
        at_clock: "{clock}の時点",
        at_clock_of_day: "{day}日目 {clock}の時点",
        after_opening: "受付開始から{minutes}分後",
        before_opening: "受付開始の{minutes}分前",
        at: "{name}：{value}",
        under_a_minute: "1分未満",
        minutes: "{minutes}分",
        hours: "{hours}時間{minutes}分",
        range: "{low}から{high}",
        nothing: "値なし",
        named: "{name}：{value}",
    },
};
