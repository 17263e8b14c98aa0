//! The processor-sharing station (S3 to S6), by looking at every request in service again.

use super::{Rate, Station};

/// A request in service.
pub(super) struct Served {
    /// Its number, in order of arrival at the station.
    pub number: usize,
    /// Of which room.
    pub room: usize,
    /// Whose.
    pub owner: (u32, u32),
    /// When it arrived.
    pub came: i64,
    /// What is left to do, in standard requests.
    pub remaining: f64,
    /// S6: timed out, but served to its end; "its completion is then nobody's".
    pub is_abandoned: bool,
}

/// The station while it runs.
pub(super) struct StationRun<'a> {
    pub station: &'a Station,
    /// b: "background share, piecewise constant".
    pub background: f64,
    /// In order of arrival at the station.
    pub in_service: Vec<Served>,
    /// Requests there have ever been: the next one's number.
    pub made: usize,
    /// Up to when everybody's work is done.
    done_until: i64,
    /// Work done so far, in standard requests.
    pub work_done: f64,
    /// Work of requests that were answered, abandoned ones that were completed, too.
    pub work_completed: f64,
}

impl Rate {
    /// X(n), standard requests a second.
    pub fn of(&self, n: usize) -> f64 {
        if n == 0 {
            return 0.0;
        }
        let n = n as f64;
        match self {
            Rate::Servers { servers, service_time } => {
                n.min(f64::from(*servers)) / (*service_time as f64 / 1e6)
            }
            Rate::Law { alone, contention, coherency } => {
                alone * n / (1.0 + contention * (n - 1.0) + coherency * n * (n - 1.0))
            }
            // "linear between the points and from (0, 0) to the first one, level after the last one".
            Rate::Table(points) => {
                let mut before = (0.0, 0.0);
                for &point in points {
                    if n <= point.0 {
                        return before.1 + (point.1 - before.1) * (n - before.0) / (point.0 - before.0);
                    }
                    before = point;
                }
                before.1
            }
        }
    }

    /// O2: "utilisation of the station (rate ÷ highest rate; 1 at or beyond the number at which the rate is highest)". The
    /// highest is looked for among all numbers that a test can reach; a law without coherency rises for ever towards
    /// λ ÷ σ, and without bounds if nothing contends: then nothing is ever used up.
    pub fn utilisation(&self, n: usize) -> f64 {
        if let Rate::Law { alone, contention, coherency } = self
            && *coherency == 0.0
        {
            return if *contention == 0.0 { 0.0 } else { self.of(n) * contention / alone };
        }
        let mut best = 0;
        for candidate in 0..2_000 {
            if self.of(candidate) > self.of(best) * (1.0 + 1e-12) {
                best = candidate;
            }
        }
        if n >= best { 1.0 } else { self.of(n) / self.of(best) }
    }
}

impl<'a> StationRun<'a> {
    pub fn new(station: &'a Station, background: f64) -> StationRun<'a> {
        StationRun {
            station,
            background,
            in_service: Vec::new(),
            made: 0,
            done_until: i64::MIN,
            work_done: 0.0,
            work_completed: 0.0,
        }
    }

    /// S3: "each gets X(n)·(1 − b(t))/n"; here a microsecond.
    fn speed(&self) -> f64 {
        let n = self.in_service.len();
        if n == 0 { 0.0 } else { self.station.rate.of(n) * (1.0 - self.background) / n as f64 / 1e6 }
    }

    /// Everybody's work up to now. Called before whatever changes the number in service or the background, and at the end.
    pub fn work_until(&mut self, now: i64) {
        let speed = self.speed();
        if !self.in_service.is_empty() {
            let done = speed * (now - self.done_until) as f64;
            for served in &mut self.in_service {
                served.remaining -= done;
                self.work_done += done;
            }
        }
        self.done_until = now;
    }

    /// The one with the least remaining work, then the first to arrive.
    fn least(&self) -> Option<usize> {
        let mut least: Option<usize> = None;
        for (position, served) in self.in_service.iter().enumerate() {
            if least.is_none_or(|other| served.remaining < self.in_service[other].remaining) {
                least = Some(position);
            }
        }
        least
    }

    /// S4: "remaining work r at speed s per microsecond is done after max(0, ceil(r/s − 0.001)) microseconds (no
    /// completion while s = 0)".
    pub fn next_completion(&self) -> Option<i64> {
        let served = &self.in_service[self.least()?];
        let speed = self.speed();
        if speed <= 0.0 {
            return None;
        }
        let after = (served.remaining / speed - 0.001).ceil().max(0.0);
        Some(self.done_until + after as i64)
    }

    /// A request arrives; its number.
    pub fn arrives(&mut self, now: i64, room: usize, owner: (u32, u32), work: f64) -> usize {
        self.work_until(now);
        let number = self.made;
        self.made += 1;
        self.in_service.push(Served { number, room, owner, came: now, remaining: work, is_abandoned: false });
        self.work_completed += work;
        number
    }

    /// The completion that is due.
    pub fn completes(&mut self, now: i64) -> Served {
        self.work_until(now);
        let least = self.least().expect("a completion is due");
        let served = self.in_service.remove(least);
        self.work_completed -= served.remaining;
        served
    }

    /// S6: "It leaves the station at once, or with `serves_abandoned` stays in service to its end". Whose request that was;
    /// `None`: it is not in service any more.
    pub fn times_out(&mut self, now: i64, number: usize) -> Option<(usize, (u32, u32))> {
        let position = self.in_service.iter().position(|served| served.number == number)?;
        let served = &mut self.in_service[position];
        let whose = (served.room, served.owner);
        if self.station.serves_abandoned {
            served.is_abandoned = true;
        } else {
            self.work_until(now);
            let gone = self.in_service.remove(position);
            self.work_completed -= gone.remaining;
        }
        Some(whose)
    }

    /// S3: background "changes happen in the phase settings change".
    pub fn background_changes(&mut self, now: i64, share: f64) {
        self.work_until(now);
        self.background = share;
    }
}
