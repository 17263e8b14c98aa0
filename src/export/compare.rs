//! Variants on the same days as JSON, written and read back, and as a table. Not localised.

use serde::{Deserialize, Serialize};

use super::csv::{in_memory, text_cell};
use super::layout::lay_out;
use super::named::{ByName, HasUnit};
use super::number::number;
use super::read::{self, ReadError};
use super::wire::{self, Caution, whole};
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
    lay_out(&Document::new(comparison))
}

/// Reads an answer that [`compare_json`] wrote. Writing it again gives the same bytes.
///
/// # Errors
/// Says at which line and column the text is not such an answer and what is expected there, which variant it speaks of that
/// is not there, or which other format the text is in.
pub fn parse_compare(text: &str) -> Result<Comparison, ReadError> {
    let document: Document = read::document(text, COMPARE_SCHEMA)?;
    document.comparison().map_err(|problem| ReadError::Contradictory { problem })
}

/// The whole file.
#[derive(Serialize, Deserialize)]
#[serde(expecting = "variants compared: an object with schema, provenance, variants and so on")]
struct Document {
    schema: String,
    provenance: Provenance,
    #[serde(with = "wire::number")]
    level: f64,
    headline: FamilyKeys,
    by_arrival: FamilyKeys,
    variants: Vec<VariantKeys>,
    warnings: Vec<Caution>,
}

impl Document {
    fn new(comparison: &Comparison) -> Document {
        let variants = &comparison.variants;
        Document {
            schema: COMPARE_SCHEMA.to_owned(),
            provenance: comparison.provenance.clone(),
            level: comparison.level,
            headline: FamilyKeys::new(&comparison.headline),
            by_arrival: FamilyKeys::new(&comparison.by_arrival),
            variants: variants.iter().map(|variant| VariantKeys::new(variant, variants)).collect(),
            warnings: comparison.warnings.iter().cloned().map(Caution).collect(),
        }
    }

