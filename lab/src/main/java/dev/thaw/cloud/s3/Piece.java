package dev.thaw.cloud.s3;

/// A run of bytes that was stored whole: an object, or one part of it.
///
/// @param id random
/// @param size in bytes
record Piece(String id, long size) {

  /// Up to so many bytes live in the store, where one sync makes body and metadata durable: a file
  /// would need two more, of itself and its folder.
  static final int SMALL = 32 << 10;

  boolean small() {
    return size <= SMALL;
  }
}
