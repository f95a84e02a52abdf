package dev.thaw.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The head of a request: its first line and its fields, bytes as Latin-1.
///
/// @param target as it was sent: `host:port`, `http://host/path` or `/path`
/// @param fields the lines after the first, as they were sent
record RequestHead(String method, String target, String version, List<String> fields) {

  /// A request that is not HTTP/1; the message says why.
  static final class Malformed extends IOException {
    @java.io.Serial private static final long serialVersionUID = 1L;

    /// The status that says what is wrong.
    final int status;

    Malformed(int status, String message) {
      super(message);
      this.status = status;
    }
  }

  private static final int LARGEST = 64 * 1024;
  private static final int MOST_FIELDS = 200;

  /// Fields that are between the client and this proxy alone.
  private static final Set<String> OURS =
      Set.of("proxy-connection", "proxy-authorization", "connection", "keep-alive");

  /// @param in buffered: it is read byte by byte
  /// @return null at the end of the connection
  static @Nullable RequestHead read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    int newlines = 0;
    while (newlines < 2) {
      int next = in.read();
      if (next < 0) {
        if (bytes.size() == 0) {
          return null;
        }
        throw new Malformed(400, "the request ends within its head");
      }
      if (bytes.size() == 0 && (next == '\r' || next == '\n')) {
        continue; // a client may send an empty line before a request
      }
      bytes.write(next);
      if (bytes.size() > LARGEST) {
        throw new Malformed(431, "the head has more than " + LARGEST + " bytes");
      }
      if (next == '\n') {
        newlines++;
      } else if (next != '\r') {
        newlines = 0;
      }
    }
    return parse(bytes.toString(StandardCharsets.ISO_8859_1));
  }

  private static RequestHead parse(String text) throws Malformed {
    List<String> lines = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      String bare = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
      if (!bare.isEmpty()) {
        lines.add(bare);
      }
    }
    String[] first = lines.getFirst().split(" ", -1);
    if (first.length != 3
        || !first[0].matches("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,32}")
        || !first[1].matches("[\\x21-\\x7e\\x80-\\xff]+")
        || !first[2].matches("HTTP/1[.][01]")) {
      throw new Malformed(400, "the first line is no HTTP/1 request");
    }
    List<String> fields = List.copyOf(lines.subList(1, lines.size()));
    if (fields.size() > MOST_FIELDS) {
      throw new Malformed(431, "the head has more than " + MOST_FIELDS + " fields");
    }
    for (String field : fields) {
      // Whitespace before the colon and folded lines are read differently by different programs.
      if (!field.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+:[^\\x00\\r]*")) {
        throw new Malformed(400, "a line of the head is no field");
      }
    }
    return new RequestHead(first[0], first[1], first[2], fields);
  }

  Optional<String> first(String name) {
    String start = name.toLowerCase(Locale.ROOT) + ":";
    return fields.stream()
        .filter(field -> field.toLowerCase(Locale.ROOT).startsWith(start))
        .findFirst()
        .map(field -> field.substring(start.length()).strip());
  }

  /// The head for the next hop. It asks for the connection to end after the answer, so that each
  /// request on a client's connection is led on its own; a request to change the protocol is kept.
  ///
  /// @param newTarget in the form that the next hop wants
  /// @param added further fields, such as a proxy's authorization
  byte[] forwarded(String newTarget, List<String> added) {
    StringBuilder text = new StringBuilder(512);
    text.append(method).append(' ').append(newTarget).append(' ').append(version).append("\r\n");
    boolean upgrade =
        first("connection")
            .filter(value -> value.toLowerCase(Locale.ROOT).contains("upgrade"))
            .isPresent();
    for (String field : fields) {
      String name = field.substring(0, field.indexOf(':')).toLowerCase(Locale.ROOT);
      if (!OURS.contains(name)) {
        text.append(field).append("\r\n");
      }
    }
    text.append(upgrade ? "Connection: Upgrade\r\n" : "Connection: close\r\n");
    added.forEach(field -> text.append(field).append("\r\n"));
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
