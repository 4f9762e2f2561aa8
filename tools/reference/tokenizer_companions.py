"""Makes core/src/test/resources/dev/valence/internal/tokenize/companions.json: what stands beside a tokenizer, and the ids AutoTokenizer makes.

Every case is a directory (files by name) with the ids of 30 texts of our own, uncut and cut to nine tokens as pipelines cut them
("encodings" holds each list of ids once), or the error that Transformers ends with.

    python tools/reference/tokenizer_companions.py        (Transformers 5.18, tokenizers 0.23)
"""

import base64
import itertools
import json
import logging
import os
import pathlib
import struct
import tempfile

os.environ["HF_HUB_OFFLINE"] = "1"
import transformers  # noqa: E402
from tokenizers import pre_tokenizers  # noqa: E402

TARGET = pathlib.Path(__file__).parents[2] / "core/src/test/resources/dev/valence/internal/tokenize/companions.json"
LENGTH = 9

TOKENS = """[PAD] [unused0] ! " ' , - . \\ [UNK] [CLS] [SEP] [MASK] a b c the film ##s un ##affable good ##ness café cafe
中 文 naïve ##ly twice ##文 ##é e ##e t ##w ##ice The Good Café <s> </s> <unk> <pad> <mask> [ ] foo ##o ba ##r naive < >""".split()
TEXTS = [
    "",
    "The Café",
    "the café and the cafe",
    "中文 film",
    "a中文b",
    "cafe\u0301 un\u0301affable",
    "good [SEP] film",
    "[CLS] a [MASK] b [PAD]",
    "a foo b",
    "foo",
    "the foo, the FOO and the fóo",
    "afoob",
    "<s> a </s> <mask>",
    "<unk><pad>",
    "naïve NAÏVELY naive",
    "GOOD Good good goodness",
    "films films films films films films films the end",
    "a b c a b c a b c a b c a b c",
    "unaffable!",
    "twice, twice-twice; twice",
    "'quoted' \"quoted\"",
    "a\u200bb\u00adc",
    "tabs\tand\nlines",
    "\u0130stanbul \u00df \u1e9e",
    "x" * 101,
    "foo bar",
    "bar  foo  bar",
    " the leading blank",
    "the trailing blank ",
    "\U0001f642 [unused0] \ufffd",
]
MERGES = ["f i", "l m", "fi lm", "Ġ t", "h e", "Ġt he", "a b"]
ROBERTA_TOKENS = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]


def added(token_id, content, **flags):
    usual = dict(single_word=False, lstrip=False, rstrip=False, normalized=False, special=True)
    return {"id": token_id, "content": content, **usual, **flags}


def word_piece(lower, strip, ideographs, more=()):
    pieces = [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}]
    pieces.append({"SpecialToken": {"id": "[SEP]", "type_id": 0}})
    pair = pieces + [{"Sequence": {"id": "B", "type_id": 1}}, {"SpecialToken": {"id": "[SEP]", "type_id": 1}}]
    special = {t: {"id": t, "ids": [TOKENS.index(t)], "tokens": [t]} for t in ("[CLS]", "[SEP]")}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [added(TOKENS.index(t), t) for t in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")] + list(more),
        "normalizer": {
            "type": "BertNormalizer",
            "clean_text": True,
            "handle_chinese_chars": ideographs,
            "strip_accents": strip,
            "lowercase": lower,
        },
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {"type": "TemplateProcessing", "single": pieces, "pair": pair, "special_tokens": special},
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "model": {
            "type": "WordPiece",
            "unk_token": "[UNK]",
            "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100,
            "vocab": {t: i for i, t in enumerate(TOKENS)},
        },
    }


