//! Single stations in steady state: waiting, loss, impatience, sharing.

use posse::sales::{Exited, Observer, TouchStarted};

use super::judge::{Noise, Row, column, judge, judge_one};
use super::lab::{Ends, Run, mean, observe, share, stay, wait};

/// What a station of one queue shows; `limit` is the wait of `P_Wq_gt_t`, in hours.
fn station(text: &str, limit: f64) -> Vec<Row> {
    observe(text, 0, |run: Run<'_, Ends>| {
        let mut waits: Vec<f64> = run.seen.measured().map(wait).collect();
        let wait_mean = mean(waits.iter().copied());
        let square = mean(waits.iter().map(|w| w * w));
        let count = waits.len();
        let longer = |t: f64| share(waits.iter().filter(|w| **w > t).count(), count);
        let (p_wait, p_long) = (longer(0.0), longer(limit));
        let mut quantile = |above: usize| {
            *waits.select_nth_unstable_by(count - count / above - 1, f64::total_cmp).1
        };
        vec![
            ("p_wait", p_wait),
            ("Wq", wait_mean),
            ("W", mean(run.seen.measured().map(stay))),
            ("Lq", run.value("stage.serve.queue_mean")),
            ("L", run.value("wip")),
            ("sd_Wq", (square - wait_mean * wait_mean).sqrt()),
            ("utilisation", run.value("role.rep.utilisation")),
            ("P_Wq_gt_t", p_long),
            ("Wq_p90", quantile(10)),
            ("Wq_p99", quantile(100)),
            ("reported wait", run.value("stage.serve.wait_mean")),
            ("reported lead time", run.value("lead_time_mean") * 24.0),
            ("throughput", run.value("wins_per_week") / 168.0),
        ]
    })
}

#[test]
fn an_mm1_queue_waits_as_erlang_says() {
    let text = r#"
calendar = "always"
people = { rep = 1 }
run = { warm_up = "1250 leads", until = "50000 leads", replications = 40 }
channels.web.arrivals = "4 per h"
stages.serve = { role = "rep", touch = { exponential = "12 min" } }
"#;
    let expected = [
        ("p_wait", 0.8, 0.01),
        ("Wq", 0.8, 0.01),
        ("W", 1.0, 0.01),
        ("Lq", 3.2, 0.01),
        ("L", 4.0, 0.01),
        ("sd_Wq", 0.979_795_897_113_271, 0.02),
        ("utilisation", 0.8, 0.005),
        ("P_Wq_gt_t", 0.485_224_527_770_107, 0.02),
        ("Wq_p90", 2.079_441_541_679_84, 0.02),
        ("Wq_p99", 4.382_026_634_673_88, 0.03),
        ("reported wait", 0.8, 0.01),
        ("reported lead time", 1.0, 0.01),
    ];
    judge(&station(text, 0.5), &expected);
}

#[test]
fn an_mm1_queue_in_heavy_traffic_waits_as_erlang_says() {
    let text = r#"
calendar = "always"
people = { rep = 1 }
run = { warm_up = "20000 leads", until = "800000 leads", replications = 32 }
channels.web.arrivals = "0.95 per h"
stages.serve = { role = "rep", touch = { exponential = "1 h" } }
"#;
    let expected = [
        ("p_wait", 0.95, 0.01),
        ("Wq", 19.0, 0.01),
        ("W", 20.0, 0.01),
        ("Lq", 18.05, 0.01),
        ("L", 19.0, 0.01),
        ("sd_Wq", 19.974_984_355_438_2, 0.02),
        ("utilisation", 0.95, 0.005),
        ("P_Wq_gt_t", 0.349_485_469_112_87, 0.02),
        ("Wq_p90", 45.025_835_972_129_9, 0.02),
        ("Wq_p99", 91.077_537_832_010_7, 0.03),
    ];
    judge(&station(text, 20.0), &expected);
}

/// A queue with several servers in the fewest lines that a user would write.
const MM4: &str = r#"# M/M/4
calendar = "always"
people = { rep = 4 }
[run]
until = "50000 leads"
warm_up = "1250 leads"
replications = 64
[channels.web]
arrivals = "9.6 per h"
[stages.serve]
role = "rep"
touch = { exponential = "20 min" }
"#;

#[test]
fn an_mmc_queue_takes_at_most_fifteen_lines() {
    assert!(MM4.lines().count() <= 15);
}

