//! What a sensitivity analysis says: of invented worlds the words are known.

use posse::experiment::sensitivity::{Method, SensitivitySummary, Subject};
use posse::report::{
    Screen, sensitivity_charts, sensitivity_csv, sensitivity_json, sensitivity_screen,
};

use super::{ADVANCE, DIFFERENCE, NOTE, ORDER, PEOPLE, invented};

const ALL: [&str; 4] = [PEOPLE, NOTE, ORDER, ADVANCE];

/// Turned by people, moved by the order and the note; luck of half a percentage point.
fn surface(x: &[f64], luck: f64) -> Vec<f64> {
    let of_people = 0.03 * (x[0] - 3.0) + 0.004 * x[2];
    vec![0.1, 0.1 + of_people - 0.01 * x[1] * (0.2 + 0.1 * x[0]) + 0.005 * luck]
}

fn money(x: &[f64], luck: f64) -> Vec<f64> {
    vec![3e5, 3e5 + 2e4 * (x[0] - 3.6) - 6e3 * x[1] + 5e3 * luck]
}

fn of(method: Method) -> SensitivitySummary {
    match method {
        Method::Value(_) => {
            invented(method, &[PEOPLE, NOTE, ADVANCE], ("contribution", Subject::Choice), 3, &money)
        }
        _ => invented(method, &ALL, DIFFERENCE, 20, &surface),
    }
}

/// One summary of each kind, for whoever looks at drawings.
pub(crate) fn every_kind() -> Vec<(&'static str, SensitivitySummary)> {
    let nothing = |_: &[f64], luck: f64| vec![0.1, 0.1 + luck];
    let alone = ("return_on_sales", Subject::Policy(1));
    let less = ("lead_time_p50", Subject::Difference { a: 0, b: 1 });
    let one = |x: &[f64], luck: f64| vec![0.1 + 0.02 * x[0] + 0.01 * luck];
    let undefined = |_: &[f64], _: f64| vec![f64::NAN, f64::NAN];
    let many: Vec<String> = (0..20)
        .map(|k| format!("An input with a name of some length {k}: {}", MANY[k % MANY.len()]))
        .take(MANY.len())
        .collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let lines = |x: &[f64], luck: f64| {
        let sum: f64 = x.iter().enumerate().map(|(k, x)| x * 0.4 / (k + 3) as f64).sum();
        vec![0.1, 0.1 + 0.01 * sum + 0.001 * luck]
    };
    vec![
        ("a tornado", of(Method::Tornado)),
        ("a tornado of many", invented(Method::Tornado, &many, DIFFERENCE, 9, &lines)),
        ("a tornado of one policy", invented(Method::Tornado, &ALL, alone, 9, &one)),
        ("a tornado of days", invented(Method::Tornado, &ALL, less, 9, &surface)),
        ("a tornado of nothing", invented(Method::Tornado, &ALL, DIFFERENCE, 9, &undefined)),
        ("a screening", of(Method::Morris(10))),
        ("a screening of many", invented(Method::Morris(10), &many, DIFFERENCE, 4, &lines)),
        ("a screening of luck", invented(Method::Morris(4), &ALL, DIFFERENCE, 4, &nothing)),
        ("shares", of(Method::Sobol(64))),
        ("values", of(Method::Value(256))),
        (
            "values of few",
            invented(Method::Value(16), &ALL, ("contribution", Subject::Choice), 1, &money),
        ),
    ]
}

/// Keys that may all be varied at once.
const MANY: [&str; 9] = [
    PEOPLE_KEY,
    "frictions.hand_off_note=0 h..4 h",
    "stages.close.advance=20 %..60 %",
    "frictions.hand_off_read=0 h..4 h",
    "deal.value=1000..200000",
    "channels.web.arrivals=2 per week..9 per week",
    "frictions.hand_off_relearn=0 h..3 h",
    "stages.close.touch=1 h..3 h",
    "people.seller.cost=20000 per year..90000 per year",
];
const PEOPLE_KEY: &str = "people.seller.count=2..6";

fn screen(summary: &SensitivitySummary) -> String {
    sensitivity_screen(summary, Screen { width: 96, color: false, folder: None })
}

