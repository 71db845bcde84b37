//! `measures.parquet`: the values of every run as columns of Arrow, a row for each run of a policy.
//!
//! Counts are whole numbers of 64 bits, everything else is a floating-point number, names are
//! dictionaries, what is undefined is null. The metadata of a column say its unit and its label.

use super::runs::RunValues;
use crate::experiment::Summary;
use crate::sales::{Measure, Unit};
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, DictionaryArray, Float64Array, Int64Array, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;
use std::sync::Arc;

/// Rows of a group: so many are in memory at once.
const ROWS: usize = 1 << 14;
/// The largest whole number below which a floating-point number leaves none out.
const LARGEST_WHOLE: f64 = 9_007_199_254_740_992.0;
/// Counts that are averages over time.
const AVERAGES: [&str; 2] = ["wip", "queue_mean"];

/// `measures.parquet`: the value of every measure, and of every uncertain input, in every replication.
///
/// # Errors
///
/// If `to` cannot be written.
///
/// # Panics
///
/// If `values` has other policies or measures than the summary.
pub(super) fn measures_parquet(
    summary: &Summary,
    values: RunValues<'_>,
    to: &mut (dyn Write + Send),
) -> io::Result<()> {
    assert_eq!(values.measures.len(), summary.policies.len(), "there are values for every policy");
    let fields = fields(summary, values);
    let schema = Arc::new(Schema::new(fields));
    let groups = WriterProperties::builder().set_max_row_group_row_count(Some(ROWS)).build();
    let mut writer = ArrowWriter::try_new(to, schema.clone(), Some(groups)).map_err(failure)?;
    for (policy, measures) in summary.policies.iter().zip(values.measures) {
        assert_eq!(measures.len(), summary.measures.len(), "there are values for every measure");
        let runs = measures.iter().map(Vec::len).max().unwrap_or(0);
        let drawn = values.drawn.iter().map(|input| &input.values);
        let columns: Vec<&Vec<f64>> = measures.iter().chain(drawn).collect();
        for first in (0..runs).step_by(ROWS) {
            let rows = first..(first + ROWS).min(runs);
            let names = [summary.scenario.as_str(), &policy.name];
            let arrays = arrays(&schema, names, (&columns, rows));
            let batch = RecordBatch::try_new(schema.clone(), arrays).map_err(io::Error::other)?;
            writer.write(&batch).map_err(failure)?;
        }
    }
    writer.close().map(|_| ()).map_err(failure)
}

/// Scenario, policy, replication, the measures, the uncertain inputs.
fn fields(summary: &Summary, values: RunValues<'_>) -> Vec<Field> {
    let name = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let mut fields =
        ["scenario", "policy"].map(|key| Field::new(key, name.clone(), false)).to_vec();
    fields.push(Field::new("replication", DataType::Int64, false));
    for (index, measure) in summary.measures.iter().enumerate() {
        let of_policies = values.measures.iter().map(|measures| measures[index].as_slice());
        let is_whole = measure.unit == Unit::Count && is_whole(measure, of_policies);
        let kind = if is_whole { DataType::Int64 } else { DataType::Float64 };
        let unit = match measure.unit {
            Unit::Money => summary.currency.as_str(),
            unit => unit.name(),
        };
        fields.push(field(&measure.key, kind, &[("unit", unit), ("label", &measure.label)]));
    }
    for input in values.drawn {
        fields.push(field(&input.key, DataType::Float64, &[("unit", &input.unit)]));
    }
    fields
}

fn field(key: &str, kind: DataType, about: &[(&str, &str)]) -> Field {
    let about = about.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
    Field::new(key, kind, true).with_metadata(about.collect::<BTreeMap<_, _>>())
}

/// Whether a count is of whole things, in every run.
fn is_whole<'a>(measure: &Measure, mut values: impl Iterator<Item = &'a [f64]>) -> bool {
    let last = measure.key.rsplit('.').next().unwrap_or_default();
    let is = |value: &f64| value.is_nan() || value.fract() == 0.0 && value.abs() < LARGEST_WHOLE;
    !AVERAGES.contains(&last) && values.all(|values| values.iter().all(is))
}

/// Some rows of one policy, in the columns of the schema.
fn arrays(
    schema: &Schema,
    names: [&str; 2],
    (columns, rows): (&[&Vec<f64>], Range<usize>),
) -> Vec<ArrayRef> {
    let name = |name: &str| -> ArrayRef {
        Arc::new(rows.clone().map(|_| name).collect::<DictionaryArray<Int32Type>>())
    };
    let replications = rows.clone().map(|run| i64::try_from(run).unwrap_or(i64::MAX));
    let mut arrays = names.map(name).to_vec();
    arrays.push(Arc::new(Int64Array::from_iter_values(replications)));
    for (values, field) in columns.iter().zip(&schema.fields()[arrays.len()..]) {
        let defined = |run: usize| values.get(run).copied().filter(|value| value.is_finite());
        let values = rows.clone().map(defined);
        arrays.push(match field.data_type() {
            #[expect(clippy::cast_possible_truncation, reason = "a whole number that fits")]
            DataType::Int64 => {
                Arc::new(values.map(|value| value.map(|v| v as i64)).collect::<Int64Array>())
            }
            _ => Arc::new(values.collect::<Float64Array>()),
        });
    }
    arrays
}

/// What the system said, where it was the system.
fn failure(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(source) => {
            source.downcast::<io::Error>().map_or_else(io::Error::other, |error| *error)
        }
        error => io::Error::other(error),
    }
}
