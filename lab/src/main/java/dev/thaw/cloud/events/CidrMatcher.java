package dev.thaw.cloud.events;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An address within a block, of version 4 or 6.
record CidrMatcher(byte[] network, int bits) implements ValueMatcher {

  static CidrMatcher parse(String block) {
    int slash = block.indexOf('/');
    Optional<byte[]> network = address(slash < 0 ? "" : block.substring(0, slash));
    String bits = slash < 0 ? "" : block.substring(slash + 1);
    if (network.isEmpty()
        || !bits.matches("\\d{1,3}")
        || Integer.parseInt(bits) > network.get().length * 8) {
      throw new IllegalArgumentException(
          "Malformed CIDR, one '/' required: " + block + " (expected: address/bits)");
    }
    return new CidrMatcher(network.get(), Integer.parseInt(bits));
  }

  /// Literal addresses only: a name is never looked up.
  private static Optional<byte[]> address(String text) {
    boolean four = text.matches("\\d{1,3}(\\.\\d{1,3}){3}");
    boolean six = text.contains(":") && text.matches("[0-9a-fA-F:.]{2,45}");
    if (!four && !six) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text).getAddress());
    } catch (UnknownHostException _) {
      return Optional.empty();
    }
  }

  @Override
  public boolean matches(@Nullable Object value) {
    return value instanceof String text && address(text).filter(this::within).isPresent();
  }

  private boolean within(byte[] address) {
    if (address.length != network.length) {
      return false;
    }
    int whole = bits / 8;
    if (!Arrays.equals(address, 0, whole, network, 0, whole)) {
      return false;
    }
    int mask = 0xff << (8 - bits % 8) & 0xff;
    return bits % 8 == 0 || (address[whole] & mask) == (network[whole] & mask);
  }
}
