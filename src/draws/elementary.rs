//! Natural logarithm and exponential of the crate's own: additions, multiplications, one division, no tables and no
//! branches, so that a processor with wide registers works on several people at once and every processor comes to the
//! same bits. (Rust never fuses a multiplication with an addition on its own.)
//!
//! Reductions and coefficients are those of FreeBSD's msun (Sun Microsystems 1993, `e_log.c`, `e_exp.c`); the error is
//! below one unit in the last place. Arguments that never occur (zero, negative, subnormal, infinite, not a number) are
//! not looked at.

const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;

/// The bits of √½ less those of 1: mantissas fall between √½ and √2 when it is taken away before the exponent is read.
const SQRT_HALF: u64 = 0x3FE6_A09E_667F_3BCD;
const MANTISSA: u64 = (1 << 52) - 1;

/// 1.5 · 2⁵²: adding it rounds to a whole number, which then stands in the lowest bits.
const ROUNDING: f64 = 6_755_399_441_055_744.0;

/// Natural logarithm of a positive normal number.
#[inline(always)]
pub(super) fn ln(x: f64) -> f64 {
    let shifted = x.to_bits().wrapping_sub(SQRT_HALF);
    // The exponent as a number: its bits, signed, below those of ROUNDING.
    let exponent = (shifted as i64) >> 52;
    let k = f64::from_bits(ROUNDING.to_bits().wrapping_add(exponent as u64)) - ROUNDING;
    let f = f64::from_bits((shifted & MANTISSA).wrapping_add(SQRT_HALF)) - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    let w = z * z;
    let even =
        w * (3.999_999_999_940_942e-1 + w * (2.222_219_843_214_978_4e-1 + w * 1.531_383_769_920_937_3e-1));
    let odd = z
        * (6.666_666_666_666_735e-1
            + w * (2.857_142_874_366_239e-1
                + w * (1.818_357_216_161_805e-1 + w * 1.479_819_860_511_658_6e-1)));
    let half_square = 0.5 * f * f;
    k * LN2_HIGH - ((half_square - (s * (half_square + (even + odd)) + k * LN2_LOW)) - f)
}

/// The exponential function between e⁻⁷⁰⁰ and e⁷⁰⁰; the nearest of these beyond.
#[inline(always)]
pub(super) fn exp(x: f64) -> f64 {
    let x = if x > 700.0 { 700.0 } else { x };
    let x = if x < -700.0 { -700.0 } else { x };
    let rounded = x * std::f64::consts::LOG2_E + ROUNDING;
    let k = rounded - ROUNDING;
    let high = x - k * LN2_HIGH;
    let low = k * LN2_LOW;
    let r = high - low;
    let t = r * r;
    let c = r - t
        * (1.666_666_666_666_660_2e-1
            + t * (-2.777_777_777_701_559_3e-3
                + t * (6.613_756_321_437_934e-5
                    + t * (-1.653_390_220_546_525_2e-6 + t * 4.138_136_797_057_238_5e-8))));
    let y = 1.0 - ((low - r * c / (2.0 - c)) - high);
    // Times 2 to the power of k: into the exponent.
    f64::from_bits(y.to_bits().wrapping_add(rounded.to_bits() << 52))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative distance in units of the last place.
    fn units(ours: f64, theirs: f64) -> f64 {
        (ours - theirs).abs() / (theirs.abs() * f64::EPSILON)
    }

    /// Against `libm`, which is within one unit, over the whole range of a uniform number's tails and far beyond.
    #[test]
    fn both_are_within_two_units_of_the_last_place_of_libm() {
        let mut worst: (f64, f64) = (0.0, 0.0);
        for step in 0..2_000_000 {
            let part = (f64::from(step) + 0.5) / 2_000_000.0;
            for x in [part, 1.0 - part * 1e-9, libm::exp(-700.0 * part), libm::exp(700.0 * part), part * 3.0]
            {
                if x != 1.0 {
                    worst.0 = worst.0.max(units(ln(x), libm::log(x)));
                }
            }
            let x = 1_400.0 * part - 700.0;
            for x in [x, x / 100.0, x / 1e6] {
                worst.1 = worst.1.max(units(exp(x), libm::exp(x)));
            }
        }
        assert!(worst.0 <= 2.0 && worst.1 <= 2.0, "{worst:?}");
        assert_eq!((ln(1.0), exp(0.0)), (0.0, 1.0));
        assert_eq!((exp(1e9), exp(-1e9)), (exp(700.0), exp(-700.0)));
    }

    /// A uniform number is never mapped out of order.
    #[test]
    fn neighbours_stay_in_order() {
        for step in 1..200_000_u32 {
            let x = f64::from(step) / 200_000.0;
            let next = f64::from_bits(x.to_bits() + 1);
            assert!(ln(x) <= ln(next) && exp(x) <= exp(next), "{x}");
        }
    }
}
