"""Prints, as Java test data, what scikit-learn and SciPy make of random confusions; see the tests of dev.valence.evaluate.

scikit-learn 1.9.1, SciPy 1.17.1, NumPy; seeds fixed.
"""

import numpy as np
from scipy.stats import binomtest, norm, t, ttest_rel
from sklearn.metrics import classification_report, log_loss, precision_recall_fscore_support

NAMES = {
    "three classes": ["negative", "neutral", "positive"],
    "a class never predicted": ["a", "never predicted", "b"],
    "a class without examples": ["absent", "b", "c"],
    "long names": ["a name longer than any heading", "größe 😀", "x"],
    "two classes": ["0", "1"],
}


def counts(name: str, rng: np.random.Generator) -> np.ndarray:
    matrix = rng.integers(0, 41, size=(len(NAMES[name]),) * 2) + 60 * np.eye(len(NAMES[name]), dtype=int)
    if name == "a class never predicted":
        matrix[:, 1] = 0
    if name == "a class without examples":
        matrix[0, :] = 0
    return matrix


def pairs(matrix: np.ndarray):
    truth, predicted = np.indices(matrix.shape)
    return np.repeat(truth.ravel(), matrix.ravel()), np.repeat(predicted.ravel(), matrix.ravel())


def report(title: str, matrix: np.ndarray, names: list, digits: int) -> None:
    truth, predicted = pairs(matrix)
    present = np.union1d(truth, predicted)
    text = classification_report(
        truth, predicted, labels=present, target_names=[names[i] for i in present], digits=digits, zero_division=0
    )
    print(f"--- {title}, digits {digits}: {matrix.tolist()}\n{text}", end="")


def main() -> None:
    rng = np.random.default_rng(17)
    for title, names in NAMES.items():
        matrix = counts(title, rng)
        for digits in (2, 4):
            report(title, matrix, names, digits)
        truth, predicted = pairs(matrix)
        for average in (None, "macro", "weighted"):
            print(average, precision_recall_fscore_support(
                truth, predicted, labels=range(len(names)), average=average, zero_division=0))
    many = np.fromfunction(lambda truth, predicted: (7 * truth + 3 * predicted) % 5, (23, 23), dtype=int)
    report("many classes, (7 truth + 3 predicted) mod 5", many + 9 * np.eye(23, dtype=int), [f"class {i}" for i in range(23)], 2)
    for matrix in (np.array([[11, 0, 2, 0], [0, 0, 0, 0], [3, 0, 17, 0], [0, 0, 5, 0]]), np.diag([4, 0, 3])):
        names = ["a", "a class that is nowhere", "b", "never predicted"][: len(matrix)]
        report("a class that is nowhere", matrix, names, 4)
        for average in ("macro", "weighted"):
            print(average, precision_recall_fscore_support(*pairs(matrix), average=average, zero_division=0))
    report("ties", np.array([[1, 7], [3, 5]]), ["a", "b"], 2)

    print("norm.ppf", repr(norm.ppf(0.975)))
    for k, n in ((0, 7), (7, 7), (714, 872), (1, 3), (499, 997)):
        interval = binomtest(k, n).proportion_ci(0.95, method="wilson")
        print("wilson", k, n, repr(interval.low), repr(interval.high))
    for b, c in ((0, 0), (1, 0), (5, 5), (3, 11), (11, 3), (40, 61), (2500, 2600), (10007, 9001), (0, 2000), (1, 1201)):
        print("mcnemar", b, c, repr(binomtest(min(b, c), b + c, 0.5).pvalue) if b + c else 1.0)

    for degrees in (1, 2, 3, 4, 5, 10, 19, 30, 100):
        print("t.ppf", degrees, *(repr(t.ppf(p, degrees)) for p in (0.975, 0.995)))
        print("2 t.sf", degrees, *(repr(2 * t.sf(x, degrees)) for x in (0.3, 1.7, 4.3)))
    for first, second in (
        ([0.8200, 0.8314, 0.8222], [0.8555, 0.8532, 0.8589]),
        ([0.71, 0.74, 0.69, 0.73, 0.72], [0.72, 0.73, 0.71, 0.74, 0.70]),
        ([0.5, 0.6], [0.61, 0.58]),
    ):
        test = ttest_rel(second, first)
        interval = test.confidence_interval(0.95)
        print("ttest_rel", repr(test.statistic), repr(test.pvalue), repr(interval.low), repr(interval.high))
    sample = np.array([0.8200, 0.8314, 0.8222, 0.8301, 0.8153])
    deviation = sample.std(ddof=1)
    print("sample", repr(sample.mean()), repr(deviation), t.interval(0.95, 4, sample.mean(), deviation / 5**0.5))

    truth = rng.integers(0, 3, size=29)
    logits = rng.normal(size=(29, 3)) * 3 + 2 * np.eye(3)[truth]
    probabilities = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    probabilities = probabilities.round(3).astype(np.float32)
    confidence, right = probabilities.max(axis=1).astype(np.float64), probabilities.argmax(axis=1) == truth
    error = 0.0
    for low, high in zip(np.linspace(0, 1, 16)[:-1], np.linspace(0, 1, 16)[1:]):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            error += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
    for label, row in zip(truth, probabilities):
        print(label, *row)
    loss = log_loss(truth, probabilities)  # cut at the epsilon of float32
    print("log_loss", repr(loss), "accuracy", repr(right.mean()), "ece", repr(error))


if __name__ == "__main__":
    main()
