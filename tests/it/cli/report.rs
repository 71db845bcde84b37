//! `report`: one page of finished studies; what it holds, and what it refuses.

use std::fs;

use sha2::{Digest, Sha256};

use super::{Place, TINY};

/// The most bytes of a page.
const SIZE: usize = 450_000;

/// Four studies of the tiny world.
fn studied() -> Place {
    let place = Place::tiny();
    let vary = "people.seller.count=1..3";
    for words in [
        &["compare", "tiny.toml", "-n", "12", "-o", "compare"][..],
        &["why", "tiny.toml", "-n", "8", "-o", "why"],
        &["sweep", "tiny.toml", "-n", "8", "--vary", vary, "-o", "sweep"],
        &["sensitivity", "tiny.toml", "-n", "8", "--vary", vary, "-o", "inputs"],
    ] {
        place.posse(&[words, &["-q"]].concat()).result();
    }
    place
}

fn page(place: &Place, words: &[&str]) -> String {
    place.posse(&[&["report"], words].concat()).result();
    place.text("report.html")
}

#[test]
fn a_report_takes_several_studies_into_one_page() {
    let place = studied();
    let page = page(&place, &["compare", "why", "sweep", "inputs", "--client", "Example Ltd"]);
    assert!(page.len() < SIZE, "{} bytes", page.len());
    for id in ["decision", "options", "turns", "phases", "people", "method", "inputs", "commands"] {
        assert!(page.contains(&format!("<section id=\"{id}\"")), "{id}");
    }
    for words in ["Example Ltd", "What would change our mind", "posse why tiny.toml -n 8"] {
        assert!(page.contains(words), "{words}");
    }
    assert_eq!(page.matches("<h1>").count(), 1);
}

#[test]
fn the_default_world_fits_the_budget_of_size() {
    let place = Place::new();
    place.posse(&["compare", "-n", "8", "-q", "-o", "out"]).result();
    let page = page(&place, &["out"]);
    assert!(page.len() < SIZE, "{} bytes", page.len());
    for id in ["customers", "people", "phases"] {
        assert!(page.contains(&format!("<section id=\"{id}\"")), "{id}");
    }
}

#[test]
fn a_study_writes_the_same_page_beside_its_results() {
    let place = Place::tiny();
    place.posse(&["compare", "tiny.toml", "-q", "--report"]).result();
    let beside = place.text("output/tiny/report.html");
    assert_eq!(beside, page(&place, &["output/tiny"]));
    let command = &place.json("output/tiny/manifest.json")["study"]["command"];
    assert_eq!(command, &serde_json::json!(["compare", "tiny.toml"]));
}

#[test]
fn every_study_has_a_page_of_its_own() {
    let place = studied();
    place.posse(&["run", "tiny.toml", "--policy", "few", "-q", "-o", "one"]).result();
    for folder in ["why", "sweep", "inputs", "one"] {
        let page = page(&place, &[folder]);
        let (_, rest) = page.split_once("<h1>").unwrap();
        let heading = rest.split_once("</h1>").unwrap().0;
        assert!(heading.len() > 10, "{heading}");
        assert!(page.contains("<section id=\"commands\""), "{folder}");
    }
}

fn page_refused(place: &Place, words: &[&str]) -> String {
    place.posse(&[&["report"], words].concat()).refusal(2)
}

#[test]
fn the_policy_of_security_names_the_style_and_the_script_to_the_letter() {
    let place = Place::tiny();
    place.posse(&["compare", "tiny.toml", "-q"]).result();
    let page = page(&place, &["output/tiny"]);
    for tag in ["style", "script"] {
        let (open, end) = (format!("<{tag}>"), format!("</{tag}>"));
        assert_eq!(page.matches(&open).count(), 1);
        let text = page.split_once(&open).unwrap().1.split_once(&end).unwrap().0;
        let hash = base64(&Sha256::digest(text.as_bytes()));
        assert!(page.contains(&format!("{tag}-src 'sha256-{hash}'")), "{tag}");
    }
    assert!(page.contains("default-src 'none'"));
    for refused in [" style=\"", " onclick=", "http://", "https://", "unsafe-"] {
        assert!(!page.contains(refused), "{refused}");
    }
}

