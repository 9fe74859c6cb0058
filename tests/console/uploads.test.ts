import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { pdf } from '../support/uploads.ts';
import { openDesk, type Client, type Desk } from './harness.ts';

let desk: Desk;
let admin: Client;
let files: string;
beforeEach(async () => {
  desk = await openDesk();
  admin = await desk.signedIn();
  const caseId = await desk.asks('c1');
  files = `/staff/api/cases/${caseId}/uploads`;
  await admin.post(`/staff/api/cases/${caseId}/accept`);
});
afterEach(() => desk.close());

const sends = (): Promise<unknown> =>
  desk.uploads.take({ conversationId: 'c1', customerId: 'dl_c1', files: [{ name: 'Brief.pdf', bytes: pdf }] });
const listed = async (): Promise<{ id: string; kept: boolean }[]> =>
  ((await (await admin.get(files)).json()) as { files: { id: string; kept: boolean }[] }).files;

test('staff ask for files, read them, keep them and take them away', async () => {
  await expect(sends()).rejects.toMatchObject({ code: 'UploadRefused' });
  expect(await (await admin.get(files)).json()).toEqual({ openUntil: null, files: [] });
  expect((await admin.post(files, { open: true })).status).toBe(204);
  await sends();
  const [file] = await listed();
  expect(file).toEqual({
    id: file!.id,
    name: 'Brief.pdf',
    type: 'application/pdf',
    size: pdf.length,
    at: expect.stringMatching(/Z$/),
    kept: false,
  });
  const read = await admin.get(`${files}/${file!.id}`);
  expect(Buffer.from(await read.arrayBuffer())).toEqual(pdf);
  expect(read.headers.get('content-disposition')).toMatch(/^attachment; filename="Brief.pdf"/);
  expect(read.headers.get('x-content-type-options')).toBe('nosniff');
  expect(await (await admin.post(`${files}/${file!.id}/keep`)).json()).toMatchObject({ kept: true });
  expect((await admin.post(files, { open: false })).status).toBe(204);
  await expect(sends()).rejects.toMatchObject({ code: 'UploadRefused' });
  expect((await admin.request('DELETE', `${files}/${file!.id}`)).status).toBe(204);
  expect(await listed()).toEqual([]);
  const actions = (await desk.counter.store.audit(20)).map(({ action }) => action);
  expect(actions).toEqual(
    expect.arrayContaining(['uploads.ask', 'uploads.read', 'uploads.keep', 'uploads.stop', 'uploads.remove']),
  );
});

test('nobody else may: not without a session, not from another page, not a colleague', async () => {
  expect((await desk.client().get(files)).status).toBe(401);
  const foreign = await admin.request('POST', files, { open: true }, { origin: 'https://evil.example' });
  expect(foreign.status).toBe(403);
  const sabine = await desk.signedIn('sabine');
  expect((await sabine.post(files, { open: true })).status).toBe(409);
  await admin.post(files, { open: true });
  await sends();
  const [file] = await listed();
  expect((await sabine.request('DELETE', `${files}/${file!.id}`)).status).toBe(409);
  expect((await sabine.get(`${files}/nothing`)).status).toBe(404);
});
