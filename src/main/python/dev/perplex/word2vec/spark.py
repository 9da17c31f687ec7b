"""Where PySpark looks for the Python class of a Java stage when it loads a pipeline: under its name."""

from perplex.word2vec import SkipGram, SkipGramModel

__all__ = ["SkipGram", "SkipGramModel"]
