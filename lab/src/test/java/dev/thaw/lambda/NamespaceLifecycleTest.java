package dev.thaw.lambda;

import dev.thaw.lambda.sandbox.Sandboxes;

class NamespaceLifecycleTest extends NamespaceLifecycleContract {

  @Override
  Sandboxes.Choice isolation() {
    return Sandboxes.Choice.UNSHARE;
  }
}
