package dev.perplex.ngram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.InvalidSetting;
import java.util.List;
import org.junit.jupiter.api.Test;

class NgramSettingsTest {
  private static NgramSettings with(int order, Smoothing smoothing, double k, List<Integer> prune) {
    return new NgramSettings(order, smoothing, k, prune, NgramSettings.ArpaForm.NONE);
  }

  private static void refused(String message, Runnable made) {
    assertThatThrownBy(made::run).isInstanceOf(InvalidSetting.class).hasMessageContaining(message);
  }

  @Test
  void whatMakesNoModelIsRefused() {
    Smoothing kn = Smoothing.MODIFIED_KNESER_NEY;
    refused("order = 0 is below 1", () -> with(0, kn, .1, List.of(0)));
    refused("k = 0 is not above 0", () -> with(2, kn, 0, List.of(0)));
    refused("k = NaN is not above 0", () -> with(2, kn, Double.NaN, List.of(0)));
    refused("prune = [] is empty", () -> with(2, kn, .1, List.of()));
    refused("prune = [1] drops words", () -> with(2, kn, .1, List.of(1)));
    refused("prune = [0, 2, 1] falls", () -> with(3, kn, .1, List.of(0, 2, 1)));
    refused("has more entries than ngram.order", () -> with(2, kn, .1, List.of(0, 0, 1)));
    refused("add-k has no way", () -> with(2, Smoothing.ADD_K, .1, List.of(0, 1)));
    refused(
        "arpa = gz asks for a file",
        () -> new NgramSettings(2, Smoothing.ADD_K, .1, List.of(0), NgramSettings.ArpaForm.GZ));
  }

  @Test
  void theLastEntryHoldsForTheOrdersAbove() {
    NgramSettings settings = with(4, Smoothing.KATZ, .1, List.of(0, 0, 2));
    assertThat(List.of(1, 2, 3, 4).stream().map(settings::pruned)).containsExactly(0, 0, 2, 2);
  }
}
