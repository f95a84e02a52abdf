package dev.thaw.measure;

/// Hears how far a measurement has come.
@FunctionalInterface
public interface Steps {

  /// Nobody listens.
  Steps UNHEARD = (what, done, total) -> {};

  /// Called before and after every request, from the thread that made it.
  ///
  /// @param what in plain words, for example `cold starts`
  /// @param done requests of that kind that are over
  /// @param total requests of that kind that are planned
  void step(String what, int done, int total);
}
