// Calls the interop server with `buf curl`, which learns everything through reflection. Usage: buf.mjs PORT.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { finish, runCase } from './common.mjs';

const [port] = process.argv.slice(2);
const buf = fileURLToPath(new URL('../node_modules/.bin/buf', import.meta.url));
const service = 'interop.v1.EchoService';

// Gives { code, out, err } of one run.
const curl = (path, ...args) =>
  new Promise((resolve) => {
    const url = `http://127.0.0.1:${port}${path}`;
    const all = ['curl', '--protocol', 'grpc', '--http2-prior-knowledge', ...args, url];
    const environment = { ...process.env, no_proxy: '127.0.0.1', NO_PROXY: '127.0.0.1' };
    execFile(buf, all, { env: environment, timeout: 60_000 }, (error, out, err) =>
      resolve({ code: error?.code ?? 0, out, err }));
  });

const call = (method, requests, ...args) =>
  curl(`/${service}/${method}`, '-d', [requests].flat().map((r) => JSON.stringify(r)).join('\n'), ...args);
const parse = ({ out, err }) => {
  assert.equal(err, '');
  return out.trim().split(/\n(?=\{)/).map((text) => JSON.parse(text));
};

const cases = {
  async reflection_lists_methods() {
    for (const version of ['grpc-v1', 'grpc-v1alpha']) {
      const { out } = await curl('', '--list-methods', '--reflect-protocol', version);
      for (const method of ['Echo', 'Collect', 'Expand', 'Chat']) {
        assert.ok(out.includes(`${service}/${method}`), out);
      }
    }
  },
  async reflection_lists_services() {
    const { out } = await curl('', '--list-services');
    assert.ok(out.includes(service) && out.includes('grpc.health.v1.Health'), out);
  },
  async unary() {
    assert.deepEqual(parse(await call('Echo', { text: 'hé 😈' })), [{ text: 'hé 😈' }]);
  },
  async client_streaming() {
    const requests = ['a', 'b', 'c'].map((text) => ({ text }));
    assert.deepEqual(parse(await call('Collect', requests)), [{ text: 'a,b,c', index: 3 }]);
  },
  async server_streaming() {
    const responses = parse(await call('Expand', { count: 5 }));
    assert.deepEqual(responses.map((r) => r.index ?? 0), [0, 1, 2, 3, 4]);
  },
  async duplex() {
    const responses = parse(await call('Chat', [{ text: 'a' }, { text: 'b' }]));
    assert.deepEqual(responses.map((r) => r.text), ['a', 'b']);
  },
  async status_with_details() {
    const { code, err } = await call('Echo', { statusCode: 9, statusMessage: 'no ☺', statusDetails: true });
    assert.notEqual(code, 0);
    const error = JSON.parse(err);
    assert.deepEqual([error.code, error.message], ['failed_precondition', 'no ☺']);
    assert.equal(error.details[0].type, 'google.rpc.ErrorInfo');
  },
  async deadline() {
    const { err } = await call('Echo', { wait: true }, '--timeout', '2s');
    assert.match(err, /deadline/);
  },
  async metadata() {
    const { err } = await call('Echo', {}, '-v', '-H', 'x-text: some text', '-H', 'x-raw-bin: AAH/');
    assert.match(err, /< \(#2\) X-Text: some text/i);
    assert.match(err, /< \(#2\) X-Raw-Bin: AAH\//i);
  },
  async unimplemented() {
    assert.equal(JSON.parse((await call('Missing', {})).err).code, 'unimplemented');
  },
  async health() {
    const { out } = await curl('/grpc.health.v1.Health/Check', '-d', '{"service":""}');
    assert.deepEqual(JSON.parse(out), { status: 'SERVING' });
  },
};

for (const [name, body] of Object.entries(cases)) await runCase(`echo buf ${name}`, body);
finish();
