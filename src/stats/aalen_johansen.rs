//! The curves of Aalen and Johansen of a small sample, without bins.

use super::competing::Spell;
use super::lifetime::Stepped;

/// A time at which durations ended.
#[derive(Debug, Clone, PartialEq)]
pub struct IncidenceStep {
    /// When.
    pub time: f64,
    /// How many were seen at that age and had not ended before.
    pub at_risk: f64,
    /// Share that has ended for each cause by then.
    pub incidence: Vec<f64>,
    /// Share that lasts longer.
    pub survival: f64,
}

/// Cumulative incidence by cause, with right censoring and left truncation (Aalen and Johansen 1978).
#[derive(Debug, Clone, PartialEq)]
pub struct AalenJohansen {
    steps: Vec<IncidenceStep>,
    causes: usize,
}

impl AalenJohansen {
    /// The curves of spells that ended in the middle of their intervals; at equal times, ends precede
    /// censoring. Spells that ended nobody knows when are left out.
    ///
    /// # Panics
    /// If a spell names a cause beyond `causes`.
    pub fn of(spells: &[Spell], causes: usize) -> Self {
        let is_timed = |spell: &&Spell| spell.cause.is_none() || spell.high.is_finite();
        let spells: Vec<&Spell> = spells.iter().filter(is_timed).collect();
        let end = |spell: &Spell| match spell.cause {
            Some(_) => 0.5 * (spell.low + spell.high),
            None => spell.low,
        };
        let mut ends: Vec<(f64, Option<usize>, f64)> =
            spells.iter().map(|spell| (end(spell), spell.cause, spell.count)).collect();
        ends.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut entries: Vec<(f64, f64)> =
            spells.iter().map(|spell| (spell.entry.min(end(spell)), spell.count)).collect();
        entries.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut entered = entries.iter().peekable();
        let (mut at_risk, mut survival, mut incidence) = (0.0, 1.0, vec![0.0; causes]);
        let mut steps = Vec::new();
        for tied in ends.chunk_by(|a, b| a.0 >= b.0) {
            let time = tied[0].0;
            // Who enters at an age was not at risk of ending at it, but for those seen from the start.
            while let Some((_, count)) = entered.next_if(|(age, _)| *age < time || *age <= 0.0) {
                at_risk += count;
            }
            let before = survival;
            for (_, cause, count) in tied {
                if let Some(cause) = cause
                    && at_risk > 0.0
                {
                    incidence[*cause] += before * (count / at_risk).min(1.0);
                    survival = (survival - before * count / at_risk).max(0.0);
                }
            }
            if tied.iter().any(|(_, cause, _)| cause.is_some()) {
                steps.push(IncidenceStep { time, at_risk, incidence: incidence.clone(), survival });
            }
            at_risk -= tied.iter().map(|(.., count)| count).sum::<f64>();
            at_risk = at_risk.max(0.0);
        }
        Self { steps, causes }
    }

    /// The times at which durations ended, ascending.
    pub fn steps(&self) -> &[IncidenceStep] {
        &self.steps
    }

    /// Share that has ended for `cause` by `time`.
    ///
    /// # Panics
    /// If there is no such cause.
    pub fn incidence_at(&self, cause: usize, time: f64) -> f64 {
        assert!(cause < self.causes, "no cause {cause}");
        self.steps.iter().take_while(|s| s.time <= time).last().map_or(0.0, |s| s.incidence[cause])
    }

    /// Shares that have ended for each cause by the end of the data.
    pub fn shares(&self) -> Vec<f64> {
        self.steps.last().map_or_else(|| vec![0.0; self.causes], |last| last.incidence.clone())
    }

    /// The first time by which a share of at least `p` has ended for whatever cause; `None` if the
    /// data end before.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        let rounding = 1e-12;
        self.steps.iter().find(|step| 1.0 - step.survival >= p - rounding).map(|step| step.time)
    }

    /// How long those last that end for `cause` within the data, in `count` equal parts; `None` if
    /// there are none.
    ///
    /// # Panics
    /// If there is no such cause, or no part.
    pub fn law(&self, cause: usize, count: usize) -> Option<Stepped> {
        assert!(count > 0, "a law of no parts");
        let total = self.shares()[cause];
        if total <= 0.0 {
            return None;
        }
        let at = |p: f64| {
            let step = self.steps.iter().find(|s| s.incidence[cause] >= p * total * (1.0 - 1e-12));
            step.map_or(0.0, |step| step.time)
        };
        let edges = (0..=count).map(|part| at(part as f64 / count as f64)).collect();
        Some(Stepped::new(edges))
    }
}
