//! What the columns of a table mean.

use std::collections::{BTreeMap, BTreeSet};

use super::layout::{Field, Layout, Shape};

/// The columns of a table by what they mean; several may mean the same, then the first that is not empty
/// counts.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    pub(super) places: BTreeMap<Field, Vec<usize>>,
    /// Clocks of stages: column and the stage's name.
    pub(super) clocks: Vec<(usize, String)>,
    /// Titles that mean nothing here.
    pub(super) unread: Vec<String>,
    /// What no column means, though such exports can have one.
    pub(super) absent: Vec<Field>,
}

/// A title in small letters and digits; an entity before it, as in `Deal - Owner`, is left out.
pub(super) fn plain(title: &str) -> String {
    let bare = title.split_once(" - ").map_or(title, |(_, bare)| bare);
    let letters = bare.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

impl Layout {
    /// What the columns of a header mean; `None` if it is another layout.
    pub(super) fn columns(&self, header: &[String], maps: &[(String, Field)]) -> Option<Columns> {
        let titles: Vec<(&str, Field)> = self.titles().collect();
        let mut columns = Columns::default();
        let mut clocks = Vec::new();
        for (place, title) in header.iter().enumerate() {
            let name = plain(title);
            let mapped = maps.iter().find(|(column, _)| column == title || plain(column) == name);
            let is_claimed = |field: Field| maps.iter().any(|(_, mapped)| *mapped == field);
            let known = titles.iter().find(|(known, field)| *known == name && !is_claimed(*field));
            match (mapped, known, clock(title)) {
                (Some((_, field)), ..) | (None, Some((_, field)), _) => {
                    columns.places.entry(*field).or_default().push(place);
                }
                (None, None, Some(clock)) if self.shape == Shape::Deals => {
                    clocks.push((place, clock));
                }
                _ => columns.unread.push(title.clone()),
            }
        }
        let known = titles.iter().map(|(_, field)| *field);
        let absent = known.filter(|field| !columns.places.contains_key(field));
        columns.absent = absent.collect::<BTreeSet<_>>().into_iter().collect();
        for places in columns.places.values_mut() {
            let rank = |place: &usize| {
                let name = plain(&header[*place]);
                titles.iter().position(|(known, _)| *known == name)
            };
            places.sort_by_key(rank);
        }
        // Older portals still have the columns of the former clocks.
        let has_new = clocks.iter().any(|(_, clock)| clock.is_new);
        let entered =
            clocks.into_iter().filter(|(_, clock)| clock.is_entered && clock.is_new == has_new);
        columns.clocks = entered.map(|(place, clock)| (place, clock.stage)).collect();
        self.needs.iter().all(|field| columns.places.contains_key(field)).then_some(columns)
    }

    /// What this layout needs and a header does not have.
    pub(super) fn missing(&self, header: &[String], maps: &[(String, Field)]) -> Vec<Field> {
        let is_there = |field: &Field| {
            header.iter().any(|title| {
                let name = plain(title);
                self.titles().any(|(known, means)| known == name && means == *field)
            }) || maps.iter().any(|(_, mapped)| mapped == field)
        };
        self.needs.iter().filter(|field| !is_there(field)).copied().collect()
    }
}

/// A column that tells when deals were in a stage.
struct Clock {
    stage: String,
    is_entered: bool,
    is_new: bool,
}

/// `Date entered "Contract Sent (Sales Pipeline)"`, `hs_v2_date_entered_contractsent` and their kin.
fn clock(title: &str) -> Option<Clock> {
    const VERBS: [&str; 5] =
        ["date entered ", "date exited ", "latest time in ", "cumulative time in ", "time in "];
    let lower = title.to_lowercase();
    if let Some(name) = lower.strip_prefix("hs_") {
        let (is_new, name) = name.strip_prefix("v2_").map_or((false, name), |name| (true, name));
        let verbs =
            ["date_entered_", "date_exited_", "latest_time_in_", "cumulative_time_in_", "time_in_"];
        let (verb, stage) =
            verbs.iter().find_map(|verb| Some((*verb, name.strip_prefix(verb)?)))?;
        let is_entered = verb == verbs[0] && stage != "current_stage";
        return Some(Clock { stage: stage.to_owned(), is_entered, is_new });
    }
    let verb = VERBS.iter().find(|verb| lower.starts_with(**verb))?;
    let quotes = ['"', '\'', '“', '”', '‘', '’'];
    let inner = title.get(verb.len()..)?.trim().strip_prefix(quotes)?.strip_suffix(quotes)?;
    let stage = inner.rsplit_once(" (").map_or(inner, |(stage, _)| stage);
    Some(Clock { stage: stage.to_owned(), is_entered: *verb == VERBS[0], is_new: true })
}