#[test]
fn an_mm4_queue_waits_as_erlang_says() {
    let expected = [
        ("p_wait", 0.596_432_471_787_404, 0.01),
        ("Wq", 0.248_513_529_911_418, 0.01),
        ("W", 0.581_846_863_244_752, 0.01),
        ("Lq", 2.385_729_887_149_62, 0.01),
        ("L", 5.585_729_887_149_62, 0.01),
        ("sd_Wq", 0.381_229_109_211_878, 0.02),
        ("utilisation", 0.8, 0.005),
        ("P_Wq_gt_t", 0.327_329_080_661_25, 0.02),
        ("Wq_p90", 0.744_081_600_726_65, 0.02),
        ("Wq_p99", 1.703_492_056_140_84, 0.03),
        ("reported wait", 0.248_513_529_911_418, 0.01),
        ("reported lead time", 0.581_846_863_244_752, 0.01),
    ];
    judge(&station(MM4, 0.25), &expected);
}

#[test]
fn an_mm20_queue_waits_as_erlang_says() {
    let text = r#"
calendar = "always"
people = { rep = 20 }
run = { warm_up = "5000 leads", until = "200000 leads", replications = 56 }
channels.web.arrivals = "54 per h"
stages.serve = { role = "rep", touch = { exponential = "20 min" } }
"#;
    let expected = [
        ("p_wait", 0.550_769_004_816_118, 0.01),
        ("Wq", 0.091_794_834_136_019_6, 0.01),
        ("W", 0.425_128_167_469_353, 0.01),
        ("Lq", 4.956_921_043_345_06, 0.01),
        ("L", 22.956_921_043_345_1, 0.01),
        ("sd_Wq", 0.148_902_607_335_401, 0.02),
        ("utilisation", 0.9, 0.005),
        ("P_Wq_gt_t", 0.302_268_438_643_012, 0.02),
        ("Wq_p90", 0.284_357_551_042_486, 0.02),
        ("Wq_p99", 0.668_121_733_208_16, 0.03),
    ];
    judge(&station(text, 0.1), &expected);
}

/// What a station of finite room shows.
fn loss(text: &str) -> Vec<Row> {
    observe(text, 0, |run: Run<'_, Ends>| {
        let leads: Vec<&Exited> = run.seen.measured().collect();
        let accepted: Vec<&Exited> =
            leads.iter().copied().filter(|lead| lead.first_touch.is_some()).collect();
        vec![
            ("p_loss", share(leads.len() - accepted.len(), leads.len())),
            ("throughput", run.value("wins_per_week") / 168.0),
            ("L", run.value("wip")),
            ("Lq", run.value("stage.serve.queue_mean")),
            ("Wq_accepted", mean(accepted.iter().map(|lead| wait(lead)))),
            ("W_accepted", mean(accepted.iter().map(|lead| stay(lead)))),
            ("p_empty", empty_share(&run.seen.0)),
            ("utilisation", run.value("role.rep.utilisation")),
        ]
    })
}

/// The share of time, between the first and the last measured arrival, in which nobody is there.
fn empty_share(ends: &[Exited]) -> f64 {
    let mut leads: Vec<&Exited> = ends.iter().collect();
    leads.sort_by(|a, b| a.arrived.total_cmp(&b.arrived));
    let (mut busy_until, mut empty) = (0.0, 0.0);
    let (mut from, mut to) = (f64::NAN, f64::NAN);
    for lead in leads {
        if lead.measured {
            if from.is_nan() {
                from = lead.arrived;
            } else if busy_until < lead.arrived {
                empty += lead.arrived - f64::max(from, busy_until);
            }
            to = lead.arrived;
        }
        busy_until = f64::max(busy_until, lead.at);
    }
    empty / (to - from)
}

#[test]
fn a_full_room_loses_leads_as_an_mmck_queue_does() {
    let text = r#"
calendar = "always"
people = { rep = 3 }
run = { warm_up = "1000 leads", until = "51000 leads", replications = 40 }
channels.web.arrivals = "5 per h"
stages.serve = { role = "rep", touch = { exponential = "30 min" }, room = 10, when_full = "turned away" }
"#;
    let expected = [
        ("p_loss", 0.039_040_087_398_145_4, 0.02),
        ("throughput", 4.804_799_563_009_27, 0.01),
        ("L", 4.061_424_848_485_88, 0.01),
        ("Lq", 1.659_025_066_981_25, 0.01),
        ("Wq_accepted", 0.345_284_968_753_658, 0.01),
        ("W_accepted", 0.845_284_968_753_658, 0.01),
        ("p_empty", 0.053_716_873_572_617, 0.02),
        ("utilisation", 0.800_799_927_168_212, 0.01),
    ];
    judge(&loss(text), &expected);
}

