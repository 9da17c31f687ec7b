"""What the benches of n-gram models share: Perplex's `ngram` over a corpus, and KenLM beside it."""

import json
import os
import pathlib
import re
import sys
import unicodedata

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "word2vec"))
import bench  # noqa: E402  (lies in the folder that was just named)

HERE = pathlib.Path(__file__).resolve().parent
BINARIES = bench.PEERS / "kenlm/build/bin"


class Words:
    """WikiText-2's form: a folder of three files, tokens between white space."""

    name = "ngram"
    own_unknown = 1  # KenLM counts an <unk> of its own beside the text's

    def __init__(self, folder):
        self.source = pathlib.Path(folder).resolve()
        self.folder = bench.BENCH / self.name
        self.options = ("--profile", "wikitext-2")
        self.environment = {"WIKITEXT2": str(self.source)}

    def lines(self, split):
        for line in open(self.source / f"{split}.txt", encoding="utf-8", newline="\n"):
            yield [word for word in bench.WHITE.split(unicodedata.normalize("NFC", line)) if word]


class Characters:
    """Any text: nine tenths of its lines to train on, then a twentieth to validate, one to test."""

    name = "ngram-characters"
    own_unknown = 0

    def __init__(self, file):
        self.folder = bench.BENCH / self.name
        self.folder.mkdir(parents=True, exist_ok=True)
        self.environment = {}
        with open(file, encoding="utf-8") as text:
            lines = [unicodedata.normalize("NFC", line.rstrip("\n")) for line in text]
        ends = (0, len(lines) * 18 // 20, len(lines) * 19 // 20, len(lines))
        self.splits = {}
        sources = []
        for number, split in enumerate(("train", "valid", "test")):
            self.splits[split] = lines[ends[number] : ends[number + 1]]
            target = self.folder / f"{split}.txt"
            target.write_text("".join(line + "\n" for line in self.splits[split]), encoding="utf-8")
            sources.append(f"{{ path = {json.dumps(str(target))}, split = {split} }}")
        manifest = self.folder / "characters.conf"
        manifest.write_text(
            "name = characters\nduplicates = keep\nsplit.kind = own\nsources = [\n" + "\n".join(sources) + "\n]\n",
            encoding="utf-8",
        )
        settings = (f"prepare.corpus={manifest}", "tokenize.kind=characters", "tokenize.letter-case=keep",
                    "tokenize.numbers=keep", "vocab.min-count=1", "vocab.max-size=0")
        self.options = [part for setting in settings for part in ("--set", setting)]

    def lines(self, split):
        return (list(line) for line in self.splits[split])


class Perplex(bench.Perplex):
    """`bench.Perplex` over one of these, up to `ngram`."""

    def __init__(self, corpus, assignments=()):
        self.corpus = corpus
        self.assignments = list(assignments)
        self.root = corpus.folder / "storage"
        self.root.mkdir(parents=True, exist_ok=True)
        (self.root / "bench.conf").write_text(f"storage.root = {json.dumps(str(self.root))}\n", encoding="utf-8")

    def stage(self, stage, *options):
        return super().stage(stage, *self.corpus.options, *options, master="local[*]", environment=self.corpus.environment)

    def encode(self):
        """Up to `vocab`, whose artefact is returned."""
        for stage in ("prepare", "tokenize"):
            self.stage(stage)
        _, folder, _ = self.stage("vocab")
        return folder.parent

    def model(self):
        """Made anew: its artefact, the manifest, and the seconds of the whole command."""
        manifest, folder, seconds = self.stage("ngram", "--force")
        return folder.parent, manifest, seconds

    def arpa(self, model, target):
        target.unlink(missing_ok=True)
        command = [bench.HOME / "jobs/perplex", "export", "--set", f"storage.root={self.root}"]
        bench.run([*command, "--model", model, "--format", "arpa", "--to", target])


def losses(model, ids, split, *file):
    """Tokens, perplexity, and the seconds of scoring, by Perplex.

    The model is an ngram artefact and ids an artefact that has the split; or an ARPA file and a text of
    tokens between blanks, and the split has no meaning. A file gets the losses.
    """
    command = bench.java("-Xmx2g", f"-Dlog4j2.configurationFile=file:{bench.HOME}/conf/log4j2.xml")
    command += ["-cp", f"{bench.HOME}/target/perplex-all.jar:{bench.HOME}/target/spark/jars/*"]
    done, _ = bench.run([*command, HERE / "NgramLosses.java", model, ids, split, *file])
    tokens, perplexity, seconds = done.stdout.split()
    return int(tokens), float(perplexity), float(seconds)


# --- KenLM ---------------------------------------------------------------------------------------


def spelled(token):
    """KenLM keeps <unk> for itself and ends words at white space; brackets it leaves alone."""
    if token == "<unk>":
        return "(unk)"
    return f"(U+{ord(token):04X})" if token.isspace() else token


def spell(corpus, split):
    """The tokens as KenLM gets them, a file; and how many they are, ends of lines included."""
    tokens = 0
    target = corpus.folder / f"{split}.spelled"
    with open(target, "w", encoding="utf-8", newline="\n") as out:
        for line in corpus.lines(split):
            tokens += len(line) + 1
            out.write(" ".join(map(spelled, line)) + "\n")
    return target, tokens


def respelled(corpus, arpa):
    """Our ARPA file, spelled so too; with characters <unk> is none of the text's, and KenLM's meaning holds."""
    target = arpa.with_suffix(".respelled.arpa")
    with open(arpa, encoding="utf-8", newline="\n") as text, open(target, "w", encoding="utf-8", newline="\n") as out:
        for line in text:
            if corpus.own_unknown:
                line = line.replace("<unk>", spelled("<unk>"))
            out.write(re.sub(r"<U\+([0-9A-F]{4})>", r"(U+\1)", line))
    return target


def lmplz(text, arpa, order, memory, *options):
    """KenLM's model of a spelled text; seconds."""
    command = [BINARIES / "lmplz", "-o", order, "-S", memory, "-T", arpa.parent, "--text", text, "--arpa", arpa]
    _, seconds = bench.run([*command, *options])
    return seconds


def query(model, text):
    """Tokens and perplexity by KenLM's query."""
    with open(text, encoding="utf-8") as lines:
        done, _ = bench.run([BINARIES / "query", "-v", "summary", model], stdin=lines)
    said = done.stdout + done.stderr
    perplexity = float(re.search(r"Perplexity including OOVs:\s*(\S+)", said)[1])
    return int(re.search(r"Tokens:\s*(\d+)", said)[1]), perplexity


def counts(arpa):
    """Of n-grams, by order, as the head of the file has them; <s> is one."""
    found = []
    with open(arpa, encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("ngram "):
                found.append(int(line.split("=")[1]))
            elif found:
                return found
