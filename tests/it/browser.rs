//! What needs a browser, and is therefore left out unless it is asked for.

use std::process::Command;

/// The report from the disk, without scripts, on a phone, in print, by keyboard; the studio from an empty page to a
/// report.
#[test]
#[ignore = "needs Python, pip and Chromium: `.ci/browser` runs it"]
fn report_and_studio_hold_in_a_browser_what_they_promise() {
    let ended = Command::new(".ci/browser").status().expect("a script");
    assert!(ended.success());
}
