//! Options of `fit` and `init --from`: who works.

use std::path::PathBuf;

use clap::Args;

/// Who works, if not those who are in the log.
#[derive(Debug, Args)]
pub(super) struct RosterOptions {
    /// Your people, in place of those whom the log shows: CSV with the columns `name`, `role` and `start`; with
    /// `--plans` also `plan` and `quota` (docs/your-data.md)
    #[arg(long, value_name = "CSV")]
    pub(super) people: Option<PathBuf>,
    /// The file with the plans of pay that the list names
    #[arg(long, value_name = "FILE", requires = "people")]
    pub(super) plans: Option<PathBuf>,
}
