"""A visitor's way through the levels, as a website sees it."""
import hashlib
import os
import time
import unittest

import grpc
from google.protobuf import struct_pb2
from identity.v1 import common_pb2 as common
from service import Service, identifier, moment


def text(value: str) -> struct_pb2.Value:
    return struct_pb2.Value(string_value=value)


class Levels(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = Service(os.path.join(os.environ["IDENTITY_E2E_DIR"], "levels")).start()
        cls.client = cls.service.client()

    @classmethod
    def tearDownClass(cls):
        cls.client.close()
        cls.service.kill()

    def observe(self, message_id, level, identifiers, minutes_ago, claimed=(), **more):
        (result,) = self.client.ingest([common.Observation(
            message_id=message_id, source="site", level=level, occurred_at=moment(time.time() - 60 * minutes_ago),
            identifiers=[identifier(item, item in claimed) for item in identifiers], **more)]).results
        self.assertNotEqual(6, result.outcome, result.problems)
        return result

    def test_a_visitor_from_stranger_to_customer_and_back(self):
        self.assertEqual(1, self.client.resolve("cookie:way").level)

        seen = self.observe("w1", 2, ["cookie:way"], 50, traits={"favourite": text("bikes")})
        answer = self.client.resolve("cookie:way", fields={"paths": ["favourite", "first_name"]})
        self.assertEqual((2, seen.person_id), (answer.level, answer.person_id))
        self.assertEqual("bikes", answer.fields["favourite"].string_value)
        self.assertEqual([("first_name", 1)], [(item.field, item.reason) for item in answer.withheld])

        self.observe("w2", 4, ["login:way", "cookie:way"], 40, traits={"first_name": text("Fleur")})
        answer = self.client.resolve("cookie:way", fields={"paths": ["first_name"]})
        self.assertEqual((3, seen.person_id), (answer.level, answer.person_id), "a visitor keeps its id")
        self.assertEqual("Fleur", answer.fields["first_name"].string_value)
        self.assertTrue(answer.permissions.show_name)
        self.assertFalse(answer.permissions.change_account)

        answer = self.client.resolve("login:way", "cookie:way", authenticated=True)
        self.assertEqual((4, True), (answer.level, answer.permissions.change_account))
        self.assertEqual([], list(answer.conflicts))

        self.observe("w3", 4, ["login:way", "cookie:way"], 30, event=common.Event(
            name="logout", properties={"forget": struct_pb2.Value(bool_value=True)}))
        answer = self.client.resolve("cookie:way")
        self.assertEqual((1, ""), (answer.level, answer.person_id), "a forgotten device is a stranger")

    def test_a_typed_address_opens_nothing(self):
        self.observe("t1", 4, ["login:tine", "email:tine@example.nl"], 50, traits={"first_name": text("Tine")})
        self.observe("t2", 2, ["cookie:thief", "email:tine@example.nl"], 40)
        answer = self.client.resolve("cookie:thief", "email:tine@example.nl")
        self.assertEqual(2, answer.level)
        self.assertEqual({}, dict(answer.fields))
        self.assertEqual(["email"], [claim.namespace for claim in answer.claims])
        self.assertEqual([], list(answer.conflicts))

    def test_somebody_else_on_the_device_is_named_as_conflict(self):
        self.observe("s1", 4, ["login:kevin", "cookie:shared"], 50)
        self.observe("s2", 4, ["login:nora"], 40)
        answer = self.client.resolve("login:nora", "cookie:shared", authenticated=True)
        self.assertEqual(4, answer.level)
        self.assertEqual(["cookie"], [conflict.namespace for conflict in answer.conflicts])
        self.assertNotEqual(answer.person_id, self.client.resolve("cookie:shared").person_id)

    def test_an_address_and_its_hash_are_one_identifier(self):
        self.observe("h1", 4, ["customer_id:h", "email:Hanne@Example.NL"], 50)
        digest = hashlib.sha256(b"hanne@example.nl").hexdigest()
        self.assertEqual(
            self.client.profile_of("customer_id:h").person_id, self.client.profile_of(f"email:{digest}").person_id)

    def test_a_public_key_is_told_nothing(self):
        key = self.client.create_key(name="page", scopes=["ingest.public"], sources=["page"])
        client = self.service.client(key.key)
        try:
            (result,) = client.ingest([common.Observation(
                message_id="p1", source="crm", identifiers=[identifier("cookie:page"), identifier("login:kevin")])]).results
            self.assertEqual((7, "", 0, ""), (result.outcome, result.person_id, result.level, result.revision))
            with self.assertRaises(grpc.RpcError) as refused:
                client.resolve("cookie:page")
            self.assertEqual(grpc.StatusCode.PERMISSION_DENIED, refused.exception.code())
        finally:
            client.close()
