package dev.thaw.lambda.sandbox;

class BubblewrapSandboxTest extends NamespaceContract {

  @Override
  Sandboxes.Choice choice() {
    return Sandboxes.Choice.BUBBLEWRAP;
  }
}
