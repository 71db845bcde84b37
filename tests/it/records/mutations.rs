//! Damaged exports: the same answer, or a word about what was dropped or repaired, or a refusal; never a
//! panic, never another number in silence.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use posse::records::import::{Imported, Options, Report, import};
use posse::records::{Deal, EventLog};

use super::{fixture, imported};

/// Mutants of each fixture.
const MUTANTS: u64 = 1000;
/// Rows of each fixture that are mutated: enough for every kind of row, few enough to be quick.
const ROWS: usize = 60;
/// Whose deals they are: few people, so that another name shows.
const OWNERS: usize = 3;
const OWNER_TITLES: [&str; 5] =
    ["OwnerId", "CreatedById", "Deal owner", "Deal - Owner", "resource"];

const FIXTURES: [&str; 7] = [
    "salesforce_export_Opportunity.csv",
    "salesforce_export_OpportunityHistory.csv",
    "salesforce_OpportunityFieldHistory.csv",
    "hubspot_deals_export.csv",
    "pipedrive_deals_export.csv",
    "pipedrive_deal_flow.json",
    "generic_event_log.csv",
];

/// Keyed numbers: the same mutants every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((x ^ (x >> 31)) >> 1).unwrap() % sides.max(1)
    }
}

type Table = Vec<Vec<String>>;

fn table_of(bytes: &[u8]) -> Table {
    let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    let cells = |row: csv::StringRecord| row.iter().map(str::to_owned).collect::<Vec<_>>();
    let mut rows = rows.records().map(|row| cells(row.unwrap()));
    let header = rows.next().unwrap();
    let owner = header.iter().position(|title| OWNER_TITLES.contains(&title.as_str())).unwrap();
    let rows: Table = rows.collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &rows {
        *counts.entry(&row[owner]).or_default() += 1;
    }
    let mut owners: Vec<&str> = counts.keys().copied().collect();
    owners.sort_by_key(|owner| std::cmp::Reverse(counts[owner]));
    let is_theirs = |row: &&Vec<String>| owners[..OWNERS].contains(&row[owner].as_str());
    let kept = rows.iter().filter(is_theirs).take(ROWS).cloned();
    std::iter::once(header).chain(kept).collect()
}

/// A table as text; every cell in quotes, so that a damaged cell stays one cell.
fn text_of(table: &Table, delimiter: u8) -> Vec<u8> {
    let mut out = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .quote_style(csv::QuoteStyle::Always)
        .from_writer(Vec::new());
    for row in table {
        out.write_record(row).unwrap();
    }
    out.into_inner().unwrap()
}

/// What may come of a mutant besides an error and a word in the report.
#[derive(Clone, Copy, PartialEq, Eq)]
enum May {
    /// Nothing else than the same answer.
    Same,
    /// It is another export that is as good: at most so many deals are others, or are missing.
    Differ(usize),
}

const KINDS: [(&str, May); 16] = [
    ("a cell emptied", May::Same),
    ("a cell with a wrong sign", May::Same),
    ("a cell with a line break", May::Same),
    ("a cell of another kind in its place", May::Same),
    ("a row twice", May::Same),
    ("a row with a cell less", May::Same),
    ("a row with a cell more", May::Same),
    ("a row missing", May::Differ(1)),
    ("rows in another order", May::Same),
    ("a column missing", May::Same),
    ("a column under another title", May::Same),
    ("columns in another order", May::Same),
    ("dates with day or month first", May::Same),
    ("another delimiter, line end or encoding", May::Same),
    ("a quote too many", May::Differ(1)),
    ("cut off", May::Differ(ROWS)),
];

/// The kind and the text of a mutant.
fn mutant(table: &Table, number: u64, dice: &mut Dice) -> (usize, Vec<u8>) {
    let kind = usize::try_from(number).unwrap() % KINDS.len();
    let mut table = table.clone();
    let row = 1 + dice.roll(table.len() - 1);
    let column = dice.roll(table[0].len());
    match kind {
        0 => table[row][column].clear(),
        1 => {
            let sign = ["x", "?", "ÿ", "\u{fffd}", "#", " 0x", "--"][dice.roll(7)];
            let at = dice.roll(table[row][column].chars().count() + 1);
            let at = table[row][column]
                .char_indices()
                .nth(at)
                .map_or(table[row][column].len(), |(at, _)| at);
            table[row][column].insert_str(at, sign);
        }
        2 => {
            let cut = table[row][column].chars().count() / 2;
            let at = table[row][column].char_indices().nth(cut).map_or(0, |(at, _)| at);
            table[row][column].insert(at, '\n');
        }
        3 => {
            table[row][column] =
                ["Jane Doe", "12.5%", "n.n.", "[object Object]", "-1"][dice.roll(5)].into();
        }
        4 => {
            let copy = table[row].clone();
            table.insert(row, copy);
        }
        5 => _ = table[row].remove(column),
        6 => table[row].insert(column, "more".into()),
        7 => _ = table.remove(row),
        8 => table[1..].reverse(),
        9 => table.iter_mut().for_each(|row| _ = row.remove(column)),
        10 => table[0][column].push('x'),
        11 => table.iter_mut().for_each(|row| row.rotate_left(column)),
        12 => dates(&mut table, dice.roll(3)),
        13 => return (kind, elsewise(&table, dice)),
        14 => {
            let mut text = text_of(&table, b',');
            let at = dice.roll(text.len());
            text.insert(at, b'"');
            return (kind, text);
        }
        _ => {
            let text = text_of(&table, b',');
            return (kind, text[..dice.roll(text.len())].to_vec());
        }
    }
    (kind, text_of(&table, b','))
}

