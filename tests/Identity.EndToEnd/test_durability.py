"""kill -9 in the middle of load: nothing that was acknowledged is lost or doubled, nothing is there by half."""
import os
import random
import sqlite3
import threading
import time
import unittest

import grpc
from google.protobuf import struct_pb2
from identity.v1 import common_pb2 as common
from service import Service, identifier, moment

KILLS = 10
WRITERS = 4
SEED = 31_012_007


class Writer(threading.Thread):
    """Sends orders of one customer, in batches, until the service goes away; remembers what was acknowledged."""

    def __init__(self, service, number, round_number):
        super().__init__()
        self.client = service.client()
        self.number, self.round = number, round_number
        self.acknowledged, self.sent = set(), 0

    def run(self):
        try:
            while True:
                batch = [self.order(self.sent + index) for index in range(5)]
                self.sent += len(batch)
                for result in self.client.ingest(batch).results:
                    if result.outcome in (1, 2, 3, 4):
                        self.acknowledged.add(result.message_id)
        except grpc.RpcError:
            pass
        finally:
            self.client.close()

    def order(self, index):
        return common.Observation(
            message_id=f"{self.round}-{self.number}-{index}", source="shop", level=4,
            occurred_at=moment(time.time() - 3600),
            identifiers=[identifier(f"customer_id:c{self.number}"), identifier(f"order:{self.round}-{self.number}-{index}")],
            traits={"last_order": struct_pb2.Value(string_value=f"{self.round}-{self.number}-{index}")},
            event=common.Event(name="order_completed"))


class Durability(unittest.TestCase):
    def setUp(self):
        self.data = os.path.join(os.environ["IDENTITY_E2E_DIR"], "durability")

    def test_nothing_acknowledged_is_lost_or_doubled_by_kill_9(self):
        dice = random.Random(SEED)
        print(f"seed {SEED}")
        acknowledged = {number: set() for number in range(WRITERS)}
        for round_number in range(KILLS):
            service = Service(self.data).start()
            writers = [Writer(service, number, round_number) for number in range(WRITERS)]
            for writer in writers:
                writer.start()
            # The kill must come at any moment of the work, so the pause is part of the test.
            time.sleep(0.8 + 1.2 * dice.random())
            service.kill()
            for writer in writers:
                writer.join(timeout=60)
                self.assertFalse(writer.is_alive())
                acknowledged[writer.number] |= writer.acknowledged
        self.check(acknowledged)

    def check(self, acknowledged):
        total = sum(map(len, acknowledged.values()))
        print(f"{total} observations acknowledged over {KILLS} kills")
        self.assertGreater(total, KILLS * WRITERS, "There was no load to speak of.")
        service = Service(self.data).start()
        client = service.client()
        try:
            stored = self.stored()
            for number, messages in acknowledged.items():
                lost = messages - stored[number]
                self.assertEqual(set(), lost, "acknowledged and lost")
                count = client.profile_of(f"customer_id:c{number}").activity.events["order_completed"].count
                self.assertEqual(len(stored[number]), count, "counted once each")
        finally:
            client.close()
            self.assertEqual(0, service.terminate())
        with sqlite3.connect(os.path.join(self.data, "identity.db")) as database:
            self.assertEqual([("ok",)], database.execute("PRAGMA integrity_check").fetchall())

    def stored(self):
        stored = {number: set() for number in range(WRITERS)}
        with sqlite3.connect(f"file:{os.path.join(self.data, 'identity.db')}?mode=ro", uri=True) as database:
            rows = database.execute("SELECT message_id FROM observations").fetchall()
        self.assertEqual(len(rows), len(set(rows)), "stored once each")
        for (message_id,) in rows:
            stored[int(message_id.split("-")[1])].add(message_id)
        return stored
