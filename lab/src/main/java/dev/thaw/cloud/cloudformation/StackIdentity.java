package dev.thaw.cloud.cloudformation;

import dev.thaw.cloud.cloudformation.template.Pseudo;
import dev.thaw.cloud.protocol.Scope;
import java.util.List;
import java.util.Optional;

/// What a stack is called, for ever.
record StackIdentity(String region, String account, String name, String uuid) {

  String arn() {
    return "arn:%s:cloudformation:%s:%s:stack/%s/%s"
        .formatted(Pseudo.partition(region), region, account, name, uuid);
  }

  String key() {
    return account + "/" + region + "/" + uuid;
  }

  Scope scope() {
    return new Scope(region, account, account, Optional.empty());
  }

  Pseudo pseudo(List<String> notificationArns) {
    return new Pseudo(region, account, arn(), name, notificationArns);
  }
}