    fn comparison(self) -> Result<Comparison, String> {
        let mut variants: Vec<Variant> = Vec::new();
        for keys in self.variants {
            let variant = keys.variant(&variants)?;
            variants.push(variant);
        }
        if variants.is_empty() {
            return Err("no variants; expected at least the one that the others are compared with".to_owned());
        }
        Ok(Comparison {
            provenance: self.provenance,
            level: self.level,
            headline: self.headline.family(),
            by_arrival: self.by_arrival.family(),
            variants,
            warnings: self.warnings.into_iter().map(|Caution(warning)| warning).collect(),
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(
    expecting = "a family of comparisons: an object with method, measures, comparisons and level_of_each"
)]
struct FamilyKeys {
    method: Method,
    measures: Vec<Measure>,
    comparisons: u32,
    #[serde(with = "wire::number")]
    level_of_each: f64,
}

/// How intervals are made to hold together.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Method {
    Bonferroni,
}

impl FamilyKeys {
    fn new(family: &Family) -> FamilyKeys {
        let Family { measures, comparisons, level_of_each } = family.clone();
        FamilyKeys { method: Method::Bonferroni, measures, comparisons, level_of_each }
    }

    fn family(self) -> Family {
        let FamilyKeys { method: Method::Bonferroni, measures, comparisons, level_of_each } = self;
        Family { measures, comparisons, level_of_each }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(expecting = "a variant: an object with name, title, scenario, measures and so on")]
struct VariantKeys {
    name: String,
    title: String,
    scenario: String,
    same_as: Option<String>,
    judgement: Option<JudgementKeys>,
    same_people: Option<bool>,
    people: Option<ByName<PersonMeasure, MeanKeys>>,
    variance_ratio: Option<f64>,
    measures: ByName<Measure, PairedKeys>,
    groups: Vec<GroupKeys>,
    arrivals: Vec<ArrivalKeys>,
    warnings: Vec<Caution>,
}

impl VariantKeys {
    fn new(variant: &Variant, variants: &[Variant]) -> VariantKeys {
        let followed = |followed: &Followed| {
            let keys = |(measure, mean): &(PersonMeasure, Mean)| (*measure, MeanKeys::new(*measure, *mean));
            ByName(followed.measures.iter().map(keys).collect())
        };
        VariantKeys {
            name: variant.name.clone(),
            title: variant.title.clone(),
            scenario: variant.scenario.clone(),
            same_as: variant.same_as.and_then(|at| variants.get(at)).map(|other| other.name.clone()),
            judgement: variant.judgement.as_ref().map(JudgementKeys::new),
            same_people: variant.same_people,
            people: variant.people.as_ref().map(followed),
            variance_ratio: variant.variance_ratio,
            measures: measure_keys(&variant.measures),
            groups: variant.groups.iter().map(GroupKeys::new).collect(),
            arrivals: variant.arrivals.iter().map(ArrivalKeys::new).collect(),
            warnings: variant.warnings.iter().cloned().map(Caution).collect(),
        }
    }

    /// The variant behind those that come before it.
    fn variant(self, earlier: &[Variant]) -> Result<Variant, String> {
        let position = |name: &String| {
            let found = earlier.iter().position(|other| other.name == *name);
            found.ok_or_else(|| {
                format!("`{}` means the same as `{name}`; expected the name of an earlier variant", self.name)
            })
        };
        let same_as = self.same_as.as_ref().map(position).transpose()?;
        let followed = |ByName(measures): ByName<PersonMeasure, MeanKeys>| Followed {
            measures: measures.into_iter().map(|(measure, keys)| (measure, keys.mean())).collect(),
        };
        Ok(Variant {
            name: self.name,
            title: self.title,
            scenario: self.scenario,
            same_as,
            measures: paired_figures(self.measures),
            groups: self.groups.into_iter().map(GroupKeys::group).collect(),
            arrivals: self.arrivals.into_iter().map(ArrivalKeys::arrivals).collect(),
            same_people: self.same_people,
            people: self.people.map(followed),
            variance_ratio: self.variance_ratio,
            judgement: self.judgement.map(JudgementKeys::judgement),
            warnings: self.warnings.into_iter().map(|Caution(warning)| warning).collect(),
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(expecting = "a judgement: an object with kind, gains, losses and so on")]
struct JudgementKeys {
    kind: JudgementKind,
    gains: Vec<ChangeKeys>,
    losses: Vec<ChangeKeys>,
    wait_differs_at_most: Option<f64>,
    more_overload_at_most: Option<f64>,
}

impl JudgementKeys {
    fn new(judgement: &Judgement) -> JudgementKeys {
        let keys = |changes: &[Change]| changes.iter().map(ChangeKeys::new).collect();
        JudgementKeys {
            kind: judgement.kind,
            gains: keys(&judgement.gains),
            losses: keys(&judgement.losses),
            wait_differs_at_most: judgement.wait_differs_at_most,
            more_overload_at_most: judgement.more_overload_at_most,
        }
    }

    fn judgement(self) -> Judgement {
        let changes = |keys: Vec<ChangeKeys>| keys.into_iter().map(ChangeKeys::change).collect();
        Judgement {
            kind: self.kind,
            gains: changes(self.gains),
            losses: changes(self.losses),
            wait_differs_at_most: self.wait_differs_at_most,
            more_overload_at_most: self.more_overload_at_most,
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(expecting = "a difference: an object with measure, unit, difference and simultaneous_ci")]
struct ChangeKeys {
    measure: Measure,
    unit: Unit,
    difference: f64,
    simultaneous_ci: [f64; 2],
}

impl ChangeKeys {
    fn new(change: &Change) -> ChangeKeys {
        let Change { measure, difference, simultaneous } = *change;
        ChangeKeys { measure, unit: measure.unit(), difference, simultaneous_ci: simultaneous }
    }

    fn change(self) -> Change {
        let ChangeKeys { measure, difference, simultaneous_ci, .. } = self;
        Change { measure, difference, simultaneous: simultaneous_ci }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(expecting = "a group: an object with name and measures")]
struct GroupKeys {
    name: String,
    measures: ByName<Measure, PairedKeys>,
}

impl GroupKeys {
    fn new(group: &VariantGroup) -> GroupKeys {
        GroupKeys { name: group.name.clone(), measures: measure_keys(&group.measures) }
    }

    fn group(self) -> VariantGroup {
        VariantGroup { name: self.name, measures: paired_figures(self.measures) }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(expecting = "arrivals: an object with from_minute, to_minute, wait_p50 and so on")]
struct ArrivalKeys {
    from_minute: i64,
    to_minute: i64,
    range_p50: Option<[f64; 2]>,
    wait_p50: PairedKeys,
    wait_p90: PairedKeys,
}

impl ArrivalKeys {
    fn new(cell: &ArrivalMinutes) -> ArrivalKeys {
        let [wait_p50, wait_p90] = cell.measures().map(|(measure, paired)| PairedKeys::new(measure, &paired));
        ArrivalKeys {
            from_minute: cell.from_minute,
            to_minute: cell.to_minute,
            range_p50: whole(cell.range_p50),
            wait_p50,
            wait_p90,
        }
    }

    fn arrivals(self) -> ArrivalMinutes {
        let ArrivalKeys { from_minute, to_minute, range_p50, wait_p50, wait_p90 } = self;
        let (wait_p50, wait_p90) = (wait_p50.paired(), wait_p90.paired());
        ArrivalMinutes { from_minute, to_minute, wait_p50, wait_p90, range_p50 }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(expecting = "a figure: an object with value, unit, ci, difference and so on")]
struct PairedKeys {
    value: Option<f64>,
    unit: Unit,
    ci: Option<[f64; 2]>,
    difference: Option<f64>,
    difference_ci: Option<[f64; 2]>,
    simultaneous_ci: Option<[f64; 2]>,
}

impl PairedKeys {
    fn new(measure: Measure, paired: &Paired) -> PairedKeys {
        PairedKeys {
            value: paired.mean.value,
            unit: measure.unit(),
            ci: whole(paired.mean.ci),
            difference: paired.difference.value,
            difference_ci: whole(paired.difference.ci),
            simultaneous_ci: whole(paired.simultaneous),
        }
    }

    fn paired(self) -> Paired {
        Paired {
            mean: Mean { value: self.value, ci: self.ci },
            difference: Mean { value: self.difference, ci: self.difference_ci },
            simultaneous: self.simultaneous_ci,
        }
    }
}

impl HasUnit for PairedKeys {
    type Unit = Unit;

    fn unit(&self) -> Unit {
        self.unit
    }
}

fn measure_keys(measures: &[(Measure, Paired)]) -> ByName<Measure, PairedKeys> {
    ByName(measures.iter().map(|(measure, paired)| (*measure, PairedKeys::new(*measure, paired))).collect())
}

/// In the order of the file, which is that of reports.
fn paired_figures(ByName(measures): ByName<Measure, PairedKeys>) -> Vec<(Measure, Paired)> {
    measures.into_iter().map(|(measure, keys)| (measure, keys.paired())).collect()
}

/// The same for what becomes of persons.
#[derive(Serialize, Deserialize)]
#[serde(expecting = "a figure of persons: an object with value, unit and ci")]
struct MeanKeys {
    value: Option<f64>,
    unit: Unit,
    ci: Option<[f64; 2]>,
}

impl MeanKeys {
    fn new(measure: PersonMeasure, Mean { value, ci }: Mean) -> MeanKeys {
        MeanKeys { value, unit: measure.unit(), ci: whole(ci) }
    }

    fn mean(self) -> Mean {
        Mean { value: self.value, ci: self.ci }
    }
}

impl HasUnit for MeanKeys {
    type Unit = Unit;

    fn unit(&self) -> Unit {
        self.unit
    }
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
