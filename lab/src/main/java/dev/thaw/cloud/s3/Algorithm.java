package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.Document;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/// The checksums that S3 verifies and keeps.
enum Algorithm {
  CRC32(0xEDB88320L, 32),
  CRC32C(0x82F63B78L, 32),
  CRC64NVME(Crc64.POLYNOMIAL, 64),
  SHA1("SHA-1"),
  SHA256("SHA-256"),
  SHA512("SHA-512"),
  MD5("MD5");

  /// Those that AWS knows beside them.
  static final List<String> NOT_EMULATED = List.of("XXHASH64", "XXHASH3", "XXHASH128");

  private final String digest;
  private final long polynomial;
  private final int bits;

  Algorithm(String digest) {
    this.digest = digest;
    polynomial = 0;
    bits = 0;
  }

  Algorithm(long polynomial, int bits) {
    digest = "";
    this.polynomial = polynomial;
    this.bits = bits;
  }

  private static Optional<Algorithm> named(String name) {
    for (Algorithm algorithm : values()) {
      if (algorithm.name().equals(name)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }

  /// The one that a request asks for by its name.
  ///
  /// @throws dev.thaw.cloud.protocol.ApiException if thaw has no such checksum
  static Optional<Algorithm> asked(Document input) {
    Optional<String> name = input.optionalText("ChecksumAlgorithm");
    name.filter(NOT_EMULATED::contains)
        .ifPresent(refused -> {
          throw S3Errors.notEmulated("checksums " + refused);
        });
    return name.flatMap(Algorithm::named);
  }

  /// As the model calls the member that carries it.
  String member() {
    return "Checksum" + name();
  }

  String header() {
    return "x-amz-checksum-" + name().toLowerCase(Locale.ROOT);
  }

  /// Whether the checksum of a whole follows from those of its parts.
  boolean joins() {
    return bits > 0;
  }

  int bytes() {
    return start().value().length;
  }

  /// The checksum of two runs of bytes, one after the other.
  ///
  /// @param length of the second, in bytes
  byte[] join(byte[] first, byte[] second, long length) {
    long joined = CrcJoin.join(polynomial, bits, Crc64.number(first), Crc64.number(second), length);
    return Crc64.bytes(joined, bits / 8);
  }

  Hash start() {
    return switch (this) {
      case CRC32 -> new Sum(new CRC32());
      case CRC32C -> new Sum(new CRC32C());
      case CRC64NVME -> new Crc64();
      case SHA1, SHA256, SHA512, MD5 -> new Digest(digest(digest));
    };
  }

  static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Takes bytes as they pass.
  interface Hash {
    void update(byte[] bytes, int offset, int length);

    byte[] value();
  }

  private record Sum(Checksum sum) implements Hash {
    @Override
    public void update(byte[] bytes, int offset, int length) {
      sum.update(bytes, offset, length);
    }

    @Override
    public byte[] value() {
      return Crc64.bytes(sum.getValue(), 4);
    }
  }

  private record Digest(MessageDigest digest) implements Hash {
    @Override
    public void update(byte[] bytes, int offset, int length) {
      digest.update(bytes, offset, length);
    }

    @Override
    public byte[] value() {
      return digest.digest();
    }
  }
}
