package dev.thaw.gateway.url;

import dev.thaw.gateway.FunctionAnswer;
import dev.thaw.gateway.Functions;
import dev.thaw.gateway.HeaderField;
import dev.thaw.gateway.HttpAnswer;
import dev.thaw.gateway.Incoming;
import dev.thaw.gateway.MalformedAnswer;
import dev.thaw.gateway.Reply;
import dev.thaw.gateway.url.FunctionUrls.Target;
import dev.thaw.lambda.FunctionSpec;
import dev.thaw.lambda.InvokeOutcome;
import dev.thaw.lambda.InvokeRequest;
import dev.thaw.lambda.Invoker;
import dev.thaw.lambda.TraceHeader;
import dev.thaw.timeline.Timeline;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Answers the requests to function URLs.
public final class FunctionUrlDoor {

  /// Bytes of an event.
  private static final int LIMIT = 6_291_456;

  private static final System.Logger LOG = System.getLogger(FunctionUrlDoor.class.getName());

  private final FunctionUrls urls;
  private final Functions functions;
  private final Invoker invoker;
  private final boolean strict;

  /// @param strict whether the policies of functions are obeyed
  public FunctionUrlDoor(FunctionUrls urls, Functions functions, Invoker invoker, boolean strict) {
    this.urls = urls;
    this.functions = functions;
    this.invoker = invoker;
    this.strict = strict;
  }

  /// @param id the first label of the host that was called
  /// @throws IOException if the caller is gone
  public void handle(Incoming request, String id, Reply reply) throws IOException {
    Timeline.Mark route = request.timeline().beginAt("route", request.arrived());
    Optional<Target> found = urls.find(id);
    Optional<FunctionSpec> function = found.flatMap(target -> functions.route(target.function()));
    route.end();
    if (function.isEmpty()) {
      reply.send(UrlAnswers.forbidden(request));
      return;
    }
    Target target = found.get();
    if (target.cors().isPresent() && Cors.isPreflight(request)) {
      List<HeaderField> fields = target.cors().get().preflight(request);
      reply.send(UrlAnswers.of(request, 200, fields, HttpAnswer.NOTHING));
      return;
    }
    Timeline.Mark authorize = request.timeline().begin("authorize");
    Optional<Signer> signer =
        target.signed() ? Signer.of(request, target.account()) : Optional.empty();
    boolean allowed = (!target.signed() || signer.isPresent()) && permits(target, signer);
    authorize.end();
    if (!allowed) {
      reply.send(UrlAnswers.forbidden(request));
      return;
    }
    new One(request, target, function.get(), reply).run(id, signer);
  }

  /// The owner of a function may call it without any policy.
  private boolean permits(Target target, Optional<Signer> signer) {
    if (!strict || signer.filter(who -> who.account().equals(target.account())).isPresent()) {
      return true;
    }
    return functions.permits(
        target.function(),
        new Functions.Caller(
            signer.map(Signer::arn).orElse("*"),
            "lambda:InvokeFunctionUrl",
            Optional.empty(),
            Optional.empty(),
            Optional.of(target.signed() ? "AWS_IAM" : "NONE")));
  }

  /// One request that is let in.
  private final class One {

    private final Incoming request;
    private final Target target;
    private final FunctionSpec function;
    private final Reply reply;
    private final String trace;

    One(Incoming request, Target target, FunctionSpec function, Reply reply) {
      this.request = request;
      this.target = target;
      this.function = function;
      this.reply = reply;
      trace =
          TraceHeader.of(
              request.header("x-amzn-trace-id"),
              function.tracingActive(),
              request.timeline().clock());
    }

    void run(String id, Optional<Signer> signer) throws IOException {
      Optional<byte[]> content = request.bytes(LIMIT);
      byte[] event =
          content
              .map(bytes -> new UrlEvent(request, id, signer, trace, bytes).json())
              .orElse(HttpAnswer.NOTHING);
      if (content.isEmpty() || event.length > LIMIT) {
        send(UrlAnswers.tooLarge(request));
        return;
      }
      Timeline.Mark integrate = request.timeline().begin("integrate");
      UrlStream stream = target.streamed() ? new UrlStream(this::fields, reply) : null;
      InvokeOutcome outcome = invoker.invoke(function, call(event, stream));
      integrate.end();
      switch (outcome) {
        case InvokeOutcome.Answered answered -> answered(answered, stream);
        case InvokeOutcome.Throttled(InvokeOutcome.Reason reason) ->
            send(UrlAnswers.throttled(request, reason.wireName()));
        case InvokeOutcome.Unavailable(String errorType, String message) -> {
          LOG.log(
              System.Logger.Level.WARNING, "{0}: {1}: {2}", function.name(), errorType, message);
          failed(stream);
        }
      }
    }

    private InvokeRequest call(byte[] event, @Nullable UrlStream stream) {
      return new InvokeRequest(
          request.timeline(),
          request.timeline().id(),
          event,
          target.function(),
          trace,
          null,
          null,
          false,
          stream);
    }

    private void answered(InvokeOutcome.Answered answered, @Nullable UrlStream stream)
        throws IOException {
      if (answered.functionError().isPresent()) {
        failed(stream);
        return;
      }
      try {
        if (stream != null && stream.begun()) {
          stream.end();
        } else {
          send(whole(answered.payload()));
        }
      } catch (MalformedAnswer e) {
        LOG.log(System.Logger.Level.DEBUG, "{0}: {1}", function.name(), e.getMessage());
        send(UrlAnswers.failed(request));
      }
    }

    /// An object with a status says how it wants to be sent, all else is sent as it is.
    private HttpAnswer whole(byte[] payload) throws MalformedAnswer {
      if (UrlAnswers.isPlain(payload)) {
        return UrlAnswers.json(payload);
      }
      try {
        FunctionAnswer answer = FunctionAnswer.read(payload);
        return answer.status() == 0 ? UrlAnswers.json(payload) : UrlAnswers.of(answer);
      } catch (MalformedAnswer e) {
        if (UrlAnswers.namesStatus(payload)) {
          throw e;
        }
        return UrlAnswers.json(payload);
      }
    }

    private void failed(@Nullable UrlStream stream) throws IOException {
      if (stream != null && stream.sent()) {
        throw new IOException(function.name() + " failed while its answer was on its way");
      }
      send(UrlAnswers.failed(request));
    }

    private void send(HttpAnswer answer) throws IOException {
      Timeline.Mark send = request.timeline().begin("send");
      reply.send(new HttpAnswer(answer.status(), fields(answer.headers()), answer.body()));
      send.end();
    }

    /// With what AWS adds to every answer.
    private List<HeaderField> fields(List<HeaderField> given) {
      List<HeaderField> fields = UrlAnswers.identified(request, given);
      fields.add(new HeaderField(TraceHeader.NAME, TraceHeader.answered(trace)));
      return target.cors().map(cors -> cors.over(fields, request)).orElse(fields);
    }
  }
}
