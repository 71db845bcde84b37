//! Keyed luck: a random number is a function of what it decides, not of when it is asked for.
//!
//! A sequential generator hands out its numbers in the order of the calls, so an extra call shifts
//! the luck of everything after it. Here each number has an address instead: whom it concerns
//! ([`Entity`]), what it decides (a purpose and a [`Place`]) and the how-manieth time
//! (occurrence). Two policies that face the same world then face it number by number, and replicas
//! can run in any order on any number of threads.
//!
//! ```text
//! key of a replication = Philox2x64-10(key = seed, counter = (replication, "posse"))
//! word                 = Philox2x64-7 (key,        counter = (entity, tag))
//! entity               = kind 8 bits | number 56
//! tag                  = purpose 8 bits | place 24 | occurrence 20 | word 12
//! ```
//!
//! For one key Philox is a bijection of the 128 counter bits, so two addresses never share an
//! input, and neighbouring addresses are as unrelated as distant ones. Philox with 7 rounds passes
//! `BigCrush` (Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011);
//! [`Generator::Philox10`] is there for whoever doubts it: conclusions must hold under both.
//!
//! The words of one address feed [`rand`]'s traits, so every law of `rand` and `rand_distr` runs
//! on them. The engine's own laws ([`super::law`]) do not depend on those crates' arithmetic.

mod philox;
mod ziggurat;

use std::convert::Infallible;

use rand::TryRng;

pub use philox::philox2x64;
use philox::{round_keys, rounds};
pub use ziggurat::{exponential, normal};

/// Which generator turns addresses into numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Generator {
    /// Philox2x64 with 7 rounds: the default.
    #[default]
    Philox7,
    /// Philox2x64 with 10 rounds: the referee, a little slower.
    Philox10,
}

/// One replication's luck: a copyable value without state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Luck {
    /// The round keys that every word takes, and those that [`Generator::Philox10`] adds.
    keys: [u64; 7],
    further: Option<[u64; 3]>,
}

impl Luck {
    /// The luck of a replication under a seed, by the default generator. Any numbers will do.
    pub const fn new(seed: u64, replication: u64) -> Self {
        Self::with_generator(Generator::Philox7, seed, replication)
    }

    /// The luck of a replication under a seed, by a chosen generator.
    ///
    /// Both generators use the same key, so nothing but the number of rounds differs.
    pub const fn with_generator(generator: Generator, seed: u64, replication: u64) -> Self {
        const DOMAIN: u64 = u64::from_be_bytes(*b"\0\0\0posse");
        let keys: [u64; 10] = round_keys(philox2x64::<10>([replication, DOMAIN], seed)[0]);
        let [first @ .., k7, k8, k9] = keys;
        let further = match generator {
            Generator::Philox7 => None,
            Generator::Philox10 => Some([k7, k8, k9]),
        };
        Self { keys: first, further }
    }

    /// The numbers of one address, from the first.
    ///
    /// `purpose` and the entity's kind are numbers that the model fixes once and for all.
    ///
    /// # Panics
    ///
    /// In debug builds, if `occurrence` is 2²⁰ (about a million) or more. What may happen more
    /// often is an entity of its own.
    #[inline]
    pub fn at(&self, entity: Entity, purpose: u8, place: Place, occurrence: u32) -> Draws<'_> {
        debug_assert!(occurrence < 1 << 20, "occurrence {occurrence} is not below 2^20");
        let tag = u64::from(purpose) << 56 | u64::from(place.0) << 32 | u64::from(occurrence) << 12;
        Draws { luck: self, entity, tag }
    }

    #[inline]
    fn word(&self, entity: Entity, tag: u64) -> u64 {
        let block = rounds([entity.0, tag], &self.keys);
        match &self.further {
            None => block[0],
            Some(keys) => rounds(block, keys)[0],
        }
    }
}

/// Whom or what a number concerns: 8 bits of kind and 56 bits of number.
///
/// An entity's number must come from what the entity is (its source and its place in that source's
/// row), never from a count of everything made so far: that count depends on the course of events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entity(pub u64);

impl Entity {
    const NUMBER_BITS: u32 = 56;
    const NUMBER_MASK: u64 = (1 << Self::NUMBER_BITS) - 1;

