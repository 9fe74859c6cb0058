import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Case } from '../../../src/conversation/case.ts';
import { fileLimit } from '../../../src/conversation/uploads/limits.ts';
import { createTestUploads, jpeg, pdf, png } from '../../support/uploads.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { createMemoryStore } from '../../../src/storage/memory/store.ts';
import { rawRequest } from './raw-upload.ts';
import { ask, dial, errorOf, openDirectLine, secret, startChat, type Chat, type Opened, type Reply } from './open.ts';

const sabine = { userId: 'sabine', name: 'Sabine Weber' };
let opened: Opened;
let chat: Chat;
let uploads: ReturnType<typeof createTestUploads>;

beforeEach(async () => {
  const clock = createManualClock();
  const store = createMemoryStore(clock);
  uploads = createTestUploads(store, clock);
  opened = await openDirectLine({ store, clock, uploads });
  chat = await startChat(opened);
  await opened.settled(chat.id);
});
afterEach(async () => {
  uploads.close();
  await opened.close();
});

/** A person has the conversation. */
async function taken(): Promise<void> {
  const item: Case = {
    id: 'case-1',
    conversationId: chat.id,
    channel: 'directline',
    customerName: null,
    reason: 'asked',
    priority: 2,
    createdAt: opened.clock.now(),
    team: 'service',
    intent: null,
    language: 'de',
    preview: '',
    alert: false,
    status: 'active',
    awaits: 'customer',
    owner: sabine,
    acceptedAt: opened.clock.now(),
  };
  await opened.store.write(chat.id, {}, () => ({
    cases: [item],
    head: { openCase: item.id, owner: { kind: 'person', ...sabine, since: 1 } },
    result: undefined,
  }));
}
async function invited(): Promise<void> {
  await taken();
  await uploads.ask('case-1', sabine);
}

interface Part {
  readonly bytes: Buffer | string;
  readonly name?: string;
  readonly type?: string;
}
const form = (files: readonly Part[], activity?: object): FormData => {
  const data = new FormData();
  if (activity !== undefined)
    data.append('activity', new Blob([JSON.stringify(activity)], { type: 'application/vnd.microsoft.activity' }));
  for (const { bytes, name = 'brief.pdf', type = '' } of files)
    data.append('file', new Blob([Buffer.from(bytes)], { type }), name);
  return data;
};
async function upload(
  body: FormData | Buffer,
  headers: Record<string, string> = {},
  token = chat.token,
): Promise<Reply> {
  const response = await fetch(`${opened.base}/conversations/${chat.id}/upload?userId=somebody-else`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, ...headers },
    body: body instanceof FormData ? body : new Uint8Array(body),
  });
  return { status: response.status, headers: response.headers, json: (await response.json()) as Reply['json'] };
}
const send = (...files: readonly Part[]): Promise<Reply> => upload(form(files));
const shown = async (): Promise<Record<string, unknown>[]> =>
  (await ask(`${opened.base}/conversations/${chat.id}/activities`, { auth: chat.token })).json['activities'] as Record<
    string,
    unknown
  >[];
const attachments = async () =>
  (await shown()).flatMap(
    ({ attachments: list }) => (list ?? []) as Record<'name' | 'contentUrl' | 'contentType', string>[],
  );
const fetchFile = (url: string, token: string | null = chat.token): Promise<Response> =>
  fetch(url, { headers: token === null ? {} : { authorization: `Bearer ${token}` } });

