//! Money for events: people remember how often they come, and read what is paid for them now.

use super::Payroll;
use crate::engine::Time;
use crate::sales::handle::SeatId;
use crate::sales::model::context::Context;
use crate::sales::pay::{Base, Plan, Spiff, own_weight};
use crate::sales::planned_week::Doing;

/// Money of a usual week through fees, and through SPIFFs that are open now.
pub(super) fn events_per_week(
    payroll: &Payroll<'_>,
    ctx: &Context<'_>,
    (seat, plan): (SeatId, &Plan),
    now: Time,
) -> f64 {
    if plan.fees.is_empty() && plan.spiffs.is_empty() {
        return 0.0;
    }
    let account = &payroll.accounts[seat];
    let memory = &account.memory;
    let open = |spiff: &&Spiff| spiff.from_hours <= now.hours() && now.hours() < spiff.to_hours;
    let spiffs = plan.spiffs.iter().filter(open).map(|spiff| {
        let (count, expected) = match spiff.event {
            Base::Meetings => (&memory.meetings, account.planned.meetings),
            _ => (&memory.wins, account.planned.wins),
        };
        spiff.amount * count.per_week(expected, &memory.own)
    });
    fees_per_week(payroll, ctx, (seat, plan)) + account.scale * spiffs.sum::<f64>()
}

/// What a usual week's wins are expected to bring at their anniversaries, where money in so many hours
/// counts `weight`.
pub(super) fn renewals_per_week(
    payroll: &Payroll<'_>,
    ctx: &Context<'_>,
    seat: SeatId,
    weight: impl Fn(f64) -> f64,
) -> f64 {
    let per_win = payroll.renewal_per_win(ctx, seat, weight);
    if per_win == 0.0 {
        return 0.0;
    }
    let account = &payroll.accounts[seat];
    per_win * account.memory.wins.per_week(account.planned.wins, &account.memory.own)
}

/// Money of a usual week through fees.
pub(super) fn fees_per_week(
    payroll: &Payroll<'_>,
    ctx: &Context<'_>,
    (seat, plan): (SeatId, &Plan),
) -> f64 {
    let account = &payroll.accounts[seat];
    let memory = &account.memory;
    let revenue = payroll.planned.expected(Base::Revenue).deal;
    let fees = plan.fees.iter().zip(&memory.fees).map(|(fee, count)| {
        let expected = payroll.brings(ctx, seat, (Base::Deals, Doing::Stage(fee.stage)));
        (fee.amount + fee.rate * revenue) * count.per_week(expected, &memory.own)
    });
    own_weight(plan) * account.scale * fees.sum::<f64>()
}
