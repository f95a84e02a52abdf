package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Who else may use a layer version.
final class LayerPermissionOperations {

  private final LayerStore layers;

  LayerPermissionOperations(LayerStore layers) {
    this.layers = layers;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "AddLayerVersionPermission", this::add,
        "RemoveLayerVersionPermission", this::remove,
        "GetLayerVersionPolicy", this::get);
  }

  private Answer add(Call call) {
    LayerVersion version = version(call, "AddLayerVersionPermission");
    Map<String, Object> statement = statement(version, call.input());
    ResourcePolicy after = change(version, call.input(), policy -> policy.with(statement));
    return Answer.of(
        Map.of("Statement", ResourcePolicy.text(statement), "RevisionId", after.revision()));
  }

  private static Map<String, Object> statement(LayerVersion version, Document input) {
    String principal = input.text("Principal");
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("Sid", input.text("StatementId"));
    statement.put("Effect", "Allow");
    statement.put(
        "Principal",
        principal.equals("*") ? principal : Map.of("AWS", PermissionStatement.account(principal)));
    statement.put("Action", input.text("Action"));
    statement.put("Resource", version.arn());
    input
        .optionalText("OrganizationId")
        .ifPresent(organization -> {
          if (!principal.equals("*")) {
            throw LambdaErrors.invalid(
                "OrganizationId: with principal " + principal + " (expected: with principal *)");
          }
          statement.put(
              "Condition", Map.of("StringEquals", Map.of("aws:PrincipalOrgID", organization)));
        });
    return statement;
  }

  private Answer remove(Call call) {
    LayerVersion version = version(call, "RemoveLayerVersionPermission");
    change(version, call.input(), policy -> policy.without(call.input().text("StatementId")));
    return Answer.empty();
  }

  private ResourcePolicy change(
      LayerVersion version, Document input, UnaryOperator<ResourcePolicy> change) {
    return layers
        .update(
            version.key(),
            layer ->
                layer.changed(
                    version.number(),
                    now -> {
                      now.policy().checkRevision(input);
                      return now.withPolicy(change.apply(now.policy()));
                    }))
        .version(version.number())
        .orElseThrow(LayerStore::notThere)
        .policy();
  }

  private Answer get(Call call) {
    ResourcePolicy policy =
        version(call, "GetLayerVersionPolicy")
            .policy()
            .require("No policy is associated with the given resource.");
    return Answer.of(Map.of("Policy", policy.json(), "RevisionId", policy.revision()));
  }

  private LayerVersion version(Call call, String action) {
    LayerKey key = LayerAccess.own(call.input().text("LayerName"), action, call.scope());
    return layers.require(key, call.input().number("VersionNumber"));
  }
}
