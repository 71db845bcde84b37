//! From runs to findings.

use super::design::values;
use super::summary::{
    Bar, Findings, InputSummary, Reading, Screened, SensitivitySummary, Shared, Turn, ValueSummary,
    Worthwhile,
};
use super::{Method, Plan, Question, Ran, Subject};
use crate::experiment::summing::{direction, zone};
use crate::experiment::sweep::{Crossing, crossings};
use crate::sales::calendar::HOURS_PER_WEEK;
use crate::sales::{Direction, Extent};
use crate::scenario::{Axis, Level, Scenario};
use crate::stats::{
    ElementaryEffects, Estimate, Information, PairedTally, SobolIndices, SobolRow, Tally, Verdict,
    elementary_effects,
};

/// What is known before anything is summed.
struct Known<'a> {
    scenario: &'a Scenario,
    axes: &'a [Axis],
    plan: &'a Plan,
    question: &'a Question,
    ran: &'a Ran,
}

/// The findings of a sensitivity analysis of `scenario`; `warnings` are passed on.
///
/// # Panics
///
/// If the runs are not those of the plan.
pub fn summarise(
    scenario: &Scenario,
    (axes, plan): (&[Axis], &Plan),
    question: &Question,
    ran: &Ran,
    warnings: Vec<String>,
) -> SensitivitySummary {
    assert!(ran.values.len() == plan.cells.len(), "runs for each cell");
    let known = Known { scenario, axes, plan, question, ran };
    let findings = match plan.method {
        Method::Tornado => known.tornado(),
        Method::Morris(_) => known.morris(),
        Method::Sobol(_) => known.sobol(),
        Method::Value(_) => known.value(),
    };
    let horizon = scenario.horizon;
    let weeks = match (horizon.warm_up, horizon.until) {
        (Extent::Hours(from), Extent::Hours(to)) => Some((to - from) / HOURS_PER_WEEK),
        _ => None,
    };
    SensitivitySummary {
        scenario: scenario.name.clone(),
        hash: scenario.hash(),
        world: scenario.world_hash(),
        currency: scenario.currency.clone(),
        seed: scenario.seed,
        method: plan.method,
        question: question.clone(),
        policies: scenario.policies.iter().map(|p| (p.name.clone(), p.label.clone())).collect(),
        inputs: inputs(scenario, axes),
        points: plan.cells.len(),
        runs: plan.runs,
        weeks,
        findings,
        left_out: Vec::new(),
        events: ran.events,
        scaling: None,
        warnings,
    }
}

fn inputs(scenario: &Scenario, axes: &[Axis]) -> Vec<InputSummary> {
    let is_alone = |axis: &Axis| axes.iter().filter(|other| other.label == axis.label).count() == 1;
    let input = |axis: &Axis| InputSummary {
        keys: axis.keys.clone(),
        label: if is_alone(axis) { axis.label.clone() } else { axis.keys.join(", ") },
        unit: axis.unit.clone(),
        levels: values(axis),
        base: axis.base.clone(),
        is_sourced: scenario.is_sourced(&axis.keys),
    };
    axes.iter().map(input).collect()
}

