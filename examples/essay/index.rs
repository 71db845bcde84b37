//! The table of all experiments on the index page, made from the pages themselves.

use std::fs;

use crate::experiments::EXPERIMENTS;
use crate::{Result, page};

/// Writes a row for each page and the time of all, as the pages say.
pub(crate) fn rewrite() -> Result<()> {
    let mut table = vec![
        "| | page | what the runs say | time |".to_owned(),
        "| --- | --- | --- | ---: |".into(),
    ];
    let mut total = 0.0;
    for experiment in EXPERIMENTS {
        let text = fs::read_to_string(page::path(experiment.page))?;
        let title = text.lines().next().unwrap_or_default().trim_start_matches("# ");
        let block = page::block(&text, experiment.id).unwrap_or_default();
        let seconds = block.lines().find_map(page::seconds).unwrap_or(0.0);
        total += seconds;
        let says = headlines(block).join("; ");
        let (id, page) = (experiment.id, experiment.page);
        table.push(format!("| {id} | [{title}]({page}.md) | {says} | {seconds:.0} s |"));
    }
    let table = table.join("\n");
    let body = format!("{table}\n\nAll of them took {:.0} minutes.", (total / 60.0).ceil());
    page::rewrite(&page::path("README"), "index", &body)
}

/// The first sentence of every screen in a block, which says who wins where.
fn headlines(block: &str) -> Vec<String> {
    let screens = block.split("```text\n").skip(1);
    screens
        .map(|screen| screen.split("\n\n").next().unwrap_or_default().replace('\n', " "))
        .collect()
}
