//! The output folder is written whole or not at all.

use super::fixture;
use posse::experiment::Summary;
use posse::report::{Error, FolderOptions, RunValues, write_folder};
use std::fs;
use std::path::Path;

fn write(summary: &Summary, target: &Path, force: bool) -> Result<Vec<String>, Error> {
    let values = vec![vec![vec![1.0]; summary.measures.len()]; summary.policies.len()];
    let options = FolderOptions { force, ..FolderOptions::default() };
    let values = RunValues { measures: &values, drawn: &[] };
    let paths = write_folder(summary, values, target, &options)?;
    let name = |path: std::path::PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
    Ok(paths.into_iter().map(name).collect())
}

fn entries(folder: &Path) -> Vec<String> {
    let entry = |entry: std::io::Result<fs::DirEntry>| {
        entry.unwrap().file_name().to_str().unwrap().to_owned()
    };
    let mut entries: Vec<String> = fs::read_dir(folder).unwrap().map(entry).collect();
    entries.sort();
    entries
}

#[test]
fn a_new_folder_holds_the_files_named() {
    let above = tempfile::tempdir().unwrap();
    let target = above.path().join("deep/base");
    let mut names = write(&fixture::single(), &target, false).unwrap();
    names.sort();
    assert_eq!(names, ["manifest.json", "measures.csv", "results.json", "weekly.csv"]);
    assert_eq!(entries(&target), names);
    assert_eq!(entries(target.parent().unwrap()), ["base"]);
}

