//! The questions: what is asked, and what is right.

use super::asked::{Answer, Place, Result, first_policy, number, rows};

/// A question.
pub(super) struct Row {
    /// The file of `tests/right-answers`, or what it is about.
    pub(super) name: &'static str,
    /// The right answer.
    pub(super) right: &'static str,
    /// `None`: it comes with a later change of the model.
    pub(super) ask: Option<fn(&Place) -> Result<Answer>>,
}

const fn row(name: &'static str, right: &'static str, ask: fn(&Place) -> Result<Answer>) -> Row {
    Row { name, right, ask: Some(ask) }
}

const fn later(name: &'static str, right: &'static str) -> Row {
    Row { name, right, ask: None }
}

/// All questions.
pub(super) const ROWS: [Row; 44] = [
    row("rates.toml", "refused: what stands before `per` is no number", |place| {
        place.refused(&[&["check", "rates.toml"]])
    }),
    row("rate-of-people.toml", "2.55 hires a year, or refused", |place| {
        place.mean_or_refused(&["run", "rate-of-people.toml"], "hires", (2.55, 0.9))
    }),
    row("bonus-at-mark.toml", "10 500 for a credit of 110 000, however it is asked for", mark),
    row("payslip-at-mark.toml", "sum 10 500", |place| {
        place.says(&["payslip", "payslip-at-mark.toml", "--person", "rep 1"], &["sum", "10 500.00"])
    }),
    row("shift-hand-back.toml", "80 touches on the first day, 10 on the second", hand_back),
    row("shift-finish.toml", "overtime 0: 80 × 6 min = 8 h", |place| {
        place.mean(&["run", "shift-finish.toml"], "selling_cost.overtime", (0.0, 1e-9))
    }),
    row("csv-quoted.toml", "a deal is worth 1875 on average", |place| {
        value_of_a_deal(place, "csv-quoted.toml", 1875.0, 12.0)
    }),
    row("csv-negative-time.toml", "refused, `check` and `run` alike", |place| {
        place.refused(&[&["check", "csv-negative-time.toml"], &["run", "csv-negative-time.toml"]])
    }),
    row("csv-days.toml", "lead time 15.75 d, or refused: a bare number has no unit", |place| {
        place.mean_or_refused(&["run", "csv-days.toml"], "lead_time_mean", (378.0, 24.0))
    }),
    row("base-with-data", "a deal is worth 100: a path is relative to its file", |place| {
        value_of_a_deal(place, "base-with-data/b/child.toml", 100.0, 1e-9)
    }),
    row("many-stages.toml", "runs, or `check` refuses with the limit", |place| {
        alike(place, "many-stages.toml")
    }),
    row("control-character.toml", "refused when it is read", |place| {
        place.refused(&[&["check", "control-character.toml"]])
    }),
    row("plans-without-people.toml", "it ends", |place| alike(place, "plans-without-people.toml")),
    row("too-many-leads.toml", "refused, or stopped by a budget in words", |place| {
        let ran = place.posse(&["run", "too-many-leads.toml"])?;
        Ok((ran.end(), matches!(ran.code, Some(1 | 2)) && ran.seconds < 60.0))
    }),
    row("roster-capacity.toml", "224 h of capacity (134 %)", |place| {
        place.says(&["check", "roster-capacity.toml"], &["224 h of capacity", "(134 %)"])
    }),
    row("batch-fraction.toml", "176 h of work (105 %), or refused", |place| {
        let words = ["check", "batch-fraction.toml"];
        let refused = place.refused(&[&words])?;
        if refused.1 { Ok(refused) } else { place.says(&words, &["176 h of work", "(105 %)"]) }
    }),
    row("patience-zero.toml", "1.64 % lost: Erlang B(2; 0.2)", |place| {
        let results = place.results(&["run", "patience-zero.toml", "-n", "40"])?;
        let measures = first_policy(&results)?;
        let mean = |key: &str| measures[key]["mean"].as_f64().unwrap_or(f64::NAN);
        let lost = mean("exit.gone cold") / mean("leads");
        Ok((format!("{:.2} %", 100.0 * lost), (lost - 0.0164).abs() < 0.003))
    }),
    row("rare-deal.toml", "undecided: no run has shown the difference", rare_deal),
    row("no-revenue.toml", "50 %, or said to be without the runs that sold nothing", |place| {
        let ran = place.posse(&["run", "no-revenue.toml", "--policy", "x"])?;
        let said = ran.line(" Return on Sales");
        let is_marked = ran.out.contains("no revenue") || ran.out.contains("undefined");
        Ok((said.clone(), said.contains(" 50.") || is_marked))
    }),
    row(
        "undefined-policy.toml",
        "a policy without revenue is never ahead, and that is said",
        |place| {
            let ran = place.posse(&["compare", "undefined-policy.toml", "-n", "40", "--quiet"])?;
            let words = ["no revenue", "undefined", "sells nothing"];
            let of_flat: Vec<&str> = ran.out.lines().filter(|line| line.contains("flat")).collect();
            let told = of_flat.iter().find(|line| words.iter().any(|word| line.contains(word)));
            let is_ahead = of_flat.iter().any(|line| line.trim_start().starts_with("Flat beats"));
            Ok((
                told.unwrap_or(&"nothing said of it").trim().to_owned(),
                told.is_some() && !is_ahead,
            ))
        },
    ),
    row("misspelt-measure.toml", "refused, with `did you mean`", |place| {
        let refused = place.refused(&[
            &["check", "misspelt-measure.toml"],
            &["compare", "misspelt-measure.toml", "--until-decided"],
        ])?;
        if !refused.1 {
            return Ok(refused);
        }
        place.says(&["check", "misspelt-measure.toml"], &["did you mean `return_on_sales`?"])
    }),
    row("impossible-date.toml", "refused: April has 30 days", |place| {
        place.refused(&[&["check", "impossible-date.toml"], &["run", "impossible-date.toml"]])
    }),
    row("hours-zero.toml", "refused", |place| place.refused(&[&["run", "hours-zero.toml"]])),
    row("heavy-tail.toml", "refused, or undefined in words", |place| {
        let ran = place.posse(&["run", "heavy-tail.toml"])?;
        let is_told = ran.out.contains("undefined") || ran.out.contains("infinite");
        Ok((ran.end(), ran.code == Some(2) || ran.code == Some(0) && is_told))
    }),
    row("last-buyer.toml", "lead time 10.04 d, or told that the key has no effect", |place| {
        let ran = place.posse(&["check", "last-buyer.toml"])?;
        if ran.code == Some(2) || ran.err.contains("buyer") {
            return Ok(("told".into(), true));
        }
        place.mean(&["run", "last-buyer.toml"], "lead_time_mean", (241.0, 2.0))
    }),
    row("person-number.toml", "`rep 1` is the first person of the group: 300.00", |place| {
        place.says(&["payslip", "person-number.toml", "--person", "rep 1"], &["sum", "300.00"])
    }),
    row("week-number.toml", "the SPIFF of week 2 is paid on the deals of week 2", |place| {
        let ran = place.posse(&["payslip", "week-number.toml", "--person", "rep 1"])?;
        let paid: Vec<&str> = ran.out.lines().filter(|line| line.contains("SPIFF  ")).collect();
        let is_right = paid.len() == 2 && paid.iter().all(|line| line.contains(" of week 2 "));
        Ok((
            paid.iter()
                .map(|line| line.trim().get(..14).unwrap_or(line))
                .collect::<Vec<_>>()
                .join(", "),
            is_right,
        ))
    }),
    row("self-switch.toml", "exactly 0 in every measure", |place| {
        let results = place.results(&["compare", "self-switch.toml", "-n", "6"])?;
        let pairs = results["comparisons"].as_array().ok_or("no comparisons")?;
        let moved = |pair: &&serde_json::Value| {
            pair["difference"]["mean"].as_f64().is_some_and(|mean| mean != 0.0)
        };
        let count = pairs.iter().filter(moved).count();
        Ok((format!("not 0 in {count} of {} measures", pairs.len()), count == 0))
    }),
    row("sdr-fee.toml", "the fee is its rate of the price of the deal", |place| {
        let words = ["payslip", "sdr-fee.toml", "--policy", "team", "--person", "seller 1"];
        let ran = place.posse(&words)?;
        let fee = ran.line("fee for qualify");
        Ok((fee.clone(), ran.code == Some(0) && fee != "nothing" && !fee.ends_with(" 0.00")))
    }),
    row("pool-of-one.toml", "a pool of one brings the effort of own commission", |place| {
        let results = place.results(&["compare", "pool-of-one.toml"])?;
        let effort =
            |policy: &str| results["policies"][policy]["measures"]["effort"]["mean"].as_f64();
        let (own, pool) = (effort("own").ok_or("no effort")?, effort("pool").ok_or("no effort")?);
        Ok((format!("{own:.4} and {pool:.4}"), (own - pool).abs() < 0.005))
    }),
    row("random-order.toml", "E[Wq²] = 66.7 h² (served as they came: 40)", random_order),
    row("the first command", "`compare` without a file needs no search for factors", |place| {
        without(place, &["hero-vs-team.toml", "hero-vs-team.scale.json"])?;
        let ran = place.posse(&["compare", "-n", "4", "--quiet"])?;
        Ok((ran.end(), ran.code == Some(0) && ran.seconds < 30.0))
    }),
    row("what `init` writes", "no search for factors", |place| {
        place.posse(&["init", "mine", "--template", "hero-vs-team"])?;
        let ran = place.posse(&["compare", "mine/hero-vs-team.toml", "-n", "4", "--quiet"])?;
        Ok((ran.end(), ran.code == Some(0) && ran.seconds < 30.0))
    }),
    row("a payslip of one run", "no search for factors that it does not need", |place| {
        without(place, &["hero-vs-team.scale.json"])?;
        let words = ["payslip", "hero-vs-team.toml", "--policy", "hero", "--person", "seller 1"];
        let ran = place.posse(&words)?;
        Ok((ran.end(), ran.code == Some(0) && ran.seconds < 20.0))
    }),
    row("the folder of the scenario", "`--force -o` refuses to replace it", |place| {
        let nested = place.path("nest");
        std::fs::create_dir_all(&nested)?;
        std::fs::copy(place.path("minimal.toml"), nested.join("minimal.toml"))?;
        let ran = place.posse(&["run", "nest/minimal.toml", "-n", "2", "--force", "-o", "nest"])?;
        let is_there = nested.join("minimal.toml").exists();
        Ok((
            format!("scenario there: {is_there}, {}", ran.end()),
            is_there && matches!(ran.code, Some(1 | 2)),
        ))
    }),
    row("a folder with foreign files", "kept, without `--force` refused", |place| {
        place.posse(&["run", "minimal.toml", "-n", "100", "-o", "o", "--quiet"])?;
        std::fs::write(place.path("o/notes.txt"), "mine")?;
        let ran = place.posse(&["run", "minimal.toml", "-n", "3", "-o", "o"])?;
        let is_there = place.path("o/notes.txt").exists();
        Ok((format!("file there: {is_there}, {}", ran.end()), is_there && ran.code != Some(0)))
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
        first.kill()?;
        first.wait()?;
        let second = second?;
        Ok((second.end(), matches!(second.code, Some(1 | 2))))
    }),
    row("measure.snapshots", "written", |place| {
        let text = place.text("minimal.toml")? + "\n[measure]\nsnapshots = [\"336 h\"]\n";
        std::fs::write(place.path("snapshots.toml"), text)?;
        let ran = place.posse(&["run", "snapshots.toml", "-n", "2", "-o", "o", "--quiet"])?;
        let is_written = ran.code == Some(0)
            && (place.path("o/snapshots.csv").exists()
                || place.text("o/results.json")?.contains("snapshots"));
        Ok((format!("written: {is_written}, {}", ran.end()), is_written))
    }),
    row("wins on weekends", "none: answers land in the buyer's business hours", weekends),
    row("keyed-merge.toml", "`like` merges roles key by key", |place| {
        let ran = place.posse(&["check", "keyed-merge.toml"])?;
        Ok((ran.end(), ran.code == Some(0)))
    }),
    row("a subtitle on figures", "no chart calls a fitted figure no input of the model", |place| {
        place.results(&["compare", "hero-vs-team.toml", "-n", "2"])?;
        let charts = std::fs::read_dir(place.path("results"))?;
        let texts = charts.filter_map(|chart| std::fs::read_to_string(chart.ok()?.path()).ok());
        let is_claimed = texts.into_iter().any(|text| text.contains("no input of the model"));
        Ok((format!("claimed: {is_claimed}"), !is_claimed))
    }),
    later("a SPIFF that has ended", "it moves people while it is paid, not before or after"),
    later("a quota that pays nothing", "it does not move effort"),
];

