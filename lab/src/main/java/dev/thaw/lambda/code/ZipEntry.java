package dev.thaw.lambda.code;

/// One entry of a zip's central directory.
///
/// @param name as written, a directory's ends with a slash
/// @param method 0 stored, 8 deflated
/// @param crc of the content
/// @param compressed bytes
/// @param size bytes of the content, as announced
/// @param offset of the local header
/// @param data where the content begins
/// @param mode of Unix, with the file type; 0644 or 0755 where the zip has none
record ZipEntry(
    String name,
    int method,
    long crc,
    long compressed,
    long size,
    long offset,
    long data,
    int mode) {

  private static final int TYPE = 0170000;
  private static final int LINK = 0120000;

  boolean directory() {
    return name.endsWith("/");
  }

  boolean link() {
    return (mode & TYPE) == LINK && !directory();
  }

  /// Without the slash of a directory, and without `./` or doubled slashes.
  String path() {
    StringBuilder path = new StringBuilder(name.length());
    for (String part : name.split("/", -1)) {
      if (!part.isEmpty() && !part.equals(".")) {
        path.append(path.isEmpty() ? "" : "/").append(part);
      }
    }
    return path.toString();
  }
}
