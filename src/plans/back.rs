//! Step 9: what goes back for deals that are cancelled.

use std::collections::BTreeSet;

use super::account::{Account, Lines};
use super::credit::month_of;
use super::date::Day;
use super::exact::{Cents, Exact, ratio, zero};
use super::plan::{After, Clawback, How};
use num_traits::One;

/// The share that goes back of a deal that was won and cancelled on these days.
fn share(clawback: &Clawback, won: Day, cancelled: Day) -> Option<Exact> {
    let within = clawback.within.iter().find(|(after, _)| {
        let last = match after {
            After::Months(months) => won.plus_months(*months),
            After::Days(days) => won.plus_days(*days),
        };
        cancelled <= last
    });
    within.map(|within| within.1.clone())
}

/// The deals that are cancelled within a slip, with their wins and days.
fn cancelled(account: &Account<'_, '_>, at: usize) -> Vec<(usize, Day, Day)> {
    let days = account.slips[at].stretch();
    let ledger = account.files.ledger;
    let deals = ledger.deals.iter().enumerate().filter_map(|(number, deal)| {
        let day = deal.cancelled.filter(|day| days.contains(*day))?;
        Some((number, ledger.events[deal.win?].day, day))
    });
    deals.collect()
}

/// Leaves deals out that are cancelled before their period is reckoned, where they go back as a whole.
pub(super) fn leave_out(account: &mut Account<'_, '_>, at: usize) {
    for (deal, won, day) in cancelled(account, at) {
        for (number, part) in account.of.plan.parts.iter().enumerate() {
            let Some(clawback) = &part.clawback else { continue };
            let is_whole = share(clawback, won, day).is_some_and(|share| share.is_one());
            let is_booked = account
                .booked
                .iter()
                .any(|booked| booked.part == number && booked.deals.contains(&deal));
            if clawback.how == How::ReckonAgain && is_whole && !is_booked {
                account.removed[number].insert(deal);
            }
        }
    }
}

/// What goes back on a slip.
pub(super) fn taken(account: &mut Account<'_, '_>, at: usize) -> Cents {
    let mut back = Cents::default();
    for (deal, won, day) in cancelled(account, at) {
        for number in 0..account.of.plan.parts.len() {
            let Some(clawback) = account.of.plan.parts[number].clawback.clone() else { continue };
            let Some(share) = share(&clawback, won, day) else { continue };
            if account.removed[number].contains(&deal) {
                continue;
            }
            let counts = |place: &usize| {
                let booked = &account.booked[*place];
                booked.part == number && booked.deals.contains(&deal)
            };
            let places: Vec<usize> = (0..account.booked.len()).filter(counts).collect();
            back += match clawback.how {
                How::ReckonAgain => {
                    account.removed[number].insert(deal);
                    places.into_iter().map(|place| again(account, place, at, &share)).sum()
                }
                How::OwnShare => {
                    places.into_iter().map(|place| own(account, place, (at, deal), &share)).sum()
                }
                How::AsEarned => {
                    places.into_iter().map(|place| kept(account, place, (at, deal), won, day)).sum()
                }
                How::WhenItComesBack => Cents::default(),
            };
        }
    }
    back
}

/// Reckons a period again without the deals that are left out; the difference of its lines, as the plan's
/// caps let it through, comes on this slip.
fn again(account: &mut Account<'_, '_>, place: usize, at: usize, share: &Exact) -> Cents {
    let (number, period) = (account.booked[place].part, account.booked[place].period);
    let part = &account.of.plan.parts[number];
    let dues = account.files.due(account.of, part, period, &account.removed[number]);
    let new = account.lines_of(&dues);
    let old = std::mem::take(&mut account.booked[place].reckoned);
    let before: Cents = account.capped().into_iter().sum();
    let keys: BTreeSet<(usize, String)> = old.keys().chain(new.keys()).cloned().collect();
    for key in keys {
        let amount = |lines: &Lines| lines.get(&key).copied().unwrap_or_default();
        let difference = Cents::of(&((amount(&new) - amount(&old)).exact() * share));
        let (slip, booked) = (key.0, &mut account.booked[place]);
        if slip < at {
            let record = &mut account.records[slip];
            *(if part.is_outside_cap { &mut record.outside } else { &mut record.inside }) +=
                difference;
        }
        *booked.lines.entry(key).or_default() += difference;
    }
    let booked = &mut account.booked[place];
    (booked.reckoned, booked.dues) = (new, dues);
    let after: Cents = account.capped().into_iter().sum();
    after - before
}

/// Takes back a share of what the deal's own piece has brought; of what is still to come as well.
fn own(
    account: &mut Account<'_, '_>,
    place: usize,
    (at, deal): (usize, usize),
    share: &Exact,
) -> Cents {
    let mut back = Cents::default();
    for due in account.booked[place].dues.clone() {
        let Some(slip) = account.slip_of(&due).filter(|_| due.deal == Some(deal)) else { continue };
        let amount = Cents::of(&(Cents::of(&due.amount).exact() * share));
        if slip > at {
            *account.booked[place].lines.entry((slip, due.line)).or_default() += -amount;
        } else {
            back += -amount;
        }
    }
    back
}

/// Takes back what was paid for a deal beyond a twelfth of its pay for each month that was kept.
fn kept(
    account: &Account<'_, '_>,
    place: usize,
    (at, deal): (usize, usize),
    won: Day,
    day: Day,
) -> Cents {
    let booked = &account.booked[place];
    let of_deal = booked.dues.iter().filter(|due| due.deal == Some(deal));
    let is_paid = |due: &&super::due::Due| account.slip_of(due).is_some_and(|slip| slip <= at);
    let paid: Cents = of_deal.filter(is_paid).map(|due| Cents::of(&due.amount)).sum();
    let months = (1..=12).filter(|month| month_of(won, *month) < day).count();
    let part = &account.of.plan.parts[booked.part];
    let look = super::earn::Look::whole(booked.period);
    let earned = account.files.earn(account.of, part, &look, &account.removed[booked.part]);
    let pay = earned.deals.iter().filter(|piece| piece.0.deal == Some(deal));
    let pay = pay.fold(zero(), |sum, piece| sum + &piece.1);
    let kept = pay * ratio(i128::try_from(months).unwrap_or(0), 12);
    let back = Cents::of(&(paid.exact() - kept));
    -Cents(back.0.max(0))
}
