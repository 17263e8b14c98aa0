//! `machiai sweep`: many settings, in a folder in which the work can be stopped, shared and continued.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::answering::{language_of, quoted, single_room, width};
use super::arguments::{Sweep as Flags, SweepOutput, SweepPlanning, SweepStep};
use super::attachments::{Beside, scenario_file};
use super::exit::{Done, Failure};
use super::print;
use super::progress::Meter;
use super::report as report_files;
use super::validate::overrides;
use crate::export::{self, SweepFiles, SweepFolder, SweepFolderError, chart::ChartFormat};
use crate::model::System;
use crate::report::{self, Language};
use crate::results::{Measure, SkippedPoint, Sweep, SweepChunk, SweepKey, SweepPlan, SweepPoint};
use crate::scenario::{
    self, Attachments, Override, Scenario, Varied, check_varied, content_hash, identity, scenario_text,
};
use crate::study::{self, Progress, SWEEP_MOST_POINTS, Watch};

/// Width of the text in the folder, whatever the terminal's.
const FOLDER_TEXT_WIDTH: usize = 100;

/// All steps, or one.
pub(super) fn sweep(flags: &Flags) -> Result<Done, Failure> {
    match (&flags.step, &flags.planning) {
        (Some(SweepStep::Plan(planning)), _) => {
            let (_, plan) = plan(planning)?;
            let chunks = plan.chunks.len();
            let counted = |count: usize, one: &str| match count {
                1 => format!("1 {one}"),
                count => format!("{count} {one}s"),
            };
            let text = format!("{} in {}\n", counted(plan.points.len(), "point"), counted(chunks, "chunk"));
            print(text.as_bytes())?;
            Ok(Done::Well)
        }
        (Some(SweepStep::Run { folder, chunk, running }), _) => {
            let share = chunk.as_deref().map(share).transpose()?;
            let folder = SweepFolder::open(folder, share.is_some()).map_err(failed)?;
            let plan = planned(folder.files())?;
            run(&folder, &plan, share, running.threads.map(usize::from))
        }
        (Some(SweepStep::Merge { folder, output }), _) => {
            let folder = SweepFolder::open(folder, false).map_err(failed)?;
            let plan = planned(folder.files())?;
            merge(&folder, plan, output)
        }
        (None, Some(planning)) => {
            // A name that is none must not cost a sweep.
            chart_measures(&flags.output)?;
            let (folder, plan) = plan(planning)?;
            match run(&folder, &plan, None, flags.running.threads.map(usize::from))? {
                Done::Well => merge(&folder, plan, &flags.output),
                other => Ok(other),
            }
        }
        (None, None) => {
            Err(Failure::Usage("no scenario; accepted: machiai sweep SCENARIO.toml --vary …".into()))
        }
    }
}

fn failed(error: SweepFolderError) -> Failure {
    Failure::Failed(anyhow::Error::new(error))
}

fn planned(files: &SweepFiles) -> Result<SweepPlan, Failure> {
    let plan = plan_in(files)?;
    let version = env!("CARGO_PKG_VERSION");
    if plan.version != version {
        return Err(Failure::Usage(format!(
            "{}: planned by version {}, and this is version {version}; accepted: that version, or a new plan in another folder",
            files.path().display(),
            plan.version
        )));
    }
    Ok(plan)
}

fn plan_in(files: &SweepFiles) -> Result<SweepPlan, Failure> {
    let none = || failed(SweepFolderError::NoPlan(files.path().to_owned()));
    files.plan().map_err(failed)?.ok_or_else(none)
}

/// A sweep of which everything is run, out of its folder; nothing in it is changed, and no lock is taken. One of another
/// version is read, too.
pub(super) fn read(path: &Path) -> Result<Sweep, Failure> {
    let files = SweepFiles::of(path).map_err(failed)?;
    let plan = plan_in(&files)?;
    let sweep = files.sweep(plan).map_err(failed)?;
    // Another version names its points differently: whether its plan was changed cannot be told.
    if sweep.plan.version == env!("CARGO_PKG_VERSION") {
        Inputs::of(&files, &sweep.plan)?.check()?;
    }
    Ok(sweep)
}

/// `2/3`: the second of three shares.
fn share(text: &str) -> Result<(usize, usize), Failure> {
    let numbers =
        text.split_once('/').and_then(|(i, n)| Some((i.trim().parse().ok()?, n.trim().parse().ok()?)));
    match numbers {
        Some((i, n)) if i >= 1 && i <= n => Ok((i, n)),
        _ => Err(Failure::Usage(format!(
            "--chunk {text}: not a share of the work; accepted: I/N from 1/N to N/N, such as 2/3"
        ))),
    }
}

