"""Token by token, our probabilities and those of KenLM on our ARPA file."""

import array
import math
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from perplex import Perplex

import kenlm

UNK = "(unk)"


def main():
    home, settings = sys.argv[1], sys.argv[2:]
    perplex = Perplex(home, os.path.join(home, "target/bench/ngram"))
    vocab = perplex.encoded()
    perplex.stage("ngram", *settings, force=True)
    model = perplex.artefact("ngram")
    file = os.path.join(perplex.work, "losses")
    tokens, perplexity, _ = perplex.losses(model, vocab, "test", file)
    losses = array.array("d")
    with open(file, "rb") as data:
        losses.frombytes(data.read())
    if sys.byteorder == "little":
        losses.byteswap()
    arpa = os.path.join(perplex.work, "check.arpa")
    perplex.arpa(model, arpa)
    read = arpa + ".read"
    with open(arpa, encoding="utf-8") as text, open(read, "w", encoding="utf-8") as out:
        for line in text:
            out.write(line.replace("<unk>", UNK))
    judge = kenlm.Model(read)
    largest, sum10, at = 0.0, 0.0, 0
    with open(os.path.join(os.environ["WIKITEXT2"], "test.txt"), encoding="utf-8") as text:
        for line in text:
            words = " ".join(UNK if word == "<unk>" else word for word in line.split())
            for log10, _, _ in judge.full_scores(words):
                largest = max(largest, abs(log10 + losses[at] / math.log(10)))
                sum10 += log10
                at += 1
    theirs = 10 ** (-sum10 / at)
    print(f"{tokens:,} tokens: Perplex {perplexity:.4f}, KenLM on its ARPA file {theirs:.4f};"
          f" largest difference of a token's log10: {largest:.1e}")
    sys.exit(0 if at == tokens and largest < 1e-4 and abs(perplexity / theirs - 1) < 1e-4 else 1)


main()
