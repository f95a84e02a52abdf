package dev.thaw.cloud.iam;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Service.Handler;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What tools ask of an account without users, aliases and instance profiles.
final class AccountOperations {

  /// Every caller is its account's root, which is as old as the account.
  private static final Instant ROOT_SINCE = Instant.parse("2020-01-01T00:00:00Z");

  private final RoleStore roles;

  AccountOperations(RoleStore roles) {
    this.roles = roles;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "GetUser", this::user,
        "ListAccountAliases", this::aliases,
        "ListInstanceProfilesForRole", this::profiles);
  }

  private Answer user(Call call) {
    call.input()
        .optionalText("UserName")
        .ifPresent(name -> {
          throw IamErrors.noUser(name);
        });
    String account = call.scope().account();
    return Answer.of(
        Map.of(
            "User",
            Map.of(
                "Path",
                "/",
                "UserName",
                "root",
                "UserId",
                account,
                "Arn",
                "arn:aws:iam::" + account + ":root",
                "CreateDate",
                ROOT_SINCE)));
  }

  private Answer aliases(Call call) {
    return Answer.of(Map.of("AccountAliases", List.of(), "IsTruncated", false));
  }

  private Answer profiles(Call call) {
    roles.require(call);
    return Answer.of(Map.of("InstanceProfiles", List.of(), "IsTruncated", false));
  }
}
