package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Scope;

/// Which layer: layers of different accounts and regions never meet.
record LayerKey(String account, String region, String name) {

  /// @param text a name, or the ARN of a layer or of a version of one, as the model's pattern wants
  static LayerKey parse(String text, Scope scope) {
    if (!text.startsWith("arn:")) {
      return new LayerKey(scope.account(), scope.region(), text);
    }
    String[] parts = text.split(":", -1);
    if (parts.length < 7) {
      throw LambdaErrors.notEmulated("the layer " + text);
    }
    return new LayerKey(parts[4], parts[3], parts[6]);
  }

  String arn() {
    return "arn:aws:lambda:" + region + ":" + account + ":layer:" + name;
  }

  String arn(long version) {
    return arn() + ":" + version;
  }

  /// In the store; account and region hold no slash.
  String id() {
    return FunctionKey.prefix(account, region) + name;
  }

  static LayerKey ofId(String id) {
    String[] parts = id.split("/", 3);
    return new LayerKey(parts[0], parts[1], parts[2]);
  }
}
