package dev.thaw.cloud.sts;

import dev.thaw.cloud.protocol.Call;
import java.util.Optional;

/// Who calls: the holder of a session, or else the root of the account.
record Caller(String account, String arn, String userId, Optional<Session> session) {

  static Caller of(Call call, SessionStore sessions) {
    String account = call.scope().account();
    return sessions
        .find(call.scope().accessKey())
        .map(session -> new Caller(account, session.arn(), session.userId(), Optional.of(session)))
        .orElseGet(() ->
            new Caller(account, "arn:aws:iam::" + account + ":root", account, Optional.empty()));
  }

  boolean isRole() {
    return session.filter(Session::chained).isPresent();
  }

  /// Sessions of one's own are for those who have lasting credentials.
  void requireLasting(String operation) {
    if (session.isPresent()) {
      throw StsErrors.denied("Cannot call " + operation + " with session credentials");
    }
  }
}
