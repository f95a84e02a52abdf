package dev.thaw.lambda.sandbox;

import org.jspecify.annotations.Nullable;

/// Something that the machine has, or why it has not.
///
/// @param what null if it is not there
/// @param why empty if it is
/// @param remedy what would change that; empty if nothing is known
record Found<T>(@Nullable T what, String why, String remedy) {

  static <T> Found<T> of(T what) {
    return new Found<>(what, "", "");
  }

  static <T> Found<T> no(String why, String remedy) {
    return new Found<>(null, why, remedy);
  }

  T or(T instead) {
    return what == null ? instead : what;
  }
}
