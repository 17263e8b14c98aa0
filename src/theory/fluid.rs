//! Openings as flows: everybody replaced by an average, so the answers are the middle of a crowd of thousands.
//!
//! No chance, no polls, no minute rounding. With N people the relative error is of the order of 1/√N.
//!
//! Letters: N people, R minutes of an even ramp, r admissions per minute, λ = N/R arrivals per minute during the ramp,
//! κ = λ/r (`kappa`) overload, θ leavings per minute and waiting person (1/θ mean patience), v(t) wait of someone who
//! arrives at minute t and stays, TAU total active users, T visit and S session minutes.
//!
//! Sources: W. Whitt, "Efficiency-driven heavy-traffic approximations for many-server queues with abandonments",
//! Management Science 50 (2004) 1449–1461; W. Whitt, "Fluid models for multiserver queues with abandonments",
//! Operations Research 54 (2006) 37–54; Y. Liu, W. Whitt, "The G(t)/GI/s(t)+GI many-server fluid queue", Queueing
//! Systems 71 (2012) 405–444 (the differential equation of the head-of-line wait); G. F. Newell, *Applications of
//! Queueing Theory*, 2nd edition 1982, chapter 2 (cumulative curves). "Project notes" are simulations made
//! for this project with other code, before the engine was written: notes on waiting rooms, §0, §4 and §7.4.

use super::Refusal;
use super::applicability::{not_negative, positive, share};
use super::integral::integral;

/// Halvings when a share is turned into an arrival minute: beyond the last digit.
const BISECTIONS: u32 = 80;

/// What a flow of arrivals meets at a rate limit.
///
/// Waits rise from 0 for the first person to [`last_wait`](Self::last_wait) for the last, in order of arrival. All
/// figures are of those who get in, unless they say otherwise.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Opening {
    /// People who get in.
    pub admitted: f64,
    /// People who leave the line first; 0 without impatience.
    pub left: f64,
    /// Minutes the last arrival waits: the longest wait.
    pub last_wait: f64,
    /// Mean minutes waited.
    pub mean_wait: f64,
    /// Most people in line at once.
    pub line_peak: f64,
    /// Minute, from the first arrival, at which the line is gone (without a line: at which arrivals end).
    pub line_gone: f64,
    /// How waits grow along the ramp; `None` when they are even over 0..last wait.
    curve: Option<Curve>,
}

/// The waits v(t) of a ramp with leavers, for t in 0..=`ramp_minutes`.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Curve {
    kappa: f64,
    theta: f64,
    ramp_minutes: f64,
}

impl Curve {
    /// v(t) = (1/θ)·ln(κ − (κ − 1)·e^(−θt)), written with the distance from 1 so that small waits keep their digits.
    fn wait(&self, minute: f64) -> f64 {
        libm::log1p((self.kappa - 1.0) * -libm::expm1(-self.theta * minute)) / self.theta
    }

    /// v(t) where t + v(t) = `admission`, the minute the person is let in; t + v(t) rises with t.
    fn wait_of_admission_at(&self, admission: f64) -> f64 {
        let (mut early, mut late) = (0.0, self.ramp_minutes);
        for _ in 0..BISECTIONS {
            let middle = f64::midpoint(early, late);
            if middle + self.wait(middle) <= admission {
                early = middle;
            } else {
                late = middle;
            }
        }
        self.wait(early)
    }
}

impl Opening {
    /// Wait in minutes, from 0 to [`last_wait`](Self::last_wait), that the share `part` (0 to 1) of those admitted does
    /// not exceed.
    ///
    /// Without leavers waits are even over 0..last wait. With leavers the person with this rank arrives at the minute t
    /// with t + v(t) = part·(R + v(R)), because admissions run at constant rate; found by bisection.
    ///
    /// # Errors
    /// [`Refusal::OutOfRange`] when `part` is not in 0..=1.
    ///
    /// ```
    /// use machiai::theory::fluid::even_ramp;
    ///
    /// let opening = even_ramp(30_000.0, 10.0, 500.0)?;
    /// assert!((opening.wait_quantile(0.95)? - 47.5).abs() < 1e-9);
    /// # Ok::<(), machiai::theory::Refusal>(())
    /// ```
    pub fn wait_quantile(&self, part: f64) -> Result<f64, Refusal> {
        share("the share of people", part)?;
        Ok(match self.curve {
            None => part * self.last_wait,
            Some(curve) => curve.wait_of_admission_at(part * self.line_gone),
        })
    }
}

