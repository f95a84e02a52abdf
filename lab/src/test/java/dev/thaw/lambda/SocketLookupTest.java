package dev.thaw.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class SocketLookupTest {

  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.91.7.3"));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void findsTheSameSocketAsTheKernelsTables() throws Exception {
    try (SocketChannel client = SocketChannel.open(server.getLocalSocketAddress());
        Socket accepted = server.accept()) {
      InetSocketAddress own = (InetSocketAddress) accepted.getRemoteSocketAddress();
      InetSocketAddress other = (InetSocketAddress) accepted.getLocalSocketAddress();
      SocketLookup lookup = new SocketLookup();

      assertThat(lookup.inode(own, other)).isPresent().isEqualTo(SocketOwner.listed(own, other));
      assertThat(lookup.inode(other, own))
          .isPresent()
          .isEqualTo(SocketOwner.listed(other, own))
          .isNotEqualTo(lookup.inode(own, other));
      assertThat(client.isConnected()).isTrue();
    }
  }

  @Test
  void findsNothingWhereNobodyIsConnected() throws Exception {
    InetSocketAddress nobody = new InetSocketAddress(InetAddress.ofLiteral("127.91.7.4"), 1);

    assertThat(new SocketLookup().inode(nobody, (InetSocketAddress) server.getLocalSocketAddress()))
        .isEmpty();
  }
}
