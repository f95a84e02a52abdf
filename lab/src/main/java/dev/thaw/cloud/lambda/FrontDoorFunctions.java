package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Document;
import dev.thaw.gateway.Functions;
import dev.thaw.gateway.url.Cors;
import dev.thaw.gateway.url.FunctionUrls;
import dev.thaw.lambda.FunctionSpec;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;

/// The functions and their URLs as the front doors see them.
final class FrontDoorFunctions implements Functions, FunctionUrls {

  private final FunctionStore functions;

  FrontDoorFunctions(FunctionStore functions) {
    this.functions = functions;
  }

  @Override
  public Optional<FunctionSpec> route(String arn) {
    return ref(arn)
        .flatMap(ref ->
            functions
                .find(ref.key())
                .flatMap(function ->
                    function.route(ref.orLatest(), ThreadLocalRandom.current().nextDouble())))
        .map(FunctionVersion::spec);
  }

  @Override
  public boolean permits(String arn, Caller caller) {
    return ref(arn)
        .flatMap(ref ->
            functions
                .find(ref.key())
                .map(function -> function.attachments().policy(ref.orLatest()))
                .filter(policy -> PolicyCheck.permits(policy, caller)))
        .isPresent();
  }

  @Override
  public Optional<Target> find(String id) {
    return functions
        .url(id)
        .map(found -> {
          FunctionUrl url = found.url();
          return new Target(
              found.function().arn(),
              found.function().key().account(),
              url.auth() == FunctionUrl.Auth.AWS_IAM,
              url.mode() == FunctionUrl.Mode.RESPONSE_STREAM,
              url.cors().map(cors -> cors(new Document(cors))));
        });
  }

  private static Cors cors(Document cors) {
    return new Cors(
        cors.optional("AllowCredentials", Boolean.class).orElse(false),
        cors.texts("AllowHeaders"),
        cors.texts("AllowMethods"),
        cors.texts("AllowOrigins"),
        cors.texts("ExposeHeaders"),
        cors.optional("MaxAge", Long.class).map(OptionalLong::of).orElse(OptionalLong.empty()));
  }

  /// `arn:aws:lambda:REGION:ACCOUNT:function:NAME[:QUALIFIER]`
  private static Optional<FunctionRef> ref(String arn) {
    String[] parts = arn.split(":", -1);
    if (parts.length < 7 || parts.length > 8 || !parts[5].equals("function")) {
      return Optional.empty();
    }
    FunctionKey key = new FunctionKey(parts[4], parts[3], parts[6]);
    return Optional.of(
        new FunctionRef(key, parts.length == 8 ? Optional.of(parts[7]) : Optional.empty()));
  }
}
