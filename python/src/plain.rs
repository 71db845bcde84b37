//! Columns as plain memory, for pandas without PyArrow.

use std::collections::BTreeMap;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{Array, RecordBatch, StringArray};
use arrow_schema::DataType;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

/// A column: its name, the `NumPy` type of its numbers, their bytes, and of texts the different ones,
/// of which the numbers are places (−1 = none).
pub(crate) type Column<'py> = (String, &'static str, Bound<'py, PyBytes>, Option<Vec<String>>);

/// All columns of a table.
pub(crate) fn columns<'py>(py: Python<'py>, table: &RecordBatch) -> Vec<Column<'py>> {
    let names = table.schema_ref().fields().iter().map(|field| field.name().clone());
    names.zip(table.columns()).map(|(name, column)| of(py, name, column.as_ref())).collect()
}

fn of<'py>(py: Python<'py>, name: String, column: &dyn Array) -> Column<'py> {
    match column.data_type() {
        DataType::Int64 if column.null_count() == 0 => {
            let numbers = column.as_primitive::<Int64Type>().values();
            let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_ne_bytes()).collect();
            (name, "int64", PyBytes::new(py, &bytes), None)
        }
        DataType::Int64 => {
            let numbers = column.as_primitive::<Int64Type>();
            #[expect(clippy::cast_precision_loss, reason = "pandas does the same")]
            let bytes = real(numbers.iter().map(|number| number.map(|number| number as f64)));
            (name, "float64", PyBytes::new(py, &bytes), None)
        }
        DataType::Float64 => {
            let bytes = real(column.as_primitive::<Float64Type>().iter());
            (name, "float64", PyBytes::new(py, &bytes), None)
        }
        _ => {
            let (bytes, texts) = places(column.as_string());
            (name, "int32", PyBytes::new(py, &bytes), Some(texts))
        }
    }
}

fn real(numbers: impl Iterator<Item = Option<f64>>) -> Vec<u8> {
    numbers.flat_map(|number| number.unwrap_or(f64::NAN).to_ne_bytes()).collect()
}

/// The different texts in the order in which they come, and the place of each row's among them.
fn places(column: &StringArray) -> (Vec<u8>, Vec<String>) {
    let (mut known, mut texts) = (BTreeMap::new(), Vec::new());
    let mut place = |text: &str| {
        known.get(text).copied().unwrap_or_else(|| {
            let next = i32::try_from(texts.len()).unwrap_or(-1);
            known.insert(text.to_owned(), next);
            texts.push(text.to_owned());
            next
        })
    };
    let bytes = column.iter().flat_map(|text| text.map_or(-1, &mut place).to_ne_bytes()).collect();
    (bytes, texts)
}
