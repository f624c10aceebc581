"""
The disk fails: reading, writing and syncing, by strace's fault injection; and copies of the files between two system
calls, as the loss of power leaves them.
"""
import os
import random
import shutil
import signal

import grpc
from faults import FaultCase, Injection, Writer, health, readiness

INGESTION = "identity.v1.IngestionService"
SEED = 31_012_031
SYNCS = "fsync,fdatasync"


class FailingDisk(FaultCase):
    def setUp(self):
        super().setUp()
        self.service = self.serve().start()
        self.client = self.client_of(self.service)
        self.write(self.client, *(f"before-{number}" for number in range(60)))

    def check_reads(self):
        # The first is cold whatever is cached, the second is warm.
        name = sorted(self.acknowledged)[len(self.acknowledged) // 2]
        for _ in range(2):
            self.assertEqual(4, self.client.resolve(f"customer_id:{name}", authenticated=True).level)

    def recovers(self):
        self.assert_ends("health", lambda: health(self.client, INGESTION) == 1)
        self.assertEqual("ok", readiness(self.service)[1]["writes"])
        self.write(self.client, f"after-{len(self.acknowledged)}")

    def test_what_cannot_be_synced_is_not_acknowledged_and_what_is_survives_kill_9(self):
        with Injection(self, self.service.process, SYNCS, "error=EIO"):
            for number in range(3):
                self.assert_refused(
                    grpc.StatusCode.UNAVAILABLE, "STORE_UNAVAILABLE", self.write, self.client, f"unsynced-{number}")
            self.check_reads()
            self.assert_ends("a report", lambda: readiness(self.service)[1]["writes"] == "unavailable")
            self.assertEqual((1, 2), (health(self.client), health(self.client, INGESTION)))
        self.recovers()
        # Now and then, in the middle of load.
        with Injection(self, self.service.process, SYNCS, "error=EIO:when=3+7"):
            writers = [Writer(self, self.service, f"load{number}") for number in range(3)]
            self.assert_ends("refusals", lambda: all(len(writer.refusals) > 2 for writer in writers))
            self.service.kill()
            for writer in writers:
                writer.stop()
                self.assertEqual([], writer.unexpected)
        self.service.start()
        self.client = self.client_of(self.service)
        self.write(self.client, "after-the-kill")
        self.check_reads()
        self.service.kill()
        self.assert_nothing_lost(self.service.data)

    def test_writes_that_fail_are_told_apart_and_pass(self):
        calls = "pwrite64,write"
        wal = os.path.join(self.service.data, "identity.db-wal")
        for fault, code, reason in (
                ("EIO", grpc.StatusCode.UNAVAILABLE, "STORE_UNAVAILABLE"),
                ("EDQUOT", grpc.StatusCode.RESOURCE_EXHAUSTED, "STORE_FULL"),
                ("EROFS", grpc.StatusCode.RESOURCE_EXHAUSTED, "STORE_FULL")):
            with self.subTest(fault=fault):
                with Injection(self, self.service.process, calls, f"error={fault}", path=wal):
                    self.assert_refused(code, reason, self.write, self.client, f"unwritten-{fault}")
                    self.check_reads()
                    if fault == "EROFS":
                        self.assert_ends("a report", lambda: readiness(self.service)[1]["writes"] == "full")
                        self.assertIn("only be read", readiness(self.service)[1]["cause"])
                self.write(self.client, f"after-{fault}")
        self.recovers()
        self.assertEqual(0, self.service.terminate())
        self.assert_nothing_lost(self.service.data)

    def test_what_cannot_be_read_counts_as_damaged_until_a_restart_finds_it_well(self):
        names = sorted(self.acknowledged)
        with Injection(self, self.service.process, "pread64", "error=EIO"):
            refused = 0
            for name in names:
                try:
                    self.client.profile_of(f"customer_id:{name}")
                except grpc.RpcError as failure:
                    self.assert_status(failure, grpc.StatusCode.DATA_LOSS, "STORE_DAMAGED")
                    refused += 1
            self.assertGreater(refused, 0, "Nothing was read from the file.")
        for name in names:
            self.assertEqual(1, len(self.client.profile_of(f"customer_id:{name}").identifiers))
        self.assert_refused(grpc.StatusCode.DATA_LOSS, "STORE_DAMAGED", self.write, self.client, "unwritten")
        self.assert_ends("a report", lambda: readiness(self.service)[1]["store"] == "damaged")
        self.assertEqual(0, self.service.terminate())
        self.service.start()
        self.write(self.client_of(self.service), "after-the-restart")
        self.assertEqual(0, self.service.terminate())
        self.assert_nothing_lost(self.service.data)


class LossOfPower(FaultCase):
    SNAPSHOTS = 12

    def test_the_files_as_they_were_between_two_system_calls_hold_all_that_was_acknowledged(self):
        dice = random.Random(SEED)
        print(f"seed {SEED}")
        service = self.serve().start()
        writers = [Writer(self, service, f"load{number}") for number in range(3)]
        snapshots = []
        self.assert_ends("load", lambda: len(self.acknowledged) > 10)
        for number in range(self.SNAPSHOTS):
            # The stop must come at any moment of the work, so the pause is part of the test.
            writers[0].stopping.wait(0.05 + 0.2 * dice.random())
            os.kill(service.process.pid, signal.SIGSTOP)
            try:
                acknowledged = set(self.acknowledged)
                copy = os.path.join(self.folder, f"copy{number}")
                os.mkdir(copy)
                # Without the log's index: no loss of power leaves it.
                for name in ("identity.db", "identity.db-wal"):
                    shutil.copy(os.path.join(service.data, name), copy)
                snapshots.append((copy, acknowledged))
            finally:
                os.kill(service.process.pid, signal.SIGCONT)
        for writer in writers:
            writer.stop()
            self.assertEqual(([], []), (writer.refusals, writer.unexpected))
        self.assertGreater(len(snapshots[-1][1]), len(snapshots[0][1]), "There was no load.")
        for copy, acknowledged in snapshots:
            self.acknowledged = acknowledged
            self.assert_nothing_lost(copy)
        newest = snapshots[-1][0]
        shutil.copy(os.path.join(service.data, "admin.key"), newest)
        service.kill()
        again = self.serve(newest).start()
        client = self.client_of(again)
        self.write(client, "after-the-loss")
        self.assertEqual(0, again.terminate())
        self.assert_nothing_lost(newest)
