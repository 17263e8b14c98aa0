//! Variants on the same days as JSON and as a table. Not localised.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::csv::{in_memory, text_cell};
use super::layout::lay_out;
use super::number::number;
use super::wire::Caution;
use crate::results::{
    ArrivalMinutes, Change, Comparison, Family, Followed, Judgement, JudgementKind, Mean, Measure, Paired,
    PersonMeasure, Provenance, Unit, Variant, VariantGroup,
};

/// Name and version of the format, first key of every answer.
pub const COMPARE_SCHEMA: &str = "machiai.compare/1";

/// Columns of [`compare_csv`], in order.
pub const COMPARE_COLUMNS: [&str; 14] = [
    "variant",
    "group",
    "arrival_minute",
    "arrival_minute_end",
    "measure",
    "unit",
    "value",
    "ci_low",
    "ci_high",
    "difference",
    "difference_low",
    "difference_high",
    "simultaneous_low",
    "simultaneous_high",
];

/// The answer as JSON: `outputs/compare.schema.json` says which keys it has, `outputs/README.md` what they mean.
///
/// Keys always come in the same order and numbers have at most 6 decimals, so the same answer gives the same bytes. What
/// is missing, infinite or not a number is `null`.
pub fn compare_json(comparison: &Comparison) -> String {
    let variants = &comparison.variants;
    lay_out(&Document {
        schema: COMPARE_SCHEMA,
        provenance: &comparison.provenance,
        level: comparison.level,
        headline: FamilyKeys::of(&comparison.headline),
        by_arrival: FamilyKeys::of(&comparison.by_arrival),
        variants: variants.iter().map(|variant| VariantKeys::of(variant, variants)).collect(),
        warnings: comparison.warnings.iter().cloned().map(Caution).collect(),
    })
}

/// The whole file.
#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    provenance: &'a Provenance,
    level: f64,
    headline: FamilyKeys,
    by_arrival: FamilyKeys,
    variants: Vec<VariantKeys<'a>>,
    warnings: Vec<Caution>,
}

#[derive(Serialize)]
struct FamilyKeys {
    method: &'static str,
    measures: Vec<&'static str>,
    comparisons: u32,
    level_of_each: f64,
}

impl FamilyKeys {
    fn of(family: &Family) -> FamilyKeys {
        FamilyKeys {
            method: "bonferroni",
            measures: family.measures.iter().map(|measure| measure.name()).collect(),
            comparisons: family.comparisons,
            level_of_each: family.level_of_each,
        }
    }
}

#[derive(Serialize)]
struct VariantKeys<'a> {
    name: &'a str,
    title: &'a str,
    scenario: &'a str,
    same_as: Option<&'a str>,
    judgement: Option<JudgementKeys>,
    same_people: Option<bool>,
    people: Option<PersonMeasures<'a>>,
    variance_ratio: Option<f64>,
    measures: Measures<'a>,
    groups: Vec<GroupKeys<'a>>,
    arrivals: Vec<ArrivalKeys>,
    warnings: Vec<Caution>,
}

impl<'a> VariantKeys<'a> {
    fn of(variant: &'a Variant, variants: &'a [Variant]) -> VariantKeys<'a> {
        let group =
            |group: &'a VariantGroup| GroupKeys { name: &group.name, measures: Measures(&group.measures) };
        VariantKeys {
            name: &variant.name,
            title: &variant.title,
            scenario: &variant.scenario,
            same_as: variant.same_as.and_then(|at| variants.get(at)).map(|other| other.name.as_str()),
            judgement: variant.judgement.as_ref().map(JudgementKeys::of),
            same_people: variant.same_people,
            people: variant.people.as_ref().map(PersonMeasures),
            variance_ratio: variant.variance_ratio,
            measures: Measures(&variant.measures),
            groups: variant.groups.iter().map(group).collect(),
            arrivals: variant.arrivals.iter().map(ArrivalKeys::of).collect(),
            warnings: variant.warnings.iter().cloned().map(Caution).collect(),
        }
    }
}

#[derive(Serialize)]
struct JudgementKeys {
    kind: JudgementKind,
    gains: Vec<ChangeKeys>,
    losses: Vec<ChangeKeys>,
    wait_differs_at_most: Option<f64>,
    more_overload_at_most: Option<f64>,
}

impl JudgementKeys {
    fn of(judgement: &Judgement) -> JudgementKeys {
        let keys = |changes: &[Change]| changes.iter().map(ChangeKeys::of).collect();
        JudgementKeys {
            kind: judgement.kind,
            gains: keys(&judgement.gains),
            losses: keys(&judgement.losses),
            wait_differs_at_most: judgement.wait_differs_at_most,
            more_overload_at_most: judgement.more_overload_at_most,
        }
    }
}

#[derive(Serialize)]
struct ChangeKeys {
    measure: &'static str,
    unit: Unit,
    difference: f64,
    simultaneous_ci: [f64; 2],
}

impl ChangeKeys {
    fn of(change: &Change) -> ChangeKeys {
        let Change { measure, difference, simultaneous } = *change;
        ChangeKeys {
            measure: measure.name(),
            unit: measure.unit(),
            difference,
            simultaneous_ci: simultaneous,
        }
    }
}

