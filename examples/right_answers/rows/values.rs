//! How what is written is read.

use super::super::asked::{Answer, Place, Result, first_policy};
use super::{Row, row};

pub(super) const ROWS: [Row; 16] = [
    row("rates.toml", "each of 1,000 / 50,5 / 2k / 50 to 60 a week refused in its place", rates),
    row("rate-of-people.toml", "2.55 hires a year, or refused", |place| {
        place.mean_or_refused(&["run", "rate-of-people.toml"], "hires", (2.55, 0.9))
    }),
    row("csv-quoted.toml", "a deal is worth 1875 on average", |place| {
        value_of_a_deal(place, "csv-quoted.toml", 1875.0, 12.0)
    }),
    row("csv-negative-time.toml", "refused, `check` and `run` alike", |place| {
        place.refused(&[&["check", "csv-negative-time.toml"], &["run", "csv-negative-time.toml"]])
    }),
    row("csv-days.toml", "lead time 15.75 d, or refused: a bare number has no unit", |place| {
        place.mean_or_refused(&["run", "csv-days.toml"], "lead_time_mean", (378.0, 24.0))
    }),
    row("csv-days.toml, unit d", "lead time 15.75 d", |place| {
        let text = place
            .text("csv-days.toml")?
            .replace("\"days_in_stage\"", "\"days_in_stage\", unit = \"d\"");
        place.write("csv-unit.toml", &text)?;
        place.mean(&["run", "csv-unit.toml"], "lead_time_mean", (15.75, 1.0))
    }),
    row("base-with-data", "a deal is worth 100: a path is relative to its file", |place| {
        value_of_a_deal(place, "base-with-data/b/child.toml", 100.0, 1e-9)
    }),
    row("many-stages.toml", "runs, or `check` refuses with the limit", |place| {
        alike(place, "many-stages.toml")
    }),
    row("control-character.toml", "refused when it is read", |place| {
        place.refused(&[&["check", "control-character.toml"]])
    }),
    row("batch-fraction.toml", "176 h of work (105 %), or refused", |place| {
        let words = ["check", "batch-fraction.toml"];
        let refused = place.refused(&[&words])?;
        if refused.1 { Ok(refused) } else { place.says(&words, &["176 h of work", "(105 %)"]) }
    }),
    row("impossible-date.toml", "refused: April has 30 days", |place| {
        let words = ["check", "impossible-date.toml"];
        let refused = place.refused(&[&words, &["run", "impossible-date.toml"]])?;
        if refused.1 { place.says(&words, &["days of 2026-04 are 01 to 30"]) } else { Ok(refused) }
    }),
    row("hours-zero.toml", "refused", |place| place.refused(&[&["run", "hours-zero.toml"]])),
    row("heavy-tail.toml", "refused, or undefined in words", |place| {
        let ran = place.posse(&["run", "heavy-tail.toml"])?;
        let is_told = ran.out.contains("undefined") || ran.out.contains("infinite");
        Ok((ran.end(), ran.code == Some(2) || ran.code == Some(0) && is_told))
    }),
    row("last-buyer.toml", "lead time 10.04 d, or told that the key has no effect", |place| {
        place.says(&["check", "last-buyer.toml"], &["`buyer` has no effect", "last-buyer.toml:5:9"])
    }),
    row("misspelt-measure.toml", "refused, with `did you mean`", |place| {
        let words = ["check", "misspelt-measure.toml"];
        let run = ["compare", "misspelt-measure.toml", "--until-decided"];
        let refused = place.refused(&[&words, &run])?;
        if refused.1 {
            place.says(&words, &["did you mean `return_on_sales`?"])
        } else {
            Ok(refused)
        }
    }),
    row(
        "keyed-merge.toml",
        "`like` merges roles key by key: 5 sdr have 69 h of work, 6 ae 92 h",
        |place| {
            place.says(&["check", "keyed-merge.toml"], &["5 heads,     69 h", "6 heads,     92 h"])
        },
    ),
];

/// Every value is refused where it stands.
fn rates(place: &Place) -> Result<Answer> {
    let ran = place.posse(&["check", "rates.toml"])?;
    let places = ran.places();
    let values = ["1,000", "50,5", "2k", "50 to 60"];
    let told = |(value, place): (&&str, &&str)| {
        ran.err.contains(&format!("found `\"{value} per week\"`"))
            && place.starts_with("rates.toml:")
    };
    let is_right = places.len() == values.len() && values.iter().zip(&places).all(told);
    Ok((format!("refused at {}", places.join(", ")), ran.code == Some(2) && is_right))
}

/// Revenue over wins of the first policy.
fn value_of_a_deal(place: &Place, file: &str, right: f64, by: f64) -> Result<Answer> {
    let results = place.results(&["run", file])?;
    let measures = first_policy(&results)?;
    let mean = |key: &str| measures[key]["mean"].as_f64().unwrap_or(f64::NAN);
    let value = mean("revenue") / mean("wins");
    Ok((format!("{value:.1}"), (value - right).abs() <= by))
}

/// `check` and `run` must agree, and both must end.
pub(super) fn alike(place: &Place, file: &str) -> Result<Answer> {
    let (check, run) = (place.posse(&["check", file])?, place.posse(&["run", file, "--quiet"])?);
    let is_right = check.code == run.code && matches!(run.code, Some(0 | 2));
    Ok((format!("check: {}; run: {}", check.end(), run.end()), is_right))
}
