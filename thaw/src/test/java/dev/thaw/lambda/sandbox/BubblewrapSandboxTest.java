package dev.thaw.lambda.sandbox;

class BubblewrapSandboxTest extends NamespaceContract {

  @Override
  Choice choice() {
    return Choice.BUBBLEWRAP;
  }
}
