//! Reads how many people come. Does not know when.

use super::cursor::{Context, Field, Fields};
use super::notice::{Notice, grouped};
use super::scalar::{self, COUNT, count_problem, share_problem};
use super::tree::Content;
use crate::model::Headcount;
use crate::units::{Share, parse_count, parse_share};

/// Most people of a scenario.
pub(super) const MOST_PEOPLE: u32 = 4_000_000_000;
/// Most accesses a person.
const MOST_ACCESSES: f64 = 1e6;
/// What a count can be.
const ACCEPTED: &str = "people, not requests: 30000, \"3万\", \"20000..45000\", \"30000 +- 30%\", \
                        { eligible = 110000, turnout = \"20%..40%\" } or { accesses = 2000000, per_person = \"5..20\" }";
/// What a count can be where flags are read.
const ACCEPTED_FLAGS: &str = "people, not requests: 30000, 3万, 20000..45000, \"30000 +- 30%\"; or instead --eligible with \
                              --turnout, or --accesses with --per-person";
/// How to write a range of shares.
const SHARES: &str = "a share such as 0.3 or \"30%\", or a range such as \"20%..40%\"";
/// How to write accesses a person.
const PER_PERSON: &str = "a number from 1, or a range such as \"5..20\"";

/// Reads a headcount with at least one person in every case.
pub(super) fn read(field: &Field, group: &str, context: &mut Context) -> Option<Headcount> {
    let accepted = context.worded(ACCEPTED_FLAGS, ACCEPTED);
    let headcount = match &field.value.content {
        Content::Table(_) => table(field, group, context)?,
        Content::Text(text) => match in_words(text) {
            Ok(headcount) => headcount,
            Err(problem) => return context.refuse(field.issue(problem).accepted(accepted)),
        },
        _ => Headcount::Fixed(scalar::count(field, accepted, context)?),
    };
    let least = headcount.smallest()?;
    if least == 0 {
        let message = if headcount.is_uncertain() { "nobody comes at the low end" } else { "nobody comes" };
        return context.refuse(field.issue(message).accepted("at least 1 person"));
    }
    Some(headcount)
}

/// What a range is written with.
pub(super) const RANGE_SIGNS: [&str; 5] = ["..", "~", "～", "〜", "–"];
/// What a margin is written with.
const MARGIN_SIGNS: [&str; 4] = ["+-", "+/-", "±", "＋−"];

pub(super) fn split<'a>(text: &'a str, signs: &[&str]) -> Option<(&'a str, &'a str)> {
    signs.iter().find_map(|sign| text.split_once(sign)).map(|(left, right)| (left.trim(), right.trim()))
}

fn in_words(text: &str) -> Result<Headcount, String> {
    let one = |text: &str| parse_count(text).map_err(|error| count_problem(&error).to_owned());
    if let Some((middle, margin)) = split(text, &MARGIN_SIGNS) {
        let middle = one(middle)?;
        let margin = match margin.contains(['%', '％', '割']) {
            true => {
                let share = parse_share(margin)
                    .map_err(|error| format!("the margin is {}", share_problem(&error)))?;
                (f64::from(middle) * share.value() + 0.5) as u32
            }
            false => one(margin)?,
        };
        let low = middle.checked_sub(margin).ok_or("the margin is larger than the number")?;
        let high = middle.checked_add(margin).filter(|high| *high <= MOST_PEOPLE);
        return Ok(Headcount::Between { low, high: high.ok_or("the high end is above 4,000,000,000")? });
    }
    if let Some((low, high)) = split(text, &RANGE_SIGNS) {
        let (low, high) = (one(low)?, one(high)?);
        return match low <= high {
            true => Ok(Headcount::Between { low, high }),
            false => Err("the low end is above the high end".to_owned()),
        };
    }
    one(text).map(Headcount::Fixed)
}

