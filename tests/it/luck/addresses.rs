//! The generator's known answers, and that no two addresses share their luck.

use std::collections::BTreeSet;
use std::iter;

use posse::engine::random::{Entity, Generator, Luck, Place, name_key, philox2x64};
use rand::{Rng, RngExt};

/// `kat_vectors` of Random123 (Salmon, Moraes, Dror & Shaw): counter, key, output.
type Answer = ([u64; 2], u64, [u64; 2]);

const PI: Answer = (
    [0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344],
    0xa409_3822_299f_31d0,
    [0x98ed_1534_392b_f372, 0x6752_8b15_6888_2fd5],
);

#[test]
fn philox_with_seven_rounds_gives_the_official_answers() {
    let answers: [Answer; 3] = [
        ([0, 0], 0, [0xb41d_a69f_bfef_c666, 0x511e_9ce1_a553_4056]),
        ([u64::MAX; 2], u64::MAX, [0xa469_6cc0_4462_015d, 0x7247_82da_e171_69e9]),
        PI,
    ];
    for (counter, key, output) in answers {
        assert_eq!(philox2x64::<7>(counter, key), output);
    }
}

#[test]
fn philox_with_ten_rounds_gives_the_official_answers() {
    let answers: [Answer; 3] = [
        ([0, 0], 0, [0xca00_a045_9843_d731, 0x66c2_4222_c9a8_45b5]),
        ([u64::MAX; 2], u64::MAX, [0x65b0_21d6_0cd8_310f, 0x4d02_f322_2f86_df20]),
        (PI.0, PI.1, [0x0a5e_742c_2997_341c, 0xb0f8_83d3_8000_de5d]),
    ];
    for (counter, key, output) in answers {
        assert_eq!(philox2x64::<10>(counter, key), output);
    }
}

#[test]
fn a_word_is_philox_at_the_documented_counter_under_the_documented_key() {
    let (seed, replication) = (0xdead_beef, 7);
    let key = philox2x64::<10>([replication, 0x70_6f73_7365], seed)[0];
    let entity = Entity::new(0xa1, 0x0012_3456_789a_bcde);
    let place = Place::of("demo");
    let tag = 0xb2 << 56 | u64::from(place.number()) << 32 | 0xc_3d4e << 12;

    let default = Luck::new(seed, replication);
    let mut draws = default.at(entity, 0xb2, place, 0xc_3d4e);
    assert_eq!(draws.next_u64(), philox2x64::<7>([entity.0, tag], key)[0]);
    assert_eq!(draws.next_u64(), philox2x64::<7>([entity.0, tag | 1], key)[0]);

    let referee = Luck::with_generator(Generator::Philox10, seed, replication);
    let mut draws = referee.at(entity, 0xb2, place, 0xc_3d4e);
    assert_eq!(draws.next_u64(), philox2x64::<10>([entity.0, tag], key)[0]);
}

/// 0, 1, the top bit, all bits, and each single bit of a field of `bits` bits.
fn corners(bits: u32) -> Vec<u64> {
    let all = u64::MAX >> (u64::BITS - bits);
    let mut values: Vec<u64> = (0..bits).map(|bit| 1 << bit).collect();
    values.extend([0, 3, all, all - 1]);
    values.sort_unstable();
    values.dedup();
    values
}

#[test]
fn fields_of_an_address_do_not_overlap() {
    // one field at a time, and pairs of fields: a bit that spilled over would meet its neighbour
    let luck = Luck::new(1, 0);
    let names: Vec<String> = (0..25).map(|i| format!("stage {i}")).collect();
    let mut words = BTreeSet::new();
    let mut count = 0;
    let mut take = |entity: Entity, purpose: u64, place: Place, occurrence: u64| {
        let purpose = u8::try_from(purpose).unwrap();
        let occurrence = u32::try_from(occurrence).unwrap();
        let mut draws = luck.at(entity, purpose, place, occurrence);
        for _ in 0..3 {
            words.insert(draws.next_u64());
            count += 1;
        }
    };
    for number in corners(56) {
        for kind in corners(8) {
            take(Entity::new(u8::try_from(kind).unwrap(), number), 0, Place::NONE, 0);
        }
        for occurrence in corners(20).into_iter().skip(1) {
            take(Entity::new(0, number), 0, Place::NONE, occurrence);
        }
    }
    for purpose in corners(8).into_iter().skip(1) {
        for occurrence in corners(20) {
            take(Entity::new(0, 0), purpose, Place::NONE, occurrence);
        }
    }
    for name in &names {
        for occurrence in corners(20) {
            take(Entity::new(0, 0), 0, Place::of(name), occurrence);
        }
    }
    assert_eq!(words.len(), count);
}

