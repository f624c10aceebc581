"""Calls the interop server with the C core of gRPC. Usage: echo.py STUBS PLAIN_PORT GZIP_PORT."""

import queue
import sys

sys.path.insert(0, sys.argv[1])

import grpc

import echo_pb2
import echo_pb2_grpc
import status_pb2
from common import MESSAGE, OPTIONS, TIMEOUT, equal, fails, finish, run_case
from grpc_health_v1 import health_pb2, health_pb2_grpc
from grpc_reflection_v1 import reflection_pb2 as reflection_v1_pb2
from grpc_reflection_v1 import reflection_pb2_grpc as reflection_v1_pb2_grpc
from grpc_reflection_v1alpha import reflection_pb2 as reflection_v1alpha_pb2
from grpc_reflection_v1alpha import reflection_pb2_grpc as reflection_v1alpha_pb2_grpc

CASES = []


def case(function):
    """Marks a function as a case; it gets the stub of the plain and of the compressing server."""
    CASES.append(function)
    return function


def request(**fields):
    return echo_pb2.EchoRequest(**fields)


@case
def unary(plain, gzip):
    equal("hé 😈", plain.Echo(request(text="hé 😈"), timeout=TIMEOUT).text)


@case
def unary_with_an_empty_message(plain, gzip):
    equal(b"", plain.Echo(request(), timeout=TIMEOUT).SerializeToString())


@case
def unary_with_a_large_message(plain, gzip):
    payload = bytes(range(256)) * 12_000
    equal(payload, plain.Echo(request(payload=payload), timeout=TIMEOUT).payload)


@case
def client_streaming(plain, gzip):
    response = plain.Collect((request(text=str(i)) for i in range(500)), timeout=TIMEOUT)
    equal(",".join(map(str, range(500))), response.text)


@case
def client_streaming_without_requests(plain, gzip):
    equal(0, plain.Collect(iter(()), timeout=TIMEOUT).index)


@case
def server_streaming(plain, gzip):
    call = plain.Expand(request(count=1000, text="x"), timeout=TIMEOUT)
    equal(list(range(1000)), [response.index for response in call])
    equal(grpc.StatusCode.OK, call.code())


@case
def server_streaming_without_responses(plain, gzip):
    equal([], list(plain.Expand(request(), timeout=TIMEOUT)))


@case
def server_streaming_that_fails_after_responses(plain, gzip):
    call = plain.Expand(request(count=3, status_code=8, status_message="enough"), timeout=TIMEOUT)
    equal([0, 1, 2], [next(call).index for _ in range(3)])
    equal("enough", fails(grpc.StatusCode.RESOURCE_EXHAUSTED, lambda: next(call)).details())


@case
def duplex_ping_pong(plain, gzip):
    requests = queue.Queue()
    call = plain.Chat(iter(requests.get, None), timeout=TIMEOUT)
    for i in range(100):
        requests.put(request(text=str(i)))
        equal(str(i), next(call).text)
    requests.put(None)
    equal([], list(call))
    equal(grpc.StatusCode.OK, call.code())


@case
def duplex_without_requests(plain, gzip):
    equal([], list(plain.Chat(iter(()), timeout=TIMEOUT)))


@case
def many_calls_at_once(plain, gzip):
    calls = [plain.Echo.future(request(text=str(i)), timeout=TIMEOUT) for i in range(300)]
    equal([str(i) for i in range(300)], [call.result().text for call in calls])


@case
def deadline(plain, gzip):
    fails(grpc.StatusCode.DEADLINE_EXCEEDED, lambda: plain.Echo(request(wait=True), timeout=0.2))
    fails(grpc.StatusCode.DEADLINE_EXCEEDED, lambda: list(plain.Chat(iter([request(wait=True)]), timeout=0.2)))


@case
def deadline_that_has_almost_passed(plain, gzip):
    fails(grpc.StatusCode.DEADLINE_EXCEEDED, lambda: plain.Echo(request(wait=True), timeout=0.000001))


@case
def cancellation_of_a_unary_call(plain, gzip):
    call = plain.Echo.future(request(wait=True), timeout=TIMEOUT)
    assert call.cancel()
    equal(grpc.StatusCode.CANCELLED, call.code())


@case
def cancellation_after_the_first_response(plain, gzip):
    requests = queue.Queue()
    call = plain.Chat(iter(requests.get, None), timeout=TIMEOUT)
    requests.put(request(text="a"))
    equal("a", next(call).text)
    call.cancel()
    requests.put(None)
    fails(grpc.StatusCode.CANCELLED, lambda: next(call))


