//! The comparison of ways of opening as JSON and as a table. Not localised.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::csv::{in_memory, text_cell};
use super::layout::lay_out;
use super::number::number;
use super::wire::Caution;
use crate::results::{
    Compared, EarlyBirds, Fairness, FairnessMeasure, FairnessNote, FairnessUnit, InputNote, Mean, Places,
    Provenance, Way,
};

/// Name and version of the format, first key of every comparison.
pub const FAIRNESS_SCHEMA: &str = "machiai.fairness/1";

/// Columns of [`fairness_csv`], in order.
pub const FAIRNESS_COLUMNS: [&str; 12] = [
    "way",
    "group",
    "part",
    "arrival_minute",
    "measure",
    "unit",
    "value",
    "ci_low",
    "ci_high",
    "difference",
    "difference_low",
    "difference_high",
];

/// The comparison as JSON: `outputs/fairness.schema.json` says which keys it has, `outputs/README.md` what they mean.
///
/// Keys always come in the same order and numbers have at most 6 decimals, so the same comparison gives the same
/// bytes. What is missing, infinite or not a number is `null`.
pub fn fairness_json(fairness: &Fairness) -> String {
    let ways = fairness.ways.iter().map(|figures| WayKeys {
        way: figures.way,
        measures: Measures(&figures.measures),
        chances: figures
            .chances
            .iter()
            .map(|chance| ChanceKeys {
                group: &chance.group,
                part: part(chance.early),
                minute: chance.minute,
                people: keys(chance.people),
                admitted_share: keys(chance.admitted_share),
                place_share: keys(chance.place_share),
                wait_p50: keys(chance.wait_p50),
            })
            .collect(),
    });
    lay_out(&Document {
        schema: FAIRNESS_SCHEMA,
        provenance: &fairness.provenance,
        level: fairness.level,
        present: fairness.present,
        fairest: fairness.fairest,
        places: fairness.places,
        early: fairness.early,
        prequeue_seconds: fairness.prequeue_seconds,
        ways: ways.collect(),
        notes: &fairness.notes,
        warnings: fairness.warnings.iter().cloned().map(Caution).collect(),
        title: &fairness.title,
        opens_at_second_of_day: fairness.opens_at_second_of_day,
        inputs: &fairness.inputs,
    })
}

/// The whole file.
#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    provenance: &'a Provenance,
    level: f64,
    present: Way,
    fairest: Option<Way>,
    places: Places,
    early: EarlyBirds,
    prequeue_seconds: f64,
    ways: Vec<WayKeys<'a>>,
    notes: &'a [FairnessNote],
    warnings: Vec<Caution>,
    title: &'a str,
    opens_at_second_of_day: Option<i64>,
    inputs: &'a [InputNote],
}

#[derive(Serialize)]
struct WayKeys<'a> {
    way: Way,
    measures: Measures<'a>,
    chances: Vec<ChanceKeys<'a>>,
}

/// One object with a key for each measure.
struct Measures<'a>(&'a [(FairnessMeasure, Compared)]);

#[derive(Serialize)]
struct MeasureKeys {
    value: Option<f64>,
    unit: FairnessUnit,
    ci: Option<[f64; 2]>,
    difference: Option<f64>,
    difference_ci: Option<[f64; 2]>,
}

impl Serialize for Measures<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut map = out.serialize_map(Some(FairnessMeasure::ALL.len()))?;
        for measure in FairnessMeasure::ALL {
            let known = self.0.iter().find(|(other, _)| *other == measure);
            let Compared { mean, difference } = known.map(|(_, compared)| *compared).unwrap_or_default();
            let (mean, difference) = (keys(mean), keys(difference));
            let keys = MeasureKeys {
                value: mean.value,
                unit: measure.unit(),
                ci: mean.ci,
                difference: difference.value,
                difference_ci: difference.ci,
            };
            map.serialize_entry(measure.name(), &keys)?;
        }
        map.end()
    }
}

#[derive(Serialize)]
struct ChanceKeys<'a> {
    group: &'a str,
    part: &'static str,
    minute: Option<i64>,
    people: Mean,
    admitted_share: Mean,
    place_share: Mean,
    wait_p50: Mean,
}

/// Half an interval says nothing that could be read with care: both ends or none.
fn keys(mean: Mean) -> Mean {
    Mean { ci: mean.ci.filter(|ends| ends.iter().all(|end| end.is_finite())), ..mean }
}

fn part(early: bool) -> &'static str {
    if early { "early" } else { "on_time" }
}

/// One row for each way and measure, then for each way, group, arrival minute and measure.
pub fn fairness_csv(fairness: &Fairness) -> Vec<u8> {
    in_memory(|table| {
        table.write_record(FAIRNESS_COLUMNS)?;
        for figures in &fairness.ways {
            for (measure, compared) in &figures.measures {
                let Compared { mean, difference } = *compared;
                let names = [figures.way.name(), "", "", "", measure.name(), measure.unit().name()];
                let cells = cells(mean).into_iter().chain(cells(difference));
                table.write_record(names.map(str::to_owned).into_iter().chain(cells))?;
            }
            for chance in &figures.chances {
                let minute = chance.minute.map(|minute| minute.to_string()).unwrap_or_default();
                let group = text_cell(&chance.group);
                for (measure, unit, mean) in [
                    ("people", FairnessUnit::People, chance.people),
                    ("admitted_share", FairnessUnit::Share, chance.admitted_share),
                    ("place_share", FairnessUnit::Share, chance.place_share),
                    ("wait_p50", FairnessUnit::Seconds, chance.wait_p50),
                ] {
                    // A whole group has no such figure.
                    if chance.minute.is_none() && measure == "wait_p50" {
                        continue;
                    }
                    let names = [
                        figures.way.name(),
                        group.as_ref(),
                        part(chance.early),
                        &minute,
                        measure,
                        unit.name(),
                    ];
                    let cells = cells(mean).into_iter().chain([const { String::new() }; 3]);
                    table.write_record(names.map(str::to_owned).into_iter().chain(cells))?;
                }
            }
        }
        Ok(())
    })
}

/// Value and interval.
fn cells(mean: Mean) -> [String; 3] {
    let Mean { value, ci } = keys(mean);
    let [low, high] = ci.and_then(|[low, high]| Some([number(low)?, number(high)?])).unwrap_or_default();
    [value.and_then(number).unwrap_or_default(), low, high]
}
