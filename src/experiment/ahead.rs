//! Runs that were made before others, and are not made again.

use crate::sales::Outcome;
use crate::stats::Incidence;

/// The first runs of the first policies of a scenario: by replication, by policy, the outcome and the lead times.
#[derive(Clone, Debug, Default)]
pub struct Ahead(pub(super) Vec<Vec<(Outcome, Incidence)>>);

impl Ahead {
    /// What a policy came to in a replication, if that is known.
    pub(super) fn of(&self, replication: u32, policy: usize) -> Option<&(Outcome, Incidence)> {
        self.0.get(usize::try_from(replication).ok()?)?.get(policy)
    }
}
