package dev.thaw.lambda.sandbox;

class UnshareSandboxTest extends NamespaceContract {

  @Override
  Choice choice() {
    return Choice.UNSHARE;
  }
}
