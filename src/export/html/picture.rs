//! Pictures as SVG inside the page, in few bytes: what browsers assume anyway is left out, and shapes that look the same are one path.
//! A page holds a dozen pictures. Its style belongs to that: `style.css` sets ink, font and size of texts, moves them to their
//! baseline, and makes paths [`GRID`] times as large.

use super::error::HtmlError;
use crate::export::chart::{Chart, ChartFormat, FONT_FAMILIES};

/// Two numbers of steps on the grid: across and down.
type Pair = (i32, i32);

/// Points of a path are counted in so many tenths of a CSS pixel: coarse enough for few digits, too fine to be seen.
const GRID: i32 = 4;

/// Points of the edge of an area are not nearer than this along both axes, in steps of the grid.
const AREA_STEP: i32 = 3;

/// Attributes that say what is so without them, or what the page's style says.
const SPARE: [&str; 8] = [
    "opacity=\"1\"",
    "stroke=\"none\"",
    "text-anchor=\"start\"",
    "fill=\"#1A1A1A\"",
    "dy=\"0.76em\"",
    "font-size=\"150\"",
    "xmlns=\"http://www.w3.org/2000/svg\"",
    "stroke-width=\"1\"",
];

/// The picture as an element of the page.
///
/// # Errors
/// If it cannot be drawn.
pub(super) fn inline(chart: &Chart) -> Result<String, HtmlError> {
    let bytes = chart.draw(ChartFormat::Svg)?;
    Ok(compact(&String::from_utf8_lossy(&bytes)))
}

/// The same picture in fewer bytes.
fn compact(svg: &str) -> String {
    let family = format!("font-family=\"{FONT_FAMILIES}\"");
    let mut out = String::with_capacity(svg.len() / 2);
    let mut layer = Layer::default();
    for piece in svg.split('<').skip(1) {
        let Some((tag, text)) = piece.split_once('>') else { continue };
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        if let Some((attributes, points)) = line(tag) {
            layer.add_line(on_grid(&short(attributes, &family)), &points, &mut out);
        } else if let Some((attributes, points)) = area(tag) {
            layer.finish(&mut out);
            layer.path(short(attributes, &family)).add_area(&points);
        } else if let Some((attributes, corner, size)) = rectangle(tag) {
            layer.add_rectangle(short(&attributes, &family), corner, size, &mut out);
        } else if matches!(name, "text" | "/text") {
            layer.leave_lines(&mut out);
            let attributes = short(attributes, &family);
            layer.texts.extend(["<", name, attributes.as_str(), ">", text.trim_matches('\n')]);
        } else {
            layer.finish(&mut out);
            out.extend(["<", name, &short(attributes, &family), ">", text.trim_matches('\n')]);
        }
    }
    layer.finish(&mut out);
    out
}

/// Shapes that may be drawn in any order, and the texts on top of them: rules with their names, or the pieces of one curve.
#[derive(Default)]
struct Layer {
    paths: Vec<Path>,
    texts: String,
    /// Whether the last path is a line: others would cover it.
    is_line: bool,
}

impl Layer {
    /// The path of this look, which is begun if there is none.
    fn path(&mut self, attributes: String) -> &mut Path {
        let known = self.paths.iter().position(|path| path.attributes == attributes);
        let position = known.unwrap_or_else(|| {
            self.paths.push(Path { attributes, ways: String::new(), end: None });
            self.paths.len() - 1
        });
        &mut self.paths[position]
    }

    fn add_line(&mut self, attributes: String, points: &[Pair], out: &mut String) {
        let goes_on = self.is_line && self.paths.last().is_some_and(|path| path.attributes == attributes);
        if !goes_on {
            self.finish(out);
        }
        self.is_line = true;
        self.path(attributes).add_line(points);
    }

    fn add_rectangle(&mut self, attributes: String, corner: Pair, size: Pair, out: &mut String) {
        self.leave_lines(out);
        self.path(attributes).add_rectangle(corner, size);
    }

