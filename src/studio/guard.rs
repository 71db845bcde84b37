//! Who may ask: this machine's own page, with the token of this studio.

use rand::TryRng;
use rand::rngs::SysRng;

use super::http::Request;

/// What a request must show.
pub(super) struct Guard {
    token: String,
    port: u16,
}

impl Guard {
    /// With a token of 128 random bits of the system.
    pub(super) fn new(port: u16) -> Result<Self, String> {
        let mut bytes = [0; 16];
        let drawn = SysRng.try_fill_bytes(&mut bytes);
        drawn.map_err(|error| format!("no random numbers of the system: {error}"))?;
        Ok(Self { token: format!("{:032x}", u128::from_be_bytes(bytes)), port })
    }

    /// The address to open.
    pub(super) fn address(&self) -> String {
        format!("http://127.0.0.1:{}/?t={}", self.port, self.token)
    }

    /// The cookie that takes the place of the token in the address; each port has its own.
    pub(super) fn cookie(&self) -> String {
        format!("posse-{}={}; HttpOnly; SameSite=Strict; Path=/", self.port, self.token)
    }

    /// Whether the request was made for this address: a name of another machine that leads here does
    /// not count, nor does a page of another origin.
    pub(super) fn is_ours(&self, request: &Request) -> bool {
        let hosts = [format!("127.0.0.1:{}", self.port), format!("localhost:{}", self.port)];
        let is_host =
            request.header("host").is_some_and(|host| hosts.iter().any(|own| own == host));
        let origin = request.header("origin");
        let is_origin =
            |origin: &str| hosts.iter().any(|host| origin.strip_prefix("http://") == Some(host));
        is_host && origin.is_none_or(is_origin) && (request.method == "GET" || origin.is_some())
    }

    /// Whether the address carries the token.
    pub(super) fn is_opened(&self, request: &Request) -> bool {
        request.query.strip_prefix("t=").is_some_and(|token| is_same(token, &self.token))
    }

    /// Whether a cookie carries the token.
    pub(super) fn is_known(&self, request: &Request) -> bool {
        let name = format!("posse-{}=", self.port);
        let cookies = request.header("cookie").unwrap_or_default().split(';');
        let mut tokens = cookies.filter_map(|cookie| cookie.trim().strip_prefix(&name));
        tokens.any(|token| is_same(token, &self.token))
    }
}

/// Compares in a time that does not tell how much is right.
fn is_same(one: &str, other: &str) -> bool {
    let bytes = one.bytes().zip(other.bytes());
    one.len() == other.len() && bytes.fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}
