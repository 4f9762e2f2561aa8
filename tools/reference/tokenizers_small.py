"""Makes the small tokenizers the tests of dev.valence.tokenize run on, with Hugging Face tokenizers 0.23.2.

Trains one of each model on a few sentences of our own and writes them, the sentences and the encodings of difficult
texts to core/src/test/resources/dev/valence/internal/tokenize, and what BpeTrainer learns from random words. The files ask for truncation to one token and for padding, which
Valence must ignore; the encodings are made without either, then with truncation alone.

BpeTrainer numbers continuing characters differently in each run, so a new run gives a different byte_pair.json.
"""

import json
import pathlib
import random

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

FOLDER = pathlib.Path(__file__).parents[2] / "core/src/test/resources/dev/valence/internal/tokenize"
BERT = ["[PAD]", "[CLS]", "[SEP]", "[MASK]", "[UNK]"]
ROBERTA = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
MAXIMUM_LENGTHS = [3, 11, 509]

CORPUS = [
    "The river was cold, and the older children did not go in.",
    "A cold river is a slow river; a slow child is a happy child.",
    "Nobody told the children that the bridge had been closed since 1987.",
    "She unfolded the map, refolded it, and told them to go on walking.",
    "Walking was what they did best: walking, talking, and walking again!",
    "The café at the far end sold cold tea, old bread and naïve postcards.",
    "Were they happy? They were happier than the people who had sold them the map.",
    "In 1987 the unhappy bridge-builder closed his shop; in 1991 he unclosed it.",
    "Ein schöner Fluß, said the child, and the others shouted: a river, a river!",
    "Holding the cold bread, the oldest of them told the oldest of all stories.",
    "It was told slowly, boldly, coldly and – in the end – unbelievably badly.",
    "Ο Οδυσσέας γύρισε στην Ιθάκη, and nobody told him the bridge was closed.",
    "The boldest walked on; the coldest sat down; the happiest went on talking.",
    "Re-reading, retelling, rebuilding: the three things they were told to do.",
    "$5.40 for tea? 'Unbelievable,' said the oldest child, 'unbelievable!'",
]
TEXTS = [
    "the coldest river",
    "",
    " \t\r\n\u00a0\u2003",
    "x",
    "Unbelievably COLD: the rebuilt bridge of 1987!",
    "naïve cafe\u0301 \u2013 schöner Fluß",
    "ΟΔΥΣΣΕΑΣ told the \u0130stanbul story",
    "\U0001f642\U0001f469\u200d\U0001f680 happy \u4f60\u597d \u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35",
    "foo\u200dbar under_score ten\u20443 x\u00b2 \u2167 \u0661\u0662",
    "a [SEP] b [MASK] c </s> d <mask>",
    "null \u0000 and \ufffd and \ufeff inside",
    "unknown: \u2603 \u2620 \u2603\u2620",
    "walking " * 300,
    "z" * 997,
]


def train_byte_pair(lines: list, vocabulary_size: int, minimum_frequency: int = 2) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary_size,
        min_frequency=minimum_frequency,
        special_tokens=BERT,
        continuing_subword_prefix="##",
        show_progress=False,
    )
    tokenizer.train_from_iterator(lines, trainer)
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 2), ("[CLS]", 1))
    return tokenizer


def byte_pair() -> Tokenizer:
    return train_byte_pair(CORPUS, 199)


def learned_from_random_words() -> list:
    """Few different letters make long runs and many ties, and tokens that come about in several ways."""
    source = random.Random(42)
    cases = []
    for letters, size, minimum in (("ab", 83, 1), ("aab", 61, 2), ("abc", 131, 3), ("aàéß", 97, 2), ("ΣσςAa", 71, 2)):
        words = ["".join(source.choices(letters, k=source.randint(1, 19))) for _ in range(101)]
        model = json.loads(train_byte_pair([" ".join(words)], size, minimum).to_str())["model"]
        cases.append(
            {
                "text": " ".join(words),
                "vocabulary_size": size,
                "minimum_frequency": minimum,
                "tokens": sorted(model["vocab"], key=model["vocab"].get),
                "merges": model["merges"],
            }
        )
    return cases


def word_piece() -> Tokenizer:
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.train_from_iterator(
        CORPUS, trainers.WordPieceTrainer(vocab_size=251, special_tokens=BERT, show_progress=False)
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 1), ("[SEP]", 2)]
    )
    return tokenizer


def byte_level() -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(
        vocab_size=349,
        min_frequency=2,
        special_tokens=ROBERTA,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0))
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def unigram() -> Tokenizer:
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    trainer = trainers.UnigramTrainer(
        vocab_size=151, special_tokens=ROBERTA, unk_token="<unk>", show_progress=False
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return tokenizer


def encodings(tokenizer: Tokenizer) -> list:
    whole = [len(tokenizer.encode(text)) for text in TEXTS]
    rows = []
    for maximum in MAXIMUM_LENGTHS:
        tokenizer.enable_truncation(maximum)
        for text, length in zip(TEXTS, whole):
            encoding = tokenizer.encode(text)
            special = [i for i, mask in enumerate(encoding.special_tokens_mask) if mask]
            rows.append(
                {
                    "maximum_length": maximum,
                    "text": text,
                    "ids": encoding.ids,
                    "special": special,
                    "truncated": length > maximum,
                }
            )
    tokenizer.no_truncation()
    return rows


def write_rows(name: str, rows: list) -> None:
    text = "[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n"
    (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "corpus.txt").write_text("\n".join(CORPUS) + "\n", encoding="utf-8", newline="\n")
    write_rows("byte_pair_cases.json", learned_from_random_words())
    for make in (byte_pair, word_piece, byte_level, unigram):
        tokenizer = make()
        name = make.__name__
        if make is byte_pair:
            trained = tokenizer.to_str(pretty=True)
            (FOLDER / f"{name}.trained.json").write_text(trained, encoding="utf-8", newline="\n")
        write_rows(f"{name}.encodings.json", encodings(tokenizer))
        tokenizer.enable_truncation(1, stride=0, direction="left")
        tokenizer.enable_padding(pad_id=0, length=7)
        (FOLDER / f"{name}.json").write_text(tokenizer.to_str(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
