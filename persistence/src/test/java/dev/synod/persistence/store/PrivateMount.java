package dev.synod.persistence.store;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A mount that only one child process sees: it goes with the last process that does. */
final class PrivateMount {
  private PrivateMount() {}

  /**
   * What starts a command with this mounted; a test that needs it is passed over where nobody may
   * mount.
   *
   * @param mounting a shell's commands, in which {@code $0} is the place
   */
  static List<String> starter(String mounting, Path place) throws InterruptedException {
    for (String how : List.of("-m", "-Urm")) {
      List<String> starter =
          List.of("unshare", how, "sh", "-c", mounting + " && exec \"$@\"", place.toString());
      if (works(starter)) {
        return starter;
      }
    }
    return abort(
        "this machine lets user %s not do: %s"
            .formatted(System.getProperty("user.name"), mounting));
  }

  private static boolean works(List<String> starter) throws InterruptedException {
    List<String> probe = Stream.concat(starter.stream(), Stream.of("true")).toList();
    try {
      return new ProcessBuilder(probe).start().waitFor() == 0;
    } catch (IOException none) {
      return false; // No Linux.
    }
  }
}