describe('Files', () => {
  test('are refused, for everybody, until a member of staff asks for one', async () => {
    expect(errorOf(await send({ bytes: pdf }))).toEqual([409, 'UploadRefused']);
    await taken();
    expect(errorOf(await send({ bytes: pdf }))).toEqual([409, 'UploadRefused']);
    await uploads.ask('case-1', sabine);
    expect((await send({ bytes: pdf })).status).toBe(200);
    await uploads.stop('case-1', sabine);
    expect(errorOf(await send({ bytes: pdf }))).toEqual([409, 'UploadRefused']);
  });

  test('the customer reads what may come, and the client gets the limits', async () => {
    await invited();
    expect((await shown()).slice(-2)).toMatchObject([
      {
        type: 'event',
        name: 'schalter.uploads',
        value: { open: true, files: 5, bytes: fileLimit, types: ['image/jpeg', 'image/png', 'application/pdf'] },
        from: { id: 'schalter-staff', name: 'Sabine Weber', role: 'bot' },
      },
      { type: 'message', text: 'asked in de' },
    ]);
    expect(JSON.stringify(await shown())).not.toContain('"sabine"');
  });

  test('a request ends by itself: after half an hour, after five files, when the conversation is given back', async () => {
    await invited();
    opened.clock.advance(31 * 60_000);
    expect(errorOf(await send({ bytes: pdf }))).toEqual([409, 'UploadRefused']);
    await uploads.ask('case-1', sabine);
    const all = await Promise.all(Array.from({ length: 8 }, () => send({ bytes: png })));
    // As many as may be read at once are read; of them no more than five are ever taken.
    expect(all.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(5);
    while ((await send({ bytes: png })).status === 200);
    expect((await attachments()).length).toBe(5);
    await uploads.ask('case-1', sabine);
    await opened.store.write(chat.id, {}, () => ({
      entries: [{ who: 'system', audience: 'internal', activity: { type: 'event', name: 'handoff.returned' } }],
      result: undefined,
    }));
    expect(errorOf(await send({ bytes: pdf }))).toEqual([409, 'UploadRefused']);
  });

  test('only whoever has the case may ask', async () => {
    await taken();
    const other = { userId: 'max', name: 'Max' };
    await expect(uploads.ask('case-1', other)).rejects.toMatchObject({ code: 'CaseNotYours' });
    await expect(uploads.ask('case-2', sabine)).rejects.toMatchObject({ code: 'CaseNotFound' });
    expect(errorOf(await send({ bytes: pdf }))).toEqual([409, 'UploadRefused']);
  });

  test('several come with their message, once, as published clients send them', async () => {
    await invited();
    const socket = await dial(chat.streamUrl);
    const activity = {
      type: 'message',
      text: 'Hier sind sie',
      from: { id: 'forged' },
      channelData: { clientActivityID: 'k1' },
      attachments: [{ contentType: 'image/png', name: 'a.png' }],
    };
    const body = (): FormData =>
      form(
        [
          { bytes: png, name: 'a.png' },
          { bytes: jpeg, name: 'b.jpg' },
        ],
        activity,
      );
    const first = await upload(body());
    expect(first.status).toBe(200);
    expect((await upload(body())).json).toEqual(first.json);
    await socket.until(() => socket.shown().some(({ id }) => id === first.json['id']));
    expect(socket.shown().filter(({ attachments: list }) => list !== undefined)).toMatchObject([
      {
        text: 'Hier sind sie',
        from: { id: chat.user, role: 'user' },
        channelData: { clientActivityID: 'k1' },
        attachments: [
          { contentType: 'image/png', name: 'a.png' },
          { contentType: 'image/jpeg', name: 'b.jpg' },
        ],
      },
    ]);
    expect(uploads.list(chat.id)).toHaveLength(2);
    socket.socket.close();
  });

  test('one raw file without a form is taken too', async () => {
    await invited();
    const headers = { 'content-type': 'image/png', 'content-disposition': 'attachment; filename="foto.png"' };
    expect((await upload(png, headers)).status).toBe(200);
    expect(await attachments()).toMatchObject([{ name: 'foto.png', contentType: 'image/png' }]);
  });

  test.each([
    ['a page', '<!doctype html><script>alert(1)</script>', 'rechnung.pdf', 'application/pdf'],
    ['a drawing with a script', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'bild.png', 'image/png'],
    ['a program', 'MZ\u0090\u0000', 'bild.jpg', 'image/jpeg'],
    ['an archive', 'PK\u0003\u0004', 'bilder.zip', 'application/zip'],
    ['a page before a letter', `<script></script>${pdf.toString()}`, 'brief.pdf', 'application/pdf'],
    ['nothing', '', 'leer.pdf', 'application/pdf'],
  ])('%s is refused whatever it is called', async (_what, bytes, name, type) => {
    await invited();
    expect(errorOf(await send({ bytes, name, type }))).toEqual([415, 'FileTypeRefused']);
    expect(uploads.list(chat.id)).toEqual([]);
  });

  test('a letter that is a page as well is served as a letter to be saved, in a sandbox', async () => {
    await invited();
    const bytes = `${pdf.toString()}<script>alert(1)</script>`;
    await send({ bytes, name: 'x.html', type: 'text/html' });
    const [file] = await attachments();
    const { headers } = await fetchFile(file!.contentUrl);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'application/pdf',
      'x-content-type-options': 'nosniff',
      'content-disposition': expect.stringMatching(/^attachment; filename="x-html.pdf"/),
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, no-store',
    });
  });

  test('too much is refused without being read: a file, all files, an announced length', async () => {
    await invited();
    const large = Buffer.concat([pdf, Buffer.alloc(fileLimit)]);
    expect(errorOf(await send({ bytes: large }))).toEqual([413, 'FileTooLarge']);
    const half = Buffer.concat([pdf, Buffer.alloc(fileLimit - 100)]);
    expect(errorOf(await send({ bytes: half }, { bytes: half }, { bytes: half }))).toEqual([413, 'FileTooLarge']);
    expect(errorOf(await upload(large, { 'content-type': 'application/pdf' }))).toEqual([413, 'FileTooLarge']);
    expect(await rawRequest(opened, chat, { 'content-length': String(5 * 1024 ** 3) }, 'x')).toContain('FileTooLarge');
    expect(errorOf(await send(...Array.from({ length: 6 }, () => ({ bytes: pdf }))))).toEqual([409, 'UploadRefused']);
    expect(uploads.list(chat.id)).toEqual([]);
  });

  test('a form that breaks off, or is none, harms nobody', async () => {
    await invited();
    const type = 'multipart/form-data; boundary=b';
    const half = '--b\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.4';
    expect(errorOf(await upload(Buffer.from(half), { 'content-type': type }))).toEqual([400, 'BadRequest']);
    expect(errorOf(await upload(pdf, { 'content-type': 'multipart/form-data' }))).toEqual([400, 'BadRequest']);
    await rawRequest(opened, chat, { 'content-type': type, 'content-length': '900' }, half, { leave: true });
    expect(errorOf(await upload(form([]), {}))).toEqual([409, 'UploadRefused']);
    expect((await send({ bytes: pdf })).status).toBe(200);
  });

  test.each([
    ['../../etc/passwd', 'passwd.pdf'],
    ['..\\..\\boot.ini', 'boot-ini.pdf'],
    ['rechnung\u202efdp.exe', 'rechnung-fdp-exe.pdf'],
    ['brief.pdf.html', 'brief-pdf-html.pdf'],
    ['con', 'datei.pdf'],
    ['', 'datei.pdf'],
    ['a"; filename="b.html', 'a- filename-b-html.pdf'],
    ['Meine Karte 4111 1111 1111 1111.pdf', 'Meine Karte -card.pdf'],
    ['Kündigung (2).PDF', 'Kündigung (2).pdf'],
    [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(80)}.pdf`],
  ])('the name %j is kept as %j', async (name, kept) => {
    await invited();
    await upload(pdf, {
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    });
    expect(await attachments()).toMatchObject([{ name: kept }]);
  });

  test('are given to their conversation only, and to nobody without a token', async () => {
    await invited();
    await send({ bytes: pdf, name: 'brief.pdf' });
    const [file] = await attachments();
    expect(Buffer.from(await (await fetchFile(file!.contentUrl)).arrayBuffer())).toEqual(pdf);
    const other = await startChat(opened);
    expect((await fetchFile(file!.contentUrl, null)).status).toBe(401);
    expect((await fetchFile(file!.contentUrl, other.token)).status).toBe(403);
    const id = file!.contentUrl.split('/').at(-1)!;
    const moved = file!.contentUrl.replace(encodeURIComponent(chat.id), encodeURIComponent(other.id));
    expect((await fetchFile(moved, other.token)).status).toBe(404);
    expect(errorOf(await upload(form([{ bytes: pdf }]), {}, other.token))).toEqual([403, 'Forbidden']);
    for (const path of [`%2e%2e%2f${id}`, '..%2f..%2fjournal', `${id}.json`])
      expect((await fetchFile(file!.contentUrl.replace(id, path))).status).toBe(404);
  });

  test('can be taken back: the content goes, and the message says that something was there', async () => {
    await invited();
    const { json } = await send({ bytes: pdf });
    const [file] = await attachments();
    const gone = await fetch(file!.contentUrl, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${chat.token}` },
    });
    expect(gone.status).toBe(204);
    expect((await fetchFile(file!.contentUrl)).status).toBe(404);
    expect((await shown()).find(({ id }) => id === json['id'])).toMatchObject({
      text: '',
      channelData: { schalter: { redacted: true } },
    });
  });

  test('are gone after 24 hours, unless a member of staff keeps them', async () => {
    await uploads.start();
    await invited();
    await send({ bytes: pdf, name: 'a.pdf' });
    await send({ bytes: png, name: 'b.png' });
    const [first, second] = await attachments();
    await uploads.keep('case-1', second!.contentUrl.split('/').at(-1)!, sabine);
    opened.clock.advance(24 * 3600_000 - 1);
    // The customer's token has run out by then; the bank's server reads.
    expect((await fetchFile(first!.contentUrl, secret)).status).toBe(200);
    const redacted = nextCommit();
    opened.clock.advance(600_000);
    await redacted;
    expect((await fetchFile(first!.contentUrl, secret)).status).toBe(404);
    expect((await fetchFile(second!.contentUrl, secret)).status).toBe(200);
    expect(uploads.list(chat.id)).toMatchObject([{ name: 'b.png', keptBy: 'sabine' }]);
  });

  test('go with their conversation', async () => {
    await invited();
    await send({ bytes: pdf });
    await uploads.keep('case-1', uploads.list(chat.id)[0]!.id, sabine);
    const erased = nextCommit();
    await opened.store.erase(chat.id);
    await erased;
    expect(uploads.list(chat.id)).toEqual([]);
  });
});

/** Resolves when the next commit of the conversation has been heard of, and what follows from it is done. */
function nextCommit(): Promise<void> {
  return new Promise((resolve) => {
    const stop = opened.store.subscribe(() => {
      stop();
      setImmediate(() => setImmediate(resolve));
    });
  });
}
