"""The official interoperability cases with the C core. Usage: interop.py STUBS FOLDER PLAIN_PORT TLS_PORT.

The cases are those of grpc/grpc doc/interop-test-descriptions.md, under their names there.
"""

import queue
import sys

sys.path.insert(0, sys.argv[1])

import grpc

from common import MESSAGE, OPTIONS, SCOPE, TIMEOUT, TOKEN, USER_NAME, equal, fails, finish, read, run_case, skip
from interop_testing import empty_pb2, messages_pb2, test_pb2_grpc

FOLDER, PLAIN_PORT, TLS_PORT = sys.argv[2:5]
REQUEST_SIZES = [27182, 8, 1828, 45904]
RESPONSE_SIZES = [31415, 9, 2653, 58979]
LARGE_REQUEST, LARGE_RESPONSE = 271828, 314159
CONCURRENT_CALLS, SOAK_CALLS = 100, 20
ECHO_INITIAL, ECHO_TRAILING = "x-grpc-test-echo-initial", "x-grpc-test-echo-trailing-bin"
CASES = []


def case(function):
    """Marks a function as a case; it gets a stub."""
    CASES.append(function)
    return function


def zeros(size):
    return messages_pb2.Payload(body=bytes(size))


def large(**fields):
    return messages_pb2.SimpleRequest(response_size=LARGE_RESPONSE, payload=zeros(LARGE_REQUEST), **fields)


def boolean(value):
    return messages_pb2.BoolValue(value=value)


def wanted(size, **fields):
    return messages_pb2.ResponseParameters(size=size, **fields)


def output(response_size, request_size):
    return messages_pb2.StreamingOutputCallRequest(
        response_parameters=[wanted(response_size)], payload=zeros(request_size))


def check_large(response):
    equal(bytes(LARGE_RESPONSE), response.payload.body)


@case
def empty_unary(stub):
    equal(empty_pb2.Empty(), stub.EmptyCall(empty_pb2.Empty(), timeout=TIMEOUT))


@case
def large_unary(stub):
    check_large(stub.UnaryCall(large(), timeout=TIMEOUT))


@case
def client_compressed_unary(stub):
    fails(grpc.StatusCode.INVALID_ARGUMENT,
          lambda: stub.UnaryCall(large(expect_compressed=boolean(True)), timeout=TIMEOUT))
    check_large(stub.UnaryCall(
        large(expect_compressed=boolean(True)), timeout=TIMEOUT, compression=grpc.Compression.Gzip))
    check_large(stub.UnaryCall(large(expect_compressed=boolean(False)), timeout=TIMEOUT))


@case
def server_compressed_unary(stub):
    for compressed in (True, False):
        check_large(stub.UnaryCall(large(response_compressed=boolean(compressed)), timeout=TIMEOUT))


@case
def client_streaming(stub):
    requests = (messages_pb2.StreamingInputCallRequest(payload=zeros(size)) for size in REQUEST_SIZES)
    equal(sum(REQUEST_SIZES), stub.StreamingInputCall(requests, timeout=TIMEOUT).aggregated_payload_size)


@case
def client_compressed_streaming_probe(stub):
    probe = messages_pb2.StreamingInputCallRequest(payload=zeros(27182), expect_compressed=boolean(True))
    fails(grpc.StatusCode.INVALID_ARGUMENT, lambda: stub.StreamingInputCall(iter([probe]), timeout=TIMEOUT))
    response = stub.StreamingInputCall(iter([probe]), timeout=TIMEOUT, compression=grpc.Compression.Gzip)
    equal(27182, response.aggregated_payload_size)


@case
def server_streaming(stub):
    request = messages_pb2.StreamingOutputCallRequest(response_parameters=[wanted(size) for size in RESPONSE_SIZES])
    responses = stub.StreamingOutputCall(request, timeout=TIMEOUT)
    equal([bytes(size) for size in RESPONSE_SIZES], [response.payload.body for response in responses])


@case
def server_compressed_streaming(stub):
    request = messages_pb2.StreamingOutputCallRequest(response_parameters=[
        wanted(31415, compressed=boolean(True)), wanted(92653, compressed=boolean(False))])
    responses = stub.StreamingOutputCall(request, timeout=TIMEOUT)
    equal([31415, 92653], [len(response.payload.body) for response in responses])


@case
def ping_pong(stub):
    requests = queue.Queue()
    call = stub.FullDuplexCall(iter(requests.get, None), timeout=TIMEOUT)
    for request_size, response_size in zip(REQUEST_SIZES, RESPONSE_SIZES):
        requests.put(output(response_size, request_size))
        equal(bytes(response_size), next(call).payload.body)
    requests.put(None)
    equal([], list(call))


@case
def empty_stream(stub):
    equal([], list(stub.FullDuplexCall(iter(()), timeout=TIMEOUT)))


def check_caller(stub, expected, **options):
    request = messages_pb2.SimpleRequest(fill_username=True, fill_oauth_scope=True)
    response = stub.UnaryCall(request, timeout=TIMEOUT, **options)
    equal(expected, (response.username, response.oauth_scope))


