//! Who is best in a cell, from the verdicts on all pairs.

use crate::stats::Verdict;

/// Who is best in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Best {
    /// Better than every other.
    One(usize),
    /// None of these is beaten by anyone, and they tie.
    Level(Vec<usize>),
    /// More runs would tell.
    Open,
    /// Undefined in too many runs.
    Withheld,
}

impl Best {
    /// Who is best of so many policies, by all pairs (a, b, the verdict on b).
    pub(super) fn of(
        pairs: impl Iterator<Item = (usize, usize, Verdict)>,
        policies: usize,
    ) -> Self {
        let pairs: Vec<(usize, usize, Verdict)> = pairs.collect();
        if pairs.iter().any(|(.., verdict)| *verdict == Verdict::Withheld) {
            return Self::Withheld;
        }
        let loser = |(a, b, verdict): &(usize, usize, Verdict)| match verdict {
            Verdict::Better => Some(*a),
            Verdict::Worse => Some(*b),
            Verdict::Tie | Verdict::Undecided | Verdict::Withheld => None,
        };
        let is_beaten = |policy: &usize| pairs.iter().any(|pair| loser(pair) == Some(*policy));
        let unbeaten: Vec<usize> = (0..policies).filter(|policy| !is_beaten(policy)).collect();
        if let [one] = unbeaten[..] {
            let has = |(a, b, _): &(usize, usize, Verdict)| *a == one || *b == one;
            let ahead = pairs.iter().filter(|pair| has(pair) && loser(pair).is_some()).count();
            return if ahead + 1 == policies { Self::One(one) } else { Self::Open };
        }
        let is_among =
            |(a, b, _): &&(usize, usize, Verdict)| unbeaten.contains(a) && unbeaten.contains(b);
        let is_level = pairs.iter().filter(is_among).all(|(.., v)| *v == Verdict::Tie);
        if is_level && !unbeaten.is_empty() { Self::Level(unbeaten) } else { Self::Open }
    }
}
