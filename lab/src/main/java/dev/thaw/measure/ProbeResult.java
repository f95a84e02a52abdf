package dev.thaw.measure;

import dev.thaw.measure.result.MachineRecord;
import dev.thaw.stats.Sample;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// What `thaw probe` found about one URL.
///
/// @param count requests planned of each kind
/// @param warmup requests of each kind that were sent before and not counted
/// @param fresh requests that each opened a connection
/// @param kept requests on a connection that had served one before
/// @param status how many answers had which HTTP status
/// @param endpoint whom the last connection reached; empty if none was reached
public record ProbeResult(
    String url,
    Instant started,
    int count,
    int warmup,
    List<PhaseSample> fresh,
    List<PhaseSample> kept,
    List<Failure> failures,
    Map<Integer, Integer> status,
    Optional<Endpoint> endpoint,
    MachineRecord machine,
    List<String> spoilt) {

  /// The time of one phase over all requests of a kind that were answered.
  ///
  /// @param name `dns`, `tcp`, `tls`, `send`, `wait`, `receive` or `total`
  /// @param ms milliseconds, one per request
  public record PhaseSample(String name, Sample ms) {}

  /// Requests that failed alike.
  ///
  /// @param connection `new` or `kept`
  /// @param kind `dns`, `connect`, `tls`, `timeout`, `closed`, `protocol` or `limit`
  /// @param example the first message
  public record Failure(String connection, String kind, int count, String example) {}

  /// Who answered.
  ///
  /// @param source where the address comes from: `literal`, `override`, `hosts-file`, `dns`,
  ///   `system`
  /// @param nameServer who was asked, from `dns` only
  /// @param attempts addresses tried for the last connection, this one included
  /// @param bodyBytes of the last answer
  /// @param wireBytes of the last answer, its head included
  public record Endpoint(
      String address,
      int port,
      String source,
      Optional<String> nameServer,
      OptionalLong ttlSeconds,
      int attempts,
      Optional<Tls> tls,
      long bodyBytes,
      long wireBytes) {}

  /// @param alpn empty if the server chose none
  public record Tls(String protocol, String cipher, String alpn) {}

  public ProbeResult {
    fresh = List.copyOf(fresh);
    kept = List.copyOf(kept);
    failures = List.copyOf(failures);
    status = new TreeMap<>(status);
    spoilt = List.copyOf(spoilt);
  }

  /// Requests that were answered, of both kinds.
  public int answered() {
    return status.values().stream().mapToInt(Integer::intValue).sum();
  }
}