@case
def metadata_both_ways(plain, gzip):
    sent = (("x-text", "some text"), ("x-raw-bin", b"\x00\x01\xff"), ("t-text", "end"), ("t-raw-bin", b"\xab\xab\xab"))
    _, call = plain.Echo.with_call(request(), metadata=sent, timeout=TIMEOUT)
    headers, trailers = dict(call.initial_metadata()), dict(call.trailing_metadata())
    equal("some text", headers["x-text"])
    equal(b"\x00\x01\xff", headers["x-raw-bin"])
    equal("end", trailers["t-text"])
    equal(b"\xab\xab\xab", trailers["t-raw-bin"])


@case
def metadata_with_duplicate_keys(plain, gzip):
    sent = (("x-text", "b"), ("x-text", "a"), ("x-raw-bin", b"2"), ("x-raw-bin", b"1"))
    _, call = plain.Echo.with_call(request(), metadata=sent, timeout=TIMEOUT)
    equal(["b", "a"], [value for key, value in call.initial_metadata() if key == "x-text"])
    equal([b"2", b"1"], [value for key, value in call.initial_metadata() if key == "x-raw-bin"])


@case
def metadata_of_a_stream(plain, gzip):
    call = plain.Expand(request(count=2), metadata=(("x-text", "h"), ("t-text", "t")), timeout=TIMEOUT)
    equal("h", dict(call.initial_metadata())["x-text"])
    equal(2, len(list(call)))
    equal("t", dict(call.trailing_metadata())["t-text"])


@case
def gzip_of_requests(plain, gzip):
    response = plain.Echo(
        request(text="a" * 100_000), timeout=TIMEOUT, compression=grpc.Compression.Gzip)
    equal("a" * 100_000, response.text)
    collected = plain.Collect(
        (request(text="a" * 1000) for _ in range(10)), timeout=TIMEOUT, compression=grpc.Compression.Gzip)
    equal(10, collected.index)


@case
def gzip_of_responses(plain, gzip):
    equal(1_000_000, len(gzip.Echo(request(response_size=1_000_000), timeout=TIMEOUT).payload))
    sizes = [len(r.payload) for r in gzip.Expand(request(count=5, response_size=10_000), timeout=TIMEOUT)]
    equal([10_000] * 5, sizes)


@case
def gzip_both_ways_with_a_plain_message_between(plain, gzip):
    texts = ["a" * 1000, "b" * 1000, "c" * 1000]
    requests = [request(text=text, plain=index == 1) for index, text in enumerate(texts)]
    responses = gzip.Chat(iter(requests), timeout=TIMEOUT, compression=grpc.Compression.Gzip)
    equal(texts, [response.text for response in responses])


@case
def deflate_is_refused(plain, gzip):
    error = fails(grpc.StatusCode.UNIMPLEMENTED, lambda: plain.Echo(
        request(text="a" * 1000), timeout=TIMEOUT, compression=grpc.Compression.Deflate))
    assert error.details()


@case
def request_past_the_limit(plain, gzip):
    large = request(payload=bytes(5 << 20))
    fails(grpc.StatusCode.RESOURCE_EXHAUSTED, lambda: plain.Echo(large, timeout=TIMEOUT))
    fails(grpc.StatusCode.RESOURCE_EXHAUSTED, lambda: list(plain.Chat(iter([large]), timeout=TIMEOUT)))
    equal("a", plain.Echo(request(text="a"), timeout=TIMEOUT).text)


@case
def compressed_request_past_the_limit(plain, gzip):
    fails(grpc.StatusCode.RESOURCE_EXHAUSTED, lambda: plain.Echo(
        request(payload=bytes(50 << 20)), timeout=TIMEOUT, compression=grpc.Compression.Gzip))


@case
def request_at_the_limit(plain, gzip):
    exact = request(payload=bytes((4 << 20) - 5))
    equal(4 << 20, exact.ByteSize())
    equal(1, plain.Collect(iter([exact]), timeout=TIMEOUT).index)


@case
def status_codes_and_messages(plain, gzip):
    codes = {code.value[0]: code for code in grpc.StatusCode}
    for number in range(1, 17):
        error = fails(codes[number], lambda: plain.Echo(
            request(status_code=number, status_message=MESSAGE), timeout=TIMEOUT))
        equal(MESSAGE, error.details())


