"""Writes core/models/UnicodeClasses.inc and UnicodeCompositions.inc: what CLIP's tokenizer needs of Unicode 16.

pip install unicodedata2==16.0.0; python unicode_tables.py core/models
"""
import sys
import textwrap
import unicodedata2 as unicode
from pathlib import Path

assert unicode.unidata_version == "16.0.0"
CHARACTERS = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]


def array(name, what, numbers):
    body = textwrap.fill(", ".join(map(str, numbers)), 108)
    return f"/// {what}\nconstexpr std::uint32_t {name}[] = {{\n{body}\n}};\n"


def runs(value):
    """[first, last, value] of neighbours with equal, true values."""
    found = []
    for c in CHARACTERS:
        v = value(c)
        if v and found and found[-1][1] == c - 1 and found[-1][2] == v:
            found[-1][1] = c
        elif v:
            found.append([c, c, v])
    return found


def category(letter):
    return [n for first, last, _ in runs(lambda c: unicode.category(chr(c))[0] == letter) for n in (first, last)]


def lower_rules():
    """[first, last, step, lower - upper mod 2^32]; what becomes two characters is not here."""
    rules = []
    for c in CHARACTERS:
        small = chr(c).lower()
        if len(small) != 1 or small == chr(c):
            continue
        delta = (ord(small) - c) % 2**32
        if rules and rules[-1][3] == delta and c - rules[-1][1] in (1, 2):
            step = c - rules[-1][1]
            if rules[-1][0] == rules[-1][1] or rules[-1][2] == step:
                rules[-1][1:3] = [c, step]
                continue
        rules.append([c, c, 1, delta])
    return [n for rule in rules for n in rule]


def decompositions():
    pairs, others = [], []
    for c in CHARACTERS:
        text = unicode.decomposition(chr(c))
        if not text or text[0] == "<":
            continue
        parts = [int(part, 16) for part in text.split()]
        composes = len(parts) == 2 and unicode.normalize("NFC", chr(c)) == chr(c)
        (pairs if composes else others).extend([c, parts[0], parts[1] if len(parts) == 2 else 0])
    return pairs, others


def write(file, *arrays):
    head = "// Made by tests/golden/make/unicode_tables.py from Unicode 16.0.\n"
    file.write_text(head + "".join(arrays))


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    combining = [n for run in runs(lambda c: unicode.combining(chr(c))) for n in run]
    pairs, others = decompositions()
    write(
        folder / "UnicodeClasses.inc",
        array("letters", "First and last of each run.", category("L")),
        array("numbers", "First and last of each run.", category("N")),
        array("lowerRules", "First, last, step, difference of the small letter.", lower_rules()),
        array("combiningClasses", "First, last, class.", combining),
    )
    write(
        folder / "UnicodeCompositions.inc",
        array("compositions", "Character, first, second: composed and decomposed.", pairs),
        array("decompositions", "Character, first, second or 0: only decomposed.", others),
    )
