//! What `recommend` prints: the settings, what is promised and how it was proven, why these, what else there was, and what breaks it.
//! Each sentence stands here in both languages, side by side.

use super::answer::{title_words, warning_message};
use super::label::measure_label;
use super::language::Language;
use super::message::Message as Said;
use super::number::{grouped, people_words, plain, share_words};
use super::page::Page;
use super::span::{CellStyle, bound_words, clock_cell, input_span, span_cell, span_words};
use super::table::{Side, Table};
use super::value::{list_separator, value_with_range};
use crate::report::input_label;
use crate::results::{
    Binding, Candidate, Capacity, Certificate, Free, Mean, Measure, OpeningKind, Outcome, Promise,
    Provenance, Recommendation, RecommendationNote, Selected, SettingsTried, Unit,
};

/// What stands where there is no figure.
const NOTHING: &str = "-";

/// The answer as plain text for a terminal of `width` places, each line ended by a line feed.
pub fn recommendation(found: &Recommendation, language: Language, width: usize) -> String {
    recommendation_page(found, language).terminal(width)
}

/// The same as parts.
pub fn recommendation_page(found: &Recommendation, language: Language) -> Page {
    let mut page = Writer { page: Page::new(language), found, language };
    page.head();
    match &found.outcome {
        Outcome::Recommended { chosen, certificates, attempts, binding, slots_bind } => {
            page.settings(chosen);
            page.certificates(certificates, *attempts);
            page.why(*binding, *slots_bind, chosen);
            page.compared(chosen);
            page.trade_off(chosen);
            page.staged();
            page.crowd_limit();
        }
        Outcome::NothingSatisfies { broken, at, keeps } => {
            page.nothing_satisfies(*broken, at, keeps.as_deref())
        }
        Outcome::NotCertified { at, certificates, attempts } => {
            page.not_certified(at, certificates, *attempts)
        }
        Outcome::Unfinished => page.line(
            || {
                "Interrupted before there was an answer: nothing is recommended, and nothing is ruled out."
                    .to_owned()
            },
            || "結果が出る前に中断されました。推奨値も、否定された設定もありません。".to_owned(),
        ),
        Outcome::Declined { sizes } => page.declined(sizes),
    }
    page.notes();
    page.annex();
    page.page
}

/// The texts of the chart.
pub struct RecommendationChartTexts {
    /// Title.
    pub title: String,
    /// One or two lines below it.
    pub subtitle: String,
    /// Name of the horizontal axis: the share of bad days.
    pub risk: String,
    /// Name of the vertical axis: what is made small.
    pub objective: String,
    /// Name of the curve.
    pub curve: String,
    /// Beside the point that was chosen.
    pub chosen: String,
    /// Name of the promised bound.
    pub bound: String,
    /// Last line.
    pub footer: String,
}

/// The texts of the chart of a recommendation.
pub fn recommendation_chart_texts(found: &Recommendation, language: Language) -> RecommendationChartTexts {
    let say = |english: &str, japanese: &str| match language {
        Language::English => english.to_owned(),
        Language::Japanese => japanese.to_owned(),
    };
    let title = title_words(&found.title);
    let days = found.trade_off.iter().map(|candidate| candidate.days).max().unwrap_or(0);
    let risk = charted_risk(found);
    let heading = match risk {
        Some(_) => say("What a shorter wait costs in risk", "待ち時間と約束を破るリスク"),
        None => say("What a shorter wait costs in load", "待ち時間と負荷"),
    };
    let page = Writer { page: Page::new(language), found, language };
    let is_declined = matches!(found.outcome, Outcome::Declined { .. });
    RecommendationChartTexts {
        title: if title.is_empty() { heading } else { title },
        subtitle: match (language, is_declined) {
            (Language::English, true) => {
                "Each point is a pair of limits. Nothing says how much load the origin bears.".to_owned()
            }
            (Language::Japanese, true) => {
                "点は上限の組を表します。予約サーバーがどこまで耐えられるかは分かりません。".to_owned()
            }
            (Language::English, false) => format!(
                "Stricter and looser limits in the proportion that was chosen; each point is a pair of limits on {days} days."
            ),
            (Language::Japanese, false) => {
                format!("選んだ比率のまま上限を厳しく・緩くした場合。点は上限の組を表します (各{days}日)。")
            }
        },
        risk: match risk {
            Some(_) => say("days that break the promise (%)", "約束を破る日の割合 (%)"),
            None => say(
                "most people inside at once (mean over days)",
                "同時に手続きする方の最大 (日ごとの平均、人)",
            ),
        },
        objective: match language {
            Language::English => format!("{} (minutes)", measure_label(found.objective, language)),
            Language::Japanese => format!("{} (分)", measure_label(found.objective, language)),
        },
        curve: say("limits (active users / per minute)", "上限 (アクティブユーザー / 毎分)"),
        chosen: say("recommended", "推奨"),
        bound: risk.map_or(String::new(), |position| page.promise_words(&found.promises[position])),
        footer: say(
            "machiai: simulated days, everything not given drawn from its range. If the assumptions hold.",
            "machiai による試算 (指定のない条件は幅の中から抽選)。前提が成り立つ場合の値です。",
        ),
    }
}

