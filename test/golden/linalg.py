"""Linear algebra by LAPACK: python3 test/golden/linalg.py > test/golden/linalg.json"""
import json
import numpy
import scipy.linalg

chance = numpy.random.default_rng(8)


def case(a):
    a = a.round(3)
    b = chance.normal(size=a.shape[0]).round(3)
    x, _, rank, values = numpy.linalg.lstsq(a, b, rcond=None)
    gram = (a.T @ a).round(6)
    eigenvalues, eigenvectors = numpy.linalg.eigh(gram)
    full = rank == a.shape[1]
    return {
        "a": a.tolist(),
        "b": b.tolist(),
        "rank": int(rank),
        "residual": numpy.linalg.norm(a @ x - b),
        "singular": values.tolist(),
        "gram": gram.tolist(),
        "eigenvalues": eigenvalues[::-1].tolist(),
        # These are determined by the matrix only where its columns are independent.
        "solution": x.tolist() if full else None,
        "largest": abs(eigenvectors[:, -1]).tolist(),
        "cholesky": numpy.linalg.cholesky(gram).tolist() if full else None,
        "diagonal": abs(scipy.linalg.qr(a, pivoting=True)[1].diagonal()).tolist(),
    }


dependent = chance.normal(size=(9, 3)).round(1) @ chance.integers(-2, 3, size=(3, 5))
cases = [chance.normal(size=(8, 4)), chance.normal(size=(6, 6)) * 10.0 ** numpy.arange(-3, 3), dependent, chance.normal(size=(3, 5))]
made = {"program": "NumPy", "version": numpy.__version__, "scipy": scipy.__version__, "command": "python3 test/golden/linalg.py"}
print(json.dumps({"made": made, "expect": [case(a) for a in cases]}, indent=1))
