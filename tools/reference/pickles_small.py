"""Writes small pickles of every form that Valence's reader knows, and what they hold.

pip install numpy==2.4.6 ml_dtypes==0.6.0
python tools/reference/pickles_small.py formats/src/test/resources/reference/pickle
"""

import collections
import json
import pathlib
import pickle
import sys
import types

import ml_dtypes
import numpy as np

out = pathlib.Path(sys.argv[1])
expected = {}


def note(file, name, array):
    array = np.asarray(array)
    values = [float(x) for x in array.astype(np.float64).ravel(order="C")]
    expected.setdefault(file, {})[name] = {"shape": list(array.shape), "dtype": str(array.dtype), "values": values}


def dump(file, value, protocol):
    with open(out / file, "wb") as f:
        pickle.dump(value, f, protocol)


def module(name, **members):
    """JAX and Haiku are not needed: a pickle holds the names of functions and classes only."""
    for end, character in enumerate(name):
        if character == ".":
            sys.modules.setdefault(name[:end], types.ModuleType(name[:end]))
    made = types.ModuleType(name)
    for key, member in members.items():
        member.__module__ = name
        member.__qualname__ = key
        setattr(made, key, member)
    sys.modules[name] = made


def reconstruct_device_array(fun, args, arr_state, aval_state):
    raise NotImplementedError


class FlatMapping(dict):
    def __reduce__(self):
        return FlatMapping, (dict(self),)


class Array:
    """Pickles as an array of JAX before 0.4 does."""

    def __init__(self, value):
        self.value = value

    def __reduce__(self):
        fun, args, state = self.value.__reduce__()
        return reconstruct_device_array, (fun, args, state, {"weak_type": False, "named_shape": {}})


module("jax._src.device_array", reconstruct_device_array=reconstruct_device_array)
module("haiku._src.data_structures", FlatMapping=FlatMapping)
TrainingState = collections.namedtuple("TrainingState", ["params", "opt_state"])
ScaleByAdamState = collections.namedtuple("ScaleByAdamState", ["count", "mu"])

rng = np.random.default_rng(7)
f4 = rng.standard_normal((2, 3)).astype("<f4")
arrays = {
    "float32": f4,
    "float64": rng.standard_normal((5,)).astype("<f8"),
    "float16": rng.standard_normal((3, 2)).astype("<f2"),
    "big-endian": rng.standard_normal((3,)).astype(">f4"),
    "column-major": np.asfortranarray(rng.standard_normal((2, 3, 5)).astype("<f4")),
    "scalar": np.float32(1.5),
    "rank 0": np.array(-2.25, "<f4"),
    "empty": np.zeros((0, 3), "<f4"),
    "many bytes": np.arange(64, 224, dtype=np.uint8).view("<f4"),
    "int32": np.arange(-3, 4, dtype="<i4"),
    "bool": np.array([True, False]),
}
for protocol in 2, 3, 4, 5:
    file = f"arrays_protocol{protocol}.pkl"
    dump(file, arrays, protocol)
    for key, value in arrays.items():
        note(file, key, value)

state = TrainingState(
    FlatMapping({"linear": FlatMapping({"w": Array(f4), "b": Array(np.arange(3, dtype="<f4"))})}),
    (collections.OrderedDict(clip=None), [ScaleByAdamState(Array(np.array(7, "<i4")), {"linear": {"w": f4 * f4}})]),
)
for protocol in 2, 4:
    file = f"state_protocol{protocol}.pkl"
    dump(file, state, protocol)
    note(file, "TrainingState[0]/linear/w", f4)
    note(file, "TrainingState[0]/linear/b", np.arange(3, dtype="<f4"))
    note(file, "TrainingState[1]/[1]/[0]/ScaleByAdamState[0]", np.array(7, "<i4"))
    note(file, "TrainingState[1]/[1]/[0]/ScaleByAdamState[1]/linear/w", f4 * f4)

bfloat16 = f4.astype(ml_dtypes.bfloat16)
dump("bfloat16.pkl", [bfloat16], 4)
note("bfloat16.pkl", "[0]", bfloat16)

(out / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")
