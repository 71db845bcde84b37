//! Pay slips that were reckoned on a list of events, as a table.

use crate::plans::slip::Slip;

/// A row for each line of each slip: person, period, line, amount, plan.
///
/// # Panics
///
/// Never: memory takes what is written.
pub fn slips_csv(slips: &[Slip]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut write =
        |row: [&str; 5]| writer.write_record(row).expect("writing to memory cannot fail");
    write(["person", "period", "line", "amount", "plan"]);
    for slip in slips {
        let period = slip.period.name();
        for line in &slip.lines {
            write([&slip.person, &period, &line.name, &line.amount.to_string(), &slip.plan]);
        }
    }
    writer.into_inner().expect("writing to memory cannot fail")
}
