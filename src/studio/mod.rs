//! The studio: a page on this machine alone, on which a scenario is changed, run and saved.
//!
//! The page shows strings: every sentence, check and picture is made here or below. It holds the text that is
//! worked on, so that nothing is lost when the program ends; the program holds finished runs.

mod disk;
mod edit;
mod guard;
mod house;
mod http;
mod lines;
mod page;
mod plans;
mod policies;
mod runs;
mod view;

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};

pub use edit::{append, remove, set};
pub use house::{House, Start};
pub use lines::{Line, diff};

use crate::report::handover;
use crate::scenario::{Fields, Kind, LARGEST_TEXT};
use guard::Guard;
use http::{Answer, Request};
use runs::{Asked, Runs};

/// What the page is made of: its path, its kind, its bytes.
pub const ASSETS: [(&str, &str, &[u8]); 6] = [
    ("/", "text/html; charset=utf-8", include_bytes!("assets/studio.html")),
    ("/studio.css", "text/css; charset=utf-8", include_bytes!("assets/studio.css")),
    ("/studio.js", "text/javascript; charset=utf-8", include_bytes!("assets/studio.js")),
    ("/report.css", "text/css; charset=utf-8", handover::STYLE.as_bytes()),
    ("/inter-400.woff2", "font/woff2", handover::REGULAR),
    ("/inter-600.woff2", "font/woff2", handover::SEMI_BOLD),
];
/// How often the wish to end is looked for.
const LOOKED_EVERY: Duration = Duration::from_millis(30);
/// Requests that are answered at once.
const MOST_AT_ONCE: usize = 64;
/// Runs of a page of one person: more are not meant.
const MOST_RUNS: u64 = 10_000;

struct Studio {
    house: House,
    guard: Guard,
    /// The scenario that is open.
    file: Mutex<Option<PathBuf>>,
    runs: Runs,
}

/// A refusal: its status, and why.
type Refused = (&'static str, String);

const WRONG: &str = "400 Bad Request";

/// Serves the page until the house ends; `told` is given its address.
///
/// # Errors
///
/// If the port is taken, or the system has no random numbers.
pub fn serve(
    house: House,
    (file, port): (Option<PathBuf>, u16),
    told: impl FnOnce(&str),
) -> Result<(), String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    let listener = listener.map_err(|error| format!("cannot listen on port {port}: {error}"))?;
    let set = listener.set_nonblocking(true).and_then(|()| listener.local_addr());
    let address = set.map_err(|error| error.to_string())?;
    let guard = Guard::new(address.port())?;
    told(&guard.address());
    let studio = Arc::new(Studio { house, guard, file: Mutex::new(file), runs: Runs::default() });
    while !(studio.house.ends)() {
        match listener.accept() {
            // Each request holds the studio while it is answered.
            Ok(_) if Arc::strong_count(&studio) > MOST_AT_ONCE => {}
            Ok((stream, _)) => {
                let studio = studio.clone();
                // Whoever cannot have a thread asks again.
                let _ = std::thread::Builder::new().spawn(move || studio.answer(stream));
            }
            Err(_) => std::thread::sleep(LOOKED_EVERY),
        }
    }
    Ok(())
}

impl Studio {
    fn answer(&self, mut stream: TcpStream) {
        if stream.set_nonblocking(false).is_err() {
            return;
        }
        let Some(request) = Request::read(&stream) else {
            let _ = Answer::refusal(WRONG, "This is no request.").send(&mut stream);
            return;
        };
        let answer = match self.let_in(&request) {
            Err(answer) => answer,
            Ok(()) if request.path == "/run" => match self.asked(&request) {
                Ok((asked, folder)) => {
                    let load = |name: &str| (self.house.load)(&folder, name);
                    return self.runs.tell(&asked, &self.house, &load, &mut stream);
                }
                Err((status, words)) => Answer::refusal(status, &words),
            },
            Ok(()) => self
                .route(&request)
                .unwrap_or_else(|(status, words)| Answer::refusal(status, &words)),
        };
        let _ = answer.send(&mut stream);
    }

    /// Whether a request may be answered; its first one is sent on with a cookie.
    fn let_in(&self, request: &Request) -> Result<(), Answer> {
        if !self.guard.is_ours(request) {
            return Err(Answer::refusal("403 Forbidden", "Only the page of this studio may ask."));
        }
        if request.method == "GET" && request.path == "/" && self.guard.is_opened(request) {
            let answer = Answer::new("text/plain", "").status("303 See Other");
            return Err(answer.with("Location", "/").with("Set-Cookie", self.guard.cookie()));
        }
        if !self.guard.is_known(request) {
            let words =
                "Open the address that `posse studio` printed: it carries the key to this page.";
            return Err(Answer::refusal("403 Forbidden", words));
        }
        let is_json = request.header("content-type").is_some_and(|kind| kind == "application/json");
        if request.method == "POST" && !is_json {
            return Err(Answer::refusal("415 Unsupported Media Type", "Only JSON is read."));
        }
        Ok(())
    }

