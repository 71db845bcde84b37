//! What a study can be asked about: known before its first run, so that a condition that can't be
//! answered is refused at once.

use crate::sales::{Measure, Unit};
use crate::scenario::nearest;
use crate::stats::Verdict;

/// Examples for whoever wrote something that can't be read.
pub(super) const EXAMPLES: &str = "e.g. `return_on_sales.difference.mean > 1 pp`, \
    `return_on_sales.verdict == better` or `team.lead_time_p85.mean < 5 d`";

/// What a study answers.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::cli) enum Value {
    Number(f64),
    Word(&'static str),
}

impl Value {
    /// So many of something.
    pub(super) fn of_count(count: usize) -> Self {
        Self::Number(count as f64)
    }
}

/// What a study can be asked about.
pub(in crate::cli) struct Frame {
    /// Policies, pairs, rules, inputs or field studies by name, each with what can be asked of it.
    pub(in crate::cli) subjects: Vec<(String, Vec<Statistic>)>,
    /// How many of them, from the first, are policies; what is measured of all others is a difference.
    pub(in crate::cli) policies: usize,
    /// The subject of a condition that names none.
    pub(in crate::cli) usual: Option<usize>,
    /// What is asked for: measures that a condition names, or the only one, which it doesn't.
    pub(in crate::cli) measures: Measures,
    /// What can be counted.
    pub(in crate::cli) counts: &'static [&'static str],
    /// The scenario's currency; may be empty.
    pub(in crate::cli) currency: String,
}

/// The measures of a study.
pub(in crate::cli) enum Measures {
    /// A condition names one of these.
    Named(Vec<Measure>),
    /// Everything is about this one.
    Only(Box<Measure>),
    /// Nothing is about a measure.
    Nothing,
}

/// What can be asked of a subject.
#[derive(Clone, Copy)]
pub(in crate::cli) struct Statistic {
    pub(in crate::cli) name: &'static str,
    pub(in crate::cli) kind: Kind,
}

/// What an answer is.
#[derive(Clone, Copy)]
pub(in crate::cli) enum Kind {
    /// A number in the measure's unit.
    Measured,
    /// A share.
    Share,
    /// One of these words.
    Word(fn() -> Vec<&'static str>),
}

/// What a condition asks for.
#[derive(Clone, Copy)]
pub(in crate::cli) enum Asked {
    /// The number of something, by its place among the counts.
    Count(usize),
    /// A statistic of a measure of a subject.
    Of { subject: usize, measure: usize, statistic: Statistic },
}

/// How much a mean differs from that of earlier results.
pub(in crate::cli) const CHANGE: &str = "change";

/// What can be asked of an estimate.
pub(in crate::cli) const ESTIMATE: &[Statistic] = &[
    measured("mean"),
    measured("low"),
    measured("high"),
    measured("p05"),
    measured("p25"),
    measured("p50"),
    measured("p75"),
    measured("p95"),
    measured("standard_error"),
];

/// What else can be asked of the difference between two policies.
pub(in crate::cli) const JUDGED: &[Statistic] =
    &[Statistic { name: "b_better_share", kind: Kind::Share }, VERDICT];

/// The verdict on the second policy of a pair.
const VERDICT: Statistic =
    Statistic { name: "verdict", kind: Kind::Word(|| Verdict::ALL.map(Verdict::name).to_vec()) };

/// A statistic in the measure's unit.
pub(in crate::cli) const fn measured(name: &'static str) -> Statistic {
    Statistic { name, kind: Kind::Measured }
}

/// The name of the pair in which policy `a` is taken off policy `b`, as in `--of`.
pub(in crate::cli) fn pair_name(a: &str, b: &str) -> String {
    format!("{b}-{a}")
}

impl Frame {
    /// Policies and their pairs, b after a, in the order of the policies.
    pub(in crate::cli) fn of_policies(
        names: &[&str],
        (of_one, of_two): (&[Statistic], &[Statistic]),
        (measures, currency): (Vec<Measure>, &str),
    ) -> Self {
        let own = names.iter().map(|name| ((*name).to_owned(), of_one.to_vec()));
        let pair = |(a, b): (usize, usize)| (pair_name(names[a], names[b]), of_two.to_vec());
        Self {
            subjects: own.chain(pairs(names.len()).map(pair)).collect(),
            policies: names.len(),
            usual: (names.len() > 1).then_some(names.len()),
            measures: Measures::Named(measures),
            counts: &["warnings"],
            currency: currency.to_owned(),
        }
    }

    /// What is asked for by what stands before the operator.
    pub(super) fn understood(&self, text: &str) -> Result<Asked, String> {
        if let Some(count) = self.counts.iter().position(|count| *count == text) {
            return Ok(Asked::Count(count));
        }
        let (rest, statistic) = text.rsplit_once('.').ok_or_else(|| self.no_statistic(text))?;
        let (named, key) = self.subject(rest);
        let key =
            if named.is_none() { key.strip_suffix(".difference").unwrap_or(key) } else { key };
        let measure = match &self.measures {
            Measures::Named(all) => all.iter().position(|measure| measure.key == key),
            Measures::Only(_) | Measures::Nothing => key.is_empty().then_some(0),
        };
        let measure = measure.ok_or_else(|| self.no_subject(rest, key))?;
        let Some(subject) = named.or(self.usual) else {
            return Err("a difference needs two policies".to_owned());
        };
        let statistics = &self.subjects[subject].1;
        let found = statistics.iter().find(|known| known.name == statistic);
        let statistic = *found.ok_or_else(|| self.no_such_statistic(subject, statistic))?;
        let is_judged = !matches!(statistic.kind, Kind::Measured);
        if let Some(of) = self.measure(measure).filter(|of| is_judged && of.better.is_none()) {
            return Err(format!(
                "more `{}` is neither better nor worse: it has no verdict",
                of.key
            ));
        }
        Ok(Asked::Of { subject, measure, statistic })
    }

