//! `lint`: traps in plans, each with its place and its size in money.

use std::fmt::Write;

use super::{Code, LintOptions, files, problems, talk};
use crate::plans::exact::shown;
use crate::plans::lint::{Finding, Trap, lint as traps};
use crate::scenario::nearest;

pub(super) fn lint(options: &LintOptions) -> Code {
    let names = Trap::ALL.map(Trap::name);
    for name in &options.allow {
        if !names.contains(&name.as_str()) {
            let near = nearest(name, &names);
            let near = near.map_or(String::new(), |near| format!("did you mean `{near}`? "));
            let known = names.join("`, `");
            return talk::refuse(&format!(
                "no trap `{name}`\nhint: {near}expected one of `{known}`"
            ));
        }
    }
    let (mut text, mut is_refused, mut count) = (String::new(), false, 0);
    for path in &options.files {
        let Some((source, draft)) = files::load_draft(Some(path)) else {
            is_refused = true;
            continue;
        };
        let book = match draft.book() {
            Ok((book, warnings)) => {
                problems::show(&warnings, &draft.files, &source.folder);
                book
            }
            Err(error) => {
                source.refuse(&error);
                is_refused = true;
                continue;
            }
        };
        let is_told =
            |finding: &Finding| !options.allow.iter().any(|name| *name == finding.trap.name());
        for finding in traps(&book).into_iter().filter(is_told) {
            count += 1;
            let (line, column) = draft.place_of(&finding.key);
            let money = shown(&finding.money, 2);
            let (name, trap) = (&source.name, finding.trap.name());
            let message = &finding.message;
            let _ = writeln!(text, "{name}:{line}:{column}: {trap} ({money}): {message}");
        }
    }
    if is_refused {
        talk::result(&text);
        return Code::Refused;
    }
    if count == 0 {
        return talk::result("no traps found\n");
    }
    match talk::result(&text) {
        Code::Done => Code::NotMet,
        code => code,
    }
}
