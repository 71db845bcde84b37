//! Priority classes without pre-emption.

use super::judge::{Row, judge};
use super::lab::{Ends, Run, mean, observe, wait};

const WAITS: [&str; 3] = ["Wq_class1", "Wq_class2", "Wq_class3"];

/// Mean wait of each channel, and their sum weighted by load, under a policy.
fn waits(text: &str, policy: usize, loads: &[f64]) -> Vec<Row> {
    observe(text, policy, |run: Run<'_, Ends>| {
        let of =
            |channel: usize| mean(run.seen.measured().filter(|l| l.channel == channel).map(wait));
        let by_class: Vec<f64> = (0..loads.len()).map(of).collect();
        let sum = by_class.iter().zip(loads).map(|(wait, load)| wait * load).sum();
        let mut row: Row = WAITS.into_iter().zip(by_class).collect();
        row.push(("conservation_sum_rho_Wq", sum));
        row
    })
}

const THREE: &str = r#"
calendar = "always"
people = { rep = 1 }
run = { warm_up = "5000 leads", until = "120000 leads", replications = 40 }
channels.hot = { arrivals = "0.2 per h", class = 1 }
channels.warm = { arrivals = "0.3 per h", class = 2 }
channels.cold = { arrivals = "0.25 per h", class = 3 }
policies.fifo.rules = { order = "fifo" }
policies.class.rules = { order = "class" }
[stages.serve]
role = "rep"
touch = { by = "channel", cold = { exponential = "1.2 h" }, default = { exponential = "1 h" } }
"#;

#[test]
fn three_classes_wait_as_cobham_says() {
    let expected = [
        ("Wq_class1", 1.075, 0.02),
        ("Wq_class2", 2.15, 0.02),
        ("Wq_class3", 8.6, 0.02),
        ("conservation_sum_rho_Wq", 3.44, 0.02),
    ];
    judge(&waits(THREE, 1, &[0.2, 0.3, 0.3]), &expected);
}

#[test]
fn first_come_first_served_conserves_the_same_sum_of_waits() {
    let text = THREE.replace("replications = 40", "replications = 20");
    judge(&waits(&text, 0, &[0.2, 0.3, 0.3]), &[("conservation_sum_rho_Wq", 3.44, 0.02)]);
}

#[test]
fn two_classes_of_unlike_work_wait_as_cobham_says() {
    let text = r#"
calendar = "always"
people = { rep = 1 }
run = { warm_up = "5000 leads", until = "100000 leads", replications = 40 }
channels.hot = { arrivals = "0.5 per h", class = 1 }
channels.cold = { arrivals = "0.4 per h", class = 2 }
policies.class.rules = { order = "class" }
[stages.serve]
role = "rep"
touch = { by = "channel", hot = "30 min", cold = { lognormal = { mean = "1.25 h", cv = 1 } } }
"#;
    let expected = [
        ("Wq_class1", 0.916_666_666_666_667, 0.02),
        ("Wq_class2", 3.666_666_666_666_67, 0.02),
        ("conservation_sum_rho_Wq", 2.0625, 0.02),
    ];
    judge(&waits(text, 0, &[0.25, 0.5]), &expected);
}

#[test]
fn three_classes_before_nine_servers_wait_as_theory_says() {
    let text = r#"
calendar = "always"
people = { rep = 9 }
run = { warm_up = "5000 leads", until = "120000 leads", replications = 40 }
channels.hot = { arrivals = "3 per h", class = 1 }
channels.warm = { arrivals = "2.5 per h", class = 2 }
channels.cold = { arrivals = "2 per h", class = 3 }
policies.class.rules = { order = "class" }
stages.serve = { role = "rep", touch = { exponential = "1 h" } }
"#;
    let expected = [
        ("Wq_class1", 0.084_858_103_443_546_4, 0.02),
        ("Wq_class2", 0.218_206_551_711_976, 0.02),
        ("Wq_class3", 0.872_826_206_847_906, 0.02),
    ];
    judge(&waits(text, 0, &[1.0 / 3.0, 2.5 / 9.0, 2.0 / 9.0]), &expected);
}
