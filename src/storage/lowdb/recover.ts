import { access } from 'node:fs/promises';
import type { Contents } from './contents.ts';
import { damaged } from './failures.ts';
import { readJournal, type JournalEnd } from './journal-reader.ts';
import { restoreLedger } from './ledger.ts';
import { bindingsElsewhere, withKeys } from './bindings.ts';
import { noConversation, readRecord, type Recorded } from './record.ts';

export interface Recovered {
  readonly end: JournalEnd;
  /** The highest position that any file knows; above the journal's end where the journal lost its last records. */
  readonly highest: number;
  /** Position of the last record that took content away, 0 where there is none. */
  readonly erasedAt: number;
}

/** A record of a conversation, as text: thousands of parsed ones would fill the memory. */
interface Backlog {
  readonly position: number;
  readonly text: string;
}

/**
 * Brings the contents to the journal's end: index files first, then what the journal knows better, then the
 * conversations that it touches, and no others.
 * @throws SchalterError DataDamaged where a file cannot be trusted.
 */
export async function recover(contents: Contents): Promise<Recovered> {
  const { layout, ledgers, audit } = contents;
  const positions = await Promise.all(ledgers.map((ledger) => restoreLedger(ledger, layout)));
  await audit.restore();
  const backlog = new Map<string, Backlog[]>();
  const audited: { readonly position: number; readonly recorded: Recorded }[] = [];
  const bound: { readonly id: string; readonly keys: readonly string[]; readonly position: number }[] = [];
  let erasedAt = 0;
  const add = (id: string, item: Backlog): void => {
    const items = backlog.get(id);
    if (items === undefined) backlog.set(id, [item]);
    else items.push(item);
  };

  const end = readJournal(layout.journal, (position, text) => {
    const recorded = readRecord(text);
    if (recorded === null) throw damaged(layout.journal, `The record at position ${position} has an unknown format.`);
    const { commit } = recorded;
    const behind = ledgers.filter((_, index) => (positions[index] ?? 0) < position);
    contents.applyAside(recorded, position, behind);
    if (commit.audit !== undefined) audited.push({ position, recorded });
    if (commit.redacted !== undefined || commit.erased === true) erasedAt = position;
    if (commit.id !== noConversation) add(commit.id, { position, text });
    for (const [id, keys] of bindingsElsewhere(commit)) bound.push({ id, keys, position });
  });
  if (!end.found && (await exists(layout.conversations)))
    throw damaged(layout.journal, 'The journal is missing although there are documents.');

  for (const { position, recorded } of audited) {
    await audit.open(recorded.audit ?? 0, recorded.commit.audit?.length ?? 0);
    contents.applyAudit(recorded, position);
  }
  for (const { id, keys, position } of bound)
    contents.bind(id, withKeys(await contents.bindings.get(id), keys), position);
  let highest = Math.max(end.last, ...positions);
  const waiting = backlog.entries();
  const worker = async (): Promise<void> => {
    // The workers share the iterator: each takes the next conversation.
    for (const [id, items] of waiting) highest = Math.max(highest, await catchUp(contents, id, items));
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return { end, highest, erasedAt };
}

/** Applies to one conversation what its document lacks; returns the position that it is at then. */
async function catchUp(contents: Contents, id: string, items: readonly Backlog[]): Promise<number> {
  const resident = await contents.residents.open(id);
  for (const { position, text } of items) {
    if (position <= resident.position) continue;
    const recorded = readRecord(text);
    if (recorded === null) continue;
    const { commit, previous } = recorded;
    if (resident.data === null && previous > 0)
      throw damaged(resident.path, 'The document is missing; the journal holds later changes of it.');
    if (previous !== resident.position)
      throw damaged(
        resident.path,
        `The document ends at position ${resident.position}, the journal goes on from ${previous}: one of them is from another time.`,
      );
    contents.applyToConversation(resident, commit, (commit.entries ?? []).map(contents.lineOf), position);
  }
  return resident.position;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
