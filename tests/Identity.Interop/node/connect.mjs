// Makes calls with @connectrpc/connect-node. The other way to make them, with the same face, is grpcjs.mjs.
import { create } from '@bufbuild/protobuf';
import { ConnectError, decodeBinaryHeader, encodeBinaryHeader } from '@connectrpc/connect';
import { compressionGzip, createGrpcTransport, Http2SessionManager } from '@connectrpc/connect-node';

export const name = 'connect';
export const compressesSingleMessages = false;

const headersOf = (entries, token) => {
  const headers = new Headers();
  entries.forEach(([key, value]) =>
    headers.append(key, value instanceof Uint8Array ? encodeBinaryHeader(value) : value));
  if (token) headers.set('authorization', `Bearer ${token}`);
  return headers;
};

// This client joins the values of a key.
const valuesOf = (headers) => (key) => (headers?.get(key)?.split(', ') ?? [])
  .map((value) => (key.endsWith('-bin') ? Buffer.from(decodeBinaryHeader(value)) : value));

// Opens a connection. Give `certificate` for TLS, `token` for credentials of all calls, `compress` for gzip.
export const open = ({ port, certificate, token, compress }) => {
  const baseUrl = certificate ? `https://localhost:${port}` : `http://127.0.0.1:${port}`;
  const sessionManager = new Http2SessionManager(baseUrl, {}, certificate ? { ca: certificate } : {});
  const transport = createGrpcTransport({
    baseUrl,
    sessionManager,
    sendCompression: compress ? compressionGzip : undefined,
  });
  return {
    call: (method, requests, more) => call(transport, method, requests, { token, ...more }),
    close: () => sessionManager.abort(),
  };
};

// Makes a call to its end. Gives { code, message, headers, trailers, details, responses }.
const call = async (transport, method, requests, more = {}) => {
  const { metadata = [], timeoutMs = 20_000, signal, onResponse = () => {}, token } = more;
  const outcome = { code: 0, message: '', responses: [], headers: valuesOf(), trailers: valuesOf() };
  try {
    const headers = headersOf(metadata, token);
    const response = method.methodKind === 'unary'
      ? await transport.unary(method, signal, timeoutMs, headers, await firstOf(method, requests))
      : await transport.stream(method, signal, timeoutMs, headers, created(method, requests));
    outcome.headers = valuesOf(response.header);
    for await (const message of response.stream ? response.message : [response.message]) {
      outcome.responses.push(message);
      onResponse(message);
    }
    outcome.trailers = valuesOf(response.trailer);
  } catch (error) {
    const failure = ConnectError.from(error);
    outcome.code = failure.code;
    outcome.message = failure.rawMessage;
    outcome.trailers = valuesOf(failure.metadata);

    // A call with one response gives headers and trailers of a failure together.
    if (method.methodKind === 'unary') outcome.headers = outcome.trailers;
    outcome.details = outcome.trailers('grpc-status-details-bin')[0];
  }
  return outcome;
};

const firstOf = async (method, requests) => {
  for await (const request of requests) return create(method.input, request);
  throw new Error('A call with one request needs it.');
};

async function* created(method, requests) {
  for await (const request of requests) yield create(method.input, request);
}
