//! The inverse of a rising function, where there is no formula.

/// The x ≥ 0 at which the rising function `f` reaches `wanted`, to the last bit, by doubling from
/// `start` and bisection. `f` must exceed `wanted` somewhere.
pub(super) fn inverse(f: impl Fn(f64) -> f64, wanted: f64, start: f64) -> f64 {
    let (mut low, mut high) = (0.0, start);
    while f(high) < wanted {
        low = high;
        high *= 2.0;
    }
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return middle;
        }
        if f(middle) < wanted {
            low = middle;
        } else {
            high = middle;
        }
    }
}
