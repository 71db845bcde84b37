#!/usr/bin/env python3
"""Measures a telephone campaign: estimates from one half of its clients, a check on the other.

Run from the root of the repository (Python 3.9 or later, nothing else):

    python3 data/bank/prepare.py bank+marketing.zip

The argument is the archive of the UCI data set 222, https://doi.org/10.24432/C5K306 (CC BY 4.0).
Of bank-full.csv three columns are read, one line for each client: `campaign` (contacts with the
client in this campaign, the last one included), `duration` (talk time of the last contact in
seconds) and `y` (whether the client took the deposit). The script splits the clients at random
and writes

* data/bank/estimates.json     half A: chance of success by attempt, chance to stop after a failed
                               attempt, laws of the talk time by outcome and how well they fit;
* scenarios/bank-talk-time.csv half A: the talk times in 400 groups of equal size by outcome, from
                               short to long, each given by its mean;
* data/bank/holdout.json       half B: what a simulation set up from half A must meet, with 99 %
                               intervals.

The fitted laws miss the long calls (`fit_in_interval` in estimates.json), so the scenario draws
talk times from the groups.

Same archive, same files: nothing depends on the machine or the time.
"""
import csv
import hashlib
import io
import json
import math
import pathlib
import random
import sys
import zipfile

# The number of the data set; chosen before anything was computed, and never changed.
SEED = 222
SHA256 = "78ec0430a915e99836a533b79bdf635ee27e86fbd348bcdb4080f572b1a24aee"
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
LEVEL = 0.99
Z = 2.5758293035489004
# Attempts are pooled until so many clients were called at them.
LEAST_AT_RISK = 1000
GROUPS = 400

PROVENANCE = {
    "source": "Bank Marketing, UCI Machine Learning Repository, data set 222, bank-full.csv",
    "citation": [
        "Moro, S., Rita, P., & Cortez, P. (2014). Bank Marketing [Dataset]. UCI Machine Learning "
        "Repository. https://doi.org/10.24432/C5K306",
        "Moro, S., Cortez, P., & Rita, P. (2014). A data-driven approach to predict the success "
        "of bank telemarketing. Decision Support Systems, 62, 22-31. "
        "https://doi.org/10.1016/j.dss.2014.03.001",
    ],
    "licence": "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/",
    "archive_sha256": SHA256,
    "script": "data/bank/prepare.py",
    "split_seed": SEED,
}


def clients(archive):
    """(contacts, talk time of the last one in seconds, success) of each client."""
    data = pathlib.Path(archive).read_bytes()
    if hashlib.sha256(data).hexdigest() != SHA256:
        sys.exit(f"{archive} is not the archive that the figures were made from")
    with zipfile.ZipFile(io.BytesIO(data)) as outer:
        with zipfile.ZipFile(io.BytesIO(outer.read("bank.zip"))) as inner:
            text = inner.read("bank-full.csv").decode("ascii")
    rows = csv.DictReader(io.StringIO(text), delimiter=";")
    return [(int(r["campaign"]), int(r["duration"]), r["y"] == "yes") for r in rows]