    /// Ends the layer if it is a curve.
    fn leave_lines(&mut self, out: &mut String) {
        if self.is_line {
            self.finish(out);
        }
    }

    /// Writes the layer and begins another one.
    fn finish(&mut self, out: &mut String) {
        let Layer { paths, texts, .. } = std::mem::take(self);
        for path in paths {
            out.extend(["<path", path.attributes.as_str(), " d=\"", path.ways.as_str(), "\"/>"]);
        }
        out.push_str(&texts);
    }
}

/// Shapes of one look. Each point is written as the way from the one before, which takes half the digits.
struct Path {
    attributes: String,
    ways: String,
    /// Where it ends; `None`: nowhere yet.
    end: Option<Pair>,
}

impl Path {
    fn add_line(&mut self, points: &[Pair]) {
        let Some((&first, others)) = points.split_first() else { return };
        self.move_to(first);
        let mut end = first;
        // What follows the first way needs no letter, and no blank before a sign.
        let mut before = "l";
        for point in others {
            let way = (point.0 - end.0, point.1 - end.1);
            if way == (0, 0) {
                continue;
            }
            self.ways.push_str(if before == " " && way.0 < 0 { "" } else { before });
            self.push_way(way);
            (before, end) = (" ", *point);
        }
        self.end = Some(end);
    }

    /// The edge without points that lie too near for an edge that is hardly seen.
    fn add_area(&mut self, points: &[Pair]) {
        let mut edge: Vec<Pair> = Vec::with_capacity(points.len());
        for (index, &point) in points.iter().enumerate() {
            let is_near = edge.last().is_some_and(|last| {
                (point.0 - last.0).abs() < AREA_STEP && (point.1 - last.1).abs() < 2 * AREA_STEP
            });
            if !is_near || index + 1 == points.len() {
                edge.push(point);
            }
        }
        self.add_line(&edge);
        self.ways.push('z');
        self.end = points.first().copied();
    }

    fn add_rectangle(&mut self, corner: Pair, (width, height): Pair) {
        self.move_to(corner);
        self.ways.push_str(&format!("h{width}v{height}h{}z", -width));
        self.end = Some(corner);
    }

    fn move_to(&mut self, point: Pair) {
        let (letter, way) = match self.end {
            None => ('M', point),
            Some(end) => ('m', (point.0 - end.0, point.1 - end.1)),
        };
        self.ways.push(letter);
        self.push_way(way);
    }

    /// Two numbers; the sign of the second keeps them apart where it has one.
    fn push_way(&mut self, (across, down): Pair) {
        self.ways.push_str(&across.to_string());
        if down >= 0 {
            self.ways.push(',');
        }
        self.ways.push_str(&down.to_string());
    }
}

/// Attributes and points of a line.
fn line(tag: &str) -> Option<(&str, Vec<Pair>)> {
    points(tag.strip_prefix("polyline fill=\"none\" ")?)
}

/// Attributes and points of the edge of an area.
fn area(tag: &str) -> Option<(&str, Vec<Pair>)> {
    points(tag.strip_prefix("polygon ")?)
}

fn points(tag: &str) -> Option<(&str, Vec<Pair>)> {
    let (attributes, points) = tag.split_once("points=\"")?;
    let points = points.trim_end_matches(['/', '"', ' ']).split(' ');
    let point = |text: &str| {
        let (across, down) = text.split_once(',')?;
        Some((grid_line(across)?, grid_line(down)?))
    };
    Some((attributes, points.map(point).collect::<Option<_>>()?))
}

