//! Which settings the plans of the product can use (CF §6). Does not read the settings.

use super::cursor::{Context, Field};
use super::scalar;
use super::tree::{Content, Value};

/// A plan of the product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plan {
    /// No plan is named: nothing is checked.
    Unchecked,
    Business,
    Enterprise,
    /// Everything can be used.
    Advanced,
}

impl Plan {
    /// Reads the plan; without a field nothing is checked.
    pub(super) fn read(field: Option<&Field>, context: &mut Context) -> Plan {
        let plans = [
            ("none", Plan::Unchecked),
            ("business", Plan::Business),
            ("enterprise", Plan::Enterprise),
            ("advanced", Plan::Advanced),
        ];
        // A plan that cannot be read is an issue of its own; whatever depends on it is not checked.
        field.and_then(|field| scalar::choice(field, &plans, context)).unwrap_or(Plan::Unchecked)
    }

    /// Records an issue where the plan does not have what a field asks for. `instead` is what it has.
    pub(super) fn check(self, field: &Field, what: &str, instead: &str, context: &mut Context) {
        let name = match self {
            Plan::Unchecked | Plan::Advanced => return,
            Plan::Business => "business",
            Plan::Enterprise => "enterprise",
        };
        let advanced = context.worded("--plan advanced", "plan = \"advanced\"");
        let mut issue = field.issue(format!("the {name} plan has no {what}"));
        // A flag alone is no value, and whole tables say nothing.
        let is_table = |value: &Value| matches!(value.content, Content::Table(_));
        let hidden = match &field.value.content {
            Content::Switch(_) => context.from_flags,
            Content::List(values) => values.iter().any(is_table),
            _ => is_table(&field.value),
        };
        if hidden {
            issue.seen = None;
        }
        let accepted = match instead {
            "" => format!("{}, or {advanced}", context.left_out()),
            instead => format!("{instead}, or {advanced}"),
        };
        context.issues.push(issue.accepted(accepted));
    }
}
