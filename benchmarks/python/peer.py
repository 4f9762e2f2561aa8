"""What every peer in Python shares: the lines it speaks with the benchmarks (see ProcessPeer.java), and their texts."""

import sys
import time
from typing import NamedTuple


class Shape(NamedTuple):
    """NAME:ARCHITECTURE:LAYERS:HEADS:WIDTH:FEED_FORWARD:VOCABULARY, as Shape.java writes it."""

    name: str
    architecture: str
    layers: int
    heads: int
    width: int
    feed_forward: int
    vocabulary: int

    @staticmethod
    def parse(text):
        name, architecture, *sizes = text.split(":")
        return Shape(name, architecture, *map(int, sizes))


def read_workload(path):
    """Labels and token ids of the texts."""
    lines = [[int(number) for number in line.split()] for line in open(path, encoding="utf-8")]
    return [line[0] for line in lines], [line[1:] for line in lines]


def timed(work):
    """Seconds that a call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def serve(description, texts, rounds):
    """Says that the peer is warm, and does a round for each line of input: `rounds()` returns the seconds of its calls."""
    out = sys.stdout
    print("ready", description, file=out, flush=True)
    for _ in sys.stdin:
        seconds = rounds()
        print(texts, *(f"{second:.9f}" for second in seconds), file=out, flush=True)