/// `people` arrive evenly over `over_minutes` (0: all at once); `rate_per_minute` are let in; nobody leaves.
///
/// v(t) = (κ − 1)t, so the last waits N/r − R, the mean is half of that, the peak of the line is N − rR, and the line is
/// gone at N/r. When N/R ≤ r nobody waits. Holds for a constant rate limit that is always used while people wait: the
/// metered room with a rate, or the Cloudflare room when `new_users_per_minute` is what binds.
///
/// # Errors
/// [`Refusal::OutOfRange`] when `people` or `over_minutes` is negative or the rate is not positive.
///
/// Source: Newell (1982), chapter 2; project notes §4 (30,000 over 10 min at 500: 50 and 25 min).
///
/// ```
/// use machiai::theory::fluid::even_ramp;
///
/// let opening = even_ramp(30_000.0, 10.0, 500.0)?;
/// assert_eq!((opening.last_wait, opening.mean_wait), (50.0, 25.0));
/// assert_eq!((opening.line_peak, opening.line_gone), (25_000.0, 60.0));
/// # Ok::<(), machiai::theory::Refusal>(())
/// ```
pub fn even_ramp(people: f64, over_minutes: f64, rate_per_minute: f64) -> Result<Opening, Refusal> {
    check_ramp(people, over_minutes, rate_per_minute)?;
    let last_wait = (people / rate_per_minute - over_minutes).max(0.0);
    Ok(Opening {
        admitted: people,
        left: 0.0,
        last_wait,
        mean_wait: last_wait / 2.0,
        line_peak: (people - rate_per_minute * over_minutes).max(0.0),
        line_gone: over_minutes + last_wait,
        curve: None,
    })
}

/// `people` come at once and leave after an exponential patience of mean `patience_minutes` (1/θ) unless let in.
///
/// Leavers are gone at once: no ghosts, every turn is used. The line falls by dL/dt = −r − θL from N, so it is gone,
/// and the last is let in, after (1/θ)·ln(1 + θN/r) minutes; r times that get in. Those let in wait evenly between 0
/// and the end.
///
/// # Errors
/// [`Refusal::OutOfRange`] when `people` is negative, or the rate or the patience is not positive.
///
/// Source: the linear equation solved; the drain phase of Liu and Whitt (2012) with exponential patience.
///
/// ```
/// use machiai::theory::fluid::at_once_with_leavers;
///
/// // 30,000 at nine o'clock, 500 a minute, mean patience 30 min: not an hour but 33 minutes, and 16,479 get in.
/// let opening = at_once_with_leavers(30_000.0, 500.0, 30.0)?;
/// assert!((opening.last_wait - 30.0 * 3.0_f64.ln()).abs() < 1e-12);
/// assert_eq!(opening.admitted.round(), 16_479.0);
/// # Ok::<(), machiai::theory::Refusal>(())
/// ```
pub fn at_once_with_leavers(
    people: f64,
    rate_per_minute: f64,
    patience_minutes: f64,
) -> Result<Opening, Refusal> {
    check_ramp(people, 0.0, rate_per_minute)?;
    positive("the mean patience in minutes", patience_minutes)?;
    let last_wait = patience_minutes * libm::log1p(people / (rate_per_minute * patience_minutes));
    let admitted = (rate_per_minute * last_wait).min(people);
    Ok(Opening {
        admitted,
        left: people - admitted,
        last_wait,
        mean_wait: last_wait / 2.0,
        line_peak: people,
        line_gone: last_wait,
        curve: None,
    })
}

