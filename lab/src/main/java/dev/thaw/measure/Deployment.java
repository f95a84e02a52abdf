package dev.thaw.measure;

import dev.thaw.measure.result.PackageSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Functions that exist for the time of a measurement: one per memory size, deleted on close.
public final class Deployment implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final LambdaApi api;
  private final List<Arm> arms = new ArrayList<>();

  private Deployment(LambdaApi api) {
    this.api = api;
  }

  /// Creates the functions `<name>-<memory>` and waits until they are ready. If one cannot be
  /// created, those before it are deleted again.
  public static Deployment create(
      LambdaApi api, NewFunction function, List<Integer> memoryMb, PackageSize packaged) {
    Deployment deployment = new Deployment(api);
    try {
      for (int memory : memoryMb) {
        String name = function.name() + "-" + memory;
        api.createFunction(function.sized(name, memory));
        deployment.arms.add(new Arm(name, memory, packaged));
      }
      for (Arm arm : deployment.arms) {
        api.awaitReady(arm.function(), PATIENCE);
      }
      return deployment;
    } catch (ApiException | MeasureException e) {
      deployment.close();
      throw e;
    }
  }

  /// A function that is there already, in its own size; not to be deleted.
  public static Arm existing(LambdaApi api, String function) {
    FunctionState state = api.awaitReady(function, PATIENCE);
    return new Arm(
        function,
        state.memoryMb(),
        new PackageSize(state.codeBytes(), OptionalLong.empty(), List.of()));
  }

  public List<Arm> arms() {
    return List.copyOf(arms);
  }

  @Override
  public void close() {
    for (Arm arm : arms) {
      try {
        api.deleteFunction(arm.function());
      } catch (ApiException | MeasureException e) {
        System.getLogger(Deployment.class.getName())
            .log(
                System.Logger.Level.WARNING,
                "{0} is not deleted: {1}",
                arm.function(),
                e.getMessage());
      }
    }
  }
}
