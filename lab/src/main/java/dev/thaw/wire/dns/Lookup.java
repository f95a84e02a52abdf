package dev.thaw.wire.dns;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What a look-up found and how long it took.
///
/// @param addresses in the order in which they are to be tried; never empty
/// @param server who answered, such as `192.0.2.1:53 udp`; only from [Source#DNS]
/// @param ttlSeconds how long the answer may be kept; only from [Source#DNS]
/// @param start nanoseconds since the epoch
/// @param end nanoseconds since the epoch
public record Lookup(
    String host,
    List<InetAddress> addresses,
    Source source,
    Optional<String> server,
    OptionalLong ttlSeconds,
    long start,
    long end) {

  /// Where the addresses come from.
  public enum Source {
    /// The host was an address already: nothing was looked up.
    LITERAL,
    /// Given by the user.
    OVERRIDE,
    /// Read from the hosts file: nothing was sent.
    HOSTS_FILE,
    /// Asked of a name server over the wire, past every cache of this machine but a local server's.
    DNS,
    /// Answered by the system's resolver, caches and all, since no name server is configured.
    SYSTEM
  }

  public Lookup {
    addresses = List.copyOf(addresses);
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("addresses: none (expected: 1 or more)");
    }
  }
}
