package dev.thaw.lambda.sandbox;

class ProcessWithoutGroupsTest extends SandboxContract {

  @Override
  Sandboxes.Choice choice() {
    return Sandboxes.Choice.PROCESS;
  }

  @Override
  Machine machine() {
    return Machine.probe().withoutGroups();
  }
}
