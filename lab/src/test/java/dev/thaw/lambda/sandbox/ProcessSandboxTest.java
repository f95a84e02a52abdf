package dev.thaw.lambda.sandbox;

class ProcessSandboxTest extends SandboxContract {

  @Override
  Sandboxes.Choice choice() {
    return Sandboxes.Choice.PROCESS;
  }
}
