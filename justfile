# Recipes for `just`; without it, the lines below are all there is to know.

set shell := ["bash", "-euo", "pipefail", "-c"]

# List the recipes.
default:
    @just --list

# Everything that must hold before a change is merged.
check:
    .ci/run

# All tests.
test:
    cargo test --release

# The golden outcomes, remade: a change of any of them is a **Numbers change** in CHANGELOG.md.
golden:
    cargo test --test it remake_golden_outcomes -- --ignored

# Benchmarks.
bench:
    cargo bench

# Compare the policies of one scenario.
run SCENARIO="scenarios/hero-vs-team.toml":
    cargo run --release -- compare {{ SCENARIO }}

# The package for Python, into target/wheels. Needs maturin.
wheel:
    cd python && CARGO_TARGET_DIR="{{ justfile_directory() }}/target" maturin build --release --out ../target/wheels

# A release archive, into target/archives; of a static binary with `x86_64-unknown-linux-musl`.
archive *TARGET:
    .ci/release {{ TARGET }}

# All scenarios, into output/.
report:
    cargo run --release -- compare scenarios/*.toml

# The factors of market cost of every scenario that asks for them, recorded beside it.
scale:
    for file in scenarios/*.toml; do cargo run --release -- scale "$file" || [ $? = 2 ]; done

# The pages, charts and numbers of docs/essay/.
essay *IDS:
    cargo build --release
    cargo run --release --example essay -- {{ IDS }}

# Take over what people read: snapshots of the screen, and the table of keys in docs/keys.md.
accept:
    INSTA_UPDATE=always cargo test --release --test it report
    cargo test --release --test it refresh_keys_md -- --ignored

# What a change does: the working tree against a git revision, over a corpus of scenarios.
effect OLD:
    cargo run --release --example effect -- {{ OLD }}

# Questions once answered wrongly: posse's answer beside the right one.
right-answers *NAME:
    cargo run --release --example right_answers -- {{ NAME }}

# Faults planted by cargo-mutants, one at a time, in every 160th place of engine, stats and sales:
# what survives is listed in mutants.out/missed.txt. Takes hours. `just mutants 1/160` plants others.
mutants SHARD="0/160":
    cargo mutants --file 'src/{engine,stats,sales}/**' --shard {{ SHARD }} --sharding round-robin \
        --no-default-features --timeout 900 -- --test it

# Scenarios with mistakes by the thousand: none may end in an abort, without end or without a place.
fuzz CHECKED="12500" RUN="2000":
    cargo run --release --example fuzz -- {{ CHECKED }} {{ RUN }}
