"""Compares a model directory that Valence made from an ONNX graph with ONNX Runtime on the original graph.

    python compare_onnx.py model.onnx DIRECTORY SENTENCES.tsv

Takes the first 200 sentences of a GLUE file, loads the directory with Transformers' AutoModel and AutoTokenizer, and prints
the largest difference of the last hidden states over all tokens. Fails past 1e-4.
"""

import csv
import sys

import numpy as np
import onnxruntime
import torch
from transformers import AutoModel, AutoTokenizer


def main(graph: str, directory: str, sentences: str) -> None:
    with open(sentences, encoding="utf-8") as file:
        texts = [row["sentence"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)][:200]
    tokenizer = AutoTokenizer.from_pretrained(directory)
    model, loading = AutoModel.from_pretrained(directory, output_loading_info=True)
    print({key: sorted(value) for key, value in loading.items()})
    model.eval()
    session = onnxruntime.InferenceSession(graph)
    largest = 0.0
    for start in range(0, len(texts), 10):
        batch = tokenizer(texts[start : start + 10], padding=True, truncation=True, max_length=128, return_tensors="pt")
        with torch.no_grad():
            ours = model(**batch).last_hidden_state.numpy()
        inputs = {key: batch[key].numpy() for key in ("input_ids", "attention_mask", "token_type_ids")}
        theirs = session.run(None, inputs)[0]
        mask = inputs["attention_mask"].astype(bool)
        largest = max(largest, float(np.abs(ours - theirs)[mask].max()))
    print(f"{type(tokenizer).__name__}, {len(texts)} sentences, largest difference {largest:.3g}")
    sys.exit(largest > 1e-4)


if __name__ == "__main__":
    main(*sys.argv[1:])
