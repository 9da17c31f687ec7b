"""Mirrors a Java package; see dev.perplex.word2vec.spark."""
