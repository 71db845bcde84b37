//! All that the page shows of a text.

use serde_json::{Value, json};

use super::house::Load;
use super::view::{View, changes, lines, path, words};
use super::{plans, policies};
use crate::scenario::{Fields, PARTS, Problem, Severity};

/// Everything that the page shows of `text`, which was read from the file `name` as `saved`.
pub(super) fn view((text, saved): (&str, &str), name: &str, load: Load<'_>) -> Value {
    match Fields::read(text.as_bytes(), name, load) {
        Ok(fields) => page(&View::new(fields, (text, saved), name, load), name, load),
        Err(error) => {
            let problems = error.problems.iter().map(|problem| {
                json!({
                    "message": words(problem), "line": problem.line, "path": null,
                })
            });
            json!({ "file": name, "broken": true, "runnable": false, "parts": [], "changes": [],
                "problems": problems.collect::<Vec<_>>(), "diff": lines(saved, text),
                "saved": text == saved })
        }
    }
}

/// The page of a text that has keys.
fn page(view: &View<'_>, name: &str, load: Load<'_>) -> Value {
    let parts = PARTS.iter().enumerate().map(|(id, part)| view.part(id, part));
    let other = |problem: &&Problem| {
        problem.severity == Severity::Error && view.fields.of(problem).is_none()
    };
    let problems = view.fields.problems.iter().filter(other).map(|problem| {
        let file = view.fields.files.get(problem.file).map_or(name, |file| &file.name);
        json!({ "message": words(problem), "line": problem.line, "file": file })
    });
    let warnings = view.fields.problems.iter().filter(|p| p.severity == Severity::Warning);
    let changes = changes(view).into_iter();
    let scenario = view.fields.scenario.as_ref();
    let mistakes = view.fields.problems.iter().filter(|p| p.severity == Severity::Error).count();
    json!({
        "file": name,
        "question": scenario.map(|scenario| &scenario.question),
        "runnable": scenario.is_some(),
        "mistakes": mistakes_in_words(mistakes),
        "parts": parts.collect::<Vec<_>>(),
        "policies": policies::side_by_side(view),
        "curves": plans::curves(view.texts, name, load),
        "problems": problems.collect::<Vec<_>>(),
        "warnings": warnings.map(words).collect::<Vec<_>>(),
        "changes": changes.map(|(keys, words)| json!({ "id": path(&keys), "words": words }))
            .collect::<Vec<_>>(),
        "diff": lines(view.texts.1, view.texts.0),
        "saved": view.texts.0 == view.texts.1,
    })
}

fn mistakes_in_words(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => "One value must be mended before the model runs.".to_owned(),
        count => format!("{count} values must be mended before the model runs."),
    }
}
