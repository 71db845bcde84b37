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
    let place = Place::new();
    place.write("plan.toml", plan);
    place.write("events.csv", events);
    place
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
    place.write("plan.toml", "[plans.ae]\ncommission = 0.1\n");
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
    let place = place("[plans.ae]\nsalary = \"90000 per year\"\nmix = \"50/50\"\n", EVENTS);
    let message = place.posse(&["payout", "plan.toml"]).refusal(2);
    assert!(message.contains("the simulated world cannot pay by `mix` yet"), "{message}");
    assert!(message.contains("posse payslip --deals"), "{message}");
}
