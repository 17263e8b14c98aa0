//! The keys of a scenario: one list, and the nearest one to a misspelt key. Does not read values.

/// Every key by its full path, without the positions of lists. A last part `p*` stands for `p50`, `p95` …
static KEYS: [&str; 154] = [
    "title",
    "prose",
    "assume",
    "opens_at",
    "zone",
    "horizon",
    "room",
    "room.kind",
    "room.name",
    "room.opening",
    "room.lift_product_limits",
    "room.total_active_users",
    "room.new_users_per_minute",
    "room.session_duration",
    "room.disable_session_renewal",
    "room.queueing_method",
    "room.from",
    "room.events_from",
    "room.plan",
    "room.queue_all",
    "room.suspended",
    "room.enabled_origin_commands",
    "room.revoke_share",
    "room.edge",
    "room.edge.data_centres",
    "room.edge.sync_period",
    "room.edge.spike_delay",
    "room.edge.spike_threshold",
    "room.edge.anywhere_counters",
    "room.event",
    "room.event.name",
    "room.event.event_start_time",
    "room.event.event_end_time",
    "room.event.prequeue_start_time",
    "room.event.prequeue",
    "room.event.shuffle_at_event_start",
    "room.event.total_active_users",
    "room.event.new_users_per_minute",
    "room.event.session_duration",
    "room.event.disable_session_renewal",
    "room.event.queueing_method",
    "room.event.suspended",
    "room.operator",
    "room.operator.every",
    "room.operator.raise_below",
    "room.operator.lower_above",
    "room.operator.raise_by",
    "room.operator.lower_by",
    "room.operator.adjusts",
    "room.operator.total_active_users",
    "room.operator.new_users_per_minute",
    "room.operator.delay",
    "room.operator.window",
    "room.operator.noise",
    "room.change",
    "room.change.at",
    "room.change.total_active_users",
    "room.change.new_users_per_minute",
    "room.change.session_duration",
    "room.change.disable_session_renewal",
    "room.change.queueing_method",
    "room.change.queue_all",
    "room.change.suspended",
    "room.bucket_rule",
    "room.newcomer_rule",
    "room.burst_share",
    "room.inside",
    "room.per_minute",
    "room.line_limit",
    "room.order",
    "room.lag",
    "origin",
    "origin.kind",
    "origin.from",
    "origin.servers",
    "origin.service_time",
    "origin.scalability",
    "origin.scalability.alone_per_second",
    "origin.scalability.contention",
    "origin.scalability.coherency",
    "origin.table",
    "origin.table.file",
    "origin.work_cv",
    "origin.timeout",
    "origin.serves_abandoned",
    "origin.retries",
    "origin.retry_delay",
    "origin.background",
    "origin.safe_people_inside",
    "origin.safe_requests_per_second",
    "origin.safe_utilisation",
    "origin.overload_lasting",
    "stock",
    "stock.room",
    "stock.places",
    "stock.slots",
    "stock.slots.name",
    "stock.slots.places",
    "stock.slots.popularity",
    "stock.per_booking",
    "stock.flexible",
    "stock.after_sell_out",
    "group",
    "group.name",
    "group.room",
    "group.count",
    "group.count.eligible",
    "group.count.turnout",
    "group.count.web_share",
    "group.count.accesses",
    "group.count.per_person",
    "group.arrivals",
    "group.arrivals.file",
    "group.arrivals.counts",
    "group.arrivals.times",
    "group.arrivals.mix",
    "group.arrivals.mix.share",
    "group.arrivals.mix.shape",
    "group.arrivals.mix.shift",
    "group.arrivals_shift",
    "group.visit",
    "group.visit.mean",
    "group.visit.cv",
    "group.visit.pages",
    "group.visit.work",
    "group.visit.duration",
    "group.visit.quantiles",
    "group.visit.quantiles.p*",
    "group.visit.steps",
    "group.visit.steps.name",
    "group.visit.steps.think",
    "group.visit.steps.work",
    "group.visit.times",
    "group.patience",
    "group.patience.times",
    "group.patience_again",
    "group.tolerance",
    "group.tolerance.times",
    "group.comeback",
    "group.comeback.chance",
    "group.comeback.delay",
    "group.comeback.with_cookie",
    "group.sleep",
    "group.sleep.share",
    "group.sleep.after",
    "group.sleep.lasting",
    "group.devices",
    "group.cookieless",
    "group.bypass",
    "group.before_opening",
    "group.before_opening.reload",
    "group.poll_delay",
    "group.retype",
    "group.give_up_after",
];

/// Every key of the format by its full path, without the positions of lists: `group.visit.mean`. A last part
/// `p*` stands for any quantile (`p50`, `p95` …).
pub fn known_keys() -> &'static [&'static str] {
    &KEYS
}

/// A path without the positions of lists: `group.visit.mean` for `group[1].visit.mean`.
pub(super) fn pattern(path: &str) -> String {
    let mut depth = 0;
    path.chars()
        .filter(|c| {
            match c {
                '[' => depth += 1,
                ']' => {
                    depth -= 1;
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect()
}

/// The keys directly below a path.
pub(super) fn children(parent: &str) -> Vec<&'static str> {
    let prefix = if parent.is_empty() { String::new() } else { format!("{parent}.") };
    let below = known_keys().iter().filter_map(|key| key.strip_prefix(prefix.as_str()));
    below.filter(|rest| !rest.contains('.')).collect()
}

/// What an unknown key below a path was probably meant to be.
pub(super) fn meant(parent: &str, unknown: &str) -> Option<String> {
    let near = nearest(unknown, children(parent).into_iter()).map(str::to_owned);
    near.or_else(|| {
        // The right word in the wrong table.
        let elsewhere = known_keys().iter().find(|key| key.rsplit('.').next() == Some(unknown));
        elsewhere.map(|key| (*key).to_owned())
    })
}

/// The candidate nearest to a word, if any is near.
pub(super) fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let word = word.to_lowercase().replace('-', "_");
    let reach = 1 + word.chars().count() / 4;
    let by_spelling = candidates
        .clone()
        .map(|candidate| (strsim::damerau_levenshtein(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= reach)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate);
    let long_enough = word.chars().count() >= 4;
    by_spelling.or_else(|| {
        let mut part = candidates.filter(|candidate| long_enough && candidate.to_lowercase().contains(&word));
        part.next()
    })
}
