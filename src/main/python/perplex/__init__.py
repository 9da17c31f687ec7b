"""Perplex in PySpark."""

from perplex.word2vec import SkipGram, SkipGramModel

__all__ = ["SkipGram", "SkipGramModel"]
