"""`identity import` as a process: killed at any row and started again, repeated, and watching a folder."""
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time
import unittest

from service import IDENTITY, Service

ROWS = 12_000
KILLS = 5
WAIT_SECONDS = 120
SURNAMES = ["Jansen", "de Vries", "Bakker", "van den Berg", "=cmd()", "Liège", "O'Neil", 'B"oom']


def seed() -> int:
    given = os.environ.get("IDENTITY_SEED")
    return int(given) if given else random.SystemRandom().randrange(1 << 30)


def write_customers(path: str, dice: random.Random, changed: float = 0.0) -> None:
    """A table with rows that are fine, some that are refused, and quotes that are broken."""
    rows = []
    for number in range(ROWS):
        city = "Gent" if dice.random() >= changed else "Brugge"
        name = SURNAMES[number % len(SURNAMES)].replace('"', '""')
        email = f"c{number % (ROWS // 2)}@shop.example" if number % 97 else "no address"
        customer = f"k{number}" if number % 211 else ""
        rows.append(f'{customer};{email if customer else ""};"{name}";{city}' + (';"broken' if number % 503 == 7 else ""))
    if changed:
        dice.shuffle(rows)
    with open(path, "w", encoding="utf-8") as file:
        file.write("klantnummer;e-mailadres;achternaam;woonplaats\n" + "\n".join(rows) + "\n")


