package dev.thaw.cloud.auth;

/// What a signature is good for: `20150830/us-east-1/iam/aws4_request`.
record CredentialScope(String day, String region, String service) {

  static final String END = "aws4_request";

  String text() {
    return day + "/" + region + "/" + service + "/" + END;
  }
}
