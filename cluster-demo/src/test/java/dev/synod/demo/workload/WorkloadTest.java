package dev.synod.demo.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synod.demo.input.BadInput;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadTest {

  @Test
  void readsEachKindOfLine() throws IOException {
    Workload workload =
        read(
            """
            # a comment

            open alice 100000
            open bob 0
              transfer t0001   alice bob 250
            stock widget +5
            stock widget -3
            """);

    assertThat(workload.errands())
        .containsExactly(
            new Errand.Open("alice", 100000),
            new Errand.Open("bob", 0),
            new Errand.Transfer("t0001", "alice", "bob", 250),
            new Errand.Adjust("widget", 5),
            new Errand.Adjust("widget", -3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "pay alice 5 ; file:2: 'pay' must be one of open, transfer, stock",
        "open alice ; file:2: 'open' has 2 words, must have 3: open ACCOUNT CENTS",
        "open alice five ; file:2: 'five' is no whole number",
        "open alice -1 ; file:2: -1 must be from 0 to 2147483647",
        "open alice 2147483648 ; file:2: 2147483648 must be from 0 to 2147483647",
        "transfer t1 alice bob 0 ; file:2: 0 must be from 1 to 2147483647",
        "transfer t0 alice bob 1 ; file:2: transfer 't0' stands twice in the file",
        "stock . 1 ; file:2: name '.' can stand in no path",
        "stock .. 1 ; file:2: name '..' can stand in no path",
        "stock a\ufffd 1 ; file:2: name 'a\ufffd' can stand in no path",
        "open . 1 ; file:2: name '.' can stand in no path",
        "stock widget 0 ; file:2: count '0' must not be 0",
        "stock widget 1 2 ; file:2: 'stock' has 4 words, must have 3: stock ITEM +COUNT|-COUNT"
      })
  void namesABadLine(String line, String message) {
    assertThatThrownBy(() -> read("transfer t0 alice bob 1\n" + line + "\n"))
        .isInstanceOf(BadInput.class)
        .hasMessage(message);
  }

  @Test
  void namesANameThatIsTooLong() {
    assertThatThrownBy(() -> read("open " + "a".repeat(65) + " 5"))
        .hasMessageStartingWith("file:1: name of 65 characters must have at most 64: aaa");
  }

  @Test
  void refusesAFileWithoutWork() {
    assertThatThrownBy(() -> read("# nothing\n"))
        .isInstanceOf(BadInput.class)
        .hasMessage("workload file holds no line to be done; it needs at least 1");
  }

  @Test
  void namesAFileThatIsNotThere() {
    assertThatThrownBy(() -> Workload.of(Path.of("no", "such.txt")))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("no/such.txt");
  }

  @Test
  void theIncludedOneHasSomeThousandsOfLines() {
    assertThat(Workload.included().errands()).hasSizeBetween(3900, 4100);
  }

  private static Workload read(String text) throws IOException {
    return Workload.read("file", new StringReader(text));
  }
}
