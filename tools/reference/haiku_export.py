"""Reads what `valence export haiku` wrote, with NumPy and without JAX, and compares it with what was imported.

    python -W error tools/reference/haiku_export.py imported.pkl exported.pkl

The first is a pickle of NumPy arrays, such as mlm_params_numpy_protocol2.pkl, or an earlier export.
"""

import pickle
import sys
from typing import Any, NamedTuple

import numpy as np


class TrainingState(NamedTuple):
    params: Any
    opt_state: Any


def read(path: str) -> dict[str, dict[str, np.ndarray]]:
    with open(path, "rb") as file:
        value = pickle.load(file)
    return value.params if isinstance(value, TrainingState) else value


imported, exported = read(sys.argv[1]), read(sys.argv[2])
assert imported.keys() == exported.keys(), imported.keys() ^ exported.keys()
for module, members in imported.items():
    assert members.keys() == exported[module].keys(), module
    for name, values in members.items():
        assert exported[module][name].dtype == np.float32, (module, name)
        np.testing.assert_array_equal(exported[module][name], values, f"{module}/{name}", strict=True)
assert "jax" not in sys.modules
print(f"{len(exported)} modules, the same to the bit; NumPy {np.__version__}")