#[test]
fn a_room_without_queue_loses_leads_as_erlang_b_says() {
    let text = r#"
calendar = "always"
people = { rep = 8 }
run = { warm_up = "1000 leads", until = "51000 leads", replications = 64 }
channels.web.arrivals = "6 per h"
stages.serve = { role = "rep", touch = { exponential = "1 h" }, room = 8, when_full = "turned away" }
"#;
    let expected = [
        ("p_loss", 0.121_875_783_666_304, 0.02),
        ("throughput", 5.268_745_298_002_17, 0.01),
        ("L", 5.268_745_298_002_17, 0.01),
        ("Lq", 0.0, 0.01),
        ("Wq_accepted", 0.0, 0.01),
        ("W_accepted", 1.0, 0.01),
        ("p_empty", 0.002_925_687_536_571_09, 0.02),
        ("utilisation", 0.658_593_162_250_272, 0.01),
    ];
    judge(&loss(text), &expected);
}

#[test]
fn fixed_work_halves_the_wait_of_one_server() {
    let text = r#"
calendar = "always"
people = { rep = 1 }
run = { warm_up = "3000 leads", until = "60000 leads", replications = 32 }
channels.web.arrivals = "0.8 per h"
stages.serve = { role = "rep", touch = "1 h" }
"#;
    let expected = [
        ("Wq", 2.0, 0.02),
        ("W", 3.0, 0.02),
        ("Lq", 1.6, 0.02),
        ("L", 2.4, 0.02),
        ("p_wait", 0.8, 0.005),
        ("sd_Wq", 2.309_401_076_758_5, 0.05),
    ];
    judge(&station(text, 1.0), &expected);
}

#[test]
fn lognormal_work_waits_as_pollaczek_and_khinchine_say() {
    let text = r#"
calendar = "always"
people = { rep = 1 }
run = { warm_up = "3000 leads", until = "60000 leads", replications = 40 }
channels.web.arrivals = "1.5 per h"
stages.serve = { role = "rep", touch = { lognormal = { mean = "30 min", cv = 1.2 } } }
"#;
    let expected = [
        ("Wq", 1.83, 0.02),
        ("W", 2.33, 0.02),
        ("Lq", 2.745, 0.02),
        ("L", 3.495, 0.02),
        ("p_wait", 0.75, 0.005),
        ("sd_Wq", 2.642_081_754_980_34, 0.05),
    ];
    judge(&station(text, 1.0), &expected);
}

#[test]
fn gamma_work_waits_as_pollaczek_and_khinchine_say() {
    let text = r#"
calendar = "always"
people = { rep = 1 }
run = { warm_up = "3000 leads", until = "60000 leads", replications = 32 }
channels.web.arrivals = "3 per h"
stages.serve = { role = "rep", touch = { gamma = { mean = "15 min", cv = 0.5 } } }
"#;
    let expected = [
        ("Wq", 0.46875, 0.02),
        ("W", 0.71875, 0.02),
        ("Lq", 1.40625, 0.02),
        ("L", 2.15625, 0.02),
        ("p_wait", 0.75, 0.005),
        ("sd_Wq", 0.580_442_988_156_46, 0.05),
    ];
    judge(&station(text, 1.0), &expected);
}

#[test]
fn two_servers_of_fixed_work_wait_as_crommelin_says() {
    let text = r#"
calendar = "always"
people = { rep = 2 }
run = { warm_up = "2000 leads", until = "60000 leads", replications = 40 }
channels.web.arrivals = "1.6 per h"
stages.serve = { role = "rep", touch = "1 h" }
"#;
    let expected = [
        ("Wq", 0.903_283_879_413_68, 0.01),
        ("Lq", 1.445_254_207_061_89, 0.01),
        ("W", 1.903_283_879_413_68, 0.01),
        ("p_wait", 0.701_898_317_173_319, 0.01),
    ];
    judge(&station(text, 1.0), &expected);
}