/// Writes all dates of a table with the day, the month or dots first.
fn dates(table: &mut Table, manner: usize) {
    for cell in table.iter_mut().flatten() {
        let is_date = cell.len() >= 10 && cell.starts_with("201") && cell.as_bytes()[4] == b'-';
        if is_date && cell.is_char_boundary(10) {
            let (date, rest) = cell.split_at(10);
            let (year, month, day) = (&date[..4], &date[5..7], &date[8..]);
            *cell = match manner {
                0 => format!("{day}/{month}/{year}{rest}"),
                1 => format!("{month}/{day}/{year}{rest}"),
                _ => format!("{day}.{month}.{year}{rest}"),
            };
        }
    }
}

fn elsewise(table: &Table, dice: &mut Dice) -> Vec<u8> {
    let text = String::from_utf8(text_of(table, b",;\t|"[dice.roll(4)])).unwrap();
    match dice.roll(5) {
        0 => format!("\u{feff}{text}").into_bytes(),
        1 => format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect(),
        2 => format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_be_bytes).collect(),
        3 => text.replace('\n', "\r\n").into_bytes(),
        _ => text.replace('\n', "\r").into_bytes(),
    }
}

/// A deal without its number, in words of its log: what an answer depends on.
fn content(log: &EventLog, deal: &Deal) -> String {
    let mut text = format!(
        "{} {:?} {:?} {:?} {:?}",
        deal.created,
        deal.outcome,
        deal.closed,
        deal.amount,
        [deal.pipeline, deal.channel, deal.segment, deal.currency, deal.owner]
            .map(|label| log.word(label))
    );
    for visit in &deal.visits {
        let (stage, owner) = (&log.stage(visit.stage).label, log.word(visit.owner));
        _ = write!(text, " {stage} {} {:?} {} {owner}", visit.entered, visit.left, visit.dated);
    }
    for handover in &deal.handovers {
        _ = write!(text, " {} {}", handover.at, log.word(Some(handover.to)));
    }
    text
}

fn contents(imported: &Imported) -> BTreeMap<String, usize> {
    let mut contents = BTreeMap::new();
    for deal in &imported.log.deals {
        *contents.entry(content(&imported.log, deal)).or_default() += 1;
    }
    let log = &imported.log;
    contents.insert(format!("{:?} {:?}", log.observed_from, log.observed_until), 1);
    contents
}

/// What a report tells: kinds with their counts, and what no column says.
fn words(report: &Report) -> String {
    let counts: Vec<String> = report
        .findings
        .0
        .iter()
        .map(|(kind, found)| format!("{kind:?} {}", found.rows.len()))
        .collect();
    let absent: Vec<_> =
        report.files.iter().map(|file| (&file.absent, file.unread.len())).collect();
    format!("{counts:?} {absent:?}")
}

/// How many deals of one answer are not in the other.
fn missing(from: &BTreeMap<String, usize>, other: &BTreeMap<String, usize>) -> usize {
    from.iter()
        .map(|(deal, count)| count.saturating_sub(other.get(deal).copied().unwrap_or(0)))
        .sum()
}

/// What came of a mutant.
fn came_of(
    original: &(BTreeMap<String, usize>, String),
    mutant: Result<Imported, Vec<String>>,
    may: May,
) -> Result<&'static str, String> {
    let mutant = match mutant {
        Err(messages) if messages.iter().all(|message| !message.is_empty()) => {
            return Ok("refused");
        }
        Err(_) => return Err("refused without a word".into()),
        Ok(mutant) => mutant,
    };
    let contents = contents(&mutant);
    let told = words(&mutant.report) != original.1;
    let (lost, new) = (missing(&original.0, &contents), missing(&contents, &original.0));
    match may {
        _ if lost + new == 0 => Ok("same"),
        _ if told => Ok("told"),
        // Another instant of observation comes with another deal.
        May::Differ(most) if new <= 2 && lost <= most + 1 => Ok("another export"),
        _ => Err(format!("in silence: {lost} deals lost, {new} new")),
    }
}

