package dev.thaw.lambda;

import dev.thaw.lambda.sandbox.Sandbox;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Finds out whose end of a loopback connection the other one is, so that an environment cannot
/// speak for another.
final class SocketOwner {

  private static final boolean LINUX = System.getProperty("os.name").equals("Linux");

  /// Sockets of either family, as the kernel lists them.
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

  private static final @Nullable SocketLookup LOOKUP = lookup();

  private SocketOwner() {}

  private static @Nullable SocketLookup lookup() {
    try {
      return LINUX ? new SocketLookup() : null;
    } catch (SocketLookup.Unsupported e) {
      return null;
    }
  }

  /// Whether a process of the sandbox holds the socket at `peer`; where the machine does not tell,
  /// it is believed.
  static boolean isIn(Sandbox sandbox, InetSocketAddress peer, InetSocketAddress local) {
    if (!LINUX) {
      return true;
    }
    OptionalLong inode = inode(peer, local);
    return inode.isPresent() && sandbox.owns(inode.getAsLong());
  }

  private static OptionalLong inode(InetSocketAddress from, InetSocketAddress to) {
    boolean ipv4 = from.getAddress() instanceof Inet4Address;
    if (LOOKUP != null && ipv4) {
      try {
        return LOOKUP.inode(from, to);
      } catch (SocketLookup.Unsupported e) {
        // the tables have it too
      }
    }
    return listed(from, to);
  }

  /// By the kernel's tables.
  static OptionalLong listed(InetSocketAddress from, InetSocketAddress to) {
    String fromEnd = hex(from);
    String toEnd = hex(to);
    for (Path table : TABLES) {
      try {
        for (String line : Files.readAllLines(table)) {
          String[] fields = line.strip().split("\\s+", 11);
          if (fields.length > 9 && fields[1].endsWith(fromEnd) && fields[2].endsWith(toEnd)) {
            return OptionalLong.of(Long.parseLong(fields[9]));
          }
        }
      } catch (IOException e) {
        // the family is not there
      }
    }
    return OptionalLong.empty();
  }

  /// The last four bytes of the address in the machine's order, then the port: the end of either
  /// family's field.
  private static String hex(InetSocketAddress end) {
    byte[] ip = end.getAddress().getAddress();
    int at = ip.length - 4;
    return String.format(
        Locale.ROOT,
        "%02X%02X%02X%02X:%04X",
        ip[at + 3],
        ip[at + 2],
        ip[at + 1],
        ip[at],
        end.getPort());
  }
}
