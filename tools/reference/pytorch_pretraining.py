"""Speed of masked-LM pre-training in a straightforward PyTorch loop, for docs/results.md.

The encoder of pytorch_training.py with a head of the whole vocabulary: batches of windows of the corpus padded to the longest
of the batch, 15 % of the tokens replaced by [MASK], logits at every position, loss at the masked ones, Adam, gradients clipped
to norm 1. Windows are cut as `valence pretrain --cut windows` cuts them. Prints tokens a second, padding not counted.

    python tools/reference/pytorch_pretraining.py --corpus corpus.txt --tokenizer tokenizer.json
"""

import argparse
import pathlib
import random
import statistics
import time

import tokenizers
import torch
from pytorch_training import Model
from torch import nn

PAD, IGNORED = 0, -100


def windows(documents, tokenizer, length):
    cls, sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    for encoding in tokenizer.encode_batch(documents, add_special_tokens=False):
        ids = encoding.ids
        for at in range(0, len(ids), length - 2):
            yield [cls] + ids[at : at + length - 2] + [sep]


def masked_batch(batch, mask, generator):
    longest = max(len(window) for window in batch)
    ids = torch.full((len(batch), longest), PAD)
    for row, window in enumerate(batch):
        ids[row, : len(window)] = torch.tensor(window)
    special = ids < 5
    hidden = (torch.rand(ids.shape, generator=generator) < 0.15) & ~special
    return ids.masked_fill(hidden, mask), ids.masked_fill(~hidden, IGNORED)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--corpus", type=pathlib.Path, required=True)
    arguments.add_argument("--tokenizer", required=True)
    arguments.add_argument("--documents", type=int, default=5000, help="read this many, enough for the timed steps")
    arguments.add_argument("--batch-size", type=int, default=64)
    arguments.add_argument("--length", type=int, default=128)
    arguments.add_argument("--dropout", type=float, default=0.1)
    arguments.add_argument("--steps", type=int, default=20)
    arguments.add_argument("--warmup", type=int, default=3)
    arguments.add_argument("--bf16", action="store_true")
    options = arguments.parse_args()

    tokenizer = tokenizers.Tokenizer.from_file(options.tokenizer)
    with options.corpus.open(encoding="utf-8") as lines:
        documents = [line for line, _ in zip(lines, range(options.documents))]
    cut = list(windows(documents, tokenizer, options.length))
    random.Random(1).shuffle(cut)
    vocabulary = tokenizer.get_vocab_size()
    model = Model(vocabulary, vocabulary, options.dropout, length=options.length)
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-4, fused=True)
    generator = torch.Generator().manual_seed(1)
    seconds, tokens = [], []
    for step in range(options.warmup + options.steps):
        batch = cut[step * options.batch_size : (step + 1) * options.batch_size]
        start = time.perf_counter()
        ids, targets = masked_batch(batch, tokenizer.token_to_id("[MASK]"), generator)
        with torch.autocast("cpu", torch.bfloat16, enabled=options.bf16):
            logits = model.head(model.encode(ids))
            loss = nn.functional.cross_entropy(logits.view(-1, vocabulary), targets.view(-1), ignore_index=IGNORED)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        if step >= options.warmup:
            seconds.append(time.perf_counter() - start)
            tokens.append(sum(len(window) for window in batch))
    print(f"torch {torch.__version__}, {torch.get_num_threads()} threads: {sum(tokens) / sum(seconds):.0f} tokens/s"
          f" (median step {1000 * statistics.median(seconds):.0f} ms)")


if __name__ == "__main__":
    main()
