//! The Cloudflare room (§3.1–3.5).

use super::stock::StockRun;
use super::visit::{Awaited, Visit};
use super::{
    Cloudflare, Day, Entry, Happening, MINUTE, Outbox, Person, Phase, Regime, Shown, Snapshot, Stock, What,
    count, divided_rounded_up,
};
use std::collections::BTreeMap;

/// SplitMix64, for the draws of the random method.
struct Dice(u64);

impl Dice {
    /// Uniform on [0, 1).
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        (z >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// The order of the line. R16: dealt groups are "ahead of all later ones"; whoever is in line is dealt, so there are
/// never dealt groups of two deals at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Bucket {
    /// A group of the last shuffle.
    Dealt(usize),
    /// A clock minute.
    Minute(i64),
}

/// A place in line, its owner waiting or not: a ghost is a place nobody polls any more.
struct Place {
    /// Whose.
    owner: (u32, u32),
    /// On which device.
    device: u32,
    /// When the request was queued.
    queued: i64,
    /// R8: the minute of the request that was queued; R16: or the group dealt.
    bucket: Bucket,
    /// R8: "the queued request counts as a try".
    last_try: i64,
    /// Last try + grace.
    expires: i64,
}

/// An accepted session.
struct Session {
    /// Whose.
    owner: (u32, u32),
    /// When it ends by itself.
    expires: i64,
}

/// A person in the Cloudflare room, as far as they have got.
struct Visitor {
    /// Who, unchanged.
    who: Person,
    /// How far the visit has got.
    visit: Visit,
    /// The session whose cookie they have (R13: without cookies, the one made by the latest request), alive or not.
    session: Option<usize>,
    /// By device: the place whose cookie it has, alive or not.
    held: Vec<Option<usize>>,
    /// By device: the next poll (or repeat, R13) of somebody really in line.
    next_poll: Vec<Option<i64>>,
    /// Still making the requests of the arrival, device by device (R12).
    arriving: bool,
    /// A stay: from being queued (or finding the place again, R10) until in or gone.
    in_line: bool,
    /// Has been in line before.
    queued_before: bool,
    /// Has been let in before: "the first acceptance is past".
    accepted_before: bool,
    /// In the visit.
    inside: bool,
    /// How long they stay in line this time.
    patience: Option<i64>,
    /// When the patience of somebody really in line ends.
    patience_ends: Option<i64>,
    /// When the phone of somebody really in line will fall asleep.
    sleeps_at: Option<i64>,
    /// When it will wake.
    wakes_at: Option<i64>,
    /// Comebacks begun; the latest is the one before this.
    comebacks: usize,
    /// When they come back.
    returns_at: Option<i64>,
    /// K3: when somebody really in line leaves because nothing is left.
    sold_out_leaves_at: Option<i64>,
    /// Sessions lost in mid-visit.
    losses: u32,
}

impl Visitor {
    fn new(who: &Person) -> Visitor {
        let devices = who.tickets.len();
        Visitor {
            visit: Visit::new(who),
            session: None,
            held: vec![None; devices],
            next_poll: vec![None; devices],
            arriving: false,
            in_line: false,
            queued_before: false,
            accepted_before: false,
            inside: false,
            patience: who.patience,
            patience_ends: None,
            sleeps_at: None,
            wakes_at: None,
            comebacks: 0,
            returns_at: None,
            sold_out_leaves_at: None,
            losses: 0,
            who: who.clone(),
        }
    }

    /// Whatever somebody in line was about to do. Their places stay, as ghosts (§3.3), until 5 min after the last try.
    fn is_out_of_line(&mut self) {
        self.in_line = false;
        self.arriving = false;
        self.next_poll.fill(None);
        self.patience_ends = None;
        self.sold_out_leaves_at = None;
        self.sleeps_at = None;
        self.wakes_at = None;
        // R10: "A person comes back on device 0 only."
        self.held[1..].fill(None);
    }
}

/// The Cloudflare room while it runs.
pub(super) struct CloudflareRun<'a> {
    room: &'a Cloudflare,
    /// What is left to book; `None`: places for everyone.
    stock: Option<StockRun<'a>>,
    /// What an operator has set: since when, `total_active_users`, `new_users_per_minute`.
    limits_set: Option<(i64, u32, u32)>,
    /// S7: times that a request is made again.
    retries: Option<u32>,
    visitors: BTreeMap<(u32, u32), Visitor>,
    /// Every place there is, by its number, ghosts included.
    places: BTreeMap<usize, Place>,
    /// Places there have ever been: the next one's number.
    places_made: usize,
    /// Every session there is, by its number.
    sessions: BTreeMap<usize, Session>,
    /// Sessions there have ever been: the next one's number.
    sessions_made: usize,
    /// The instant of every counted acceptance so far, in order.
    acceptances: Vec<i64>,
    /// The instant of every end of a session so far, in order.
    sessions_ended: Vec<i64>,
    dice: Dice,
    pub outbox: Outbox,
    pub day: Day,
}

