package dev.thaw.wire.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The name servers of this machine and how to ask them, as `resolv.conf` tells.
///
/// @param servers empty if the file is missing or names none
/// @param search domains to try for names with fewer than `ndots` dots
/// @param timeout for one try of one server
/// @param attempts rounds over all servers
record ResolvConf(
    List<InetSocketAddress> servers,
    List<String> search,
    int ndots,
    Duration timeout,
    int attempts) {

  private static final System.Logger LOG = System.getLogger(ResolvConf.class.getName());
  private static final int PORT = 53;
  private static final int MOST_SERVERS = 3;

  ResolvConf {
    servers = List.copyOf(servers);
    search = List.copyOf(search);
  }

  static ResolvConf ofThisMachine() {
    return read(Path.of("/etc/resolv.conf"));
  }

  static ResolvConf read(Path file) {
    try {
      return parse(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "no name servers configured: {0}", e.toString());
      return parse("");
    }
  }

  static ResolvConf parse(String text) {
    List<InetSocketAddress> servers = new ArrayList<>();
    List<String> search = List.of();
    int ndots = 1;
    int timeout = 5;
    int attempts = 2;
    for (String line : text.lines().toList()) {
      String[] words = line.replaceFirst("[#;].*", "").strip().split("\\s+");
      switch (words[0]) {
        case "nameserver" -> {
          if (words.length > 1 && servers.size() < MOST_SERVERS) {
            Literal.parse(words[1])
                .ifPresent(address -> servers.add(new InetSocketAddress(address, PORT)));
          }
        }
        case "search", "domain" -> search = List.of(words).subList(1, words.length);
        case "options" -> {
          for (String option : words) {
            ndots = option.startsWith("ndots:") ? number(option, ndots, 15) : ndots;
            timeout = option.startsWith("timeout:") ? number(option, timeout, 30) : timeout;
            attempts = option.startsWith("attempts:") ? number(option, attempts, 5) : attempts;
          }
        }
        default -> {}
      }
    }
    return new ResolvConf(
        servers, search, ndots, Duration.ofSeconds(Math.max(1, timeout)), Math.max(1, attempts));
  }

  /// The full names to ask for, in order.
  List<String> candidates(String host) {
    if (host.endsWith(".")) {
      return List.of(host);
    }
    List<String> names = new ArrayList<>();
    search.stream()
        .filter(domain -> !domain.equals("."))
        .forEach(domain -> names.add(host + "." + domain));
    boolean asItIsFirst = host.chars().filter(c -> c == '.').count() >= ndots;
    names.add(asItIsFirst ? 0 : names.size(), host);
    return names.stream().map(name -> name.endsWith(".") ? name : name + ".").toList();
  }

  private static int number(String option, int otherwise, int most) {
    String digits = option.substring(option.indexOf(':') + 1);
    return digits.matches("[0-9]{1,4}") ? Math.min(most, Integer.parseInt(digits)) : otherwise;
  }
}
