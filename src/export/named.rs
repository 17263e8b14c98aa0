//! An object with a key for each measure: one way to write it and to read it back. Knows no figures.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, Error, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::results::{FairnessMeasure, FairnessUnit, Measure, PersonMeasure, Unit};

/// Something that has a name and a unit in every output.
pub(super) trait Named: Copy + PartialEq + 'static {
    /// What it counts in.
    type Unit: Copy;
    /// All of them, in the order of outputs.
    const ALL: &'static [Self];
    /// Its key.
    fn name(self) -> &'static str;
    /// The name of its unit.
    fn unit_name(self) -> &'static str;
    /// The name of any unit.
    fn name_of(unit: Self::Unit) -> &'static str;
}

macro_rules! named {
    ($($measure:ty: $unit:ty),*) => {
        $(impl Named for $measure {
            type Unit = $unit;
            const ALL: &'static [$measure] = &<$measure>::ALL;
            fn name(self) -> &'static str {
                <$measure>::name(self)
            }
            fn unit_name(self) -> &'static str {
                <$measure>::unit(self).name()
            }
            fn name_of(unit: $unit) -> &'static str {
                unit.name()
            }
        })*
    };
}

named!(Measure: Unit, PersonMeasure: Unit, FairnessMeasure: FairnessUnit);

/// What stands under the name of a measure: an object with a unit among its keys.
pub(super) trait HasUnit {
    /// What its numbers count in.
    type Unit;
    /// As the object says.
    fn unit(&self) -> Self::Unit;
}

/// One object with a key for each measure, in this order.
pub(super) struct ByName<M, K>(pub(super) Vec<(M, K)>);

impl<M: Named, K: Serialize> Serialize for ByName<M, K> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut map = out.serialize_map(Some(self.0.len()))?;
        for (measure, keys) in &self.0 {
            map.serialize_entry(measure.name(), keys)?;
        }
        map.end()
    }
}

impl<'de, M: Named, K: DeserializeOwned + HasUnit<Unit = M::Unit>> Deserialize<'de> for ByName<M, K> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<ByName<M, K>, D::Error> {
        input.deserialize_map(Names(PhantomData))
    }
}

struct Names<M, K>(PhantomData<(M, K)>);

impl<'de, M: Named, K: DeserializeOwned + HasUnit<Unit = M::Unit>> Visitor<'de> for Names<M, K> {
    type Value = ByName<M, K>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "measures: an object with a key for each measure")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ByName<M, K>, A::Error> {
        let mut measures: Vec<(M, K)> = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            let measure = M::ALL.iter().find(|measure| measure.name() == name).copied().ok_or_else(|| {
                let known: Vec<&str> = M::ALL.iter().map(|measure| measure.name()).collect();
                A::Error::custom(format!("unknown measure `{name}`, expected one of {}", known.join(", ")))
            })?;
            if measures.iter().any(|(other, _)| *other == measure) {
                return Err(A::Error::custom(format!("measure `{name}` stands here twice, expected once")));
            }
            let keys: K = map.next_value()?;
            let (unit, expected) = (M::name_of(keys.unit()), measure.unit_name());
            if unit != expected {
                return Err(A::Error::custom(format!("unit `{unit}` of `{name}`, expected `{expected}`")));
            }
            measures.push((measure, keys));
        }
        Ok(ByName(measures))
    }
}
