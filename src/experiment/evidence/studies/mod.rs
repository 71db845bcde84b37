//! The table of studies, in the order of their numbers.
//!
//! Settings stand in the scenarios; expectations are those of the studies, fixed before anything was
//! run. A size is what the study gives as a range, else half to one and a half of what it measured. A test
//! is never loosened so that it holds.

mod effort;
mod learning;
mod teams;
mod timing;

use super::study::Study;

macro_rules! world {
    ($file:literal) => {
        ($file, include_str!(concat!("../../../../scenarios/evidence/", $file)))
    };
}
use world;

/// All of them.
pub const STUDIES: &[Study] = &[
    BEST_SHARE,
    UNDER_RISK,
    effort::LAZEAR,
    effort::SORTED,
    timing::OYER,
    timing::STEENBURGH,
    teams::HOLMSTROM,
    effort::MISRA_NAIR,
    effort::CHUNG,
    timing::LARKIN,
    teams::FRIEBEL,
    teams::RANKS,
    teams::TOURNAMENT,
    teams::COUNTERS,
    learning::PAIRS,
    timing::MONTH_END,
    teams::KNOWN,
    learning::MENTORS,
    learning::QUITTING_CALLS,
    effort::QUOTA_FREQUENCY,
];

/// A study without worlds, to start from.
const NOTHING: Study = Study {
    id: "",
    name: "",
    source: "",
    setting: "",
    measured: "",
    calibrates: "",
    missing: "",
    worlds: &[],
    others: &[],
    other: "",
    bases: &[],
    tests: &[],
};

const BEST_SHARE: Study = Study {
    id: "V-I1",
    name: "lal-srinivasan",
    source: "Basu et al. 1985; Lal, Srinivasan 1993",
    setting: "the best share of salary, by uncertainty, cost and effectiveness of effort",
    measured: "more salary the less certain sales are, more commission the more effort does",
    missing: "plans are compared, not designed, and risk weakens nobody's effort: no best share",
    ..NOTHING
};

const UNDER_RISK: Study = Study {
    id: "V-I2",
    name: "holmstrom-risk",
    source: "Holmstrom 1979; Holmstrom, Milgrom 1987",
    setting: "the best strength of incentives, by risk",
    measured: "weaker incentives the more chance there is in results; straight lines are best",
    missing: "chance in results weakens nobody's effort here, only the wish to stay",
    ..NOTHING
};
