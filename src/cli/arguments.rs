//! Every verb and flag, with its help: completions, the manual and the README's table follow from here.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::scenario::FlagValue;

/// How long will N users wait? Predicts the waits behind a virtual waiting room before the launch.
#[derive(Debug, Parser)]
#[command(name = "machiai", version, about, max_term_width = 100, propagate_version = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) verb: Verb,
}

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Answer from a few flags: how long will N people wait, and when is the line gone?
    #[command(after_help = EXAMPLES)]
    Predict(Box<Predict>),
    /// Compare ways of opening the doors: who gets the places, who waits, who bypasses the line?
    #[command(after_help = FAIRNESS_EXAMPLES)]
    Fairness(Box<Fairness>),
    /// Recommend limits that keep a promise, certified on days of their own, and say why these.
    #[command(after_help = RECOMMEND_EXAMPLES)]
    Recommend(Box<Recommend>),
    /// Judge a calendar of several rooms on one origin: is it overloaded, and what does moving one opening do?
    #[command(after_help = TENANTS_EXAMPLES)]
    Tenants(Box<Tenants>),
    /// Compare variants on the same days: who waits less, who waits more, at which price?
    #[command(after_help = COMPARE_EXAMPLES)]
    Compare(Box<Compare>),
    /// Try many settings: a grid over any values of a scenario, in a folder in which it can be continued.
    #[command(after_help = SWEEP_EXAMPLES, args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
    Sweep(Box<Sweep>),
    /// Answer for a scenario file, and write a folder of results.
    Run(Box<RunScenario>),
    /// Make reports of results: pages, workbooks, pictures, tables, messages.
    #[command(after_help = REPORT_EXAMPLES)]
    Report(Box<MakeReport>),
    /// Write the notice for residents, and the checklist for the staff on the day.
    #[command(after_help = NOTICE_EXAMPLES)]
    Notice(WriteNotice),
    /// Check scenario files without running them.
    Validate(Validate),
    /// Exchange a room's settings with Cloudflare.
    #[command(subcommand)]
    Room(RoomVerb),
    /// Find out what the booking servers (the origin) bear, from load tests.
    #[command(subcommand)]
    Origin(OriginVerb),
    /// Print a completion script for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page (roff).
    Man,
    /// Print the licences of the built-in font and of the script in pages.
    Licenses,
}

const EXAMPLES: &str = "Examples:
  machiai predict --users 30000 --over 10m --active 2000 --per-minute 500
  machiai predict --users 20000..45000 --opens-at 9:00 --active 2000 --per-minute 500 --lang ja
  machiai predict --users 3万 --active 2000 --per-minute 500 --require 'wait_p90 <= 60m'
  machiai predict --users 30000 --opens-at 9:00 --active 2000 --per-minute 500 \\
      --now 9:12 --waiting-now 12300 --active-now 1950

Exit codes: 0 done, 1 failed, 2 bad usage or scenario, 3 a requirement is not met.";

const FAIRNESS_EXAMPLES: &str = "Examples:
  machiai fairness --users 30000 --early 10% --places 5000 --active 2000 --per-minute 500
  machiai fairness --users 3万 --early 1割 --places 5000 --active 2000 --per-minute 500 --lang ja
  machiai fairness opening.toml --early 20% --early-within 1h --prequeue 30m --csv fairness.csv

Exit codes: 0 done, 1 failed, 2 bad usage or scenario.";

const RECOMMEND_EXAMPLES: &str = "Examples:
  machiai recommend --users 30000 --over 10m --origin-capacity 1500
  machiai recommend --users 20000..45000 --origin-capacity 1200..1800 --safe 'overload <= 1%' --lang ja
  machiai recommend --users 30000 --proven-active 1500 --terraform room.tf
  machiai recommend opening.toml --safe 'overload <= 1%' --safe 'wait_p90 <= 90m on 95% of days' \\
      --free session_duration,method --staged --chart trade-off.png

Promises: 'overload <= 1%' means that on at most 1 % of days there is an overload of the origin that counts (see
--overload-lasting). Any measure can be promised on a share of days: 'wait_p90 <= 60m on 95% of days'.

Exit codes: 0 recommended, 1 failed, 2 bad usage or scenario, 3 no settings can be recommended.";

const TENANTS_EXAMPLES: &str = "Examples:
  machiai tenants scenarios/three-towns.toml
  machiai tenants scenarios/three-towns.toml --shift 30m --replications 400 --lang ja
  machiai tenants towns.toml --set room[1].opening=20m --set origin.safe_people_inside=1500 --csv calendar.csv

Exit codes: 0 done, 1 failed, 2 bad usage or scenario.";

const COMPARE_EXAMPLES: &str = "Examples:
  machiai compare now.toml planned.toml
  machiai compare opening.toml --set 'room.new_users_per_minute=600' \\
      --set 'room.new_users_per_minute=600; room.session_duration=10m' --chart waits.png
  machiai compare a.toml b.toml c.toml --set-all group.count=40000 --csv comparison.csv --lang ja

Exit codes: 0 done, 1 failed, 2 bad usage or scenario.";

const SWEEP_EXAMPLES: &str = "Examples:
  machiai sweep opening.toml --vary room.total_active_users=1000..5000:500 --out grid
  machiai sweep opening.toml --vary room.total_active_users=1000..5000/9 \\
      --vary group.visit.mean=4m..10m:1m --replications 100 --out grid
  machiai sweep plan opening.toml --vary group.count=1万..10万:1万 --out grid
  machiai sweep run grid --chunk 1/3
  machiai sweep merge grid

Ranges: a,b,c; from..to:step; from..to/count; from..to/logCOUNT (equal proportions).
Exit codes: 0 done, 1 failed or interrupted (the same command continues), 2 bad usage or scenario.";

const REPORT_EXAMPLES: &str = "Examples:
  machiai predict --users 30000 --opens-at 9:00 --active 2000 --per-minute 500 --json > opening.json
  machiai report opening.json --lang ja --out outputs/opening
  machiai report outputs/mine grid recommended.json --format html,xlsx --out reports
  machiai report opening.json --observed 2026-12-01.csv --out outputs/after

A result is what predict, run, fairness, compare or recommend print with --json, the folder of run, or that of a sweep. Of several
results each gets a folder of its own.
Exit codes: 0 done, 1 failed, 2 bad usage or a result that cannot be used.";

const NOTICE_EXAMPLES: &str = "Examples:
  machiai notice opening.json --lang ja
  machiai notice outputs/mine --lang ja --format html > notice.html
  machiai notice opening.json --lang ja --checklist

A result is what predict or run print with --json, or the folder of run.
Exit codes: 0 done, 1 failed, 2 bad usage or a result that cannot be used, 3 no notice should be published: the output says why.";

