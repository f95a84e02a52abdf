import com.amazonaws.services.lambda.runtime.Context;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

public class App {

  private static final String ENVIRONMENT = UUID.randomUUID().toString();
  private static int calls;

  public Map<String, Object> handle(Map<String, Object> event, Context context) {
    calls++;
    System.out.println("call " + calls);
    if (event.containsKey("fail")) {
      throw new IllegalStateException("refused: " + event.get("fail"));
    }
    Map<String, Object> answer = new HashMap<>();
    answer.put("echo", event);
    answer.put("environment", ENVIRONMENT);
    answer.put("calls", calls);
    answer.put("requestId", context.getAwsRequestId());
    answer.put("remaining", context.getRemainingTimeInMillis());
    answer.put("arn", context.getInvokedFunctionArn());
    answer.put("name", context.getFunctionName());
    answer.put("memory", context.getMemoryLimitInMB());
    answer.put("client", context.getClass().getName());
    return answer;
  }
}
