import { z } from 'zod';
import type { Layout } from './layout.ts';
import { openDocument, type Form } from './document.ts';
import type { Disk } from './disk.ts';
import type { Recorded } from './record.ts';

/**
 * A small file that is read whole at start and kept in memory: open work, timers, cases, accounts. It spares the start
 * from opening the conversations.
 */
export interface Ledger {
  readonly name: string;
  /** Takes from a record what concerns it; says whether anything changed. */
  apply(recorded: Recorded): boolean;
  /** What goes into the file. */
  data(): unknown;
  /** Takes over what was in the file; false where it has another shape. */
  restore(data: unknown): boolean;
}

interface LedgerFile {
  readonly position: number;
  readonly data: unknown;
}

const shape = z.looseObject({ format: z.literal(1), position: z.number(), data: z.unknown() });

const form: Form<LedgerFile> = {
  write: ({ position, data }) => `${JSON.stringify({ format: 1, position, data })}\n`,
  read: (json) => shape.safeParse(json).data ?? null,
};

/** Restores a ledger from its file; returns the journal position that the file contains, 0 where there is none. */
export async function restoreLedger(ledger: Ledger, layout: Layout): Promise<number> {
  const path = layout.index(ledger.name);
  const document = openDocument<LedgerFile>(path, {
    write: form.write,
    read(json) {
      const file = form.read(json);
      return file !== null && ledger.restore(file.data) ? file : null;
    },
  });
  await document.read();
  return document.data?.position ?? 0;
}

export async function saveLedger(ledger: Ledger, position: number, layout: Layout, disk: Disk): Promise<void> {
  const document = openDocument(layout.index(ledger.name), form, disk);
  document.data = { position, data: ledger.data() };
  await document.write();
}
