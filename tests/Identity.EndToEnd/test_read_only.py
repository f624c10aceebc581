"""A folder, file or file system that may only be read: the start says so, and stores nothing elsewhere."""
import os

from faults import FaultCase
from service import IDENTITY

NOBODY = 65534


class ReadOnly(FaultCase):
    def as_nobody(self, data):
        if os.geteuid() != 0:
            self.skipTest("only root can become another user, and root may write anywhere")
        # Others may pass through, so that the process finds its data.
        os.chmod(self.folder, 0o711)
        for place, _, files in os.walk(data):
            for path in (place, *(os.path.join(place, name) for name in files)):
                os.chown(path, NOBODY, NOBODY)
        prefix = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
        # No access to the program itself would be another failure.
        self.must_work(*prefix, "head", "-c", "1", IDENTITY)
        return self.serve(data, prefix=prefix, log=os.path.join(self.folder, "nobody.log"))

    def used_folder(self):
        service = self.serve().start()
        self.write(self.client_of(service), "m-1")
        self.assertEqual(0, service.terminate())
        return service.data

    def test_a_folder_that_may_not_be_written_to_is_named_by_a_start_that_fails(self):
        data = self.used_folder()
        service = self.as_nobody(data)
        os.chmod(data, 0o555)
        os.chmod(os.path.join(data, "server.lock"), 0o444)
        self.assert_fails_to_start(service, data, "cannot be written to")
        self.assert_nothing_lost(data)

    def test_a_file_that_may_not_be_written_to_is_named_by_a_start_that_fails(self):
        data = self.used_folder()
        service = self.as_nobody(data)
        file = os.path.join(data, "identity.db")
        os.chmod(file, 0o444)
        self.assert_fails_to_start(service, file, "can only be read")
        os.chmod(file, 0o600)
        service.start()
        self.write(self.client_of(service), "m-2")
        self.assertEqual(0, service.terminate())
        self.assert_nothing_lost(data)

    def test_a_file_system_that_may_only_be_read_is_named_by_a_start_that_fails(self):
        disk = self.mount("8m")
        service = self.serve(os.path.join(disk, "data"), log=os.path.join(self.folder, "log")).start()
        self.write(self.client_of(service), "m-1")
        self.assertEqual(0, service.terminate())
        self.must_work("mount", "-o", "remount,ro", disk)
        again = self.serve(service.data, log=os.path.join(self.folder, "again.log"))
        self.assert_fails_to_start(again, service.data, "Read-only file system")
        self.must_work("mount", "-o", "remount,rw", disk)
        self.assert_nothing_lost(service.data)
