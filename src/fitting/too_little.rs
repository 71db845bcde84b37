//! What a log must hold.

use thiserror::Error;

/// Deals below which nothing is fitted.
pub(super) const FEWEST_DEALS: usize = 30;
pub(super) const FEWEST_ENDS: usize = 10;

/// Why a log cannot be fitted.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TooLittle {
    /// Hardly any deals.
    #[error("the log has {0} deals; a fit takes at least {FEWEST_DEALS}")]
    Deals(usize),
    /// Hardly any that ended.
    #[error("{0} deals of the log ended; a fit takes at least {FEWEST_ENDS}")]
    Ends(usize),
    /// Nothing was won.
    #[error("the log has no deal that was won; without one there is nothing to fit")]
    Wins,
    /// It shows too little time before its end.
    #[error(
        "the log shows {0} weeks; a backtest takes at least 20, with 40 ended deals and a win in the first third"
    )]
    Past(usize),
    /// It shows hardly any time.
    #[error("the log shows {0} days; a fit takes at least 28")]
    Days(String),
}
