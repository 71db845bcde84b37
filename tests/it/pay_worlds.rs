//! People who are paid by plans: what is booked, what changes, and what must not.

mod accounts;
mod answers;
mod lab;
mod labour;
mod levers;
mod limits;
mod renewals;
mod right_answers;
mod timing;
mod titles;
