"""Parameters of the masked-LM reference model as JSON, for HaikuAgreementTest.

    python tools/reference/haiku_mlm_parameters.py mlm_params_numpy_protocol2.pkl mlm_params.json
"""

import json
import pickle
import sys
from typing import Any, NamedTuple


class TrainingState(NamedTuple):
    params: Any
    opt_state: Any


with open(sys.argv[1], "rb") as file:
    parameters = pickle.load(file).params
with open(sys.argv[2], "w", encoding="utf-8") as file:
    json.dump({module: {name: values.tolist() for name, values in members.items()} for module, members in parameters.items()}, file)
    file.write("\n")
