package dev.thaw.lambda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/// Asks the kernel for one TCP socket by its two ends (sock_diag(7)).
///
/// That takes microseconds, where reading `/proc/net/tcp` walks all of the kernel's table, which is
/// milliseconds of every cold start.
final class SocketLookup {

  /// This kernel does not answer such questions.
  static final class Unsupported extends Exception {
    private static final long serialVersionUID = 1L;

    Unsupported(String message) {
      super(message);
    }
  }

  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
  private static final int NETLINK_SOCK_DIAG = 4;
  private static final int MSG_DONTWAIT = 0x40;

  private static final short NLMSG_ERROR = 2;
  private static final short SOCK_DIAG_BY_FAMILY = 20;
  private static final short NLM_F_REQUEST = 1;
  private static final byte AF_INET = 2;
  private static final byte IPPROTO_TCP = 6;
  private static final int ENOENT = 2;

  private static final int REQUEST = 72;
  private static final int ANSWER = 1024;
  private static final int INODE = 84;

  private final MethodHandle send;
  private final MethodHandle recv;
  private final int socket;
  private final MemorySegment request;
  private final MemorySegment answer;

  /// @throws Unsupported if the kernel has no such socket
  SocketLookup() throws Unsupported {
    FunctionDescriptor transfer =
        FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    send = function("send", transfer);
    recv = function("recv", transfer);
    MethodHandle open =
        function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    try {
      socket = (int) open.invokeExact(AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_SOCK_DIAG);
    } catch (Throwable e) {
      throw new IllegalStateException("socket", e);
    }
    if (socket < 0) {
      throw new Unsupported("no netlink socket");
    }
    MemoryLayout words = MemoryLayout.sequenceLayout(REQUEST / 8, JAVA_LONG);
    request = Arena.global().allocate(words);
    answer = Arena.global().allocate(ANSWER, 8);
  }

  private static MethodHandle function(String name, FunctionDescriptor type) throws Unsupported {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().find(name).orElseThrow(() -> new Unsupported("no function " + name)),
        type);
  }

  /// The inode of the IPv4 socket that is bound to `own` and connected to `other`; of an IPv6 one
  /// too that speaks IPv4.
  ///
  /// @return empty if there is none
  /// @throws Unsupported if the kernel answers something else
  synchronized OptionalLong inode(InetSocketAddress own, InetSocketAddress other)
      throws Unsupported {
    write(own, other);
    long received;
    try {
      long sent = (long) send.invokeExact(socket, request, (long) REQUEST, 0);
      received =
          sent == REQUEST
              ? (long) recv.invokeExact(socket, answer, (long) ANSWER, MSG_DONTWAIT)
              : -1;
    } catch (Throwable e) {
      throw new IllegalStateException("sock_diag", e);
    }
    ByteBuffer in = answer.asByteBuffer().order(ByteOrder.nativeOrder());
    if (received >= INODE + 4 && in.getShort(4) == SOCK_DIAG_BY_FAMILY) {
      return OptionalLong.of(Integer.toUnsignedLong(in.getInt(INODE)));
    }
    if (received >= 20 && in.getShort(4) == NLMSG_ERROR && in.getInt(16) == -ENOENT) {
      return OptionalLong.empty();
    }
    throw new Unsupported("sock_diag answered " + received + " bytes");
  }

  /// `nlmsghdr`, then `inet_diag_req_v2`; ports and addresses in the network's order.
  private void write(InetSocketAddress own, InetSocketAddress other) {
    request.fill((byte) 0);
    ByteBuffer out = request.asByteBuffer().order(ByteOrder.nativeOrder());
    out.putInt(REQUEST).putShort(SOCK_DIAG_BY_FAMILY).putShort(NLM_F_REQUEST).putInt(1).putInt(0);
    out.put(AF_INET).put(IPPROTO_TCP).putShort((short) 0).putInt(-1);
    out.order(ByteOrder.BIG_ENDIAN).putShort((short) own.getPort());
    out.putShort((short) other.getPort());
    out.put(28, own.getAddress().getAddress()).put(44, other.getAddress().getAddress());
    // any interface, no cookie
    out.putInt(64, -1).putInt(68, -1);
  }
}
