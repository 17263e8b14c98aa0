//! Lays out JSON for people and for `diff`: two spaces a level, an interval on one line, numbers by `number`.
//! Knows no keys.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use super::number::number;

/// The value as JSON with a newline at the end.
pub(super) fn lay_out(value: &impl Serialize) -> String {
    lay_out_with(value, number)
}

/// The same with numbers printed in a way of their own; `None` becomes `null`.
pub(super) fn lay_out_with(value: &impl Serialize, print: fn(f64) -> Option<String>) -> String {
    let mut bytes = Vec::new();
    let layout = Layout { print, depth: 0, broken: Vec::new(), entry: None };
    let mut serializer = Serializer::with_formatter(&mut bytes, layout);
    value.serialize(&mut serializer).expect("memory takes every byte, and all our keys are texts");
    bytes.push(b'\n');
    String::from_utf8(bytes).expect("JSON made from texts is UTF-8")
}

/// Objects and lists of objects broken over lines, lists of numbers not.
struct Layout {
    print: fn(f64) -> Option<String>,
    depth: usize,
    /// For every open list or object: whether anything in it stands on a line of its own.
    broken: Vec<bool>,
    /// The next thing begins an entry of a list; whether it gets a line of its own depends on what it is.
    entry: Option<First>,
}

struct First(bool);

impl Layout {
    fn new_line(&self, out: &mut (impl Write + ?Sized)) -> io::Result<()> {
        out.write_all(b"\n")?;
        (0..self.depth).try_for_each(|_| out.write_all(b"  "))
    }

    /// Before a list or an object; inside a list it gets a line of its own.
    fn open(&mut self, out: &mut (impl Write + ?Sized), bracket: &[u8]) -> io::Result<()> {
        if let Some(First(first)) = self.entry.take() {
            if !first {
                out.write_all(b",")?;
            }
            if let Some(broken) = self.broken.last_mut() {
                *broken = true;
            }
            self.new_line(out)?;
        }
        self.depth += 1;
        self.broken.push(false);
        out.write_all(bracket)
    }

    fn close(&mut self, out: &mut (impl Write + ?Sized), bracket: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        if self.broken.pop() == Some(true) {
            self.new_line(out)?;
        }
        out.write_all(bracket)
    }

    /// Before a number, a text, a truth value or `null`; inside a list it goes on in the same line.
    fn plain(&mut self, out: &mut (impl Write + ?Sized)) -> io::Result<()> {
        match self.entry.take() {
            Some(First(false)) => out.write_all(b", "),
            _ => Ok(()),
        }
    }

    fn number(&mut self, out: &mut (impl Write + ?Sized), text: &str) -> io::Result<()> {
        self.plain(out)?;
        out.write_all(text.as_bytes())
    }
}

/// The integers that our outputs have; other widths would be laid out wrongly only inside lists.
macro_rules! integers {
    ($($name:ident: $type:ty),*) => {
        $(fn $name<W: ?Sized + Write>(&mut self, out: &mut W, value: $type) -> io::Result<()> {
            self.number(out, &value.to_string())
        })*
    };
}

impl Formatter for Layout {
    integers!(write_u32: u32, write_u64: u64, write_i32: i32, write_i64: i64);

    fn write_f64<W: ?Sized + Write>(&mut self, out: &mut W, value: f64) -> io::Result<()> {
        self.number(out, (self.print)(value).as_deref().unwrap_or("null"))
    }

    fn write_null<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.number(out, "null")
    }

    fn write_bool<W: ?Sized + Write>(&mut self, out: &mut W, value: bool) -> io::Result<()> {
        self.number(out, if value { "true" } else { "false" })
    }

    fn begin_string<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.plain(out)?;
        out.write_all(b"\"")
    }

    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, _: &mut W, first: bool) -> io::Result<()> {
        self.entry = Some(First(first));
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        if !first {
            out.write_all(b",")?;
        }
        if let Some(broken) = self.broken.last_mut() {
            *broken = true;
        }
        self.new_line(out)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Sample {
        interval: [f64; 2],
        missing: Option<f64>,
        infinite: f64,
        none: Vec<Inner>,
        some: Vec<Inner>,
    }

    #[derive(Serialize)]
    struct Inner {
        name: &'static str,
        kept: bool,
        seed: u64,
    }

    #[test]
    fn objects_are_broken_over_lines_and_intervals_are_not() {
        let sample = Sample {
            interval: [0.5, 3600.0],
            missing: None,
            infinite: f64::INFINITY,
            none: Vec::new(),
            some: vec![
                Inner { name: "a \"b\" 町", kept: true, seed: u64::MAX },
                Inner { name: "", kept: false, seed: 0 },
            ],
        };
        let expected = r#"{
  "interval": [0.5, 3600],
  "missing": null,
  "infinite": null,
  "none": [],
  "some": [
    {
      "name": "a \"b\" 町",
      "kept": true,
      "seed": 18446744073709551615
    },
    {
      "name": "",
      "kept": false,
      "seed": 0
    }
  ]
}
"#;
        assert_eq!(lay_out(&sample), expected);
    }
}