/// Flags of `predict`. Values stay texts here: one reader serves flags and scenario files.
#[derive(Debug, Args)]
pub(super) struct Predict {
    #[command(flatten)]
    pub(super) room: RoomFlags,
    #[command(flatten)]
    pub(super) event: OpeningFlags,
    #[command(flatten)]
    pub(super) people: PeopleFlags,
    #[command(flatten)]
    pub(super) visit: VisitFlags,
    #[command(flatten)]
    pub(super) origin: OriginFlags,
    #[command(flatten)]
    pub(super) stock: StockFlags,
    #[command(flatten)]
    pub(super) moment: MomentFlags,
    #[command(flatten)]
    pub(super) running: Running,
    /// Write the table of measures to a CSV file.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(super) csv: Option<PathBuf>,
    /// Write the day minute by minute to a CSV file.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(super) minutes_csv: Option<PathBuf>,
    /// Draw line, active, inside and wait on one time axis (.png or .svg).
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(super) chart: Option<PathBuf>,
    #[command(flatten)]
    pub(super) explaining: ExplainFlags,
}

/// Formulas beside the simulation.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(super) struct ExplainFlags {
    /// Put what formulas say beside the simulation, and say which of them apply.
    #[arg(long)]
    pub(super) explain: bool,
    /// Draw 1,000 to 300,000 people against wait, formulas and simulation (.png or .svg); implies --explain.
    #[arg(long, value_name = "FILE")]
    pub(super) explain_chart: Option<PathBuf>,
}

impl ExplainFlags {
    /// Whether formulas are wanted.
    pub(super) fn is_asked(&self) -> bool {
        self.explain || self.explain_chart.is_some()
    }
}

/// What the room shows on the day.
#[derive(Debug, Args)]
#[command(next_help_heading = "On the day (start from what the room shows)")]
pub(super) struct MomentFlags {
    /// When the figures were read: by the clock, 9:12 (needs --opens-at), or from the opening, 12m.
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub(super) now: Option<String>,
    /// People in line as the room shows them (待ち人数), those who have left included.
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub(super) waiting_now: Option<String>,
    /// Active users as the room shows them.
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub(super) active_now: Option<String>,
    /// People let in during the last minute, if known.
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub(super) accepted_last_minute: Option<String>,
    /// The status of the room as the API gives it (JSON), instead of --waiting-now and --active-now.
    #[arg(long, value_name = "FILE")]
    pub(super) status_file: Option<PathBuf>,
}

/// Flags of `fairness`.
#[derive(Debug, Args)]
pub(super) struct Fairness {
    /// Scenario file instead of flags for room, people and visit (format: scenarios/README.md).
    #[arg(value_name = "SCENARIO.toml")]
    pub(super) scenario: Option<PathBuf>,
    /// Change a value of the scenario, as in room.total_active_users=3000; may be repeated.
    #[arg(long, value_name = "KEY=VALUE", requires = "scenario")]
    pub(super) set: Vec<String>,
    #[command(flatten)]
    pub(super) doors: DoorFlags,
    #[command(flatten)]
    pub(super) room: RoomFlags,
    #[command(flatten)]
    pub(super) people: PeopleFlags,
    #[command(flatten)]
    pub(super) visit: VisitFlags,
    #[command(flatten)]
    pub(super) origin: OriginFlags,
    /// Simulate exactly so many days in every way.
    #[arg(long, default_value_t = 20, value_name = "N", allow_hyphen_values = true, help_heading = "Running", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(super) replications: u32,
    #[command(flatten)]
    pub(super) study: StudyFlags,
    /// Write every figure to a CSV file: way, group, arrival minute, measure, value, interval.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(super) csv: Option<PathBuf>,
    #[command(flatten)]
    pub(super) reporting: ReportFlags,
}

/// Flags of `recommend`.
#[derive(Debug, Args)]
pub(super) struct Recommend {
    /// Scenario file instead of flags for room, people and visit (format: scenarios/README.md).
    #[arg(value_name = "SCENARIO.toml")]
    pub(super) scenario: Option<PathBuf>,
    /// Change a value of the scenario, as in group.count=45000; may be repeated.
    #[arg(long, value_name = "KEY=VALUE", requires = "scenario")]
    pub(super) set: Vec<String>,
    #[command(flatten)]
    pub(super) wanted: WantedFlags,
    #[command(flatten)]
    pub(super) room: RoomFlags,
    #[command(flatten)]
    pub(super) event: OpeningFlags,
    #[command(flatten)]
    pub(super) people: PeopleFlags,
    #[command(flatten)]
    pub(super) visit: VisitFlags,
    #[command(flatten)]
    pub(super) origin: OriginFlags,
    #[command(flatten)]
    pub(super) stock: StockFlags,
    #[command(flatten)]
    pub(super) study: StudyFlags,
    /// Draw wait against risk, with the chosen limits marked (.png or .svg).
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(super) chart: Option<PathBuf>,
    /// Write the recommended room as Cloudflare's API takes it (JSON).
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(super) room_json: Option<PathBuf>,
    /// Write the recommended room for Terraform's provider, version 5.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(super) terraform: Option<PathBuf>,
    /// Host that the room stands before, for these two [default: www.example.com, a placeholder].
    #[arg(long, value_name = "HOST", help_heading = "Output")]
    pub(super) host: Option<String>,
    /// Path that the room covers, with everything below.
    #[arg(long, value_name = "PATH", default_value = "/", help_heading = "Output")]
    pub(super) path: String,
    /// Terraform: variable that holds the zone's id, or the id itself.
    #[arg(long, value_name = "VAR", default_value = "zone_id", help_heading = "Output")]
    pub(super) zone_id: String,
    #[command(flatten)]
    pub(super) reporting: ReportFlags,
}

/// What is promised, what is made small, what may be chosen, and what the origin bears.
#[derive(Debug, Args)]
#[command(next_help_heading = "Promise")]
pub(super) struct WantedFlags {
    /// A promise that the settings must keep; may be repeated [default: 'overload <= 1%'].
    #[arg(long, value_name = "PROMISE")]
    pub(super) safe: Vec<String>,
    /// Confidence of all promises together.
    #[arg(long, value_name = "SHARE", default_value = "95%", allow_hyphen_values = true)]
    pub(super) confidence: String,
    /// The measure to make as small as the promises allow [default: wait_p90; wait_total_p90 where the session is free].
    #[arg(long, visible_alias = "minimize", value_name = "MEASURE")]
    pub(super) minimise: Option<String>,
    /// Differences of that measure that do not matter, as in 1m [default: 2 % of it, at least 20 s].
    #[arg(long, value_name = "X", allow_hyphen_values = true)]
    pub(super) indifference: Option<String>,
    /// Settings that may be chosen beside total_active_users and new_users_per_minute: session_duration, renewal, method,
    /// opening.
    #[arg(long, value_name = "SETTING,…", value_delimiter = ',')]
    pub(super) free: Vec<String>,
    /// What the origin bears: people inside (1500), requests a second (400/s), or a range of either (1200..1800), from which
    /// each day draws.
    #[arg(long, value_name = "N|N/s|LOW..HIGH", allow_hyphen_values = true)]
    pub(super) origin_capacity: Vec<String>,
    /// The most active users that went fine so far, as the room shows them, with the present session: without a load test.
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub(super) proven_active: Option<String>,
    /// The most people let in a minute that went fine so far.
    #[arg(long, value_name = "N", allow_hyphen_values = true, requires = "proven_active")]
    pub(super) proven_per_minute: Option<String>,
    /// Also find a timetable that begins strict and is loosened in steps.
    #[arg(long)]
    pub(super) staged: bool,
}

