package dev.synod.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.protocol.GroupName;
import dev.synod.protocol.LeaseTerms;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.SessionLimits;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RosterTest {
  @Test
  void entriesAreInTheOrderOfIdsHoweverTheyWereListed() {
    Roster roster = Roster.of(List.of("n2@b:2", "n1-a@c:3", "n1@a:1"));

    assertThat(roster.entries()).containsExactly("n1@a:1", "n1-a@c:3", "n2@b:2");
    assertThat(roster.lowest()).isEqualTo(new MemberId("n1"));
    assertThat(roster.others(new MemberId("n1")))
        .containsExactly(new MemberId("n1-a"), new MemberId("n2"));
    assertThat(roster).isEqualTo(Roster.of(List.of("n1@a:1", "n1-a@c:3", "n2@b:2")));
  }

  @Test
  void anIdMayHaveOneCharacter() {
    assertThat(Roster.of(List.of("a@b:1")).entries()).containsExactly("a@b:1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "n1", "@a:1", "n1@", "n 1@a:1"})
  void anEntryThatIsNoMemberIsNamed(String entry) {
    assertThatThrownBy(() -> Roster.of(List.of(entry)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + entry.replaceAll("@a.*", ""));
  }

  @Test
  void doublesAndEmptyListsAreRefused() {
    assertThatThrownBy(() -> Roster.of(List.of("n1@a:1", "n1@b:2")))
        .hasMessageContainingAll("'n1'", "[n1@a:1, n1@b:2]");
    assertThatThrownBy(() -> Roster.of(List.of())).hasMessageContaining("at least 1");
  }

  @Test
  void aMemberThatIsNotOnItsOwnListIsRefused() {
    List<String> roster = List.of("n1@a:1", "n2@b:2");

    assertThatThrownBy(
            () ->
                FoundingState.create(
                    new GroupName("g"),
                    new MemberId("n3"),
                    roster,
                    new FoundingTerms(new SessionLimits(64, 60_000, 16), LeaseTerms.NONE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'n3'", "[n1@a:1, n2@b:2]");
  }
}
