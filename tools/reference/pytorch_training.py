"""Training speed of the tutorial's classifier in PyTorch, for docs/results.md.

The same encoder (6 layers, 8 heads, width 128, feed-forward 256, post-LayerNorm, dropout as given), batches of 64 texts of
like lengths padded to the longest of the batch, Adam, gradients clipped to norm 1. Prints texts a second over the timed steps.

    python tools/reference/pytorch_training.py --data ../shared/data/sst2 --tokenizer runs/scratch/tokenizer.json
"""

import argparse
import math
import pathlib
import random
import statistics
import time

import tokenizers
import torch
from torch import nn


class Model(nn.Module):
    """The tutorial's encoder with its head; logits of every position."""

    def __init__(self, vocabulary, classes, dropout, width=128, heads=8, hidden=256, layers=6, length=128):
        super().__init__()
        self.scale = math.sqrt(width)
        self.embedding = nn.Embedding(vocabulary, width, padding_idx=0)
        place = torch.arange(length).unsqueeze(1)
        rate = torch.exp(torch.arange(0, width, 2) * (-math.log(10_000.0) / width))
        table = torch.zeros(length, width)
        table[:, 0::2] = torch.sin(place * rate)
        table[:, 1::2] = torch.cos(place * rate)
        self.register_buffer("positions", table)
        self.dropout = nn.Dropout(dropout)
        layer = nn.TransformerEncoderLayer(width, heads, hidden, dropout, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, layers, enable_nested_tensor=False)
        self.head = nn.Sequential(nn.Linear(width, width), nn.ReLU(), nn.LayerNorm(width), nn.Linear(width, classes))

    def encode(self, ids):
        x = self.dropout(self.embedding(ids) * self.scale + self.positions[: ids.shape[1]])
        return self.encoder(x, src_key_padding_mask=ids == 0)


def batches(texts, labels, size, bucketed, seed):
    order = list(range(len(texts)))
    random.Random(seed).shuffle(order)
    if bucketed:
        window = 64 * size
        order = [i for at in range(0, len(order), window) for i in sorted(order[at : at + window], key=lambda i: len(texts[i]))]
    cut = [order[at : at + size] for at in range(0, len(order), size)]
    random.Random(seed + 1).shuffle(cut)
    for batch in cut:
        longest = max(len(texts[i]) for i in batch)
        ids = torch.zeros(len(batch), longest, dtype=torch.long)
        for row, i in enumerate(batch):
            ids[row, : len(texts[i])] = torch.tensor(texts[i])
        yield ids, torch.tensor([labels[i] for i in batch])


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--data", type=pathlib.Path, required=True)
    arguments.add_argument("--tokenizer", required=True)
    arguments.add_argument("--steps", type=int, default=150)
    arguments.add_argument("--warmup", type=int, default=20)
    arguments.add_argument("--dropout", type=float, default=0.1)
    arguments.add_argument("--bf16", action="store_true")
    arguments.add_argument("--padded", action="store_true", help="do not sort by length")
    options = arguments.parse_args()

    rows = [line.split("\t") for line in (options.data / "train.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    tokenizer = tokenizers.Tokenizer.from_file(options.tokenizer)
    tokenizer.enable_truncation(128)
    texts = [encoding.ids for encoding in tokenizer.encode_batch([row[0] for row in rows])]
    model = Model(tokenizer.get_vocab_size(), 2, options.dropout)
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-4, fused=True)
    seconds, sizes = [], []
    for step, (ids, labels) in enumerate(batches(texts, [int(row[1]) for row in rows], 64, not options.padded, 1)):
        start = time.perf_counter()
        with torch.autocast("cpu", torch.bfloat16, enabled=options.bf16):
            loss = nn.functional.cross_entropy(model.head(model.encode(ids)[:, 0]), labels)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        if step >= options.warmup:
            seconds.append(time.perf_counter() - start)
            sizes.append(len(labels))
        if step == options.warmup + options.steps:
            break
    print(f"torch {torch.__version__}, {torch.get_num_threads()} threads: {sum(sizes) / sum(seconds):.0f} texts/s"
          f" (median step {1000 * statistics.median(seconds):.1f} ms)")


if __name__ == "__main__":
    main()
