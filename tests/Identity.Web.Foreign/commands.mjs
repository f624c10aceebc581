// curl, as people use it at a prompt, and buf's.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const buf = fileURLToPath(new URL('node_modules/.bin/buf', import.meta.url));
const resolve = '/identity.v1.ResolutionService/Resolve';
const nora = { identifiers: [{ namespace: 'login', value: 'nora of the prompt' }] };

// Gives { code, out, err } of a command.
const command = (program, args, input = '') =>
  new Promise((done) => {
    const environment = { ...process.env, no_proxy: '127.0.0.1', NO_PROXY: '127.0.0.1' };
    const child = execFile(
      program, args, { env: environment, timeout: 60_000 },
      (error, out, err) => done({ code: error?.code ?? 0, out, err }));
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });

// Runs curl; gives { status, headers, body }.
const curl = async (...args) => {
  const input = args.find((arg) => arg instanceof Buffer);
  const { out, err } = await command('curl', ['-sS', '-i', ...args.filter((arg) => arg !== input)], input);
  assert.equal(err, '');
  const [head, ...rest] = out.split('\r\n\r\n');
  return { status: Number(head.split(' ')[1]), headers: head.toLowerCase(), body: rest.join('\r\n\r\n') };
};

const post = (url, key, body, ...args) =>
  curl('-H', `authorization: Bearer ${key}`, '-H', 'content-type: application/json', '-d', JSON.stringify(body), ...args, url);

export const curlCases = ({ url, key }) => ({
  async ingest_and_resolve() {
    const taken = await post(`${url}/identity.v1.IngestionService/Ingest`, key, {
      observations: [{
        messageId: 'm of the prompt', source: 'shop', level: 'RECOGNITION_LEVEL_AUTHENTICATED', ...nora,
        traits: { first_name: 'Nora' },
      }],
    });
    assert.equal(taken.status, 200);
    const { status, body } = await post(`${url}${resolve}`, key, { ...nora, authenticated: true, fields: 'firstName' });
    assert.equal(status, 200);
    assert.deepEqual(JSON.parse(body).fields, { first_name: 'Nora' });
  },
  async gzip_both_ways() {
    const { status, headers, body } = await curl(
      '-H', `authorization: Bearer ${key}`, '-H', 'content-type: application/json', '-H', 'content-encoding: gzip',
      '--compressed', '--data-binary', '@-', gzipSync(JSON.stringify({ ...nora, tag: 'z'.repeat(256) })), `${url}${resolve}`);
    assert.equal(status, 200, body);
    assert.match(body, /z{256}/);
    const { headers: large } = await curl('--compressed', '-H', 'content-type: application/json', '-d',
      `{"observations":[${Array(20).fill('{"source":"shop"}')}]}`, '-H', `authorization: Bearer ${key}`,
      `${url}/identity.v1.IngestionService/Ingest`);
    assert.match(large, /content-encoding: gzip/);
    assert.doesNotMatch(headers, /access-control/);
  },
  async a_form_is_refused() {
    const { status, headers } = await curl('-H', `authorization: Bearer ${key}`, '-d', JSON.stringify(nora), `${url}${resolve}`);
    assert.equal(status, 415);
    assert.match(headers, /accept-post: application\/json, application\/proto/);
  },
  async nothing_is_called_by_GET() {
    const { status, headers } = await curl(`${url}${resolve}?connect=v1&encoding=json&message=%7B%7D`);
    assert.equal(status, 405);
    assert.match(headers, /allow: post/);
  },
  async no_page_of_another_site_may_call() {
    const { headers } = await curl(
      '-X', 'OPTIONS', '-H', 'Origin: https://elsewhere.example', '-H', 'Access-Control-Request-Method: POST',
      '-H', 'Access-Control-Request-Headers: authorization,content-type', `${url}${resolve}`);
    assert.doesNotMatch(headers, /access-control/);
  },
  async without_a_key() {
    const { status, body } = await curl('-H', 'content-type: application/json', '-d', '{}', `${url}${resolve}`);
    assert.equal(status, 401);
    assert.equal(JSON.parse(body).code, 'unauthenticated');
  },
  async a_field_that_does_not_fit() {
    const { status, body } = await post(`${url}${resolve}`, key, { identifiers: [{ claimed: 'secret' }] });
    assert.equal(status, 400);
    assert.doesNotMatch(body, /secret/);
    assert.equal(JSON.parse(body).details[0].debug.fieldViolations[0].field, 'identifiers[0].claimed');
  },
  async unknown_method() {
    const { status, body } = await post(`${url}/identity.v1.ResolutionService/Guess`, key, {});
    assert.deepEqual([status, JSON.parse(body).code], [404, 'unimplemented']);
  },
  async deadline() {
    const { status, body } = await post(`${url}${resolve}`, key, nora, '-H', 'connect-timeout-ms: 0');
    assert.deepEqual([status, JSON.parse(body).code], [504, 'deadline_exceeded']);
  },
});

export const bufCases = ({ url, key }) => {
  const call = (method, request, ...args) => command(buf, [
    'curl', '--protocol', 'connect', '--schema', 'protos', '-H', `authorization: Bearer ${key}`,
    '-d', JSON.stringify(request), ...args, `${url}/identity.v1.${method}`]);
  return {
    async resolve() {
      const { out, err } = await call('ResolutionService/Resolve', { ...nora, authenticated: true });
      assert.equal(err, '');
      assert.equal(JSON.parse(out).fields.first_name, 'Nora');
    },
    async profile() {
      const { out, err } = await call('ProfileService/GetProfile', { identifier: nora.identifiers[0] });
      assert.equal(err, '');
      assert.equal(JSON.parse(out).traits.first_name.value, 'Nora');
    },
    async error_with_details() {
      const { code, err } = await call('ResolutionService/Resolve', { purpose: 'Not A Purpose', ...nora });
      assert.notEqual(code, 0);
      const error = JSON.parse(err);
      assert.equal(error.code, 'invalid_argument');
      assert.ok(error.details.some(({ type }) => type === 'google.rpc.BadRequest'));
    },
    async a_stream_is_unimplemented() {
      const { err } = await command(buf, [
        'curl', '--protocol', 'connect', '--schema', 'src/Identity.Rpc/Protos', '-d', '{}',
        `${url}/grpc.health.v1.Health/Watch`]);
      assert.equal(JSON.parse(err).code, 'unimplemented');
    },
  };
};
