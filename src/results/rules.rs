//! The rules of the product that its makers do not publish: what was taken for them, and what they matter.

use serde::{Deserialize, Serialize};

use super::answer::Effect;

/// From how many seconds of `wait_p90` on a rule matters.
const MATTERS: f64 = 60.0;

/// What was taken for the unpublished rules that the user did not give.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rules {
    /// The set chosen (`optimistic`, `likely`, `pessimistic`); `None`: the defaults, and ranges over them.
    pub assume: Option<String>,
    /// Keys of the rules that the set fixes: they are not drawn for the range.
    pub fixed: Vec<String>,
    /// What each rule that was not given does to `wait_p90` by itself, from its optimistic reading (`low_value`) to
    /// its pessimistic one; strongest first.
    pub effects: Vec<Effect>,
}

impl Rules {
    /// The rule that moves `wait_p90` most; `None` where none moves it by a minute.
    pub fn strongest(&self) -> Option<&Effect> {
        self.effects.first().filter(|effect| effect.swing() >= MATTERS)
    }
}
