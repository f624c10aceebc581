// The clients of Connect's makers, for Node and for browsers, with JSON and with binary messages.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { Code, ConnectError, createClient } from '@connectrpc/connect';
import { compressionGzip, createConnectTransport as forNode } from '@connectrpc/connect-node';
import { createConnectTransport as forBrowsers } from '@connectrpc/connect-web';

const registryOf = (file) =>
  createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(file)));

const refusal = async (promise) => {
  const error = await promise.then(() => null, (reason) => reason);
  assert.ok(error instanceof ConnectError, `${error}`);
  return error;
};

// Gives the cases of each client, by its name.
export const connectClients = ({ url, key, sets }) => {
  const contract = registryOf(sets.contract);
  const details = registryOf(sets.details);
  const health = registryOf(sets.health);
  const withKey = (next) => (request) => {
    if (!request.header.has('authorization')) { request.header.set('authorization', `Bearer ${key}`); }
    return next(request);
  };
  const interceptors = [withKey];
  const transports = {
    'connect-node json': forNode({ baseUrl: url, httpVersion: '1.1', useBinaryFormat: false, interceptors }),
    'connect-node binary gzip': forNode({
      baseUrl: url, httpVersion: '1.1', useBinaryFormat: true, interceptors,
      sendCompression: compressionGzip, acceptCompression: [compressionGzip], compressMinBytes: 0,
    }),
    'connect-web json': forBrowsers({ baseUrl: url, useBinaryFormat: false, interceptors }),
    'connect-web binary': forBrowsers({ baseUrl: url, useBinaryFormat: true, interceptors }),
  };
  return Object.entries(transports)
    .map(([name, transport]) => [name, casesOf(name, transport, { contract, details, health })]);
};

const casesOf = (name, transport, { contract, details, health }) => {
  const client = (service, registry = contract) => createClient(registry.getService(service), transport);
  const resolution = client('identity.v1.ResolutionService');
  const login = { namespace: 'login', value: `nora of ${name}` };
  const detailOf = (error, type) => error.findDetails(details.getMessage(type))[0];
  return {
    async ingest_resolve_and_profile() {
      const { results } = await client('identity.v1.IngestionService').ingest({
        observations: [{
          messageId: `m ${name}`, source: 'shop', level: 4, identifiers: [login],
          occurredAt: { seconds: 1_767_225_600n, nanos: 0 },
          traits: {
            first_name: { kind: { case: 'stringValue', value: 'Nóra 😈' } },
            about: { kind: { case: 'stringValue', value: 'x'.repeat(5_000) } },
          },
        }],
      });
      assert.equal(results[0].outcome, 1);
      const resolved = await resolution.resolve({ identifiers: [login], authenticated: true });
      assert.equal(resolved.personId, results[0].personId);
      assert.equal(resolved.level, 4);
      assert.equal(resolved.fields.first_name.kind.value, 'Nóra 😈');
      const profile = await client('identity.v1.ProfileService').getProfile(
        { who: { case: 'identifier', value: login } });
      assert.equal(profile.personId, results[0].personId);
      assert.equal(profile.traits.about.value.kind.value.length, 5_000);
    },
    async error_with_details() {
      const error = await refusal(resolution.resolve({ identifiers: [{ namespace: 'fingerprint', value: 'x' }] }));
      assert.equal(error.code, Code.InvalidArgument);
      assert.equal(detailOf(error, 'google.rpc.ErrorInfo').reason, 'NAMESPACE_UNKNOWN');
      assert.equal(
        detailOf(error, 'google.rpc.BadRequest').fieldViolations[0].field, 'identifiers[0].namespace');
    },
    async wrong_key() {
      const error = await refusal(
        resolution.resolve({ identifiers: [login] }, { headers: { authorization: 'Bearer idk_wrong' } }));
      assert.equal(error.code, Code.Unauthenticated);
      assert.equal(detailOf(error, 'google.rpc.ErrorInfo').reason, 'KEY_INVALID');
    },
    async deadline_at_the_server() {
      // As a header of the call's own, so that it is the server and not the client that tells.
      const error = await refusal(
        resolution.resolve({ identifiers: [login] }, { headers: { 'Connect-Timeout-Ms': '0' } }));
      assert.equal(error.code, Code.DeadlineExceeded);
    },
    async deadline_that_is_met() {
      const answer = await resolution.resolve({ identifiers: [login], tag: 'in time' }, { timeoutMs: 60_000 });
      assert.equal(answer.tag, 'in time');
    },
    async health() {
      const checked = await client('grpc.health.v1.Health', health).check({});
      assert.equal(checked.status, 1);
    },
    async streams_are_unimplemented() {
      const watched = async () => {
        for await (const _ of client('grpc.health.v1.Health', health).watch({})) { assert.fail('No answer was due.'); }
      };
      const error = await refusal(watched());
      assert.equal(error.code, Code.Unimplemented);
      assert.match(error.rawMessage, /gRPC/);
    },
  };
};
