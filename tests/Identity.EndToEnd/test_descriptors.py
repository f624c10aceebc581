"""More connections than the process may open files: who is connected is served, the store never lacks a file."""
import os
import socket
import subprocess

from faults import FaultCase, health, lines_of, readiness

FILES = 512
CONNECTIONS = 300


class Descriptors(FaultCase):
    def connect_all(self, service):
        sockets = []
        for port in (service.grpc_port, service.http_port):
            for _ in range(CONNECTIONS):
                sockets.append(socket.create_connection(("127.0.0.1", port), timeout=10))
        return sockets

    def open_files(self, service) -> int:
        return len(os.listdir(f"/proc/{service.process.pid}/fd"))

    def test_a_flood_of_connections_takes_no_file_from_the_store_and_leaves_no_trace(self):
        service = self.serve(prefix=["prlimit", f"--nofile={FILES}:{FILES}"]).start()
        client = self.client_of(service)
        self.write(client, "before")
        files = self.open_files(service)
        sockets = self.connect_all(service)
        try:
            self.assert_ends("a refusal", lambda: self.is_any_closed(sockets))
            for number in range(20):
                self.write(client, f"during-{number}")
                self.assertEqual(1, len(client.profile_of(f"customer_id:during-{number}").identifiers))
            self.assertEqual(1, health(client))
            self.assertGreater(self.open_files(service), files + 100, "No connection was accepted.")
            self.assertLess(self.open_files(service), FILES - 50, "Too little is left.")
        finally:
            for one in sockets:
                one.close()
        self.assert_ends("room for others", lambda: readiness(service)[0] == 200)
        self.write(self.client_of(service), "after")
        self.assert_ends("closed files", lambda: self.open_files(service) < files + 50)
        self.assertEqual(0, service.terminate())
        self.assertTrue([line for line in lines_of(service) if "Raise it (ulimit -n)" in line["MessageTemplate"]])
        self.assertLess(len(lines_of(service)), 40, "The log was flooded.")
        self.assert_nothing_lost(service.data)

    def is_any_closed(self, sockets):
        for one in sockets:
            one.setblocking(False)
            try:
                if one.recv(1) == b"":
                    return True
            except BlockingIOError:
                continue
            except ConnectionError:
                return True
        return False

    def test_when_none_is_left_who_is_connected_is_still_served(self):
        service = self.serve().start()
        client = self.client_of(service)
        self.write(client, "before")
        client.profile_of("customer_id:before")
        self.assertEqual(1, health(client))
        files = self.open_files(service)
        old = self.limit(service)
        self.must_work("prlimit", f"--pid={service.process.pid}", f"--nofile={files}:")
        for number in range(20):
            self.write(client, f"during-{number}")
            self.assertEqual(1, len(client.profile_of(f"customer_id:during-{number}").identifiers))
            self.assertEqual(
                4, client.resolve(f"customer_id:during-{number}", authenticated=True).level)
        self.assertEqual(1, health(client))
        subprocess.run(["prlimit", f"--pid={service.process.pid}", f"--nofile={old}:"], check=True)
        self.write(self.client_of(service), "after")
        self.assertEqual(0, service.terminate())
        self.assert_nothing_lost(service.data)

    def limit(self, service) -> str:
        with open(f"/proc/{service.process.pid}/limits", encoding="ascii") as file:
            return next(line for line in file if line.startswith("Max open files")).split()[3]

    def test_a_limit_with_which_nobody_could_be_served_is_told_at_the_start(self):
        service = self.serve(prefix=["prlimit", "--nofile=400:400"])
        self.assert_fails_to_start(service, "400 files", "ulimit -n")
