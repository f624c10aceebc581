"""What the programs here share: the tally of cases, and what cases expect."""

import traceback

import grpc

# Subchannels of its own make a new channel a new connection.
OPTIONS = [("grpc.enable_http_proxy", 0), ("grpc.max_send_message_length", -1), ("grpc.use_local_subchannel_pool", 1)]
MESSAGE = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n"
TIMEOUT = 20
TOKEN, USER_NAME, SCOPE = "interop-token", "interop@example.com", "interop.read"
TALLY = {"passed": 0, "failed": 0, "skipped": 0}


def run_case(title, body):
    """Runs one case. One that fails does not hide those after it."""
    try:
        body()
        TALLY["passed"] += 1
        print(f"ok    {title}", flush=True)
    except Exception:
        TALLY["failed"] += 1
        print(f"FAIL  {title}\n{traceback.format_exc()}", flush=True)


def skip(title, reason):
    TALLY["skipped"] += 1
    print(f"skip: {title}: {reason}", flush=True)


def finish():
    """Prints the sum and gives the exit code."""
    print("{passed} passed, {failed} failed, {skipped} skipped".format(**TALLY))
    return 1 if TALLY["failed"] else 0


def equal(expected, actual):
    assert expected == actual, f"expected {expected!r}, got {actual!r}"


def fails(code, call):
    """Expects a call to fail; gives the error."""
    try:
        call()
    except grpc.RpcError as error:
        equal(code, error.code())
        return error
    raise AssertionError(f"expected {code}, got success")


def read(path):
    with open(path, "rb") as file:
        return file.read()
