package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Service.Handler;
import java.util.Map;
import java.util.function.UnaryOperator;

/// The policies of functions, versions and aliases. They are kept and shown; nobody is turned away
/// by them, as signatures are not verified.
final class PermissionOperations {

  private final FunctionStore functions;

  PermissionOperations(FunctionStore functions) {
    this.functions = functions;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "AddPermission", this::add,
        "RemovePermission", this::remove,
        "GetPolicy", this::get);
  }

  private Answer add(Call call) {
    FunctionRef ref = FunctionRef.of(call);
    if (ref.qualifier().filter(FunctionVersion.LATEST::equals).isPresent()) {
      throw LambdaErrors.invalid("We currently do not support adding policies for $LATEST.");
    }
    Map<String, Object> statement = PermissionStatement.of(ref.arn(), call.input());
    change(call, ref, policy -> policy.with(statement));
    return Answer.of(Map.of("Statement", ResourcePolicy.text(statement)));
  }

  private Answer remove(Call call) {
    change(call, FunctionRef.of(call), policy -> policy.without(call.input().text("StatementId")));
    return Answer.empty();
  }

  private void change(Call call, FunctionRef ref, UnaryOperator<ResourcePolicy> change) {
    String qualifier = ref.orLatest();
    functions.require(ref);
    functions.update(
        ref.key(),
        function -> {
          if (function.version(qualifier).isEmpty()) {
            throw LambdaErrors.notFound(ref.arn());
          }
          ResourcePolicy policy = function.attachments().policy(qualifier);
          policy.checkRevision(call.input());
          return function.withAttachments(
              function.attachments().withPolicy(qualifier, change.apply(policy)));
        });
  }

  private Answer get(Call call) {
    FunctionRef ref = FunctionRef.of(call);
    functions.require(ref);
    ResourcePolicy policy =
        functions
            .require(ref.key())
            .attachments()
            .policy(ref.orLatest())
            .require("The resource you requested does not exist.");
    return Answer.of(Map.of("Policy", policy.json(), "RevisionId", policy.revision()));
  }
}
