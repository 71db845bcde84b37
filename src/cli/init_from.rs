//! `init --from`: from a CRM's export to the answer, in one go.

use std::fs;
use std::path::{Path, PathBuf};

use super::import_options::ReadOptions;
use super::report::write;
use super::roster_options::RosterOptions;
use super::{Code, fit, import, roster, talk};
use crate::records::write_log;

const LOG: &str = "log.csv";
const SCENARIO: &str = "mine.toml";

/// Imports exports, fits a scenario to them and writes both into a folder, where nothing is replaced. Returns
/// where the scenario is, or how it ended.
pub(super) fn init_from(
    folder: &Path,
    exports: &[PathBuf],
    (options, people): (&ReadOptions, &RosterOptions),
) -> Result<PathBuf, Code> {
    let names = [LOG, "log.import.json", SCENARIO, "mine.fit.json"];
    if let Some(taken) = names.iter().map(|name| folder.join(name)).find(|path| path.exists()) {
        return Err(talk::refuse(&format!(
            "`{}` is already there\nhint: choose another folder, e.g. `posse init my-company --from deals.csv`",
            taken.display()
        )));
    }
    let people = roster::read(people)?;
    let imported =
        import::imported(exports, options).map_err(|messages| talk::refuse_all(&messages))?;
    talk::say(imported.report.text().trim_end());
    let (text, numbers) = fit::fitted(&imported.log, people, (LOG, SCENARIO), false)?;
    let mut log = Vec::new();
    write_log(&imported.log, &mut log).expect("writing into memory cannot fail");
    let findings = format!("{:#}\n", imported.report.json());
    let contents = [log, findings.into_bytes(), text.into_bytes(), numbers.into_bytes()];
    if let Err(error) = fs::create_dir_all(folder) {
        let folder = folder.display();
        return Err(talk::fail(&format!("cannot make `{folder}`: {}", talk::words(&error))));
    }
    for (name, contents) in names.iter().zip(&contents) {
        write(&folder.join(name), contents).map_err(|message| talk::fail(&message))?;
    }
    let scenario = folder.join(SCENARIO);
    talk::say(&format!(
        "wrote {}, what it is fitted to ({LOG}), and {} and {}, which say how",
        scenario.display(),
        names[1],
        names[3]
    ));
    Ok(scenario)
}