/// Files that a scenario reads, kept so that the folder can hold them.
struct Kept<'a> {
    from: &'a Beside,
    read: RefCell<BTreeMap<String, Vec<u8>>>,
}

impl Attachments for Kept<'_> {
    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        if let Some(bytes) = self.read.borrow().get(name) {
            return Ok(bytes.clone());
        }
        let bytes = self.from.read(name)?;
        self.read.borrow_mut().insert(name.to_owned(), bytes.clone());
        Ok(bytes)
    }
}

/// The same files, out of the folder.
impl Attachments for BTreeMap<String, Vec<u8>> {
    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        self.get(name).cloned().ok_or_else(|| "is not among the inputs of the sweep".to_owned())
    }
}

/// Makes the plan, and writes it down unless the folder has it.
fn plan(flags: &SweepPlanning) -> Result<(SweepFolder, SweepPlan), Failure> {
    let text = scenario_file(&flags.scenario)?;
    let beside = Beside::file(&flags.scenario);
    let kept = Kept { from: &beside, read: RefCell::default() };
    let plan = new_plan(flags, &text, &kept)?;
    let folder = SweepFolder::create(&flags.out).map_err(failed)?;
    match folder.files().plan().map_err(failed)? {
        Some(old) if same(&old, &plan) => return Ok((folder, old)),
        Some(old) if !flags.force && !extends(&plan, &old) => return Err(other_sweep(flags, &old, &plan)),
        _ => {}
    }
    let inputs: Vec<Vec<u8>> =
        std::iter::once(text.into_bytes()).chain(kept.read.into_inner().into_values()).collect();
    folder.write_plan(&plan, &inputs).map_err(failed)?;
    Ok((folder, plan))
}

fn same(old: &SweepPlan, new: &SweepPlan) -> bool {
    SweepPlan { command: new.command.clone(), ..old.clone() } == *new
}

/// Whether the new plan is the old one with more points.
fn extends(new: &SweepPlan, old: &SweepPlan) -> bool {
    let points: BTreeSet<&str> = new.points.iter().map(|point| point.hash.as_str()).collect();
    let keys = |plan: &SweepPlan| plan.vary.iter().map(|vary| vary.key.clone()).collect::<Vec<_>>();
    settings_differ(old, new).is_empty()
        && keys(old) == keys(new)
        && old.points.iter().all(|point| points.contains(point.hash.as_str()))
}

/// What differs apart from the points, with both sides.
fn settings_differ(old: &SweepPlan, new: &SweepPlan) -> Vec<String> {
    let sides = [
        ("version", old.version.clone(), new.version.clone()),
        ("scenario", old.scenario.clone(), new.scenario.clone()),
        ("--set", old.set.join(" "), new.set.join(" ")),
        ("--seed", old.seed.to_string(), new.seed.to_string()),
        ("--replications", old.replications.to_string(), new.replications.to_string()),
    ];
    let differ = sides.into_iter().filter(|(_, old, new)| old != new);
    differ.map(|(what, old, new)| format!("{what} (there: {old}; now: {new})")).collect()
}

fn other_sweep(flags: &SweepPlanning, old: &SweepPlan, new: &SweepPlan) -> Failure {
    let mut what = settings_differ(old, new);
    if what.is_empty() {
        let vary =
            |plan: &SweepPlan| plan.vary.iter().map(|vary| vary.key.clone()).collect::<Vec<_>>().join(", ");
        what.push(match vary(old) == vary(new) {
            true => "--vary (points of the sweep there are not among those asked for now)".to_owned(),
            false => format!("--vary (there: {}; now: {})", vary(old), vary(new)),
        });
    }
    Failure::Usage(format!(
        "--out {}: holds another sweep: {} differ; accepted: another folder, or --force to plan anew in this one (points that \
         both have are not run again)",
        flags.out.display(),
        what.join(", ")
    ))
}

