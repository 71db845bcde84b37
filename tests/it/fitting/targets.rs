//! Reference answers of three public data sets, computed twice by other programs (`targets.json`).

use std::collections::{BTreeMap, BTreeSet};

use posse::records::Moment;
use posse::stats::{
    AalenJohansen, BetaBinomial, Duration, Group, LifetimeFamily, RisksFit, Spell, quantile,
};
use serde_json::{Value, json};

const TARGETS: &str = include_str!("targets.json");
const PIPELINE: &str = include_str!("../../../data/maven/sales_pipeline.csv");
const PRODUCTS: &str = include_str!("../../../data/maven/products.csv");
const TEAMS: &str = include_str!("../../../data/maven/sales_teams.csv");
const ACCOUNTS: &str = include_str!("../../../data/maven/accounts.csv");
const SALVIRT: &str = include_str!("../../../data/salvirt/deals.csv");
const BANK: &str = include_str!("../../../data/bank/counts.csv");

type Row = BTreeMap<String, String>;
type Answers = BTreeMap<String, Value>;

fn rows(text: &str) -> Vec<Row> {
    let mut table = csv::Reader::from_reader(text.as_bytes());
    let read: Result<Vec<Row>, _> = table.deserialize().collect();
    read.expect("a table")
}

fn day(text: &str) -> Option<f64> {
    Some(Moment::parse(text)?.days_since(Moment(0)))
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// A deal of the pipeline: agent, product, day of engagement, days until it closed or was last seen, whether
/// it was won (`None`: open), value.
struct Deal {
    agent: String,
    product: String,
    engaged: f64,
    days: f64,
    won: Option<bool>,
    value: f64,
}

fn pipeline() -> Vec<Deal> {
    let end = day("2017-12-31").expect("a date");
    let deal = |row: Row| {
        let engaged = day(&row["engage_date"])?;
        Some(Deal {
            agent: row["sales_agent"].clone(),
            product: row["product"].replace("GTXPro", "GTX Pro"),
            engaged,
            days: day(&row["close_date"]).unwrap_or(end) - engaged,
            won: match row["deal_stage"].as_str() {
                "Won" => Some(true),
                "Lost" => Some(false),
                _ => None,
            },
            value: row["close_value"].parse().unwrap_or(0.0),
        })
    };
    rows(PIPELINE).into_iter().filter_map(deal).collect()
}

fn spells(deals: &[Deal], width: f64, cause: impl Fn(bool) -> usize) -> Vec<Spell> {
    let spell = |deal: &Deal| Spell {
        entry: 0.0,
        low: deal.days - width,
        high: if deal.won.is_some() { deal.days + width } else { f64::INFINITY },
        cause: deal.won.map(&cause),
        count: 1.0,
    };
    deals.iter().map(spell).collect()
}

/// A law in the words of the reference answers, with its log-likelihood, and by how much the counts of `exact`
/// depart from it (Kolmogorov and Smirnov).
fn law(spells: &[Spell], family: LifetimeFamily, exact: Option<&[f64]>) -> Value {
    let fit = RisksFit::of_families(spells, &[family], false);
    let Duration::Law(law) = &fit.risks.laws[0] else { panic!("a family") };
    let mut value = match family {
        LifetimeFamily::Exponential => json!({ "rate": 1.0 / law.scale }),
        LifetimeFamily::Lognormal => json!({ "mu": law.scale.ln(), "sigma": law.shape }),
        _ => json!({ "shape": law.shape, "scale": law.scale }),
    };
    value["loglik"] = json!(fit.ln_likelihood);
    value["aic"] = json!(2.0 * family.parameters() as f64 - 2.0 * fit.ln_likelihood);
    if let Some(exact) = exact {
        let mut sorted = exact.to_vec();
        sorted.sort_by(f64::total_cmp);
        let n = sorted.len() as f64;
        let off = sorted.iter().enumerate().map(|(i, x)| {
            let cdf = 1.0 - law.survival(*x);
            (cdf - i as f64 / n).max((i + 1) as f64 / n - cdf)
        });
        value["ks"] = json!(off.fold(0.0, f64::max));
    }
    value
}

fn groups<'a>(all: impl Iterator<Item = (&'a str, bool)>) -> Vec<Group> {
    let mut groups: BTreeMap<&str, Group> = BTreeMap::new();
    for (name, won) in all {
        let group = groups.entry(name).or_insert(Group { trials: 0, successes: 0 });
        group.trials += 1;
        group.successes += u64::from(won);
    }
    groups.into_values().collect()
}

