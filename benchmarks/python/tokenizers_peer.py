"""Hugging Face's tokenizers in Python, on one thread: tokenizers_peer.py TOKENIZER TEXTS one|all"""

import os
import sys

os.environ["TOKENIZERS_PARALLELISM"] = "false"

import tokenizers

import peer


def main():
    file, texts, how = sys.argv[1:]
    tokenizer = tokenizers.Tokenizer.from_file(file)
    tokenizer.enable_truncation(128)
    lines = open(texts, encoding="utf-8").read().splitlines()

    def work():
        if how == "all":
            tokenizer.encode_batch(lines)
        else:
            for line in lines:
                tokenizer.encode(line)

    work()
    peer.serve(f"{tokenizers.__version__}, 1 thread", len(lines), lambda: [peer.timed(work)])


if __name__ == "__main__":
    main()
