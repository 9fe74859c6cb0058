import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createHttp } from '../../../src/http/server.ts';
import { pageAddresses, serveStatic } from '../../../src/http/static-files.ts';
import { createLogSpy } from '../../support/log-spy.ts';

export const builtFolder = fileURLToPath(new URL('../../../dist/web', import.meta.url));

/** Why the built pages can't be looked at, or null when they can. */
export const notBuilt: string | null = existsSync(`${builtFolder}/.built`)
  ? null
  : 'the pages are not built (npm run build)';

/** Serves the built pages as the service does. */
export async function serveBuiltPages(): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const http = createHttp({ log: createLogSpy(), proxies: 0 });
  serveStatic(http, { folder: builtFolder, pages: pageAddresses });
  const { port } = await http.listen(0, '127.0.0.1');
  return { url: `http://127.0.0.1:${port}`, close: () => http.close(100) };
}
