//! A ranking chooses whom a look at everybody would choose.

use posse::sales::ranking::{Rank, Ranking, greatest_first};
use proptest::prelude::*;

fn scanned(ranks: &[Option<Rank>], but: Option<usize>) -> Option<usize> {
    let others = (0..ranks.len()).filter(|place| Some(*place) != but && ranks[*place].is_some());
    others.min_by_key(|place| ranks[*place])
}

fn rank() -> impl Strategy<Value = Option<Rank>> {
    prop::option::weighted(0.7, (0..4_u64, 0..3_u64))
}

proptest! {
    #[test]
    fn an_index_and_a_scan_choose_the_same_place(
        first in prop::collection::vec(rank(), 1..40),
        changes in prop::collection::vec((0..40_usize, rank()), 0..80),
    ) {
        let mut ranks = first;
        let mut ranking = Ranking::of(ranks.clone());
        for (place, rank) in changes {
            let place = place % ranks.len();
            ranks[place] = rank;
            ranking.set(place, rank);
            let there: Vec<usize> = (0..ranks.len()).filter(|p| ranks[*p].is_some()).collect();
            prop_assert_eq!(ranking.first(), scanned(&ranks, None));
            prop_assert_eq!(ranking.first_but(place), scanned(&ranks, Some(place)));
            prop_assert_eq!(ranking.count(), there.len());
            for n in 0..=there.len() {
                prop_assert_eq!(ranking.nth(n), there.get(n).copied());
            }
            let behind = there.iter().copied().find(|other| *other >= place);
            prop_assert_eq!(ranking.next_from(place), behind.or(there.first().copied()));
        }
    }

    #[test]
    fn greater_numbers_rank_first(a in -1e9..1e9_f64, b in -1e9..1e9_f64) {
        prop_assert_eq!(greatest_first(a) < greatest_first(b), a > b);
    }
}

#[test]
fn nobody_is_first_where_nobody_takes_part() {
    let ranking = Ranking::of(vec![None]);
    assert_eq!((ranking.first(), ranking.nth(0), ranking.next_from(0)), (None, None, None));
    let all = Ranking::of(Vec::new());
    assert_eq!((all.first(), all.count()), (None, 0));
}
