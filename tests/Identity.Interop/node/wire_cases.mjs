// Requests that no client would send, or that none can tell the outcome of, as a table. The first three suites are
// those of connectrpc/conformance (testsuites/data), with the names that cases have there; the others are ours.
import { gzipSync } from 'node:zlib';

const conformance = '/connectrpc.conformance.v1.ConformanceService';
const interop = '/grpc.testing.TestService';
const accepts = { 'grpc-accept-encoding': 'identity,gzip' };

// A message with its prefix. `length` can lie; `compress` sets the flag and compresses.
export const frame = (payload = Buffer.alloc(0), { flags = 0, length } = {}) => {
  const header = Buffer.alloc(5);
  header[0] = flags;
  header.writeUInt32BE(length ?? payload.length, 1);
  return Buffer.concat([header, payload]);
};

const gzipped = (payload) => frame(gzipSync(payload), { flags: 1 });

// `encode` makes the bytes of a message; `codes` are those that a case allows.
export const cases = (encode) => {
  const define = (fields) => Buffer.from(encode('connectrpc.conformance.v1.UnaryRequest', fields));
  const request = (type, fields) => Buffer.from(encode(`grpc.testing.${type}`, fields));
  const empty = frame();
  const answered = { response: { case: 'responseData', value: Buffer.from('test response') } };
  const slow = { responseDefinition: { ...answered, responseDelayMs: 20_000 } };
  const zeros = (size) => ({ body: new Uint8Array(size) });
  const wanted = (size, value) => ({ size, compressed: { value } });

  const unary = (name, fields) => ({ name, path: `${conformance}/Unary`, body: empty, ...fields });
  const timed = (timeout, milliseconds) => unary(`unary/${timeout}`, {
    headers: { 'grpc-timeout': timeout },
    codes: [0],
    timeoutMs: milliseconds,
  });
  const compressedResponse = (name, value, flags, headers = accepts) => ({
    name,
    path: `${interop}/UnaryCall`,
    headers,
    body: frame(request('SimpleRequest', { responseSize: 314_159, responseCompressed: { value } })),
    codes: [0],
    flags,
  });

  return {
    grpc_server_unexpected: [
      unary('unary/no-request', { body: Buffer.alloc(0), codes: [12] }),
      unary('unary/multiple-requests', { body: Buffer.concat([empty, empty]), codes: [12] }),
      { name: 'server-stream/no-request', path: `${conformance}/ServerStream`, body: Buffer.alloc(0), codes: [12] },
      {
        name: 'server-stream/multiple-requests',
        path: `${conformance}/ServerStream`,
        body: Buffer.concat([empty, empty]),
        codes: [12],
      },
      unary('unexpected-verb', { method: 'DELETE', codes: [2, 12, 13] }),
      unary('unexpected-uri', { path: '/connectrpc.conformance.v1.UnknownService/UnknownMethod', codes: [12] }),
      unary('unexpected-codec', { contentType: 'application/grpc+foo', codes: [2, 12, 13] }),
      unary('unexpected-compression', {
        headers: { 'grpc-encoding': 'foo' },
        body: frame(Buffer.from('foo'), { flags: 1 }),
        codes: [12],
        accepted: 'identity,gzip',
      }),
      unary('unexpected-compressed-message', {
        headers: { 'grpc-encoding': 'identity' },
        body: frame(undefined, { flags: 1 }),
        codes: [13],
      }),
      {
        name: 'client-stream/incomplete-message',
        path: `${conformance}/ClientStream`,
        body: frame(Buffer.alloc(3), { length: 10 }),
        codes: [3, 13],
      },
      {
        name: 'client-stream/incomplete-message-prefix',
        path: `${conformance}/ClientStream`,
        body: Buffer.alloc(3),
        codes: [3, 13],
      },
    ],
    server_unexpected: [
      unary('unexpected-content-type', { contentType: 'image/jpeg', body: Buffer.from('12345678'), http: 415 }),
    ],
    grpc_server_proto_subformat: ['application/grpc+proto', 'application/grpc'].map((contentType, index) =>
      unary(['with-proto-sub-format', 'without-proto-sub-format'][index], {
        contentType,
        body: frame(define({ responseDefinition: answered })),
        codes: [0],
        data: 'test response',
      })),
    'deadline_propagation in every unit': [
      timed('1H', 3_600_000), timed('2M', 120_000), timed('30S', 30_000), timed('30000m', 30_000),
      timed('30000000u', 30_000), timed('99999999S', 99_999_999_000),
      unary('unary/99999999n', { headers: { 'grpc-timeout': '99999999n' }, body: frame(define(slow)), codes: [4] }),
      unary('unary/1n', { headers: { 'grpc-timeout': '1n' }, body: frame(define(slow)), codes: [4] }),
      unary('unary/unknown-unit', { headers: { 'grpc-timeout': '10x' }, codes: [3, 13] }),
      unary('unary/nine-digits', { headers: { 'grpc-timeout': '100000000S' }, codes: [3, 13] }),
    ],
    'content types': ['application/grpc-web', 'application/json', 'text/plain'].map((contentType) =>
      unary(contentType, { contentType, http: 415 })),
    'compression on the wire': [
      compressedResponse('server_compressed_unary: compressed', true, [1]),
      compressedResponse('server_compressed_unary: not compressed', false, [0]),
      compressedResponse('server_compressed_unary: not accepted', true, [0], {}),
      {
        name: 'server_compressed_streaming',
        path: `${interop}/StreamingOutputCall`,
        headers: accepts,
        body: frame(request('StreamingOutputCallRequest', {
          responseParameters: [wanted(31_415, true), wanted(92_653, false)],
        })),
        codes: [0],
        flags: [1, 0],
      },
      {
        name: 'client_compressed_streaming: probe',
        path: `${interop}/StreamingInputCall`,
        body: frame(request('StreamingInputCallRequest', {
          payload: zeros(27_182),
          expectCompressed: { value: true },
        })),
        codes: [3],
      },
      {
        name: 'client_compressed_streaming',
        path: `${interop}/StreamingInputCall`,
        headers: { 'grpc-encoding': 'gzip' },
        body: Buffer.concat([
          gzipped(request('StreamingInputCallRequest', { payload: zeros(27_182), expectCompressed: { value: true } })),
          frame(request('StreamingInputCallRequest', { payload: zeros(45_904), expectCompressed: { value: false } })),
        ]),
        codes: [0],
        sum: 73_086,
      },
    ],
  };
};
