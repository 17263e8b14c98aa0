//! Compares a visit with the room's session clock: who loses a session even with nobody else there.
//! Does not simulate.

use super::cursor::{Context, Field};
use super::notice::Notice;
use super::tree::Content;
use crate::draws::law::Law;
use crate::model::room::{Entry, SessionClock};
use crate::model::{Distribution, Group, Room, Visit};
use crate::units::Span;

/// Shares below this are not worth a notice.
const SMALLEST_SHARE: f64 = 0.001;
/// A length with at most this share of people below it counts as the shortest.
const NOBODY: f64 = 1e-9;
/// Cells of a session when sums of think times are computed.
const CELLS: usize = 500;

/// What a session is up against.
struct Session {
    length: Span,
    renewed: bool,
}

/// Records an issue if nobody can finish whatever settings are in force, a notice if some lose their session on the
/// way under the settings at the opening. `visit` is the visit, if it was given, or where it could stand.
pub(super) fn check(group: &Group, room: &Room, visit: &Field, context: &mut Context) {
    let Some(session) = session_of(room.session()) else { return };
    // A room that is off has no sessions.
    let on = || room.schedule().regimes().filter(|regime| regime.entry != Entry::Suspended);
    let thinks = shortest_steps(&group.visit);
    let fails = |clock| session_of(clock).is_some_and(|session| gives_up(&thinks, group, &session));
    if on().next().is_some() && on().all(|regime| fails(regime.session)) {
        let issue = nobody(group, &session, visit, context);
        context.issues.push(issue);
        return;
    }
    let suspended = room.schedule().at(room.opening()).entry == Entry::Suspended;
    let share = share_interrupted(&group.visit, &session);
    if !suspended && share >= SMALLEST_SHARE {
        context.notices.push(Notice::SomeCannotFinish {
            group: group.name.clone(),
            share,
            session: session.length,
        });
    }
}

fn nobody(group: &Group, session: &Session, visit: &Field, context: &Context) -> super::Issue {
    let pages = group.visit.pages();
    let (message, more_pages) = match session.renewed {
        true => (
            format!(
                "nobody can finish: even the shortest steps take the session of {} or more",
                session.length
            ),
            format!(", more {} than {pages}", context.worded("--pages", "pages")),
        ),
        false => (
            format!(
                "nobody can finish: the session ends {} after acceptance, and even the shortest visit is longer",
                session.length
            ),
            ", renewal on".to_owned(),
        ),
    };
    let mut issue = visit.issue(message).accepted(format!(
        "a longer {} than {}{more_pages}, or a shorter visit",
        context.called("room.session_duration"),
        session.length
    ));
    if let Content::Table(entries) = &visit.value.content {
        match entries.first() {
            None => issue.seen = None,
            // The place of a visit from flags is its first flag: that flag's value stands beside it.
            Some(first) if context.from_flags => issue = issue.seen(first.value.shown()),
            Some(_) => {}
        }
    }
    issue
}

fn session_of(clock: SessionClock) -> Option<Session> {
    match clock {
        SessionClock::IdleAfterLastRequest(length) => Some(Session { length, renewed: true }),
        SessionClock::SinceAcceptance(length) => Some(Session { length, renewed: false }),
        SessionClock::VisitAndLag(_) => None,
    }
}

/// Think times before each request after the first, for a person as fast as anyone.
fn shortest_steps(visit: &Visit) -> Vec<Span> {
    match visit {
        Visit::Even { duration, pages, .. } => {
            let gaps = i64::from(pages - 1);
            let duration = shortest(duration).microseconds();
            (0..gaps).map(|_| Span::from_microseconds(duration / gaps)).collect()
        }
        Visit::Steps(steps) => {
            let before_last = &steps[..steps.len().saturating_sub(1)];
            before_last.iter().map(|step| shortest(&step.think)).collect()
        }
    }
}