/// Bit by bit, to look at the page's own with another eye.
fn base64(bytes: &[u8]) -> String {
    let letters: Vec<char> =
        ('A'..='Z').chain('a'..='z').chain('0'..='9').chain("+/".chars()).collect();
    let mut bits = bytes.iter().map(|byte| format!("{byte:08b}")).collect::<Vec<_>>().concat();
    let pads = (3 - bytes.len() % 3) % 3;
    while !bits.len().is_multiple_of(6) {
        bits.push('0');
    }
    let digit = |at: usize| letters[usize::from_str_radix(&bits[at..at + 6], 2).unwrap()];
    let text: String = (0..bits.len()).step_by(6).map(digit).collect();
    text + &"=".repeat(pads)
}

#[test]
fn every_chart_has_words_and_a_table() {
    let place = studied();
    let page = page(&place, &["compare", "why", "sweep", "inputs"]);
    let figures: Vec<&str> = page.split("<figure id=").skip(1).collect();
    assert!(figures.len() >= 5, "{}", figures.len());
    for figure in figures {
        let (drawings, after) = figure.split_once("</figure>").unwrap();
        assert_eq!(drawings.matches("<svg ").count(), 2, "{drawings:.80}");
        assert_eq!(drawings.matches("<title ").count(), 2, "{drawings:.80}");
        assert!(drawings.contains("<desc "), "{drawings:.80}");
        let next = after.split("<figure").next().unwrap();
        let twin = next.find("<table").map(|at| next[..at].contains("Show as table"));
        assert_eq!(twin, Some(true), "{drawings:.80}");
    }
    let ids: Vec<&str> =
        page.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), ids.len(), "{ids:?}");
}

#[test]
fn names_are_text_whatever_they_hold() {
    let names = ["<script>alert(1)</script>", "\" onload='x' فريق 🚀 &amp;"];
    let text = TINY
        .replace("[policies.few]", &format!("[policies.few]\nlabel = '''{}'''", names[0]))
        .replace("rules =", &format!("label = '''{}'''\nrules =", names[1]));
    let text = format!("question = '''Who? <b onclick=1>'''\n{text}");
    let place = Place::new().with("tiny.toml", text);
    place.posse(&["compare", "tiny.toml", "-q"]).result();
    let page = page(&place, &["output/tiny", "--client", "A & <i>B</i>", "--date", "1 < 2"]);
    for harm in ["<script>alert", "<b onclick", "<i>B", "1 < 2", "\" onload"] {
        assert!(!page.contains(harm), "{harm}");
    }
    for shown in [
        "<bdi dir=\"auto\">&lt;script&gt;alert(1)&lt;/script&gt;</bdi>",
        "<bdi dir=\"auto\">&quot; onload=&#39;x&#39; فريق 🚀 &amp;amp;</bdi>",
        "A &amp; &lt;i&gt;B&lt;/i&gt;",
        "1 &lt; 2",
    ] {
        assert!(page.contains(shown), "{shown}");
    }
}

#[test]
fn numbers_are_written_as_their_readers_do() {
    let place = studied();
    let number = |language: &str| {
        let page = page(&place, &["compare", "--numbers", language]);
        let row = page.split_once("Revenue</th><td>").unwrap().1;
        row.split(['<', '\u{A0}']).next().unwrap().to_owned()
    };
    let english = number("en");
    let swap = |point: &str| english.replace('.', point);
    assert!(english.contains('.') || english.contains(','), "{english}");
    let german = english.replace('.', "#").replace(',', ".").replace('#', ",");
    assert_eq!(number("de"), german);
    assert_eq!(number("fr"), english.replace(',', "\u{202F}").replace('.', ","));
    assert_eq!(number("ch"), swap(".").replace(',', "’"));
    let refused = page_refused(&place, &["compare", "--numbers", "xx"]);
    assert!(refused.contains("en, de, fr, ch"), "{refused}");
}

#[test]
fn a_logo_is_a_picture_and_nothing_else() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    let place = studied().with("logo.svg", svg).with("logo.gif", "GIF89a");
    let page = page(&place, &["compare", "--logo", "logo.svg"]);
    assert!(page.contains("<img src=\"data:image/svg+xml;base64,"));
    assert!(!page.contains("alert(1)"));
    let refused = page_refused(&place, &["compare", "--logo", "logo.gif"]);
    assert!(refused.contains("neither PNG nor SVG"), "{refused}");
    let large = place.with("large.svg", format!("<svg>{}</svg>", " ".repeat(100_001)));
    let refused = page_refused(&large, &["compare", "--logo", "large.svg"]);
    assert!(refused.contains("at most 100 kB"), "{refused}");
}

