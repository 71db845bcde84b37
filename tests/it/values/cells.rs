//! Values in the cells of a file obey the rules of values in the scenario.

use posse::scenario::Scenario;

fn read(line: &str, files: &[(&str, &str)]) -> Result<Scenario, String> {
    let text = format!("{line}\nchannels.web.arrivals = \"1 per h\"\nstages.s.lost = \"lost\"\n");
    let load = |name: &str| files.iter().find(|file| file.0 == name).map(|file| file.1.to_owned());
    Scenario::parse(text.as_bytes(), "s.toml", &load).map_err(|error| error.to_string())
}

/// The mean value of a deal from a file whose column is `v`.
fn mean_deal(more: &str, file: &str) -> Result<f64, String> {
    let line =
        format!("deal.value = {{ empirical = {{ file = \"d.csv\", column = \"v\"{more} }} }}");
    read(&line, &[("d.csv", file)]).map(|scenario| scenario.system.segments[0].value.mean())
}

/// The mean touch in hours from a file whose column is `v`.
fn mean_touch(more: &str, file: &str) -> Result<f64, String> {
    let line =
        format!("stages.s.touch = {{ empirical = {{ file = \"d.csv\", column = \"v\"{more} }} }}");
    let scenario = read(&line, &[("d.csv", file)])?;
    Ok(scenario.system.stages[0].touch.of(0, 0, 0).mean())
}

#[test]
fn a_file_is_read_as_rfc_4180_says() {
    for (file, mean) in [
        ("v\n1\n3\n", 2.0),
        ("\u{feff}v\r\n1\r\n3\r\n", 2.0),
        ("\u{feff}\"v\"\r1\r3", 2.0),
        ("name,v\na,\"1,250.00\"\nb,\"2,500.00\"\n", 1875.0),
        ("name,v\n\"a, b\",1\n\"line\nbreak\",3\n", 2.0),
        ("name,v\n\"say \"\"no\"\"\",1\nb, 3 \n", 2.0),
        ("name;v\na;1.250,00\nb;2.500,00\n", 1875.0),
        ("name;v\na;0,5\nb;1,5\n", 1.0),
        ("name;v\na;0.5\nb;1.5\n", 1.0),
        ("name\tv\na\t1\n\nb\t3\n", 2.0),
        ("name,v\na,1.250\nb,2.750\n", 2.0),
        ("\"n;m\",v\na,1\n", 1.0),
        ("v\n1 k\n3k\n", 2000.0),
        ("v\n1e3\n", 1000.0),
    ] {
        assert_eq!(mean_deal("", file), Ok(mean), "{file:?}");
    }
}

#[test]
fn what_a_file_leaves_open_is_refused_with_line_and_column() {
    for (file, place, words) in [
        ("name,v\na,\"1,250\"\n", "2:3", "can be read in two ways"),
        ("name;v\na;1.250\n", "2:3", "can be read in two ways"),
        ("name,v\na,1,250.00\n", "2:5", "3 cells where the head line has 2"),
        ("name,v\na\n", "2:1", "1 cells where the head line has 2"),
        ("name,v\na,\"1\n", "2:3", "a quote is opened and not closed"),
        ("name,v\na,\"1\"2\n", "2:6", "goes on after its closing quote"),
        ("name,v\na,1\"2\"\n", "2:4", "a quote within a cell"),
        ("name;a,v\na;1\n", "1:7", "the head line has both `;` and `,`"),
        ("v,name,v\n1,a,2\n", "1:8", "a second column named `v`"),
        ("", "1:1", "there is no head line"),
        ("name;v\na;0,5\nb;1.25\n", "2:3", "expected an amount"),
    ] {
        let refusal = mean_deal("", file).unwrap_err();
        let place = format!("`d.csv`:{place}: ");
        assert!(refusal.contains(&place) && refusal.contains(words), "{file:?}: {refusal}");
    }
    let refusal = mean_deal("", "name,v\n").unwrap_err();
    assert!(refusal.contains("`d.csv` has no rows below its head line"), "{refusal}");
    let refusal = mean_deal("", "name,w\na,1\n").unwrap_err();
    assert!(refusal.contains("has no column `v`"), "{refusal}");
}

