package dev.thaw.lambda.telemetry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/// A connection to a port of the environment.
///
/// @param socket its reads give up after [#PATIENCE_MS]
record Connection(Socket socket) implements AutoCloseable {

  /// A subscriber that does not answer for so long has not taken a batch.
  static final int PATIENCE_MS = 2_000;

  private static final int CONNECT_MS = 500;
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  /// @throws IOException if nobody listens there
  static Connection open(int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MS);
      socket.connect(
          new InetSocketAddress(java.net.InetAddress.getByAddress(LOOPBACK), port), CONNECT_MS);
      return new Connection(socket);
    } catch (IOException e) {
      socket.close();
      throw new IOException("telemetry: 127.0.0.1:" + port + ": " + e.getMessage(), e);
    }
  }

  OutputStream out() throws IOException {
    return socket.getOutputStream();
  }

  InputStream in() throws IOException {
    return socket.getInputStream();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // closed is what was asked for
    }
  }
}
