package dev.thaw.cloud.s3;

/// Joins reflected CRCs: appending bytes multiplies what came before by a power of x, modulo the
/// polynomial, and the rest is an addition.
final class CrcJoin {

  private CrcJoin() {}

  /// @param polynomial reflected
  /// @param bits of the CRC, at most 64
  /// @param length of what the second CRC covers, in bytes
  static long join(long polynomial, int bits, long first, long second, long length) {
    return multiply(polynomial, bits, first, power(polynomial, bits, length)) ^ second;
  }

  /// x to the power of eight times a number of bytes.
  private static long power(long polynomial, int bits, long bytes) {
    // Reflected: the highest bit is x^0, and x^8 lies eight bits below it
    long result = 1L << (bits - 1);
    long square = 1L << (bits - 9);
    for (long left = bytes; left != 0; left >>>= 1) {
      if ((left & 1) != 0) {
        result = multiply(polynomial, bits, result, square);
      }
      square = multiply(polynomial, bits, square, square);
    }
    return result;
  }

  private static long multiply(long polynomial, int bits, long one, long other) {
    long product = 0;
    long shifted = other;
    for (int bit = bits - 1; bit >= 0; bit--) {
      if ((one >>> bit & 1) != 0) {
        product ^= shifted;
      }
      shifted = (shifted & 1) == 0 ? shifted >>> 1 : (shifted >>> 1) ^ polynomial;
    }
    return product;
  }
}
