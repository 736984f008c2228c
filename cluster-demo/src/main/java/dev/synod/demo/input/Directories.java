package dev.synod.demo.input;

import java.nio.file.Path;

/** Looks at directories as they are typed. */
public final class Directories {
  private Directories() {}

  /** Refuses an empty name, which would mean the working directory; gives back any other. */
  public static Path requireNamed(String option, Path directory) {
    if (directory.toString().isBlank()) {
      throw new BadInput(option + " '" + directory + "' must name a directory");
    }
    return directory;
  }
}
