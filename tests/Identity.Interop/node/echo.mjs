// Calls the interop server with @grpc/grpc-js. Usage: echo.mjs PLAIN_PORT GZIP_PORT.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';
import { finish, runCase } from './common.mjs';

const [plainPort, gzipPort] = process.argv.slice(2);
const protos = (path) => fileURLToPath(new URL(path, import.meta.url));
const load = (file, folder) =>
  grpc.loadPackageDefinition(loader.loadSync(file, { keepCase: true, defaults: true, includeDirs: [protos(folder)] }));
const { EchoService } = load('echo.proto', '../../Identity.Rpc.Tests/Protos').interop.v1;
const { Health } = load('grpc/health/v1/health.proto', '../../../src/Identity.Rpc/Protos').grpc.health.v1;
const reflectionOf = (version) =>
  load(`grpc/reflection/${version}/reflection.proto`, '../../../src/Identity.Rpc/Protos').grpc.reflection[version];

const options = { 'grpc.enable_http_proxy': 0 };
const connect = (Service, port) =>
  new Service(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), options);
const plain = connect(EchoService, plainPort);
const gzip = connect(EchoService, gzipPort);
const message = '\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n';
const soon = (milliseconds = 20_000) => ({ deadline: Date.now() + milliseconds });

// Each gives { error, response, headers, trailers } or, of a stream, { error, responses, headers, trailers }.
const unary = (client, method, request, metadata = new grpc.Metadata(), callOptions = soon()) =>
  new Promise((resolve) => {
    const outcome = {};
    const call = client[method](request, metadata, callOptions, (error, response) => {
      outcome.error = error;
      outcome.response = response;
    });
    follow(call, outcome, resolve);
  });

const follow = (call, outcome, resolve) => {
  call.on('metadata', (headers) => { outcome.headers = headers; });
  call.on('error', (error) => { outcome.error ??= error; });
  call.on('status', (status) => {
    outcome.trailers = status.metadata;
    setImmediate(() => resolve(outcome));
  });
};

const stream = (call) =>
  new Promise((resolve) => {
    const outcome = { responses: [] };
    call.on('data', (response) => outcome.responses.push(response));
    follow(call, outcome, resolve);
  });

const collect = (client, requests, callOptions = soon()) =>
  new Promise((resolve) => {
    const outcome = {};
    const call = client.Collect(new grpc.Metadata(), callOptions, (error, response) => {
      outcome.error = error;
      outcome.response = response;
    });
    follow(call, outcome, resolve);
    requests.forEach((request) => call.write(request));
    call.end();
  });

const metadata = (...entries) => {
  const result = new grpc.Metadata();
  entries.forEach(([key, value]) => result.add(key, value));
  return result;
};

