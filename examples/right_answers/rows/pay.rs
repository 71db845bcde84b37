//! What people are paid.

use std::collections::HashMap;

use serde_json::Value;

use super::super::asked::{Answer, Place, Result};
use super::{Row, row};

pub(super) const ROWS: [Row; 11] = [
    row("bonus-at-mark.toml", "10 500 for a credit of 110 000, however it is asked for", mark),
    row("payslip-at-mark.toml", "sum 10 500", |place| {
        place.says(&["payslip", "payslip-at-mark.toml", "--person", "rep 1"], &["sum", "10 500.00"])
    }),
    row("person-number.toml", "`rep 1` is the first person of the group: 300.00", |place| {
        place.says(&["payslip", "person-number.toml", "--person", "rep 1"], &["sum", "300.00"])
    }),
    row("week-number.toml", "the SPIFF of week 2 is paid on the deals of week 2", |place| {
        let ran = place.posse(&["payslip", "week-number.toml", "--person", "rep 1"])?;
        let paid: Vec<&str> = ran.out.lines().filter(|line| line.contains("SPIFF  ")).collect();
        let is_right = paid.len() == 2 && paid.iter().all(|line| line.contains(" of week 2 "));
        let days = paid.iter().map(|line| line.trim().get(..14).unwrap_or(line));
        Ok((days.collect::<Vec<_>>().join(", "), is_right))
    }),
    row("sdr-fee.toml", "every fee is the whole price of its deal", |place| Ok(fees(place))),
    row("pool-of-one.toml", "a pool of one brings the effort of own commission", |place| {
        let [own, pool] = efforts(place, "pool-of-one.toml", ["own", "pool"])?;
        Ok((format!("{own:.4} and {pool:.4}"), (own - pool).abs() < 0.005))
    }),
    row("claw-bonuses.toml", "what the period pays less without the deal, to the cent", claws),
    row("a payslip of one run", "no search for factors that it does not need", |place| {
        std::fs::remove_file(place.path("hero-vs-team.scale.json"))?;
        let words = ["payslip", "hero-vs-team.toml", "--policy", "hero", "--person", "seller 1"];
        let ran = place.posse(&words)?;
        let is_sought = ran.err.contains("factors of market cost found in");
        Ok((ran.end(), ran.code == Some(0) && !is_sought && ran.seconds < 20.0))
    }),
    row("equal-cost.toml", "a payslip finds the one factor it needs, once", factors),
    row("spiff-over.toml", "it moves people while it is paid, not before or after", |place| {
        let [none, over, open] = efforts(place, "spiff-over.toml", ["none", "over", "open"])?;
        let is_right = (over - none).abs() < 0.002 && open > none + 0.05;
        Ok((format!("effort {none:.3} without, {over:.3} after, {open:.3} during"), is_right))
    }),
    row("idle-quota.toml", "a quota that pays nothing does not move effort", |place| {
        let [none, low, high] = efforts(place, "idle-quota.toml", ["none", "low", "high"])?;
        let bits = [none, low, high].map(f64::to_bits);
        let is_right = bits[0] == bits[1] && bits[1] == bits[2];
        Ok((format!("effort {none:.6}, {low:.6} and {high:.6}"), is_right))
    }),
];

/// The mean effort of policies.
fn efforts<const N: usize>(place: &Place, file: &str, policies: [&str; N]) -> Result<[f64; N]> {
    let results = place.results(&["compare", file])?;
    let mut found = [0.0; N];
    for (effort, policy) in found.iter_mut().zip(policies) {
        let mean = &results["policies"][policy]["measures"]["effort"]["mean"];
        *effort = mean.as_f64().ok_or("no effort")?;
    }
    Ok(found)
}

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

