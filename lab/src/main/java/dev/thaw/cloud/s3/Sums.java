package dev.thaw.cloud.s3;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The checksums of an object or a part.
///
/// @param values in base64
/// @param composite whether they are of the parts' checksums instead of the bytes
record Sums(Map<Algorithm, String> values, boolean composite) {

  static final Sums NONE = new Sums(Map.of(), false);

  /// `COMPOSITE` or `FULL_OBJECT`.
  String type() {
    return composite ? "COMPOSITE" : "FULL_OBJECT";
  }

  List<String> names() {
    return values.keySet().stream().map(Algorithm::name).toList();
  }

  /// By the members that carry them.
  Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    values.forEach((algorithm, value) -> members.put(algorithm.member(), value));
    return members;
  }

  Map<String, Object> membersWithType() {
    Map<String, Object> members = members();
    if (!members.isEmpty()) {
      members.put("ChecksumType", type());
    }
    return members;
  }

  Map<String, Object> write() {
    Map<String, Object> names = new LinkedHashMap<>();
    values.forEach((algorithm, value) -> names.put(algorithm.name(), value));
    return names;
  }

  static Sums read(Map<?, ?> names, boolean composite) {
    Map<Algorithm, String> values = new EnumMap<>(Algorithm.class);
    names.forEach((name, value) -> values.put(Algorithm.valueOf((String) name), (String) value));
    return new Sums(values, composite);
  }
}
