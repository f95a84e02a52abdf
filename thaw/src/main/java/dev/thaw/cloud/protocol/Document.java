package dev.thaw.cloud.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A thin typed view of a value that was parsed from a model: members by their names in the model.
///
/// Values: [String], [Boolean], [Long], [Double], [java.time.Instant], [Blob], lists, and maps for
/// structures and dictionaries. An absent member is left out of the map, never null.
public record Document(Map<String, Object> members) {

  public static final Document EMPTY = new Document(Map.of());

  public Set<String> names() {
    return members.keySet();
  }

  public boolean has(String name) {
    return members.containsKey(name);
  }

  /// @throws ModelException if it is absent: validation lets no request through without its
  ///   required members
  public String text(String name) {
    return require(name, String.class);
  }

  public Optional<String> optionalText(String name) {
    return optional(name, String.class);
  }

  public long number(String name) {
    return require(name, Long.class);
  }

  public Optional<Long> optionalNumber(String name) {
    return optional(name, Long.class);
  }

  /// Absent means false.
  public boolean flag(String name) {
    return optional(name, Boolean.class).orElse(false);
  }

  public Document document(String name) {
    return view(require(name, Map.class));
  }

  public Optional<Document> optionalDocument(String name) {
    return optional(name, Map.class).map(Document::view);
  }

  public Optional<Blob> optionalBlob(String name) {
    return optional(name, Blob.class);
  }

  /// Absent means empty.
  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Object element : optional(name, List.class).orElse(List.of())) {
      texts.add(cast(name, element, String.class));
    }
    return List.copyOf(texts);
  }

  /// Absent means empty.
  public List<Document> documents(String name) {
    List<Document> documents = new ArrayList<>();
    for (Object element : optional(name, List.class).orElse(List.of())) {
      documents.add(view(cast(name, element, Map.class)));
    }
    return documents;
  }

  /// A dictionary of texts; absent means empty.
  public Map<String, String> textMap(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    Map<?, ?> map = optional(name, Map.class).orElse(Map.of());
    map.forEach((key, value) -> texts.put((String) key, cast(name, value, String.class)));
    return texts;
  }

  public <T> Optional<T> optional(String name, Class<T> type) {
    Object value = members.get(name);
    return value == null ? Optional.empty() : Optional.of(cast(name, value, type));
  }

  private <T> T require(String name, Class<T> type) {
    return cast(name, members.get(name), type);
  }

  private static <T> T cast(String name, @Nullable Object value, Class<T> type) {
    if (!type.isInstance(value)) {
      throw new ModelException(
          name
              + ": "
              + (value == null ? "absent" : value.getClass().getSimpleName())
              + " (expected: "
              + type.getSimpleName()
              + ")");
    }
    return type.cast(value);
  }

  @SuppressWarnings("unchecked")
  private static Document view(Map<?, ?> map) {
    return new Document((Map<String, Object>) map);
  }
}
