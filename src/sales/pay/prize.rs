//! Prizes by rank among rivals who need not be equals.

use crate::math::{normal_cdf, normal_density};

/// Distance of the points at which the own bell curve is summed, in standard deviations, and how many
/// lie on each side of its middle. The trapezoidal rule on a bell curve converges faster than any power
/// of the distance: at this one its error is far below what rivals' views are worth.
const STEP: f64 = 0.5;
const STEPS: i32 = 10;

/// The slope is taken between this much of a standard deviation more and less.
const NUDGE: f64 = 0.01;

/// A contest for prizes by rank in credit: the first prize is the first rank's; there may be fewer
/// prizes than people. Rivals' credits are independent and normal.
#[derive(Clone, Copy, Debug)]
pub struct Contest<'a> {
    /// Money by rank.
    pub prizes: &'a [f64],
    /// Expected credit of each rival at the end, and its standard deviation.
    pub rivals: &'a [(f64, f64)],
    /// Factor on the prizes.
    pub scale: f64,
}

impl Contest<'_> {
    /// The expected prize of somebody whose credit is normal with this mean and standard deviation, in
    /// money: `Σ_k B_k·∫ P(k − 1 rivals above x) dN(x)` (Lazear & Rosen, JPE 89, 1981).
    pub fn expected(&self, mean: f64, sd: f64) -> f64 {
        let mut chances = vec![0.0; self.prizes.len()];
        if sd <= 0.0 {
            return self.at(mean, &mut chances);
        }
        let (mut sum, mut weights) = (0.0, 0.0);
        for step in -STEPS..=STEPS {
            let z = STEP * f64::from(step);
            let density = normal_density(z);
            sum += density * self.at(mean + z * sd, &mut chances);
            weights += density;
        }
        sum / weights
    }

    /// What one more unit of credit is worth through the prizes, in money: 0 without chance in the
    /// results, where there is no slope to follow.
    pub fn slope(&self, mean: f64, sd: f64) -> f64 {
        if sd <= 0.0 {
            return 0.0;
        }
        let nudge = NUDGE * sd;
        (self.expected(mean + nudge, sd) - self.expected(mean - nudge, sd)) / (2.0 * nudge)
    }

    /// The expected prize at this credit. `chances[k]` becomes the chance that k rivals are above it;
    /// more than there are prizes are not told apart.
    fn at(&self, credit: f64, chances: &mut [f64]) -> f64 {
        let Some(none) = chances.first_mut() else { return 0.0 };
        *none = 1.0;
        chances[1..].fill(0.0);
        for (mean, sd) in self.rivals {
            let above = chance_above(*mean - credit, *sd);
            for k in (1..chances.len()).rev() {
                chances[k] = chances[k] * (1.0 - above) + chances[k - 1] * above;
            }
            chances[0] *= 1.0 - above;
        }
        let prizes = self.prizes.iter().zip(chances.iter());
        self.scale * prizes.map(|(prize, chance)| prize * chance).sum::<f64>()
    }
}

/// The chance that somebody is ahead who is expected to be ahead by so much, with this standard
/// deviation; a sure tie is decided by lot.
fn chance_above(lead: f64, sd: f64) -> f64 {
    if sd > 0.0 {
        normal_cdf(lead / sd)
    } else if lead > 0.0 {
        1.0
    } else if lead < 0.0 {
        0.0
    } else {
        0.5
    }
}
