"""The server side of the official interoperability tests on the C core. Usage: interop_server.py STUBS FOLDER.

Prints `ready PLAIN_PORT TLS_PORT` and runs until it is told to stop.
"""

import signal
import sys
import threading
from concurrent import futures

sys.path.insert(0, sys.argv[1])

import grpc

from common import SCOPE, TOKEN, USER_NAME, read
from interop_testing import empty_pb2, messages_pb2, test_pb2_grpc

FOLDER = sys.argv[2]
THREADS = 32
ECHO_INITIAL, ECHO_TRAILING = "x-grpc-test-echo-initial", "x-grpc-test-echo-trailing-bin"
CODES = {code.value[0]: code for code in grpc.StatusCode}


def zeros(size):
    return messages_pb2.Payload(body=bytes(size))


def echo_metadata(context):
    received = dict(context.invocation_metadata())
    if ECHO_INITIAL in received:
        context.send_initial_metadata(((ECHO_INITIAL, received[ECHO_INITIAL]),))
    if ECHO_TRAILING in received:
        context.set_trailing_metadata(((ECHO_TRAILING, received[ECHO_TRAILING]),))
    return received


def abort_if_asked(request, context):
    if request.HasField("response_status") and request.response_status.code:
        context.abort(CODES[request.response_status.code], request.response_status.message)


def answers(request, context):
    abort_if_asked(request, context)
    for parameters in request.response_parameters:
        if not parameters.compressed.value:
            context.disable_next_message_compression()
        yield messages_pb2.StreamingOutputCallResponse(payload=zeros(parameters.size))


class TestService(test_pb2_grpc.TestServiceServicer):
    """Does what its requests say."""

    def EmptyCall(self, request, context):
        return empty_pb2.Empty()

    def UnaryCall(self, request, context):
        if request.response_compressed.value:
            context.set_compression(grpc.Compression.Gzip)
        received = echo_metadata(context)
        abort_if_asked(request, context)
        known = received.get("authorization") == f"Bearer {TOKEN}"
        return messages_pb2.SimpleResponse(
            payload=zeros(request.response_size),
            username=USER_NAME if known and request.fill_username else "",
            oauth_scope=SCOPE if known and request.fill_oauth_scope else "")

    def StreamingOutputCall(self, request, context):
        if any(parameters.compressed.value for parameters in request.response_parameters):
            context.set_compression(grpc.Compression.Gzip)
        echo_metadata(context)
        yield from answers(request, context)

    def StreamingInputCall(self, requests, context):
        size = sum(len(request.payload.body) for request in requests)
        return messages_pb2.StreamingInputCallResponse(aggregated_payload_size=size)

    def FullDuplexCall(self, requests, context):
        echo_metadata(context)
        for request in requests:
            yield from answers(request, context)

    def HalfDuplexCall(self, requests, context):
        for request in list(requests):
            yield from answers(request, context)


server = grpc.server(futures.ThreadPoolExecutor(THREADS))
test_pb2_grpc.add_TestServiceServicer_to_server(TestService(), server)
credentials = grpc.ssl_server_credentials([(read(f"{FOLDER}/key.pem"), read(f"{FOLDER}/certificate.pem"))])
ports = server.add_insecure_port("127.0.0.1:0"), server.add_secure_port("127.0.0.1:0", credentials)
server.start()
stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
print("ready", *ports, flush=True)
stop.wait()
server.stop(grace=None)
