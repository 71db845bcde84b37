//! Where cells lie: grids, Latin hypercubes, Sobol' points.

use posse::experiment::sweep::{Layout, grid, latin_hypercube, latin_shares, sobol_points};
use posse::scenario::Level;

use super::{ORDER, variation};

fn texts(levels: &[Level]) -> Vec<&str> {
    levels.iter().map(|level| level.text.as_str()).collect()
}

#[test]
fn a_range_is_cut_evenly_and_its_values_are_as_short_as_one_would_write_them() {
    for (vary, count, expected) in [
        ("stages.sell.advance=0.1..0.6", 6, vec!["0.1", "0.2", "0.3", "0.4", "0.5", "0.6"]),
        ("stages.sell.advance=10 %..60 %", 3, vec!["10 %", "35 %", "60 %"]),
        ("frictions.hand_off_note=2..8 h", 3, vec!["2 h", "5 h", "8 h"]),
        ("frictions.hand_off_note=2 h..8 h:2", 9, vec!["2 h", "8 h"]),
        (
            "people.rep.count=1..12",
            24,
            (1..=12)
                .map(|n| ["", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"][n])
                .collect(),
        ),
        ("people.rep.count=1..12", 4, vec!["1", "5", "8", "12"]),
        ("policies.biggest.rules.wip=2..4", 9, vec!["2", "3", "4"]),
        ("channels.web.arrivals.per_week=100..200", 3, vec!["100", "150", "200"]),
        ("people.rep.count=1,2,4", 12, vec!["1", "2", "4"]),
        ("policies.biggest.rules.order=fifo,lifo,biggest", 2, vec!["fifo", "lifo", "biggest"]),
        ("frictions.hand_off_note=1 h, 2 h", 5, vec!["1 h", "2 h"]),
    ] {
        let variation = variation(ORDER, &[vary]);
        assert_eq!(texts(&variation.axes[0].grid(count)), expected, "{vary}");
    }
}

#[test]
fn an_axis_is_named_after_its_key_or_as_one_likes() {
    for (vary, label, unit) in [
        ("people.rep.count=1..12", "Rep count", ""),
        ("frictions.hand_off_note=2 h..8 h", "Hand off note", "h"),
        ("policies.biggest.rules.documentation=0..1", "Biggest documentation", ""),
        ("Price of a hand-off: frictions.hand_off_note=1..2 h", "Price of a hand-off", "h"),
    ] {
        let axis = &variation(ORDER, &[vary]).axes[0];
        assert_eq!((axis.label.as_str(), axis.unit.as_str()), (label, unit));
    }
}

#[test]
fn the_value_as_written_is_found_on_the_axis_in_its_unit() {
    let text = format!("{ORDER}\n[frictions]\nhand_off_read = \"90 min\"\nspecialist = 1.1\n");
    for (vary, expected) in [
        ("people.rep.count=1..12", Some("3")),
        ("people.rep=1..12", Some("3")),
        ("stages.sell.advance=10 %..60 %", Some("40 %")),
        ("frictions.hand_off_read=0 h..8 h", Some("1.5 h")),
        ("frictions.hand_off_note=0 h..8 h", Some("0 h")),
        ("channels.web.arrivals.per_week=100..200", Some("150")),
        ("policies.biggest.rules.order=fifo,biggest", Some("biggest")),
        ("policies.fifo.rules.order=fifo,biggest", Some("fifo")),
        ("policies.fifo.rules.wip=1..9", None),
        ("stages.call.touch=1 h..2 h", None),
        ("stages.sell.advance,stages.call.advance=0..1", None),
        ("frictions.hand_off_note,frictions.hand_off_relearn=0..1 h", Some("0 h")),
    ] {
        let variation = variation(&text, &[vary]);
        let base = variation.axes[0].base.as_ref().map(|level| level.text.as_str());
        assert_eq!(base, expected, "{vary}");
    }
}

#[test]
fn a_grid_runs_through_the_first_axis_fastest() {
    let variation = variation(ORDER, &["people.rep.count=1..3", "stages.sell.advance=0.2,0.4"]);
    let (layout, cells) = grid(&variation.axes, (9, 9));
    assert_eq!(layout, Layout::Grid { columns: 3, rows: 2 });
    let texts: Vec<String> = cells.iter().map(|cell| texts(cell).join(" ")).collect();
    assert_eq!(texts, ["1 0.2", "2 0.2", "3 0.2", "1 0.4", "2 0.4", "3 0.4"]);
}

#[test]
fn a_latin_hypercube_has_one_point_in_each_slice_of_every_axis() {
    for points in [2, 7, 64, 1000] {
        for axis in 0..5 {
            let mut shares = latin_shares(points, axis, 42);
            assert_ne!(shares, latin_shares(points, axis + 1, 42));
            assert_ne!(shares, latin_shares(points, axis, 43));
            shares.sort_by(f64::total_cmp);
            for (slice, share) in shares.iter().enumerate() {
                let (low, high) = (slice as f64, slice as f64 + 1.0);
                assert!((low..high).contains(&(share * f64::from(points))), "{slice}: {share}");
            }
        }
    }
}

/// The mean of a sum of two coordinates over a Latin hypercube has hardly any error: each of them
/// is balanced, wherever the points lie.
#[test]
fn a_latin_hypercube_estimates_the_mean_of_a_sum_far_better_than_chance() {
    let worst = (0..50).map(|seed| {
        let [x, y] = [0, 1].map(|axis| latin_shares(100, axis, seed));
        (x.iter().zip(&y).map(|(x, y)| x + y).sum::<f64>() / 100.0 - 1.0).abs()
    });
    // By chance the standard error would be √(1/6) / 10 = 0.04; here it is √(1/6) / 1000.
    let worst = worst.fold(0.0, f64::max);
    assert!(worst < 5.0 * 0.000_41, "{worst}");
}

#[test]
fn every_whole_number_has_the_same_chance_among_points() {
    let variation = variation(ORDER, &["people.rep.count=1..4", "stages.sell.advance=0.2..0.6"]);
    for (_, cells) in [sobol_points(&variation.axes, 64), latin_hypercube(&variation.axes, 64, 1)] {
        for count in ["1", "2", "3", "4"] {
            assert_eq!(cells.iter().filter(|cell| cell[0].text == count).count(), 16);
        }
        assert!(cells.iter().all(|cell| (0.2..0.6).contains(&cell[1].number)));
    }
}