#[test]
fn what_cannot_be_reported_is_refused_and_nothing_is_written() {
    let place = studied().with("other.toml", TINY.replace("0.4", "0.5"));
    place.posse(&["why", "other.toml", "-n", "8", "-q", "-o", "other"]).result();
    place.posse(&["compare", "tiny.toml", "-n", "9", "-q", "-o", "again"]).result();
    place.posse(&["evidence", "lazear", "-n", "8", "-q", "-o", "evidence"]);
    fs::create_dir(place.path("empty")).unwrap();
    for (words, reason) in [
        (&["compare", "other"][..], "results of different worlds"),
        (&["compare", "again"], "two of the folders are of `compare`"),
        (&["evidence"], "of which there is no report"),
        (&["empty"], "holds no results of posse"),
        (&["compare", "-o", "empty"], "is a folder"),
        (&["compare", "-o", "tiny.toml"], "is no report of posse"),
    ] {
        let refused = page_refused(&place, words);
        assert!(refused.contains(reason), "{words:?}: {refused}");
    }
    assert!(!place.path("report.html").exists());
    fs::remove_dir_all(place.path("again/blocks")).unwrap();
    assert!(page_refused(&place, &["again"]).contains("has lost the runs"));
}

/// The text of the element with this start.
fn within<'a>(page: &'a str, start: &str, end: &str) -> &'a str {
    page.split_once(start).unwrap().1.split_once(end).unwrap().0
}

#[test]
fn a_live_page_carries_engine_scenario_and_inputs_and_lets_nothing_else_run() {
    let place = studied();
    fs::write(place.path("engine"), format!("an engine of {}", posse::scenario::MODEL)).unwrap();
    let page = page(
        &place,
        &[
            "compare",
            "sweep",
            "inputs",
            "--live",
            "--engine",
            "engine",
            "--lever",
            "run.max_events=1e6,2e6",
        ],
    );
    let about: serde_json::Value =
        serde_json::from_str(within(&page, "id=\"live-about\">", "</script>")).unwrap();
    assert_eq!(about["request"]["files"][0]["text"], TINY);
    assert_eq!(
        about["levers"].as_array().unwrap().len(),
        page.matches("class=\"ctl lever\"").count()
    );
    assert_eq!(about["proof"]["runs"], 4);
    let script = page.rsplit_once("<script>").unwrap().0.rsplit_once("<script>").unwrap().1;
    let hash = base64(&Sha256::digest(script.split_once("</script>").unwrap().0.as_bytes()));
    assert!(page.contains(&format!("'sha256-{hash}' 'wasm-unsafe-eval'; worker-src blob:;")));
}

#[test]
fn a_live_page_that_cannot_be_is_refused_with_what_to_do() {
    let place = studied();
    fs::write(place.path("old"), "of another model").unwrap();
    fs::write(place.path("engine"), format!("an engine of {}", posse::scenario::MODEL)).unwrap();
    for (words, reason) in [
        (&["compare", "sweep", "--engine", "none"][..], "cannot read `none`"),
        (&["compare", "sweep", "--engine", "old"], "is not the engine of this version"),
        (&["compare", "--engine", "engine"], "name one with `--lever KEY=VALUES`"),
        (&["sweep", "--engine", "engine"], "add the folder of a `compare`"),
        (
            &["compare", "--engine", "engine", "--lever", "deal.price=1..2"],
            "unknown key `deal.price`",
        ),
    ] {
        let refused = page_refused(&place, &[words, &["--live"]].concat());
        assert!(refused.contains(reason), "{words:?}: {refused}");
    }
    assert!(!place.path("report.html").exists());
}

/// The files of an archive without compression: name and contents, as its directory tells them.
fn unpacked(archive: &[u8]) -> Vec<(String, Vec<u8>)> {
    let number = |at: usize, size: usize| -> usize {
        (0..size).map(|byte| usize::from(archive[at + byte]) << (8 * byte)).sum()
    };
    let end = archive.len() - 22;
    assert_eq!(&archive[end..end + 4], b"PK\x05\x06");
    let (count, mut at) = (number(end + 10, 2), number(end + 16, 4));
    let mut files = Vec::new();
    for _ in 0..count {
        assert_eq!(&archive[at..at + 4], b"PK\x01\x02");
        let (size, length, own) = (number(at + 24, 4), number(at + 28, 2), number(at + 42, 4));
        let name = String::from_utf8(archive[at + 46..at + 46 + length].to_vec()).unwrap();
        assert_eq!(&archive[own..own + 4], b"PK\x03\x04");
        assert_eq!(&archive[own + 30..own + 30 + length], name.as_bytes());
        let begin = own + 30 + length;
        files.push((name, archive[begin..begin + size].to_vec()));
        at += 46 + length;
    }
    assert_eq!(at, end);
    files
}

