package dev.thaw.measure;

import dev.thaw.wire.http.Headers;
import dev.thaw.wire.http.Options;
import dev.thaw.wire.http.Request;
import dev.thaw.wire.http.Target;
import java.util.OptionalInt;

/// Through what the measured function is called. Whichever it is, cold starts are made through the
/// Lambda API.
public sealed interface Door {

  /// The Lambda API itself: every arm is invoked by its name.
  ///
  /// @param event what the function is sent, JSON
  record Invoke(byte[] event) implements Door {}

  /// A URL in front of the function; there is one arm then. A cold call opens a connection, so that
  /// its look-up and handshakes are part of it; warm calls keep theirs.
  ///
  /// @param url as a user would write it
  /// @param target where the connection goes
  record Url(String url, Target target, Options options, Request request) implements Door {

    /// @param url `http://` or `https://`, with the path to ask for
    /// @param ask the request but for its path
    /// @param port where to connect to instead of the URL's own port; the request looks the same
    /// @throws IllegalArgumentException if the URL is none
    public static Url of(String url, Ask ask, Options options, OptionalInt port) {
      Target.Located located = Target.parse(url);
      Target named = located.target();
      Headers headers =
          ask.headers().first("Host").isPresent()
              ? ask.headers()
              : ask.headers().with("Host", named.authority());
      Request request = new Request(ask.method(), located.path(), headers, ask.body());
      Target target = new Target(named.tls(), named.host(), port.orElse(named.port()));
      return new Url(url, target, options, request);
    }
  }

  /// What is asked of a URL.
  ///
  /// @param body empty for none
  record Ask(String method, Headers headers, byte[] body) {

    public static final Ask GET =
        new Ask("GET", Headers.of("User-Agent", "thaw", "Accept", "*/*"), new byte[0]);
  }
}
