//! Why a folder of results cannot be written.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Why a folder was not written. Whatever was there before is still there.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder holds files that posse did not write.
    #[error(
        "`{}` is not a folder of posse's and not empty\nhint: choose another folder, or write into \
         it with `--force`; files that are not posse's stay", .0.display()
    )]
    NotOurs(PathBuf),
    /// The folder holds another scenario's results.
    #[error(
        "`{}` holds the results of another scenario, `{scenario}`\nhint: choose another folder, \
         or replace them with `--force`", path.display()
    )]
    OtherScenario {
        /// The folder.
        path: PathBuf,
        /// The scenario whose results it holds.
        scenario: String,
    },
    /// The folder holds results, and something that posse did not write.
    #[error(
        "`{}` holds `{}`, which posse did not write\nhint: move it away, or replace the results \
         around it with `--force`", path.display(), entry.display()
    )]
    Foreign {
        /// The folder.
        path: PathBuf,
        /// A file or a folder in it.
        entry: PathBuf,
    },
    /// A file of the results was changed by somebody else.
    #[error(
        "`{}` was changed after posse wrote it\nhint: move it away, or replace it with `--force`",
        .0.display()
    )]
    Changed(PathBuf),
    /// A file that posse did not write has the name of one that it is to write.
    #[error(
        "`{}` is in the way, and posse did not write it\nhint: move it away, or choose another \
         folder with `--out`", .0.display()
    )]
    InTheWay(PathBuf),
    /// There are more runs in the folder than would take their place.
    #[error(
        "`{}` holds {there} finished runs, and {here} would take their place\nhint: `--extend` goes \
         on with them, `--force` replaces them, `--out` chooses another folder", path.display()
    )]
    MoreRuns {
        /// The folder.
        path: PathBuf,
        /// Runs in it.
        there: u64,
        /// Runs that there are now, or would be at most.
        here: u64,
    },
    /// The folder holds what the results are made from.
    #[error(
        "`{}` holds `{}`, from which the results are made\nhint: choose another folder",
        path.display(), source_file.display()
    )]
    HoldsSource {
        /// The folder.
        path: PathBuf,
        /// The scenario, or a file that it names.
        source_file: PathBuf,
    },
    /// The command was started in the folder, or below it.
    #[error(
        "`{}` holds the folder in which posse was started\nhint: choose another folder", .0.display()
    )]
    HoldsWorkingFolder(PathBuf),
    /// Another process writes into the folder.
    #[error(
        "`{}` is in use by {holder}\nhint: wait until it ends, or choose another folder with `--out`",
        path.display()
    )]
    InUse {
        /// The folder.
        path: PathBuf,
        /// Who, in words.
        holder: String,
    },
    /// The file is no record of factors.
    #[error(
        "`{}` is not a record that posse wrote\nhint: move it away, or rename the scenario",
        .0.display()
    )]
    NotARecord(PathBuf),
    /// The path names something that is not a folder.
    #[error("`{}` is not a folder\nhint: choose another path", .0.display())]
    NotAFolder(PathBuf),
    /// The path has no last name, so that no folder can take its place.
    #[error("`{}` cannot be replaced by results\nhint: name a folder, e.g. `results`", .0.display())]
    NoName(PathBuf),
    /// The disk is full.
    #[error("no space left to write `{}`\nhint: free some space and run again", .0.display())]
    DiskFull(PathBuf),
    /// The system refused to write.
    #[error(
        "cannot write `{}`: {}\nhint: check that the folder above it exists and is writable",
        path.display(), in_lower_case(source)
    )]
    NotWritable {
        /// What could not be written.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

pub(in crate::report) fn failure(path: &Path) -> impl Fn(io::Error) -> Error + '_ {
    |source| match source.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Error::DiskFull(path.into()),
        _ => Error::NotWritable { path: path.into(), source },
    }
}

fn in_lower_case(error: &io::Error) -> String {
    let text = error.to_string().to_lowercase();
    text.split(" (os error").next().unwrap_or_default().to_owned()
}
