//! Names that plans refer to.

use crate::plans::plan::Count;

/// What the file names.
pub(super) struct Names<'a> {
    /// The plans.
    pub(super) plans: &'a [String],
    /// The measures that are defined so far.
    pub(super) measures: &'a [(String, Count)],
    /// The parts of the plan that is read.
    pub(super) parts: &'a [String],
}
