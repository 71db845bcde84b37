//! `studio`: who is let in, what is run, what is saved.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use serde_json::{Value, json};

use super::{Place, TINY};

/// A studio that runs, and its address.
struct Studio {
    child: Child,
    port: u16,
    token: String,
}

/// A status and a body.
type Answer = (u16, String);

impl Studio {
    fn open(place: &Place, words: &[&str]) -> Self {
        let mut command = place.command(&[&["studio"], words].concat());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let rest =
            line.trim().strip_prefix("http://127.0.0.1:").expect("an address of this machine");
        let (port, token) = rest.split_once("/?t=").expect("a token");
        let (port, token) = (port.parse().unwrap(), token.to_owned());
        Self { child, port, token }
    }

    /// Sends a request with these headers, and reads all of the answer.
    fn send(&self, line: &str, headers: &[(&str, &str)], body: &str) -> (String, String) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let headers: Vec<String> =
            headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let headers = headers.concat();
        let length = body.len();
        let head = format!("{line} HTTP/1.1\r\n{headers}Content-Length: {length}\r\n\r\n{body}");
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        (head.to_owned(), body.to_owned())
    }

    fn status(&self, line: &str, headers: &[(&str, &str)]) -> u16 {
        let (head, _) = self.send(line, headers, "{}");
        head.split(' ').nth(1).unwrap().parse().unwrap()
    }

    fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    fn cookie(&self) -> String {
        format!("posse-{}={}", self.port, self.token)
    }

    /// Asks as the page does.
    fn ask(&self, path: &str, body: &Value) -> Answer {
        let (host, cookie) = (self.host(), self.cookie());
        let origin = format!("http://{host}");
        let headers = [
            ("Host", host.as_str()),
            ("Origin", &origin),
            ("Cookie", &cookie),
            ("Content-Type", "application/json"),
        ];
        let method = if body.is_null() { "GET" } else { "POST" };
        let (head, body) = self.send(&format!("{method} {path}"), &headers, &body.to_string());
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body)
    }

    fn json(&self, path: &str, body: &Value) -> Value {
        let (status, text) = self.ask(path, body);
        assert_eq!(status, 200, "{path}: {text}");
        serde_json::from_str(&text).unwrap()
    }

    /// The events of a run: the name and the data of each.
    fn run(&self, text: &str, saved: &str) -> Vec<(String, Value)> {
        let (status, body) =
            self.ask("/run", &json!({ "text": text, "saved": saved, "years": 40 }));
        assert_eq!(status, 200, "{body}");
        let events = body.split("\n\n").filter_map(|event| {
            let (name, data) = event.strip_prefix("event: ")?.split_once("\ndata: ")?;
            Some((name.to_owned(), serde_json::from_str(data).unwrap()))
        });
        events.collect()
    }
}

