package dev.thaw.cloud.lambda;

/// Which function: functions of different accounts and regions never meet.
record FunctionKey(String account, String region, String name) {

  String arn() {
    return "arn:aws:lambda:" + region + ":" + account + ":function:" + name;
  }

  String arn(String qualifier) {
    return arn() + ":" + qualifier;
  }

  /// In the store; account and region hold no slash.
  String id() {
    return prefix(account, region) + name;
  }

  static String prefix(String account, String region) {
    return account + "/" + region + "/";
  }

  static FunctionKey ofId(String id) {
    String[] parts = id.split("/", 3);
    return new FunctionKey(parts[0], parts[1], parts[2]);
  }
}