impl Known<'_> {
    /// What is looked at in a cell, by run.
    fn output(&self, cell: usize) -> Vec<f64> {
        let values = &self.ran.values[cell];
        match self.question.subject {
            Subject::Policy(_) | Subject::Choice => values[0].clone(),
            Subject::Difference { .. } => {
                values[1].iter().zip(&values[0]).map(|(b, a)| b - a).collect()
            }
        }
    }

    fn tornado(&self) -> Findings {
        let row = &self.plan.rows[0];
        let base = self.reading(row.cells[0], None);
        let mut next = 1;
        let mut bars = Vec::new();
        for (input, axis) in self.axes.iter().enumerate() {
            let levels = values(axis);
            let cells = &row.cells[next..next + levels.len()];
            next += levels.len();
            bars.push(self.bar((input, axis), (&base, row.cells[0]), &levels, cells));
        }
        let size = |bar: &Bar| if bar.swing.is_nan() { -1.0 } else { bar.swing.abs() };
        bars.sort_by(|a, b| size(b).total_cmp(&size(a)));
        Findings::Tornado { base, bars }
    }

    fn reading(&self, cell: usize, level: Option<Level>) -> Reading {
        let measure = &self.question.measure;
        let estimate = Estimate::of(&self.output(cell));
        let (mut own_zone, mut verdict) = (0.0, None);
        if let Subject::Difference { .. } = self.question.subject {
            let values = &self.ran.values[cell];
            let mut tally = PairedTally::new(direction(measure));
            for (a, b) in values[0].iter().zip(&values[1]) {
                tally.add(*a, *b);
            }
            let mean: Tally = values[0].iter().copied().filter(|value| !value.is_nan()).collect();
            let found = zone(self.scenario, &measure.key, mean.mean());
            own_zone = if found.is_nan() { 0.0 } else { found };
            verdict = measure.better.map(|_| tally.verdict(own_zone));
        }
        Reading {
            level,
            mean: estimate.mean,
            standard_error: estimate.standard_error,
            interval: estimate.interval,
            zone: own_zone,
            verdict,
        }
    }

    fn bar(
        &self,
        (input, axis): (usize, &Axis),
        (base, base_cell): (&Reading, usize),
        levels: &[Level],
        cells: &[usize],
    ) -> Bar {
        let both = cells.iter().zip(levels);
        let readings: Vec<Reading> =
            both.map(|(cell, level)| self.reading(*cell, Some(level.clone()))).collect();
        let ends = ends(axis, &readings);
        let outputs: Vec<Vec<f64>> = cells.iter().map(|cell| self.output(*cell)).collect();
        let changes = outputs[ends.1].iter().zip(&outputs[ends.0]);
        let swing = Estimate::of(&changes.map(|(to, from)| to - from).collect::<Vec<f64>>());
        let values = |cell: &usize| &self.ran.values[*cell];
        Bar {
            input,
            swing: swing.mean,
            swing_interval: swing.interval,
            is_idle: cells.iter().all(|cell| is_same(values(cell), values(&base_cell))),
            turn: turn(base, &readings),
            break_even: self.break_even(axis, base, &readings),
            readings,
            ends,
        }
    }

    /// Where the difference crosses 0 on a range of numbers.
    fn break_even(&self, axis: &Axis, base: &Reading, readings: &[Reading]) -> Vec<Crossing> {
        if !axis.is_numeric() || base.verdict.is_none() {
            return Vec::new();
        }
        let number = |reading: &Reading| reading.level.as_ref().map_or(f64::NAN, |l| l.number);
        let mut all: Vec<(f64, &Reading)> = readings.iter().map(|r| (number(r), r)).collect();
        let own = axis.base.as_ref().map_or(f64::NAN, |level| level.number);
        let is_new = all.iter().all(|(x, _)| (x - own).abs() > 0.0);
        let (first, last) = (all[0].0, all[all.len() - 1].0);
        if is_new && own > first && own < last {
            all.push((own, base));
        }
        all.sort_by(|a, b| a.0.total_cmp(&b.0));
        let way = direction(&self.question.measure);
        let turned = |(low, high): (f64, f64)| {
            let (low, high) = (way.improvement(low), way.improvement(high));
            (low.min(high), low.max(high))
        };
        let xs: Vec<f64> = all.iter().map(|(x, _)| *x).collect();
        let means: Vec<f64> = all.iter().map(|(_, r)| way.improvement(r.mean)).collect();
        let intervals: Vec<(f64, f64)> = all.iter().map(|(_, r)| turned(r.interval)).collect();
        crossings(&xs, &means, &intervals)
    }

    fn morris(&self) -> Findings {
        let mut effects: Vec<Vec<Vec<f64>>> = vec![Vec::new(); self.axes.len()];
        for row in &self.plan.rows {
            let outputs: Vec<Vec<f64>> = row.cells.iter().map(|cell| self.output(*cell)).collect();
            for (of, found) in effects.iter_mut().zip(elementary_effects(&row.places, &outputs)) {
                of.push(found);
            }
        }
        let is_known = |of: &[Vec<f64>]| of.iter().flatten().any(|effect| !effect.is_nan());
        let is_zero = |effect: &f64| effect.is_nan() || effect.to_bits() << 1 == 0;
        let mut screened: Vec<Screened> = effects
            .iter()
            .enumerate()
            .map(|(input, of)| Screened {
                input,
                effects: ElementaryEffects::of(of),
                is_idle: is_known(of) && of.iter().flatten().all(is_zero),
            })
            .collect();
        let size = |of: &Screened| if of.effects.count == 0 { -1.0 } else { of.effects.mu_star };
        screened.sort_by(|a, b| size(b).total_cmp(&size(a)));
        Findings::Morris(screened)
    }

    fn sobol(&self) -> Findings {
        let mut is_idle = vec![true; self.axes.len()];
        let mut rows = Vec::new();
        for row in &self.plan.rows {
            let outputs: Vec<Vec<f64>> = row.cells.iter().map(|cell| self.output(*cell)).collect();
            let values = |point: usize| &self.ran.values[row.cells[point]];
            for (input, is_idle) in is_idle.iter_mut().enumerate() {
                *is_idle &= is_same(values(2 + input), values(0));
            }
            let [a, b, mixed @ ..] = outputs.as_slice() else { panic!("two points and more") };
            rows.push(SobolRow { a: a.clone(), b: b.clone(), mixed: mixed.to_vec() });
        }
        let found = SobolIndices::of(&rows);
        let mut inputs: Vec<Shared> = found
            .inputs
            .iter()
            .zip(is_idle)
            .enumerate()
            .map(|(input, (index, is_idle))| Shared { input, index: *index, is_idle })
            .collect();
        let size = |of: &Shared| {
            let total = of.index.total.value;
            if total.is_nan() { f64::NEG_INFINITY } else { total }
        };
        inputs.sort_by(|a, b| size(b).total_cmp(&size(a)));
        let SobolIndices { rows, undefined, mean, variance, .. } = found;
        Findings::Sobol { rows, undefined, mean, variance, inputs }
    }

    fn value(&self) -> Findings {
        let is_less = self.question.measure.better == Some(Direction::Lower);
        let sign = if is_less { -1.0 } else { 1.0 };
        let (mut points, mut worths) = (Vec::new(), vec![Vec::new(); self.scenario.policies.len()]);
        for row in &self.plan.rows {
            let values = &self.ran.values[row.cells[0]];
            let defined = |of: &&Vec<f64>| of.iter().all(|value| !value.is_nan());
            if !values.iter().all(|of| defined(&of)) {
                continue;
            }
            points.push(row.places[0].clone());
            for (worths, of) in worths.iter_mut().zip(values) {
                worths.push(sign * of.iter().copied().collect::<Tally>().mean());
            }
        }
        let undefined = self.plan.rows.len() - points.len();
        if points.len() < Information::LEAST_POINTS {
            return Findings::Value(ValueSummary {
                points: points.len(),
                undefined,
                means: vec![f64::NAN; worths.len()],
                best: 0,
                all: None,
                explained: f64::NAN,
                inputs: Vec::new(),
            });
        }
        let found = Information::of(&points, &worths);
        let mut inputs: Vec<Worthwhile> = found
            .each
            .iter()
            .enumerate()
            .map(|(input, worth)| Worthwhile { input, worth: *worth })
            .collect();
        inputs.sort_by(|a, b| b.worth.value.total_cmp(&a.worth.value));
        Findings::Value(ValueSummary {
            points: points.len(),
            undefined,
            means: found.means.iter().map(|mean| sign * mean).collect(),
            best: found.best,
            all: found.all,
            explained: found.explained,
            inputs,
        })
    }
}

