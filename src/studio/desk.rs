//! What the page can have done: open, look, change, save, report.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};

use super::house::House;
use super::http::{Answer, Request};
use super::runs::{Asked, Runs};
use super::{disk, edit, named, page, view};
use crate::report::handover;
use crate::scenario::{Field, Fields, Kind, LARGEST_TEXT};

/// Characters of a name.
const LONGEST_NAME: usize = 60;
/// Runs of a page of one person: more are not meant.
const MOST_RUNS: u64 = 10_000;

/// A scenario that is open, and what was run of it.
pub(super) struct Desk {
    pub(super) house: House,
    pub(super) runs: Runs,
    /// The scenario that is open.
    pub(super) file: Mutex<Option<PathBuf>>,
}

/// A refusal: its status, and why.
pub(super) type Refused = (&'static str, String);

pub(super) const WRONG: &str = "400 Bad Request";

impl Desk {
    /// The file that is open, and the folder that it lies in.
    fn file(&self) -> Result<(PathBuf, PathBuf), Refused> {
        let file = self.file.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let file = file.ok_or_else(|| wrong("No scenario is open."))?;
        let folder = file.parent().unwrap_or(Path::new("")).to_owned();
        Ok((file, folder))
    }

    /// What is open, or what may be opened.
    pub(super) fn open(&self) -> Result<Value, Refused> {
        let Ok((file, _)) = self.file() else {
            let starts = self.house.starts.iter().map(
                |start| json!({ "name": start.name, "title": start.title, "about": start.about }),
            );
            return Ok(
                json!({ "file": null, "starts": starts.collect::<Vec<_>>(), "files": here() }),
            );
        };
        let text = disk::read(&file).map_err(|words| ("404 Not Found", words))?;
        let mut view = self.view(&text, &text)?;
        view["text"] = json!(text);
        Ok(view)
    }

    /// Opens a file of this folder, or makes one from a start.
    pub(super) fn choose(&self, asked: &Value) -> Result<Value, Refused> {
        let name = text(asked, "file")?;
        let is_plain = is_toml(name) && Path::new(name).file_name() == Some(name.as_ref());
        if !is_plain || name.len() > 100 || name.starts_with('.') {
            return Err(wrong("A file's name ends in .toml and holds no folder, e.g. mine.toml."));
        }
        if let Some(start) = asked["start"].as_str() {
            let start = self.house.starts.iter().find(|of| of.name == start);
            let start = start.ok_or_else(|| wrong("There is no such model to start from."))?;
            disk::create(Path::new(name), start.text).map_err(|words| wrong(&words))?;
        }
        disk::read(Path::new(name)).map_err(|words| wrong(&words))?;
        *self.file.lock().unwrap_or_else(PoisonError::into_inner) = Some(PathBuf::from(name));
        self.open()
    }

    /// What the page shows of a text.
    pub(super) fn view(&self, text: &str, saved: &str) -> Result<Value, Refused> {
        let (file, folder) = self.file()?;
        if text.len().max(saved.len()) > LARGEST_TEXT {
            return Err(wrong("The text is too large for a scenario."));
        }
        Ok(page::view((text, saved), &name(&file), &|name| (self.house.load)(&folder, name)))
    }

    /// Changes one value, and shows what comes of it.
    pub(super) fn edit(&self, asked: &Value) -> Result<Value, Refused> {
        let (old, saved) = (text(asked, "text")?, text(asked, "saved")?);
        let keys: Vec<String> = serde_json::from_value(asked["keys"].clone())
            .map_err(|_| wrong("The keys are missing."))?;
        let new = match (asked["value"].as_str(), asked["add"].as_str()) {
            (Some(typed), _) => {
                let pattern = asked["pattern"].as_str().unwrap_or_default();
                edit::set(old, &keys, typed, kind_of(pattern, &keys))
            }
            (None, Some(example)) => edit::append(old, &keys, example),
            (None, None) => edit::remove(old, &keys),
        };
        self.shown(new, saved)
    }

    /// Adds a thing that is like another one, or takes one out, and shows what comes of it.
    pub(super) fn name(&self, asked: &Value) -> Result<Value, Refused> {
        let (old, saved) = (text(asked, "text")?, text(asked, "saved")?);
        let (section, from) = (text(asked, "section")?, text(asked, "from")?);
        let Some(to) = asked["to"].as_str() else {
            return self.shown(named::cut(old, section, from), saved);
        };
        let to = to.trim();
        if to.is_empty() || to.chars().count() > LONGEST_NAME || to.contains(char::is_control) {
            return Err(wrong("A name has 1 to 60 characters, e.g. web 2."));
        }
        let fields = self.file().ok().and_then(|(file, folder)| {
            let load = |name: &str| (self.house.load)(&folder, name);
            Fields::read(old.as_bytes(), &name(&file), &load).ok()
        });
        let is_taken = |field: &Field| field.keys.len() > 1 && field.keys[..2] == [section, to];
        if fields.is_some_and(|fields| fields.all.iter().any(is_taken)) {
            return Err(wrong(&format!("There is a {to} already: choose another name.")));
        }
        let mut new = named::copy(old, section, from, to);
        if section == "policies" {
            new = new.map(|text| named::compared(&text, to).unwrap_or(text));
        }
        self.shown(new, saved)
    }

    /// What the page shows of a changed text.
    fn shown(&self, new: Option<String>, saved: &str) -> Result<Value, Refused> {
        let new = new.ok_or_else(|| {
            wrong("This is written in a way that only an editor can change; open the file in one.")
        })?;
        let mut view = self.view(&new, saved)?;
        view["text"] = json!(new);
        Ok(view)
    }

    /// Saves a text, unless the file has changed.
    pub(super) fn save(&self, asked: &Value) -> Result<Answer, Refused> {
        let (file, _) = self.file()?;
        let (new, was) = (text(asked, "text")?, text(asked, "saved")?);
        match disk::save(&file, new, was).map_err(|words| ("500 Internal Server Error", words))? {
            disk::Saved::Done => {
                let mut view = self.view(new, new)?;
                view["text"] = json!(new);
                Ok(Answer::json(&view))
            }
            disk::Saved::Conflict(theirs) => {
                let diff = view::lines(&theirs, new);
                let words = format!("{} has changed on disk since it was read.", name(&file));
                let told = json!({ "theirs": theirs, "diff": diff, "words": words });
                Ok(Answer::json(&told).status("409 Conflict"))
            }
        }
    }

    /// Makes the changes of the page in the text that somebody else has saved.
    pub(super) fn rebase(&self, asked: &Value) -> Result<Value, Refused> {
        let (mine, was) = (text(asked, "text")?, text(asked, "saved")?);
        let theirs = text(asked, "theirs")?;
        let (file, folder) = self.file()?;
        let load = |name: &str| (self.house.load)(&folder, name);
        let fields = Fields::read(mine.as_bytes(), &name(&file), &load);
        let fields = fields.map_err(|_| wrong("The text of the page is no scenario."))?;
        let view = view::View::new(fields, (mine, was), &name(&file), &load);
        let mut new = theirs.to_owned();
        for (keys, _) in view::changes(&view) {
            let field = view.fields.all.iter().find(|field| field.keys == keys);
            let kind = field.map_or(Kind::Text, |field| field.parameter.kind);
            let changed = match view.now_at(&keys) {
                Some(value) => edit::set(&new, &keys, &edit::shown(&value), kind),
                None => edit::remove(&new, &keys).or_else(|| Some(new.clone())),
            };
            new = changed.ok_or_else(|| wrong("One change does not fit the file as it is now."))?;
        }
        let mut view = self.view(&new, theirs)?;
        view["text"] = json!(new);
        Ok(view)
    }

    /// What is to be run, and the folder that it lies in.
    pub(super) fn asked(&self, request: &Request) -> Result<(Asked, PathBuf), Refused> {
        let (file, folder) = self.file()?;
        let asked: Value =
            serde_json::from_slice(&request.body).map_err(|_| wrong("This is no JSON."))?;
        let years = asked["years"].as_u64().unwrap_or(200).clamp(2, MOST_RUNS);
        let asked = Asked {
            text: text(&asked, "text")?.to_owned(),
            saved: text(&asked, "saved")?.to_owned(),
            file: name(&file),
            path: file,
            years: u32::try_from(years).unwrap_or(200),
        };
        Ok((asked, folder))
    }

    /// The report of a finished run.
    pub(super) fn preview(&self, id: &str) -> Result<Answer, Refused> {
        let (file, _) = self.file()?;
        let page = self.runs.page(id, &name(&file));
        let page = page.ok_or(("404 Not Found", "That run is no longer kept.".to_owned()))?;
        let page = page.map_err(|words| wrong(&words))?;
        let policy = "sandbox allow-scripts; frame-ancestors 'self'";
        Ok(Answer::new("text/html; charset=utf-8", page).with("Content-Security-Policy", policy))
    }

    /// Writes the report of a finished run beside the scenario, of which it must be.
    pub(super) fn report(&self, id: &str) -> Result<Value, Refused> {
        let (file, _) = self.file()?;
        let gone = || ("404 Not Found", "That run is no longer kept: run it again.".to_owned());
        let text = self.runs.text(id).ok_or_else(gone)?;
        if disk::read(&file).ok().as_deref() != Some(text.as_str()) {
            return Err(wrong(
                "This run is of a model that is not saved, so that nobody could run it again. Save it \
                 first, then write the report.",
            ));
        }
        let page =
            self.runs.page(id, &name(&file)).ok_or_else(gone)?.map_err(|words| wrong(&words))?;
        let target = file.with_extension("report.html");
        let other = std::fs::read_to_string(&target).is_ok_and(|old| !handover::is_page(&old));
        if other {
            return Err(wrong(&format!(
                "`{}` is no report of posse; move it first.",
                target.display()
            )));
        }
        disk::write(&target, page.as_bytes())
            .map_err(|words| ("500 Internal Server Error", words))?;
        Ok(json!({ "words": format!("Wrote {}.", target.display()) }))
    }
}

pub(super) fn wrong(words: &str) -> Refused {
    (WRONG, words.to_owned())
}

pub(super) fn text<'v>(asked: &'v Value, key: &str) -> Result<&'v str, Refused> {
    asked[key].as_str().ok_or_else(|| wrong(&format!("`{key}` is missing.")))
}

fn name(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// What the table of parameters says of a key, which may be one within a value.
fn kind_of(pattern: &str, keys: &[String]) -> Kind {
    let all = crate::scenario::parameters();
    let whole = all.iter().find(|parameter| parameter.path == pattern && pattern.contains('.'));
    let top = || all.iter().find(|parameter| parameter.path == pattern && keys.len() == 1);
    // Keys of an entry of a list: numbers read as numbers, all else as text.
    whole.or_else(top).map_or(Kind::Either(&[]), |parameter| parameter.kind)
}

/// Whether a name is that of a file of TOML.
fn is_toml(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|end| end == "toml")
}

/// Scenarios of the folder that the program was started in.
fn here() -> Vec<String> {
    let entries = std::fs::read_dir(".").into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let is_scenario = |name: &String| {
        let is_seen = is_toml(name) && !name.starts_with('.');
        let text =
            if is_seen { disk::read(Path::new(name)).unwrap_or_default() } else { String::new() };
        ["[stages", "base ="].iter().any(|key| text.contains(key))
    };
    let mut names: Vec<String> = names.filter(is_scenario).collect();
    names.sort();
    names
}
