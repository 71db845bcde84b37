//! Where results go, and the threads that make them.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use super::{Code, host, talk};

/// Where the results of a scenario called `name` go.
pub(super) fn folder(out: Option<&Path>, name: &str, many: bool) -> PathBuf {
    // A name is free text: it must not lead out of the folder.
    let safe: String =
        name.chars().map(|c| if c.is_control() || "/\\:".contains(c) { '-' } else { c }).collect();
    let safe = match safe.trim_matches([' ', '.']) {
        "" => "scenario",
        safe => safe,
    };
    match out {
        None => Path::new("output").join(safe),
        Some(out) if many => out.join(safe),
        Some(out) => out.to_owned(),
    }
}

/// The threads asked for, or as many as there are cores, with their number; tells why not.
pub(super) fn pool(jobs: Option<u16>) -> Result<(usize, rayon::ThreadPool), Code> {
    let threads = jobs.map_or_else(default_threads, usize::from);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
    let pool = pool.start_handler(host::handed_on()).build();
    pool.map(|pool| (threads, pool))
        .map_err(|_| talk::fail("cannot start the threads\nhint: try fewer with `--jobs`"))
}

fn default_threads() -> usize {
    std::thread::available_parallelism().map_or(1, NonZeroUsize::get)
}
