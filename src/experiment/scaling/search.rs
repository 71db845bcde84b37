//! Looks for the factor at which a cost that grows with it meets a target.

/// No factor is tried below this, nor above [`MOST`].
pub const LEAST: f64 = 0.2;
/// See [`LEAST`].
pub const MOST: f64 = 5.0;
/// Factors have four decimals, so that they can be read and written.
const GRAINS: f64 = 1e4;
/// A cost so near to the target, as a share of it, meets it.
const NEAR: f64 = 1e-3;
/// So near to it for each point after the first, the line through the nearest two tells where it is
/// met: luck moves trial runs by more than the curve is bent, and a check judges the factor anyway.
const CLOSE: f64 = 1e-2;

/// What is known of a factor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The factor.
    pub factor: f64,
    /// What it costs there.
    pub cost: f64,
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Next {
    /// Find out the cost at this factor.
    Try(f64),
    /// The cost meets the target here.
    Found(Point),
    /// It does so at no factor allowed; the costs at the ends.
    Nowhere {
        /// The cost at the least factor.
        least: f64,
        /// The cost at the largest.
        most: f64,
    },
}

/// The factors tried so far.
#[derive(Clone, Debug)]
pub struct Search {
    target: f64,
    /// What a unit more of the factor is expected to cost, before two points are known.
    slope: f64,
    points: Vec<Point>,
}

impl Search {
    /// A search that begins at factor 1, where the cost is `cost`, of which `variable` is
    /// proportional to the factor as long as nobody does anything else for it.
    pub fn new(target: f64, cost: f64, variable: f64) -> Self {
        Self { target, slope: variable, points: vec![Point { factor: 1.0, cost }] }
    }

    /// Takes note that `factor` costs `cost`.
    pub fn saw(&mut self, factor: f64, cost: f64) {
        self.points.push(Point { factor, cost });
    }

    /// What to do next.
    pub fn next(&self) -> Next {
        if let Some(found) = self.points.iter().find(|point| self.off(point) <= NEAR * self.target)
        {
            return Next::Found(*found);
        }
        let at = |factor: f64| self.points.iter().find(|point| point.is_at(factor));
        let is_too_low = at(MOST).is_some_and(|point| point.cost < self.target);
        let is_too_high = at(LEAST).is_some_and(|point| point.cost > self.target);
        if is_too_low || is_too_high {
            return match (at(LEAST), at(MOST)) {
                (Some(least), Some(most)) => Next::Nowhere { least: least.cost, most: most.cost },
                (None, _) => Next::Try(LEAST),
                (_, None) => Next::Try(MOST),
            };
        }
        if let Some(found) = self.on_the_line() {
            return Next::Found(found);
        }
        match (self.below(), self.above()) {
            (Some(below), Some(above)) => self.between(below, above),
            (Some(_), None) => Next::Try(self.beyond(MOST)),
            (None, _) => Next::Try(self.beyond(LEAST)),
        }
    }

    /// What a unit more of the factor costs near the point found.
    pub fn slope(&self, found: &Point) -> f64 {
        let others = self.points.iter().filter(|point| !point.is_at(found.factor));
        let distance = |point: &&Point| (point.factor - found.factor).abs();
        let nearest = others.min_by(|a, b| distance(a).total_cmp(&distance(b)));
        nearest.map_or(self.slope, |other| slope(other, found))
    }

    /// Where the line through the nearest points meets the target, if that is close.
    fn on_the_line(&self) -> Option<Point> {
        let nearest = self.points.iter().min_by(|a, b| self.off(a).total_cmp(&self.off(b)))?;
        let slope = self.slope(nearest);
        let others = (self.points.len() - 1) as f64;
        let is_close = self.off(nearest) <= CLOSE * others * self.target;
        let factor = in_grains(nearest.factor + (self.target - nearest.cost) / slope);
        let least = self.below().map_or(LEAST, |point| point.factor);
        let most = self.above().map_or(MOST, |point| point.factor);
        let is_within = slope > 0.0 && (least..=most).contains(&factor);
        (is_close && is_within).then_some(Point { factor, cost: self.target })
    }

    fn off(&self, point: &Point) -> f64 {
        (point.cost - self.target).abs()
    }

    fn below(&self) -> Option<&Point> {
        let below = self.points.iter().filter(|point| point.cost < self.target);
        below.max_by(|a, b| a.factor.total_cmp(&b.factor))
    }

    fn above(&self) -> Option<&Point> {
        let above = self.points.iter().filter(|point| point.cost > self.target);
        above.min_by(|a, b| a.factor.total_cmp(&b.factor))
    }

    /// Between two points that hold the target: where their line meets it; the middle when one of
    /// them has stood still twice.
    fn between(&self, below: &Point, above: &Point) -> Next {
        let width = above.factor - below.factor;
        if width * GRAINS < 1.5 {
            let is_nearer = self.off(below) <= self.off(above);
            return Next::Found(if is_nearer { *below } else { *above });
        }
        let is_low = |point: &Point| point.cost < self.target;
        let mut latest = self.points.iter().rev().map(is_low);
        let last = latest.next();
        let stands = latest.take_while(|low| Some(*low) == last).count();
        let share = (self.target - below.cost) / (above.cost - below.cost);
        let share = if stands >= 2 { 0.5 } else { share };
        let guess = in_grains(below.factor + share * width);
        let (low, high) = (below.factor + 1.0 / GRAINS, above.factor - 1.0 / GRAINS);
        Next::Try(guess.clamp(in_grains(low), in_grains(high)))
    }

    /// All points lie on one side: on along the line, towards `end`; after two guesses the end.
    fn beyond(&self, end: f64) -> f64 {
        let (slope, last) = match &self.points[..] {
            [only] => (self.slope, only),
            [first, second] => (slope(first, second), second),
            _ => return end,
        };
        let guess = last.factor + (self.target - last.cost) / slope;
        let is_onward = (guess - last.factor) * (end - last.factor) > 0.0;
        if slope > 0.0 && is_onward { in_grains(guess.clamp(LEAST, MOST)) } else { end }
    }
}

impl Point {
    /// Whether it is that of this factor: factors are whole numbers of grains.
    fn is_at(&self, factor: f64) -> bool {
        (self.factor - factor).abs() < 0.5 / GRAINS
    }
}

/// The nearest factor that can be written.
pub fn in_grains(factor: f64) -> f64 {
    // Of a whole number, dividing gives the number nearest to the decimal.
    (factor * GRAINS).round() / GRAINS
}

fn slope(a: &Point, b: &Point) -> f64 {
    (b.cost - a.cost) / (b.factor - a.factor)
}
