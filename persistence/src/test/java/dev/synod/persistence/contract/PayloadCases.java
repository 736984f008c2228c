package dev.synod.persistence.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.Tagged;
import org.junit.jupiter.api.Test;
import scala.Option;

/** What an event is made of comes back as it was, whatever its type and size. */
interface PayloadCases extends JournalSubject {
  @Test
  default void everyPayloadKeepsItsTypeAndContent() {
    Author author = Author.fresh();
    Object[] payloads = {
      "", "two\nlines \0 \u20ac \ud83d\ude00", 42L, 42, true, "é".repeat(70_000)
    };

    journal().store(author.all(1, payloads));

    assertThat(journal().replay(author).payloads()).containsExactly(payloads);
  }

  @Test
  default void bytesComeBackAsTheyWere() {
    Author author = Author.fresh();
    byte[] bytes = new byte[1024];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }

    journal().store(author.all(1, new byte[0], bytes));

    List<Object> payloads = journal().replay(author).payloads();
    assertThat((byte[]) payloads.get(0)).isEmpty();
    assertThat((byte[]) payloads.get(1)).isEqualTo(bytes);
  }

  @Test
  default void anEventIsWrittenAndReadByTheSerializerThatIsConfiguredForIt() {
    Author author = Author.fresh();
    ActorRef reader = Adapter.toClassic(system().kit().createTestProbe().getRef());
    Note note = new Note("for you", reader);

    journal().store(author.one(1, note));

    assertThat(journal().replay(author).payloads()).containsExactly(note);
  }

  @Test
  default void anEventKeepsItsMetadata() {
    Author author = Author.fresh();
    ActorRef reader = Adapter.toClassic(system().kit().createTestProbe().getRef());
    PersistentRepr with = author.event(1, "a").withMetadata("of a");
    PersistentRepr typed = author.event(2, "b").withMetadata(new Note("of b", reader));
    PersistentRepr without = author.event(3, "c");

    journal().store(Author.atomic(List.of(with, typed, without)));

    assertThat(journal().replay(author).events())
        .extracting(PersistentRepr::metadata)
        .containsExactly(
            Option.apply("of a"), Option.apply(new Note("of b", reader)), Option.empty());
  }

  /** Pekko hands it over in a wrapper that has no serializer. */
  @Test
  default void anEventThatIsTaggedComesBackAsTheEvent() {
    Author author = Author.fresh();
    PersistentRepr tagged =
        author.event(1, new Tagged("a", Set.of("red", "blue"))).withMetadata("of a");

    journal().store(Author.atomic(List.of(tagged, author.event(2, "b"))));

    assertThat(journal().replay(author).payloads()).containsExactly("a", "b");
    assertThat(journal().replay(author).events().get(0).metadata()).isEqualTo(Option.apply("of a"));
  }

  @Test
  default void anEventKeepsTheManifestOfItsAdapter() {
    Author author = Author.fresh();

    journal().store(Author.atomic(List.of(author.event(1, "a").withManifest("adapted-v2"))));

    assertThat(journal().replay(author).events())
        .extracting(PersistentRepr::manifest)
        .containsExactly("adapted-v2");
  }

  @Test
  default void anEventTellsWhenItWasStored() {
    Author author = Author.fresh();
    journal().store(author.all(1, "a", "b"));

    List<Long> first = times(author);
    List<Long> again = times(author);

    assertThat(first).hasSize(2).allMatch(time -> time > 0).isSorted().isEqualTo(again);
  }

  @Test
  default void bigEventsAreKeptBetweenSmallOnes() {
    Author author = Author.fresh();
    String big = "0123456789abcdef".repeat(1 << 16);
    Object[] payloads = {"small", big, "small", big + "x", big + "y", "small"};

    journal().store(author.all(1, payloads[0], payloads[1]), author.one(3, payloads[2]));
    journal().store(author.all(4, payloads[3], payloads[4], payloads[5]));

    assertThat(journal().replay(author).payloads().equals(List.of(payloads)))
        .as("events of 1 MiB come back as they were")
        .isTrue();
  }

  private List<Long> times(Author author) {
    return journal().replay(author).events().stream().map(PersistentRepr::timestamp).toList();
  }
}
