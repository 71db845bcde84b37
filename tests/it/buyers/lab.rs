//! Buyers made to measure.

use posse::engine::law::Law;
use posse::engine::random::{Entity, Luck, Place};
use posse::sales::buyer::{
    Buyer, BuyerSkills, Buyers, Buying, BuyingTime, CommitteeEffects, CommitteeSize,
    DialogueEffects, DialogueMix, LeadLuck, Leaves, Needs, Prospects, Readiness, Rivals, Skills,
    Tables,
};
use posse::sales::purpose::{lead_entity, member_entity, name_hash};

/// A world, one channel and one segment of it, and its luck.
pub(super) struct Lab {
    pub(super) world: Buyers,
    pub(super) prospects: Prospects,
    pub(super) buying: Buying,
    pub(super) luck: Luck,
}

/// Somebody of standard skill.
pub(super) const STANDARD: Skills = Skills { qualify: 1.0, educate: 1.0, close: 1.0 };

impl Lab {
    /// The world of the defaults, but that pitching offends nobody, with committees of this size.
    pub(super) fn of(members: u32) -> Self {
        let world = Buyers {
            skills: BuyerSkills::default(),
            leaves: Leaves::default(),
            needs: Needs::default(),
            dialogue: DialogueEffects { pressure_per_hour: 0.0, ..DialogueEffects::default() },
            committee: CommitteeEffects::default(),
            time: BuyingTime::default(),
            readiness: Readiness::default(),
            rival: Rivals::default(),
            customers: None,
            word: None,
        };
        let members = CommitteeSize { least: members, more: 0, chance: 0.0 };
        let buying = Buying { members, ..Buying::default() };
        Self { world, prospects: Prospects::default(), buying, luck: Luck::new(20_260_105, 3) }
    }

    /// Everybody sits at the table from the start.
    pub(super) fn all_there(mut self) -> Self {
        self.world.committee.join = fixed(0.0);
        self
    }

    /// All leads have this fit, and want exactly what they need.
    pub(super) fn all_fit(mut self, fit: f64) -> Self {
        self.prospects.fit = fixed(fit);
        (self.world.needs.wants_bias, self.world.needs.wants_spread) = (0.0, 0.0);
        self
    }

    pub(super) fn tables(&self) -> Tables {
        Tables::new(&self.world, std::iter::once(&self.prospects), None)
    }

    pub(super) fn luck_of(&self, lead: u32) -> LeadLuck<'_> {
        LeadLuck { luck: &self.luck, lead: entity(lead) }
    }

    /// A lead whose truth is drawn, and nothing else.
    pub(super) fn known(&self, tables: &Tables, lead: u32) -> Buyer {
        let mut buyer = Buyer::UNKNOWN;
        buyer.know(&self.world, tables, (0, &self.prospects), self.luck_of(lead));
        buyer
    }

    /// A lead whose first dialogue begins at hour 0.
    pub(super) fn begun(&self, tables: &Tables, lead: u32) -> Buyer {
        let mut buyer = self.known(tables, lead);
        buyer.begin(&self.world, tables, &self.buying, self.luck_of(lead), 0.0);
        buyer
    }

    /// The first `n` leads, begun at hour 0.
    pub(super) fn leads(&self, n: u32) -> impl Iterator<Item = (Buyer, LeadLuck<'_>)> {
        let tables = self.tables();
        (0..n).map(move |lead| (self.begun(&tables, lead), self.luck_of(lead)))
    }

    /// The threshold of a lead for this purpose.
    pub(super) fn threshold(&self, lead: u32, purpose: u8) -> f64 {
        self.luck.at(entity(lead), purpose, Place::NONE, 0).exponential()
    }

    /// The numbers of a member for this purpose.
    pub(super) fn of_member(
        &self,
        lead: u32,
        member: u32,
        purpose: u8,
    ) -> posse::engine::random::Draws<'_> {
        self.luck.at(member_entity(entity(lead), member), purpose, Place::NONE, 0)
    }
}

pub(super) fn entity(lead: u32) -> Entity {
    lead_entity(name_hash("web"), lead)
}

pub(super) fn fixed(value: f64) -> Law {
    Law::fixed(value).expect("a finite number")
}

pub(super) fn beta(a: f64, b: f64) -> Law {
    Law::beta(a, b, 0.0, 1.0).expect("positive shapes")
}

/// A mix that listens and challenges so much, and pitches the rest.
pub(super) fn mix(listen: f64, challenge: f64) -> DialogueMix {
    DialogueMix { listen, challenge }
}

/// Asserts that `hits` of `n` are a share of `expected`, within four standard errors.
pub(super) fn assert_share(hits: u32, n: u32, expected: f64, what: &str) {
    let n = f64::from(n);
    let share = f64::from(hits) / n;
    let noise = (expected * (1.0 - expected) / n).sqrt();
    assert!((share - expected).abs() <= 4.0 * noise, "{what}: {share} is not {expected} ± {noise}");
}

/// Asserts that the mean of `values` is `expected`, within four standard errors.
pub(super) fn assert_mean(values: &[f64], expected: f64, what: &str) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
    let noise = (variance / n).sqrt();
    assert!((mean - expected).abs() <= 4.0 * noise, "{what}: {mean} is not {expected} ± {noise}");
}

/// Asserts that two numbers are the same but for rounding.
pub(super) fn assert_close(found: f64, expected: f64, what: &str) {
    let scale = expected.abs().max(1.0);
    assert!((found - expected).abs() <= 1e-11 * scale, "{what}: {found} is not {expected}");
}

pub(super) fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}
