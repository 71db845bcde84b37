//! A sweep that goes on from what is kept has the bits of one made at once.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use posse::experiment::sweep;
use posse::experiment::{Block, Keep};

use super::{Grid, ORDER, bits, on_threads};

/// Blocks of one cell in memory.
#[derive(Clone, Default)]
struct Memory(Arc<Mutex<BTreeMap<u32, Block>>>);

impl Keep for Memory {
    fn has(&self, number: u32) -> bool {
        self.0.lock().unwrap().contains_key(&number)
    }

    fn find(&mut self, number: u32) -> Option<Block> {
        self.0.lock().unwrap().get(&number).cloned()
    }

    fn keep(&mut self, block: &Block) {
        self.0.lock().unwrap().insert(block.number(), block.clone());
    }
}

/// Numbers to choose by; any will do.
fn next(state: &mut u64) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) as usize
}

fn grid() -> Grid {
    let vary = ["people.rep.count=2..4", "stages.sell.advance=0.3,0.5"];
    Grid::new(ORDER, &vary, (3, 2), (70, 150))
}

fn memories(grid: &Grid) -> Vec<Memory> {
    grid.cells.iter().map(|_| Memory::default()).collect()
}

#[test]
fn fifty_sweeps_killed_at_random_moments_go_on_to_the_same_bits() {
    let grid = grid();
    let whole = bits(&grid.run());
    let full = memories(&grid);
    grid.run_kept(full.clone()).unwrap();
    let mut state = 1;
    for trial in 0..50 {
        let share = 1 + next(&mut state) % 4;
        let left: Vec<Memory> = full
            .iter()
            .map(|memory| {
                let mut blocks = memory.0.lock().unwrap().clone();
                blocks.retain(|_, _| next(&mut state) % 4 < share);
                for block in blocks.values_mut() {
                    // What was kept of a block while it grew.
                    let (choice, end) = (next(&mut state), next(&mut state));
                    if choice.is_multiple_of(3) {
                        block.outcomes.truncate(1 + end % block.outcomes.len());
                    }
                }
                Memory(Arc::new(Mutex::new(blocks)))
            })
            .collect();
        let swept = grid.run_kept(left.clone()).unwrap();
        assert_eq!(bits(&swept), whole, "trial {trial}");
        let runs: u64 = swept.cells.iter().map(|cell| u64::from(cell.runs)).sum();
        assert!(swept.reached.reused <= runs);
        let again = grid.run_kept(left).unwrap();
        assert_eq!(
            (bits(&again), again.reached.reused),
            (whole.clone(), runs),
            "nothing is left to run"
        );
    }
}

/// On two threads: on more, a block may be divided, and what follows a gap is not kept.
#[test]
fn a_sweep_that_was_stopped_keeps_what_it_finished() {
    let grid = grid();
    let whole = bits(&grid.run());
    for runs in [0, 1, 30, 100, 300, 400] {
        let (kept, asked) = (memories(&grid), AtomicU32::new(0));
        let stops = || asked.fetch_add(1, Ordering::Relaxed) >= runs;
        let run = || sweep::run(&grid.cells, &grid.plan, kept.clone(), &|_| {}, &stops).unwrap();
        let part = on_threads(2, run);
        assert!(!part.is_complete);
        let found = kept.iter().flat_map(|memory| {
            let blocks = memory.0.lock().unwrap();
            blocks.values().map(|block| block.outcomes.len()).collect::<Vec<_>>()
        });
        assert_eq!(found.sum::<usize>(), runs as usize);
        let rest = grid.run_kept(kept).unwrap();
        assert_eq!((bits(&rest), rest.reached.reused), (whole.clone(), u64::from(runs)));
        assert!(rest.is_complete);
    }
}

#[test]
fn more_runs_than_are_wanted_are_left_as_they_are() {
    let grid = grid();
    let kept = memories(&grid);
    grid.run_kept(kept.clone()).unwrap();
    let mut fewer = super::Grid { plan: grid.plan.clone(), ..grid };
    (fewer.plan.runs, fewer.plan.most_runs) = (20, 20);
    let swept = fewer.run_kept(kept.clone()).unwrap();
    assert_eq!(bits(&swept), bits(&fewer.run()));
    assert_eq!(swept.reached.reused, 6 * 20);
    assert!(kept.iter().all(|memory| memory.0.lock().unwrap()[&0].outcomes.len() == 64));
}
