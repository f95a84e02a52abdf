package dev.thaw.cloud.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;

/// Writes and acknowledges until it is killed.
final class StoreVictim {

  private StoreVictim() {}

  public static void main(String[] arguments) {
    Store store = Store.open(Path.of(arguments[0]));
    Store.Table table = store.table("t");
    for (int i = 0; ; i++) {
      String key = "k" + i;
      store.change(() -> {
        table.put(key, "value".getBytes(UTF_8));
        return true;
      });
      System.out.println("ack " + i);
    }
  }
}
