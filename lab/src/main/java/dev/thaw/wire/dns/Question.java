package dev.thaw.wire.dns;

import dev.thaw.wire.dns.LookupException.Reason;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// Asks name servers over UDP, and over TCP where an answer was cut short. A and AAAA are asked at
/// once over one socket; when A has come, AAAA gets 50 ms more, as RFC 8305 advises.
final class Question {

  /// @param server address, port and protocol of who answered
  record Answer(List<InetAddress> addresses, String server, long ttlSeconds) {}

  private static final int GRACE_MS = 50;
  private static final int MOST_ALIASES = 16;
  private static final int UDP_SIZE = 4096;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final ResolvConf conf;

  Question(ResolvConf conf) {
    this.conf = conf;
  }

  Answer ask(String name, Resolver.Family family) throws LookupException {
    Name wanted;
    try {
      wanted = Name.fromString(name);
    } catch (TextParseException e) {
      throw new LookupException(Reason.INVALID_NAME, name + ": " + e.getMessage());
    }
    List<Integer> types =
        switch (family) {
          case ANY -> List.of(Type.A, Type.AAAA);
          case IPV4 -> List.of(Type.A);
          case IPV6 -> List.of(Type.AAAA);
        };
    LookupException last = new LookupException(Reason.TIMEOUT, name + ": no name server was asked");
    for (int round = 0; round < conf.attempts(); round++) {
      for (InetSocketAddress server : conf.servers()) {
        try {
          return askServer(server, wanted, types);
        } catch (LookupException e) {
          if (e.reason() == Reason.NO_SUCH_NAME || e.reason() == Reason.NO_ADDRESS) {
            throw e;
          }
          last = e;
        } catch (SocketTimeoutException e) {
          last =
              new LookupException(
                  Reason.TIMEOUT,
                  name + ": no answer from " + text(server) + " within " + conf.timeout());
        } catch (IOException e) {
          last =
              new LookupException(
                  Reason.SERVER_FAILURE, name + ": " + text(server) + ": " + e.getMessage());
        }
      }
    }
    throw last;
  }

  private Answer askServer(InetSocketAddress server, Name name, List<Integer> types)
      throws IOException {
    Map<Integer, Message> queries = new LinkedHashMap<>();
    for (int type : types) {
      Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
      query.getHeader().setID(RANDOM.nextInt(1 << 16));
      queries.put(type, query);
    }
    Map<Integer, Message> answers = overUdp(server, queries);
    String protocol = "udp";
    for (Map.Entry<Integer, Message> entry : answers.entrySet()) {
      if (entry.getValue().getHeader().getFlag(Flags.TC)) {
        Message query = queries.get(entry.getKey());
        entry.setValue(overTcp(server, Objects.requireNonNull(query)));
        protocol = "tcp";
      }
    }
    return read(name, answers, text(server) + " " + protocol);
  }

  private Map<Integer, Message> overUdp(InetSocketAddress server, Map<Integer, Message> queries)
      throws IOException {
    Map<Integer, Message> answers = new LinkedHashMap<>();
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(server);
      for (Message query : queries.values()) {
        byte[] bytes = query.toWire();
        socket.send(new DatagramPacket(bytes, bytes.length));
      }
      long deadline = System.nanoTime() + conf.timeout().toNanos();
      DatagramPacket packet = new DatagramPacket(new byte[UDP_SIZE], UDP_SIZE);
      while (answers.size() < queries.size()) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          break;
        }
        socket.setSoTimeout((int) left);
        packet.setLength(UDP_SIZE);
        try {
          socket.receive(packet);
        } catch (SocketTimeoutException e) {
          break;
        }
        byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
        for (Map.Entry<Integer, Message> query : queries.entrySet()) {
          Message answer = answerTo(query.getValue(), bytes);
          if (answer != null) {
            answers.put(query.getKey(), answer);
            if (query.getKey() == Type.A) {
              deadline = Math.min(deadline, System.nanoTime() + GRACE_MS * 1_000_000L);
            }
          }
        }
      }
    }
    if (answers.isEmpty()) {
      throw new SocketTimeoutException();
    }
    return answers;
  }

  private Message overTcp(InetSocketAddress server, Message query) throws IOException {
    int timeout = (int) conf.timeout().toMillis();
    try (Socket socket = new Socket()) {
      socket.connect(server, timeout);
      socket.setSoTimeout(timeout);
      byte[] bytes = query.toWire();
      socket
          .getOutputStream()
          .write(
              ByteBuffer.allocate(bytes.length + 2)
                  .putShort((short) bytes.length)
                  .put(bytes)
                  .array());
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] reply = new byte[in.readUnsignedShort()];
      in.readFully(reply);
      Message answer = answerTo(query, reply);
      if (answer == null) {
        throw new LookupException(
            Reason.MALFORMED, text(server) + ": answer to another question over tcp");
      }
      return answer;
    } catch (EOFException e) {
      throw new LookupException(Reason.MALFORMED, text(server) + ": answer cut short over tcp");
    }
  }

  /// The message if it answers this very question; what does not (a late answer, a forged one,
  /// garbage) is as if it had never come.
  private static @Nullable Message answerTo(Message query, byte[] bytes) {
    try {
      Message answer = new Message(bytes);
      Record asked = answer.getQuestion();
      boolean ours =
          answer.getHeader().getID() == query.getHeader().getID()
              && answer.getHeader().getFlag(Flags.QR)
              && asked != null
              && asked.equals(query.getQuestion());
      return ours ? answer : null;
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }

  private static Answer read(Name name, Map<Integer, Message> answers, String server)
      throws LookupException {
    Set<InetAddress> found = new LinkedHashSet<>();
    long ttl = Long.MAX_VALUE;
    int worst = Rcode.NOERROR;
    for (Message answer : answers.values()) {
      int rcode = answer.getRcode();
      if (rcode != Rcode.NOERROR) {
        worst = rcode;
        continue;
      }
      List<Record> records = answer.getSection(Section.ANSWER);
      Set<Name> names = aliases(name, records);
      for (Record record : records) {
        if (names.contains(record.getName())) {
          switch (record) {
            case ARecord a -> found.add(a.getAddress());
            case AAAARecord aaaa -> found.add(aaaa.getAddress());
            default -> {}
          }
          ttl = Math.min(ttl, record.getTTL());
        }
      }
    }
    if (!found.isEmpty()) {
      return new Answer(new ArrayList<>(found), server, ttl);
    }
    throw switch (worst) {
      case Rcode.NOERROR ->
          new LookupException(Reason.NO_ADDRESS, name + ": no address (" + server + ")");
      case Rcode.NXDOMAIN ->
          new LookupException(Reason.NO_SUCH_NAME, name + ": no such name (" + server + ")");
      default ->
          new LookupException(
              Reason.SERVER_FAILURE, name + ": " + Rcode.string(worst) + " (" + server + ")");
    };
  }

  private static Set<Name> aliases(Name name, List<Record> records) {
    Set<Name> names = new HashSet<>(Set.of(name));
    for (int round = 0; round < MOST_ALIASES; round++) {
      boolean grown = false;
      for (Record record : records) {
        if (record instanceof CNAMERecord alias && names.contains(alias.getName())) {
          grown |= names.add(alias.getTarget());
        }
      }
      if (!grown) {
        break;
      }
    }
    return names;
  }

  private static String text(InetSocketAddress server) {
    return server.getAddress().getHostAddress() + ":" + server.getPort();
  }
}
