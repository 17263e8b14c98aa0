//! Many systems on the same days against each of them played alone.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use machiai::draws::RunKey;
use machiai::engine::Blueprint;
use machiai::model::{RoomId, System};
use machiai::observe::Day;
use machiai::results::Figures;
use machiai::scenario::{self, Attachments};
use machiai::study::{Progress, Watch, on_same_days};

struct NoFiles;

impl Attachments for NoFiles {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Err("no files here".to_owned())
    }
}

/// A town with two groups: even visits with patience and comebacks, and visits of steps without.
fn town(slots: u32, patience: &str, opening: &str) -> System {
    let text = format!(
        "title = \"town\"\nopens_at = \"9:00\"\n\
         [room]\nkind = \"cloudflare\"\ntotal_active_users = {slots}\nlift_product_limits = true\nnew_users_per_minute = 200\nopening = \"{opening}\"\n\
         [[group]]\nname = \"residents\"\ncount = \"250..350\"\narrivals = \"ramp 2m\"\npatience = \"{patience}\"\n\
         visit = {{ mean = \"6m\", pages = 5 }}\ncomeback = {{ chance = 0.5, delay = \"3m\" }}\n\
         [[group]]\nname = \"others\"\ncount = 100\narrivals = \"ramp 2m\"\n\
         visit.steps = [{{ name = \"form\", think = \"fixed 2m\" }}, {{ name = \"done\", think = \"fixed 1m\" }}]\n"
    );
    scenario::read(&text, &NoFiles, &[]).unwrap_or_else(|issues| panic!("{issues:?}")).system
}

fn alone(system: &System, seed: u64, replication: u32) -> Figures {
    let key = RunKey { seed, replication };
    let blueprint = Blueprint::new(system, RoomId(0));
    let crowd = blueprint.crowd(key);
    let mut day = Day::new(crowd.len());
    blueprint.run(&crowd, key, &mut day);
    day.figures(&crowd, blueprint.opening())
}

/// Forty-odd systems, so that there are more than one block of the same people, and between them others: other patience,
/// another opening.
fn systems() -> Vec<System> {
    let mut systems: Vec<System> = (0..36).map(|step| town(60 + 10 * step, "20m", "0m")).collect();
    systems.insert(7, town(100, "5m", "0m"));
    systems.insert(20, town(100, "20m", "4m"));
    systems.push(town(150, "5m", "0m"));
    systems
}

/// Catches: people shared by systems whose people differ, a value drawn in advance under another key or for another rank,
/// figures in the place of another system or day.
#[test]
fn the_same_figures_as_alone() {
    let systems = systems();
    let planned = AtomicU64::new(0);
    let done = AtomicU64::new(0);
    let count = |progress: Progress| match progress {
        Progress::Planned(days) => drop(planned.fetch_add(days, Ordering::Relaxed)),
        Progress::Done => drop(done.fetch_add(1, Ordering::Relaxed)),
    };
    let watch = Watch { progress: &count, stop: &AtomicBool::new(false) };
    let figures = on_same_days(&systems, 11, 3..6, &watch);
    assert_eq!(figures.len(), systems.len());
    for (position, (system, days)) in systems.iter().zip(&figures).enumerate() {
        let expected: Vec<Figures> = (3..6).map(|replication| alone(system, 11, replication)).collect();
        assert!(*days == expected, "system {position}");
    }
    let all = 3 * systems.len() as u64;
    assert_eq!((planned.into_inner(), done.into_inner()), (all, all));
}

/// What is kept after a stop is the same number of days for every system.
#[test]
fn a_stop_leaves_whole_days() {
    let systems = systems();
    let stop = AtomicBool::new(false);
    let left = AtomicU64::new(70);
    let progress = |progress: Progress| {
        if progress == Progress::Done && left.fetch_sub(1, Ordering::Relaxed) == 1 {
            stop.store(true, Ordering::Relaxed);
        }
    };
    let figures = on_same_days(&systems, 11, 0..40, &Watch { progress: &progress, stop: &stop });
    let days = figures[0].len();
    assert!(days < 40, "{days}");
    assert!(figures.iter().all(|of_system| of_system.len() == days));
}

#[test]
fn nothing_to_play_is_no_error() {
    let watch = Watch { progress: &|_| {}, stop: &AtomicBool::new(false) };
    assert!(on_same_days(&[], 1, 0..3, &watch).is_empty());
    assert_eq!(on_same_days(&systems()[..1], 1, 2..2, &watch), vec![Vec::<Figures>::new()]);
}
