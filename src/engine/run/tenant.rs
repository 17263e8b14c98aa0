//! A room's day as one of several on a site.

use super::Run;
use crate::engine::crowd::Who;
use crate::engine::line::Line;
use crate::engine::phase::{Key, Phase};
use crate::engine::signal::{Observer, OriginHappening};
use crate::engine::site::Tenant;
use crate::engine::state::State;
use crate::model::room::Limits;

impl<'a, L: Line<'a>, O: Observer> Tenant for Run<'a, L, O> {
    fn next(&mut self) -> Key {
        Run::next(self)
    }

    fn advance(&mut self, key: Key) {
        assert!(key.at() >= self.now || key.is(Phase::Look), "time went back");
        self.now = self.now.max(key.at());
        self.line.pass(self.now);
        self.step(key);
    }

    fn outbox(&mut self) -> Option<&mut Vec<(u32, f64)>> {
        self.played.as_mut().map(|played| played.outbox())
    }

    fn answer_comes(&mut self, now: i64, rank: u32) {
        self.come_to(now);
        self.be_answered(rank);
    }

    fn request_fails(&mut self, now: i64, rank: u32) {
        self.come_to(now);
        self.fail(rank);
    }

    fn come_to(&mut self, now: i64) {
        // An operator may look before the first person comes, where a day begins.
        assert!(now >= self.now || self.last_told.is_none(), "time went back");
        self.now = self.now.max(now);
        self.line.pass(self.now);
    }

    fn limits(&self) -> Limits {
        self.regime.limits
    }

    fn set_limits(&mut self, now: i64, limits: Limits) {
        self.come_to(now);
        Run::set_limits(self, limits);
    }

    fn inside(&self) -> u32 {
        self.inside
    }

    fn line(&self) -> u32 {
        self.line.places()
    }

    fn tell_origin(&mut self, happening: &OriginHappening) {
        self.observer.origin(happening);
    }

    fn who(&self, rank: u32) -> Who {
        self.crowd.who(rank)
    }

    fn last_told(&self) -> Option<i64> {
        self.last_told
    }

    fn stop(&mut self, until: i64) -> State {
        self.line.pass(until);
        self.state(until)
    }
}
