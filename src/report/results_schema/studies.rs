//! What `sweep`, `sensitivity`, `why` and `evidence` write.

use super::forms::{by_name, count, flag, head, list, named, number, object, or_null, text};
use super::{race, search};
use crate::experiment::evidence::{Forecaster, Judgement};
use crate::report::evidence::EVIDENCE_SCHEMA;
use crate::report::{SENSITIVITY_SCHEMA, SWEEP_SCHEMA, WHY_SCHEMA};
use crate::stats::Verdict;
use serde_json::{Value, json};

/// Each kind by its name.
pub(super) fn all() -> [(&'static str, Value); 6] {
    [
        ("sweep", sweep()),
        ("sensitivity", sensitivity()),
        ("why", why()),
        ("evidence", evidence()),
        ("race", race::results()),
        ("search", search::results()),
    ]
}

fn sweep() -> Value {
    let design = object(&[
        ("kind", json!({ "enum": ["grid", "lhs", "sobol"] })),
        ("columns?", count()),
        ("rows?", count()),
        ("replications", count()),
        ("max_replications", count()),
    ]);
    let mut keys = head(SWEEP_SCHEMA);
    keys.extend([
        ("seed", count()),
        ("interrupted?", flag()),
        ("design", design),
        ("axes", list(axis())),
        ("policies", list(text())),
        ("labels", named("labels")),
        ("primary", text()),
        ("measures", by_name(named("measure"))),
        ("cells", list(cell())),
        ("regimes", list(regime())),
        ("scaling?", named("scaling")),
        ("warnings", list(text())),
        ("events", count()),
    ]);
    object(&keys)
}

/// A number in the unit of its axis, or a word.
fn place() -> Value {
    json!({ "type": ["number", "string"] })
}

fn axis() -> Value {
    object(&[
        ("keys", list(text())),
        ("label", text()),
        ("unit", text()),
        ("values", list(place())),
        ("base", or_null(place())),
    ])
}

fn cell() -> Value {
    let comparison = object(&[
        ("measure", text()),
        ("a", text()),
        ("b", text()),
        ("difference", number()),
        ("standard_error", number()),
        ("ci95", named("interval")),
        ("undefined", count()),
        ("b_better_share", number()),
        ("zone", number()),
        ("verdict", named("verdict")),
    ]);
    object(&[
        ("values", list(place())),
        ("replications", count()),
        ("best", or_null(list(text()))),
        ("comparisons", list(comparison)),
    ])
}

fn regime() -> Value {
    let stretch = object(&[("from", place()), ("to", place()), ("verdict", named("verdict"))]);
    let mut crossing = break_even().to_vec();
    crossing.push(("better_beyond", text()));
    let row = object(&[
        ("at?", place()),
        ("stretches", list(stretch)),
        ("break_even", list(object(&crossing))),
    ]);
    object(&[
        ("measure", text()),
        ("a", text()),
        ("b", text()),
        ("cells", object(&Verdict::ALL.map(|verdict| (verdict.name(), count())))),
        ("flips", list(row)),
    ])
}

fn break_even() -> [(&'static str, Value); 3] {
    ["at", "low", "high"].map(|key| (key, number()))
}

fn sensitivity() -> Value {
    let methods = json!({ "enum": ["tornado", "morris", "sobol", "value"] });
    let design = object(&[
        ("method", methods),
        ("rows?", count()),
        ("points", count()),
        ("replications", count()),
    ]);
    let of = object(&[
        ("measure", text()),
        ("label", text()),
        ("unit", named("unit")),
        ("better", named("better")),
        ("policy?", text()),
        ("a?", text()),
        ("b?", text()),
    ]);
    let findings = json!({ "anyOf": [tornado(), morris(), sobol(), value()] });
    let mut keys = head(SENSITIVITY_SCHEMA);
    keys.extend([
        ("seed", count()),
        ("design", design),
        ("of", of),
        ("policies", list(text())),
        ("labels", named("labels")),
        ("inputs", list(axis())),
        ("findings", findings),
        ("sourced_influence?", number()),
        ("left_out?", list(object(&[("key", text()), ("why", text())]))),
        ("scaling?", named("scaling")),
        ("warnings", list(text())),
        ("events", count()),
    ]);
    object(&keys)
}

/// What was found, input by input, of the whole in `also`.
fn findings(of_input: &[(&str, Value)], also: &[(&str, Value)]) -> Value {
    let input = [&[("keys", list(text()))], of_input].concat();
    object(&[also, &[("inputs", list(object(&input)))]].concat())
}

fn tornado() -> Value {
    let reading = || {
        object(&[
            ("at", or_null(place())),
            ("mean", number()),
            ("standard_error", number()),
            ("ci95", named("interval")),
            ("zone", number()),
            ("verdict", or_null(named("verdict"))),
        ])
    };
    let of_input = [
        ("values", list(reading())),
        ("swing", number()),
        ("swing_ci95", named("interval")),
        ("does_nothing", flag()),
        ("verdict", json!({ "enum": ["stands", "turns", "changes"] })),
        ("break_even", list(object(&break_even()))),
    ];
    findings(&of_input, &[("base", reading())])
}

fn morris() -> Value {
    let of_input = [
        ("trajectories", count()),
        ("undefined", count()),
        ("mu", number()),
        ("mu_star", number()),
        ("mu_star_error", number()),
        ("mu_star_ci95", named("interval")),
        ("sigma", number()),
        ("noise", number()),
        ("noise_bound", number()),
        ("does_nothing", flag()),
    ];
    findings(&of_input, &[])
}

/// A value with its error.
fn index(more: &[(&str, Value)]) -> Value {
    let own = [("value", number()), ("standard_error", number()), ("ci95", named("interval"))];
    object(&[&own, more].concat())
}

fn sobol() -> Value {
    let of_input = [("first", index(&[])), ("total", index(&[])), ("does_nothing", flag())];
    let also =
        [("rows", count()), ("undefined", count()), ("mean", number()), ("variance", index(&[]))];
    findings(&of_input, &also)
}

fn value() -> Value {
    let worth = || index(&[("same_points", number())]);
    let also = [
        ("points", count()),
        ("undefined", count()),
        ("weeks", number()),
        ("best", text()),
        ("means", by_name(number())),
        ("evpi", or_null(worth())),
        ("explained", number()),
    ];
    findings(&[("evppi", worth())], &also)
}

fn why() -> Value {
    let part = object(&[
        ("part", text()),
        ("share", named("known")),
        ("alone", named("known")),
        ("last", named("known")),
    ]);
    let together = object(&[
        ("parts", list(text())),
        ("mean", number()),
        ("standard_error", number()),
        ("ci95", named("interval")),
    ]);
    let measure = object(&[
        ("measure", text()),
        ("label", text()),
        ("unit", named("unit")),
        ("better", named("better")),
        ("a", named("known")),
        ("b", named("known")),
        ("difference", named("known")),
        ("parts", list(part)),
        ("interactions", list(together)),
        ("undefined", count()),
    ]);
    let mut keys = head(WHY_SCHEMA);
    keys.extend([
        ("seed", count()),
        ("replications", count()),
        ("interrupted?", flag()),
        ("a", text()),
        ("b", text()),
        ("labels", named("labels")),
        ("primary", text()),
        ("zone", number()),
        ("measures", list(measure)),
        ("scaling?", named("scaling")),
        ("warnings", list(text())),
        ("events", count()),
    ]);
    object(&keys)
}

fn evidence() -> Value {
    let verdict = || json!({ "enum": Judgement::ALL.map(Judgement::name) });
    let range = || [("low", number()), ("high", number())];
    let found =
        || [("mean", number()), ("low", number()), ("high", number()), ("verdict", verdict())];
    let measured = [&[("mean", number()), ("from", text())][..], &range()].concat();
    let predicted = [&[("words", text()), ("is_met", flag())][..], &range()].concat();
    let score =
        object(&[("sign", flag()), ("size", or_null(flag())), ("interval_score", number())]);
    let mut test = found().to_vec();
    test.extend([
        ("what", text()),
        ("expected", object(&range())),
        ("measured", or_null(object(&measured))),
        ("predicted", or_null(object(&predicted))),
        ("other", or_null(object(&found()))),
        ("hangs_on_setting", flag()),
        ("scores", by_forecaster(&score)),
    ]);
    let texts = ["id", "name", "source", "setting", "measured", "calibrates", "missing"];
    let mut row: Vec<(&str, Value)> = texts.map(|key| (key, text())).to_vec();
    row.extend([
        ("other_setting", text()),
        ("is_calibrated", flag()),
        ("replications", count()),
        ("verdict", verdict()),
        ("other_verdict", or_null(verdict())),
        ("hangs_on_setting", flag()),
        ("tests", list(object(&test))),
    ]);
    let counts = ["signs", "of_signs", "sizes", "of_sizes", "of_intervals"];
    let mut summary: Vec<(&str, Value)> = counts.map(|key| (key, count())).to_vec();
    summary.push(("interval_score", number()));
    object(&[
        ("schema", json!({ "enum": [EVIDENCE_SCHEMA] })),
        ("version", text()),
        ("scores", by_forecaster(&object(&summary))),
        ("rows", list(object(&row))),
    ])
}

/// The same of each forecaster.
fn by_forecaster(of_each: &Value) -> Value {
    object(&Forecaster::ALL.map(|who| (who.key(), of_each.clone())))
}
