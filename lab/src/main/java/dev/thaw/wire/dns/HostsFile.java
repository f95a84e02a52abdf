package dev.thaw.wire.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The names that `/etc/hosts` gives; lines that make no sense are passed over, as the C library
/// does.
///
/// @param names lower-case name to addresses, in the file's order
record HostsFile(Map<String, List<InetAddress>> names) {

  private static final System.Logger LOG = System.getLogger(HostsFile.class.getName());

  static HostsFile ofThisMachine() {
    return read(Path.of("/etc/hosts"));
  }

  /// A file that is missing or unreadable names nothing.
  static HostsFile read(Path file) {
    try {
      return parse(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "no hosts file: {0}", e.toString());
      return new HostsFile(Map.of());
    }
  }

  static HostsFile parse(String text) {
    Map<String, List<InetAddress>> names = new TreeMap<>();
    text.lines()
        .map(line -> line.replaceFirst("#.*", "").strip().split("\\s+"))
        .filter(words -> words.length > 1)
        .forEach(words ->
            Literal.parse(words[0])
                .ifPresent(address -> {
                  for (int i = 1; i < words.length; i++) {
                    names
                        .computeIfAbsent(words[i].toLowerCase(Locale.ROOT), n -> new ArrayList<>())
                        .add(address);
                  }
                }));
    return new HostsFile(names);
  }

  List<InetAddress> find(String host, Resolver.Family family) {
    return names.getOrDefault(host.toLowerCase(Locale.ROOT), List.of()).stream()
        .filter(family::admits)
        .distinct()
        .toList();
  }
}
