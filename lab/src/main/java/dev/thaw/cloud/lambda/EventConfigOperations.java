package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Paging;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.timeline.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How asynchronous events of a function or version are treated.
final class EventConfigOperations {

  private static final int PAGE = 50;
  private static final List<String> MEMBERS =
      List.of("MaximumRetryAttempts", "MaximumEventAgeInSeconds", "DestinationConfig");

  private final FunctionStore functions;
  private final Clock clock;

  EventConfigOperations(FunctionStore functions, Clock clock) {
    this.functions = functions;
    this.clock = clock;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "PutFunctionEventInvokeConfig", call -> change(call, false),
        "UpdateFunctionEventInvokeConfig", call -> change(call, true),
        "GetFunctionEventInvokeConfig", this::get,
        "DeleteFunctionEventInvokeConfig", this::delete,
        "ListFunctionEventInvokeConfigs", this::list);
  }

  /// The configuration that holds for a call; empty if there is none.
  static Map<String, Object> config(FunctionRecord function, FunctionRef ref) {
    return function.eventConfigs().getOrDefault(qualifier(ref), Map.of());
  }

  private static String qualifier(FunctionRef ref) {
    return ref.orLatest();
  }

  private Answer change(Call call, boolean keep) {
    FunctionRef ref = FunctionRef.of(call);
    functions.require(ref);
    FunctionRecord after =
        functions.update(
            ref.key(),
            function -> {
              Map<String, Object> config = new HashMap<>(keep ? config(function, ref) : Map.of());
              for (String name : MEMBERS) {
                if (call.input().has(name)) {
                  config.put(name, call.input().members().get(name));
                }
              }
              config.put("LastModified", LambdaTimes.seconds(clock));
              Map<String, Map<String, Object>> configs = new HashMap<>(function.eventConfigs());
              configs.put(qualifier(ref), config);
              return function.withEventConfigs(configs);
            });
    return Answer.of(shown(after, qualifier(ref)));
  }

  private Answer get(Call call) {
    FunctionRef ref = FunctionRef.of(call);
    functions.require(ref);
    FunctionRecord function = functions.require(ref.key());
    if (!function.eventConfigs().containsKey(qualifier(ref))) {
      throw missing(ref);
    }
    return Answer.of(shown(function, qualifier(ref)));
  }

  private Answer delete(Call call) {
    FunctionRef ref = FunctionRef.of(call);
    functions.update(
        ref.key(),
        function -> {
          Map<String, Map<String, Object>> configs = new HashMap<>(function.eventConfigs());
          if (configs.remove(qualifier(ref)) == null) {
            throw missing(ref);
          }
          return function.withEventConfigs(configs);
        });
    return Answer.empty();
  }

  private Answer list(Call call) {
    FunctionRecord function = functions.require(FunctionRef.of(call).key());
    List<String> qualifiers = function.eventConfigs().keySet().stream().sorted().toList();
    Paging<String> page = Page.of(qualifiers, each -> each, call.input(), PAGE);
    Map<String, Object> output = new LinkedHashMap<>();
    output.put(
        "FunctionEventInvokeConfigs",
        page.items().stream().map(each -> shown(function, each)).toList());
    page.next().ifPresent(marker -> output.put("NextMarker", marker));
    return Answer.of(output);
  }

  private static Map<String, Object> shown(FunctionRecord function, String qualifier) {
    Map<String, Object> shown =
        new LinkedHashMap<>(function.eventConfigs().getOrDefault(qualifier, Map.of()));
    shown.put("FunctionArn", function.key().arn(qualifier));
    Document config = new Document(shown);
    if (!config.has("DestinationConfig")) {
      shown.put("DestinationConfig", Map.of("OnSuccess", Map.of(), "OnFailure", Map.of()));
    }
    return shown;
  }

  private static ApiException missing(FunctionRef ref) {
    return new ApiException(
        404,
        "ResourceNotFoundException",
        "The function " + ref.key().arn(qualifier(ref)) + " doesn't have an EventInvokeConfig");
  }
}
