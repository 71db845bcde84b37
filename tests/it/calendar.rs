//! Calendars: working hours by arithmetic.

use posse::engine::Time;
use posse::sales::calendar::{Calendar, CalendarError, quarter};
use proptest::prelude::*;

fn at(hours: f64) -> Time {
    Time::from_hours(hours)
}

fn assert_hours(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9, "{found} hours, not {expected}");
}

/// Monday to Friday at these hours of the day, in hours since Monday 00:00.
fn weekdays(shifts: &[(f64, f64)]) -> Vec<(f64, f64)> {
    (0..5)
        .flat_map(|day| shifts.iter().map(move |shift| (day, shift)))
        .map(|(day, (start, end))| (f64::from(day) * 24.0 + start, f64::from(day) * 24.0 + end))
        .collect()
}

fn office(start_weekday: u8, holidays: &[u32]) -> Calendar {
    Calendar::weekly("office", &weekdays(&[(9.0, 17.0)]), start_weekday, holidays)
        .expect("a plain office week")
}

/// Case Q-CAL-1: one person, Monday to Friday 9 to 17, day 8 off; (arrival, work) in hours.
const Q_CAL_1: [(f64, f64); 7] =
    [(9.0, 2.0), (10.0, 4.0), (16.5, 3.0), (90.0, 1.0), (111.0, 3.0), (112.0, 6.0), (113.0, 4.0)];

/// Starts and finishes of the jobs of Q-CAL-1, first come first served.
fn serve(rule: impl Fn(&Calendar, Time, f64) -> (Time, Time)) -> (Vec<f64>, Vec<f64>) {
    let calendar = office(0, &[8]);
    let mut free = Time::START;
    let mut times = (Vec::new(), Vec::new());
    for (arrival, work) in Q_CAL_1 {
        let (start, finish) = rule(&calendar, calendar.next_opening(free.max(at(arrival))), work);
        free = finish;
        times.0.push(start.hours());
        times.1.push(finish.hours());
    }
    times
}

#[test]
fn case_q_cal_1_work_that_pauses_overnight() {
    let (starts, finishes) = serve(|calendar, t, work| (t, calendar.after(t, work)));
    assert_eq!(starts, [9.0, 11.0, 16.5, 105.0, 111.0, 178.0, 184.0]);
    assert_eq!(finishes, [11.0, 15.0, 35.5, 106.0, 178.0, 184.0, 228.0]);
}

#[test]
fn case_q_cal_1_work_that_is_finished_in_overtime() {
    let (starts, finishes) = serve(|_, t, work| (t, at(t.hours() + work)));
    assert_eq!(starts, [9.0, 11.0, 16.5, 105.0, 111.0, 177.0, 183.0]);
    assert_eq!(finishes, [11.0, 15.0, 19.5, 106.0, 114.0, 183.0, 187.0]);
}

#[test]
fn case_q_cal_1_work_that_is_not_begun_unless_it_fits() {
    let (starts, finishes) = serve(|calendar, t, work| {
        let end = calendar.shift_end(t);
        let fits = (end - t).hours() >= work;
        let start = if fits { t } else { calendar.next_opening(end) };
        (start, calendar.after(start, work))
    });
    assert_eq!(starts, [9.0, 11.0, 33.0, 105.0, 177.0, 225.0, 249.0]);
    assert_eq!(finishes, [11.0, 15.0, 36.0, 106.0, 180.0, 231.0, 253.0]);
}

#[test]
fn always_open_is_the_identity() {
    let calendar = Calendar::always("always");
    assert!(calendar.is_always() && calendar.is_open(at(3.3)));
    assert_hours(calendar.worked_until(at(3.3)), 3.3);
    assert_eq!(calendar.after(at(3.25), 0.5), at(3.75));
    assert_eq!(calendar.next_opening(at(3.3)), at(3.3));
    assert_eq!(calendar.shift_end(at(3.3)), Time::NEVER);
    assert_eq!(calendar.next_change(at(3.3)), Time::NEVER);
    assert_eq!((calendar.hours_per_day(), calendar.hours_per_week()), (24.0, 168.0));
    assert!(calendar.longest_shift_hours().is_infinite());
}

