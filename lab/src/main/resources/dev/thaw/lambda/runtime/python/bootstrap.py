import time
_boot = time.monotonic_ns() if hasattr(time, "monotonic_ns") else int(time.monotonic() * 1e9)
import thaw_runtime
thaw_runtime.main(_boot)
