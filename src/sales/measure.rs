//! Measures: what is reported, in which unit, and which way is better.

use super::Phase;

/// A measure of one replication under one policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Its key in every file, e.g. `return_on_sales` or `stage.demo.wait_mean`.
    pub key: String,
    /// How people read it, e.g. `Return on Sales`.
    pub label: String,
    /// What its values are.
    pub unit: Unit,
    /// Which way is better; `None` where neither is (a volume, a price paid).
    pub better: Option<Direction>,
    /// The part of the sales system it speaks of; `None` = the whole.
    pub phase: Option<Phase>,
    /// Of a ratio whose two sides are measures themselves: the keys of those above and below the
    /// line. Over several replications it is the ratio of their sums.
    pub ratio_of: Option<(&'static str, &'static str)>,
}

/// Ends of keys of measures that follow the leads of the window until they end, or touches until then.
const FOLLOWING: [&str; 3] = ["response_time_p50", "lead_to_win", "interruption_hours"];

impl Measure {
    /// Whether the measure with this key follows the leads that come in the window beyond its end, so that
    /// it needs a run-out.
    pub fn follows_leads(key: &str) -> bool {
        key.starts_with("lead_time_")
            || key.starts_with("time_to_no_")
            || FOLLOWING.iter().any(|end| key.ends_with(end))
    }

    /// Where in `measures` the two sides of this ratio stand; `None` if it is none of theirs.
    pub fn sides(&self, measures: &[Self]) -> Option<(usize, usize)> {
        let at = |key: &str| measures.iter().position(|measure| measure.key == key);
        let (above, below) = self.ratio_of?;
        Some((at(above)?, at(below)?))
    }
}

/// The unit of a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A share of 1, shown in per cent.
    Share,
    /// The scenario's currency.
    Money,
    /// Things.
    Count,
    /// Things per calendar week.
    PerWeek,
    /// Calendar hours.
    Hours,
    /// Calendar days.
    Days,
    /// Hours of work.
    WorkHours,
    /// A plain number.
    Number,
}

impl Unit {
    /// The word in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Share => "share",
            Self::Money => "money",
            Self::Count => "count",
            Self::PerWeek => "per week",
            Self::Hours => "h",
            Self::Days => "d",
            Self::WorkHours => "work h",
            Self::Number => "number",
        }
    }
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
}
