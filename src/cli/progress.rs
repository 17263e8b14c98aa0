//! What is shown while work goes on, and how it is stopped.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::study::{Progress, Watch};

/// Work shorter than this shows no bar.
const QUIET: Duration = Duration::from_secs(1);

/// A progress bar on stderr (none when stderr is not a terminal) and the flag that Ctrl-C sets.
pub(super) struct Meter {
    bar: ProgressBar,
    started: Instant,
    stop: Arc<AtomicBool>,
}

impl Meter {
    /// Starts the clock, and listens to Ctrl-C: the first stops the work in order, the second at once.
    pub(super) fn start() -> Meter {
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} days, {eta} left") {
            bar.set_style(style);
        }
        Meter { bar, started: Instant::now(), stop: stop_flag() }
    }

    /// Lends the meter to a study.
    pub(super) fn watch<T>(&self, study: impl FnOnce(&Watch) -> T) -> T {
        let progress = |progress: Progress| self.note(progress);
        let result = study(&Watch { progress: &progress, stop: &self.stop });
        self.bar.finish_and_clear();
        result
    }

    fn note(&self, progress: Progress) {
        match progress {
            Progress::Planned(days) => self.bar.inc_length(days),
            Progress::Done => {
                self.bar.inc(1);
                if self.bar.is_hidden() && self.started.elapsed() > QUIET {
                    self.bar.set_draw_target(ProgressDrawTarget::stderr());
                }
            }
        }
    }
}

fn stop_flag() -> Arc<AtomicBool> {
    static FLAG: OnceLock<Arc<AtomicBool>> = OnceLock::new();
    let flag = FLAG.get_or_init(|| {
        let flag = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&flag);
        // Without a handler Ctrl-C ends the program at once: worse, but no reason not to work.
        let _ = ctrlc::set_handler(move || {
            if seen.swap(true, Ordering::Relaxed) {
                std::process::exit(130);
            }
        });
        flag
    });
    Arc::clone(flag)
}
