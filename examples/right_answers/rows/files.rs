//! The first commands, folders and charts.

use std::fs;

use super::super::asked::{Answer, Place, Result, number, rows};
use super::{Row, row};

pub(super) const ROWS: [Row; 8] = [
    row("the first command", "`compare` without a file needs no search for factors", |place| {
        fs::remove_file(place.path("hero-vs-team.toml"))?;
        fs::remove_file(place.path("hero-vs-team.scale.json"))?;
        let ran = place.posse(&["compare", "-n", "4", "--quiet"])?;
        Ok((ran.end(), ran.code == Some(0) && ran.seconds < 30.0))
    }),
    row("what `init` writes", "no search for factors", |place| {
        place.posse(&["init", "mine", "--template", "hero-vs-team"])?;
        let ran = place.posse(&["compare", "mine/hero-vs-team.toml", "-n", "4"])?;
        let is_found = ran.err.contains("factors of market cost from");
        Ok((ran.end(), ran.code == Some(0) && is_found && ran.seconds < 30.0))
    }),
    row("the folder of the scenario", "`--force -o` refuses to replace it", scenario_folder),
    row("a folder with foreign files", "kept; without `--force` refused", |place| {
        place.posse(&["run", "minimal.toml", "-n", "100", "-o", "o", "--quiet"])?;
        place.write("o/notes.txt", "mine")?;
        let ran = place.posse(&["run", "minimal.toml", "-n", "100", "-o", "o"])?;
        let force = place.posse(&["run", "minimal.toml", "-n", "100", "-o", "o", "--force"])?;
        let is_kept = place.text("o/notes.txt").is_ok_and(|text| text == "mine");
        let is_right = ran.code == Some(1) && force.code == Some(0) && is_kept;
        Ok((format!("kept: {is_kept}, {}, forced {}", ran.end(), force.end()), is_right))
    }),
    row("100 runs replaced by 3", "without `--force` refused", |place| {
        place.posse(&["run", "minimal.toml", "-n", "100", "-o", "o", "--quiet"])?;
        let ran = place.posse(&["run", "minimal.toml", "-n", "3", "-o", "o"])?;
        Ok((ran.end(), matches!(ran.code, Some(1 | 2))))
    }),
    row("two runs into one folder", "the second says who holds it", |place| {
        let words = ["compare", "flow.toml", "-n", "100000", "-o", "o"];
        let mut first = place.begin(&words, "first")?;
        while !place.path("o.unfinished").exists() && first.try_wait()?.is_none() {
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        let second = place.posse(&["compare", "flow.toml", "-n", "4", "-o", "o"]);
        let holder = first.id().to_string();
        first.kill()?;
        first.wait()?;
        let second = second?;
        let is_told = second.err.contains(&holder);
        Ok((second.end(), matches!(second.code, Some(1 | 2)) && is_told))
    }),
    row("a subtitle on figures", "no chart calls a fitted figure no input of the model", |place| {
        place.results(&["compare", "hero-vs-team.toml", "-n", "2"])?;
        let charts = fs::read_dir(place.path("results"))?;
        let texts = charts.filter_map(|chart| fs::read_to_string(chart.ok()?.path()).ok());
        let is_claimed = texts.into_iter().any(|text| text.contains("no input of the model"));
        Ok((format!("claimed: {is_claimed}"), !is_claimed))
    }),
    row("two charts of idle time", "idle hours are what utilisation leaves", idle),
];

fn scenario_folder(place: &Place) -> Result<Answer> {
    fs::create_dir_all(place.path("nest/deep"))?;
    fs::copy(place.path("minimal.toml"), place.path("nest/deep/minimal.toml"))?;
    let mut ends = Vec::new();
    // the scenario's own folder, one around it, the working folder, one around that
    for folder in ["nest/deep", "nest", ".", "../right-answers", ".."] {
        let words = ["run", "nest/deep/minimal.toml", "-n", "2", "--force", "-o", folder];
        let ran = place.posse(&words)?;
        let is_right = matches!(ran.code, Some(1 | 2));
        ends.push((format!("{folder}: {}", ran.end()), is_right));
    }
    let is_there = place.path("nest/deep/minimal.toml").exists();
    let is_right = is_there && ends.iter().all(|end| end.1);
    let texts: Vec<&str> = ends.iter().map(|end| end.0.as_str()).collect();
    Ok((format!("scenario there: {is_there}; {}", texts.join("; ")), is_right))
}

/// Of what administration leaves, the share that is idle is one less utilisation.
fn idle(place: &Place) -> Result<Answer> {
    let results = place.results(&["compare", "hero-vs-team.toml", "-n", "2"])?;
    let text = place.text("results/hours.csv")?;
    let lines = rows(&text);
    let (mut compared, mut furthest) = (0, 0.0_f64);
    let find = |line: &[(&str, &str)], name: &str| {
        line.iter().find(|cell| cell.0 == name).map_or("", |cell| cell.1).to_owned()
    };
    for line in lines.iter().filter(|line| line.contains(&("activity", "idle"))) {
        let (policy, role) = (find(line, "policy"), find(line, "role"));
        let same = |other: &&Vec<(&str, &str)>| {
            (find(other, "policy"), find(other, "role")) == (policy.clone(), role.clone())
        };
        let all = lines
            .iter()
            .filter(same)
            .filter(|line| !line.contains(&("activity", "administration")));
        let left: f64 = all.map(|line| number(line, "hours_per_week")).sum();
        let key = format!("role.{role}.utilisation");
        let in_use = &results["policies"][&policy]["measures"][&key]["mean"];
        let gap =
            number(line, "hours_per_week") / left - (1.0 - in_use.as_f64().unwrap_or(f64::NAN));
        (compared, furthest) = (compared + 1, furthest.max(gap.abs()));
    }
    let said = format!("{compared} roles, at most {:.2} pp apart", 100.0 * furthest);
    Ok((said, compared > 3 && furthest < 0.005))
}
