//! How busy the station is.

use crate::model::{Background, Origin, Throughput};
use crate::units::SimTime;

/// How busy the station is, by the number in service; worked out once for each number.
#[derive(Clone, Debug)]
pub(super) struct Busy {
    throughput: Throughput,
    background: Background,
    known: Vec<f64>,
}

impl Busy {
    /// `None` without a station.
    pub(super) fn of(origin: &Origin) -> Option<Busy> {
        origin.station().map(|station| Busy {
            throughput: station.throughput.clone(),
            background: origin.background.clone(),
            known: Vec::new(),
        })
    }

    /// Utilisation at an instant, in microseconds, with so many in service: 0 to 1, that of other tenants included.
    pub(super) fn utilisation(&mut self, in_service: u32, at: i64) -> f64 {
        let number = in_service as usize;
        while self.known.len() <= number {
            self.known.push(self.throughput.utilisation(self.known.len() as u32));
        }
        let taken = self.background.at(SimTime::from_microseconds(at));
        taken + (1.0 - taken) * self.known[number]
    }

    /// Whether other tenants ever take a share.
    pub(super) fn is_shared(&self) -> bool {
        self.background.first > 0.0 || self.background.changes.iter().any(|(_, share)| *share > 0.0)
    }
}
