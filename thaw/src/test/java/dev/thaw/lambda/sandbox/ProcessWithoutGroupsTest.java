package dev.thaw.lambda.sandbox;

class ProcessWithoutGroupsTest extends SandboxContract {

  @Override
  Choice choice() {
    return Choice.PROCESS;
  }

  @Override
  Machine machine() {
    return Machine.probe().withoutGroups();
  }
}
