"""Fills in masked words with a model directory that Valence made, by Transformers' BertForMaskedLM.

    python masked_words.py DIRECTORY

Prints how the weights loaded and the best five words for each sentence, which should make sense.
"""

import sys

import torch
from transformers import AutoTokenizer, BertForMaskedLM

SENTENCES = [
    "The capital of France is [MASK].",
    "She poured the [MASK] into her coffee and stirred.",
    "The movie was so [MASK] that I fell asleep.",
    "Two plus two equals [MASK].",
]


def main(directory: str) -> None:
    tokenizer = AutoTokenizer.from_pretrained(directory)
    model, loading = BertForMaskedLM.from_pretrained(directory, output_loading_info=True)
    print({key: sorted(value) for key, value in loading.items()})
    model.eval()
    for sentence in SENTENCES:
        batch = tokenizer(sentence, return_tensors="pt")
        position = batch.input_ids[0].tolist().index(tokenizer.mask_token_id)
        with torch.no_grad():
            probabilities = model(**batch).logits[0, position].softmax(-1)
        best = probabilities.topk(5)
        words = [f"{tokenizer.decode([i])} {p:.3f}" for i, p in zip(best.indices.tolist(), best.values.tolist())]
        print(sentence, "->", ", ".join(words))


if __name__ == "__main__":
    main(*sys.argv[1:])
