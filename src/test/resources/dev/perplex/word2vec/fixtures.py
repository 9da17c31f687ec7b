"""Makes the files beside it: toy vectors as gensim writes them, and what gensim makes of them.

    pip install gensim==4.4.0 && python fixtures.py

The words are made up. Pairs of a stem and its form differ by one offset and noise, so that some
analogies come out right and some do not. Case variants, words past the cut, words that are missing
and equal scores are among them.
"""
import gzip
import json

import numpy as np
from gensim.models import KeyedVectors

rng = np.random.default_rng(7)
DIMENSION, STEMS, CUT = 12, 14, 40
SECTIONS = {"towns of lands": "ra", "gram1-plural": "s", "gram2-past": "ed", "all missing": None}

words, rows = [], []


def add(word, row):
    words.append(word)
    rows.append(row.astype(np.float32))


stems = ["Ba", "de", "fi", "go", "Hu", "ka", "le", "mi", "no", "pu", "ti", "vo", "wa", "zé"]
bases = rng.normal(size=(STEMS, DIMENSION))
for stem, base in zip(stems, bases):
    add(stem, base)
for form in ("ra", "s", "ed"):
    offset = rng.normal(size=DIMENSION) * 1.2
    for stem, base in zip(stems, bases):
        if (stem, form) != ("pu", "ed"):  # a missing word
            add(stem + form, base + offset + rng.normal(size=DIMENSION) * 0.55)
add("BA", rng.normal(size=DIMENSION))  # variants: Ba comes first and counts
add("legos", rows[words.index("le")] * 1e-9)
order = rng.permutation(len(words))
words, rows = [words[i] for i in order], [rows[i] for i in order]

vectors = KeyedVectors(DIMENSION)
vectors.add_vectors(words, np.array(rows))
vectors.save_word2vec_format("gensim.txt", binary=False)
vectors.save_word2vec_format("gensim.bin", binary=True)
vectors.save_word2vec_format("glove.txt", binary=False, write_header=False)
with open("gensim.txt", "rb") as plain, open("gensim.txt.gz", "wb") as packed:
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0, filename="") as out:
        out.write(plain.read())
with open("word2vec-c.bin", "wb") as out:  # word2vec.c ends each row with a newline
    out.write(f"{len(words)} {DIMENSION}\n".encode())
    for word, row in zip(words, rows):
        out.write(word.encode() + b" " + row.tobytes() + b"\n")

with open("questions.txt", "w", encoding="utf-8") as out:
    for section, form in SECTIONS.items():
        print(f": {section}", file=out)
        for a in stems:
            for b in stems:
                if a != b:
                    end = form or "xx"
                    print(a, a + end, b.lower(), b + end, file=out)

with open("pairs.tsv", "w", encoding="utf-8") as out:
    print("# made-up words, made-up scores", file=out)
    print("word 1\tword 2\tscore", file=out)
    for i in range(40):
        a, b = rng.choice(words, 2)
        print(a, b.upper() if i % 3 == 0 else b, round(rng.uniform(0, 10) * 2) / 2, sep="\t", file=out)
    print("de\tde\t10", file=out)
    print("de\tmissing\t3", file=out)

expected = {}
for name, fold in (("folded", True), ("exact", False)):
    for cut in (CUT, 300000):
        _, sections = vectors.evaluate_word_analogies(
            "questions.txt", restrict_vocab=cut, case_insensitive=fold)
        pearson, spearman, _ = vectors.evaluate_word_pairs(
            "pairs.tsv", restrict_vocab=cut, case_insensitive=fold)
        seen = [
            line for line in open("pairs.tsv", encoding="utf-8").read().splitlines()[2:]
            if all(
                (w.upper() in {k.upper() for k in words[:cut]}) if fold else w in words[:cut]
                for w in line.split("\t")[:2])]
        expected[f"{name} {cut}"] = {
            "sections": [
                [s["section"], len(s["correct"]), len(s["correct"]) + len(s["incorrect"])]
                for s in sections],
            "pearson": float(pearson[0]),
            "spearman": float(spearman[0]),
            "pairs": len(seen),
        }
pairs = [("mis", "mi", "go"), ("Bara", "Ba", "de")]
expected["most_similar"] = [
    [list(q), vectors.most_similar(positive=[q[1], q[2]], negative=[q[0]], topn=4),
     vectors.most_similar_cosmul(positive=[q[1], q[2]], negative=[q[0]], topn=4)] for q in pairs]
expected["nearest"] = ["go", vectors.most_similar("go", topn=4)]
with open("expected.json", "w", encoding="utf-8") as out:
    json.dump(expected, out, indent=1, ensure_ascii=False)
    print(file=out)
