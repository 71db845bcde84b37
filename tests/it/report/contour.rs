//! The line along which a surface is 0.

use posse::report::zero_lines;

#[test]
fn the_line_of_a_tilted_plane_is_straight_and_whole() {
    let (xs, ys) = ([0.0, 1.0, 2.0, 3.0], [0.0, 1.0, 2.0]);
    let values: Vec<f64> =
        ys.iter().flat_map(|y| xs.iter().map(move |x| x + 0.5 * y - 1.25)).collect();
    let lines = zero_lines(&xs, &ys, &values);
    assert_eq!(lines.len(), 1);
    assert!(lines[0].iter().all(|(x, y)| (x + 0.5 * y - 1.25).abs() < 1e-12));
    let mut ends = [lines[0][0].1, lines[0][lines[0].len() - 1].1];
    ends.sort_by(f64::total_cmp);
    assert!(ends[0] <= 0.0 && ends[1] >= 2.0, "{ends:?}");
}

#[test]
fn a_surface_that_is_not_known_has_no_line() {
    let values = [f64::NAN, 1.0, -1.0, 1.0];
    let lines = zero_lines(&[0.0, 1.0], &[0.0, 1.0], &values);
    assert!(lines.is_empty());
}
