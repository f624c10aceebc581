// What the programs here share: the tally of cases, the messages, and what a call came to.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createFileRegistry, create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';

const tally = { passed: 0, failed: 0, skipped: 0 };

// Runs one case. One that fails does not hide those after it.
export const runCase = async (title, body) => {
  try {
    await body();
    tally.passed += 1;
    console.log(`ok    ${title}`);
  } catch (error) {
    tally.failed += 1;
    console.log(`FAIL  ${title}\n${error.stack}`);
  }
};

export const skip = (title, reason) => {
  tally.skipped += 1;
  console.log(`skip: ${title}: ${reason}`);
};

// Prints the sum and ends the program.
export const finish = () => {
  console.log(`${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`);
  process.exit(tally.failed > 0 ? 1 : 0);
};

// The message types and services in a file that `buf build` made.
export const loadSchema = (file) => {
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(file)));
  const message = (name) => registry.getMessage(name) ?? assert.fail(`no message ${name}`);
  return {
    make: (name, fields = {}) => create(message(name), fields),
    size: (value) => toBinary(message(value.$typeName), value).length,
    encode: (value) => toBinary(message(value.$typeName), value),
    decode: (name, bytes) => fromBinary(message(name), bytes),
    service: (name) => registry.getService(name),
    method: (service, name) => registry.getService(service).methods.find((method) => method.name === name),
  };
};

export const status = {
  ok: 0, cancelled: 1, unknown: 2, invalidArgument: 3, deadlineExceeded: 4, resourceExhausted: 8, unimplemented: 12,
  internal: 13, unavailable: 14,
};

// Request messages that come one after another, as a case decides.
export class Requests {
  #waiting = [];
  #wake = () => {};
  #ended = false;

  static of(...messages) {
    const requests = new Requests();
    messages.forEach((message) => requests.send(message));
    requests.end();
    return requests;
  }

  send(message) {
    this.#waiting.push(message);
    this.#wake();
  }

  end() {
    this.#ended = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator]() {
    while (true) {
      while (this.#waiting.length > 0) yield this.#waiting.shift();
      if (this.#ended) return;
      await new Promise((resolve) => { this.#wake = resolve; });
    }
  }
}
