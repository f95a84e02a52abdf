package dev.thaw.cloud.iam;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.protocol.Scope;
import dev.thaw.cloud.protocol.ServiceClient;
import dev.thaw.cloud.state.Store;
import dev.thaw.timeline.Clock;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Calls of IAM by name, for tests.
final class Iam implements AutoCloseable {

  static final String TRUST =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",\
      "Principal":{"Service":"lambda.amazonaws.com"}}]}\
      """;

  static final String PERMISSIONS =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"logs:*","Resource":"*"}]}\
      """;

  private final Store store;
  private final ServiceClient client;
  private String account = "000000000000";

  Iam(Path folder) {
    store = Store.open(folder);
    IamService iam = new IamService(Models.bundled(), store, Clock.system());
    client = new ServiceClient(() -> List.of(iam.service()), Clock.system());
  }

  Iam as(String other) {
    account = other;
    return this;
  }

  /// @param members names and values in turn
  Document call(String operation, Object... members) {
    Map<String, Object> input = new LinkedHashMap<>();
    for (int i = 0; i < members.length; i += 2) {
      input.put((String) members[i], members[i + 1]);
    }
    Scope scope = new Scope("us-east-1", account, "", Optional.of("iam"));
    return client.call(scope, "iam", operation, input);
  }

  void refuses(String code, String words, String operation, Object... members) {
    assertThatThrownBy(() -> call(operation, members))
        .isInstanceOf(ApiException.class)
        .hasMessageStartingWith(code + ": ")
        .hasMessageContaining(words);
  }

  Document createRole(String name, Object... more) {
    Object[] members = new Object[more.length + 4];
    members[0] = "RoleName";
    members[1] = name;
    members[2] = "AssumeRolePolicyDocument";
    members[3] = TRUST;
    System.arraycopy(more, 0, members, 4, more.length);
    return call("CreateRole", members).document("Role");
  }

  String createPolicy(String name) {
    return call("CreatePolicy", "PolicyName", name, "PolicyDocument", PERMISSIONS)
        .document("Policy")
        .text("Arn");
  }

  @Override
  public void close() {
    store.close();
  }
}
