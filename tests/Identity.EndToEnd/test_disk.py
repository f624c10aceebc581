"""The disk is full: writes are refused, reads go on, nothing is lost, and all is well as soon as there is room."""
import os

import grpc
from faults import Ballast, FaultCase, details_of, health, lines_of, readiness

INGESTION = "identity.v1.IngestionService"
RESOLUTION = "identity.v1.ResolutionService"


class FullDisk(FaultCase):
    # From nothing at all, by parts of a page and of a commit, to where the log can grow but not be moved into the file.
    ROOM = [0, 4 << 10, 12 << 10, 20 << 10, 36 << 10, 60 << 10, 300 << 10]

    def test_wherever_it_gets_full_reads_go_on_and_writes_again_when_there_is_room(self):
        disk = self.mount("48m")
        ballast = Ballast(disk)
        service = self.serve(os.path.join(disk, "data"), log=os.path.join(self.folder, "log")).start()
        client = self.client_of(service)
        self.write(client, *(f"before-{number}" for number in range(50)))
        client.resolve("customer_id:before-0")
        for turn, room in enumerate(self.ROOM):
            with self.subTest(room=room):
                ballast.leave(room)
                refused = self.write_until_refused(client, f"turn{turn}", size=500)
                self.assert_status(refused, grpc.StatusCode.RESOURCE_EXHAUSTED, "STORE_FULL")
                self.assertIn(b"google.rpc.RetryInfo", details_of(refused))
                self.check_reads(client)
                if turn == 0:
                    self.check_reports(service, client)
                ballast.go()
                # At once: nobody has to find out first that there is room again.
                self.write(client, f"after{turn}-0", f"after{turn}-1")
        self.check_recovery(service, client)
        self.assertEqual(0, service.terminate())
        self.assertLess(len(lines_of(service)), 100, "The log was flooded.")
        ballast.leave(0)
        again = self.serve(service.data, log=os.path.join(self.folder, "again.log"))
        self.assert_fails_to_start(again, service.data, "room")
        ballast.go()
        self.assert_nothing_lost(service.data)

    def test_a_log_that_cannot_be_moved_into_the_file_loses_nothing(self):
        disk = self.mount("64m")
        ballast = Ballast(disk)
        service = self.serve(os.path.join(disk, "data"), log=os.path.join(self.folder, "log")).start()
        client = self.client_of(service)
        self.write(client, "before-0", "before-1")
        # The log is moved at 16 MiB, for which the file has to grow; there is not room for both.
        ballast.leave(20 << 20)
        refused = self.write_until_refused(client, "big", size=50_000)
        self.assert_status(refused, grpc.StatusCode.RESOURCE_EXHAUSTED, "STORE_FULL")
        self.assertGreater(os.path.getsize(os.path.join(service.data, "identity.db-wal")), 15 << 20)
        self.check_reads(client)
        ballast.go()
        # Without a write of somebody else: the service finds out by itself.
        self.check_recovery(service, client)
        self.assertEqual(0, service.terminate())
        self.assert_nothing_lost(service.data)

    def test_a_full_disk_for_log_lines_and_temporary_files_stops_nothing(self):
        disk = self.mount("64k")
        Ballast(disk).leave(0)
        log = os.path.join(disk, "log")
        service = self.serve(log=log, TMPDIR=disk).start()
        client = self.client_of(service)
        self.write(client, "m-1")
        self.assert_refused(grpc.StatusCode.NOT_FOUND, "PERSON_NOT_FOUND", client.profile_of, "customer_id:nobody")
        self.assertEqual(200, readiness(service)[0])
        self.assertEqual(0, service.terminate())
        self.assertEqual(0, os.path.getsize(log), "It was not full.")
        self.assert_nothing_lost(service.data)

    def check_reads(self, client):
        known = sorted(self.acknowledged)
        for name in (known[0], known[len(known) // 2], known[-1]):
            for _ in ("cold", "warm"):
                self.assertEqual(4, client.resolve(f"customer_id:{name}", authenticated=True).level)
                self.assertEqual(1, len(client.profile_of(f"customer_id:{name}").identifiers))

    def check_reports(self, service, client):
        self.assert_ends("a report", lambda: readiness(service)[1]["writes"] == "full")
        code, report = readiness(service)
        self.assertEqual((200, True, "ok"), (code, report["ready"], report["store"]))
        self.assertIn(service.data, report["advice"])
        self.assert_ends("health", lambda: health(client, INGESTION) == 2)
        self.assertEqual((1, 1), (health(client), health(client, RESOLUTION)))
        self.assertIn(b"\nidentity_writable 0\n", service.http("/metrics")[1])

    def check_recovery(self, service, client):
        self.assert_ends("health", lambda: health(client, INGESTION) == 1)
        self.assertEqual("ok", readiness(service)[1]["writes"])
        self.write(client, "recovered-0", "recovered-1")
