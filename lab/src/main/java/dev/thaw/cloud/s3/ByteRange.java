package dev.thaw.cloud.s3;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A stretch of an object.
///
/// @param last inclusive
record ByteRange(long first, long last) {

  private static final Pattern BYTES = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  long length() {
    return last - first + 1;
  }

  /// `bytes 0-9/100`
  String contentRange(long size) {
    return "bytes " + first + "-" + last + "/" + size;
  }

  /// Reads a `Range` header. What is no single valid range is as if it were not there.
  ///
  /// @throws dev.thaw.cloud.protocol.ApiException `InvalidRange` if nothing of it is in the object
  static Optional<ByteRange> parse(String header, long size) {
    Matcher matcher = BYTES.matcher(header.trim());
    if (!matcher.matches() || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
      return Optional.empty();
    }
    if (matcher.group(1).isEmpty()) {
      long count = Math.min(Long.parseLong(matcher.group(2)), size);
      if (count == 0) {
        throw unsatisfiable(header, size);
      }
      return Optional.of(new ByteRange(size - count, size - 1));
    }
    long first = Long.parseLong(matcher.group(1));
    long last = matcher.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(matcher.group(2));
    if (last < first) {
      return Optional.empty();
    }
    if (first >= size) {
      throw unsatisfiable(header, size);
    }
    return Optional.of(new ByteRange(first, Math.min(last, size - 1)));
  }

  /// Reads the range of a copy, which has to lie within the object.
  static ByteRange ofCopy(String header, long size) {
    Matcher matcher = BYTES.matcher(header.trim());
    if (!matcher.matches() || matcher.group(1).isEmpty() || matcher.group(2).isEmpty()) {
      throw S3Errors.argument(
          "x-amz-copy-source-range",
          header,
          "The x-amz-copy-source-range value must be of the form bytes=first-last where first and"
              + " last are the zero-based offsets of the first and last bytes to copy");
    }
    ByteRange range =
        new ByteRange(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
    if (range.last < range.first || range.last >= size) {
      throw S3Errors.argument(
          "x-amz-copy-source-range",
          header,
          "Range specified is not valid for source object of size: " + size);
    }
    return range;
  }

  private static RuntimeException unsatisfiable(String header, long size) {
    return S3Errors.of(
        416,
        "InvalidRange",
        "The requested range is not satisfiable",
        Map.of("RangeRequested", header, "ActualObjectSize", size));
  }
}
