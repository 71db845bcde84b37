//! The part of a page that is written by the program.

use std::path::{Path, PathBuf};
use std::{fs, thread};

use crate::{DOCS, Result};

const END: &str = "<!-- posse:end -->";

/// Where the page of this name lies.
pub(crate) fn path(name: &str) -> PathBuf {
    Path::new(DOCS).join(format!("{name}.md"))
}

/// The first line of a block: how it was made, in what time, by which version.
pub(crate) fn made(id: &str, runs: Option<u32>, seconds: f64) -> String {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let version = env!("CARGO_PKG_VERSION");
    let few = runs.map_or_else(String::new, |runs| format!("-n {runs} "));
    format!(
        "Made by `cargo run --release --example essay -- {few}{id}` in {seconds:.0} s on {threads} \
         threads, posse {version}."
    )
}

/// The seconds in a line of [`made`].
pub(crate) fn seconds(line: &str) -> Option<f64> {
    line.split("` in ").nth(1)?.split(" s on ").next()?.parse().ok()
}

/// A command and its screen, without the folder that it wrote to.
pub(crate) fn quoted(command: &str, screen: &str) -> String {
    let command = command.replace(" --vary ", " \\\n  --vary ");
    let lines = screen.trim_end().lines().filter(|line| !line.starts_with(" files "));
    let screen = lines.map(str::trim_end).collect::<Vec<_>>().join("\n");
    format!("```sh\nposse {command}\n```\n\n```text\n{screen}\n```")
}

/// What stands in the block of `id` in `text`.
pub(crate) fn block<'a>(text: &'a str, id: &str) -> Option<&'a str> {
    let rest = text.split_once(&begin(id))?.1;
    Some(rest.split_once(END)?.0)
}

/// Puts `body` into the block of `id` of a page.
pub(crate) fn rewrite(path: &Path, id: &str, body: &str) -> Result<()> {
    let text = fs::read_to_string(path)?;
    let old = block(&text, id)
        .ok_or_else(|| format!("{} has no block `{}`", path.display(), begin(id)))?;
    let new = text.replace(
        &format!("{}{old}{END}", begin(id)),
        &format!("{}\n{}\n{END}", begin(id), body.trim()),
    );
    replace(path, new.as_bytes())
}

/// Writes a file whole or not at all.
pub(crate) fn replace(path: &Path, content: &[u8]) -> Result<()> {
    let draft = path.with_added_extension("unfinished");
    fs::write(&draft, content)?;
    Ok(fs::rename(draft, path)?)
}

fn begin(id: &str) -> String {
    format!("<!-- posse:begin {id} -->")
}
