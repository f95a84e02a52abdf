package dev.thaw.cli;

import dev.thaw.report.Look;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Whether somebody is looking, and what they can see.
final class Terminals {

  private static final Pattern STTY = Pattern.compile("[0-9]{1,5} ([0-9]{1,5})");
  private static final int USUAL_WIDTH = 100;

  private Terminals() {}

  static boolean shown() {
    @SuppressWarnings("SystemConsoleNull") // the annotations of the JDK still allow null
    boolean terminal = System.console() != null && System.console().isTerminal();
    return terminal && System.getenv("CI") == null;
  }

  /// What standard output can show. Colours need a terminal that has them, and a user who does not
  /// refuse them with `NO_COLOR`.
  static Look look() {
    Map<String, String> environment = System.getenv();
    if (!shown()) {
      return Look.PLAIN;
    }
    boolean colour =
        environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    return new Look(width(environment.getOrDefault("COLUMNS", "")), colour);
  }

  private static int width(String columns) {
    if (columns.matches("[0-9]{1,5}")) {
      return Integer.parseInt(columns);
    }
    try {
      Process process =
          new ProcessBuilder("stty", "size")
              .redirectInput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor(1, TimeUnit.SECONDS)) {
        String size =
            new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        Matcher matcher = STTY.matcher(size);
        if (matcher.matches() && Integer.parseInt(matcher.group(1)) > 0) {
          return Integer.parseInt(matcher.group(1));
        }
      } else {
        process.destroy();
      }
    } catch (IOException e) {
      // no stty: the usual width does
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return USUAL_WIDTH;
  }
}