class Import(unittest.TestCase):
    def setUp(self):
        self.folder = os.path.join(os.environ["IDENTITY_E2E_DIR"], self.id().rsplit(".", 1)[1])
        os.mkdir(self.folder)
        self.seed = seed()
        print(f"IDENTITY_SEED={self.seed}")
        self.dice = random.Random(self.seed)

    def service(self, name: str) -> Service:
        service = Service(os.path.join(self.folder, name)).start()
        self.addCleanup(service.kill)
        return service

    def command(self, service: Service, *arguments: str):
        return ["dotnet", IDENTITY, "import", *arguments, "--source", "crm", "--json",
                "--address", f"http://127.0.0.1:{service.grpc_port}", "--key", service.admin_key]

    def run_import(self, service: Service, path: str, *arguments: str):
        done = subprocess.run(self.command(service, path, *arguments), capture_output=True, text=True, timeout=WAIT_SECONDS)
        self.assertEqual(0, done.returncode, done.stderr)
        return json.loads(done.stdout)

    def folder_of(self, name: str, table: str) -> str:
        """The table in a folder of its own, so that what imports remember is apart too."""
        folder = os.path.join(self.folder, name)
        os.mkdir(folder)
        return shutil.copy2(table, folder)

    @staticmethod
    def stored(service: Service):
        """What was observed, by message, without the times of arrival."""
        with sqlite3.connect(f"file:{os.path.join(service.data, 'identity.db')}?mode=ro", uri=True) as database:
            return sorted(database.execute("SELECT source, message_id FROM observations").fetchall())

    @staticmethod
    def read(path: str) -> str:
        with open(path, encoding="utf-8") as file:
            return file.read()

    def test_an_import_killed_at_any_row_ends_as_one_that_was_not(self):
        table = os.path.join(self.folder, "customers.csv")
        write_customers(table, self.dice)
        calm, hard = self.service("calm"), self.service("hard")
        whole = self.folder_of("whole", table)
        expected = self.run_import(calm, whole)
        killed = self.folder_of("killed", table)
        for _ in range(KILLS):
            stop_after = self.dice.randrange(1, ROWS)
            running = subprocess.Popen(self.command(hard, killed), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            until = time.monotonic() + WAIT_SECONDS
            # The kill comes when the service has so many rows, whatever this side has noted by then.
            while running.poll() is None and len(self.stored(hard)) < stop_after:
                self.assertLess(time.monotonic(), until)
                time.sleep(0.01)
            running.kill()
            running.wait()
        summary = self.run_import(hard, killed)
        self.assertEqual(self.stored(calm), self.stored(hard))
        for count in ("rows", "rejected", "problems"):
            self.assertEqual(expected[count], summary[count], count)
        self.assertEqual(self.read(whole + ".rejects.csv"), self.read(killed + ".rejects.csv"))
        self.assertEqual(
            [column for column in json.loads(self.read(whole + ".quality.json"))["columns"]],
            [column for column in json.loads(self.read(killed + ".quality.json"))["columns"]])
        print(f"{summary['rowsBefore']} of {summary['rows']} rows were done before the last run")
        self.check_same_persons(calm, hard)

    def check_same_persons(self, left: Service, right: Service):
        clients = left.client(), right.client()
        try:
            self.assertEqual(*(client.stats().persons for client in clients))
            for number in self.dice.sample([n for n in range(ROWS) if n % 211], 25):
                shown = []
                for client in clients:
                    profile = client.profile_of(f"customer_id:k{number}")
                    shown.append((
                        sorted(f"{item.identifier.namespace}:{item.identifier.value}" for item in profile.identifiers),
                        sorted((name, trait.value.string_value) for name, trait in profile.traits.items())))
                self.assertEqual(*shown)
        finally:
            for client in clients:
                client.close()

    def test_the_same_file_every_week_changes_only_what_changed(self):
        service = self.service("weekly")
        first, second = os.path.join(self.folder, "first.csv"), os.path.join(self.folder, "second.csv")
        write_customers(first, self.dice)
        write_customers(second, self.dice, changed=0.1)
        taken = lambda summary: summary["rows"] - summary["duplicates"] - summary["rejected"]
        self.assertGreater(taken(self.run_import(service, first)), ROWS * 0.9)
        before = self.stored(service)
        self.assertEqual(0, taken(self.run_import(service, first)))
        self.assertEqual(before, self.stored(service))
        changed = taken(self.run_import(service, second))
        self.assertTrue(ROWS * 0.05 < changed < ROWS * 0.15, changed)
        self.assertEqual(0, taken(self.run_import(service, second)))
        self.assertEqual(changed, taken(self.run_import(service, first)), "what changed changes back")
        self.assertEqual(0, taken(self.run_import(service, first)))

    def wait_for(self, path: str, process) -> None:
        until = time.monotonic() + WAIT_SECONDS
        while not os.path.exists(path):
            self.assertIsNone(process.poll(), "The watch ended.")
            self.assertLess(time.monotonic(), until, path)
            time.sleep(0.05)

    def start_watch(self, service: Service, folder: str):
        command = [*self.command(service), "--watch", folder]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def test_a_watched_folder_is_emptied_over_restarts(self):
        service = self.service("watched")
        inbox = os.path.join(self.folder, "inbox")
        os.mkdir(inbox)
        slow = os.path.join(inbox, "slow.csv")
        watch = self.start_watch(service, inbox)
        with open(slow, "w", encoding="utf-8") as file:
            file.write("klantnummer;woonplaats\nw-1;Gent\n")
            file.flush()
            time.sleep(1)
            file.write("w-2;Mol\n")
        self.write(inbox, "bad.csv", "naam;plaats\nIda;Gent\n")
        self.write(inbox, "unsure.csv", "id;plaats\n7;Gent\n")
        self.write(inbox, "later.csv.part", "klantnummer\nw-9\n")
        self.wait_for(os.path.join(inbox, "done", "slow.csv"), watch)
        self.wait_for(os.path.join(inbox, "failed", "bad.csv"), watch)
        self.wait_for(os.path.join(inbox, "failed", "unsure.csv"), watch)
        self.assertIn("no column identifies anybody", self.read(os.path.join(inbox, "failed", "bad.csv.error.txt")))
        self.assertIn("'id'", self.read(os.path.join(inbox, "failed", "unsure.csv.error.txt")))
        self.assertEqual(2, json.loads(self.read(os.path.join(inbox, "done", "slow.csv.quality.json")))["rows"])
        self.assertEqual(2, len(self.stored(service)))

        # Killed in the middle of a file, and told to end while nothing is there.
        big = os.path.join(self.folder, "customers.csv")
        write_customers(big, self.dice)
        os.rename(big, os.path.join(inbox, "customers.csv"))
        until = time.monotonic() + WAIT_SECONDS
        while len(self.stored(service)) < 1_000:
            self.assertLess(time.monotonic(), until)
            time.sleep(0.01)
        watch.kill()
        watch.wait()
        self.assertTrue(os.path.exists(os.path.join(inbox, "customers.csv")))
        watch = self.start_watch(service, inbox)
        self.wait_for(os.path.join(inbox, "done", "customers.csv"), watch)
        self.assertEqual(ROWS, json.loads(self.read(os.path.join(inbox, "done", "customers.csv.quality.json")))["rows"])

        # The same name again; and the service away for a while is not the file's fault.
        self.write(inbox, "slow.csv", "klantnummer;woonplaats\nw-3;Gent\n")
        self.wait_for(os.path.join(inbox, "done", "slow-2.csv"), watch)
        watch.send_signal(signal.SIGTERM)
        self.assertEqual(0, watch.wait(timeout=30))
        self.assertEqual(["customers.csv", "slow-2.csv", "slow.csv"], sorted(
            name for name in os.listdir(os.path.join(inbox, "done")) if name.count(".") == 1))
        self.assertTrue(os.path.exists(os.path.join(inbox, "later.csv.part")))

    def write(self, folder: str, name: str, text: str) -> None:
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)
