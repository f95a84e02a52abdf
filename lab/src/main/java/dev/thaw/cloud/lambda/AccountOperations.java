package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.lambda.code.CodePackage;
import java.util.List;
import java.util.Map;

/// What an account may do and does in a region.
final class AccountOperations {

  /// Environments at once, of an account in a region.
  static final int CONCURRENCY = 1000;

  private final FunctionStore functions;
  private final StoredBytes stored;

  AccountOperations(FunctionStore functions, StoredBytes stored) {
    this.functions = functions;
    this.stored = stored;
  }

  Map<String, Handler> handlers() {
    return Map.of("GetAccountSettings", this::get);
  }

  private Answer get(Call call) {
    String account = call.scope().account();
    String region = call.scope().region();
    List<FunctionRecord> owned = functions.list(account, region);
    return Answer.of(
        Map.of(
            "AccountLimit",
            Map.of(
                "TotalCodeSize", CodeUploads.MAX_STORED,
                "CodeSizeUnzipped", CodePackage.MAX_UNZIPPED,
                "CodeSizeZipped", CodeUploads.MAX_ZIPPED,
                "ConcurrentExecutions", (long) CONCURRENCY,
                "UnreservedConcurrentExecutions", (long) CONCURRENCY - reserved(owned)),
            "AccountUsage",
            Map.of(
                "TotalCodeSize",
                stored.of(account, region),
                "FunctionCount",
                (long) owned.size())));
  }

  static int reserved(List<FunctionRecord> owned) {
    return owned.stream().mapToInt(function -> function.reserved().orElse(0)).sum();
  }
}
