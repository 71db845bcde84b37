//! Philox2x64: J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel random numbers: as easy as 1, 2,
//! 3", SC 2011. A keyed bijection of 128 bits made of wide multiplications.

/// The multiplier of a round.
const MULTIPLIER: u64 = 0xd2b7_4407_b1ce_6e93;
/// What the key grows by from round to round: 2⁶⁴ divided by the golden ratio.
const WEYL: u64 = 0x9e37_79b9_7f4a_7c15;

/// One block of Philox2x64 with `ROUNDS` rounds, words in the order of Random123.
///
/// 6 rounds are the least that its authors found to pass `BigCrush`, 10 their choice.
#[inline]
pub const fn philox2x64<const ROUNDS: usize>(counter: [u64; 2], key: u64) -> [u64; 2] {
    rounds(counter, &round_keys::<ROUNDS>(key))
}

/// The keys of the first `ROUNDS` rounds.
#[inline]
pub(super) const fn round_keys<const ROUNDS: usize>(key: u64) -> [u64; ROUNDS] {
    let mut keys = [key; ROUNDS];
    let mut round = 1;
    while round < ROUNDS {
        keys[round] = keys[round - 1].wrapping_add(WEYL);
        round += 1;
    }
    keys
}

/// A block after a round with each of these keys.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the two halves of a wide product")]
pub(super) const fn rounds<const ROUNDS: usize>(
    mut block: [u64; 2],
    keys: &[u64; ROUNDS],
) -> [u64; 2] {
    let mut round = 0;
    while round < ROUNDS {
        let product = MULTIPLIER as u128 * block[0] as u128;
        block = [(product >> 64) as u64 ^ keys[round] ^ block[1], product as u64];
        round += 1;
    }
    block
}
