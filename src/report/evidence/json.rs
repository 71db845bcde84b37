//! The table of studies as JSON.

use serde_json::{Map, Value, json};

use crate::experiment::evidence::{
    Evidence, Expected, Finding, Forecaster, Found, Judgement, Score, ScoreSummary, score_summaries,
};
use crate::report::json::{VERSION, text};

/// The schema of what `posse evidence --json` prints.
pub const EVIDENCE_SCHEMA: &str = "posse/evidence/2";

/// The rows as JSON; shares as fractions, what is undefined is `null`.
pub fn evidence_json(rows: &[Evidence]) -> String {
    let summaries = score_summaries(rows).map(|summary| summary_json(&summary));
    let document = json!({
        "schema": EVIDENCE_SCHEMA,
        "version": VERSION,
        "scores": by_forecaster(summaries),
        "rows": rows.iter().map(row_json).collect::<Vec<_>>(),
    });
    text(&document)
}

fn row_json(row: &Evidence) -> Value {
    let study = row.study;
    json!({
        "id": study.id,
        "name": study.name,
        "source": study.source,
        "setting": study.setting,
        "measured": study.measured,
        "is_calibrated": !study.calibrates.is_empty(),
        "calibrates": study.calibrates,
        "missing": study.missing,
        "other_setting": study.other,
        "replications": row.replications,
        "verdict": row.judgement.name(),
        "other_verdict": row.other.map(Judgement::name),
        "hangs_on_setting": row.hangs_on_setting(),
        "tests": row.findings.iter().map(finding_json).collect::<Vec<_>>(),
    })
}

fn finding_json(finding: &Finding) -> Value {
    let test = finding.test;
    let (low, high) = match test.expected {
        Expected::Within(low, high) => (Some(low), Some(high)),
        Expected::Positive => (Some(0.0), None),
        Expected::Negative => (None, Some(0.0)),
        Expected::Below(limit) => (None, Some(limit)),
        Expected::Nothing(limit) => (Some(-limit), Some(limit)),
    };
    let measured = test.measured.map(|found| {
        json!({ "low": found.low, "mean": found.mean, "high": found.high, "from": found.from })
    });
    let predicted = test.predicted.map(|predicted| {
        json!({
            "words": predicted.words,
            "low": predicted.range.0,
            "high": predicted.range.1,
            "is_met": predicted.is_met(&finding.found.estimate),
        })
    });
    let found = finding.found;
    json!({
        "what": test.what,
        "expected": { "low": low, "high": high },
        "measured": measured,
        "predicted": predicted,
        "mean": found.estimate.mean,
        "low": found.estimate.interval.0,
        "high": found.estimate.interval.1,
        "verdict": found.judgement.name(),
        "other": finding.other.map(|other| found_json(&other)),
        "hangs_on_setting": finding.hangs_on_setting(),
        "scores": by_forecaster(finding.scores.0.map(score_json)),
    })
}

fn found_json(found: &Found) -> Value {
    let (low, high) = found.estimate.interval;
    json!({
        "mean": found.estimate.mean, "low": low, "high": high, "verdict": found.judgement.name(),
    })
}

fn score_json(score: Score) -> Value {
    json!({ "sign": score.has_sign, "size": score.has_size, "interval_score": score.interval })
}

fn summary_json(summary: &ScoreSummary) -> Value {
    json!({
        "signs": summary.signs,
        "of_signs": summary.of_signs,
        "sizes": summary.sizes,
        "of_sizes": summary.of_sizes,
        "interval_score": summary.interval,
        "of_intervals": summary.of_intervals,
    })
}

/// One value for each forecaster, by its key.
fn by_forecaster(values: [Value; 3]) -> Value {
    let keys = Forecaster::ALL.map(Forecaster::key);
    Value::Object(keys.map(str::to_owned).into_iter().zip(values).collect::<Map<_, _>>())
}
