"""Asks the rehearsal's server through the vendors' own SDKs: whole and streamed, right answers and every fault that they have a type for."""

import os
import subprocess
import sys

# The proxies of the machine are not for loopback.
for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
    os.environ.pop(name, None)
    os.environ.pop(name.lower(), None)

import anthropic
import openai
from google import genai
from google.genai import errors as google_errors
from google.genai import types
from pydantic import BaseModel


class Ticket(BaseModel):
    floor: int
    urgency: str


RIGHT = Ticket(floor=3, urgency="high")
HELLO = [{"role": "user", "content": "Printer on 3F is jammed, urgent"}]
done = 0


def same(found, expected, what):
    global done
    if found != expected:
        sys.exit(f"{what}: found {found!r}, expected {expected!r}")
    done += 1


def raises(kind, what, call, **facts):
    """Whether `call` fails with exactly this type and with these facts."""
    global done
    try:
        found = call()
    except Exception as error:  # noqa: BLE001: whatever it is, it is compared
        if type(error) is not kind:
            sys.exit(f"{what}: raised {type(error).__name__} ({error}), expected {kind.__name__}")
        for name, value in facts.items():
            same(getattr(error, name), value, f"{what}: {name}")
        done += 1
        return error
    sys.exit(f"{what}: gave {found!r}, expected {kind.__name__}")


def with_openai(url):
    client = openai.OpenAI(api_key="any", base_url=f"{url}/v1", max_retries=0)
    tool = openai.pydantic_function_tool(Ticket, name="emit_ticket")

    def parse(model):
        return client.chat.completions.parse(model=model, messages=HELLO, response_format=Ticket)

    chat = parse("answers")
    same(chat.choices[0].message.parsed, RIGHT, "chat, parse")
    same((chat.model, chat.usage.prompt_tokens, chat.usage.completion_tokens), ("answers", 41, 6), "chat, facts")
    called = client.chat.completions.parse(model="answers", messages=HELLO, tools=[tool])
    same(called.choices[0].message.tool_calls[0].function.parsed_arguments, RIGHT, "chat, tool")
    same(called.choices[0].finish_reason, "tool_calls", "chat, tool's end")
    with client.chat.completions.stream(
        model="answers", messages=HELLO, response_format=Ticket, stream_options={"include_usage": True}
    ) as stream:
        pieces = [event.delta for event in stream if event.type == "content.delta"]
        last = stream.get_final_completion()
    same(last.choices[0].message.parsed, RIGHT, "chat, stream")
    same(len(pieces) > 1, True, "chat, pieces")
    same(last.usage.total_tokens, 47, "chat, tokens of a stream")
    same(parse("refuses").choices[0].message.refusal, "I can't help with that.", "chat, refusal")
    raises(openai.LengthFinishReasonError, "chat, truncated", lambda: parse("truncated"))
    raises(openai.ContentFilterFinishReasonError, "chat, filtered", lambda: parse("filtered"))
    same(parse("substituted").model, "another", "chat, substituted")

    def respond(model):
        return client.responses.parse(model=model, input=HELLO, text_format=Ticket)

    response = respond("answers")
    same(response.output_parsed, RIGHT, "responses, parse")
    same((response.model, response.usage.input_tokens, response.usage.output_tokens), ("answers", 41, 6), "responses, facts")
    flat = {"type": "function", "name": "emit_ticket", "strict": True, "parameters": openai.pydantic_function_tool(Ticket)["function"]["parameters"]}
    called = client.responses.create(model="answers", input=HELLO, tools=[flat])
    same(Ticket.model_validate_json(called.output[0].arguments), RIGHT, "responses, tool")
    with client.responses.stream(model="answers", input=HELLO, text_format=Ticket) as stream:
        pieces = [event.delta for event in stream if event.type == "response.output_text.delta"]
        last = stream.get_final_response()
    same(last.output_parsed, RIGHT, "responses, stream")
    same(Ticket.model_validate_json("".join(pieces)), RIGHT, "responses, pieces")
    with client.responses.stream(model="answers", input=HELLO, tools=[flat]) as stream:
        list(stream)
        called = stream.get_final_response()
    same(Ticket.model_validate_json(called.output[0].arguments), RIGHT, "responses, streamed tool")
    refused = client.responses.create(model="refuses", input=HELLO)
    same(refused.output[0].content[0].refusal, "I can't help with that.", "responses, refusal")
    cut = client.responses.create(model="truncated", input=HELLO)
    same((cut.status, cut.incomplete_details.reason), ("incomplete", "max_output_tokens"), "responses, truncated")

    for name, ask in (("chat", parse), ("responses", respond)):
        raises(openai.RateLimitError, f"{name}, 429", lambda: ask("rate-limited"), status_code=429, code="rate_limit_exceeded")
        raises(openai.RateLimitError, f"{name}, no quota", lambda: ask("out-of-quota"), code="insufficient_quota")
        raises(openai.InternalServerError, f"{name}, 500", lambda: ask("fails"), status_code=500)
        raises(openai.InternalServerError, f"{name}, 503", lambda: ask("unavailable"), status_code=503)
        raises(openai.InternalServerError, f"{name}, 529", lambda: ask("overloaded"), status_code=529)
        raises(openai.NotFoundError, f"{name}, no script", lambda: ask("nobody"), code="model_not_found")
        raises(openai.APIConnectionError, f"{name}, reset", lambda: ask("resets"))
    # By its own reading of `retry-after`, it comes back.
    again = openai.OpenAI(api_key="any", base_url=f"{url}/v1", max_retries=1)
    again = again.chat.completions.parse(model="rate-limited-once", messages=HELLO, response_format=Ticket)
    same(again.choices[0].message.parsed, RIGHT, "chat, retried")


