package dev.thaw.cloud.lambda;

/// When a function's runtime is replaced by a newer one, under AWS's names. It never is here: a
/// function runs with the interpreter of this machine.
enum RuntimeUpdate {
  AUTO("Auto"),
  FUNCTION_UPDATE("FunctionUpdate"),
  /// Never: the function keeps the runtime version that it names.
  MANUAL("Manual");

  private final String wireName;

  RuntimeUpdate(String wireName) {
    this.wireName = wireName;
  }

  String wireName() {
    return wireName;
  }

  /// @param name one that the model's enumeration has
  static RuntimeUpdate of(String name) {
    for (RuntimeUpdate update : values()) {
      if (update.wireName.equals(name)) {
        return update;
      }
    }
    throw new IllegalArgumentException(
        "UpdateRuntimeOn: " + name + " (expected: Auto, FunctionUpdate or Manual)");
  }
}
