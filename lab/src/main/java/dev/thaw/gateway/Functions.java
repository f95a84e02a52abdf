package dev.thaw.gateway;

import dev.thaw.lambda.FunctionSpec;
import java.util.Optional;

/// The functions that a door can call.
public interface Functions {

  /// The version that a call runs; an alias with weights draws at every call.
  ///
  /// @param arn with or without a qualifier
  Optional<FunctionSpec> route(String arn);

  /// Whether the function's resource policy lets a caller in.
  ///
  /// @param arn with or without a qualifier
  boolean permits(String arn, Caller caller);

  /// Who wants to call.
  ///
  /// @param principal `apigateway.amazonaws.com`, `*`, or the ARN of a signer
  /// @param action `lambda:InvokeFunction` or `lambda:InvokeFunctionUrl`
  /// @param sourceArn for example of the method that was called
  /// @param urlAuthType `NONE` or `AWS_IAM` at a function URL
  record Caller(
      String principal,
      String action,
      Optional<String> sourceArn,
      Optional<String> sourceAccount,
      Optional<String> urlAuthType) {}
}