#[test]
fn a_tornado_says_what_the_answer_hangs_on_and_what_turns_it() {
    insta::assert_snapshot!(screen(&of(Method::Tornado)), @r"
    The difference in Return on Sales depends most on seller count: −3.0 pp at 2, +9.0 pp at 6
     Return on Sales, team minus lone hero

     one input at a time   from        to      from        to
     Seller count             2         6   −3.0 pp   +9.0 pp
     Hand-off work          0 h       4 h   +3.0 pp   +0.6 pp
     Team order            fifo   biggest   +3.0 pp   +3.8 pp
     Close advance         20 %      60 %   +3.0 pp   +3.0 pp   no effect

     base          +3.0 ±0.2 pp
     verdict       as written: team is better; 1 of 4 inputs changes it alone
                   seller count: lone hero wins at 2, break-even at 3 (2.92 to 3.08)
                   no longer decided with hand-off work (4 h)

     nothing       1 input changed no run at all
     evidence      84 % of what moves the answer has a source

     8 points of 20 runs with the same random events · scenario test · seed 1 · posse 0.1.0 · 7
     events
    ");
}

#[test]
fn a_screening_says_what_matters_and_what_does_not() {
    insta::assert_snapshot!(screen(&of(Method::Morris(10))), @r"
    Seller count moves the difference in Return on Sales most: by 11.3 pp over its range, on average
    over the values of all others
     Return on Sales, team minus lone hero

     over its whole range   mean size        ±       mean   spread   random
     Seller count             11.3 pp   0.6 pp   +11.3 pp   0.8 pp   0.0 pp
     Hand-off work             2.4 pp   0.5 pp    −2.4 pp   0.7 pp   0.0 pp
     Team order                0.8 pp   0.0 pp    +0.8 pp   0.0 pp   0.0 pp
     Close advance             0.0 pp   0.0 pp     0.0 pp   0.0 pp   0.0 pp

     nothing       1 input changed no run at all
     evidence      84 % of what moves the answer has a source

     50 points of 20 runs, the same random events along a trajectory · scenario test · seed 1 ·
     posse 0.1.0 · 7 events
    ");
}

#[test]
fn shares_are_told_with_their_intervals() {
    insta::assert_snapshot!(screen(&of(Method::Sobol(64))), @r"
    Seller count causes 91 % of the uncertainty in the difference in Return on Sales, 92 % of it on
    its own
     Return on Sales, team minus lone hero

     share of the variance         on its own   with interactions
     Seller count            92 % (64 to 100)    91 % (66 to 100)
     Hand-off work               0 % (0 to 6)        3 % (1 to 4)
     Team order                  0 % (0 to 3)        1 % (1 to 1)
     Close advance               0 % (0 to 0)        0 % (0 to 0)

     together      92 % by inputs on their own, the rest by interactions

     nothing       1 input changed no run at all
     evidence      97 % of what moves the answer has a source

     353 points of 20 runs, the same random events in a row · scenario test · seed 1 · posse 0.1.0 ·
     7 events
    ");
}

#[test]
fn what_to_measure_first_is_told_in_money() {
    insta::assert_snapshot!(screen(&of(Method::Value(256))), @r"
    Measuring seller count first is worth up to 10.4 k€ ±1.9 a year; all inputs together 10.6 k€
     Contribution

     knowing it before deciding is worth    a year
     all inputs together                   10.6 k€   (8.7 to 12.4)
     Seller count                          10.4 k€   (8.5 to 12.2)
     Hand-off work                          0.8 k€    (0.0 to 2.9)
     Close advance                          0.0 k€    (0.0 to 0.4)

     decision      lone hero if nothing more is known (by Contribution)
     limit         the value of knowing an input for certain: a study of it is worth no more than
                   that
     explained     the inputs explain 99 % of how the advantage varies; the rest is random variation
                   and interactions


     256 points of 3 runs with the same random events for all policies · scenario test · seed 1 ·
     posse 0.1.0 · 7 events
    ");
}

#[test]
fn where_nothing_is_found_the_words_say_so() {
    let nothing = |_: &[f64], _: f64| vec![0.1, 0.1];
    let luck = |_: &[f64], luck: f64| vec![0.1, 0.1 + luck];
    let best = |_: &[f64], luck: f64| vec![1.0, 2.0 + 0.1 * luck];
    let undefined = |_: &[f64], _: f64| vec![f64::NAN, f64::NAN];
    let choice = ("contribution", Subject::Choice);
    let head = |summary: SensitivitySummary| screen(&summary).lines().next().unwrap().to_owned();
    let told = [
        head(invented(Method::Tornado, &[NOTE], DIFFERENCE, 4, &nothing)),
        head(invented(Method::Tornado, &[NOTE], DIFFERENCE, 4, &undefined)),
        head(invented(Method::Morris(4), &[NOTE], DIFFERENCE, 4, &luck)),
        head(invented(Method::Sobol(16), &[NOTE], DIFFERENCE, 4, &luck)),
        head(invented(Method::Value(32), &[NOTE], choice, 4, &best)),
        head(invented(Method::Value(32), &[NOTE], choice, 4, &undefined)),
    ];
    insta::assert_snapshot!(told.join("\n"), @r"
    The difference in Return on Sales: no input moves it
    The difference in Return on Sales: undefined in every run
    No input moves the difference in Return on Sales more than random variation does
    Random variation hides the effect of the inputs on the difference in Return on Sales: more runs
    No measurement of one input would change the decision for team
    Contribution is undefined at too many points to say what to measure
    ");
}

#[test]
fn every_number_stands_in_the_table_with_its_key() {
    for (name, summary) in every_kind() {
        let table = String::from_utf8(sensitivity_csv(&summary)).unwrap();
        let mut lines = table.lines();
        let head = "scenario,input,statistic,at,value,standard_error,low,high,verdict";
        assert_eq!(lines.next(), Some(head));
        let fields = |line: &str| line.split(',').count();
        assert!(lines.clone().all(|line| fields(line) == 9), "{name}: {table}");
        assert!(lines.count() >= 3, "{name}: {table}");
        assert!(!table.contains("NaN") && !table.contains("inf"), "{name}");
    }
    let table = String::from_utf8(sensitivity_csv(&of(Method::Tornado))).unwrap();
    let row = table.lines().find(|line| line.contains("seller.count,mean,2,")).unwrap();
    assert!(row.starts_with("test,people.seller.count,mean,2,-0.03") && row.ends_with(",worse"));
}

#[test]
fn json_has_the_keys_of_its_schema() {
    for (name, summary) in every_kind() {
        let json: serde_json::Value = serde_json::from_str(&sensitivity_json(&summary)).unwrap();
        assert_eq!(json["schema"], "posse/sensitivity/1", "{name}");
        let keys = json.as_object().unwrap().keys().map(String::as_str);
        // The value of information is no influence of inputs.
        let keys: Vec<&str> = keys.filter(|key| *key != "sourced_influence").collect();
        let expected = [
            "currency", "design", "events", "findings", "inputs", "labels", "of", "policies",
            "scenario", "schema", "seed", "version", "warnings",
        ];
        assert_eq!(keys, expected, "{name}");
    }
    let json: serde_json::Value =
        serde_json::from_str(&sensitivity_json(&of(Method::Value(256)))).unwrap();
    assert_eq!(json["design"]["method"], "value");
    let of = serde_json::json!({
        "measure": "contribution", "label": "Contribution", "unit": "money", "better": "more",
    });
    assert_eq!(json["of"], of);
    let first = &json["findings"]["inputs"][0];
    assert_eq!(first["keys"][0], "people.seller.count");
    assert!(first["evppi"]["value"].as_f64().unwrap() > 0.0);
}

#[test]
fn the_same_findings_make_the_same_bytes() {
    for method in [Method::Tornado, Method::Morris(10), Method::Sobol(64), Method::Value(256)] {
        let [one, other] = [of(method), of(method)].map(|summary| {
            let svg: Vec<String> =
                sensitivity_charts(&summary).into_iter().map(|chart| chart.svg).collect();
            (sensitivity_json(&summary), sensitivity_csv(&summary), svg)
        });
        assert!(one == other);
    }
}
