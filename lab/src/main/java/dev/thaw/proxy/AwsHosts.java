package dev.thaw.proxy;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Which hosts are AWS's, so that thaw answers for them.
public final class AwsHosts {

  /// The domains of AWS's services: the partitions' own, the dual-stack ones, and function URLs.
  /// CloudFront's, ECR's public gallery and the consoles are not ours: tools fetch real things
  /// there.
  static final List<String> DOMAINS =
      List.of(
          "amazonaws.com",
          "amazonaws.com.cn",
          "amazonaws.eu",
          "api.aws",
          "api.amazonwebservices.com.cn",
          "api.amazonwebservices.eu",
          "on.aws");

  /// Machines and load balancers of AWS's customers carry names in AWS's domains and are no
  /// services. In a form that Java and JavaScript both read.
  static final String CUSTOMERS = "[.](?:compute(?:-1)?|elb)(?:[.][a-z0-9-]+)?[.]amazonaws[.]";

  private static final Pattern CUSTOMERS_PATTERN = Pattern.compile(CUSTOMERS);

  /// What AWS answers with HTTP/2: deployed APIs and functions, not its own services.
  private static final Pattern DEPLOYED =
      Pattern.compile("[a-z0-9-]+[.](?:execute-api|lambda-url)[.][a-z0-9.-]+");

  private AwsHosts() {}

  static boolean speaksHttp2(String host) {
    return DEPLOYED.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }

  /// @param host a name without port, in any case, with or without a final dot
  public static boolean contains(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    String plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return DOMAINS.stream().anyMatch(domain -> plain.endsWith("." + domain))
        && !CUSTOMERS_PATTERN.matcher(plain).find();
  }
}
