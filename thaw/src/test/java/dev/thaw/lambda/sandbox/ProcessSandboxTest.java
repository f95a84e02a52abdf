package dev.thaw.lambda.sandbox;

class ProcessSandboxTest extends SandboxContract {

  @Override
  Choice choice() {
    return Choice.PROCESS;
  }
}
