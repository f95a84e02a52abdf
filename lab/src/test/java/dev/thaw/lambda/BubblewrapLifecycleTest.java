package dev.thaw.lambda;

import dev.thaw.lambda.sandbox.Sandboxes;

class BubblewrapLifecycleTest extends NamespaceLifecycleContract {

  @Override
  Sandboxes.Choice isolation() {
    return Sandboxes.Choice.BUBBLEWRAP;
  }
}
