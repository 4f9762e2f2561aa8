"""Loads tokenizers that Valence wrote with AutoTokenizer, and compares the ids with those of the directories they came from.

Fails on ids that differ, on a directory without model_max_length, and on any warning.

    mvn -B -ntp -pl core test -Dtest=StoredTokenizerTest -Dvalence.tokenizers=/tmp/tokenizers
    python tools/reference/load_tokenizers.py /tmp/tokenizers        (Transformers 5.18)
"""

import json
import os
import pathlib
import re
import sys
import warnings

os.environ["HF_HUB_OFFLINE"] = "1"
import transformers  # noqa: E402

CASES = pathlib.Path(__file__).parents[2] / "core/src/test/resources/dev/valence/internal/tokenize/companions.json"


def main():
    warnings.simplefilter("error")
    transformers.utils.logging.set_verbosity_error()
    reference = json.loads(CASES.read_text(encoding="utf-8"))
    names = {re.sub(r"\W+", "-", case["name"], flags=re.ASCII): case for case in reference["cases"]}
    directories = sorted(pathlib.Path(sys.argv[1]).iterdir())
    assert directories, "no directories"
    wrong = 0
    for directory in directories:
        case = names[directory.name]
        tokenizer = transformers.AutoTokenizer.from_pretrained(directory)
        longest = min(reference["length"], tokenizer.model_max_length)
        for key, cut in (("whole", {}), ("cut", dict(truncation=True))):
            found = [tokenizer(text, **cut)["input_ids"] for text in reference["texts"]]
            expected = [reference["encodings"][i] for i in case[key]]
            if found != expected:
                wrong += 1
                print(f"{case['name']}, {key}: {[(f, e) for f, e in zip(found, expected) if f != e][0]}")
        assert tokenizer.model_max_length <= longest, directory
    print(len(directories), "directories,", wrong, "wrong")
    assert wrong == 0


if __name__ == "__main__":
    main()