/// Flags of `tenants`.
#[derive(Debug, Args)]
pub(super) struct Tenants {
    /// Scenario file with one or several [[room]] (format: scenarios/README.md).
    #[arg(value_name = "SCENARIO.toml")]
    pub(super) scenario: PathBuf,
    /// Change a value of the scenario, as in room[1].opening=20m; may be repeated.
    #[arg(long, value_name = "KEY=VALUE")]
    pub(super) set: Vec<String>,
    /// Move each opening by so much, once earlier and once later; the room's people, timetable and events move along.
    #[arg(long, default_value = "20m", value_name = "D", allow_hyphen_values = true)]
    pub(super) shift: String,
    /// Simulate exactly so many days of every calendar.
    #[arg(long, default_value_t = 100, value_name = "N", allow_hyphen_values = true, help_heading = "Running", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(super) replications: u32,
    #[command(flatten)]
    pub(super) study: StudyFlags,
    /// Write every figure to a CSV file: moved room, room, group, measure, value, interval, difference.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(super) csv: Option<PathBuf>,
}

/// How a study is run, and how its answer is printed.
#[derive(Debug, Args)]
pub(super) struct StudyFlags {
    /// Seed: the same seed gives the same bytes, whatever the number of threads.
    #[arg(long, default_value_t = 1, value_name = "N", allow_hyphen_values = true, help_heading = "Running")]
    pub(super) seed: u64,
    /// Threads [default: one for each processor].
    #[arg(long, value_name = "N", allow_hyphen_values = true, help_heading = "Running", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) threads: Option<u16>,
    /// Print JSON and nothing else.
    #[arg(long, help_heading = "Output")]
    pub(super) json: bool,
    /// Language of the answer [default: that of the locale].
    #[arg(long, value_name = "LANG", value_enum, help_heading = "Output")]
    pub(super) lang: Option<Lang>,
}

/// Flags of `compare`.
#[derive(Debug, Args)]
pub(super) struct Compare {
    /// Scenario files with one room each, up to 8; all others are compared with the first. One file: its variants are those of
    /// --set (format: scenarios/README.md).
    #[arg(value_name = "SCENARIO.toml", required = true)]
    pub(super) scenarios: Vec<PathBuf>,
    /// With one file: one more variant of it, with these changes, as in 'room.total_active_users=3000; group.count=40000'; may be
    /// repeated.
    #[arg(long, value_name = "KEY=VALUE; ...")]
    pub(super) set: Vec<String>,
    /// Change a value of every variant; may be repeated.
    #[arg(long, value_name = "KEY=VALUE")]
    pub(super) set_all: Vec<String>,
    /// Simulate exactly so many days of every variant.
    #[arg(long, default_value_t = 40, value_name = "N", allow_hyphen_values = true, help_heading = "Running", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(super) replications: u32,
    #[command(flatten)]
    pub(super) study: StudyFlags,
    /// Write every figure to a CSV file: variant, group, arrival minute, measure, value, difference, intervals.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(super) csv: Option<PathBuf>,
    /// Draw the waits by arrival side by side (.png or .svg).
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(super) chart: Option<PathBuf>,
    #[command(flatten)]
    pub(super) reporting: ReportFlags,
}

/// Flags of `sweep`.
#[derive(Debug, Args)]
pub(super) struct Sweep {
    #[command(subcommand)]
    pub(super) step: Option<SweepStep>,
    #[command(flatten)]
    pub(super) planning: Option<SweepPlanning>,
    #[command(flatten)]
    pub(super) running: SweepRunning,
    #[command(flatten)]
    pub(super) output: SweepOutput,
}

/// The steps of a sweep, one by one.
#[derive(Debug, Subcommand)]
pub(super) enum SweepStep {
    /// Only write down what is to be run.
    Plan(SweepPlanning),
    /// Run what is not yet run of a planned sweep.
    Run {
        /// Folder of the sweep.
        folder: PathBuf,
        /// Run only the I-th of N shares of the work, as in 2/3.
        #[arg(long, value_name = "I/N", allow_hyphen_values = true)]
        chunk: Option<String>,
        #[command(flatten)]
        running: SweepRunning,
    },
    /// Write the results of a sweep of which everything is run.
    Merge {
        /// Folder of the sweep.
        folder: PathBuf,
        #[command(flatten)]
        output: SweepOutput,
    },
}

/// What a sweep is about.
#[derive(Debug, Args)]
pub(super) struct SweepPlanning {
    /// Scenario file (format: scenarios/README.md).
    #[arg(value_name = "SCENARIO.toml")]
    pub(super) scenario: PathBuf,
    /// Vary a value of the scenario; several make a grid in which the first varies slowest.
    #[arg(long, value_name = "KEY=RANGE", required = true)]
    pub(super) vary: Vec<String>,
    /// Change a value of the scenario at every point; may be repeated.
    #[arg(long, value_name = "KEY=VALUE")]
    pub(super) set: Vec<String>,
    /// Folder of the sweep; one that is there is continued.
    #[arg(long, value_name = "FOLDER")]
    pub(super) out: PathBuf,
    /// Leave out points whose values the scenario refuses.
    #[arg(long)]
    pub(super) skip_invalid: bool,
    /// Plan anew where the folder holds another sweep; points of both are not run again.
    #[arg(long)]
    pub(super) force: bool,
    /// Seed: the same seed gives the same bytes, whatever the number of threads.
    #[arg(long, default_value_t = 1, value_name = "N", allow_hyphen_values = true, help_heading = "Running")]
    pub(super) seed: u64,
    /// Simulate exactly so many days of every point.
    #[arg(long, default_value_t = 100, value_name = "N", allow_hyphen_values = true, help_heading = "Running", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(super) replications: u32,
}

/// How a sweep is run.
#[derive(Debug, Args)]
pub(super) struct SweepRunning {
    /// Threads [default: one for each processor].
    #[arg(long, value_name = "N", allow_hyphen_values = true, help_heading = "Running", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) threads: Option<u16>,
}

/// How the results of a sweep are told.
#[derive(Debug, Args)]
pub(super) struct SweepOutput {
    /// Also draw this measure over the grid; may be repeated. wait_p90 is always drawn.
    #[arg(long, value_name = "MEASURE", help_heading = "Output")]
    pub(super) chart_measure: Vec<String>,
    /// Language of the answer [default: that of the locale].
    #[arg(long, value_name = "LANG", value_enum, help_heading = "Output")]
    pub(super) lang: Option<Lang>,
    #[command(flatten)]
    pub(super) reporting: ReportFlags,
}

