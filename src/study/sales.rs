//! Who gets a place, day by day and over many days.

use super::estimates::{LEVEL, share_of_days};
use crate::engine::{Crowd, Who};
use crate::model::{RoomId, System};
use crate::observe::Day;
use crate::results::{ArrivalChance, Figures, GroupChance, Mean, Measure, PlacesFound};
use crate::stats::mean_interval;
use crate::units::{MINUTE, SimTime};

/// Minutes from the opening at which one stretch of arrivals ends and the next begins: short where chances fall fast.
const ENDS: [i64; 12] = [0, 1, 2, 3, 5, 10, 15, 20, 30, 60, 120, 240];
const STRETCHES: usize = ENDS.len() + 1;

/// People who came and people who got a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Served {
    people: u32,
    placed: u32,
}

/// Who got a place on one day: by group, and by stretch of arrivals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SalesOfDay {
    groups: Vec<Served>,
    arrivals: [Served; STRETCHES],
}

impl Served {
    fn count(&mut self, has_place: bool) {
        self.people += 1;
        self.placed += u32::from(has_place);
    }
}

impl SalesOfDay {
    /// `None` where there is no stock. Whoever would have come after a horizon has not come.
    pub(super) fn of(
        groups: usize,
        crowd: &Crowd,
        day: &Day,
        opening: SimTime,
        came: usize,
    ) -> Option<SalesOfDay> {
        let mut sales =
            SalesOfDay { groups: vec![Served::default(); groups], arrivals: [Served::default(); STRETCHES] };
        for rank in 0..came.min(crowd.len()) as u32 {
            let has_place = day.has_place(rank)?;
            let Who { group, .. } = crowd.who(rank);
            sales.groups[group as usize].count(has_place);
            sales.arrivals[stretch_of(crowd.arrival(rank), opening)].count(has_place);
        }
        Some(sales)
    }
}

fn stretch_of(arrival: SimTime, opening: SimTime) -> usize {
    let minute = arrival.since(opening).microseconds().div_euclid(MINUTE.microseconds());
    ENDS.partition_point(|end| *end <= minute)
}

/// What becomes of the places over many days; `None` where there is no stock.
pub(super) fn places_found(
    system: &System,
    days: &[Figures],
    drawn: &[Figures],
    sales: &[SalesOfDay],
) -> Option<PlacesFound> {
    let stock = system.stock_of(RoomId(0))?;
    let sold_out = |figures: &Figures| figures.get(Measure::SoldOut).is_some();
    let chance = |of: &dyn Fn(&SalesOfDay) -> Served| {
        let served: Vec<Served> = sales.iter().map(of).collect();
        (mean_people(&served), mean_share(&served))
    };
    let groups = system.groups.iter().enumerate().filter(|(_, group)| group.room == RoomId(0));
    let groups = groups.map(|(position, group)| {
        let (people, place_share) = chance(&|day| day.groups[position]);
        GroupChance { group: group.name.clone(), people, place_share }
    });
    let arrivals = (0..STRETCHES).map(|stretch| {
        let (people, place_share) = chance(&|day| day.arrivals[stretch]);
        let from_minute = stretch.checked_sub(1).map(|before| ENDS[before]);
        ArrivalChance { from_minute, to_minute: ENDS.get(stretch).copied(), people, place_share }
    });
    Some(PlacesFound {
        places: stock.places(),
        sold_out_days: share_of_days(days.iter().map(sold_out)),
        sold_out_days_drawn: share_of_days(drawn.iter().map(sold_out)),
        groups: groups.collect(),
        arrivals: arrivals.filter(|chance| chance.people > 0.0).collect(),
    })
}

fn mean_people(served: &[Served]) -> f64 {
    let people: f64 = served.iter().map(|served| f64::from(served.people)).sum();
    if served.is_empty() { 0.0 } else { people / served.len() as f64 }
}

/// Mean over the days on which somebody came.
fn mean_share(served: &[Served]) -> Mean {
    let came = served.iter().filter(|served| served.people > 0);
    let shares: Vec<f64> = came.map(|served| f64::from(served.placed) / f64::from(served.people)).collect();
    let value = (!shares.is_empty()).then(|| shares.iter().sum::<f64>() / shares.len() as f64);
    let interval = mean_interval(&shares, LEVEL).map(|(_, interval)| interval);
    Mean { value, ci: interval.map(|ends| [ends.low.clamp(0.0, 1.0), ends.high.clamp(0.0, 1.0)]) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Span;

    #[test]
    fn arrivals_fall_into_stretches_of_whole_minutes() {
        let opening = SimTime::ZERO + Span::from_minutes(540);
        let at = |microseconds: i64| stretch_of(opening + Span::from_microseconds(microseconds), opening);
        assert_eq!([at(-1), at(0), at(59_999_999), at(60_000_000)], [0, 1, 1, 2]);
        assert_eq!(at(MINUTE.microseconds() * 10_000), STRETCHES - 1);
    }

    #[test]
    fn days_without_anybody_have_no_chance() {
        let served = |people, placed| Served { people, placed };
        let mean = mean_share(&[served(4, 1), served(0, 0), served(4, 3)]);
        assert_eq!(mean.value, Some(0.5));
        assert_eq!(mean_share(&[served(0, 0)]), Mean::default());
        assert_eq!(mean_people(&[served(4, 1), served(0, 0)]), 2.0);
    }
}
