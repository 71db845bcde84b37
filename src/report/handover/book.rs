//! What a page is made of: what the studies found, and how it is to look.

use super::code::Logo;
use super::levers::Live;
use super::numbers::Numbers;
use super::words::Words;
use crate::experiment::Summary;
use crate::experiment::sensitivity::SensitivitySummary;
use crate::experiment::sweep::SweepSummary;
use crate::experiment::why::Why;

/// What one study found.
#[derive(Clone, Debug)]
pub enum Chapter {
    /// Policies side by side.
    Comparison(Box<Compared>),
    /// What made the difference between two of them.
    Why(Box<Why>),
    /// Where the answer turns.
    Sweep(Box<SweepSummary>),
    /// Which input matters.
    Sensitivity(Box<SensitivitySummary>),
}

/// A comparison, and what the charts of a page need besides.
#[derive(Clone, Debug)]
pub struct Compared {
    /// What was found.
    pub summary: Summary,
    /// Contribution by policy, by run; NaN = undefined.
    pub contribution: Vec<Vec<f64>>,
}

/// A study as a page takes it in.
#[derive(Clone, Debug)]
pub struct Studied {
    /// What it found.
    pub chapter: Chapter,
    /// The facts of its world.
    pub inputs: Vec<Input>,
    /// The words by which it can be run again, after `posse`.
    pub command: Vec<String>,
}

/// A fact of the world and its evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Its key path.
    pub key: String,
    /// Its value as written, or the default.
    pub value: String,
    /// Whether the default holds.
    pub is_default: bool,
    /// What kind of evidence there is; empty of an assumption.
    pub kind: &'static str,
    /// The evidence in words.
    pub source: String,
}

/// How a page looks.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// For whom it is; may be empty.
    pub client: String,
    /// The date at its head, as it is to be read; may be empty.
    pub date: String,
    /// A picture at its head.
    pub logo: Option<Logo>,
    /// How numbers are written.
    pub numbers: Numbers,
    /// What it takes to run the scenario on the page itself.
    pub live: Option<Live>,
}

/// What the parts of a page draw on.
pub(super) struct Book<'a> {
    pub(super) comparison: Option<&'a Compared>,
    pub(super) why: Option<&'a Why>,
    pub(super) sweeps: Vec<&'a SweepSummary>,
    pub(super) sensitivities: Vec<&'a SensitivitySummary>,
    pub(super) studies: &'a [Studied],
    pub(super) live: Option<&'a Live>,
    pub(super) words: Words,
}

impl Chapter {
    /// SHA-256 of the world and the policies.
    pub(super) fn world(&self) -> &str {
        match self {
            Self::Comparison(of) => &of.summary.world,
            Self::Why(why) => &why.world,
            Self::Sweep(sweep) => &sweep.world,
            Self::Sensitivity(of) => &of.world,
        }
    }

    /// How people read its policies.
    fn labels(&self) -> Vec<String> {
        let of =
            |pairs: &[(String, String)]| pairs.iter().map(|(_, label)| label.clone()).collect();
        match self {
            Self::Comparison(of) => of.summary.policies.iter().map(|p| p.label.clone()).collect(),
            Self::Why(why) => of(&why.policies),
            Self::Sweep(sweep) => of(&sweep.policies),
            Self::Sensitivity(sensitivity) => of(&sensitivity.policies),
        }
    }
}

impl Studied {
    /// The command, as a person types it.
    pub(super) fn typed(&self) -> String {
        let plain = |c: char| c.is_alphanumeric() || "-_.,:/=%".contains(c);
        let quoted = |word: &String| {
            let is_plain = !word.is_empty() && word.chars().all(plain);
            if is_plain { word.clone() } else { format!("'{}'", word.replace('\'', r"'\''")) }
        };
        let words: Vec<String> = self.command.iter().map(quoted).collect();
        format!("posse {}", words.join(" "))
    }
}

impl<'a> Book<'a> {
    pub(super) fn of(studies: &'a [Studied], look: &'a Look) -> Result<Self, String> {
        let first = studies.first().ok_or("there is no study to report")?;
        let is_other = |study: &&Studied| study.chapter.world() != first.chapter.world();
        if let Some(other) = studies.iter().find(is_other) {
            return Err(format!(
                "these are results of different worlds: `{}` and `{}`\nhint: a report is of one world \
                 with the same policies; make one for each",
                first.typed(),
                other.typed()
            ));
        }
        let labels: Vec<String> = studies.iter().flat_map(|study| study.chapter.labels()).collect();
        let words = Words::new(&labels, look.numbers);
        let (comparison, why) = (None, None);
        let (sweeps, sensitivities) = (Vec::new(), Vec::new());
        let live = look.live.as_ref();
        let mut book = Self { comparison, why, sweeps, sensitivities, studies, live, words };
        studies.iter().try_for_each(|study| book.take(study))?;
        Ok(book)
    }

    fn take(&mut self, study: &'a Studied) -> Result<(), String> {
        let is_second = match &study.chapter {
            Chapter::Comparison(found) => self.comparison.replace(found).is_some(),
            Chapter::Why(why) => self.why.replace(why).is_some(),
            Chapter::Sweep(sweep) => {
                self.sweeps.push(sweep);
                false
            }
            Chapter::Sensitivity(found) => {
                self.sensitivities.push(found);
                false
            }
        };
        if is_second {
            let command = study.command.first().map_or("", String::as_str);
            return Err(format!(
                "two of the folders are of `{command}`\nhint: a report has one of `compare` and one of \
                 `why`, and any number of `sweep` and `sensitivity`"
            ));
        }
        Ok(())
    }
}