def byte_pairs(space, mask=None):
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = ROBERTA_TOKENS + alphabet + [m.replace(" ", "") for m in MERGES]
    specials = [added(i, t) for i, t in enumerate(ROBERTA_TOKENS[:4])] + [added(4, "<mask>", **(mask or {}))]
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": specials,
        "normalizer": None,
        "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": space, "trim_offsets": True},
        "post_processor": {
            "type": "RobertaProcessing",
            "sep": ["</s>", 2],
            "cls": ["<s>", 0],
            "trim_offsets": True,
            "add_prefix_space": space,
        },
        "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True},
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": None,
            "continuing_subword_prefix": "",
            "end_of_word_suffix": "",
            "fuse_unk": False,
            "vocab": {t: i for i, t in enumerate(vocabulary)},
            "merges": MERGES,
        },
    }


def character_map():
    """SentencePiece's map of the letter x to the letters ab: a double array of 512 units, and the replacement."""
    units = [0] * 512
    units[0] = 256 << 10
    units[256 ^ ord("x")] = ord("x") | 1 << 8 | 1 << 10
    return base64.b64encode(struct.pack("<513I", 4 * 512, *units) + b"ab\0").decode()


def unigrams():
    pieces = ROBERTA_TOKENS[:4] + ["\u2581", "\u2581the", "\u2581film", "s", "\u2581a", "b", "a", "ab", "foo", "good", "\u2581foo", "The"]
    single = [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}]
    special = {"[CLS]": {"id": "[CLS]", "ids": [4], "tokens": ["[CLS]"]}}
    pair = [*single, {"Sequence": {"id": "B", "type_id": 0}}]
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [added(i, t) for i, t in enumerate(ROBERTA_TOKENS[:4])] + [added(16, "<mask>", lstrip=True)],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                {"type": "Precompiled", "precompiled_charsmap": character_map()},
                {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
            ],
        },
        "pre_tokenizer": {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "never", "split": True},
        "post_processor": {"type": "TemplateProcessing", "single": single, "pair": pair, "special_tokens": special},
        "decoder": None,
        "model": {
            "type": "Unigram",
            "unk_id": 3,
            "byte_fallback": False,
            "vocab": [[piece, -1.5 * i] for i, piece in enumerate(pieces)],
        },
    }


VOCABULARY = "".join(t + "\n" for t in TOKENS)
FOO = added(None, "foo", normalized=True, special=False)
del FOO["id"]
BAR = dict(FOO, content="bar", normalized=False, lstrip=True)
NEXT = len(TOKENS)
AS_IT_IS = {"tokenizer_class": "PreTrainedTokenizerFast"}

