//! What people earn in a usual year against market pay, and whether a cheaper title is as good as a
//! dearer one, in words.

use std::fmt::Write;

use crate::sales::pay::Scale;
use crate::sales::{PayLevel, Policy, pay_levels, stages_of_any_title};
use crate::scenario::Scenario;

/// Pay that differs from the market by no more than this goes without a warning.
const NEAR: f64 = 0.05;

/// What a role earns in a usual year, to be said after its plan; nothing of roles without one.
pub(super) fn usual_year(levels: &[PayLevel], role: &str) -> String {
    let Some(level) = levels.iter().find(|level| level.role == role) else { return String::new() };
    let share = share(level.expected, level.market);
    let of_market =
        share.map_or(String::new(), |share| format!(", {:.0} % of market pay", 100.0 * share));
    format!("; in a usual year {:.0}{of_market}", level.expected)
}

fn share(expected: f64, market: f64) -> Option<f64> {
    (market > 0.0).then(|| expected / market)
}

/// Roles whose pay is far from the market's, where that moves people.
pub(super) fn warnings(scenario: &Scenario) -> Vec<String> {
    let has_market = scenario.system.payroll.as_ref().is_some_and(|p| p.behaviour.labour.is_some());
    let is_known = |policy: &&Policy| has_market && policy.pay.scale != Scale::Market;
    let mut warnings = Vec::new();
    for policy in scenario.policies.iter().filter(is_known) {
        for PayLevel { role, expected, market, .. } in pay_levels(&scenario.system, policy) {
            let Some(share) = share(expected, market) else { continue };
            let so = match share {
                share if share < 1.0 - NEAR => "people leave sooner and seats stay vacant longer",
                share if share > 1.0 + NEAR => "people stay longer",
                _ => continue,
            };
            let (label, percent) = (&policy.label, 100.0 * share);
            warnings.push(format!(
                "{label}: in a usual year `{role}` earns {percent:.0} % of market pay, so {so} than the world says"
            ));
        }
    }
    warnings
}

/// Stages where a cheaper title is as good as a dearer one; nothing where there are none.
pub(super) fn titles(scenario: &Scenario, text: &mut String) {
    let stages = stages_of_any_title(&scenario.system, &scenario.policies);
    let name = |stage: &usize| format!("`{}`", scenario.system.stages[*stage].name);
    let names: Vec<String> = stages.iter().map(name).collect();
    if !names.is_empty() {
        let _ = writeln!(
            text,
            "  jobs of different pay are equally skilled at {}, which name no `home`",
            names.join(", ")
        );
    }
}
