//! What a pool pays its members, and what plans come to on the deals of a whole funnel or on the same
//! deals. Reference values as in `payouts`; pools by the binomial share of a Poisson number of wins.

use posse::sales::pay::{Curve, Plan, Split, Terms, split_cents};

use super::lab::{Noise, Sample, close};
use super::market::{Market, gamma, payouts, written};

/// Three people who win 4, 6 and 10 deals on average.
const TEAM: [f64; 3] = [4.0, 6.0, 10.0];

/// Shares of the pool in each period, person by person; `credit` makes credit of a deal.
fn pool_shares(plan: &Plan, credit: impl Fn(f64) -> f64) -> [Vec<f64>; 3] {
    let team = plan.team.as_ref().expect("a pool");
    let pool = Curve::of_pool(team, 1.0);
    let markets = TEAM.map(|wins| Market::poisson(wins, gamma(10_000.0, 0.9)));
    let mut shares = [const { Vec::new() }; 3];
    let mut split = Vec::new();
    for at in 0..100_000 {
        let own = [1, 2, 3].map(|who: u8| {
            let deals = markets[usize::from(who) - 1].deals(who, at);
            deals.into_iter().map(&credit).sum::<f64>()
        });
        let weights = if team.split == Split::Credit { own } else { [1.0; 3] };
        split_cents(pool.pay(own.iter().sum()), &weights, &[11, 7, 9], &mut split);
        for (person, share) in shares.iter_mut().zip(&split) {
            person.push(*share);
        }
    }
    shares
}

#[test]
fn a_pool_pays_its_members_what_theory_says() {
    let by_sales = |split: &str| {
        written(&format!("team = {{ weight = 1, commission = 0.04, split = \"{split}\" }}"))
    };
    let equal = pool_shares(&by_sales("equal"), |price| price);
    for share in &equal {
        Sample::of(share).mean_is("equal", 8000.0 / 3.0, Noise::Relative(0.01));
        Sample::of(share).sd_is("equal: sd", 802.219_144_346_204, Noise::Relative(0.02));
    }
    let gap = equal[0].iter().zip(&equal[2]).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    assert!(gap < 0.011, "equal but for the cents that cannot be divided: {gap}");
    let own = pool_shares(&by_sales("credit"), |price| price);
    let expected = [
        (1600.0, 1_076.289_923_765_9),
        (2400.0, 1_318.180_564_262_73),
        (4000.0, 1_701.763_790_894_61),
    ];
    for (share, (mean, sd)) in own.iter().zip(expected) {
        Sample::of(share).mean_is("by sales", mean, Noise::Relative(0.01));
        Sample::of(share).sd_is("by sales: sd", sd, Noise::Relative(0.02));
    }
}

#[test]
fn a_bonus_of_the_team_pays_its_members_what_theory_says() {
    let by_wins = |split: &str| {
        written(&format!(
            "count = \"deals\"\nteam = {{ weight = 1, count = \"deals\", quota = 22, \
             bonus = [{{ at = \"100 %\", amount = 12000 }}], split = \"{split}\" }}"
        ))
    };
    let equal = pool_shares(&by_wins("equal"), |_| 1.0);
    let earned = Sample::chance(&equal[0], |share| share > 0.0);
    earned.mean_is("bonus", 0.356_302_351_585_737, Noise::Absolute(0.003));
    for share in &equal {
        Sample::of(share).mean_is("equal", 1_425.209_406_342_95, Noise::Relative(0.02));
    }
    let own = pool_shares(&by_wins("credit"), |_| 1.0);
    let expected = [855.125_643_805_768, 1_282.688_465_708_65, 2_137.814_109_514_42];
    for (share, mean) in own.iter().zip(expected) {
        Sample::of(share).mean_is("by wins", mean, Noise::Relative(0.02));
    }
}

/// How far reference values may be off that were computed with sales on a fine lattice.
const LATTICE: f64 = 1e-6;

/// Wins of a whole funnel (three sources, thinned by qualification and three stages) are Poisson:
/// commission on them, and what is left of the margin.
#[test]
fn commission_on_what_a_funnel_wins_is_that_of_theory() {
    let sources = [(120.0, 0.25), (40.0, 0.45), (15.0, 0.7)];
    let wins: f64 = sources.iter().map(|(leads, fit)| leads * fit * 0.6 * 0.5 * 0.35).sum();
    let plan = written(
        "quota = 100000\ncommission = [{ rate = 0.05 }, { from = \"100 %\", rate = 0.09 }]",
    );
    let market = Market::poisson(wins, gamma(14_000.0, 0.8));
    let curve = Curve::of_plan(&plan, &Terms::new(plan.quota, 1.0));
    let exact = curve.expected_by(85_995.0, |threshold| market.tail(threshold));
    assert!(close(exact, 4_784.249_197_555_5, LATTICE), "{exact}");
    let sales = market.sales(100_000);
    let pay = payouts(&plan, &sales);
    Sample::of(&sales).mean_is("sales", 85_995.0, Noise::Relative(0.01));
    Sample::of(&pay).mean_is("commission", 4_784.249_197_555_5, Noise::Relative(0.01));
    let left: Vec<f64> = sales.iter().zip(&pay).map(|(s, p)| 0.35 * s - p).collect();
    Sample::of(&left).sd_is("margin less commission", 12_502.758_709_167, Noise::Relative(0.03));
}

/// Four plans on the same deals: means, spreads, and the spread of paired differences.
#[test]
fn plans_compared_on_the_same_deals_differ_as_theory_says() {
    let plans = [
        (
            "accelerator",
            "quota = 100000\ncommission = [{ rate = 0.05 }, { from = \"100 %\", rate = 0.12 }]",
            (23_873.300_909_281_2, 8_536.052_114_290_48),
        ),
        ("linear", "commission = 0.08", (22_000.0, 8_909.348_602_183_33)),
        (
            "threshold",
            "commission = [{ from = 50000, rate = 0.14 }]",
            (22_834.968_736_292_6, 6_791.554_564_893_83),
        ),
        ("capped", "commission = 0.09\ncap = 10500", (21_870.428_606_046_6, 10_075.864_533_126_8)),
    ];
    let differences = [
        (1_873.300_903_960_58, 930.728_729_069_558),
        (1_038.332_172_988_61, 1_866.676_002_427_54),
        (2_002.872_303_234_59, 2_421.740_921_352_01),
    ];
    let market = Market::poisson(10.0, gamma(10_000.0, 0.8));
    let sales = market.sales(20_000);
    let profits = plans.map(|(name, text, (mean, sd))| {
        let plan = written(text);
        let curve = Curve::of_plan(&plan, &Terms::new(plan.quota, 1.0));
        let exact = 30_000.0 - curve.expected_by(100_000.0, |threshold| market.tail(threshold));
        assert!(close(exact, mean, LATTICE), "{name}: {exact}");
        let pay = payouts(&plan, &sales);
        let profit: Vec<f64> = sales.iter().zip(&pay).map(|(s, p)| 0.3 * s - p).collect();
        Sample::of(&profit).mean_is(name, mean, Noise::Relative(0.01));
        Sample::of(&profit).sd_is(name, sd, Noise::Relative(0.03));
        profit
    });
    for (other, (mean, sd)) in profits[1..].iter().zip(differences) {
        let paired: Vec<f64> = profits[0].iter().zip(other).map(|(a, b)| a - b).collect();
        Sample::of(&paired).mean_is("difference", mean, Noise::Relative(0.02));
        Sample::of(&paired).sd_is("sd of the difference", sd, Noise::Relative(0.03));
    }
}
