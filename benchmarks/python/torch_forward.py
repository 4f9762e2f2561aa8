"""Forward pass in PyTorch: torch_forward.py SHAPE WORKLOAD BATCH THREADS fp32|bf16

Batches of texts of like lengths, padded to their longest; a batch of 1 is one text at a time, each timed.
"""

import sys

import torch

import peer
from torch_training import build, cut


def main():
    shape, workload, size, threads, precision = sys.argv[1:]
    labels, texts = peer.read_workload(workload)
    torch.set_num_threads(int(threads))
    torch.manual_seed(1)
    model, logits = build(peer.Shape.parse(shape))
    model.eval()
    batches = cut(texts, labels, int(size), int(size) > 1)

    def run(ids, mask, _):
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=precision == "bf16"):
            logits(ids, mask)

    def rounds():
        seconds = [peer.timed(lambda: run(*batch)) for batch in batches]
        return seconds if int(size) == 1 else [sum(seconds)]

    rounds()
    peer.serve(f"{torch.__version__}, {threads} threads", len(texts), rounds)


if __name__ == "__main__":
    main()
