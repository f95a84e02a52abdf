package dev.thaw.cloud.s3;

import java.util.HexFormat;
import java.util.Optional;

/// Bytes that arrived whole and as claimed. Their file is on the disk; it goes again when this is
/// closed, unless a change has made them part of something.
final class Taken implements AutoCloseable {

  private final Bodies bodies;
  private final Piece piece;

  /// The bytes themselves if they are few.
  private final Optional<byte[]> memory;

  private final Intake.Hashed hashed;
  private boolean settled;

  Taken(Bodies bodies, Piece piece, Optional<byte[]> memory, Intake.Hashed hashed) {
    this.bodies = bodies;
    this.piece = piece;
    this.memory = memory;
    this.hashed = hashed;
  }

  Piece piece() {
    return piece;
  }

  String etag() {
    return HexFormat.of().formatHex(hashed.md5());
  }

  Sums sums() {
    return hashed.sums();
  }

  /// Only within a change of the store.
  void keep() {
    memory.ifPresent(bytes -> bodies.keep(piece, bytes));
  }

  /// The change is on the disk.
  void settle() {
    settled = true;
  }

  @Override
  public void close() {
    if (!settled) {
      bodies.delete(piece);
    }
  }
}
