package dev.perplex.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.store.LeaseModel.Case;
import dev.perplex.store.LeaseModel.Fault;
import dev.perplex.store.LeaseModel.Listing;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every order of the steps of two and three claimants. */
class LeaseModelTest {
  private static final Set<String> NOTHING = Set.of();

  /** An owner of epoch 4 that was killed, and what an owner of epoch 3 left. */
  private static final Set<String> KILLED =
      Set.of("00000003.released", "00000004-x-1000.claim", "00000004-x-7.beat");

  private static final Set<String> GIVEN_BACK = Set.of("00000004.released");

  private static Case of(int claimants, Set<String> files) {
    return new Case(claimants, files, 0, 0, 0, Listing.AT_ONCE);
  }

  private static void holds(Case given) {
    LeaseModel.Result result = LeaseModel.explore(given, Fault.NONE);
    assertThat(result.violations()).as(given.toString()).isEmpty();
    assertThat(result.states()).as("it was tried").isGreaterThan(90);
  }

  @ParameterizedTest
  @EnumSource(Listing.class)
  void ofTwoOneOwnsAndThenTheOther(Listing listing) {
    for (Set<String> files : List.of(NOTHING, KILLED, GIVEN_BACK)) {
      holds(of(2, files).withListing(listing));
    }
  }

  @Test
  void ofThreeOneOwnsAndThenTheOthers() {
    for (Set<String> files : List.of(NOTHING, KILLED, GIVEN_BACK)) {
      holds(of(3, files));
    }
  }

  /** In the middle of whatever it is doing. */
  @ParameterizedTest
  @EnumSource(Listing.class)
  void oneThatStopsForEverIsTakenOverByWhoeverIsLeft(Listing listing) {
    holds(new Case(2, NOTHING, 2, 0, 0, listing));
    holds(new Case(2, KILLED, 1, 0, 0, listing));
  }

  @Test
  void ofThreeOneMayStopForEver() {
    holds(new Case(3, NOTHING, 1, 0, 0, Listing.AT_ONCE));
  }

  /** A call that failed may have had its effect. */
  @Test
  void aStoreThatFailsHarmsNobodyElse() {
    holds(new Case(2, NOTHING, 0, 0, 2, Listing.AT_ONCE));
    holds(new Case(2, KILLED, 1, 0, 1, Listing.AT_ONCE));
    holds(new Case(3, NOTHING, 0, 0, 1, Listing.AT_ONCE));
  }

  /** Its owner is only slow: it has the lower epoch, and finds that out by looking. */
  @ParameterizedTest
  @EnumSource(Listing.class)
  void whoIsTakenForDeadAndIsNotIsFenced(Listing listing) {
    holds(new Case(2, NOTHING, 0, 3, 0, listing));
    holds(new Case(2, KILLED, 1, 2, 0, listing));
  }

  @Test
  void ofThreeAnyMayBeTakenForDead() {
    holds(new Case(3, NOTHING, 0, 2, 0, Listing.AT_ONCE));
  }

  @Test
  void plantedFaultsAreCaught() {
    assertThat(LeaseModel.explore(of(2, NOTHING), Fault.NO_SECOND_LOOK).violations())
        .anyMatch(each -> each.startsWith("two live owners"));
    assertThat(LeaseModel.explore(of(2, NOTHING), Fault.NO_WAIT).violations())
        .anyMatch(each -> each.startsWith("two live owners"));
    assertThat(LeaseModel.explore(of(2, NOTHING), Fault.NOBODY_WITHDRAWS).violations())
        .anyMatch(each -> each.startsWith("nobody gets on"));
    assertThat(LeaseModel.explore(of(2, NOTHING), Fault.NO_TRACE).violations())
        .anyMatch(each -> each.startsWith("an epoch is not above"));
  }
}
