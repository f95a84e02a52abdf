package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds layer versions for those who may have them: their own, and of other accounts those whose
/// policy says so.
final class LayerAccess {

  /// Of a function.
  private static final int MOST = 5;

  private static final Pattern VERSION_ARN =
      Pattern.compile("(arn:[^:]+:lambda:[^:]+:\\d{12}:layer:[a-zA-Z0-9-_]+):(\\d{1,18})");

  private final LayerStore layers;

  LayerAccess(LayerStore layers) {
    this.layers = layers;
  }

  LayerVersion read(LayerKey key, long number, Scope scope) {
    if (key.account().equals(scope.account())) {
      return layers.require(key, number);
    }
    return layers
        .find(key, number)
        .filter(version -> allows(version.policy(), scope.account()))
        .orElseThrow(() -> denied("GetLayerVersion", key.arn(number), scope));
  }

  LayerVersion read(String versionArn, Scope scope) {
    Matcher matcher = VERSION_ARN.matcher(versionArn);
    if (!matcher.matches()) {
      throw LambdaErrors.notEmulated("the layer " + versionArn);
    }
    return read(LayerKey.parse(matcher.group(1), scope), Long.parseLong(matcher.group(2)), scope);
  }

  /// A layer that the caller wants to change.
  ///
  /// @param text name or ARN
  static LayerKey own(String text, String action, Scope scope) {
    LayerKey key = LayerKey.parse(text, scope);
    if (!key.account().equals(scope.account())) {
      throw denied(action, key.arn(), scope);
    }
    return key;
  }

  /// thaw knows no organizations: a statement for one grants nothing.
  private static boolean allows(ResourcePolicy policy, String account) {
    List<String> principals = List.of("*", account, "arn:aws:iam::" + account + ":root");
    return policy.statements().stream()
        .map(Document::new)
        .filter(statement -> !statement.has("Condition"))
        .anyMatch(statement ->
            statement
                .optional("Principal", Object.class)
                .filter(principal ->
                    principals.contains(principal)
                        || (principal instanceof Map<?, ?> map
                            && principals.contains(map.get("AWS"))))
                .isPresent());
  }

  private static ApiException denied(String action, String arn, Scope scope) {
    return new ApiException(
        403,
        "AccessDeniedException",
        "User: arn:aws:iam::%s:root is not authorized to perform: lambda:%s on resource: %s because no resource-based policy allows the lambda:%s action"
            .formatted(scope.account(), action, arn, action));
  }

  /// The layers that a function names, in its order.
  List<UsedLayer> resolve(List<String> arns, Scope scope) {
    if (arns.size() > MOST) {
      throw LambdaErrors.invalid("Cannot reference more than " + MOST + " layers.");
    }
    List<UsedLayer> used = new ArrayList<>();
    Map<LayerKey, String> byLayer = new HashMap<>();
    for (String arn : arns) {
      LayerVersion version = resolve(arn, scope);
      String other = byLayer.put(version.key(), arn);
      if (other != null) {
        throw LambdaErrors.invalid(
            "Two different versions of the same layer are not allowed to be referenced in the same function. %s and %s are versions of the same layer"
                .formatted(other, arn));
      }
      used.add(new UsedLayer(version.arn(), version.content()));
    }
    return used;
  }

  private LayerVersion resolve(String arn, Scope scope) {
    Matcher matcher = VERSION_ARN.matcher(arn);
    if (!matcher.matches()) {
      throw LambdaErrors.notEmulated("the layer " + arn);
    }
    LayerKey key = LayerKey.parse(matcher.group(1), scope);
    if (!key.region().equals(scope.region())) {
      throw LambdaErrors.invalid(
          "Layers are not in the same region as the function. Layers are expected to be in region "
              + scope.region()
              + ".");
    }
    long number = Long.parseLong(matcher.group(2));
    if (key.account().equals(scope.account()) && layers.find(key, number).isEmpty()) {
      throw LambdaErrors.invalid("Layer version " + arn + " does not exist.");
    }
    return read(key, number, scope);
  }
}