#[test]
fn the_sign_before_the_decimals_can_be_stated() {
    assert_eq!(mean_deal(", decimal = \",\"", "name,v\na,\"1,250\"\n"), Ok(1.25));
    assert_eq!(mean_deal(", decimal = \".\"", "name,v\na,\"1,250\"\n"), Ok(1250.0));
    assert_eq!(mean_deal(", decimal = \",\"", "name;v\na;1.250\n"), Ok(1250.0));
    let refusal = mean_deal(", decimal = \"'\"", "v\n1\n").unwrap_err();
    assert!(refusal.contains("`decimal` is `\".\"` or `\",\"`"), "{refusal}");
}

#[test]
fn a_cell_obeys_the_rules_of_the_same_value_in_the_scenario() {
    for cell in ["-5 h", "5", "", "nan", "inf", "1e400 h", "5 hrs", "½ h", "1e12 h", "5 %", "x"] {
        let refusal = mean_touch("", &format!("n,v\na,2 h\nb,{cell}\n")).unwrap_err();
        assert!(refusal.contains("`d.csv`:3:3: "), "{cell}: {refusal}");
        assert!(refusal.contains(&format!("found `{cell}`")), "{cell}: {refusal}");
    }
    for cell in ["-5", "1e300", "5 h", "5 %", "nan"] {
        let refusal = mean_deal("", &format!("n,v\na,2\nb,{cell}\n")).unwrap_err();
        assert!(refusal.contains("`d.csv`:3:3: "), "{cell}: {refusal}");
    }
}

#[test]
fn a_bare_number_of_a_time_needs_a_stated_unit() {
    let refusal = mean_touch("", "v\n3\n14\n30\n").unwrap_err();
    assert!(refusal.contains("a bare number has no unit"), "{refusal}");
    assert_eq!(mean_touch(", unit = \"min\"", "v\n30\n90\n"), Ok(1.0));
    assert_eq!(mean_touch(", unit = \"min\"", "v\n30\n1.5 h\n"), Ok(1.0));
    for unit in ["dayz", "5 h", "", "%"] {
        let refusal = mean_touch(&format!(", unit = \"{unit}\""), "v\n3\n").unwrap_err();
        assert!(refusal.contains("is no unit of a time"), "{unit}: {refusal}");
    }
}

#[test]
fn many_wrong_cells_are_told_in_few_words() {
    let file = format!("v\n{}", "x\n".repeat(1000));
    let refusal = mean_touch("", &file).unwrap_err();
    assert_eq!(refusal.matches("found `x`").count(), 5, "{refusal}");
    assert!(refusal.contains("995 more cells of `v` are wrong"), "{refusal}");
}

#[test]
fn a_path_is_relative_to_the_file_that_writes_it() {
    let base = "channels.web.arrivals = \"1 per h\"\nstages.s.lost = \"lost\"\n\
                deal.value = { empirical = { file = \"d.csv\", column = \"v\" } }\n";
    let files = [
        ("../a/base.toml", base),
        ("../a/d.csv", "v\n100\n"),
        ("d.csv", "v\n999\n"),
        ("../a/mid.toml", "base = \"../b/../a/base.toml\"\n"),
    ];
    let load = |name: &str| files.iter().find(|file| file.0 == name).map(|file| file.1.to_owned());
    for start in ["base.toml", "mid.toml"] {
        let child = format!("base = \"../a/{start}\"\n");
        let scenario = Scenario::parse(child.as_bytes(), "b/child.toml", &load).unwrap();
        assert!((scenario.system.segments[0].value.mean() - 100.0).abs() < 1e-9, "{start}");
        let own = format!(
            "{child}deal.value = {{ empirical = {{ file = \"d.csv\", column = \"v\" }} }}\n"
        );
        let scenario = Scenario::parse(own.as_bytes(), "b/child.toml", &load).unwrap();
        assert!((scenario.system.segments[0].value.mean() - 999.0).abs() < 1e-9, "{start}");
    }
}
