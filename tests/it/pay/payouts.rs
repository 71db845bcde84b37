//! What plans come to when deals are a matter of chance.
//!
//! Reference values were computed independently of this crate: sums of a Poisson or binomial number
//! of gamma deals by the exact mixture of incomplete gamma functions, of lognormal deals by Fourier
//! transform, of deals on a lattice by Panjer's recursion (Klugman, Panjer & Willmot, Loss Models,
//! ch. 9). A plan evaluated at the expected sales is wrong wherever it bends (Jensen), and must be
//! told apart.

use posse::engine::law::Law;
use posse::engine::math::{exp, gamma_q, ln, ln_gamma};
use posse::engine::random::{Entity, Luck, Place};
use posse::sales::pay::{Curve, PeriodSums, Plan, Split, Terms, deal_pay, reckon, split_cents};
use posse::scenario::Scenario;

use super::lab::{Noise, Sample, close};

const WORLD: &str = r#"
[channels.web]
arrivals = "1 per week"
[stages.close]
advance = 0.5
"#;

/// A plan as it is written in a scenario.
fn written(plan: &str) -> Plan {
    let text = format!("{WORLD}\n[plans.plan]\nperiod = \"month\"\n{plan}\n");
    let scenario = Scenario::parse(text.as_bytes(), "plan.toml", &|_| None)
        .unwrap_or_else(|e| panic!("{e}\n{text}"));
    scenario.system.payroll.expect("a payroll").plans.remove(0)
}

/// How many deals are won in a period.
enum Wins {
    Poisson(f64),
    Binomial(u32, f64),
}

/// A period's deals.
struct Market {
    wins: Wins,
    deal: Law,
}

/// Mean and coefficient of variation of a gamma law.
fn gamma(mean: f64, cv: f64) -> Law {
    Law::gamma_mean_cv(mean, cv).expect("a law")
}

fn lognormal(mean: f64, cv: f64) -> Law {
    Law::lognormal_mean_cv(mean, cv).expect("a law")
}

impl Market {
    fn poisson(mean: f64, deal: Law) -> Self {
        Self { wins: Wins::Poisson(mean), deal }
    }

    /// The values of the deals of person `who` in period `at`.
    fn deals(&self, who: u8, at: u32) -> Vec<f64> {
        let luck = Luck::new(20_260_105, u64::from(at));
        let mut draws = luck.at(Entity::new(who, 0), 1, Place::NONE, 0);
        let count = match self.wins {
            Wins::Poisson(mean) => Law::poisson(mean).expect("a law").sample(&mut draws) as u64,
            Wins::Binomial(leads, chance) => {
                (0..leads).filter(|_| draws.unit() < chance).count() as u64
            }
        };
        let deal = |k| self.deal.sample(&mut luck.at(Entity::new(who, k), 2, Place::NONE, 0));
        (1..=count).map(deal).collect()
    }

    fn sales(&self, periods: u32) -> Vec<f64> {
        (0..periods).map(|at| self.deals(1, at).iter().sum()).collect()
    }

    /// Probability of each number of deals, up to where nothing is left.
    fn counts(&self) -> Vec<f64> {
        let ways = |n: u32, k: u32| {
            let (n, k) = (f64::from(n), f64::from(k));
            ln_gamma(n + 1.0) - ln_gamma(k + 1.0) - ln_gamma(n - k + 1.0)
        };
        match self.wins {
            Wins::Poisson(mean) => (0..150)
                .map(f64::from)
                .map(|k| exp(k * ln(mean) - mean - ln_gamma(k + 1.0)))
                .collect(),
            Wins::Binomial(n, p) => (0..=n)
                .map(|k| exp(ways(n, k) + f64::from(k) * ln(p) + f64::from(n - k) * ln(1.0 - p)))
                .collect(),
        }
    }

    /// Chance that the sum of gamma deals reaches a threshold, and the mean excess over it.
    fn tail(&self, threshold: f64) -> (f64, f64) {
        let mean = self.deal.mean();
        let shape = mean * mean / self.deal.variance();
        let x = threshold * shape / mean;
        self.counts().iter().enumerate().skip(1).fold((0.0, 0.0), |(chance, excess), (n, p)| {
            let (shapes, sum) = (shape * n as f64, mean * n as f64);
            let reaches = gamma_q(shapes, x);
            (
                chance + p * reaches,
                excess + p * (sum * gamma_q(shapes + 1.0, x) - threshold * reaches),
            )
        })
    }
}

