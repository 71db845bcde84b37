//! A worker: takes a piece, finds what is kept of it, runs the rest and delivers it.

use std::cell::OnceCell;
use std::sync::{Mutex, PoisonError};

use super::analysis::{Analysis, Reached, Watch};
use super::board::Piece;
use super::round::{Round, Task};
use super::{Rounds, open};
use crate::experiment::block::{Block, Keep};
use crate::experiment::replicate::{Design, Workspace};
use crate::experiment::study::Point;

/// What a worker has at hand for one point: made when there is something to run.
struct Hands<'d, 'a> {
    workspace: Option<Workspace<'d>>,
    own: &'d OnceCell<Design<'a>>,
    /// The beat that it saw last.
    beat: u64,
}

impl<'a, A: Analysis, K: Keep + Send, S: Fn(&Reached, &A) + Sync, W: Watch> Rounds<'a, A, K, S, W> {
    /// Works until everything is given out, or the study is to end.
    pub(super) fn work(&self, round: &Mutex<Round>) {
        let _alarm = Alarm(|| self.stop());
        let mut beat = 0;
        let mut next = self.next(round, None);
        while let Some(first) = next {
            // Pieces of one point in a row are run with one workspace.
            let own = OnceCell::new();
            let mut hands = Hands { workspace: None, own: &own, beat };
            let mut task = Some(first);
            while let Some(piece) = task {
                self.perform(&piece, &mut hands);
                task = self.next(round, Some(first.point));
            }
            beat = hands.beat;
            next = self.next(round, None);
        }
    }

    /// The next piece, if there is one and it is of the point asked for.
    fn next(&self, round: &Mutex<Round>, of: Option<usize>) -> Option<Task> {
        let mut board = open(&self.board);
        loop {
            let mut round = open(round);
            let point = round.point().filter(|_| !board.is_stopped())?;
            if of.is_some_and(|of| of != point) {
                return None;
            }
            if round.is_near(board.taken(point)) {
                return round.give();
            }
            drop(round);
            board = self.moved.wait(board).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn stop(&self) {
        open(&self.board).stop();
        self.moved.notify_all();
    }

    /// Finds or makes the runs of a piece and delivers them: all at the end, and whenever the watch
    /// has another beat.
    fn perform<'d>(&'d self, task: &Task, hands: &mut Hands<'d, 'a>) {
        let point = &self.study.points[task.point];
        let (mut head, mut piece) = self.found(task, point);
        let (mut failure, mut shows) = (None, false);
        while piece.runs.end() < task.end {
            if self.watch.stops() {
                self.stop();
                break;
            }
            let replication = point.first + piece.runs.end();
            let workspace = hands.workspace(self, task.point);
            if let Err(found) = workspace.record(replication, &mut piece.runs) {
                failure = Some(found);
                break;
            }
            let beat = self.watch.beat();
            shows = beat != hands.beat;
            hands.beat = beat;
            if shows && piece.runs.end() < task.end {
                let rest = Piece::new(piece.runs.end());
                let done = std::mem::replace(&mut piece, rest);
                self.deliver(task, (head.take(), done), true);
            }
        }
        self.deliver(task, (head, piece), shows);
        if let Some(failure) = failure {
            open(&self.board).fail(task, failure);
            self.moved.notify_all();
        }
    }

    /// What is kept of a piece: the part of the block before it, and its own first runs.
    fn found(&self, task: &Task, point: &Point<'_>) -> (Option<Block>, Piece) {
        let nothing = || (None, Piece::new(task.first));
        if !task.looks {
            return nothing();
        }
        let found = open(&self.kept[task.point]).find(task.first / Block::RUNS);
        let Some(mut found) = found.filter(|found| found.end() >= task.first) else {
            return nothing();
        };
        if self.study.record.is_whole() {
            // Lead times are those of the block, which can only be taken as a whole.
            return match (found.first == task.first, found.end()) {
                (true, end) if end <= point.most => (None, Piece::kept(found)),
                (false, end) if end == task.first => (Some(found), Piece::new(task.first)),
                _ => nothing(),
            };
        }
        found.outcomes.truncate((task.end - found.first) as usize);
        let own = found.outcomes.split_off((task.first - found.first) as usize);
        let own = Block { first: task.first, outcomes: own, lead_times: Vec::new() };
        (Some(found).filter(|head| !head.outcomes.is_empty()), Piece::kept(own))
    }

    fn deliver(&self, task: &Task, done: (Option<Block>, Piece), shows: bool) {
        let mut board = open(&self.board);
        let to_keep = board.deliver(task, done, shows);
        let (reached, analysis) = board.seen();
        (self.seen)(reached, analysis);
        drop(board);
        self.moved.notify_all();
        if let Some(block) = to_keep {
            open(&self.kept[task.point]).keep(&block);
        }
    }
}

impl<'d, 'a: 'd> Hands<'d, 'a> {
    /// The memory in which the runs of the point are made.
    fn workspace<A, K, S, W>(
        &mut self,
        rounds: &'d Rounds<'a, A, K, S, W>,
        number: usize,
    ) -> &mut Workspace<'d> {
        self.workspace.get_or_insert_with(|| {
            let point = &rounds.study.points[number];
            // Points of one scenario differ in the policies that they run.
            let is_pattern = std::ptr::eq(point.scenario.scenario(), rounds.pattern.scenario);
            let design = if is_pattern {
                &rounds.pattern
            } else {
                self.own.get_or_init(|| Design::like(point.scenario, Some(&rounds.pattern)))
            };
            Workspace::new(design, &point.rows, &rounds.study.record)
        })
    }
}

impl Piece {
    /// Nothing yet, from this run on.
    fn new(first: u32) -> Self {
        Self { runs: Block { first, ..Block::default() }, reused: 0 }
    }

    /// Runs that were kept.
    fn kept(runs: Block) -> Self {
        let reused = runs.end() - runs.first;
        Self { runs, reused }
    }
}

/// Calls when the thread panics, so that nobody waits for it.
struct Alarm<F: Fn()>(F);

impl<F: Fn()> Drop for Alarm<F> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            (self.0)();
        }
    }
}
