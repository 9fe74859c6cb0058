import { z } from 'zod';
import type { Json } from '../../conversation/head.ts';
import type { RecordKind } from '../../conversation/store.ts';
import type { Ledger } from './ledger.ts';

/** Records of a kind of which there are few: staff and their sessions, secrets. */
export interface RecordLedger extends Ledger {
  readonly items: ReadonlyMap<string, Json>;
}

const shape = z.array(z.tuple([z.string(), z.unknown()]));

export function createRecordLedger(kind: Exclude<RecordKind, 'visitor'>): RecordLedger {
  const items = new Map<string, Json>();
  return {
    name: kind,
    items,
    data: () => [...items],
    restore(data) {
      const parsed = shape.safeParse(data);
      for (const [key, value] of parsed.data ?? []) items.set(key, value as Json);
      return parsed.success;
    },
    apply({ commit }) {
      let changed = false;
      for (const change of commit.records ?? []) {
        if (change.kind !== kind) continue;
        if ('put' in change) items.set(change.key, change.put);
        else items.delete(change.key);
        changed = true;
      }
      return changed;
    },
  };
}