/// What a plan pays for each sum of sales, by the slips of single periods.
fn payouts(plan: &Plan, sales: &[f64]) -> Vec<f64> {
    let mut lines = Vec::new();
    let pay = |credit: &f64| {
        let salary = plan.salary_per_year / f64::from(plan.period.per_year());
        let terms = Terms::new(plan.quota, 1.0);
        let sums = PeriodSums { salary, credit: *credit, ..PeriodSums::new(terms) };
        reckon(plan, &sums, &mut 0.0, &mut lines)
    };
    sales.iter().map(pay).collect()
}

/// A market, a plan, and what theory says of both.
struct Case {
    name: &'static str,
    market: Market,
    plan: &'static str,
    pay: f64,
    pay_sd: Option<f64>,
    sales: (f64, f64),
    /// Chance of the bonus.
    bonus: Option<f64>,
    at_expected_sales: f64,
}

fn cases() -> Vec<Case> {
    vec![
        Case {
            name: "linear",
            market: Market::poisson(12.0, gamma(10_000.0, 0.8)),
            plan: "salary = \"3000 per month\"\ncommission = 0.05",
            pay: 9000.0,
            pay_sd: Some(2218.107_301_970_07),
            sales: (120_000.0, 44_362.146_025_637_7),
            bonus: None,
            at_expected_sales: 9000.0,
        },
        Case {
            name: "accelerator",
            market: Market::poisson(10.0, gamma(12_000.0, 0.7)),
            plan: "salary = \"2500 per month\"\nquota = 120000
                commission = [{ rate = 0.04 }, { from = \"100 %\", rate = 0.08 }]",
            pay: 8037.156_756_659_33,
            pay_sd: Some(2956.392_475_828_95),
            sales: (120_000.0, 46_320.621_757_485_1),
            bonus: None,
            at_expected_sales: 7300.0,
        },
        Case {
            name: "quota bonus",
            market: Market { wins: Wins::Binomial(40, 0.25), deal: gamma(8000.0, 1.0) },
            plan: "salary = \"2000 per month\"\nquota = 80000\ncommission = 0.03
                bonus = [{ at = \"100 %\", amount = 5000 }]",
            pay: 6688.868_645_695_17,
            pay_sd: None,
            sales: (80_000.0, 33_466.401_061_363),
            bonus: Some(0.457_773_729_139_035),
            at_expected_sales: 9400.0,
        },
        Case {
            name: "cap",
            market: Market::poisson(8.0, gamma(15_000.0, 0.5)),
            plan: "quota = 120000\ncap = 9000
                commission = [{ rate = 0.05 }, { from = \"100 %\", rate = 0.1 }]",
            pay: 6114.514_564_344_26,
            pay_sd: Some(2300.483_688_889_54),
            sales: (120_000.0, 47_434.164_902_525_7),
            bonus: None,
            at_expected_sales: 6000.0,
        },
        Case {
            name: "threshold",
            market: Market::poisson(15.0, lognormal(9000.0, 1.5)),
            plan: "salary = \"1500 per month\"\nquota = 135000
                commission = [{ from = 50000, rate = 0.04 }, { from = \"100 %\", rate = 0.07 }]",
            pay: 5625.377_555_480_52,
            pay_sd: Some(3768.402_979_417_9),
            sales: (135_000.0, 62_843.592_049_082),
            bonus: None,
            at_expected_sales: 4900.0,
        },
        Case {
            name: "lognormal bonus",
            market: Market { wins: Wins::Binomial(30, 0.3), deal: lognormal(5000.0, 0.8) },
            plan: "quota = 50000\ncommission = 0.06\nbonus = [{ at = \"100 %\", amount = 3000 }]",
            pay: 3747.200_473_811_07,
            pay_sd: None,
            sales: (45_000.0, 17_363.801_182_951),
            bonus: Some(0.349_066_787_263_059),
            at_expected_sales: 2700.0,
        },
    ]
}

#[test]
fn simulated_pay_has_the_mean_and_spread_of_theory() {
    for case in cases() {
        let plan = written(case.plan);
        let sales = case.market.sales(100_000);
        let pay = payouts(&plan, &sales);
        let (sold, paid) = (sample(&sales), sample(&pay));
        let name = case.name;
        paid.mean_is(&format!("{name}: pay"), case.pay, Noise::Relative(0.01));
        sold.mean_is(&format!("{name}: sales"), case.sales.0, Noise::Relative(0.01));
        sold.sd_is(&format!("{name}: sd of sales"), case.sales.1, Noise::Relative(0.03));
        if let Some(sd) = case.pay_sd {
            paid.sd_is(&format!("{name}: sd of pay"), sd, Noise::Relative(0.03));
        }
        if let Some(chance) = case.bonus {
            let quota = plan.quota;
            let earned = Sample::of(sales.iter().map(|&s| f64::from(u8::from(s >= quota))));
            earned.mean_is(&format!("{name}: bonus"), chance, Noise::Absolute(0.005));
        }
        if !close(case.pay, case.at_expected_sales, 1e-9) {
            paid.mean_is_not(name, case.at_expected_sales);
        }
    }
}

fn sample(values: &[f64]) -> Sample {
    Sample::of(values.iter().copied())
}

/// The curve of a plan under the exact law of gamma deals: no chance, no tolerance but rounding.
#[test]
fn expected_pay_is_exact_where_the_law_of_sales_is_known() {
    for case in cases().into_iter().take(4) {
        let plan = written(case.plan);
        let curve = Curve::of_plan(&plan, &Terms::new(plan.quota, 1.0));
        let salary = plan.salary_per_year / 12.0;
        let expected = curve.expected_by(case.sales.0, |threshold| case.market.tail(threshold));
        assert!(close(salary + expected, case.pay, 1e-10), "{}: {expected}", case.name);
        let at_mean = salary + curve.pay(case.sales.0);
        assert!(close(at_mean, case.at_expected_sales, 1e-12), "{}", case.name);
        if let Some(chance) = case.bonus {
            assert!(close(case.market.tail(plan.quota).0, chance, 1e-10), "{}", case.name);
        }
    }
}

/// Deals of 1 to 6 units: reaching a mark exactly earns its bonus.
#[test]
fn sums_on_a_lattice_follow_panjer() {
    const FIRST: [f64; 10] = [
        0.002_478_752_176_666_36,
        0.004_461_753_917_999_45,
        0.007_733_706_791_199_04,
        0.012_076_480_604_718_5,
        0.016_737_526_197_721_9,
        0.022_468_559_870_313_8,
        0.028_423_204_751_265_5,
        0.034_148_339_050_334_1,
        0.039_742_952_123_796_8,
        0.044_686_739_494_311_6,
    ];
    let deal = [(1.0, 0.3), (2.0, 0.25), (3.0, 0.2), (4.0, 0.1), (5.0, 0.1), (6.0, 0.05)];
    let market = Market::poisson(6.0, Law::discrete(&deal).expect("a law"));
    let sales = market.sales(200_000);
    let chance = |of: &dyn Fn(f64) -> bool| {
        Sample::of(
            sales.iter().map(|&s| f64::from(u8::from(of(s)))).collect::<Vec<_>>().into_iter(),
        )
    };
    for (units, reference) in FIRST.iter().enumerate() {
        let equal = chance(&|s| close(s, units as f64, 1e-12));
        equal.mean_is(&format!("P(S = {units})"), *reference, Noise::Absolute(0.002));
    }
    sample(&sales).mean_is("mean", 15.6, Noise::Relative(0.01));
    sample(&sales).sd_is("sd", 7.348_469_228_349_52, Noise::Relative(0.02));
    let beyond = [
        (10.0, 0.787_041_985_021_673, 6.364_426_762_027_15),
        (20.0, 0.276_299_565_264_448, 1.365_728_224_339),
    ];
    for (quota, reaches, excess) in beyond {
        let bonus =
            written(&format!("quota = {quota}\nbonus = [{{ at = \"100 %\", amount = 1 }}]"));
        let bonus = payouts(&bonus, &sales);
        sample(&bonus).mean_is("bonus", reaches, Noise::Absolute(0.003));
        let over =
            written(&format!("quota = {quota}\ncommission = [{{ from = \"100 %\", rate = 1 }}]"));
        let over = payouts(&over, &sales);
        sample(&over).mean_is("excess", excess, Noise::Relative(0.02));
    }
}

#[test]
fn a_rate_by_the_size_of_the_deal_has_the_mean_and_spread_of_theory() {
    let plan = written(
        "deal_rates = [{ from = 0, rate = 0.02 }, { from = 5000, rate = 0.04 }, { from = 20000, rate = 0.06 }]",
    );
    let market = Market::poisson(9.0, lognormal(12_000.0, 1.1));
    let deals: Vec<Vec<f64>> = (0..100_000).map(|at| market.deals(1, at)).collect();
    let rate = |deal: &f64| deal_pay(&plan.tiers, *deal);
    let each: Vec<f64> = deals.iter().flatten().map(rate).collect();
    sample(&each).mean_is("a deal", 569.358_805_841_635, Noise::Relative(0.01));
    let mut lines = Vec::new();
    let mut period = |deals: &Vec<f64>| {
        let deal_pay = deals.iter().map(rate).sum();
        let sums = PeriodSums { deal_pay, ..PeriodSums::new(Terms::new(0.0, 1.0)) };
        reckon(&plan, &sums, &mut 0.0, &mut lines)
    };
    let periods: Vec<f64> = deals.iter().map(&mut period).collect();
    sample(&periods).mean_is("a period", 5124.229_252_574_72, Noise::Relative(0.01));
    sample(&periods).sd_is("its sd", 2999.753_686_813_97, Noise::Relative(0.03));
}

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
        sample(share).mean_is("equal", 8000.0 / 3.0, Noise::Relative(0.01));
        sample(share).sd_is("equal: sd", 802.219_144_346_204, Noise::Relative(0.02));
    }
    let gap = equal[0].iter().zip(&equal[2]).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    assert!(gap < 0.011, "equal but for the cents that cannot be divided: {gap}");
    let own = pool_shares(&by_sales("credit"), |price| price);
    let expected = [
        (1600.0, 1076.289_923_765_9),
        (2400.0, 1318.180_564_262_73),
        (4000.0, 1701.763_790_894_61),
    ];
    for (share, (mean, sd)) in own.iter().zip(expected) {
        sample(share).mean_is("by sales", mean, Noise::Relative(0.01));
        sample(share).sd_is("by sales: sd", sd, Noise::Relative(0.02));
    }
}

#[test]
fn a_bonus_of_the_team_pays_its_members_what_theory_says() {
    let by_wins = |split: &str| {
        written(&format!(
            "credit = \"deals\"\nteam = {{ weight = 1, credit = \"deals\", quota = 22, \
             bonus = [{{ at = \"100 %\", amount = 12000 }}], split = \"{split}\" }}"
        ))
    };
    let equal = pool_shares(&by_wins("equal"), |_| 1.0);
    let earned = Sample::of(equal[0].iter().map(|share| f64::from(u8::from(*share > 0.0))));
    earned.mean_is("bonus", 0.356_302_351_585_737, Noise::Absolute(0.003));
    for share in &equal {
        sample(share).mean_is("equal", 1425.209_406_342_95, Noise::Relative(0.02));
    }
    let own = pool_shares(&by_wins("credit"), |_| 1.0);
    let expected = [855.125_643_805_768, 1282.688_465_708_65, 2137.814_109_514_42];
    for (share, mean) in own.iter().zip(expected) {
        sample(share).mean_is("by wins", mean, Noise::Relative(0.02));
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
    assert!(close(exact, 4784.249_197_555_5, LATTICE), "{exact}");
    let sales = market.sales(100_000);
    let pay = payouts(&plan, &sales);
    sample(&sales).mean_is("sales", 85_995.0, Noise::Relative(0.01));
    sample(&pay).mean_is("commission", 4784.249_197_555_5, Noise::Relative(0.01));
    let left: Vec<f64> = sales.iter().zip(&pay).map(|(s, p)| 0.35 * s - p).collect();
    sample(&left).sd_is("margin less commission", 12_502.758_709_167, Noise::Relative(0.03));
}

/// Four plans on the same deals: means, spreads, and the spread of paired differences.
#[test]
fn plans_compared_on_the_same_deals_differ_as_theory_says() {
    let plans = [
        (
            "accelerator",
            "quota = 100000\ncommission = [{ rate = 0.05 }, { from = \"100 %\", rate = 0.12 }]",
            (23_873.300_909_281_2, 8536.052_114_290_48),
        ),
        ("linear", "commission = 0.08", (22_000.0, 8909.348_602_183_33)),
        (
            "threshold",
            "commission = [{ from = 50000, rate = 0.14 }]",
            (22_834.968_736_292_6, 6791.554_564_893_83),
        ),
        ("capped", "commission = 0.09\ncap = 10500", (21_870.428_606_046_6, 10_075.864_533_126_8)),
    ];
    let differences = [
        (1873.300_903_960_58, 930.728_729_069_558),
        (1038.332_172_988_61, 1866.676_002_427_54),
        (2002.872_303_234_59, 2421.740_921_352_01),
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
        sample(&profit).mean_is(name, mean, Noise::Relative(0.01));
        sample(&profit).sd_is(name, sd, Noise::Relative(0.03));
        profit
    });
    for (other, (mean, sd)) in profits[1..].iter().zip(differences) {
        let paired: Vec<f64> = profits[0].iter().zip(other).map(|(a, b)| a - b).collect();
        sample(&paired).mean_is("difference", mean, Noise::Relative(0.02));
        sample(&paired).sd_is("sd of the difference", sd, Noise::Relative(0.03));
    }
}
