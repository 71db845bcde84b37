//! The studio changes a text value by value and leaves all else as it stands.

use std::fs;
use std::path::Path;

use posse::scenario::{Field, Fields, PARTS, SETTLED, Scenario, parameters};
use posse::studio::{ASSETS, append, copy, cut, diff, remove, set};

const TEXT: &str = r#"# My floor
[channels.web]
arrivals = "5 per week" # counted
cost = 10

# Who sells
[people]
seller = { count = 2, cost = "5000 per year" }

[stages.close]
role = "seller"
touch = "2 h"
advance = 0.4

[plans.own]
quota = 100000
commission = [{ from = "0 %", rate = 0.1 }, { from = "100 %", rate = 0.2 }]
"#;

fn keys(path: &str) -> Vec<String> {
    path.split('.').map(str::to_owned).collect()
}

fn fields(text: &str) -> Fields {
    let load = |name: &str| fs::read_to_string(Path::new("scenarios").join(name)).ok();
    Fields::read(text.as_bytes(), "mine.toml", &load).expect("a text with keys")
}

fn field<'f>(fields: &'f Fields, path: &str) -> &'f Field {
    fields.all.iter().find(|field| field.keys == keys(path)).expect(path)
}

/// Sets a key as the page does.
fn changed(text: &str, path: &str, typed: &str) -> String {
    let kind = field(&fields(text), path).parameter.kind;
    set(text, &keys(path), typed, kind).expect("a text that can be changed")
}

/// The scenarios that ship.
fn shipped() -> Vec<String> {
    let entries = fs::read_dir("scenarios").expect("the folder").flatten();
    let paths = entries.map(|entry| entry.path());
    let is_toml = |path: &std::path::PathBuf| path.extension().is_some_and(|end| end == "toml");
    paths.filter(is_toml).map(|path| fs::read_to_string(path).expect("a text")).collect()
}

#[test]
fn only_the_value_changes_and_set_back_the_bytes_are_the_same() {
    let now = changed(TEXT, "channels.web.cost", "12");
    assert_eq!(now, TEXT.replace("cost = 10", "cost = 12"));
    let now = changed(TEXT, "channels.web.arrivals", "7 per week");
    assert_eq!(now, TEXT.replace("5 per week", "7 per week"), "the comment behind it stays");
    assert_eq!(changed(&now, "channels.web.arrivals", "5 per week"), TEXT);
    let now = changed(TEXT, "people.seller.count", "3");
    assert_eq!(now, TEXT.replace("count = 2", "count = 3"), "within a table on one line");
}

#[test]
fn in_every_scenario_that_ships_a_change_of_any_value_leaves_all_other_bytes() {
    for text in shipped() {
        let all = fields(&text);
        let own = all
            .all
            .iter()
            .filter(|field| field.written.as_ref().is_some_and(|at| at.file == 0 && at.is_value));
        for field in own {
            let old = field.written.as_ref().expect("just seen");
            let now = set(&text, &field.keys, "changed", field.parameter.kind).expect("a change");
            let start = old.span.end - old.text.len();
            assert_eq!(now[..start], text[..start], "{:?}", field.keys);
            assert_eq!(
                now[start..],
                format!("\"changed\"{}", &text[old.span.end..]),
                "{:?}",
                field.keys
            );
        }
    }
}