/// Who comes before the opening, and what there is to get.
#[derive(Debug, Args)]
#[command(next_help_heading = "Opening")]
pub(super) struct DoorFlags {
    /// Share of the people who come before the opening.
    #[arg(long, default_value = "10%", value_name = "SHARE", allow_hyphen_values = true)]
    pub(super) early: String,
    /// They come evenly over so long before the opening.
    #[arg(long, default_value = "30m", value_name = "D", allow_hyphen_values = true)]
    pub(super) early_within: String,
    /// Length of the prequeue, 5m or more and longer than the session duration [default: 15m, or the session duration
    /// and 5 minutes if that is longer].
    #[arg(long, value_name = "D", allow_hyphen_values = true)]
    pub(super) prequeue: Option<String>,
    /// Places that can be booked (予約枠): the first so many bookings get one [default: look at the first people who can
    /// begin, as many as can be inside at once].
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub(super) places: Option<String>,
}

/// Settings of the room, by Cloudflare's own names.
#[derive(Debug, Args)]
#[command(next_help_heading = "Room (Cloudflare's setting names)")]
pub(super) struct RoomFlags {
    /// Target for sessions at the same time (アクティブユーザーの合計数). With --room metered: most people inside.
    #[arg(long, visible_alias = "active", value_name = "N", allow_hyphen_values = true)]
    total_active_users: Option<String>,
    /// Target for people let in each minute (分単位の新規ユーザー).
    #[arg(long, visible_alias = "per-minute", value_name = "N", allow_hyphen_values = true)]
    new_users_per_minute: Option<String>,
    /// Idle minutes after the *last* request before the slot is freed (セッション時間) [default: 5m].
    #[arg(long, visible_alias = "session", value_name = "D", allow_hyphen_values = true)]
    session_duration: Option<String>,
    /// Sessions end a fixed time after acceptance (セッションの更新を無効化).
    #[arg(long, visible_alias = "no-renewal")]
    disable_session_renewal: bool,
    /// Queueing method (キュー方法): fifo, random, passthrough (everyone in) or reject (nobody in) [default: fifo].
    #[arg(long, visible_alias = "method", value_name = "METHOD")]
    queueing_method: Option<String>,
    /// Queue everyone and let nobody in; needs --horizon or --patience.
    #[arg(long)]
    queue_all: bool,
    /// The room is off: everyone is let in, nobody is counted.
    #[arg(long)]
    suspended: bool,
    /// Change settings at a time, as in "10m total_active_users=3000"; may be repeated.
    #[arg(long, value_name = "TIME KEY=VALUE …", allow_hyphen_values = true)]
    change: Vec<String>,
    /// Somebody who watches and changes the two limits, as in "every=5m total_active_users=1000..6000
    /// new_users_per_minute=200..1500"; needs a load to look at (--origin-servers or --safe-inside).
    #[arg(long, value_name = "KEY=VALUE …")]
    operator: Option<String>,
    /// Share of visitors whose session the origin ends when the booking is made (revoke).
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true)]
    revoke_share: Option<String>,
    /// Data centres that each decide on their own: off, japan or worldwide [default: off].
    #[arg(long, value_name = "WHERE")]
    edge: Option<String>,
    /// Refuse settings that this plan does not have: business, enterprise, advanced or none [default: none].
    #[arg(long, value_name = "PLAN")]
    plan: Option<String>,
    /// Settings of a real room as the API gives them (JSON); flags come before them.
    #[arg(long, value_name = "FILE")]
    room_file: Option<String>,
    /// Events of a real room as the API lists them (JSON); dates need a day and a zone in --opens-at.
    #[arg(long, value_name = "FILE")]
    events_file: Option<String>,
    /// Which arrival minutes may take a slot: reservation or strict; not published [default: reservation].
    #[arg(long, value_name = "RULE")]
    bucket_rule: Option<String>,
    /// Whether newcomers may pass a line that slots suffice for: consistent or sticky [default: consistent].
    #[arg(long, value_name = "RULE")]
    newcomer_rule: Option<String>,
    /// Share of a minute's allowance that is there from its start, 0 to 1; not published [default: 0.5].
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true)]
    burst_share: Option<String>,
    /// Fix the rules that are not published and not given: optimistic (shortest waits), likely (the defaults) or
    /// pessimistic; they are then no longer drawn for the range.
    #[arg(long, value_name = "SET", value_parser = ["optimistic", "likely", "pessimistic"])]
    assume: Option<String>,
    /// Allow settings outside the product's limits, for study.
    #[arg(long)]
    lift_product_limits: bool,
    /// Kind of room: cloudflare, or metered (the textbook room: one line, A inside, R a minute).
    #[arg(long, value_name = "KIND")]
    room: Option<String>,
    /// Metered room: most people in line; others are turned away.
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    line_limit: Option<String>,
    /// Metered room: fifo or lottery.
    #[arg(long, value_name = "ORDER")]
    order: Option<String>,
    /// Metered room: how long a slot is held after the visit.
    #[arg(long, value_name = "D", allow_hyphen_values = true)]
    lag: Option<String>,
}

/// The opening as a scheduled event.
#[derive(Debug, Args)]
#[command(next_help_heading = "Opening as an event")]
pub(super) struct OpeningFlags {
    /// An event from the opening on, with a pre-queue (事前待機) that starts this long before it: 30m.
    /// Who comes before the opening is said by --arrivals or a scenario; `fairness --early` asks what they do.
    #[arg(long, value_name = "D", allow_hyphen_values = true)]
    prequeue: Option<String>,
    /// Put everyone in the pre-queue in random order at the opening (開始時シャッフル).
    #[arg(long, requires = "prequeue")]
    shuffle: bool,
    /// Sessions of the event end a fixed time after acceptance, from the start of the pre-queue.
    #[arg(long, requires = "prequeue")]
    event_renewal_off: bool,
}

