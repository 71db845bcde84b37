//! Estimates: how sure, and from which parts.

/// Intervals hold with this probability.
pub const LEVEL: f64 = 0.9;
/// Parts into which deals are divided, to hold some out.
pub(super) const FOLDS: usize = 20;

/// A number with its interval.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Estimated {
    /// The most likely value.
    pub value: f64,
    /// The interval at [`LEVEL`].
    pub interval: (f64, f64),
}