    /// The unit of what is asked for, where it is a number; a count has none.
    pub(super) fn unit(&self, asked: &Asked) -> Option<Unit> {
        match asked {
            Asked::Count(_) => None,
            Asked::Of { statistic: Statistic { kind: Kind::Share, .. }, .. } => Some(Unit::Share),
            Asked::Of { measure, .. } => {
                Some(self.measure(*measure).map_or(Unit::Number, |measure| measure.unit))
            }
        }
    }

    pub(super) fn measure(&self, index: usize) -> Option<&Measure> {
        match &self.measures {
            Measures::Named(all) => all.get(index),
            Measures::Only(one) => Some(one),
            Measures::Nothing => None,
        }
    }

    /// Whether what is asked for is a difference, whose shares are told in points.
    pub(super) fn is_difference(&self, asked: &Asked) -> bool {
        let Asked::Of { subject, statistic, .. } = asked else { return false };
        let is_told_in_points = *subject >= self.policies || statistic.name == CHANGE;
        matches!(statistic.kind, Kind::Measured) && is_told_in_points
    }

    /// The subject (the longest name that fits, for names may hold dots) and the rest.
    fn subject<'t>(&self, text: &'t str) -> (Option<usize>, &'t str) {
        let fits = |(index, (name, _)): (usize, &(String, _))| {
            let rest = text.strip_prefix(name.as_str())?;
            let rest = if rest.is_empty() { Some(rest) } else { rest.strip_prefix('.') };
            Some((index, rest?))
        };
        let found = self.subjects.iter().enumerate().filter_map(fits);
        let found = found.min_by_key(|(_, rest)| rest.len());
        found.map_or((None, text), |(index, rest)| (Some(index), rest))
    }

    fn no_statistic(&self, text: &str) -> String {
        let near = nearest(text, self.counts);
        let meant = near.map_or(String::new(), |near| format!("did you mean `{near}`? "));
        format!("`{text}` names no statistic\nhint: {meant}{EXAMPLES}")
    }

    fn no_such_statistic(&self, subject: usize, written: &str) -> String {
        let names: Vec<&str> = self.subjects[subject].1.iter().map(|of| of.name).collect();
        let meant = nearest(written, &names);
        let meant = meant.map_or(String::new(), |near| format!("did you mean `{near}`? "));
        let of_pair = if subject < self.policies && self.policies > 1 {
            ", or of a difference `b_better_share` or `verdict`"
        } else {
            ""
        };
        if written == CHANGE && self.policies > 0 {
            return "`change` compares with earlier results\nhint: name their folder with \
                    `--baseline FOLDER`"
                .to_owned();
        }
        format!(
            "`{written}` cannot be asked for\nhint: {meant}expected one of `{}`{of_pair}",
            names.join("`, `")
        )
    }

    /// What was probably meant by a subject or measure that is not there.
    fn no_subject(&self, written: &str, key: &str) -> String {
        let subjects: Vec<&str> = self.subjects.iter().map(|(name, _)| name.as_str()).collect();
        let Measures::Named(all) = &self.measures else {
            let near = nearest(written, &subjects);
            let meant = near.map_or(String::new(), |near| format!("did you mean `{near}`? "));
            let list = subjects.join("`, `");
            return format!("nothing called `{written}`\nhint: {meant}expected one of `{list}`");
        };
        if let Some(name) = self.turned(written) {
            return format!("`{written}` is the other way round\nhint: ask for `{name}`");
        }
        let keys: Vec<&str> = all.iter().map(|measure| measure.key.as_str()).collect();
        let (before, last) = written.split_once('.').unwrap_or(("", written));
        let near = nearest(key, &keys).map(str::to_owned).or_else(|| {
            // A measure that exists, after a subject that does not.
            let subject = nearest(before, &subjects).filter(|_| keys.contains(&last))?;
            Some(format!("{subject}.{last}"))
        });
        let near = near.or_else(|| {
            let measure = written.rsplit_once('.').map(|(measure, _)| measure)?;
            keys.contains(&measure).then(|| format!("{measure}.difference"))
        });
        let meant = near.map_or(String::new(), |near| format!("did you mean `{near}`? "));
        let (what, rules) = match self.policies {
            0 => ("rule", format!("the rules are `{}`, ", subjects.join("`, `"))),
            _ => ("policy", String::new()),
        };
        format!(
            "no {what} or measure `{written}`\nhint: {meant}{rules}the measures are those of \
             `results.json`"
        )
    }

    /// The pair in its own order, where `written` names it in the other.
    fn turned(&self, written: &str) -> Option<String> {
        let policies = &self.subjects[..self.policies];
        pairs(policies.len()).find_map(|(a, b)| {
            let (a, b) = (&policies[a].0, &policies[b].0);
            let rest = written.strip_prefix(pair_name(b, a).as_str())?;
            rest.starts_with('.').then(|| format!("{}{rest}", pair_name(a, b)))
        })
    }
}

/// Every pair (a, b) of so many policies, a before b.
pub(in crate::cli) fn pairs(policies: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..policies).flat_map(move |a| (a + 1..policies).map(move |b| (a, b)))
}