/// `people` arrive evenly over `over_minutes`, and leave after an exponential patience of mean `patience_minutes` (1/θ)
/// unless let in; `rate_per_minute` are let in, first come first served.
///
/// Leavers are gone at once: no ghosts, every turn is used. Of those who arrive in dt at minute t, the share
/// e^(−θv) is still there when their turn comes, and the turns between t + v and t + dt + v + dv are theirs:
/// λ·e^(−θv)·dt = r·(1 + v′)·dt. With y = e^(θv) that is the linear equation y′ = θ(κ − y), y(0) = 1, so
/// v(t) = (1/θ)·ln(κ − (κ − 1)·e^(−θt)). It starts like (κ − 1)t and tends to (1/θ)·ln κ, which is
/// [`overloaded_wait`]. The line during the ramp is ((λ − r)/θ)(1 − e^(−θt)); from its peak at R it drains as in
/// [`at_once_with_leavers`], and is gone at R + v(R). The mean wait is an integral (numerical, relative error 1e−10):
/// (∫v dt + v(R)²/2)/(R + v(R)). Without overload (λ ≤ r) nobody waits or leaves.
///
/// # Errors
/// [`Refusal::OutOfRange`] when `people` is negative, or `over_minutes`, the rate or the patience is not positive
/// (for all at once see [`at_once_with_leavers`]).
///
/// Source: Liu and Whitt (2012), the equation w′ = 1 − r/(λ·F̄(w)) of the head-of-line wait, solved here for exponential
/// patience; project notes §7.4 has the simulated table.
///
/// ```
/// use machiai::theory::fluid::even_ramp_with_leavers;
///
/// // Simulated: 18,246 get in and the last waits 26 to 27 min (project notes §0 and §7.4).
/// let opening = even_ramp_with_leavers(30_000.0, 10.0, 500.0, 30.0)?;
/// assert!((opening.admitted / 18_246.0 - 1.0).abs() < 0.005);
/// assert!((opening.last_wait - 26.5).abs() < 0.1);
/// # Ok::<(), machiai::theory::Refusal>(())
/// ```
pub fn even_ramp_with_leavers(
    people: f64,
    over_minutes: f64,
    rate_per_minute: f64,
    patience_minutes: f64,
) -> Result<Opening, Refusal> {
    check_ramp(people, over_minutes, rate_per_minute)?;
    positive("the length of the ramp in minutes", over_minutes)?;
    positive("the mean patience in minutes", patience_minutes)?;
    let lambda = people / over_minutes;
    if lambda <= rate_per_minute {
        return even_ramp(people, over_minutes, rate_per_minute);
    }
    let theta = 1.0 / patience_minutes;
    let curve = Curve { kappa: lambda / rate_per_minute, theta, ramp_minutes: over_minutes };
    let last_wait = curve.wait(over_minutes);
    let line_gone = over_minutes + last_wait;
    let area = integral(|minute| curve.wait(minute), 0.0, over_minutes);
    let admitted = (rate_per_minute * line_gone).min(people);
    Ok(Opening {
        admitted,
        left: people - admitted,
        last_wait,
        mean_wait: (area + last_wait * last_wait / 2.0) / line_gone,
        line_peak: (lambda - rate_per_minute) / theta * -libm::expm1(-theta * over_minutes),
        line_gone,
        curve: Some(curve),
    })
}

/// People admitted when every leaver's turn is wasted: the other end from [`even_ramp_with_leavers`].
///
/// The line moves as if nobody left, v(t) = (κ − 1)t, and of those who arrive at minute t the share e^(−θv) is there
/// when called: N·(1 − e^(−θw))/(θw) people with w = N/r − R, the last wait. Real rooms lie between the two: in
/// Cloudflare's a leaver's place lasts until 5 minutes after the last poll, as a ghost. Without a wait everyone is
/// admitted.
///
/// # Errors
/// [`Refusal::OutOfRange`] when `people` or `over_minutes` is negative, or the rate or the patience is not positive.
///
/// Source: own integration of the survivors; project notes §0 item 3 (simulated: 14,581).
///
/// ```
/// use machiai::theory::fluid::admitted_with_wasted_turns;
///
/// let admitted = admitted_with_wasted_turns(30_000.0, 10.0, 500.0, 30.0)?;
/// assert!((admitted / 14_581.0 - 1.0).abs() < 0.005);
/// # Ok::<(), machiai::theory::Refusal>(())
/// ```
pub fn admitted_with_wasted_turns(
    people: f64,
    over_minutes: f64,
    rate_per_minute: f64,
    patience_minutes: f64,
) -> Result<f64, Refusal> {
    check_ramp(people, over_minutes, rate_per_minute)?;
    positive("the mean patience in minutes", patience_minutes)?;
    let exponent = (people / rate_per_minute - over_minutes).max(0.0) / patience_minutes;
    Ok(if exponent > 0.0 { people * -libm::expm1(-exponent) / exponent } else { people })
}

