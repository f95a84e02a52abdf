package dev.thaw.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a function is, taken from its ARN; a version or an alias behind it does not matter here.
record FunctionArn(String region, String account, String name) {

  private static final Pattern FORM =
      Pattern.compile(
          "arn:aws[a-z-]{0,20}:lambda:([a-z0-9-]{1,30}):(\\d{12}):function:([A-Za-z0-9_-]{1,140})"
              + "(:[A-Za-z0-9$_-]{1,128})?");

  /// @throws Failure if it is none
  static FunctionArn parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new Failure(text + " (expected: arn:aws:lambda:REGION:ACCOUNT:function:NAME)");
    }
    return new FunctionArn(form.group(1), form.group(2), form.group(3));
  }

  /// Without version and alias.
  String unqualified() {
    return "arn:aws:lambda:" + region + ":" + account + ":function:" + name;
  }
}