fn new_plan(flags: &SweepPlanning, text: &str, kept: &Kept) -> Result<SweepPlan, Failure> {
    let name = flags.scenario.display().to_string();
    let issues = |issues| Failure::Issues { file: Some(name.clone()), issues };
    let set = overrides(&flags.set)?;
    let vary = varied(&flags.vary)?;
    check_varied(text, &vary, &set).map_err(issues)?;
    let count = vary.iter().fold(1_usize, |count, vary| count.saturating_mul(vary.values.len()));
    if count > SWEEP_MOST_POINTS {
        let sizes: Vec<String> = vary.iter().map(|vary| vary.values.len().to_string()).collect();
        return Err(Failure::Usage(format!(
            "--vary: {} = {count} points; accepted: at most {SWEEP_MOST_POINTS} points; leave out values or split the sweep",
            sizes.join(" × ")
        )));
    }
    let read = Reading { text, attachments: kept, set: &set, vary: &vary };
    let mut plan = SweepPlan {
        schema: export::SWEEP_SCHEMA.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        title: String::new(),
        scenario: match scenario::read(text, kept, &set) {
            Ok(base) => identity(&base.canonical),
            // A key that only --vary gives is missing; the text is all there is to tell scenarios apart.
            Err(_) => identity(&format!("{text}\n{}", flags.set.join("\n"))),
        },
        seed: flags.seed,
        replications: flags.replications,
        set: flags.set.clone(),
        attachments: Vec::new(),
        vary: vary.iter().map(|v| SweepKey { key: v.key.clone(), values: v.values.clone() }).collect(),
        points: Vec::new(),
        skipped: Vec::new(),
        chunks: Vec::new(),
        command: quoted(&words(flags)),
    };
    let mut people = Vec::new();
    for values in grid(&vary) {
        match read.point(&values) {
            Ok(scenario) => {
                single_room(&scenario, "sweep", &name)?;
                if plan.points.is_empty() {
                    plan.title.clone_from(&scenario.title);
                }
                let hash = point_hash(&plan, &scenario);
                let crowd = scenario.system.groups.iter().filter_map(|group| group.count.middle());
                people.push(crowd.map(u64::from).sum());
                plan.points.push(SweepPoint { values, hash });
            }
            Err(problems) => {
                let problem =
                    problems.first().map_or_else(String::new, |issue| issue.in_file(&name).to_string());
                plan.skipped.push(SkippedPoint { values, problem });
            }
        }
    }
    refuse_invalid(flags, &plan)?;
    plan.chunks = study::sweep_chunks(&people, plan.replications);
    plan.attachments = kept.read.borrow().keys().cloned().collect();
    Ok(plan)
}

fn refuse_invalid(flags: &SweepPlanning, plan: &SweepPlan) -> Result<(), Failure> {
    let Some(first) = plan.skipped.first() else { return Ok(()) };
    if flags.skip_invalid && !plan.points.is_empty() {
        return Ok(());
    }
    let (skipped, all) = (plan.skipped.len(), plan.skipped.len() + plan.points.len());
    let keys = plan.vary.iter().zip(&first.values);
    let values: Vec<String> = keys.map(|(vary, value)| format!("{} = {value}", vary.key)).collect();
    let help = match plan.points.is_empty() {
        true => "accepted: values that the scenario takes",
        false => "accepted: values that the scenario takes, or --skip-invalid to leave these points out",
    };
    Err(Failure::Usage(format!(
        "--vary: the scenario refuses {skipped} of {all} points, first that with {}: {}; {help}",
        values.join(", "),
        first.problem
    )))
}

fn varied(texts: &[String]) -> Result<Vec<Varied>, Failure> {
    let (mut found, mut issues) = (Vec::new(), Vec::new());
    for (position, text) in texts.iter().enumerate() {
        match Varied::parse(text, position) {
            Ok(vary) => found.push(vary),
            Err(more) => issues.extend(more),
        }
    }
    if issues.is_empty() { Ok(found) } else { Err(Failure::Issues { file: None, issues }) }
}

/// Every combination; the first key varies slowest.
fn grid(vary: &[Varied]) -> Vec<Vec<String>> {
    vary.iter().fold(vec![Vec::new()], |points, key| {
        let with = |point: &Vec<String>, value: &String| {
            let mut point = point.clone();
            point.push(value.clone());
            point
        };
        points.iter().flat_map(|point| key.values.iter().map(move |value| with(point, value))).collect()
    })
}

/// How the scenario of a point is read.
struct Reading<'a> {
    text: &'a str,
    attachments: &'a dyn Attachments,
    set: &'a [Override],
    vary: &'a [Varied],
}

impl Reading<'_> {
    fn point(&self, values: &[String]) -> Result<Scenario, Vec<scenario::Issue>> {
        let of_point = self.vary.iter().zip(values);
        let of_point = of_point.map(|(vary, value)| Override { key: vary.key.clone(), value: value.clone() });
        let all: Vec<Override> = self.set.iter().cloned().chain(of_point).collect();
        scenario::read(self.text, self.attachments, &all)
    }
}

