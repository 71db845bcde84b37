//! How leads, queues and shifts go.

use super::super::asked::{Answer, Place, Result, first_policy, number, rows};
use super::values::alike;
use super::{Row, row};

pub(super) const ROWS: [Row; 12] = [
    row("shift-hand-back.toml", "80 touches on the first day, 10 on the second", hand_back),
    row("shift-finish.toml", "overtime 0: 80 × 6 min = 8 h", |place| {
        place.mean(&["run", "shift-finish.toml"], "selling_cost.overtime", (0.0, 1e-9))
    }),
    row("plans-without-people.toml", "it ends", |place| alike(place, "plans-without-people.toml")),
    row("too-many-leads.toml", "refused, or stopped by a budget in words", |place| {
        let ran = place.posse(&["run", "too-many-leads.toml"])?;
        Ok((ran.end(), matches!(ran.code, Some(1 | 2)) && ran.seconds < 60.0))
    }),
    row("roster-capacity.toml", "224 h of capacity (134 %)", |place| {
        place.says(&["check", "roster-capacity.toml"], &["224 h of capacity", "(134 %)"])
    }),
    row("patience-zero.toml", "1.64 % lost: Erlang B(2; 0.2)", |place| {
        let results = place.results(&["run", "patience-zero.toml", "-n", "40"])?;
        let measures = first_policy(&results)?;
        let mean = |key: &str| measures[key]["mean"].as_f64().unwrap_or(f64::NAN);
        let lost = mean("exit.gone cold") / mean("leads");
        Ok((format!("{:.2} %", 100.0 * lost), (lost - 0.0164).abs() < 0.003))
    }),
    row("random-order.toml", "E[Wq²] = 66.7 h² (served as they came: 40)", random_order),
    row("self-switch.toml", "exactly 0 in every measure", |place| {
        let results = place.results(&["compare", "self-switch.toml", "-n", "6"])?;
        let pairs = results["comparisons"].as_array().ok_or("no comparisons")?;
        let moved = |pair: &&serde_json::Value| {
            pair["difference"]["mean"].as_f64().is_some_and(|mean| mean != 0.0)
        };
        let count = pairs.iter().filter(moved).count();
        let is_right = count == 0 && !pairs.is_empty();
        Ok((format!("not 0 in {count} of {} measures", pairs.len()), is_right))
    }),
    row("overload.toml", "interest ends the queue of new leads, nothing ends the other", |place| {
        let [new, known] = ["until leads give up", "without end"];
        let all = [&format!("will grow {new}")[..], &format!("will grow {known}")];
        let ran = place.posse(&["check", "overload.toml"])?;
        let lines = [ran.line("`caller` needs"), ran.line("`closer` needs")];
        let is_right = lines.iter().zip(all).all(|(line, end)| line.ends_with(end));
        Ok((lines.join("; "), is_right))
    }),
    row("until-empty.toml", "told that the run was cut off ten years after its window", |place| {
        let ran = place.posse(&["run", "until-empty.toml", "--quiet", "-o", "o"])?;
        Ok((ran.line("not empty ten years"), ran.out.contains("not empty ten years")))
    }),
    row("measure.snapshots", "as many leads as are there, at each instant", snapshots),
    row("wins on weekends", "none: answers land in the buyer's business hours", weekends),
];

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

/// One person, three leads at once, an hour each: at half past one two are left, at half past three
/// none.
fn snapshots(place: &Place) -> Result<Answer> {
    place.results(&["run", "snapshots.toml"])?;
    let text = place.text("results/snapshots.csv")?;
    let counts: Vec<f64> = rows(&text).iter().map(|line| number(line, "leads")).collect();
    Ok((format!("{counts:?} leads"), counts == [2.0, 0.0]))
}

fn weekends(place: &Place) -> Result<Answer> {
    let words = ["run", "hero-vs-team.toml", "-n", "1", "--trace", "0"];
    place.results(&words)?;
    let text = place.text("results/deals.csv")?;
    let deals = rows(&text);
    let is_won = |deal: &&Vec<(&str, &str)>| deal.contains(&("exit", "won"));
    let wins: Vec<f64> = deals.iter().filter(is_won).map(|deal| number(deal, "ended_h")).collect();
    let is_closed = |hour: &&f64| {
        let (day, of_day) = ((**hour / 24.0).floor() % 7.0, **hour % 24.0);
        day >= 5.0 || !(9.0..=17.0).contains(&of_day)
    };
    let closed = wins.iter().filter(is_closed).count();
    let told = format!("{closed} of {} wins outside office hours", wins.len());
    Ok((told, closed == 0 && !wins.is_empty()))
}
