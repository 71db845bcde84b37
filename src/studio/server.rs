//! The server: who is let in, and who does what is asked.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;

use super::assets::ASSETS;
use super::desk::{Desk, Refused, WRONG, text, wrong};
use super::guard::Guard;
use super::house::House;
use super::http::{Answer, Request};
use super::runs::Runs;

/// How often the wish to end is looked for.
const LOOKED_EVERY: Duration = Duration::from_millis(30);
/// Requests that are answered at once.
const MOST_AT_ONCE: usize = 64;

struct Studio {
    guard: Guard,
    desk: Desk,
}

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
    let desk = Desk { house, runs: Runs::default(), file: Mutex::new(file) };
    let studio = Arc::new(Studio { guard, desk });
    while !(studio.desk.house.ends)() {
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
            Ok(()) if request.path == "/run" => match self.desk.asked(&request) {
                Ok((asked, folder)) => {
                    let load = |name: &str| (self.desk.house.load)(&folder, name);
                    return self.desk.runs.tell(&asked, &self.desk.house, &load, &mut stream);
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
            return self.desk.preview(id);
        }
        let asked = match method {
            "GET" => Value::Null,
            _ => serde_json::from_slice(&request.body).map_err(|_| wrong("This is no JSON."))?,
        };
        let desk = &self.desk;
        let done = match (method, path) {
            ("GET", "/open") => desk.open(),
            ("POST", "/open") => desk.choose(&asked),
            ("POST", "/view") => desk.view(text(&asked, "text")?, text(&asked, "saved")?),
            ("POST", "/edit") => desk.edit(&asked),
            ("POST", "/name") => desk.name(&asked),
            ("POST", "/save") => return desk.save(&asked),
            ("POST", "/rebase") => desk.rebase(&asked),
            ("POST", "/compare") => {
                let runs = [text(&asked, "a")?, text(&asked, "b")?];
                desk.runs.compared(runs).map_err(|words| (WRONG, words))
            }
            ("POST", "/report") => desk.report(text(&asked, "id")?),
            _ => Err(("404 Not Found", "There is no such page.".to_owned())),
        };
        done.map(|value| Answer::json(&value))
    }
}