#[test]
fn a_damaged_export_gives_the_same_answer_or_a_word_or_is_refused() {
    let mut outcomes: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (place, name) in FIXTURES.iter().enumerate().filter(|(_, name)| !name.ends_with("json")) {
        let table = table_of(&fixture(name));
        let run = |text: &[u8]| imported(&[(name, text)], &Options::default());
        let whole = run(&text_of(&table, b',')).unwrap();
        let original = (contents(&whole), words(&whole.report));
        for number in 0..MUTANTS {
            let mut dice = Dice(number << 8 | place as u64);
            let (kind, text) = mutant(&table, number, &mut dice);
            match came_of(&original, run(&text), KINDS[kind].1) {
                Ok(outcome) => *outcomes.entry((kind, outcome)).or_default() += 1,
                Err(error) => wrong.push(format!("{name} {number}, {}: {error}", KINDS[kind].0)),
            }
        }
    }
    let mut table = String::new();
    for (kind, (name, _)) in KINDS.iter().enumerate() {
        let count = |outcome| outcomes.get(&(kind, outcome)).copied().unwrap_or(0);
        let counts = ["same", "told", "refused", "another export"].map(count);
        _ = writeln!(table, "{name}: {counts:?}");
    }
    assert!(
        wrong.is_empty(),
        "{} in silence\n{}\n{table}",
        wrong.len(),
        wrong[..wrong.len().min(40)].join("\n")
    );
    insta::assert_snapshot!(table, @"
    a cell emptied: [225, 153, 0, 0]
    a cell with a wrong sign: [247, 131, 0, 0]
    a cell with a line break: [144, 234, 0, 0]
    a cell of another kind in its place: [224, 154, 0, 0]
    a row twice: [378, 0, 0, 0]
    a row with a cell less: [0, 378, 0, 0]
    a row with a cell more: [0, 378, 0, 0]
    a row missing: [0, 299, 0, 79]
    rows in another order: [372, 0, 0, 0]
    a column missing: [192, 87, 93, 0]
    a column under another title: [168, 94, 110, 0]
    columns in another order: [372, 0, 0, 0]
    dates with day or month first: [372, 0, 0, 0]
    another delimiter, line end or encoding: [372, 0, 0, 0]
    a quote too many: [206, 163, 3, 0]
    cut off: [0, 299, 70, 3]
    ");
}

#[test]
fn a_damaged_flow_gives_the_same_answer_or_a_word_or_is_refused() {
    let text = String::from_utf8(fixture("pipedrive_deal_flow.json")).unwrap();
    let mut flow: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&text).unwrap();
    flow.retain(|number, _| number.parse::<usize>().unwrap() <= 60);
    let run = |flow: &serde_json::Map<String, serde_json::Value>| {
        let text = serde_json::to_vec(flow).unwrap();
        imported(&[("flow.json", &text)], &Options::default())
    };
    let whole = run(&flow).unwrap();
    let original = (contents(&whole), words(&whole.report));
    let deals: Vec<String> = flow.keys().cloned().collect();
    for number in 0..MUTANTS {
        let mut dice = Dice(number << 8 | 0x77);
        let mut mutant = flow.clone();
        let page =
            mutant.get_mut(&deals[dice.roll(deals.len())]).unwrap()["data"].as_array_mut().unwrap();
        let change = dice.roll(page.len());
        let keys = ["item_id", "user_id", "field_key", "old_value", "new_value", "log_time"];
        let key = keys[dice.roll(keys.len())];
        let may = match number % 6 {
            0 => {
                page.remove(change);
                May::Differ(1)
            }
            1 => {
                let copy = page[change].clone();
                page.push(copy);
                May::Same
            }
            2 => {
                page[change]["data"][key] = serde_json::Value::Null;
                May::Same
            }
            3 => {
                page[change]["data"][key] = "damaged".into();
                May::Same
            }
            4 => {
                page[change] = serde_json::json!([1, "two", null]);
                May::Same
            }
            _ => {
                let text = serde_json::to_vec(&flow).unwrap();
                let cut = &text[..dice.roll(text.len())];
                let refused = imported(&[("flow.json", cut)], &Options::default());
                assert!(refused.is_err(), "mutant {number}: half a flow is taken for a whole one");
                continue;
            }
        };
        if let Err(error) = came_of(&original, run(&mutant), may) {
            panic!("mutant {number}: {error}");
        }
    }
}

#[test]
fn bytes_of_any_kind_never_make_the_importer_panic() {
    for number in 0..MUTANTS {
        let mut dice = Dice(number << 8 | 0x99);
        let length = dice.roll(400);
        let random: Vec<u8> = (0..length).map(|_| u8::try_from(dice.roll(256)).unwrap()).collect();
        let header = b"case,activity,timestamp\n1,New,2026-01-01\n";
        let text = if number % 2 == 0 { [&header[..], &random].concat() } else { random };
        let input = posse::records::import::Input {
            name: "any".into(),
            text: Box::new(std::io::Cursor::new(text)),
        };
        if let Err(messages) = import(vec![input], &Options::default()) {
            assert!(!messages.is_empty() && messages.iter().all(|message| !message.is_empty()));
        }
    }
}
