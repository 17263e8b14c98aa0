//! The comparison of ways of opening as JSON, written and read back, and as a table. Not localised.

use serde::{Deserialize, Serialize};

use super::csv::{in_memory, text_cell};
use super::layout::lay_out;
use super::named::{ByName, HasUnit};
use super::number::number;
use super::read::{self, ReadError};
use super::wire::{self, Caution, whole};
use crate::results::{
    Chance, Compared, EarlyBirds, Fairness, FairnessMeasure, FairnessNote, FairnessUnit, InputNote, Mean,
    Places, Provenance, Way, WayFigures,
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
    lay_out(&Document::new(fairness))
}

/// Reads a comparison that [`fairness_json`] wrote. Writing it again gives the same bytes.
///
/// # Errors
/// Says at which line and column the text is not such a comparison and what is expected there, or names the other format
/// that the text is in.
pub fn parse_fairness(text: &str) -> Result<Fairness, ReadError> {
    read::document(text, FAIRNESS_SCHEMA).map(Document::fairness)
}

/// The whole file.
#[derive(Serialize, Deserialize)]
#[serde(expecting = "a comparison of ways of opening: an object with schema, provenance, ways and so on")]
struct Document {
    schema: String,
    provenance: Provenance,
    #[serde(with = "wire::number")]
    level: f64,
    present: Way,
    fairest: Option<Way>,
    places: Places,
    early: EarlyBirds,
    #[serde(with = "wire::number")]
    prequeue_seconds: f64,
    ways: Vec<WayKeys>,
    notes: Vec<FairnessNote>,
    warnings: Vec<Caution>,
    title: String,
    opens_at_second_of_day: Option<i64>,
    inputs: Vec<InputNote>,
}

impl Document {
    fn new(fairness: &Fairness) -> Document {
        Document {
            schema: FAIRNESS_SCHEMA.to_owned(),
            provenance: fairness.provenance.clone(),
            level: fairness.level,
            present: fairness.present,
            fairest: fairness.fairest,
            places: fairness.places,
            early: fairness.early,
            prequeue_seconds: fairness.prequeue_seconds,
            ways: fairness.ways.iter().map(WayKeys::new).collect(),
            notes: fairness.notes.clone(),
            warnings: fairness.warnings.iter().cloned().map(Caution).collect(),
            title: fairness.title.clone(),
            opens_at_second_of_day: fairness.opens_at_second_of_day,
            inputs: fairness.inputs.clone(),
        }
    }

    fn fairness(self) -> Fairness {
        Fairness {
            title: self.title,
            provenance: self.provenance,
            level: self.level,
            opens_at_second_of_day: self.opens_at_second_of_day,
            inputs: self.inputs,
            early: self.early,
            prequeue_seconds: self.prequeue_seconds,
            places: self.places,
            ways: self.ways.into_iter().map(WayKeys::figures).collect(),
            present: self.present,
            fairest: self.fairest,
            notes: self.notes,
            warnings: self.warnings.into_iter().map(|Caution(warning)| warning).collect(),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(expecting = "a way of opening: an object with way, measures and chances")]
struct WayKeys {
    way: Way,
    measures: ByName<FairnessMeasure, MeasureKeys>,
    chances: Vec<ChanceKeys>,
}

impl WayKeys {
    /// Every measure is there, also one that the figures lack.
    fn new(figures: &WayFigures) -> WayKeys {
        let measures = FairnessMeasure::ALL.into_iter().map(|measure| {
            let compared = figures.compared(measure).copied().unwrap_or_default();
            (measure, MeasureKeys::new(measure, compared))
        });
        WayKeys {
            way: figures.way,
            measures: ByName(measures.collect()),
            chances: figures.chances.iter().map(ChanceKeys::new).collect(),
        }
    }

    /// In the order of outputs, whatever that of the file.
    fn figures(self) -> WayFigures {
        let ByName(measures) = self.measures;
        let mut measures: Vec<_> =
            measures.into_iter().map(|(measure, keys)| (measure, keys.compared())).collect();
        measures.sort_by_key(|(measure, _)| *measure);
        let chances = self.chances.into_iter().map(ChanceKeys::chance).collect();
        WayFigures { way: self.way, measures, chances }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(expecting = "a figure: an object with value, unit, ci, difference and difference_ci")]
struct MeasureKeys {
    value: Option<f64>,
    unit: FairnessUnit,
    ci: Option<[f64; 2]>,
    difference: Option<f64>,
    difference_ci: Option<[f64; 2]>,
}

impl MeasureKeys {
    fn new(measure: FairnessMeasure, compared: Compared) -> MeasureKeys {
        let Compared { mean, difference } = compared;
        MeasureKeys {
            value: mean.value,
            unit: measure.unit(),
            ci: whole(mean.ci),
            difference: difference.value,
            difference_ci: whole(difference.ci),
        }
    }

    fn compared(self) -> Compared {
        let MeasureKeys { value, ci, difference, difference_ci, .. } = self;
        Compared { mean: Mean { value, ci }, difference: Mean { value: difference, ci: difference_ci } }
    }
}

impl HasUnit for MeasureKeys {
    type Unit = FairnessUnit;

    fn unit(&self) -> FairnessUnit {
        self.unit
    }
}

#[derive(Serialize, Deserialize)]
#[serde(expecting = "a chance: an object with group, part, minute, people and so on")]
struct ChanceKeys {
    group: String,
    part: Part,
    minute: Option<i64>,
    people: Mean,
    admitted_share: Mean,
    place_share: Mean,
    wait_p50: Mean,
}

impl ChanceKeys {
    fn new(chance: &Chance) -> ChanceKeys {
        ChanceKeys {
            group: chance.group.clone(),
            part: Part::of(chance.early),
            minute: chance.minute,
            people: keys(chance.people),
            admitted_share: keys(chance.admitted_share),
            place_share: keys(chance.place_share),
            wait_p50: keys(chance.wait_p50),
        }
    }

    fn chance(self) -> Chance {
        let ChanceKeys { group, part, minute, people, admitted_share, place_share, wait_p50 } = self;
        Chance { group, early: part == Part::Early, minute, people, admitted_share, place_share, wait_p50 }
    }
}

/// Half an interval says nothing that could be read with care: both ends or none.
fn keys(mean: Mean) -> Mean {
    Mean { ci: whole(mean.ci), ..mean }
}

/// A part of a group.
#[derive(Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Part {
    Early,
    OnTime,
}

impl Part {
    fn of(early: bool) -> Part {
        if early { Part::Early } else { Part::OnTime }
    }

    const fn name(self) -> &'static str {
        match self {
            Part::Early => "early",
            Part::OnTime => "on_time",
        }
    }
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
                        Part::of(chance.early).name(),
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
