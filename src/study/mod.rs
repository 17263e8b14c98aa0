//! Designs and runs experiments: many days in parallel, ranges over what was not given, what moves the answer.
//! Owns parallelism; reads no files and no clock.

mod assumptions;
mod calendar;
mod compare;
mod days;
mod estimates;
mod explanation;
mod fairness;
mod given_state;
mod in_force;
mod minutes;
mod now;
mod observed;
mod origin_fit;
mod people;
mod predict;
mod recommend;
mod sales;
mod same_days;
mod sweep;
mod tenants;
mod values;
mod variation;
mod ways;

pub use assumptions::{Assumption, assumptions};
pub use calendar::with_opening_moved;
pub use compare::{CompareCase, ComparePlan, compare};
pub use days::{Progress, Watch};
pub use explanation::explain;
pub use fairness::{FairnessPlan, fairness};
pub use now::{Moment, NowPlan, Refusal, now};
pub use observed::check_observed;
pub use origin_fit::fit_origin;
pub use people::{Outcome, PersonDay, people_of_one_day};
pub use predict::{Plan, Stop, predict};
pub use recommend::{GivenCapacity, RecommendPlan, RecommendRefusal, recommend, with_settings};
pub use same_days::on_same_days;
pub use sweep::{SWEEP_MOST_POINTS, play_points, sweep_chunks, sweep_estimates};
pub use tenants::{TenantsPlan, TooLate, tenants};
pub use ways::{ROOM_RELOAD, Start, ways_of_opening};