#[test]
fn neighbouring_addresses_share_no_word() {
    let places = [Place::NONE, Place::of("demo"), Place::of("close")];
    let mut words = BTreeSet::new();
    let mut count = 0;
    for (seed, replication) in [(0, 0), (0, 1), (1, 0), (1, 1), (0, 1 << 32), (1 << 63, 0)] {
        let luck = Luck::new(seed, replication);
        for entity in (0..3).flat_map(|kind| (0..20).map(move |n| Entity::new(kind, n))) {
            for place in places {
                for (purpose, occurrence) in (0..4).flat_map(|p| (0..5).map(move |o| (p, o))) {
                    let mut draws = luck.at(entity, purpose, place, occurrence);
                    words.extend(iter::repeat_with(|| draws.next_u64()).take(4));
                    count += 4;
                }
            }
        }
    }
    assert_eq!(words.len(), count);
}

#[test]
fn every_bit_of_an_address_flips_about_half_of_the_word() {
    // 128 input bits, 64 output bits: the mean of 8,192 coins has a deviation of 0.0055
    let flips = |counter: [u64; 2], bit: u32| {
        let mut other = counter;
        other[bit as usize / 64] ^= 1 << (bit % 64);
        (philox2x64::<7>(counter, 1)[0] ^ philox2x64::<7>(other, 1)[0]).count_ones()
    };
    for counter in [[0, 0], [1, 0], [0, 1 << 12], [1 << 56, 1 << 56]] {
        let total: u32 = (0..128).map(|bit| flips(counter, bit)).sum();
        assert!((f64::from(total) / 8192.0 - 0.5).abs() < 5.0 * 0.0055);
        assert!((0..128).all(|bit| (12..=52).contains(&flips(counter, bit))));
    }
}

#[test]
fn draws_of_one_address_do_not_depend_on_draws_of_another() {
    let luck = Luck::new(9, 2);
    let one = || luck.at(Entity::new(1, 5), 3, Place::NONE, 0);
    let alone: Vec<u64> = iter::repeat_with({
        let mut draws = one();
        move || draws.next_u64()
    })
    .take(10)
    .collect();
    let mut draws = one();
    let mut other = luck.at(Entity::new(1, 6), 3, Place::NONE, 0);
    let mixed: Vec<u64> = (0..10)
        .map(|n| {
            (0..n).for_each(|_| _ = other.next_u64());
            draws.next_u64()
        })
        .collect();
    assert_eq!(alone, mixed);
}

#[test]
fn children_of_one_parent_or_of_neighbours_are_different_entities() {
    let children: BTreeSet<Entity> = (0..300)
        .flat_map(|parent| (0..300).map(move |ordinal| Entity::new(1, parent).child(2, ordinal)))
        .collect();
    assert_eq!(children.len(), 300 * 300);
    assert!(children.iter().all(|child| child.kind() == 2));
}

#[test]
fn place_of_a_name_is_pinned_and_never_none() {
    assert_eq!(name_key(""), 0xcbf2_9ce4_8422_2325);
    assert_eq!(name_key("a"), 0xaf63_dc4c_8601_ec8c, "published FNV-1a test value");
    assert_eq!(name_key("foobar"), 0x8594_4171_f739_67e8, "published FNV-1a test value");
    assert_eq!(Place::of("foobar").number(), 0x0078_938b);
    assert_ne!(Place::of("demo"), Place::NONE);
}

#[test]
fn names_collide_no_more_often_than_chance_says() {
    // 4,000 names in 2^24 places: 0.48 collisions expected, more than 6 once in 10^7 worlds
    let names = (0..2000).flat_map(|i| [format!("stage {i}"), format!("s{i}")]);
    let places: BTreeSet<u32> = names.map(|name| Place::of(&name).number()).collect();
    assert!(places.len() >= 4000 - 6, "{} places", places.len());
}

#[test]
#[cfg(debug_assertions)]
#[should_panic(expected = "occurrence 1048576 is not below 2^20")]
fn an_occurrence_beyond_its_field_is_refused() {
    let _ = Luck::new(0, 0).at(Entity::new(0, 0), 0, Place::NONE, 1 << 20);
}

#[test]
fn draws_serve_the_traits_of_rand() {
    fn three<R: Rng>(mut source: R) -> (u32, u64, [u8; 11]) {
        let mut bytes = [0; 11];
        let first = (source.next_u32(), source.next_u64());
        source.fill_bytes(&mut bytes);
        (first.0, first.1, bytes)
    }
    let luck = Luck::new(3, 0);
    let draws = luck.at(Entity::new(1, 1), 0, Place::NONE, 0);
    let mut same = draws.clone();
    let words: [u64; 4] = std::array::from_fn(|_| same.next_u64());
    let (short, long, bytes) = three(draws.clone());
    assert_eq!(u64::from(short), words[0] >> 32);
    assert_eq!(long, words[1]);
    assert_eq!(bytes[..8], words[2].to_le_bytes());
    assert_eq!(bytes[8..], words[3].to_le_bytes()[..3]);
    let mut dice = draws;
    assert!((0..100).all(|_| (1..=6).contains(&dice.random_range(1..=6))));
}