#[test]
fn a_week_open_round_the_clock_is_always() {
    let calendar = Calendar::weekly("all", &[(0.0, 100.0), (100.0, 168.0)], 3, &[]);
    assert!(calendar.expect("a full week").is_always());
}

#[test]
fn shifts_are_half_open() {
    let calendar = office(0, &[]);
    assert!(!calendar.is_open(at(8.9)) && calendar.is_open(at(9.0)));
    assert!(calendar.is_open(at(16.9)) && !calendar.is_open(at(17.0)));
    assert_eq!(calendar.next_opening(at(17.0)), at(33.0));
    assert_eq!(calendar.shift_end(at(10.0)), at(17.0));
    assert_eq!(calendar.shift_end(at(18.0)), at(18.0));
    assert_eq!(calendar.next_change(at(9.0)), at(17.0));
    assert_eq!(calendar.next_change(at(17.0)), at(33.0));
}

#[test]
fn no_work_takes_no_time_even_in_closed_hours() {
    assert_eq!(office(0, &[]).after(at(3.0), 0.0), at(3.0));
}

#[test]
fn work_that_ends_with_a_shift_is_done_at_its_end() {
    let calendar = office(0, &[]);
    assert_eq!(calendar.after(at(3.0), 8.0), at(17.0));
    assert_eq!(calendar.after(at(9.0), 40.0), at(113.0));
    // 0.1 + … + 0.1 is not quite 8.
    let tenths = (0..80).fold(at(9.0), |t, _| calendar.after(t, 0.1));
    assert_eq!(tenths, at(17.0));
    // Nor does the last tenth, with all of Tuesday, quite end with Tuesday.
    let late = (0..79).fold(at(9.0), |t, _| calendar.after(t, 0.1));
    assert_eq!(calendar.after(late, 8.1), at(41.0));
}

#[test]
fn work_that_ends_at_midnight_before_a_holiday_does_not_wait_for_its_end() {
    let calendar = Calendar::weekly("all", &[(0.0, 168.0)], 0, &[0, 3]).expect("a full week");
    assert_eq!(calendar.shift_end(at(24.0)), at(72.0));
    assert_eq!(calendar.after(at(3.0), 48.0), at(72.0));
    assert_eq!(calendar.after(at(3.0), 48.5), at(96.5));
    assert_eq!(calendar.shift_end(at(96.0)), Time::NEVER);
}

#[test]
fn the_weekday_of_the_start_shifts_the_week() {
    let friday = office(4, &[]);
    assert_eq!(friday.next_opening(at(17.0)), at(81.0));
    assert_eq!(friday.after(at(9.0), 9.0), at(82.0));
}

#[test]
fn a_holiday_over_a_weekend_adds_only_its_working_days() {
    // From Thursday to the second Tuesday: days 3 to 8.
    let calendar = office(0, &[5, 4, 3, 6, 8, 7, 8]);
    assert_eq!(calendar.next_opening(at(65.0)), at(9.0 * 24.0 + 9.0));
    assert_hours(calendar.between(at(0.0), at(10.0 * 24.0)), 32.0);
    assert_eq!(calendar.after(at(64.0), 1.0), at(65.0));
    assert_eq!(calendar.after(at(0.0), 24.0), at(65.0));
    assert_eq!(calendar.after(at(64.0), 2.0), at(9.0 * 24.0 + 10.0));
    assert!(!calendar.is_open(at(3.0 * 24.0 + 12.0)));
}

