"""The working part of src/bench/word2vec-tokens, which says what it does."""

import argparse
import json
import pathlib
import re
import sys

import numpy

import bench

UNESCAPED = {"t": "\t", "n": "\n", "r": "\r"}
EOS = 1


def options():
    parser = argparse.ArgumentParser(prog="src/bench/word2vec-tokens", description=sys.argv[1].strip())
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("text", metavar="TEXT", help="plain text in UTF-8, a paragraph a line")
    parser.add_argument("out", metavar="OUT", help="file of tokens to write")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="such as tokenize.numbers=keep")
    return parser.parse_args(sys.argv[2:])


def main():
    asked = options()
    [text] = bench.files([asked.text])
    corpus = bench.RawText(text)
    words = ["tokenize.kind=words", "tokenize.letter-case=lower", "tokenize.eos=line", "vocab.min-count=1"]
    perplex = bench.Perplex(corpus, words + ["tokenize.special-tokens=escape"] + asked.set)
    for stage in ("prepare", "tokenize"):
        perplex.stage(stage)
    manifest, folder, _ = perplex.stage("vocab")  # keeps every word, so its ids are the text
    vocabulary = spellings((folder / "vocabulary.txt").read_text(encoding="utf-8"))
    tokens = lines = 0
    with open(asked.out, "w", encoding="utf-8", newline="\n") as out:
        for shard in shards(manifest):
            ids = numpy.fromfile(folder / shard, dtype="<i4")
            ends = numpy.flatnonzero(ids == EOS)
            for line in numpy.split(ids, ends + 1):
                kept = line[line != EOS]
                if len(kept):
                    out.write(" ".join(vocabulary[id] for id in kept) + "\n")
                    tokens += len(kept)
                    lines += 1
    counts = manifest["counts"]
    expected = counts["train.tokens"] - counts["train.eos"]
    if tokens != expected:
        bench.stop(f"{tokens:,} tokens were written, but the corpus has {expected:,}.")
    print(f"{asked.out}: {tokens:,} tokens in {lines:,} lines, {len(vocabulary) - 2:,} different words")


def shards(manifest):
    files = [file for file in manifest["files"] if re.fullmatch(r"train/.*\.ids", file["name"])]
    return [pathlib.Path(file["path"]) for file in sorted(files, key=lambda file: file["name"])]


def spellings(text):
    """Words by id. White space inside a word would make two of it."""
    lines = [line.rsplit("\t", 1)[0] for line in text.split("\n")[1:-1]]
    plain = [re.sub(r"\\(.)", lambda found: UNESCAPED.get(found[1], found[1]), line) for line in lines]
    return [bench.WHITE.sub("\u2581", word) for word in plain]


if __name__ == "__main__":
    bench.main(main)
