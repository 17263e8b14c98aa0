//! Holds JSON against the schemas that are published beside it.

use std::collections::BTreeSet;

use jsonschema::Validator;
use serde_json::Value;

/// A validator of a published schema, which must be one itself.
pub fn validator(text: &str) -> Validator {
    let schema: Value = serde_json::from_str(text).expect("JSON");
    assert!(jsonschema::draft202012::meta::is_valid(&schema), "the schema itself is wrong");
    jsonschema::draft202012::new(&schema).expect("a schema")
}

/// Fails with every place at which the JSON is not what the schema says.
#[track_caller]
pub fn fits(validator: &Validator, json: &Value) {
    let wrong: Vec<String> =
        validator.iter_errors(json).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Every key of every object.
pub fn keys(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (key, inner) in object {
                found.insert(key.clone());
                keys(inner, found);
            }
        }
        Value::Array(list) => list.iter().for_each(|inner| keys(inner, found)),
        _ => {}
    }
}

/// Where every key of every object stands.
pub fn pointers(value: &Value, at: String, found: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (key, inner) in object {
                found.push(format!("{at}/{key}"));
                pointers(inner, format!("{at}/{key}"), found);
            }
        }
        Value::Array(list) => {
            for (position, inner) in list.iter().enumerate() {
                pointers(inner, format!("{at}/{position}"), found);
            }
        }
        _ => {}
    }
}