/// Position of the promise whose bad days the chart shows: the first one that days have to prove; `None`: there is none.
pub fn charted_risk(found: &Recommendation) -> Option<usize> {
    match &found.outcome {
        Outcome::Recommended { certificates, .. } => {
            certificates.iter().position(|certificate| !matches!(certificate, Certificate::ByConstruction))
        }
        _ => None,
    }
}

struct Writer<'a> {
    page: Page,
    found: &'a Recommendation,
    language: Language,
}

/// Settings as they are typed.
fn settings_words(settings: &SettingsTried) -> String {
    format!(
        "{} / {}",
        grouped(f64::from(settings.total_active_users)),
        grouped(f64::from(settings.new_users_per_minute))
    )
}

impl Writer<'_> {
    fn say(&self, english: impl FnOnce() -> String, japanese: impl FnOnce() -> String) -> String {
        match self.language {
            Language::English => english(),
            Language::Japanese => japanese(),
        }
    }

    fn line(&mut self, english: impl FnOnce() -> String, japanese: impl FnOnce() -> String) {
        let text = self.say(english, japanese);
        self.page.line(&text);
    }

    fn indented(&mut self, english: impl FnOnce() -> String, japanese: impl FnOnce() -> String) {
        let text = self.say(english, japanese);
        self.page.indented(&text);
    }

    fn heading(&mut self, english: &str, japanese: &str) {
        let text = self.say(|| english.to_owned(), || japanese.to_owned());
        self.page.heading(&text);
    }

    fn people(&self, people: f64) -> String {
        people_words(people, self.language)
    }

    fn share(&self, share: f64) -> String {
        share_words(share, self.language)
    }

    /// The objective of some settings in words.
    fn objective_words(&self, candidate: &Candidate) -> String {
        candidate.objective.value.map_or(NOTHING.to_owned(), |value| self.amount_words(value))
    }

    fn amount_words(&self, value: f64) -> String {
        match self.found.objective.unit() {
            Unit::Seconds | Unit::SecondsFromOpening => bound_words(value, self.language),
            Unit::People => self.people(value),
            Unit::Share => self.share(value),
            _ => plain((value * 10.0).round() / 10.0),
        }
    }

    fn head(&mut self) {
        let title = title_words(&self.found.title);
        self.page.title(&title);
        self.page.gap();
    }

    fn promise_words(&self, promise: &Promise) -> String {
        if promise.requirement.measure == Measure::OverloadedDays {
            let lasting = input_span(self.found.capacity.overload_lasting_seconds, self.language);
            let share = self.share(promise.bad_days);
            return self.say(
                || format!("an overload of {lasting} or more on at most {share} of days"),
                || format!("{lasting}以上の過負荷が起きる日は{share}以下"),
            );
        }
        let share = self.share(1.0 - promise.bad_days);
        let condition = promise.text.split(" on ").next().unwrap_or_default().to_owned();
        self.say(
            || format!("{condition} on {share} of days or more"),
            || format!("{share}以上の日で {condition}"),
        )
    }

    fn capacity_words(&self) -> String {
        let Capacity { people_inside, requests_per_second, utilisation, proven_active, .. } =
            self.found.capacity;
        let range = |[low, high]: [u32; 2]| match low == high {
            true => grouped(f64::from(low)),
            false => self.say(
                || format!("{} to {}", grouped(f64::from(low)), grouped(f64::from(high))),
                || format!("{}～{}", grouped(f64::from(low)), grouped(f64::from(high))),
            ),
        };
        let mut parts = Vec::new();
        if let Some(people) = people_inside {
            let people = range(people);
            parts.push(self.say(
                || format!("up to {people} people inside"),
                || format!("同時に手続きする方{people}人まで"),
            ));
        }
        if let Some(requests) = requests_per_second {
            let requests = range(requests);
            parts.push(self.say(
                || format!("up to {requests} requests a second"),
                || format!("毎秒{requests}リクエストまで"),
            ));
        }
        if let Some(share) = utilisation {
            let share = self.share(share);
            parts.push(
                self.say(|| format!("a utilisation of up to {share}"), || format!("使用率{share}まで")),
            );
        }
        if let Some(proven) = proven_active {
            let proven = grouped(f64::from(proven));
            parts.push(self.say(
                || format!("{proven} active users went fine so far"),
                || format!("これまで問題がなかったアクティブユーザー{proven}人"),
            ));
        }
        parts.join(list_separator(self.language))
    }

    fn settings(&mut self, chosen: &Candidate) {
        let SettingsTried {
            total_active_users,
            new_users_per_minute,
            session_minutes,
            renewal,
            random,
            opening,
        } = chosen.settings;
        self.line(|| "Recommended settings:".to_owned(), || "推奨する設定値:".to_owned());
        let mut table = Table::new(&[Side::Left, Side::Right]);
        let mut row = |name: &str, value: String| table.push_row(vec![name.to_owned(), value]);
        row("total_active_users", grouped(f64::from(total_active_users)));
        row("new_users_per_minute", grouped(f64::from(new_users_per_minute)));
        let is_free = |free: Free| self.found.free.contains(&free);
        if is_free(Free::SessionDuration) {
            row("session_duration", session_minutes.to_string());
        }
        if is_free(Free::Renewal) {
            row("disable_session_renewal", (!renewal).to_string());
        }
        if is_free(Free::Method) {
            row("queueing_method", if random { "random" } else { "fifo" }.to_owned());
        }
        if is_free(Free::Opening) {
            let words = match opening {
                OpeningKind::AsItIs => self.say(|| "as it is".to_owned(), || "現状のまま".to_owned()),
                OpeningKind::Prequeue => {
                    self.say(|| "event, prequeue".to_owned(), || "イベント (事前待機)".to_owned())
                }
                OpeningKind::Shuffle => self.say(
                    || "event, prequeue, shuffle".to_owned(),
                    || "イベント (事前待機・シャッフル)".to_owned(),
                ),
            };
            let name = self.say(|| "opening".to_owned(), || "受付開始".to_owned());
            row(&name, words);
        }
        self.page.table(|_| table.clone());
        self.page.gap();
        let wait = chosen.wait_p90.value.map_or(NOTHING.to_owned(), |wait| bound_words(wait, self.language));
        let half = chosen.wait_p50.value.map_or(NOTHING.to_owned(), |wait| bound_words(wait, self.language));
        self.line(
            || format!("With them half of the people wait up to {half} and 9 in 10 up to {wait} (mean over days on which everything not given is drawn)."),
            || format!("この設定では、半数の方が{half}以内、約9割の方が{wait}以内のご案内となる見込みです (指定のない条件は幅の中から抽選した日の平均)。"),
        );
    }

    fn certificates(&mut self, certificates: &[Certificate], attempts: u32) {
        let confidence = self.share(self.found.confidence);
        self.heading(
            &format!(
                "The promise, if the assumptions hold (confidence {confidence}, all promises together):"
            ),
            &format!("約束できること (前提が成り立つ場合。信頼水準{confidence}、すべての約束を合わせて):"),
        );
        for (promise, certificate) in self.found.promises.iter().zip(certificates) {
            let words = self.promise_words(promise);
            match *certificate {
                Certificate::ByConstruction => self.indented(
                    || format!("{words}: kept by construction. The room never has more active users than total_active_users, so there is nothing to prove."),
                    || format!("{words}: 設定そのものにより守られます。アクティブユーザーは total_active_users を超えないため、証明は不要です。"),
                ),
                Certificate::Certified { most_bad, days, bad, at_most, .. } => {
                    let (days, at_most) = (grouped(f64::from(days)), self.share(at_most));
                    self.indented(
                        || format!("{words}: certified. The plan, fixed beforehand, allowed {most_bad} bad among {days} fresh days; {bad} were (more than {at_most} bad days are ruled out)."),
                        || format!("{words}: 証明済み。新たに試算した{days}日のうち破れた日は{bad}日でした (事前に定めた許容は{most_bad}日。破れる日が{at_most}を超えることは否定されます)。"),
                    );
                }
                Certificate::CutShort { bad, played } => {
                    let played = grouped(f64::from(played));
                    self.indented(
                        || format!("{words}: not played to the end, because another promise failed first ({bad} of {played} days were bad)."),
                        || format!("{words}: 別の約束が先に破れたため、途中で打ち切りました ({played}日のうち破れた日は{bad}日)。"),
                    );
                }
                Certificate::Failed { most_bad, days, bad, played } => {
                    let (days, played) = (grouped(f64::from(days)), grouped(f64::from(played)));
                    self.indented(
                        || format!("{words}: not certified. {bad} of {played} fresh days were bad; the plan allowed {most_bad} of {days}."),
                        || format!("{words}: 証明できませんでした。{played}日のうち{bad}日で破れました (許容は{days}日のうち{most_bad}日)。"),
                    );
                }
            }
        }
        if attempts > 1 {
            self.indented(
                || format!("{attempts} pairs of limits were put to the proof; the error is split over all of them."),
                || format!("証明にかけた設定は{attempts}組です。誤りの確率は全組で分け合っています。"),
            );
        }
        let capacity = self.capacity_words();
        if !capacity.is_empty() {
            self.indented(
                || format!("What the origin bears: {capacity}."),
                || format!("予約サーバーの許容: {capacity}。"),
            );
        }
    }

    fn why(&mut self, binding: Binding, slots_bind: bool, chosen: &Candidate) {
        self.heading("Why these:", "この値になる理由:");
        let text = match binding {
            Binding::Promise { promise } => {
                let words = self
                    .found
                    .promises
                    .get(promise)
                    .map_or(String::new(), |promise| self.promise_words(promise));
                self.say(
                    || format!("By the search's estimate, higher limits in this proportion leave too little room below the promise: {words}."),
                    || format!("探索での見積もりでは、この比率のまま上限を上げると約束「{words}」に対する余裕がなくなります。"),
                )
            }
            Binding::ProvenActive => self.say(
                || "More active users at once have not been tried yet.".to_owned(),
                || "これより多いアクティブユーザーは実績がないため、実績の範囲に収めています。".to_owned(),
            ),
            Binding::NothingToGain => self.say(
                || "Higher limits would not shorten the wait.".to_owned(),
                || "上限をこれ以上上げても、待ち時間は短くなりません。".to_owned(),
            ),
        };
        self.page.indented(&text);
        match slots_bind {
            true => self.indented(
                || "total_active_users limits the flow of people; new_users_per_minute only shapes the first minutes.".to_owned(),
                || "案内の速さを決めるのは total_active_users です。new_users_per_minute は開始直後の数分に効きます。".to_owned(),
            ),
            false => self.indented(
                || "new_users_per_minute limits the flow of people; total_active_users is the safety net above it.".to_owned(),
                || "案内の速さを決めるのは new_users_per_minute です。total_active_users はその上の安全網です。".to_owned(),
            ),
        }
        if let (Some(mean), Some(highest)) = (chosen.inside_max.value, chosen.inside_highest) {
            let (mean, highest) = (self.people(mean), self.people(highest));
            let days = grouped(f64::from(chosen.days));
            self.indented(
                || format!("At most {mean} are inside at once in the mean, {highest} on the highest of {days} days."),
                || format!("同時に手続きする方は最大で平均{mean}、{days}日のうち最も多い日で{highest}です。"),
            );
        }
    }

    /// A table of settings with their waits and risks.
    fn table(&mut self, rows: &[(String, &Candidate)]) {
        let (found, language) = (self.found, self.language);
        let say = |english: &str, japanese: &str| match language {
            Language::English => english.to_owned(),
            Language::Japanese => japanese.to_owned(),
        };
        let is_wait = found.objective.unit() == Unit::Seconds;
        let extra = !matches!(found.objective, Measure::WaitP50 | Measure::WaitP90);
        // Where nothing says how much is too much, no promise is held against anything.
        let has_capacity = !matches!(found.outcome, Outcome::Declined { .. });
        self.page.table(|style: CellStyle| {
            let mut sides = vec![Side::Left, Side::Left, Side::Right, Side::Right, Side::Right, Side::Right];
            if has_capacity {
                sides.extend(found.promises.iter().map(|_| Side::Right));
            }
            let mut table = Table::new(&sides);
            let mut head = vec![
                String::new(),
                say("limits", "上限 (同時 / 毎分)"),
                say("half wait", "半数"),
                say("9 in 10 wait", "約9割"),
                if extra { measure_label(found.objective, language).to_owned() } else { String::new() },
                say("inside", "手続き中"),
            ];
            if has_capacity {
                head.extend(found.promises.iter().enumerate().map(
                    |(number, _)| match found.promises.len() {
                        1 => say("bad days", "破れた日"),
                        _ => format!("{} {}", say("bad days", "破れた日"), number + 1),
                    },
                ));
            }
            table.push_heading(head);
            for (name, candidate) in rows {
                let span = |mean: Mean| {
                    mean.value.map_or(NOTHING.to_owned(), |seconds| span_cell(seconds, style, language))
                };
                let mut row = vec![
                    name.clone(),
                    settings_words(&candidate.settings),
                    span(candidate.wait_p50),
                    span(candidate.wait_p90),
                    match (extra, is_wait) {
                        (false, _) => String::new(),
                        (true, true) => span(candidate.objective),
                        (true, false) => candidate.objective.value.map_or(NOTHING.to_owned(), grouped),
                    },
                    candidate.inside_max.value.map_or(NOTHING.to_owned(), grouped),
                ];
                let risks = candidate.risks.iter().filter(|_| has_capacity);
                row.extend(risks.map(|risk| match language {
                    Language::English => format!("{} of {}", risk.bad_days, risk.of_days),
                    Language::Japanese => format!("{}日/{}日", risk.bad_days, risk.of_days),
                }));
                table.push_row(row);
            }
            table
        });
    }

    fn kind_words(&self, settings: &SettingsTried) -> String {
        let mut parts = Vec::new();
        let is_free = |free: Free| self.found.free.contains(&free);
        if is_free(Free::SessionDuration) {
            parts.push(self.say(
                || format!("session {}m", settings.session_minutes),
                || format!("セッション{}分", settings.session_minutes),
            ));
        }
        if is_free(Free::Renewal) {
            parts.push(match settings.renewal {
                true => self.say(|| "renewal".to_owned(), || "更新あり".to_owned()),
                false => self.say(|| "no renewal".to_owned(), || "更新なし".to_owned()),
            });
        }
        if is_free(Free::Method) {
            parts.push(if settings.random { "random" } else { "fifo" }.to_owned());
        }
        if is_free(Free::Opening) {
            parts.push(match settings.opening {
                OpeningKind::AsItIs => self.say(|| "as it is".to_owned(), || "現状".to_owned()),
                OpeningKind::Prequeue => self.say(|| "prequeue".to_owned(), || "事前待機".to_owned()),
                OpeningKind::Shuffle => self.say(|| "shuffle".to_owned(), || "シャッフル".to_owned()),
            });
        }
        parts.join(" ")
    }

    fn compared(&mut self, chosen: &Candidate) {
        let found = self.found;
        self.heading("Beside it:", "ほかの設定との比較:");
        let name = self.say(|| "recommended".to_owned(), || "推奨".to_owned());
        let mut rows = vec![(name, chosen)];
        if let Some(present) = &found.present {
            rows.push((self.say(|| "present".to_owned(), || "現在".to_owned()), present));
        }
        let others: Vec<(String, &Candidate)> = found
            .finalists
            .iter()
            .skip(1)
            .take(4)
            .map(|other| (self.kind_words(&other.settings), other))
            .collect();
        rows.extend(others);
        self.table(&rows);
        let is_proven = matches!(&found.outcome, Outcome::Recommended { certificates, .. }
            if certificates.iter().any(|certificate| !matches!(certificate, Certificate::ByConstruction)));
        if rows.len() > 1 && is_proven {
            self.indented(
                || {
                    "Only the recommended limits are proven. The others rest on the days of the search."
                        .to_owned()
                },
                || "証明されているのは推奨値だけです。ほかは探索の日にもとづく値です。".to_owned(),
            );
        }
        if let Some(Selected { systems, days, probability, indifference, decided }) = found.selection {
            let (probability, indifference) = (self.share(probability), self.difference(indifference));
            let days = grouped(f64::from(days));
            match decided {
                true => self.indented(
                    || format!("These {systems} were compared on {days} days of their own: the best of them is chosen with a probability of {probability} if it is better by {indifference} or more and days are roughly normal (Kim and Nelson 2001). Among limits closer than that, those with the lowest new_users_per_minute are taken."),
                    || format!("この{systems}組を専用の{days}日で比べました。差が{indifference}以上あり、日ごとの値がほぼ正規分布なら、{probability}の確率で最良のものが選ばれます (Kim・Nelson 2001)。差がそれ未満なら、new_users_per_minute が最も小さいものを採ります。"),
                ),
                false => self.indented(
                    || format!("These {systems} were compared on {days} days of their own without one standing out by {indifference}; the best so far is taken, and among limits closer than that those with the lowest new_users_per_minute."),
                    || format!("この{systems}組を専用の{days}日で比べましたが、{indifference}以上の差は認められませんでした。その時点で最良のもの (差がそれ未満なら new_users_per_minute が最も小さいもの) を採りました。"),
                ),
            }
        }
    }

    /// A difference of the objective.
    fn difference(&self, value: f64) -> String {
        match self.found.objective.unit() {
            Unit::Seconds | Unit::SecondsFromOpening => input_span(value.round(), self.language),
            _ => plain((value * 10.0).round() / 10.0),
        }
    }

    fn trade_off(&mut self, chosen: &Candidate) {
        let found = self.found;
        if found.trade_off.len() < 2 {
            return;
        }
        let days = found.trade_off.iter().map(|candidate| candidate.days).max().unwrap_or(0);
        self.heading(
            &format!("Stricter and looser, in the same proportion (on the first {days} days only: compare within this table):"),
            &format!("同じ比率で厳しく・緩くした場合 (最初の{days}日だけの値。この表の中で比べてください):"),
        );
        let mark = self.say(|| "recommended".to_owned(), || "推奨".to_owned());
        let rows: Vec<(String, &Candidate)> = found
            .trade_off
            .iter()
            .map(|candidate| {
                (if candidate.settings == chosen.settings { mark.clone() } else { String::new() }, candidate)
            })
            .collect();
        self.table(&rows);
    }

    fn instant(&self, seconds: f64) -> String {
        match self.found.opens_at_second_of_day {
            Some(opens) => clock_cell(opens, seconds),
            None => self.say(
                || format!("{} after the opening", input_span(seconds, self.language)),
                || format!("開始{}後", input_span(seconds, self.language)),
            ),
        }
    }

    fn staged(&mut self) {
        let Some(staged) = &self.found.staged else { return };
        self.heading("Begin strict and loosen (--staged):", "厳しく始めて緩める場合 (--staged):");
        for step in &staged.steps {
            let limits = format!(
                "{} / {}",
                grouped(f64::from(step.total_active_users)),
                grouped(f64::from(step.new_users_per_minute))
            );
            let when = match step.at_seconds > 0.0 {
                true => self.instant(step.at_seconds),
                false => self.say(|| "from the opening".to_owned(), || "受付開始から".to_owned()),
            };
            self.indented(|| format!("{when}: {limits}"), || format!("{when}: {limits}"));
        }
        let (with, without) = (self.objective_words(&staged.figures), self.objective_words(&staged.constant));
        let name = measure_label(self.found.objective, self.language).to_owned();
        let is_proven =
            staged.certificates.iter().any(|certificate| !matches!(certificate, Certificate::ByConstruction));
        let days = staged.figures.days;
        match is_proven {
            true => self.indented(
                || "Certified like the constant limits.".to_owned(),
                || "一定の上限と同じ方法で証明済みです。".to_owned(),
            ),
            false => self.indented(
                || "The promise is kept by construction, as with the constant limits.".to_owned(),
                || "一定の上限と同じく、設定そのものにより約束が守られます。".to_owned(),
            ),
        }
        self.indented(
            || format!("On the same {days} days the {name} is {with}, with the constant limits {without}."),
            || format!("同じ{days}日で、{name}は{with}、一定の上限では{without}です。"),
        );
        if let Some(value) = staged.knowing_everything.value {
            let value = self.amount_words(value);
            self.indented(
                || format!("If everything were known beforehand, every day with its own highest limits, it would be {value}: what lies between is the price of not knowing."),
                || format!("すべてが事前に分かり、日ごとに最大の上限を使えたとすると{value}です。差は「分からないこと」の代償です。"),
            );
        }
        if let [Some(with), Some(without)] = staged.shown_off_seconds {
            let (with, without) = (span_words(with, self.language), span_words(without, self.language));
            self.indented(
                || format!("The waits shown are off by {with} in the mean of the people of one day with the timetable, by {without} with constant limits: they follow the last minute's pace and know nothing of the next step."),
                || format!("ある1日の、画面に出る待ち時間の誤差は平均で、段階的な場合{with}、一定の場合{without}です。表示は直前1分間のペースによるもので、次の段階を知りません。"),
            );
        }
        if let [Some(with), Some(without)] = staged.shown_rose_share {
            let (with, without) = (self.share(with), self.share(without));
            self.indented(
                || format!("On one day {with} of the people see their wait rise from one page to another, with constant limits {without}."),
                || format!("画面の待ち時間が途中で延びる方は、段階的な場合{with}、一定の場合{without}です (ある1日)。"),
            );
        }
        self.indented(
            || "Cloudflare advises against changing limits while people queue: every step makes the shown waits jump.".to_owned(),
            || "Cloudflareは待機者がいる間の設定変更を勧めていません。変更のたびに表示される待ち時間が跳びます。".to_owned(),
        );
    }

    fn crowd_limit(&mut self) {
        let Some(limit) = &self.found.crowd_limit else { return };
        self.heading("If more people come:", "想定より多い場合:");
        let largest = limit.tried.iter().map(|(people, _)| *people).max().unwrap_or(limit.expected);
        match limit.breaks {
            Some((people, promise)) => {
                let people = self.people(f64::from(people));
                let words = self
                    .found
                    .promises
                    .get(promise)
                    .map_or(String::new(), |promise| self.promise_words(promise));
                self.indented(
                    || format!("With {people} the promise breaks: {words}."),
                    || format!("{people}になると約束「{words}」は守れません。"),
                );
            }
            None => {
                let people = self.people(f64::from(largest));
                let risks = limit.tried.last().map_or(&[][..], |(_, risks)| risks.as_slice());
                let (bad, days) = risks
                    .iter()
                    .max_by_key(|risk| risk.bad_days)
                    .map_or((0, 0), |risk| (risk.bad_days, risk.of_days));
                self.indented(
                    || format!("With {people} {bad} of {days} days were bad. So few days show only a large risk; to certify that crowd, name it with --users."),
                    || format!("{people}でも、破れた日は{days}日のうち{bad}日です。少ない日数で分かるのは大きなリスクだけです。その人数で約束するには --users に指定して実行してください。"),
                );
            }
        }
    }

    fn nothing_satisfies(&mut self, broken: usize, at: &Candidate, keeps: Option<&Candidate>) {
        let words =
            self.found.promises.get(broken).map_or(String::new(), |promise| self.promise_words(promise));
        let is_load = self.found.promises.get(broken).is_some_and(Promise::is_of_load);
        self.line(
            || "No settings keep all promises.".to_owned(),
            || "すべての約束を守れる設定はありません。".to_owned(),
        );
        let settings = settings_words(&at.settings);
        match is_load {
            true => self.line(
                || format!("Even the lowest limits ({settings}) break this one: {words}. The origin has to bear more, or less has to be promised."),
                || format!("最も低い上限 ({settings}) でも、次の約束を守れません: {words}。予約サーバーを増強するか、約束を緩める必要があります。"),
            ),
            false => self.line(
                || format!("The highest limits that the origin bears ({settings}) break this one: {words}."),
                || format!("予約サーバーが耐えられる最大の上限 ({settings}) では、次の約束を守れません: {words}。"),
            ),
        }
        let mut rows =
            vec![(self.say(|| "best that keeps the rest".to_owned(), || "ほかは守れる".to_owned()), at)];
        if let Some(keeps) = keeps {
            rows.push((self.say(|| "nearest that keeps it".to_owned(), || "これを守れる".to_owned()), keeps));
        }
        self.page.gap();
        self.table(&rows);
        if self.found.promises.len() > 1 {
            for (number, promise) in self.found.promises.iter().enumerate() {
                let (number, words) = (number + 1, self.promise_words(promise));
                self.indented(
                    || format!("Bad days {number}: days that break \"{words}\"."),
                    || format!("破れた日{number}: 約束「{words}」を破った日。"),
                );
            }
        }
    }

    fn not_certified(&mut self, at: &Candidate, certificates: &[Certificate], attempts: u32) {
        self.line(
            || format!("No recommendation. Limits that kept the promises on the days of the search were put to the proof on fresh days, and did not pass (tried: {attempts})."),
            || format!("推奨できる設定はありません。探索の日には約束を守れた上限も、新たな日では証明できませんでした (試した数: {attempts})。"),
        );
        self.certificates(certificates, attempts);
        let name = self.say(|| "last tried".to_owned(), || "最後に試した値".to_owned());
        self.page.gap();
        self.table(&[(name, at)]);
    }

    fn declined(&mut self, sizes: &[Candidate]) {
        self.line(
            || "No recommendation: nothing says how much the origin bears, so every limit looks as safe as any other.".to_owned(),
            || "推奨値は出せません。予約サーバーがどこまで耐えられるか分からないため、どの上限も同じように安全に見えてしまいます。".to_owned(),
        );
        self.heading(
            "What limits do to the wait, and how many people are inside at once:",
            "上限と待ち時間、同時に手続きする人数の関係:",
        );
        let rows: Vec<(String, &Candidate)> =
            sizes.iter().map(|candidate| (String::new(), candidate)).collect();
        self.table(&rows);
        self.heading("To get a recommendation, one of:", "推奨値を得るには、次のいずれかを指定してください:");
        self.indented(
            || "--proven-active N: the most active users at which all went well so far (the room's dashboard shows them).".to_owned(),
            || "--proven-active N: これまで問題がなかったアクティブユーザーの最大数 (待合室の画面で確認できます)。".to_owned(),
        );
        self.indented(
            || "--origin-capacity N: people inside, or N/s: requests a second, that the origin bears; a range if you are not sure.".to_owned(),
            || "--origin-capacity N: 予約サーバーが耐えられる同時手続き人数、または N/s: 毎秒リクエスト数。不確かなら幅で。".to_owned(),
        );
        self.indented(
            || "A load test: machiai origin fit FILE, then --origin-file.".to_owned(),
            || "負荷試験: machiai origin fit ファイル の結果を --origin-file で指定。".to_owned(),
        );
    }

    fn notes(&mut self) {
        let mut texts: Vec<String> = Vec::new();
        for note in &self.found.notes {
            let text = match note {
                RecommendationNote::LimitsReplaced => self.say(
                    || "The scenario changes its limits during the day, or an event has its own: the recommended ones replace them all.".to_owned(),
                    || "シナリオの時間割やイベントにある上限は、すべて推奨値に置き換えています。".to_owned(),
                ),
                RecommendationNote::OperatorLeftOut => self.say(
                    || "The scenario's operator is left out: limits that stand all day are recommended.".to_owned(),
                    || "運用者による変更は除き、一日中変えない上限を推奨しています。".to_owned(),
                ),
                RecommendationNote::NotMonotone => self.say(
                    || "Looser limits were not riskier everywhere; what is recommended rests on the fresh days alone.".to_owned(),
                    || "上限を緩めるほど危険になるとは限らない結果でした。推奨値の根拠は新たな日による証明のみです。".to_owned(),
                ),
                RecommendationNote::InflowNotProven => self.say(
                    || "What is proven is the number of active users. How fast people came in then is not known (--proven-per-minute), and people inside can be more than active users: whoever loses a session keeps filling in the form.".to_owned(),
                    || "実績があるのはアクティブユーザー数だけです。そのときの案内の速さは分かりません (--proven-per-minute)。セッションが切れた方も入力を続けるため、手続き中の方はアクティブユーザー数より多くなることがあります。".to_owned(),
                ),
                RecommendationNote::RequestsFail => self.say(
                    || "Requests time out even at the recommended limits.".to_owned(),
                    || "推奨値でもタイムアウトするリクエストがあります。".to_owned(),
                ),
                RecommendationNote::LowestLimits => self.say(
                    || "The product takes no lower limits than 200.".to_owned(),
                    || "製品の下限は200です。".to_owned(),
                ),
                RecommendationNote::SessionsLeftOut { kinds } => self.say(
                    || format!("{kinds} kinds of settings were left out because they cut more people off in mid-visit."),
                    || format!("手続きの途中で切れる方が増える設定{kinds}通りは除きました。"),
                ),
            };
            texts.push(text);
        }
        for warning in &self.found.warnings {
            if let Some(message) = warning_message(warning, true, self.language) {
                texts.push(message.say(self.language));
            }
        }
        texts.dedup();
        if texts.is_empty() {
            return;
        }
        self.heading("Notes:", "注意:");
        texts.iter().for_each(|text| self.page.indented(text));
    }

    fn annex(&mut self) {
        let found = self.found;
        self.heading("How this came about:", "算出の方法:");
        let drawn: Vec<String> = found
            .inputs
            .iter()
            .filter(|note| note.range.is_some())
            .map(|note| {
                format!("{} {}", input_label(&note.key, self.language), value_with_range(note, self.language))
            })
            .collect();
        if !drawn.is_empty() {
            let drawn = drawn.join(list_separator(self.language));
            self.indented(
                || format!("Not given, so drawn for every day: {drawn}."),
                || format!("指定がないため日ごとに抽選した条件: {drawn}。"),
            );
        }
        let Provenance { version, seed, replications, range_replications, command, scenario, .. } =
            &found.provenance;
        let (search, fresh) = (grouped(f64::from(*replications)), grouped(f64::from(*range_replications)));
        self.indented(
            || format!("{search} days of search, {fresh} fresh days of proof; seed {seed}; machiai {version}; scenario {scenario}."),
            || format!("探索{search}日、証明のための新たな{fresh}日。シード {seed}、machiai {version}、シナリオ {scenario}。"),
        );
        if !command.is_empty() {
            let introduction = Said::Command.say(self.language);
            self.page.indented(&introduction);
            self.page.verbatim(command);
        }
    }
}
