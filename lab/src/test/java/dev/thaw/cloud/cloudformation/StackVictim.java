package dev.thaw.cloud.cloudformation;

import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;

/// Begins an operation that does not end, says so, and waits to be killed: `FOLDER create|update`.
final class StackVictim {

  static final String BEFORE =
      "Resources: {A: {Type: 'Test::Thing::Thing', Properties: {Size: 1}}}";

  static final String AFTER =
      """
      Resources:
        A: {Type: 'Test::Thing::Thing', Properties: {Size: 2}}
        B: {Type: 'Test::Thing::Thing', DependsOn: A, Properties: {Waits: 1}}
      """;

  private StackVictim() {}

  public static void main(String[] arguments) throws Exception {
    CloudFormationWorld world = new CloudFormationWorld(Path.of(arguments[0]));
    if (arguments[1].equals("update")) {
      world.create("s", BEFORE, Map.of());
      world.settled("s");
      world.update("s", AFTER, Map.of());
    } else {
      world.create("s", AFTER, Map.of());
    }
    Awaitility.await().until(() -> world.events("s").contains("B CREATE_IN_PROGRESS"));
    System.out.println("under way");
    Thread.currentThread().join();
  }
}
