package dev.thaw.lambda;

/// Is told of every invocation, for those who count them. Times are nanoseconds since the epoch.
public interface InvocationListener {

  /// For those who do not want to know.
  InvocationListener NONE =
      new InvocationListener() {
        @Override
        public void entered(FunctionSpec function, long atNs, int running, int runningInAll) {}

        @Override
        public void throttled(FunctionSpec function, String invokedArn, long atNs) {}

        @Override
        public void ended(
            FunctionSpec function,
            String invokedArn,
            long beganNs,
            long durationNs,
            boolean failed) {}
      };

  /// An invocation has a place among the concurrent executions.
  ///
  /// @param running of this function, this one among them
  /// @param runningInAll of all functions
  void entered(FunctionSpec function, long atNs, int running, int runningInAll);

  void throttled(FunctionSpec function, String invokedArn, long atNs);

  /// Told with what the REPORT line tells.
  ///
  /// @param failed for whatever reason
  void ended(
      FunctionSpec function, String invokedArn, long beganNs, long durationNs, boolean failed);
}
