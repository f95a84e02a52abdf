package dev.thaw.console;

import dev.thaw.console.Coverage.OfService;
import java.util.Collection;
import java.util.Locale;

/// A coverage in words.
public final class CoverageTable {

  private static final int WIDTH = 100;

  private CoverageTable() {}

  /// One line for each service, and the sum.
  public static String of(Coverage coverage) {
    StringBuilder table = new StringBuilder(row("service", "offered", "modelled"));
    int offered = 0;
    int modelled = 0;
    for (OfService service : coverage.services()) {
      table.append(row(service.name(), service.offered().size(), service.modelled()));
      offered += service.offered().size();
      modelled += service.modelled();
    }
    return table.append(row("all", offered, modelled)).toString();
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, "%-22s %7s %8s%n", cells);
  }

  /// The operations of one service.
  public static String of(OfService service) {
    return "%s: %d of %d operations%n"
            .formatted(service.name(), service.offered().size(), service.modelled())
        + listed("offered", service.offered())
        + listed("not emulated (each answers NotImplemented)", service.missing());
  }

  private static String listed(String title, Collection<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder(title).append(":");
    int column = WIDTH;
    for (String name : names) {
      if (column + name.length() + 1 > WIDTH) {
        text.append(System.lineSeparator()).append(" ");
        column = 1;
      }
      text.append(' ').append(name);
      column += name.length() + 1;
    }
    return text.append(System.lineSeparator()).toString();
  }
}
