package dev.thaw.cloud.logs;

/// Which group: groups of different accounts and regions never meet.
record GroupKey(String account, String region, String name) {

  /// Without the `:*` that stands for its streams.
  String arn() {
    return "arn:aws:logs:" + region + ":" + account + ":log-group:" + name;
  }

  String arn(String stream) {
    return arn() + ":log-stream:" + stream;
  }

  /// In the store; account and region hold no slash.
  String id() {
    return account + "/" + region + "/" + name;
  }

  static GroupKey ofId(String id) {
    String[] parts = id.split("/", 3);
    return new GroupKey(parts[0], parts[1], parts[2]);
  }
}
