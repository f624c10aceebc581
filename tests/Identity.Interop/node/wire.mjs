// Sends the requests of wire_cases.mjs over Node's HTTP/2, without a gRPC client, on one connection.
// Usage: wire.mjs SCHEMA PORT [control]; `control` turns every expectation around.
import assert from 'node:assert/strict';
import http2 from 'node:http2';
import { gunzipSync } from 'node:zlib';
import { finish, loadSchema, runCase } from './common.mjs';
import { cases } from './wire_cases.mjs';

const [schemaFile, port, mode] = process.argv.slice(2);
const schema = loadSchema(schemaFile);
const session = http2.connect(`http://127.0.0.1:${port}`);
session.on('error', () => {});

const send = ({ path, method = 'POST', contentType = 'application/grpc', headers = {}, body }) =>
  new Promise((resolve, reject) => {
    const fields = { ':method': method, ':path': path, 'content-type': contentType, te: 'trailers', ...headers };
    const stream = session.request(fields, { endStream: false });
    const outcome = { chunks: [] };
    stream.on('response', (received) => { outcome.headers = received; });
    stream.on('trailers', (received) => { outcome.trailers = received; });
    stream.on('data', (chunk) => outcome.chunks.push(chunk));
    stream.on('error', reject);
    stream.on('close', () => resolve(outcome));
    stream.setTimeout(20_000, () => reject(new Error('No end of the response.')));
    stream.end(body);
  });

const framesOf = (chunks) => {
  const frames = [];
  let rest = Buffer.concat(chunks);
  while (rest.length > 0) {
    const length = rest.readUInt32BE(1);
    const payload = rest.subarray(5, 5 + length);
    assert.equal(payload.length, length, 'the last message is complete');
    frames.push({ flag: rest[0], payload: rest[0] === 1 ? gunzipSync(payload) : payload });
    rest = rest.subarray(5 + length);
  }
  return frames;
};

// What a client makes of a response without status, by its HTTP status.
const codeOf = ({ headers, trailers = {} }) => {
  const text = trailers['grpc-status'] ?? headers['grpc-status'];
  if (text !== undefined) return Number(text);
  return headers[':status'] === 404 ? 12 : 2;
};

const payloadOf = (frames) => schema.decode('connectrpc.conformance.v1.UnaryResponse', frames[0].payload).payload;

const check = (outcome, expected) => {
  const turn = mode === 'control' ? 1 : 0;
  if (expected.http) {
    assert.equal(outcome.headers[':status'], expected.http + turn);
    return;
  }
  const codes = turn ? [...Array(17).keys()].filter((code) => !expected.codes.includes(code)) : expected.codes;
  assert.ok(codes.includes(codeOf(outcome)), `code ${codeOf(outcome)}, allowed are ${codes}`);
  checkContent(outcome, expected);
};

const checkContent = (outcome, expected) => {
  const frames = framesOf(outcome.chunks);
  if (expected.codes[0] === 0) assert.match(outcome.headers['content-type'], /^application\/grpc(\+proto)?$/);
  if (expected.accepted) assert.equal(outcome.headers['grpc-accept-encoding'], expected.accepted);
  if (expected.data) assert.equal(Buffer.from(payloadOf(frames).data).toString(), expected.data);
  if (expected.flags) assert.deepEqual(frames.map(({ flag }) => flag), expected.flags);
  if (expected.sum) {
    const response = schema.decode('grpc.testing.StreamingInputCallResponse', frames[0].payload);
    assert.equal(response.aggregatedPayloadSize, expected.sum);
  }
  if (expected.timeoutMs) {
    const seen = Number(payloadOf(frames).requestInfo.timeoutMs);
    assert.ok(seen <= expected.timeoutMs && seen > expected.timeoutMs - 20_000, `timeout of ${seen} ms`);
  }
};

const suites = cases((name, fields) => schema.encode(schema.make(name, fields)));
for (const [suite, list] of Object.entries(suites)) {
  for (const expected of list) {
    await runCase(`wire ${suite}/${expected.name}`, async () => check(await send(expected), expected));
  }
}
session.close();
finish();
