//! Dividing what a set of players achieves among them: Shapley values and interactions.

/// How many players a game may have: its coalitions are counted by bits.
pub const MOST_PLAYERS: usize = 16;

/// The Shapley value of each player (Shapley, 1953): what the player adds, on average over all
/// orders in which the players may come.
///
/// `worth[mask]` is what the coalition of the players whose bits are set in `mask` achieves. The
/// values sum to `worth[all] − worth[none]`; who never changes anything has exactly 0.
///
/// # Panics
///
/// If the number of coalitions is no power of two, or there are more than [`MOST_PLAYERS`].
pub fn shapley(worth: &[f64]) -> Vec<f64> {
    let players = players(worth);
    let weights = weights(players, 1);
    let value = |player: usize| {
        let bit = 1 << player;
        let without = (0..worth.len()).filter(|mask| mask & bit == 0);
        without.map(|mask| weights[size(mask)] * (worth[mask | bit] - worth[mask])).sum()
    };
    (0..players).map(value).collect()
}

/// The Shapley interaction index of each pair of players (Owen, 1972; Grabisch and Roubens, 1999),
/// for (0, 1), (0, 2), … in order: how much more both add together than each alone, on average over
/// the coalitions of the others. Exactly 0 where one of the two never changes anything.
///
/// # Panics
///
/// As [`shapley`].
pub fn interactions(worth: &[f64]) -> Vec<f64> {
    let players = players(worth);
    let weights = weights(players, 2);
    let index = |(i, j): (usize, usize)| {
        let (one, other) = (1 << i, 1 << j);
        let without = (0..worth.len()).filter(|mask| mask & (one | other) == 0);
        let joint = |mask: usize| {
            (worth[mask | one | other] - worth[mask | other]) - (worth[mask | one] - worth[mask])
        };
        without.map(|mask| weights[size(mask)] * joint(mask)).sum()
    };
    pairs(players).map(index).collect()
}

/// The pairs of so many players, in the order of [`interactions`].
pub fn pairs(players: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..players).flat_map(move |i| (i + 1..players).map(move |j| (i, j)))
}

fn players(worth: &[f64]) -> usize {
    assert!(worth.len().is_power_of_two(), "every coalition has a worth, not {}", worth.len());
    let players = worth.len().trailing_zeros() as usize;
    assert!(players <= MOST_PLAYERS, "at most {MOST_PLAYERS} players, not {players}");
    players
}

fn size(mask: usize) -> usize {
    mask.count_ones() as usize
}

/// The weight of a coalition of s of the n − `apart` other players:
/// s! (n − s − `apart`)! / (n − `apart` + 1)!. Those of all coalitions sum to 1.
fn weights(players: usize, apart: usize) -> Vec<f64> {
    let Some(others) = players.checked_sub(apart) else { return Vec::new() };
    let chosen =
        |size: usize| (0..size).fold(1.0, |ways, k| ways * (others - k) as f64 / (k + 1) as f64);
    (0..=others).map(|size| 1.0 / ((others + 1) as f64 * chosen(size))).collect()
}
