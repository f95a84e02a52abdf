package dev.thaw.gateway.vtl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something with properties and methods that a template may use.
public interface VtlObject {

  @Nullable Object property(String name);

  /// @param arguments may hold nulls
  /// @throws VtlException by [#unknown] if there is no such method
  @Nullable Object call(String method, List<@Nullable Object> arguments);

  static VtlException unknown(String object, String method, int arguments) {
    return new VtlException(
        object + "." + method + " with " + arguments + " arguments: there is no such method");
  }
}
