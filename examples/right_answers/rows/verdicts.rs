//! Which policy is called better, and when nobody can tell.

use super::super::asked::{Answer, Place, Result, first_policy};
use super::{Row, row};

pub(super) const ROWS: [Row; 3] = [
    row("rare-deal.toml", "undecided: no run has shown the difference", rare_deal),
    row("no-revenue.toml", "50 %: contribution of all runs over their revenue", |place| {
        let words = ["run", "no-revenue.toml", "--policy", "x", "-n", "4000"];
        let results = place.results(&words)?;
        let share = &first_policy(&results)?["return_on_sales"];
        let number = |value: &serde_json::Value| value.as_f64().unwrap_or(f64::NAN);
        let (mean, low, high) =
            (number(&share["mean"]), number(&share["ci95"][0]), number(&share["ci95"][1]));
        let (undefined, said) =
            (number(&share["undefined"]), place.posse(&[&words[..], &["--force"]].concat())?);
        let said = said.line("Return on Sales of x is undefined");
        let is_right = low <= 0.5 && 0.5 <= high && high - low < 0.05 && undefined > 0.0;
        let text =
            format!("{:.1} % ({:.1} to {:.1}); {said}", 100.0 * mean, 100.0 * low, 100.0 * high);
        Ok((text, is_right && said != "nothing"))
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
            let said = told.unwrap_or(&"nothing said of it").trim().to_owned();
            Ok((said, told.is_some() && !is_ahead))
        },
    ),
];

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
