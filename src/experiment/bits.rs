//! A fingerprint of values: whether two machines found the same, to the last bit.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// Bytes of the fingerprint that are shown.
const SHOWN: usize = 8;

/// The first 16 hexadecimal digits of SHA-256 of these values in their order, each as its eight bytes, the lowest
/// first.
pub fn bits<'a>(columns: impl IntoIterator<Item = &'a [f64]>) -> String {
    let mut hash = Sha256::new();
    for value in columns.into_iter().flatten() {
        // Of what is undefined there are many bit patterns.
        let value = if value.is_nan() { f64::NAN } else { *value };
        hash.update(value.to_le_bytes());
    }
    hash.finalize().iter().take(SHOWN).fold(String::new(), |mut text, byte| {
        // writing to a string cannot fail
        let _ = write!(text, "{byte:02x}");
        text
    })
}