fn maven() -> Answers {
    let (all, deals) = (rows(PIPELINE), pipeline());
    let mut answers = Answers::new();
    let mut say = |name: &str, value: Value| drop(answers.insert(name.into(), value));
    let distinct = |rows: &[Row], column: &str| {
        let words: BTreeSet<String> =
            rows.iter().map(|row| row[column].replace("GTXPro", "GTX Pro")).collect();
        json!(words.len())
    };
    say("count_rows", json!(all.len()));
    for (name, stage) in
        [("won", "Won"), ("lost", "Lost"), ("engaging", "Engaging"), ("prospecting", "Prospecting")]
    {
        let count = all.iter().filter(|row| row["deal_stage"] == stage).count();
        say(&format!("count_{name}"), json!(count));
    }
    say("count_reps_with_opps", distinct(&all, "sales_agent"));
    say("count_products_after_alias", distinct(&all, "product"));
    let teams = rows(TEAMS);
    say("count_reps_in_table", distinct(&teams, "sales_agent"));
    say("count_managers", distinct(&teams, "manager"));
    say("count_offices", distinct(&teams, "regional_office"));
    say("count_accounts", json!(rows(ACCOUNTS).len()));

    let closed: Vec<&Deal> = deals.iter().filter(|deal| deal.won.is_some()).collect();
    let rate = |deals: &[&Deal]| {
        deals.iter().filter(|deal| deal.won == Some(true)).count() as f64 / deals.len() as f64
    };
    say("win_rate_of_closed", json!(rate(&closed)));
    for (name, outcome) in [("all", None), ("won", Some(true)), ("lost", Some(false))] {
        let is_in = |deal: &&&Deal| outcome.is_none() || deal.won == outcome;
        let days: Vec<f64> = closed.iter().filter(is_in).map(|deal| deal.days).collect();
        say(&format!("cycle_days_mean_{name}"), json!(mean(&days)));
        say(&format!("cycle_days_median_{name}"), json!(quantile(&days, 0.5)));
        say(&format!("cycle_days_p90_{name}"), json!(quantile(&days, 0.9)));
    }
    for month in 1..=3 {
        let of_quarter = |deal: &&Deal| {
            let closed = Moment(0).plus(((deal.engaged + deal.days) * 86_400.0) as i64);
            (closed.date().1 - 1) % 3 + 1 == month
        };
        let here: Vec<&Deal> = closed.iter().copied().filter(of_quarter).collect();
        say(&format!("win_rate_closed_in_month_{month}_of_quarter"), json!(rate(&here)));
        let median = |won: bool| {
            let days = here.iter().filter(|deal| deal.won == Some(won)).map(|deal| deal.days);
            quantile(&days.collect::<Vec<f64>>(), 0.5)
        };
        let medians = json!({ "won": median(true), "lost": median(false) });
        say(&format!("median_days_by_close_month_of_quarter_{month}"), medians);
    }

    let won: Vec<&Deal> = deals.iter().filter(|deal| deal.won == Some(true)).collect();
    let values: Vec<f64> = won.iter().map(|deal| deal.value).collect();
    say("won_value_mean", json!(mean(&values)));
    say("won_value_median", json!(quantile(&values, 0.5)));
    let prices: BTreeMap<String, f64> = rows(PRODUCTS)
        .into_iter()
        .map(|row| (row["product"].clone(), row["sales_price"].parse().expect("a price")))
        .collect();
    let ratios: Vec<f64> = won.iter().map(|deal| deal.value / prices[&deal.product]).collect();
    let centre = mean(&ratios);
    let squares: f64 = ratios.iter().map(|ratio| (ratio - centre).powi(2)).sum();
    say("price_ratio_mean", json!(centre));
    say("price_ratio_sd", json!((squares / (ratios.len() as f64 - 1.0)).sqrt()));

    let [from, to] = ["2017-03-01", "2017-08-15"].map(|text| day(text).expect("a date"));
    let matured: Vec<&Deal> =
        deals.iter().filter(|deal| (from..=to).contains(&deal.engaged)).collect();
    for (name, outcome) in [("won", Some(true)), ("lost", Some(false)), ("never_closed", None)] {
        let share = matured.iter().filter(|deal| deal.won == outcome).count() as f64;
        say(&format!("matured_cohort_p_{name}"), json!(share / matured.len() as f64));
    }

    let decided = deals.iter().filter_map(|deal| Some((deal.agent.as_str(), deal.won?)));
    let spread = BetaBinomial::fit(&groups(decided), 0.95).expect("thirty agents");
    say("rep_betabinomial_rho", json!(spread.rho));
    say("rep_pearson_chi2", json!(spread.chi_square));

    let curves = AalenJohansen::of(&spells(&deals, 0.0, |won| usize::from(!won)), 2);
    say("km_median_days_to_any_close", json!(curves.quantile(0.5)));
    for days in [30, 90, 138] {
        for (cause, name) in ["won", "lost"].iter().enumerate() {
            let share = curves.incidence_at(cause, f64::from(days));
            say(&format!("cuminc_{name}_by_{days}d"), json!(share));
        }
    }
    let censored = spells(&deals, 0.5, |_| 0);
    let exact: Vec<f64> = closed.iter().map(|deal| deal.days).collect();
    let ended: Vec<Spell> =
        spells(&deals, 0.0, |_| 0).into_iter().filter(|spell| spell.cause.is_some()).collect();
    for family in LifetimeFamily::ALL {
        let name = family.name();
        say(&format!("censored_{name}_fit"), law(&censored, family, None));
        say(&format!("closed_only_{name}_fit"), law(&ended, family, Some(&exact)));
    }
    answers
}

