"""What the process tells of itself: to Prometheus, read by the parser of the Prometheus project, and in its log."""
import json
import os
import unittest

import grpc
from prometheus_client.parser import text_string_to_metric_families

from identity.v1 import common_pb2 as common
from service import Service, identifier


class Metrics(unittest.TestCase):
    def setUp(self):
        self.service = Service(os.path.join(os.environ["IDENTITY_E2E_DIR"], self.id())).start()
        self.addCleanup(self.service.kill)
        self.client = self.service.client()
        self.addCleanup(self.client.close)

    def read(self):
        code, body = self.service.http("/metrics")
        self.assertEqual(200, code)
        return {family.name: family for family in text_string_to_metric_families(body.decode())}

    def value(self, family: str, sample: str, **labels) -> float:
        return next((item.value for item in self.read()[family].samples
                     if item.name == sample and item.labels == labels), 0)

    def test_a_foreign_parser_reads_every_family(self):
        observation = common.Observation(
            message_id="m-1", source="shop", level=4, identifiers=[identifier("customer_id:c-1")])
        self.assertEqual(1, len(self.client.ingest([observation]).results))
        stranger = self.service.client("idk_nobody")
        self.addCleanup(stranger.close)
        with self.assertRaises(grpc.RpcError):
            stranger.resolve("customer_id:c-1")

        families = self.read()
        for name, family in families.items():
            self.assertIn(family.type, ("counter", "gauge", "histogram"), name)
            self.assertTrue(family.documentation, name)
        method = "identity.v1.IngestionService/Ingest"
        # The parser names counters without their ending.
        self.assertEqual(1, self.value("identity_calls", "identity_calls_total", method=method, code="OK"))
        self.assertEqual(1, self.value(
            "identity_calls", "identity_calls_total", method="identity.v1.ResolutionService/Resolve",
            code="UNAUTHENTICATED"))
        self.assertEqual(1, self.value(
            "identity_observations", "identity_observations_total", outcome="created"))
        self.assertEqual(1, self.value(
            "identity_call_duration_seconds", "identity_call_duration_seconds_bucket", method=method, le="+Inf"))
        self.assertEqual(1, self.value("identity_ready", "identity_ready"))
        self.assertEqual(0, self.service.terminate())

    def test_log_lines_of_a_traced_call_have_its_ids_and_a_collector_that_is_away_does_not_hold_up_the_stop(self):
        self.assertEqual(0, self.service.terminate())
        os.environ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:1"
        self.addCleanup(os.environ.pop, "OTEL_EXPORTER_OTLP_ENDPOINT")
        self.service.start()
        trace = "0af7651916cd43dd8448eb211c80319c"
        stranger = self.service.client("idk_nobody")
        self.addCleanup(stranger.close)
        stranger.metadata += (("traceparent", f"00-{trace}-b7ad6b7169203331-01"),)
        with self.assertRaises(grpc.RpcError):
            stranger.resolve("customer_id:c-1")
        self.assertEqual(0, self.service.terminate())
        with open(self.service.log.name, encoding="utf-8") as file:
            lines = [json.loads(line) for line in file]
        (failed,) = [line["Properties"] for line in lines if "ended with" in line["MessageTemplate"]]
        self.assertEqual(trace, failed["trace_id"])
        self.assertRegex(failed["span_id"], "^[0-9a-f]{16}$")
        self.assertFalse([line for line in lines if "trace_id" in line["Properties"] and line["Properties"] != failed])


if __name__ == "__main__":
    unittest.main()
