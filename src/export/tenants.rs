//! Several rooms on one origin as JSON and as a table. Not localised.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::csv::{in_memory, text_cell};
use super::layout::lay_out;
use super::number::number;
use super::wire::Caution;
use crate::results::{
    Advice, Compared, Mean, Move, Opening, Overload, Provenance, SafeLevels, Spread, TenantRoom, Tenants,
    TenantsMeasure, TenantsUnit,
};

/// Name and version of the format, first key of every answer.
pub const TENANTS_SCHEMA: &str = "machiai.tenants/1";

/// Columns of [`tenants_csv`], in order.
pub const TENANTS_COLUMNS: [&str; 13] = [
    "moved_room",
    "by_seconds",
    "room",
    "group",
    "measure",
    "unit",
    "value",
    "ci_low",
    "ci_high",
    "highest",
    "difference",
    "difference_low",
    "difference_high",
];

/// The answer as JSON: `outputs/tenants.schema.json` says which keys it has, `outputs/README.md` what they mean.
///
/// Keys always come in the same order and numbers have at most 6 decimals, so the same answer gives the same bytes. What
/// is missing, infinite or not a number is `null`.
pub fn tenants_json(tenants: &Tenants) -> String {
    lay_out(&Document {
        schema: TENANTS_SCHEMA,
        provenance: &tenants.provenance,
        level: tenants.level,
        zero_second_of_day: tenants.zero_second_of_day,
        shift_seconds: tenants.shift_seconds,
        safe: tenants.safe,
        advice: AdviceKeys::of(tenants),
        overload: tenants.overload.map(OverloadKeys::of),
        origin: Spreads(&tenants.origin),
        rooms: tenants.rooms.iter().map(RoomKeys::of).collect(),
        moves: tenants.moves.iter().map(|moved| MoveKeys::of(moved, &tenants.rooms)).collect(),
        warnings: tenants.warnings.iter().cloned().map(Caution).collect(),
        title: &tenants.title,
        assumed: &tenants.assumed,
    })
}

/// The whole file.
#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    provenance: &'a Provenance,
    level: f64,
    zero_second_of_day: Option<i64>,
    shift_seconds: f64,
    safe: SafeLevels,
    advice: AdviceKeys<'a>,
    overload: Option<OverloadKeys>,
    origin: Spreads<'a>,
    rooms: Vec<RoomKeys<'a>>,
    moves: Vec<MoveKeys<'a>>,
    warnings: Vec<Caution>,
    title: &'a str,
    assumed: &'a [String],
}

/// What to do, with the room and the move by name.
#[derive(Serialize)]
struct AdviceKeys<'a> {
    kind: &'static str,
    room: Option<&'a str>,
    by_seconds: Option<f64>,
}

impl<'a> AdviceKeys<'a> {
    fn of(tenants: &'a Tenants) -> AdviceKeys<'a> {
        let (kind, at) = match tenants.advice {
            Advice::NotJudged => ("not_judged", None),
            Advice::NothingNeeded => ("nothing_needed", None),
            Advice::Move { at } => ("move", Some(at)),
            Advice::Shortens { at } => ("shortens", Some(at)),
            Advice::NothingHelps => ("nothing_helps", None),
        };
        let moved = at.and_then(|at| tenants.moves.get(at));
        AdviceKeys {
            kind,
            room: moved.and_then(|moved| room_name(&tenants.rooms, moved)),
            by_seconds: moved.map(|moved| moved.by_seconds),
        }
    }
}

fn room_name<'a>(rooms: &'a [TenantRoom], moved: &Move) -> Option<&'a str> {
    rooms.get(moved.room).map(|room| room.name.as_str())
}

#[derive(Serialize)]
struct OverloadKeys {
    days: u32,
    of_days: u32,
    share: f64,
    ci: [f64; 2],
}

impl OverloadKeys {
    fn of(overload: Overload) -> OverloadKeys {
        let Overload { days, of_days, ci } = overload;
        OverloadKeys { days, of_days, share: overload.share(), ci }
    }
}

#[derive(Serialize)]
struct RoomKeys<'a> {
    name: &'a str,
    opens: Opening,
    places: Option<u64>,
    measures: Spreads<'a>,
    groups: Vec<GroupKeys<'a>>,
}

#[derive(Serialize)]
struct GroupKeys<'a> {
    name: &'a str,
    measures: Spreads<'a>,
}

impl<'a> RoomKeys<'a> {
    fn of(room: &'a TenantRoom) -> RoomKeys<'a> {
        let group = |group: &'a crate::results::TenantGroup| GroupKeys {
            name: &group.name,
            measures: Spreads(&group.measures),
        };
        RoomKeys {
            name: &room.name,
            opens: room.opens,
            places: room.places,
            measures: Spreads(&room.measures),
            groups: room.groups.iter().map(group).collect(),
        }
    }
}

