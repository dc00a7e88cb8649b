"""Statistics by SciPy: python3 test/golden/statistics.py > test/golden/statistics.json"""
import json
import warnings
import numpy
import scipy
from scipy import stats

warnings.simplefilter("ignore")
chance = numpy.random.default_rng(3)


def sample(n):
    return chance.normal(1, 2, n).tolist()


def pairs(n, parts=None):
    """With so many parts a unit, differences are exact and some are equal."""
    a = chance.normal(1, 2, n)
    b = a - chance.normal(0.5, 1, n)
    return {name: (x if parts is None else numpy.round(x * parts) / parts).tolist() for name, x in [("a", a), ("b", b)]}


def tested(case):
    a, b = numpy.array(case["a"]), numpy.array(case["b"])
    t = stats.ttest_rel(a, b)
    d = a - b
    ranks = stats.wilcoxon(d[d != 0], method=stats.PermutationMethod(n_resamples=numpy.inf) if len(set(abs(d))) < len(d) else "exact")
    return {
        **case,
        "pairedT": [t.statistic, t.pvalue],
        "wilcoxon": [ranks.statistic, ranks.pvalue],
        "kendall": stats.kendalltau(a, b).statistic,
        "cohenDz": (a - b).mean() / (a - b).std(ddof=1),
        "cliffDelta": numpy.sign(a[:, None] - b[None, :]).mean(),
    }


def interval(values, level):
    low, high = stats.t.interval(level, len(values) - 1, numpy.mean(values), stats.sem(values))
    return {"values": values, "level": level, "mean": numpy.mean(values), "low": low, "high": high}


def resampled(values, level, name):
    result = stats.bootstrap((values,), getattr(numpy, name), confidence_level=level, n_resamples=200_000, rng=chance)
    return {"values": values, "level": level, "statistic": name, "low": result.confidence_interval.low, "high": result.confidence_interval.high}


p = [0.01, 0.04, 0.03, 0.005, 0.5, 0.04, 1.0]
expect = {
    "normalCdf": [[x, stats.norm.cdf(x)] for x in numpy.linspace(-8, 8, 33).tolist()],
    "normalQuantile": [[q, stats.norm.ppf(q)] for q in [1e-300, 1e-20, 1e-9, 0.001, 0.07, 0.0751, 0.3, 0.5, 0.8, 0.97, 0.9999, 1 - 1e-12]],
    "studentTwoSided": [[t, n, 2 * stats.t.sf(abs(t), n)] for t in [0, 0.1, 1, -2.5, 6, 40, 300] for n in [1, 2, 5, 9.5, 30, 400, 1e5]],
    "studentReach": [[level, n, stats.t.ppf((1 + level) / 2, n)] for level in [0.5, 0.9, 0.95, 0.999] for n in [1, 2, 4, 9, 99, 1e4]],
    "intervals": [interval(sample(n), level) for n, level in [(2, 0.95), (5, 0.95), (20, 0.99)]],
    "bootstrap": [resampled(numpy.exp(sample(20)).round(3).tolist(), level, name) for level, name in [(0.95, "mean"), (0.8, "mean"), (0.95, "std")]],
    "paired": [tested(pairs(n, parts)) for n, parts in [(5, None), (10, None), (25, None), (12, 1), (14, 4), (40, None)]],
    "holm": {"p": p},
}
# Holm is not in SciPy: by its definition, in plain Python.
order = sorted(range(len(p)), key=lambda k: p[k])
expect["holm"]["adjusted"] = [
    max(min(1, (len(p) - rank) * p[k]) for rank, k in enumerate(order[: order.index(i) + 1])) for i in range(len(p))
]
made = {"program": "SciPy", "version": scipy.__version__, "numpy": numpy.__version__, "command": "python3 test/golden/statistics.py"}
print(json.dumps({"made": made, "expect": expect}, indent=1))
