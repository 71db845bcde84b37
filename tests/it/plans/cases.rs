//! Five plans as companies write them, with slips that were reckoned twice by hand: every line to the cent.

use super::{line, reckoned, sheet};

macro_rules! case {
    ($($test:ident: $folder:literal, $people:expr, $lines:literal;)*) => {$(
        #[test]
        fn $test() {
            let plan = include_str!(concat!("cases/", $folder, "/plan.toml"));
            let events = include_str!(concat!("cases/", $folder, "/events.csv"));
            let slips = reckoned(plan, events, $people);
            let wanted = sheet(include_str!(concat!("cases/", $folder, "/payslips.csv")));
            let mut wrong = Vec::new();
            for (_, row) in &wanted.rows {
                let found = line(&slips, &row[0], &row[1], &row[2]);
                if found != row[3] {
                    wrong.push(format!("{row:?}: found {found}"));
                }
            }
            assert_eq!((wanted.rows.len(), wrong), ($lines, Vec::new()));
        }
    )*};
}

case! {
    a_rate_by_term_whose_deals_cross_the_quota: "1-ae-by-term", None, 24;
    three_weighted_parts_and_a_tier_that_reaches_back: "2-account-manager", None, 32;
    a_joiner_and_a_leaver_in_a_leap_year: "3-sdr-leap-year", None, 20;
    an_advance_that_is_charged_back: "4-insurance-advance", None, 119;
    a_draw_on_the_year_to_date: "5-year-to-date-draw",
        Some(include_str!("cases/5-year-to-date-draw/people.csv")), 50;
}
