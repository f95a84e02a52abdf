package dev.thaw.lambda.sandbox;

class UnshareWithoutGroupsTest extends NamespaceContract {

  @Override
  Sandboxes.Choice choice() {
    return Sandboxes.Choice.UNSHARE;
  }

  @Override
  Machine machine() {
    return Machine.probe().withoutGroups();
  }
}
