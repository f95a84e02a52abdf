package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.protocol.Operation;
import dev.thaw.cloud.protocol.Service;
import dev.thaw.lambda.Invoker;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The Lambda API: which operations there are. What is in AWS's model and not here answers that it
/// is not emulated.
public final class LambdaService implements AutoCloseable {

  private final FunctionStore functions;
  private final PackageStore packages;
  private final FunctionOperations operations;
  private final InvokeOperations invocations;
  private final Invoker invoker;

  /// @param state folder for functions and their packages
  /// @param endpoint of this thaw, for example `http://127.0.0.1:4566`
  public LambdaService(Path state, Invoker invoker, Supplier<String> endpoint) {
    this.invoker = invoker;
    this.functions = new FunctionStore(state.resolve("state"));
    this.packages = new PackageStore(state.resolve("packages"));
    this.operations = new FunctionOperations(functions, packages, invoker, endpoint);
    this.invocations = new InvokeOperations(functions, packages, invoker);
    functions
        .all()
        .forEach(f -> f.reserved().ifPresent(limit -> invoker.reserve(f.key().arn(), limit)));
  }

  /// What is offered of AWS's model.
  public Service service(Models models) {
    Map<String, Service.Handler> handlers = new LinkedHashMap<>();
    offer(handlers, "CreateFunction", operations::create);
    offer(handlers, "DeleteFunction", operations::delete);
    offer(handlers, "DeleteFunctionConcurrency", (in, call) -> reserve(in, call, Optional.empty()));
    offer(handlers, "GetAccountSettings", (in, call) -> accountSettings(call));
    offer(handlers, "GetFunction", operations::get);
    offer(handlers, "GetFunctionConcurrency", (in, call) -> concurrency(operations.find(in, call)));
    offer(
        handlers,
        "GetFunctionConfiguration",
        (in, call) -> operations.find(in, call).configuration());
    offer(handlers, "Invoke", invocations::invoke);
    offer(handlers, "ListFunctions", operations::list);
    offer(
        handlers,
        "ListTags",
        (in, call) -> Map.of("Tags", operations.findByArn(in.text("Resource")).tags()));
    offer(
        handlers,
        "PutFunctionConcurrency",
        (in, call) ->
            reserve(in, call, Optional.of((int) in.number("ReservedConcurrentExecutions"))));
    offer(handlers, "TagResource", (in, call) -> operations.tag(in));
    offer(handlers, "UntagResource", (in, call) -> operations.untag(in));
    offer(handlers, "UpdateFunctionCode", operations::updateCode);
    offer(handlers, "UpdateFunctionConfiguration", operations::updateConfiguration);
    return new Service(models.load("lambda"), handlers, new BodyLimits());
  }

  @FunctionalInterface
  private interface Offer {
    Map<String, Object> answer(Document in, Call call);
  }

  private static void offer(Map<String, Service.Handler> handlers, String operation, Offer offer) {
    handlers.put(operation, call -> Answer.of(offer.answer(call.input(), call)));
  }

  /// How long a request may be: an event is 6 MiB, a package comes as base64 within JSON.
  private static final class BodyLimits implements Service.BodyLimit {

    private static final long EVENT = 6L << 20;
    private static final long PACKAGE = 70_167_211;

    @Override
    public long bytes(Operation operation) {
      return operation.name().equals("Invoke") ? EVENT : PACKAGE;
    }

    @Override
    public ApiException exceeded(Operation operation) {
      return operation.name().equals("Invoke")
          ? new ApiException(
              413,
              "RequestTooLargeException",
              "Request must be smaller than 6291456 bytes for the InvokeFunction operation")
          : new ApiException(
              413,
              "RequestEntityTooLargeException",
              "Request must be smaller than 70167211 bytes for the "
                  + operation.name()
                  + " operation");
    }
  }

  /// A stored package, for the URL that GetFunction names.
  ///
  /// @param sha256 hexadecimal
  public Optional<Path> packaged(String sha256) {
    return sha256.matches("[0-9a-f]{64}") ? packages.find(sha256) : Optional.empty();
  }

  @Override
  public void close() {
    functions.close();
  }

  private Map<String, Object> reserve(Document in, Call call, Optional<Integer> limit) {
    FunctionRecord found = operations.find(in, call);
    int others =
        functions.list(call.scope().account(), call.scope().region()).stream()
            .filter(f -> !f.key().equals(found.key()))
            .mapToInt(f -> f.reserved().orElse(0))
            .sum();
    if (limit.isPresent() && others + limit.get() > 900) {
      throw new ApiException(
          400,
          "InvalidParameterValueException",
          "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].");
    }
    functions.put(found.withReserved(limit));
    invoker.reserve(found.key().arn(), limit.orElse(-1));
    return concurrency(found.withReserved(limit));
  }

  private static Map<String, Object> concurrency(FunctionRecord function) {
    return function
        .reserved()
        .<Map<String, Object>>map(limit -> Map.of("ReservedConcurrentExecutions", (long) limit))
        .orElse(Map.of());
  }

  private Map<String, Object> accountSettings(Call call) {
    List<FunctionRecord> all = functions.list(call.scope().account(), call.scope().region());
    int reserved = all.stream().mapToInt(f -> f.reserved().orElse(0)).sum();
    Map<String, Object> limits = new LinkedHashMap<>();
    limits.put("TotalCodeSize", 80_530_636_800L);
    limits.put("CodeSizeUnzipped", 262_144_000L);
    limits.put("CodeSizeZipped", 52_428_800L);
    limits.put("ConcurrentExecutions", 1_000L);
    limits.put("UnreservedConcurrentExecutions", 1_000L - reserved);
    long size = all.stream().mapToLong(f -> (Long) f.configuration().get("CodeSize")).sum();
    return Map.of(
        "AccountLimit",
        limits,
        "AccountUsage",
        Map.of("TotalCodeSize", size, "FunctionCount", (long) all.size()));
  }
}