/// What a flow of arrivals of any shape meets at a rate limit: see [`in_turn`].
#[derive(Debug, Clone, PartialEq)]
pub struct InTurn {
    /// People who get in.
    pub admitted: f64,
    /// People who leave the line first.
    pub left: f64,
    /// Minutes the last arrival waits.
    pub last_wait: f64,
    /// Longest wait in minutes: that of somebody earlier where the arrivals thin out at the end.
    pub longest_wait: f64,
    /// Mean minutes waited by those who get in.
    pub mean_wait: f64,
    /// (minutes waited, people who get in after so long), shortest first.
    waits: Vec<(f64, f64)>,
}

impl InTurn {
    /// Wait in minutes that the share `part` (0 to 1) of those admitted does not exceed; 0 if nobody is admitted.
    ///
    /// # Errors
    /// [`Refusal::OutOfRange`] when `part` is not in 0..=1.
    pub fn wait_quantile(&self, part: f64) -> Result<f64, Refusal> {
        share("the share of people", part)?;
        let mut below = 0.0;
        let reached = self.waits.iter().find(|(_, people)| {
            below += people;
            below >= part * self.admitted * (1.0 - 1e-12)
        });
        Ok(reached.or(self.waits.last()).map_or(0.0, |(wait, _)| *wait))
    }
}

/// Arrivals of any shape, first come first served: `people_each` come at each of these instants (minutes, in order);
/// from `doors_open` on the first `at_once` get in without delay and after them `rate_per_minute`; with a patience they leave
/// unless let in (exponential, of this mean, gone at once).
///
/// The cumulative curves of Newell: whoever comes at minute t gets in at the minute c at which all before are in, and
/// of so many people the share e^(−θ(c − t)) is still there and takes turns, so c grows by that share ÷ r. With even
/// arrivals it is [`even_ramp`] and [`even_ramp_with_leavers`], as far as single instants can be a flow.
///
/// # Errors
/// [`Refusal::OutOfRange`] when a count is negative, or the rate or the patience is not positive.
///
/// Source: Newell (1982), chapter 2; with leavers the equation of Liu and Whitt (2012) in small steps.
///
/// ```
/// use machiai::theory::fluid::in_turn;
///
/// let ramp: Vec<f64> = (0..3_000).map(|k| (f64::from(k) + 0.5) / 300.0).collect();
/// let opening = in_turn(&ramp, 10.0, 0.0, (0.0, 500.0), Some(30.0))?;
/// assert!((opening.last_wait - 26.5).abs() < 0.1);
/// # Ok::<(), machiai::theory::Refusal>(())
/// ```
pub fn in_turn(
    arrivals: &[f64],
    people_each: f64,
    at_once: f64,
    (doors_open, rate_per_minute): (f64, f64),
    patience_minutes: Option<f64>,
) -> Result<InTurn, Refusal> {
    not_negative("the people at each instant", people_each)?;
    not_negative("the people let in at once", at_once)?;
    positive("the rate per minute", rate_per_minute)?;
    if let Some(patience) = patience_minutes {
        positive("the mean patience in minutes", patience)?;
    }
    let (mut clock, mut free) = (doors_open, at_once);
    let (mut waits, mut last_wait) = (Vec::with_capacity(arrivals.len()), 0.0);
    for &came in arrivals {
        clock = clock.max(came);
        last_wait = clock - came;
        let people = people_each * patience_minutes.map_or(1.0, |patience| libm::exp(-last_wait / patience));
        waits.push((last_wait, people));
        let taking_turns = (people - free).max(0.0);
        free = (free - people).max(0.0);
        clock += taking_turns / rate_per_minute;
    }
    waits.sort_by(|left, right| left.0.total_cmp(&right.0));
    let admitted: f64 = waits.iter().map(|(_, people)| people).sum();
    let area: f64 = waits.iter().map(|(wait, people)| wait * people).sum();
    Ok(InTurn {
        admitted,
        left: people_each * arrivals.len() as f64 - admitted,
        last_wait,
        longest_wait: waits.last().map_or(0.0, |(wait, _)| *wait),
        mean_wait: if admitted > 0.0 { area / admitted } else { 0.0 },
        waits,
    })
}

