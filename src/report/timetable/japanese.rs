//! Every message of the timetable of waits in Japanese: as a town hall writes it.

use super::message::Message;
use super::{Caution, WaitLevel};

pub(super) fn say(message: Message) -> String {
    use Message as M;
    match message {
        M::Title => "アクセスする時刻ごとの待ち時間の目安".to_owned(),
        M::TitleAt { clock } => format!("アクセスする時刻ごとの待ち時間の目安（受付開始 {clock}）"),
        M::Meaning { people } => {
            format!(
                "{people}がアクセスした場合の待ち時間の目安です。ご案内できた方の約9割がこの時間以内となる見込みです。"
            )
        }
        M::AssumptionsVary { range } => {
            format!("前提の幅も含めると、全体での約9割の方の待ち時間は{range}の見込みです。")
        }
        M::WhenHeading => "アクセスする時刻".to_owned(),
        M::WaitHeading => "待ち時間の目安（ご案内できた方の約9割がこの時間以内）".to_owned(),
        M::Level(level) => self::level(level).to_owned(),
        M::LevelKey { level: WaitLevel::Short, up_to, .. } => format!("短め：{up_to}分以内"),
        M::LevelKey { level: WaitLevel::RatherLong, over, up_to } => {
            format!("やや長め：{over}分を超え{up_to}分以内")
        }
        M::LevelKey { level: WaitLevel::Long, over, .. } => format!("長め：{over}分を超える"),
        M::OnLongDays { longest } => format!("（長い場合は{longest}）"),
        M::NoPlaces => "予約枠がなくなる見込み".to_owned(),
        M::Caution(Caution::PlacesMayBeGone) => "予約枠がなくなる場合あり".to_owned(),
        M::Caution(Caution::FewerThanHalf) => "ご案内できる方は半数未満の見込み".to_owned(),
        M::HardlyAnybody => "ほとんどの方をご案内できない見込み".to_owned(),
        M::FewerThanHalf => "ご案内できる方は半数未満の見込み".to_owned(),
        M::Nobody => "アクセスする方がいない想定".to_owned(),
        M::UntilOpening => "受付開始前の待ち時間には、受付開始までの時間を含みます。".to_owned(),
        M::Clocks { from, to } => format!("{from}～{to}"),
        M::FromClock { from } => format!("{from}以降"),
        M::BeforeClock { to } => format!("{to}より前"),
        M::ClockOfDay { day: -1, clock } => format!("前日{clock}"),
        M::ClockOfDay { day, clock } if day < 0 => format!("{}日前の{clock}", -day),
        M::ClockOfDay { day: 1, clock } => format!("翌日{clock}"),
        M::ClockOfDay { day, clock } => format!("{}日目{clock}", day + 1),
        M::MinutesAfter { from, to } => format!("受付開始の{from}～{to}分後"),
        M::MinutesBefore { from, to } => format!("受付開始の{from}～{to}分前"),
        M::LastMinutesBefore { minutes } => format!("受付開始前の{minutes}分間"),
        M::EarlierThan { minutes } => format!("受付開始の{minutes}分前より前"),
        M::HoursAfter { from, to } => format!("受付開始の{from}～{to}時間後"),
        M::FromMinutesAfter { from } => format!("受付開始の{from}分後以降"),
        M::FromHoursAfter { from } => format!("受付開始の{from}時間後以降"),
        M::FromOpening => "受付開始以降".to_owned(),
        M::BeforeOpening => "受付開始より前".to_owned(),
        M::NoData => "データなし".to_owned(),
        M::NoPromise => "あくまで目安であり、実際の待ち時間と異なる場合があります。".to_owned(),
        M::WhilePlacesLast => "予約枠がなくなり次第、受付を終了します。".to_owned(),
        M::LongDays { level } => {
            format!("「長い場合」は、日による違いの幅（{level}が入る幅）の上限です。")
        }
        M::LongDaysDrawn { level } => format!(
            "「長い場合」は、日による違いと、指定のない項目が想定と異なる場合を含む幅（{level}が入る幅）の上限です。"
        ),
        M::Origin { days, seed, version, scenario } => {
            format!("{days}日分の試算、machiai {version}、乱数の種 {seed}、シナリオ {scenario}")
        }
    }
}

fn level(level: WaitLevel) -> &'static str {
    match level {
        WaitLevel::Short => "短め",
        WaitLevel::RatherLong => "やや長め",
        WaitLevel::Long => "長め",
    }
}
