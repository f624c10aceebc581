// Calls a running service with foreign clients. Usage: main.mjs FOLDER, which holds the descriptor sets.
import { join } from 'node:path';
import { run, sum } from './cases.mjs';
import { bufCases, curlCases } from './commands.mjs';
import { connectClients } from './connect_clients.mjs';
import { openApiCases } from './openapi.mjs';
import { startService } from './service.mjs';

const [folder] = process.argv.slice(2);
const sets = Object.fromEntries(
  ['contract', 'details', 'health'].map((name) => [name, join(folder, `${name}.binpb`)]));
const service = await startService(folder);
try {
  const context = { ...service, sets };
  await run('curl', curlCases(context));
  await run('buf', bufCases(context));
  for (const [name, cases] of connectClients(context)) { await run(name, cases); }
  await run('openapi', openApiCases(context));
} finally {
  const code = await service.stop();
  if (code !== 0) { console.log(`The service ended with ${code}.`); process.exitCode = 1; }
}

sum();
