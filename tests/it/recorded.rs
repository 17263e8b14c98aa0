//! Small days for tests, and a record of what happened in them.

use machiai::draws::RunKey;
use machiai::engine::{Blueprint, Crowd, Ending, Happening, Observer, Shown, Signal, State, Who};
use machiai::model::{Room, RoomId, System};
use machiai::units::{SimTime, Span};

/// Keeps everything.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    pub happenings: Vec<Happening>,
    /// Only when every poll is played.
    pub shown: Vec<Shown>,
}

impl Observer for Record {
    fn signal(&mut self, happening: &Happening) {
        self.happenings.push(*happening);
    }

    fn shown(&mut self, shown: &Shown) {
        self.shown.push(*shown);
    }
}

/// The key of most tests.
pub const KEY: RunKey = RunKey { seed: 1, replication: 0 };

/// A system of one room.
pub fn system(room: Room, groups: Vec<machiai::model::Group>) -> System {
    System {
        groups,
        rooms: vec![room],
        origin: machiai::model::Origin::UNKNOWN,
        stocks: Vec::new(),
        minute_offset: Span::ZERO,
        horizon: None,
    }
}

/// Plays a day and keeps everything.
pub fn play(system: &System, key: RunKey) -> (Crowd, Record, Ending) {
    let blueprint = Blueprint::new(system, RoomId(0));
    let crowd = blueprint.crowd(key);
    let mut record = Record::default();
    let ending = blueprint.run(&crowd, key, &mut record);
    (crowd, record, ending)
}

/// Plays a day with every poll an event.
pub fn play_every_poll(system: &System, key: RunKey) -> (Record, Ending) {
    let blueprint = Blueprint::new(system, RoomId(0)).playing_every_poll();
    let mut record = Record::default();
    let ending = blueprint.run(&blueprint.crowd(key), key, &mut record);
    (record, ending)
}

/// Plays a day in pieces, each from the state that the piece before told.
pub fn play_in_pieces(system: &System, key: RunKey, cuts: &[SimTime]) -> (Record, Ending) {
    let blueprint = Blueprint::new(system, RoomId(0));
    let crowd = blueprint.crowd(key);
    let mut record = Record::default();
    let mut state: Option<State> = None;
    for cut in cuts {
        match blueprint.go_on(&crowd, key, state.as_ref(), Some(*cut), &mut record) {
            Ending::Horizon(reached) => state = Some(*reached),
            finished @ Ending::Finished { .. } => return (record, finished),
        }
    }
    let ending = blueprint.go_on(&crowd, key, state.as_ref(), system.horizon, &mut record);
    (record, ending)
}

/// Instants (in seconds) and people of one kind of signal.
pub fn when(record: &Record, crowd: &Crowd, wanted: impl Fn(Signal) -> bool) -> Vec<(f64, u32)> {
    let matching = record.happenings.iter().filter(|happening| wanted(happening.signal));
    matching.map(|happening| (happening.at.seconds(), crowd.who(happening.rank).person)).collect()
}

/// Who is behind a happening.
pub fn who(crowd: &Crowd, happening: &Happening) -> Who {
    crowd.who(happening.rank)
}
