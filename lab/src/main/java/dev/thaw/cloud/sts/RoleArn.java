package dev.thaw.cloud.sts;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `arn:aws:iam::111122223333:role/path/name`
record RoleArn(String text, String account, String name) {

  private static final Pattern SHAPE =
      Pattern.compile("arn:aws[a-z-]*:iam::([0-9]{12}):role/(?:[!-~]+/)?([\\w+=,.@-]{1,64})");

  static RoleArn parse(String text) {
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      throw StsErrors.validation(text + " is invalid");
    }
    return new RoleArn(text, matcher.group(1), matcher.group(2));
  }

  String session(String name) {
    return "arn:aws:sts::" + account + ":assumed-role/" + this.name + "/" + name;
  }
}
