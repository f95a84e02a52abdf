package dev.thaw.cloud.cloudformation.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The pseudo parameters of a stack.
public record Pseudo(
    String region,
    String account,
    String stackId,
    String stackName,
    List<String> notificationArns) {

  static final String NO_VALUE = "AWS::NoValue";

  static final Set<String> NAMES =
      Set.of(
          "AWS::AccountId",
          "AWS::NotificationARNs",
          NO_VALUE,
          "AWS::Partition",
          "AWS::Region",
          "AWS::StackId",
          "AWS::StackName",
          "AWS::URLSuffix");

  /// `aws`, but for regions that are a world of their own.
  public static String partition(String region) {
    if (region.startsWith("cn-")) {
      return "aws-cn";
    }
    return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  }

  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("AWS::AccountId", account);
    values.put("AWS::NotificationARNs", notificationArns);
    values.put("AWS::Partition", partition(region));
    values.put("AWS::Region", region);
    values.put("AWS::StackId", stackId);
    values.put("AWS::StackName", stackName);
    values.put("AWS::URLSuffix", region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com");
    return values;
  }
}