def halves(rows):
    """A random half and the rest. Of Python's generator only `random()` is used, whose numbers
    are promised to stay the same."""
    generator = random.Random(SEED)
    keys = [generator.random() for _ in rows]
    order = sorted(range(len(rows)), key=keys.__getitem__)
    chosen = set(order[: len(rows) // 2])
    a = [row for i, row in enumerate(rows) if i in chosen]
    b = [row for i, row in enumerate(rows) if i not in chosen]
    return a, b


def attempts(rows):
    """Chances by attempt; late attempts, where clients are few, share one value."""
    most = max(contacts for contacts, _, _ in rows)
    at_risk, wins, ends = ([0] * (most + 1) for _ in range(3))
    for contacts, _, success in rows:
        ends[contacts] += 1
        wins[contacts] += success
        for attempt in range(1, contacts + 1):
            at_risk[attempt] += 1
    pools, first = [], 1
    for attempt in range(1, most + 1):
        if sum(at_risk[first : attempt + 1]) >= LEAST_AT_RISK:
            pools.append([first, attempt])
            first = attempt + 1
    if first <= most:
        pools[-1][1] = most
    result = []
    for first, last in pools:
        risk, won, ended = (sum(c[first : last + 1]) for c in (at_risk, wins, ends))
        result.append(
            {
                "first": first,
                "last": last,
                "at_risk": risk,
                "success": won,
                "stopped": ended - won,
                "success_chance": round(won / risk, 6),
                "stop_chance": round((ended - won) / (risk - won), 6),
            }
        )
    return most, result


def mean_sd(values):
    mean = math.fsum(values) / len(values)
    return mean, math.sqrt(math.fsum((v - mean) ** 2 for v in values) / (len(values) - 1))


def quantile(ordered, q):
    """The least value with at least a share q of the data at or below it."""
    return ordered[max(math.ceil(q * len(ordered) - 1e-9), 1) - 1]


def interval_of_mean(values):
    mean, sd = mean_sd(values)
    half = Z * sd / math.sqrt(len(values))
    return {"value": round(mean, 4), "low": round(mean - half, 4), "high": round(mean + half, 4)}


def interval_of_share(hits, n):
    """Wilson's interval."""
    p, zz = hits / n, Z * Z / n
    centre = (p + zz / 2) / (1 + zz)
    half = Z / (1 + zz) * math.sqrt(p * (1 - p) / n + zz / (4 * n))
    return {"value": round(p, 6), "low": round(centre - half, 6), "high": round(centre + half, 6)}


def interval_of_quantile(values, q):
    """Order statistics whose ranks hold the quantile with at least 99 %, whatever the law: the
    number of values below it is binomial."""
    n, ordered = len(values), sorted(values)
    log = [math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1) for k in range(n + 1)]
    below, tail, low, high = 0.0, (1 - LEVEL) / 2, None, None
    for k in range(n + 1):
        below += math.exp(log[k] + k * math.log(q) + (n - k) * math.log1p(-q))
        if low is None and below > tail:
            low = max(k, 1)
        if high is None and below >= 1 - tail:
            high = min(k + 1, n)
    found = {"value": quantile(ordered, q), "low": ordered[low - 1], "high": ordered[high - 1]}
    assert found["low"] <= found["value"] <= found["high"]
    return found


def lognormal(values):
    """Maximum likelihood: mean and deviation of the logarithms."""
    logs = [math.log(v) for v in values]
    mu = math.fsum(logs) / len(logs)
    sigma = math.sqrt(math.fsum((x - mu) ** 2 for x in logs) / len(logs))
    normal = lambda z: 0.5 * math.erfc(-z / math.sqrt(2))
    z95 = 1.6448536269514722
    return {
        "family": "lognormal",
        "mu": mu,
        "sigma": sigma,
        "mean": math.exp(mu + sigma * sigma / 2),
        "median": math.exp(mu),
        "p95": math.exp(mu + z95 * sigma),
    }, lambda x: normal((math.log(x) - mu) / sigma)


def log_logistic(values):
    """Maximum likelihood by Newton's method on location m and scale s of the logarithms, which
    are logistic."""
    logs = [math.log(v) for v in values]
    n = len(logs)
    m = math.fsum(logs) / n
    s = mean_sd(logs)[1] * math.sqrt(3) / math.pi
    for _ in range(100):
        zs = [(x - m) / s for x in logs]
        ts = [math.tanh(z / 2) for z in zs]
        hs = [(1 - t * t) / 2 for t in ts]
        gm = math.fsum(ts) / s
        gs = (math.fsum(z * t for z, t in zip(zs, ts)) - n) / s
        mm = -math.fsum(hs) / (s * s)
        ms = -math.fsum(t + z * h for z, t, h in zip(zs, ts, hs)) / (s * s)
        ss = (n - math.fsum(2 * z * t + z * z * h for z, t, h in zip(zs, ts, hs))) / (s * s)
        det = mm * ss - ms * ms
        dm, ds = (ss * gm - ms * gs) / det, (mm * gs - ms * gm) / det
        m, s = m - dm, max(s - ds, s / 2)
        if abs(dm) + abs(ds) < 1e-13:
            break
    shape, scale = 1 / s, math.exp(m)
    return {
        "family": "log-logistic",
        "shape": shape,
        "scale": scale,
        "mean": scale * (math.pi / shape) / math.sin(math.pi / shape),
        "median": scale,
        "p95": scale * 19 ** (1 / shape),
    }, lambda x: 1 / (1 + (x / scale) ** -shape)


def distance(values, cdf):
    """The greatest distance between a law and the data (Kolmogorov and Smirnov)."""
    n, ordered, worst, seen = len(values), sorted(values), 0.0, 0
    while seen < n:
        x, start = ordered[seen], seen
        while seen < n and ordered[seen] == x:
            seen += 1
        # seconds are whole: the law is compared half a second beside them
        worst = max(worst, abs(seen / n - cdf(x + 0.5)), abs(start / n - cdf(x - 0.5)))
    return worst


def talk_time(values, fit):
    """A fitted law beside the data: it serves only if mean, median and p95 lie in the data's
    99 % intervals."""
    positive = [v for v in values if v > 0]
    law, cdf = fit(positive)
    data = {
        "mean": interval_of_mean(values),
        "median": interval_of_quantile(values, 0.5),
        "p95": interval_of_quantile(values, 0.95),
    }
    fits = {key: d["low"] <= law[key] <= d["high"] for key, d in data.items()}
    return {
        "n": len(values),
        "zeros_left_out": len(values) - len(positive),
        "fit": {k: v if isinstance(v, str) else round(v, 4) for k, v in law.items()},
        "data": data,
        "fit_in_interval": fits,
        "distance": round(distance(positive, cdf), 4),
        "law_used": law["family"] if all(fits.values()) else "empirical",
    }


def groups(values):
    """Means of equal groups of the ordered values, so that the mean of all is kept."""
    ordered, n = sorted(values), len(values)
    edges = [n * i / GROUPS for i in range(GROUPS + 1)]
    means = []
    for low, high in zip(edges, edges[1:]):
        # a value on the edge of two groups counts in both, by its parts
        first, last = int(low), min(int(math.ceil(high)), n)
        total = math.fsum(
            ordered[i] * (min(i + 1, high) - max(i, low)) for i in range(first, last)
        )
        means.append(total / (high - low))
    return means


def write(name, text):
    # as bytes: the same line ends everywhere
    (ROOT / name).write_bytes(text.encode("ascii"))


def as_json(content):
    return json.dumps(content, indent=1) + "\n"


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: python3 data/bank/prepare.py ARCHIVE")
    a, b = halves(clients(sys.argv[1]))
    won = [seconds for _, seconds, success in a if success]
    failed = [seconds for _, seconds, success in a if not success]
    most, by_attempt = attempts(a)
    talk = {
        "unit": "seconds; the last contact of each client",
        "success": talk_time(won, lognormal),
        "failure": talk_time(failed, log_logistic),
    }
    head = {**PROVENANCE, "half": "A (estimation)", "clients": len(a), "most_contacts": most}
    estimates = {**head, "attempts": by_attempt, "talk_time": talk}
    write("data/bank/estimates.json", as_json(estimates))

    lines = ["success,failure"]
    lines += [f"{x:.2f} s,{y:.2f} s" for x, y in zip(groups(won), groups(failed))]
    write("scenarios/bank-talk-time.csv", "\n".join(lines) + "\n")

    contacts = [c for c, _, _ in b]
    seconds = [s for _, s, _ in b]
    head = {**PROVENANCE, "half": "B (validation)", "clients": len(b)}
    head["interval"] = (
        "99 %: Wilson for the share, normal for means, order statistics for quantiles; a quantile "
        "is the least value with at least that share of the data at or below it"
    )
    figures = {
        "success_rate": interval_of_share(sum(s for _, _, s in b), len(b)),
        "contacts_mean": interval_of_mean(contacts),
        "contacts_median": interval_of_quantile(contacts, 0.5),
        "contacts_p95": interval_of_quantile(contacts, 0.95),
        "last_talk_seconds_mean": interval_of_mean(seconds),
        "last_talk_seconds_median": interval_of_quantile(seconds, 0.5),
        "last_talk_seconds_p95": interval_of_quantile(seconds, 0.95),
    }
    write("data/bank/holdout.json", as_json({**head, "figures": figures}))


if __name__ == "__main__":
    main()