#[test]
fn uniform_numbers_keep_to_their_intervals() {
    struct Bits(u64);
    impl rand::TryRng for Bits {
        type Error = std::convert::Infallible;
        fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
            unreachable!("no sampler takes 32 bits")
        }
        fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
            Ok(self.0)
        }
        fn try_fill_bytes(&mut self, _: &mut [u8]) -> Result<(), Self::Error> {
            unreachable!("no sampler takes bytes")
        }
    }
    let width = posse::engine::law::Law::uniform(0.0, 1.0).unwrap();
    assert!(width.sample(&mut Bits(0)).abs() < f64::MIN_POSITIVE);
    assert!(width.sample(&mut Bits(u64::MAX)) < 1.0);
    // log-logistic inverts an open unit number, so both ends stay finite and above 0
    let open = posse::engine::law::Law::log_logistic(1.0, 1.0).unwrap();
    assert!(open.sample(&mut Bits(0)) > 0.0);
    assert!(open.sample(&mut Bits(u64::MAX)).is_finite());
    // layer 1, lowest point: the least exponential number of the fast path
    assert!(posse::engine::random::exponential(&mut Bits(1)) > 0.0);
}

/// Independence over 200 streams of 1,000 uniforms (case R-INDEP-1). The bounds come from normal
/// and chi-square theory at a level of 0.001 (Bonferroni over all pairs for the correlation).
mod independence {
    use super::{Entity, Luck, Place, iter};

    const STREAMS: u32 = 200;
    const DRAWS: usize = 1000;

    /// Each stream differs from the origin in one field only, by 1 to 40; every field has its turn.
    fn uniforms() -> Vec<Vec<f64>> {
        let stream = |i: u32| {
            let of_field = |field| if i % 5 == field { i / 5 + 1 } else { 0 };
            let luck = Luck::new(of_field(0).into(), of_field(1).into());
            let mut draws = luck.at(
                Entity::new(1, of_field(2).into()),
                u8::try_from(of_field(3)).expect("40 at most"),
                Place::NONE,
                of_field(4),
            );
            iter::repeat_with(|| draws.unit()).take(DRAWS).collect()
        };
        (0..STREAMS).map(stream).collect()
    }

    #[test]
    fn no_two_streams_share_their_first_draws() {
        let mut first: Vec<Vec<u64>> =
            uniforms().iter().map(|u| u[..4].iter().map(|x| x.to_bits()).collect()).collect();
        first.sort_unstable();
        first.dedup();
        assert_eq!(first.len(), STREAMS as usize);
    }

    #[test]
    fn pairs_of_streams_are_uncorrelated() {
        let mut standard = uniforms();
        for u in &mut standard {
            let mean = u.iter().sum::<f64>() / DRAWS as f64;
            let square: f64 = u.iter().map(|x| (x - mean) * (x - mean)).sum();
            for x in u.iter_mut() {
                *x = (*x - mean) / square.sqrt();
            }
        }
        let (mut largest, mut sum) = (0.0_f64, 0.0);
        for (i, a) in standard.iter().enumerate() {
            for b in &standard[..i] {
                let r: f64 = a.iter().zip(b).map(|(x, y)| x * y).sum();
                largest = largest.max(r.abs());
                sum += DRAWS as f64 * r * r;
            }
        }
        assert!(largest < 0.172_357_385_777_819, "largest correlation {largest}");
        assert!((19_250.086..20_563.017).contains(&sum), "sum of m r^2 {sum}");
    }

    #[test]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a bin of 64")]
    fn pooled_draws_are_uniform() {
        let mut bins = [0_u32; 64];
        uniforms().iter().flatten().for_each(|x| bins[(x * 64.0) as usize] += 1);
        let expected = f64::from(STREAMS) * DRAWS as f64 / 64.0;
        let chi2: f64 = bins.map(|n| (f64::from(n) - expected).powi(2) / expected).iter().sum();
        assert!((32.455..106.583).contains(&chi2), "chi-square {chi2}");
    }

    #[test]
    fn first_draws_of_consecutive_replications_are_uniform_and_uncorrelated() {
        let n = STREAMS as usize;
        let first: Vec<f64> = (0..u64::from(STREAMS))
            .map(|rep| Luck::new(42, rep).at(Entity::new(1, 0), 0, Place::NONE, 0).unit())
            .collect();
        let lag: f64 = first.windows(2).map(|w| (w[0] - 0.5) * (w[1] - 0.5)).sum();
        let z = lag * 12.0 / (n as f64 - 1.0).sqrt();
        assert!(z.abs() < 3.29, "lag-1 correlation, z = {z}");
        let distance = super::super::laws::ks_distance(&first, true, |x| x);
        assert!(distance < 0.136_804_265_974_858, "KS distance {distance}");
    }
}
