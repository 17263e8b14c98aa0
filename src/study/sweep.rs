//! Many settings, each over many days.

use std::ops::Range;

use super::days::{Progress, Watch, on_threads};
use super::estimates::estimates;
use super::same_days::on_same_days;
use crate::model::System;
use crate::results::{Estimate, Figures, Measure, SweepChunk};

/// Most points of a sweep.
pub const SWEEP_MOST_POINTS: usize = 100_000;

/// People on all days of all points of a chunk: some seconds of work, and points enough that drawing their people once pays.
const PEOPLE_IN_CHUNK: u64 = 24_000_000;
/// Most points of a chunk: shares of a sweep of small crowds stay even.
const MOST_POINTS_IN_CHUNK: u64 = 32;

/// Cuts points with so many people each into chunks. Depends on nothing else, so that everybody cuts alike.
pub fn sweep_chunks(people: &[u64], replications: u32) -> Vec<SweepChunk> {
    let mut chunks: Vec<SweepChunk> = Vec::new();
    let mut in_chunk = 0;
    for (position, people) in people.iter().enumerate() {
        // A day without people costs something, too.
        let work = (people + 100) * u64::from(replications);
        match chunks.last_mut() {
            Some(chunk)
                if in_chunk + work <= PEOPLE_IN_CHUNK && u64::from(chunk.count) < MOST_POINTS_IN_CHUNK =>
            {
                chunk.count += 1;
                in_chunk += work;
            }
            _ => {
                chunks.push(SweepChunk { first: position as u32, count: 1 });
                in_chunk = work;
            }
        }
    }
    chunks
}

/// Plays a block of points on so many threads (`None`: one for each processor): the figures of each point, day by day.
/// `None` after a stop: what is not finished is not kept. The days are those of `predict` with the same seed. `watch` is
/// told of days that are done, not of days planned: whoever plans all chunks knows better how many there are.
pub fn play_points(
    points: &[System],
    seed: u64,
    days: Range<u32>,
    threads: Option<usize>,
    watch: &Watch,
) -> Option<Vec<Vec<Figures>>> {
    let progress = |progress: Progress| {
        if progress == Progress::Done {
            (watch.progress)(progress);
        }
    };
    let inner = Watch { progress: &progress, stop: watch.stop };
    let wanted = days.len();
    let played = on_threads(threads, || on_same_days(points, seed, days, &inner));
    played.iter().all(|days| days.len() == wanted).then_some(played)
}

/// Every measure over the days of a point, as `predict` estimates it.
pub fn sweep_estimates(days: &[Figures]) -> Vec<(Measure, Estimate)> {
    estimates(days, &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_cover_every_point_once_and_hold_some_seconds_of_work() {
        let chunks = sweep_chunks(&[30_000; 19], 100);
        let counts: Vec<(u32, u32)> = chunks.iter().map(|chunk| (chunk.first, chunk.count)).collect();
        assert_eq!(counts, [(0, 7), (7, 7), (14, 5)]);
        assert_eq!(sweep_chunks(&[1; 65], 1).len(), 3);
        assert_eq!(sweep_chunks(&[u64::from(u32::MAX); 2], 10_000).len(), 2);
    }
}