const cases = {
  async unary() {
    assert.equal((await unary(plain, 'Echo', { text: 'hé 😈' })).response.text, 'hé 😈');
  },
  async client_streaming() {
    const { response } = await collect(plain, ['a', 'b', 'c'].map((text) => ({ text })));
    assert.equal(response.text, 'a,b,c');
  },
  async server_streaming() {
    const { responses, error } = await stream(plain.Expand({ count: 1000 }, soon()));
    assert.equal(error, undefined);
    assert.deepEqual(responses.map((r) => r.index), [...Array(1000).keys()]);
  },
  async server_streaming_that_fails_after_responses() {
    const { responses, error } = await stream(
      plain.Expand({ count: 3, status_code: 8, status_message: 'enough' }, soon()));
    assert.equal(responses.length, 3);
    assert.deepEqual([error.code, error.details], [8, 'enough']);
  },
  async duplex_ping_pong() {
    const call = plain.Chat(soon());
    for (let i = 0; i < 100; i += 1) {
      call.write({ text: `${i}` });
      const [response] = await once(call, 'data');
      assert.equal(response.text, `${i}`);
    }
    const ended = once(call, 'status');
    call.end();
    assert.equal((await ended)[0].code, 0);
  },
  async many_calls_at_once() {
    const outcomes = await Promise.all([...Array(300).keys()].map((i) => unary(plain, 'Echo', { text: `${i}` })));
    assert.deepEqual(outcomes.map((o) => o.response?.text), [...Array(300).keys()].map(String));
  },
  async deadline() {
    const { error } = await unary(plain, 'Echo', { wait: true }, metadata(), soon(200));
    assert.equal(error.code, grpc.status.DEADLINE_EXCEEDED);
  },
  async cancellation() {
    const call = plain.Chat(soon());
    call.write({ text: 'a' });
    await once(call, 'data');
    const failed = once(call, 'error');
    call.cancel();
    assert.equal((await failed)[0].code, grpc.status.CANCELLED);
  },
  async metadata_both_ways() {
    const { headers, trailers } = await unary(plain, 'Echo', {}, metadata(
      ['x-text', 'some text'], ['x-raw-bin', Buffer.from([0, 1, 255])],
      ['t-text', 'end'], ['t-raw-bin', Buffer.from([171, 171])]));
    assert.deepEqual(headers.get('x-text'), ['some text']);
    assert.deepEqual(headers.get('x-raw-bin'), [Buffer.from([0, 1, 255])]);
    assert.deepEqual(trailers.get('t-text'), ['end']);
    assert.deepEqual(trailers.get('t-raw-bin'), [Buffer.from([171, 171])]);
  },
  async metadata_with_duplicate_binary_keys() {
    const { headers } = await unary(plain, 'Echo', {}, metadata(
      ['x-raw-bin', Buffer.from([2])], ['x-raw-bin', Buffer.from([1])]));
    assert.deepEqual(headers.get('x-raw-bin'), [Buffer.from([2]), Buffer.from([1])]);
  },
  async gzip_of_requests() {
    const compressing = new EchoService(
      `127.0.0.1:${plainPort}`,
      grpc.credentials.createInsecure(),
      { ...options, 'grpc.default_compression_algorithm': grpc.compressionAlgorithms.gzip });
    const text = 'a'.repeat(100_000);
    assert.equal((await unary(compressing, 'Echo', { text })).response.text, text);
    compressing.close();
  },
  async gzip_of_responses() {
    assert.equal((await unary(gzip, 'Echo', { response_size: 1_000_000 })).response.payload.length, 1_000_000);
    const { responses } = await stream(gzip.Expand({ count: 5, response_size: 10_000 }, soon()));
    assert.deepEqual(responses.map((r) => r.payload.length), Array(5).fill(10_000));
  },
  async request_past_the_limit() {
    const { error } = await unary(plain, 'Echo', { payload: Buffer.alloc(5 << 20) });
    assert.equal(error.code, grpc.status.RESOURCE_EXHAUSTED);
    assert.equal((await unary(plain, 'Echo', { text: 'a' })).response.text, 'a');
  },
  async status_codes_and_messages() {
    for (let code = 1; code <= 16; code += 1) {
      const { error } = await unary(plain, 'Echo', { status_code: code, status_message: message });
      assert.deepEqual([error.code, error.details], [code, message]);
    }
  },
  async status_details() {
    const { error } = await unary(plain, 'Echo', { status_code: 9, status_message: 'no', status_details: true });
    const [details] = error.metadata.get('grpc-status-details-bin');
    assert.equal(error.code, 9);
    assert.ok(details.includes('TESTED') && details.includes('google.rpc.ErrorInfo'));
  },
  async handler_that_fails() {
    const { error } = await unary(plain, 'Echo', { crash: true });
    assert.equal(error.code, grpc.status.UNKNOWN);
    assert.ok(!error.details.includes('jan'));
  },
  async unimplemented() {
    assert.equal((await unary(plain, 'Missing', {})).error.code, grpc.status.UNIMPLEMENTED);
    const identity = (bytes) => bytes;
    const error = await new Promise((resolve) => {
      plain.makeUnaryRequest('/interop.v1.None/None', identity, identity, Buffer.alloc(0), resolve);
    });
    assert.equal(error.code, grpc.status.UNIMPLEMENTED);
  },
  async health() {
    const health = connect(Health, plainPort);
    assert.equal((await unary(health, 'Check', { service: '' })).response.status, 1);
    assert.equal((await unary(health, 'Check', { service: 'none' })).error.code, grpc.status.NOT_FOUND);
    const watch = health.Watch({ service: 'none' }, soon());
    watch.on('error', () => {});
    assert.equal((await once(watch, 'data'))[0].status, 3);
    watch.cancel();
    health.close();
  },
  async reflection_in_both_versions() {
    for (const version of ['v1', 'v1alpha']) {
      const client = connect(reflectionOf(version).ServerReflection, plainPort);
      const call = client.ServerReflectionInfo(soon());
      call.write({ list_services: '' });
      const [listed] = await once(call, 'data');
      assert.ok(listed.list_services_response.service.some((s) => s.name === 'interop.v1.EchoService'));
      call.write({ file_containing_symbol: 'interop.v1.EchoService' });
      const [file] = await once(call, 'data');
      assert.equal(file.file_descriptor_response.file_descriptor_proto.length, 1);
      call.end();
      client.close();
    }
  },
};

for (const [name, body] of Object.entries(cases)) await runCase(`echo grpc-js ${name}`, body);
finish();
