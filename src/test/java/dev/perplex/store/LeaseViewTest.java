package dev.perplex.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.PerplexException;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LeaseViewTest {
  private static final Claim A = new Claim(3, "a", 1000);
  private static final Claim B = new Claim(4, "b", 1000);

  private static LeaseView of(String... names) {
    return new LeaseView(Set.of(names));
  }

  @Test
  void anOwnerIsFencedByALaterOwnerByAGiftBackAndByItsClaimsAbsence() {
    String beat = A.beatFile(2);
    assertThat(of(A.file(), beat).isFenced(A)).isFalse();
    assertThat(of(A.file(), beat, B.file()).isFenced(A)).as("no owner yet").isFalse();
    assertThat(of(A.file(), beat, B.file(), B.beatFile(0)).isFenced(A)).isTrue();
    assertThat(of(A.file(), beat, "00000002.released").isFenced(A)).isFalse();
    assertThat(of(A.file(), beat, "00000003.released").isFenced(A)).isTrue();
    assertThat(of(beat).isFenced(A)).isTrue();
  }

  @Test
  void theLastBeatAndTheHighestOwnerCount() {
    LeaseView view = of(A.file(), A.beatFile(9), A.beatFile(10), B.file(), "00000002.released");
    assertThat(view.beat(A)).isEqualTo(10);
    assertThat(view.isConfirmed(B)).isFalse();
    assertThat(view.owner()).isEqualTo(A);
    assertThat(view.owned()).isEqualTo(3);
    assertThat(view.highest()).isEqualTo(4);
    assertThat(view.others(A)).containsExactly(B);
    assertThat(view.remains(B))
        .containsExactly("00000002.released", "00000003-a-10.beat", A.file(), "00000003-a-9.beat");
  }

  /** A claim above it would be of a name that is nothing, and fenced from its first look on. */
  @Test
  void aFileOfTheLastEpochIsRefusedAndOneBeforeItIsNot() {
    Bid bid = Bid.of("c", 1000, 0);
    Claim next = bid.listed(of("999999999999998.released"), claim -> true).mine();
    assertThat(of(next.file(), next.beatFile(0)).isFenced(next)).isFalse();
    assertThatThrownBy(() -> bid.listed(of("999999999999999.released"), claim -> true))
        .isInstanceOf(PerplexException.class)
        .hasMessageContaining("999999999999999");
  }

  @Test
  void otherNamesAreNothing() {
    LeaseView view =
        of(
            "",
            ".hidden",
            "3-a-1000.claim",
            "00000003-A-1000.claim",
            "00000003-a-.claim",
            "00000003-a-1000.claim.tmp",
            "99999999999999999999-a-1.claim",
            "00000003-a-99999999999999999999.beat",
            "-0000003.released",
            "00000003-../x-1000.claim");
    assertThat(view.highest()).isZero();
    assertThat(view.owner()).isNull();
  }

  @Property
  void whatIsWrittenIsRead(
      @ForAll @LongRange(min = 1, max = 999_999_999_999_999L) long epoch,
      @ForAll @IntRange(min = 1, max = 86_400_000) int millis,
      @ForAll @LongRange(min = 0, max = 999_999_999_999_999L) long beat) {
    Claim claim = new Claim(epoch, "0123456789abcdef", millis);
    LeaseView view = new LeaseView(List.of(claim.file(), claim.beatFile(beat)));
    assertThat(view.owner()).isEqualTo(claim);
    assertThat(view.beat(claim)).isEqualTo(beat);
    assertThat(new LeaseView(List.of(claim.releasedFile())).released()).isEqualTo(epoch);
  }

  @Property
  void noNameBreaksIt(@ForAll List<String> names) {
    assertThat(new LeaseView(names).highest()).isZero();
  }
}
