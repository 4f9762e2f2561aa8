"""TF-IDF with logistic regression in scikit-learn, fitted to SST-2's training texts in each round: sklearn_baseline.py SST2"""

import pathlib
import sys

import sklearn
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

import peer


def main():
    lines = (pathlib.Path(sys.argv[1]) / "train.tsv").read_text(encoding="utf-8").splitlines()[1:]
    texts, labels = zip(*(line.split("\t") for line in lines))

    def fit():
        rows = TfidfVectorizer(max_features=10_000).fit_transform(texts)
        LogisticRegression(C=1.0, max_iter=100).fit(rows, labels)

    fit()
    peer.serve(sklearn.__version__, len(texts), lambda: [peer.timed(fit)])


if __name__ == "__main__":
    main()
