#!/usr/bin/env python3
"""Writes src/math/tables.rs and src/engine/tables.rs: the constants of the portable mathematics
and of the ziggurats.

Run from the root of the repository (needs mpmath): python3 data/gen_tables.py

Everything is computed with 200 bits and written as IEEE-754 bit patterns, so neither a decimal
parser nor anybody's math library stands between this script and the program.

* Ziggurats: 256 layers of equal area under exp(-x^2/2) and exp(-x). Marsaglia & Tsang, "The
  ziggurat method for generating random variables", J. Stat. Software 5(8), 2000. The start of
  the tail is found by bisection: the top layer has to close at the height 1.
* exp: 2^(i/128) as a rounded value and the relative rest that rounding lost. Tang, "Table-driven
  implementation of the exponential function", ACM TOMS 15(2), 1989.
* ln: for each 1/128 of a binade a centre c, 1/c, and ln c in two parts, the upper one a multiple
  of 2^-42, so that k ln 2 + ln c is exact there. Tang, "Table-driven implementation of the
  logarithm function", ACM TOMS 16(4), 1990.
"""
import struct

from mpmath import erfc, exp, log, mp, mpf, pi, sqrt

mp.prec = 200
LAYERS = 256
SLOTS = 128
FIRST_Z = 0x3FE6000000000000  # 0.6875: the logarithm's argument is reduced to [0.6875, 1.375)


def bits(x):
    return struct.unpack("<Q", struct.pack("<d", float(x)))[0]


def double(b):
    return struct.unpack("<d", struct.pack("<Q", b))[0]


def literal(b):
    h = "%016x" % b
    return "0x" + "_".join(h[i : i + 4] for i in range(0, 16, 4))


def ziggurat(start, area, density, inverse):
    x = [area / density(start), start]
    for i in range(2, LAYERS):
        x.append(inverse(area / x[i - 1] + density(x[i - 1])))
    x.append(mpf(0))
    return x, [density(t) for t in x]


def overshoot(start, area, density, inverse):
    x = start
    for _ in range(2, LAYERS):
        y = area / x + density(x)
        if y >= 1:
            return mpf(1)
        x = inverse(y)
    return area / x + density(x) - 1


def tail_start(low, high, area, density, inverse):
    low, high = mpf(low), mpf(high)
    for _ in range(150):
        middle = (low + high) / 2
        if overshoot(middle, area(middle), density, inverse) > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def table(doc, name, values):
    rows = [", ".join(literal(bits(v)) for v in values[i : i + 4]) for i in range(0, len(values), 4)]
    body = "".join("    %s,\n" % r for r in rows)
    return "/// %s\npub(super) static %s: [f64; %d] = floats([\n%s]);\n\n" % (doc, name, len(values), body)


def constant(doc, name, value):
    return "/// %s\npub(super) const %s: f64 = f64::from_bits(%s);\n" % (doc, name, literal(bits(value)))


def normal_density(x):
    return exp(-x * x / 2)


def normal_inverse(y):
    return sqrt(-2 * log(y))


def normal_area(r):
    return r * normal_density(r) + sqrt(pi / 2) * erfc(r / sqrt(mpf(2)))


def exp_density(x):
    return exp(-x)


def exp_inverse(y):
    return -log(y)


def exp_area(r):
    return r * exp_density(r) + exp_density(r)


rn = tail_start(3.6, 3.7, normal_area, normal_density, normal_inverse)
re = tail_start(7.6, 7.8, exp_area, exp_density, exp_inverse)
nx, nf = ziggurat(rn, normal_area(rn), normal_density, normal_inverse)
ex, ef = ziggurat(re, exp_area(re), exp_density, exp_inverse)

out = """//! Literal tables of the ziggurats: bit patterns, written by
//! `data/gen_tables.py`, where their sources stand. Not to be edited by hand.

const fn floats<const N: usize>(bits: [u64; N]) -> [f64; N] {
    let mut out = [0.0; N];
    let mut i = 0;
    while i < N {
        out[i] = f64::from_bits(bits[i]);
        i += 1;
    }
    out
}

"""
out += table("Right edges of the 256 layers of the normal ziggurat, widest first; the last is 0.", "NORMAL_EDGE", nx)
out += table("Heights `exp(-x²/2)` at those edges.", "NORMAL_HEIGHT", nf)
out += table("Right edges of the 256 layers of the exponential ziggurat, widest first; the last is 0.", "EXP_EDGE", ex)
out += table("Heights `exp(-x)` at those edges.", "EXP_HEIGHT", ef)
out += constant("Where the normal ziggurat's tail begins.", "NORMAL_TAIL", rn)
out += constant("Where the exponential ziggurat's tail begins.", "EXP_TAIL", re)

with open("src/engine/tables.rs", "w") as f:
    f.write(out)

out = """//! Literal tables of the exponential and the logarithm: bit patterns, written by
//! `data/gen_tables.py`, where their sources stand. Not to be edited by hand.

"""
ln2 = log(mpf(2))
step = ln2 / SLOTS
step_high = mpf(double(bits(step) & ~((1 << 20) - 1)))
out += constant("128 / ln 2.", "STEPS_PER_UNIT", SLOTS / ln2)
out += constant("ln 2 / 128, its upper 33 bits: times a step number below 2^20 it is exact.", "STEP_HIGH", step_high)
out += constant("ln 2 / 128, what `STEP_HIGH` lacks.", "STEP_LOW", step - step_high)
ln2_high = mpf(round(float(ln2 * mpf(2) ** 42))) / mpf(2) ** 42
out += constant("ln 2, rounded to a multiple of 2^-42.", "LN_2_HIGH", ln2_high)
out += constant("ln 2, what `LN_2_HIGH` lacks.", "LN_2_LOW", ln2 - ln2_high)

out += "\n/// For each i: the relative rest of 2^(i/128), and its bits less `i << 45`, ready for the exponent.\n"
out += "pub(super) static EXP_STEP: [(u64, u64); %d] = [\n" % SLOTS
for i in range(SLOTS):
    exact = mpf(2) ** (mpf(i) / SLOTS)
    rounded = mpf(float(exact))
    shifted = (bits(exact) - (i << 45)) & (2**64 - 1)
    out += "    (%s, %s),\n" % (literal(bits((exact - rounded) / rounded)), literal(shifted))
out += "];\n"

out += "\n/// For each 1/128 of [0.6875, 1.375): the bits of a centre c, 1/c, and ln c in two parts.\n"
out += "pub(super) static LN_SLOT: [(u64, u64, u64, u64); %d] = [\n" % SLOTS
for i in range(SLOTS):
    low, high = double(FIRST_Z + (i << 45)), double(FIRST_Z + ((i + 1) << 45))
    # both slots that touch 1 take the centre 1, so that ln is accurate near its zero
    c = mpf(1) if low <= 1 <= high else (mpf(low) + mpf(high)) / 2
    ln_high = mpf(round(float(log(c) * mpf(2) ** 42))) / mpf(2) ** 42
    out += "    (%s),\n" % ", ".join(literal(bits(v)) for v in (c, 1 / c, ln_high, log(c) - ln_high))
out += "];\n"

with open("src/math/tables.rs", "w") as f:
    f.write(out)
