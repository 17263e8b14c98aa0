//! JSON that keeps the order of its keys and refuses a key that comes twice. Knows no keys.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::ImportError;

/// Longest value that a message quotes, in characters.
const LONGEST_QUOTE: usize = 60;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Object(Object),
    List(Vec<Node>),
    /// Neither an object nor a list.
    Leaf(Value),
}

/// Keys and values in the order of the text.
pub(super) type Object = Vec<(String, Node)>;

impl Node {
    /// The whole text as one value.
    pub(super) fn parse(text: &str) -> Result<Node, ImportError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        serde_json::from_str(text).map_err(|error| ImportError::syntax(&error))
    }

    pub(super) fn is_null(&self) -> bool {
        matches!(self, Node::Leaf(Value::Null))
    }

    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Node::Leaf(Value::String(text)) => Some(text),
            _ => None,
        }
    }

    /// The value as JSON, for a message.
    pub(super) fn quoted(&self) -> String {
        let text = self.to_string();
        match text.char_indices().nth(LONGEST_QUOTE) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text,
        }
    }
}

/// Takes a key out of an object.
pub(super) fn take(object: &mut Object, key: &str) -> Option<Node> {
    let position = object.iter().position(|(name, _)| name == key)?;
    Some(object.remove(position).1)
}

impl fmt::Display for Node {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Node::Leaf(value) => write!(out, "{value}"),
            Node::List(nodes) => {
                let inner: Vec<String> = nodes.iter().map(Node::to_string).collect();
                write!(out, "[{}]", inner.join(", "))
            }
            Node::Object(entries) => {
                let entry = |(key, node): &(String, Node)| format!("{}: {node}", Value::from(key.as_str()));
                write!(out, "{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Node, D::Error> {
        input.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Node;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        Ok(Node::Leaf(Value::Null))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Leaf(Value::from(value)))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Leaf(Value::from(value)))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Leaf(Value::from(value)))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Leaf(Value::from(value)))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Leaf(Value::from(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let mut nodes = Vec::new();
        while let Some(node) = entries.next_element()? {
            nodes.push(node);
        }
        Ok(Node::List(nodes))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let (mut object, mut seen): (Object, _) = (Vec::new(), BTreeSet::new());
        while let Some((key, node)) = entries.next_entry::<String, Node>()? {
            if !seen.insert(key.clone()) {
                return Err(A::Error::custom(format!("the key \"{key}\" comes twice")));
            }
            object.push((key, node));
        }
        Ok(Node::Object(object))
    }
}