/// Other attributes, upper left corner and size of a rectangle; the size is at least one step, so that no rule vanishes.
fn rectangle(tag: &str) -> Option<(String, Pair, Pair)> {
    let mut rest = tag.strip_prefix("rect ")?.trim_end_matches('/').to_owned();
    let mut take = |name: &str| {
        let start = [name, "=\""].concat();
        let (before, after) = rest.split_once(start.as_str())?;
        let (value, after) = after.split_once('"')?;
        let value = grid_line(value)?;
        rest = [before, after].concat();
        Some(value)
    };
    let (x, y) = (take("x")?, take("y")?);
    // With the blank, because the width of the stroke is named like it.
    let (width, height) = (take(" width")?, take(" height")?);
    Some((rest, (x, y), (width.max(1), height.max(1))))
}

/// The nearest line of the grid.
fn grid_line(text: &str) -> Option<i32> {
    let tenths: i32 = text.parse().ok()?;
    Some((tenths + GRID / 2).div_euclid(GRID))
}

/// The attributes with the width of the line counted like its points.
fn on_grid(attributes: &str) -> String {
    let width = attributes.split_once("stroke-width=\"").and_then(|(before, rest)| {
        let (width, after) = rest.split_once('"')?;
        let width = width.parse::<f64>().ok()? / f64::from(GRID);
        Some([before, "stroke-width=\"", &width.to_string(), "\"", after].concat())
    });
    width.unwrap_or_else(|| attributes.to_owned())
}

/// The attributes without spare ones, with a blank before them.
fn short(attributes: &str, family: &str) -> String {
    let mut attributes = attributes.replace(family, "");
    for spare in SPARE {
        attributes = attributes.replace(spare, "");
    }
    attributes.split_whitespace().flat_map(|word| [" ", word]).collect()
}

#[cfg(test)]
mod tests {
    use super::compact;

    #[test]
    fn shapes_of_one_look_become_one_path_and_texts_stay() {
        let line = |points: &str| {
            format!(
                "<polyline fill=\"none\" opacity=\"1\" stroke=\"#D55E00\" stroke-width=\"30\" points=\"{points} \"/>\n"
            )
        };
        let rule = |x: &str, fill: &str| {
            format!(
                "<rect x=\"{x}\" y=\"0\" width=\"10\" height=\"100\" opacity=\"1\" fill=\"{fill}\" stroke=\"none\"/>\n"
            )
        };
        let svg = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"12\" aria-label=\"a &lt;b&gt; opacity=&quot;1&quot;\">\n",
            &rule("40", "#DDDDDD"),
            &rule("80", "#595959"),
            "<text x=\"280\" dy=\"0.76em\" font-family=\"BIZ UDPGothic, BIZ UDPゴシック, Meiryo, sans-serif\" \
             font-size=\"150\" opacity=\"1\" fill=\"#4D4D4D\">\n受付 &lt;script&gt; opacity=\"1\"\n</text>\n",
            &rule("120", "#DDDDDD"),
            "<polygon opacity=\"0.2\" fill=\"#0072B2\" points=\"0,0 20,0 24,4 0,20 \"/>\n",
            &line("4,8 12,16 13,16 20,-4"),
            &line("24,32 12,40 8,36"),
            &rule("160", "#DDDDDD"),
            "</svg>\n",
        ]
        .concat();
        assert_eq!(
            compact(&svg),
            "<svg width=\"12\" aria-label=\"a &lt;b&gt; opacity=&quot;1&quot;\">\
             <path fill=\"#DDDDDD\" d=\"M10,0h3v25h-3zm20,0h3v25h-3z\"/>\
             <path fill=\"#595959\" d=\"M20,0h3v25h-3z\"/>\
             <text x=\"280\" fill=\"#4D4D4D\">受付 &lt;script&gt; opacity=\"1\"</text>\
             <path opacity=\"0.2\" fill=\"#0072B2\" d=\"M0,0l5,0-5,5z\"/>\
             <path stroke=\"#D55E00\" stroke-width=\"7.5\" d=\"M1,2l2,2 2-5m1,9l-3,2-1-1\"/>\
             <path fill=\"#DDDDDD\" d=\"M40,0h3v25h-3z\"/></svg>"
        );
    }
}
