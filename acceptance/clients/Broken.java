import java.util.Map;

public class Broken {

  public Broken() {
    throw new IllegalStateException("broken on purpose");
  }

  public Map<String, Object> handle(Map<String, Object> event) {
    return event;
  }
}
