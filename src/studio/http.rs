//! As much of HTTP/1.1 as a page needs that is served to one person: one request for each connection.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// A head longer than this is refused.
const LARGEST_HEAD: u64 = 16 << 10;
/// Twice the largest scenario, with room for escapes.
const LARGEST_BODY: usize = 24 << 20;
/// Who says nothing for so long is not waited for.
const PATIENCE: Duration = Duration::from_secs(10);
/// What a page may load and do: nothing but what comes from here.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; \
    connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What is asked.
pub(super) struct Request {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) query: String,
    headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

/// What is answered.
pub(super) struct Answer {
    status: &'static str,
    kind: &'static str,
    extra: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

impl Request {
    /// Reads a request; `None` if it is none, or too large.
    pub(super) fn read(stream: &TcpStream) -> Option<Self> {
        stream.set_read_timeout(Some(PATIENCE)).ok()?;
        stream.set_write_timeout(Some(PATIENCE)).ok()?;
        let mut reader = BufReader::new(stream);
        let mut head = reader.by_ref().take(LARGEST_HEAD);
        let mut line = String::new();
        head.read_line(&mut line).ok()?;
        let mut words = line.split_whitespace().map(str::to_owned);
        let (method, target) = (words.next()?, words.next()?);
        let (path, query) = target.split_once('?').unwrap_or((&target, ""));
        let mut headers = Vec::new();
        loop {
            let mut line = String::new();
            if head.read_line(&mut line).ok()? == 0 {
                return None;
            }
            let Some((name, value)) = line.split_once(':') else { break };
            headers.push((name.to_lowercase(), value.trim().to_owned()));
        }
        let (path, query) = (path.to_owned(), query.to_owned());
        let mut request = Self { method, path, query, headers, body: Vec::new() };
        let length =
            request.header("content-length").map_or(Some(0), |length| length.parse().ok())?;
        if length > LARGEST_BODY {
            return None;
        }
        request.body.resize(length, 0);
        reader.read_exact(&mut request.body).ok()?;
        Some(request)
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|header| header.0 == name).map(|header| header.1.as_str())
    }
}

impl Answer {
    pub(super) fn new(kind: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self { status: "200 OK", kind, extra: Vec::new(), body: body.into() }
    }

    pub(super) fn json(value: &serde_json::Value) -> Self {
        Self::new("application/json", value.to_string())
    }

    /// Says in plain words why not.
    pub(super) fn refusal(status: &'static str, words: &str) -> Self {
        Self { status, ..Self::new("text/plain; charset=utf-8", words) }
    }

    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.extra.push((name, value.into()));
        self
    }

    pub(super) fn status(mut self, status: &'static str) -> Self {
        self.status = status;
        self
    }

    pub(super) fn send(&self, stream: &mut TcpStream) -> io::Result<()> {
        let length = format!("Content-Length: {}\r\n", self.body.len());
        stream.write_all(self.head(&length).as_bytes())?;
        stream.write_all(&self.body)?;
        stream.flush()
    }

    /// Begins an answer whose events follow one by one.
    pub(super) fn begin_events(stream: &mut TcpStream) -> io::Result<()> {
        stream.write_all(Self::new("text/event-stream", "").head("").as_bytes())
    }

    fn head(&self, length: &str) -> String {
        let has_policy = self.extra.iter().any(|extra| extra.0 == "Content-Security-Policy");
        let policy = if has_policy {
            String::new()
        } else {
            format!("Content-Security-Policy: {POLICY}\r\n")
        };
        let extra: String =
            self.extra.iter().flat_map(|(name, value)| [name, ": ", value, "\r\n"]).collect();
        format!(
            "HTTP/1.1 {}\r\nContent-Type: {}\r\n{length}{extra}{policy}X-Content-Type-Options: \
             nosniff\r\nReferrer-Policy: no-referrer\r\nCross-Origin-Opener-Policy: \
             same-origin\r\nCross-Origin-Resource-Policy: same-origin\r\nCache-Control: \
             no-store\r\nConnection: close\r\n\r\n",
            self.status, self.kind
        )
    }
}

/// An event of a stream: its name, and data without line ends.
pub(super) fn send_event(stream: &mut TcpStream, name: &str, data: &str) -> io::Result<()> {
    stream.write_all(format!("event: {name}\ndata: {data}\n\n").as_bytes())?;
    stream.flush()
}

/// Whether whoever asked has gone.
pub(super) fn is_gone(stream: &TcpStream) -> bool {
    let mut one = [0];
    let looked = stream.set_nonblocking(true).and_then(|()| stream.peek(&mut one));
    let is_back = stream.set_nonblocking(false).is_ok();
    match looked {
        Ok(read) => read == 0 || !is_back,
        Err(error) => error.kind() != io::ErrorKind::WouldBlock,
    }
}