#[derive(Serialize)]
struct GroupKeys<'a> {
    name: &'a str,
    measures: Measures<'a>,
}

#[derive(Serialize)]
struct ArrivalKeys {
    from_minute: i64,
    to_minute: i64,
    range_p50: Option<[f64; 2]>,
    wait_p50: PairedKeys,
    wait_p90: PairedKeys,
}

impl ArrivalKeys {
    fn of(cell: &ArrivalMinutes) -> ArrivalKeys {
        let [wait_p50, wait_p90] = cell.measures().map(|(measure, paired)| PairedKeys::of(measure, &paired));
        ArrivalKeys {
            from_minute: cell.from_minute,
            to_minute: cell.to_minute,
            range_p50: whole(cell.range_p50),
            wait_p50,
            wait_p90,
        }
    }
}

/// One object with a key for each measure.
struct Measures<'a>(&'a [(Measure, Paired)]);

#[derive(Serialize)]
struct PairedKeys {
    value: Option<f64>,
    unit: Unit,
    ci: Option<[f64; 2]>,
    difference: Option<f64>,
    difference_ci: Option<[f64; 2]>,
    simultaneous_ci: Option<[f64; 2]>,
}

impl PairedKeys {
    fn of(measure: Measure, paired: &Paired) -> PairedKeys {
        PairedKeys {
            value: paired.mean.value,
            unit: measure.unit(),
            ci: whole(paired.mean.ci),
            difference: paired.difference.value,
            difference_ci: whole(paired.difference.ci),
            simultaneous_ci: whole(paired.simultaneous),
        }
    }
}

impl Serialize for Measures<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut map = out.serialize_map(Some(self.0.len()))?;
        for (measure, paired) in self.0 {
            map.serialize_entry(measure.name(), &PairedKeys::of(*measure, paired))?;
        }
        map.end()
    }
}

/// The same for what becomes of persons.
struct PersonMeasures<'a>(&'a Followed);

#[derive(Serialize)]
struct MeanKeys {
    value: Option<f64>,
    unit: Unit,
    ci: Option<[f64; 2]>,
}

impl Serialize for PersonMeasures<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut map = out.serialize_map(Some(self.0.measures.len()))?;
        for (measure, Mean { value, ci }) in &self.0.measures {
            let keys = MeanKeys { value: *value, unit: measure.unit(), ci: whole(*ci) };
            map.serialize_entry(measure.name(), &keys)?;
        }
        map.end()
    }
}

/// Half an interval says nothing that could be read with care: both ends or none.
fn whole(ends: Option<[f64; 2]>) -> Option<[f64; 2]> {
    ends.filter(|ends| ends.iter().all(|end| end.is_finite()))
}

/// For each variant: its measures, what becomes of persons, its groups, then its arrivals.
pub fn compare_csv(comparison: &Comparison) -> Vec<u8> {
    in_memory(|table| {
        table.write_record(COMPARE_COLUMNS)?;
        for variant in &comparison.variants {
            let name = text_cell(&variant.name);
            let name = name.as_ref();
            for (measure, paired) in &variant.measures {
                table.write_record(row([name, "", "", ""], *measure, paired))?;
            }
            for (measure, mean) in variant.people.iter().flat_map(|people| &people.measures) {
                table.write_record(person_row(name, *measure, *mean))?;
            }
            for group in &variant.groups {
                let group_name = text_cell(&group.name);
                for (measure, paired) in &group.measures {
                    table.write_record(row([name, group_name.as_ref(), "", ""], *measure, paired))?;
                }
            }
            for cell in &variant.arrivals {
                let (from, to) = (cell.from_minute.to_string(), cell.to_minute.to_string());
                for (measure, paired) in cell.measures() {
                    table.write_record(row([name, "", &from, &to], measure, &paired))?;
                }
            }
        }
        Ok(())
    })
}

fn row(place: [&str; 4], measure: Measure, paired: &Paired) -> Vec<String> {
    let mut row: Vec<String> = place.map(str::to_owned).to_vec();
    row.extend([measure.name(), measure.unit().name()].map(str::to_owned));
    row.extend(cells(paired.mean));
    row.extend(cells(paired.difference));
    row.extend(ends(paired.simultaneous));
    row
}

fn person_row(variant: &str, measure: PersonMeasure, mean: Mean) -> Vec<String> {
    let place = [variant, "", "", "", measure.name(), measure.unit().name()];
    let mut row: Vec<String> = place.map(str::to_owned).to_vec();
    row.extend(cells(mean));
    row.resize(COMPARE_COLUMNS.len(), String::new());
    row
}

/// Value and interval.
fn cells(mean: Mean) -> [String; 3] {
    let [low, high] = ends(mean.ci);
    [mean.value.and_then(number).unwrap_or_default(), low, high]
}

fn ends(ends: Option<[f64; 2]>) -> [String; 2] {
    whole(ends).and_then(|[low, high]| Some([number(low)?, number(high)?])).unwrap_or_default()
}
