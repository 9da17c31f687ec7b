"""The comparing part of src/bench/ngram-kenlm-check, which says what it does."""

import array
import math
import sys

import kenlm
import perplex
from perplex import bench

TOKEN = 1e-4  # of a token's log10, of one ARPA file read by both
READ = 1e-4  # of the perplexity of one ARPA file read by both
MADE = 1e-3  # of the perplexities of two models of the same tokens


def nats(file):
    """Losses as NgramLosses writes them."""
    losses = array.array("d", file.read_bytes())
    if sys.byteorder == "little":
        losses.byteswap()
    return losses


def largest_difference(arpa, text, losses):
    """Of a token's log10, by KenLM and by us; KenLM's perplexity; and how many tokens it took."""
    judge = kenlm.Model(str(arpa))
    largest, sum10, at = 0.0, 0.0, 0
    with open(text, encoding="utf-8", newline="\n") as lines:
        for line in lines:
            for log10, _, _ in judge.full_scores(line.rstrip("\n")):
                largest = max(largest, abs(log10 + losses[at] / math.log(10)))
                sum10 += log10
                at += 1
    return largest, 10 ** (-sum10 / at), at


def main():
    units, place, *settings = sys.argv[1:]
    corpus = (perplex.Characters if units == "characters" else perplex.Words)(place)
    ours = perplex.Perplex(corpus, settings)
    ids = ours.encode()
    train, _ = perplex.spell(corpus, "train")
    test, tokens = perplex.spell(corpus, "test")
    model, manifest, _ = ours.model()
    order, prune = (manifest["record"]["settings"][f"ngram.{key}"] for key in ("order", "prune"))

    file = corpus.folder / "losses"
    scored, by_us, _ = perplex.losses(model, ids, "test", file)
    arpa = corpus.folder / "check.arpa"
    ours.arpa(model, arpa)
    largest, by_kenlm, at = largest_difference(perplex.respelled(corpus, arpa), test, nats(file))

    own = corpus.folder / "kenlm.arpa"
    perplex.lmplz(train, own, order, "30%", "--discount_fallback", "--prune", *prune[:order])
    their_tokens, theirs = perplex.query(own, test)
    our_tokens, theirs_by_us, _ = perplex.losses(own, test, "test")
    mine, other = perplex.counts(arpa), perplex.counts(own)

    print(f"{scored:,} {units} of the test split, order {order}, prune {prune}")
    print(f"  our model       by Perplex {by_us:12.5f}   by KenLM {by_kenlm:12.5f}"
          f"   largest difference of a token's log10 {largest:.1e}")
    print(f"  KenLM's model   by Perplex {theirs_by_us:12.5f}   by KenLM {theirs:12.5f}")
    print(f"  n-grams         of ours {mine}   of KenLM's {other}")
    other[0] -= corpus.own_unknown
    failures = [what for what, right in {
        "tokens": tokens == scored == at == their_tokens == our_tokens,
        "a token of our model": largest < TOKEN,
        "our model by KenLM": abs(by_kenlm / by_us - 1) < READ,
        "KenLM's model by us": abs(theirs_by_us / theirs - 1) < READ,
        "the two models": abs(by_us / theirs - 1) < MADE,
        "n-grams": mine == other,
    }.items() if not right]
    print("differ: " + ", ".join(failures) if failures else "they agree")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    bench.main(main)