impl<'a> CloudflareRun<'a> {
    pub fn new(
        people: &[Person],
        room: &'a Cloudflare,
        stock: Option<&'a Stock>,
        retries: Option<u32>,
        random_seed: u64,
    ) -> CloudflareRun<'a> {
        assert!(
            room.regimes.first().is_some_and(|&(from, _)| from == i64::MIN),
            "a regime from the beginning"
        );
        assert!(room.regimes.is_sorted_by(|a, b| a.0 < b.0), "one regime after the other");
        let mut run = CloudflareRun {
            room,
            stock: stock.map(StockRun::new),
            limits_set: None,
            retries,
            visitors: BTreeMap::new(),
            places: BTreeMap::new(),
            places_made: 0,
            sessions: BTreeMap::new(),
            sessions_made: 0,
            acceptances: Vec::new(),
            sessions_ended: Vec::new(),
            dice: Dice(random_seed),
            outbox: Outbox::default(),
            day: Day::default(),
        };
        for &(at, regime) in &room.regimes {
            if regime.shuffle.is_some() {
                run.plan(at, Phase::Settings, (0, 0), 0, 0);
            }
        }
        for who in people {
            assert!(who.poll_interval > 0, "a poll interval must be positive");
            assert!(who.reload.is_none_or(|reload| reload > 0), "a reload interval must be positive");
            assert!(!who.tickets.is_empty(), "a person has a device");
            assert!(!who.cookieless || who.tickets.len() == 1, "R13: one device");
            let before = run.visitors.insert((who.group, who.person), Visitor::new(who));
            assert!(before.is_none(), "(group, person) must be unique");
            run.plan(who.arrives, Phase::Arrival, (who.group, who.person), 0, 0);
        }
        run
    }

    /// What the agenda says.
    pub fn comes_to(&mut self, now: i64, phase: Phase, id: (u32, u32), device: u32, number: usize) {
        match phase {
            Phase::Settings => self.shuffle(now),
            Phase::SessionExpiry => self.session_expiry(now, number),
            Phase::PlaceExpiry => self.place_expiry(now, number),
            Phase::SoldOutLeaving => self.sold_out_leaving(now, id),
            Phase::PatienceEnd => self.patience_end(now, id),
            Phase::FallingAsleep => self.falling_asleep(now, id),
            Phase::VisitEnd => self.visit_end(now, id),
            Phase::Arrival => self.arrival(now, id, device),
            Phase::Return => self.return_or_waking(now, id),
            Phase::Poll => self.poll(now, id, device),
            Phase::Request => self.request(now, id),
            Phase::Background | Phase::Operator | Phase::Answer | Phase::TimeOut => {
                unreachable!("not a room's")
            }
            Phase::Admission | Phase::LeavingMetered => {
                unreachable!("only the metered room has this phase")
            }
        }
    }

    /// How many there are of each kind.
    pub fn levels(&self, now: i64) -> Snapshot {
        let people = |is: &dyn Fn(&Visitor) -> bool| count(self.visitors.values().filter(|v| is(v)));
        Snapshot {
            line: count(self.places(now)),
            waiting: people(&|v| v.in_line),
            active: self.active(now),
            // Somebody who is in line again is not inside, whatever became of the visit.
            inside: people(&|v| v.inside && !v.in_line),
        }
    }

    fn happens(&mut self, at: i64, what: What, (group, person): (u32, u32)) {
        self.day.happenings.push(Happening { at, what, group, person });
    }

    fn plan(&mut self, at: i64, phase: Phase, (group, person): (u32, u32), device: u32, number: usize) {
        self.outbox.planned.push((at, phase, group, person, device, number));
    }

    fn visitor(&mut self, id: (u32, u32)) -> &mut Visitor {
        self.visitors.get_mut(&id).expect("a known person")
    }

    // ---- What the room knows and counts -------------------------------------------------------------------------

    /// R1: "at the instant itself the new regime is in force". O3: what an operator has set holds until "a scheduled change
    /// of the limits replaces" it.
    /// AMBIGUOUS: a scheduled change of one limit replaces both; a change that says what was scheduled anyway is none.
    fn regime(&self, now: i64) -> Regime {
        let mut limits_since = i64::MIN;
        let mut before: Option<(u32, u32)> = None;
        let mut in_force = self.room.regimes[0].1;
        for &(from, regime) in self.room.regimes.iter().filter(|&&(from, _)| from <= now) {
            let limits = (regime.total_active_users, regime.new_users_per_minute);
            if before != Some(limits) {
                limits_since = from;
            }
            before = Some(limits);
            in_force = regime;
        }
        if let Some((since, total_active_users, new_users_per_minute)) = self.limits_set
            && since >= limits_since
        {
            return Regime { total_active_users, new_users_per_minute, ..in_force };
        }
        in_force
    }

    /// The two limits in force.
    pub fn limits(&self, now: i64) -> (u32, u32) {
        let regime = self.regime(now);
        (regime.total_active_users, regime.new_users_per_minute)
    }

    /// An operator sets them.
    pub fn set_limits(&mut self, now: i64, (active, rate): (u32, u32)) {
        self.limits_set = Some((now, active, rate));
    }

    /// R2: a bypass person's requests go past the room as if it were suspended, always.
    fn meets(&self, now: i64, id: (u32, u32)) -> Entry {
        if self.visitors[&id].who.bypass { Entry::Suspended } else { self.regime(now).entry }
    }

    /// §1: "A room's minutes are wall-clock minutes, floor division, also for negative times."
    fn minute(&self, at: i64) -> i64 {
        (at + self.room.minute_offset).div_euclid(MINUTE)
    }

    /// §3.2: "Active = accepted sessions not expired"; §1: "an expiry at t is expired at t".
    fn active(&self, now: i64) -> i64 {
        count(self.sessions.values().filter(|session| session.expires > now))
    }

    /// Unexpired places, ghosts included (§3.3: a ghost "counts as waiting … until 5 min after its last poll").
    fn places(&self, now: i64) -> impl Iterator<Item = &Place> {
        self.places.values().filter(move |place| place.expires > now)
    }

    /// Unexpired places in earlier buckets.
    fn ahead_of(&self, now: i64, bucket: Bucket) -> i64 {
        count(self.places(now).filter(|place| place.bucket < bucket))
    }

    /// Acceptances in a clock minute: "everyone accepted counts, passthrough and re-admissions too" (§3.2).
    fn accepted_in(&self, minute: i64) -> i64 {
        count(self.acceptances.iter().filter(|&&at| self.minute(at) == minute))
    }

    /// §3.2: "Allowance = ⌊NUPM × (b + (1 − b)·s/60)⌋ − accepted so far in this clock minute …, s = seconds into the
    /// minute, integer arithmetic".
    fn allowance(&self, now: i64) -> i64 {
        let regime = self.regime(now);
        let into_minute = i128::from((now + self.room.minute_offset).rem_euclid(MINUTE));
        let burst = i128::from(regime.burst_ten_thousandths);
        let nupm = i128::from(regime.new_users_per_minute);
        let minute = i128::from(MINUTE);
        let released = nupm * (burst * minute + (10_000 - burst) * into_minute) / (10_000 * minute);
        i64::try_from(released).expect("no more than a u32") - self.accepted_in(self.minute(now))
    }

    fn below_tau(&self, now: i64) -> i64 {
        i64::from(self.regime(now).total_active_users) - self.active(now)
    }

    /// §3.2: "Free slots = max(0, min(TAU − active, allowance))".
    fn free_slots(&self, now: i64) -> i64 {
        self.below_tau(now).min(self.allowance(now)).max(0)
    }

    /// R4: "p = max(0, min(1, E/places)); places = all unexpired places (the poller's included); E = min(TAU − active +
    /// sessions ended (expired or revoked) in (now − 20 s, now], allowance + NUPM·(1 − b)/3), a real number, the
    /// allowance may be negative". A third is 20 s of a minute.
    fn chance(&self, now: i64) -> f64 {
        let regime = self.regime(now);
        let interval = self.room.room_poll_interval;
        let ended = count(self.sessions_ended.iter().filter(|&&at| now - interval < at && at <= now));
        let by_sessions = (self.below_tau(now) + ended) as f64;
        let paced = 1.0 - f64::from(regime.burst_ten_thousandths) / 10_000.0;
        let released = f64::from(regime.new_users_per_minute) * paced * interval as f64 / MINUTE as f64;
        let by_rate = self.allowance(now) as f64 + released;
        (by_sessions.min(by_rate) / count(self.places(now)) as f64).clamp(0.0, 1.0)
    }

    /// R14: "Known unless Hold, or nobody was accepted in the previous clock minute, or regime Suspended/Passthrough/
    /// Reject. Fifo: ceil(unexpired places in earlier buckets ÷ accepted in the previous clock minute), at least 1,
    /// minutes. Random: low = ceil(0.25·places ÷ rate), high = ceil(0.75·places ÷ rate), each at least 1."
    fn estimate(&self, now: i64, bucket: Bucket) -> Option<(i64, i64)> {
        let rate = self.accepted_in(self.minute(now) - 1);
        if rate == 0 {
            return None;
        }
        match self.regime(now).entry {
            Entry::Suspended | Entry::Hold | Entry::Passthrough | Entry::Reject => None,
            Entry::Fifo => {
                let minutes = divided_rounded_up(self.ahead_of(now, bucket), rate).max(1);
                Some((minutes, minutes))
            }
            Entry::Random => {
                let places = count(self.places(now));
                let low = divided_rounded_up(places, 4 * rate).max(1);
                let high = divided_rounded_up(3 * places, 4 * rate).max(1);
                Some((low, high))
            }
        }
    }

    // ---- Settings change, expiries, people leaving --------------------------------------------------------------

    /// R16: "all unexpired places (ghosts and unpolled ones included), ordered by (lottery ticket, group, person, device,
    /// time of the queued request), dealt into groups of `shuffle` places that are buckets ahead of all later ones."
    /// The agenda's settings change comes before its place expiries, but (§1) "an expiry at t is expired at t", so a
    /// place that dies at this very instant is not dealt.
    /// AMBIGUOUS: R19 alone could be read so that such a place still takes part in the deal.
    fn shuffle(&mut self, now: i64) {
        let size = self.regime(now).shuffle.expect("planned for such a regime only");
        let size = usize::try_from(size).expect("a usize of 32 bits or more");
        assert!(size > 0, "a group to deal must have places");
        let mut order = Vec::new();
        for (&number, place) in self.places.iter().filter(|(_, place)| place.expires > now) {
            // R16: "places of cookieless clients use device 0's": they have no other.
            let ticket = self.visitors[&place.owner].who.tickets[place.device as usize];
            order.push((ticket, place.owner, place.device, place.queued, number));
        }
        order.sort_unstable();
        for (position, (.., number)) in order.into_iter().enumerate() {
            let place = self.places.get_mut(&number).expect("listed just now");
            place.bucket = Bucket::Dealt(position / size);
        }
    }

    /// §3.2: "A slot is freed at expiry".
    fn session_expiry(&mut self, now: i64, number: usize) {
        if self.sessions.get(&number).is_some_and(|session| session.expires == now) {
            self.end_session(now, number);
        }
    }

    /// By expiry or revoked.
    fn end_session(&mut self, now: i64, number: usize) {
        let session = self.sessions.remove(&number).expect("a session that is there");
        self.sessions_ended.push(now);
        self.happens(now, What::SessionExpired, session.owner);
    }

    /// §3.3: a place lives "until 5 min after its last poll".
    fn place_expiry(&mut self, now: i64, number: usize) {
        if self.places.get(&number).is_some_and(|place| place.expires == now) {
            let place = self.places.remove(&number).expect("there it is");
            self.happens(now, What::PlaceExpired, place.owner);
        }
    }

    /// §1: "In the Cloudflare room a person whose patience ends at a poll has left".
    fn patience_end(&mut self, now: i64, id: (u32, u32)) {
        if self.visitor(id).patience_ends == Some(now) {
            self.leave(now, id);
        }
    }

    /// R9: "the person leaves on all devices (Left once)". §3.3: the places of somebody who left stay, as ghosts.
    fn leave(&mut self, now: i64, id: (u32, u32)) {
        self.happens(now, What::Left, id);
        let visitor = self.visitor(id);
        let hears_of_sell_out = visitor.sold_out_leaves_at == Some(now);
        visitor.is_out_of_line();
        visitor.inside = false;
        // K3: who hears at this very instant that nothing is left does "not come back", whatever else there was to leave for.
        if hears_of_sell_out {
            return;
        }
        // AMBIGUOUS: R10 "After Left, TurnedAway (first acceptance not yet made) or GaveUp": the brackets are read as
        // belonging to TurnedAway only. So somebody re-queued after a lost session who leaves (only with
        // `patience_again`) may come back; the visit then goes on at the interrupted step, with the losses remembered
        // (R10 has the visit start anew after GaveUp only), and without a place to be kept.
        self.comes_back(now, id);
    }

    /// K3: people in line leave because nothing is left; "They do not come back". Their places stay, as ghosts.
    /// Whoever could leave for another reason, too, at the same instant leaves for this one.
    fn sold_out_leaving(&mut self, now: i64, id: (u32, u32)) {
        let visitor = self.visitor(id);
        if visitor.sold_out_leaves_at == Some(now) {
            visitor.is_out_of_line();
            visitor.inside = false;
            self.happens(now, What::Left, id);
        }
    }

    /// K3: "all at that instant (`all_leave`; whoever is queued later leaves at that instant), or … (each stays an
    /// exponential time …, counted from the later of sell-out and joining the line), or nobody … Re-queued people too."
    /// Called when the last place is taken and when somebody joins the line after that.
    /// AMBIGUOUS: to find the old place again in a comeback is to join the line.
    fn start_sold_out_leaving(&mut self, now: i64, id: (u32, u32)) {
        let sold_out = self.stock.as_ref().is_some_and(|stock| stock.sold_out.is_some());
        let visitor = self.visitor(id);
        if let Some(stays) = visitor.who.at_origin.after_sell_out
            && sold_out
            && visitor.in_line
        {
            visitor.sold_out_leaves_at = Some(now + stays);
            self.plan(now + stays, Phase::SoldOutLeaving, id, 0, 0);
        }
    }

    /// R11: "Asleep from that instant on (a poll at that very instant is not made …)". Device 0 only.
    fn falling_asleep(&mut self, now: i64, id: (u32, u32)) {
        let visitor = self.visitor(id);
        if visitor.sleeps_at != Some(now) {
            return; // R11: "If not in line any more at falling asleep …: nothing."
        }
        let sleep = visitor.who.sleep.expect("planned for somebody who sleeps");
        let wakes_at = now + sleep.lasting;
        visitor.sleeps_at = None;
        visitor.wakes_at = Some(wakes_at);
        visitor.next_poll[0] = None;
        self.plan(wakes_at, Phase::Return, id, 0, 0);
    }

    /// §2: after the last think time "the person is simply gone, and nobody tells the room", so the session stays.
    fn visit_end(&mut self, now: i64, id: (u32, u32)) {
        let visitor = self.visitor(id);
        if visitor.visit.ends == Some(now) {
            visitor.visit.ends = None;
            visitor.inside = false;
            self.happens(now, What::VisitEnded, id);
        }
    }

    // ---- Arrivals, returns and wakings --------------------------------------------------------------------------

    /// R12: "At the arrival devices 0..k−1 make a new user's request one after the other; if one gets in, the rest do not
    /// ask." R15: leaving at the estimate shown "in the arrival the remaining devices then do not ask".
    /// AMBIGUOUS: each device's request is an entry of its own in the agenda (R19: "within a phase by group, person,
    /// device; anything created at this instant for an earlier phase runs next"), so somebody with patience 0 has left
    /// before the second device asks, and it does not ask. In one loop it would have asked and left one more ghost.
    fn arrival(&mut self, now: i64, id: (u32, u32), device: u32) {
        if device == 0 {
            self.visitor(id).arriving = true;
        }
        if !self.visitor(id).arriving {
            return;
        }
        self.new_user(now, id, device);
        if self.visitor(id).arriving && (device as usize) + 1 < self.visitor(id).held.len() {
            self.plan(now, Phase::Arrival, id, device + 1, 0);
        }
    }

    /// One phase (R10: "return (wakes too)").
    fn return_or_waking(&mut self, now: i64, id: (u32, u32)) {
        if self.visitor(id).returns_at == Some(now) {
            self.visitor(id).returns_at = None;
            self.comeback(now, id);
        } else if self.visitor(id).wakes_at == Some(now) {
            self.visitor(id).wakes_at = None;
            self.waking(now, id);
        }
    }

    /// R10: "the person comes back … after a delay".
    fn comes_back(&mut self, now: i64, id: (u32, u32)) {
        let visitor = self.visitor(id);
        let Some(comeback) = visitor.who.comebacks.get(visitor.comebacks) else {
            return;
        };
        let at = now + comeback.delay;
        visitor.comebacks += 1;
        visitor.returns_at = Some(at);
        self.plan(at, Phase::Return, id, 0, 0);
    }

    /// R10: "With the cookie: if their place (device 0) is still unexpired they have it again: the returning request is
    /// a try if at least 20 s passed since that place's last try (then it meets R4), else it is ignored …; polls then
    /// come every interval counted from the return. Otherwise it is a new user's request."
    fn comeback(&mut self, now: i64, id: (u32, u32)) {
        self.happens(now, What::CameBack, id);
        let visitor = self.visitor(id);
        let comeback = visitor.who.comebacks[visitor.comebacks - 1];
        // R10: "Patience starts anew with a fresh draw at the return". AMBIGUOUS: this is also the length that
        // `patience_again` (R9: "the same length again") gives after a session lost later.
        visitor.patience = comeback.patience;
        // R10: "After GaveUp or a lost session there is never a place to be kept." In both the first acceptance is past,
        // also when they have been in line and left once more since. R13: without cookies "no kept places".
        // S8: "with the cookie and a session that is still valid the request goes straight to the origin (it renews the
        // session, is no new acceptance, inside + 1, the visit begins anew at step 1); else it is a new user's request."
        // AMBIGUOUS: in a suspended room too, which does not renew; the session's cookie is not thrown away then.
        let live = self.live_session(now, id);
        if let Some(number) = live
            && comeback.with_cookie
            && !self.visitors[&id].who.cookieless
        {
            if self.meets(now, id) != Entry::Suspended && !self.regime(now).disable_session_renewal {
                self.renew(now, number);
            }
            self.visitor(id).inside = true;
            self.reaches_origin(now, id);
            return;
        }
        let visitor = self.visitor(id);
        if !comeback.with_cookie {
            visitor.session = None;
        }
        let keeps = comeback.with_cookie && !visitor.accepted_before && !visitor.who.cookieless;
        if keeps && self.live_place(now, id, 0).is_some() {
            self.visitor(id).in_line = true;
            self.try_if_due(now, id);
            if self.visitor(id).in_line {
                self.start_patience(now, id); // "if … still holding a place"
                self.start_sold_out_leaving(now, id);
            }
        } else {
            // The cookie is gone for good, or worthless: a place that is left dies as a ghost.
            // AMBIGUOUS: so a later comeback "with the cookie" finds only the place made at this one, if any.
            self.visitor(id).held[0] = None;
            self.new_user(now, id, 0);
        }
    }

    /// R11: "On waking, if the person still waits: place unexpired → the waking request is a try if at least 20 s passed
    /// since its last try, else ignored; polls then come every interval counted from the waking; place expired → a new
    /// user's request (device 0), patience clock unchanged."
    fn waking(&mut self, now: i64, id: (u32, u32)) {
        if self.live_place(now, id, 0).is_some() {
            self.try_if_due(now, id);
        } else {
            self.new_user(now, id, 0);
        }
    }

    /// Somebody who comes back or wakes to the place of device 0.
    /// AMBIGUOUS: R10 and R11 are taken by the letter, so a request that comes too early is ignored whatever the regime.
    /// By the order of §3.1 the 20 s are asked about in rule 5 only (fifo and random): a suspended room (rule 1, R2),
    /// passthrough and reject (rule 4) would not look at them.
    fn try_if_due(&mut self, now: i64, id: (u32, u32)) {
        let number = self.live_place(now, id, 0).expect("asked before");
        let place = &self.places[&number];
        if now - place.last_try >= self.room.room_poll_interval {
            self.try_place(now, id, 0, number);
        } else {
            let bucket = place.bucket;
            self.stays_in_line(now, id, 0, bucket);
        }
    }

    // ---- A new user's request -----------------------------------------------------------------------------------

    /// R3. Rule 5 of §3.1: "no place yet: under `newcomer_rule = consistent` (default) accepted if free slots > all
    /// unexpired places (under the strict bucket rule: if there are none and a slot is free); under `sticky` accepted only
    /// if there are no places; else queued in the bucket of the current minute". "The same test under Random as under
    /// Fifo" (R3).
    fn new_user(&mut self, now: i64, id: (u32, u32), device: u32) {
        match self.meets(now, id) {
            Entry::Suspended => self.let_in(now, id, device, false),
            Entry::Hold => self.queue(now, id, device),
            Entry::Passthrough => self.let_in(now, id, device, true),
            // AMBIGUOUS: R12 speaks of devices "turned away by R4" only. When the place of one device has died and its
            // new user's request is turned away by R3, the person is turned away with all devices, too.
            Entry::Reject => self.turn_away(now, id),
            Entry::Fifo | Entry::Random => {
                let free = self.free_slots(now);
                let places = count(self.places(now));
                let accepted = if self.room.sticky || self.room.strict_buckets {
                    places == 0 && free > 0
                } else {
                    free > places
                };
                if accepted {
                    self.let_in(now, id, device, true);
                } else {
                    self.queue(now, id, device);
                }
            }
        }
    }

    /// R8: "Bucket = clock minute of the queued request. Expiry = last try + 5 min where the queued request counts as a
    /// try." A stay begins here unless there is one: another device (R12), a repeat without cookies (R13), or somebody
    /// whose place has died (R11; R8 with a poll interval of 5 min or more); "Queued once per stay".
    /// AMBIGUOUS: a stay that began with a place found again (R10) is in line without a Queued, and gets none either when
    /// that place dies later and the person is queued again.
    fn queue(&mut self, now: i64, id: (u32, u32), device: u32) {
        let bucket = Bucket::Minute(self.minute(now));
        let expires = now + self.room.grace;
        let number = self.places_made;
        self.places_made += 1;
        self.places.insert(number, Place { owner: id, device, queued: now, bucket, last_try: now, expires });
        self.plan(expires, Phase::PlaceExpiry, id, device, number);
        let visitor = self.visitor(id);
        if !visitor.who.cookieless {
            visitor.held[device as usize] = Some(number);
        }
        if !visitor.in_line {
            visitor.in_line = true;
            self.happens(now, What::Queued, id);
            self.start_patience(now, id);
            self.start_sleep(now, id);
            self.start_sold_out_leaving(now, id);
            self.visitor(id).queued_before = true;
        }
        self.stays_in_line(now, id, device, bucket);
    }

    /// R9: "Patience clock starts at the first queued request of the person; ends at first acceptance. Someone re-queued
    /// after a lost session has none (with `patience_again`: the same length again)." R10: after GaveUp "there is no
    /// patience (…; `patience_again`: a fresh draw)".
    fn start_patience(&mut self, now: i64, id: (u32, u32)) {
        let patience_again = self.room.patience_again;
        let visitor = self.visitor(id);
        // R13: "Patience only before the first acceptance." AMBIGUOUS: read as going before R10's fresh draw with
        // `patience_again`, for somebody without cookies who gave up and came back.
        let may_start = !visitor.accepted_before || (patience_again && !visitor.who.cookieless);
        if !may_start {
            return;
        }
        if let Some(patience) = visitor.patience {
            visitor.patience_ends = Some(now + patience);
            self.plan(now + patience, Phase::PatienceEnd, id, 0, 0);
        }
    }

    /// R11: "`after` counted from the person's first queued request … Only in the stay from the first queued request until
    /// the first acceptance or leaving; a comeback is not slept through." R13: no sleep without cookies.
    /// AMBIGUOUS: somebody turned away at first who is queued for the first time in a comeback does not sleep.
    fn start_sleep(&mut self, now: i64, id: (u32, u32)) {
        let visitor = self.visitor(id);
        let first_stay = !visitor.queued_before && !visitor.accepted_before && visitor.comebacks == 0;
        if let Some(sleep) = visitor.who.sleep
            && first_stay
            && !visitor.who.cookieless
        {
            visitor.sleeps_at = Some(now + sleep.after);
            self.plan(now + sleep.after, Phase::FallingAsleep, id, 0, 0);
        }
    }

    /// R14: an estimate "is shown in the answer to every request that leaves somebody in line …, computed after the
    /// request's own effects". R15: "a person leaves, right then, when the shown known estimate (Random: high) × 1 min >
    /// tolerance. Only before the first acceptance". §3.3: "Polls happen every 20 s (+ the person's poll delay) from then
    /// on."
    fn stays_in_line(&mut self, now: i64, id: (u32, u32), device: u32, bucket: Bucket) {
        let estimate = self.estimate(now, bucket);
        self.day.shown.push(Shown { at: now, group: id.0, person: id.1, device, estimate });
        let visitor = self.visitor(id);
        if let (Some((_, high)), Some(tolerance)) = (estimate, visitor.who.tolerance)
            && high * MINUTE > tolerance
            && !visitor.accepted_before
        {
            self.leave(now, id);
            return;
        }
        let at = now + visitor.who.poll_interval;
        visitor.next_poll[device as usize] = Some(at);
        self.plan(at, Phase::Poll, id, device, 0);
    }

    // ---- A poll -------------------------------------------------------------------------------------------------

    /// The number of a device's place, if it has one that has not expired.
    fn live_place(&self, now: i64, id: (u32, u32), device: u32) -> Option<usize> {
        let number = self.visitors[&id].held[device as usize]?;
        self.places.get(&number).filter(|place| place.expires > now).map(|_| number)
    }

    fn poll(&mut self, now: i64, id: (u32, u32), device: u32) {
        let next_poll = &mut self.visitor(id).next_poll[device as usize];
        if *next_poll != Some(now) {
            return;
        }
        *next_poll = None;
        match self.live_place(now, id, device) {
            Some(number) => self.try_place(now, id, device, number),
            // Without cookies, each repeat is a new user's (R13). With cookies, the place died before this poll (poll
            // interval of 5 min or more). §3.3: "Someone who returns within 5 min with the cookie keeps the place; else
            // goes to the back".
            None => self.new_user(now, id, device),
        }
    }

    /// R4: a poll of a person in line.
    fn try_place(&mut self, now: i64, id: (u32, u32), device: u32, number: usize) {
        let bucket = self.places[&number].bucket;
        let fails = match self.meets(now, id) {
            // R2: "at their next poll they are through; their place is given up at that moment".
            Entry::Suspended => return self.let_in(now, id, device, false),
            Entry::Hold => true,
            Entry::Passthrough => false,
            Entry::Reject => {
                // AMBIGUOUS: a place dropped by Reject has not expired, so no PlaceExpired is told.
                self.places.remove(&number);
                return self.turn_away(now, id);
            }
            // §3.3 "`reservation`: a poll is eligible when free slots > unexpired places in earlier buckets. `strict`:
            // only the oldest bucket that still has an unexpired place is eligible. Inside a bucket the order is that of
            // polls." Rule 5: "if eligible and a slot is free → accepted".
            Entry::Fifo => {
                let free = self.free_slots(now);
                let earlier = self.ahead_of(now, bucket);
                let eligible = if self.room.strict_buckets { earlier == 0 } else { free > earlier };
                !(eligible && free > 0)
            }
            Entry::Random => {
                let wins = self.dice.uniform() < self.chance(now);
                !(wins && self.free_slots(now) > 0)
            }
        };
        if !fails {
            return self.let_in(now, id, device, true);
        }
        // "Otherwise the place's expiry moves to now + 5 min."
        let expires = now + self.room.grace;
        let place = self.places.get_mut(&number).expect("there it is");
        place.last_try = now;
        place.expires = expires;
        self.plan(expires, Phase::PlaceExpiry, id, device, number);
        self.stays_in_line(now, id, device, bucket);
    }

    // ---- In, or turned away -------------------------------------------------------------------------------------

    /// Into the site. Counted (accepted): takes a slot and is one of the minute. Not counted (R2): "no session is made or
    /// renewed, not counted in the minute". The place of the device that asked is given up; R12: "When one is admitted …
    /// the other places become ghosts". R13: without cookies "a valid place is never taken over: after acceptance their
    /// old places stay until they die".
    fn let_in(&mut self, now: i64, id: (u32, u32), device: u32, counted: bool) {
        let visitor = self.visitor(id);
        let what = if visitor.in_line { What::Admitted } else { What::AcceptedAtOnce };
        let given_up = visitor.held[device as usize];
        visitor.is_out_of_line();
        visitor.held[0] = None; // R10: no place is kept after an acceptance
        visitor.accepted_before = true;
        visitor.inside = true;
        visitor.session = None;
        if let Some(number) = given_up {
            self.places.remove(&number);
        }
        // AMBIGUOUS: R13 makes every request of somebody without cookies a new user's, so AcceptedAtOnce is told for each
        // request within the visit that is accepted, too.
        self.happens(now, what, id);
        if counted {
            self.acceptances.push(now);
            let number = self.sessions_made;
            self.sessions_made += 1;
            self.sessions.insert(number, Session { owner: id, expires: now });
            self.visitor(id).session = Some(number);
            self.renew(now, number);
        }
        // §3.2: "Once accepted again, the interrupted step is done again". AMBIGUOUS: R13 "queued → repeats until let in …,
        // then the visit goes on at that step without retype; it is not a lost session": the repeated request, once let
        // in, opens the step it was made for, so no think time is gone through twice.
        self.reaches_origin(now, id);
    }

    /// R6: "Expiry is written at acceptance (now + S of the regime then in force) and at each later valid request".
    fn renew(&mut self, now: i64, number: usize) {
        let expires = now + self.regime(now).session_duration;
        let session = self.sessions.get_mut(&number).expect("a session that is there");
        session.expires = expires;
        let owner = session.owner;
        self.plan(expires, Phase::SessionExpiry, owner, 0, number);
    }

    /// By Reject. R12: "(or turned away by R4) the other places become ghosts". R5: "Somebody with progress (lost session)
    /// who is turned away at a Reject is gone". R13: without cookies "within a visit that ends it (told GaveUp instead)".
    fn turn_away(&mut self, now: i64, id: (u32, u32)) {
        let visitor = self.visitor(id);
        if visitor.who.cookieless && visitor.inside {
            self.give_up(now, id);
            return;
        }
        visitor.is_out_of_line();
        visitor.inside = false;
        let accepted_before = visitor.accepted_before;
        self.happens(now, What::TurnedAway, id);
        // R10: "After … TurnedAway (first acceptance not yet made) …, the person comes back".
        if !accepted_before {
            self.comes_back(now, id);
        }
    }

    /// R10: "After GaveUp the visit starts anew from step 0 with the losses forgotten (no retype)".
    fn give_up(&mut self, now: i64, id: (u32, u32)) {
        self.happens(now, What::GaveUp, id);
        let visitor = self.visitor(id);
        visitor.is_out_of_line();
        visitor.inside = false;
        visitor.losses = 0;
        visitor.visit.begins_anew(&visitor.who);
        self.comes_back(now, id);
    }

    // ---- The visit ----------------------------------------------------------------------------------------------

    /// S1: a request that the room lets through reaches the origin. R18: "someone accepted at a < opening stays on the page,
    /// makes requests at a + r, a + 2r, … and begins step 0's think time at the first of these that is at or after the
    /// opening"; after a loss, "once accepted again, if still before the opening, the waiting goes on from there".
    /// AMBIGUOUS: with a station it is the request, not its answer, that is before the opening or not; and r is the time from
    /// an answer to the next request, as a think time is. A reload is the request for step 0 and costs that work.
    fn reaches_origin(&mut self, now: i64, id: (u32, u32)) {
        let opening = self.room.opening;
        let visitor = self.visitor(id);
        let waits = visitor.visit.opens == 0 && visitor.who.reload.is_some() && now < opening;
        visitor.visit.asks(if waits { Awaited::Waiting } else { Awaited::Step });
        let work = visitor.who.at_origin.work.get(visitor.visit.opens).copied().unwrap_or(1.0);
        self.outbox.requests.push((id, work));
    }

    /// The origin's answer arrives.
    pub fn answered(&mut self, now: i64, id: (u32, u32)) {
        let visitor = self.visitor(id);
        match visitor.visit.is_answered() {
            Awaited::Waiting => {
                let reload = visitor.who.reload.expect("somebody who reloads the page");
                self.next_request(now + reload, id);
            }
            Awaited::Step => self.step_begins(now, id),
        }
    }

    /// S2: "The booking is made, and the revoke takes place, when the answer to the request that opens the last step
    /// arrives". R7: "with the request that opens the last step the session ends at once … Also when the accepted request is
    /// itself the last one." AMBIGUOUS: not when the room is suspended: R2 "An existing session keeps its expiry and
    /// expires by itself". AMBIGUOUS: the session of somebody who finds it sold out is revoked, too.
    fn step_begins(&mut self, now: i64, id: (u32, u32)) {
        let visitor = self.visitor(id);
        let step = visitor.visit.opens;
        visitor.visit.going_on = Some(step);
        let last = step == visitor.visit.think.len();
        let revoked = visitor.who.revoked;
        let goes_on = !last || self.book(now, id);
        if let Some(number) = self.live_session(now, id)
            && last
            && revoked
            && self.meets(now, id) != Entry::Suspended
        {
            self.end_session(now, number);
        }
        if goes_on {
            self.think(now, id);
        }
    }

    /// Whether somebody who books has got something. K2: "Whoever finds it sold out ends the visit at that instant (no last
    /// think time) and does not come back."
    fn book(&mut self, now: i64, id: (u32, u32)) -> bool {
        let Some(stock) = &mut self.stock else {
            self.happens(now, What::Booked, id); // §2: "The booking is made by the request that opens the last step."
            return true;
        };
        let own = &self.visitors[&id].who.at_origin;
        let places = own.places_wanted;
        let Some(slot) = stock.book(now, own) else {
            self.visitor(id).inside = false;
            self.happens(now, What::FoundSoldOut, id);
            self.happens(now, What::VisitEnded, id);
            return false;
        };
        let sold_out = stock.sold_out.is_some();
        self.happens(now, What::BookedPlaces { slot, places }, id);
        if sold_out {
            self.happens(now, What::SoldOut, id);
            let everyone: Vec<(u32, u32)> = self.visitors.keys().copied().collect();
            everyone.into_iter().for_each(|other| self.start_sold_out_leaving(now, other));
        }
        true
    }

    /// S6, S7: the request in service has timed out. S8: "The visit is over at that instant (inside − 1). A living session
    /// lives on until its expiry (the slot stays taken) … The person may come back as after giving up (comeback)".
    pub fn failed(&mut self, now: i64, id: (u32, u32)) {
        self.happens(now, What::RequestFailed, id);
        let retries = self.retries;
        let visitor = self.visitor(id);
        match visitor.visit.fails(&visitor.who.at_origin, retries) {
            Some(delay) => self.next_request(now + delay, id),
            None => self.give_up(now, id),
        }
    }

    /// §2: "After a step's think time the request that opens the next step is made; the think time of the last step is
    /// followed by no request".
    fn think(&mut self, now: i64, id: (u32, u32)) {
        let visitor = self.visitor(id);
        let step = visitor.visit.going_on.expect("a step goes on");
        if let Some(&think) = visitor.visit.think.get(step) {
            self.next_request(now + think, id);
        } else {
            let at = now + visitor.who.last_think;
            visitor.visit.ends = Some(at);
            self.plan(at, Phase::VisitEnd, id, 0, 0);
        }
    }

    fn next_request(&mut self, at: i64, id: (u32, u32)) {
        self.visitor(id).visit.next_request = Some(at);
        self.plan(at, Phase::Request, id, 0, 0);
    }

    /// The session of the cookie, if it has not expired.
    fn live_session(&self, now: i64, id: (u32, u32)) -> Option<usize> {
        let number = self.visitors[&id].session?;
        self.sessions.get(&number).filter(|session| session.expires > now).map(|_| number)
    }

    /// A request within the visit, reloads before the opening (R18) and repeated requests (S7) included. §3.1 rule 1:
    /// "Suspended room, or bypass share: to the origin, not counted." Rule 2: "Valid accepted session: to the origin; with
    /// renewal on, its expiry moves to now + S; with renewal off it stays acceptance + S." §3.2: "A session can expire in the
    /// middle of a visit … The next request is then a new user's (rule 5). Once accepted again, the interrupted step is done
    /// again in `retype` × its previous time; at the `give_up_after`-th loss of a visit the person gives up instead." S7: if a
    /// repeated request finds no session, "that is a loss, with no step going on (as with reloads before the opening: after
    /// the person is accepted again the request opens this step, and the whole think time follows). The count of failures of
    /// this request starts anew after that."
    /// AMBIGUOUS: "the whole think time" of a step that is done again is the one it has after its retypes.
    fn request(&mut self, now: i64, id: (u32, u32)) {
        let visitor = self.visitor(id);
        if visitor.visit.next_request != Some(now) {
            return;
        }
        visitor.visit.next_request = None;
        let went_on = visitor.visit.going_on.take();
        if let Some(step) = went_on {
            visitor.visit.opens = step + 1;
        }
        let cookieless = visitor.who.cookieless;
        // AMBIGUOUS: also without cookies; nothing is told of such a request (R2 tells of the first request only).
        if self.meets(now, id) == Entry::Suspended {
            self.reaches_origin(now, id);
            return;
        }
        if cookieless {
            // S10: also when it is made again. AMBIGUOUS: the count of its failures goes on.
            self.new_user(now, id, 0);
            return;
        }
        if let Some(number) = self.live_session(now, id) {
            if !self.regime(now).disable_session_renewal {
                self.renew(now, number);
            }
            self.reaches_origin(now, id);
            return;
        }
        self.happens(now, What::Lost, id);
        let retype = i128::from(self.room.retype_thousandths);
        let give_up_after = self.room.give_up_after;
        let visitor = self.visitor(id);
        visitor.losses += 1;
        visitor.visit.failures = 0;
        let losses = visitor.losses;
        // R18: "no retype of this waiting", in which no step goes on.
        if let Some(step) = went_on {
            visitor.visit.opens = step;
            let think = &mut visitor.visit.think[step];
            let again = (i128::from(*think) * retype).div_euclid(1000);
            *think = i64::try_from(again).expect("a think time that fits");
        }
        if losses == give_up_after {
            self.give_up(now, id);
        } else {
            self.new_user(now, id, 0);
        }
    }
}
