package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.lambda.Invoker;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Reserved concurrency.
final class ConcurrencyOperations {

  /// AWS keeps that many for functions without a reservation.
  private static final int UNRESERVED_MINIMUM = 100;

  private final FunctionStore functions;
  private final Invoker invoker;

  ConcurrencyOperations(FunctionStore functions, Invoker invoker) {
    this.functions = functions;
    this.invoker = invoker;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "PutFunctionConcurrency", this::put,
        "GetFunctionConcurrency", this::get,
        "DeleteFunctionConcurrency", this::delete);
  }

  private Answer put(Call call) {
    FunctionKey key = FunctionRef.parse(call.input().text("FunctionName"), call.scope()).key();
    int wanted = (int) call.input().number("ReservedConcurrentExecutions");
    functions.update(
        key,
        function -> {
          List<FunctionRecord> owned = functions.list(key.account(), key.region());
          int others = AccountOperations.reserved(owned) - function.reserved().orElse(0);
          if (AccountOperations.CONCURRENCY - others - wanted < UNRESERVED_MINIMUM) {
            throw LambdaErrors.invalid(
                "Specified ReservedConcurrentExecutions for function decreases account's"
                    + " UnreservedConcurrentExecution below its minimum value of ["
                    + UNRESERVED_MINIMUM
                    + "].");
          }
          int provisioned =
              function.provisioned().values().stream()
                  .mapToInt(FunctionRecord.Provision::requested)
                  .sum();
          if (wanted < provisioned) {
            throw LambdaErrors.invalid(
                "ReservedConcurrentExecutions "
                    + wanted
                    + " should not be lower than function's total provisioned concurrency ["
                    + provisioned
                    + "].");
          }
          return function.withReserved(OptionalInt.of(wanted));
        });
    invoker.reserve(key.arn(), wanted);
    return Answer.of(Map.of("ReservedConcurrentExecutions", (long) wanted));
  }

  private Answer get(Call call) {
    FunctionKey key = FunctionRef.parse(call.input().text("FunctionName"), call.scope()).key();
    OptionalInt reserved = functions.require(key).reserved();
    return reserved.isEmpty()
        ? Answer.empty()
        : Answer.of(Map.of("ReservedConcurrentExecutions", (long) reserved.getAsInt()));
  }

  /// Succeeds when there is none, as on AWS.
  private Answer delete(Call call) {
    FunctionKey key = FunctionRef.parse(call.input().text("FunctionName"), call.scope()).key();
    functions.update(key, function -> function.withReserved(OptionalInt.empty()));
    invoker.reserve(key.arn(), -1);
    return Answer.empty();
  }
}
