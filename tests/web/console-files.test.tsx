/** @jest-environment jsdom */
import { afterEach, expect, test } from '@jest/globals';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { createApi } from '../../web/console/model/api.ts';
import { createDesk, type Desk } from '../../web/console/model/desk.ts';
import { readInto } from '../../web/console/model/threads.ts';
import type { Case, CustomerFiles } from '../../web/console/model/types.ts';
import { FileList, useFiles, type Files } from '../../web/console/view/brief/files.tsx';
import type { Overlay } from '../../web/console/view/overlay.ts';
import { caseRuns } from '../../web/console/view/runs.ts';
import { sizeWords } from '../../web/console/words/size.ts';
import { createWords } from '../../web/console/words/words.ts';
import { aCase, aMe, anEntry, aWhole } from '../support/staged-things.ts';

const me = aMe();
const own = { userId: me.userId, name: me.name };
const mine = aCase('mine', { status: 'active', owner: own });
const theirs = aCase('theirs', { status: 'active', owner: { userId: 'other', name: 'Jonas Berg' } });
const letter = { name: 'Brief.pdf', type: 'application/pdf', size: 2048, at: '2026-11-20T10:00:00.000Z' };
const open = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();

/** A service that has `files` for every case and writes down what it is asked. */
function stage(files: CustomerFiles) {
  const calls: string[] = [];
  const api = createApi((path, { method = 'GET', body }) => {
    const call = `${method} ${path.replace('/staff/api', '')}${typeof body === 'string' ? ` ${body}` : ''}`;
    calls.push(call);
    const answer = { status: 200, ok: true, json: () => Promise.resolve(files) };
    return Promise.resolve(answer as unknown as Response);
  });
  const keep = { get: () => null, set: () => undefined, clear: () => undefined };
  const follow = () => ({ close: () => undefined });
  const desk: Desk = createDesk({ api, me, keep, onSignedOut: () => undefined, follow });
  return { desk, calls };
}

const place = document.createElement('div');
document.body.append(place);
afterEach(() => render(null, place));
/** Lets promises run to their end; jsdom has no setImmediate. */
const settle = (): Promise<void> =>
  act(async () => {
    for (let round = 0; round < 50; round += 1) await Promise.resolve();
  });

function Shown({ desk, item, last, deleted }: { desk: Desk; item: Case; last: number; deleted: (id: string) => void }) {
  const files = useFiles(desk, item, readInto(undefined, aWhole(item, [anEntry(last)]), 'whole'));
  const isMine = item.id === 'mine';
  return <FileList desk={desk} item={item} files={files} mine={isMine} now={0} onDelete={({ id }) => deleted(id)} />;
}

test('the owner finds each file with its link, keeps it and deletes it', async () => {
  const files = [
    { ...letter, id: 'f/1', kept: false },
    { ...letter, id: 'f2', name: 'Foto.png', kept: true },
  ];
  const { desk, calls } = stage({ openUntil: open(10), files });
  const deleted: string[] = [];
  const show = async (item: Case, last: number): Promise<void> => {
    await act(() => render(<Shown desk={desk} item={item} last={last} deleted={(id) => deleted.push(id)} />, place));
    await settle();
  };
  await show(mine, 1);
  const links = [...place.querySelectorAll('a')].map((link) => [link.textContent, link.getAttribute('href')]);
  expect(links).toEqual([
    ['Brief.pdf', '/staff/api/cases/mine/uploads/f%2F1'],
    ['Foto.png', '/staff/api/cases/mine/uploads/f2'],
  ]);
  const buttons = [...place.querySelectorAll('button')];
  expect(buttons.map(({ textContent }) => textContent)).toEqual([
    'Behalten: Brief.pdf',
    'Löschen: Brief.pdf',
    'Löschen: Foto.png',
  ]);
  buttons[0]?.click();
  await settle();
  expect(calls).toContain('POST /cases/mine/uploads/f%2F1/keep {}');
  expect(document.activeElement?.textContent).toBe('Brief.pdf');
  buttons[2]?.click();
  expect(deleted).toEqual(['f2']);
  const reads = (): number => calls.filter((call) => call === 'GET /cases/mine/uploads').length;
  const before = reads();
  await show(mine, 1);
  expect(reads()).toBe(before);
  await show(mine, 2);
  expect(reads()).toBe(before + 1);
});

test('a colleague can read the files and change nothing', async () => {
  const { desk } = stage({ openUntil: null, files: [{ ...letter, id: 'f1', kept: false }] });
  await act(() => render(<Shown desk={desk} item={theirs} last={1} deleted={() => undefined} />, place));
  await settle();
  expect([place.querySelectorAll('a').length, place.querySelectorAll('button').length]).toEqual([1, 0]);
});

test('nothing is shown where no files came and none may', async () => {
  const { desk } = stage({ openUntil: open(-1), files: [] });
  await act(() => render(<Shown desk={desk} item={mine} last={1} deleted={() => undefined} />, place));
  await settle();
  expect(place.textContent).toBe('');
});

test('a file is asked for by the owner of a case of the website, and no more are taken once it is open', () => {
  const { desk, calls } = stage({ openUntil: null, files: [] });
  const laid: Overlay[] = [];
  const runs = (item: Case, openUntil: string | null) => {
    const files: Files = { openUntil, files: [], reload: () => undefined };
    const helpers = { suggestions: [], texts: [] };
    const lay = (overlay: Overlay): void => void laid.push(overlay);
    const hands = { desk, state: desk.state(), helpers, files, writer: { current: null }, lay, open: () => undefined };
    return caseRuns(hands, item);
  };
  const offered = (item: Case, openUntil: string | null = null): readonly string[] =>
    Object.keys(runs(item, openUntil)).filter((id) => id.endsWith('File') || id.endsWith('Files'));
  expect(offered(mine)).toEqual(['askFile']);
  expect(offered(mine, open(5))).toEqual(['endFiles']);
  expect(offered(theirs)).toEqual([]);
  expect(offered(aCase('free'))).toEqual([]);
  expect(offered({ ...mine, channel: 'facebook' })).toEqual([]);
  runs(mine, null).askFile?.(0);
  expect([laid, calls]).toEqual([[{ kind: 'askFile', caseId: 'mine' }], []]);
  runs(mine, open(5)).endFiles?.(0);
  expect(calls).toEqual(['POST /cases/mine/uploads {"open":false}']);
});

test.each([
  [1, '1 kB'],
  [86_016, '84 kB'],
  [2_516_582, '2,4 MB'],
])('%d bytes are %s', (bytes, expected) => {
  expect(sizeWords(bytes, createWords('de')).replace(/\s/u, ' ')).toBe(expected);
});