/// Who comes, and when.
#[derive(Debug, Args)]
#[command(next_help_heading = "People")]
pub(super) struct PeopleFlags {
    /// How many people come (people, not requests): 30000, 30,000, 30k, 3万, or a range 20000..45000.
    #[arg(long, value_name = "N|LOW..HIGH", allow_hyphen_values = true)]
    users: Option<String>,
    /// Eligible people; with --turnout and --web-share instead of --users.
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    eligible: Option<String>,
    /// Share of the eligible who come: 30% or 20%..40%.
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true)]
    turnout: Option<String>,
    /// Share of those who use the web: 70%.
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true)]
    web_share: Option<String>,
    /// Accesses counted by a server; with --per-person instead of --users.
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    accesses: Option<String>,
    /// Accesses of one person: 10 or 5..20.
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    per_person: Option<String>,
    /// When the service opens, by the clock: 9:00. Then every answer says clock times, too.
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    opens_at: Option<String>,
    /// Everyone comes within this time from the opening, evenly: 10m.
    #[arg(long, value_name = "D", allow_hyphen_values = true)]
    over: Option<String>,
    /// How they come: opening, at-once, "exponential 6m", "lognormal 8m 1.0", "gamma 8m 1.0", "weibull 8m 1.0",
    /// "poisson 300/min 2h", or a CSV file with --counts [default: opening: 70% soon, 30% over hours].
    #[arg(long, value_name = "SHAPE|FILE.csv")]
    arrivals: Option<String>,
    /// What the CSV counts: arrivals, admitted (demand is rebuilt from accepted and the line) or bookings.
    #[arg(long, value_name = "WHAT")]
    counts: Option<String>,
    /// How long people stay in line: the mean of an exponential, 30m, or none [default: none: nobody leaves].
    #[arg(long, value_name = "D", allow_hyphen_values = true)]
    patience: Option<String>,
    /// Longest estimate shown that people put up with: the mean of an exponential, 60m, or a law [default: none].
    #[arg(long, value_name = "D", allow_hyphen_values = true)]
    tolerance: Option<String>,
    /// Chance of coming back after leaving, being turned away or giving up: 30%.
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true)]
    comeback: Option<String>,
    /// How long after; a length alone is the mean of an exponential [default: 10m].
    #[arg(long, value_name = "D", requires = "comeback", allow_hyphen_values = true)]
    comeback_after: Option<String>,
    /// Share of those who come back with their cookie: within 5 min they still have their place [default: 0].
    #[arg(long, value_name = "SHARE", requires = "comeback", allow_hyphen_values = true)]
    comeback_with_cookie: Option<String>,
    /// Share of phones that fall asleep in line and do not poll then: 20%.
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true)]
    sleep: Option<String>,
    /// How long after the first page; a length alone is the mean of an exponential [default: 5m].
    #[arg(long, value_name = "D", requires = "sleep", allow_hyphen_values = true)]
    sleep_after: Option<String>,
    /// How long until the phone is woken; a length alone is the mean of an exponential [default: 10m].
    #[arg(long, value_name = "D", requires = "sleep", allow_hyphen_values = true)]
    sleep_for: Option<String>,
    /// Places that one person takes: 2, or shares of people with 1, 2, 3 … such as 70%,30% [default: 1].
    #[arg(long, value_name = "N|SHARES", allow_hyphen_values = true)]
    devices: Option<String>,
    /// Share of clients without cookies (bots, apps): a new user at every request; needs --horizon or --patience.
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true)]
    cookieless: Option<String>,
    /// Share of people whom a bypass rule lets through, uncounted.
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true)]
    bypass: Option<String>,
    /// What people do who are let in before the opening: proceed, or wait on the page [default: proceed].
    #[arg(long, value_name = "WHAT")]
    before_opening: Option<String>,
    /// What loading the page adds to the 20 s between polls: 1s for everyone, or a law.
    #[arg(long, value_name = "D", allow_hyphen_values = true)]
    poll_delay: Option<String>,
    /// Stop after this time even if people still wait.
    #[arg(long, value_name = "D", allow_hyphen_values = true)]
    horizon: Option<String>,
}

/// What people do inside.
#[derive(Debug, Args)]
#[command(next_help_heading = "Visit")]
pub(super) struct VisitFlags {
    /// Mean time from the first to the last request [default: 6m].
    #[arg(long, value_name = "D", allow_hyphen_values = true)]
    visit: Option<String>,
    /// Spread of that time: standard deviation ÷ mean [default: 0.8].
    #[arg(long, value_name = "X", allow_hyphen_values = true)]
    visit_cv: Option<String>,
    /// Known quantiles of that time in seconds, as analytics gives them: p50=280,p95=1100.
    #[arg(long, value_name = "P=S,…")]
    visit_quantiles: Option<String>,
    /// Requests in a visit; 2 is a single-page form (open it, send it), the harshest for a short session; 1 is a
    /// single request with nothing after it [default: 5].
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pages: Option<String>,
    /// Share of its time that a step takes when done again after a lost session [default: 0.5].
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true)]
    retype: Option<String>,
    /// The loss of a session at which a person gives up [default: 3].
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    give_up_after: Option<String>,
}

/// The servers behind the room.
#[derive(Debug, Args)]
#[command(next_help_heading = "Origin (the booking servers, 予約システムのサーバー)")]
pub(super) struct OriginFlags {
    /// Requests that the origin serves at full speed at the same time (同時処理数); needs --service-time.
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    origin_servers: Option<String>,
    /// Time that one request takes alone (処理時間): 200ms.
    #[arg(long, value_name = "D", allow_hyphen_values = true)]
    service_time: Option<String>,
    /// An origin as it was fitted to a load test (負荷試験): a TOML file with a table [origin]; flags come before it.
    #[arg(long, value_name = "FILE.toml")]
    origin_file: Option<String>,
    /// Work of each request of a visit, in standard requests [default: 1].
    #[arg(long, value_name = "X", allow_hyphen_values = true)]
    work: Option<String>,
    /// Spread of the work of a request: standard deviation ÷ mean [default: 0: always the same].
    #[arg(long, value_name = "X", allow_hyphen_values = true)]
    work_cv: Option<String>,
    /// A request that takes longer fails (タイムアウト): 30s, or none [default: none].
    #[arg(long, value_name = "D", allow_hyphen_values = true)]
    origin_timeout: Option<String>,
    /// Requests that failed are served to their end although nobody waits for them.
    #[arg(long)]
    serves_abandoned: bool,
    /// Times that people make a failed request again (再試行) before they give up: a number, or endless [default: 3].
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    origin_retries: Option<String>,
    /// How long after the failure; a length alone is the mean of an exponential [default: 5s].
    #[arg(long, value_name = "D", allow_hyphen_values = true)]
    retry_delay: Option<String>,
    /// Share of the origin's capacity that other tenants take (他の利用): 30%.
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true)]
    background: Option<String>,
    /// People inside up to which the origin is well (同時に手続きできる人数).
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    safe_inside: Option<String>,
    /// Requests a second up to which the origin is well (毎秒リクエスト数).
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    safe_requests: Option<String>,
    /// Utilisation up to which the origin is well (使用率) [default: 90%; needs --origin-servers or --origin-file].
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true)]
    safe_utilisation: Option<String>,
    /// Shortest overload that counts (過負荷) [default: 10s].
    #[arg(long, value_name = "D", allow_hyphen_values = true)]
    overload_lasting: Option<String>,
}

