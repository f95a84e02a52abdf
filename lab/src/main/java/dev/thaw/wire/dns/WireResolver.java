package dev.thaw.wire.dns;

import dev.thaw.timeline.Clock;
import dev.thaw.wire.dns.LookupException.Reason;
import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Looks up as the C library would (literal, hosts file, name servers with search domains), but
/// sends every question anew.
final class WireResolver implements Resolver {

  private final HostsFile hosts;
  private final ResolvConf conf;

  WireResolver(HostsFile hosts, ResolvConf conf) {
    this.hosts = hosts;
    this.conf = conf;
  }

  @Override
  public Lookup resolve(String host, Family family, Clock clock) throws LookupException {
    long start = clock.now();
    Optional<InetAddress> literal = Literal.parse(host);
    if (literal.isPresent()) {
      if (!family.admits(literal.get())) {
        throw new LookupException(
            Reason.NO_ADDRESS, "host: " + host + " (expected: an address of " + family + ")");
      }
      return local(host, List.of(literal.get()), Lookup.Source.LITERAL, start, start);
    }
    String name = ascii(host);
    List<InetAddress> known = hosts.find(name, family);
    if (!known.isEmpty()) {
      return local(host, known, Lookup.Source.HOSTS_FILE, start, clock.now());
    }
    if (conf.servers().isEmpty()) {
      return ofSystem(host, name, family, start, clock);
    }
    return overTheWire(host, name, family, start, clock);
  }

  private Lookup overTheWire(String host, String name, Family family, long start, Clock clock)
      throws LookupException {
    Question question = new Question(conf);
    LookupException first = null;
    for (String candidate : conf.candidates(name)) {
      try {
        Question.Answer answer = question.ask(candidate, family);
        return new Lookup(
            host,
            answer.addresses(),
            Lookup.Source.DNS,
            Optional.of(answer.server()),
            OptionalLong.of(answer.ttlSeconds()),
            start,
            clock.now());
      } catch (LookupException e) {
        if (e.reason() != Reason.NO_SUCH_NAME && e.reason() != Reason.NO_ADDRESS) {
          throw e;
        }
        first = first == null || candidate.equals(name + ".") ? e : first;
      }
    }
    if (first == null) {
      throw new LookupException(Reason.INVALID_NAME, "host: " + host + " (expected: a name)");
    }
    throw first;
  }

  private static Lookup ofSystem(String host, String name, Family family, long start, Clock clock)
      throws LookupException {
    List<InetAddress> found;
    try {
      found = Arrays.stream(InetAddress.getAllByName(name)).filter(family::admits).toList();
    } catch (UnknownHostException e) {
      throw new LookupException(
          Reason.NO_SUCH_NAME,
          host + ": the system's resolver knows no such host (no name server is configured)");
    }
    if (found.isEmpty()) {
      throw new LookupException(Reason.NO_ADDRESS, host + ": no address of " + family);
    }
    return local(host, found, Lookup.Source.SYSTEM, start, clock.now());
  }

  private static Lookup local(
      String host, List<InetAddress> addresses, Lookup.Source source, long start, long end) {
    return new Lookup(host, addresses, source, Optional.empty(), OptionalLong.empty(), start, end);
  }

  private static String ascii(String host) throws LookupException {
    String name;
    try {
      name = IDN.toASCII(host);
    } catch (IllegalArgumentException e) {
      name = "";
    }
    if (!name.matches("(?=.{1,254}$)([A-Za-z0-9_-]{1,63}\\.)*[A-Za-z0-9_-]{1,63}\\.?")) {
      throw new LookupException(
          Reason.INVALID_NAME, "host: " + host + " (expected: a host name or an address)");
    }
    return name;
  }
}
