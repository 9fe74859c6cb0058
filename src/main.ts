import { config as loadEnvFile } from 'dotenv';
import { ConfigError, readConfig } from './config.ts';
import { KnowledgeError } from './knowledge/problems.ts';
import { SchalterError } from './platform/errors.ts';
import { systemClock } from './platform/clock.ts';
import { collectGarbage } from './platform/garbage.ts';
import { createLog, errorFields } from './platform/log.ts';
import { startService } from './service.ts';

/** Milliseconds after which a start has let go of what it needed. */
const settledMs = 1000;

/** What to tell a person whose service does not start; null where only the log can help. */
function explain(error: unknown, port: number, host: string): string | null {
  if (error instanceof ConfigError || error instanceof KnowledgeError || error instanceof SchalterError)
    return error.message;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken: another program listens there. Stop it, or choose another port, such as PORT=${port + 1}.`;
  if (code === 'EACCES')
    return `Port ${port} may not be opened: ports below 1024 need rights. Choose a higher one in PORT.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `HOST ${host} is no address of this machine: 127.0.0.1 takes local visitors, 0.0.0.0 all.`;
  return null;
}

async function main(): Promise<void> {
  loadEnvFile({ quiet: true });
  const config = readConfig(process.env);
  const log = createLog(config.LOG_LEVEL);
  const tell = (line: string): void => void process.stdout.write(`${line}\n`);
  try {
    const service = await startService(config, log, tell);
    const { port } = service.address;
    const base = config.PUBLIC_URL ?? `http://localhost:${port}`;
    tell(
      `\nSchalter is open.\n  Demo page   ${base}/\n  Console     ${base}/staff/\n  Emulator    ${base}/api/messages\n`,
    );
    log.info({ port }, 'the service is ready');
    systemClock.after(settledMs, collectGarbage);
    let ending = false;
    const stop = (signal: string): void => {
      if (ending) return;
      ending = true;
      log.info({ signal }, 'the service is stopping');
      void service.stop().then(() => {
        log.info({}, 'the service has stopped');
        log.flush();
        process.exit(0);
      });
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
  } catch (error) {
    const words = explain(error, config.PORT, config.HOST);
    if (words === null) throw error;
    log.flush();
    process.stderr.write(`${words}\n`);
    process.exit(1);
  }
  // A fault that nothing caught leaves an unknown state behind: end, and let the next start recover from the journal.
  process.on('uncaughtException', (error) => {
    log.error(errorFields(error), 'an error that nothing caught');
    log.flush();
    process.exit(1);
  });
}

try {
  await main();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