#[test]
fn slides_are_a_title_five_charts_and_notes_in_one_archive() {
    let place = studied();
    let words = ["report", "compare", "--slides", "--client", "Me & <you>"];
    let told = place.posse(&words).result();
    assert_eq!(told, "wrote `report.html`\nwrote `report.pptx`\n");
    let files = unpacked(&fs::read(place.path("report.pptx")).unwrap());
    let names = |start: &str, end: &str| {
        let is_one = |name: &&String| name.starts_with(start) && name.ends_with(end);
        files.iter().map(|(name, _)| name).filter(is_one).count()
    };
    assert_eq!(names("ppt/slides/slide", ".xml"), 6);
    assert_eq!(names("ppt/notesSlides/notesSlide", ".xml"), 6);
    assert_eq!(names("ppt/media/", ".png"), 5);
    let text = |name: &str| {
        let found = files.iter().find(|(known, _)| known == name);
        String::from_utf8(found.unwrap_or_else(|| panic!("{name}")).1.clone()).unwrap()
    };
    // Every part that is related to is there, and every part has a type.
    let types = text("[Content_Types].xml");
    for (name, contents) in &files {
        if name.contains("_rels/") {
            let home = name.replace("_rels/", "");
            let home = home.rsplit_once('/').map_or("", |(home, _)| home);
            for target in String::from_utf8_lossy(contents).split("Target=\"").skip(1) {
                let target = target.split('"').next().unwrap();
                let path = match target.strip_prefix("../") {
                    Some(up) => format!("{}/{up}", home.rsplit_once('/').unwrap().0),
                    None if home.is_empty() => target.to_owned(),
                    None => format!("{home}/{target}"),
                };
                text_or_picture(&files, &path);
            }
        } else if !name.starts_with("ppt/media/") && name != "[Content_Types].xml" {
            assert!(types.contains(&format!("PartName=\"/{name}\"")), "{name}");
        }
    }
    assert!(text("ppt/slides/slide1.xml").contains("Me &amp; &lt;you&gt;"));
    assert!(text("ppt/notesSlides/notesSlide1.xml").contains("Health: "));
    assert!(text("ppt/notesSlides/notesSlide2.xml").contains("many meetings"));
    for (name, contents) in files.iter().filter(|(name, _)| name.starts_with("ppt/media/")) {
        assert!(contents.starts_with(b"\x89PNG"), "{name}");
    }
    // The same folders give the same bytes; what is somebody else's stays.
    let before = fs::read(place.path("report.pptx")).unwrap();
    place.posse(&words).result();
    assert_eq!(before, fs::read(place.path("report.pptx")).unwrap());
    fs::write(place.path("report.pptx"), "mine").unwrap();
    let refused = place.posse(&words).refusal(2);
    assert!(refused.contains("`report.pptx` holds no slides of posse"), "{refused}");
    let refused = place.posse(&["report", "sweep", "--slides", "-o", "new.html"]).refusal(2);
    assert!(refused.contains("slides need the charts of a comparison"), "{refused}");
    assert!(!place.path("new.html").exists());
}

fn text_or_picture(files: &[(String, Vec<u8>)], path: &str) {
    assert!(files.iter().any(|(name, _)| name == path), "{path}");
}

#[test]
fn an_open_answer_and_a_tie_read_as_such() {
    let place = Place::tiny();
    place.posse(&["compare", "tiny.toml", "-n", "2", "-q", "-o", "open"]).result();
    let heading = |page: &str| {
        let rest = page.split_once("<h1>").unwrap().1;
        rest.split_once("</h1>").unwrap().0.to_owned()
    };
    let open = heading(&page(&place, &["open"]));
    let words = ["Can’t tell yet", "too small to matter", "No verdict"];
    assert!(words.iter().any(|words| open.contains(words)), "{open}");
    assert!(!open.contains("Keep") && !open.contains("Change"), "{open}");
    place.posse(&["compare", "tiny.toml", "-n", "400", "-q", "-o", "tie"]).result();
    let tie = heading(&page(&place, &["tie"]));
    assert!(tie.contains("too small to matter"), "{tie}");
}
