"""Files of the store that are damaged, deleted, moved or replaced, while the service runs and while it does not."""
import os
import shutil
import sqlite3

import grpc
from faults import FaultCase, health, lines_of, readiness

PAGE = 4096
CANARY = "nora.canary@example.org"


def overwrite(path, first, count=1):
    with open(path, "r+b") as file:
        file.seek(first * PAGE)
        file.write(b"\xee" * (PAGE * count))


class Damage(FaultCase):
    def setUp(self):
        super().setUp()
        self.data = os.path.join(self.folder, "data")
        self.file = os.path.join(self.data, "identity.db")
        self.log = self.file + "-wal"

    def filled(self):
        service = self.serve(self.data).start()
        client = self.client_of(service)
        for number in range(2):
            self.write(client, *(f"m-{number}-{index}" for index in range(60)), size=900)
        self.write(client, CANARY)
        return service, client

    def assert_silent(self, service):
        with open(service.log_path, encoding="utf-8") as file:
            self.assertNotIn(CANARY, file.read())

    def ask_all(self, client):
        """How many profiles were read, and how many refused as damaged."""
        read, refused = 0, 0
        for name in sorted(self.acknowledged):
            try:
                client.profile_of(f"customer_id:{name}")
                read += 1
            except grpc.RpcError as failure:
                self.assert_status(failure, grpc.StatusCode.DATA_LOSS, "STORE_DAMAGED")
                refused += 1
        return read, refused

    def leaves_of(self, table):
        """Pages of the table's rows, which are read for some profiles and not for others."""
        with sqlite3.connect(self.file) as database:
            pages = [page for (page,) in database.execute(
                "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY pageno", (table,))]
        self.assertGreater(len(pages), 10, "The table is too small.")
        return pages

    def check_damaged(self, service, client):
        read, refused = self.ask_all(client)
        self.assertGreater(read, 0, "Nothing could be read any more.")
        self.assertGreater(refused, 0, "The damage was not met.")
        self.assert_refused(grpc.StatusCode.DATA_LOSS, "STORE_DAMAGED", self.write, client, "unwritten")
        self.assert_ends("a report", lambda: readiness(service)[1]["store"] == "damaged")
        code, report = readiness(service)
        self.assertEqual((503, "damaged"), (code, report["writes"]))
        self.assertIn("restore a backup", report["advice"])
        self.assertEqual(2, health(client))
        self.assert_silent(service)
        self.assertLess(len(lines_of(service)), 60, "The log was flooded.")

    def test_pages_overwritten_while_stopped_are_refused_and_all_others_read(self):
        service, _ = self.filled()
        self.assertEqual(0, service.terminate())
        for page in self.leaves_of("profiles")[4:7]:
            overwrite(self.file, page - 1)
        service = self.serve(self.data, log=os.path.join(self.folder, "again.log")).start()
        self.check_damaged(service, self.client_of(service))

    def test_pages_overwritten_while_running_are_refused_and_all_others_read(self):
        service, client = self.filled()
        with sqlite3.connect(self.file) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for page in self.leaves_of("profiles")[4:7]:
            overwrite(self.file, page - 1)
        self.check_damaged(service, client)

    def test_a_file_truncated_while_running_is_told_and_its_loss_never_hidden(self):
        service, client = self.filled()
        with sqlite3.connect(self.file) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        os.truncate(self.file, 0)
        self.assert_refused(grpc.StatusCode.DATA_LOSS, "STORE_DAMAGED", client.profile_of, "customer_id:m-1-5")
        self.assert_refused(grpc.StatusCode.DATA_LOSS, "STORE_DAMAGED", self.write, client, "unwritten")
        self.assertEqual("damaged", readiness(service)[1]["store"])
        service.kill()
        os.truncate(self.file, 0)
        again = self.serve(self.data, log=os.path.join(self.folder, "again.log"))
        self.assert_fails_to_start(again, self.file, "missing or empty")

    def test_a_start_refuses_what_is_no_store_or_not_all_of_it(self):
        service, _ = self.filled()
        self.assertEqual(0, service.terminate())
        saved = self.file + ".saved"
        os.rename(self.file, saved)
        for number, content in enumerate((None, b"", CANARY.encode() * 1000)):
            with self.subTest(content=content and len(content)):
                if content is not None:
                    with open(self.file, "wb") as file:
                        file.write(content)
                again = self.serve(self.data, log=os.path.join(self.folder, f"again{number}.log"))
                self.assert_fails_to_start(again, self.file)
                self.assert_silent(again)
        os.replace(saved, self.file)
        self.serve(self.data).start().terminate()
        self.assert_nothing_lost(self.data)

    def test_a_log_damaged_while_stopped_costs_what_follows_and_nothing_before(self):
        service, client = self.filled()
        before = set(self.acknowledged)
        size = os.path.getsize(self.log)
        self.write(client, *(f"late-{number}" for number in range(50)), size=900)
        service.kill()
        overwrite(self.log, size // PAGE + 2)
        service = self.serve(self.data, log=os.path.join(self.folder, "again.log")).start()
        self.acknowledged = before
        self.write(self.client_of(service), "after")
        self.assertEqual(0, service.terminate())
        self.assert_nothing_lost(self.data)

    def check_moved(self, client, put_back):
        self.assert_refused(grpc.StatusCode.UNAVAILABLE, "STORE_UNAVAILABLE", self.write, client, "unwritten")
        self.assertEqual(1, len(client.profile_of("customer_id:m-1-1").identifiers))
        put_back()
        self.write(client, f"put-back-{len(self.acknowledged)}")

    def test_files_that_are_moved_or_replaced_while_running_take_no_writes_until_they_are_back(self):
        service, client = self.filled()
        aside = os.path.join(self.folder, "aside")
        for path in (self.file, self.log):
            with self.subTest(moved=os.path.basename(path)):
                os.rename(path, aside)
                self.check_moved(client, lambda path=path: os.rename(aside, path))
            with self.subTest(replaced=os.path.basename(path)):
                os.rename(path, aside)
                shutil.copy(aside, path)
                self.check_moved(client, lambda path=path: os.replace(aside, path))
        # Nobody has to write for it to be seen, and to be seen to be well again.
        os.rename(self.file, aside)
        self.assert_ends("a report", lambda: readiness(service)[1]["writes"] == "unavailable")
        self.assertIn("deleted, moved or replaced", readiness(service)[1]["cause"])
        self.assertEqual(200, readiness(service)[0])
        os.rename(aside, self.file)
        self.assert_ends("a report", lambda: readiness(service)[1]["writes"] == "ok")
        service.kill()
        self.assert_nothing_lost(self.data)

    def test_what_was_acknowledged_before_the_log_was_deleted_is_kept_by_a_stop(self):
        service, client = self.filled()
        os.remove(self.log)
        self.assert_refused(grpc.StatusCode.UNAVAILABLE, "STORE_UNAVAILABLE", self.write, client, "unwritten")
        self.assertEqual(0, service.terminate())
        self.assert_nothing_lost(self.data)
