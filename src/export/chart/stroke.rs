//! Colours, widths and dash patterns: every curve is told apart by more than its colour.
//! The colours are those of Okabe and Ito, "Color Universal Design" (2008).

/// A colour with an opacity from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Paint {
    pub(super) rgb: (u8, u8, u8),
    pub(super) opacity: f64,
}

impl Paint {
    const fn solid(red: u8, green: u8, blue: u8) -> Self {
        Self { rgb: (red, green, blue), opacity: 1.0 }
    }

    pub(super) const fn faded(self, opacity: f64) -> Self {
        Self { rgb: self.rgb, opacity }
    }
}

pub(super) const INK: Paint = Paint::solid(0x1a, 0x1a, 0x1a);
pub(super) const SMALL_PRINT: Paint = Paint::solid(0x4d, 0x4d, 0x4d);
pub(super) const FRAME: Paint = Paint::solid(0x59, 0x59, 0x59);
pub(super) const GRID: Paint = Paint::solid(0xdd, 0xdd, 0xdd);
pub(super) const PAPER: Paint = Paint::solid(0xff, 0xff, 0xff);

const BLUE: Paint = Paint::solid(0x00, 0x72, 0xb2);
const VERMILLION: Paint = Paint::solid(0xd5, 0x5e, 0x00);
const BLUISH_GREEN: Paint = Paint::solid(0x00, 0x9e, 0x73);
const REDDISH_PURPLE: Paint = Paint::solid(0xcc, 0x79, 0xa7);

/// How a curve is drawn; lengths are CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stroke {
    pub(super) paint: Paint,
    pub(super) width: f64,
    /// Lengths of dash and gap in turn; empty means an unbroken line.
    pub(super) dashes: &'static [f64],
    /// Whether rings are set on the line at even distances.
    pub(super) ringed: bool,
}

const fn stroke(paint: Paint, width: f64, dashes: &'static [f64], ringed: bool) -> Stroke {
    Stroke { paint, width, dashes, ringed }
}

pub(super) const LINE: Stroke = stroke(BLUE, 4.0, &[], false);
/// Rings and not dashes, so that it stays apart from the dashed limit on which it often lies.
pub(super) const ACTIVE: Stroke = stroke(VERMILLION, 2.5, &[], true);
pub(super) const INSIDE: Stroke = stroke(BLUISH_GREEN, 2.5, &[12.0, 5.0], false);
pub(super) const LIMIT: Stroke = stroke(INK, 1.5, &[7.0, 5.0], false);
/// Dots and not dashes, so that it stays apart from the limit on active users.
pub(super) const SAFE: Stroke = stroke(REDDISH_PURPLE, 2.0, &[2.5, 4.0], false);
pub(super) const LOAD: Stroke = stroke(BLUISH_GREEN, 3.0, &[], false);
pub(super) const MARK: Stroke = stroke(REDDISH_PURPLE, 1.5, &[], false);
pub(super) const OPENING: Stroke = stroke(FRAME, 1.5, &[], false);
pub(super) const WAIT_P50: Stroke = stroke(BLUE, 3.5, &[], false);
pub(super) const WAIT_P90: Stroke = stroke(VERMILLION, 3.0, &[12.0, 5.0], false);

pub(super) const ARRIVED: Stroke = stroke(FRAME, 2.5, &[3.5, 4.5], false);
pub(super) const LET_IN: Stroke = stroke(BLUE, 4.0, &[], false);
pub(super) const BOOKED: Stroke = stroke(BLUISH_GREEN, 3.0, &[12.0, 5.0], false);
pub(super) const RESPONSE: Stroke = stroke(VERMILLION, 3.0, &[12.0, 5.0], false);
pub(super) const CHANCE: Stroke = stroke(BLUE, 4.0, &[], false);
/// What was seen is set in dots, so that it stays apart from what was predicted, in black and white too.
pub(super) const LINE_OBSERVED: Stroke = stroke(INK, 2.0, &[], false);
pub(super) const ACTIVE_OBSERVED: Stroke = stroke(VERMILLION, 2.5, &[], true);
pub(super) const LET_IN_OBSERVED: Stroke = stroke(INK, 2.0, &[], false);

pub(super) const MEASURED: Paint = VERMILLION;
/// Around a cell of a heat map, which is blue.
pub(super) const MARKED: Paint = VERMILLION;
pub(super) const LAW: Stroke = stroke(BLUE, 3.5, &[], false);
pub(super) const UNTESTED: Stroke = stroke(BLUE, 3.0, &[9.0, 6.0], false);
pub(super) const PEAK: Stroke = stroke(FRAME, 1.5, &[5.0, 4.0], false);

const ORANGE: Paint = Paint::solid(0xe6, 0x9f, 0x00);
const SKY_BLUE: Paint = Paint::solid(0x56, 0xb4, 0xe9);

/// Curves that stand beside each other, in this order; dashes tell them apart in black and white.
pub(super) const CURVES: [Stroke; 8] = [
    stroke(BLUE, 3.5, &[], false),
    stroke(VERMILLION, 3.0, &[12.0, 5.0], false),
    stroke(BLUISH_GREEN, 3.0, &[3.5, 4.5], false),
    stroke(REDDISH_PURPLE, 3.0, &[14.0, 4.0, 3.0, 4.0], false),
    stroke(ORANGE, 3.0, &[7.0, 4.0], false),
    stroke(SKY_BLUE, 3.0, &[18.0, 5.0], false),
    stroke(INK, 2.0, &[2.5, 3.5], false),
    stroke(FRAME, 2.0, &[10.0, 3.0, 2.5, 3.0, 2.5, 3.0], false),
];
pub(super) const LEVEL: Stroke = stroke(FRAME, 1.5, &[5.0, 4.0], false);

/// Opacity of a band below its curve.
pub(super) const BAND_OPACITY: f64 = 0.2;

/// The colour of a part (0 to 1) of a range: from nearly white over blue to nearly black, darker at every step.
pub(super) fn heat(part: f64) -> Paint {
    const STOPS: [(f64, (f64, f64, f64)); 4] = [
        (0.0, (240.0, 246.0, 252.0)),
        (0.45, (120.0, 176.0, 217.0)),
        (0.75, (0.0, 100.0, 165.0)),
        (1.0, (10.0, 35.0, 75.0)),
    ];
    let part = part.clamp(0.0, 1.0);
    let above = STOPS.iter().position(|(at, _)| *at >= part).unwrap_or(STOPS.len() - 1).max(1);
    let ((from, low), (to, high)) = (STOPS[above - 1], STOPS[above]);
    let weight = (part - from) / (to - from);
    let mix = |low: f64, high: f64| (low + (high - low) * weight + 0.5) as u8;
    Paint::solid(mix(low.0, high.0), mix(low.1, high.1), mix(low.2, high.2))
}
