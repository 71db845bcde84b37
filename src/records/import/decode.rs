//! Text in whatever encoding an export comes: UTF-8, UTF-16, Windows-1252 (ISO-8859-1 with more marks).

use std::borrow::Cow;
use std::io::{self, Read};

/// What a byte from 0x80 to 0x9F means in Windows-1252; from 0xA0 on it is the character of that number.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];
/// So many bytes show which encoding of Unicode a file has.
const SHOWN: usize = 512;

/// The text of a cell, and whether it was no UTF-8 and is taken for Windows-1252.
pub(super) fn text(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    let character = |byte: &u8| match byte {
        0x80..=0x9f => WINDOWS[usize::from(byte - 0x80)],
        _ => char::from(*byte),
    };
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), false),
        Err(_) => (Cow::Owned(bytes.iter().map(character).collect()), true),
    }
}

/// Which of two bytes comes first.
#[derive(Clone, Copy)]
enum Wide {
    Little,
    Big,
}

/// A file without its byte order mark, and in UTF-8 if it was in UTF-16.
pub(super) struct Decoded<R> {
    inner: R,
    /// Bytes that were read and not yet given on.
    ahead: Vec<u8>,
    given: usize,
    wide: Option<Wide>,
    /// A half of a character whose other half is still to come.
    half: Option<u16>,
    is_over: bool,
}

impl<R: Read> Decoded<R> {
    pub(super) fn new(mut inner: R) -> io::Result<Self> {
        let mut head = Vec::new();
        inner.by_ref().take(SHOWN as u64).read_to_end(&mut head)?;
        let zeros =
            |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
        let (skip, wide) = match head.as_slice() {
            [0xef, 0xbb, 0xbf, ..] => (3, None),
            [0xff, 0xfe, ..] => (2, Some(Wide::Little)),
            [0xfe, 0xff, ..] => (2, Some(Wide::Big)),
            _ if 4 * zeros(1) > head.len() => (0, Some(Wide::Little)),
            _ if 4 * zeros(0) > head.len() => (0, Some(Wide::Big)),
            _ => (0, None),
        };
        head.drain(..skip);
        let mut decoded = Self { inner, ahead: head, given: 0, wide, half: None, is_over: false };
        if decoded.wide.is_some() {
            let head = std::mem::take(&mut decoded.ahead);
            decoded.ahead = decoded.narrow(&head)?;
        }
        Ok(decoded)
    }

    /// The name of the encoding, as far as it shows at the beginning.
    pub(super) fn encoding(&self) -> &'static str {
        if self.wide.is_some() { "UTF-16" } else { "UTF-8" }
    }

    /// UTF-16 as UTF-8; an odd byte is completed from the file.
    fn narrow(&mut self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut bytes = bytes.to_vec();
        if bytes.len() % 2 == 1 {
            let mut last = [0];
            if self.inner.read(&mut last)? == 1 {
                bytes.push(last[0]);
            }
        }
        let units = bytes.chunks_exact(2).map(|pair| match self.wide {
            Some(Wide::Big) => u16::from_be_bytes([pair[0], pair[1]]),
            _ => u16::from_le_bytes([pair[0], pair[1]]),
        });
        let mut units: Vec<u16> = self.half.take().into_iter().chain(units).collect();
        if units.last().is_some_and(|unit| (0xd800..0xdc00).contains(unit)) && !bytes.is_empty() {
            self.half = units.pop();
        }
        let characters =
            char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER));
        Ok(characters.collect::<String>().into_bytes())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.given == self.ahead.len() {
            if self.is_over {
                return Ok(0);
            }
            let mut buffer = vec![0; 1 << 16];
            let count = self.inner.read(&mut buffer)?;
            buffer.truncate(count);
            self.is_over = count == 0;
            self.ahead = if self.wide.is_some() { self.narrow(&buffer)? } else { buffer };
            self.given = 0;
        }
        let count = out.len().min(self.ahead.len() - self.given);
        out[..count].copy_from_slice(&self.ahead[self.given..self.given + count]);
        self.given += count;
        Ok(count)
    }
}

/// The first sign of a text that is neither space nor mark of an encoding.
pub(super) fn first_sign(head: &[u8]) -> Option<char> {
    let is_mark = |byte: &&u8| {
        matches!(byte, 0 | 0xef | 0xbb | 0xbf | 0xff | 0xfe) || byte.is_ascii_whitespace()
    };
    head.iter().find(|byte| !is_mark(byte)).map(|byte| char::from(*byte))
}
