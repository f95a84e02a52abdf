package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.lambda.code.CodePackage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What an account may do and does in a region.
final class AccountOperations {

  /// Environments at once, of an account in a region.
  static final int CONCURRENCY = 1000;

  private final FunctionStore functions;

  AccountOperations(FunctionStore functions) {
    this.functions = functions;
  }

  Map<String, Handler> handlers() {
    return Map.of("GetAccountSettings", this::get);
  }

  private Answer get(Call call) {
    List<FunctionRecord> owned = functions.list(call.scope().account(), call.scope().region());
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
            Map.of("TotalCodeSize", storedBytes(owned), "FunctionCount", (long) owned.size())));
  }

  static long storedBytes(List<FunctionRecord> owned) {
    Map<String, Long> bytes = new HashMap<>();
    for (FunctionRecord function : owned) {
      function
          .versions()
          .forEach(version -> bytes.put(version.code().sha256(), version.code().bytes()));
    }
    return bytes.values().stream().mapToLong(Long::longValue).sum();
  }

  static int reserved(List<FunctionRecord> owned) {
    return owned.stream().mapToInt(function -> function.reserved().orElse(0)).sum();
  }
}