/// Everything that the results of a point depend on.
fn point_hash(plan: &SweepPlan, scenario: &Scenario) -> String {
    let measures: Vec<&str> = Measure::ALL.iter().map(|measure| measure.name()).collect();
    content_hash(&format!(
        "{}\n{}\nseed = {}\nreplications = {}\nmeasures = {}\n{}",
        plan.schema,
        plan.version,
        plan.seed,
        plan.replications,
        measures.join(" "),
        scenario.canonical
    ))
}

/// The command that plans the same.
fn words(flags: &SweepPlanning) -> Vec<String> {
    let mut words = vec!["machiai".to_owned(), "sweep".to_owned(), flags.scenario.display().to_string()];
    let mut say = |flag: &str, value: &str| words.extend([flag.to_owned(), value.to_owned()]);
    flags.vary.iter().for_each(|vary| say("--vary", vary));
    flags.set.iter().for_each(|set| say("--set", set));
    say("--seed", &flags.seed.to_string());
    say("--replications", &flags.replications.to_string());
    say("--out", &flags.out.display().to_string());
    if flags.skip_invalid {
        words.push("--skip-invalid".to_owned());
    }
    words
}

/// Runs the chunks that are not run, or those of a share.
fn run(
    folder: &SweepFolder,
    plan: &SweepPlan,
    share: Option<(usize, usize)>,
    threads: Option<usize>,
) -> Result<Done, Failure> {
    let inputs = Inputs::of(folder.files(), plan)?;
    inputs.check()?;
    let stored = folder.files().stored().map_err(failed)?;
    for torn in &stored.torn {
        note(&format!("{} is torn or not of this version; its points are run again", torn.display()));
    }
    let found: BTreeSet<&str> = stored.found.keys().map(String::as_str).collect();
    let work = work(plan, &found, share);
    if let Some((i, n)) = share {
        let chunks = plan.chunks.len();
        note(&format!("share {i} of {n}: {} of {chunks} chunks to run", work.len()));
    }
    let days: u64 = work.iter().map(|points| points.len() as u64).sum::<u64>() * u64::from(plan.replications);
    let finished = Meter::start().watch(|watch| -> Result<bool, Failure> {
        (watch.progress)(Progress::Planned(days));
        for points in &work {
            if !chunk(folder, &inputs, points, threads, watch)? {
                return Ok(false);
            }
        }
        Ok(true)
    });
    if finished? {
        return Ok(Done::Well);
    }
    note(&format!(
        "interrupted; finished chunks are kept; the same command, or `machiai sweep run {}`, continues",
        folder.files().path().display()
    ));
    Ok(Done::Interrupted)
}

fn note(text: &str) {
    use std::io::Write;
    // Nothing can be done if even stderr is closed.
    let _ = writeln!(std::io::stderr(), "note: {text}");
}

/// The points that are to be run, chunk by chunk: none that is found, none twice.
fn work(plan: &SweepPlan, found: &BTreeSet<&str>, share: Option<(usize, usize)>) -> Vec<Vec<usize>> {
    let mut seen: BTreeSet<&str> = found.clone();
    let mut work = Vec::new();
    for (number, SweepChunk { first, count }) in plan.chunks.iter().enumerate() {
        let points = *first as usize..(*first + *count) as usize;
        // Whose share a point is, the first chunk that has it decides, whatever is found already.
        let new: Vec<usize> = points.filter(|point| seen.insert(&plan.points[*point].hash)).collect();
        let mine = share.is_none_or(|(i, n)| number % n == i - 1);
        if mine && !new.is_empty() {
            work.push(new);
        }
    }
    work
}

/// What the folder knows of the scenario.
struct Inputs<'a> {
    plan: &'a SweepPlan,
    text: String,
    attachments: BTreeMap<String, Vec<u8>>,
    set: Vec<Override>,
    vary: Vec<Varied>,
}

