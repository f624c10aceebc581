// The service as a process of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const program = 'src/Identity.Cli/bin/Release/net10.0/identity.dll';

const freePort = async () => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
};

// Starts `identity serve` in a folder. Gives { url, key, stop }.
export const startService = async (folder) => {
  const [grpcPort, httpPort] = [await freePort(), await freePort()];
  const log = openSync(join(folder, 'log'), 'w');
  const data = join(folder, 'data');
  const child = spawn(
    'dotnet', [program, 'serve', '--data', data, '--grpc-port', `${grpcPort}`, '--http-port', `${httpPort}`],
    { stdio: ['ignore', log, log] });
  const url = `http://127.0.0.1:${httpPort}`;
  for (let round = 0; round < 600; round += 1) {
    if (child.exitCode !== null) { break; }
    const ready = await fetch(`${url}/readyz`).catch(() => null);
    if (ready?.ok) {
      const stop = async () => {
        child.kill('SIGTERM');
        await once(child, 'exit');
        return child.exitCode;
      };
      return { url, key: readFileSync(join(data, 'admin.key'), 'utf8'), stop };
    }
    await delay(100);
  }
  child.kill('SIGKILL');
  throw new Error(`The service did not start:\n${readFileSync(join(folder, 'log'), 'utf8')}`);
};
