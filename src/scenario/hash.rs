//! The fingerprint of a scenario.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::Scenario;

impl Scenario {
    /// SHA-256 of the scenario as understood, in hexadecimal: the same for the same model, whatever
    /// its comments, order and units of writing.
    pub fn hash(&self) -> String {
        let digest = Sha256::digest(self.canonical().as_bytes());
        digest.iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}"); // writing to a string cannot fail
            text
        })
    }

    /// The same of what a replication depends on besides its number and the seed: whatever else
    /// differs, replications of the same fingerprint and seed are the same.
    pub fn replication_hash(&self) -> String {
        let (primary, zones) = (String::new(), Vec::new());
        Self { replications: 0, seed: 0, primary, zones, ..self.clone() }.hash()
    }

    /// The same of what the factors of equal cost depend on: neither how often and with which seed
    /// it is run nor what is measured and how policies are labelled.
    pub fn scaling_hash(&self) -> String {
        let mut scenario =
            Self { snapshots_hours: Vec::new(), seed: 0, uncertainty: None, ..self.clone() };
        for policy in &mut scenario.policies {
            policy.label.clear();
        }
        scenario.replication_hash()
    }
}
