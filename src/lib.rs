//! **machiai 待合**: how long will N users wait? A capacity simulator for virtual waiting rooms.
//!
//! A town opens bookings at 9:00 and 30,000 people come at once. A waiting room stands in front of the form.
//! This crate plays such days, thousands of them, by the rules of the real room, and says before the launch how
//! long people will wait, with honest ranges.
//!
//! # The map
//!
//! ```text
//!   flags, TOML, CSV            an hourglass with two narrow waists
//!         │
//!     scenario ──► model::System ──► engine ──► observe ──► results::Answer ──► report ──► terminal
//!                       ▲               ▲                        ▲                 └─► export ──► files
//!                   first waist       draws                 second waist
//!                                └────── study (many days, in parallel) ──────┘
//! ```
//!
//! | module | purpose | may use |
//! |---|---|---|
//! | [`units`] | time, counts and shares with one way to read and print each | – |
//! | [`stats`] | quantiles, intervals, moments; knows nothing of rooms | – |
//! | [`model`] | what a system *is*: people, rooms, origin; valid, without behaviour | units |
//! | [`draws`] | private values as pure functions of their key | units, model |
//! | [`theory`] | closed forms and fluid answers, with their conditions | units, model |
//! | [`engine`] | plays one day forward and emits signals | units, model, draws |
//! | [`results`] | what was *found*: plain data, every measure named once | units, stats |
//! | [`observe`] | folds signals into figures | units, stats, model, engine, results |
//! | [`interop`] | other people's formats: Cloudflare's API JSON in and out, Terraform out; results of load tests and observed minutes in | units, model, results |
//! | [`scenario`] | TOML and flags into a valid system, or all issues at once | units, model, draws, interop |
//! | [`study`] | many days: ranges, sensitivities, precision; owns parallelism | all of the above |
//! | [`report`] | words and tables in Japanese and English, each part with one catalogue; pages as parts, whatever they are read on | units, stats, results |
//! | [`export`] | JSON written and read back, CSV, charts, pages, workbooks, messages, result folders | units, results, report |
//! | `cli` | verbs, stdout, exit codes | everything but stats, engine, observe, draws |
//!
//! `tests/it/architecture.rs` keeps this table. What is *absent* matters most: the engine has no files, clock,
//! threads or statistics; `report` and `export` cannot see the engine; rayon is only in `study`, plotters only in
//! `export/chart`, clap only in `cli`. Without default features the crate has no files, threads, clap or
//! plotters, and builds for a browser.
//!
//! This is alternative A of the project's style notes with one module more: `draws`, because scenario checks and
//! studies need the laws of people as much as the engine does.
//!
//! # Invariants
//!
//! - Integer time in microseconds; a total order of everything that happens at one instant (`engine/phase.rs`).
//! - A person's private values depend on (seed, purpose, replication, group, person, field) and on nothing else:
//!   person 1,000,001 is the same under every setting, at every thread count, and when the crowd grows.
//! - The same seed gives the same bytes, on every processor: logarithms and exponentials are `libm`'s.
//! - Missing is `None`, never 0 and never not-a-number.
//! - Uncertain facts about the real room are parameters with stated defaults (`bucket_rule`, `newcomer_rule`,
//!   `burst_share`), and the headline range covers them ([`study::assumptions`]), unless a set of them is chosen
//!   ([`scenario::Assume`]).
//!
//! # Glossary
//!
//! | word | meaning |
//! |---|---|
//! | *place* | an entry in the line; lives five minutes after its last poll |
//! | *ghost* | a place whose owner has left |
//! | *line* | unexpired places, ghosts included: what the room shows |
//! | *waiting* | people really in line |
//! | *slot*, *session* | what an accepted person holds |
//! | *active* | sessions that have not expired: what the room counts |
//! | *inside* | people accepted whose visit is not finished: what loads the origin |
//! | *bucket* | the places given in one minute of the clock |
//! | *censored* | still waiting for the first acceptance when a run ended |
//! | *day* | one replication |
//! | *early bird* | somebody whose first request comes before the opening |
//! | *way* | how the doors are opened: what `fairness` compares |
//! | *in service* | requests that the origin is working on at an instant, failed ones included; not the users of a load test |
//! | *origin* | the booking servers; *station*: as a shared server that slows down; *threshold*: only a load up to which all is well |
//! | *stock*, *slot* of the stock | bookable places, and their kinds (dates, venues) |
//! | *sold out* | nothing is left in any slot |
//! | *promise* | a condition on a day, and the share of days on which it may be broken; *certificate*: fresh days that prove it |
//! | *frontier* | the highest limits that keep a promise about the load |
//! | *point* | one combination of values of a sweep; *chunk*: points that are played and written together |
//! | *variant* | a scenario among several that `compare` plays on the same days |
//! | *begin* | be inside at or after the opening: what early birds wait for |
//! | *tenant* | a room, or a group that shares one, among several on one origin |
//! | *calendar* | when each room opens: what `tenants` judges |
//! | *finding* | what a verb found and a report can be made of |
//! | *figure* | a picture of a report with the table behind it |
//! | *notice*, *checklist* | what residents are told before the opening, and what the staff checks on the day |
//! | *observed* | what the room showed on the day, minute by minute |
//! | *peak* | the first instant at which most people of all rooms are inside |
//!
//! # Where to add what
//!
//! | to add | touch |
//! |---|---|
//! | arrival profile, law | variant in `model`, arm in `draws/law.rs` or `engine/crowd.rs`, reader in `scenario/`, a line in `scenarios/README.md` |
//! | setting of a Cloudflare room, behaviour | field in `model`, reader in `scenario/setting.rs` or `behaviour.rs`, lines in `canonical.rs`, `keys.rs`, `scenarios/README.md` and its schema; [`scenario::Input`] if answers list it |
//! | key of the origin, the stock, the operator | field in `model`, reader in `scenario/origin.rs`, `throughput.rs`, `stock.rs` or `operator.rs`, lines in `canonical.rs`, `keys.rs`, `scenarios/README.md` and its schema; [`scenario::Input`] if answers list it |
//! | form of a station | variant of `Throughput` in `model/origin.rs`, reader in `scenario/throughput.rs` |
//! | something that happens at the origin | signal in `engine/signal.rs`, told in `engine/site.rs`, a line in `observe/origin_load.rs` |
//! | room | composition in `model/room/`; if people wait in a new way, a file in `engine/line/`; if its days can be plain, one in `engine/plain/` |
//! | anything a person may do | `engine/run.rs`, and a condition in `is_plain` of `engine/plain.rs`: what a plain day does not know makes a day another one |
//! | measure | variant in `results/measure.rs`, a line in `observe/day.rs`, words in `report/label.rs`, a row in `outputs/README.md` and `outputs/answer.schema.json` |
//! | measure of the origin | the same, and a field of `results::OriginDay` with its line in `observe/origin_load.rs`; by the minute: `observe/origin_minutes.rs`, `results/minute.rs`, `study/minutes.rs` |
//! | assumption | entry in `study/assumptions.rs`; if it is an unpublished rule, a line in `scenario/assume.rs` |
//! | measure of the wait shown | variant in `results/shown.rs`, a line in `observe/estimates.rs`, a row in `outputs/README.md` and its schema |
//! | way of opening | variant of `Way` in `results/fairness.rs`, its settings in `study/ways.rs`, words in `report/fairness/` |
//! | measure of fairness | variant in `results/fairness.rs`, a line in `observe/fairness.rs`, a row in `outputs/README.md` and `outputs/fairness.schema.json` |
//! | measure or note of the day itself | variant in `results/now.rs`, a line in `study/now.rs`, words in `report/now/`, a row in `outputs/README.md` and `outputs/now.schema.json` |
//! | measure of several rooms on one origin | variant in `results/tenants.rs`, a line in `study/tenants.rs`, a row in `outputs/README.md` and `outputs/tenants.schema.json` |
//! | measure of the headline of a comparison, direction that is better | `Measure::HEADLINE` in `results/compare.rs`, `study/compare/judgement.rs`, words in `report/compare/` |
//! | what becomes of the same people in two variants | variant of `PersonMeasure` in `results/compare.rs`, a line in `study/compare/people.rs`, a row in `outputs/README.md` and `outputs/compare.schema.json` |
//! | setting that `recommend` may choose | variant of `Free` and field of `SettingsTried` in `results/recommendation.rs`, its application in `study/recommend/settings.rs`, words in `report/recommendation/`, `outputs/recommendation.schema.json` |
//! | form of a range for `sweep --vary` | `scenario/vary.rs` |
//! | kind of picture | data and variant of `Chart` in `export/chart/mod.rs`, its file there, a line in `export/chart/picture.rs`; its table in `export/figure.rs` |
//! | picture of a report | variant of `FigureKind` in `report/figure.rs` with its words, a line in `export/figure.rs`, a row in `outputs/README.md` |
//! | form of a report | file in `export/`, variant of `ReportForm` in `export/report_files.rs` and of `Form` in `cli/arguments.rs`, a row in `outputs/README.md` |
//! | result of which reports are made | variant of `Finding` in `results/finding.rs`; the compiler walks you through `export/report.rs` and `export/figure.rs` |
//! | line of the notice or the checklist | variant of `Message` in `report/notice/message.rs`; the compiler walks you to both languages |
//! | what moves along with an opening | `study/calendar.rs` |
//! | formula of an explanation | variant of `Formula` in `results/explanation.rs`, its number and conditions in `study/explanation.rs`, words in `report/explanation/`, `outputs/answer.schema.json` |
//! | warning | variant in `results/answer.rs`; the compiler walks you to both languages |
//! | output | file in `export/` |
//! | what an observed file may tell, note on it | `results/observed.rs`, reader in `interop/observed/`, judged in `study/observed.rs`, words in `report/observed/`, a fixture in `tests/data/observed/` |
//! | something on the page of a report | `export/html/view.rs` and its template; words around it: field of `report::PageWords`; look at it with `.ci/browser` |
//! | foreign format | file in `interop/`: a round trip as a test |
//! | load-test format | variant of `LoadFormat` in `results/load_test.rs`, reader and line of the list in `interop/load_test/`, its name in `report/origin/`, a fixture in `tests/data/load/` |
//! | note on a load test or its fit | variant in `results/load_test.rs` or `results/origin_fit.rs`, words in `report/origin/`, a row in `outputs/README.md` |
//! | verb | file in `cli/`, variant in `cli/arguments.rs` |
//!
//! # Readings of the contract
//!
//! - *Pacing.* The allowance ⌊NUPM·(b + (1−b)·s/60)⌋ reaches NUPM only at s = 60, so with b < 1 a minute admits at
//!   most NUPM − 1. Unused allowance ends with its minute.
//! - *Giving up.* At the `give_up_after`-th loss the request that found the session expired is the last one: it asks
//!   for no slot and no place.
//! - *Metered room, full line.* Whoever is called at the same instant makes room for a newcomer.
//! - *Metered room, patience.* Ends after the admissions of its instant, so whoever is called exactly then is in.
//! - *Order kept* and early birds' waits look at when a person can begin, not at a first acceptance before the
//!   opening: there it is worth nothing unless the session lives on.
//! - *Bypassed the line* leaves out those inside at the opening whose first request after it sends them to the line.
//! - *People* are those who came before the run ended; nobody is censored who had not come.
//! - *Settings.* What is in force is a function of time known in advance; suspended comes before queue-all, queue-all before a
//!   prequeue, a prequeue before the method. A session's expiry is written at its last valid request and not touched by
//!   later changes of settings.
//! - *Suspended, bypass.* Requests reach the origin without a session; when the room is back, the next request of such a visit
//!   is a lost session. A place is given up by whoever gets in or is turned away.
//! - *Comebacks.* After leaving, being turned away, or giving up; each with draws of its own, on the first device, with fresh
//!   patience until the first acceptance. A return within 20 s of the last try is shown the page and is no try. A
//!   comeback without the cookie loses the older place for good. The wait runs from the very first request.
//! - *Sleep* happens once, on the first device, in the first stay in line; the patience clock goes on.
//! - *Devices* ask one after the other at the arrival; whoever is in, is turned away or leaves does so on all.
//! - *Clients without cookies* ask again every interval and leave a place each time; let in, they hold a session for S that
//!   nobody renews, and every further request of the visit is a new user's. They have no patience after the first acceptance.
//! - *Revoke* ends the session with the request that opens the last step, the accepted one included.
//! - *Shuffle* deals every unexpired place, ghosts too, by (ticket, group, person, device, time); what expires at that instant
//!   is not dealt.
//! - *Random.* p = E ÷ all places, the poller's included; sessions ended in (now − 20 s, now].
//! - *Reacting people* leave on all devices, at the queued request or at a poll, before the first acceptance only.
//! - *Before the opening* (an extension): people may stay on the page and begin with the first reload at or after the opening.
//! - *Requests and answers.* Every request that the room lets through reaches the origin: the accepted one, later ones with a valid
//!   session, repeated ones, reloads before the opening; polls and queued requests never do. Think times begin at the answer.
//!   The booking is made, and a session revoked, when the answer to the request that opens the last step arrives.
//! - *Station.* Work of a request = work of its step × a factor drawn with person and step (mean 1), the same whenever the request
//!   is made again. Remaining work r at speed s a microsecond is done after max(0, ⌈r/s − 0.001⌉) microseconds. At one instant:
//!   place expiries, then answers, then time-outs, then people leaving; an answer exactly at the time-out is an answer.
//! - *Failing.* A request that times out is made again after a delay, as a request within the visit: the room renews the session or
//!   finds none (a loss, with no step going on). After more failures of one request than there are retries the person gives up; a
//!   living session lives on, and whoever comes back with its cookie goes straight in.
//! - *Booking.* First choice, else (if flexible) a slot with enough places; too few for the party is finding it sold out: the visit
//!   ends there, and nobody comes back for what is gone. *Sold out* is the instant at which nothing is left in any slot; people
//!   inside learn it by trying to book.
//! - *Operator.* Looks from the opening on, after scheduled changes of the instant. Sees the mean load of a window and the line at its
//!   end, both as old as drawn. A scheduled change replaces what was set only if the schedule's limits change.
//! - *Utilisation* is the station's rate as a share of its highest, and 1 at and beyond the number in service at which the rate is
//!   highest; with other tenants' share b it is b + (1 − b)·u.
//! - *Several rooms* are played together; at one instant by phase, then by room.

#[cfg(feature = "cli")]
pub mod cli;
pub mod draws;
pub mod engine;
pub mod export;
pub mod interop;
pub mod model;
pub mod observe;
pub mod report;
pub mod results;
pub mod scenario;
pub mod stats;
pub mod study;
pub mod theory;
pub mod units;