#[test]
fn five_busy_servers_of_fixed_work_wait_as_crommelin_says() {
    let text = r#"
calendar = "always"
people = { rep = 5 }
run = { warm_up = "2000 leads", until = "60000 leads", replications = 80 }
channels.web.arrivals = "4.5 per h"
stages.serve = { role = "rep", touch = "1 h" }
"#;
    let expected = [
        ("Wq", 0.776_695_158_187_853, 0.01),
        ("Lq", 3.495_128_211_845_34, 0.01),
        ("W", 1.776_695_158_187_85, 0.01),
        ("p_wait", 0.747_828_546_069_09, 0.01),
    ];
    judge(&station(text, 1.0), &expected);
}

#[test]
fn a_lead_every_quarter_of_an_hour_waits_as_dmc_does() {
    let text = r#"
calendar = "always"
people = { rep = 4 }
run = { warm_up = "2000 leads", until = "60000 leads", replications = 40 }
channels.dialler.arrivals = { every = "15 min" }
stages.serve = { role = "rep", touch = { exponential = "0.8 h" } }
"#;
    let expected = [
        ("Wq", 0.218_003_130_539_228, 0.01),
        ("Lq", 0.872_012_522_156_911, 0.01),
        ("W", 1.018_003_130_539_23, 0.01),
        ("p_wait", 0.404_799_334_758_165, 0.01),
    ];
    judge(&station(text, 1.0), &expected);
}

#[test]
fn erlang_arrivals_and_work_wait_as_the_phases_say() {
    let text = r#"
calendar = "always"
people = { rep = 2 }
run = { warm_up = "4000 leads", until = "60000 leads", replications = 32 }
channels.web.arrivals = { every = { erlang = { k = 2, mean = "1 h" } } }
stages.serve = { role = "rep", touch = { erlang = { k = 2, mean = "1.6 h" } } }
"#;
    let expected = [
        ("Wq", 1.300_322_328_192_94, 0.02),
        ("Lq", 1.300_322_328_192_94, 0.02),
        ("W", 2.900_322_328_192_94, 0.02),
        ("p_wait", 0.624_439_529_717_475, 0.01),
    ];
    judge(&station(text, 1.0), &expected);
}

#[test]
fn hyperexponential_work_waits_as_the_phases_say() {
    let text = r#"
calendar = "always"
people = { rep = 3 }
run = { warm_up = "4000 leads", until = "80000 leads", replications = 40 }
channels.web.arrivals = { every = { exponential = "30 min" } }
[stages.serve]
role = "rep"
touch = { hyperexponential = { p = 0.8872983346207417, mean1 = "0.6762099922755498 h", mean2 = "5.32379000772445 h" } }
"#;
    let expected = [
        ("Wq", 3.043_513_957_882_95, 0.02),
        ("Lq", 6.087_027_915_765_91, 0.02),
        ("W", 4.243_513_957_882_95, 0.02),
        ("p_wait", 0.658_408_100_314_268, 0.01),
    ];
    judge(&station(text, 1.0), &expected);
}

#[test]
fn hyperexponential_arrivals_wait_as_the_phases_say() {
    let text = r#"
calendar = "always"
people = { rep = 1 }
run = { warm_up = "4000 leads", until = "80000 leads", replications = 40 }
channels.web.arrivals = { every = { hyperexponential = { p = 0.8100868364730212, mean1 = "0.6172177814626812 h", mean2 = "2.632782218537319 h" } } }
stages.serve = { role = "rep", touch = { exponential = "0.8 h" } }
"#;
    let expected = [
        ("Wq", 5.164_737_764_889_08, 0.02),
        ("Lq", 5.164_737_764_889_08, 0.02),
        ("W", 5.964_737_764_889_08, 0.02),
        ("p_wait", 0.865_878_428_937_776, 0.01),
    ];
    judge(&station(text, 1.0), &expected);
}

/// What a station shows whose leads go cold; the exit `gone cold` is the last.
fn impatient(text: &str) -> Vec<Row> {
    observe(text, 0, |run: Run<'_, Ends>| {
        let leads: Vec<&Exited> = run.seen.measured().collect();
        let cold = leads.iter().filter(|lead| lead.first_touch.is_none()).count();
        let waited = leads.iter().filter(|lead| wait(lead) > 0.0).count();
        vec![
            ("p_abandon", share(cold, leads.len())),
            ("p_wait", share(waited, leads.len())),
            ("mean_queue_time_all", mean(leads.iter().map(|lead| wait(lead)))),
            ("Lq", run.value("stage.serve.queue_mean")),
            ("throughput", run.value("wins_per_week") / 168.0),
            ("utilisation", run.value("role.rep.utilisation")),
            ("reported abandons", run.value("exit.gone cold") / run.value("leads")),
        ]
    })
}

