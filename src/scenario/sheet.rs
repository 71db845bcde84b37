//! Columns of a file of comma-separated values (RFC 4180), read strictly.
//!
//! Cells are separated by `,`, `;` or tabs, whichever the head line has. A cell in quotes may hold
//! separators, line ends and doubled quotes. What can be read in two ways is refused.

/// One cell and where it stands, from 1.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) line: usize,
    pub(super) column: usize,
}

/// What is wrong with a file, and where.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Flaw {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) message: String,
}

/// The records of a file and what separates their cells.
pub(super) struct Sheet {
    pub(super) separator: char,
    pub(super) head: Vec<Cell>,
    rows: Vec<Vec<Cell>>,
}

impl Sheet {
    /// Reads a text: a head line, then records of as many cells.
    pub(super) fn read(text: &str) -> Result<Self, Flaw> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let separator = separator(text)?;
        let mut scanner = Scanner { rest: text, line: 1, column: 1 };
        let mut rows = Vec::new();
        while !scanner.rest.is_empty() {
            rows.push(scanner.record(separator)?);
        }
        rows.retain(|cells| !matches!(cells.as_slice(), [only] if only.text.is_empty()));
        if rows.is_empty() {
            return Err(Flaw { line: 1, column: 1, message: "there is no head line".to_owned() });
        }
        let head = rows.remove(0);
        if let Some(cells) = rows.iter().find(|cells| cells.len() != head.len()) {
            let (found, wanted) = (cells.len(), head.len());
            let Cell { line, column, .. } = cells[found.min(wanted + 1) - 1];
            let message = format!("{found} cells where the head line has {wanted}");
            return Err(Flaw { line, column, message });
        }
        Ok(Self { separator, head, rows })
    }

    /// The cells below the head of this name.
    pub(super) fn column(&self, place: usize) -> impl Iterator<Item = &Cell> {
        self.rows.iter().map(move |cells| &cells[place])
    }
}

/// What separates the cells of the head line.
fn separator(text: &str) -> Result<char, Flaw> {
    let (mut found, mut is_quoted) = (None, false);
    for (place, letter) in text.chars().enumerate() {
        match letter {
            '"' => is_quoted = !is_quoted,
            '\n' | '\r' if !is_quoted => break,
            ',' | ';' | '\t' if !is_quoted => match found {
                Some(other) if other != letter => {
                    let message = format!(
                        "the head line has both {} and {}: put a cell that holds one in quotes",
                        named(other),
                        named(letter)
                    );
                    return Err(Flaw { line: 1, column: place + 1, message });
                }
                _ => found = Some(letter),
            },
            _ => {}
        }
    }
    Ok(found.unwrap_or(','))
}

fn named(separator: char) -> String {
    if separator == '\t' { "a tab".to_owned() } else { format!("`{separator}`") }
}

/// What is left of a text, and the place of its first letter.
struct Scanner<'t> {
    rest: &'t str,
    line: usize,
    column: usize,
}

impl Scanner<'_> {
    /// The next letter; a line end is `\n`, however it is written.
    fn next(&mut self) -> Option<char> {
        let mut letters = self.rest.chars();
        let mut letter = letters.next()?;
        self.rest = letters.as_str();
        if letter == '\r' {
            self.rest = self.rest.strip_prefix('\n').unwrap_or(self.rest);
            letter = '\n';
        }
        if letter == '\n' {
            (self.line, self.column) = (self.line + 1, 1);
        } else {
            self.column += 1;
        }
        Some(letter)
    }

    fn flaw(&self, message: &str) -> Flaw {
        Flaw { line: self.line, column: self.column, message: message.to_owned() }
    }

    /// The cells up to the end of the line.
    fn record(&mut self, separator: char) -> Result<Vec<Cell>, Flaw> {
        let mut cells = Vec::new();
        loop {
            let (line, column) = (self.line, self.column);
            let (text, is_last) = if self.rest.trim_start_matches(' ').starts_with('"') {
                self.quoted(separator)?
            } else {
                self.plain(separator)?
            };
            cells.push(Cell { text, line, column });
            if is_last {
                return Ok(cells);
            }
        }
    }

    /// A cell without quotes, and whether it is the last of its record.
    fn plain(&mut self, separator: char) -> Result<(String, bool), Flaw> {
        let mut text = String::new();
        loop {
            if self.rest.starts_with('"') {
                return Err(self.flaw("a quote within a cell that does not begin with one"));
            }
            match self.next() {
                Some(letter) if letter == separator => return Ok((text.trim().to_owned(), false)),
                None | Some('\n') => return Ok((text.trim().to_owned(), true)),
                Some(letter) => text.push(letter),
            }
        }
    }

    /// A cell in quotes, and whether it is the last of its record.
    fn quoted(&mut self, separator: char) -> Result<(String, bool), Flaw> {
        while self.rest.starts_with(' ') {
            self.next();
        }
        let start = self.flaw("a quote is opened and not closed");
        self.next();
        let mut text = String::new();
        loop {
            match self.next() {
                None => return Err(start),
                Some('"') if self.rest.starts_with('"') => {
                    self.next();
                    text.push('"');
                }
                Some('"') => break,
                Some(letter) => text.push(letter),
            }
        }
        while self.rest.starts_with(' ') {
            self.next();
        }
        let after = self.flaw("a cell goes on after its closing quote");
        match self.next() {
            Some(letter) if letter == separator => Ok((text.trim().to_owned(), false)),
            None | Some('\n') => Ok((text.trim().to_owned(), true)),
            Some(_) => Err(after),
        }
    }
}

/// How the numbers of a column are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decimals {
    /// `1,250.00`.
    Point,
    /// `1.250,00`.
    Comma,
}

impl Decimals {
    /// The cell with its number as a scenario writes it, if it begins with a number of this form.
    pub(super) fn plain(self, cell: &str) -> Option<String> {
        let (point, group) = match self {
            Self::Point => ('.', ','),
            Self::Comma => (',', '.'),
        };
        let is_numeral = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
        let sign = usize::from(cell.starts_with(['+', '-']));
        let end = cell[sign..].find(|c| !is_numeral(c)).map_or(cell.len(), |end| sign + end);
        let (numeral, rest) = cell[sign..].split_at(end - sign);
        let (whole, part) = numeral.split_once(point).unwrap_or((numeral, "0"));
        let groups: Vec<&str> = whole.split(group).collect();
        let are_groups = groups.len() == 1
            || (1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|g| g.len() == 3);
        let are_digits =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let is_number = are_groups && groups.iter().all(|g| are_digits(g)) && are_digits(part);
        is_number.then(|| format!("{}{}.{part}{rest}", &cell[..sign], groups.concat()))
    }
}