#[test]
fn a_holiday_cuts_a_night_shift_at_midnight() {
    let nights: Vec<_> =
        (0..5).map(|day| (f64::from(day) * 24.0 + 22.0, f64::from(day) * 24.0 + 30.0)).collect();
    let calendar = Calendar::weekly("nights", &nights, 0, &[1]).expect("a week of nights");
    assert_eq!(calendar.shift_end(at(23.0)), at(24.0));
    assert_eq!(calendar.next_opening(at(24.0)), at(48.0));
    assert_eq!(calendar.shift_end(at(48.0)), at(54.0));
    assert_eq!(calendar.after(at(22.0), 3.0), at(49.0));
    assert_hours(calendar.longest_shift_hours(), 8.0);
}

#[test]
fn a_shift_over_the_end_of_the_cycle_is_one_shift() {
    let calendar = Calendar::cyclic("nights", 24.0, &[(0.0, 6.0), (22.0, 24.0)]).expect("nights");
    assert_eq!(calendar.shift_end(at(23.0)), at(30.0));
    assert_eq!(calendar.after(at(23.0), 7.0), at(30.0));
    assert_hours(calendar.longest_shift_hours(), 8.0);
    assert_hours(calendar.hours_per_day(), 8.0);
}

#[test]
fn adjoining_hours_are_one_shift() {
    let calendar = Calendar::weekly("split", &weekdays(&[(8.0, 12.0), (12.0, 16.0)]), 0, &[]);
    assert_eq!(calendar.expect("a plain week").shift_end(at(9.0)), at(16.0));
}

#[test]
fn a_business_day_has_the_hours_of_a_full_day() {
    assert_hours(office(2, &[1]).hours_per_day(), 8.0);
    assert_hours(office(2, &[1]).hours_per_week(), 40.0);
    let lunch = Calendar::weekly("lunch", &weekdays(&[(9.0, 12.0), (13.0, 17.0)]), 0, &[]);
    assert_hours(lunch.expect("a week with lunch").hours_per_day(), 7.0);
}

#[test]
fn quarters_have_thirteen_weeks() {
    assert_eq!([0.0, 2183.9, 2184.0, 8736.0].map(|hours| quarter(at(hours))), [0, 0, 1, 4]);
}

#[test]
fn impossible_calendars_are_refused() {
    let weekly = |open: &[(f64, f64)]| Calendar::weekly("w", open, 0, &[]).map(|_| ());
    assert_eq!(weekly(&[]), Err(CalendarError::NoHours));
    assert_eq!(weekly(&[(5.0, 5.0)]), Err(CalendarError::NotAnInterval { start: 5.0, end: 5.0 }));
    assert_eq!(
        weekly(&[(0.0, 5.0), (4.0, 9.0)]),
        Err(CalendarError::OutOfOrder { start: 4.0, previous_end: 5.0 })
    );
    assert_eq!(
        weekly(&[(160.0, 170.0)]),
        Err(CalendarError::BeyondCycle { end: 170.0, period: 168.0 })
    );
    assert_eq!(
        Calendar::weekly("w", &[(0.0, 1.0)], 7, &[]),
        Err(CalendarError::NoWeekday { weekday: 7 })
    );
    assert_eq!(
        Calendar::cyclic("c", 0.0, &[(0.0, 1.0)]),
        Err(CalendarError::NoPeriod { period: 0.0 })
    );
}

const FIFTY_YEARS: f64 = 50.0 * 8766.0;

/// Any weekly calendar: two shifts at any quarter hours of some days, any holidays.
fn any_weekly() -> impl Strategy<Value = Calendar> {
    let cuts = prop::collection::btree_set(0_u32..=672, 2..20);
    let holidays = prop::collection::vec(prop_oneof![0_u32..60, 0_u32..19_000], 0..200);
    (cuts, 0_u8..7, holidays).prop_map(|(cuts, weekday, holidays)| {
        let cuts: Vec<f64> = cuts.into_iter().map(|cut| f64::from(cut) / 4.0).collect();
        let open: Vec<_> = cuts.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
        Calendar::weekly("any", &open, weekday, &holidays).expect("sorted and disjoint")
    })
}

