package dev.perplex.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The package law of the design, and one home a library. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.perplex");

  private static final Map<String, Integer> LAYERS =
      Map.ofEntries(
          Map.entry("cli", 5),
          Map.entry("job", 4),
          Map.entry("config", 4),
          Map.entry("cost", 4),
          Map.entry("text.spark", 3),
          Map.entry("vocab.spark", 3),
          Map.entry("word2vec.spark", 3),
          Map.entry("lm.spark", 3),
          Map.entry("ngram.spark", 3),
          Map.entry("registry", 3),
          Map.entry("report", 3),
          Map.entry("report.page", 3),
          Map.entry("report.machine", 3),
          Map.entry("cluster", 2),
          Map.entry("store", 2),
          Map.entry("text", 1),
          Map.entry("vocab", 1),
          Map.entry("word2vec", 1),
          Map.entry("word2vec.evaluation", 1),
          Map.entry("lm", 1),
          Map.entry("lm.fused", 1),
          Map.entry("lm.dl4j", 1),
          Map.entry("lm.rounds", 1),
          Map.entry("ngram", 1),
          Map.entry("eval", 1),
          Map.entry("kernel", 0),
          Map.entry("provenance", 0));

  /** Arrows between packages of one layer; all others are forbidden. */
  private static final Map<String, Set<String>> SIDEWAYS =
      Map.ofEntries(
          Map.entry("word2vec", Set.of("vocab", "eval")),
          Map.entry("word2vec.evaluation", Set.of("word2vec")),
          Map.entry("lm", Set.of("vocab", "eval")),
          Map.entry(
              "lm.fused", Set.of("lm", "vocab", "eval")), // as word2vec.evaluation to word2vec
          Map.entry("lm.dl4j", Set.of("lm", "lm.fused", "eval")),
          Map.entry("lm.rounds", Set.of("lm", "lm.fused", "vocab")),
          Map.entry("ngram", Set.of("vocab", "eval")),
          Map.entry("eval", Set.of("vocab")),
          Map.entry("cluster", Set.of("store")),
          Map.entry(
              "word2vec.spark",
              Set.of("vocab.spark")), // the estimator counts and encodes its words
          Map.entry("report", Set.of("registry")),
          Map.entry("report.page", Set.of("report", "registry")),
          Map.entry("report.machine", Set.of("report")),
          Map.entry("job", Set.of("config")));

  @Test
  void everyPackageHasALayer() {
    for (JavaClass each : CLASSES) {
      if (!LAYERS.containsKey(name(each))) {
        throw new AssertionError(each.getName() + " is in a package without a layer");
      }
    }
  }

  @Test
  void arrowsPointDown() {
    classes()
        .should(
            new ArchCondition<JavaClass>("depend only on lower packages") {
              @Override
              public void check(JavaClass origin, ConditionEvents events) {
                origin.getDirectDependenciesFromSelf().stream()
                    .filter(each -> each.getTargetClass().getName().startsWith("dev.perplex."))
                    .filter(each -> !allowed(name(origin), name(each.getTargetClass())))
                    .forEach(
                        each ->
                            events.add(SimpleConditionEvent.violated(each, each.getDescription())));
              }
            })
        .check(CLASSES);
  }

  private static boolean allowed(String from, String to) {
    return from.equals(to)
        || LAYERS.get(to) < LAYERS.get(from)
        || SIDEWAYS.getOrDefault(from, Set.of()).contains(to);
  }

  @Test
  void theLawForbidsWhatPointsUp() {
    assert allowed("job", "store");
    assert !allowed("store", "job");
    assert !allowed("text", "vocab");
  }

  @Test
  void eachLibraryHasOneHome() {
    home("org.apache.spark..", "job", "cluster", "*.spark");
    home("org.apache.hadoop.fs..", "store");
    home("org.apache.parquet..", "store");
    home("org.deeplearning4j..", "lm", "lm.dl4j", "lm.spark");
    home("org.nd4j..", "lm", "lm.dl4j", "lm.spark", "kernel");
    home("dev.ludovic.netlib..", "kernel");
    home("org.bytedeco..", "lm", "kernel");
    home("org.apache.commons.math3..", "report", "word2vec.evaluation");
    home("com.ibm.icu..", "text");
    home("org.apache.commons.compress..", "text");
    home("com.github.luben.zstd..", "text");
    home("com.typesafe.config..", "config");
    home("picocli..", "cli");
    home("jdk.incubator.vector..", "kernel");
  }

  private static void home(String library, String... homes) {
    String[] packages =
        List.of(homes).stream()
            .flatMap(
                home ->
                    home.equals("*.spark")
                        ? LAYERS.keySet().stream().filter(each -> each.endsWith(".spark"))
                        : List.of(home).stream())
            .map(each -> "dev.perplex." + each)
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideOutsideOfPackages(packages)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLinePrintsAndExits() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.perplex.cli")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .check(CLASSES);
  }

  @Test
  void randomnessIsAnArgument() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Random")
        .orShould()
        .callMethod(Math.class, "random")
        .check(CLASSES);
  }

  private static String name(JavaClass each) {
    return each.getPackageName().replaceFirst("^dev\\.perplex\\.?", "");
  }
}
