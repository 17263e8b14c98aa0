//! Plays many days, in parallel, and collects them in order.

use std::sync::atomic::{AtomicBool, Ordering};

use super::minutes::DayMinutes;
use super::sales::SalesOfDay;
use crate::draws::RunKey;
use crate::engine::{Blueprint, Crowd};
use crate::model::{RoomId, System};
use crate::observe::{Day, Estimates, OriginLoad, OriginMinutes, Timeline};
use crate::results::{Figures, Measure, OriginDay, ShownDay};
use crate::units::SimTime;

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
    pub(super) sales: Option<SalesOfDay>,
    pub(super) minutes: Option<DayMinutes>,
}

/// A system ready to be played, day after day.
pub(super) struct Played<'a> {
    system: &'a System,
    blueprint: Blueprint,
}

impl<'a> Played<'a> {
    pub(super) fn new(system: &'a System) -> Played<'a> {
        Played { system, blueprint: Blueprint::new(system, RoomId(0)) }
    }

    fn begin(&self, crowd: &Crowd) -> Day {
        match self.system.stock_of(RoomId(0)) {
            Some(_) => Day::with_stock(crowd.len()),
            None => Day::new(crowd.len()),
        }
    }

    /// Whether there is anything to say about the origin beyond the people inside.
    fn follows_origin(&self) -> bool {
        self.system.origin.plays_requests() || self.system.origin.safe.is_known()
    }

    /// The figures of one day.
    pub(super) fn figures(&self, key: RunKey) -> Figures {
        self.day(key).figures
    }

    /// One day.
    pub(super) fn day(&self, key: RunKey) -> DayResult {
        self.day_of(&self.blueprint.crowd(key), key)
    }

    /// One day of these people.
    pub(super) fn day_of(&self, crowd: &Crowd, key: RunKey) -> DayResult {
        let mut day = self.begin(crowd);
        let origin = if self.follows_origin() {
            let mut observer = (&mut day, OriginLoad::new(&self.system.origin));
            self.blueprint.run(crowd, key, &mut observer);
            Some(observer.1.finish())
        } else {
            self.blueprint.run(crowd, key, &mut day);
            None
        };
        self.result(crowd, &day, origin, None)
    }

    /// Who comes on a day; other systems with the same groups and opening may share them.
    pub(super) fn crowd(&self, key: RunKey) -> Crowd {
        self.blueprint.crowd(key)
    }

    /// When the room opens.
    pub(super) fn opening(&self) -> SimTime {
        self.blueprint.opening()
    }

    /// One day with everyone in it: who came, when each was let in, and the figures.
    pub(super) fn day_of_people(&self, key: RunKey) -> (Crowd, Day, Figures) {
        let crowd = self.blueprint.crowd(key);
        let mut day = self.begin(&crowd);
        let opening = self.blueprint.opening();
        let figures = if self.follows_origin() {
            let mut observer = (&mut day, OriginLoad::new(&self.system.origin));
            self.blueprint.run(&crowd, key, &mut observer);
            let origin = observer.1.finish();
            day.figures_with(&origin, &crowd, opening)
        } else {
            self.blueprint.run(&crowd, key, &mut day);
            day.figures(&crowd, opening)
        };
        (crowd, day, figures)
    }

    /// One day and its minutes.
    pub(super) fn day_with_minutes(&self, key: RunKey) -> DayResult {
        let crowd = self.blueprint.crowd(key);
        let mut day = self.begin(&crowd);
        let System { origin, minute_offset, .. } = self.system;
        let timeline = Timeline::new(&self.system.rooms[0], *minute_offset);
        let load = self.follows_origin().then(|| OriginLoad::new(origin));
        let minutes = origin.plays_requests().then(|| OriginMinutes::new(origin, *minute_offset));
        let mut observer = (&mut day, (timeline, (load, minutes)));
        self.blueprint.run(&crowd, key, &mut observer);
        let (_, (timeline, (load, of_origin))) = observer;
        let minutes = DayMinutes::of(&self.blueprint, &crowd, &day, timeline, of_origin);
        self.result(&crowd, &day, load.map(OriginLoad::finish), Some(minutes))
    }

    fn result(
        &self,
        crowd: &Crowd,
        day: &Day,
        origin: Option<OriginDay>,
        minutes: Option<DayMinutes>,
    ) -> DayResult {
        let opening = self.blueprint.opening();
        let figures = match origin {
            Some(origin) => day.figures_with(&origin, crowd, opening),
            None => day.figures(crowd, opening),
        };
        let came = figures.get(Measure::People).unwrap_or(0.0) as usize;
        let sales = SalesOfDay::of(self.system.groups.len(), crowd, day, opening, came);
        DayResult { figures, sales, minutes }
    }
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
pub(super) fn map<T: Send>(numbers: std::ops::Range<u32>, job: &(impl Fn(u32) -> T + Sync)) -> Vec<T> {
    use rayon::prelude::*;
    numbers.into_par_iter().map(job).collect()
}

#[cfg(not(feature = "parallel"))]
pub(super) fn map<T: Send>(numbers: std::ops::Range<u32>, job: &(impl Fn(u32) -> T + Sync)) -> Vec<T> {
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