/// Wait, in minutes, of those who do not give up, in a lasting overload with exponential patience.
///
/// w = (1/θ)·ln(λ/(cμ)): the share e^(−θw) = cμ/λ is served. Needs more arrivals than capacity, lasting for some patience
/// times; leavers are gone at once. It is a steady state, not the answer to "30,000 at nine o'clock"
/// (see [`even_ramp_with_leavers`]).
///
/// # Errors
/// [`Refusal::NotOverloaded`] when arrivals do not exceed capacity; [`Refusal::OutOfRange`] for a rate or patience that
/// is not positive.
///
/// Source: Whitt (2004), and Whitt (2006) for general patience.
///
/// ```
/// use machiai::theory::fluid::overloaded_wait;
///
/// // 300 a minute, room for 50 a minute, mean patience 30 min: 53.75 min (simulated: 54.0 and 52.9).
/// assert!((overloaded_wait(300.0, 50.0, 30.0)? - 53.75).abs() < 0.005);
/// # Ok::<(), machiai::theory::Refusal>(())
/// ```
pub fn overloaded_wait(
    arrivals_per_minute: f64,
    capacity_per_minute: f64,
    patience_minutes: f64,
) -> Result<f64, Refusal> {
    positive("the arrival rate per minute", arrivals_per_minute)?;
    positive("the capacity per minute", capacity_per_minute)?;
    positive("the mean patience in minutes", patience_minutes)?;
    if arrivals_per_minute <= capacity_per_minute {
        return Err(Refusal::NotOverloaded { arrivals_per_minute, capacity_per_minute });
    }
    Ok(patience_minutes * libm::log(arrivals_per_minute / capacity_per_minute))
}

/// Whether a request within a session starts the session's minutes anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Renewal {
    /// Each request moves the end of the session: Cloudflare's default.
    On,
    /// The session ends a fixed time after acceptance: `disable_session_renewal`.
    Off,
}

/// Visits per minute that `total_active_users` slots can turn over.
///
/// A slot is held for T + S with renewal (the last request, at T, renews it) and for S without: TAU/(T + S) or TAU/S
/// (Little's law). T is the mean time from the first to the last request of a visit. Needs people always waiting,
/// `new_users_per_minute` not the tighter limit, no `revoke`, and, with renewal, no think time as long as S.
///
/// # Errors
/// [`Refusal::SessionEndsMidVisit`] without renewal when T ≥ S: people then need several sessions for one visit.
/// [`Refusal::OutOfRange`] when the slots or the session are not positive or the visit is negative.
///
/// Source: J. D. C. Little, "A proof for the queuing formula L = λW", Operations Research 9 (1961) 383–387, with
/// the room's rule for when a slot is freed.
///
/// ```
/// use machiai::theory::fluid::{Renewal, throughput};
///
/// assert_eq!(throughput(3_000.0, 8.0, 5.0, Renewal::On)?, 3_000.0 / 13.0);
/// assert_eq!(throughput(3_000.0, 8.0, 10.0, Renewal::Off)?, 300.0);
/// # Ok::<(), machiai::theory::Refusal>(())
/// ```
pub fn throughput(
    total_active_users: f64,
    visit_minutes: f64,
    session_minutes: f64,
    renewal: Renewal,
) -> Result<f64, Refusal> {
    positive("the total active users", total_active_users)?;
    not_negative("the visit in minutes", visit_minutes)?;
    positive("the session in minutes", session_minutes)?;
    match renewal {
        Renewal::On => Ok(total_active_users / (visit_minutes + session_minutes)),
        Renewal::Off if visit_minutes >= session_minutes => {
            Err(Refusal::SessionEndsMidVisit { visit_minutes, session_minutes })
        }
        Renewal::Off => Ok(total_active_users / session_minutes),
    }
}

