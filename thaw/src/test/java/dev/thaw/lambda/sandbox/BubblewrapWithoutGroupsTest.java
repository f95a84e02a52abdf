package dev.thaw.lambda.sandbox;

class BubblewrapWithoutGroupsTest extends NamespaceContract {

  @Override
  Choice choice() {
    return Choice.BUBBLEWRAP;
  }

  @Override
  Machine machine() {
    return Machine.probe().withoutGroups();
  }
}
