//! No two kinds of chance share an address.

use posse::sales::purpose::*;

const ALL: [u8; 66] = [
    ARRIVAL_GAP,
    BATCH_SIZE,
    RATE_MIX,
    SEGMENT,
    PRICE,
    PATIENCE,
    INTEREST,
    FIT,
    WANTS,
    VALUE,
    BREAKER,
    BREAKER_HOURS,
    READY,
    NEVER_READY,
    WAKE,
    URGENT,
    WINDOW,
    STALL,
    WALK_AWAY,
    LAPSE,
    OFFENCE,
    COMMITTEE,
    FINANCE,
    RIVAL,
    RIVAL_FIT,
    RIVAL_VIEW,
    RIVAL_CHOICE,
    RIVAL_TAKES,
    NO_DECISION,
    CHURN,
    INTEREST_NOISE,
    TOUCH_CONTENT,
    ADVANCE,
    REACH,
    GIVE_UP,
    RETRY_GAP,
    BUYER_DELAY,
    INTERRUPT_GAP,
    INTERRUPT_LENGTH,
    QUEUE_RANDOM,
    SIGNAL,
    MOMENT,
    RESERVATION,
    IMMOVABLE,
    PRESSED,
    WAITS,
    MEMBER_JOIN,
    MEMBER_NEED,
    MEMBER_OFFSET,
    MEMBER_VOTE,
    MEMBER_CONFLICT,
    MEMBER_BLOCK,
    MEMBER_BLOCK_AT,
    SKILL,
    SKILL_COMMON,
    PAST_RESULT,
    QUIT,
    REPLACE_TIME,
    ABSENCE_GAP,
    ABSENCE_LENGTH,
    CLAIM_NOISE,
    PICK_SEAT,
    ROUTE_RANDOM,
    START,
    OFFER,
    SELECTION,
];

#[test]
fn no_two_purposes_share_a_number() {
    assert!(ALL.is_sorted_by(|a, b| a < b));
}

#[test]
fn entities_of_one_hash_and_number_differ_by_kind() {
    let hash = name_hash("web");
    assert_ne!(lead_entity(hash, 7), arrival_entity(hash, 7));
    assert_ne!(person_entity(hash, 0), seat_entity(hash));
    assert_eq!(lead_entity(hash, 7).number(), u64::from(hash) << 32 | 7);
}
