//! Several stations: open with rework, closed by a limit on work in progress.

use super::judge::{Noise, Row, judge, judge_one};
use super::lab::{Ends, Run, mean, observe, results, stay};

#[test]
fn a_funnel_with_rework_is_a_jackson_network() {
    let text = r#"
calendar = "always"
people = { sdr = 2, se = 3, ae = 3, boss = 2 }
run = { warm_up = "4000 leads", until = "64000 leads", replications = 40 }
channels.web.arrivals = "6 per d"
[stages]
qualify = { role = "sdr", touch = { exponential = "0.2 d" }, next = { demo = 0.5, rest = "lost" } }
demo = { role = "se", touch = { exponential = "0.5 d" }, next = { qualify = 0.1, proposal = 0.6, rest = "lost" } }
proposal = { role = "ae", touch = { exponential = "16 h" }, next = { demo = 0.2, negotiate = 0.5, rest = "lost" } }
negotiate = { role = "boss", touch = { exponential = "1 d" }, next = { proposal = 0.25, rest = "won" } }
"#;
    let rows = observe(text, 0, |run: Run<'_, Ends>| -> Row {
        let days = run.outcome.weeks * 7.0;
        let mut row = vec![
            ("W_total", mean(run.seen.measured().map(stay)) / 24.0),
            ("L_total", run.value("wip")),
        ];
        let names = [
            [
                "throughput_qualify",
                "Wq_qualify",
                "L_qualify",
                "utilisation_qualify",
                "visits_qualify",
            ],
            ["throughput_demo", "Wq_demo", "L_demo", "utilisation_demo", "visits_demo"],
            [
                "throughput_proposal",
                "Wq_proposal",
                "L_proposal",
                "utilisation_proposal",
                "visits_proposal",
            ],
            [
                "throughput_negotiate",
                "Wq_negotiate",
                "L_negotiate",
                "utilisation_negotiate",
                "visits_negotiate",
            ],
        ];
        let places =
            [("qualify", "sdr"), ("demo", "se"), ("proposal", "ae"), ("negotiate", "boss")];
        for (names, (stage, role)) in names.into_iter().zip(places) {
            let of_stage = |measure| run.value(&format!("stage.{stage}.{measure}"));
            let values = [
                of_stage("visits") / days,
                of_stage("wait_mean") / 24.0,
                of_stage("wip"),
                run.value(&format!("role.{role}.utilisation")),
                of_stage("visits") / run.value("leads"),
            ];
            row.extend(names.into_iter().zip(values));
        }
        row
    });
    let expected = [
        ("W_total", 1.463_290_873_166_19, 0.01),
        ("L_total", 8.779_745_238_997_16, 0.01),
        ("throughput_qualify", 6.369_068_541_300_53, 0.005),
        ("Wq_qualify", 0.136_502_254_046_776, 0.02),
        ("L_qualify", 2.143_205_920_326_04, 0.02),
        ("utilisation_qualify", 0.636_906_854_130_053, 0.005),
        ("visits_qualify", 1.061_511_423_550_09, 0.01),
        ("throughput_demo", 3.690_685_413_005_27, 0.005),
        ("Wq_demo", 0.162_100_252_459_754, 0.02),
        ("L_demo", 2.443_603_743_700_32, 0.02),
        ("utilisation_demo", 0.615_114_235_500_879, 0.005),
        ("visits_demo", 0.615_114_235_500_879, 0.01),
        ("throughput_proposal", 2.530_755_711_775_04, 0.005),
        ("Wq_proposal", 0.156_381_591_872_689, 0.02),
        ("L_proposal", 2.082_934_081_364_98, 0.02),
        ("utilisation_proposal", 0.562_390_158_172_232, 0.005),
        ("visits_proposal", 0.421_792_618_629_174, 0.01),
        ("throughput_negotiate", 1.265_377_855_887_52, 0.005),
        ("Wq_negotiate", 0.667_487_291_474_601, 0.02),
        ("L_negotiate", 2.110_001_493_605_82, 0.02),
        ("utilisation_negotiate", 0.632_688_927_943_761, 0.005),
        ("visits_negotiate", 0.210_896_309_314_587, 0.01),
    ];
    judge(&rows, &expected);
}

/// Throughput of a closed line of single servers with `leads` leads, by mean value analysis
/// (Reiser and Lavenberg 1980).
fn closed_throughput(service_hours: &[f64], leads: u32) -> f64 {
    let mut queues = vec![0.0; service_hours.len()];
    let mut throughput = 0.0;
    for n in 1..=leads {
        let stays: Vec<f64> =
            service_hours.iter().zip(&queues).map(|(s, queue)| s * (1.0 + queue)).collect();
        throughput = f64::from(n) / stays.iter().sum::<f64>();
        queues = stays.iter().map(|stay| throughput * stay).collect();
    }
    throughput
}

#[test]
fn a_limit_on_work_in_progress_yields_the_throughput_of_a_closed_network() {
    for (limit, known) in [(1, 0.434_782_61), (5, 0.874_675_72), (12, 0.980_270_08)] {
        let reference = closed_throughput(&[1.0, 0.8, 0.5], limit);
        assert!((reference - known).abs() < 1e-8, "{reference} at limit {limit}");
        let text = format!(
            r#"
calendar = "always"
people = {{ first = 1, second = 1, third = 1 }}
run = {{ hours = 2000, warm_up = "200 h", run_out = "0 h", replications = 32 }}
channels.web.arrivals = "1.3 per h"
backlog = {{ a = 200 }}
policies.limited.rules = {{ wip = {{ total = {limit} }} }}
[stages]
a = {{ role = "first", touch = {{ exponential = "1 h" }} }}
b = {{ role = "second", touch = {{ exponential = "0.8 h" }} }}
c = {{ role = "third", touch = {{ exponential = "0.5 h" }} }}
"#
        );
        let per_hour: Vec<f64> =
            results(&text).values(0, "wins_per_week").iter().map(|w| w / 168.0).collect();
        judge_one(&format!("limit {limit}"), &per_hour, reference, Noise::Relative(0.005));
    }
}
