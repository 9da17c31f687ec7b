"""One evaluator for the vectors of every side: gensim's analogies and Spearman correlations.

usage: evaluate.py VECTORS.bin COUNTS.json JSON

COUNTS.json: the words to judge by, most frequent first. Only these are taken of each file, in this order:
the sides order words of equal count differently and some carry entries that are no words (</s>, <unk>),
and "the first 30,000 words" must be the same 30,000 for all.
JSON: {"questions": [FILE...], "pairs": [FILE...], "restrict": 30000}. Prints a line of JSON.
"""

import json
import pathlib
import sys

import numpy
from gensim.models import KeyedVectors


def load(file, words):
    loaded = KeyedVectors.load_word2vec_format(file, binary=True, unicode_errors="replace")
    known = [word for word in words if word in loaded]
    same = KeyedVectors(loaded.vector_size, count=0)
    same.add_vectors(known, numpy.stack([loaded[word] for word in known]))
    return same, len(words) - len(known)


def evaluate(file, words, tests):
    vectors, missing = load(file, words)
    norms = numpy.linalg.norm(vectors.vectors, axis=1)
    result = {"words": len(vectors), "missing": missing, "finite": bool(numpy.isfinite(norms).all())}
    result["norm"] = float(norms.mean())
    for questions in tests["questions"]:
        score, sections = vectors.evaluate_word_analogies(questions, restrict_vocab=tests["restrict"])
        total = sections[-1]
        seen = len(total["correct"]) + len(total["incorrect"])
        name = pathlib.Path(questions).stem
        result[name] = float(score)
        result[name + " seen"] = seen
    for pairs in tests["pairs"]:
        _, spearman, unknown = vectors.evaluate_word_pairs(pairs)
        name = pathlib.Path(pairs).stem
        result[name] = float(spearman[0])
        result[name + " unknown"] = float(unknown)  # percent of the pairs
    return result


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    vocabulary = json.loads(pathlib.Path(sys.argv[2]).read_text(encoding="utf-8"))
    print(json.dumps(evaluate(sys.argv[1], vocabulary, json.loads(sys.argv[3]))))
