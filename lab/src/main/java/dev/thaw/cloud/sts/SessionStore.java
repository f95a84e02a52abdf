package dev.thaw.cloud.sts;

import dev.thaw.cloud.protocol.AccessKeys;
import dev.thaw.cloud.state.Store;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Credentials that were given out.
final class SessionStore {

  /// How long it is remembered that they were, so that their holder hears why they fail.
  private static final Duration REMEMBERED = Duration.ofDays(1);

  private final Store store;
  private final Store.Table table;
  private final SecureRandom random = new SecureRandom();

  SessionStore(Store store, Instant now) {
    this.store = store;
    table = store.table("sts.sessions");
    forget(now.minus(REMEMBERED));
  }

  /// Writes nothing if there is nothing to forget, as at most starts.
  private void forget(Instant expired) {
    List<String> old = new ArrayList<>();
    table
        .startingWith("")
        .forEach((key, json) -> {
          if (Session.read(key, json).expired(expired)) {
            old.add(key);
          }
        });
    if (!old.isEmpty()) {
      store.change(() -> {
        old.forEach(table::remove);
        return true;
      });
    }
  }

  Optional<Session> find(String accessKey) {
    return table.get(accessKey).map(json -> Session.read(accessKey, json));
  }

  Session issue(String account, Instant expires, String arn, String userId, boolean chained) {
    return store.change(() -> {
      String key = AccessKeys.temporary(account, random);
      while (table.get(key).isPresent()) {
        key = AccessKeys.temporary(account, random);
      }
      Session session = new Session(key, text(30), text(240), expires, arn, userId, chained);
      table.put(key, session.json());
      return session;
    });
  }

  /// @param bytes a multiple of three
  private String text(int bytes) {
    byte[] drawn = new byte[bytes];
    random.nextBytes(drawn);
    return Base64.getEncoder().encodeToString(drawn);
  }
}
