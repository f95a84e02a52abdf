package dev.thaw.wire.sigv4;

import dev.thaw.wire.http.Headers;
import dev.thaw.wire.http.Request;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs requests for one service in one region. The day's key is derived once. Safe for several
/// threads.
public final class Signer {

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Credentials credentials;
  private final String region;
  private final String service;
  private volatile DayKey dayKey;

  private record DayKey(String day, byte[] key) {}

  private record Pair(String name, String value) {}

  public Signer(Credentials credentials, String region, String service) {
    this.credentials = credentials;
    this.region = region;
    this.service = service;
    this.dayKey = new DayKey("", new byte[0]);
  }

  /// The request with `X-Amz-Date`, `X-Amz-Security-Token` where there is one, and `Authorization`.
  /// Every header of the request is signed.
  ///
  /// @param authority host and port as the `Host` header will carry them
  public Request sign(Request request, String authority, Instant at) {
    String stamp = STAMP.format(at);
    String day = stamp.substring(0, 8);
    Headers headers = request.headers().with("X-Amz-Date", stamp);
    if (credentials.token().isPresent()) {
      headers = headers.with("X-Amz-Security-Token", credentials.token().get());
    }
    SortedMap<String, String> signed = canonical(headers, authority);
    String names = String.join(";", signed.keySet());
    String scope = day + "/" + region + "/" + service + "/aws4_request";
    String toSign =
        ALGORITHM
            + "\n"
            + stamp
            + "\n"
            + scope
            + "\n"
            + hash(canonical(request, signed, names).getBytes(StandardCharsets.UTF_8));
    String signature = HexFormat.of().formatHex(hmac(key(day), toSign));
    return new Request(
        request.method(),
        request.path(),
        headers.with(
            "Authorization",
            "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
                .formatted(ALGORITHM, credentials.accessKey(), scope, names, signature)),
        request.body());
  }

  private String canonical(Request request, SortedMap<String, String> headers, String names) {
    String path = request.path();
    int question = path.indexOf('?');
    String query = question < 0 ? "" : path.substring(question + 1);
    StringBuilder text = new StringBuilder(512);
    text.append(request.method()).append('\n');
    text.append(canonicalPath(question < 0 ? path : path.substring(0, question))).append('\n');
    text.append(canonicalQuery(query)).append('\n');
    headers.forEach((name, value) -> text.append(name).append(':').append(value).append('\n'));
    return text.append('\n').append(names).append('\n').append(hash(request.body())).toString();
  }

  /// Encoded once more than on the wire, as every service but S3 has it.
  private String canonicalPath(String path) {
    byte[] bytes =
        service.equals("s3") ? PercentCoding.decode(path) : path.getBytes(StandardCharsets.UTF_8);
    return PercentCoding.encode(bytes, "/");
  }

  private static String canonicalQuery(String query) {
    return Arrays.stream(query.split("&"))
        .filter(part -> !part.isEmpty())
        .map(part -> {
          int equals = part.indexOf('=');
          return equals < 0
              ? new Pair(recode(part), "")
              : new Pair(recode(part.substring(0, equals)), recode(part.substring(equals + 1)));
        })
        .sorted(Comparator.comparing(Pair::name).thenComparing(Pair::value))
        .map(pair -> pair.name() + "=" + pair.value())
        .collect(Collectors.joining("&"));
  }

  private static String recode(String text) {
    return PercentCoding.encode(PercentCoding.decode(text), "");
  }

  private static SortedMap<String, String> canonical(Headers headers, String authority) {
    SortedMap<String, String> signed = new TreeMap<>();
    signed.put("host", authority);
    for (Headers.Field field : headers.fields()) {
      signed.merge(
          field.name().toLowerCase(Locale.ROOT),
          field.value().strip().replaceAll(" +", " "),
          (first, next) -> first + "," + next);
    }
    return signed;
  }

  private byte[] key(String day) {
    DayKey known = dayKey;
    if (known.day().equals(day)) {
      return known.key();
    }
    byte[] key = ("AWS4" + credentials.secretKey()).getBytes(StandardCharsets.UTF_8);
    for (String part : new String[] {day, region, service, "aws4_request"}) {
      key = hmac(key, part);
    }
    dayKey = new DayKey(day, key);
    return key;
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no HmacSHA256", e);
    }
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }
}
