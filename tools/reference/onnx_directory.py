"""Opens a directory of `valence export onnx` as Hugging Face's Optimum does, and compares its answers with those of `valence predict`.

    ./valence predict --model MODEL --input TEXTS --jsonl > predictions.jsonl
    python tools/reference/onnx_directory.py DIRECTORY TEXTS predictions.jsonl        (Transformers 5.18, ONNX Runtime 1.30)

TEXTS has one text a line. Where Optimum is installed, its ORTModelForSequenceClassification runs the graph; elsewhere ONNX Runtime does,
with what that class reads: config.json by AutoConfig, model.onnx, and of the inputs those that the graph names. Fails where a label is
another or a probability differs by more than 1e-4.
"""

import json
import pathlib
import sys

import numpy as np
import onnxruntime
from transformers import AutoConfig, AutoTokenizer

try:
    from optimum.onnxruntime import ORTModelForSequenceClassification
except ImportError:
    ORTModelForSequenceClassification = None


def runner(directory):
    if ORTModelForSequenceClassification is not None:
        model = ORTModelForSequenceClassification.from_pretrained(directory)
        return model.config, lambda batch: model(**batch).logits
    graphs = sorted(path.relative_to(directory) for path in pathlib.Path(directory).rglob("*.onnx"))
    assert [str(path) for path in graphs] == ["model.onnx"], graphs
    session = onnxruntime.InferenceSession(f"{directory}/model.onnx")
    assert [output.name for output in session.get_outputs()] == ["logits"]

    def run(batch):
        inputs = {i.name: batch.get(i.name, np.zeros_like(batch["input_ids"])) for i in session.get_inputs()}
        return session.run(None, inputs)[0]

    return AutoConfig.from_pretrained(directory), run


def main(directory, texts, predictions):
    lines = pathlib.Path(texts).read_text(encoding="utf-8").splitlines()
    expected = [json.loads(line) for line in pathlib.Path(predictions).read_text(encoding="utf-8").splitlines()]
    tokenizer = AutoTokenizer.from_pretrained(directory)
    config, run = runner(directory)
    assert len(lines) == len(expected)
    largest = 0.0
    for start in range(0, len(lines), 16):
        batch = dict(tokenizer(lines[start : start + 16], padding=True, truncation=True, return_tensors="np"))
        logits = np.asarray(run(batch), dtype=np.float64)
        exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
        for row, prediction in zip(exponentials / exponentials.sum(axis=1, keepdims=True), expected[start : start + 16]):
            assert config.id2label[int(row.argmax())] == prediction["label"], prediction
            largest = max(largest, abs(row.max() - prediction["probabilities"][prediction["label"]]))
    print(f"{type(tokenizer).__name__}, {type(config).__name__}, {len(lines)} texts, largest difference {largest:.3g}")
    sys.exit(int(largest > 1e-4))


if __name__ == "__main__":
    main(*sys.argv[1:])
