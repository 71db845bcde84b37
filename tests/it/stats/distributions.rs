//! Student and normal.

use posse::math::{normal_cdf, normal_quantile};
use posse::stats::{student_cdf, student_quantile};
use statrs::distribution::{ContinuousCDF, StudentsT};

use super::assert_close;

/// Case S-TQ-1: p, then the quantiles at 1, 2, 5, 9, 10, 19, 29, 30 and 99 degrees of freedom.
#[rustfmt::skip]
const STUDENT: [(f64, [f64; 9]); 4] = [
    (0.9, [
        3.077_683_537_175_25, 1.885_618_083_164_13, 1.475_884_048_824_48, 1.383_028_738_396_63,
        1.372_183_641_110_34, 1.327_728_209_026_8, 1.311_433_647_301_55, 1.310_415_025_391_4,
        1.290_161_442_034_49,
    ]),
    (0.95, [
        6.313_751_514_675_04, 2.919_985_580_353_72, 2.015_048_373_333_02, 1.833_112_932_656_24,
        1.812_461_122_811_68, 1.729_132_811_521_37, 1.699_127_026_533_5, 1.697_260_886_593_96,
        1.660_391_156_016_99,
    ]),
    (0.975, [
        12.706_204_736_174_7, 4.302_652_729_749_46, 2.570_581_835_636_31, 2.262_157_162_798_2,
        2.228_138_851_986_27, 2.093_024_054_408_31, 2.045_229_642_132_7, 2.042_272_456_301_24,
        1.984_216_951_586_42,
    ]),
    (0.995, [
        63.656_741_162_871_5, 9.924_843_200_918_29, 4.032_142_983_555_23, 3.249_835_541_592_13,
        3.169_272_672_616_95, 2.860_934_606_464_98, 2.756_385_903_670_6, 2.749_995_653_567_23,
        2.626_405_457_280_83,
    ]),
];

#[test]
fn student_quantiles_are_those_of_the_tables() {
    for (p, quantiles) in STUDENT {
        for (degrees, expected) in [1, 2, 5, 9, 10, 19, 29, 30, 99].into_iter().zip(quantiles) {
            assert_close(student_quantile(p, degrees), expected, 1e-12);
            assert_close(student_quantile(1.0 - p, degrees), -expected, 1e-12);
        }
    }
}

#[test]
fn student_quantiles_pass_smoothly_from_the_exact_function_to_the_expansion() {
    for p in [0.9, 0.975, 0.995, 0.9995] {
        let [exact, next] = [500, 501].map(|degrees| student_quantile(p, degrees));
        // The quantile falls by about (z³ + z)/4ν² per degree of freedom.
        let z = normal_quantile(p);
        let fall = z * (z * z + 1.0) / (4.0 * 500.0 * 501.0);
        assert!((exact - next - fall).abs() < 0.03 * fall, "{exact} {next} {fall}");
        for degrees in [501, 2_000, 2_001, 20_000] {
            assert_close(student_cdf(student_quantile(p, degrees), degrees), p, 1e-12);
        }
    }
}

#[test]
fn the_student_distribution_agrees_with_an_independent_implementation() {
    for degrees in [1_u32, 2, 3, 8, 41, 200] {
        let reference = StudentsT::new(0.0, 1.0, f64::from(degrees)).expect("valid parameters");
        for t in [-30.0, -2.5, -0.1, 0.0, 0.7, 1.96, 5.0] {
            let found = student_cdf(t, u64::from(degrees));
            assert!((found - reference.cdf(t)).abs() < 1e-11);
        }
    }
}

/// Case S-TQ-1.
#[test]
fn normal_quantiles_are_those_of_the_tables() {
    for (p, expected) in [
        (0.9, 1.281_551_565_544_6),
        (0.95, 1.644_853_626_951_47),
        (0.975, 1.959_963_984_540_05),
        (0.995, 2.575_829_303_548_9),
    ] {
        assert_close(normal_quantile(p), expected, 1e-13);
        assert_close(normal_quantile(1.0 - p), -expected, 1e-13);
    }
}

/// Tail values: Abramowitz and Stegun, table 26.2.
#[test]
fn normal_tails_are_accurate_relative_to_themselves() {
    assert_close(normal_cdf(0.0), 0.5, 1e-16);
    assert_close(normal_cdf(1.0), 0.841_344_746_068_542_9, 1e-14);
    assert_close(normal_cdf(-3.0), 1.349_898_031_630_094_6e-3, 1e-12);
    assert_close(normal_cdf(-10.0), 7.619_853_024_160_527e-24, 1e-13);
}

#[test]
fn the_normal_quantile_inverts_the_normal_distribution() {
    for p in [1e-200, 1e-30, 1e-12, 1e-6, 0.01, 0.074, 0.076, 0.3, 0.5, 0.8, 0.95] {
        assert_close(normal_cdf(normal_quantile(p)), p, 1e-12);
    }
}