fn mark(place: &Place) -> Result<Answer> {
    let by_credit = ["payout", "bonus-at-mark.toml", "--credit", "110000..110001:2"];
    let by_share = ["payout", "bonus-at-mark.toml", "--attainment", "110%..120%:2"];
    let mut said = Vec::new();
    for words in [by_credit, by_share] {
        said.push(place.posse(&words)?.line(" 110 000 "));
    }
    let is_right = said.iter().all(|line| line.contains(" 10 500 "));
    Ok((said.join("; "), is_right))
}

fn hand_back(place: &Place) -> Result<Answer> {
    let ran =
        place.posse(&["run", "shift-hand-back.toml", "--trace", "0", "-o", "o", "--quiet"])?;
    if ran.code != Some(0) {
        return Ok((ran.end(), false));
    }
    let text = place.text("o/people.csv")?;
    let count = |day: u32| {
        let touches = rows(&text);
        let starts = touches.iter().map(|touch| number(touch, "started_h"));
        let of_day = 24.0 * f64::from(day)..24.0 * f64::from(day + 1);
        starts.filter(|start| of_day.contains(start)).count()
    };
    Ok((format!("{} and {}", count(0), count(1)), (count(0), count(1)) == (80, 10)))
}

/// Revenue over wins of the first policy.
fn value_of_a_deal(place: &Place, file: &str, right: f64, by: f64) -> Result<Answer> {
    let results = place.results(&["run", file])?;
    let measures = first_policy(&results)?;
    let mean = |key: &str| measures[key]["mean"].as_f64().unwrap_or(f64::NAN);
    let value = mean("revenue") / mean("wins");
    Ok((format!("{value:.1}"), (value - right).abs() <= by))
}

