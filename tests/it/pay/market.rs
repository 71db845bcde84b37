//! Deals by chance, and what plans pay for them.

use posse::engine::law::Law;
use posse::engine::random::{Entity, Luck, Place};
use posse::math::{exp, gamma_q, ln, ln_gamma};
use posse::sales::pay::{PeriodSums, Plan, Terms, reckon};
use posse::scenario::Scenario;

const WORLD: &str = r#"
[channels.web]
arrivals = "1 per week"
[stages.close]
advance = 0.5
"#;

/// A plan as it is written in a scenario.
pub(super) fn written(plan: &str) -> Plan {
    let text = format!("{WORLD}\n[plans.plan]\nperiod = \"month\"\n{plan}\n");
    let scenario = Scenario::parse(text.as_bytes(), "plan.toml", &|_| None)
        .unwrap_or_else(|e| panic!("{e}\n{text}"));
    scenario.system.payroll.expect("a payroll").plans.remove(0)
}

/// How many deals are won in a period.
pub(super) enum Wins {
    Poisson(f64),
    Binomial(u32, f64),
}

/// A period's deals.
pub(super) struct Market {
    pub(super) wins: Wins,
    pub(super) deal: Law,
}

/// Mean and coefficient of variation of a gamma law.
pub(super) fn gamma(mean: f64, cv: f64) -> Law {
    Law::gamma_mean_cv(mean, cv).expect("a law")
}

pub(super) fn lognormal(mean: f64, cv: f64) -> Law {
    Law::lognormal_mean_cv(mean, cv).expect("a law")
}

impl Market {
    pub(super) fn poisson(mean: f64, deal: Law) -> Self {
        Self { wins: Wins::Poisson(mean), deal }
    }

    /// The values of the deals of person `who` in period `at`.
    pub(super) fn deals(&self, who: u8, at: u32) -> Vec<f64> {
        let luck = Luck::new(20_260_105, u64::from(at));
        let mut draws = luck.at(Entity::new(who, 0), 1, Place::NONE, 0);
        let count = match self.wins {
            Wins::Poisson(mean) => Law::poisson(mean).expect("a law").sample(&mut draws),
            Wins::Binomial(leads, chance) => {
                (0..leads).filter(|_| draws.unit() < chance).count() as f64
            }
        };
        let deal = |k| self.deal.sample(&mut luck.at(Entity::new(who, k), 2, Place::NONE, 0));
        let mut deals = Vec::new();
        while (deals.len() as f64) < count {
            deals.push(deal(deals.len() as u64 + 1));
        }
        deals
    }

    pub(super) fn sales(&self, periods: u32) -> Vec<f64> {
        (0..periods).map(|at| self.deals(1, at).iter().sum()).collect()
    }

    /// Probability of each number of deals, up to where nothing is left.
    fn counts(&self) -> Vec<f64> {
        let ways = |n: u32, k: u32| {
            let (n, k) = (f64::from(n), f64::from(k));
            ln_gamma(n + 1.0) - ln_gamma(k + 1.0) - ln_gamma(n - k + 1.0)
        };
        match self.wins {
            Wins::Poisson(mean) => (0..150)
                .map(f64::from)
                .map(|k| exp(k * ln(mean) - mean - ln_gamma(k + 1.0)))
                .collect(),
            Wins::Binomial(n, p) => (0..=n)
                .map(|k| exp(ways(n, k) + f64::from(k) * ln(p) + f64::from(n - k) * ln(1.0 - p)))
                .collect(),
        }
    }

    /// Chance that the sum of gamma deals reaches a threshold, and the mean excess over it.
    pub(super) fn tail(&self, threshold: f64) -> (f64, f64) {
        let mean = self.deal.mean();
        let shape = mean * mean / self.deal.variance();
        let x = threshold * shape / mean;
        self.counts().iter().enumerate().skip(1).fold((0.0, 0.0), |(chance, excess), (n, p)| {
            let (shapes, sum) = (shape * n as f64, mean * n as f64);
            let reaches = gamma_q(shapes, x);
            (
                chance + p * reaches,
                excess + p * (sum * gamma_q(shapes + 1.0, x) - threshold * reaches),
            )
        })
    }
}

/// What a plan pays for each sum of sales, by the slips of single periods.
pub(super) fn payouts(plan: &Plan, sales: &[f64]) -> Vec<f64> {
    let mut lines = Vec::new();
    let pay = |credit: &f64| {
        let salary = plan.salary_per_year / f64::from(plan.period.per_year());
        let terms = Terms::new(plan.quota, 1.0);
        let sums = PeriodSums { salary, credit: *credit, ..PeriodSums::new(terms) };
        reckon(plan, &sums, &mut 0.0, &mut lines)
    };
    sales.iter().map(pay).collect()
}