/// Of a range its ends, of a list the least and the greatest.
fn ends(axis: &Axis, readings: &[Reading]) -> (usize, usize) {
    if axis.is_numeric() {
        return (0, readings.len() - 1);
    }
    let pick = |is_beyond: &dyn Fn(f64, f64) -> bool| {
        (1..readings.len()).fold(0, |best, k| {
            if is_beyond(readings[k].mean, readings[best].mean) { k } else { best }
        })
    };
    (pick(&|own, best| own < best), pick(&|own, best| own > best))
}

/// Whether runs agree to the last bit, and there are any.
fn is_same(one: &[Vec<f64>], other: &[Vec<f64>]) -> bool {
    let bits = |of: &[Vec<f64>]| -> Vec<u64> { of.iter().flatten().map(|v| v.to_bits()).collect() };
    one.iter().flatten().any(|value| !value.is_nan()) && bits(one) == bits(other)
}

fn turn(base: &Reading, readings: &[Reading]) -> Turn {
    let places = |is_it: &dyn Fn(Verdict) -> bool| -> Vec<usize> {
        let found = readings.iter().enumerate();
        found.filter(|(_, r)| r.verdict.is_some_and(is_it)).map(|(k, _)| k).collect()
    };
    let winner = |verdict: Verdict| match verdict {
        Verdict::Better => Some(true),
        Verdict::Worse => Some(false),
        Verdict::Tie | Verdict::Undecided | Verdict::Withheld => None,
    };
    let own = base.verdict.and_then(winner);
    let other = places(&|verdict| own.is_some() && winner(verdict).is_some_and(|w| Some(w) != own));
    if !other.is_empty() {
        return Turn::Turns(other);
    }
    let changed = places(&|verdict| winner(verdict) != own);
    if changed.is_empty() { Turn::Stands } else { Turn::Changes(changed) }
}
