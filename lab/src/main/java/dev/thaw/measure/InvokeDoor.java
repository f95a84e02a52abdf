package dev.thaw.measure;

import dev.thaw.measure.result.Reached;
import dev.thaw.wire.http.HttpFailure;
import java.util.Optional;

/// Calls through the Lambda API, whose clients keep their connection: nothing is opened anew.
record InvokeDoor(LambdaApi api, byte[] event) implements OpenDoor {

  @Override
  public Invoked call(String function, boolean tail) throws HttpFailure {
    return api.invoke(function, event, tail);
  }

  @Override
  public Invoked callAnew(String function, boolean tail) throws HttpFailure {
    return call(function, tail);
  }

  @Override
  public OpenDoor another() {
    return new InvokeDoor(api.another(), event);
  }

  @Override
  public Optional<Reached> reached() {
    return Optional.empty();
  }

  @Override
  public void close() {
    api.close();
  }
}
