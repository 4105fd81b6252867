"""Compares our payloads with what the vendors' SDKs make of them.

OpenAI: our schema is a fixed point of the strict transform of both SDKs and is never rejected.
Anthropic: our schema is a fixed point of both SDKs' transforms, with two documented differences. The SDKs put `pattern` into the description, although
the guide lists simple patterns as supported: it is left out on both sides. The Python SDK has no type arrays: for it alone `["string", "null"]` is
written as `anyOf` first, on both sides.
Gemini: the SDK posts our schema unchanged, in the field and to the path that we use.
"""

import copy
import json
import sys

from anthropic import transform_schema
from google import genai
from google.genai import models, types
from openai.lib._pydantic import _ensure_strict_json_schema

# Contracts that a dialect must refuse; any other refusal is a failure.
REFUSED = {("folder", "anthropic"), ("folder", "anthropic_tool")}


def without_type_arrays(node):
    if isinstance(node, list):
        return [without_type_arrays(item) for item in node]
    if not isinstance(node, dict):
        return node
    node = {key: without_type_arrays(value) for key, value in node.items()}
    kinds = node.get("type")
    if isinstance(kinds, list) and "enum" not in node:
        rest = {key: node.pop(key) for key in list(node) if key not in ("title", "description")}
        rest.pop("type")
        node["anyOf"] = [{"type": kind} if kind == "null" else {"type": kind, **rest} for kind in kinds]
    return node


def without_patterns(node):
    if isinstance(node, list):
        return [without_patterns(item) for item in node]
    if not isinstance(node, dict):
        return node
    # A property of that name has an object as its schema.
    return {key: without_patterns(value) for key, value in node.items() if key != "pattern" or not isinstance(value, str)}


def same(ours, theirs, path=""):
    """The differences, key order aside."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        found = []
        for key in sorted(set(ours) | set(theirs)):
            if key not in ours:
                found.append(f"{path}/{key}: they add {json.dumps(theirs[key])}")
            elif key not in theirs:
                found.append(f"{path}/{key}: they drop {json.dumps(ours[key])}")
            else:
                found.extend(same(ours[key], theirs[key], f"{path}/{key}"))
        return found
    if isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        return [line for at, pair in enumerate(zip(ours, theirs)) for line in same(*pair, f"{path}/{at}")]
    if isinstance(ours, bool) != isinstance(theirs, bool) or ours != theirs:
        return [f"{path}: ours {json.dumps(ours)}, theirs {json.dumps(theirs)}"]
    return []


def gemini(schema):
    client = genai.Client(api_key="k")
    config = types.GenerateContentConfig(response_mime_type="application/json", response_json_schema=schema)
    wanted = types._GenerateContentParameters(model="gemini-3.8-flash", contents="hi", config=config)
    body = models._GenerateContentParameters_to_mldev(client._api_client, wanted)
    sent = body["generationConfig"]
    assert set(sent) == {"responseMimeType", "responseJsonSchema"}, sent
    return sent["responseJsonSchema"]


def checks(payload, js):
    schema, dialect = payload["schema"], payload["dialect"]
    if dialect.startswith("openai"):
        yield "openai js", (js or {}).get("rejected"), schema, (js or {}).get("schema")
        theirs = _ensure_strict_json_schema(copy.deepcopy(schema), path=(), root=copy.deepcopy(schema))
        yield "openai python", None, schema, theirs
    elif dialect.startswith("anthropic"):
        yield "anthropic js", (js or {}).get("rejected"), without_patterns(schema), (js or {}).get("schema")
        plain = without_type_arrays(without_patterns(schema))
        yield "anthropic python", None, plain, transform_schema(copy.deepcopy(plain))
    elif dialect == "gemini":
        yield "google-genai", None, schema, gemini(copy.deepcopy(schema))


def main():
    payloads = json.load(open(sys.argv[1], encoding="utf-8"))
    answers = json.load(open(sys.argv[2], encoding="utf-8"))
    assert len(payloads) == len(answers)
    failures, compared, refused = [], {}, set()
    for payload, js in zip(payloads, answers):
        name = f"{payload['contract']} as {payload['dialect']}"
        if "unsupported" in payload:
            refused.add((payload["contract"], payload["dialect"]))
            continue
        if payload["dialect"] in ("json_mode", "instructions"):
            assert payload["schema"] is None and payload["instructions"], name
            continue
        for oracle, rejected, ours, theirs in checks(payload, js):
            compared[oracle] = compared.get(oracle, 0) + 1
            if rejected:
                failures.append(f"{name}: {oracle} rejects it: {rejected}")
            else:
                failures.extend(f"{name}: {oracle}: {line}" for line in same(ours, theirs))
    if refused != REFUSED:
        failures.append(f"refused contracts are {sorted(refused)}, not {sorted(REFUSED)}")
    for oracle in ("openai js", "openai python", "anthropic js", "anthropic python", "google-genai"):
        if compared.get(oracle, 0) < 10:
            failures.append(f"{oracle} saw {compared.get(oracle, 0)} payloads only")
    print("compared: " + ", ".join(f"{oracle} {count}" for oracle, count in sorted(compared.items())))
    for failure in failures:
        print("DISAGREES", failure)
    sys.exit(1 if failures else 0)


main()
