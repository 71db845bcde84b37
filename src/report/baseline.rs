//! What an earlier folder found, for whoever asks what has changed since.

use serde_json::Value;
use std::path::Path;
use std::{fs, io};

use super::json::RESULT_SCHEMA;

/// The means in the `results.json` of a comparison.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Baseline {
    /// Policy, measure, mean.
    policies: Vec<(String, String, f64)>,
    /// The policies a and b, measure, mean of b − a.
    pairs: Vec<([String; 2], String, f64)>,
}

impl Baseline {
    /// Reads the means of a folder.
    ///
    /// # Errors
    ///
    /// If there is no `results.json` of a comparison, or it cannot be read.
    pub fn read(folder: &Path) -> io::Result<Self> {
        let text = fs::read_to_string(folder.join("results.json"))?;
        let read = serde_json::from_str(&text).ok().and_then(|value: Value| Self::of(&value));
        read.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "not those of a comparison"))
    }

    fn of(results: &Value) -> Option<Self> {
        if results.get("schema")?.as_str()? != RESULT_SCHEMA {
            return None;
        }
        let mut found = Self::default();
        for (policy, own) in results.get("policies")?.as_object()? {
            for (measure, estimate) in own.get("measures")?.as_object()? {
                if let Some(mean) = estimate.get("mean").and_then(Value::as_f64) {
                    found.policies.push((policy.clone(), measure.clone(), mean));
                }
            }
        }
        for pair in results.get("comparisons")?.as_array()? {
            let word = |key: &str| Some(pair.get(key)?.as_str()?.to_owned());
            let mean = pair.get("difference").and_then(|of| of.get("mean")).and_then(Value::as_f64);
            if let Some(mean) = mean {
                found.pairs.push(([word("a")?, word("b")?], word("measure")?, mean));
            }
        }
        Some(found)
    }

    /// The mean of a measure under a policy.
    pub fn of_policy(&self, policy: &str, measure: &str) -> Option<f64> {
        let is_it =
            |(p, m, _): &&(String, String, f64)| (p.as_str(), m.as_str()) == (policy, measure);
        self.policies.iter().find(is_it).map(|(.., mean)| *mean)
    }

    /// The mean difference b − a of a measure between two policies.
    pub fn of_pair(&self, (a, b): (&str, &str), measure: &str) -> Option<f64> {
        let is_it = |([first, second], m, _): &&([String; 2], String, f64)| {
            (first.as_str(), second.as_str(), m.as_str()) == (a, b, measure)
        };
        self.pairs.iter().find(is_it).map(|(.., mean)| *mean)
    }

    /// Policy, measure and mean of everything that was found.
    pub fn means(&self) -> impl Iterator<Item = (&str, &str, f64)> {
        self.policies
            .iter()
            .map(|(policy, measure, mean)| (policy.as_str(), measure.as_str(), *mean))
    }
}
