//! Writes the picture as SVG.

use plotters::prelude::SVGBackend;

use super::canvas::Canvas;
use super::picture::Picture;
use super::{CHART_HEIGHT, CHART_WIDTH, ChartError, ChartFormat, font};

/// plotters' coordinates are whole numbers; tenths of a pixel keep curves smooth.
const SCALE: u32 = 10;

pub(super) fn write(picture: &impl Picture) -> Result<Vec<u8>, ChartError> {
    let mut text = String::new();
    let size = (CHART_WIDTH * SCALE, CHART_HEIGHT * SCALE);
    let backend = SVGBackend::with_string(&mut text, size);
    picture.draw(Canvas::new(backend, SCALE)).map_err(|error| failure(&error.to_string()))?;
    let Some((_, body)) = text.split_once('>') else {
        return Err(failure("no root element was written"));
    };
    let (width, height) = size;
    let name = escaped(&font::printable(picture.title()));
    let root = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{CHART_WIDTH}\" height=\"{CHART_HEIGHT}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{name}\">"
    );
    Ok((root + body).into_bytes())
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            other => escaped.push(other),
        }
    }
    escaped
}

fn failure(reason: &str) -> ChartError {
    ChartError::Drawing { format: ChartFormat::Svg, reason: reason.to_owned() }
}
