package dev.thaw.lambda.sandbox;

class UnshareWithoutGroupsTest extends NamespaceContract {

  @Override
  Choice choice() {
    return Choice.UNSHARE;
  }

  @Override
  Machine machine() {
    return Machine.probe().withoutGroups();
  }
}
