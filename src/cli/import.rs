//! `import`: exports of a CRM in, one event log out, and a report on what was dropped and repaired.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::import_options::{ImportOptions, ReadOptions};
use super::report::write;
use super::{Code, files, talk};
use crate::records::import::{Imported, Input, REPORT_SCHEMA, import};
use crate::records::{COLUMNS, write_log};

pub(super) fn run(options: &ImportOptions) -> Code {
    if let Some(out) = &options.out
        && let Err(message) = may_write(out, options.force)
    {
        return talk::refuse(&message);
    }
    let imported = match imported(&options.exports, &options.read) {
        Ok(imported) => imported,
        Err(messages) => return talk::refuse_all(&messages),
    };
    talk::say(imported.report.text().trim_end());
    let mut log = Vec::new();
    write_log(&imported.log, &mut log).expect("writing into memory cannot fail");
    let Some(out) = &options.out else { return talk::result(&String::from_utf8_lossy(&log)) };
    let beside = beside(out);
    let report = format!("{:#}\n", imported.report.json());
    match write(&beside, report.as_bytes()).and_then(|()| write(out, &log)) {
        Ok(()) => talk::result(&format!("wrote {} and {}\n", out.display(), beside.display())),
        Err(message) => talk::fail(&message),
    }
}

/// The event log of exports, or why there is none.
pub(super) fn imported(
    exports: &[PathBuf],
    options: &ReadOptions,
) -> Result<Imported, Vec<String>> {
    let (mut inputs, mut wrong) = (Vec::new(), Vec::new());
    for path in exports {
        match open(path) {
            Ok(text) => inputs.push(Input { name: path.display().to_string(), text }),
            Err(message) => wrong.push(message),
        }
    }
    if wrong.is_empty() { import(inputs, &options.taken()) } else { Err(wrong) }
}

fn open(path: &Path) -> Result<Box<dyn Read>, String> {
    if path == Path::new(files::STANDARD_INPUT) {
        return Ok(Box::new(io::stdin().lock()));
    }
    let shown = path.display();
    if path.is_dir() {
        return Err(format!("`{shown}` is a folder\nhint: name the exported files in it"));
    }
    let file = File::open(path)
        .map_err(|error| format!("cannot read `{shown}`: {}", talk::words(&error)))?;
    Ok(Box::new(file))
}

/// Whether nothing is lost if an event log and its report are written.
fn may_write(out: &Path, force: bool) -> Result<(), String> {
    let shown = out.display();
    if out.is_dir() {
        return Err(format!("`{shown}` is a folder\nhint: e.g. `-o {shown}/log.csv`"));
    }
    let columns = COLUMNS[..4].join(",");
    for (path, sign, what) in
        [(out, columns.as_str(), "event log"), (&beside(out), REPORT_SCHEMA, "report on an import")]
    {
        let is_ours =
            || fs::read(path).is_ok_and(|text| String::from_utf8_lossy(&text).contains(sign));
        if fs::exists(path).unwrap_or(true) && !force && !is_ours() {
            return Err(format!(
                "`{}` is no {what} of posse\nhint: choose another name, or replace it with `--force`",
                path.display()
            ));
        }
    }
    Ok(())
}

/// Where the report on an import is written.
fn beside(out: &Path) -> PathBuf {
    out.with_extension("import.json")
}
