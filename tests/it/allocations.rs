//! What a day allocates while it is played: vectors that double, and something for every minute; nothing for each person.

use machiai::draws::RunKey;
use machiai::engine::Blueprint;
use machiai::model::room::{CallOrder, Cloudflare, Event, Metered, QueueingMethod, Room};
use machiai::model::{ArrivalProfile, Comeback, Distribution, Group, Headcount, RoomId, Visit};
use machiai::observe::Day;
use machiai::units::{Share, SimTime, Span};

use crate::recorded::system;

fn crowd(people: u32) -> Group {
    let arrivals = ArrivalProfile::from_opening(Distribution::Exponential { mean: Span::from_minutes(10) });
    let visit = Distribution::Lognormal { mean: Span::from_minutes(5), coefficient_of_variation: 1.0 };
    let mut group = Group::new("crowd", Headcount::Fixed(people), arrivals, Visit::even(visit, 5));
    group.patience = Some(Distribution::Exponential { mean: Span::from_minutes(30) });
    group
}

fn allocations(room: Room, group: Group) -> u64 {
    let blueprint = Blueprint::new(&system(room, vec![group]), RoomId(0));
    let key = RunKey { seed: 7, replication: 0 };
    let crowd = blueprint.crowd(key);
    let mut day = Day::new(crowd.len());
    allocation_counter::measure(|| {
        blueprint.run(&crowd, key, &mut day);
    })
    .count_total
}

fn room(people: u32) -> Cloudflare {
    Cloudflare::new("room", people / 50, people / 250)
}

/// A room and its people, for so many of them.
type DayOf = dyn Fn(u32) -> (Room, Group);

/// Ten times the people in rooms ten times as large: days are equally long, so only what belongs to people can grow.
///
/// Catches: a box, a list or a node of a tree for each person or event. 45,000 people more may cost one allocation for twenty of
/// them; where people come back into buckets that were dealt, one for five, because each bucket notes by the poll interval who
/// begins to poll anew.
#[test]
fn a_day_allocates_nothing_for_each_person() {
    let plain = |people: u32| (Room::cloudflare(&room(people)), crowd(people));
    let metered = |people: u32| {
        let settings = Metered {
            name: "metered".to_owned(),
            opening: SimTime::ZERO,
            slots: Some(people / 50),
            spacing: Metered::spacing_of(people / 250),
            line_limit: None,
            order: CallOrder::Fifo,
            lag: Span::from_minutes(5),
        };
        (Room::metered(&settings), crowd(people))
    };
    let by_lot = |people: u32| {
        let settings = Cloudflare { queueing_method: QueueingMethod::Random, ..room(people) };
        (Room::cloudflare(&settings), crowd(people))
    };
    let event = |people: u32| {
        let mut settings = room(people);
        let mut event = Event::new("sale", SimTime::ZERO, SimTime::ZERO + Span::from_minutes(600));
        event.prequeue_start_time = Some(SimTime::ZERO - Span::from_minutes(10));
        event.shuffle_at_event_start = true;
        settings.events = vec![event];
        let mut group = crowd(people);
        let share = |value: f64| Share::new(value).expect("a share");
        let delay = Distribution::Exponential { mean: Span::from_minutes(4) };
        group.comeback = Some(Comeback { chance: share(0.2), delay, with_cookie: share(0.5) });
        (Room::cloudflare(&settings), group)
    };
    let days: [(&str, &DayOf, u64); 4] =
        [("plain", &plain, 20), ("metered", &metered, 20), ("by lot", &by_lot, 20), ("event", &event, 5)];
    for (name, day, people) in days {
        let of = |people: u32| {
            let (room, group) = day(people);
            allocations(room, group)
        };
        let (few, many) = (of(5_000), of(50_000));
        assert!(
            many < few + 45_000 / people,
            "{name}: {few} allocations for 5,000 people, {many} for 50,000"
        );
    }
}
