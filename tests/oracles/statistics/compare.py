"""Holds every statistic to SciPy, statsmodels, or a few lines from its definition. Reads the lines of the example `statistics`; exits non-zero on any disagreement."""
import collections
import json
import math
import sys

import numpy as np
from scipy import optimize, stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

worst = collections.defaultdict(float)
wrong = []


def same(name, ours, theirs, tolerance, line):
    if ours is None or theirs is None:
        off = 0.0 if ours is theirs else math.inf
    elif ours == theirs:
        off = 0.0
    else:
        off = abs(ours - theirs)
    worst[name] = max(worst[name], off)
    if not off <= tolerance:
        wrong.append(f"{name}: ours {ours}, theirs {theirs}: {line[:300]}")


def score(gains, losses, n, lam):
    """Tango's Z by maximising the likelihood of the losses' rate under the supposed difference, numerically."""
    # The rarer of the two kinds of discordant pairs has the chance u, the other u + |λ|.
    rare, frequent = (gains, losses) if lam < 0 else (losses, gains)
    rest, high = n - gains - losses, (1 - abs(lam)) / 2

    # The derivative of the log-likelihood falls in u.
    def slope(u):
        return (rare / u if rare else 0.0) + (frequent / (u + abs(lam)) if frequent else 0.0) - (rest / (high - u) if rest else 0.0)

    edge = high * 1e-13
    if slope(edge) <= 0:
        u = 0.0
    elif slope(high - edge) >= 0:
        u = high
    else:
        u = optimize.brentq(slope, edge, high - edge, xtol=1e-17, rtol=1e-14, maxiter=500)
    q = u + max(0.0, -lam)
    variance = n * (2 * q + lam - lam * lam)
    excess = gains - losses - n * lam
    if variance <= 0:
        return 0.0 if excess == 0 else math.copysign(math.inf, excess)
    return excess / math.sqrt(variance)


def score_interval(gains, losses, n, z):
    estimate = (gains - losses) / n
    edge = 1e-7
    below, above = (lambda lam: score(gains, losses, n, lam) - z), (lambda lam: score(gains, losses, n, lam) + z)
    lower = -1.0 if estimate - edge <= -1 or below(-1 + edge) <= 0 else optimize.brentq(below, -1 + edge, estimate, xtol=1e-13)
    upper = 1.0 if estimate + edge >= 1 or above(1 - edge) >= 0 else optimize.brentq(above, estimate, 1 - edge, xtol=1e-13)
    return lower, upper


def grid(n):
    losses, gains = np.meshgrid(np.arange(n + 1), np.arange(n + 1), indexing="ij")
    inside = losses + gains <= n
    return losses[inside], gains[inside]


def scores(n, lam):
    """The closed form, vectorised; `score` above holds it to the likelihood."""
    losses, gains = grid(n)
    b = -gains - losses + (2 * n - gains + losses) * lam
    c = -losses * lam * (1 - lam)
    q = (np.sqrt(np.maximum(0, b * b - 8 * n * c)) - b) / (4 * n)
    return losses, gains, (gains - losses - n * lam) / np.sqrt(n * (2 * q + lam * (1 - lam)))


def trinomial(losses, gains, n, loss, gain):
    return stats.multinomial.pmf(np.stack([losses, gains, n - losses - gains], axis=-1), n, [loss, gain, max(0.0, 1 - loss - gain)])


def proportion(case, line):
    x, n, level = case["x"], case["n"], case["level"]
    for name, method in [("exact", "beta"), ("wilson", "wilson")]:
        theirs = proportion_confint(x, n, 1 - level, method)
        for ours, end in zip(case[name], theirs):
            same(f"proportion, {name}", ours, float(end), 1e-9, line)
    low, high = stats.binomtest(x, n).proportion_ci(level, "exact")
    same("proportion, exact (SciPy)", case["exact"][0], low, 1e-9, line)
    same("proportion, exact (SciPy)", case["exact"][1], high, 1e-9, line)


def paired(case, line):
    both, losses, gains, neither = case["cells"]
    n, margin = sum(case["cells"]), case["margin"]
    same("McNemar, exact", case["mcnemar"], float(mcnemar([[both, losses], [gains, neither]], exact=True).pvalue), 1e-10, line)
    z = score(gains, losses, n, -margin)
    same("Tango, p", case["p"], float(stats.norm.sf(z)), 1e-7, line)
    same("Tango, p of worse", case["worse"], float(stats.norm.cdf(z)), 1e-7, line)
    for ours, end in zip(case["interval"], score_interval(gains, losses, n, stats.norm.ppf((1 + case["level"]) / 2))):
        same("Tango, interval", ours, end, 1e-6, line)
    if case["exact"] is not None:
        all_losses, all_gains, all_scores = scores(n, -margin)
        observed = all_scores[(all_losses == losses) & (all_gains == gains)][0]
        favourable = all_scores >= observed - 1e-9 * max(1, abs(observed))
        places = np.linspace(0, 1, 161) ** 2 * (1 - margin) / 2
        largest = max(trinomial(all_losses[favourable], all_gains[favourable], n, g + margin, g).sum() for g in places)
        same("exact p, not below", max(0.0, largest - case["exact"]), 0.0, 1e-9, line)
        same("exact p, not far above", max(0.0, case["exact"] - largest), 0.0, 2e-3, line)


