"""The comparing part of src/bench/word2vec-gensim-check, which says what it does."""

import argparse
import gzip
import shutil
import sys

import numpy
from gensim.models import KeyedVectors

import bench

ASKED = 5  # words whose neighbours are compared
NEAREST = 10
PRINTED = 6e-4  # three decimals, rounded


def options():
    parser = argparse.ArgumentParser(prog="src/bench/word2vec-gensim-check", description=sys.argv[1].strip())
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("corpus", nargs="*", metavar="CORPUS", help="tokens, a sentence a line; default: this documentation")
    bench.add_settings(parser, dimension=50, epochs=1)
    return parser.parse_args(sys.argv[2:])


def ours_in_gensim(perplex, trained, work):
    """Both formats, read by gensim, against the file that the stage itself wrote."""
    run = KeyedVectors.load_word2vec_format(trained["vectors"], binary=True)
    for form in ("binary", "text"):
        file = work / f"perplex.{form}"
        perplex_command(perplex, "export", "--format", form, "--to", file)
        read = KeyedVectors.load_word2vec_format(str(file), binary=form == "binary")
        if read.index_to_key != run.index_to_key:
            bench.stop(f"gensim reads other words, or another order, of {file}.")
        apart = float(numpy.abs(read.vectors - run.vectors).max())
        if apart > 0:
            bench.stop(f"gensim reads other values of {file}: up to {apart:g} apart.")
        print(f"gensim reads {form}: {len(read):,} words, {read.vector_size} components, equal to the bit")


def gensims_in_ours(perplex, corpus, settings, work):
    binary = work / "gensim.bin"
    bench.gensim(corpus, settings, 2, "memory", str(binary))
    vectors = KeyedVectors.load_word2vec_format(str(binary), binary=True)
    text = work / "gensim.txt"
    vectors.save_word2vec_format(str(text), binary=False)
    packed = work / "gensim.bin.gz"
    with open(binary, "rb") as plain, gzip.open(packed, "wb") as out:
        shutil.copyfileobj(plain, out)
    step = max(1, len(vectors) // ASKED)
    asked = [word for word in vectors.index_to_key[::step] if not word.startswith("-")][:ASKED]
    for file in (binary, text, packed):
        for word in asked:
            printed = perplex_command(perplex, "neighbours", "--vectors", file, "-n", str(NEAREST), "--", word)
            ours = rows(printed)
            theirs = vectors.most_similar(word, topn=NEAREST)
            compare(file.name, word, ours, theirs, vectors)
        print(f"Perplex reads {file.name}: {NEAREST} neighbours each of {', '.join(asked)} as gensim has them")


def rows(printed):
    """The lines of a word and its cosine."""
    found = []
    for line in printed.splitlines():
        parts = line.rsplit(None, 1)
        if len(parts) == 2:
            try:
                found.append((parts[0].strip(), float(parts[1])))
            except ValueError:
                pass
    return found


def compare(file, word, ours, theirs, vectors):
    """In order, as far as the printed cosines tell one; and each word beside its own cosine in gensim."""
    if len(ours) != len(theirs):
        bench.stop(f"{file}: {len(ours)} neighbours of {word} were printed, not {len(theirs)}.")
    for (mine, cosine), (other, expected) in zip(ours, theirs):
        if abs(cosine - expected) > PRINTED:
            bench.stop(f"{file}: {word} has {mine} at {cosine}, in gensim {other} at {expected:.4f}.")
        if mine not in vectors or mine == word:
            bench.stop(f"{file}: {mine} is no neighbour that {word} can have.")
        own = float(vectors.similarity(word, mine))
        if abs(cosine - own) > PRINTED:
            bench.stop(f"{file}: {word} has {mine} at {cosine}, in gensim at {own:.4f}.")
    if len({mine for mine, _ in ours}) < len(ours):
        bench.stop(f"{file}: a neighbour of {word} is there twice: {ours}.")


def perplex_command(perplex, *command):
    done, _ = bench.run([bench.HOME / "jobs/perplex", *command[:1], "--config", perplex.root / "bench.conf", *command[1:]])
    return done.stdout


def main():
    asked = options()
    settings = bench.settings_of(asked)
    texts = asked.corpus or [str(bench.HOME / "README.md"), *map(str, sorted((bench.HOME / "src/site/markdown").glob("*.md")))]
    corpus = bench.Corpus(bench.files(texts), settings.min_count)
    perplex = bench.Perplex(corpus)
    perplex.encode()
    trained = perplex.train(settings, workers=2, threads=2)
    work = bench.fresh(corpus.folder / "gensim-check")
    ours_in_gensim(perplex, trained, work)
    gensims_in_ours(perplex, corpus, settings, work)


if __name__ == "__main__":
    bench.main(main)
