"""The service as a process of its own, and a client of the C core for it."""
import os
import random
import signal
import socket
import subprocess
import time

import grpc
from google.protobuf import timestamp_pb2
from identity.v1 import common_pb2 as common
from identity.v1 import ingestion_service_pb2 as ingestion
from identity.v1 import ingestion_service_pb2_grpc
from identity.v1 import profile_service_pb2 as profile
from identity.v1 import profile_service_pb2_grpc
from identity.v1 import resolution_service_pb2 as resolution
from identity.v1 import resolution_service_pb2_grpc
from identity.v1 import workspace_service_pb2 as workspace
from identity.v1 import workspace_service_pb2_grpc

IDENTITY = "src/Identity.Cli/bin/Release/net10.0/identity.dll"
START_SECONDS = 60
DEADLINE = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def moment(seconds: float) -> timestamp_pb2.Timestamp:
    whole = int(seconds)
    return timestamp_pb2.Timestamp(seconds=whole, nanos=int((seconds - whole) * 1e6) * 1000)


def identifier(text: str, claimed: bool = False) -> common.Identifier:
    namespace, value = text.split(":", 1)
    return common.Identifier(namespace=namespace, value=value, claimed=claimed)


class Service:
    """`identity serve` on a data folder. Killed at the end, whatever happened."""

    def __init__(self, data: str, prefix=(), log: str = "", **environment: str):
        """The prefix is a command that starts it, such as prlimit; the log lies beside the data when not named."""
        self.data, self.prefix, self.environment = data, list(prefix), environment
        self.log_path = log or os.path.join(os.path.dirname(data), os.path.basename(data) + ".log")
        self.process = None

    def launch(self) -> "Service":
        """Starts the process, and waits for nothing."""
        self.grpc_port, self.http_port = free_port(), free_port()
        environment = dict(os.environ, IDENTITY_LOG_FORMAT="json", **self.environment)
        self.log = open(self.log_path, "ab")
        self.process = subprocess.Popen(
            [*self.prefix, "dotnet", IDENTITY, "serve", "--data", self.data, "--grpc-port", str(self.grpc_port),
             "--http-port", str(self.http_port)],
            stdout=self.log, stderr=self.log, env=environment)
        return self

    def start(self) -> "Service":
        self.launch()
        self.wait_ready()
        with open(os.path.join(self.data, "admin.key"), encoding="ascii") as file:
            self.admin_key = file.read().strip()
        return self

    def wait_ready(self) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise RuntimeError(f"The service ended with {self.process.returncode}; see {self.log.name}.")
            if self.http("/readyz")[0] == 200:
                return
            time.sleep(0.1)
        raise RuntimeError("The service did not become ready.")

    def http(self, path: str):
        try:
            with socket.create_connection(("127.0.0.1", self.http_port), timeout=5) as connection:
                connection.sendall(f"GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode())
                answer = b""
                while chunk := connection.recv(65536):
                    answer += chunk
            head, _, body = answer.partition(b"\r\n\r\n")
            return int(head.split()[1]), body
        except (OSError, IndexError, ValueError):
            return 0, b""

    def kill(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        self.log.close()

    def terminate(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=60)
        self.log.close()
        return code

    def client(self, key: str = "") -> "Client":
        return Client(self.grpc_port, key or self.admin_key)


class Client:
    """A channel of the C core with a key."""

    def __init__(self, port: int, key: str):
        self.channel = grpc.insecure_channel(f"127.0.0.1:{port}")
        self.metadata = (("authorization", f"Bearer {key}"),)
        self._resolution = resolution_service_pb2_grpc.ResolutionServiceStub(self.channel)
        self._ingestion = ingestion_service_pb2_grpc.IngestionServiceStub(self.channel)
        self._profile = profile_service_pb2_grpc.ProfileServiceStub(self.channel)
        self._workspace = workspace_service_pb2_grpc.WorkspaceServiceStub(self.channel)

    def _call(self, method, request):
        return method(request, metadata=self.metadata, timeout=DEADLINE)

    def ingest(self, observations) -> ingestion.IngestResponse:
        return self._call(self._ingestion.Ingest, ingestion.IngestRequest(observations=observations))

    def resolve(self, *identifiers: str, **options) -> resolution.ResolveResponse:
        request = resolution.ResolveRequest(identifiers=[identifier(text) for text in identifiers], **options)
        return self._call(self._resolution.Resolve, request)

    def profile_of(self, text: str) -> profile.Profile:
        return self._call(self._profile.GetProfile, profile.GetProfileRequest(identifier=identifier(text)))

    def profile_by_id(self, person_id: str) -> profile.Profile:
        return self._call(self._profile.GetProfile, profile.GetProfileRequest(person_id=person_id))

    def create_workspace(self, name: str) -> workspace.Workspace:
        return self._call(self._workspace.CreateWorkspace, workspace.CreateWorkspaceRequest(name=name))

    def put_rules(self, rules: workspace.WorkspaceRules) -> workspace.PutRulesResponse:
        return self._call(self._workspace.PutRules, workspace.PutRulesRequest(rules=rules))

    def get_rules(self) -> workspace.WorkspaceRules:
        return self._call(self._workspace.GetRules, workspace.GetRulesRequest())

    def stats(self) -> workspace.WorkspaceStats:
        return self._call(self._workspace.GetStats, workspace.GetStatsRequest())

    def create_key(self, **request) -> workspace.CreatedKey:
        return self._call(self._workspace.CreateKey, workspace.CreateKeyRequest(**request))

    def close(self) -> None:
        self.channel.close()


def shuffled(items, seed: int):
    result = list(items)
    random.Random(seed).shuffle(result)
    return result
