//! What a page is told.

use posse::experiment::{self, PairSummary, Results};
use posse::scenario::Scenario;
use serde_json::{Value, json};

/// What the runs so far came to.
pub struct Told<'a> {
    pub scenario: &'a Scenario,
    pub results: &'a Results,
    /// Keys of the measures that are told.
    pub measures: &'a [String],
}

impl Told<'_> {
    /// As JSON: runs, the first 16 digits of the fingerprint of all values told, and by measure the means of both
    /// policies, the difference, its interval and the verdict; null where nothing is known yet.
    pub fn json(&self) -> String {
        let summary = experiment::summarise(self.scenario, self.results, Vec::new());
        let by_measure = |key: &String| {
            let place = summary.measures.iter().position(|measure| measure.key == *key);
            let pair = summary.comparisons.iter().find(|pair| Some(pair.measure) == place);
            let mean = |policy: usize| {
                summary.policies[policy].estimates[place?].as_ref().map(|estimate| estimate.mean)
            };
            json!({ "means": [mean(0), mean(1)], "difference": pair.map(difference) })
        };
        json!({
            "runs": self.results.replications,
            "bits": self.bits(),
            "measures": self.measures.iter().map(by_measure).collect::<Vec<Value>>(),
        })
        .to_string()
    }

    fn bits(&self) -> String {
        let measure = |key: &String| self.results.measure(key);
        let values = |measure: usize| {
            self.results.policies.iter().map(move |policy| &policy.values[measure])
        };
        let columns = self.measures.iter().filter_map(measure).flat_map(values);
        experiment::bits(columns.map(Vec::as_slice))
    }
}

fn difference(pair: &PairSummary) -> Value {
    let spread = &pair.comparison.difference;
    let (low, high) = spread.interval;
    json!({ "mean": spread.mean, "low": low, "high": high, "verdict": pair.verdict().name() })
}

/// That the request cannot be run, and why.
pub fn wrong(words: &str) -> String {
    json!({ "wrong": words }).to_string()
}
