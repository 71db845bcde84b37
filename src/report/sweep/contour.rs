//! Lines along which a surface over a grid is 0.

use crate::report::canvas::Point;

/// The lines along which a surface is 0: see `Surface`.
pub fn zero_lines(xs: &[f64], ys: &[f64], values: &[f64]) -> Vec<Vec<Point>> {
    Surface { xs, ys, values }.zero_lines()
}

/// A surface: its values at the crossings of `xs` and `ys` (both ascending), row by row; NaN where
/// it is not known.
struct Surface<'a> {
    xs: &'a [f64],
    ys: &'a [f64],
    values: &'a [f64],
}

impl Surface<'_> {
    /// The lines where it is 0, by linear interpolation (marching squares).
    fn zero_lines(&self) -> Vec<Vec<Point>> {
        let mut pieces = Vec::new();
        for row in 0..self.ys.len().saturating_sub(1) {
            for column in 0..self.xs.len().saturating_sub(1) {
                pieces.extend(self.pieces(column, row));
            }
        }
        joined(pieces)
    }

    fn at(&self, column: usize, row: usize) -> f64 {
        self.values[row * self.xs.len() + column]
    }

    /// The pieces within one square.
    fn pieces(&self, column: usize, row: usize) -> Vec<[Point; 2]> {
        let (right, above) = (column + 1, row + 1);
        let corners = [(column, row), (right, row), (right, above), (column, above)];
        let values = corners.map(|(column, row)| self.at(column, row));
        if values.iter().any(|value| value.is_nan()) {
            return Vec::new();
        }
        // Each side from its lower left end, so that two squares agree on their common side.
        let sides = [(0, 1), (1, 2), (3, 2), (0, 3)];
        let crossed: Vec<Point> = sides
            .iter()
            .filter(|(from, to)| (values[*from] < 0.0) != (values[*to] < 0.0))
            .map(|(from, to)| {
                let share = values[*from] / (values[*from] - values[*to]);
                let (a, b) = (self.point(corners[*from]), self.point(corners[*to]));
                (a.0 + share * (b.0 - a.0), a.1 + share * (b.1 - a.1))
            })
            .collect();
        match crossed[..] {
            [from, to] => vec![[from, to]],
            [below, right, above, left] => {
                // A saddle: the middle decides which corners belong together.
                let middle: f64 = values.iter().sum();
                let is_first = (middle < 0.0) == (values[0] < 0.0);
                if is_first {
                    vec![[below, right], [above, left]]
                } else {
                    vec![[below, left], [right, above]]
                }
            }
            _ => Vec::new(),
        }
    }

    fn point(&self, (column, row): (usize, usize)) -> Point {
        (self.xs[column], self.ys[row])
    }
}

/// Pieces put together to lines as long as they can be.
fn joined(mut pieces: Vec<[Point; 2]>) -> Vec<Vec<Point>> {
    let is_same =
        |a: Point, b: Point| a.0.to_bits() == b.0.to_bits() && a.1.to_bits() == b.1.to_bits();
    let mut lines = Vec::new();
    while let Some([first, second]) = pieces.pop() {
        let mut line = vec![first, second];
        for _ in 0..2 {
            line.reverse();
            let end = |line: &Vec<Point>| line[line.len() - 1];
            while let Some(next) =
                pieces.iter().position(|piece| piece.iter().any(|p| is_same(*p, end(&line))))
            {
                let [a, b] = pieces.swap_remove(next);
                let other = if is_same(a, end(&line)) { b } else { a };
                line.push(other);
            }
        }
        lines.push(line);
    }
    lines
}
