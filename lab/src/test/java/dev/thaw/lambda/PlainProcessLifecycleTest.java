package dev.thaw.lambda;

import dev.thaw.lambda.sandbox.Sandboxes;

class PlainProcessLifecycleTest extends LifecycleContract {

  @Override
  Sandboxes.Choice isolation() {
    return Sandboxes.Choice.PROCESS;
  }
}
