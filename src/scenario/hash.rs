//! The fingerprints of a scenario: SHA-256 in hexadecimal.
//!
//! Those of the world and of the scenario are hashes of what was read, spelled in a way of its own
//! (`spelling.rs`): another version of Rust, or other types in the program, give the same.

use std::fmt::Write;

use super::axis::{Axis, Levels};
use super::spelling::digits_of;
use super::{Scenario, Uncertainty, Zone};
use crate::sales::pay::Scale;

/// What the model makes of a world: SHA-256 of the golden outcomes. Whatever was found by an earlier
/// model is not used again.
pub const MODEL: &str = "afaed78e2cf32b910bcfee50a7e1f14925421e0630cb8a2966f091e703dbff6f";

impl Scenario {
    /// The hash of the scenario as understood: of the world, the policies, the seed, the number of
    /// runs and what is judged; whatever its comments, order and units of writing.
    pub fn hash(&self) -> String {
        let Self { replications, seed, primary, zones, snapshots_hours, .. } = self;
        let mut text = self.world_text();
        // writing to a string cannot fail
        let _ = writeln!(text, "replications = {replications}\nseed = {seed}\nprimary = {primary}");
        for (measure, zone) in zones {
            let (form, width) = match zone {
                Zone::Absolute(width) => ("absolute", width),
                Zone::Relative(share) => ("relative", share),
            };
            let _ = writeln!(text, "zone {measure} = {form} {width}");
        }
        for hour in snapshots_hours {
            let _ = writeln!(text, "snapshot = {hour}");
        }
        digits_of(text.as_bytes())
    }

    /// The hash of the world and the policies alone: the same for every seed, every number of runs,
    /// every measure that is judged, every label.
    pub fn world_hash(&self) -> String {
        digits_of(self.world_text().as_bytes())
    }

    fn world_text(&self) -> String {
        let inputs = self.uncertainty.iter().flat_map(Uncertainty::inputs);
        inputs.fold(format!("{}\n", self.world), |text, input| text + &range_of(input))
    }

    /// The hash of what the factors of market cost depend on: the model, the world as written and the
    /// scale of each policy.
    pub fn scaling_hash(&self) -> String {
        let mut text = format!("{MODEL}\n{}\n", self.world);
        for policy in self.policies.iter().chain(&self.cells) {
            let _ = match policy.pay.scale {
                Scale::Factor(factor) => writeln!(text, "{} = {factor}", policy.name),
                Scale::Market => writeln!(text, "{} = market", policy.name),
            };
        }
        digits_of(text.as_bytes())
    }

    /// The fingerprint of what a replication depends on besides its number and the seed, as it is in
    /// memory: whatever else differs, replications of the same fingerprint and seed are the same. Kept
    /// runs are of one version of the program, so this one may know its types.
    pub fn replication_hash(&self) -> String {
        let (primary, zones) = (String::new(), Vec::new());
        let run =
            Self { replications: 0, seed: 0, primary, zones, targets: Vec::new(), ..self.clone() };
        digits_of(format!("{MODEL}\n{}", run.canonical()).as_bytes())
    }
}

/// The range of an uncertain input, as a line.
pub(super) fn range_of(input: &Axis) -> String {
    let keys = input.keys.join(" ");
    match &input.levels {
        Levels::Range { from, to, .. } => {
            format!("uncertain {keys} = {from} to {to} {}\n", input.unit)
        }
        Levels::List(levels) => {
            let words: Vec<&str> = levels.iter().map(|level| level.text.as_str()).collect();
            format!("uncertain {keys} = {}\n", words.join(", "))
        }
    }
}