/// The fees of all people, each beside what the closer of the deal is credited with: its price.
fn fees(place: &Place) -> Answer {
    let (mut prices, mut paid) = (HashMap::new(), Vec::new());
    for person in 1..=14 {
        let words = ["--policy", "team"];
        // whoever is on no plan has no slip
        let Ok(slips) = place.payslips("sdr-fee.toml", &format!("seller {person}"), &words) else {
            continue;
        };
        for slip in slips.as_array().into_iter().flatten() {
            let is_price = slip["unit"] == "revenue";
            let is_closed = |deal: &&Value| is_price && deal["merit"] == "closed";
            for deal in slip["deals"].as_array().into_iter().flatten().filter(is_closed) {
                prices.insert(lead(deal), deal["credit"].clone());
            }
            let fees = awards(slip).filter(|award| award["what"] == "fee");
            paid.extend(fees.map(|award| (lead(award), award["amount"].as_f64())));
        }
    }
    // who helps out and closes is credited by another plan
    paid.retain(|(lead, _)| prices.contains_key(lead));
    let is_right = |(lead, amount): &&(String, Option<f64>)| {
        let (price, amount) = (prices[lead].as_f64(), amount.unwrap_or(0.0));
        amount > 0.0 && price.is_some_and(|price| (amount - price).abs() < 1e-5)
    };
    let right = paid.iter().filter(is_right).count();
    (format!("{right} of {} fees", paid.len()), paid.len() > 50 && right == paid.len())
}

/// The lead that a deal or an award is about.
fn lead(fact: &Value) -> String {
    format!("{} {}", fact["channel"], fact["lead"])
}

/// Reckons every period again without its deals, in the order in which their customers leave.
fn claws(place: &Place) -> Result<Answer> {
    let slips = place.payslips("claw-bonuses.toml", "seller 1", &[])?;
    let slips = slips.as_array().ok_or("no slips")?;
    let mut back: Vec<&Value> = slips.iter().flat_map(awards).collect();
    let amount = |value: &Value, key: &str| value[key].as_f64().unwrap_or(f64::NAN);
    back.sort_by(|a, b| amount(a, "at_h").total_cmp(&amount(b, "at_h")));
    let cents = |money: f64| (100.0 * money).round() / 100.0;
    let pay = |credit: f64| cents(0.05 * credit) + if credit >= 450_000.0 { 5_000.0 } else { 0.0 };
    let (mut kept, mut lost, mut wrong) = (0, 0, 0);
    for slip in slips {
        let mut left = amount(slip, "credit");
        let deals = slip["deals"].as_array().ok_or("no deals")?;
        for award in &back {
            let Some(deal) = deals.iter().find(|deal| deal["lead"] == award["lead"]) else {
                continue;
            };
            let without = cents(left - amount(deal, "credit"));
            let less = pay(left) - pay(without);
            wrong += usize::from((amount(award, "amount") - less).abs() > 0.015);
            kept += usize::from(without >= 450_000.0);
            lost += usize::from(left >= 450_000.0 && without < 450_000.0);
            left = without;
        }
    }
    let said = format!("{wrong} wrong; the bonus stays {kept} times and goes back {lost} times");
    Ok((said, wrong == 0 && kept > 10 && lost > 2))
}

fn awards(slip: &Value) -> impl Iterator<Item = &Value> {
    slip["awards"].as_array().into_iter().flatten()
}

fn factors(place: &Place) -> Result<Answer> {
    let of = |policy: &str| {
        place.posse(&["payslip", "equal-cost.toml", "--policy", policy, "--person", "seller 1"])
    };
    let record = || place.text("equal-cost.scale.json").unwrap_or_default();
    let (first, nothing) = (of("ten")?, record());
    let (found, kept) = (of("sixteen")?, record());
    let again = of("sixteen")?;
    let are_done = [&first, &found, &again].iter().all(|ran| ran.code == Some(0));
    let is_one = kept.contains("\"sixteen\"") && !kept.contains("\"twenty\"");
    let is_right = are_done && nothing.is_empty() && is_one && record() == kept;
    let lines = [&first, &found, &again].map(|ran| ran.err.lines().next().unwrap_or("none needed"));
    Ok((lines.join("; "), is_right && lines[1].contains("found in") && lines[2].contains("from")))
}