fn salvirt() -> Answers {
    let deals = rows(SALVIRT);
    let rate = |is_in: &dyn Fn(&Row) -> bool| {
        let here: Vec<&Row> = deals.iter().filter(|row| is_in(row)).collect();
        json!(here.iter().filter(|row| row["won"] == "1").count() as f64 / here.len() as f64)
    };
    let mut answers = Answers::from([
        ("rows".into(), json!(deals.len())),
        ("won".into(), json!(deals.iter().filter(|row| row["won"] == "1").count())),
        ("win_rate".into(), rate(&|_| true)),
    ]);
    for (column, title, values) in [
        ("client", "Client", ["New", "Current"]),
        ("competitors", "Competitors", ["Yes", "No"]),
        ("up_sale", "Up_sale", ["Yes", "No"]),
        ("source", "Source", ["Joint past", "Referral"]),
    ] {
        for value in values {
            let share = rate(&|row| row[column] == value);
            answers.insert(format!("win_rate_{title}={value}"), share);
        }
    }
    let all = groups(deals.iter().map(|row| (row["seller"].as_str(), row["won"] == "1")));
    let often: Vec<Group> = all.iter().copied().filter(|group| group.trials >= 5).collect();
    let of_all = BetaBinomial::fit(&all, 0.95).expect("eighteen sellers");
    let of_often = BetaBinomial::fit(&often, 0.95).expect("those of them with five deals");
    answers.insert("seller_betabinomial_rho_all18".into(), json!(of_all.rho));
    answers.insert("seller_betabinomial_rho_n5plus".into(), json!(of_often.rho));
    let shapes = [of_often.shapes().0, of_often.shapes().1];
    answers.insert("seller_betabinomial_alpha_beta_n5plus".into(), json!(shapes));
    answers
}

