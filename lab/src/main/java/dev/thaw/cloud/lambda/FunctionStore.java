package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/// Keeps functions durably: once a change has been acknowledged it survives the end of the program,
/// however that comes.
final class FunctionStore implements AutoCloseable {

  private final MVStore store;
  private final MVMap<String, String> functions;

  FunctionStore(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("functions: cannot make " + directory, e);
    }
    store =
        new MVStore.Builder()
            .fileName(directory.resolve("functions.mv").toString())
            .autoCommitDisabled()
            .open();
    functions = store.openMap("functions");
  }

  Optional<FunctionRecord> find(FunctionName key) {
    return Optional.ofNullable(functions.get(key.text())).map(FunctionStore::read);
  }

  /// All functions of an account in a region, by name.
  List<FunctionRecord> list(String account, String region) {
    String prefix = account + "/" + region + "/";
    return functions.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .map(entry -> read(entry.getValue()))
        .toList();
  }

  List<FunctionRecord> all() {
    return functions.values().stream().map(FunctionStore::read).toList();
  }

  /// Returns once it is on disk.
  void put(FunctionRecord function) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("account", function.key().account());
    document.put("region", function.key().region());
    document.put("name", function.key().name());
    document.put("package", function.packageSha256());
    document.put("configuration", function.configuration());
    document.put("tags", function.tags());
    function.reserved().ifPresent(limit -> document.put("reserved", limit));
    functions.put(function.key().text(), new String(Json.write(document), StandardCharsets.UTF_8));
    save();
  }

  void remove(FunctionName key) {
    functions.remove(key.text());
    save();
  }

  @Override
  public void close() {
    store.close();
  }

  private void save() {
    store.commit();
    store.sync();
  }

  @SuppressWarnings("unchecked")
  private static FunctionRecord read(String text) {
    Map<String, Object> document = Json.readObject(text.getBytes(StandardCharsets.UTF_8));
    FunctionName key =
        new FunctionName(
            (String) part(document, "account"),
            (String) part(document, "region"),
            (String) part(document, "name"));
    return new FunctionRecord(
        key,
        (String) part(document, "package"),
        (Map<String, Object>) part(document, "configuration"),
        (Map<String, String>) part(document, "tags"),
        document.get("reserved") instanceof Long limit
            ? Optional.of(limit.intValue())
            : Optional.empty());
  }

  private static Object part(Map<String, Object> document, String name) {
    Object part = document.get(name);
    if (part == null) {
      throw new IllegalStateException("functions: a record without " + name);
    }
    return part;
  }
}
