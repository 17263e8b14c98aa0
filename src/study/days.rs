//! Plays many days, in parallel, and collects them in order.

use std::sync::atomic::{AtomicBool, Ordering};

use super::minutes::DayMinutes;
use crate::draws::RunKey;
use crate::engine::Blueprint;
use crate::model::{RoomId, System};
use crate::observe::{Day, Estimates, Timeline};
use crate::results::{Figures, ShownDay};

/// Follows a study from outside: counts days, may stop it.
#[derive(Clone, Copy)]
pub struct Watch<'a> {
    /// Called when more days are planned or one is done.
    pub progress: &'a (dyn Fn(Progress) + Sync),
    /// Set to true to stop early; days that are finished are kept.
    pub stop: &'a AtomicBool,
}

/// What a watcher is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// So many more days will be played.
    Planned(u64),
    /// One day is done.
    Done,
}

impl Watch<'_> {
    pub(super) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// What is kept of one day.
#[derive(Clone, Debug)]
pub(super) struct DayResult {
    pub(super) figures: Figures,
    pub(super) minutes: Option<DayMinutes>,
}

/// Plays one day.
pub(super) fn play(blueprint: &Blueprint, key: RunKey) -> Figures {
    let crowd = blueprint.crowd(key);
    let mut day = Day::new(crowd.len());
    blueprint.run(&crowd, key, &mut day);
    day.figures(&crowd, blueprint.opening())
}

/// Plays one day and keeps its minutes.
pub(super) fn play_minutes(system: &System, blueprint: &Blueprint, key: RunKey) -> DayResult {
    let crowd = blueprint.crowd(key);
    let timeline = Timeline::new(&system.rooms[0], system.minute_offset);
    let mut observer = (Day::new(crowd.len()), timeline);
    blueprint.run(&crowd, key, &mut observer);
    let (day, timeline) = observer;
    let figures = day.figures(&crowd, blueprint.opening());
    DayResult { figures, minutes: Some(DayMinutes::of(blueprint, &crowd, &day, timeline)) }
}

/// Plays every poll of one day and looks at every page that is shown.
pub(super) fn play_pages(system: &System, key: RunKey) -> ShownDay {
    let blueprint = Blueprint::new(system, RoomId(0)).playing_every_poll();
    let crowd = blueprint.crowd(key);
    let mut estimates = Estimates::new(crowd.len());
    blueprint.run(&crowd, key, &mut estimates);
    estimates.figures()
}

/// Does a job for each number, in parallel if there are threads; results in order of the numbers, those after a
/// stop missing.
pub(super) fn each<T: Send>(
    numbers: std::ops::Range<u32>,
    watch: &Watch,
    job: impl Fn(u32) -> T + Sync,
) -> Vec<Option<T>> {
    (watch.progress)(Progress::Planned(u64::from(numbers.end - numbers.start)));
    let guarded = |number: u32| {
        if watch.is_stopped() {
            return None;
        }
        let result = job(number);
        (watch.progress)(Progress::Done);
        Some(result)
    };
    map(numbers, &guarded)
}

#[cfg(feature = "parallel")]
fn map<T: Send>(numbers: std::ops::Range<u32>, job: &(impl Fn(u32) -> T + Sync)) -> Vec<T> {
    use rayon::prelude::*;
    numbers.into_par_iter().map(job).collect()
}

#[cfg(not(feature = "parallel"))]
fn map<T: Send>(numbers: std::ops::Range<u32>, job: &(impl Fn(u32) -> T + Sync)) -> Vec<T> {
    numbers.map(job).collect()
}

/// Runs a study on so many threads; `None`: as many as there are processors.
#[cfg(feature = "parallel")]
pub(super) fn on_threads<T: Send>(threads: Option<usize>, study: impl FnOnce() -> T + Send) -> T {
    match threads.map(|count| rayon::ThreadPoolBuilder::new().num_threads(count).build()) {
        Some(Ok(pool)) => pool.install(study),
        // Without threads of its own the study runs on the common pool: slower or faster, the same bytes.
        Some(Err(_)) | None => study(),
    }
}

#[cfg(not(feature = "parallel"))]
pub(super) fn on_threads<T: Send>(_: Option<usize>, study: impl FnOnce() -> T + Send) -> T {
    study()
}
