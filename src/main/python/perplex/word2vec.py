"""Perplex's word vectors in PySpark: the estimator ``SkipGram`` and its model.

Both are thin: the Java classes of the same names do the work, so ``perplex-all.jar`` has to be
among Spark's jars. The module is in that jar too::

    spark-submit --jars perplex-all.jar --py-files perplex-all.jar job.py
"""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Tuple, Union

from pyspark import keyword_only
from pyspark.ml.feature import Word2VecModel
from pyspark.ml.linalg import Vector, _convert_to_vector
from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.util import JavaMLReadable, JavaMLReader, JavaMLWritable
from pyspark.ml.wrapper import JavaEstimator, JavaModel
from pyspark.sql import DataFrame

__all__ = ["SkipGram", "SkipGramModel"]

_JAVA_PACKAGE = "dev.perplex.word2vec.spark."


class _Reader(JavaMLReader):
    """Finds the Java class of a Python class of this module."""

    @classmethod
    def _java_loader_class(cls, clazz: type) -> str:
        return _JAVA_PACKAGE + clazz.__name__


class _SkipGramParams(Params):
    """The parameters that estimator and model share."""

    inputCol: Param[str] = Param(
        Params._dummy(),
        "inputCol",
        "column of the words, an array of strings a row",
        typeConverter=TypeConverters.toString,
    )
    outputCol: Param[str] = Param(
        Params._dummy(),
        "outputCol",
        "column of the mean vectors",
        typeConverter=TypeConverters.toString,
    )
    vectorSize: Param[int] = Param(
        Params._dummy(),
        "vectorSize",
        "components of a vector (1 to 65536)",
        typeConverter=TypeConverters.toInt,
    )
    windowSize: Param[int] = Param(
        Params._dummy(),
        "windowSize",
        "words each side of the centre word, at most (1 to 1000)",
        typeConverter=TypeConverters.toInt,
    )
    model: Param[str] = Param(
        Params._dummy(),
        "model",
        "skip-gram, or cbow: faster, better for frequent words",
        typeConverter=TypeConverters.toString,
    )
    loss: Param[str] = Param(
        Params._dummy(),
        "loss",
        "negative-sampling, or hierarchical-softmax",
        typeConverter=TypeConverters.toString,
    )
    negatives: Param[int] = Param(
        Params._dummy(),
        "negatives",
        "noise words a centre word (1 to 1000)",
        typeConverter=TypeConverters.toInt,
    )
    sample: Param[float] = Param(
        Params._dummy(),
        "sample",
        "frequency above which words are subsampled (0 to 1; 0 never)",
        typeConverter=TypeConverters.toFloat,
    )
    stepSize: Param[float] = Param(
        Params._dummy(),
        "stepSize",
        "learning rate at the start, of one worker; falls linearly (> 0)",
        typeConverter=TypeConverters.toFloat,
    )
    maxIter: Param[int] = Param(
        Params._dummy(),
        "maxIter",
        "passes over the words (> 0)",
        typeConverter=TypeConverters.toInt,
    )
    numPartitions: Param[int] = Param(
        Params._dummy(),
        "numPartitions",
        "workers: models trained side by side and averaged (> 0)",
        typeConverter=TypeConverters.toInt,
    )
    roundsPerEpoch: Param[int] = Param(
        Params._dummy(),
        "roundsPerEpoch",
        "averages a pass; 0 chooses by workers, passes and words (>= 0)",
        typeConverter=TypeConverters.toInt,
    )
    minCount: Param[int] = Param(
        Params._dummy(),
        "minCount",
        "occurrences below which a word is unknown (> 0)",
        typeConverter=TypeConverters.toInt,
    )
    seed: Param[int] = Param(
        Params._dummy(),
        "seed",
        "same seed and numPartitions: same vectors, to the bit",
        typeConverter=TypeConverters.toInt,
    )
    storage: Param[str] = Param(
        Params._dummy(),
        "storage",
        "folder for ids and vectors that all executors see",
        typeConverter=TypeConverters.toString,
    )

    def getInputCol(self) -> str:
        """The value of inputCol, or its default: column of the words, an array of strings a row."""
        return self.getOrDefault(self.inputCol)

    def getOutputCol(self) -> str:
        """The value of outputCol, or its default: column of the mean vectors."""
        return self.getOrDefault(self.outputCol)

    def getVectorSize(self) -> int:
        """The value of vectorSize, or its default: components of a vector (1 to 65536)."""
        return self.getOrDefault(self.vectorSize)

    def getWindowSize(self) -> int:
        """The value of windowSize, or its default: words each side of the centre word, at most (1 to 1000)."""
        return self.getOrDefault(self.windowSize)

    def getModel(self) -> str:
        """The value of model, or its default: skip-gram, or cbow: faster, better for frequent words."""
        return self.getOrDefault(self.model)

    def getLoss(self) -> str:
        """The value of loss, or its default: negative-sampling, or hierarchical-softmax."""
        return self.getOrDefault(self.loss)

    def getNegatives(self) -> int:
        """The value of negatives, or its default: noise words a centre word (1 to 1000)."""
        return self.getOrDefault(self.negatives)

    def getSample(self) -> float:
        """The value of sample, or its default: frequency above which words are subsampled (0 to 1; 0 never)."""
        return self.getOrDefault(self.sample)

    def getStepSize(self) -> float:
        """The value of stepSize, or its default: learning rate at the start, of one worker; falls linearly (> 0)."""
        return self.getOrDefault(self.stepSize)

    def getMaxIter(self) -> int:
        """The value of maxIter, or its default: passes over the words (> 0)."""
        return self.getOrDefault(self.maxIter)

    def getNumPartitions(self) -> int:
        """The value of numPartitions, or its default: workers: models trained side by side and averaged (> 0)."""
        return self.getOrDefault(self.numPartitions)

    def getRoundsPerEpoch(self) -> int:
        """The value of roundsPerEpoch, or its default: averages a pass; 0 chooses by workers, passes and words (>= 0)."""
        return self.getOrDefault(self.roundsPerEpoch)

    def getMinCount(self) -> int:
        """The value of minCount, or its default: occurrences below which a word is unknown (> 0)."""
        return self.getOrDefault(self.minCount)

    def getSeed(self) -> int:
        """The value of seed, or its default: same seed and numPartitions: same vectors, to the bit."""
        return self.getOrDefault(self.seed)

    def getStorage(self) -> str:
        """The value of storage, or its default: folder for ids and vectors that all executors see."""
        return self.getOrDefault(self.storage)


