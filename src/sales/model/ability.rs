//! What people can do: skills drawn with the person, and what they make of a job.

use super::SalesModel;
use super::floor::Skill;
use crate::engine::random::Place;
use crate::math;
use crate::sales::handle::{Handle, SeatId, StageId};
use crate::sales::observer::Observer;
use crate::sales::people::SkillSpread;
use crate::sales::purpose::{self, person_entity};

/// A third of a standard normal law lies above this.
const UPPER_THIRD: f64 = 0.430_727_299_295_457_4;
/// Thirds of ability.
const LOW: u8 = 0;
const MIDDLE: u8 = 1;
const HIGH: u8 = 2;

impl<O: Observer> SalesModel<'_, O> {
    /// Skills of whoever is the `hire`-th in a seat and the so-manieth to look at the job, true and as
    /// results have shown them.
    pub(super) fn draw_skills(&mut self, seat: SeatId, hire: u32, candidate: u32) {
        let record = &self.floor.seats[seat];
        let group = record.name.group;
        let spread = &self.ctx.system.groups[group].skill;
        let person = person_entity(record.name.place.number(), hire);
        let mut common = self.ctx.luck.at(person, purpose::SKILL_COMMON, Place::NONE, candidate);
        let common = common.normal();
        let mut rank = Rank::default();
        for (k, place) in self.ctx.setup.skill_places.iter().enumerate() {
            let own = self.ctx.luck.at(person, purpose::SKILL, *place, candidate).normal();
            let error = self.ctx.luck.at(person, purpose::PAST_RESULT, *place, candidate).normal();
            let z = spread.correlation.sqrt() * common + (1.0 - spread.correlation).sqrt() * own;
            let sd = spread.sd;
            let factor = spread.factor(k);
            let skill = if sd > 0.0 { math::exp(sd * z - sd * sd / 2.0) } else { 1.0 } * factor;
            let noise = if spread.noise > 0.0 { math::exp(spread.noise * error) } else { 1.0 };
            self.floor.skill[(seat, k)] =
                Skill { now: skill, first: skill, observed: skill * noise };
            rank.add(self.stages_of_skill(group, k), z);
        }
        self.floor.seats[seat].third = rank.third(spread);
        self.floor.rosters.note(seat);
        self.find_ability(seat);
    }

    /// The stages of a group that ask for a skill.
    fn stages_of_skill(&self, group: usize, skill: usize) -> f64 {
        let asks = |stage: &&crate::sales::stage::Stage| {
            stage.skill == skill && stage.groups.contains(&group)
        };
        self.ctx.system.stages.iter().filter(asks).count() as f64
    }

    /// What whoever sits there shows of a skill at a stage: less if the job is cheaper than the stage's
    /// home; standard where nobody sits.
    #[inline]
    pub(super) fn skill_at(&self, seat: SeatId, stage: StageId, skill: usize) -> f64 {
        if seat.is_none() {
            return 1.0;
        }
        let title = self.ctx.setup.titles.factor(self.floor.seats[seat].account, stage);
        self.floor.skill[(seat, skill)].now * title
    }

    /// How able everybody is at the stages of the role.
    pub(super) fn find_abilities(&mut self) {
        for seat in self.floor.seats.ids() {
            self.find_ability(seat);
        }
    }

    /// How able whoever sits there, or looks at the job, is at the stages of the role.
    pub(super) fn find_ability(&mut self, seat: SeatId) {
        let record = &self.floor.seats[seat];
        let Some(crew) = self.floor.crews.get(record.crew) else { return };
        let stages = self.ctx.roles[crew.role].1.stages;
        let skill = self.ctx.mean_over(stages, |at, stage| self.skill_at(seat, at, stage.skill));
        self.floor.seats[seat].ability = skill * record.pace;
    }
}

/// Where somebody stands in the law of a group: the mean of the logarithms of the skills that the group's
/// stages ask for is normal, so that its thirds are known, and the same under every policy.
#[derive(Clone, Copy, Debug, Default)]
struct Rank {
    stages: f64,
    sum: f64,
    squares: f64,
}

impl Rank {
    /// So many stages ask for a skill that lies so many standard deviations above its middle.
    fn add(&mut self, stages: f64, z: f64) {
        self.stages += stages;
        self.sum += stages * z;
        self.squares += stages * stages;
    }

    /// The third; where people do not differ, all are in the middle.
    fn third(self, spread: &SkillSpread) -> u8 {
        if spread.sd <= 0.0 || self.stages <= 0.0 {
            return MIDDLE;
        }
        let all = self.stages * self.stages;
        let sd = (spread.correlation * all + (1.0 - spread.correlation) * self.squares).sqrt();
        match self.sum / sd {
            z if z > UPPER_THIRD => HIGH,
            z if z < -UPPER_THIRD => LOW,
            _ => MIDDLE,
        }
    }
}
