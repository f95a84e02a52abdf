package dev.thaw.cloud.cloudformation;

import dev.thaw.cloud.cloudformation.resource.PartlyMade;
import dev.thaw.cloud.cloudformation.resource.Resource;
import dev.thaw.cloud.cloudformation.resource.ResourceFailure;
import dev.thaw.cloud.cloudformation.resource.ResourceType;
import dev.thaw.cloud.cloudformation.resource.ResourceTypes;
import dev.thaw.cloud.cloudformation.template.TemplateException;
import dev.thaw.cloud.cloudformation.template.Values;
import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.ApiException.ApiError;
import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.protocol.ServiceClient;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Makes, changes and deletes single resources, and writes down each step around it. Whatever goes
/// wrong becomes a reason: a stack must never be left without an end.
final class ResourceWork {

  private static final String LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final int SUFFIX = 12;

  private final ResourceTypes types;
  private final Models models;
  private final ServiceClient client;
  private final Journal journal;
  private final SecureRandom random = new SecureRandom();

  ResourceWork(ResourceTypes types, Models models, ServiceClient client, Journal journal) {
    this.types = types;
    this.models = models;
    this.client = client;
    this.journal = journal;
  }

  /// A resource could not be made, changed or deleted; the stack knows why.
  static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Stack stack;
    private final String logicalId;

    Failed(Stack stack, String logicalId) {
      super(logicalId, null, false, false);
      this.stack = stack;
      this.logicalId = logicalId;
    }

    Stack stack() {
      return stack;
    }

    String logicalId() {
      return logicalId;
    }
  }

  String suffix() {
    StringBuilder suffix = new StringBuilder(SUFFIX);
    for (int i = 0; i < SUFFIX; i++) {
      suffix.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return suffix.toString();
  }

  private Resource resource(Stack stack, StackResource resource, Definition target) {
    Set<String> former = new HashSet<>(stack.definition().tags().keySet());
    stack
        .unfinished()
        .flatMap(Stack.Unfinished::before)
        .ifPresent(before -> former.addAll(before.tags().keySet()));
    former.removeAll(target.tags().keySet());
    return new Resource(
        models,
        client,
        stack.identity().scope(),
        stack.identity().name(),
        stack.identity().arn(),
        resource.logicalId(),
        resource.suffix(),
        resource.properties(),
        target.tags(),
        former);
  }

  /// @param wanted whose status says whether it is new or takes another's place
  Stack create(Stack stack, StackResource wanted) throws Failed {
    boolean replaces = wanted.status() == ResourceStatus.UPDATE_IN_PROGRESS;
    Stack begun = journal.resource(stack, wanted);
    StackResource planned = wanted;
    try {
      ResourceType type = types.require(wanted.type());
      Resource resource = resource(stack, wanted, stack.definition());
      // Known before it is there: a sudden end would leave it to nobody
      planned = wanted.made(type.plannedId(resource).orElse(""), Map.of());
      begun = initiated(begun, planned);
      resource.requireAccepted(type);
      ResourceType.Made made = type.create(resource);
      StackResource done = planned.made(made.physicalId(), made.attributes());
      if (planned.physicalId().isEmpty()) {
        begun = initiated(begun, done);
      }
      return journal.resource(
          begun,
          done.in(
              replaces ? ResourceStatus.UPDATE_COMPLETE : ResourceStatus.CREATE_COMPLETE,
              Optional.empty(),
              journal.now()));
    } catch (RuntimeException e) {
      StackResource left =
          e instanceof PartlyMade partly
              ? planned.made(partly.physicalId(), Map.of())
              : planned.ownedOnly();
      throw failed(
          begun,
          left,
          replaces ? ResourceStatus.UPDATE_FAILED : ResourceStatus.CREATE_FAILED,
          reason(e));
    }
  }

  private Stack initiated(Stack stack, StackResource resource) {
    Optional<String> reason = Optional.of("Resource creation Initiated");
    return resource.physicalId().isEmpty()
        ? stack
        : journal.resource(stack, resource.in(resource.status(), reason, journal.now()));
  }

  /// @param wanted with its new properties and its physical id
  /// @param target what the stack should be, or be again
  Stack update(Stack stack, StackResource wanted, Map<String, Object> before, Definition target)
      throws Failed {
    StackResource working =
        wanted.in(ResourceStatus.UPDATE_IN_PROGRESS, Optional.empty(), journal.now());
    Stack begun = journal.resource(stack, working);
    try {
      ResourceType type = types.require(wanted.type());
      Resource resource = resource(stack, wanted, target);
      resource.requireAccepted(type);
      Map<String, Object> attributes =
          type.fixed() && Values.same(before, wanted.properties())
              ? wanted.attributes()
              : type.update(resource, wanted.physicalId(), before);
      return journal.resource(
          begun,
          working
              .made(wanted.physicalId(), attributes)
              .in(ResourceStatus.UPDATE_COMPLETE, Optional.empty(), journal.now()));
    } catch (RuntimeException e) {
      throw failed(begun, working, ResourceStatus.UPDATE_FAILED, reason(e));
    }
  }

  /// Says that a resource could not even be tried.
  Failed failed(Stack stack, StackResource resource, ResourceStatus status, String reason) {
    Stack told = journal.resource(stack, resource.in(status, Optional.of(reason), journal.now()));
    return new Failed(told, resource.logicalId());
  }

  /// Deletes a physical resource without a word.
  ///
  /// @return why it could not be deleted
  Optional<String> delete(Stack stack, StackResource resource) {
    try {
      if (!resource.physicalId().isEmpty()) {
        types
            .require(resource.type())
            .delete(resource(stack, resource, stack.definition()), resource.physicalId());
      }
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(reason(e));
    }
  }

  static String reason(RuntimeException e) {
    if (e instanceof PartlyMade partly) {
      return reason(partly.reason());
    }
    if (e instanceof ResourceFailure || e instanceof TemplateException) {
      return String.valueOf(e.getMessage());
    }
    if (!(e instanceof ApiException api)) {
      return "Internal Failure: " + e;
    }
    ApiError error = api.error();
    return "Resource handler returned message: \"%s (Status Code: %d, Error Code: %s)\" (RequestToken: %s, HandlerErrorCode: %s)"
        .formatted(
            error.message(), error.status(), error.code(), UUID.randomUUID(), handlerCode(error));
  }

  private static String handlerCode(ApiError error) {
    return switch (error.status()) {
      case 400 -> "InvalidRequest";
      case 403 -> "AccessDenied";
      case 404 -> "NotFound";
      case 409 -> "AlreadyExists";
      case 429 -> "Throttling";
      default -> "GeneralServiceException";
    };
  }
}