#[test]
fn a_value_that_does_not_fit_is_kept_as_typed_and_told_at_its_field() {
    let now = changed(TEXT, "people.seller.count", "two and a half");
    let fields = fields(&now);
    assert!(fields.scenario.is_none());
    let problem = fields.problems.iter().find(|problem| problem.message.contains("two and a half"));
    let at = fields.of(problem.expect("the message of the parser")).expect("a field");
    assert_eq!(at.keys, keys("people.seller.count"));
    let half = changed(TEXT, "stages.close.touch", "{ lognormal = ");
    assert!(half.contains(r#"touch = "{ lognormal =""#), "{half}");
}

#[test]
fn a_new_key_stands_in_its_table_and_the_comments_stay() {
    let now = changed(TEXT, "stages.close.touches", "3");
    assert_eq!(now, TEXT.replace("advance = 0.4\n", "advance = 0.4\ntouches = 3\n"));
    let now = changed(TEXT, "people.seller.admin", "20 %");
    assert!(
        now.contains(r#"seller = { count = 2, cost = "5000 per year", admin = "20 %" }"#),
        "{now}"
    );
    let short = TEXT.replace(r#"{ count = 2, cost = "5000 per year" }"#, "2");
    let now = set(&short, &keys("people.seller.cost"), "1 per year", parameters()[0].kind);
    assert!(now.expect("a change").contains(r#"seller = { count = 2, cost = "1 per year" }"#));
}

#[test]
fn what_is_cleared_goes_with_its_line_and_nothing_else() {
    let now = remove(TEXT, &keys("channels.web.cost")).expect("a change");
    assert_eq!(now, TEXT.replace("cost = 10\n", ""));
    let now = remove(TEXT, &keys("people.seller.cost")).expect("a change");
    assert!(now.contains("seller = { count = 2 }"), "{now}");
    let now = remove(TEXT, &keys("plans.own.commission.0")).expect("a change");
    assert!(now.contains(r#"commission = [{ from = "100 %", rate = 0.2 }]"#), "{now}");
}

#[test]
fn a_list_gets_one_more_entry_like_its_last() {
    let now = append(TEXT, &keys("plans.own.commission"), "{ rate = 1 }").expect("a change");
    assert!(
        now.contains(r#"{ from = "100 %", rate = 0.2 }, { from = "100 %", rate = 0.2 }]"#),
        "{now}"
    );
    let now = append(TEXT, &keys("plans.own.bonus"), "{ at = \"100 %\", amount = 5 }");
    assert!(now.expect("a change").contains("bonus = [{ at = \"100 %\", amount = 5 }]"));
}

#[test]
fn a_copy_stands_behind_what_it_is_a_copy_of_with_its_comments() {
    let now = copy(TEXT, "channels", "web", "trade fairs").expect("a change");
    let new =
        "cost = 10\n\n[channels.\"trade fairs\"]\narrivals = \"5 per week\" # counted\ncost = 10\n";
    assert_eq!(now, TEXT.replace("cost = 10\n", new));
    let now = copy(TEXT, "people", "seller", "expert").expect("a change");
    assert!(now.contains("expert = { count = 2, cost = \"5000 per year\" }"), "{now}");
}

#[test]
fn in_every_scenario_that_ships_whatever_has_a_name_is_copied_and_cut_and_nothing_else_changes() {
    const SECTIONS: [&str; 6] = ["segments", "channels", "stages", "people", "plans", "policies"];
    for text in shipped() {
        let table: toml::Table = toml::from_str(&text).expect("a scenario");
        let sections =
            SECTIONS.into_iter().filter_map(|name| Some((name, table.get(name)?.as_table()?)));
        for (section, things) in sections {
            for (name, thing) in things {
                let now = copy(&text, section, name, "one more").expect("a copy");
                let mut expected = table.clone();
                let home = expected[section].as_table_mut().expect("a section");
                home.insert("one more".to_owned(), thing.clone());
                assert_eq!(
                    toml::from_str::<toml::Table>(&now).expect("TOML"),
                    expected,
                    "{section}.{name}"
                );
                let lines: Vec<&str> = now.lines().collect();
                assert!(text.lines().all(|line| lines.contains(&line)), "{section}.{name}");
                let cut = cut(&now, section, "one more").expect("a cut");
                assert_eq!(cut, text, "{section}.{name}");
            }
        }
    }
}

#[test]
fn a_name_that_is_taken_or_missing_changes_nothing() {
    assert_eq!(copy(TEXT, "channels", "web", "web"), None);
    assert_eq!(copy(TEXT, "channels", "fairs", "more"), None);
    assert_eq!(cut(TEXT, "channels", "fairs"), None);
}

#[test]
fn what_comes_from_a_base_is_said_in_the_child() {
    let child = "base = \"hero-vs-team.toml\"\n# mine\ncompare = [\"hero\", \"team\"]\n";
    let heads = field(&fields(child), "policies.team.roles.sdr.heads").written.clone();
    assert_eq!(heads.expect("the base's").file, 1);
    let now = changed(child, "policies.team.roles.sdr.heads", "5");
    assert!(now.starts_with(child), "{now}");
    let again = fields(&now);
    let heads = field(&again, "policies.team.roles.sdr.heads").written.as_ref();
    assert_eq!(heads.map(|at| (at.file, at.text.as_str())), Some((0, "5")));
    assert!(again.scenario.is_some(), "{:?}", again.problems);
}

#[test]
fn ends_of_lines_of_windows_stay() {
    let text = TEXT.replace('\n', "\r\n");
    for now in [
        changed(&text, "channels.web.cost", "12"),
        changed(&text, "stages.close.touches", "3"),
        remove(&text, &keys("channels.web.cost")).expect("a change"),
    ] {
        assert_eq!(now.matches('\n').count(), now.matches("\r\n").count());
    }
}

#[test]
fn every_key_stands_in_one_part() {
    for parameter in parameters().iter().filter(|parameter| !parameter.path.contains('.')) {
        let parts = PARTS.iter().filter(|part| part.1.contains(&parameter.path)).count();
        let is_settled = SETTLED.contains(&parameter.path);
        assert_eq!(parts, usize::from(!is_settled), "{}", parameter.path);
    }
}

#[test]
fn the_fields_of_what_ships_are_those_of_scenarios_that_run() {
    for text in shipped() {
        let fields = fields(&text);
        assert!(fields.scenario.is_some(), "{:?}", fields.problems);
        let labels = fields.all.iter().map(Field::label);
        assert!(labels.into_iter().all(|label| !label.is_empty() && !label.contains('_')));
    }
}

#[test]
fn a_difference_shows_the_lines_that_changed_and_two_around() {
    let now = TEXT.replace("cost = 10", "cost = 12");
    let lines = diff(TEXT, &now);
    let signs: String = lines.iter().map(|line| line.sign).collect();
    assert_eq!(signs, "  -+  ");
    assert!(diff(TEXT, TEXT).is_empty());
    let ends: Vec<usize> = diff("a\nb\nc\n", "a\nc\nd\n").iter().map(|line| line.number).collect();
    assert_eq!(
        ends,
        [1, 2, 2, 3],
        "numbers are those of the new text, of the old one where only it has the line"
    );
}

#[test]
fn what_the_page_loads_is_small_and_names_no_other_place() {
    let bytes: usize = ASSETS.iter().map(|asset| asset.2.len()).sum();
    assert!(bytes <= 140_000, "{bytes} bytes");
    for (path, _, bytes) in ASSETS.iter().filter(|asset| !asset.0.ends_with("woff2")) {
        let text = std::str::from_utf8(bytes).expect("a text");
        assert!(!text.contains("http://") && !text.contains("https://"), "{path}");
    }
}

#[test]
fn a_text_without_keys_is_an_error_with_its_line() {
    let error = Fields::read(b"[stages", "mine.toml", &|_| None).expect_err("no TOML");
    assert_eq!(error.problems[0].line, 1);
    assert!(Scenario::parse(TEXT.as_bytes(), "mine.toml", &|_| None).is_ok());
}