#[derive(Serialize)]
struct MoveKeys<'a> {
    room: Option<&'a str>,
    by_seconds: f64,
    opens: Opening,
    overload: Option<OverloadKeys>,
    measures: Comparisons<'a>,
}

impl<'a> MoveKeys<'a> {
    fn of(moved: &'a Move, rooms: &'a [TenantRoom]) -> MoveKeys<'a> {
        MoveKeys {
            room: room_name(rooms, moved),
            by_seconds: moved.by_seconds,
            opens: moved.opens,
            overload: moved.overload.map(OverloadKeys::of),
            measures: Comparisons(&moved.measures),
        }
    }
}

/// One object with a key for each measure.
struct Spreads<'a>(&'a [(TenantsMeasure, Spread)]);

#[derive(Serialize)]
struct SpreadKeys {
    value: Option<f64>,
    unit: TenantsUnit,
    ci: Option<[f64; 2]>,
    highest: Option<f64>,
}

impl Serialize for Spreads<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut map = out.serialize_map(Some(self.0.len()))?;
        for (measure, spread) in self.0 {
            let Mean { value, ci } = keys(spread.mean);
            let keys = SpreadKeys { value, unit: measure.unit(), ci, highest: spread.highest };
            map.serialize_entry(measure.name(), &keys)?;
        }
        map.end()
    }
}

/// The same for a calendar with one opening moved.
struct Comparisons<'a>(&'a [(TenantsMeasure, Compared)]);

#[derive(Serialize)]
struct ComparisonKeys {
    value: Option<f64>,
    unit: TenantsUnit,
    ci: Option<[f64; 2]>,
    difference: Option<f64>,
    difference_ci: Option<[f64; 2]>,
}

impl Serialize for Comparisons<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut map = out.serialize_map(Some(self.0.len()))?;
        for (measure, compared) in self.0 {
            let (mean, difference) = (keys(compared.mean), keys(compared.difference));
            let keys = ComparisonKeys {
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

/// Half an interval says nothing that could be read with care: both ends or none.
fn keys(mean: Mean) -> Mean {
    Mean { ci: mean.ci.filter(|ends| ends.iter().all(|end| end.is_finite())), ..mean }
}

/// The calendar as it is (the origin, then each room, then each room's groups), then each move.
pub fn tenants_csv(tenants: &Tenants) -> Vec<u8> {
    in_memory(|table| {
        table.write_record(TENANTS_COLUMNS)?;
        for (measure, spread) in &tenants.origin {
            table.write_record(spread_row("", "", *measure, spread))?;
        }
        for room in &tenants.rooms {
            for (measure, spread) in &room.measures {
                table.write_record(spread_row(&room.name, "", *measure, spread))?;
            }
        }
        for room in &tenants.rooms {
            for group in &room.groups {
                for (measure, spread) in &group.measures {
                    table.write_record(spread_row(&room.name, &group.name, *measure, spread))?;
                }
            }
        }
        for moved in &tenants.moves {
            for (measure, compared) in &moved.measures {
                table.write_record(move_row(moved, &tenants.rooms, *measure, compared))?;
            }
        }
        Ok(())
    })
}

fn spread_row(room: &str, group: &str, measure: TenantsMeasure, spread: &Spread) -> Vec<String> {
    let [room, group] = [room, group].map(text_cell);
    let names = ["", "", room.as_ref(), group.as_ref(), measure.name(), measure.unit().name()];
    let highest = spread.highest.and_then(number).unwrap_or_default();
    let mut row = names.map(str::to_owned).to_vec();
    row.extend(cells(spread.mean));
    row.push(highest);
    row.extend([const { String::new() }; 3]);
    row
}

fn move_row(moved: &Move, rooms: &[TenantRoom], measure: TenantsMeasure, compared: &Compared) -> Vec<String> {
    let name = text_cell(room_name(rooms, moved).unwrap_or_default());
    let name = name.as_ref();
    // Two of the measures are those of the moved room; the others are of all rooms.
    let room = match measure {
        TenantsMeasure::WaitP50 | TenantsMeasure::WaitP90 => name,
        _ => "",
    };
    let by = number(moved.by_seconds).unwrap_or_default();
    let names = [name, &by, room, "", measure.name(), measure.unit().name()];
    let mut row = names.map(str::to_owned).to_vec();
    row.extend(cells(compared.mean));
    row.push(String::new());
    row.extend(cells(compared.difference));
    row
}

/// Value and interval.
fn cells(mean: Mean) -> [String; 3] {
    let Mean { value, ci } = keys(mean);
    let [low, high] = ci.and_then(|[low, high]| Some([number(low)?, number(high)?])).unwrap_or_default();
    [value.and_then(number).unwrap_or_default(), low, high]
}
