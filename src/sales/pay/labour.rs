//! The labour market: who is paid less than the same ability earns elsewhere leaves sooner, and comes
//! more seldom.
//!
//! Everything hangs on one ratio, what pay is worth here against what it is worth elsewhere: 1 under a
//! normal plan for everybody, whatever the ability.

use crate::math::powf;

/// Departures a year at equal pay that reckoning begins with where a world has no turnover.
const USUAL_DEPARTURES: f64 = 0.27;

/// How people compare their pay with what they would earn elsewhere.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Labour {
    /// Elasticity of departures, and of the odds that an offer is accepted, by what pay is worth (ε).
    pub elasticity: f64,
    /// Relative aversion to risk (γ).
    pub risk: f64,
}

impl Labour {
    /// The certain pay that is worth as much as uncertain pay with this mean and variance: that of
    /// constant relative aversion to risk γ for lognormal pay, `mean·(1 + variance/mean²)^(−γ/2)`; for
    /// small risks `mean − ½γ·variance/mean`. 0 where nothing is to be expected.
    pub fn certain(&self, mean: f64, variance: f64) -> f64 {
        if mean <= 0.0 {
            return 0.0;
        }
        mean * powf(1.0 + variance / (mean * mean), -0.5 * self.risk)
    }

    /// Departures a year of somebody whose pay is worth so many times what it would be elsewhere:
    /// `usual·worth^(−ε)`, infinite where it is worth nothing. In a world without turnover (`usual`
    /// `None`) nobody leaves who is paid as well as elsewhere, and others only as much sooner.
    pub fn departures(&self, worth: f64, usual: Option<f64>) -> f64 {
        let times = powf(worth, -self.elasticity);
        match usual {
            Some(usual) if usual <= 0.0 => 0.0,
            Some(usual) => usual * times,
            None => USUAL_DEPARTURES * (times - 1.0).max(0.0),
        }
    }

    /// The chance that a candidate accepts: `worth^ε/(1 + worth^ε)`, half at equal pay.
    pub fn accepts(&self, worth: f64) -> f64 {
        1.0 / (1.0 + powf(worth, -self.elasticity))
    }
}
