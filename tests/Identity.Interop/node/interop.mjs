// The official interoperability cases with a client for Node. The cases are those of grpc/grpc
// doc/interop-test-descriptions.md, under their names there.
// Usage: interop.mjs CLIENT SCHEMA FOLDER PLAIN_PORT TLS_PORT
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { finish, loadSchema, Requests, runCase, skip, status } from './common.mjs';

const [clientName, schemaFile, folder, port, tlsPort] = process.argv.slice(2);
const driver = await import(`./${clientName}.mjs`);
const schema = loadSchema(schemaFile);
const certificate = readFileSync(`${folder}/certificate.pem`);

const requestSizes = [27_182, 8, 1_828, 45_904];
const responseSizes = [31_415, 9, 2_653, 58_979];
const largeRequest = 271_828;
const largeResponse = 314_159;
const concurrentCalls = 100;
const soakCalls = 20;
const special = '\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n';
const [token, userName, scope] = ['interop-token', 'interop@example.com', 'interop.read'];

const method = (name, service = 'TestService') => schema.method(`grpc.testing.${service}`, name);
const zeros = (size) => ({ body: new Uint8Array(size) });
const large = (fields = {}) => ({ responseSize: largeResponse, payload: zeros(largeRequest), ...fields });
const output = (responseSize, requestSize) =>
  ({ responseParameters: [{ size: responseSize }], payload: zeros(requestSize) });
const sizes = ({ responses }) => responses.map((response) => response.payload?.body.length ?? 0);
const total = (list) => list.reduce((sum, size) => sum + size, 0);

const client = driver.open({ port });
const unary = (request, more, through = client) => through.call(method('UnaryCall'), Requests.of(request), more);
const succeeded = (outcome) => {
  assert.deepEqual([outcome.code, outcome.message], [status.ok, '']);
  return outcome;
};
const checkLarge = (outcome) => assert.deepEqual(sizes(succeeded(outcome)), [largeResponse]);

// Opens a connection for one case.
const withClient = async (options, use) => {
  const opened = driver.open({ port, ...options });
  try {
    await use(opened);
  } finally {
    opened.close();
  }
};

const checkCaller = async (through, more, expected) => {
  const { responses: [response] } = succeeded(await unary({ fillUsername: true, fillOauthScope: true }, more, through));
  assert.deepEqual([response.username, response.oauthScope], expected);
};

