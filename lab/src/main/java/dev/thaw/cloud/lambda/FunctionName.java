package dev.thaw.cloud.lambda;

/// Whose function it is and what it is called.
record FunctionName(String account, String region, String name) {

  String text() {
    return account + "/" + region + "/" + name;
  }

  String arn() {
    return "arn:aws:lambda:" + region + ":" + account + ":function:" + name;
  }
}