/// `check` and `run` must agree, and both must end.
fn alike(place: &Place, file: &str) -> Result<Answer> {
    let (check, run) = (place.posse(&["check", file])?, place.posse(&["run", file, "--quiet"])?);
    let is_right = check.code == run.code && matches!(run.code, Some(0 | 2));
    Ok((format!("check: {}; run: {}", check.end(), run.end()), is_right))
}

fn rare_deal(place: &Place) -> Result<Answer> {
    let mut settled = Vec::new();
    for seed in ["1", "2", "3", "4", "5", "6", "7", "8"] {
        let words =
            ["compare", "rare-deal.toml", "--until-decided", "--max-runs", "128", "--seed", seed];
        let ran = place.posse(&[&words[..], &["--quiet", "--force", "-o", "o"]].concat())?;
        if ran.code != Some(4) {
            settled.push(seed);
        }
    }
    Ok((format!("settled for {} of 8 seeds", settled.len()), settled.is_empty()))
}

fn random_order(place: &Place) -> Result<Answer> {
    let words = ["run", "random-order.toml", "-n", "4", "--trace", "0,1,2,3"];
    place.results(&words)?;
    let text = place.text("results/people.csv")?;
    let (mut sum, mut count) = (0.0, 0.0);
    for touch in rows(&text) {
        if number(&touch, "lead") >= 5_000.0 {
            let wait = number(&touch, "started_h") - number(&touch, "ready_h");
            (sum, count) = (sum + wait * wait, count + 1.0);
        }
    }
    let found = sum / count;
    // the error of 800,000 waits of a queue at 80 % is about 4 %
    Ok((format!("{found:.1} h²"), (found - 66.7).abs() < 8.0))
}

fn weekends(place: &Place) -> Result<Answer> {
    let words = ["run", "hero-vs-team.toml", "-n", "1", "--trace", "0"];
    place.results(&words)?;
    let text = place.text("results/deals.csv")?;
    let deals = rows(&text);
    let is_won = |deal: &&Vec<(&str, &str)>| deal.contains(&("exit", "won"));
    let wins: Vec<f64> = deals.iter().filter(is_won).map(|deal| number(deal, "ended_h")).collect();
    let on_weekends = wins.iter().filter(|hour| (*hour / 24.0).floor() % 7.0 >= 5.0).count();
    Ok((format!("{on_weekends} of {} wins", wins.len()), on_weekends == 0 && !wins.is_empty()))
}

fn without(place: &Place, names: &[&str]) -> Result<()> {
    for name in names {
        std::fs::remove_file(place.path(name))?;
    }
    Ok(())
}
