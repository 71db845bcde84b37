//! `backtest`: what forecasts from earlier dates would have been worth.

use super::watching::now;
use super::{BacktestOptions, Code, files, fit, talk};
use crate::fitting::{Backtest, backtest_csv, backtest_text};
use crate::report::{self, FolderOptions, RunFacts};

pub(super) fn backtest(options: &BacktestOptions) -> Code {
    let Some(log) = fit::log(&options.log) else { return Code::Refused };
    let backtest = match Backtest::of(&log) {
        Ok(backtest) => backtest,
        Err(little) => return talk::refuse(&little.to_string()),
    };
    if let Some(folder) = &options.out {
        let facts = RunFacts { created: now(), threads: 1, ..RunFacts::default() };
        let sources = vec![options.log.clone()];
        let how =
            FolderOptions { force: options.force, facts, sources, ..FolderOptions::default() };
        let source = files::name_of(&options.log);
        if let Err(error) = report::write_backtest(&backtest, &source, folder, &how) {
            return talk::fail(&error.to_string());
        }
    }
    if options.csv {
        return talk::result(&backtest_csv(&backtest));
    }
    talk::result(&backtest_text(&backtest))
}
