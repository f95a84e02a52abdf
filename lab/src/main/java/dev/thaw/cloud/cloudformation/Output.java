package dev.thaw.cloud.cloudformation;

import dev.thaw.cloud.protocol.Document;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// An output of a stack with its value.
record Output(String key, String value, Optional<String> description, Optional<String> export) {

  Map<String, Object> shown() {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("OutputKey", key);
    shown.put("OutputValue", value);
    description.ifPresent(text -> shown.put("Description", text));
    export.ifPresent(name -> shown.put("ExportName", name));
    return shown;
  }

  static Output read(Document shown) {
    return new Output(
        shown.text("OutputKey"),
        shown.text("OutputValue"),
        shown.optionalText("Description"),
        shown.optionalText("ExportName"));
  }
}
