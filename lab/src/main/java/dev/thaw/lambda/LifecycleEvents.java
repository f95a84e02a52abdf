package dev.thaw.lambda;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/// thaw's own stages as events of JDK Flight Recorder. Without a recording they cost next to
/// nothing.
final class LifecycleEvents {

  private LifecycleEvents() {}

  @Name("dev.thaw.Dispatch")
  @Label("Dispatch")
  @Category("thaw")
  @Description("From the arrival of an invocation to the environment that takes it")
  @StackTrace(false)
  static final class Dispatched extends Event {
    @Label("Request Id")
    @Nullable String requestId;

    @Label("Cold Start")
    boolean cold;
  }

  @Name("dev.thaw.SandboxStart")
  @Label("Sandbox Start")
  @Category("thaw")
  @Description("From the placement of an environment to the end of its init")
  @StackTrace(false)
  static final class SandboxStart extends Event {
    @Label("Environment")
    @Nullable String environment;
  }

  @Name("dev.thaw.Invoke")
  @Label("Invoke")
  @Category("thaw")
  @Description("From the event's way to the runtime to the last participant's next call")
  @StackTrace(false)
  static final class Invoke extends Event {
    @Label("Request Id")
    @Nullable String requestId;

    @Label("Environment")
    @Nullable String environment;
  }
}
