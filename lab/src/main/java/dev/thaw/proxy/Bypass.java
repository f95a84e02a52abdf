package dev.thaw.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The hosts that the user's own proxy is not asked for, as `NO_PROXY` lists them. Programs differ
/// in how they read that variable; this takes what any of the common ones takes: names and the
/// names below them, with or without a leading dot or `*.`, addresses, networks such as
/// `10.0.0.0/8`, ports, and `*` for all.
record Bypass(List<Entry> entries) {

  static final Bypass NOTHING = new Bypass(List.of());

  /// @param name lower case, without leading dots; `*` for every host
  /// @param network null for a name
  /// @param port 0 for any
  record Entry(String name, @Nullable Network network, int port) {

    boolean matches(String host, int hostPort) {
      if (port != 0 && port != hostPort) {
        return false;
      }
      if (network != null) {
        return network.contains(host);
      }
      return name.equals("*") || host.equals(name) || host.endsWith("." + name);
    }
  }

  Bypass {
    entries = List.copyOf(entries);
  }

  static Bypass parse(String list) {
    List<Entry> entries = new ArrayList<>();
    for (String item : list.toLowerCase(Locale.ROOT).split("[,\\s]+", -1)) {
      if (!item.isEmpty()) {
        entries.add(entry(item));
      }
    }
    return new Bypass(entries);
  }

  /// @param host a name or address without brackets
  boolean contains(String host, int port) {
    String name = host.toLowerCase(Locale.ROOT);
    return isLoopback(name) || entries.stream().anyMatch(entry -> entry.matches(name, port));
  }

  /// No proxy elsewhere can reach this machine's own ports.
  static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.equals("::1")
        || Network.LOOPBACK.contains(host);
  }

  private static Entry entry(String item) {
    Network whole = Network.parse(item);
    if (whole != null) {
      return new Entry(item, whole, 0);
    }
    int colon = item.lastIndexOf(':');
    String digits = item.substring(colon + 1);
    boolean hasPort = colon > 0 && digits.matches("[0-9]{1,5}");
    String name = hasPort ? item.substring(0, colon) : item;
    if (name.startsWith("[") && name.endsWith("]")) {
      name = name.substring(1, name.length() - 1);
    }
    int port = hasPort ? Integer.parseInt(digits) : 0;
    if (!name.equals("*")) {
      name = name.replaceFirst("^[*]?[.]+", "");
    }
    return new Entry(name, Network.parse(name), port);
  }
}
