//! The funnel as an absorbing Markov chain.

use super::linear::solve;
use crate::sales::stage::{Exit, Target};

/// What a visit does: where the lead goes (the advance first) and the hours it takes.
pub(super) struct Visit {
    pub(super) routes: Vec<(Target, f64)>,
    /// Standard hours, with those of branches.
    pub(super) hours: f64,
    /// Standard hours at the stage itself.
    pub(super) own_hours: f64,
    /// Hours with the buyer, of parallel branches the longest.
    pub(super) wait_hours: f64,
}

impl Visit {
    /// The chance that this visit, of a branch, is not followed by another of the same branch.
    pub(super) fn last_chance(&self, branch: usize) -> f64 {
        let repeats =
            |(i, route): &(usize, &(Target, f64))| *i > 0 && route.0 == Target::Stage(branch);
        self.routes
            .iter()
            .enumerate()
            .filter(|route| !repeats(route))
            .map(|(_, route)| route.1)
            .sum()
    }
}

/// The moves between stages as a matrix by rows, and what a visit at each stage yields.
pub(super) struct Chain<'a> {
    /// The stages in order of their names: sums are formed in it, so that the order in which a
    /// scenario lists the stages changes no bit.
    order: &'a [usize],
    moves: Vec<Vec<f64>>,
    pub(super) win: Vec<f64>,
    pub(super) hours: Vec<f64>,
    leaves: Vec<bool>,
}

impl<'a> Chain<'a> {
    pub(super) fn new(visits: &[Visit], parents: &[Option<usize>], order: &'a [usize]) -> Self {
        let count = visits.len();
        let mut chain = Self {
            order,
            moves: vec![vec![0.0; count]; count],
            win: vec![0.0; count],
            hours: vec![0.0; count],
            leaves: vec![false; count],
        };
        for (stage, visit) in visits.iter().enumerate() {
            if let Some(parent) = parents[stage].filter(|_| visit.last_chance(stage) > 0.0) {
                chain.moves[stage][parent] = 1.0;
                continue;
            }
            chain.hours[stage] = visit.hours;
            for &(target, chance) in &visit.routes {
                match target {
                    Target::Stage(next) => chain.moves[stage][next] += chance,
                    Target::Exit(exit) => {
                        chain.leaves[stage] |= chance > 0.0;
                        chain.win[stage] += if exit == Exit::WON { chance } else { 0.0 };
                    }
                }
            }
        }
        chain
    }

    /// The stages from which no exit can be reached, if any.
    pub(super) fn without_exit(&self) -> Option<Vec<usize>> {
        let mut leaves = self.leaves.clone();
        for _ in 0..leaves.len() {
            for (stage, row) in self.moves.iter().enumerate() {
                let leads_out =
                    row.iter().zip(&leaves).any(|(chance, leaves)| *chance > 0.0 && *leaves);
                leaves[stage] |= leads_out;
            }
        }
        let stuck: Vec<usize> = (0..leaves.len()).filter(|stage| !leaves[*stage]).collect();
        (!stuck.is_empty()).then_some(stuck)
    }

    /// The expected sum of `yields` from a visit on, by stage: `(I − Q) x = yields`.
    pub(super) fn expected(&self, yields: &[f64]) -> Vec<f64> {
        let entry = |row: usize, column: usize| unit(row, column) - self.moves[row][column];
        self.solve(entry, |row| yields[row])
    }

    /// The expected sum of `yields` from a visit on, of leads that are won; 0 where none is. `win` is
    /// the chance of that by stage.
    pub(super) fn given_a_win(&self, win: &[f64], yields: impl Fn(usize) -> f64) -> Vec<f64> {
        let of_winners: Vec<f64> = (0..win.len()).map(|stage| yields(stage) * win[stage]).collect();
        let sums = self.expected(&of_winners);
        sums.iter().zip(win).map(|(sum, win)| if *win > 0.0 { sum / win } else { 0.0 }).collect()
    }

    /// Expected visits of a lead that enters at `entry`, by stage: `(I − Q)ᵀ x = e`.
    pub(super) fn visits_from(&self, entry: usize) -> Vec<f64> {
        let cell = |row: usize, column: usize| unit(row, column) - self.moves[column][row];
        self.solve(cell, |row| unit(row, entry))
    }

    fn solve(&self, cell: impl Fn(usize, usize) -> f64, right: impl Fn(usize) -> f64) -> Vec<f64> {
        let row = |row: &usize| self.order.iter().map(|column| cell(*row, *column)).collect();
        let rows = self.order.iter().map(row).collect();
        let found = solve(rows, self.order.iter().map(|row| right(*row)).collect());
        let mut by_stage = vec![0.0; found.len()];
        for (stage, value) in self.order.iter().zip(found) {
            by_stage[*stage] = value;
        }
        by_stage
    }
}

fn unit(row: usize, column: usize) -> f64 {
    f64::from(u8::from(row == column))
}
