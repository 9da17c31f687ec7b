"""What PySparkIT runs: SkipGram from Python as a user has it. Usage: spark_ml.py FOLDER"""

import random
import sys

from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.feature import RegexTokenizer, Word2VecModel
from pyspark.sql import SparkSession

from perplex import SkipGram, SkipGramModel

folder = sys.argv[1]
spark = SparkSession.builder.appName("perplex from Python").getOrCreate()

draw = random.Random(1)
animals = "dog cat horse cow sheep goat".split()
numbers = "one two three four five six".split()
lines = [(" ".join(draw.choices(draw.choice([animals, numbers]), k=10)),) for _ in range(400)]
text = spark.createDataFrame(lines, ["text"]).coalesce(1)

skip_gram = SkipGram(
    inputCol="words", outputCol="mean", vectorSize=12, windowSize=3, sample=0.1, roundsPerEpoch=4
)
assert skip_gram.getNegatives() == 5
assert skip_gram.getRoundsPerEpoch() == 4 and SkipGram().getRoundsPerEpoch() == 0
assert skip_gram.getModel() == "skip-gram" and skip_gram.getLoss() == "negative-sampling"
assert skip_gram.setMaxIter(4).getMaxIter() == 4
java = skip_gram._java_obj
for param in skip_gram.params:  # both sides have the same parameters with the same defaults
    assert java.hasParam(param.name), param.name
    if param.name not in ("inputCol", "outputCol"):
        default = java.getDefault(java.getParam(param.name)).get()
        assert skip_gram._defaultParamMap[param] == default, (param.name, default)
assert len(skip_gram.params) == len(java.params())

pipeline = Pipeline(stages=[RegexTokenizer(inputCol="text", outputCol="words"), skip_gram])
pipeline.write().overwrite().save(folder + "/pipeline")
pipeline = Pipeline.load(folder + "/pipeline")
loaded = pipeline.getStages()[1]
assert isinstance(loaded, SkipGram) and loaded.getVectorSize() == 12 and loaded.getMaxIter() == 4

fitted = pipeline.fit(text)
model = fitted.stages[1]
assert isinstance(model, SkipGramModel)
near = model.findSynonymsArray("dog", 5)
assert {word for word, _ in near} <= set(animals), near
assert model.findSynonyms("dog", 5).columns == ["word", "similarity"]
assert model.getVectors().count() == 12

expected = fitted.transform(text).select("mean").collect()
fitted.write().overwrite().save(folder + "/fitted")
again = PipelineModel.load(folder + "/fitted")
assert isinstance(again.stages[1], SkipGramModel)
assert again.transform(text).select("mean").collect() == expected

model.write().overwrite().save(folder + "/model")
words = again.stages[0].transform(text)
assert SkipGramModel.load(folder + "/model").transform(words).select("mean").collect() == expected

model.saveWord2VecModel(folder + "/stock")
stock = Word2VecModel.load(folder + "/stock")
assert stock.transform(words).select("mean").collect() == expected
assert [word for word, _ in stock.findSynonymsArray("dog", 5)] == [word for word, _ in near]
assert model.toWord2VecModel().getVectors().count() == 12

cbow = SkipGram(
    inputCol="words", outputCol="mean", vectorSize=12, sample=0.1, model="cbow", roundsPerEpoch=0
)
cbow.setLoss("hierarchical-softmax").setMaxIter(20)
near_by_cbow = {word for word, _ in cbow.fit(words.drop("mean")).findSynonymsArray("dog", 5)}
assert near_by_cbow <= set(animals), near_by_cbow

for wrong, message in [
    (lambda: SkipGram(inputCol="words", model="glove").fit(words), "model = glove is none of"),
    (lambda: SkipGram(inputCol="text").fit(text), "the column text is of type string"),
    (lambda: SkipGram(inputCol="words", vectorSize=0).fit(words), "vectorSize = 0 is below 1"),
    (lambda: model.findSynonyms("nobody", 2), "nobody is not in the vocabulary"),
]:
    try:
        wrong()
    except Exception as error:  # of PySpark, whatever its type
        assert message in str(error), error
    else:
        raise AssertionError("no error: " + message)

print("spark-ml: all checks passed, dog is near " + ", ".join(word for word, _ in near))
spark.stop()
