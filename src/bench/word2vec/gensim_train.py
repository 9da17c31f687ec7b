"""gensim's side: skip-gram with negative sampling over a text of tokens, a sentence a line.

usage: gensim_train.py TOKENS VECTORS JSON-SETTINGS

Settings: dimension, window, negatives, sample, rate, epochs, min_count, threads, seed, and `feed`:
`memory` (sentences as lists in memory, what its own documentation shows) or `file` (corpus_file: the
compiled code reads the text by itself, which holds no interpreter lock; its time includes reading).
VECTORS: a file in word2vec's binary format, or `-` for none. Prints a line of JSON; the vocabulary
is built before the clock starts.
"""

import json
import sys
import time

from gensim.models import Word2Vec


def main(tokens, vectors, settings):
    model = Word2Vec(
        sg=1,
        hs=0,
        vector_size=settings["dimension"],
        window=settings["window"],
        negative=settings["negatives"],
        sample=settings["sample"],
        alpha=settings["rate"],
        min_alpha=settings["rate"] * 1e-4,
        min_count=settings["min_count"],
        workers=settings["threads"],
        seed=settings["seed"],
    )
    if settings["feed"] == "file":
        model.build_vocab(corpus_file=tokens)
        work = {"corpus_file": tokens, "total_words": model.corpus_total_words}
    else:
        with open(tokens, encoding="utf-8", newline="\n") as lines:
            sentences = [line.rstrip("\n").split(" ") for line in lines]
        model.build_vocab(sentences)
        work = {"corpus_iterable": sentences, "total_examples": model.corpus_count}
    start = time.perf_counter()
    _, raw_words = model.train(epochs=settings["epochs"], **work)
    seconds = time.perf_counter() - start
    if vectors != "-":
        model.wv.save_word2vec_format(vectors, binary=True)
    print(json.dumps({"training": seconds, "worked": raw_words, "types": len(model.wv)}))


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], json.loads(sys.argv[3]))
