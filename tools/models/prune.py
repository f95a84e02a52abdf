#!/usr/bin/env python3
"""Writes the service models that thaw reads, from the newest botocore package.

    tools/models/prune.py [--wheel FILE] [--out DIR] [SERVICE ...]

Without --wheel, pip downloads botocore into a temporary folder. Of each model only the structure
stays: operations, shapes and the traits that parsing, validation and serialisation need. All
documentation goes. The same package gives the same bytes.
"""

import argparse
import gzip
import io
import json
import pathlib
import subprocess
import sys
import tempfile
import zipfile

SERVICES = [
    "apigateway",
    "cloudformation",
    "cloudwatch",
    "events",
    "iam",
    "lambda",
    "logs",
    "s3",
    "sts",
    "xray",
]

METADATA = [
    "apiVersion",
    "awsQueryCompatible",
    "endpointPrefix",
    "globalEndpoint",
    "jsonVersion",
    "protocol",
    "protocols",
    "serviceId",
    "signingName",
    "targetPrefix",
    "xmlNamespace",
]
OPERATION = [
    "http",
    "input",
    "output",
    "errors",
    "deprecated",
    "httpChecksum",
    "requestcompression",
]
SHAPE = [
    "type",
    "required",
    "members",
    "member",
    "key",
    "value",
    "min",
    "max",
    "pattern",
    "enum",
    "payload",
    "streaming",
    "flattened",
    "locationName",
    "xmlNamespace",
    "xmlOrder",
    "timestampFormat",
    "error",
    "exception",
    "fault",
    "eventstream",
    "event",
    "union",
    "document",
    "sensitive",
]
MEMBER = [
    "shape",
    "location",
    "locationName",
    "queryName",
    "streaming",
    "flattened",
    "xmlAttribute",
    "xmlNamespace",
    "timestampFormat",
    "eventpayload",
    "eventheader",
    "jsonvalue",
    "idempotencyToken",
]
REFERENCE = ["shape", "locationName", "resultWrapper", "xmlNamespace", "flattened"]


def keep(source, names):
    return {name: source[name] for name in names if name in source}


def prune_shape(shape):
    pruned = keep(shape, SHAPE)
    if "members" in pruned:
        pruned["members"] = {n: keep(m, MEMBER) for n, m in shape["members"].items()}
    for part in ("member", "key", "value"):
        if part in pruned:
            pruned[part] = keep(shape[part], REFERENCE)
    return pruned


def prune_operation(operation):
    pruned = keep(operation, OPERATION)
    for part in ("input", "output"):
        if part in pruned:
            pruned[part] = keep(operation[part], REFERENCE)
    if "errors" in pruned:
        pruned["errors"] = sorted(error["shape"] for error in operation["errors"])
    return pruned


def prune(model):
    return {
        "metadata": keep(model["metadata"], METADATA),
        "operations": {n: prune_operation(o) for n, o in sorted(model["operations"].items())},
        "shapes": {n: prune_shape(s) for n, s in sorted(model["shapes"].items())},
    }


def compress(document):
    """Gzip without a name and a time, so that the bytes depend on the document alone."""
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
    target = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=target, mtime=0, compresslevel=9) as out:
        out.write(text)
    return target.getvalue()


def newest(wheel, service):
    prefix = f"botocore/data/{service}/"
    names = [n for n in wheel.namelist() if n.startswith(prefix) and n.endswith("/service-2.json.gz")]
    if not names:
        raise SystemExit(f"service: {service} (expected: a folder of botocore/data)")
    with wheel.open(max(names)) as packed:
        return json.loads(gzip.decompress(packed.read()))


def download(folder):
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "botocore", "-d", folder]
    subprocess.run(command, check=True)
    return next(pathlib.Path(folder).glob("botocore-*.whl"))


def notice(wheel, version):
    original = next(n for n in wheel.namelist() if n.endswith("NOTICE") and ".dist-info/" in n)
    owner = "\n".join(wheel.read(original).decode("utf-8").splitlines()[:2])
    return (
        "The service models in this folder are derived from the data files of "
        f"botocore {version}:\nstructure only, all documentation removed (tools/models/prune.py).\n\n"
        f"{owner}\n\n"
        "Licensed under the Apache License, Version 2.0 (the \"License\"); you may not use these "
        "files\nexcept in compliance with the License. You may obtain a copy of the License at\n\n"
        "    http://www.apache.org/licenses/LICENSE-2.0\n"
    )


def main():
    here = pathlib.Path(__file__).resolve()
    default_out = here.parents[2] / "lab/src/main/resources/dev/thaw/cloud/models"
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--wheel", type=pathlib.Path, help="a botocore wheel instead of a download")
    options.add_argument("--out", type=pathlib.Path, default=default_out)
    options.add_argument("services", nargs="*", metavar="SERVICE")
    chosen = options.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        path = chosen.wheel or download(folder)
        version = path.name.split("-")[1]
        with zipfile.ZipFile(path) as wheel:
            index = []
            for service in sorted(chosen.services or SERVICES):
                model = prune(newest(wheel, service))
                packed = compress(model)
                (chosen.out / f"{service}.json.gz").write_bytes(packed)
                index.append(
                    {
                        "name": service,
                        **model["metadata"],
                        "operations": len(model["operations"]),
                    }
                )
                print(f"{service}: {len(model['operations'])} operations, {len(packed)} bytes")
            document = {"source": f"botocore {version}", "services": index}
            text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
            (chosen.out / "index.json").write_text(text, encoding="utf-8")
            (chosen.out / "NOTICE").write_text(notice(wheel, version), encoding="utf-8")


if __name__ == "__main__":
    main()