class SkipGram(JavaEstimator, _SkipGramParams, JavaMLReadable, JavaMLWritable):
    """Skip-gram, or CBOW: a column of words to a :class:`SkipGramModel`.

    A row is a sentence: no window reaches over its end. Equal data in equal partitions, parameters
    and seed give equal vectors, to the bit.

    Parameters
    ----------
    inputCol: column of the words, an array of strings a row
    outputCol: column of the mean vectors
    vectorSize: components of a vector (1 to 65536); default 100
    windowSize: words each side of the centre word, at most (1 to 1000); default 5
    model: skip-gram, or cbow: faster, better for frequent words; default skip-gram
    loss: negative-sampling, or hierarchical-softmax; default negative-sampling
    negatives: noise words a centre word (1 to 1000); default 5
    sample: frequency above which words are subsampled (0 to 1; 0 never); default 1e-3
    stepSize: learning rate at the start, of one worker; falls linearly (> 0); default 0.025
    maxIter: passes over the words (> 0); default 5
    numPartitions: workers: models trained side by side and averaged (> 0); default 2
    roundsPerEpoch: averages a pass; 0 chooses by workers, passes and words (>= 0); default 0
    minCount: occurrences below which a word is unknown (> 0); default 2
    seed: same seed and numPartitions: same vectors, to the bit; default 1
    storage: folder for ids and vectors that all executors see; default ""

    Examples
    --------
    >>> model = SkipGram(inputCol="words", outputCol="mean", vectorSize=50).fit(sentences)
    >>> model.findSynonyms("paris", 5).show()
    """

    _input_kwargs: Dict[str, Any]

    @keyword_only
    def __init__(
        self,
        *,
        inputCol: Optional[str] = None,
        outputCol: Optional[str] = None,
        vectorSize: int = 100,
        windowSize: int = 5,
        model: str = "skip-gram",
        loss: str = "negative-sampling",
        negatives: int = 5,
        sample: float = 1e-3,
        stepSize: float = 0.025,
        maxIter: int = 5,
        numPartitions: int = 2,
        roundsPerEpoch: int = 0,
        minCount: int = 2,
        seed: int = 1,
        storage: str = "",
    ) -> None:
        super().__init__()
        self._java_obj = self._new_java_obj(_JAVA_PACKAGE + "SkipGram", self.uid)
        self._setDefault(
            outputCol=self.uid + "__output",
            vectorSize=100,
            windowSize=5,
            model="skip-gram",
            loss="negative-sampling",
            negatives=5,
            sample=1e-3,
            stepSize=0.025,
            maxIter=5,
            numPartitions=2,
            roundsPerEpoch=0,
            minCount=2,
            seed=1,
            storage="",
        )
        self.setParams(**self._input_kwargs)

    @keyword_only
    def setParams(
        self,
        *,
        inputCol: Optional[str] = None,
        outputCol: Optional[str] = None,
        vectorSize: int = 100,
        windowSize: int = 5,
        model: str = "skip-gram",
        loss: str = "negative-sampling",
        negatives: int = 5,
        sample: float = 1e-3,
        stepSize: float = 0.025,
        maxIter: int = 5,
        numPartitions: int = 2,
        roundsPerEpoch: int = 0,
        minCount: int = 2,
        seed: int = 1,
        storage: str = "",
    ) -> SkipGram:
        """Sets those parameters that are given; see the class."""
        return self._set(**self._input_kwargs)

    def setInputCol(self, value: str) -> SkipGram:
        """Sets inputCol: column of the words, an array of strings a row."""
        return self._set(inputCol=value)

    def setOutputCol(self, value: str) -> SkipGram:
        """Sets outputCol: column of the mean vectors."""
        return self._set(outputCol=value)

    def setVectorSize(self, value: int) -> SkipGram:
        """Sets vectorSize: components of a vector (1 to 65536)."""
        return self._set(vectorSize=value)

    def setWindowSize(self, value: int) -> SkipGram:
        """Sets windowSize: words each side of the centre word, at most (1 to 1000)."""
        return self._set(windowSize=value)

    def setModel(self, value: str) -> SkipGram:
        """Sets model: skip-gram, or cbow: faster, better for frequent words."""
        return self._set(model=value)

    def setLoss(self, value: str) -> SkipGram:
        """Sets loss: negative-sampling, or hierarchical-softmax."""
        return self._set(loss=value)

    def setNegatives(self, value: int) -> SkipGram:
        """Sets negatives: noise words a centre word (1 to 1000)."""
        return self._set(negatives=value)

    def setSample(self, value: float) -> SkipGram:
        """Sets sample: frequency above which words are subsampled (0 to 1; 0 never)."""
        return self._set(sample=value)

    def setStepSize(self, value: float) -> SkipGram:
        """Sets stepSize: learning rate at the start, of one worker; falls linearly (> 0)."""
        return self._set(stepSize=value)

    def setMaxIter(self, value: int) -> SkipGram:
        """Sets maxIter: passes over the words (> 0)."""
        return self._set(maxIter=value)

    def setNumPartitions(self, value: int) -> SkipGram:
        """Sets numPartitions: workers: models trained side by side and averaged (> 0)."""
        return self._set(numPartitions=value)

    def setRoundsPerEpoch(self, value: int) -> SkipGram:
        """Sets roundsPerEpoch: averages a pass; 0 chooses by workers, passes and words (>= 0)."""
        return self._set(roundsPerEpoch=value)

    def setMinCount(self, value: int) -> SkipGram:
        """Sets minCount: occurrences below which a word is unknown (> 0)."""
        return self._set(minCount=value)

    def setSeed(self, value: int) -> SkipGram:
        """Sets seed: same seed and numPartitions: same vectors, to the bit."""
        return self._set(seed=value)

    def setStorage(self, value: str) -> SkipGram:
        """Sets storage: folder for ids and vectors that all executors see."""
        return self._set(storage=value)

    def _create_model(self, java_model: Any) -> SkipGramModel:
        return SkipGramModel(java_model)

    @classmethod
    def read(cls) -> JavaMLReader:
        """A reader of saved estimators."""
        return _Reader(cls)


