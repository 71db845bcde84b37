//! The tables of a search. See `docs/search.md`.

use crate::experiment::search::SearchSummary;
use crate::report::levels::{column, entry};
use crate::report::tables::{finished, number, table, write};

/// `trials.csv`: a line for each design that was tried in a generation, in order.
pub fn trials_csv(search: &SearchSummary) -> Vec<u8> {
    let mut table = csv::Writer::from_writer(Vec::new());
    let mut head: Vec<String> =
        ["scenario", "search", "generation"].into_iter().map(str::to_owned).collect();
    head.extend(search.levers.iter().map(|lever| column(&lever.keys, &lever.unit)));
    head.extend(["runs".to_owned(), search.race.measure.key.clone()]);
    let second = search.found.front.as_ref().map(|front| &front.measure.key);
    head.extend(second.cloned());
    head.extend(search.found.written.limits.iter().map(|limit| limit.text.clone()));
    head.push("possible".to_owned());
    write(&mut table, &head);
    for (trial, values) in search.found.all_trials().zip(&search.trials) {
        let mut row = vec![search.race.scenario.clone()];
        row.extend([trial.search + 1, trial.generation + 1].map(|n| n.to_string()));
        row.extend(values.iter().map(entry));
        row.push(trial.runs.to_string());
        row.push(number(trial.mean));
        row.extend(second.map(|_| number(trial.second)));
        row.extend(trial.limits.iter().copied().map(number));
        row.push(if trial.is_possible { "yes" } else { "no" }.to_owned());
        write(&mut table, &row);
    }
    finished(table)
}

/// `levers.csv`: what becomes of the best design if one lever is moved.
pub fn levers_csv(search: &SearchSummary) -> Vec<u8> {
    let columns =
        "scenario lever label unit best moved_to gain standard_error low high beyond_limit";
    let mut table = table(columns);
    for (neighbour, level) in search.found.neighbours.iter().zip(&search.moved) {
        let lever = &search.levers[neighbour.lever];
        let mut row = vec![search.race.scenario.clone(), lever.keys.join(",")];
        row.extend([lever.label.clone(), lever.unit.clone()]);
        row.extend([lever.best.as_ref().map_or(String::new(), entry), entry(level)]);
        let gain = neighbour.gain.as_ref();
        let (low, high) = gain.map_or((f64::NAN, f64::NAN), |gain| gain.interval);
        let known = gain.map_or([f64::NAN; 2], |gain| [gain.mean, gain.standard_error]);
        row.extend(known.into_iter().chain([low, high]).map(number));
        row.push(if neighbour.is_beyond { "yes" } else { "no" }.to_owned());
        write(&mut table, &row);
    }
    finished(table)
}
