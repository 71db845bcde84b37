//! Which two policies the first page is about, and their difference in money.

use super::book::Book;
use crate::experiment::why::Why;
use crate::experiment::{PairSummary, Summary};
use crate::report::finding;

/// The two policies of the first page, and their difference in money.
pub(super) struct Choice<'a> {
    pub(super) summary: &'a Summary,
    /// What is done today, and what it is compared with.
    pub(super) a: usize,
    pub(super) b: usize,
    /// Their difference in what the verdict is about.
    pub(super) primary: &'a PairSummary,
    /// The same in contribution, if there is such a measure and a difference.
    pub(super) money: Option<&'a PairSummary>,
}

impl<'a> Choice<'a> {
    /// The first policy and the one that `why` asks about, else the best of the others.
    pub(super) fn of(book: &Book<'a>) -> Option<Self> {
        Self::asked(&book.comparison?.summary, book.why)
    }

    /// The first policy and the best of the others.
    pub(super) fn among(summary: &'a Summary) -> Option<Self> {
        Self::asked(summary, None)
    }

    fn asked(summary: &'a Summary, why: Option<&Why>) -> Option<Self> {
        let all = || finding::pairs(summary, summary.primary).filter(|pair| pair.a == 0);
        let asked = why.and_then(|why| {
            let [a, b] = [0, 1].map(|side| &why.policies[side].0);
            all().find(|p| [&summary.policies[p.a].name, &summary.policies[p.b].name] == [a, b])
        });
        let better = |pair: &&PairSummary| pair.comparison.improvement().0;
        let best = || all().max_by(|one, other| better(one).total_cmp(&better(other)));
        let primary = asked.or_else(best)?;
        let money = finding::measure(summary, "contribution");
        let same = |pair: &&PairSummary| (pair.a, pair.b) == (primary.a, primary.b);
        let money = money.and_then(|money| finding::pairs(summary, money).find(same));
        let money = money.filter(|pair| pair.comparison.difference.mean.is_finite());
        Some(Self { summary, a: primary.a, b: primary.b, primary, money })
    }

    /// Names of both.
    pub(super) fn labels(&self) -> [String; 2] {
        [self.a, self.b].map(|policy| finding::label(self.summary, policy))
    }

    /// What is compared in money if it can be, else what the verdict is about.
    pub(super) fn pair(&self) -> &'a PairSummary {
        self.money.unwrap_or(self.primary)
    }
}

/// The time that is measured: ` a year`, ` in 26 weeks`.
pub(super) fn window(summary: &Summary) -> String {
    let weeks = summary.measured_weeks.round();
    if (52.0..=53.0).contains(&weeks) { " a year".into() } else { format!(" in {weeks} weeks") }
}

/// The time that money is about: the same, or where customers count for years what is won in it.
pub(super) fn of_money(summary: &Summary, measure: usize) -> String {
    let time = window(summary);
    if !summary.measures[measure].label.contains(" over ") {
        return time;
    }
    format!(" from what is won{}", time.replace(" a year", " in a year"))
}

/// A sentence with its full stop.
pub(super) fn full(sentence: &str) -> String {
    if sentence.is_empty() || sentence.ends_with('.') {
        sentence.to_owned()
    } else {
        format!("{sentence}.")
    }
}
