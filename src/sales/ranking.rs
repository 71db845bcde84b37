//! Who is first among people, kept up as single people change.
//!
//! A tournament: the winners of all pairs stand in a tree, and whoever changes plays again along one branch.
//! So a choice among thousands costs a dozen comparisons, and is the one that a look at all would make.

/// What decides who is first: smaller goes first; of equals the one at the lower place.
pub type Rank = (u64, u64);

/// Marks that nobody takes part.
const NOBODY: u32 = u32::MAX;

/// Ranks greater numbers first. `x` may be any finite number.
#[inline]
pub fn greatest_first(x: f64) -> u64 {
    let bits = (x + 0.0).to_bits(); // −0 + 0 = 0
    if bits >> 63 == 0 { !(bits | 1 << 63) } else { bits }
}

/// A pair of branches, or a single place.
#[derive(Clone, Copy, Debug)]
struct Branch {
    /// The place that is first; and how many take part.
    first: u32,
    count: u32,
}

impl Branch {
    const EMPTY: Self = Self { first: NOBODY, count: 0 };
}

/// A ranking of places, some of which take part.
#[derive(Clone, Debug)]
pub struct Ranking {
    /// By place; none = does not take part.
    ranks: Vec<Option<Rank>>,
    /// A power of two, at least one for each place.
    width: usize,
    /// The root stands at 1, the branches of `n` at `2n` and `2n + 1`, the places from `width` on.
    tree: Vec<Branch>,
}

impl Ranking {
    /// Of so many places as there are ranks.
    pub fn of(ranks: Vec<Option<Rank>>) -> Self {
        let width = ranks.len().next_power_of_two();
        let mut ranking = Self { ranks, width, tree: vec![Branch::EMPTY; 2 * width] };
        for place in 0..ranking.ranks.len() {
            ranking.tree[width + place] = ranking.leaf(place);
        }
        for node in (1..width).rev() {
            ranking.tree[node] = ranking.played(node);
        }
        ranking
    }

    /// A place has another rank, or takes part no more.
    pub fn set(&mut self, place: usize, rank: Option<Rank>) {
        if self.ranks[place] == rank {
            return;
        }
        self.ranks[place] = rank;
        let mut node = self.width + place;
        self.tree[node] = self.leaf(place);
        while node > 1 {
            node /= 2;
            self.tree[node] = self.played(node);
        }
    }

    /// The place that is first, if any takes part.
    pub fn first(&self) -> Option<usize> {
        place(self.tree[1].first)
    }

    /// The same of all but one place.
    pub fn first_but(&self, but: usize) -> Option<usize> {
        let (mut node, mut first) = (self.width + but, NOBODY);
        while node > 1 {
            first = self.better(first, self.tree[node ^ 1].first);
            node /= 2;
        }
        place(first)
    }

    /// How many places take part.
    pub fn count(&self) -> usize {
        self.tree[1].count as usize
    }

    /// The place that takes part after `n` others, whatever the ranks.
    pub fn nth(&self, n: usize) -> Option<usize> {
        if n >= self.count() {
            return None;
        }
        let (mut node, mut n) = (1, n);
        while node < self.width {
            let left = self.tree[2 * node].count as usize;
            node *= 2;
            if n >= left {
                (node, n) = (node + 1, n - left);
            }
        }
        Some(node - self.width)
    }

    /// The next place from `start` on that takes part, beginning anew behind the last one.
    pub fn next_from(&self, start: usize) -> Option<usize> {
        let (mut node, mut before) = (self.width + start, 0);
        while node > 1 {
            if node % 2 == 1 {
                before += self.tree[node - 1].count as usize;
            }
            node /= 2;
        }
        self.nth(before).or_else(|| self.nth(0))
    }

    fn leaf(&self, place: usize) -> Branch {
        match self.ranks[place] {
            Some(_) => Branch { first: index(place), count: 1 },
            None => Branch::EMPTY,
        }
    }

    /// What two branches come to.
    fn played(&self, node: usize) -> Branch {
        let (left, right) = (self.tree[2 * node], self.tree[2 * node + 1]);
        Branch { first: self.better(left.first, right.first), count: left.count + right.count }
    }

    /// The better of two places, either of which may be nobody.
    fn better(&self, a: u32, b: u32) -> u32 {
        if a == NOBODY || b == NOBODY {
            return a.min(b);
        }
        let key = |place: u32| (self.ranks[place as usize], place);
        if key(a) < key(b) { a } else { b }
    }
}

fn index(place: usize) -> u32 {
    u32::try_from(place).expect("few enough people")
}

fn place(index: u32) -> Option<usize> {
    (index != NOBODY).then_some(index as usize)
}
