package dev.thaw.wire.dns;

import dev.thaw.timeline.Clock;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Turns a host into addresses, stamping the time it takes. Keeps nothing: every call looks up
/// anew.
public interface Resolver {

  Lookup resolve(String host, Family family, Clock clock) throws LookupException;

  /// Which addresses are wanted.
  enum Family {
    ANY,
    IPV4,
    IPV6;

    boolean admits(InetAddress address) {
      return switch (this) {
        case ANY -> true;
        case IPV4 -> address.getAddress().length == 4;
        case IPV6 -> address.getAddress().length == 16;
      };
    }
  }

  /// The resolver of this machine: literals, `/etc/hosts`, then the servers of `/etc/resolv.conf`.
  static Resolver ofThisMachine() {
    return new WireResolver(HostsFile.ofThisMachine(), ResolvConf.ofThisMachine());
  }

  /// Answers the given hosts itself, in lower case, and asks `otherwise` about the rest.
  static Resolver overriding(Map<String, InetAddress> hosts, Resolver otherwise) {
    return (host, family, clock) -> {
      InetAddress address = hosts.get(host.toLowerCase(Locale.ROOT));
      if (address == null) {
        return otherwise.resolve(host, family, clock);
      }
      long now = clock.now();
      return new Lookup(
          host,
          List.of(address),
          Lookup.Source.OVERRIDE,
          Optional.empty(),
          OptionalLong.empty(),
          now,
          now);
    };
  }
}
