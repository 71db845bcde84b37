//! Ziggurats of 256 layers for the exponential and the normal law (Marsaglia & Tsang 2000).
//!
//! The lowest 8 bits of a word choose a layer, the upper 52 a point in it. About 99 of 100 words
//! decide at once; the rest go through the cold functions. Layer bits and point bits are disjoint,
//! which avoids the correlation of Marsaglia and Tsang's first code (Doornik 2005).

use rand::Rng;

use super::{open_unit, unit};
use crate::engine::tables::{
    EXP_EDGE, EXP_HEIGHT, EXP_TAIL, NORMAL_EDGE, NORMAL_HEIGHT, NORMAL_TAIL,
};
use crate::math::{exp, ln};

/// A standard normal number: mean 0, standard deviation 1.
#[inline(always)]
#[expect(clippy::inline_always, reason = "a call costs as much as the decision it makes")]
pub fn normal<R: Rng + ?Sized>(source: &mut R) -> f64 {
    let (layer, side, x) = normal_point(source.next_u64());
    if x.abs() < NORMAL_EDGE[layer + 1] { x } else { normal_rest(source, layer, side, x) }
}

/// A layer, a number in `[-1, 1)` and that share of the layer's width.
#[inline]
fn normal_point(bits: u64) -> (usize, f64, f64) {
    let layer = (bits & 255) as usize;
    let side = f64::from_bits(0x4000_0000_0000_0000 | bits >> 12) - 3.0;
    (layer, side, side * NORMAL_EDGE[layer])
}

#[cold]
#[inline(never)]
fn normal_rest<R: Rng + ?Sized>(
    source: &mut R,
    mut layer: usize,
    mut side: f64,
    mut x: f64,
) -> f64 {
    loop {
        if layer == 0 {
            return normal_tail(source, side);
        }
        let (below, above) = (NORMAL_HEIGHT[layer], NORMAL_HEIGHT[layer + 1]);
        if above + (below - above) * unit(source.next_u64()) < exp(-0.5 * x * x) {
            return x;
        }
        (layer, side, x) = normal_point(source.next_u64());
        if x.abs() < NORMAL_EDGE[layer + 1] {
            return x;
        }
    }
}

/// Beyond the last edge: Marsaglia's method (1964).
fn normal_tail<R: Rng + ?Sized>(source: &mut R, side: f64) -> f64 {
    loop {
        let beyond = -ln(open_unit(source.next_u64())) / NORMAL_TAIL;
        let height = -ln(open_unit(source.next_u64()));
        if 2.0 * height >= beyond * beyond {
            let x = NORMAL_TAIL + beyond;
            return if side < 0.0 { -x } else { x };
        }
    }
}

/// An exponential number with mean 1; always above 0.
#[inline(always)]
#[expect(clippy::inline_always, reason = "a call costs as much as the decision it makes")]
pub fn exponential<R: Rng + ?Sized>(source: &mut R) -> f64 {
    let (layer, x) = exponential_point(source.next_u64());
    if x < EXP_EDGE[layer + 1] { x } else { exponential_rest(source, layer, x) }
}

/// A layer and a point of its width.
#[inline]
fn exponential_point(bits: u64) -> (usize, f64) {
    let layer = (bits & 255) as usize;
    let share = f64::from_bits(0x3ff0_0000_0000_0000 | bits >> 12) - (1.0 - f64::EPSILON / 2.0);
    (layer, share * EXP_EDGE[layer])
}

#[cold]
#[inline(never)]
fn exponential_rest<R: Rng + ?Sized>(source: &mut R, mut layer: usize, mut x: f64) -> f64 {
    loop {
        if layer == 0 {
            // without memory: beyond the last edge the law begins anew
            return EXP_TAIL - ln(open_unit(source.next_u64()));
        }
        let (below, above) = (EXP_HEIGHT[layer], EXP_HEIGHT[layer + 1]);
        if above + (below - above) * unit(source.next_u64()) < exp(-x) {
            return x;
        }
        (layer, x) = exponential_point(source.next_u64());
        if x < EXP_EDGE[layer + 1] {
            return x;
        }
    }
}
