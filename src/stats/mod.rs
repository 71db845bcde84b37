//! Statistics of simulation output.
//!
//! **Invariant:** nothing here knows of simulation, files or threads, and every result has the
//! same bits on every machine: only `+ - * /`, square roots, comparisons and the functions of
//! [`crate::math`] are used.
//!
//! Conventions: *undefined is NaN*, on the way in (a ratio without denominator; an infinite value is
//! taken for undefined too) as on the way out (the mean of nothing); an interval about which the
//! sample says nothing is (−∞, ∞). A `level` is the probability with which an interval covers the
//! true value, 0.95 unless said. All quantities carry the unit of their sample unless said.

mod aalen_johansen;
mod batch_means;
mod beta_binomial;
mod cma_es;
mod comparison;
mod competing;
mod controls;
mod counts;
mod crossed;
mod estimate;
mod front;
mod incidence;
mod information;
mod interval;
mod kaplan_meier;
mod lifetime;
mod log_bins;
mod maximum;
mod mean;
mod morris;
mod paired_ratio;
mod paired_tally;
mod proportion;
mod quantile;
mod race;
mod ratio;
mod regression;
mod risks_fit;
mod risks_likelihood;
mod scores;
mod shapley;
mod sobol;
mod sobol_indices;
mod student;
mod support;
mod surface;
mod survival;
mod tally;
mod verdict;

pub use aalen_johansen::{AalenJohansen, IncidenceStep};
pub use batch_means::{batch_means, lag_one_autocorrelation};
pub use beta_binomial::{BetaBinomial, Group, chi_square_tail};
pub use cma_es::CmaEs;
pub use comparison::Comparison;
pub use competing::{CompetingRisks, Spell};
pub use controls::{Adjusted, MOST_CONTROLS, without_luck};
pub use counts::DispersedCounts;
pub use estimate::Estimate;
pub use front::{Stands, front};
pub use incidence::{Incidence, IncidenceCurve};
pub use information::{Information, Worth};
pub use interval::{DEFAULT_LEVEL, Interval};
pub use kaplan_meier::{KaplanMeier, KaplanMeierStep};
pub use lifetime::{Duration, Lifetime, LifetimeFamily, Stepped};
pub use maximum::{Maximum, maximum};
pub use mean::Mean;
pub use morris::{ElementaryEffects, elementary_effects};
pub use paired_tally::PairedTally;
pub use proportion::{clopper_pearson, wilson_interval};
pub use quantile::{QuantileRanks, quantile, quantile_interval, quantile_of_sorted};
pub use race::{Race, Standing};
pub use ratio::{PooledRatio, linearised};
pub use regression::LeastSquares;
pub use risks_fit::{RisksFit, RisksIntervals};
pub use scores::Scores;
pub use shapley::{MOST_PLAYERS, interactions, pairs, shapley};
pub use sobol::{SOBOL_DIMENSIONS, sobol};
pub use sobol_indices::{Index, SobolIndex, SobolIndices, SobolRow};
pub use student::{student_cdf, student_quantile};
pub use support::Support;
pub use surface::Surface;
pub use survival::SurvivalHistogram;
pub use tally::Tally;
pub use verdict::{Direction, Verdict};
