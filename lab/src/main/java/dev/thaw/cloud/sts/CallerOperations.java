package dev.thaw.cloud.sts;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Scope;
import dev.thaw.cloud.protocol.Service.Handler;
import java.util.Map;

/// Who somebody is.
final class CallerOperations {

  private final SessionStore sessions;

  CallerOperations(SessionStore sessions) {
    this.sessions = sessions;
  }

  Map<String, Handler> handlers() {
    return Map.of("GetCallerIdentity", this::identity, "GetAccessKeyInfo", this::keyInfo);
  }

  private Answer identity(Call call) {
    Caller caller = Caller.of(call, sessions);
    return Answer.of(
        Map.of("UserId", caller.userId(), "Account", caller.account(), "Arn", caller.arn()));
  }

  private Answer keyInfo(Call call) {
    return Answer.of(Map.of("Account", Scope.account(call.input().text("AccessKeyId"))));
  }
}
