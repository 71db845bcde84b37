//! Small worlds in which people are paid by plans.

use posse::experiment::Design;
use posse::sales::{Credited, Observer, Outcome, Paid};
use posse::scenario::Scenario;

/// A level-3 world of four sellers; what comes on top is in the text's own words.
pub(super) const WORLD: &str = r#"
hours = "Mon-Fri 09:00-17:00"
run = { weeks = 26, warm_up = "13 weeks", run_out = "0 weeks", replications = 1, seed = 7 }
deal = { value = { lognormal = { mean = 40000, cv = 1 } }, margin = 0.7 }
[people.rep]
count = 4
cost = "187500 per year"
skill = { sd = 0.3, noise = 0.1 }
admin = 0.3
turnover = { per_year = "50 % per year", replace = { exponential = "3 weeks" } }
[segments.all]
committee = { members = { least = 1, most = 4, mean = 2 }, window = "60 wd", rival = 0.3 }
[channels.web]
arrivals = "14 per week"
ready = 0.7
fit = { beta = { alpha = 2.2, beta = 2.2 } }
[buyers]
[stages.talk]
kind = "qualify"
role = "rep"
buyer = { exponential = "2 wd" }
[stages.teach]
kind = "educate"
role = "rep"
buyer = { exponential = "2 wd" }
[stages.vote]
kind = "decide"
role = "rep"
buyer = { exponential = "5 wd" }
"#;

pub(super) fn parse(text: &str) -> Scenario {
    Scenario::parse(text.as_bytes(), "test.toml", &|_| None)
        .unwrap_or_else(|e| panic!("{e}\n{text}"))
}

/// The bits of the values of all measures whose key `wanted` accepts.
pub(super) fn bits(
    design: &Design<'_>,
    outcome: &Outcome,
    wanted: impl Fn(&str) -> bool,
) -> Vec<(String, u64)> {
    let measures = design.catalogue.measures();
    let all = measures.iter().zip(&outcome.values);
    let chosen = all.filter(|(measure, _)| wanted(&measure.key));
    chosen.map(|(measure, value)| (measure.key.clone(), value.to_bits())).collect()
}

/// Whether a measure speaks of sales, not of what people are paid.
pub(super) fn of_sales(key: &str) -> bool {
    let of_pay = ["pay", "cost", "contribution", "return_on", "quota", "attainment", "windfalls"];
    let others = ["double_credit", "clawed", "duty", "effort", "late_bookings"];
    !of_pay.iter().chain(&others).any(|word| key.contains(word))
}

/// The mean of a measure over so many replications of a policy.
pub(super) fn mean(scenario: &Scenario, policy: usize, key: &str, replications: u32) -> f64 {
    let design = Design::new(crate::ready(scenario));
    let of = |replication| {
        let (outcome, ()) = design.observe(policy, replication, ()).expect("a run that ends");
        outcome.value(design.catalogue.measures(), key)
    };
    (0..replications).map(of).sum::<f64>() / f64::from(replications)
}

/// Every pay slip and credit of a run.
#[derive(Default)]
pub(super) struct Slips {
    pub slips: Vec<Slip>,
    pub credits: Vec<Credited>,
}

/// A pay slip, kept: whose it is, from when it pays, and (rule, amount).
pub(super) struct Slip {
    pub seat: usize,
    pub hire: u32,
    pub from: f64,
    /// The part of the whole period that it pays for, and the quota of that part.
    pub employed: f64,
    pub quota: f64,
    pub credit: f64,
    pub lines: Vec<(String, f64)>,
    /// What is owed to the company after it.
    pub balance: f64,
}

impl Slip {
    /// The sum of its lines but for fixed pay.
    pub(super) fn variable(&self) -> f64 {
        self.lines.iter().filter(|(rule, _)| rule != "Salary").map(|(_, amount)| amount).sum()
    }

    /// The amount under this rule; 0 without such a line.
    pub(super) fn amount(&self, rule: &str) -> f64 {
        self.lines.iter().filter(|(other, _)| other == rule).map(|(_, amount)| amount).sum()
    }
}

impl Observer for Slips {
    fn credited(&mut self, fact: &Credited) {
        self.credits.push(*fact);
    }

    fn paid(&mut self, fact: &Paid<'_>) {
        let line = |line: &posse::sales::pay::PayLine| (format!("{:?}", line.rule), line.amount);
        self.slips.push(Slip {
            seat: fact.seat,
            hire: fact.hire,
            from: fact.from,
            employed: fact.employed,
            quota: fact.quota,
            credit: fact.credit,
            lines: fact.lines.iter().map(line).collect(),
            balance: fact.balance,
        });
    }
}