# What is put beside each of the tokenizers below; several settings are put together in every combination.
SWITCHES = {
    "do_lower_case": [None, False, True],
    "strip_accents": [None, False, True],
    "tokenize_chinese_chars": [None, False],
}
CONFIGS = {
    "nothing": {},
    "strip_accents null": {"strip_accents": None},
    "do_lower_case null": {"do_lower_case": None},
    "do_lower_case a string": {"do_lower_case": "false"},
    "never_split": {"never_split": ["foo", "Café"], "do_basic_tokenize": False},
    "add_prefix_space": {"add_prefix_space": True},
    "no prefix space": {"add_prefix_space": False},
    "trim_offsets": {"trim_offsets": False},
    "model_max_length": {"model_max_length": 5},
    "max_len": {"max_len": 5},
    "model_max_length of no end": {"model_max_length": 1000000000000000019884624838656},
    "truncation_side": {"truncation_side": "left"},
    "truncation_side unknown": {"truncation_side": "middle"},
    "both cuts": {"truncation_side": "left", "model_max_length": 4},
    "cls and sep": {"cls_token": "<s>", "sep_token": "</s>"},
    "unk": {"unk_token": "<unk>"},
    "unk not in the vocabulary": {"unk_token": "<none>"},
    "cls not in the vocabulary": {"cls_token": "<none>"},
    "pad and mask": {"pad_token": "<pad>", "mask_token": "<mask>"},
    "pad null": {"pad_token": None},
    "cls null": {"cls_token": None},
    "mask as a token": {"mask_token": {"__type": "AddedToken", **dict(FOO, content="[MASK]", lstrip=True)}},
    "mask as a token of the vocabulary": {"mask_token": {"__type": "AddedToken", **dict(FOO, content="foo")}},
    "a token of the model's own": {"image_token": "foo"},
    "extra special tokens": {"extra_special_tokens": ["foo", "bar"]},
    "extra special tokens by name": {"extra_special_tokens": {"thing": "foo"}},
    "additional special tokens": {"additional_special_tokens": ["bar", "the"]},
    "added_tokens_decoder": {"added_tokens_decoder": {str(NEXT): FOO, str(NEXT + 1): BAR}},
    "added_tokens_decoder of known tokens": {"added_tokens_decoder": {"17": dict(FOO, content="film"), "12": dict(BAR, content="[MASK]")}},
    "added_tokens_decoder with other ids": {"added_tokens_decoder": {str(NEXT + 7): FOO, "3": BAR}},
    "added_tokens_decoder of one special": {"added_tokens_decoder": {"10": dict(BAR, content="[CLS]"), "11": dict(FOO, content="[SEP]")}},
    "added_tokens_decoder empty": {"added_tokens_decoder": {}},
    "split_special_tokens": {"split_special_tokens": True},
    "code of its own": {"auto_map": {"AutoTokenizer": ["code.A", "code.B"]}},
    "add_bos_token": {"add_bos_token": True, "bos_token": "<s>", "add_eos_token": True, "eos_token": "</s>"},
}
CLASSES = """BertTokenizer BertTokenizerFast DistilBertTokenizer ElectraTokenizer ConvBertTokenizerFast MobileBertTokenizer
RobertaTokenizer RobertaTokenizerFast LongformerTokenizer PreTrainedTokenizerFast TokenizersBackend PreTrainedTokenizer
BertJapaneseTokenizer MPNetTokenizer AlbertTokenizer XLMRobertaTokenizer GPT2Tokenizer NoSuchTokenizer""".split()
FILES = {
    "special_tokens_map.json": {"cls_token": "<s>", "sep_token": "</s>", "pad_token": "[PAD]"},
    "special_tokens_map.json with flags": {"mask_token": dict(FOO, content="[MASK]", lstrip=True), "extra_special_tokens": ["bar"]},
    "special_tokens_map.json of older versions": {"additional_special_tokens": ["foo"], "unk_token": "[UNK]"},
    "added_tokens.json": {"foo": NEXT, "bar": NEXT + 1},
    "added_tokens.json with other ids": {"foo": NEXT + 5},
}


def contents(files):
    return {name: text if isinstance(text, str) else json.dumps(text, ensure_ascii=False) for name, text in files.items()}


def switches():
    for values in itertools.product(*SWITCHES.values()):
        given = {key: value for key, value in zip(SWITCHES, values) if value is not None}
        yield ", ".join(f"{key} {value}" for key, value in given.items()) or "no switch", given


