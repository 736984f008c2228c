package dev.synod.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.ConfigFactory;
import dev.synod.membership.DiskName;
import dev.synod.protocol.Incarnation;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Rule D1: a journal that knows its disk names it; with another one a member draws a name. */
class JournalDiskTest {
  private static final UUID NAME = new UUID(1, 2);

  private static final ActorTestKit KIT =
      ActorTestKit.create(
          ConfigFactory.parseString(
                  """
                  knows.incarnation = "%s"
                  wrong.incarnation = "java.lang.String"
                  absent.incarnation = "no.such.Class"
                  other {}
                  """
                      .formatted(Knows.class.getName()))
              .withFallback(ConfigFactory.load()));

  /** What a plugin's section may name. */
  public static final class Knows implements Supplier<UUID> {
    private final ActorSystem system;

    /** As a plugin's class is made. */
    public Knows(ActorSystem system) {
      this.system = system;
    }

    @Override
    public UUID get() {
      assertThat(system).isEqualTo(KIT.system().classicSystem());
      return NAME;
    }
  }

  @AfterAll
  static void end() {
    KIT.shutdownTestKit();
  }

  @Test
  void theJournalsNameIsTheDisks() {
    DiskName disk = JournalDisk.of(KIT.system().classicSystem(), "knows");

    assertThat(disk.kept()).isTrue();
    assertThat(disk.source().get()).isEqualTo(new Incarnation(NAME));
  }

  @Test
  void aJournalThatDoesNotKnowItGetsAnotherNameEachTime() {
    DiskName disk = JournalDisk.of(KIT.system().classicSystem(), "other");

    assertThat(disk.kept()).isFalse();
    assertThat(disk.source().get()).isNotEqualTo(disk.source().get());
  }

  @Test
  void aClassThatCantTellItIsNamedWithItsKey() {
    for (String journal : new String[] {"wrong", "absent"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> JournalDisk.of(KIT.system().classicSystem(), journal))
          .withMessageContaining(journal + ".incarnation = ");
    }
  }
}