/// The shortest length that a law gives to anybody.
fn shortest(law: &Distribution) -> Span {
    match law {
        Distribution::Fixed(length) => *length,
        Distribution::Uniform { low, .. } => *low,
        Distribution::Listed(lengths) => lengths.iter().min().copied().unwrap_or(Span::ZERO),
        Distribution::Exponential { .. }
        | Distribution::Lognormal { .. }
        | Distribution::Gamma { .. }
        | Distribution::Weibull { .. }
        | Distribution::Quantiles(_) => {
            let law = Law::compile(law);
            let (mut low, mut high) = (0, Span::MAX.microseconds());
            while high - low > 1 {
                let middle = low + (high - low) / 2;
                let below = law.cdf(Span::from_microseconds(middle).seconds());
                if below <= NOBODY { low = middle } else { high = middle }
            }
            Span::from_microseconds(low)
        }
    }
}

/// Whether someone with these think times loses so many sessions, without ever waiting, that they give up.
fn gives_up(thinks: &[Span], group: &Group, session: &Session) -> bool {
    let mut losses = 0;
    let mut since_acceptance = Span::ZERO;
    for think in thinks {
        let mut think = *think;
        loop {
            let idle = if session.renewed { think } else { since_acceptance + think };
            if idle < session.length {
                since_acceptance = idle;
                break;
            }
            losses += 1;
            if losses >= group.give_up_after {
                return true;
            }
            since_acceptance = Span::ZERO;
            think = Span::from_fractional_seconds(think.seconds() * group.retype.value());
        }
    }
    false
}

/// Share of people who lose a session at least once.
fn share_interrupted(visit: &Visit, session: &Session) -> f64 {
    let limit = session.length.seconds();
    match visit {
        Visit::Even { pages: ..=1, .. } => 0.0,
        Visit::Even { duration, pages, .. } => {
            let gaps = if session.renewed { f64::from(pages - 1) } else { 1.0 };
            1.0 - below(&Law::compile(duration), limit * gaps)
        }
        Visit::Steps(steps) => {
            let laws: Vec<Law> =
                steps[..steps.len().saturating_sub(1)].iter().map(|step| Law::compile(&step.think)).collect();
            match session.renewed {
                true => 1.0 - laws.iter().map(|law| below(law, limit)).product::<f64>(),
                false => 1.0 - sum_below(&laws, limit),
            }
        }
    }
}

/// Share of people strictly below a length: an expiry at t is expired at t.
fn below(law: &Law, seconds: f64) -> f64 {
    const HALF_A_MICROSECOND: f64 = 5e-7;
    law.cdf(seconds - HALF_A_MICROSECOND)
}

/// Share of people whose lengths add up to less than a limit, on a grid of [`CELLS`] cells: good to about one
/// part in a hundred of the limit, which is enough for a notice.
fn sum_below(laws: &[Law], limit: f64) -> f64 {
    // `reached[c]`: chance that the sum so far lies in cell c.
    let mut reached: Vec<f64> = Vec::new();
    let edge = |cell: usize| limit * cell as f64 / CELLS as f64;
    for law in laws {
        let up_to: Vec<f64> = (1..=CELLS).map(|cell| below(law, edge(cell))).collect();
        let before = |cell: usize| if cell == 0 { 0.0 } else { up_to[cell - 1] };
        let mass: Vec<f64> = (0..CELLS).map(|cell| up_to[cell] - before(cell)).collect();
        if reached.is_empty() {
            reached = mass;
            continue;
        }
        // The sum of something in one cell and something in another lies in either of two cells.
        let mut next = vec![0.0; CELLS + 1];
        for (from, chance) in reached.iter().enumerate() {
            for (by, mass) in mass.iter().enumerate().take(CELLS - from) {
                next[from + by] += chance * mass / 2.0;
                next[from + by + 1] += chance * mass / 2.0;
            }
        }
        next.truncate(CELLS);
        reached = next;
    }
    if laws.is_empty() {
        return 1.0;
    }
    reached.iter().sum()
}
