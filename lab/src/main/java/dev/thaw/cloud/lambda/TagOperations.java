package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Service.Handler;
import java.util.HashMap;
import java.util.Map;

/// Tags of functions.
final class TagOperations {

  private static final int MOST = 50;

  private final FunctionStore functions;

  TagOperations(FunctionStore functions) {
    this.functions = functions;
  }

  Map<String, Handler> handlers() {
    return Map.of("ListTags", this::list, "TagResource", this::tag, "UntagResource", this::untag);
  }

  private Answer list(Call call) {
    return Answer.of(Map.of("Tags", functions.require(key(call)).tags()));
  }

  private Answer tag(Call call) {
    functions.update(
        key(call),
        function -> {
          Map<String, String> tags = new HashMap<>(function.tags());
          tags.putAll(call.input().textMap("Tags"));
          check(tags);
          return function.withTags(tags);
        });
    return Answer.empty();
  }

  private Answer untag(Call call) {
    functions.update(
        key(call),
        function -> {
          Map<String, String> tags = new HashMap<>(function.tags());
          call.input().texts("TagKeys").forEach(tags::remove);
          return function.withTags(tags);
        });
    return Answer.empty();
  }

  static void check(Map<String, String> tags) {
    if (tags.size() > MOST) {
      throw LambdaErrors.invalid(
          "tags: " + tags.size() + " (expected: up to " + MOST + " on a function)");
    }
    tags.forEach((name, value) -> {
      if (name.isEmpty() || name.length() > 128 || value.length() > 256) {
        throw LambdaErrors.invalid(
            "tag '"
                + name
                + "' (expected: a key of 1 to 128 and a value of up to 256"
                + " characters)");
      }
    });
  }

  private static FunctionKey key(Call call) {
    String resource = call.input().text("Resource");
    if (!resource.contains(":function:")) {
      throw LambdaErrors.notEmulated("tags of " + resource);
    }
    FunctionRef ref = FunctionRef.parse(resource, call.scope());
    if (ref.qualifier().isPresent()) {
      throw LambdaErrors.invalid(
          "Tags on function aliases and versions are not supported. Please specify a function ARN.");
    }
    return ref.key();
  }
}
