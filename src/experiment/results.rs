//! What the replications came to, in order: the raw material of every estimate.

use super::replicate::Design;
use crate::sales::buyer::tally::BuyerBooks;
use crate::sales::pay::tally::PayBooks;
use crate::sales::{Audit, Controls, Measure, Outcome, Quarters, Role, Stock, WeekRecord};
use crate::stats::{
    Adjusted, Comparison, Direction, Estimate, Incidence, Interval, Mean, Support, Tally,
    linearised, without_luck,
};

/// The values of every measure in every replication, and the sums that charts need.
#[derive(Clone, Debug)]
pub struct Results {
    /// The measures.
    pub measures: Vec<Measure>,
    /// One for each policy, in the order of the scenario.
    pub policies: Vec<PolicyResults>,
    /// Policies that ran beside them, once these are told apart.
    pub cells: Vec<PolicyResults>,
    /// Replications finished.
    pub replications: u32,
    /// Of these, how many were kept from before and not run again.
    pub reused: u32,
    /// Events handled.
    pub events: u64,
    /// Sum over replications of the length of the window, in weeks.
    pub weeks_sum: f64,
}

/// One policy's part.
#[derive(Clone, Debug)]
pub struct PolicyResults {
    /// Its name.
    pub name: String,
    /// How people read it.
    pub label: String,
    /// Its roles: (index among role names, role).
    pub roles: Vec<(usize, Role)>,
    /// By measure, by replication; NaN = undefined.
    pub values: Vec<Vec<f64>>,
    /// By control, by replication: what chance decided, less what was to be expected.
    pub controls: [Vec<f64>; Controls::COUNT],
    /// By week of the window, by replication: cumulative contribution.
    pub contribution: Vec<Vec<f64>>,
    /// By stock, by replication: its means over the first and the last quarter of the window; none
    /// where the window is too short to tell.
    pub quarters: Vec<Vec<Quarters>>,
    /// By replication: what must not get lost, counted twice.
    pub audits: Vec<Audit>,
    /// Replications that were to go on until they are empty, and were cut off with leads in progress.
    pub stranded: u32,
    /// By week: sums over replications of what [`WeekRecord`] counts.
    pub weeks: Vec<WeekSums>,
    /// By replication: leads in each stage at each instant asked for; none if none is.
    pub snapshots: Vec<Vec<Vec<u32>>>,
    /// By stage: sums over replications of (queue, touch, buyer hours; visits).
    pub stage_hours: Vec<[f64; 4]>,
    /// Lead times pooled over replications.
    pub lead_times: Incidence,
    /// What buyers came to, summed over replications; where the system has buyers.
    pub buyers: Option<BuyerBooks>,
    /// What pay came to, summed over replications; where the system has plans.
    pub pay: Option<PayBooks>,
}

/// Sums over replications of the counts at the end of a week.
#[derive(Clone, Debug, Default)]
pub struct WeekSums {
    /// Replications that had this week.
    pub replications: u32,
    /// Arrivals, wins and other ends since the window began.
    pub arrived: u64,
    /// Wins.
    pub won: u64,
    /// Other ends.
    pub lost: u64,
    /// Leads in each stage.
    pub in_stage: Vec<u64>,
}

impl Results {
    pub(super) fn new(design: &Design<'_>) -> Self {
        let measures = design.catalogue.measures().to_vec();
        let policies = design.scenario.policies.iter().zip(&design.setups);
        let policies = policies.map(|(policy, setup)| PolicyResults {
            name: policy.name.clone(),
            label: policy.label.clone(),
            roles: setup.roles().cloned().collect(),
            values: vec![Vec::new(); measures.len()],
            controls: Default::default(),
            contribution: Vec::new(),
            weeks: Vec::new(),
            quarters: vec![Vec::new(); Stock::ALL.len()],
            audits: Vec::new(),
            stranded: 0,
            snapshots: Vec::new(),
            stage_hours: vec![[0.0; 4]; design.scenario.system.stages.len()],
            lead_times: Incidence::new(crate::sales::LEAD_TIME_CAUSES),
            buyers: None,
            pay: None,
        });
        Self {
            policies: policies.collect(),
            cells: Vec::new(),
            measures,
            replications: 0,
            reused: 0,
            events: 0,
            weeks_sum: 0.0,
        }
    }

    /// What a policy's replications say of a measure: the mean, or of a ratio the ratio of sums;
    /// `None` where no replication defines it.
    pub(super) fn estimate(
        &self,
        policy: usize,
        measure: usize,
        interval: Interval,
    ) -> Option<Estimate> {
        let values = &self.policies[policy].values;
        let estimate = match self.measures[measure].sides(&self.measures) {
            Some((above, below)) => Estimate::of_ratio(&values[above], &values[below], interval),
            None => Estimate::by(&values[measure], interval),
        };
        let is_known = estimate.count > 0 && !estimate.mean.is_nan();
        is_known.then_some(estimate)
    }

    /// The mean of a policy's defined values, or of a ratio the ratio of the means; NaN if there is
    /// none.
    pub(super) fn mean(&self, policy: usize, measure: usize) -> f64 {
        let mean = |measure: usize| {
            let values = self.policies[policy].values[measure].iter().copied();
            values.filter(|value| !value.is_nan()).collect::<Tally>().mean()
        };
        match self.measures[measure].sides(&self.measures) {
            Some((above, below)) => mean(above) / mean(below),
            None => mean(measure),
        }
    }