impl<'a> Inputs<'a> {
    fn of(files: &SweepFiles, plan: &'a SweepPlan) -> Result<Inputs<'a>, Failure> {
        let bytes = files.read_input(0).map_err(failed)?;
        let text = scenario_text(&bytes).map_err(|issues| Failure::Issues { file: None, issues })?.to_owned();
        let mut attachments = BTreeMap::new();
        for (position, name) in plan.attachments.iter().enumerate() {
            attachments.insert(name.clone(), files.read_input(position + 1).map_err(failed)?);
        }
        let vary =
            plan.vary.iter().map(|v| Varied { key: v.key.clone(), values: v.values.clone() }).collect();
        Ok(Inputs { plan, text, attachments, set: overrides(&plan.set)?, vary })
    }

    /// Refuses a plan that was changed after its points were named.
    fn check(&self) -> Result<(), Failure> {
        self.plan.points.iter().try_for_each(|point| self.system(point).map(|_| ()))
    }

    /// The system of a point, if the inputs are still those of the plan.
    fn system(&self, point: &SweepPoint) -> Result<System, Failure> {
        let Inputs { text, attachments, set, vary, .. } = self;
        let scenario = Reading { text, attachments, set, vary }.point(&point.values);
        match scenario {
            Ok(scenario) if point_hash(self.plan, &scenario) == point.hash => Ok(scenario.system),
            _ => Err(Failure::Usage(
                "the plan or the inputs in the folder were changed after they were planned; accepted: the folder as it was, or a \
                 new plan in another folder"
                    .into(),
            )),
        }
    }
}

/// Plays points and writes what was found; whether that was finished.
fn chunk(
    folder: &SweepFolder,
    inputs: &Inputs,
    points: &[usize],
    threads: Option<usize>,
    watch: &Watch,
) -> Result<bool, Failure> {
    let plan = inputs.plan;
    let points: Vec<&SweepPoint> = points.iter().map(|point| &plan.points[*point]).collect();
    let systems: Vec<System> =
        points.iter().map(|point| inputs.system(point)).collect::<Result<_, Failure>>()?;
    let played = study::play_points(&systems, plan.seed, 0..plan.replications, threads, watch);
    let Some(played) = played else { return Ok(false) };
    let found = played.iter().map(|days| study::sweep_estimates(days));
    let named = points.iter().map(|point| point.hash.clone()).zip(found).collect();
    folder.write_chunk(named).map_err(failed)?;
    Ok(true)
}

/// Writes the results of a sweep of which everything is run, and prints them.
fn merge(folder: &SweepFolder, plan: SweepPlan, output: &SweepOutput) -> Result<Done, Failure> {
    let measures = chart_measures(output)?;
    let sweep = folder.files().sweep(plan).map_err(failed)?;
    // What is told of the points comes from the plan: it must still be the one that they were run by.
    Inputs::of(folder.files(), &sweep.plan)?.check()?;
    let language = language_of(output.lang);
    let mut files = vec![
        ("results.csv".to_owned(), export::sweep_csv(&sweep)),
        ("summary.json".to_owned(), export::sweep_json(&sweep).into_bytes()),
        ("answer.txt".to_owned(), answer_text(&sweep, language).into_bytes()),
    ];
    for measure in measures {
        for (format, ending) in [(ChartFormat::Svg, "svg"), (ChartFormat::Png, "png")] {
            let picture =
                export::sweep_chart(&sweep, measure, language, format).map_err(anyhow::Error::new)?;
            files.push((format!("chart_{}.{ending}", measure.name()), picture));
        }
    }
    // The answer first: a file that cannot be written must not cost it.
    print(report::sweep(&sweep, language, width()).as_bytes())?;
    for (name, bytes) in &files {
        folder.write_result(name, bytes).map_err(failed)?;
    }
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    print(written(folder.files().path(), &names, language).as_bytes())?;
    report_files::beside_sweep(&output.reporting, language, sweep)?;
    Ok(Done::Well)
}

/// The measures that are drawn.
fn chart_measures(output: &SweepOutput) -> Result<Vec<Measure>, Failure> {
    let mut measures = vec![Measure::WaitP90];
    for name in &output.chart_measure {
        let Some(measure) = Measure::named(name.trim()) else {
            let known: Vec<&str> = Measure::ALL.iter().map(|measure| measure.name()).collect();
            return Err(Failure::Usage(format!(
                "--chart-measure {name}: not a measure; accepted: {}",
                known.join(", ")
            )));
        };
        if !measures.contains(&measure) {
            measures.push(measure);
        }
    }
    Ok(measures)
}

fn answer_text(sweep: &Sweep, language: Language) -> String {
    let page = report::sweep(sweep, language, FOLDER_TEXT_WIDTH);
    format!("{page}\n{}\n", sweep.plan.command)
}

fn written(folder: &Path, names: &[&str], language: Language) -> String {
    let (names, folder) = (names.join(", "), folder.display());
    match language {
        Language::English => format!("Written to {folder}: {names}\n"),
        Language::Japanese => format!("{folder} に書き出しました: {names}\n"),
    }
}
