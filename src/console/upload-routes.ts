import { z } from 'zod';
import type { Case } from '../conversation/case.ts';
import type { Store } from '../conversation/store.ts';
import type { StoredFile } from '../conversation/uploads/shelf.ts';
import type { Uploads } from '../conversation/uploads/uploads.ts';
import { downloadHeaders } from '../http/download.ts';
import type { Http } from '../http/server.ts';
import type { Clock } from '../platform/clock.ts';
import { SchalterError } from '../platform/errors.ts';
import type { CustomerFile, CustomerFiles } from './contract.ts';
import { apiHeaders, staffOf, type Guard, type StaffRequest } from './guard.ts';

const wish = z.object({ open: z.boolean() });

const viewFile = ({ id, name, type, size, madeAt, keptBy }: StoredFile): CustomerFile => ({
  id,
  name,
  type,
  size,
  at: new Date(madeAt).toISOString(),
  kept: keptBy !== undefined,
});

interface UploadRoutesOptions {
  readonly http: Http;
  readonly store: Store;
  readonly clock: Clock;
  readonly uploads: Uploads;
  readonly guard: Guard;
}

/** Asking a customer for files, and working with what came; the rules of who may are the uploads' own. */
export function registerUploadRoutes({ http, store, clock, uploads, guard }: UploadRoutesOptions): void {
  const caseIn = async ({ request }: StaffRequest): Promise<Case> => {
    const item = await store.case(request.params['id'] ?? '');
    if (item === null) throw new SchalterError('CaseNotFound');
    return item;
  };
  const fileIn = ({ request }: StaffRequest): string => request.params['file'] ?? '';
  const files = '/staff/api/cases/:id/uploads';

  http.route(
    'post',
    files,
    guard.changing('cases.work', async (staff) => {
      const { open } = await staff.request.json(wish);
      const { id } = await caseIn(staff);
      await (open ? uploads.ask(id, staffOf(staff)) : uploads.stop(id, staffOf(staff)));
      return { status: 204 };
    }),
    apiHeaders,
  );
  http.route(
    'get',
    files,
    guard.reading('cases.read', async (staff) => {
      const { conversationId } = await caseIn(staff);
      const until = await uploads.openUntil(conversationId);
      const json: CustomerFiles = {
        openUntil: until === null ? null : new Date(until).toISOString(),
        files: uploads.list(conversationId).map(viewFile),
      };
      return { status: 200, json };
    }),
    apiHeaders,
  );
  http.route(
    'get',
    `${files}/:file`,
    guard.reading('cases.read', async (staff) => {
      const { id: caseId, conversationId } = await caseIn(staff);
      const { file, bytes } = await uploads.read(conversationId, fileIn(staff));
      const actor = staff.member.userId;
      await store.writeRecords([], [{ time: clock.now(), actor, action: 'uploads.read', conversationId, caseId }]);
      return { status: 200, bytes, type: file.type, headers: downloadHeaders(file.name) };
    }),
    apiHeaders,
  );
  http.route(
    'post',
    `${files}/:file/keep`,
    guard.changing('cases.work', async (staff) => {
      const { id } = await caseIn(staff);
      return { status: 200, json: viewFile(await uploads.keep(id, fileIn(staff), staffOf(staff))) };
    }),
    apiHeaders,
  );
  http.route(
    'del',
    `${files}/:file`,
    guard.changing('cases.work', async (staff) => {
      const { id } = await caseIn(staff);
      await uploads.remove(id, fileIn(staff), staffOf(staff));
      return { status: 204 };
    }),
    apiHeaders,
  );
}
