//! The tables of a result as Arrow data, for every tool that knows its `PyCapsule` interface.

use std::ffi::CStr;
use std::sync::Arc;

use arrow_array::builder::{Float64Builder, Int64Builder, StringBuilder};
use arrow_array::ffi::FFI_ArrowSchema;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchIterator, StringArray};
use arrow_schema::{Field, Schema};
use pyo3::exceptions::{PyOSError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use crate::plain::{self, Column};

/// Columns of whole numbers; all other numbers are `Float64`, so that no type depends on the values.
const WHOLE: [&str; 5] = ["replication", "replications", "week", "lead", "touches"];

const STREAM: &CStr = c"arrow_array_stream";
const SCHEMA: &CStr = c"arrow_schema";

/// A table of a result.
#[pyclass(module = "posse", frozen)]
pub(crate) struct Table(RecordBatch);

/// Reads a table from a file of CSV with a head.
#[pyfunction]
pub(crate) fn table(py: Python<'_>, path: &str) -> PyResult<Table> {
    py.detach(|| columns(path)).map(Table)
}

#[pymethods]
impl Table {
    /// The names of the columns.
    #[getter]
    fn columns(&self) -> Vec<String> {
        self.0.schema_ref().fields().iter().map(|field| field.name().clone()).collect()
    }

    /// The columns as plain memory: name, type, bytes and, of texts, the different ones.
    fn _plain<'py>(&self, py: Python<'py>) -> Vec<Column<'py>> {
        plain::columns(py, &self.0)
    }

    fn __len__(&self) -> usize {
        self.0.num_rows()
    }

    fn __repr__(&self) -> String {
        format!("Table({} rows: {})", self.0.num_rows(), self.columns().join(", "))
    }

    /// The types of the columns as an Arrow schema.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.0.schema_ref().as_ref());
        let schema = schema.map_err(|error| PyValueError::new_err(error.to_string()))?;
        PyCapsule::new_with_value(py, schema, SCHEMA)
    }

    /// The rows as an Arrow stream; nothing is copied. No other schema can be asked for.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let batches = RecordBatchIterator::new([Ok(self.0.clone())], self.0.schema());
        let stream = FFI_ArrowArrayStream::new(Box::new(batches));
        PyCapsule::new_with_value(py, stream, STREAM)
    }
}

fn columns(path: &str) -> PyResult<RecordBatch> {
    let wrong = |error: csv::Error| PyOSError::new_err(format!("cannot read `{path}`: {error}"));
    let mut reader = csv::Reader::from_path(path).map_err(wrong)?;
    let names: Vec<String> = reader.headers().map_err(wrong)?.iter().map(str::to_owned).collect();
    let mut texts: Vec<StringBuilder> = names.iter().map(|_| StringBuilder::new()).collect();
    let mut row = csv::StringRecord::new();
    while reader.read_record(&mut row).map_err(wrong)? {
        for (text, cell) in texts.iter_mut().zip(&row) {
            text.append_option((!cell.is_empty()).then_some(cell));
        }
    }
    let columns = names.iter().zip(&mut texts).map(|(name, text)| {
        let column = typed(name, text.finish());
        (Field::new(name, column.data_type().clone(), true), column)
    });
    let (fields, columns): (Vec<Field>, Vec<ArrayRef>) = columns.unzip();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)
        .map_err(|error| PyValueError::new_err(error.to_string()))
}

/// A column as numbers, if all that it holds are numbers.
fn typed(name: &str, texts: StringArray) -> ArrayRef {
    let is_whole = WHOLE.contains(&name);
    let numbers = if is_whole { whole(&texts) } else { None };
    numbers.or_else(|| real(&texts)).unwrap_or_else(|| Arc::new(texts))
}

fn whole(texts: &StringArray) -> Option<ArrayRef> {
    let mut numbers = Int64Builder::with_capacity(texts.len());
    for text in texts {
        numbers.append_option(text.map(str::parse::<i64>).transpose().ok()?);
    }
    Some(Arc::new(numbers.finish()))
}

fn real(texts: &StringArray) -> Option<ArrayRef> {
    let mut numbers = Float64Builder::with_capacity(texts.len());
    for text in texts {
        numbers.append_option(text.map(str::parse::<f64>).transpose().ok()?);
    }
    Some(Arc::new(numbers.finish()))
}
