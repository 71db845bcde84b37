//! What plans come to when deals are a matter of chance.
//!
//! Reference values were computed independently of this crate: sums of a Poisson or binomial number
//! of gamma deals by the exact mixture of incomplete gamma functions, of lognormal deals by Fourier
//! transform, of deals on a lattice by Panjer's recursion (Klugman, Panjer & Willmot, Loss Models,
//! ch. 9). A plan evaluated at the expected sales is wrong wherever it bends (Jensen), and must be
//! told apart.

use posse::engine::law::Law;
use posse::sales::pay::{Curve, PeriodSums, Terms, deal_pay, reckon};

use super::lab::{Noise, Sample, close};
use super::market::{Market, Wins, gamma, lognormal, payouts, written};

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
            pay_sd: Some(2_218.107_301_970_07),
            sales: (120_000.0, 44_362.146_025_637_7),
            bonus: None,
            at_expected_sales: 9000.0,
        },
        Case {
            name: "accelerator",
            market: Market::poisson(10.0, gamma(12_000.0, 0.7)),
            plan: "salary = \"2500 per month\"\nquota = 120000
                commission = [{ rate = 0.04 }, { from = \"100 %\", rate = 0.08 }]",
            pay: 8_037.156_756_659_33,
            pay_sd: Some(2_956.392_475_828_95),
            sales: (120_000.0, 46_320.621_757_485_1),
            bonus: None,
            at_expected_sales: 7300.0,
        },
        Case {
            name: "quota bonus",
            market: Market { wins: Wins::Binomial(40, 0.25), deal: gamma(8000.0, 1.0) },
            plan: "salary = \"2000 per month\"\nquota = 80000\ncommission = 0.03
                bonus = [{ at = \"100 %\", amount = 5000 }]",
            pay: 6_688.868_645_695_17,
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
            pay: 6_114.514_564_344_26,
            pay_sd: Some(2_300.483_688_889_54),
            sales: (120_000.0, 47_434.164_902_525_7),
            bonus: None,
            at_expected_sales: 6000.0,
        },
        Case {
            name: "threshold",
            market: Market::poisson(15.0, lognormal(9000.0, 1.5)),
            plan: "salary = \"1500 per month\"\nquota = 135000
                commission = [{ from = 50000, rate = 0.04 }, { from = \"100 %\", rate = 0.07 }]",
            pay: 5_625.377_555_480_52,
            pay_sd: Some(3_768.402_979_417_9),
            sales: (135_000.0, 62_843.592_049_082),
            bonus: None,
            at_expected_sales: 4900.0,
        },
        Case {
            name: "lognormal bonus",
            market: Market { wins: Wins::Binomial(30, 0.3), deal: lognormal(5000.0, 0.8) },
            plan: "quota = 50000\ncommission = 0.06\nbonus = [{ at = \"100 %\", amount = 3000 }]",
            pay: 3_747.200_473_811_07,
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
        let (sold, paid) = (Sample::of(&sales), Sample::of(&pay));
        let name = case.name;
        paid.mean_is(&format!("{name}: pay"), case.pay, Noise::Relative(0.01));
        sold.mean_is(&format!("{name}: sales"), case.sales.0, Noise::Relative(0.01));
        sold.sd_is(&format!("{name}: sd of sales"), case.sales.1, Noise::Relative(0.03));
        if let Some(sd) = case.pay_sd {
            paid.sd_is(&format!("{name}: sd of pay"), sd, Noise::Relative(0.03));
        }
        if let Some(chance) = case.bonus {
            let earned = Sample::chance(&sales, |s| s >= plan.quota);
            earned.mean_is(&format!("{name}: bonus"), chance, Noise::Absolute(0.005));
        }
        if !close(case.pay, case.at_expected_sales, 1e-9) {
            paid.mean_is_not(name, case.at_expected_sales);
        }
    }
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
    for (units, reference) in FIRST.iter().enumerate() {
        let equal = Sample::chance(&sales, |s| close(s, units as f64, 1e-12));
        equal.mean_is(&format!("P(S = {units})"), *reference, Noise::Absolute(0.002));
    }
    Sample::of(&sales).mean_is("mean", 15.6, Noise::Relative(0.01));
    Sample::of(&sales).sd_is("sd", 7.348_469_228_349_52, Noise::Relative(0.02));
    let beyond = [
        (10.0, 0.787_041_985_021_673, 6.364_426_762_027_15),
        (20.0, 0.276_299_565_264_448, 1.365_728_224_339),
    ];
    for (quota, reaches, excess) in beyond {
        let bonus =
            written(&format!("quota = {quota}\nbonus = [{{ at = \"100 %\", amount = 1 }}]"));
        let bonus = payouts(&bonus, &sales);
        Sample::of(&bonus).mean_is("bonus", reaches, Noise::Absolute(0.003));
        let over =
            written(&format!("quota = {quota}\ncommission = [{{ from = \"100 %\", rate = 1 }}]"));
        let over = payouts(&over, &sales);
        Sample::of(&over).mean_is("excess", excess, Noise::Relative(0.02));
    }
}

#[test]
fn a_rate_by_the_size_of_the_deal_has_the_mean_and_spread_of_theory() {
    let plan = written(
        "commission = { by = \"credit\", \"under 5000\" = 0.02, \"5000..20000\" = 0.04, \"20000 or more\" = 0.06 }",
    );
    let market = Market::poisson(9.0, lognormal(12_000.0, 1.1));
    let deals: Vec<Vec<f64>> = (0..100_000).map(|at| market.deals(1, at)).collect();
    let rate = |deal: &f64| deal_pay(&plan.tiers, *deal);
    let each: Vec<f64> = deals.iter().flatten().map(rate).collect();
    Sample::of(&each).mean_is("a deal", 569.358_805_841_635, Noise::Relative(0.01));
    let mut lines = Vec::new();
    let mut period = |deals: &Vec<f64>| {
        let deal_pay = deals.iter().map(rate).sum();
        let sums = PeriodSums { deal_pay, ..PeriodSums::new(Terms::new(0.0, 1.0)) };
        reckon(&plan, &sums, &mut 0.0, &mut lines)
    };
    let periods: Vec<f64> = deals.iter().map(&mut period).collect();
    Sample::of(&periods).mean_is("a period", 5_124.229_252_574_72, Noise::Relative(0.01));
    Sample::of(&periods).sd_is("its sd", 2_999.753_686_813_97, Noise::Relative(0.03));
}