class SkipGramModel(JavaModel, _SkipGramParams, JavaMLReadable, JavaMLWritable):
    """Word vectors, in use like Spark's own ``Word2VecModel``. Made by :class:`SkipGram`.

    The vectors lie on storage and are read by executors. What was trained lies in a scratch folder
    until the application ends; ``save`` keeps it.
    """

    def setInputCol(self, value: str) -> SkipGramModel:
        """Sets inputCol: column of the words."""
        return self._set(inputCol=value)

    def setOutputCol(self, value: str) -> SkipGramModel:
        """Sets outputCol: column of the mean vectors."""
        return self._set(outputCol=value)

    def getVectors(self) -> DataFrame:
        """All words with their vectors: columns word and vector."""
        return self._call_java("getVectors")

    def findSynonyms(self, word: Union[str, Vector], num: int) -> DataFrame:
        """The words nearest by cosine to a word or vector: columns word and similarity."""
        if not isinstance(word, str):
            word = _convert_to_vector(word)
        return self._call_java("findSynonyms", word, num)

    def findSynonymsArray(self, word: Union[str, Vector], num: int) -> List[Tuple[str, float]]:
        """As findSynonyms, to the driver."""
        return [(row[0], row[1]) for row in self.findSynonyms(word, num).collect()]

    def toWord2VecModel(self) -> Word2VecModel:
        """The same vectors as Spark's own model, which the driver holds whole."""
        return Word2VecModel(self._java_obj.toWord2VecModel())

    def saveWord2VecModel(self, path: str) -> None:
        """Saves the vectors as Spark's own model; ``Word2VecModel.load(path)`` reads it."""
        self._java_obj.saveWord2VecModel(path)

    @classmethod
    def read(cls) -> JavaMLReader:
        """A reader of saved models."""
        return _Reader(cls)