const cases = {
  async empty_unary() {
    const { responses } = succeeded(await client.call(method('EmptyCall'), Requests.of({})));
    assert.equal(responses.length, 1);
  },
  async large_unary() {
    checkLarge(await unary(large()));
  },
  async client_compressed_unary() {
    const probe = await unary(large({ expectCompressed: { value: true } }));
    assert.equal(probe.code, status.invalidArgument);
    await withClient({ compress: true }, async (compressing) =>
      checkLarge(await unary(large({ expectCompressed: { value: true } }), {}, compressing)));
    checkLarge(await unary(large({ expectCompressed: { value: false } })));
  },
  async server_compressed_unary() {
    checkLarge(await unary(large({ responseCompressed: { value: true } })));
    checkLarge(await unary(large({ responseCompressed: { value: false } })));
  },
  async client_streaming() {
    const requests = Requests.of(...requestSizes.map((size) => ({ payload: zeros(size) })));
    const { responses: [response] } = succeeded(await client.call(method('StreamingInputCall'), requests));
    assert.equal(response.aggregatedPayloadSize, total(requestSizes));
  },
  async client_compressed_streaming() {
    const compressed = { payload: zeros(27_182), expectCompressed: { value: true } };
    const plain = { payload: zeros(45_904), expectCompressed: { value: false } };
    const probe = await client.call(method('StreamingInputCall'), Requests.of(compressed));
    assert.equal(probe.code, status.invalidArgument);
    await withClient({ compress: true }, async (compressing) => {
      const { responses: [response] } = succeeded(await compressing.call(
        method('StreamingInputCall'), Requests.of(compressed, plain), { plain: [plain] }));
      assert.equal(response.aggregatedPayloadSize, 73_086);
    });
  },
  async server_streaming() {
    const request = { responseParameters: responseSizes.map((size) => ({ size })) };
    const outcome = succeeded(await client.call(method('StreamingOutputCall'), Requests.of(request)));
    assert.deepEqual(sizes(outcome), responseSizes);
  },
  async server_compressed_streaming() {
    const wanted = (size, value) => ({ size, compressed: { value } });
    const request = { responseParameters: [wanted(31_415, true), wanted(92_653, false)] };
    const outcome = succeeded(await client.call(method('StreamingOutputCall'), Requests.of(request)));
    assert.deepEqual(sizes(outcome), [31_415, 92_653]);
  },
  async ping_pong() {
    const requests = new Requests();
    let next = 0;
    const ask = () => {
      if (next === requestSizes.length) return requests.end();
      requests.send(output(responseSizes[next], requestSizes[next]));
      next += 1;
    };
    ask();
    const outcome = succeeded(await client.call(method('FullDuplexCall'), requests, { onResponse: ask }));
    assert.deepEqual(sizes(outcome), responseSizes);
  },
  async empty_stream() {
    assert.deepEqual(succeeded(await client.call(method('FullDuplexCall'), Requests.of())).responses, []);
  },
  async oauth2_auth_token() {
    await withClient({ port: tlsPort, certificate, token }, (secure) =>
      checkCaller(secure, {}, [userName, scope]));
  },
  async per_rpc_creds() {
    await withClient({ port: tlsPort, certificate }, async (secure) => {
      await checkCaller(secure, { token }, [userName, scope]);
      await checkCaller(secure, {}, ['', '']);
    });
  },
  async custom_metadata() {
    const [initial, trailing] = ['x-grpc-test-echo-initial', 'x-grpc-test-echo-trailing-bin'];
    const bytes = Buffer.from([0xab, 0xab, 0xab]);
    const metadata = [[initial, 'test_initial_metadata_value'], [trailing, bytes]];
    const requests = Requests.of(output(largeResponse, largeRequest));
    const duplex = client.call(method('FullDuplexCall'), requests, { metadata });
    for (const outcome of [await unary(large(), { metadata }), await duplex]) {
      checkLarge(outcome);
      assert.deepEqual(outcome.headers(initial), ['test_initial_metadata_value']);
      assert.deepEqual(outcome.trailers(trailing), [bytes]);
    }
  },
  async status_code_and_message() {
    const responseStatus = { code: 2, message: 'test status message' };
    const duplex = client.call(method('FullDuplexCall'), Requests.of({ responseStatus }));
    for (const { code, message } of [await unary({ responseStatus }), await duplex]) {
      assert.deepEqual({ code, message }, responseStatus);
    }
  },
  async special_status_message() {
    const { code, message } = await unary({ responseStatus: { code: 2, message: special } });
    assert.deepEqual([code, message], [2, special]);
  },
  async unimplemented_method() {
    const { code } = await client.call(method('UnimplementedCall'), Requests.of({}));
    assert.equal(code, status.unimplemented);
  },
  async unimplemented_service() {
    const { code } = await client.call(method('UnimplementedCall', 'UnimplementedService'), Requests.of({}));
    assert.equal(code, status.unimplemented);
  },
  async cancel_after_begin() {
    const giveUp = new AbortController();
    const requests = new Requests();
    const outcome = client.call(method('StreamingInputCall'), requests, { signal: giveUp.signal });
    giveUp.abort();
    requests.end();
    assert.equal((await outcome).code, status.cancelled);
  },
  async cancel_after_first_response() {
    const giveUp = new AbortController();
    const requests = new Requests();
    requests.send(output(responseSizes[0], requestSizes[0]));
    const onResponse = () => {
      giveUp.abort();
      requests.end();
    };
    const outcome = await client.call(method('FullDuplexCall'), requests, { signal: giveUp.signal, onResponse });
    assert.equal(outcome.code, status.cancelled);
    assert.deepEqual(sizes(outcome), [responseSizes[0]]);
  },
  async timeout_on_sleeping_server() {
    const requests = new Requests();
    requests.send({ payload: zeros(requestSizes[0]) });
    const outcome = client.call(method('FullDuplexCall'), requests, { timeoutMs: 1 });
    outcome.then(() => requests.end());
    assert.equal((await outcome).code, status.deadlineExceeded);
  },
  async concurrent_large_unary() {
    (await Promise.all(Array.from({ length: concurrentCalls }, () => unary(large())))).forEach(checkLarge);
  },
  async rpc_soak() {
    for (let index = 0; index < soakCalls; index += 1) checkLarge(await unary(large()));
  },
  async channel_soak() {
    for (let index = 0; index < soakCalls; index += 1) {
      await withClient({}, async (opened) => checkLarge(await unary(large(), {}, opened)));
    }
  },
};

if (!driver.compressesSingleMessages) delete cases.client_compressed_streaming;
for (const [name, body] of Object.entries(cases)) await runCase(`interop ${driver.name} ${name}`, body);
if (!driver.compressesSingleMessages) {
  skip(`interop ${driver.name} client_compressed_streaming`, 'it compresses a call as a whole, not one message of it');
}
finish();
