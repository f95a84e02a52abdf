package dev.thaw.cloud.cloudformation;

import dev.thaw.cloud.cloudformation.Stack.Holdings;
import dev.thaw.cloud.cloudformation.Stack.OnFailure;
import dev.thaw.cloud.cloudformation.Stack.Settings;
import dev.thaw.cloud.cloudformation.Stack.State;
import dev.thaw.cloud.cloudformation.Stack.Unfinished;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Stacks as JSON in the store.
final class StackCodec {

  private StackCodec() {}

  static byte[] write(Stack stack) {
    Map<String, Object> document = new LinkedHashMap<>();
    StackIdentity identity = stack.identity();
    document.put("region", identity.region());
    document.put("account", identity.account());
    document.put("name", identity.name());
    document.put("uuid", identity.uuid());
    document.put("definition", stack.definition().written());
    document.put("state", state(stack.state()));
    document.put("settings", settings(stack.settings()));
    document.put("holdings", holdings(stack.holdings()));
    stack.unfinished().ifPresent(rest -> document.put("unfinished", unfinished(rest)));
    return Json.write(document);
  }

  private static Map<String, Object> state(State state) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("status", state.status().name());
    state.reason().ifPresent(text -> document.put("reason", text));
    document.put("created", state.created());
    document.put("updated", state.updated());
    document.put("deleted", state.deleted());
    return document;
  }

  private static Map<String, Object> settings(Settings settings) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("protection", settings.protection());
    document.put("onFailure", settings.onFailure().name());
    settings.timeoutMinutes().ifPresent(minutes -> document.put("timeoutMinutes", minutes));
    settings.changeSet().ifPresent(text -> document.put("changeSet", text));
    settings.token().ifPresent(text -> document.put("token", text));
    return document;
  }

  private static Map<String, Object> holdings(Holdings holdings) {
    return Map.of(
        "resources", holdings.resources().values().stream().map(StackResource::written).toList(),
        "outputs", holdings.outputs().stream().map(Output::shown).toList(),
        "imports", holdings.imports());
  }

  private static Map<String, Object> unfinished(Unfinished rest) {
    Map<String, Object> document = new LinkedHashMap<>();
    rest.before().ifPresent(definition -> document.put("before", definition.written()));
    document.put("held", holdings(rest.held()));
    document.put("obsolete", rest.obsolete().stream().map(StackResource::written).toList());
    document.put("retained", rest.retained());
    document.put("retainExceptOnCreate", rest.retainExceptOnCreate());
    return document;
  }

  static Stack read(byte[] json) {
    Document document = new Document(Json.readObject(json));
    return new Stack(
        new StackIdentity(
            document.text("region"),
            document.text("account"),
            document.text("name"),
            document.text("uuid")),
        Definition.read(document.document("definition")),
        readState(document.document("state")),
        readSettings(document.document("settings")),
        readHoldings(document.document("holdings")),
        document.optionalDocument("unfinished").map(StackCodec::readUnfinished));
  }

  private static State readState(Document state) {
    return new State(
        StackStatus.valueOf(state.text("status")),
        state.optionalText("reason"),
        state.number("created"),
        state.number("updated"),
        state.number("deleted"));
  }

  private static Settings readSettings(Document settings) {
    return new Settings(
        settings.flag("protection"),
        OnFailure.valueOf(settings.text("onFailure")),
        settings.optionalNumber("timeoutMinutes"),
        settings.optionalText("changeSet"),
        settings.optionalText("token"));
  }

  private static Holdings readHoldings(Document holdings) {
    Map<String, StackResource> resources = new LinkedHashMap<>();
    holdings.documents("resources").stream()
        .map(StackResource::read)
        .forEach(resource -> resources.put(resource.logicalId(), resource));
    return new Holdings(
        resources,
        holdings.documents("outputs").stream().map(Output::read).toList(),
        holdings.texts("imports"));
  }

  private static Unfinished readUnfinished(Document rest) {
    List<StackResource> obsolete =
        rest.documents("obsolete").stream().map(StackResource::read).toList();
    return new Unfinished(
        rest.optionalDocument("before").map(Definition::read),
        readHoldings(rest.document("held")),
        obsolete,
        rest.texts("retained"),
        rest.flag("retainExceptOnCreate"));
  }
}
