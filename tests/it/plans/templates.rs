//! The plans that ship: each is read, is without traps but those that it explains, and pays its target.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use posse::plans::lint::lint;

use super::book;

#[test]
fn every_plan_that_ships_names_its_traps_and_has_no_other() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/plans");
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("the folder of plans") {
        let path = entry.expect("a file").path();
        let text = fs::read_to_string(&path).expect("a text");
        let book = book(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let found: BTreeSet<&str> = lint(&book).iter().map(|finding| finding.trap.name()).collect();
        let said = text.lines().find_map(|line| line.strip_prefix("# lint: ")).unwrap_or("");
        let said: BTreeSet<&str> = said.split(", ").filter(|name| !name.is_empty()).collect();
        assert_eq!(found, said, "{}", path.display());
        assert!(
            text.contains("Kind of source") && text.contains("Read aloud"),
            "{}",
            path.display()
        );
        count += 1;
    }
    assert_eq!(count, 10);
}