fn any_cyclic() -> impl Strategy<Value = Calendar> {
    (0.3_f64..500.0, 0.0_f64..0.4, 0.45_f64..0.7, 0.75_f64..1.0).prop_map(|(period, a, b, c)| {
        let open = [(a * period, b * period), (c * period, period)];
        Calendar::cyclic("any", period, &open).expect("sorted and disjoint")
    })
}

fn any_calendar() -> impl Strategy<Value = Calendar> {
    prop_oneof![any_weekly(), any_cyclic()]
}

/// Times in any place, on whole hours often.
fn any_hours() -> impl Strategy<Value = f64> {
    prop_oneof![
        0.0..2000.0,
        0.0..FIFTY_YEARS,
        (0_u32..438_000).prop_map(f64::from),
        (0_u32..2_000).prop_map(f64::from),
    ]
}

/// Working hours by walking from change to change, independently of the arithmetic of sums.
fn walked(calendar: &Calendar, from: f64, to: f64) -> f64 {
    let mut sum = 0.0;
    let mut t = at(from);
    while t.hours() < to {
        let next = calendar.next_change(t);
        assert!(next > t, "a change must be later than {t:?}, not {next:?}");
        if calendar.is_open(t) {
            sum += next.hours().min(to) - t.hours();
        }
        t = next;
    }
    sum
}

proptest! {
    #[test]
    fn work_done_after_some_hours_is_those_hours(
        calendar in any_calendar(), t in any_hours(), work in prop_oneof![0.0..20.0_f64, 0.0..9000.0_f64],
    ) {
        let done = calendar.after(at(t), work);
        prop_assert!(done >= at(t));
        let worked = calendar.between(at(t), done);
        prop_assert!((worked - work).abs() < 1e-9, "{worked} for {work} from {t}");
    }

    #[test]
    fn work_ends_at_the_same_instant_where_the_end_of_the_shift_is_known(
        calendar in any_calendar(), t in any_hours(), part in 0.0..1.0_f64, work in 0.0..20.0_f64,
    ) {
        let begun = calendar.next_opening(at(t));
        let end = calendar.next_change(begun);
        let now = at(begun.hours() + part * (end.hours().min(begun.hours() + 100.0) - begun.hours()));
        prop_assume!(now < end);
        prop_assert_eq!(calendar.after_in_shift(now, work, Some(end)), calendar.after(now, work));
        prop_assert_eq!(calendar.after_in_shift(now, work, None), calendar.after(now, work));
    }

    #[test]
    fn the_instant_of_the_hours_worked_is_found_again(calendar in any_calendar(), t in any_hours()) {
        let t = calendar.next_opening(at(t));
        prop_assert!(calendar.is_open(t));
        let work = calendar.worked_until(t);
        prop_assume!(work > 1e-6);
        let again = calendar.after(Time::START, work);
        // At an opening the earliest instant is the end of the shift before.
        prop_assert!((calendar.worked_until(again) - work).abs() < 1e-9);
        prop_assert!(again.hours() <= t.hours() + 1e-9);
        prop_assert!(calendar.next_opening(again).hours() >= t.hours() - 1e-9 );
    }

    #[test]
    fn hours_worked_are_those_between_changes(
        calendar in any_calendar(), from in any_hours(), length in 0.0..3000.0_f64,
    ) {
        let to = from + length;
        let worked = calendar.between(at(from), at(to));
        prop_assert!((worked - walked(&calendar, from, to)).abs() < 1e-6);
    }

    #[test]
    fn work_done_in_pieces_ends_when_work_done_at_once_does(
        calendar in any_calendar(), t in any_hours(), a in 0.01..30.0_f64, b in 0.01..30.0_f64,
    ) {
        let pieces = calendar.after(calendar.after(at(t), a), b);
        let once = calendar.after(at(t), a + b);
        let apart = calendar.between(pieces, once).abs() + calendar.between(once, pieces);
        prop_assert!(apart < 1e-8);
    }

    #[test]
    fn the_next_opening_is_open_and_nothing_is_worked_before_it(
        calendar in any_calendar(), t in any_hours(),
    ) {
        let opening = calendar.next_opening(at(t));
        prop_assert!(opening >= at(t) && calendar.is_open(opening));
        prop_assert!(calendar.between(at(t), opening) < 1e-9);
        let end = calendar.shift_end(opening);
        prop_assert!(end > opening);
        prop_assert!(end == Time::NEVER || !calendar.is_open(end));
    }

    #[test]
    fn work_may_not_overtake_earlier_work(
        calendar in any_calendar(), t in any_hours(), later in 0.0..50.0_f64, work in 0.0..50.0_f64,
    ) {
        let first = calendar.after(at(t), work);
        let second = calendar.after(at(t + later), work);
        prop_assert!(second.hours() >= first.hours() - 1e-9);
    }
}

