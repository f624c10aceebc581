"""The scenario files through gRPC, in three arrival orders: the persons must be the same each time."""
import json
import os
import time
import unittest

from identity.v1 import common_pb2 as common
from identity.v1 import workspace_service_pb2 as workspace
from service import Service, identifier, moment, shuffled

SEED = 20_240_229
FILES = "tests/conformance"


def load(name: str):
    with open(os.path.join(FILES, name), encoding="utf-8") as file:
        return json.load(file)["scenarios"]


def observation(index: int, row, start: float) -> common.Observation:
    claimed = row.get("claimed", [])
    return common.Observation(
        message_id=f"m{index}", source="test", level=row.get("level", 4), occurred_at=moment(start + 60 * row["minute"]),
        identifiers=[identifier(text, text in claimed) for text in row["identifiers"]])


class Scenarios(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = Service(os.path.join(os.environ["IDENTITY_E2E_DIR"], "scenarios")).start()
        cls.admin = cls.service.client()

    @classmethod
    def tearDownClass(cls):
        cls.admin.close()
        cls.service.kill()

    def workspace_client(self, name: str):
        created = self.admin.create_workspace(name)
        client = self.service.client(created.admin_key)
        self.addCleanup(client.close)
        return client

    def persons(self, client, scenario):
        names = sorted({text for row in scenario["observations"] for text in row["identifiers"]})
        persons = {}
        for text in names:
            persons.setdefault(client.profile_of(text).person_id, []).append(text)
        return sorted(persons.values())

    def check(self, scenario, prepare):
        start = time.time() - 86_400
        rows = [observation(index, row, start) for index, row in enumerate(scenario["observations"])]
        orders = {"given": rows, "reversed": rows[::-1], "shuffled": shuffled(rows, SEED)}
        for order, arrivals in orders.items():
            with self.subTest(scenario=scenario["name"], order=order, seed=SEED):
                client = self.workspace_client(scenario["name"])
                prepare(client, scenario)
                for arrival in arrivals:
                    (result,) = client.ingest([arrival]).results
                    self.assertNotEqual(result.outcome, 6, result.problems)
                self.assertEqual(sorted(map(sorted, scenario["persons"])), self.persons(client, scenario))

    def test_graph_scenarios(self):
        for scenario in load("graph-scenarios.json"):
            self.check(scenario, self.put_graph_rules)

    def test_rule_scenarios(self):
        for scenario in load("rule-scenarios.json"):
            self.check(scenario, lambda client, scenario: None)

    def test_rules_put_after_the_observations_give_the_same(self):
        for scenario in load("graph-scenarios.json")[:6]:
            with self.subTest(scenario=scenario["name"]):
                client = self.workspace_client(scenario["name"])
                loose = self.graph_rules(scenario)
                for rule in loose.namespaces:
                    rule.unique = 0
                client.put_rules(loose)
                start = time.time() - 86_400
                rows = [observation(index, row, start) for index, row in enumerate(scenario["observations"])]
                client.ingest(rows)
                self.put_graph_rules(client, scenario)
                self.wait_resolved(client)
                self.assertEqual(sorted(map(sorted, scenario["persons"])), self.persons(client, scenario))

    def wait_resolved(self, client):
        until = time.monotonic() + 30
        while client.stats().HasField("reresolution"):
            self.assertLess(time.monotonic(), until, "The re-resolution did not end.")
            time.sleep(0.05)

    def put_graph_rules(self, client, scenario):
        client.put_rules(self.graph_rules(scenario))

    @staticmethod
    def graph_rules(scenario):
        return workspace.WorkspaceRules(namespaces=[
            workspace.NamespaceRule(
                name=rule["name"], role=workspace.NamespaceRole.Value("NAMESPACE_ROLE_" + rule["role"]),
                rank=rule["rank"], unique=rule["unique"])
            for rule in scenario["namespaces"]])
