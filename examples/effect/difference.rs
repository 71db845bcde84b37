//! What is different between what the two sides made of a scenario.

use std::collections::BTreeMap;

use serde_json::Value;

use super::side::Made;

/// What is different between the sides, in words; the numbers of one scenario.
#[derive(Default)]
pub(super) struct Difference {
    pub(super) words: Vec<String>,
    pub(super) verdicts: usize,
    pub(super) changed: usize,
    pub(super) moved: usize,
    pub(super) pictures: usize,
    /// Whether the time of a side was up, which says nothing of the change.
    pub(super) is_late: bool,
}

/// Compares what both sides made.
pub(super) fn difference(old: &Made, new: &Made) -> Difference {
    let mut found = Difference::default();
    if old.code.is_none() || new.code.is_none() {
        found.is_late = true;
        return found;
    }
    if old.code != new.code {
        let code = |made: &Made| made.code.map_or(String::new(), |code| format!("exit {code}"));
        found.words.push(format!("{} → {}", code(old), code(new)));
        return found;
    }
    if old.is_own {
        found
            .words
            .push("as it shipped then on the old side, which refuses it as it is".to_owned());
    }
    found.compare_verdicts(&old.results, &new.results);
    found.compare_numbers(&old.results, &new.results);
    for (name, picture) in &new.pictures {
        if old.pictures.get(name) != Some(picture) {
            found.pictures += 1;
            found.words.push(format!("picture {name}"));
        }
    }
    for name in old.pictures.keys().filter(|name| !new.pictures.contains_key(*name)) {
        found.pictures += 1;
        found.words.push(format!("picture {name} is gone"));
    }
    found
}

impl Difference {
    fn compare_verdicts(&mut self, old: &Value, new: &Value) {
        let empty = Vec::new();
        let pairs = |results: &Value| results["comparisons"].as_array().unwrap_or(&empty).clone();
        let old = pairs(old);
        for pair in pairs(new) {
            let is_same = |o: &&Value| ["measure", "a", "b"].iter().all(|key| o[key] == pair[key]);
            let before = old.iter().find(is_same).map_or(&Value::Null, |o| &o["verdict"]);
            if *before != pair["verdict"] && !before.is_null() {
                self.verdicts += 1;
                let names =
                    [&pair["measure"], &pair["b"], &pair["a"]].map(|v| v.as_str().unwrap_or(""));
                self.words.push(format!(
                    "verdict {}, {} against {}: {before} → {}",
                    names[0], names[1], names[2], pair["verdict"]
                ));
            }
        }
    }

    fn compare_numbers(&mut self, old: &Value, new: &Value) {
        let measures = |results: &Value| {
            let policies = results["policies"].as_object().cloned().unwrap_or_default();
            let all = policies.into_iter().flat_map(|(policy, found)| {
                let measures = found["measures"].as_object().cloned().unwrap_or_default();
                measures.into_iter().map(move |(key, measure)| (format!("{policy}.{key}"), measure))
            });
            all.collect::<BTreeMap<String, Value>>()
        };
        let (old, new) = (measures(old), measures(new));
        for (name, after) in &new {
            let Some(before) = old.get(name) else {
                self.changed += 1;
                self.words.push(format!("{name} is new"));
                continue;
            };
            if before["mean"] == after["mean"] && before.is_null() == after.is_null() {
                continue;
            }
            self.changed += 1;
            let number = |measure: &Value, key: &str| measure[key].as_f64().unwrap_or(f64::NAN);
            let (m, n) = (number(before, "mean"), number(after, "mean"));
            let (s, t) = (number(before, "standard_error"), number(after, "standard_error"));
            let error = (s * s + t * t).sqrt();
            if (n - m).abs() <= 2.0 * error {
                continue;
            }
            self.moved += 1;
            self.words.push(format!("{name}: {m:.6} → {n:.6} (error {error:.2e})"));
        }
        for name in old.keys().filter(|name| !new.contains_key(*name)) {
            self.changed += 1;
            self.words.push(format!("{name} is gone"));
        }
    }
}
