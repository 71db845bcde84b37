//! posse within a Python interpreter: the native half of the package `posse`.
//!
//! It does what the command line does, by the same door ([`posse::cli::call`]): words in, a folder of
//! results out. The other half, in Python, turns options into words and folders into objects.

mod call;
mod plain;
mod problems;
mod table;

use pyo3::prelude::*;

/// The native half of the package `posse`.
#[pymodule]
mod _posse {
    use pyo3::prelude::*;

    #[pymodule_export]
    use super::call::call;
    #[pymodule_export]
    use super::problems::{plans, read};
    #[pymodule_export]
    use super::table::{Table, table};

    #[pymodule_init]
    fn named(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("VERSION", env!("CARGO_PKG_VERSION"))
    }
}