#[test]
fn the_manifest_lists_every_other_file_with_its_hash() {
    let above = tempfile::tempdir().unwrap();
    let target = above.path().join("base");
    write(&fixture::single(), &target, false).unwrap();
    let text = fs::read_to_string(target.join("manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(manifest["schema"], "posse/manifest/1");
    assert_eq!(manifest["files"].as_array().unwrap().len(), 3);
    assert_eq!(manifest["files"][0]["sha256"].as_str().unwrap().len(), 64);
}

#[test]
fn results_of_the_same_scenario_are_replaced_whole() {
    let above = tempfile::tempdir().unwrap();
    let target = above.path().join("base");
    write(&fixture::single(), &target, false).unwrap();
    let before = entries(&target);
    fs::write(target.join("weekly.csv"), "").unwrap();
    write(&fixture::single(), &target, true).unwrap();
    assert_ne!(fs::read(target.join("weekly.csv")).unwrap(), b"");
    assert_eq!((entries(above.path()), entries(&target)), (vec!["base".to_owned()], before));
}

#[test]
fn what_posse_did_not_write_stays_among_the_results() {
    let above = tempfile::tempdir().unwrap();
    let target = above.path().join("base");
    write(&fixture::single(), &target, false).unwrap();
    fs::write(target.join("notes.md"), "mine").unwrap();
    fs::create_dir_all(target.join("blocks/deep")).unwrap();
    fs::write(target.join("blocks/deep/0.block"), "of posse by its name").unwrap();
    fs::write(target.join("blocks/deep/raw.bin"), "mine").unwrap();
    let error = write(&fixture::single(), &target, false).unwrap_err();
    assert!(matches!(error, Error::Foreign { .. }), "{error}");
    let other = Summary { scenario: "Other".into(), ..fixture::single() };
    write(&other, &target, true).unwrap();
    assert_eq!(fs::read_to_string(target.join("notes.md")).unwrap(), "mine");
    assert_eq!(entries(&target.join("blocks/deep")), ["raw.bin"]);
    assert_eq!(entries(above.path()), ["base"]);
}

#[test]
fn a_file_in_the_place_of_a_result_is_not_overwritten_even_by_force() {
    let above = tempfile::tempdir().unwrap();
    let target = above.path().join("base");
    fs::create_dir(&target).unwrap();
    fs::write(target.join("results.json"), "mine").unwrap();
    let error = write(&fixture::single(), &target, true).unwrap_err();
    assert!(matches!(error, Error::InTheWay(_)), "{error}");
    assert_eq!(fs::read_to_string(target.join("results.json")).unwrap(), "mine");
    assert_eq!((entries(above.path()), entries(&target).len()), (vec!["base".to_owned()], 1));
}

#[test]
fn a_result_that_somebody_changed_is_replaced_only_by_force() {
    let above = tempfile::tempdir().unwrap();
    let target = above.path().join("base");
    write(&fixture::single(), &target, false).unwrap();
    fs::write(target.join("measures.csv"), "with a column of mine").unwrap();
    let error = write(&fixture::single(), &target, false).unwrap_err();
    assert!(matches!(error, Error::Changed(_)), "{error}");
    write(&fixture::single(), &target, true).unwrap();
}

/// A manifest lists files of its own folder; one that says otherwise is believed in nothing.
#[test]
fn a_manifest_cannot_make_posse_delete_files_elsewhere() {
    let above = tempfile::tempdir().unwrap();
    let target = above.path().join("base");
    write(&fixture::single(), &target, false).unwrap();
    fs::write(above.path().join("thesis.txt"), "years of work").unwrap();
    let text = fs::read_to_string(target.join("manifest.json")).unwrap();
    let text = text.replace("weekly.csv", "../thesis.txt");
    fs::write(target.join("manifest.json"), text).unwrap();
    fs::remove_file(target.join("weekly.csv")).unwrap();
    write(&fixture::single(), &target, true).unwrap();
    assert_eq!(fs::read_to_string(above.path().join("thesis.txt")).unwrap(), "years of work");
}

#[test]
fn results_of_another_scenario_stay_unless_forced() {
    let above = tempfile::tempdir().unwrap();
    let target = above.path().join("base");
    write(&fixture::single(), &target, false).unwrap();
    let other = Summary { scenario: "Other".into(), ..fixture::single() };
    let error = write(&other, &target, false).unwrap_err().to_string();
    assert!(error.contains("holds the results of another scenario, `Base case`"), "{error}");
    write(&other, &target, true).unwrap();
}

#[test]
fn a_folder_of_something_else_stays_unless_forced() {
    let above = tempfile::tempdir().unwrap();
    fs::write(above.path().join("thesis.txt"), "years of work").unwrap();
    let error = write(&fixture::single(), above.path(), false).unwrap_err();
    assert!(matches!(error, Error::NotOurs(_)));
    assert!(error.to_string().contains("\nhint: "), "{error}");
    assert_eq!(entries(above.path()), ["thesis.txt"]);
}

#[test]
fn an_empty_folder_is_free_to_take() {
    let above = tempfile::tempdir().unwrap();
    let target = above.path().join("base");
    fs::create_dir(&target).unwrap();
    write(&fixture::single(), &target, false).unwrap();
}

#[test]
fn a_file_in_the_way_is_never_replaced() {
    let above = tempfile::tempdir().unwrap();
    let target = above.path().join("base");
    fs::write(&target, "mine").unwrap();
    assert!(matches!(write(&fixture::single(), &target, true), Err(Error::NotAFolder(_))));
    assert_eq!(fs::read_to_string(&target).unwrap(), "mine");
}

#[test]
fn a_failure_leaves_what_was_there_and_nothing_else() {
    let above = tempfile::tempdir().unwrap();
    let target = above.path().join("base");
    write(&fixture::single(), &target, false).unwrap();
    let before = entries(&target);
    // A file whose parent is another file cannot be written.
    let values = vec![vec![vec![1.0]; 8]];
    let runs = RunValues { measures: &values, drawn: &[] };
    let extra = vec![("results.json/in the way".to_owned(), Vec::new())];
    let options = FolderOptions { extra, ..FolderOptions::default() };
    let error = write_folder(&fixture::single(), runs, &target, &options).unwrap_err();
    assert!(matches!(error, Error::NotWritable { .. }), "{error}");
    assert_eq!(entries(&target), before);
    assert_eq!(entries(above.path()), ["base"]);
}
