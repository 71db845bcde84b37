//! Sobol' points: a sequence that fills a cube evenly, whatever its length.

/// The most dimensions for which there are direction numbers.
pub const SOBOL_DIMENSIONS: usize = 21;

/// What a coordinate's bits are divided by.
const TWO_TO_32: f64 = 4_294_967_296.0;
/// Bits of a coordinate.
const BITS: usize = 32;

/// Degree, coefficients and first direction numbers of dimensions 2 to 21: S. Joe and F. Y. Kuo,
/// "Constructing Sobol' sequences with better two-dimensional projections", SIAM Journal on
/// Scientific Computing 30 (2008), file `new-joe-kuo-6`.
const DIRECTIONS: [(u32, u32, &[u32]); SOBOL_DIMENSIONS - 1] = [
    (1, 0, &[1]),
    (2, 1, &[1, 3]),
    (3, 1, &[1, 3, 1]),
    (3, 2, &[1, 1, 1]),
    (4, 1, &[1, 1, 3, 3]),
    (4, 4, &[1, 3, 5, 13]),
    (5, 2, &[1, 1, 5, 5, 17]),
    (5, 4, &[1, 1, 5, 5, 5]),
    (5, 7, &[1, 1, 7, 11, 19]),
    (5, 11, &[1, 1, 5, 1, 1]),
    (5, 13, &[1, 1, 1, 3, 11]),
    (5, 14, &[1, 3, 5, 5, 31]),
    (6, 1, &[1, 3, 3, 9, 7, 49]),
    (6, 13, &[1, 1, 1, 15, 21, 21]),
    (6, 16, &[1, 3, 1, 13, 27, 49]),
    (6, 19, &[1, 1, 1, 15, 7, 5]),
    (6, 22, &[1, 3, 1, 15, 13, 25]),
    (6, 25, &[1, 1, 5, 5, 19, 61]),
    (7, 1, &[1, 3, 7, 11, 23, 15, 103]),
    (7, 4, &[1, 3, 7, 13, 13, 15, 69]),
];

/// Coordinate `dimension` (from 0) of point `index` (from 0, the corner of all zeros) of the Sobol'
/// sequence in Gray-code order (Antonov and Saleev, 1979): 0 to below 1, a multiple of 2⁻³².
///
/// # Panics
///
/// If `dimension` is not below [`SOBOL_DIMENSIONS`].
pub fn sobol(index: u32, dimension: usize) -> f64 {
    assert!(dimension < SOBOL_DIMENSIONS, "there are no direction numbers for {dimension}");
    let directions = directions(dimension);
    let gray = index ^ (index >> 1);
    let taken = directions.iter().enumerate().filter(|(bit, _)| gray >> bit & 1 == 1);
    let bits = taken.fold(0, |sum, (_, direction)| sum ^ direction);
    f64::from(bits) / TWO_TO_32
}

/// The direction numbers of a dimension as binary fractions (Bratley and Fox, 1988).
fn directions(dimension: usize) -> [u32; BITS] {
    let mut numbers = [0; BITS];
    if dimension == 0 {
        for (bit, number) in numbers.iter_mut().enumerate() {
            *number = 1 << (BITS - 1 - bit);
        }
        return numbers;
    }
    let (degree, coefficients, first) = DIRECTIONS[dimension - 1];
    for (bit, number) in first.iter().enumerate() {
        numbers[bit] = number << (BITS - 1 - bit);
    }
    for bit in first.len()..BITS {
        let before = numbers[bit - first.len()];
        let mut number = before ^ (before >> degree);
        for k in 1..first.len() {
            if coefficients >> (first.len() - 1 - k) & 1 == 1 {
                number ^= numbers[bit - k];
            }
        }
        numbers[bit] = number;
    }
    numbers
}
