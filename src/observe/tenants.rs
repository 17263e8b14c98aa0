//! Several rooms on one origin: each room's day, and whose people fill the origin when it is fullest.

use std::cell::Cell;
use std::rc::Rc;

use super::{Day, OriginLoad};
use crate::engine::{Happening, Observer, OriginHappening, Signal};
use crate::model::Origin;
use crate::results::OriginDay;
use crate::units::SimTime;

/// Follows one of the rooms.
#[derive(Clone, Debug)]
pub struct Tenant {
    day: Day,
    sold_out: Option<SimTime>,
    inside: Rc<Cell<u32>>,
}

/// Follows the origin, and looks into the rooms whenever more people are inside than ever before.
#[derive(Clone, Debug)]
pub struct SharedOrigin {
    load: OriginLoad,
    rooms: Vec<Rc<Cell<u32>>>,
    most: u32,
    peak: Option<Peak>,
}

/// When most people were inside, and how many of each room: the first such instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peak {
    /// When.
    pub at: SimTime,
    /// People inside by room; together the most there ever were.
    pub inside: Vec<u32>,
}

/// Observers of a site before anything happened: one for each room, given how many people each has, and one for the origin.
pub fn watch_site(origin: &Origin, people: &[usize]) -> (Vec<Tenant>, SharedOrigin) {
    let rooms: Vec<Rc<Cell<u32>>> = people.iter().map(|_| Rc::new(Cell::new(0))).collect();
    let tenant = |(people, inside): (&usize, &Rc<Cell<u32>>)| Tenant {
        day: Day::new(*people),
        sold_out: None,
        inside: Rc::clone(inside),
    };
    let tenants = people.iter().zip(&rooms).map(tenant).collect();
    (tenants, SharedOrigin { load: OriginLoad::new(origin), rooms, most: 0, peak: None })
}

impl Tenant {
    /// The room's day.
    pub fn day(&self) -> &Day {
        &self.day
    }

    /// When the last place was taken; `None` if some are left, or there is no stock.
    pub fn sold_out(&self) -> Option<SimTime> {
        self.sold_out
    }
}

impl SharedOrigin {
    /// What the origin had to bear, and its peak; `None` if nobody was ever inside.
    pub fn finish(self) -> (OriginDay, Option<Peak>) {
        (self.load.finish(), self.peak)
    }

    #[inline]
    fn note_peak(&mut self, at: SimTime, inside: u32) {
        if inside > self.most {
            self.most = inside;
            let inside = self.rooms.iter().map(|room| room.get()).collect();
            self.peak = Some(Peak { at, inside });
        }
    }
}

impl Observer for Tenant {
    #[inline]
    fn signal(&mut self, happening: &Happening) {
        self.day.signal(happening);
        self.inside.set(happening.levels.inside);
        if happening.signal == Signal::SoldOut {
            self.sold_out = Some(happening.at);
        }
    }
}

impl Observer for SharedOrigin {
    /// Only told where one room stands alone before its origin.
    #[inline]
    fn signal(&mut self, happening: &Happening) {
        self.load.signal(happening);
        self.note_peak(happening.at, happening.levels.inside);
    }

    #[inline]
    fn origin(&mut self, happening: &OriginHappening) {
        self.load.origin(happening);
        self.note_peak(happening.at, happening.inside);
    }
}
