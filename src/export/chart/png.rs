//! Writes the picture as PNG.

use plotters::prelude::BitMapBackend;

use super::canvas::Canvas;
use super::picture::Picture;
use super::raster::Raster;
use super::{CHART_HEIGHT, CHART_WIDTH, ChartError, ChartFormat, PNG_SCALE};

const WIDTH: u32 = CHART_WIDTH * PNG_SCALE;
const HEIGHT: u32 = CHART_HEIGHT * PNG_SCALE;

/// 96 pixels per inch at scale 1, as CSS has it, in pixels per metre.
const PIXELS_PER_METRE: u32 = PNG_SCALE * 3780;

pub(super) fn write(picture: &impl Picture) -> Result<Vec<u8>, ChartError> {
    let mut pixels = vec![0xff; WIDTH as usize * HEIGHT as usize * 3];
    let backend = BitMapBackend::with_buffer(&mut pixels, (WIDTH, HEIGHT));
    picture.draw(Canvas::new(Raster(backend), PNG_SCALE)).map_err(|error| failure(&error.to_string()))?;
    encode(&pixels).map_err(|error| failure(&error.to_string()))
}

fn encode(pixels: &[u8]) -> Result<Vec<u8>, ::png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = ::png::Encoder::new(&mut bytes, WIDTH, HEIGHT);
    encoder.set_color(::png::ColorType::Rgb);
    encoder.set_depth(::png::BitDepth::Eight);
    encoder.set_pixel_dims(Some(::png::PixelDimensions {
        xppu: PIXELS_PER_METRE,
        yppu: PIXELS_PER_METRE,
        unit: ::png::Unit::Meter,
    }));
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(bytes)
}

fn failure(reason: &str) -> ChartError {
    ChartError::Drawing { format: ChartFormat::Png, reason: reason.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::super::samples::small_day;
    use super::*;

    #[test]
    fn png_decodes_to_its_size_and_is_not_blank() {
        let bytes = write(&small_day()).unwrap();
        let decoder = ::png::Decoder::new(std::io::Cursor::new(&bytes));
        let mut reader = decoder.read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        assert_eq!((info.width, info.height), (2400, 1800));
        let dark = pixels.chunks(3).filter(|pixel| pixel[0] < 0x80).count();
        assert!((20_000..400_000).contains(&dark), "{dark} dark pixels");
    }
}
