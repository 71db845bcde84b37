//! What needs Python, and is therefore left out unless it is asked for.

use std::process::Command;

/// The package for Python, its types and its notebook, Dask with a worker killed, the manifests for
/// Kubernetes.
#[test]
#[ignore = "needs Python and pip: `.ci/cluster` runs it"]
fn the_package_for_python_and_the_cluster_hold_what_they_promise() {
    let ended = Command::new(".ci/cluster").status().expect("a script");
    assert!(ended.success());
}
