//! The table in a text: its delimiter, its header, its rows.

use std::io::{self, Cursor, Read};

use csv::ByteRecord;

use super::decode::Decoded;

/// What may stand between two cells.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// So many bytes must hold the header.
const HEAD: u64 = 1 << 16;

/// A table whose header has been read.
pub struct Table<'r> {
    rows: csv::Reader<Box<dyn Read + 'r>>,
    /// The header's cells, without quotes, spaces around them and the byte order mark.
    pub header: Vec<String>,
    /// What stands between two cells.
    pub delimiter: char,
    /// `UTF-8` or `UTF-16`; single cells may turn out to be in Windows-1252.
    pub encoding: &'static str,
    lines: Lines,
}

impl<'r> Table<'r> {
    /// Reads the header of a text in any of the encodings and with any of the delimiters that CRMs write.
    ///
    /// # Errors
    ///
    /// Those of `input`; of the kind `InvalidData` if there is no header.
    pub fn open(input: impl Read + 'r) -> io::Result<Self> {
        let mut decoded = Decoded::new(input)?;
        let encoding = decoded.encoding();
        let mut head = Vec::new();
        decoded.by_ref().take(HEAD).read_to_end(&mut head)?;
        // Excel names the delimiter in a line of its own.
        let named = head.strip_prefix(b"sep=").and_then(|rest| rest.first()).copied();
        let start = head.iter().position(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        head.drain(..if named.is_some() { start } else { 0 });
        let delimiter = named.unwrap_or(delimiter(&head));
        let lines = lines(&head, named.is_some());
        let input: Box<dyn Read + 'r> = Box::new(Cursor::new(head).chain(decoded));
        let mut rows =
            csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(input);
        let header = rows.byte_headers().map_err(io::Error::other)?;
        let header: Vec<String> =
            header.iter().map(|cell| title(&super::decode::text(cell).0)).collect();
        if header.iter().all(String::is_empty) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the file has no header line"));
        }
        Ok(Self { rows, header, delimiter: char::from(delimiter), encoding, lines })
    }

    /// Reads the next row into `row` and returns its number, which an editor shows as the line, and that of
    /// the last line that it takes up; `None` at the end.
    ///
    /// # Errors
    ///
    /// Those of the input.
    pub fn next(&mut self, row: &mut ByteRecord) -> io::Result<Option<(u32, u32)>> {
        if !self.rows.read_byte_record(row).map_err(io::Error::other)? {
            return Ok(None);
        }
        let inner = row.iter().flatten().filter(|byte| **byte == b'\n').count() as u64;
        let position = row.position();
        let line = match self.lines {
            Lines::Counted(more) => position.map_or(0, csv::Position::line) + more,
            Lines::Rows => position.map_or(0, csv::Position::record) + 1,
        };
        let number = |line: u64| u32::try_from(line).unwrap_or(u32::MAX);
        Ok(Some((number(line), number(line + inner))))
    }
}

/// How lines are counted.
#[derive(Clone, Copy)]
enum Lines {
    /// By the reader of rows, and so many more: those before the header, and the one whose end the reader
    /// has not yet seen where a line ends with two signs.
    Counted(u64),
    /// As rows, where no line ends with a line feed.
    Rows,
}

/// How the lines of a text end.
fn lines(text: &[u8], named: bool) -> Lines {
    let end = text.iter().position(|byte| *byte == b'\n' || *byte == b'\r');
    match end.map(|end| &text[end..]) {
        Some([b'\r', b'\n', ..]) => Lines::Counted(1 + u64::from(named)),
        Some([b'\r', _, ..]) => Lines::Rows,
        _ => Lines::Counted(u64::from(named)),
    }
}

/// The delimiter that divides the first line into the most cells.
fn delimiter(text: &[u8]) -> u8 {
    let (mut counts, mut is_quoted) = ([0_usize; DELIMITERS.len()], false);
    for byte in text {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' | b'\r' if !is_quoted => break,
            _ if is_quoted => {}
            _ => {
                if let Some(place) = DELIMITERS.iter().position(|delimiter| delimiter == byte) {
                    counts[place] += 1;
                }
            }
        }
    }
    let most = counts.iter().max().copied().unwrap_or(0);
    let place = counts.iter().position(|count| *count == most).unwrap_or(0);
    DELIMITERS[place]
}

/// The title of a column without what surrounds it.
fn title(cell: &str) -> String {
    let bare = cell.trim_start_matches('\u{feff}').trim();
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}
