//! Shapley values and interactions of games with known answers.

use posse::stats::{interactions, pairs, shapley};

fn game(players: usize, worth: impl Fn(usize) -> f64) -> Vec<f64> {
    (0..1 << players).map(worth).collect()
}

fn close(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() < 1e-12, "{found}, not {expected}");
    }
}

/// Numbers without a pattern.
fn scrambled(mask: usize) -> f64 {
    let mixed = (mask as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
    mixed as f64 / 1000.0
}

#[test]
fn the_owner_of_the_only_left_glove_has_two_thirds() {
    // Shapley (1953); Roth (1988): one left glove, two right ones; a pair is worth 1.
    let pair = |mask: usize| f64::from(u8::from(mask & 1 == 1 && mask & 0b110 != 0));
    close(&shapley(&game(3, pair)), &[2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0]);
}

#[test]
fn who_needs_a_longer_runway_pays_for_its_end() {
    // Littlechild and Owen (1973): each part of the runway is shared by those who need it.
    let lengths = [1.0, 2.0, 4.0, 7.0];
    let runway = |mask: usize| {
        let used = lengths.iter().enumerate().filter(|(player, _)| mask >> player & 1 == 1);
        used.fold(0.0, |longest: f64, (_, length)| longest.max(*length))
    };
    let first = 1.0 / 4.0;
    let expected =
        [first, first + 1.0 / 3.0, first + 1.0 / 3.0 + 1.0, first + 1.0 / 3.0 + 1.0 + 3.0];
    close(&shapley(&game(4, runway)), &expected);
}

#[test]
fn the_values_sum_to_the_whole_whatever_the_game() {
    for players in 0..=9 {
        let worth = game(players, scrambled);
        let sum: f64 = shapley(&worth).iter().sum();
        let whole = worth[worth.len() - 1] - worth[0];
        assert!((sum - whole).abs() < 1e-9 * whole.abs().max(1.0), "{players}: {sum}, not {whole}");
    }
}

#[test]
fn who_changes_nothing_has_exactly_nothing_alone_and_with_others() {
    let idle = 2;
    let worth = game(5, |mask| scrambled(mask & !(1 << idle)));
    assert_eq!(shapley(&worth)[idle].to_bits(), 0.0_f64.to_bits());
    for ((i, j), together) in pairs(5).zip(interactions(&worth)) {
        assert!(i != idle && j != idle || together == 0.0, "{i} with {j}: {together}");
    }
}

#[test]
fn who_are_alike_have_the_same() {
    let alike = |mask: usize| {
        let both = (mask & 1) + (mask >> 3 & 1);
        scrambled(both << 4 | mask & 0b110)
    };
    let values = shapley(&game(4, alike));
    assert!((values[0] - values[3]).abs() < 1e-12, "{values:?}");
}

#[test]
fn of_two_who_only_work_together_all_is_interaction() {
    let worth = game(2, |mask| if mask == 3 { 10.0 } else { 0.0 });
    close(&shapley(&worth), &[5.0, 5.0]);
    close(&interactions(&worth), &[10.0]);
}

#[test]
fn a_sum_has_no_interaction_and_a_product_of_three_shares_it() {
    let sum =
        game(4, |mask| (0..4).filter(|p| mask >> p & 1 == 1).map(|p| 1.5 + f64::from(p)).sum());
    close(&interactions(&sum), &[0.0; 6]);
    // Of the game that is 1 with all three and else 0, each pair has 1/2 (Grabisch, Roubens 1999).
    let all = game(3, |mask| f64::from(u8::from(mask == 7)));
    close(&interactions(&all), &[0.5; 3]);
}

#[test]
#[should_panic(expected = "every coalition has a worth, not 3")]
fn a_game_with_a_coalition_missing_is_a_mistake() {
    shapley(&[0.0, 1.0, 2.0]);
}