impl Drop for Studio {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn only_the_page_of_this_machine_with_the_token_is_let_in() {
    let place = Place::tiny();
    let studio = Studio::open(&place, &["tiny.toml"]);
    assert_eq!(studio.token.len(), 32, "128 bits");
    let (host, cookie) = (studio.host(), studio.cookie());
    let (origin, host) = (format!("http://{host}"), host.as_str());
    let json = ("Content-Type", "application/json");
    let known = [("Host", host), ("Cookie", cookie.as_str())];
    assert_eq!(studio.status("GET /open", &known), 200);
    assert_eq!(studio.status("GET /open", &[("Host", host)]), 403, "without a token");
    let other = cookie.replace(&studio.token[..4], "zzzz");
    assert_eq!(studio.status("GET /open", &[("Host", host), ("Cookie", &other)]), 403);
    assert_eq!(studio.status("GET /?t=00000000000000000000000000000000", &[("Host", host)]), 403);
    let led_here = [("Host", "evil.example"), known[1]];
    assert_eq!(studio.status("GET /open", &led_here), 403, "a name that leads here");
    let foreign = [known[0], known[1], ("Origin", "http://evil.example"), json];
    assert_eq!(studio.status("POST /view", &foreign), 403, "another origin");
    assert_eq!(studio.status("GET /open", &foreign), 403);
    assert_eq!(studio.status("POST /view", &[known[0], known[1], json]), 403, "no origin");
    let plain = [known[0], known[1], ("Origin", &origin), ("Content-Type", "text/plain")];
    assert_eq!(studio.status("POST /view", &plain), 415, "what a form could send");
    assert_eq!(studio.status("GET /../tiny.toml", &known), 404);
}

#[test]
fn the_token_moves_from_the_address_into_a_cookie_that_no_script_reads() {
    let place = Place::tiny();
    let studio = Studio::open(&place, &["tiny.toml"]);
    let host = studio.host();
    let (head, _) = studio.send(&format!("GET /?t={}", studio.token), &[("Host", &host)], "");
    assert!(head.starts_with("HTTP/1.1 303"), "{head}");
    assert!(head.contains("HttpOnly; SameSite=Strict"), "{head}");
    let cookie = studio.cookie();
    let (head, page) = studio.send("GET /", &[("Host", &host), ("Cookie", &cookie)], "");
    assert!(
        head.contains("Content-Security-Policy: default-src 'none'; script-src 'self'"),
        "{head}"
    );
    assert!(!head.contains("Access-Control"), "{head}");
    assert!(page.contains("<main") && !page.contains(&studio.token));
}

#[test]
fn a_change_is_run_and_saved_and_leaves_all_else_of_the_file() {
    let place = Place::new().with("tiny.toml", format!("# mine\n{TINY}"));
    let studio = Studio::open(&place, &["tiny.toml"]);
    let opened = studio.json("/open", &Value::Null);
    let text = opened["text"].as_str().unwrap();
    let keys = ["people", "seller", "count"];
    let edit = json!({ "text": text, "saved": text, "keys": keys, "pattern": "people.*.count", "value": "3" });
    let edited = studio.json("/edit", &edit);
    let new = edited["text"].as_str().unwrap();
    assert_eq!(new, text.replace("count = 2", "count = 3"));
    assert_eq!(edited["changes"][0]["words"], "seller › How many: 2 → 3");
    assert_eq!(edited["runnable"], true);
    assert_eq!(place.text("tiny.toml"), text, "nothing is written yet");

    let events = studio.run(new, text);
    let names: Vec<&str> = events.iter().map(|event| event.0.as_str()).collect();
    assert_eq!(names.last(), Some(&"done"), "{names:?}");
    let answer = &events[events.len() - 2].1;
    assert_eq!((&answer["done"], &answer["of"]), (&json!(40), &json!(40)));
    assert!(answer["verdict"].as_str().unwrap().contains("many meetings"), "{answer}");
    let id = events.last().unwrap().1["id"].as_str().unwrap().to_owned();

    let (status, words) = studio.ask("/report", &json!({ "id": id }));
    assert_eq!(status, 400, "a report of what is not saved could not be made again");
    assert!(words.contains("Save it first"), "{words}");
    studio.json("/save", &json!({ "text": new, "saved": text }));
    assert_eq!(place.text("tiny.toml"), new);
    studio.json("/report", &json!({ "id": id }));
    assert!(place.text("tiny.report.html").contains("posse compare tiny.toml -n 40"));
}

#[test]
fn two_runs_are_compared_on_the_same_luck() {
    let place = Place::tiny();
    let studio = Studio::open(&place, &["tiny.toml"]);
    let run = |text: &str| {
        let events = studio.run(text, TINY);
        events.last().unwrap().1["id"].as_str().unwrap().to_owned()
    };
    let (a, b) = (run(TINY), run(&TINY.replace("20 h per week", "30 h per week")));
    assert_ne!(a, b);
    let found = studio.json("/compare", &json!({ "a": a, "b": b }));
    assert!(
        found["words"].as_str().unwrap().starts_with("The change moves the difference in"),
        "{found}"
    );
    assert_eq!(
        found["diff"].as_array().unwrap().iter().filter(|line| line["sign"] == "+").count(),
        1
    );
}

#[test]
fn a_file_that_somebody_else_changed_is_not_overwritten_and_both_changes_fit() {
    let place = Place::tiny();
    let studio = Studio::open(&place, &["tiny.toml"]);
    let mine = TINY.replace("count = 2", "count = 3");
    let theirs = TINY.replace("cost = 10", "cost = 11");
    std::fs::write(place.path("tiny.toml"), &theirs).unwrap();
    let (status, told) = studio.ask("/save", &json!({ "text": mine, "saved": TINY }));
    assert_eq!(status, 409, "{told}");
    assert_eq!(place.text("tiny.toml"), theirs);
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["theirs"], theirs);
    let both = studio.json("/rebase", &json!({ "text": mine, "saved": TINY, "theirs": theirs }));
    assert_eq!(both["text"], theirs.replace("count = 2", "count = 3"));
    let both = both["text"].as_str().unwrap();
    studio.json("/save", &json!({ "text": both, "saved": theirs }));
    assert_eq!(place.text("tiny.toml"), both);
    assert_eq!(place.entries("."), ["tiny.toml"], "no file of the way stays");
}

#[test]
fn a_wrong_value_is_told_at_its_field_and_nothing_runs() {
    let place = Place::tiny();
    let studio = Studio::open(&place, &["tiny.toml"]);
    let wrong = TINY.replace("advance = 0.4", "advance = 4.2");
    let view = studio.json("/view", &json!({ "text": wrong, "saved": TINY }));
    assert_eq!(view["runnable"], false);
    let funnel =
        view["parts"].as_array().unwrap().iter().find(|part| part["label"] == "Funnel").unwrap();
    assert_eq!(funnel["note"], "1 to mend");
    let events = studio.run(&wrong, TINY);
    assert_eq!(events[0].0, "fault");
}

#[test]
fn without_a_file_one_starts_from_a_model_and_nothing_is_replaced() {
    let place = Place::tiny();
    let studio = Studio::open(&place, &[]);
    let opened = studio.json("/open", &Value::Null);
    assert_eq!(opened["file"], Value::Null);
    assert_eq!(opened["files"], json!(["tiny.toml"]));
    let start = |file: &str| json!({ "file": file, "start": "minimal.toml" });
    assert_eq!(studio.ask("/open", &start("tiny.toml")).0, 400, "it is there already");
    assert_eq!(studio.ask("/open", &start("../mine.toml")).0, 400, "out of the folder");
    let made = studio.json("/open", &start("mine.toml"));
    assert_eq!(made["file"], "mine.toml");
    assert_eq!(made["text"], place.text("mine.toml"));
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it() {
    let place = Place::tiny();
    let mut studio = Studio::open(&place, &["tiny.toml"]);
    super::until_it_listens(studio.child.id());
    super::interrupt(studio.child.id());
    assert_eq!(studio.child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_file_that_is_not_there_is_refused() {
    let said = Place::new().posse(&["studio", "none.toml"]).refusal(2);
    assert!(said.contains("no file `none.toml`"), "{said}");
}
