//! What needs a browser, and is therefore left out unless it is asked for.

use std::process::Command;

/// The report from the disk, without scripts, on a phone, in print, by keyboard.
#[test]
#[ignore = "needs Python, pip and Chromium: `.ci/browser` runs it"]
fn the_report_holds_in_a_browser_what_it_promises() {
    let ended = Command::new(".ci/browser").status().expect("a script");
    assert!(ended.success());
}