/// What there is to book.
#[derive(Debug, Args)]
#[command(next_help_heading = "Stock (予約枠)")]
pub(super) struct StockFlags {
    /// Places that can be booked (予約枠) [default: places for everyone].
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    places: Option<String>,
    /// Places that one booking takes (1件の枠数): 1, or shares of bookings with 1, 2, 3 … such as 70%,30% [default: 1].
    #[arg(long, value_name = "N|SHARES", requires = "places", allow_hyphen_values = true)]
    per_booking: Option<String>,
    /// What people in line do once nothing is left (受付終了後): all_leave, nobody_leaves, or the share that leaves in a
    /// minute, 10% [default: all_leave].
    #[arg(long, value_name = "WHAT", requires = "places", allow_hyphen_values = true)]
    after_sell_out: Option<String>,
}

impl OriginFlags {
    /// The flags as keys of a scenario.
    fn flag_values(&self) -> Vec<FlagValue> {
        let serves_abandoned = self.serves_abandoned.then(|| "true".to_owned());
        let listed = [
            ("origin.servers", self.origin_servers.clone(), "--origin-servers"),
            ("origin.service_time", self.service_time.clone(), "--service-time"),
            ("origin.from", self.origin_file.clone(), "--origin-file"),
            ("group.visit.work", self.work.clone(), "--work"),
            ("origin.work_cv", self.work_cv.clone(), "--work-cv"),
            ("origin.timeout", self.origin_timeout.clone(), "--origin-timeout"),
            ("origin.serves_abandoned", serves_abandoned, "--serves-abandoned"),
            ("origin.retries", self.origin_retries.clone(), "--origin-retries"),
            ("origin.retry_delay", self.retry_delay.clone(), "--retry-delay"),
            ("origin.background", self.background.clone(), "--background"),
            ("origin.safe_people_inside", self.safe_inside.clone(), "--safe-inside"),
            ("origin.safe_requests_per_second", self.safe_requests.clone(), "--safe-requests"),
            ("origin.safe_utilisation", self.safe_utilisation.clone(), "--safe-utilisation"),
            ("origin.overload_lasting", self.overload_lasting.clone(), "--overload-lasting"),
        ];
        listed.into_iter().filter_map(flag_value).collect()
    }
}

impl StockFlags {
    /// The flags as keys of a scenario.
    fn flag_values(&self) -> Vec<FlagValue> {
        let listed = [
            ("stock.places", self.places.clone(), "--places"),
            ("stock.per_booking", self.per_booking.clone(), "--per-booking"),
            ("stock.after_sell_out", self.after_sell_out.clone(), "--after-sell-out"),
        ];
        listed.into_iter().filter_map(flag_value).collect()
    }
}

/// How the answer is made and given; the same for `predict` and `run`.
#[derive(Debug, Args)]
#[command(next_help_heading = "Running")]
pub(super) struct Running {
    /// Seed: the same seed gives the same bytes, whatever the number of threads.
    #[arg(long, default_value_t = 1, value_name = "N", allow_hyphen_values = true)]
    pub(super) seed: u64,
    /// Simulate exactly so many days.
    #[arg(long, value_name = "N", conflicts_with = "precision", allow_hyphen_values = true, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(super) replications: Option<u32>,
    /// Simulate days until wait_p90 is known to within this share (never tighter than one poll of 20 s).
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true, default_value = "2%")]
    pub(super) precision: String,
    /// Threads [default: one for each processor].
    #[arg(long, value_name = "N", allow_hyphen_values = true, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) threads: Option<u16>,
    /// Fail with exit code 3 unless the estimate keeps this, as in 'wait_p90 <= 60m'; may be repeated. Use
    /// wait_total_p90 where many lose their session and queue again.
    #[arg(long, value_name = "CONDITION")]
    pub(super) require: Vec<String>,
    /// Look at every page shown on so many days and hold the waits shown against those experienced; a day costs as much
    /// as ten [default: 0; 4 with a tolerance; 2 for a result folder].
    #[arg(long, value_name = "N", allow_hyphen_values = true, value_parser = clap::value_parser!(u32).range(0..=10_000))]
    pub(super) shown_days: Option<u32>,
    /// Print JSON and nothing else.
    #[arg(long, help_heading = "Output")]
    pub(super) json: bool,
    /// Language of the answer [default: that of the locale].
    #[arg(long, value_name = "LANG", value_enum, help_heading = "Output")]
    pub(super) lang: Option<Lang>,
    #[command(flatten)]
    pub(super) reporting: ReportFlags,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Lang {
    /// English.
    En,
    /// 日本語.
    Ja,
}

/// Flags of `run`.
#[derive(Debug, Args)]
pub(super) struct RunScenario {
    /// Scenario file (format: scenarios/README.md).
    #[arg(value_name = "SCENARIO.toml")]
    pub(super) scenario: PathBuf,
    /// Change a value of the scenario, as in room.total_active_users=3000; may be repeated.
    #[arg(long, value_name = "KEY=VALUE")]
    pub(super) set: Vec<String>,
    /// Fix the rules that are not published and not given: optimistic, likely or pessimistic.
    #[arg(long, value_name = "SET", value_parser = ["optimistic", "likely", "pessimistic"])]
    pub(super) assume: Option<String>,
    #[command(flatten)]
    pub(super) running: Running,
    /// Write a folder of results: summary, minutes, chart, provenance.
    #[arg(long, value_name = "FOLDER", help_heading = "Output")]
    pub(super) out: Option<PathBuf>,
    /// Also write everyone on the first day to people.csv.
    #[arg(long, requires = "out", help_heading = "Output")]
    pub(super) people: bool,
    /// Replace an existing result folder.
    #[arg(long, requires = "out", help_heading = "Output")]
    pub(super) force: bool,
    #[command(flatten)]
    pub(super) explaining: ExplainFlags,
}

/// Forms of a report if none are given.
const USUAL_FORMS: &str = "html,xlsx,png,svg,csv,md,slack";

/// Flags of `report`.
#[derive(Debug, Args)]
pub(super) struct MakeReport {
    /// Results: JSON files, folders of `run` or `sweep`, or - for standard input.
    #[arg(value_name = "RESULT", required = true)]
    pub(super) results: Vec<PathBuf>,
    /// Folder for the reports.
    #[arg(long, value_name = "FOLDER", help_heading = "Output")]
    pub(super) out: PathBuf,
    #[command(flatten)]
    pub(super) forms: FormFlags,
    /// What happened on the day: line, active and accepted by the minute, as a CSV or as Cloudflare's analytics in JSON.
    #[arg(long, value_name = "FILE")]
    pub(super) observed: Option<PathBuf>,
    /// When the room opened on that day, where the result or the file does not tell, as in 2026-12-01T09:00+09:00.
    #[arg(long, value_name = "TIME", requires = "observed")]
    pub(super) opened_at: Option<String>,
    /// Language of the report; a page has both and shows this one first [default: that of the locale].
    #[arg(long, value_name = "LANG", value_enum, help_heading = "Output")]
    pub(super) lang: Option<Lang>,
}

