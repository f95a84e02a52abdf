package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Operation;
import dev.thaw.lambda.Invoker;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The Lambda API: which operations there are. What is in AWS's model and not here answers that it
/// is not emulated.
public final class LambdaService implements AutoCloseable {

  private final FunctionStore functions;
  private final PackageStore packages;
  private final FunctionOperations operations;
  private final InvokeOperations invocations;
  private final Invoker invoker;

  /// @param state folder for functions and their packages
  public LambdaService(Path state, Invoker invoker) {
    this.invoker = invoker;
    this.functions = new FunctionStore(state.resolve("state"));
    this.packages = new PackageStore(state.resolve("packages"));
    this.operations = new FunctionOperations(functions, packages, invoker);
    this.invocations = new InvokeOperations(functions, packages, invoker);
    functions
        .all()
        .forEach(f -> f.reserved().ifPresent(limit -> invoker.reserve(f.key().arn(), limit)));
  }

  /// Carries an operation out.
  ///
  /// @return the members of its output
  /// @throws ApiException as AWS would answer
  public Map<String, Object> handle(Operation operation, Document in, Call call) {
    return switch (operation.name()) {
      case "CreateFunction" -> operations.create(in, call);
      case "DeleteFunction" -> operations.delete(in, call);
      case "DeleteFunctionConcurrency" -> reserve(in, call, Optional.empty());
      case "GetAccountSettings" -> accountSettings(call);
      case "GetFunction" -> operations.get(in, call);
      case "GetFunctionConcurrency" -> concurrency(operations.find(in, call));
      case "GetFunctionConfiguration" -> operations.find(in, call).configuration();
      case "Invoke" -> invocations.invoke(in, call);
      case "ListFunctions" -> operations.list(in, call);
      case "ListTags" -> Map.of("Tags", operations.findByArn(in.text("Resource")).tags());
      case "PutFunctionConcurrency" ->
          reserve(in, call, Optional.of((int) in.number("ReservedConcurrentExecutions")));
      case "TagResource" -> operations.tag(in);
      case "UntagResource" -> operations.untag(in);
      case "UpdateFunctionCode" -> operations.updateCode(in, call);
      case "UpdateFunctionConfiguration" -> operations.updateConfiguration(in, call);
      default -> throw ApiException.notEmulated("lambda", operation.name());
    };
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
        functions.list(call.account(), call.region()).stream()
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
    List<FunctionRecord> all = functions.list(call.account(), call.region());
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