fn bank() -> Answers {
    let counts: Vec<(String, String, bool, f64)> = rows(BANK)
        .into_iter()
        .map(|row| {
            let clients = row["clients"].parse().expect("a count");
            (row["column"].clone(), row["value"].clone(), row["outcome"] == "yes", clients)
        })
        .collect();
    let of = |column: &'static str| counts.iter().filter(move |row| row.0 == column);
    let sum = |rows: &mut dyn Iterator<Item = &(String, String, bool, f64)>| {
        rows.map(|row| row.3).sum::<f64>()
    };
    let clients = sum(&mut of("campaign"));
    let number = |row: &(String, String, bool, f64)| row.1.parse::<f64>().expect("a number");
    let mut answers = Answers::new();
    let mut say = |name: &str, value: Value| drop(answers.insert(name.into(), value));
    say("rows", json!(clients));
    say("success_rate", json!(sum(&mut of("campaign").filter(|row| row.2)) / clients));
    let contacts: f64 = of("campaign").map(|row| number(row) * row.3).sum();
    say("contacts_per_client_mean", json!(contacts / clients));
    // The attempts as ages: a success ends them, giving up censors them.
    let attempts: Vec<Spell> = of("campaign")
        .map(|row| {
            let at = number(row);
            let (high, cause) = if row.2 { (at, Some(0)) } else { (f64::INFINITY, None) };
            Spell { entry: 0.0, low: at, high, cause, count: row.3 }
        })
        .collect();
    let curve = AalenJohansen::of(&attempts, 1);
    for (place, step) in curve.steps().iter().enumerate().take(6) {
        let before = place.checked_sub(1).map_or(1.0, |last| curve.steps()[last].survival);
        let hazard = 1.0 - step.survival / before;
        say(&format!("success_hazard_attempt_{}", step.time), json!(hazard));
    }
    for (name, outcome) in [("yes", Some(true)), ("no", Some(false)), ("all", None)] {
        let is_in =
            |row: &&(String, String, bool, f64)| outcome.is_none_or(|wanted| row.2 == wanted);
        let talks: Vec<_> = of("duration").filter(is_in).filter(|row| row.1 != "0").collect();
        let spells: Vec<Spell> = talks
            .iter()
            .map(|row| {
                let low = number(row);
                Spell { entry: 0.0, low, high: low, cause: Some(0), count: row.3 }
            })
            .collect();
        let exact: Vec<f64> =
            talks.iter().flat_map(|row| vec![number(row); row.3 as usize]).collect();
        let fit = law(&spells, LifetimeFamily::Lognormal, Some(&exact));
        say(&format!("call_seconds_{name}_lognormal"), fit);
    }
    for column in ["poutcome", "contact"] {
        let values: BTreeSet<&String> = of(column).map(|row| &row.1).collect();
        for value in values {
            let won = sum(&mut of(column).filter(|row| row.1 == *value && row.2));
            let all = sum(&mut of(column).filter(|row| row.1 == *value));
            say(&format!("success_rate_{column}={value}"), json!(won / all));
        }
    }
    answers
}

/// How far `found` is from `wanted`, relative to what is allowed; numbers of an object one by one. A p-value of
/// two samples is left out: no estimator here has one.
fn off(wanted: &Value, found: &Value, allowed: &dyn Fn(&str, f64) -> f64, name: &str) -> f64 {
    match wanted {
        Value::Object(parts) => parts
            .iter()
            .filter(|(part, _)| *part != "ks_p")
            .map(|(part, value)| off(value, &found[part], allowed, part))
            .fold(0.0, f64::max),
        Value::Array(parts) => (parts.iter().enumerate())
            .map(|(place, value)| off(value, &found[place], allowed, name))
            .fold(0.0, f64::max),
        _ => {
            let (wanted, found) =
                (wanted.as_f64().expect("a number"), found.as_f64().unwrap_or(f64::INFINITY));
            (found - wanted).abs() / allowed(name, wanted)
        }
    }
}

#[test]
fn every_reference_answer_of_the_public_data_is_found_within_its_tolerance() {
    let targets: Value = serde_json::from_str(TARGETS).expect("JSON");
    let answers = [("maven", maven()), ("salvirt", salvirt()), ("uci", bank())];
    let targets = targets["targets"].as_array().expect("a list");
    assert_eq!(targets.len(), 86);
    for target in targets {
        let (data, name) = (target["dataset"].as_str(), target["quantity"].as_str());
        let (data, name) = (data.expect("a data set"), name.expect("a name"));
        let (_, known) =
            answers.iter().find(|(start, _)| data.starts_with(start)).expect("a known data set");
        let found = known.get(name).unwrap_or_else(|| panic!("{data}: no answer to {name}"));
        let tolerance = target["tolerance_same_estimator"].as_f64().unwrap_or(0.0);
        // Answers are given to six decimals.
        let rounding = 6e-7;
        let allowed = |part: &str, wanted: f64| match target["kind"].as_str() {
            Some("mle") if part != "ks" => tolerance * wanted.abs() + rounding,
            Some("mle") => 1e-3,
            _ => tolerance.max(rounding),
        };
        let far = off(&target["value"], found, &allowed, name);
        assert!(far <= 1.0, "{data}: {name} is {found}, not {}", target["value"]);
    }
}
