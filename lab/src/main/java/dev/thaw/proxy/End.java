package dev.thaw.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/// One end of a tunnel.
///
/// @param in what comes from there; the socket's own stream, or one that holds bytes read before
record End(Socket socket, InputStream in) {

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      System.getLogger(End.class.getName()).log(System.Logger.Level.DEBUG, "close", e);
    }
  }
}
