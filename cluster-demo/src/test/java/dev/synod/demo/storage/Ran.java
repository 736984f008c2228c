package dev.synod.demo.storage;

import dev.synod.demo.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/**
 * What a command line led to.
 *
 * @param out lines on stdout
 * @param err lines on stderr
 */
public record Ran(int status, List<String> out, List<String> err) {
  /** Runs it in this JVM. */
  public static Ran storage(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] words = new String[arguments.length + 1];
    words[0] = "storage";
    for (int i = 0; i < arguments.length; i++) {
      words[i + 1] = arguments[i].toString();
    }
    int status =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(words);
    return new Ran(status, out.toString().lines().toList(), err.toString().lines().toList());
  }
}
