"""Elementary functions to 60 digits: python3 test/golden/mathematics.py > test/golden/mathematics.json"""
import json
import math
import random
import mpmath

mpmath.mp.dps = 80
chance = random.Random(5)


def numbers(low, high, count=12):
    return [chance.uniform(low, high) for _ in range(count)]


def small(count=6):
    return [chance.uniform(-1, 1) * 10.0 ** -chance.randrange(20) for _ in range(count)]


cases = {
    "exp": [[x] for x in numbers(-700, 700) + numbers(-1, 1) + small()],
    "log": [[math.exp(x)] for x in numbers(-700, 700)] + [[x] for x in numbers(0.5, 2)],
    "sin": [[x] for x in numbers(-100, 100) + numbers(-1e6, 1e6) + small()],
    "cos": [[x] for x in numbers(-100, 100) + numbers(-1e6, 1e6) + small()],
    "tanh": [[x] for x in numbers(-19, 19) + numbers(-1, 1) + small()],
    "pow": [[math.exp(x), y] for x, y in zip(numbers(-20, 20), numbers(-12, 12))],
}
functions = {"exp": mpmath.exp, "log": mpmath.log, "sin": mpmath.sin, "cos": mpmath.cos, "tanh": mpmath.tanh, "pow": mpmath.power}

expect = {
    name: [{"at": at, "value": mpmath.nstr(functions[name](*map(mpmath.mpf, at)), 60, min_fixed=0, max_fixed=0)} for at in points]
    for name, points in cases.items()
}
made = {"program": "mpmath", "version": mpmath.__version__, "command": "python3 test/golden/mathematics.py"}
print(json.dumps({"made": made, "expect": expect}, indent=1))
