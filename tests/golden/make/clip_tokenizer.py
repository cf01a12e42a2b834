"""Writes tests/golden/clip_tokenizer: a small vocabulary in CLIP's form and what transformers makes of prompts.

pip install transformers==5.23.0; python clip_tokenizer.py tests/golden/clip_tokenizer
"""
import json
import sys
from collections import Counter
from pathlib import Path

from transformers import CLIPTokenizer

CORPUS = """a photo of a cat and the dog on the shelf in the room, the cracked tile with a scratch, uneven surface of
the magnetic tile, a blow hole, a fray, a break, photograph of the surface with the scratch and the dent, it's the
tile's edge, they're the customers' photos, we've taken them, I'm there, you'll see, he'd say, don't touch the photos,
the line at night with the lamp, the metal part on the conveyor, the camera over the line, café crème brûlée naïve
façade Straße größer coöperate, 傷のある磁性タイルの写真 傷のない磁性タイルの写真 表面の傷 欠陥 検査 カメラ 照明 タイル
の写真 ガラスの表面 検査ラインの写真 фото плитки с трещиной фото поверхности""".split()

MERGES = 300

PROMPTS = [
    "", " ", "a cat, a dog 7", "a photo of a cat", "A PHOTO OF A CAT", "  many\t\twhite\n\nspaces \u3000 here\u00a0",
    "it's the customers' photos, they're ours; we've, I'm, you'll, he'd, don't", "IT'S", "'sound 'tis '", "''s",
    "1234567890", "mp4 h264 3.14 1,206 x²", "Ⅷ ½ ٣ 三", "café crème brûlée", "cafe\u0301 cre\u0300me bru\u0302le\u0301e",
    "İstanbul ΣΊΣΥΦΟΣ ẞ Straße ǅ", "傷のある磁性タイルの写真", "ガラスの表面", "ｶﾞﾗｽ ﾀｲﾙ", "か\u3099らす", "検査ライン　2 号機",
    "한국어 사진", "\u1112\u1161\u11ab\u1100\u116e\u11a8", "фото плитки с трещиной", "صورة بلاط", "टाइल की तस्वीर", "รูปถ่าย",
    "😀", "👩🏽‍🔬 in the 実験室 🏭🏭", "❤️ ☂︎ →→ ∞", "zero\u200bwidth \ufeffbom", "e-mail@example.com, https://a.b/c?d=e&f=g#h",
    "hello!!! what?! (yes) [no] {maybe} <tag> \"quoted\" `code` ~ ^ | \\", "<|startoftext|> inside <|endoftext|>",
    "a<|endoftext|>b", "x" * 60, "word " * 100, "傷" * 40, "\u212b \uf900 \u0958 \u2126", "q\u0323\u0307 q\u0307\u0323",
    "tile—crack–line… “quoted” ‘single’ ’s", "under_score CamelCase snake-case", "\u0000\u0001\u007f\u0085\u2028end",
]


def byte_names():
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [b for b in range(256) if b not in printable]
    return {b: chr(b) for b in printable} | {b: chr(256 + i) for i, b in enumerate(others)}


def learn(words, count):
    names = byte_names()
    counts = Counter(tuple(names[b] for b in word.lower().encode()) for word in words)
    texts = {word[:-1] + (word[-1] + "</w>",): n for word, n in counts.items()}
    merges = []
    while len(merges) < count:
        pairs = Counter()
        for word, n in texts.items():
            for pair in zip(word, word[1:]):
                pairs[pair] += n
        best = max(pairs, key=lambda pair: (pairs[pair], pair))
        merges.append(best)
        merged = {}
        for word, n in texts.items():
            out = []
            for symbol in word:
                if out and (out[-1], symbol) == best:
                    out[-1] += symbol
                else:
                    out.append(symbol)
            merged[tuple(out)] = merged.get(tuple(out), 0) + n
        texts = merged
    return merges


def write(folder):
    folder.mkdir(parents=True, exist_ok=True)
    names = list(byte_names().values())
    merges = learn(CORPUS, MERGES)
    tokens = names + [n + "</w>" for n in names] + ["".join(m) for m in merges] + ["<|startoftext|>", "<|endoftext|>"]
    vocabulary = {token: i for i, token in enumerate(dict.fromkeys(tokens))}
    dump = lambda name, value: (folder / name).write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
    dump("vocab.json", vocabulary)
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(map(" ".join, merges)) + "\n")
    special = {"bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>"}
    dump("tokenizer_config.json", special | {"pad_token": "<|endoftext|>", "model_max_length": 77})
    cases = {}
    for pad in ("<|endoftext|>", "!"):
        dump("special_tokens_map.json", special | {"pad_token": pad})
        tokenizer = CLIPTokenizer.from_pretrained(folder)
        cases[pad] = [
            [text, tokenizer(text, padding="max_length", max_length=77, truncation=True)["input_ids"]] for text in PROMPTS
        ]
    (folder / "special_tokens_map.json").unlink()
    dump("cases.json", cases)
    return tokenizer


if __name__ == "__main__":
    write(Path(sys.argv[1]))
