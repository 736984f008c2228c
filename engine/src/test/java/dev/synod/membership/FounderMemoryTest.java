package dev.synod.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.membership.FounderEvent.AdmittedTo;
import dev.synod.membership.FounderEvent.Formatted;
import dev.synod.membership.FounderEvent.FoundedWith;
import dev.synod.membership.FounderEvent.StoredFounding;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.GroupName;
import dev.synod.protocol.Incarnation;
import dev.synod.protocol.Invariant;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.SessionLimits;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules A8, D1, D2: events that do not follow from each other halt the recovery. */
class FounderMemoryTest {
  private static final GroupName GROUP = new GroupName("g");
  private static final MemberId N1 = new MemberId("n1");
  private static final Incarnation DISK = new Incarnation(new UUID(0, 1));
  private static final Configuration FOUNDING = founding("a:1", DISK);
  private static final Configuration OTHER = founding("b:2", DISK);
  private static final Configuration NOT_MINE = founding("a:1", new Incarnation(new UUID(0, 2)));
  private static final Configuration LATER =
      Configuration.majority(5, FOUNDING.sessions(), FOUNDING.members());
  private static final FounderEvent ADMITTED = new AdmittedTo(NOT_MINE, LATER);
  private static final FounderEvent FORMATTED = new Formatted(GROUP, N1, DISK);

  @Test
  void threeEventsInOrderAreTheWholeFounding() {
    FounderMemory memory =
        recover(List.of(FORMATTED, new StoredFounding(FOUNDING), new FoundedWith(FOUNDING)));

    assertThat(memory.incarnation()).contains(DISK);
    assertThat(memory.stored()).contains(FOUNDING);
    assertThat(memory.founded()).contains(FOUNDING);
  }

  @Test
  void aDiskThatCameLaterKnowsTheFoundingAndWhereItHasBegun() {
    FounderMemory memory = recover(List.of(FORMATTED, ADMITTED));

    assertThat(memory.founded()).contains(NOT_MINE);
    assertThat(memory.first()).contains(LATER);
    assertThat(memory.stored()).isEmpty();
  }

  static Stream<List<FounderEvent>> broken() {
    FounderEvent stored = new StoredFounding(FOUNDING);
    FounderEvent founded = new FoundedWith(FOUNDING);
    return Stream.of(
        List.of(stored),
        List.of(founded),
        List.of(FORMATTED, founded),
        List.of(FORMATTED, FORMATTED),
        List.of(FORMATTED, stored, stored),
        List.of(FORMATTED, stored, new StoredFounding(OTHER)),
        List.of(FORMATTED, stored, new FoundedWith(OTHER)),
        List.of(FORMATTED, stored, founded, founded),
        List.of(FORMATTED, new StoredFounding(NOT_MINE)),
        List.of(ADMITTED),
        List.of(FORMATTED, ADMITTED, ADMITTED),
        List.of(FORMATTED, stored, ADMITTED),
        List.of(FORMATTED, stored, founded, ADMITTED),
        List.of(FORMATTED, new AdmittedTo(NOT_MINE, NOT_MINE)),
        List.of(FORMATTED, new AdmittedTo(FOUNDING, LATER)),
        List.of(new Formatted(GROUP, new MemberId("n2"), DISK)),
        List.of(new Formatted(new GroupName("h"), N1, DISK)));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void aGapADoubleOrAForeignEventHaltsTheRecovery(List<FounderEvent> events) {
    assertThatThrownBy(() -> recover(events)).isInstanceOf(Invariant.Breach.class);
  }

  private static FounderMemory recover(List<FounderEvent> events) {
    FounderMemory memory = FounderMemory.empty(GROUP, N1);
    for (FounderEvent event : events) {
      memory = memory.apply(event);
    }
    return memory;
  }

  private static Configuration founding(String address, Incarnation incarnation) {
    return Configuration.majority(
        1,
        new SessionLimits(64, 60_000, 16),
        List.of(MemberRecord.voter(N1, address, incarnation)));
  }
}
