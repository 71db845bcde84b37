//! What must add up in the money of a summary, whatever the model: a check of the books.

use super::summary::Summary;

/// The parts of selling cost.
const PARTS: [&str; 5] = ["leads", "stages", "people", "overtime", "hiring"];
/// The gap that rounding may leave, as a share of what is added.
const ROUNDING: f64 = 1e-9;

/// The money of one policy, as means over runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ledger {
    /// Index of the policy.
    pub policy: usize,
    /// Selling cost less its parts, as a share of it.
    pub cost_gap: f64,
    /// Gross margin less selling cost less contribution, as a share of selling cost.
    pub contribution_gap: f64,
}

impl Ledger {
    /// Of every policy that has all of these measures.
    pub fn of(summary: &Summary) -> Vec<Self> {
        (0..summary.policies.len()).filter_map(|policy| Self::one(summary, policy)).collect()
    }

    fn one(summary: &Summary, policy: usize) -> Option<Self> {
        let mean = |key: &str| {
            let measure = summary.measures.iter().position(|measure| measure.key == key)?;
            Some(summary.policies[policy].estimates.get(measure)?.as_ref()?.mean)
        };
        let parts: Option<Vec<f64>> =
            PARTS.iter().map(|part| mean(&format!("selling_cost.{part}"))).collect();
        let (cost, parts) = (mean("selling_cost")?, parts?.iter().sum::<f64>());
        let (margin, contribution) = (mean("gross_margin")?, mean("contribution")?);
        let scale = cost.abs().max(margin.abs()).max(f64::MIN_POSITIVE);
        Some(Self {
            policy,
            cost_gap: (cost - parts) / scale,
            contribution_gap: (margin - cost - contribution) / scale,
        })
    }

    /// Whether nothing is missing but what rounding takes.
    pub fn is_balanced(&self) -> bool {
        self.cost_gap.abs() <= ROUNDING && self.contribution_gap.abs() <= ROUNDING
    }
}
