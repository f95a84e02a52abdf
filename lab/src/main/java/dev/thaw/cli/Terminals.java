package dev.thaw.cli;

/// Whether somebody is looking.
final class Terminals {

  private Terminals() {}

  static boolean shown() {
    @SuppressWarnings("SystemConsoleNull") // the annotations of the JDK still allow null
    boolean terminal = System.console() != null && System.console().isTerminal();
    return terminal && System.getenv("CI") == null;
  }
}
