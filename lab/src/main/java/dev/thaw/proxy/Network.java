package dev.thaw.proxy;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// A range of addresses, such as `10.0.0.0/8`; one address is a range too.
///
/// @param bits how many bits of the address count
record Network(InetAddress address, int bits) {

  static final Network LOOPBACK = new Network(InetAddress.ofLiteral("127.0.0.0"), 8);

  /// @return null if the text is no address and no range
  static @Nullable Network parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address = literal(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      return null;
    }
    int all = address.getAddress().length * 8;
    if (slash < 0) {
      return new Network(address, all);
    }
    String bits = text.substring(slash + 1);
    if (!bits.matches("[0-9]{1,3}") || Integer.parseInt(bits) > all) {
      return null;
    }
    return new Network(address, Integer.parseInt(bits));
  }

  boolean contains(String host) {
    InetAddress other = literal(host);
    if (other == null) {
      return false;
    }
    byte[] mine = address.getAddress();
    byte[] theirs = other.getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((mine[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  /// Asks no name server.
  private static @Nullable InetAddress literal(String text) {
    if (text.isEmpty() || !text.matches("[0-9a-f.:%]+") || !text.matches(".*[.:].*")) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
