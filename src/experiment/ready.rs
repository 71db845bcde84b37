//! Scenarios that can be run.

use std::ops::Deref;

use super::Failure;
use crate::sales::Policy;
use crate::sales::pay::Scale;
use crate::scenario::Scenario;

/// Whether a policy still waits for its factor.
pub fn is_scaled(policy: &Policy) -> bool {
    policy.pay.scale == Scale::Market
}

/// A scenario that can be run: every policy in it knows how much it pays.
#[derive(Clone, Copy, Debug)]
pub struct Ready<'a>(&'a Scenario);

impl<'a> Ready<'a> {
    /// The scenario, if no policy in it waits for its factor of market cost.
    ///
    /// # Errors
    ///
    /// [`Failure::WaitsForFactor`] for the first policy that does; [`super::scaling`] finds factors.
    pub fn of(scenario: &'a Scenario) -> Result<Self, Failure> {
        match scenario.policies.iter().find(|policy| is_scaled(policy)) {
            Some(policy) => Err(Failure::WaitsForFactor { policy: policy.name.clone() }),
            None => Ok(Self(scenario)),
        }
    }

    /// The scenario itself.
    pub fn scenario(self) -> &'a Scenario {
        self.0
    }
}

impl Deref for Ready<'_> {
    type Target = Scenario;

    fn deref(&self) -> &Scenario {
        self.0
    }
}