/// Flags of `notice`.
#[derive(Debug, Args)]
pub(super) struct WriteNotice {
    /// Result of predict or run: a JSON file, a folder of `run`, or - for standard input.
    #[arg(value_name = "RESULT")]
    pub(super) result: PathBuf,
    /// What to print.
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text", help_heading = "Output")]
    pub(super) format: NoticeFormat,
    /// The checklist for the staff instead of the notice for residents.
    #[arg(long, help_heading = "Output")]
    pub(super) checklist: bool,
    /// Language [default: that of the locale].
    #[arg(long, value_name = "LANG", value_enum, help_heading = "Output")]
    pub(super) lang: Option<Lang>,
}

/// How a notice is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum NoticeFormat {
    /// Plain text.
    Text,
    /// A fragment of a page, for a content management system.
    Html,
}

/// In which forms a report is made.
#[derive(Debug, Args)]
pub(super) struct FormFlags {
    /// Forms of the report, with commas between them.
    #[arg(
        long,
        value_name = "FORMS",
        value_enum,
        value_delimiter = ',',
        help_heading = "Output",
        default_value = USUAL_FORMS
    )]
    pub(super) format: Vec<Form>,
    /// Encoding of the tables.
    #[arg(long, value_name = "ENCODING", value_enum, help_heading = "Output", default_value = "utf8-bom")]
    pub(super) csv_encoding: TableEncoding,
}

/// A report beside the answer.
#[derive(Debug, Args)]
pub(super) struct ReportFlags {
    /// Also make a report in a folder, as `machiai report` does of the JSON.
    #[arg(long, value_name = "FOLDER", help_heading = "Output")]
    pub(super) report: Option<PathBuf>,
    /// Forms of that report, with commas between them.
    #[arg(long, value_name = "FORMS", value_enum, value_delimiter = ',', requires = "report", help_heading = "Output",
        default_value = USUAL_FORMS)]
    pub(super) report_format: Vec<Form>,
}

/// A form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// A page that needs nothing else, in both languages.
    Html,
    /// A workbook with native charts.
    Xlsx,
    /// Every picture as PNG.
    Png,
    /// Every picture as SVG.
    Svg,
    /// The figures as tables.
    Csv,
    /// Markdown.
    Md,
    /// A message of five lines.
    Slack,
}

/// How tables become bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TableEncoding {
    /// UTF-8 with a byte order mark, which Excel needs.
    Utf8Bom,
    /// UTF-8.
    Utf8,
    /// Code page 932 (Shift_JIS of Windows).
    Cp932,
}

/// Flags of `validate`.
#[derive(Debug, Args)]
pub(super) struct Validate {
    /// Scenario files.
    #[arg(value_name = "SCENARIO.toml", required = true)]
    pub(super) scenarios: Vec<PathBuf>,
    /// Change a value before checking; may be repeated.
    #[arg(long, value_name = "KEY=VALUE")]
    pub(super) set: Vec<String>,
}

#[derive(Debug, Subcommand)]
pub(super) enum RoomVerb {
    /// Print a scenario's room as Cloudflare's API or Terraform takes it.
    Export(ExportRoom),
}

/// Flags of `room export`.
#[derive(Debug, Args)]
pub(super) struct ExportRoom {
    /// Scenario file.
    #[arg(value_name = "SCENARIO.toml")]
    pub(super) scenario: PathBuf,
    /// Change a value of the scenario, as in room.total_active_users=3000; may be repeated.
    #[arg(long, value_name = "KEY=VALUE")]
    pub(super) set: Vec<String>,
    /// What to print.
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "json")]
    pub(super) format: RoomFormat,
    /// Host that the room stands before [default: www.example.com, a placeholder].
    #[arg(long, value_name = "HOST")]
    pub(super) host: Option<String>,
    /// Path that the room covers, with everything below.
    #[arg(long, value_name = "PATH", default_value = "/")]
    pub(super) path: String,
    /// Terraform: variable that holds the zone's id, or the id itself.
    #[arg(long, value_name = "VAR", default_value = "zone_id")]
    pub(super) zone_id: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum RoomFormat {
    /// The room as JSON for the API: POST, or PATCH of what it names (a PUT would reset what it does not name).
    Json,
    /// The room's events as a JSON list, each for one POST …/events.
    Events,
    /// Room and events for Terraform's provider, version 5.
    Terraform,
}

#[derive(Debug, Subcommand)]
pub(super) enum OriginVerb {
    /// Fit the scalability law to one or several load tests, and print the [origin] table of a scenario.
    #[command(after_help = FIT_EXAMPLES)]
    Fit(FitOrigin),
}

const FIT_EXAMPLES: &str = "Examples:
  machiai origin fit steps.csv --chart origin.png
  machiai origin fit 10-users.json 50-users.json 200-users.json --out origin.toml
  machiai origin fit results.jtl --name 'POST /book' --lang ja

Three levels of load or more give a law, two a table, one a threshold. A level is a stretch of 15 s or more with the same
number of users. Formats are told by their content: k6 (--out csv, --summary-export), JMeter's JTL as CSV, Locust's
_stats_history.csv, or a table with the columns concurrency, throughput and, if known, latency.

Exit codes: 0 done, 1 failed, 2 bad usage or a file that cannot be used.";