    fn route(&self, request: &Request) -> Result<Answer, Refused> {
        let (method, path) = (request.method.as_str(), request.path.as_str());
        if let ("GET", Some(asset)) = (method, ASSETS.iter().find(|asset| asset.0 == path)) {
            return Ok(Answer::new(asset.1, asset.2));
        }
        if let ("GET", Some(id)) = (method, path.strip_prefix("/report/")) {
            return self.preview(id);
        }
        let asked = match method {
            "GET" => Value::Null,
            _ => serde_json::from_slice(&request.body).map_err(|_| wrong("This is no JSON."))?,
        };
        let done = match (method, path) {
            ("GET", "/open") => self.open(),
            ("POST", "/open") => self.choose(&asked),
            ("POST", "/view") => self.view(text(&asked, "text")?, text(&asked, "saved")?),
            ("POST", "/edit") => self.edit(&asked),
            ("POST", "/save") => return self.save(&asked),
            ("POST", "/rebase") => self.rebase(&asked),
            ("POST", "/compare") => {
                let runs = [text(&asked, "a")?, text(&asked, "b")?];
                self.runs.compared(runs).map_err(|words| (WRONG, words))
            }
            ("POST", "/report") => self.report(text(&asked, "id")?),
            _ => Err(("404 Not Found", "There is no such page.".to_owned())),
        };
        done.map(|value| Answer::json(&value))
    }

    /// The file that is open, and the folder that it lies in.
    fn file(&self) -> Result<(PathBuf, PathBuf), Refused> {
        let file = self.file.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let file = file.ok_or_else(|| wrong("No scenario is open."))?;
        let folder = file.parent().unwrap_or(Path::new("")).to_owned();
        Ok((file, folder))
    }

    /// What is open, or what may be opened.
    fn open(&self) -> Result<Value, Refused> {
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
    fn choose(&self, asked: &Value) -> Result<Value, Refused> {
        let name = text(asked, "file")?;
        let is_plain =
            name.ends_with(".toml") && Path::new(name).file_name() == Some(name.as_ref());
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

    fn view(&self, text: &str, saved: &str) -> Result<Value, Refused> {
        let (file, folder) = self.file()?;
        if text.len().max(saved.len()) > LARGEST_TEXT {
            return Err(wrong("The text is too large for a scenario."));
        }
        Ok(page::view((text, saved), &name(&file), &|name| (self.house.load)(&folder, name)))
    }

    /// Changes one value, and shows what comes of it.
    fn edit(&self, asked: &Value) -> Result<Value, Refused> {
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
        let new = new.ok_or_else(|| {
            wrong("This value is written in a way that only an editor can change; open the file in one.")
        })?;
        let mut view = self.view(&new, saved)?;
        view["text"] = json!(new);
        Ok(view)
    }

    fn save(&self, asked: &Value) -> Result<Answer, Refused> {
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
    fn rebase(&self, asked: &Value) -> Result<Value, Refused> {
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

    fn asked(&self, request: &Request) -> Result<(Asked, PathBuf), Refused> {
        let (file, folder) = self.file()?;
        let asked: Value =
            serde_json::from_slice(&request.body).map_err(|_| wrong("This is no JSON."))?;
        let years = asked["years"].as_u64().unwrap_or(200).clamp(2, MOST_RUNS);
        let asked = Asked {
            text: text(&asked, "text")?.to_owned(),
            saved: text(&asked, "saved")?.to_owned(),
            file: name(&file),
            years: u32::try_from(years).unwrap_or(200),
        };
        Ok((asked, folder))
    }

    fn preview(&self, id: &str) -> Result<Answer, Refused> {
        let (file, _) = self.file()?;
        let page = self.runs.page(id, &name(&file));
        let page = page.ok_or(("404 Not Found", "That run is no longer kept.".to_owned()))?;
        let page = page.map_err(|words| wrong(&words))?;
        let policy = "sandbox allow-scripts; frame-ancestors 'self'";
        Ok(Answer::new("text/html; charset=utf-8", page).with("Content-Security-Policy", policy))
    }

    /// Writes the report of a finished run beside the scenario, of which it must be.
    fn report(&self, id: &str) -> Result<Value, Refused> {
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

fn wrong(words: &str) -> Refused {
    (WRONG, words.to_owned())
}

fn text<'v>(asked: &'v Value, key: &str) -> Result<&'v str, Refused> {
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

/// Scenarios of the folder that the program was started in.
fn here() -> Vec<String> {
    let entries = std::fs::read_dir(".").into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let is_scenario = |name: &String| {
        let is_toml = name.ends_with(".toml") && !name.starts_with('.');
        let text =
            if is_toml { disk::read(Path::new(name)).unwrap_or_default() } else { String::new() };
        ["[stages", "base ="].iter().any(|key| text.contains(key))
    };
    let mut names: Vec<String> = names.filter(is_scenario).collect();
    names.sort();
    names
}
