"""Writes core/src/test/resources/dev/valence/internal/checkpoint/mixed.safetensors with the safetensors package.

Holds tensors of several element types; for each 16-bit tensor `NAME` the same values as F32 in `NAME.expected`, widened
by NumPy (F16) and PyTorch (BF16). With a file name as argument it reads that file instead and prints what it holds, to
check files written by Valence.
"""

import pathlib
import sys

import numpy as np
import torch
from safetensors.torch import load_file, save_file, safe_open

TARGET = pathlib.Path(__file__).parents[2] / "core/src/test/resources/dev/valence/internal/checkpoint/mixed.safetensors"

HALF_BITS = [0x0000, 0x8000, 0x0001, 0x8001, 0x03FF, 0x0400, 0x3555, 0x3C00, 0xC000, 0x7BFF, 0xFBFF, 0x7C00, 0xFC00]
BFLOAT_BITS = [0x0000, 0x8000, 0x0001, 0x3EAB, 0x3F80, 0xC000, 0x7F7F, 0xFF7F, 0x7F80, 0xFF80, 0x4049]


def write() -> None:
    half = np.array(HALF_BITS, dtype=np.uint16).view(np.float16)
    bfloat = torch.tensor(BFLOAT_BITS, dtype=torch.int32).to(torch.int16).view(torch.bfloat16)
    save_file(
        {
            "half": torch.from_numpy(half),
            "half.expected": torch.from_numpy(half.astype(np.float32)),
            "bfloat": bfloat,
            "bfloat.expected": bfloat.float(),
            "scalar": torch.tensor(2.5),
            "empty": torch.zeros(0, 3),
            "größe": torch.arange(6, dtype=torch.float32).reshape(2, 3),
            "ids": torch.arange(5, dtype=torch.int64),
        },
        TARGET,
        metadata={"format": "pt", "note": 'with "quotes" and ünï'},
    )


def show(path: str) -> None:
    with safe_open(path, framework="pt") as opened:
        print("metadata", opened.metadata())
    for name, tensor in load_file(path).items():
        print(name, tensor.dtype, list(tensor.shape), tensor.flatten()[:5].tolist(), float(tensor.double().sum()))


if __name__ == "__main__":
    show(sys.argv[1]) if len(sys.argv) > 1 else write()
