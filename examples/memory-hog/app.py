"""Takes as much memory as the event asks for, page by page, and keeps it when told to."""
import mmap

held = []


def handler(event, context):
    mb = event.get("mb", 64)
    if isinstance(mb, bool) or not isinstance(mb, int) or not 0 <= mb <= 10240:
        raise ValueError("mb: %r (expected: a whole number from 0 to 10240)" % (mb,))
    block = bytearray(mb << 20)
    # Fresh pages are zero and not there yet: one byte in each makes them real.
    for page in range(0, len(block), mmap.PAGESIZE):
        block[page] = 1
    if event.get("keep"):
        held.append(block)
    return {"mb": mb, "heldMb": sum(len(kept) for kept in held) >> 20, "limitMb": int(context.memory_limit_in_mb)}
