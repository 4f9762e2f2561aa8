"""Writes core/src/test/resources/dev/valence/internal/tokenize/bert_vocab{.txt,.cased.json,.uncased.json}.

A small vocabulary in BERT's format and the tokenizers that Hugging Face's BertConverter makes of it.
"""

import pathlib

from tokenizers import decoders, normalizers, pre_tokenizers, processors, Tokenizer
from tokenizers.models import WordPiece

TARGET = pathlib.Path(__file__).parents[2] / "core/src/test/resources/dev/valence/internal/tokenize"

TOKENS = """[PAD] [unused0] ! " ' , - . \\ [UNK] [CLS] [SEP] [MASK] a b c the film ##s un ##affable good ##ness café
cafe 中 文 naïve ##ly twice""".split()


def main() -> None:
    (TARGET / "bert_vocab.txt").write_text("\n".join(TOKENS) + "\n", encoding="utf-8")
    vocabulary = {token: i for i, token in enumerate(TOKENS)}
    for lower_case in (False, True):
        tokenizer = Tokenizer(WordPiece(vocabulary, unk_token="[UNK]"))
        tokenizer.add_special_tokens([t for t in TOKENS if t in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")])
        tokenizer.normalizer = normalizers.BertNormalizer(
            clean_text=True, handle_chinese_chars=True, strip_accents=None, lowercase=lower_case
        )
        tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        tokenizer.post_processor = processors.TemplateProcessing(
            single="[CLS]:0 $A:0 [SEP]:0",
            pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1",
            special_tokens=[(token, vocabulary[token]) for token in ("[CLS]", "[SEP]")],
        )
        tokenizer.decoder = decoders.WordPiece(prefix="##")
        tokenizer.save(str(TARGET / f"bert_vocab.{'un' if lower_case else ''}cased.json"), pretty=True)


if __name__ == "__main__":
    main()
