//! Pictures as SVG inside the page, in few bytes: what browsers assume anyway is left out, and the pieces of one curve are one path.
//! A page holds a dozen pictures.

use super::error::HtmlError;
use crate::export::chart::{Chart, ChartFormat, FONT_FAMILIES};

/// Attributes that say what is so without them, or what the page's style says.
const SPARE: [&str; 7] = [
    "opacity=\"1\"",
    "stroke=\"none\"",
    "text-anchor=\"start\"",
    "fill=\"#1A1A1A\"",
    "dy=\"0.76em\"",
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

/// The same picture in fewer bytes, for a page whose style sets font, baseline and ink of texts.
fn compact(svg: &str) -> String {
    let family = format!("font-family=\"{FONT_FAMILIES}\"");
    let mut out = String::with_capacity(svg.len() / 2);
    let mut path: Option<Path> = None;
    for piece in svg.split('<').skip(1) {
        let Some((tag, text)) = piece.split_once('>') else { continue };
        if let Some((attributes, points, is_area)) = outline(tag) {
            let attributes = short(attributes, &family);
            if path.as_ref().is_none_or(|path| path.attributes != attributes) {
                close(&mut out, &mut path);
                out.extend(["<path", attributes.as_str(), " d=\""]);
            }
            let path = path.get_or_insert(Path { attributes, end: None });
            path.go_along(&points, &mut out);
            if is_area {
                out.push('z');
                path.end = None;
            }
            continue;
        }
        close(&mut out, &mut path);
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        out.extend(["<", name, &short(attributes, &family), ">", text.trim_matches('\n')]);
    }
    close(&mut out, &mut path);
    out
}

/// A path that is being written: pieces that look the same.
struct Path {
    attributes: String,
    /// Where it stands; `None`: nothing has been drawn, or nobody knows.
    end: Option<(i32, i32)>,
}

impl Path {
    /// Moves to the first point and draws a line through the others, each as the way from the one before: that takes half the
    /// digits.
    fn go_along(&mut self, points: &[(i32, i32)], out: &mut String) {
        let Some((&first, others)) = points.split_first() else { return };
        match self.end {
            None => {
                out.push('M');
                push_pair(first, out);
            }
            Some(end) => {
                out.push('m');
                push_pair((first.0 - end.0, first.1 - end.1), out);
            }
        }
        let mut end = first;
        for (position, point) in others.iter().enumerate() {
            let way = (point.0 - end.0, point.1 - end.1);
            if position == 0 {
                out.push('l');
            } else if way.0 >= 0 {
                out.push(' ');
            }
            push_pair(way, out);
            end = *point;
        }
        self.end = Some(end);
    }
}

/// Two numbers; the sign of the second keeps them apart where it has one.
fn push_pair((across, down): (i32, i32), out: &mut String) {
    out.push_str(&across.to_string());
    if down >= 0 {
        out.push(',');
    }
    out.push_str(&down.to_string());
}

/// Attributes and points of a line or of a filled area, and whether it is an area.
fn outline(tag: &str) -> Option<(&str, Vec<(i32, i32)>, bool)> {
    let line = tag.strip_prefix("polyline fill=\"none\" ");
    let (attributes, points) = line.or_else(|| tag.strip_prefix("polygon "))?.split_once("points=\"")?;
    let points = points.trim_end_matches(['/', '"', ' ']).split(' ');
    let point = |text: &str| {
        let (across, down) = text.split_once(',')?;
        Some((across.parse().ok()?, down.parse().ok()?))
    };
    Some((attributes, points.map(point).collect::<Option<_>>()?, line.is_none()))
}

fn close(out: &mut String, path: &mut Option<Path>) {
    if path.take().is_some() {
        out.push_str("\"/>");
    }
}

/// The attributes without spare ones, with a blank before them.
fn short(attributes: &str, family: &str) -> String {
    let mut attributes = attributes.replace(family, "");
    for spare in SPARE {
        attributes = attributes.replace(spare, "");
    }
    let words: Vec<&str> = attributes.split_whitespace().collect();
    words.iter().flat_map(|word| [" ", word]).collect()
}

#[cfg(test)]
mod tests {
    use super::compact;

    #[test]
    fn the_pieces_of_a_curve_become_one_path_and_texts_stay() {
        let line = |points: &str| {
            format!(
                "<polyline fill=\"none\" opacity=\"1\" stroke=\"#D55E00\" stroke-width=\"30\" points=\"{points} \"/>\n"
            )
        };
        let svg = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"12\" aria-label=\"a &lt;b&gt; opacity=&quot;1&quot;\">\n",
            &line("1,2 3,4 5,-1"),
            &line("6,8 3,10 2,9"),
            "<polygon opacity=\"0.2\" fill=\"#0072B2\" points=\"0,0 5,0 0,5 \"/>\n",
            "<rect x=\"0\" opacity=\"0.2\" fill=\"#595959\" stroke=\"none\"/>\n",
            "<text x=\"280\" dy=\"0.76em\" font-family=\"BIZ UDPGothic, BIZ UDPゴシック, Meiryo, sans-serif\" \
             opacity=\"1\" fill=\"#4D4D4D\">\n受付 &lt;script&gt; opacity=\"1\"\n</text>\n</svg>\n",
        ]
        .concat();
        assert_eq!(
            compact(&svg),
            "<svg width=\"12\" aria-label=\"a &lt;b&gt; opacity=&quot;1&quot;\">\
             <path stroke=\"#D55E00\" stroke-width=\"30\" d=\"M1,2l2,2 2-5m1,9l-3,2-1-1\"/>\
             <path opacity=\"0.2\" fill=\"#0072B2\" d=\"M0,0l5,0-5,5z\"/>\
             <rect x=\"0\" opacity=\"0.2\" fill=\"#595959\" />\
             <text x=\"280\" fill=\"#4D4D4D\">受付 &lt;script&gt; opacity=\"1\"</text></svg>"
        );
    }
}
