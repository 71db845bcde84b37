//! The numbers that set the load of a policy, and where they are looked for.
#![expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small and positive")]

use std::fmt;

use posse::sales::Policy;
use posse::scenario::Scenario;
use posse::stats::sobol;
use serde::Serialize;

/// Leads a person may own.
const WIP: (f64, f64) = (6.0, 40.0);
/// Least believed fit, and the factor on the hours of dialogue before the gate.
const CUTOFF: (f64, f64) = (0.2, 0.6);
const DEPTH: (f64, f64) = (0.4, 1.5);
/// How much is written down.
const DOCUMENTATION: (f64, f64) = (0.0, 0.9);
/// By how much of the seed the points are turned in each dimension.
const TURNS: [f64; 5] = [0.618_034, 0.414_214, 0.732_051, 0.236_068, 0.449_490];
/// Heads of a divided policy may cost so much more or less than those of the others at market pay.
const SAME_COST: f64 = 0.02;
const SDR: std::ops::RangeInclusive<u32> = 2..=14;
const SE: std::ops::RangeInclusive<u32> = 1..=4;

/// Where points are looked for.
#[derive(Clone, Serialize)]
pub(crate) struct Ranges {
    wip: (f64, f64),
    cutoff: (f64, f64),
    depth: (f64, f64),
    documentation: (f64, f64),
    /// Development representatives, account executives, engineers.
    heads: Vec<[u32; 3]>,
}

/// The load of a policy.
#[derive(Clone, PartialEq, Serialize)]
pub(crate) struct Load {
    wip: u32,
    cutoff: f64,
    depth: f64,
    documentation: f64,
    /// Heads of a divided policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    heads: Option<[u32; 3]>,
}

impl Ranges {
    /// Those of the default scenario: its group of sellers and what they and their jobs cost.
    pub(crate) fn of(scenario: &Scenario) -> Self {
        let group = &scenario.system.groups[0];
        let all = f64::from(group.count) * group.cost_per_week;
        let cost = |job: usize| group.jobs[job].cost_per_week;
        let (sdr_cost, ae_cost, se_cost) = (cost(0), cost(1), cost(2));
        let mut heads = Vec::new();
        for sdr in SDR {
            for se in SE {
                for ae in 1..=20 {
                    let of = |count: u32, cost: f64| f64::from(count) * cost;
                    let costs = of(sdr, sdr_cost) + of(ae, ae_cost) + of(se, se_cost);
                    if (costs / all - 1.0).abs() <= SAME_COST {
                        heads.push([sdr, ae, se]);
                    }
                }
            }
        }
        Self { wip: WIP, cutoff: CUTOFF, depth: DEPTH, documentation: DOCUMENTATION, heads }
    }

    /// The point of a policy with this number: Sobol' points, turned by a seed.
    pub(crate) fn load(&self, policy: &Policy, point: u32, seed: u32) -> Load {
        let turned = |dimension: usize| {
            let turn = f64::from(seed) * TURNS[dimension];
            (sobol(point, dimension) + turn).fract()
        };
        let within = |dimension: usize, (low, high): (f64, f64), step: f64| {
            (((low + turned(dimension) * (high - low)) / step).round() * step * 1e6).round() / 1e6
        };
        let is_divided = !policy.roles.is_empty();
        let share = turned(4);
        let place = (share * self.heads.len() as f64) as usize;
        Load {
            wip: within(0, self.wip, 1.0) as u32,
            cutoff: within(1, self.cutoff, 0.01),
            depth: within(2, self.depth, 0.05),
            documentation: within(3, self.documentation, 0.05),
            heads: is_divided.then(|| self.heads[place]),
        }
    }
}

impl Load {
    /// The policy with this load, under a name of its own.
    pub(crate) fn put_on(&self, policy: &Policy, number: usize) -> Policy {
        let mut policy = Policy { name: format!("trial {number}"), ..policy.clone() };
        policy.wip_per_person = vec![(None, self.wip)];
        policy.buyers.gate.cutoff = self.cutoff;
        policy.buyers.gate.depth = self.depth;
        policy.documentation = self.documentation;
        if let Some(heads) = self.heads {
            for role in &mut policy.roles {
                role.heads = heads[role.job];
            }
        }
        policy
    }

    /// The same as lines of a scenario.
    pub(crate) fn rules(&self) -> String {
        let Self { wip, cutoff, depth, documentation, heads } = self;
        let mut lines = vec![
            format!("wip = {wip}"),
            format!("gate = {{ cutoff = {cutoff}, depth = {depth} }}"),
            format!("documentation = {documentation}"),
        ];
        if let Some([sdr, ae, se]) = heads {
            lines.push(format!("sdr = {sdr}, ae = {ae}, se = {se}"));
        }
        lines.join("\n")
    }
}

impl fmt::Display for Load {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.rules().replace('\n', " · "))
    }
}
