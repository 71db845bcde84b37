//! Help, version and wrong words.

use super::Place;

#[test]
fn without_a_command_the_help_is_shown_and_the_usage_is_wrong() {
    let ran = Place::new().posse(&[]);
    insta::assert_snapshot!(ran.refusal(2), @r"
    Should a company sell with lone heroes or as a team? A discrete-event simulator of sales systems.

    Usage: posse <COMMAND>

    Commands:
      compare      Compare the policies of scenarios under the same random events and say which is
                   better
      run          Run one policy of a scenario
      sweep        Vary one or more keys of a scenario: where does the answer change?
      sensitivity  Which uncertain input matters most to the answer, and which is worth measuring first?
      why          Attribute the difference between two policies to the rules in which they differ
      search       Find the best values of some levers of a policy or of its organisation, within limits
      report       Make one page for managers from finished studies; it opens offline and prints on A4
      diff         Say what differs between two scenarios, and what that does
      scale        Find the factors on variable pay at which all policies cost the same, and save them
                   beside the scenario
      explain      Follow one lead under two or more policies and show where their paths diverge
      export       Write the events of a run as a company's records: event log, XES, OCEL 2.0, tables of
                   a CRM
      payout       Print and draw what plans pay for any credit in a period, without a simulation
      payslip      Show what one person is paid, period by period, and by which rule of the plan
      lint         Look for traps in plans: cliffs, dead zones, windfalls, what is paid twice, what
                   rewards tricks
      studio       Change, run and save a scenario on a page that this command serves on this machine
                   alone
      import       Turn exports of a CRM into one event log, and say what was dropped and repaired
      check        Check scenarios and show the model as understood, its load and its assumptions
      shard        Run a part of a study, e.g. on one of several machines: `posse shard 2/5 compare
                   mine.toml`
      merge        Put the parts of a study together: the results are those of one run
      verify       Run a sample of a folder again and compare it bit by bit
      evidence     Replicate field studies of pay and show where the model agrees with them
      fit          Fit a scenario to the histories of your own deals, as `posse import` writes them
      backtest     Forecast weekly wins and cycle times from what a log knew at earlier dates, and say
                   how good that was
      init         Start a scenario of your own from a commented template
      schema       Print the JSON Schema of scenario files (for editors), or of results
      completions  Print the completions for a shell, e.g. `posse completions bash`
      man          Print the manual page of a command, e.g. `posse man compare | man -l -`
      help         Print this message or the help of the given subcommand(s)

    Options:
      -h, --help     Print help
      -V, --version  Print version
    ");
}

#[test]
fn help_is_a_result() {
    let ran = Place::new().posse(&["compare", "--help"]);
    insta::assert_snapshot!(ran.result(), @r"
    Compare the policies of scenarios under the same random events and say which is better

    Usage: posse compare [OPTIONS] [FILES]...

    Arguments:
      [FILES]...  Scenario files, or `-` for standard input; none = the built-in comparison of lone
                  heroes and a team

    Options:
      -n, --replications <N>     Runs of each policy, all with the same random events (default: from the
                                 scenario)
          --precision <WIDTH>    Run until every difference in the primary measure is known to ± this:
                                 `0.5 pp`, `2 %` of the first policy's mean, or a number in its unit
          --max-runs <N>         Maximum number of runs of each policy for `--precision` and
                                 `--until-decided` (default: 10000)
          --seed <N>             Random seed, the same in every world (default: from the scenario)
          --max-time <TIME>      Stop starting new runs after this time, e.g. `30s`, `10min`. The number
                                 of runs then depends on your machine; nothing else does
      -o, --out <FOLDER>         Folder for the results (default: `output/<scenario>`, with the name of
                                 the policy or of the command after it); with several scenarios, one
                                 folder for each inside it
          --extend               Resume what an earlier command left in this folder. Results are
                                 identical to an uninterrupted run
          --force                Replace results of another scenario or of more runs; what posse did not
                                 write stays
          --require <CONDITION>  Exit with code 3 unless this condition holds, e.g.
                                 `team.return_on_sales.mean > 10 %`, `team-hero.contribution.low > 20 k`
                                 or `warnings == 0`; several may be given, or joined by `and`
          --json                 Print `results.json` on stdout instead of the first screen; with
                                 several scenarios, one document a line
          --report               Write `report.html` into the folder too: one page for managers (`posse
                                 report` takes several studies into one)
          --dry-run              Say what would be run and written, and do nothing
      -j, --jobs <N>             Number of threads (default: all cores); the results do not depend on it
      -q, --quiet                Print only results, errors and conditions that are not met
          --progress <HOW>       Progress on stderr: a bar on a terminal, else a line every ten seconds
                                 (`auto`); such lines (`plain`); or a line of JSON every second, for
                                 programs (`json`) [default: auto] [possible values: auto, plain, json]
          --baseline <FOLDER>    Earlier results of a comparison: `--require` may then ask what has
                                 changed, e.g. `team.return_on_sales.change > -1 pp` or `changed == 0`
          --runs <FORM>          How to write the values of every run: `measures.csv`,
                                 `measures.parquet`, or not at all [default: csv] [possible values: csv,
                                 parquet, none]
          --trace <RUNS>         Also write every lead and every touch of these runs (numbers from 0,
                                 e.g. `0,7`) to `deals.csv` and `people.csv`, and what buyers and
                                 sellers found out to `notes.csv`
          --until-decided        Run until every pair of policies has a verdict in the primary measure:
                                 better, worse or too close to matter
          --quick                The same, but with at most as many runs as the scenario or `-n` asks
                                 for
          --pick <WHAT>          Of up to 1,000 policies: run until the best in the primary measure is
                                 known (`best`), or say which may be the best (`subset`). Who falls
                                 behind is run no more [possible values: best, subset]
          --placebo <POLICY>     Add a copy of this policy as a check: every difference from it must be
                                 exactly 0
      -h, --help                 Print help
    ");
}

#[test]
fn the_version_is_a_result() {
    let expected = format!("posse {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(Place::new().posse(&["--version"]).result(), expected);
}

#[test]
fn an_unknown_command_is_refused_with_the_nearest_one() {
    let message = Place::new().posse(&["comapre"]).refusal(2);
    assert!(message.contains("similar subcommands exist: 'completions', 'compare'"), "{message}");
}

#[test]
fn a_wrong_number_is_refused_in_words() {
    for (option, value, allowed) in [
        ("--replications", "0", "1 to 10000000"),
        ("--replications", "many", "1 to 10000000"),
        ("--replications", "-5", "1 to 10000000"),
        ("--replications", "2.5", "1 to 10000000"),
        ("--seed", "-1", "0 to 9223372036854775807"),
        ("--jobs", "0", "1 to 1024"),
        ("--trace", "first", "0 to 10000000"),
    ] {
        let message = Place::new().posse(&["compare", option, value]).refusal(2);
        let expected = format!("expected a whole number from {allowed}\n");
        assert!(message.lines().next().unwrap().ends_with(expected.trim()), "{message}");
    }
}

#[test]
fn an_option_given_twice_holds_as_given_last() {
    let place = Place::tiny();
    let words = ["run", "tiny.toml", "-n", "2", "-n", "3", "--quiet", "--quiet"];
    assert!(place.posse(&words).result().contains(" 3 runs "));
}
