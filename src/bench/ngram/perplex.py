"""Runs Perplex's stages for the benches of n-gram models."""

import fcntl
import glob
import json
import os
import re
import subprocess
import time


class Perplex:
    def __init__(self, home, work, options=("--profile", "wikitext-2")):
        self.home = home
        self.options = list(options)
        self.work = work
        self.storage = os.path.join(work, "storage")
        os.makedirs(work, exist_ok=True)

    def stage(self, name, *settings, force=False):
        """Seconds of the whole command."""
        command = [os.path.join(self.home, "jobs", name), *self.options]
        for setting in ("storage.root=" + self.storage,) + settings:
            command += ["--set", setting]
        if force:
            command.append("--force")
        start = time.time()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return time.time() - start

    def encoded(self):
        for name in ("prepare", "tokenize", "vocab"):
            self.stage(name)
        return self.artefact("vocab")

    def artefact(self, stage):
        """The folder of the artefact that was made last."""
        found = glob.glob(os.path.join(self.storage, "artefacts", stage, "*", "manifest.json"))
        return os.path.dirname(max(found, key=os.path.getmtime))

    def record(self, artefact):
        with open(os.path.join(artefact, "manifest.json"), encoding="utf-8") as file:
            return json.load(file)["record"]

    def seconds(self, artefact):
        """What the stage itself took."""
        return self.record(artefact)["seconds"]

    def setting(self, artefact, key):
        return self.record(artefact)["settings"][key]

    def losses(self, model, vocab, split, file=None):
        """Tokens, perplexity, and the seconds of scoring.

        The model is an ngram artefact and vocab an artefact that has the split as ids; or an ARPA
        file and a text of tokens between blanks, and the split has no meaning.
        """
        jars = os.path.join(self.home, "target/perplex-all.jar") + ":" + os.path.join(
            self.home, "target/spark/jars/*")
        with open(os.path.join(self.home, "conf/spark/java17.options"), encoding="utf-8") as text:
            options = [line.strip() for line in text if line.strip() and not line.startswith("#")]
        source = os.path.join(self.home, "src/bench/ngram/NgramLosses.java")
        command = ["java", *options, "-Xmx2g",
                   "-Dlog4j2.configurationFile=file:" + os.path.join(self.home, "conf/log4j2.xml"),
                   "-cp", jars, source, model, vocab, split]
        out = subprocess.run(command + ([file] if file else []), check=True,
                             stdout=subprocess.PIPE, text=True).stdout
        tokens, perplexity, seconds = out.split()
        return int(tokens), float(perplexity), float(seconds)

    def arpa(self, model, target):
        if os.path.exists(target):
            os.remove(target)
        subprocess.run([os.path.join(self.home, "jobs/perplex"), "export", "--set",
                        "storage.root=" + self.storage, "--model", model, "--format", "arpa",
                        "--to", target], check=True, stdout=subprocess.DEVNULL)


def query(binary, model, text):
    """Tokens and perplexity by KenLM's query."""
    with open(text, encoding="utf-8") as lines:
        done = subprocess.run([binary, "-v", "summary", model], check=True, stdin=lines,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout
    perplexity = float(re.search(r"Perplexity including OOVs:\s*(\S+)", done).group(1))
    return int(re.search(r"Tokens:\s*(\d+)", done).group(1)), perplexity


def counts(arpa):
    """Of n-grams, by order, as the head of the file has them; <s> is one."""
    found = []
    with open(arpa, encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("ngram "):
                found.append(int(line.split("=")[1]))
            elif found:
                return found


class Lock:
    """Held while one command is measured, where BENCH_LOCK names a file."""

    def __enter__(self):
        name = os.environ.get("BENCH_LOCK")
        self.file = open(name, "a", encoding="utf-8") if name else None
        if self.file:
            fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *_):
        if self.file:
            self.file.close()
