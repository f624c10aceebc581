// Makes calls with @grpc/grpc-js. The other way to make them, with the same face, is connect.mjs.
import grpc from '@grpc/grpc-js';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';

const GZIP = 2;
const NO_COMPRESS = 2;

export const name = 'grpc-js';
export const compressesSingleMessages = true;

const metadataOf = (entries) => {
  const metadata = new grpc.Metadata();
  entries.forEach(([key, value]) => metadata.add(key, value instanceof Uint8Array ? Buffer.from(value) : value));
  return metadata;
};

const bearer = (token) => grpc.credentials.createFromMetadataGenerator((_, callback) =>
  callback(null, metadataOf([['authorization', `Bearer ${token}`]])));

const channelCredentials = ({ certificate, token }) => {
  if (!certificate) return grpc.credentials.createInsecure();
  const secure = grpc.credentials.createSsl(certificate);
  return token ? grpc.credentials.combineChannelCredentials(secure, bearer(token)) : secure;
};

// Messages that are to go out uncompressed on a channel that compresses.
const plainMessages = new WeakSet();

const leavePlain = (options, nextCall) => {
  const call = nextCall(options);
  const send = call.sendMessageWithContext.bind(call);
  call.sendMessageWithContext = (context, message) =>
    send(plainMessages.has(message) ? { ...context, flags: NO_COMPRESS } : context, message);
  return call;
};

// Opens a channel. Give `certificate` for TLS, `token` for credentials of the channel, `compress` for gzip.
export const open = ({ port, certificate, token, compress }) => {
  const options = {
    'grpc.enable_http_proxy': 0,
    'grpc.use_local_subchannel_pool': 1,
    'grpc.default_compression_algorithm': compress ? GZIP : 0,
    interceptors: [leavePlain],
  };
  const host = certificate ? 'localhost' : '127.0.0.1';
  const client = new grpc.Client(`${host}:${port}`, channelCredentials({ certificate, token }), options);
  return { call: (method, requests, more) => call(client, method, requests, more), close: () => client.close() };
};

// Makes a call to its end. Gives { code, message, headers, trailers, details, responses }.
const call = async (client, method, requests, more = {}) => {
  const { metadata = [], timeoutMs = 20_000, signal, onResponse = () => {}, token, plain = [] } = more;
  plain.forEach((message) => plainMessages.add(message));
  const options = { deadline: Date.now() + timeoutMs };
  if (token) options.credentials = bearer(token);
  const responses = [];
  const started = start(client, method, await firstOf(method, requests), metadataOf(metadata), options, responses);
  const outcome = observe(started, responses, onResponse);
  if (signal?.aborted) started.cancel();
  signal?.addEventListener('abort', () => started.cancel());

  // Not awaited: a call may end before its requests do.
  if (streamsRequests(method)) send(started, requests, outcome);
  return outcome;
};

const streamsRequests = (method) => ['client_streaming', 'bidi_streaming'].includes(method.methodKind);

const firstOf = async (method, requests) => {
  if (streamsRequests(method)) return undefined;
  for await (const request of requests) return request;
  throw new Error('A call with one request needs it.');
};

const start = (client, method, request, metadata, options, responses) => {
  const path = `/${method.parent.typeName}/${method.name}`;
  const serialize = (message) => Buffer.from(toBinary(method.input, create(method.input, message)));
  const deserialize = (bytes) => fromBinary(method.output, bytes);
  const once = (_, response) => { if (response) responses.push(response); };
  switch (method.methodKind) {
    case 'unary': return client.makeUnaryRequest(path, serialize, deserialize, request, metadata, options, once);
    case 'client_streaming':
      return client.makeClientStreamRequest(path, serialize, deserialize, metadata, options, once);
    case 'server_streaming':
      return client.makeServerStreamRequest(path, serialize, deserialize, request, metadata, options);
    default: return client.makeBidiStreamRequest(path, serialize, deserialize, metadata, options);
  }
};

const send = async (started, requests, outcome) => {
  let ended = false;
  outcome.then(() => { ended = true; });
  for await (const request of requests) {
    if (ended) return;
    started.write(request);
  }
  started.end();
};

// Node joins the values of a key.
const valuesOf = (metadata) => (key) =>
  metadata.get(key).flatMap((value) => (typeof value === 'string' ? value.split(', ') : [value]));

const observe = (started, responses, onResponse) => new Promise((resolve) => {
  let headers = new grpc.Metadata();
  started.on('metadata', (received) => { headers = received; });
  started.on('data', (response) => {
    responses.push(response);
    onResponse(response);
  });
  started.on('error', () => {});
  started.on('status', ({ code, details, metadata }) => setImmediate(() => resolve({
    code,
    message: details,
    responses,
    headers: valuesOf(headers),
    trailers: valuesOf(metadata),
    details: metadata.get('grpc-status-details-bin')[0],
  })));
});