def secure(calls=None):
    """A stub over TLS that trusts the certificate of this run alone."""
    credentials = grpc.ssl_channel_credentials(read(f"{FOLDER}/certificate.pem"))
    if calls:
        credentials = grpc.composite_channel_credentials(credentials, calls)
    return test_pb2_grpc.TestServiceStub(grpc.secure_channel(f"localhost:{TLS_PORT}", credentials, OPTIONS))


@case
def oauth2_auth_token(stub):
    check_caller(secure(grpc.access_token_call_credentials(TOKEN)), (USER_NAME, SCOPE))


@case
def per_rpc_creds(stub):
    over_tls = secure()
    check_caller(over_tls, (USER_NAME, SCOPE), credentials=grpc.access_token_call_credentials(TOKEN))
    check_caller(over_tls, ("", ""))


@case
def custom_metadata(stub):
    sent = ((ECHO_INITIAL, "test_initial_metadata_value"), (ECHO_TRAILING, b"\xab\xab\xab"))
    response, unary = stub.UnaryCall.with_call(large(), metadata=sent, timeout=TIMEOUT)
    check_large(response)
    duplex = stub.FullDuplexCall(iter([output(LARGE_RESPONSE, LARGE_REQUEST)]), metadata=sent, timeout=TIMEOUT)
    check_large(next(duplex))
    equal([], list(duplex))
    for call in (unary, duplex):
        equal("test_initial_metadata_value", dict(call.initial_metadata())[ECHO_INITIAL])
        equal(b"\xab\xab\xab", dict(call.trailing_metadata())[ECHO_TRAILING])


@case
def status_code_and_message(stub):
    status = messages_pb2.EchoStatus(code=2, message="test status message")
    unary = messages_pb2.SimpleRequest(response_status=status)
    duplex = messages_pb2.StreamingOutputCallRequest(response_status=status)
    for call in (lambda: stub.UnaryCall(unary, timeout=TIMEOUT),
                 lambda: list(stub.FullDuplexCall(iter([duplex]), timeout=TIMEOUT))):
        equal(status.message, fails(grpc.StatusCode.UNKNOWN, call).details())


@case
def special_status_message(stub):
    request = messages_pb2.SimpleRequest(response_status=messages_pb2.EchoStatus(code=2, message=MESSAGE))
    equal(MESSAGE, fails(grpc.StatusCode.UNKNOWN, lambda: stub.UnaryCall(request, timeout=TIMEOUT)).details())


@case
def unimplemented_method(stub):
    fails(grpc.StatusCode.UNIMPLEMENTED, lambda: stub.UnimplementedCall(empty_pb2.Empty(), timeout=TIMEOUT))


@case
def unimplemented_service(stub):
    none = test_pb2_grpc.UnimplementedServiceStub(CHANNEL)
    fails(grpc.StatusCode.UNIMPLEMENTED, lambda: none.UnimplementedCall(empty_pb2.Empty(), timeout=TIMEOUT))


@case
def cancel_after_begin(stub):
    requests = queue.Queue()
    call = stub.StreamingInputCall.future(iter(requests.get, None), timeout=TIMEOUT)
    call.cancel()
    requests.put(None)
    equal(grpc.StatusCode.CANCELLED, call.code())


@case
def cancel_after_first_response(stub):
    requests = queue.Queue()
    call = stub.FullDuplexCall(iter(requests.get, None), timeout=TIMEOUT)
    requests.put(output(RESPONSE_SIZES[0], REQUEST_SIZES[0]))
    equal(bytes(RESPONSE_SIZES[0]), next(call).payload.body)
    call.cancel()
    requests.put(None)
    fails(grpc.StatusCode.CANCELLED, lambda: next(call))


@case
def timeout_on_sleeping_server(stub):
    requests = queue.Queue()
    requests.put(messages_pb2.StreamingOutputCallRequest(payload=zeros(REQUEST_SIZES[0])))
    call = stub.FullDuplexCall(iter(requests.get, None), timeout=0.001)
    fails(grpc.StatusCode.DEADLINE_EXCEEDED, lambda: next(call))
    requests.put(None)


@case
def concurrent_large_unary(stub):
    calls = [stub.UnaryCall.future(large(), timeout=TIMEOUT) for _ in range(CONCURRENT_CALLS)]
    for call in calls:
        check_large(call.result())


@case
def rpc_soak(stub):
    for _ in range(SOAK_CALLS):
        check_large(stub.UnaryCall(large(), timeout=TIMEOUT))


@case
def channel_soak(stub):
    for _ in range(SOAK_CALLS):
        with grpc.insecure_channel(f"127.0.0.1:{PLAIN_PORT}", OPTIONS) as channel:
            check_large(test_pb2_grpc.TestServiceStub(channel).UnaryCall(large(), timeout=TIMEOUT))


CHANNEL = grpc.insecure_channel(f"127.0.0.1:{PLAIN_PORT}", OPTIONS)
STUB = test_pb2_grpc.TestServiceStub(CHANNEL)
for function in CASES:
    run_case(f"interop python {function.__name__}", lambda: function(STUB))
skip("interop python client_compressed_streaming", "grpcio compresses a call as a whole, not one message of it")
sys.exit(finish())
