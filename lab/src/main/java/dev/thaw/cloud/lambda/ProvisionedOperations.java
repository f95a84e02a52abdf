package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Paging;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.lambda.Invoker;
import dev.thaw.timeline.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Provisioned concurrency of published versions and of aliases.
final class ProvisionedOperations {

  private static final int PAGE = 50;

  private final FunctionStore functions;
  private final Invoker invoker;
  private final Clock clock;

  ProvisionedOperations(FunctionStore functions, Invoker invoker, Clock clock) {
    this.functions = functions;
    this.invoker = invoker;
    this.clock = clock;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "PutProvisionedConcurrencyConfig", this::put,
        "GetProvisionedConcurrencyConfig", this::get,
        "DeleteProvisionedConcurrencyConfig", this::delete,
        "ListProvisionedConcurrencyConfigs", this::list);
  }

  private Answer put(Call call) {
    FunctionRef ref = FunctionRef.of(call);
    FunctionVersion version = functions.require(ref);
    if (version.latest()) {
      throw LambdaErrors.invalid(
          "Provisioned Concurrency Configs cannot be applied to unpublished function versions.");
    }
    int wanted = (int) call.input().number("ProvisionedConcurrentExecutions");
    FunctionRecord.Provision provision =
        new FunctionRecord.Provision(wanted, LambdaTimes.modified(clock));
    functions.update(
        ref.key(),
        function -> {
          Provisioning.check(function, ref.orLatest());
          Map<String, FunctionRecord.Provision> next = new HashMap<>(function.provisioned());
          next.put(ref.orLatest(), provision);
          int total = next.values().stream().mapToInt(FunctionRecord.Provision::requested).sum();
          checkLimit(function, total);
          return function.withProvisioned(next);
        },
        this::tell);
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("RequestedProvisionedConcurrentExecutions", (long) wanted);
    output.put("AllocatedProvisionedConcurrentExecutions", 0L);
    output.put("Status", "IN_PROGRESS");
    output.put("LastModified", provision.lastModified());
    return Answer.of(output);
  }

  private void tell(FunctionRecord before, FunctionRecord after) {
    Provisioning.apply(before, after, invoker);
  }

  private void checkLimit(FunctionRecord function, int total) {
    if (function.reserved().isPresent() && total > function.reserved().getAsInt()) {
      throw LambdaErrors.invalid(
          "Requested Provisioned Concurrency should not be greater than the"
              + " reservedConcurrentExecution for function");
    }
    FunctionKey key = function.key();
    int others =
        functions.list(key.account(), key.region()).stream()
            .filter(other -> !other.key().equals(key))
            .mapToInt(other ->
                Math.max(
                    other.reserved().orElse(0),
                    other.provisioned().values().stream()
                        .mapToInt(FunctionRecord.Provision::requested)
                        .sum()))
            .sum();
    if (function.reserved().isEmpty() && total > AccountOperations.CONCURRENCY - others - 100) {
      throw LambdaErrors.invalid(
          "Specified ConcurrentExecutions for function is greater than account's unreserved"
              + " concurrency ["
              + (AccountOperations.CONCURRENCY - others - 100)
              + "].");
    }
  }

  private Answer get(Call call) {
    FunctionRef ref = FunctionRef.of(call);
    functions.require(ref);
    return Answer.of(status(functions.require(ref.key()), ref.orLatest()));
  }

  private Map<String, Object> status(FunctionRecord function, String qualifier) {
    FunctionRecord.Provision provision = function.provisioned().get(qualifier);
    if (provision == null) {
      throw notConfigured();
    }
    String version = function.version(qualifier).orElseThrow().version();
    Invoker.Provisioned now = invoker.provisioned(function.key().arn(), version);
    boolean failed = !now.failure().isEmpty();
    boolean ready = now.available() >= provision.requested();
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("RequestedProvisionedConcurrentExecutions", (long) provision.requested());
    status.put("AvailableProvisionedConcurrentExecutions", (long) now.available());
    status.put("AllocatedProvisionedConcurrentExecutions", (long) now.allocated());
    status.put("Status", failed ? "FAILED" : ready ? "READY" : "IN_PROGRESS");
    if (failed) {
      status.put("StatusReason", now.failure());
    }
    status.put("LastModified", provision.lastModified());
    return status;
  }

  private Answer delete(Call call) {
    FunctionRef ref = FunctionRef.of(call);
    functions.require(ref);
    functions.update(
        ref.key(),
        function -> {
          Map<String, FunctionRecord.Provision> next = new HashMap<>(function.provisioned());
          if (next.remove(ref.orLatest()) == null) {
            throw notConfigured();
          }
          return function.withProvisioned(next);
        },
        this::tell);
    return Answer.empty();
  }

  private Answer list(Call call) {
    FunctionKey key = FunctionRef.parse(call.input().text("FunctionName"), call.scope()).key();
    FunctionRecord function = functions.require(key);
    List<String> qualifiers = function.provisioned().keySet().stream().sorted().toList();
    Paging<String> page = Page.of(qualifiers, qualifier -> qualifier, call.input(), PAGE);
    Map<String, Object> output = new LinkedHashMap<>();
    output.put(
        "ProvisionedConcurrencyConfigs",
        page.items().stream().map(qualifier -> listed(function, qualifier)).toList());
    page.next().ifPresent(marker -> output.put("NextMarker", marker));
    return Answer.of(output);
  }

  private Map<String, Object> listed(FunctionRecord function, String qualifier) {
    Map<String, Object> item = status(function, qualifier);
    item.put("FunctionArn", function.key().arn(qualifier));
    return item;
  }

  private static ApiException notConfigured() {
    return new ApiException(
        404,
        "ProvisionedConcurrencyConfigNotFoundException",
        "No Provisioned Concurrency Config found for this function");
  }
}
