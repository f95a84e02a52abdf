/// AWS's wire protocols, driven by AWS's own service models: a request becomes a typed document, a
/// document becomes an answer.
///
/// A [Service] is a [ServiceModel] and the handlers of those operations that it offers. The door
/// asks the [Router] which service is meant, the service's [Protocol] which operation, parses and
/// validates the input from the model, calls the handler and writes its answer from the model.
/// Start reading at [Dispatcher].
@NullMarked
package dev.thaw.cloud.protocol;

import org.jspecify.annotations.NullMarked;