def cases():
    bert, roberta = {"model_type": "bert"}, {"model_type": "roberta"}
    more = [added(NEXT, "foo", normalized=True, special=False)]
    tokenizers = {
        "vocab.txt": (bert, {"vocab.txt": VOCABULARY}),
        "cased": (bert, {"tokenizer.json": word_piece(False, None, True)}),
        "uncased": ({"model_type": "distilbert"}, {"tokenizer.json": word_piece(True, None, True, more)}),
        "byte pairs": (roberta, {"tokenizer.json": byte_pairs(False, {"lstrip": True})}),
    }
    for name, (model, files) in tokenizers.items():
        whole = {"config.json": model, **files}
        if name != "byte pairs":
            for what, given in switches():
                yield f"{name}, {what}", {**whole, "tokenizer_config.json": given}
        for what, given in CONFIGS.items():
            yield f"{name}, {what}", {**whole, "tokenizer_config.json": given}
        for what, given in FILES.items():
            yield f"{name}, {what}", {**whole, what.split()[0]: given}
        for given in CLASSES:
            yield f"{name}, {given}", {**whole, "tokenizer_config.json": {"tokenizer_class": given}}
        yield f"{name} alone", whole
        yield f"{name}, the class in config.json", {**whole, "config.json": {**model, "tokenizer_class": "PreTrainedTokenizerFast"}}
        both = {"special_tokens_map.json": {"cls_token": "<s>"}, "added_tokens.json": {"bar": NEXT}}
        yield f"{name}, all files", {**whole, **both, "tokenizer_config.json": {"cls_token": "[MASK]"}}
        yield f"{name}, all files and a decoder", {**whole, **both, "tokenizer_config.json": {"added_tokens_decoder": {str(NEXT): FOO}}}
    as_it_is = {"config.json": bert, "tokenizer.json": word_piece(False, None, False, more)}
    for what, given in [*switches(), *CONFIGS.items()]:
        yield f"as it is, {what}", {**as_it_is, "tokenizer_config.json": {**AS_IT_IS, **given}}
    for what, given in FILES.items():
        yield f"as it is, {what}", {**as_it_is, "tokenizer_config.json": AS_IT_IS, what.split()[0]: given}
    pieces = {"config.json": bert, "tokenizer.json": unigrams()}
    for what, given in CONFIGS.items():
        yield f"pieces, {what}", {**pieces, "tokenizer_config.json": {"tokenizer_class": "XLMRobertaTokenizer", **given}}
    yield "pieces, Fast", {**pieces, "tokenizer_config.json": {"tokenizer_class": "XLMRobertaTokenizerFast"}}
    yield "pieces without a class", pieces
    left = dict(word_piece(False, None, True), truncation=dict(direction="Left", max_length=6, strategy="LongestFirst", stride=0))
    yield "a tokenizer.json that cuts", {"config.json": bert, "tokenizer.json": left}
    yield "a tokenizer.json that cuts, otherwise", {
        "config.json": bert,
        "tokenizer.json": left,
        "tokenizer_config.json": {"truncation_side": "right"},
    }
    yield "a spaced one", {"config.json": roberta, "tokenizer.json": byte_pairs(True)}
    yield "a spaced one as it is", {"config.json": roberta, "tokenizer.json": byte_pairs(True), "tokenizer_config.json": AS_IT_IS}
    yield "byte pairs for BERT", {"config.json": bert, "tokenizer.json": byte_pairs(False)}
    yield "word pieces for RoBERTa", {"config.json": roberta, "tokenizer.json": word_piece(True, None, True)}
    yield "nothing said of the model", {"config.json": {"model_type": "none"}, "tokenizer.json": word_piece(False, None, True)}


def encode(files):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            pathlib.Path(folder, name).write_text(text, encoding="utf-8", newline="\n")
        try:
            tokenizer = transformers.AutoTokenizer.from_pretrained(folder, trust_remote_code=False)
            whole = [tokenizer(text)["input_ids"] for text in TEXTS]
            length = min(LENGTH, tokenizer.model_max_length)
            cut = [tokenizer(text, truncation=True, max_length=length)["input_ids"] for text in TEXTS]
        except Exception as error:  # what Transformers cannot load, nobody needs to
            return {"error": type(error).__name__}
        return {"whole": whole, "cut": cut, "class": type(tokenizer).__name__}


def main():
    logging.disable(logging.WARNING)
    encodings, files, rows = {}, {}, []

    def shared(table, value):
        return table.setdefault(json.dumps(value), len(table))

    for name, given in cases():
        found = encode(contents(given))
        for key in ("whole", "cut"):
            if key in found:
                found[key] = [shared(encodings, ids) for ids in found[key]]
        row = {"name": name, "files": {n: shared(files, t) for n, t in contents(given).items()}, **found}
        rows.append(json.dumps(row))
    parts = {"length": json.dumps(LENGTH), "texts": json.dumps(TEXTS)}
    for name, table in (("files", files), ("encodings", encodings)):
        parts[name] = "[\n" + ",\n".join(table) + "]"
    parts["cases"] = "[\n" + ",\n".join(rows) + "]"
    whole = "{" + ",\n".join(f'"{name}": {part}' for name, part in parts.items()) + "}\n"
    TARGET.write_text(whole, encoding="utf-8", newline="\n")
    print(len(rows), "cases,", len(encodings), "encodings,", sum("error" in r for r in rows), "errors,", len(whole), "characters")


if __name__ == "__main__":
    main()
