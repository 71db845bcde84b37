//! Parts of a study: together they have all of its blocks, each once, and whatever becomes of them on
//! the way, the results are those of one run.

use std::sync::atomic::{AtomicU32, Ordering};

use posse::experiment::{Continue, Part, Slice, Study, run, run_kept, run_slices, study};
use posse::report::block_bytes;
use posse::scenario::Scenario;

use crate::memory::Memory;

const FLOOR: &str = r#"
run = { weeks = 8, warm_up = "1 week", run_out = "1 week", replications = 700 }
channels.web = { arrivals = "10 per week", cost = 3 }
deal = { value = 100, margin = 0.5 }
people.seller = { count = 1, cost = "20 per hour" }
[stages.sell]
role = "seller"
touch = { exponential = "2 h" }
advance = 0.4
[policies.fifo]
[policies.lifo]
rules = { order = "lifo" }
"#;

fn scenario() -> Scenario {
    Scenario::parse(FLOOR.as_bytes(), "test.toml", &|_| None).expect("no mistakes")
}

#[test]
fn parts_share_the_blocks_of_all_points_evenly() {
    let runs = [700, 64, 1, 0, 130];
    for of in 1..=20 {
        let parts: Vec<Vec<Slice>> =
            (1..=of).map(|number| Part { number, of }.slices(&runs)).collect();
        let blocks = |slices: &Vec<Slice>| -> u32 {
            slices.iter().map(|slice| (slice.end - slice.first).div_ceil(64)).sum()
        };
        let counts: Vec<u32> = parts.iter().map(blocks).collect();
        let (least, most) = (counts.iter().min().unwrap(), counts.iter().max().unwrap());
        assert!(most - least <= 1, "{of} parts: {counts:?}");
        let mut next = [0; 5];
        for slice in parts.into_iter().flatten() {
            assert_eq!(slice.first, next[slice.point], "in order, without a gap");
            assert!(slice.first.is_multiple_of(64));
            next[slice.point] = slice.end;
        }
        assert_eq!(next, runs, "{of} parts");
    }
}

/// Numbers to choose by; any will do.
fn next(state: &mut u64) -> u32 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 40) as u32
}

/// Runs a part into a place of its own that may hold something already; killed after so many runs.
fn run_part(study: &Study<'_>, slices: &[Slice], kept: &mut Memory, runs: u32) {
    let asked = AtomicU32::new(0);
    let stops = || asked.fetch_add(1, Ordering::Relaxed) >= runs;
    let kept: Vec<&mut Memory> = slices.iter().zip([kept]).map(|(_, kept)| kept).collect();
    run_slices(study, slices, kept, &|_| {}, &stops).expect("runs that end");
}

#[test]
fn parts_that_are_killed_doubled_or_late_make_the_bits_of_one_run() {
    let scenario = scenario();
    let study = study(&scenario).unwrap();
    let whole = format!("{:?}", run(&scenario, |_| Continue::Yes).unwrap());
    let mut state = 1;
    for of in [1, 3, 7, 11, 40] {
        let mut merged = Memory::default();
        let mut parts: Vec<u32> = (1..=of).collect();
        while !parts.is_empty() {
            let number = parts.remove(next(&mut state) as usize % parts.len());
            let slices = Part { number, of }.slices(&[700]);
            let mut own = Memory::default();
            for _ in 0..=next(&mut state) % 3 {
                let killed = next(&mut state) % 10 < 3;
                run_part(&study, &slices, &mut own, if killed { 40 } else { 10_000 });
            }
            run_part(&study, &slices, &mut own, 10_000);
            // Another machine may have made the same part.
            merged.0.extend(own.0.clone());
            merged.0.extend(own.0);
        }
        assert_eq!(merged.0.len(), 11);
        let mut results = run_kept(&scenario, &mut merged, |_| u32::MAX).unwrap();
        assert_eq!(std::mem::take(&mut results.reused), 700, "nothing is run again");
        assert!(format!("{results:?}") == whole, "{of} parts");
    }
}

#[test]
fn a_block_of_a_part_is_that_of_the_whole() {
    let scenario = scenario();
    let mut whole = Memory::default();
    run_kept(&scenario, &mut whole, |_| u32::MAX).unwrap();
    let slices = Part { number: 2, of: 3 }.slices(&[700]);
    let mut part = Memory::default();
    run_part(&study(&scenario).unwrap(), &slices, &mut part, 10_000);
    assert_eq!(part.0.len(), 4);
    for (number, block) in part.0 {
        assert_eq!(block_bytes(&block), block_bytes(&whole.0[&number]));
    }
}
