"""Makes reference results for the tests of dev.valence.baseline with scikit-learn 1.9.1, SciPy 1.17.1 and NumPy 2.4.6.

Writes core/src/test/resources/dev/valence/internal/baseline/{tfidf,argsort}.json and prints what the tests of Lbfgs and LineSearch
expect. Must run on a processor with AVX-512: elsewhere NumPy sorts equal keys into another order.
"""

import json
import pathlib

import numpy as np
from numpy._core._multiarray_umath import __cpu_features__
from scipy.optimize import minimize, rosen, rosen_der
from scipy.optimize._dcsrch import DCSRCH
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

FOLDER = pathlib.Path(__file__).parents[2] / "core/src/test/resources/dev/valence/internal/baseline"

TEXTS = [
    ("The river was cold, the bread was old and the tea was cold too.", "bad"),
    ("A happy walk along a happy river with happy children!", "good"),
    ("It rained. Then it rained again, and then it rained some more.", "bad"),
    ("Good bread, good tea, good old friends.", "good"),
    ("The bridge of 1987 is a bridge; it has 2 ends and 11 lamps.", "plain"),
    ("Nobody was happy about the cold, cold bridge.", "bad"),
    ("The children walk to the river and walk home again.", "plain"),
    ("What a good, good walk: naïve, ÉLAN, crème brûlée at x_1 and y²!", "good"),
    ("There are friends at the other end of the bridge.", "plain"),
    ("a b c ! ?", "plain"),
    ("Old tea again? Bad tea, bad bread, bad walk.", "bad"),
    ("The lamps of the bridge are lit; the river is there.", "plain"),
    ("Happy, happy friends; and the tea was good.", "good"),
]
UNSEEN = [
    "A cold walk with old friends.",
    "happy happy HAPPY tea",
    "",
    "nothing that was seen before xyz",
    "The bridge was bad, the river was bad, the lamps were good.",
]


def tfidf() -> dict:
    texts = [text for text, _ in TEXTS]
    labels = [label for _, label in TEXTS]
    vectorizer = TfidfVectorizer(max_features=37)
    rows = vectorizer.fit_transform(texts)
    fits = {}
    for name, chosen in (("two", ("bad", "good")), ("three", ("bad", "good", "plain"))):
        keep = [i for i, label in enumerate(labels) if label in chosen]
        for strength in (1.0, 10.0):
            model = LogisticRegression(C=strength, max_iter=100)
            model.fit(rows[keep], [labels[i] for i in keep])
            fits[f"{name} classes, C={strength}"] = {
                "C": strength,
                "classes": list(model.classes_),
                "iterations": int(model.n_iter_[0]),
                "coefficients": model.coef_.tolist(),
                "intercepts": model.intercept_.tolist(),
                "probabilities": model.predict_proba(vectorizer.transform(UNSEEN)).tolist(),
            }
    return {
        "texts": texts,
        "labels": labels,
        "unseen": UNSEEN,
        "vocabulary": vectorizer.get_feature_names_out().tolist(),
        "idf": vectorizer.idf_.tolist(),
        "rows": rows.toarray().tolist(),
        "unseen_rows": vectorizer.transform(UNSEEN).toarray().tolist(),
        "fits": fits,
    }


def argsort() -> list:
    """Few different keys make many ties; of the last ones NumPy's quicksort gives up a part."""
    random = np.random.default_rng(42)
    keys = [random.integers(-5, 0, n) for n in SIZES]
    keys += [-random.zipf(1.5, n).clip(0, 10**6) for n in SIZES]
    keys += [-random.integers(0, 10**9, 503), np.arange(211) // 3, -(np.arange(211) // 3)]
    keys += [-np.random.default_rng(19).integers(0, 3, 601)]
    return [{"keys": k.tolist(), "order": k.astype(np.int64).argsort().tolist()} for k in keys]


SIZES = [1, 2, 7, 8, 13, 61, 64, 127, 256, 257, 289, 509, 1021]


def show_minimizations() -> None:
    for n, gtol, iterations in ((2, 1e-5, 1000), (2, 0.0, 7), (11, 0.0, 7), (11, 0.0, 31)):
        start = np.tile([-1.2, 1.0], n)[:n]
        options = dict(gtol=gtol, ftol=0, maxiter=iterations, maxls=50)
        found = minimize(rosen, start, jac=rosen_der, method="L-BFGS-B", options=options)
        print("rosenbrock", n, gtol, found.nit, found.nfev, repr(float(found.fun)), found.message)


def show_line_searches() -> None:
    """The first two are test functions 5.1 and 5.2 of Moré and Thuente 1994."""
    functions = {
        "valley": (lambda a: -a / (a * a + 2), lambda a: (2 * a * a - (a * a + 2)) / (a * a + 2) ** 2),
        "late": (
            lambda a: (a + 0.004) ** 5 - 2 * (a + 0.004) ** 4,
            lambda a: 5 * (a + 0.004) ** 4 - 8 * (a + 0.004) ** 3,
        ),
        "wavy": (
            lambda a: 0.1 * (a - 3) ** 2 + 0.3 * np.cos(4 * a),
            lambda a: 0.2 * (a - 3) - 1.2 * np.sin(4 * a),
        ),
        "narrow": (
            lambda a: 1e4 * (a - 0.003) ** 2,
            lambda a: 2e4 * (a - 0.003),
        ),
    }
    for name, (value, slope) in functions.items():
        for first in (1e-3, 0.1, 10.0, 1e3):
            steps = []

            def recorded(a):
                steps.append(a)
                return value(a)

            search = DCSRCH(recorded, slope, 1e-3, 0.9, 0.1, 0.0, 1e10)
            step, _, _, task = search(first, phi0=value(0.0), derphi0=slope(0.0), maxiter=50)
            print("line", name, first, len(steps), repr(float(steps[-1])), step, task)


def main() -> None:
    if not __cpu_features__["AVX512_SKX"]:
        raise SystemExit("this processor has no AVX-512")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for make in (tfidf, argsort):
        text = json.dumps(make(), ensure_ascii=False)
        (FOLDER / f"{make.__name__}.json").write_text(text + "\n", encoding="utf-8", newline="\n")
    show_minimizations()
    show_line_searches()


if __name__ == "__main__":
    main()