    /// Whether the replications of one policy can carry an interval of a measure.
    pub(super) fn support(&self, policy: usize, measure: usize) -> Support {
        let values = &self.policies[policy].values;
        let sides = self.measures[measure].sides(&self.measures);
        let ratios = sides.map(|(above, below)| linearised(&values[above], &values[below]));
        let values = ratios.as_ref().unwrap_or(&values[measure]);
        Comparison::paired(&vec![0.0; values.len()], values, Direction::HigherIsBetter).support
    }

    /// The controls of a policy that go with a measure.
    fn controls<'p>(&self, of: &'p PolicyResults, measure: usize) -> Vec<&'p [f64]> {
        let beside = Controls::beside(&self.measures[measure], &self.measures);
        of.controls[beside].iter().map(Vec::as_slice).collect()
    }

    /// Values by replication whose mean is that of a policy in a measure, or of a ratio the ratio of sums,
    /// without the luck of controls where that tells more.
    pub(super) fn without_luck(&self, of: &PolicyResults, measure: usize) -> Vec<f64> {
        let controls = self.controls(of, measure);
        match self.measures[measure].sides(&self.measures) {
            Some((above, below)) => {
                without_luck(&linearised(&of.values[above], &of.values[below]), &controls)
            }
            None => without_luck(&of.values[measure], &controls),
        }
    }

    /// A policy's mean in a measure without the luck of controls; `None` where the plain one does as well.
    pub(super) fn adjusted(
        &self,
        policy: usize,
        measure: usize,
        interval: Interval,
    ) -> Option<Mean> {
        let of = &self.policies[policy];
        let sides = self.measures[measure].sides(&self.measures);
        let ratios = sides.map(|(above, below)| linearised(&of.values[above], &of.values[below]));
        let values = ratios.as_ref().unwrap_or(&of.values[measure]);
        Some(Adjusted::of(values, &self.controls(of, measure))?.told(interval))
    }

    /// Policy `b` compared with policy `a` in a measure, pair by pair of replications, without the luck of
    /// their controls where that tells more.
    pub(super) fn compared(
        &self,
        (a, b, measure): (usize, usize, usize),
        direction: Direction,
        interval: Interval,
    ) -> Comparison {
        let [of_a, of_b] = [a, b].map(|policy| &self.policies[policy].values);
        let controls = [a, b].map(|policy| self.controls(&self.policies[policy], measure)).concat();
        let Some((above, below)) = self.measures[measure].sides(&self.measures) else {
            let sides = (&of_a[measure][..], &of_b[measure][..]);
            return Comparison::paired_beside(&controls, sides, direction, interval);
        };
        let [of_a, of_b] = [of_a, of_b].map(|of| (&of[above][..], &of[below][..]));
        Comparison::of_ratios_beside(&controls, (of_a, of_b), direction, interval)
    }

    /// Takes in the replications that come next, and their lead times by policy.
    pub(super) fn add(&mut self, runs: &[Vec<Outcome>], lead_times: &[Incidence]) {
        for outcomes in runs {
            self.replications += 1;
            self.weeks_sum += outcomes.first().map_or(0.0, |o| o.weeks);
            for (policy, outcome) in self.policies.iter_mut().zip(outcomes) {
                self.events += outcome.events;
                policy.add(outcome);
            }
        }
        for (policy, times) in self.policies.iter_mut().zip(lead_times) {
            policy.lead_times.merge(times);
        }
    }

    /// The index of a measure.
    pub fn measure(&self, key: &str) -> Option<usize> {
        self.measures.iter().position(|m| m.key == key)
    }

    /// The values of a measure under a policy, by replication.
    ///
    /// # Panics
    ///
    /// If there is no such measure.
    pub fn values(&self, policy: usize, key: &str) -> &[f64] {
        let measure = self.measure(key).unwrap_or_else(|| panic!("no measure `{key}`"));
        &self.policies[policy].values[measure]
    }
}

impl PolicyResults {
    fn add(&mut self, outcome: &Outcome) {
        for (values, value) in self.values.iter_mut().zip(&outcome.values) {
            values.push(*value);
        }
        for (values, value) in self.controls.iter_mut().zip(outcome.controls.numbers()) {
            values.push(value);
        }
        for (sums, hours) in self.stage_hours.iter_mut().zip(&outcome.stage_hours) {
            for (sum, value) in sums.iter_mut().zip(hours) {
                *sum += value;
            }
        }
        for (week, record) in outcome.by_week.iter().enumerate() {
            self.add_week(week, record);
        }
        match (&mut self.buyers, &outcome.buyers) {
            (Some(sum), Some(books)) => sum.add(books),
            (sum, books) => sum.clone_from(books),
        }
        match (&mut self.pay, &outcome.pay) {
            (Some(sum), Some(books)) => sum.add(books),
            (sum, books) => sum.clone_from(books),
        }
        if !outcome.snapshots.is_empty() {
            self.snapshots.push(outcome.snapshots.clone());
        }
        self.audits.push(outcome.audit);
        self.stranded += u32::from(outcome.stranded > 0);
        for (values, quarters) in self.quarters.iter_mut().zip(&outcome.quarters) {
            values.push(*quarters);
        }
    }

    fn add_week(&mut self, week: usize, record: &WeekRecord) {
        if self.weeks.len() <= week {
            self.weeks.resize(week + 1, WeekSums::default());
            self.contribution.resize(week + 1, Vec::new());
        }
        self.contribution[week].push(record.contribution);
        let sums = &mut self.weeks[week];
        sums.replications += 1;
        sums.arrived += u64::from(record.arrived);
        sums.won += u64::from(record.won);
        sums.lost += u64::from(record.lost);
        sums.in_stage.resize(record.in_stage.len(), 0);
        for (sum, count) in sums.in_stage.iter_mut().zip(&record.in_stage) {
            *sum += u64::from(*count);
        }
    }
}
