//! `payslip --deals`: plans reckoned on lists of events and people.

use super::Place;

const PLAN: &str = "[plans.ae]
salary = \"90000 per year\"
quota = 175000
count = \"revenue a year\"
commission = { by = \"term\", \"1\" = [{ rate = 0.10 }, { from = \"100 %\", rate = 0.125 }], default = 0.1 }
";
const EVENTS: &str = "date,event,deal,person,amount,term
2027-01-14,win,1,Ana 1/3; Ben 2/3,48000.00,1
2027-04-01,win,2,Ben,100000,1
";

fn place(plan: &str, events: &str) -> Place {
    Place::new().with("plan.toml", plan).with("events.csv", events)
}

#[test]
fn every_slip_of_everybody_is_a_table() {
    let plan = PLAN
        .replace("default = 0.1", "default = [{ rate = 0.1 }, { from = \"100 %\", rate = 0.2 }]");
    let place = place(&plan, EVENTS);
    let text = place.posse(&["payslip", "plan.toml", "--deals", "events.csv"]).result();
    assert_eq!(
        text,
        "person,period,line,amount,plan
Ana,2027-Q1,salary,22500.00,ae
Ana,2027-Q1,commission,1600.00,ae
Ana,2027-Q1,total,24100.00,ae
Ana,2027-Q2,salary,22500.00,ae
Ana,2027-Q2,commission,0.00,ae
Ana,2027-Q2,total,22500.00,ae
Ben,2027-Q1,salary,22500.00,ae
Ben,2027-Q1,commission,3200.00,ae
Ben,2027-Q1,total,25700.00,ae
Ben,2027-Q2,salary,22500.00,ae
Ben,2027-Q2,commission,10000.00,ae
Ben,2027-Q2,total,32500.00,ae
"
    );
    let asked = |person, period| {
        let words = ["payslip", "plan.toml", "--deals", "events.csv"];
        place.posse(&[&words[..], &["--person", person, "--period", period]].concat())
    };
    assert_eq!(asked("Ben", "2027-Q2").result().lines().count(), 4);
    let message = asked("Bn", "2028-Q2").refusal(2);
    assert!(message.contains("no person `Bn`\nhint: did you mean `Ben`?"), "{message}");
}

#[test]
fn mistakes_of_plan_events_and_people_have_their_place() {
    let events = EVENTS.replace("48000.00", "48.000.00").replace("2027-04-01", "1.4.2027");
    let place = place(PLAN, &events);
    let message = place.posse(&["payslip", "plan.toml", "--deals", "events.csv"]).refusal(2);
    assert!(message.contains("all columns share their marks"), "{message}");
    let place = place.with("plan.toml", "[plans.ae]\ncommission = 0.1\n");
    let message = place.posse(&["payslip", "plan.toml", "--deals", "events.csv"]).refusal(2);
    for place in ["events.csv:2, column `amount`: ", "events.csv:3, column `date`: "] {
        assert!(message.contains(place), "{place} is not in\n{message}");
    }
    let message = place.posse(&["payslip", "plan.toml", "--deals", "none.csv"]).refusal(1);
    assert!(message.contains("no file `none.csv`"), "{message}");
}

#[test]
fn an_attribute_that_no_list_has_is_asked_for() {
    let plan = "[plans.ae]\ncommission = 0.1\nof = { product = \"X\" }\n";
    let words = ["payslip", "plan.toml", "--deals", "events.csv"];
    let message = place(plan, EVENTS).posse(&words).refusal(2);
    let wanted = "tells deals apart by `product`, and no list has such a column";
    assert!(message.contains(wanted), "{message}");
}

#[test]
fn a_simulated_world_refuses_what_only_a_list_of_events_can_tell() {
    let place = place("[plans.ae]\nquota = 100000\ncommission = 0.1\nramp = [0.5]\n", EVENTS);
    let message = place.posse(&["check", "plan.toml"]).refusal(2);
    assert!(message.contains("the simulated world cannot pay by `ramp` yet"), "{message}");
    assert!(message.contains("posse payslip --deals"), "{message}");
}

#[test]
fn plans_of_the_whole_language_have_an_exact_payout_with_two_rows_at_each_mark() {
    let plan = "[plans.am.parts.expansion]
quota = 60000
commission = [{ rate = 0.10 }, { from = \"75 %\", rate = 0.125, reaches_back = true }, { from = \"100 %\", rate = 0.175 }]
";
    let place = place(plan, EVENTS);
    let text = place.posse(&["payout", "plan.toml", "--csv"]).result();
    let rows: Vec<Vec<&str>> =
        text.lines().skip(1).map(|row| row.split(',').skip(5).collect()).collect();
    let wanted = [
        ["0", "0", "0", "0.1", "0"],
        ["30000", "0.5", "3000", "0.1", "0"],
        ["44999.99", "0.74999983", "4500", "0.1", "0"],
        ["45000", "0.75", "5625", "0.125", "1125"],
        ["48000", "0.8", "6000", "0.125", "0"],
        ["59999.99", "0.99999983", "7500", "0.125", "0"],
        ["60000", "1", "7500", "0.175", "0"],
        ["72000", "1.2", "9600", "0.175", "0"],
        ["90000", "1.5", "12750", "0.175", "0"],
        ["120000", "2", "18000", "0.175", "0"],
    ];
    assert_eq!(rows, wanted);
    let told = place.posse(&["payout", "plan.toml", "--plan", "an"]).refusal(2);
    assert!(told.contains("did you mean `am`?"), "{told}");
}

#[test]
fn lint_tells_traps_with_their_lines_and_an_exit_code_for_batches() {
    let plan = "[plans.am]
quota = 60000
commission = [{ rate = 0.10 }, { from = \"75 %\", rate = 0.125, reaches_back = true }]
";
    let place = place(plan, EVENTS).with("clean.toml", "[plans.a]\ncommission = 0.1\n");
    let ran = place.posse(&["lint", "clean.toml", "plan.toml"]);
    let wanted =
        "plan.toml:1:8: cliff (1125): reaching 75 % brings 1125 at once, 20 % of the pay there\n";
    assert_eq!((ran.code, ran.out.as_str()), (Some(3), wanted), "{}", ran.err);
    assert_eq!(place.posse(&["lint", "clean.toml"]).result(), "no traps found\n");
    assert_eq!(
        place.posse(&["lint", "plan.toml", "--allow", "cliff"]).result(),
        "no traps found\n"
    );
    let told = place.posse(&["lint", "plan.toml", "--allow", "clif"]).refusal(2);
    assert!(told.contains("did you mean `cliff`?"), "{told}");
}
