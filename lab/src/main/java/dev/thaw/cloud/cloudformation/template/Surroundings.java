package dev.thaw.cloud.cloudformation.template;

/// What a template does not know by itself.
public interface Surroundings {

  /// What `Ref` of a resource gives.
  String physicalId(String logicalId);

  /// What `Fn::GetAtt` gives.
  Object attribute(String logicalId, String name);

  /// The value of another stack's export.
  String importValue(String export);
}
