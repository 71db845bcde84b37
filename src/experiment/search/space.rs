//! What a search may change: designs, the scenarios that they make, and how far apart they are.

use crate::experiment::scaling::is_scaled;
use crate::scenario::{Axis, Level, Limit, Scenario, Search, Uncertainty};

/// By lever: which of its values.
pub type Design = Vec<u32>;

/// What a search may change.
#[derive(Clone, Copy)]
pub enum Space<'a> {
    /// The levers of a scenario, for its policy.
    Levers {
        /// The scenario as written, with the factors of market cost.
        base: &'a Scenario,
        /// Its levers.
        search: &'a Search,
        /// By policy: whether it is at market cost as written.
        is_scaled: &'a [bool],
    },
    /// The worlds that a scenario's uncertain inputs allow: one policy against another.
    Worlds {
        /// The scenario as written, with the factors of market cost.
        base: &'a Scenario,
        /// The inputs.
        inputs: &'a Uncertainty,
        /// The policy, and that which is taken off it.
        pair: (usize, usize),
    },
}

impl Space<'_> {
    /// The levers.
    pub fn levers(&self) -> &[Axis] {
        match self {
            Self::Levers { search, .. } => search.levers(),
            Self::Worlds { inputs, .. } => inputs.inputs(),
        }
    }

    /// What must hold.
    pub fn limits(&self) -> &[Limit] {
        match self {
            Self::Levers { search, .. } => &search.limits,
            Self::Worlds { .. } => &[],
        }
    }

    /// The scenario as written.
    pub fn base(&self) -> &Scenario {
        match self {
            Self::Levers { base, .. } | Self::Worlds { base, .. } => base,
        }
    }

    /// The policies that run in each scenario: names and labels.
    pub(super) fn policies(&self) -> Vec<(String, String)> {
        let rows = match self {
            Self::Levers { search, .. } => vec![search.policy],
            Self::Worlds { pair, .. } => vec![pair.0, pair.1],
        };
        let of = |row: &usize| &self.base().policies[*row];
        rows.iter().map(|row| (of(row).name.clone(), of(row).label.clone())).collect()
    }

    /// Policies that run in each scenario.
    pub(super) fn rows(&self) -> usize {
        match self {
            Self::Levers { .. } => 1,
            Self::Worlds { .. } => 2,
        }
    }

    /// The scenario of a design, with this seed: the policies that run come first. `None` is the scenario
    /// as written. Nothing where the values make no scenario.
    pub(super) fn scenario(&self, design: Option<&Design>, seed: u64) -> Option<Scenario> {
        let made = design.map(|design| {
            let values = self.values(design);
            match self {
                Self::Levers { search, .. } => search.at(&values).ok(),
                Self::Worlds { inputs, .. } => inputs.at(&values).ok(),
            }
        });
        let mut scenario = match made {
            None => Scenario { uncertainty: None, search: None, ..self.base().clone() },
            Some(made) => made?,
        };
        let written = self.base().policies.iter();
        for (policy, written) in
            scenario.policies.iter_mut().zip(written).filter(|of| is_scaled(of.0))
        {
            policy.pay.scale = written.pay.scale;
        }
        match self {
            Self::Levers { search, .. } => scenario.select_policies(&[search.policy]),
            Self::Worlds { pair, .. } => scenario.select_policies(&[pair.0, pair.1]),
        }
        (scenario.inputs, scenario.files, scenario.cells) = (Vec::new(), Vec::new(), Vec::new());
        scenario.seed = seed;
        Some(scenario)
    }

    /// Whether the policy that is searched is at market cost as written.
    pub(super) fn is_scaled(&self) -> bool {
        match self {
            Self::Levers { search, is_scaled, .. } => is_scaled[search.policy],
            Self::Worlds { .. } => false,
        }
    }

    /// The scenario of a design with the policy that is searched alone, before it has a factor of market cost.
    pub(super) fn unscaled(&self, design: &Design) -> Option<Scenario> {
        let Self::Levers { search, .. } = self else { return None };
        let mut scenario = search.at(&self.values(design)).ok()?;
        scenario.select_policies(&[search.policy]);
        Some(scenario)
    }

    /// The values of a design.
    pub fn values(&self, design: &Design) -> Vec<Level> {
        self.levers().iter().zip(design).map(|(axis, place)| axis.nth(*place)).collect()
    }

    /// The design whose cell holds a point of the unit cube.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place on an axis"
    )]
    pub(super) fn design(&self, point: &[f64]) -> Design {
        let place = |(axis, share): (&Axis, &f64)| {
            let count = f64::from(axis.count());
            (share * count).floor().clamp(0.0, count - 1.0) as u32
        };
        self.levers().iter().zip(point).map(place).collect()
    }

    /// The middle of the cell of a design in the unit cube.
    pub(super) fn point(&self, design: &Design) -> Vec<f64> {
        let share =
            |(axis, place): (&Axis, &u32)| (f64::from(*place) + 0.5) / f64::from(axis.count());
        self.levers().iter().zip(design).map(share).collect()
    }

    /// How far apart two designs are: the mean over levers of what they differ by, as a share of the range;
    /// of words whether they differ.
    pub(super) fn distance(&self, a: &Design, b: &Design) -> f64 {
        let apart = |(axis, (a, b)): (&Axis, (&u32, &u32))| {
            let span = f64::from((axis.count() - 1).max(1));
            if axis.is_numeric() {
                f64::from(a.abs_diff(*b)) / span
            } else {
                f64::from(u8::from(a != b))
            }
        };
        let all = self.levers().iter().zip(a.iter().zip(b)).map(apart);
        all.sum::<f64>() / self.levers().len() as f64
    }

    /// The designs that differ from one in one lever: a tenth of its range (at least one value) to either
    /// side, or any other word; with the lever.
    pub(super) fn neighbours(&self, design: &Design) -> Vec<(usize, Design)> {
        let mut neighbours = Vec::new();
        for (lever, axis) in self.levers().iter().enumerate() {
            let (at, last) = (design[lever], axis.count() - 1);
            let step = (last / 10).max(1);
            let places: Vec<u32> = if axis.is_numeric() {
                [at.checked_sub(step), at.checked_add(step)].into_iter().flatten().collect()
            } else {
                (0..=last).collect()
            };
            for place in places.into_iter().filter(|place| *place <= last && *place != at) {
                let mut other = design.clone();
                other[lever] = place;
                neighbours.push((lever, other));
            }
        }
        neighbours
    }
}