/// The hand check: minutes until the last of `people`, all there at the opening, is let in.
///
/// (N − TAU)/rate: the first `total_active_users` go straight in, the others follow at `rate_per_minute` (the smaller of
/// [`throughput`] and `new_users_per_minute`). 0 when all fit. Needs nobody leaving and a first filling that is short
/// against the answer; with equal visits the slots free in waves, and the answer is exact at the end of each wave.
///
/// # Errors
/// [`Refusal::OutOfRange`] when `people` or the slots are negative or the rate is not positive.
///
/// Source: Newell (1982), chapter 2.
///
/// ```
/// use machiai::theory::fluid::{Renewal, drain, throughput};
///
/// let rate = throughput(3_000.0, 5.0, 5.0, Renewal::On)?;
/// // 30,000 people are ten fillings of the room: nine turnovers of ten minutes.
/// assert_eq!(drain(30_000.0, 3_000.0, rate)?, 90.0);
/// # Ok::<(), machiai::theory::Refusal>(())
/// ```
pub fn drain(people: f64, total_active_users: f64, rate_per_minute: f64) -> Result<f64, Refusal> {
    not_negative("the number of people", people)?;
    not_negative("the total active users", total_active_users)?;
    positive("the rate per minute", rate_per_minute)?;
    Ok((people - total_active_users).max(0.0) / rate_per_minute)
}