@case
def status_details(plain, gzip):
    error = fails(grpc.StatusCode.FAILED_PRECONDITION, lambda: plain.Echo(
        request(status_code=9, status_message="no", status_details=True), timeout=TIMEOUT))
    status = status_pb2.Status.FromString(dict(error.trailing_metadata())["grpc-status-details-bin"])
    equal((9, "no"), (status.code, status.message))
    equal("google.rpc.ErrorInfo", status.details[0].type_url.split("/")[-1])
    info = status_pb2.ErrorInfo.FromString(status.details[0].value)
    equal(("TESTED", "example.com", "9"), (info.reason, info.domain, info.metadata["code"]))


@case
def handler_that_fails(plain, gzip):
    error = fails(grpc.StatusCode.UNKNOWN, lambda: plain.Echo(request(crash=True), timeout=TIMEOUT))
    assert "jan" not in error.details(), error.details()


@case
def unimplemented_method_and_service(plain, gzip):
    fails(grpc.StatusCode.UNIMPLEMENTED, lambda: plain.Missing(request(), timeout=TIMEOUT))
    for path in ("/interop.v1.EchoService/Nothing", "/interop.v1.Nothing/Echo"):
        fails(grpc.StatusCode.UNIMPLEMENTED, lambda: PLAIN_CHANNEL.unary_unary(path)(b"", timeout=TIMEOUT))


@case
def bytes_that_are_no_message(plain, gzip):
    echo = PLAIN_CHANNEL.unary_unary("/interop.v1.EchoService/Echo")
    fails(grpc.StatusCode.INTERNAL, lambda: echo(b"\xff\xff\xff", timeout=TIMEOUT))


@case
def wrong_number_of_messages(plain, gzip):
    echo = PLAIN_CHANNEL.stream_unary("/interop.v1.EchoService/Echo")
    fails(grpc.StatusCode.UNIMPLEMENTED, lambda: echo(iter(()), timeout=TIMEOUT))
    fails(grpc.StatusCode.UNIMPLEMENTED, lambda: echo(iter([b"", b""]), timeout=TIMEOUT))


@case
def health_check_and_watch(plain, gzip):
    health = health_pb2_grpc.HealthStub(PLAIN_CHANNEL)
    ask = health_pb2.HealthCheckRequest
    equal(health_pb2.HealthCheckResponse.SERVING, health.Check(ask(), timeout=TIMEOUT).status)
    equal(health_pb2.HealthCheckResponse.SERVING,
          health.Check(ask(service="interop.v1.EchoService"), timeout=TIMEOUT).status)
    fails(grpc.StatusCode.NOT_FOUND, lambda: health.Check(ask(service="none"), timeout=TIMEOUT))
    watch = health.Watch(ask(service="none"), timeout=TIMEOUT)
    equal(health_pb2.HealthCheckResponse.SERVICE_UNKNOWN, next(watch).status)
    watch.cancel()


@case
def reflection_in_both_versions(plain, gzip):
    for pb2, pb2_grpc in ((reflection_v1_pb2, reflection_v1_pb2_grpc),
                          (reflection_v1alpha_pb2, reflection_v1alpha_pb2_grpc)):
        stub = pb2_grpc.ServerReflectionStub(PLAIN_CHANNEL)
        questions = [pb2.ServerReflectionRequest(list_services=""),
                     pb2.ServerReflectionRequest(file_containing_symbol="interop.v1.EchoService"),
                     pb2.ServerReflectionRequest(file_by_filename="none.proto")]
        listed, file, missing = stub.ServerReflectionInfo(iter(questions), timeout=TIMEOUT)
        assert "interop.v1.EchoService" in [s.name for s in listed.list_services_response.service]
        assert b"EchoRequest" in file.file_descriptor_response.file_descriptor_proto[0]
        equal(5, missing.error_response.error_code)


PLAIN_CHANNEL = grpc.insecure_channel(f"127.0.0.1:{sys.argv[2]}", OPTIONS)
GZIP_CHANNEL = grpc.insecure_channel(f"127.0.0.1:{sys.argv[3]}", OPTIONS)
PLAIN, GZIP = (echo_pb2_grpc.EchoServiceStub(channel) for channel in (PLAIN_CHANNEL, GZIP_CHANNEL))
for function in CASES:
    run_case(f"echo python {function.__name__}", lambda: function(PLAIN, GZIP))
sys.exit(finish())
