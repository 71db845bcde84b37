//! Cells: each is the comparison that its values written into the scenario would be.

use posse::experiment::sweep::{self, Layout, Plan, latin_hypercube, summarise};
use posse::experiment::{self, Continue};
use posse::scenario::Scenario;
use posse::stats::{Comparison, Direction, PairedTally};

use super::{Grid, ORDER, PAY, bits, on_threads, variation};

#[test]
fn a_cell_is_the_comparison_of_the_scenario_with_its_values_written_in() {
    let vary = ["people.rep.count=2,5", "stages.sell.advance=20 %,60 %"];
    let grid = Grid::new(ORDER, &vary, (2, 2), (70, 70));
    let summary = grid.summary(&grid.run());
    let text = ORDER.replace("rep = 3", "rep = 5").replace("advance = 0.4", "advance = \"20 %\"");
    let mut scenario = Scenario::parse(text.as_bytes(), "test.toml", &|_| None).unwrap();
    scenario.replications = 70;
    let results = experiment::run(&scenario, |_| Continue::Yes).unwrap();
    let expected = experiment::summarise(&scenario, &results, Vec::new());
    let cell = &summary.cells[1];
    assert_eq!(cell.runs, 70);
    for (m, measure) in summary.measures.iter().enumerate() {
        let is_it =
            |pair: &&experiment::PairSummary| expected.measures[pair.measure].key == measure.key;
        let Some(pair) = expected.comparisons.iter().find(is_it) else { continue };
        let (found, difference) = (&cell.pairs[0][m], &pair.comparison.difference);
        let same = |a: f64, b: f64| assert_eq!(a.to_bits(), b.to_bits(), "{}", measure.key);
        same(found.mean, difference.mean);
        same(found.interval.0, difference.interval.0);
        same(found.interval.1, difference.interval.1);
        same(found.zone, pair.zone);
        assert_eq!(found.verdict, pair.verdict(), "{}", measure.key);
    }
}

#[test]
fn the_running_comparison_has_the_bits_of_the_whole_one() {
    let values = |shift: f64| (0..97).map(move |k| (f64::from(k) * 0.37 + shift).sin() * 1e6);
    let (mut a, b): (Vec<f64>, Vec<f64>) = (values(0.0).collect(), values(0.1).collect());
    a[17] = f64::NAN;
    for direction in [Direction::HigherIsBetter, Direction::LowerIsBetter] {
        let whole = Comparison::paired(&a, &b, direction);
        let mut tally = PairedTally::new(direction);
        a.iter().zip(&b).for_each(|(a, b)| tally.add(*a, *b));
        assert_eq!(tally.mean().to_bits(), whole.difference.mean.to_bits());
        assert_eq!(tally.interval(), whole.difference.interval);
        assert_eq!(tally.share_better().to_bits(), whole.share_better.to_bits());
        assert_eq!((tally.pairs(), tally.undefined()), (97, 1));
        for zone in [0.0, 1e4, 1e6] {
            assert_eq!(tally.verdict(zone), whole.verdict(zone));
        }
    }
}

#[test]
fn the_luck_is_the_same_in_every_cell() {
    // Only the second policy changes; the first must not move by a bit.
    let grid = Grid::new(ORDER, &["policies.biggest.rules.order=fifo,lifo,random"], (3, 1), (9, 9));
    let swept = grid.run();
    let first = |cell: usize| {
        let tallies = &swept.cells[cell].policies[0];
        tallies.iter().map(|tally| tally.mean().to_bits()).collect::<Vec<_>>()
    };
    assert_eq!(first(0), first(1));
    assert_eq!(first(0), first(2));
    // The first cell compares a policy with itself.
    let pair = &swept.cells[0].pairs[0].measures;
    assert!(pair.iter().all(|tally| tally.mean() == 0.0 || tally.mean().is_nan()));
    assert!(swept.cells[1].pairs[0].measures.iter().any(|tally| tally.mean() != 0.0));
}

#[test]
#[cfg(feature = "parallel")]
fn the_number_of_threads_changes_no_bit_of_a_sweep() {
    let vary = ["people.rep.count=2..5", "stages.sell.advance=0.2..0.6"];
    let grid = Grid::new(ORDER, &vary, (4, 3), (10, 80));
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| grid.run())
    };
    let one = with(1);
    assert!(one.cells.iter().any(|cell| cell.runs > 10), "some cell was refined");
    assert_eq!(bits(&one), bits(&with(2)));
    assert_eq!(bits(&one), bits(&with(7)));
}

#[test]
fn a_point_is_run_like_any_cell() {
    let vary = ["people.rep.count=2..5", "stages.sell.advance=0.2..0.6", "channels.web.cost=0..50"];
    let variation = variation(ORDER, &vary);
    let (layout, cells) = latin_hypercube(&variation.axes, 12, 3);
    let plan = Plan { layout, cells, runs: 6, most_runs: 12 };
    let (cells, _) = variation.cells(&plan.cells, &|_| None).unwrap();
    let scenario = Scenario::parse(ORDER.as_bytes(), "test.toml", &|_| None).unwrap();
    let grid = Grid { scenario, variation, plan, cells };
    let swept = grid.run();
    let about = (grid.variation.axes.as_slice(), &grid.plan);
    let summary = summarise(&grid.scenario, about, &grid.cells, &swept, Vec::new());
    assert_eq!(summary.layout, Layout::LatinHypercube);
    for regimes in &summary.regimes {
        assert_eq!(regimes.counts.iter().sum::<usize>(), 12);
        for slices in &regimes.slices {
            let points: usize = slices.iter().flat_map(|slice| slice.counts).sum();
            assert_eq!(points, 12, "every point lies in one slice of each axis");
        }
    }
}

/// On one thread, so that the blocks come in in the order of the tasks: on more, a thread that the
/// machine holds back keeps its cell open while the others go on.
#[test]
fn progress_says_who_is_best_long_before_the_last_run() {
    // The team's juniors cost less than a lone hero, or more: no chance is in the difference.
    let vary = ["people.seller.jobs.junior.cost=80000 per year,90000 per year,120000 per year"];
    let grid = Grid::new(PAY, &vary, (3, 1), (200, 200));
    let (seen, swept) = on_threads(1, || progress(&grid));
    let decided = seen.iter().find(|reached| reached.best == [1, 2]).unwrap();
    assert_eq!(decided.runs, 3 * 64, "known after the first block of each cell");
    let (last, summary) = (seen.last().unwrap(), grid.summary(&swept));
    let best_in =
        |policy| summary.cells.iter().filter(|cell| cell.best == sweep::Best::One(policy)).count();
    assert_eq!(last.best, [best_in(0), best_in(1)]);
    assert_eq!((last.level, last.runs, last.planned), (0, 600, 600));
}

/// All that a sweep tells on its way, and what it came to.
fn progress(grid: &Grid) -> (Vec<sweep::Reached>, sweep::Swept) {
    let seen = std::sync::Mutex::new(Vec::new());
    let note = |reached: &sweep::Reached| seen.lock().unwrap().push(reached.clone());
    let kept = grid.cells.iter().map(|_| ()).collect::<Vec<()>>();
    let swept = sweep::run(&grid.cells, &grid.plan, kept, &note, &|| false).unwrap();
    (seen.into_inner().unwrap(), swept)
}
