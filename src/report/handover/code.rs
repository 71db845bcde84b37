//! What a page carries along: fonts and a logo as text, the fingerprints of its script and style.

use sha2::{Digest, Sha256};

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// A picture at the head of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    media: &'static str,
    bytes: Vec<u8>,
}

impl Logo {
    /// The logo of a file's contents, if they are PNG or SVG.
    pub fn of(bytes: Vec<u8>) -> Option<Self> {
        let is_svg = || {
            let text =
                std::str::from_utf8(&bytes).unwrap_or_default().trim_start_matches('\u{FEFF}');
            text.trim_start().starts_with('<') && text.contains("<svg")
        };
        let media = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            "image/png"
        } else if is_svg() {
            "image/svg+xml"
        } else {
            return None;
        };
        Some(Self { media, bytes })
    }

    /// Its address: as a picture, an SVG runs no script and loads nothing.
    pub(super) fn address(&self) -> String {
        address(self.media, &self.bytes)
    }
}

/// Data as an address within the page.
pub(super) fn address(media: &str, bytes: &[u8]) -> String {
    format!("data:{media};base64,{}", base64(bytes))
}

/// The source that a content security policy allows: exactly this text.
pub(super) fn fingerprint(text: &str) -> String {
    format!("'sha256-{}'", base64(&Sha256::digest(text.as_bytes())))
}

pub(super) fn base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= three.len() { char::from(digit) } else { '=' });
        }
    }
    text
}
