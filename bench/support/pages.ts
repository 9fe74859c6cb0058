import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface PageFile {
  readonly type: string;
  readonly body: Buffer | string;
  readonly encoding?: string;
}

export interface Pages {
  readonly url: string;
  close(): void;
}

/** A bank's own site with a few files, on an origin of its own. */
export async function servePages(files: ReadonlyMap<string, PageFile>): Promise<Pages> {
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? '');
    response.statusCode = file === undefined ? 404 : 200;
    if (file !== undefined) {
      response.setHeader('content-type', file.type);
      if (file.encoding !== undefined) response.setHeader('content-encoding', file.encoding);
    }
    response.end(file?.body ?? '');
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}
