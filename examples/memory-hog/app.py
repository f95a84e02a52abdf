"""Allocates as much memory as the event says, by default until it is killed."""

MEGABYTE = 1024 * 1024


def handler(event, context):
    wanted = (event or {}).get("megabytes")
    held = []
    while wanted is None or len(held) < wanted:
        held.append(bytearray(b"\xa5" * MEGABYTE))
        if len(held) % 32 == 0:
            print("holding %d MB" % len(held))
    return {"megabytes": len(held)}
