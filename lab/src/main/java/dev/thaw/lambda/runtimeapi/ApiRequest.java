package dev.thaw.lambda.runtimeapi;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The head of a request to one of the APIs.
///
/// @param path without query
/// @param headers names in lower case; of a repeated header the last value
/// @param length of the body in bytes, or [#CHUNKED]
record ApiRequest(String method, String path, Map<String, String> headers, long length) {

  static final long CHUNKED = -1;

  @Nullable String header(String lowerCaseName) {
    return headers.get(lowerCaseName);
  }
}
