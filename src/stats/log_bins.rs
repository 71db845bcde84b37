//! Bins for durations: one for exactly 0, then 128 per doubling.

const MANTISSA_BITS: u32 = 7;
const SHIFT: u32 = 52 - MANTISSA_BITS;
const EXPONENT_BIAS: u64 = 1023;
const FIRST_KEY: u64 = (EXPONENT_BIAS - 10) << MANTISSA_BITS;
const LAST_KEY: u64 = FIRST_KEY + (BINS as u64 - 2);
const DOUBLINGS: usize = 30;

/// How many bins there are: one for 0, and 30 doublings from 2^-10 to 2^20 hours.
pub(super) const BINS: usize = 1 + (DOUBLINGS << MANTISSA_BITS);

/// The bin of a duration ≥ 0; what lies outside the range is put into the first or last bin.
///
/// The leading bits of an f64 are exponent and mantissa, so equal steps of them are bins whose
/// width is at most 1/128 of their lower edge.
pub(super) fn bin_of(duration: f64) -> usize {
    if duration <= 0.0 {
        return 0;
    }
    let key = (duration.to_bits() >> SHIFT).clamp(FIRST_KEY, LAST_KEY);
    #[expect(clippy::cast_possible_truncation, reason = "the clamp keeps it below BINS")]
    let offset = (key - FIRST_KEY) as usize;
    offset + 1
}

/// Lower and upper edge of a bin, in hours.
pub(super) fn edges(bin: usize) -> (f64, f64) {
    let Some(offset) = bin.checked_sub(1) else { return (0.0, 0.0) };
    let key = FIRST_KEY + offset as u64;
    (f64::from_bits(key << SHIFT), f64::from_bits((key + 1) << SHIFT))
}

/// How much of a bin lies at or below `time`, 0 to 1.
pub(super) fn share_passed(bin: usize, time: f64) -> f64 {
    let (low, high) = edges(bin);
    if time >= high {
        1.0
    } else if time <= low {
        0.0
    } else {
        (time - low) / (high - low)
    }
}
