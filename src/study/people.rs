//! One day, person by person.

use crate::draws::RunKey;
use crate::engine::{Blueprint, Happening, Observer, Signal, Who};
use crate::model::{RoomId, System};
use crate::observe::Day;
use crate::units::SimTime;

/// What became of one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PersonDay {
    /// Position of the group in the scenario.
    pub group: u32,
    /// Number in the group, from 0.
    pub person: u32,
    /// First request.
    pub arrived: SimTime,
    /// First acceptance.
    pub accepted: Option<SimTime>,
    /// How the waiting ended.
    pub outcome: Outcome,
}

/// How the waiting ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Accepted.
    Admitted,
    /// Left the line.
    Left,
    /// Found the line full.
    TurnedAway,
    /// Still waiting when the run ended.
    Censored,
}

/// Everyone on the first day of a seed, in order of arrival.
pub fn people_of_one_day(system: &System, room: RoomId, seed: u64) -> Vec<PersonDay> {
    let key = RunKey { seed, replication: 0 };
    let blueprint = Blueprint::new(system, room);
    let crowd = blueprint.crowd(key);
    let mut observer = (Day::new(crowd.len()), Outcomes(vec![Outcome::Censored; crowd.len()]));
    blueprint.run(&crowd, key, &mut observer);
    let (day, outcomes) = observer;
    let person = |rank: u32| {
        let Who { group, person } = crowd.who(rank);
        let accepted = day.accepted_at(rank);
        let outcome = if accepted.is_some() { Outcome::Admitted } else { outcomes.0[rank as usize] };
        PersonDay { group, person, arrived: crowd.arrival(rank), accepted, outcome }
    };
    (0..crowd.len() as u32).map(person).collect()
}

struct Outcomes(Vec<Outcome>);

impl Observer for Outcomes {
    fn signal(&mut self, happening: &Happening) {
        match happening.signal {
            Signal::Left => self.0[happening.rank as usize] = Outcome::Left,
            Signal::TurnedAway => self.0[happening.rank as usize] = Outcome::TurnedAway,
            _ => {}
        }
    }
}
