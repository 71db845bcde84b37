//! Which points are run, and with which luck.

use posse::experiment::sensitivity::{Method, Plan, Ran, place, run, trajectories};
use posse::scenario::Level;
use posse::stats::linearised;

use super::{ADVANCE, DIFFERENCE, NOTE, ORDER, PEOPLE, WORLD, planned, question, scenario};

fn text(levels: &[Level]) -> Vec<&str> {
    levels.iter().map(|level| level.text.as_str()).collect()
}

#[test]
fn a_tornado_moves_one_input_at_a_time_from_the_base() {
    let (variation, plan) = planned(Method::Tornado, &[PEOPLE, NOTE, ORDER], 2);
    let points: Vec<Vec<&str>> =
        plan.rows[0].cells.iter().map(|cell| text(&plan.cells[*cell])).collect();
    let base = vec!["4", "0 h", "fifo"];
    let expected = [
        base.clone(),
        vec!["2", "0 h", "fifo"],
        vec!["6", "0 h", "fifo"],
        base.clone(),
        vec!["4", "4 h", "fifo"],
        base,
        vec!["4", "0 h", "lifo"],
        vec!["4", "0 h", "biggest"],
    ];
    assert_eq!(points, expected);
    // What is the same point is run once.
    assert_eq!(plan.cells.len(), 6);
    assert_eq!(Plan::size(Method::Tornado, &variation.axes), 8);
}

#[test]
fn each_trajectory_moves_each_input_once_by_two_thirds() {
    let all = trajectories(5, 12, 7);
    assert_eq!(all.len(), 12);
    for points in &all {
        assert_eq!(points.len(), 6);
        let mut moved = vec![0; 5];
        for pair in points.windows(2) {
            let steps = pair[1].iter().zip(&pair[0]).map(|(after, before)| after - before);
            let steps: Vec<(usize, f64)> = steps.enumerate().filter(|s| s.1 != 0.0).collect();
            assert_eq!(steps.len(), 1);
            assert!((steps[0].1.abs() - 2.0 / 3.0).abs() < 1e-15);
            moved[steps[0].0] += 1;
        }
        assert_eq!(moved, [1; 5]);
    }
    assert_eq!(all, trajectories(5, 12, 7));
    assert_ne!(all, trajectories(5, 12, 8));
}

fn apart(all: &[Vec<Vec<f64>>]) -> f64 {
    let mut sum = 0.0;
    for (k, one) in all.iter().enumerate() {
        for (a, b) in one.iter().flat_map(|a| all[..k].iter().flatten().map(move |b| (a, b))) {
            sum += a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt();
        }
    }
    sum
}

/// Of two designs of four, drawn with other seeds, one is as far apart as the other in the mean;
/// the best four of sixteen are farther apart than four of four designs, one of each.
#[test]
fn trajectories_that_are_kept_lie_far_apart() {
    let farther = (0..40).filter(|seed| {
        let kept = trajectories(3, 4, *seed);
        let mixed = (0..4).map(|k| trajectories(3, 4, 100 + 4 * seed + k)[0].clone());
        apart(&kept) > apart(&mixed.collect::<Vec<_>>())
    });
    // By chance 20 ± 3.2.
    assert!(farther.count() >= 33);
}

#[test]
fn a_sobol_row_puts_the_inputs_of_one_point_into_another() {
    let (variation, plan) = planned(Method::Sobol(16), &[PEOPLE, NOTE, ADVANCE], 2);
    for row in &plan.rows {
        let point = |k: usize| &plan.cells[row.cells[k]];
        for input in 0..3 {
            let mut expected = point(0).clone();
            expected[input] = point(1)[input].clone();
            assert_eq!(point(2 + input), &expected);
        }
    }
    // Latin hypercubes: each slice of an axis holds one point A and one point B.
    for point in [0, 1] {
        let axis = &variation.axes[1];
        let mut places: Vec<f64> =
            plan.rows.iter().map(|row| place(axis, &plan.cells[row.cells[point]][1])).collect();
        places.sort_by(f64::total_cmp);
        for (slice, place) in places.iter().enumerate() {
            assert!((slice as f64 / 16.0..(slice + 1) as f64 / 16.0).contains(place));
        }
    }
}

fn ran(threads: usize, method: Method, runs: u32) -> (Plan, Ran) {
    let (variation, plan) = planned(method, &[PEOPLE, NOTE], runs);
    let (cells, _) = variation.cells(&plan.cells, &|_| None).unwrap();
    let question = question(&scenario(WORLD), DIFFERENCE.0, DIFFERENCE.1);
    let kept = vec![(); cells.len()];
    let go = || run(&cells, (&plan, &question), kept, &|_| {}, &|| false).unwrap().0.unwrap();
    #[cfg(feature = "parallel")]
    let ran = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(go);
    #[cfg(not(feature = "parallel"))]
    let ran = { (threads, go()).1 };
    (plan, ran)
}

fn bits(ran: &Ran) -> Vec<u64> {
    ran.values.iter().flatten().flatten().map(|value| value.to_bits()).collect()
}

#[test]
fn threads_change_no_bit() {
    for method in [Method::Tornado, Method::Morris(3), Method::Sobol(4), Method::Value(5)] {
        assert_eq!(bits(&ran(1, method, 3).1), bits(&ran(3, method, 3).1));
    }
}

#[test]
fn each_row_has_runs_of_its_own() {
    // A point of the value of information is a row: with two runs each, the second point has the
    // third and fourth replication.
    let (plan, found) = ran(1, Method::Value(4), 2);
    assert_eq!(plan.row_of, [0, 1, 2, 3]);
    let (variation, _) = planned(Method::Value(4), &[PEOPLE, NOTE], 2);
    let (cells, _) = variation.cells(&plan.cells, &|_| None).unwrap();
    for (cell, scenario) in cells.iter().enumerate() {
        let design = posse::experiment::Design::new(crate::ready(scenario));
        let keys = design.catalogue.measures();
        // Return on Sales is the ratio of sums of these.
        let [above, below] = ["contribution", "revenue"].map(|key| {
            let measure = keys.iter().position(|m| m.key == key).unwrap();
            [0, 1].map(|replication| {
                let number = 2 * u32::try_from(cell).unwrap() + replication;
                design.observe(1, number, ()).unwrap().0.values[measure]
            })
        });
        for (own, value) in found.values[cell][1].iter().zip(linearised(&above, &below)) {
            assert_eq!(own.to_bits(), value.to_bits());
        }
    }
}

#[test]
fn who_stops_gets_nothing() {
    let (variation, plan) = planned(Method::Tornado, &[PEOPLE, NOTE], 3);
    let (cells, _) = variation.cells(&plan.cells, &|_| None).unwrap();
    let question = question(&scenario(WORLD), DIFFERENCE.0, DIFFERENCE.1);
    let kept = vec![(); cells.len()];
    let (ran, reached) = run(&cells, (&plan, &question), kept, &|_| {}, &|| true).unwrap();
    assert!(ran.is_none() && reached.runs == 0);
}
