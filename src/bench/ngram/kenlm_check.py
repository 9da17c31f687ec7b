"""Our n-gram model and KenLM's of the same tokens, each read by both; see src/bench/ngram-kenlm-check."""

import array
import math
import os
import re
import subprocess
import sys
import unicodedata

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from perplex import Perplex, counts, query

import kenlm

TOKEN = 1e-4  # of a token's log10, of one ARPA file read by both
READ = 1e-4  # of the perplexity of one ARPA file read by both
MADE = 1e-3  # of the perplexities of two models of the same tokens


def spelled(token):
    """KenLM keeps <unk> for itself and ends words at white space; brackets it leaves alone."""
    if token == "<unk>":
        return "(unk)"
    return f"(U+{ord(token):04X})" if token.isspace() else token


def respelled(arpa, target, words):
    """Our ARPA file, spelled so too."""
    with open(arpa, encoding="utf-8") as text, open(target, "w", encoding="utf-8") as out:
        for line in text:
            if words:
                line = line.replace("<unk>", "(unk)")
            out.write(re.sub(r"<U\+([0-9A-F]{4})>", r"(U+\1)", line))


class Words:
    """WikiText-2's form: a folder of three files, tokens between blanks."""

    name = "ngram"
    options = ("--profile", "wikitext-2")
    own_unknown = 1  # KenLM counts an <unk> of its own beside the text's

    def __init__(self, folder, work):
        self.folder = folder
        os.environ["WIKITEXT2"] = os.path.abspath(folder)

    def lines(self, split):
        with open(os.path.join(self.folder, split + ".txt"), encoding="utf-8") as text:
            for line in text:
                yield line.split()


class Characters:
    """Any text: nine tenths of its lines to train on, then a twentieth to validate, one to test."""

    name = "ngram-characters"
    own_unknown = 0

    def __init__(self, file, work):
        with open(file, encoding="utf-8") as text:
            lines = [unicodedata.normalize("NFC", line.rstrip("\n")) for line in text]
        ends = (0, len(lines) * 18 // 20, len(lines) * 19 // 20, len(lines))
        self.splits = {}
        sources = []
        os.makedirs(work, exist_ok=True)
        for number, split in enumerate(("train", "valid", "test")):
            self.splits[split] = lines[ends[number]:ends[number + 1]]
            target = os.path.join(work, split + ".txt")
            with open(target, "w", encoding="utf-8") as out:
                out.writelines(line + "\n" for line in self.splits[split])
            sources.append(f'{{ path = "{target}", split = {split} }}')
        manifest = os.path.join(work, "characters.conf")
        with open(manifest, "w", encoding="utf-8") as out:
            out.write("name = characters\nduplicates = keep\nsplit.kind = own\nsources = [\n"
                      + "\n".join(sources) + "\n]\n")
        self.options = []
        for setting in ("prepare.corpus=" + manifest, "tokenize.kind=characters",
                        "tokenize.letter-case=keep", "tokenize.numbers=keep", "vocab.min-count=1",
                        "vocab.max-size=0"):
            self.options += ["--set", setting]

    def lines(self, split):
        return (list(line) for line in self.splits[split])


def spell(corpus, split, target):
    """The tokens as KenLM gets them; how many they are, ends of lines included."""
    tokens = 0
    with open(target, "w", encoding="utf-8") as out:
        for line in corpus.lines(split):
            tokens += len(line) + 1
            out.write(" ".join(map(spelled, line)) + "\n")
    return tokens


def largest_difference(judge, text, losses):
    """Of a token's log10, by KenLM and by us; and KenLM's perplexity."""
    largest, sum10, at = 0.0, 0.0, 0
    with open(text, encoding="utf-8") as lines:
        for line in lines:
            for log10, _, _ in judge.full_scores(line.rstrip("\n")):
                largest = max(largest, abs(log10 + losses[at] / math.log(10)))
                sum10 += log10
                at += 1
    return largest, 10 ** (-sum10 / at), at


def main():
    home, units, place, settings = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
    bench = os.path.join(home, "target/bench")
    kind = Characters if units == "characters" else Words
    work = os.path.join(bench, kind.name)
    corpus = kind(place, work)
    perplex = Perplex(home, work, corpus.options)
    texts = {}
    for split in ("train", "test"):
        texts[split] = os.path.join(work, split + ".spelled")
        tokens = spell(corpus, split, texts[split])
    vocab = perplex.encoded()
    perplex.stage("ngram", *settings, force=True)
    model = perplex.artefact("ngram")
    order, prune = perplex.setting(model, "ngram.order"), perplex.setting(model, "ngram.prune")
    binaries = os.path.join(bench, "peers/kenlm/build/bin")

    file = os.path.join(work, "losses")
    scored, ours, _ = perplex.losses(model, vocab, "test", file)
    losses = array.array("d")
    with open(file, "rb") as data:
        losses.frombytes(data.read())
    if sys.byteorder == "little":
        losses.byteswap()
    arpa = os.path.join(work, "check.arpa")
    perplex.arpa(model, arpa)
    respelled(arpa, arpa + ".read", kind is Words)
    largest, ours_by_kenlm, at = largest_difference(kenlm.Model(arpa + ".read"), texts["test"], losses)

    own = os.path.join(work, "kenlm.arpa")
    with open(texts["train"], encoding="utf-8") as text, open(own, "w", encoding="utf-8") as out:
        subprocess.run([os.path.join(binaries, "lmplz"), "-o", str(order), "-S", "30%", "-T", work,
                        "--discount_fallback", "--prune", *map(str, prune[:order])],
                       check=True, stdin=text, stdout=out, stderr=subprocess.DEVNULL)
    their_tokens, theirs = query(os.path.join(binaries, "query"), own, texts["test"])
    our_tokens, theirs_by_us, _ = perplex.losses(own, texts["test"], "test")
    mine, other = counts(arpa), counts(own)

    print(f"{scored:,} {units} of the test split, order {order}, prune {prune}")
    print(f"  our model       by Perplex {ours:12.5f}   by KenLM {ours_by_kenlm:12.5f}"
          f"   largest difference of a token's log10 {largest:.1e}")
    print(f"  KenLM's model   by Perplex {theirs_by_us:12.5f}   by KenLM {theirs:12.5f}")
    print(f"  n-grams         of ours {mine}   of KenLM's {other}")
    other[0] -= corpus.own_unknown
    failures = [what for what, right in {
        "tokens": tokens == scored == at == their_tokens == our_tokens,
        "a token of our model": largest < TOKEN,
        "our model by KenLM": abs(ours_by_kenlm / ours - 1) < READ,
        "KenLM's model by us": abs(theirs_by_us / theirs - 1) < READ,
        "the two models": abs(ours / theirs - 1) < MADE,
        "n-grams": mine == other,
    }.items() if not right]
    print("differ: " + ", ".join(failures) if failures else "they agree")
    sys.exit(1 if failures else 0)


main()