#[test]
fn leads_go_cold_in_the_queue_as_erlang_a_says() {
    let text = r#"
calendar = "always"
people = { rep = 10 }
run = { warm_up = "1000 leads", until = "51000 leads", replications = 40 }
channels.web.arrivals = "20 per h"
stages.serve = { role = "rep", touch = { exponential = "30 min" }, patience = { exponential = "1 h" } }
"#;
    let expected = [
        ("p_abandon", 0.103_913_212_326_308, 0.02),
        ("p_wait", 0.619_655_230_884_077, 0.01),
        ("mean_queue_time_all", 0.103_913_212_326_308, 0.02),
        ("Lq", 2.078_264_246_526_16, 0.02),
        ("throughput", 17.921_735_753_473_8, 0.005),
        ("utilisation", 0.896_086_787_673_692, 0.005),
        ("reported abandons", 0.103_913_212_326_308, 0.02),
    ];
    judge(&impatient(text), &expected);
}

#[test]
fn a_hundred_overloaded_servers_lose_the_impatient_as_erlang_a_says() {
    let text = r#"
calendar = "always"
people = { rep = 100 }
run = { warm_up = "1000 leads", until = "51000 leads", replications = 40 }
channels.web.arrivals = "110 per h"
stages.serve = { role = "rep", touch = { exponential = "1 h" }, patience = { exponential = "2 h" } }
"#;
    let expected = [
        ("p_abandon", 0.094_618_332_252_329_6, 0.02),
        ("p_wait", 0.929_116_125_782_986, 0.01),
        ("mean_queue_time_all", 0.189_236_664_504_659, 0.02),
        ("Lq", 20.816_033_095_512_5, 0.02),
        ("throughput", 99.591_983_452_243_7, 0.005),
        ("utilisation", 0.995_919_834_522_437, 0.005),
    ];
    judge(&impatient(text), &expected);
}

#[test]
fn interruptions_lengthen_work_as_preemptive_resume_breakdowns_do() {
    let text = r#"
calendar = "always"
run = { warm_up = "3000 leads", until = "60000 leads", replications = 40 }
channels.web.arrivals = "0.5 per h"
stages.serve = { role = "rep", touch = { exponential = "1 h" } }
[people.rep]
interruptions = { rate = "0.2 per h", lasts = { gamma = { mean = "1 h", cv = 0.5 } } }
"#;
    let rows = observe(text, 0, |run: Run<'_, Ends>| -> Row {
        let leads = || run.seen.measured();
        vec![
            ("Wq", mean(leads().map(wait))),
            ("mean_completion_time", mean(leads().map(|lead| stay(lead) - wait(lead)))),
            ("effective_utilisation", run.value("role.rep.utilisation")),
            ("W", mean(leads().map(stay))),
        ]
    });
    let expected = [
        ("Wq", 1.95625, 0.02),
        ("mean_completion_time", 1.2, 0.01),
        ("effective_utilisation", 0.6, 0.01),
        ("W", 3.15625, 0.02),
    ];
    judge(&rows, &expected);
}

/// Ends and the work of every lead by its number.
#[derive(Default)]
struct Works {
    ends: Ends,
    content: Vec<f64>,
}

impl Observer for Works {
    fn touch_started(&mut self, fact: &TouchStarted) {
        let number = usize::try_from(fact.number).expect("few leads");
        self.content.resize(self.content.len().max(number + 1), f64::NAN);
        self.content[number] = fact.content_hours;
    }

    fn exited(&mut self, fact: &Exited) {
        self.ends.exited(fact);
    }
}

#[test]
fn shared_attention_is_insensitive_to_the_law_of_work() {
    let text = r#"
calendar = "always"
people.rep = { attention = "shared" }
run = { warm_up = "3000 leads", until = "60000 leads", replications = 40 }
channels.web.arrivals = "0.7 per h"
stages.serve = { role = "rep", touch = { lognormal = { mean = "1 h", cv = 1.5 } } }
"#;
    let rows = observe(text, 0, |run: Run<'_, Works>| -> Row {
        let leads = || run.seen.ends.measured();
        let work = |lead: &Exited| run.seen.content[usize::try_from(lead.number).unwrap()];
        // per hour of work, so that the width of the bin does not matter
        let about = |x: f64| {
            let like = || leads().filter(|lead| (work(lead) / x - 1.0).abs() <= 0.02);
            x * mean(like().map(stay)) / mean(like().map(work))
        };
        vec![
            ("L", run.value("wip")),
            ("W", mean(leads().map(stay))),
            ("of half an hour", about(0.5)),
            ("of an hour", about(1.0)),
            ("of three hours", about(3.0)),
            ("utilisation", run.value("role.rep.utilisation")),
        ]
    });
    let expected = [
        ("L", 2.333_333_333_333_33, 0.01),
        ("W", 3.333_333_333_333_33, 0.01),
        ("of half an hour", 1.666_666_666_666_67, 0.02),
        ("of an hour", 3.333_333_333_333_33, 0.02),
        ("of three hours", 10.0, 0.02),
        ("utilisation", 0.7, 0.01),
    ];
    judge(&rows, &expected);
}

