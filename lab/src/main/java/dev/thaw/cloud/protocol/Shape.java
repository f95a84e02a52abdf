package dev.thaw.cloud.protocol;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A type of a service model. What a shape refers to is found through its [Ref], since shapes may
/// contain themselves.
public sealed interface Shape {

  String name();

  /// Whether values must not be shown in messages.
  default boolean sensitive() {
    return false;
  }

  /// A reference to a shape of the same model, bound once the whole model is read.
  final class Ref {
    private final String name;
    private final Optional<String> wireName;
    private @Nullable Shape shape;

    Ref(String name, Optional<String> wireName) {
      this.name = name;
      this.wireName = wireName;
    }

    /// What an element, key or value is called in XML and forms.
    ///
    /// @param usual where the model does not say
    String wireName(String usual) {
      return wireName.orElse(usual);
    }

    void bind(Map<String, Shape> shapes) {
      shape = shapes.get(name);
      if (shape == null) {
        throw new ModelException("shape: " + name + " (expected: one that the model defines)");
      }
    }

    public Shape shape() {
      if (shape == null) {
        throw new ModelException("shape: " + name + " (expected: bound)");
      }
      return shape;
    }
  }

  /// Where in a message a member travels.
  enum Location {
    BODY,
    URI,
    QUERY,
    HEADER,
    /// All headers that begin with the wire name, as a map.
    HEADERS,
    STATUS
  }

  /// @param wireName as it is called on the wire, in its location
  /// @param format of a timestamp, where the member overrides the protocol's
  /// @param event what the member is within an event of a stream
  /// @param xml what only XML looks at
  record Member(
      String name,
      Ref target,
      boolean required,
      Location location,
      String wireName,
      Optional<String> format,
      EventPart event,
      Xml xml) {

    public Shape shape() {
      return target.shape();
    }

    /// Whether its elements or entries stand in the structure itself, in XML and forms.
    boolean flattened() {
      return xml.flattened()
          || switch (shape()) {
            case Sequence sequence -> sequence.flattened();
            case Dictionary dictionary -> dictionary.flattened();
            case Structure _, Text _, Bytes _, Flag _, Whole _, Fraction _, Moment _, Free _ ->
                false;
          };
    }
  }

  /// How a member looks in XML.
  ///
  /// @param attribute of the element around it, instead of an element of its own
  record Xml(boolean flattened, boolean attribute, Optional<Namespace> namespace) {}

  /// @param prefix where the namespace is not the default one
  record Namespace(Optional<String> prefix, String uri) {}

  enum EventPart {
    NONE,
    HEADER,
    PAYLOAD
  }

  /// @param payload member that is the whole body
  /// @param error if it is an exception
  /// @param eventStream whether it is a union of events
  /// @param namespace that its element declares in XML
  record Structure(
      String name,
      Map<String, Member> members,
      Optional<Member> payload,
      Optional<ErrorTrait> error,
      boolean eventStream,
      Optional<Namespace> namespace)
      implements Shape {

    public static final Structure EMPTY =
        new Structure(
            "Unit", Map.of(), Optional.empty(), Optional.empty(), false, Optional.empty());
  }

  /// @param code on the wire
  /// @param senderFault whether the caller is to blame
  record ErrorTrait(String code, int status, boolean senderFault) {}

  record Sequence(String name, Ref element, Bounds bounds, boolean flattened) implements Shape {}

  record Dictionary(String name, Ref key, Ref value, Bounds bounds, boolean flattened)
      implements Shape {}

  /// @param oneOf empty if any value will do
  record Text(
      String name, Bounds bounds, Optional<Pattern> pattern, List<String> oneOf, boolean sensitive)
      implements Shape {}

  record Bytes(String name, Bounds bounds, boolean streaming, boolean sensitive) implements Shape {}

  record Flag(String name) implements Shape {}

  /// A whole number, held as [Long].
  record Whole(String name, Bounds bounds) implements Shape {}

  /// A floating-point number, held as [Double].
  record Fraction(String name, Bounds bounds) implements Shape {}

  /// Held as [java.time.Instant].
  record Moment(String name, Optional<String> format) implements Shape {}

  /// Any JSON value.
  record Free(String name) implements Shape {}

  /// Inclusive limits of a value, or of a length.
  record Bounds(Optional<Number> min, Optional<Number> max) {
    public static final Bounds NONE = new Bounds(Optional.empty(), Optional.empty());

    boolean tooSmall(double value) {
      return min.isPresent() && value < min.get().doubleValue();
    }

    boolean tooBig(double value) {
      return max.isPresent() && value > max.get().doubleValue();
    }
  }
}