fn check_ramp(people: f64, over_minutes: f64, rate_per_minute: f64) -> Result<(), Refusal> {
    not_negative("the number of people", people)?;
    not_negative("the length of the ramp in minutes", over_minutes)?;
    positive("the rate per minute", rate_per_minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(value: f64, expected: f64, relative: f64) -> bool {
        (value / expected - 1.0).abs() < relative
    }

    #[test]
    fn a_slow_ramp_makes_nobody_wait() {
        let opening = even_ramp(3_000.0, 10.0, 500.0).unwrap();
        assert_eq!((opening.last_wait, opening.mean_wait, opening.line_peak), (0.0, 0.0, 0.0));
        assert_eq!(opening.line_gone, 10.0);
        assert_eq!(even_ramp_with_leavers(3_000.0, 10.0, 500.0, 5.0), Ok(opening));
        assert_eq!(opening.wait_quantile(0.9), Ok(0.0));
    }

    #[test]
    fn all_at_once_waits_evenly_up_to_people_over_rate() {
        let opening = even_ramp(30_000.0, 0.0, 500.0).unwrap();
        assert_eq!((opening.last_wait, opening.mean_wait, opening.line_peak), (60.0, 30.0, 30_000.0));
        assert_eq!(opening.wait_quantile(0.5), Ok(30.0));
        assert!(opening.wait_quantile(1.5).is_err());
        let nobody = even_ramp(0.0, 0.0, 500.0).unwrap();
        assert_eq!((nobody.last_wait, nobody.wait_quantile(0.5)), (0.0, Ok(0.0)));
    }

    /// The simulated table in project notes §7.4 (10 min ramp, 500 a minute, leavers dropped at
    /// once): last wait to the minute, admitted within 1 % (it is one simulated run of some ten thousand people).
    #[test]
    fn ramps_with_leavers_match_the_simulated_table() {
        let table = [
            (30_000.0, 10.0, 14.0, 12_160.0),
            (30_000.0, 30.0, 27.0, 18_246.0),
            (30_000.0, 60.0, 34.0, 22_200.0),
            (300_000.0, 10.0, 37.0, 23_266.0),
            (300_000.0, 30.0, 86.0, 48_146.0),
            (300_000.0, 60.0, 138.0, 74_136.0),
        ];
        for (people, patience, last_wait, admitted) in table {
            let opening = even_ramp_with_leavers(people, 10.0, 500.0, patience).unwrap();
            assert!((opening.last_wait - last_wait).abs() < 1.0, "{people}, {patience}: {opening:?}");
            assert!(close(opening.admitted, admitted, 0.01), "{people}, {patience}: {opening:?}");
        }
    }

    /// The differential equation v′ = κ·e^(−θv) − 1 by Euler steps with the people counted one cohort at a time.
    #[test]
    fn the_closed_form_solves_the_flow_balance() {
        let opening = even_ramp_with_leavers(30_000.0, 10.0, 500.0, 10.0).unwrap();
        let (lambda, rate, theta, steps) = (3_000.0, 500.0, 0.1, 200_000);
        let step = 10.0 / f64::from(steps);
        let (mut wait, mut wait_sum, mut admitted) = (0.0_f64, 0.0, 0.0);
        let mut waits = Vec::new();
        for _ in 0..steps {
            let served = lambda * step * (-theta * wait).exp();
            admitted += served;
            wait_sum += served * wait;
            waits.push((admitted, wait));
            wait += served / rate - step;
        }
        assert!(close(opening.last_wait, wait, 1e-4));
        assert!(close(opening.admitted, admitted, 1e-4));
        assert!(close(opening.mean_wait, wait_sum / admitted, 1e-4));
        for part in [0.1, 0.5, 0.9] {
            let (_, expected) = *waits.iter().find(|(number, _)| *number >= part * admitted).unwrap();
            assert!(close(opening.wait_quantile(part).unwrap(), expected, 1e-3), "{part}");
        }
        assert!(close(opening.wait_quantile(1.0).unwrap(), opening.last_wait, 1e-12));
    }

    #[test]
    fn people_are_conserved_and_limits_meet() {
        let opening = even_ramp_with_leavers(30_000.0, 10.0, 500.0, 30.0).unwrap();
        assert!(close(opening.admitted + opening.left, 30_000.0, 1e-14));
        // The line at its peak drains like a crowd that came at once.
        let rest = at_once_with_leavers(opening.line_peak, 500.0, 30.0).unwrap();
        assert!(close(rest.last_wait, opening.last_wait, 1e-12));
        // Endless patience: nobody leaves.
        let patient = even_ramp_with_leavers(30_000.0, 10.0, 500.0, 1e9).unwrap();
        assert!(close(patient.last_wait, 50.0, 1e-6) && close(patient.mean_wait, 25.0, 1e-6));
        assert!(close(patient.wait_quantile(0.9).unwrap(), 45.0, 1e-6));
        // A very short ramp: all at once.
        let sudden = even_ramp_with_leavers(30_000.0, 1e-6, 500.0, 30.0).unwrap();
        let at_once = at_once_with_leavers(30_000.0, 500.0, 30.0).unwrap();
        assert!(
            close(sudden.last_wait, at_once.last_wait, 1e-6)
                && close(sudden.mean_wait, at_once.mean_wait, 1e-6)
        );
        // A very long ramp: the lasting overload.
        let lasting = even_ramp_with_leavers(3e6, 1_000.0, 500.0, 30.0).unwrap();
        assert!(close(lasting.last_wait, overloaded_wait(3_000.0, 500.0, 30.0).unwrap(), 1e-12));
    }

    #[test]
    fn wasted_turns_admit_fewer_than_used_ones() {
        let wasted = admitted_with_wasted_turns(30_000.0, 10.0, 500.0, 30.0).unwrap();
        assert!(wasted < even_ramp_with_leavers(30_000.0, 10.0, 500.0, 30.0).unwrap().admitted);
        assert_eq!(admitted_with_wasted_turns(3_000.0, 10.0, 500.0, 30.0), Ok(3_000.0));
    }

    #[test]
    fn refusals_name_the_reason() {
        assert_eq!(
            overloaded_wait(40.0, 50.0, 30.0),
            Err(Refusal::NotOverloaded { arrivals_per_minute: 40.0, capacity_per_minute: 50.0 })
        );
        assert_eq!(
            throughput(3_000.0, 8.0, 5.0, Renewal::Off),
            Err(Refusal::SessionEndsMidVisit { visit_minutes: 8.0, session_minutes: 5.0 })
        );
        assert!(matches!(even_ramp(-1.0, 10.0, 500.0), Err(Refusal::OutOfRange { .. })));
        assert!(matches!(even_ramp_with_leavers(1.0, 0.0, 500.0, 5.0), Err(Refusal::OutOfRange { .. })));
        assert_eq!(drain(2_000.0, 3_000.0, 100.0), Ok(0.0));
    }
}
