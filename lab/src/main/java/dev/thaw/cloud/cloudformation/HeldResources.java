package dev.thaw.cloud.cloudformation;

import dev.thaw.cloud.cloudformation.template.Surroundings;
import dev.thaw.cloud.cloudformation.template.TemplateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What functions see of a stack's resources as they are, and of other stacks.
class HeldResources implements Surroundings {

  private final Map<String, StackResource> resources;
  private final Exports exports;
  private final StackIdentity stack;
  private final List<String> imports = new ArrayList<>();

  HeldResources(StackIdentity stack, Map<String, StackResource> resources, Exports exports) {
    this.stack = stack;
    this.resources = resources;
    this.exports = exports;
  }

  @Override
  public String physicalId(String logicalId) {
    return held(logicalId).physicalId();
  }

  @Override
  public Object attribute(String logicalId, String name) {
    StackResource resource = held(logicalId);
    Object value = resource.attributes().get(name);
    if (value == null) {
      throw new TemplateException(
          "Template error: resource %s does not support attribute type %s in Fn::GetAtt (expected: one of %s)"
              .formatted(logicalId, name, resource.attributes().keySet()));
    }
    return value;
  }

  private StackResource held(String logicalId) {
    StackResource resource = resources.get(logicalId);
    if (resource == null || resource.physicalId().isEmpty() || resource.status().gone()) {
      throw new TemplateException(
          "Template error: resource "
              + logicalId
              + " is not there (expected: its condition holds)");
    }
    return resource;
  }

  @Override
  public String importValue(String export) {
    String value = exports.value(stack, export);
    if (!imports.contains(export)) {
      imports.add(export);
    }
    return value;
  }

  List<String> imports() {
    return List.copyOf(imports);
  }
}
