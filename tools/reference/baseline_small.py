"""Makes reference results for the tests of dev.valence.baseline with scikit-learn 1.9.1, SciPy 1.17.1 and NumPy 2.4.6.

Writes core/src/test/resources/dev/valence/internal/baseline/{tfidf,sst2}.json and prints what the tests of Lbfgs and LineSearch
expect. Which of equally frequent terms scikit-learn keeps differs from processor to processor, so it is given the vocabulary: the
alphabetically first.

    baseline_small.py SST2    # the folder with train.tsv, dev.tsv and test_labelled.tsv
"""

import collections
import csv
import json
import pathlib
import sys

import numpy as np
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


def vectorizer_of(texts: list, size: int) -> TfidfVectorizer:
    analyze = TfidfVectorizer().build_analyzer()
    counts = collections.Counter(term for text in texts for term in analyze(text))
    kept = sorted(counts, key=lambda term: (-counts[term], term))[:size]
    return TfidfVectorizer(vocabulary=sorted(kept)).fit(texts)


def tfidf() -> dict:
    texts = [text for text, _ in TEXTS]
    labels = [label for _, label in TEXTS]
    vectorizer = vectorizer_of(texts, 37)
    rows = vectorizer.transform(texts)
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


def read(folder: pathlib.Path, name: str) -> tuple:
    with open(folder / name, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    return [row[0] for row in rows], [int(row[1]) for row in rows]


def sst2(folder: pathlib.Path) -> dict:
    texts, labels = read(folder, "train.tsv")
    dev, dev_labels = read(folder, "dev.tsv")
    test, test_labels = read(folder, "test_labelled.tsv")
    results = {}
    for name, vocabulary_texts, iterations in (
        ("train", texts, 100),
        ("train, converged", texts, 2000),
        ("train and dev", texts + dev, 100),
    ):
        vectorizer = vectorizer_of(vocabulary_texts, 10_000)
        model = LogisticRegression(max_iter=iterations).fit(vectorizer.transform(texts), labels)
        columns = {term: vectorizer.vocabulary_[term] for term in ("the", "movie", "not", "bad", "wonderful")}
        probabilities = model.predict_proba(vectorizer.transform(dev))[:, 1]
        results[name] = {
            "terms": len(vectorizer.vocabulary_),
            "last_term": max(vectorizer.vocabulary_),
            "iterations": int(model.n_iter_[0]),
            "dev_accuracy": model.score(vectorizer.transform(dev), dev_labels),
            "test_accuracy": model.score(vectorizer.transform(test), test_labels),
            "intercept": model.intercept_[0],
            "idf": {term: vectorizer.idf_[column] for term, column in columns.items()},
            "coefficients": {term: model.coef_[0, column] for term, column in columns.items()},
            "dev_positive_probabilities": probabilities[:50].tolist(),
        }
    return results


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


def main(data: pathlib.Path) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, results in (("tfidf", tfidf()), ("sst2", sst2(data))):
        text = json.dumps(results, ensure_ascii=False)
        (FOLDER / f"{name}.json").write_text(text + "\n", encoding="utf-8", newline="\n")
    show_minimizations()
    show_line_searches()


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