#[test]
fn a_slow_reply_costs_conversions_lead_by_lead() {
    let text = r#"
calendar = "always"
people = { rep = 2 }
run = { warm_up = "3000 leads", until = "60000 leads", replications = 96 }
channels.web.arrivals = "9 per h"
[stages.serve]
role = "rep"
touch = { exponential = "12 min" }
advance = { at_once = 0.3, decay = "2 per h" }
"#;
    let rows = observe(text, 0, |run: Run<'_, Ends>| -> Row {
        let leads = || run.seen.measured();
        let won = leads().filter(|lead| lead.exit == posse::sales::Exit::WON).count();
        vec![
            ("conversion", share(won, leads().count())),
            ("mean_wait", mean(leads().map(wait))),
            ("reported win rate", run.value("win_rate")),
        ]
    });
    let expected = [
        ("conversion", 0.129_473_684_210_526, 0.01),
        ("mean_wait", 0.852_631_578_947_368, 0.01),
        ("reported win rate", 0.129_473_684_210_526, 0.01),
    ];
    judge(&rows, &expected);
    let found = posse::stats::Estimate::of(&column(&rows, "conversion"));
    let at_mean_wait: f64 = 0.3 * (-2.0 * 0.852_631_578_947_368_f64).exp();
    assert!((at_mean_wait - 0.054_517_367_289_121_8).abs() < 1e-12);
    assert!(
        (found.mean - at_mean_wait).abs() > 3.0 * found.standard_error,
        "the curve's convexity"
    );
}

#[test]
fn a_queue_with_general_gaps_and_work_waits_about_as_kingman_says() {
    for (gap_cv, work_cv, load) in [(0.8, 1.2, 0.7), (1.2, 0.8, 0.85), (1.2, 0.5, 0.95)] {
        let text = format!(
            r#"
calendar = "always"
people = {{ rep = 1 }}
run = {{ warm_up = "10000 leads", until = "200000 leads", replications = 16 }}
channels.web.arrivals = {{ every = {{ lognormal = {{ mean = "1 h", cv = {gap_cv} }} }} }}
stages.serve = {{ role = "rep", touch = {{ gamma = {{ mean = "{load} h", cv = {work_cv} }} }} }}
"#
        );
        let waits = observe(&text, 0, |run: Run<'_, ()>| run.value("stage.serve.wait_mean"));
        let kingman =
            f64::midpoint(gap_cv * gap_cv, work_cv * work_cv) * load / (1.0 - load) * load;
        let error = mean(waits) / kingman - 1.0;
        assert!(error.abs() < 0.1, "off by {error} at load {load}");
    }
}

#[test]
fn without_patience_limit_the_impatient_queue_is_the_plain_one() {
    let plain = MM4.replace("replications = 64", "replications = 2");
    let patient =
        format!("{plain}patience = \"900 years\"\nroom = 1000000\nwhen_full = \"lost\"\n");
    let waits =
        |text: &str| observe(text, 0, |run: Run<'_, ()>| run.value("stage.serve.wait_mean"));
    assert_eq!(waits(&plain), waits(&patient));
}

#[test]
fn judging_asks_for_quiet_and_agreement() {
    let near: Vec<f64> = (0..100).map(|k| 1.0 + 0.1 * f64::from(k % 2)).collect();
    judge_one("near", &near, 1.05, Noise::Relative(0.01));
    let wrong = |reference, noise| {
        std::panic::catch_unwind(|| judge_one("off", &near, reference, noise)).is_err()
    };
    assert!(wrong(1.08, Noise::Relative(0.01)), "six standard errors off");
    assert!(wrong(1.05, Noise::Absolute(0.001)), "too noisy");
}