    /// The entity of this kind with this number.
    ///
    /// # Panics
    ///
    /// In debug builds, if `number` is 2⁵⁶ or more; otherwise its upper 8 bits are dropped.
    #[inline]
    pub const fn new(kind: u8, number: u64) -> Self {
        debug_assert!(number <= Self::NUMBER_MASK, "an entity's number must be below 2^56");
        Self((kind as u64) << Self::NUMBER_BITS | (number & Self::NUMBER_MASK))
    }

    /// The `ordinal`-th child of this entity, of another kind: a number mixed from both.
    ///
    /// The 56 bits are a hash. Among a million children of one kind in one replication, the
    /// chance that any two share a number is 1 in 144,000.
    #[inline]
    #[must_use]
    pub const fn child(self, kind: u8, ordinal: u64) -> Self {
        const CHILDREN: u64 = u64::from_be_bytes(*b"children");
        let mixed = philox2x64::<7>([self.0, ordinal], CHILDREN)[0];
        Self::new(kind, mixed >> (u64::BITS - Self::NUMBER_BITS))
    }

    /// The kind: the upper 8 bits.
    pub const fn kind(self) -> u8 {
        (self.0 >> Self::NUMBER_BITS) as u8
    }

    /// The number: the lower 56 bits.
    pub const fn number(self) -> u64 {
        self.0 & Self::NUMBER_MASK
    }
}

/// Where in the model a number is used: 24 bits, hashed from a name.
///
/// Hashing instead of counting keeps the luck of all other places when one is added or moved. Two
/// names may share a place (1 in 16 million for a pair): whoever loads a model compares them all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place(u32);

impl Place {
    /// No place in particular. No name has this place.
    pub const NONE: Self = Self(0);

    /// The place with this name: [`name_key`] folded to 24 bits by exclusive or (0 becomes 1).
    pub const fn of(name: &str) -> Self {
        let hash = name_key(name);
        let folded = (hash ^ hash >> 24 ^ hash >> 48) & 0xff_ffff;
        Self(if folded == 0 { 1 } else { folded as u32 })
    }

    /// The 24 bits, as a number; fit to stand in the upper bits of an [`Entity`]'s number.
    pub const fn number(self) -> u32 {
        self.0
    }
}

/// A name as 64 bits: FNV-1a over its UTF-8 bytes (offset 0xcbf29ce484222325, prime 2⁴⁰ + 0x1b3).
pub const fn name_key(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut i = 0;
    while i < bytes.len() {
        hash = (hash ^ bytes[i] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        i += 1;
    }
    hash
}

/// The numbers of one address, in order. Samplers that reject a number take the next one.
///
/// An address has 4,096 words, far more than any sampler takes; debug builds assert it. Through
/// [`rand::Rng`], which it implements, it serves every law of `rand` and `rand_distr`.
#[derive(Clone, Debug)]
pub struct Draws<'a> {
    luck: &'a Luck,
    entity: Entity,
    tag: u64,
}

impl Draws<'_> {
    /// The next 64 random bits.
    #[inline]
    pub fn next_u64(&mut self) -> u64 {
        let word = self.luck.word(self.entity, self.tag);
        debug_assert!(self.tag & 0xfff != 0xfff, "4095 words drawn from one address");
        self.tag += 1;
        word
    }

    /// A uniform number in `[0, 1)`: a multiple of 2⁻⁵³.
    #[inline]
    pub fn unit(&mut self) -> f64 {
        unit(self.next_u64())
    }

    /// A uniform number in `(0, 1)`: an odd multiple of 2⁻⁵³.
    #[inline]
    pub fn open_unit(&mut self) -> f64 {
        open_unit(self.next_u64())
    }

    /// An exponential number with mean 1, by ziggurat.
    #[inline]
    pub fn exponential(&mut self) -> f64 {
        exponential(self)
    }

    /// A standard normal number, by ziggurat.
    #[inline]
    pub fn normal(&mut self) -> f64 {
        normal(self)
    }
}

impl TryRng for Draws<'_> {
    type Error = Infallible;

    /// The upper half of the next word.
    #[inline]
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.next_u64() >> 32) as u32)
    }

    #[inline]
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.next_u64())
    }

    /// Whole words in little-endian order; what is left of the last word is lost.
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.next_u64().to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

/// 64 random bits as a number in `[0, 1)`.
#[inline]
pub(super) fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
}

/// 64 random bits as a number in `(0, 1)`.
#[inline]
pub(super) fn open_unit(bits: u64) -> f64 {
    ((bits >> 12) as f64 + 0.5) * (1.0 / 4_503_599_627_370_496.0)
}
