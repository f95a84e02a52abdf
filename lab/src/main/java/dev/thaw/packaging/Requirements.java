package dev.thaw.packaging;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A `requirements.txt` with the files that it includes.
///
/// @param texts of all these files
/// @param isEmpty whether they name nothing to install
/// @param reproducible false when a line names a directory or a file, whose content may change
///   while the texts stay the same
record Requirements(List<String> texts, boolean isEmpty, boolean reproducible) {

  private static final Pattern INCLUDE =
      Pattern.compile("(?:-r|-c|--requirement|--constraint)[\\s=]*(\\S.*)");
  private static final int MAX_FILES = 100;

  /// @throws PackagingException if an included file is missing, or the text is not UTF-8
  static Requirements read(Path file) throws IOException {
    Set<Path> seen = new LinkedHashSet<>();
    Deque<Path> todo = new ArrayDeque<>(List.of(file));
    List<String> texts = new ArrayList<>();
    boolean empty = true;
    boolean reproducible = true;
    while (!todo.isEmpty()) {
      Path next = todo.removeFirst().normalize();
      if (!seen.add(next)) {
        continue;
      }
      if (seen.size() > MAX_FILES) {
        throw new PackagingException(
            file + ": includes over " + MAX_FILES + " files (expected: fewer)");
      }
      String text = text(next);
      texts.add(text);
      for (String raw : text.replace("\\\n", "").lines().toList()) {
        String line = raw.replaceFirst("(^|\\s)#.*$", "").strip();
        Matcher include = INCLUDE.matcher(line);
        if (include.matches()) {
          if (!include.group(1).contains("://")) {
            todo.addLast(next.resolveSibling(include.group(1)));
          }
        } else if (!line.isEmpty()) {
          boolean option = line.startsWith("-") && !line.matches("(-e|--editable)\\b.*");
          empty &= option;
          reproducible &= option || !isLocal(line, next);
        }
      }
    }
    return new Requirements(texts, empty, reproducible);
  }

  private static boolean isLocal(String line, Path file) {
    if (line.startsWith("-e") || line.startsWith("--editable")) {
      return true;
    }
    String name = line.replaceFirst("\\s.*$", "");
    return name.startsWith(".")
        || name.startsWith("/")
        || line.contains("file:")
        || (name.matches("[^:<>=!~;\\[]+/[^:]*|.*\\.(whl|zip|tar\\.gz)")
            && Files.exists(file.resolveSibling(name)));
  }

  private static String text(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new PackagingException(
          file + ": there is no such file, and a requirements file names it");
    }
    if (!Files.isReadable(file)) {
      throw new PackagingException(file + ": cannot be read");
    }
    try {
      return Files.readString(file);
    } catch (MalformedInputException e) {
      throw new PackagingException(file + ": not UTF-8");
    }
  }
}
