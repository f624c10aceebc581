"""Breaks what the service stands on (disk, files, system calls), and puts it back; counts what was acknowledged."""
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
import unittest

import grpc
from google.protobuf import struct_pb2
from identity.v1 import common_pb2 as common
from service import Service, identifier

PATIENCE_SECONDS = 20
TAKEN = (1, 2, 3, 4)


def observation(name: str, size: int = 200) -> common.Observation:
    return common.Observation(
        message_id=name, source="shop", level=4, identifiers=[identifier(f"customer_id:{name}")],
        traits={"note": struct_pb2.Value(string_value="x" * size)})


def details_of(failure: grpc.RpcError) -> bytes:
    return dict(failure.trailing_metadata()).get("grpc-status-details-bin", b"")


class FaultCase(unittest.TestCase):
    """A test with services, of which none outlives it, and with what they acknowledged."""

    def setUp(self):
        self.folder = os.path.join(os.environ["IDENTITY_E2E_DIR"], self.id())
        os.mkdir(self.folder)
        self.acknowledged = set()

    def serve(self, data: str = "", **options) -> Service:
        service = Service(data or os.path.join(self.folder, "data"), **options)
        self.addCleanup(service.kill)
        return service

    def client_of(self, service):
        client = service.client()
        self.addCleanup(client.close)
        return client

    def write(self, client, *names, size=200) -> None:
        for result in client.ingest([observation(name, size) for name in names]).results:
            self.assertIn(result.outcome, TAKEN)
            self.acknowledged.add(result.message_id)

    def write_until_refused(self, client, prefix, size, limit=4000) -> grpc.RpcError:
        for number in range(limit):
            try:
                self.write(client, *(f"{prefix}-{number}-{index}" for index in range(5)), size=size)
            except grpc.RpcError as failure:
                return failure
        raise AssertionError("Nothing was refused.")

    def assert_refused(self, code, reason, call, *arguments) -> grpc.RpcError:
        with self.assertRaises(grpc.RpcError) as caught:
            call(*arguments)
        self.assert_status(caught.exception, code, reason)
        return caught.exception

    def assert_status(self, failure, code, reason):
        self.assertEqual(code, failure.code(), failure.details())
        self.assertIn(reason.encode(), details_of(failure))

    def assert_ends(self, what, condition):
        """Waits until it is so; how long that takes is measured by nobody."""
        until = time.monotonic() + PATIENCE_SECONDS
        while not condition():
            self.assertLess(time.monotonic(), until, f"{what} did not come to be.")
            time.sleep(0.05)

    def assert_fails_to_start(self, service, *words):
        service.launch()
        self.assertEqual(1, service.process.wait(timeout=60))
        with open(service.log_path, encoding="utf-8") as file:
            text = file.read()
        for word in words:
            self.assertIn(word, text)
        self.assertNotIn("   at ", text, "Whoever starts it is shown no stack.")

    def assert_nothing_lost(self, data):
        """Of a store that nobody has open."""
        with sqlite3.connect(os.path.join(data, "identity.db")) as database:
            self.assertEqual([("ok",)], database.execute("PRAGMA integrity_check").fetchall())
            stored = {name for (name,) in database.execute("SELECT message_id FROM observations")}
        self.assertTrue(self.acknowledged, "There was nothing to lose.")
        self.assertEqual(set(), self.acknowledged - stored, "acknowledged and lost")

    def must_work(self, *command) -> None:
        """Skips the test where the machine does not let us do it."""
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            self.skipTest(f"{command[0]} is not possible here: {done.stderr.strip()}")

    def mount(self, size: str) -> str:
        """A small disk, gone with the test."""
        place = os.path.join(self.folder, "disk")
        os.mkdir(place)
        self.must_work("mount", "-t", "tmpfs", "-o", f"size={size},mode=755", "tmpfs", place)
        self.addCleanup(subprocess.run, ["umount", "-l", place], check=False)
        return place


def readiness(service):
    code, body = service.http("/readyz")
    return code, json.loads(body) if body else {}


def health(client, name: str = "") -> int:
    """What grpc.health.v1 says: 1 for serving, 2 for not serving."""
    check = client.channel.unary_unary("/grpc.health.v1.Health/Check")
    answer = check(b"\x0a" + bytes([len(name)]) + name.encode(), timeout=10)
    return answer[1] if answer else 0


def lines_of(service):
    with open(service.log_path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


class Ballast:
    """A file that takes up what is free on a disk, but for some bytes."""

    def __init__(self, place: str):
        self.place, self.path = place, os.path.join(place, "ballast")

    def leave(self, size: int) -> None:
        free = os.statvfs(self.place)
        with open(self.path, "wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(1, free.f_bavail * free.f_frsize - size))

    def go(self) -> None:
        os.remove(self.path)


class Injection:
    """System calls of a process fail, by strace, from `start` until `end`."""

    def __init__(self, case: FaultCase, process, calls: str, fault: str, path: str = ""):
        if not shutil.which("strace"):
            case.skipTest("strace is missing")
        self.case, self.process = case, process
        self.command = ["strace", "-f", "-o", "/dev/null", "-p", str(process.pid), "-e", f"trace={calls}",
                        "-e", f"inject={calls}:{fault}", *(["-P", path] if path else [])]
        self.tracer = None

    def __enter__(self):
        self.tracer = subprocess.Popen(self.command, stderr=subprocess.PIPE, text=True)
        threads = f"/proc/{self.process.pid}/task"
        self.case.addCleanup(self.end)
        until = time.monotonic() + PATIENCE_SECONDS
        while not all(self.is_traced(f"{threads}/{thread}") for thread in os.listdir(threads)):
            if self.tracer.poll() is not None:
                self.case.skipTest(f"strace is not possible here: {self.tracer.stderr.read().strip()}")
            self.case.assertLess(time.monotonic(), until, "strace did not take hold.")
            time.sleep(0.01)
        return self

    def is_traced(self, thread: str) -> bool:
        try:
            with open(f"{thread}/status", encoding="ascii") as file:
                return f"TracerPid:\t{self.tracer.pid}\n" in file.read()
        except OSError:
            return True  # It has ended meanwhile.

    def __exit__(self, *_):
        self.end()

    def end(self):
        if self.tracer.poll() is None:
            self.tracer.send_signal(signal.SIGINT)
            self.tracer.wait()
        self.tracer.stderr.close()


class Writer(threading.Thread):
    """Writes until it is told to stop, whatever the answers; the case learns what was acknowledged."""

    def __init__(self, case: FaultCase, service, prefix: str):
        super().__init__()
        self.case, self.prefix = case, prefix
        self.client = service.client()
        self.refusals, self.unexpected = [], []
        self.stopping = threading.Event()
        case.addCleanup(self.stop)
        self.start()

    def run(self):
        number = 0
        while not self.stopping.is_set():
            number += 1
            try:
                self.case.write(self.client, *(f"{self.prefix}-{number}-{index}" for index in range(3)))
            except grpc.RpcError as failure:
                self.refusals.append(failure)
            except Exception as failure:
                self.unexpected.append(failure)
                return

    def stop(self):
        if self.stopping.is_set():
            return
        self.stopping.set()
        self.join(timeout=60)
        self.client.close()
