// A server made by hand on Node's HTTP/2 that behaves as grpc/grpc doc/http2-interop-test-descriptions.md asks of it.
// GET /behave/NAME on the port that it prints begins a case and gives the port for the calls; GET /report says what was
// seen since. With /wrong after the name it behaves in another way, and who judges by it must notice.
// Usage: http2_server.mjs SCHEMA. Prints `ready PORT`, then runs until it is told to stop.
import http2 from 'node:http2';
import { loadSchema } from './common.mjs';

const schema = loadSchema(process.argv[2]);
const smallFrame = 100;
let behaviour = '';
let wrong = false;
let seen;

const wait = (start) => new Promise((resolve) => start(resolve));

const collect = async (stream) => {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const answerTo = (request) => {
  const { responseSize } = schema.decode('grpc.testing.SimpleRequest', request.subarray(5));
  const response = schema.make('grpc.testing.SimpleResponse', { payload: { body: new Uint8Array(responseSize) } });
  const message = schema.encode(response);
  const header = Buffer.alloc(5);
  header.writeUInt32BE(message.length, 1);
  return Buffer.concat([header, message]);
};

const sendHeaders = (stream) => {
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
};

const write = (stream, bytes) => wait((done) => stream.write(bytes, done));

// Waits until the other side has read what was sent before.
const settle = (stream) => wait((done) => stream.session.ping(done));

const reset = (stream) => {
  seen.resets += 1;
  stream.close(http2.constants.NGHTTP2_NO_ERROR);
};

const ping = (stream) => {
  seen.pings += 1;
  stream.session.ping((error) => { if (!error) seen.acknowledged += 1; });
};

const answerPlainly = async (stream, answer) => {
  sendHeaders(stream);
  stream.end(answer);
};

// One write at a time, so that each becomes a DATA frame of its own.
const answerInSmallFrames = async (stream, answer) => {
  sendHeaders(stream);
  for (let start = 0; start < answer.length; start += smallFrame) {
    await write(stream, answer.subarray(start, start + smallFrame));
  }
  stream.end();
};

const behaviours = {
  async goaway(stream, answer) {
    if (seen.connections === 1) stream.session.goaway(http2.constants.NGHTTP2_NO_ERROR, stream.id);
    await answerPlainly(stream, answer);
  },
  async rst_after_header(stream) {
    sendHeaders(stream);
    await settle(stream);
    reset(stream);
  },
  async rst_during_data(stream, answer) {
    sendHeaders(stream);
    await write(stream, answer.subarray(0, answer.length / 2));
    await settle(stream);
    reset(stream);
  },
  async rst_after_data(stream, answer) {
    sendHeaders(stream);
    await write(stream, answer);
    await settle(stream);
    reset(stream);
  },
  async ping(stream, answer) {
    ping(stream);
    sendHeaders(stream);
    ping(stream);
    await settle(stream);
    ping(stream);
    await write(stream, answer);
    ping(stream);
    await settle(stream);
    stream.end();
  },
  max_streams: answerPlainly,
  data_frame_padding: answerInSmallFrames,
  no_df_padding_sanity_test: answerInSmallFrames,
};

const otherwise = (name) => (name.includes('padding') ? behaviours.rst_after_data : answerPlainly);

const reports = {
  goaway: () => `connections ${seen.connections}`,
  ping: () => `pings ${seen.acknowledged} of ${seen.pings}`,
  max_streams: () => `most streams at once ${seen.mostStreams}`,
  data_frame_padding: () => `connections ${seen.connections}`,
  no_df_padding_sanity_test: () => `connections ${seen.connections}`,
};

const serve = (options) => {
  const server = http2.createServer(options);
  server.on('session', (session) => {
    seen.connections += 1;
    session.openStreams = 0;
    session.on('error', () => {});
  });
  server.on('stream', async (stream) => {
    const { session } = stream;
    session.openStreams += 1;
    seen.mostStreams = Math.max(seen.mostStreams, session.openStreams);
    stream.on('error', () => {});
    stream.on('close', () => { session.openStreams -= 1; });
    const behave = wrong ? otherwise(behaviour) : behaviours[behaviour];
    await behave(stream, answerTo(await collect(stream)));
  });
  return wait((done) => server.listen(0, '127.0.0.1', () => done(server.address().port)));
};

const ports = {
  plain: await serve({}),
  padded: await serve({ paddingStrategy: http2.constants.PADDING_STRATEGY_MAX }),

  // From the first frame on: a client that sends more at once on a new connection could not know.
  single: await serve({ settings: { maxConcurrentStreams: 1 } }),
};

const portFor = (name) => {
  if (name === 'data_frame_padding') return ports.padded;
  return name === 'max_streams' && !wrong ? ports.single : ports.plain;
};

const control = http2.createServer((request, response) => {
  const [, verb, name, other] = request.url.split('/');
  if (verb === 'report') return response.end((reports[behaviour] ?? (() => `resets ${seen.resets}`))());
  behaviour = name;
  wrong = other === 'wrong';
  seen = { connections: 0, resets: 0, pings: 0, acknowledged: 0, mostStreams: 0 };
  return response.end(String(portFor(name)));
});
control.listen(0, '127.0.0.1', () => console.log(`ready ${control.address().port}`));
process.on('SIGTERM', () => process.exit(0));
