package dev.thaw.lambda.sandbox;

class UnshareSandboxTest extends NamespaceContract {

  @Override
  Sandboxes.Choice choice() {
    return Sandboxes.Choice.UNSHARE;
  }
}
