package dev.thaw.wire.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

/// A name server on loopback, UDP and TCP on one port, that lets a script fill its answers.
final class NameServer implements AutoCloseable {

  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final AtomicInteger asked = new AtomicInteger();

  NameServer(Consumer<Message> script) throws IOException {
    this(script, answer -> {});
  }

  /// @param overUdp what is done to answers over UDP besides
  NameServer(Consumer<Message> script, Consumer<Message> overUdp) throws IOException {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    tcp = new ServerSocket(0, 10, loopback);
    udp = new DatagramSocket(new InetSocketAddress(loopback, tcp.getLocalPort()));
    Thread.ofVirtual().start(() -> serveUdp(script.andThen(overUdp)));
    Thread.ofVirtual().start(() -> serveTcp(script));
  }

  private NameServer() throws IOException {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    tcp = new ServerSocket(0, 10, loopback);
    udp = new DatagramSocket(new InetSocketAddress(loopback, tcp.getLocalPort()));
  }

  static NameServer silent() throws IOException {
    return new NameServer();
  }

  int port() {
    return tcp.getLocalPort();
  }

  int asked() {
    return asked.get();
  }

  private void serveUdp(Consumer<Message> script) {
    DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
    while (!udp.isClosed()) {
      try {
        packet.setLength(4096);
        udp.receive(packet);
        byte[] reply = answer(Arrays.copyOf(packet.getData(), packet.getLength()), script);
        udp.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
      } catch (IOException e) {
        // closed
      }
    }
  }

  private void serveTcp(Consumer<Message> script) {
    while (!tcp.isClosed()) {
      try (Socket socket = tcp.accept()) {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] query = new byte[in.readUnsignedShort()];
        in.readFully(query);
        byte[] reply = answer(query, script);
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeShort(reply.length);
        out.write(reply);
      } catch (IOException e) {
        // closed
      }
    }
  }

  private byte[] answer(byte[] bytes, Consumer<Message> script) throws IOException {
    asked.incrementAndGet();
    Message query = new Message(bytes);
    Message answer = new Message(query.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.addRecord(query.getQuestion(), Section.QUESTION);
    script.accept(answer);
    return answer.toWire();
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }
}
