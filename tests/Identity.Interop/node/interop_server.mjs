// The server side of the official interoperability tests with @grpc/grpc-js. It cannot compress responses.
// Usage: interop_server.mjs SCHEMA FOLDER. Prints `ready PLAIN_PORT TLS_PORT`, then runs until it is told to stop.
import { readFileSync } from 'node:fs';
import grpc from '@grpc/grpc-js';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { loadSchema } from './common.mjs';

const [schemaFile, folder] = process.argv.slice(2);
const service = loadSchema(schemaFile).service('grpc.testing.TestService');
const [initial, trailing] = ['x-grpc-test-echo-initial', 'x-grpc-test-echo-trailing-bin'];
const [token, userName, scope] = ['interop-token', 'interop@example.com', 'interop.read'];

const definition = Object.fromEntries(service.methods.map((method) => [method.name, {
  path: `/${service.typeName}/${method.name}`,
  requestStream: ['client_streaming', 'bidi_streaming'].includes(method.methodKind),
  responseStream: ['server_streaming', 'bidi_streaming'].includes(method.methodKind),
  requestSerialize: (message) => Buffer.from(toBinary(method.input, message)),
  requestDeserialize: (bytes) => fromBinary(method.input, bytes),
  responseSerialize: (message) => Buffer.from(toBinary(method.output, create(method.output, message))),
  responseDeserialize: (bytes) => fromBinary(method.output, bytes),
}]));

const zeros = (size) => ({ body: new Uint8Array(size) });

// Sends back what is to come back ahead of the messages, and gives what is to come back after them.
const echoMetadata = (call) => {
  const headers = new grpc.Metadata();
  const trailers = new grpc.Metadata();
  call.metadata.get(initial).forEach((value) => headers.add(initial, value));
  call.metadata.get(trailing).forEach((value) => trailers.add(trailing, value));
  if (headers.get(initial).length > 0) call.sendMetadata(headers);
  return trailers;
};

const failure = ({ responseStatus }, metadata) =>
  (responseStatus?.code ? { code: responseStatus.code, details: responseStatus.message, metadata } : null);

// Gives whether the call goes on.
const answer = (call, request, trailers) => {
  const error = failure(request, trailers);
  if (error) call.emit('error', error);
  else request.responseParameters.forEach(({ size }) => call.write({ payload: zeros(size) }));
  return !error;
};

const handlers = {
  EmptyCall: (call, callback) => callback(null, {}),
  UnaryCall(call, callback) {
    const trailers = echoMetadata(call);
    const { request } = call;
    const known = call.metadata.get('authorization')[0] === `Bearer ${token}`;
    const response = {
      payload: zeros(request.responseSize),
      username: known && request.fillUsername ? userName : '',
      oauthScope: known && request.fillOauthScope ? scope : '',
    };
    callback(failure(request, trailers), response, trailers);
  },
  StreamingOutputCall(call) {
    const trailers = echoMetadata(call);
    if (answer(call, call.request, trailers)) call.end(trailers);
  },
  StreamingInputCall(call, callback) {
    let aggregatedPayloadSize = 0;
    call.on('data', ({ payload }) => { aggregatedPayloadSize += payload?.body.length ?? 0; });
    call.on('end', () => callback(null, { aggregatedPayloadSize }));
  },
  FullDuplexCall(call) {
    const trailers = echoMetadata(call);
    let open = true;
    call.on('data', (request) => { open &&= answer(call, request, trailers); });
    call.on('end', () => { if (open) call.end(trailers); });
  },
};

const bind = (server, credentials) => new Promise((resolve, reject) => {
  server.bindAsync('127.0.0.1:0', credentials, (error, port) => (error ? reject(error) : resolve(port)));
});

const server = new grpc.Server();
server.addService(definition, handlers);
const pair = { cert_chain: readFileSync(`${folder}/certificate.pem`), private_key: readFileSync(`${folder}/key.pem`) };
const plain = await bind(server, grpc.ServerCredentials.createInsecure());
const tls = await bind(server, grpc.ServerCredentials.createSsl(null, [pair]));
console.log(`ready ${plain} ${tls}`);
process.on('SIGTERM', () => process.exit(0));