def with_anthropic(url):
    client = anthropic.Anthropic(api_key="any", base_url=url, max_retries=0)
    tool = {"name": "emit_ticket", "input_schema": Ticket.model_json_schema()}

    def ask(model, **more):
        return client.messages.create(model=model, max_tokens=99, messages=HELLO, **more)

    message = ask("answers")
    same(Ticket.model_validate_json(message.content[0].text), RIGHT, "messages")
    same((message.model, message.usage.input_tokens, message.usage.output_tokens), ("answers", 41, 6), "messages, facts")
    same(message.stop_reason, "end_turn", "messages, end")
    called = ask("answers", tools=[tool], tool_choice={"type": "tool", "name": "emit_ticket"})
    same(Ticket.model_validate(called.content[0].input), RIGHT, "messages, tool")
    with client.messages.stream(model="answers", max_tokens=99, messages=HELLO) as stream:
        pieces = list(stream.text_stream)
        last = stream.get_final_message()
    same(Ticket.model_validate_json("".join(pieces)), RIGHT, "messages, pieces")
    same(Ticket.model_validate_json(last.content[0].text), RIGHT, "messages, stream")
    same((last.usage.input_tokens, last.usage.output_tokens), (41, 6), "messages, tokens of a stream")
    with client.messages.stream(model="answers", max_tokens=99, messages=HELLO, tools=[tool]) as stream:
        list(stream)
        called = stream.get_final_message()
    same(Ticket.model_validate(called.content[0].input), RIGHT, "messages, streamed tool")
    same(ask("refuses").stop_reason, "refusal", "messages, refusal")
    same(ask("truncated").stop_reason, "max_tokens", "messages, truncated")
    same(ask("substituted").model, "another", "messages, substituted")
    raises(anthropic.RateLimitError, "messages, 429", lambda: ask("rate-limited"), status_code=429)
    raises(anthropic.InternalServerError, "messages, 500", lambda: ask("fails"), status_code=500)
    overloaded = getattr(anthropic._exceptions, "OverloadedError")
    raises(overloaded, "messages, 529", lambda: ask("overloaded"), status_code=529)
    raises(anthropic.NotFoundError, "messages, no script", lambda: ask("nobody"), status_code=404)
    raises(anthropic.APIConnectionError, "messages, reset", lambda: ask("resets"))
    again = anthropic.Anthropic(api_key="any", base_url=url, max_retries=1)
    again = again.messages.create(model="rate-limited-once", max_tokens=99, messages=HELLO)
    same(Ticket.model_validate_json(again.content[0].text), RIGHT, "messages, retried")


def with_google(url):
    client = genai.Client(api_key="any", http_options=types.HttpOptions(base_url=url))
    config = types.GenerateContentConfig(response_mime_type="application/json", response_schema=Ticket)

    def ask(model):
        return client.models.generate_content(model=model, contents="Printer on 3F is jammed, urgent", config=config)

    answer = ask("answers")
    same(answer.parsed, RIGHT, "gemini, parsed")
    same((answer.model_version, answer.usage_metadata.total_token_count), ("answers", 47), "gemini, facts")
    pieces = list(client.models.generate_content_stream(model="answers", contents="Hello", config=config))
    same(Ticket.model_validate_json("".join(piece.text or "" for piece in pieces)), RIGHT, "gemini, stream")
    same(len(pieces) > 1, True, "gemini, pieces")
    same(pieces[-1].candidates[0].finish_reason.name, "STOP", "gemini, end")
    declared = types.FunctionDeclaration(name="emit_ticket", parameters_json_schema=Ticket.model_json_schema())
    called = client.models.generate_content(
        model="answers", contents="Hello", config=types.GenerateContentConfig(tools=[types.Tool(function_declarations=[declared])])
    )
    same(Ticket.model_validate(called.function_calls[0].args), RIGHT, "gemini, tool")
    same(ask("truncated").candidates[0].finish_reason.name, "MAX_TOKENS", "gemini, truncated")
    same(ask("filtered").candidates[0].finish_reason.name, "SAFETY", "gemini, filtered")
    limited = raises(google_errors.ClientError, "gemini, 429", lambda: ask("rate-limited-in-body"), code=429, status="RESOURCE_EXHAUSTED")
    same("7s" in str(limited.details), True, "gemini, retry delay")
    raises(google_errors.ServerError, "gemini, 500", lambda: ask("fails"), code=500, status="INTERNAL")
    raises(google_errors.ServerError, "gemini, 503", lambda: ask("unavailable"), code=503, status="UNAVAILABLE")
    raises(google_errors.ServerError, "gemini, 529", lambda: ask("overloaded"), code=529)
    raises(google_errors.ClientError, "gemini, no script", lambda: ask("nobody"), code=404, status="NOT_FOUND")


def main():
    server = subprocess.Popen([sys.argv[1]], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        url = server.stdout.readline().strip()
        with_openai(url)
        with_anthropic(url)
        with_google(url)
    finally:
        # It ends with its standard input.
        server.stdin.close()
        server.wait(timeout=30)
    print(f"openai {openai.__version__}, anthropic {anthropic.__version__}, google-genai {genai.__version__}: {done} facts read as they were meant")


main()
