//! The block `health` of `results.json`.

use serde_json::{Map, Value, json};

use crate::experiment::{About, Audited, Check, Flow, Ledger, PolicySummary, Summary};
use crate::sales::Audit;

/// Whether the experiment is in good health.
#[derive(serde::Serialize)]
pub(in crate::report) struct Health {
    good: bool,
    checks: Vec<Checked>,
}

#[derive(serde::Serialize)]
struct Checked {
    check: &'static str,
    good: bool,
    sentence: String,
    /// By policy.
    #[serde(skip_serializing_if = "Map::is_empty")]
    figures: Map<String, Value>,
}

impl Health {
    pub(in crate::report) fn of(summary: &Summary) -> Self {
        let plain = |text: String| text.replace(['\u{A0}', '\u{202F}'], " ");
        let checked = |check: &Check| Checked {
            check: check.about.name(),
            good: check.is_good,
            sentence: plain(super::sentence(summary, check)),
            figures: figures(summary, &check.about),
        };
        let checks: Vec<Checked> = Check::all(summary).iter().map(checked).collect();
        Self { good: checks.iter().all(|check| check.good), checks }
    }
}

/// The figures of a check by policy; of evidence the share of the influence with a source, if it is known.
fn figures(summary: &Summary, about: &About) -> Map<String, Value> {
    let audits = |figures: fn(&Audited) -> Value| {
        let of =
            |policy: &PolicySummary| Some((policy.name.clone(), figures(policy.audit.as_ref()?)));
        summary.policies.iter().filter_map(of).collect()
    };
    let named = |policy: usize| summary.policies[policy].name.clone();
    match about {
        About::Little(flows) => {
            flows.iter().map(|flow| (named(flow.policy), flowing(flow))).collect()
        }
        About::Leads => audits(|of| {
            let Audit { at_start, came, left, at_end, .. } = of.mean;
            let failed = of.failed.leads;
            json!({ "at_start": at_start, "came": came, "ended": left, "at_end": at_end,
                    "failed_runs": failed })
        }),
        About::Hours => audits(|of| {
            let Audit { role_hours, person_hours, present_hours, .. } = of.mean;
            let failed = of.failed.hours;
            json!({ "by_role": role_hours, "by_person": person_hours, "at_work": present_hours,
                    "failed_runs": failed })
        }),
        About::Money(ledgers) => ledgers.iter().map(|of| (named(of.policy), gaps(of))).collect(),
        About::Evidence(influence) => influence
            .iter()
            .map(|share| ("influence".to_owned(), json!({ "sourced": share })))
            .collect(),
        About::Steady | About::Precision | About::Complete => Map::new(),
    }
}

fn flowing(flow: &Flow) -> Value {
    let Flow { in_progress, per_week, weeks_each, failed, .. } = flow;
    json!({ "in_progress": in_progress, "per_week": per_week, "weeks_each": weeks_each,
            "failed_runs": failed })
}

fn gaps(ledger: &Ledger) -> Value {
    json!({ "cost_gap": ledger.cost_gap, "contribution_gap": ledger.contribution_gap })
}
