package dev.thaw.lambda.sandbox;

/// The freezer of version 1, where there is one.
class UnshareVersion1Test extends NamespaceContract {

  @Override
  Sandboxes.Choice choice() {
    return Sandboxes.Choice.UNSHARE;
  }

  @Override
  Machine machine() {
    return Machine.probe().withoutUnified();
  }
}