def clustered(case, line):
    keys = np.array([pair[0] for pair in case["pairs"]])
    first = np.array([pair[1] for pair in case["pairs"]], float)
    second = np.array([pair[2] for pair in case["pairs"]], float)
    d, n = second - first, len(keys)
    k = len(set(keys))
    mean = d.mean()
    sums = np.array([(d[keys == key] - mean).sum() for key in set(keys)])
    variance = k / (k - 1) * (sums ** 2).sum() / n ** 2
    half = stats.t.ppf(0.95, k - 1) * math.sqrt(variance)
    for ours, end in zip(case["mean"], (mean - half, mean + half)):
        same("mean, clustered", ours, end, 1e-10, line)
    alone = ((d - mean) ** 2).sum() / n ** 2
    sizes = np.array([(keys == key).sum() for key in set(keys)])
    # With one more cluster of average size whose pairs all differ the same way.
    effect = max(1.0, (variance * n ** 2 + (sizes ** 2).mean()) / (alone * n ** 2 + sizes.mean()))
    same("clusters, design effect", case["effect"], effect, 1e-9, line)
    gains, losses = (d > 0).sum() / effect, (d < 0).sum() / effect
    z = score(gains, losses, n / effect, -case["margin"])
    same("clusters, p", case["p"], float(stats.t.sf(z, k - 1)), 1e-7, line)
    for ours, end in zip(case["interval"], score_interval(gains, losses, n / effect, stats.t.ppf(0.95, k - 1))):
        same("clusters, interval", ours, end, 1e-6, line)


def holm(case, line):
    for ours, theirs in zip(case["adjusted"], multipletests(case["p"], method="holm")[1]):
        same("Holm", ours, float(theirs), 1e-12, line)


def observations(case, line):
    ordered, n, share, tail = sorted(case["all"]), len(case["all"]), case["share"], (1 - case["level"]) / 2
    places = np.arange(1, n + 1)
    lower = places[stats.binom.cdf(places - 1, n, share) <= tail]
    upper = places[stats.binom.sf(places - 1, n, share) <= tail]
    theirs = [float(np.quantile(ordered, share, method="inverted_cdf")), ordered[lower[-1] - 1] if len(lower) else None, ordered[upper[0] - 1] if len(upper) else None]
    for name, ours, value in zip(["estimate", "lower", "upper"], case["quantile"], theirs):
        same(f"quantile, {name}", ours, value, 0.0, line)
    for ours, end in zip(case["mean"], stats.t.interval(case["level"], n - 1, np.mean(ordered), stats.sem(ordered))):
        same("mean", ours, float(end), 1e-9, line)


def bets(case, line):
    fractions = np.arange(1, 25) / 25
    logs = {"passing": np.zeros(24), "failing": np.zeros(24)}
    best = {"passing": 0.0, "failing": 0.0}
    total = 0.0
    for seen, d in enumerate(case["differences"]):
        mean = -case["margin"] if case["of"] is None else (-case["margin"] * case["of"] - total) / (case["of"] - seen)
        with np.errstate(all="ignore"):
            for name, gain, room in [("passing", d - mean, 1 + mean), ("failing", mean - d, 1 - mean)]:
                if room < -1e-9:
                    best[name] = math.inf
                elif room >= 1e-9:
                    logs[name] += np.log1p(fractions * gain / room)
                    best[name] = max(best[name], float(np.logaddexp.reduce(logs[name]) - math.log(24)))
        total += d
    for name, theirs in best.items():
        same(f"e-value, {name} (log)", math.inf if case[name] is None else case[name], theirs, 1e-6 * max(1, abs(theirs) if math.isfinite(theirs) else 1), line)


def power(case, line):
    n, diff, disc = case["n"], case["difference"], case["discordance"]
    losses, gains, z = scores(n, -case["margin"])
    passing = stats.norm.sf(z) <= case["alpha"]
    theirs = trinomial(losses[passing], gains[passing], n, (disc - diff) / 2, (disc + diff) / 2).sum()
    same("power", case["power"], float(theirs), 1e-8, line)


judges = {f.__name__: f for f in (proportion, paired, clustered, holm, observations, bets, power)}
counted = collections.Counter()
with open(sys.argv[1]) as lines:
    for line in lines:
        case = json.loads(line)
        counted[case["kind"]] += 1
        judges[case["kind"]](case, line)
for name in judges:
    if counted[name] < 50:
        wrong.append(f"only {counted[name]} cases of {name}")
for name, off in sorted(worst.items()):
    print(f"{name:32} off by at most {off:.1e}")
print(f"{sum(counted.values())} cases, {len(wrong)} disagreements")
for sentence in wrong[:20]:
    print(sentence)
sys.exit(1 if wrong else 0)
