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
    // Attributes of the path that is being written, and whether one is.
    let mut open: Option<String> = None;
    for piece in svg.split('<').skip(1) {
        let Some((tag, text)) = piece.split_once('>') else { continue };
        if let Some((attributes, points)) = line(tag) {
            let attributes = short(attributes, &family);
            if open.as_ref() != Some(&attributes) {
                close(&mut out, &mut open);
                out.extend(["<path", attributes.as_str(), " d=\""]);
                open = Some(attributes);
            }
            out.extend(["M", points]);
            continue;
        }
        close(&mut out, &mut open);
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        out.extend(["<", name, &short(attributes, &family), ">", text.trim_matches('\n')]);
    }
    close(&mut out, &mut open);
    out
}

/// Attributes and points of an open line.
fn line(tag: &str) -> Option<(&str, &str)> {
    let (attributes, points) = tag.strip_prefix("polyline fill=\"none\" ")?.split_once("points=\"")?;
    Some((attributes, points.trim_end_matches(['/', '"', ' '])))
}

fn close(out: &mut String, open: &mut Option<String>) {
    if open.take().is_some() {
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
            &line("1,2 3,4"),
            &line("5,6 7,8"),
            "<rect x=\"0\" opacity=\"0.2\" fill=\"#595959\" stroke=\"none\"/>\n",
            "<text x=\"280\" dy=\"0.76em\" font-family=\"BIZ UDPGothic, BIZ UDPゴシック, Meiryo, sans-serif\" \
             opacity=\"1\" fill=\"#4D4D4D\">\n受付 &lt;script&gt; opacity=\"1\"\n</text>\n</svg>\n",
        ]
        .concat();
        assert_eq!(
            compact(&svg),
            "<svg width=\"12\" aria-label=\"a &lt;b&gt; opacity=&quot;1&quot;\">\
             <path stroke=\"#D55E00\" stroke-width=\"30\" d=\"M1,2 3,4M5,6 7,8\"/>\
             <rect x=\"0\" opacity=\"0.2\" fill=\"#595959\" />\
             <text x=\"280\" fill=\"#4D4D4D\">受付 &lt;script&gt; opacity=\"1\"</text></svg>"
        );
    }
}
