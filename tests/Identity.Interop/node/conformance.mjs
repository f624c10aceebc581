// The cases of ../conformance/cases.json with a client for Node.
// Usage: conformance.mjs CLIENT SCHEMA PORT
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { finish, loadSchema, Requests, runCase } from './common.mjs';

const [clientName, schemaFile, port] = process.argv.slice(2);
const driver = await import(`./${clientName}.mjs`);
const schema = loadSchema(schemaFile);
const table = JSON.parse(readFileSync(new URL('../conformance/cases.json', import.meta.url)));
const client = driver.open({ port });

const types = 'connectrpc.conformance.v1';
const sent = ['Value1', 'Value2'];
const bytes = (text) => new TextEncoder().encode(text);
const text = (data) => new TextDecoder().decode(data);
const headersOf = (map = {}) => Object.entries(map).map(([name, value]) => ({ name, value }));

// What comes back in the details of every failure.
const detail = schema.make(`${types}.Header`, { name: 'detail', value: ['of the failure'] });
const pack = (message) => ({ typeUrl: `type.googleapis.com/${message.$typeName}`, value: schema.encode(message) });

// The kind of call that the name of a case tells.
const kindOf = (name) => {
  const [kind, duplex] = name.split('/');
  switch (kind) {
    case 'unary': return { method: 'Unary', input: 'UnaryRequest', single: true };
    case 'client-stream': return { method: 'ClientStream', input: 'ClientStreamRequest', single: true };
    case 'server-stream': return { method: 'ServerStream', input: 'ServerStreamRequest' };
    case 'bidi-stream':
      return { method: 'BidiStream', input: 'BidiStreamRequest', fullDuplex: duplex === 'full-duplex' };
    default: return { method: 'Unimplemented', input: 'UnimplementedRequest', single: true };
  }
};

const definitionOf = (definition, { single }) => {
  const { headers, trailers, data = [], error, delay_ms: responseDelayMs = 0 } = definition;
  const failure = error && { ...error, details: [pack(detail)] };
  const shared = { responseHeaders: headersOf(headers), responseTrailers: headersOf(trailers), responseDelayMs };
  if (!single) return { ...shared, responseData: data.map(bytes), error: failure };
  const response = failure
    ? { case: 'error', value: failure }
    : { case: 'responseData', value: bytes(data[0] ?? '') };
  return { ...shared, response };
};

// A message of so many bytes more or less than the limit.
const padded = (message, difference) => {
  const target = table.request_size_limit + difference;
  message.requestData = new Uint8Array(target);
  message.requestData = new Uint8Array(2 * target - schema.size(message));
  assert.equal(schema.size(message), target);
  return message;
};

const requestsOf = (definition, kind) => {
  const { empty, requests = 1, sizes = Array(requests).fill(null) } = definition;
  return sizes.map((size, index) => {
    const message = schema.make(`${types}.${kind.input}`);
    if (!empty && index > 0) message.requestData = bytes('test response');
    if (!empty && index === 0 && kind.method !== 'Unimplemented') {
      Object.assign(message, schema.make(message.$typeName, {
        responseDefinition: definitionOf(definition, kind),
        fullDuplex: kind.fullDuplex,
      }));
    }
    return size === null ? message : padded(message, size);
  });
};

const checkInfo = (info, requests, definition) => {
  const echoed = info.requestHeaders.find(({ name }) => name === 'x-conformance-test');
  assert.deepEqual(echoed.value.flatMap((value) => value.split(', ')), sent);
  assert.deepEqual(info.requests.map(({ typeUrl }) => typeUrl), requests.map((request) => pack(request).typeUrl));
  assert.ok(info.requests.every(({ value }, index) => Buffer.compare(value, schema.encode(requests[index])) === 0));
  if (!definition.timeout_ms) return;
  assert.ok(info.timeoutMs > 0 && info.timeoutMs <= definition.timeout_ms, `timeout of ${info.timeoutMs} ms`);
};

const checkFailure = (outcome, error, requests, definition) => {
  assert.deepEqual([outcome.code, outcome.message], [error.code, error.message]);
  const { details } = schema.decode('google.rpc.Status', outcome.details);
  const [own, info, ...more] = details.map(({ typeUrl, value }) => schema.decode(typeUrl.split('/')[1], value));
  assert.deepEqual([own, more], [detail, []]);
  assert.equal(info === undefined, outcome.responses.length > 0);
  if (info) checkInfo(info, requests, definition);
};

const check = (outcome, requests, definition, kind) => {
  const defined = requests.length === 0 || definition.empty ? {} : definition;
  const { data = [], error, headers = {}, trailers = {} } = defined;
  const payloads = outcome.responses.map(({ payload }) => payload);
  const single = kind.single ? (error ? [] : [data[0] ?? '']) : data;
  assert.deepEqual(payloads.map((payload) => text(payload.data)), single, outcome.message);
  if (payloads.length > 0) {
    checkInfo(payloads[0].requestInfo, kind.fullDuplex ? requests.slice(0, 1) : requests, definition);
  }
  if (error) checkFailure(outcome, error, requests, definition);
  else assert.deepEqual([outcome.code, outcome.message], [0, '']);
  Object.entries(headers).forEach(([name, values]) => assert.deepEqual(outcome.headers(name), values));
  Object.entries(trailers).forEach(([name, values]) => assert.deepEqual(outcome.trailers(name), values));
};

// Sends requests at once, or each after the response to the one before.
const exchange = (definition, requests, kind) => {
  const queue = new Requests();
  const waiting = [...requests];
  const next = () => (waiting.length > 0 ? queue.send(waiting.shift()) : queue.end());
  if (kind.fullDuplex) next();
  else while (waiting.length > 0) next();
  if (!kind.fullDuplex || definition.expect_code || (definition.data ?? []).length === 0) queue.end();
  return client.call(schema.method(`${types}.ConformanceService`, kind.method), queue, {
    metadata: sent.map((value) => ['x-conformance-test', value]),
    timeoutMs: definition.timeout_ms,
    onResponse: kind.fullDuplex ? next : undefined,
  });
};

for (const suite of table.suites) {
  for (const own of suite.cases) {
    const definition = { ...suite.defaults, ...own };
    await runCase(`conformance ${driver.name} ${suite.name}/${own.name}`, async () => {
      const kind = kindOf(own.name);
      const requests = requestsOf(definition, kind);
      const outcome = await exchange(definition, requests, kind);
      if (definition.expect_code) assert.equal(outcome.code, definition.expect_code, outcome.message);
      else check(outcome, requests, definition, kind);
    });
  }
}
finish();
