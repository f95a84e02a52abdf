package dev.thaw.lambda.sandbox;

class BubblewrapWithoutGroupsTest extends NamespaceContract {

  @Override
  Sandboxes.Choice choice() {
    return Sandboxes.Choice.BUBBLEWRAP;
  }

  @Override
  Machine machine() {
    return Machine.probe().withoutGroups();
  }
}