/// Friday 15:00 of the first week.
const FRIDAY_AT_THREE: f64 = 4.0 * 24.0 + 15.0;

#[test]
fn short_times_of_an_answer_pass_in_open_hours_and_long_ones_are_spans_of_the_calendar() {
    let calendar = office(0, &[]);
    let monday = 7.0 * 24.0;
    for (hours, answered) in [
        (1.0, FRIDAY_AT_THREE + 1.0),
        (4.0, monday + 11.0),
        (24.0, monday + 15.0),
        (33.6, monday + 15.0),
        (67.2, monday + 24.0 + 15.0),
        (168.0, FRIDAY_AT_THREE + 168.0),
        (336.0, FRIDAY_AT_THREE + 336.0),
    ] {
        assert_hours(calendar.answered(at(FRIDAY_AT_THREE), hours).hours(), answered);
    }
}

#[test]
fn an_answer_passes_over_holidays_and_one_without_delay_comes_at_once() {
    let calendar = office(0, &[7]);
    let tuesday = 8.0 * 24.0;
    assert_hours(calendar.answered(at(FRIDAY_AT_THREE), 4.0).hours(), tuesday + 11.0);
    assert_hours(calendar.answered(at(FRIDAY_AT_THREE), 0.0).hours(), FRIDAY_AT_THREE);
    let night = FRIDAY_AT_THREE + 9.0;
    assert_hours(calendar.answered(at(night), 0.0).hours(), night);
    assert_hours(calendar.answered(at(night), 1.0).hours(), tuesday + 10.0);
}

#[test]
fn where_it_is_always_open_an_answer_takes_its_own_time_to_the_last_bit() {
    let calendar = Calendar::always("always");
    for hours in [0.0, 0.1, 7.3, 33.6, 1e5] {
        let expected = Time::from_hours(17.7 + hours);
        assert_eq!(calendar.answered(at(17.7), hours), expected);
    }
}

#[test]
fn the_hour_ahead_of_the_last_closing_is_in_open_hours() {
    let calendar = office(0, &[]);
    let sunday_midnight = 168.0;
    let ahead = calendar.ahead_of(at(FRIDAY_AT_THREE), at(sunday_midnight), 1.0);
    assert_hours(ahead.hours(), FRIDAY_AT_THREE + 1.0);
    let too_late = calendar.ahead_of(at(FRIDAY_AT_THREE + 1.5), at(sunday_midnight), 1.0);
    assert_hours(too_late.hours(), FRIDAY_AT_THREE + 1.5);
}

proptest! {
    #[test]
    fn whoever_answers_does_so_in_open_hours_or_as_they_end(
        start_weekday in 0_u8..7,
        asked in 0.0_f64..2000.0,
        hours in 0.001_f64..500.0,
    ) {
        let calendar = office(start_weekday, &[3, 4, 20]);
        let answered = calendar.answered(at(asked), hours);
        let just_before = at(answered.hours() - 1e-5);
        prop_assert!(calendar.is_open(answered) || calendar.is_open(just_before));
        prop_assert!(answered.hours() >= asked);
    }
}
