package dev.thaw.lambda.telemetry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One event a line over one connection. There is no acknowledgement: what the kernel took counts
/// as delivered, as with AWS.
final class TcpDelivery implements Delivery {

  private final Destination.Tcp destination;
  private volatile @Nullable Connection open;

  TcpDelivery(Destination.Tcp destination) {
    this.destination = destination;
  }

  @Override
  public void send(List<byte[]> batch) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (byte[] event : batch) {
      lines.writeBytes(event);
      lines.write('\n');
    }
    Connection connection = open;
    if (connection == null) {
      connection = Connection.open(destination.port());
      open = connection;
    }
    try {
      lines.writeTo(connection.out());
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  @Override
  public void close() {
    Connection connection = open;
    open = null;
    if (connection != null) {
      connection.close();
    }
  }
}