fn table(field: &Field, group: &str, context: &mut Context) -> Option<Headcount> {
    let mut fields = Fields::of(field)?;
    let of_eligible = ["eligible", "turnout", "web_share"].into_iter().find(|key| fields.has(key));
    if let Some(other) = of_eligible {
        let message =
            format!("cannot be combined with {}", context.called(&format!("{}.{other}", field.path)));
        for key in ["accesses", "per_person"] {
            if let Some(field) = fields.take(key) {
                context.issues.push(field.issue(message.as_str()).accepted("one of the two"));
            }
        }
        let eligible = fields.require("eligible", COUNT, context);
        let eligible = eligible.and_then(|field| scalar::count(&field, COUNT, context));
        let turnout = fields.require("turnout", SHARES, context).and_then(|field| shares(&field, context));
        let web_share = match fields.take("web_share") {
            Some(field) => shares(&field, context),
            None => Some((Share::ALL, Share::ALL)),
        };
        fields.finish(context);
        return Some(Headcount::Eligible { eligible: eligible?, turnout: turnout?, web_share: web_share? });
    }
    if fields.has("accesses") || fields.has("per_person") {
        let accesses = fields.require("accesses", COUNT, context);
        let accesses = accesses.and_then(|field| scalar::count(&field, COUNT, context));
        let per_person = fields.require("per_person", PER_PERSON, context);
        let per_person = per_person.and_then(|field| accesses_a_person(&field, context));
        fields.finish(context);
        let headcount = Headcount::Accesses { accesses: accesses?, per_person: per_person? };
        context.notices.push(Notice::AccessesConverted {
            group: group.to_owned(),
            accesses: accesses?,
            low: headcount.smallest()?,
            middle: headcount.middle()?,
            high: headcount.largest()?,
        });
        return Some(headcount);
    }
    let before = context.issues.len();
    fields.finish(context);
    if context.issues.len() == before {
        context.issues.push(field.issue("says nothing").accepted(ACCEPTED));
    }
    None
}

fn shares(field: &Field, context: &mut Context) -> Option<(Share, Share)> {
    if let Content::Text(text) = &field.value.content
        && let Some((low, high)) = split(text, &RANGE_SIGNS)
    {
        return match (parse_share(low), parse_share(high)) {
            (Ok(low), Ok(high)) if low <= high => Some((low, high)),
            (Ok(_), Ok(_)) => {
                context.refuse(field.issue("the low end is above the high end").accepted(SHARES))
            }
            (Err(error), _) | (_, Err(error)) => {
                let message = format!("an end of the range is {}", share_problem(&error));
                context.refuse(field.issue(message).accepted(SHARES))
            }
        };
    }
    scalar::share(field, context).map(|share| (share, share))
}

fn accesses_a_person(field: &Field, context: &mut Context) -> Option<(f64, f64)> {
    let range = match &field.value.content {
        Content::Text(text) => split(text, &RANGE_SIGNS).map(|(low, high)| (low.parse(), high.parse())),
        _ => None,
    };
    let (low, high) = match range {
        Some((Ok(low), Ok(high))) => (low, high),
        Some(_) => {
            return context.refuse(field.issue("an end of the range is not a number").accepted(PER_PERSON));
        }
        None => {
            let number = scalar::number(field, PER_PERSON, context)?;
            (number, number)
        }
    };
    let refused = match (low, high) {
        (low, high) if !(f64::is_finite(low) && f64::is_finite(high)) => "not finite",
        (low, high) if low > high => "the low end is above the high end",
        (low, _) if low < 1.0 => "less than one access a person",
        (_, high) if high > MOST_ACCESSES => "more than 1,000,000 accesses a person",
        ends => return Some(ends),
    };
    context.refuse(field.issue(refused).accepted(PER_PERSON))
}

/// The issue of too many people in all groups together.
pub(super) fn too_many(total: u64) -> String {
    format!("{} people in all groups at the high end, more than can be simulated", grouped(total))
}