/// Flags of `origin fit`.
#[derive(Debug, Args)]
pub(super) struct FitOrigin {
    /// Files of load tests; several runs make one curve.
    #[arg(value_name = "FILE", required = true)]
    pub(super) files: Vec<PathBuf>,
    /// Format of all files [default: told by their content].
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub(super) format: Option<LoadTestFormat>,
    /// Only requests of this name: k6's tag name, JMeter's label, Locust's name.
    #[arg(long, value_name = "NAME")]
    pub(super) name: Option<String>,
    /// Metric of k6's CSV that times the requests [default: http_req_duration].
    #[arg(long, value_name = "METRIC")]
    pub(super) metric: Option<String>,
    /// Write the [origin] table to a file.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(super) out: Option<PathBuf>,
    /// Replace the file of --out if it is there.
    #[arg(long, requires = "out", help_heading = "Output")]
    pub(super) force: bool,
    /// Draw the levels and the law (.png or .svg).
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(super) chart: Option<PathBuf>,
    /// Print JSON and nothing else.
    #[arg(long, help_heading = "Output")]
    pub(super) json: bool,
    /// Language of the answer [default: that of the locale].
    #[arg(long, value_name = "LANG", value_enum, help_heading = "Output")]
    pub(super) lang: Option<Lang>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LoadTestFormat {
    /// k6, --out csv.
    K6Csv,
    /// k6, --summary-export or the data of handleSummary.
    K6Summary,
    /// JMeter, JTL as CSV.
    Jmeter,
    /// Locust, _stats_history.csv.
    Locust,
    /// A table with the columns concurrency, throughput and, if known, latency.
    Table,
}

impl Predict {
    /// The flags as keys of a scenario.
    pub(super) fn flag_values(&self) -> Vec<FlagValue> {
        let mut values = flag_values(&self.room, &self.people, &self.visit);
        values.extend(self.origin.flag_values());
        values.extend(self.stock.flag_values());
        values.extend(self.event.flag_values());
        values
    }
}

impl Recommend {
    /// The flags as keys of a scenario.
    pub(super) fn flag_values(&self) -> Vec<FlagValue> {
        let mut values = flag_values(&self.room, &self.people, &self.visit);
        values.extend(self.origin.flag_values());
        values.extend(self.stock.flag_values());
        values.extend(self.event.flag_values());
        values
    }
}

impl OpeningFlags {
    /// The flags as keys of a scenario.
    fn flag_values(&self) -> Vec<FlagValue> {
        let switch = |on: bool| on.then(|| "true".to_owned());
        let renewal_off = switch(self.event_renewal_off);
        let opening = [
            ("room.event.prequeue", self.prequeue.clone(), "--prequeue"),
            ("room.event.shuffle_at_event_start", switch(self.shuffle), "--shuffle"),
            ("room.event.disable_session_renewal", renewal_off, "--event-renewal-off"),
        ];
        opening.into_iter().filter_map(flag_value).collect()
    }
}

fn flag_value((key, value, flag): (&str, Option<String>, &str)) -> Option<FlagValue> {
    Some(FlagValue { key: key.to_owned(), value: value?, flag: flag.to_owned() })
}

impl Fairness {
    /// The flags of room, people, visit and origin as keys of a scenario.
    pub(super) fn flag_values(&self) -> Vec<FlagValue> {
        let mut values = flag_values(&self.room, &self.people, &self.visit);
        values.extend(self.origin.flag_values());
        values
    }
}

fn flag_values(room: &RoomFlags, people: &PeopleFlags, visit: &VisitFlags) -> Vec<FlagValue> {
    let metered = room.room.as_deref().is_some_and(|kind| kind.eq_ignore_ascii_case("metered"));
    let (slots, rate) = if metered {
        ("room.inside", "room.per_minute")
    } else {
        ("room.total_active_users", "room.new_users_per_minute")
    };
    let switch = |on: bool| on.then(|| "true".to_owned());
    let ramp = people.over.as_ref().map(|over| format!("ramp {over}"));
    let arrivals_file = people.arrivals.as_ref().filter(|text| is_table(text));
    let arrivals_shape = people.arrivals.as_ref().filter(|_| arrivals_file.is_none());
    let listed: [(&str, Option<String>, &str); 53] = [
        ("room.kind", room.room.clone(), "--room"),
        (slots, room.total_active_users.clone(), "--total-active-users"),
        (rate, room.new_users_per_minute.clone(), "--new-users-per-minute"),
        ("room.session_duration", room.session_duration.clone(), "--session-duration"),
        ("room.disable_session_renewal", switch(room.disable_session_renewal), "--disable-session-renewal"),
        ("room.queueing_method", room.queueing_method.clone(), "--queueing-method"),
        ("room.queue_all", switch(room.queue_all), "--queue-all"),
        ("room.suspended", switch(room.suspended), "--suspended"),
        ("room.operator", room.operator.clone(), "--operator"),
        ("room.revoke_share", room.revoke_share.clone(), "--revoke-share"),
        ("room.edge", room.edge.clone(), "--edge"),
        ("room.plan", room.plan.clone(), "--plan"),
        ("room.from", room.room_file.clone(), "--room-file"),
        ("room.events_from", room.events_file.clone(), "--events-file"),
        ("room.bucket_rule", room.bucket_rule.clone(), "--bucket-rule"),
        ("room.newcomer_rule", room.newcomer_rule.clone(), "--newcomer-rule"),
        ("room.burst_share", room.burst_share.clone(), "--burst-share"),
        ("assume", room.assume.clone(), "--assume"),
        ("room.lift_product_limits", switch(room.lift_product_limits), "--lift-product-limits"),
        ("room.line_limit", room.line_limit.clone(), "--line-limit"),
        ("room.order", room.order.clone(), "--order"),
        ("room.lag", room.lag.clone(), "--lag"),
        ("group.count", people.users.clone(), "--users"),
        ("group.count.eligible", people.eligible.clone(), "--eligible"),
        ("group.count.turnout", people.turnout.clone(), "--turnout"),
        ("group.count.web_share", people.web_share.clone(), "--web-share"),
        ("group.count.accesses", people.accesses.clone(), "--accesses"),
        ("group.count.per_person", people.per_person.clone(), "--per-person"),
        ("opens_at", people.opens_at.clone(), "--opens-at"),
        ("group.arrivals", ramp, "--over"),
        ("group.arrivals", arrivals_shape.cloned(), "--arrivals"),
        ("group.arrivals.file", arrivals_file.cloned(), "--arrivals"),
        ("group.arrivals.counts", people.counts.clone(), "--counts"),
        ("group.patience", people.patience.clone(), "--patience"),
        ("group.tolerance", people.tolerance.clone(), "--tolerance"),
        ("group.comeback.chance", people.comeback.clone(), "--comeback"),
        ("group.comeback.delay", people.comeback_after.clone(), "--comeback-after"),
        ("group.comeback.with_cookie", people.comeback_with_cookie.clone(), "--comeback-with-cookie"),
        ("group.sleep.share", people.sleep.clone(), "--sleep"),
        ("group.sleep.after", people.sleep_after.clone(), "--sleep-after"),
        ("group.sleep.lasting", people.sleep_for.clone(), "--sleep-for"),
        ("group.devices", people.devices.clone(), "--devices"),
        ("group.cookieless", people.cookieless.clone(), "--cookieless"),
        ("group.bypass", people.bypass.clone(), "--bypass"),
        ("group.before_opening", people.before_opening.clone(), "--before-opening"),
        ("group.poll_delay", people.poll_delay.clone(), "--poll-delay"),
        ("horizon", people.horizon.clone(), "--horizon"),
        ("group.visit.mean", visit.visit.clone(), "--visit"),
        ("group.visit.cv", visit.visit_cv.clone(), "--visit-cv"),
        ("group.visit.quantiles", visit.visit_quantiles.clone(), "--visit-quantiles"),
        ("group.visit.pages", visit.pages.clone(), "--pages"),
        ("group.retype", visit.retype.clone(), "--retype"),
        ("group.give_up_after", visit.give_up_after.clone(), "--give-up-after"),
    ];
    let changes = room.change.iter().map(|change| ("room.change[]", Some(change.clone()), "--change"));
    listed.into_iter().chain(changes).filter_map(flag_value).collect()
}

/// Flags without a value.
pub(super) const SWITCHES: [&str; 7] = [
    "--disable-session-renewal",
    "--queue-all",
    "--suspended",
    "--shuffle",
    "--event-renewal-off",
    "--lift-product-limits",
    "--serves-abandoned",
];

fn is_table(text: &str) -> bool {
    text.to_ascii_lowercase().ends_with(".csv")
}
