"""The cases of ../conformance/cases.json with the C core. Usage: conformance.py STUBS PORT."""

import json
import pathlib
import queue
import sys

sys.path.insert(0, sys.argv[1])

import grpc
from google.protobuf import any_pb2

import status_pb2
from common import OPTIONS, TIMEOUT, equal, finish, run_case
from connectrpc.conformance.v1 import service_pb2 as pb2
from connectrpc.conformance.v1 import service_pb2_grpc

TABLE = json.loads((pathlib.Path(__file__).parent / "../conformance/cases.json").read_text("utf-8"))
SENT = ["Value1", "Value2"]
ROUNDING = 1.01  # The C core rounds timeouts up when it sends them.
DETAIL = pb2.Header(name="detail", value=["of the failure"])
CODES = {code.value[0]: code for code in grpc.StatusCode}
KINDS = {  # Method, its request, and whether it has one response.
    "unary": ("Unary", pb2.UnaryRequest, True),
    "client-stream": ("ClientStream", pb2.ClientStreamRequest, True),
    "server-stream": ("ServerStream", pb2.ServerStreamRequest, False),
    "bidi-stream": ("BidiStream", pb2.BidiStreamRequest, False),
    "unimplemented": ("Unimplemented", pb2.UnimplementedRequest, True),
}


def pack(message):
    packed = any_pb2.Any()
    packed.Pack(message)
    return packed


def headers_of(definition, key):
    return [pb2.Header(name=name, value=values) for name, values in definition.get(key, {}).items()]


def definition_of(definition, single):
    error, data = definition.get("error"), [text.encode() for text in definition.get("data", [])]
    failure = pb2.Error(code=error["code"], message=error["message"], details=[pack(DETAIL)]) if error else None
    fields = {"response_headers": headers_of(definition, "headers"),
              "response_trailers": headers_of(definition, "trailers"),
              "response_delay_ms": definition.get("delay_ms", 0)}
    if not single:
        return pb2.StreamResponseDefinition(response_data=data, error=failure, **fields)
    fields |= {"error": failure} if failure else {"response_data": data[0] if data else b""}
    return pb2.UnaryResponseDefinition(**fields)


def padded(message, difference):
    """Makes a message so many bytes more or less than the limit."""
    target = TABLE["request_size_limit"] + difference
    message.request_data = bytes(target)
    message.request_data = bytes(2 * target - message.ByteSize())
    equal(target, message.ByteSize())
    return message


def requests_of(definition, name):
    method, request_type, single = KINDS[name.split("/")[0]]
    requests = []
    for index, size in enumerate(definition.get("sizes", [None] * definition.get("requests", 1))):
        request = request_type()
        if method != "Unimplemented" and not definition.get("empty"):
            if index == 0:
                request.response_definition.CopyFrom(definition_of(definition, single))
                if method == "BidiStream":
                    request.full_duplex = "full-duplex" in name
            else:
                request.request_data = b"test response"
        requests.append(request if size is None else padded(request, size))
    return requests


def check_info(info, requests, definition):
    echoed = [header.value for header in info.request_headers if header.name == "x-conformance-test"]
    equal([SENT], echoed)
    equal([(pack(request).type_url, request.SerializeToString()) for request in requests],
          [(echo.type_url, echo.value) for echo in info.requests])
    if "timeout_ms" in definition:
        assert 0 < info.timeout_ms <= definition["timeout_ms"] * ROUNDING, info.timeout_ms


def check_failure(call, requests, definition, responses):
    equal((CODES[definition["error"]["code"]], definition["error"]["message"]), (call.code(), call.details()))
    status = status_pb2.Status.FromString(dict(call.trailing_metadata())["grpc-status-details-bin"])
    own, *info = status.details
    equal(DETAIL, pb2.Header.FromString(own.value))
    equal(0 if responses else 1, len(info))
    for detail in info:
        check_info(pb2.ConformancePayload.RequestInfo.FromString(detail.value), requests, definition)


def check(call, responses, requests, definition, name):
    single = KINDS[name.split("/")[0]][2]
    defined = {} if not requests or definition.get("empty") else definition
    data = [text.encode() for text in defined.get("data", [])]
    if single:
        data = [] if "error" in defined else data or [b""]
    equal(data, [response.payload.data for response in responses])
    if responses:
        seen = requests[:1] if "full-duplex" in name else requests
        check_info(responses[0].payload.request_info, seen, definition)
    if "error" in defined:
        check_failure(call, requests, definition, responses)
    else:
        equal(grpc.StatusCode.OK, call.code())
    for key, metadata in (("headers", call.initial_metadata()), ("trailers", call.trailing_metadata())):
        for header, values in defined.get(key, {}).items():
            equal(values, [value for other, value in metadata if other == header])


def exchange(definition, requests, name):
    """Sends requests at once, or each after the response to the one before; gives the call and its responses."""
    method = KINDS[name.split("/")[0]][0]
    options = {"timeout": definition.get("timeout_ms", TIMEOUT * 1000) / 1000,
               "metadata": [("x-conformance-test", value) for value in SENT]}
    stub = getattr(STUB, method)
    if method in ("Unary", "Unimplemented", "ClientStream"):
        call = stub.future(iter(requests) if method == "ClientStream" else requests[0], **options)
        return call, [call.result()] if call.exception() is None else []
    if method == "ServerStream" or "full-duplex" not in name:
        call = stub(requests[0] if method == "ServerStream" else iter(requests), **options)
        return call, list(read(call, lambda: None))
    waiting, sent = list(requests), queue.Queue()
    send_next = lambda: sent.put(waiting.pop(0) if waiting else None)
    send_next()
    call = stub(iter(sent.get, None), **options)
    responses = list(read(call, send_next))
    sent.put(None)
    return call, responses


def read(call, after_each):
    try:
        for response in call:
            yield response
            after_each()
    except grpc.RpcError:
        pass  # The call has the status.


def run(definition, name):
    requests = requests_of(definition, name)
    call, responses = exchange(definition, requests, name)
    if "expect_code" in definition:
        equal(CODES[definition["expect_code"]], call.code())
    else:
        check(call, responses, requests, definition, name)


STUB = service_pb2_grpc.ConformanceServiceStub(grpc.insecure_channel(f"127.0.0.1:{sys.argv[2]}", OPTIONS))
for suite in TABLE["suites"]:
    for case in suite["cases"]:
        title = f"conformance python {suite['name']}/{case['name']}"
        run_case(title, lambda: run(suite["defaults"] | case, case["name"]))
sys.exit(finish())
