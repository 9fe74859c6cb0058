import type { Store } from '../../src/conversation/store.ts';
import { botSays, customerSays } from './conformance.ts';

/** How many conversations `fill` makes. */
export const conversations = 60;
export const idOf = (index: number): string => `c${index}`;
const reference = { serviceUrl: 'http://127.0.0.1:9/', conversationId: 'x', botId: 'bot' };

/** Conversations with everything that a conversation can have. */
export async function fill(store: Store): Promise<void> {
  for (let index = 0; index < conversations; index += 1) {
    const id = idOf(index);
    await store.write(id, {}, () => ({
      begin: {
        channel: 'test',
        customer: { id: `k${index}`, name: 'Erika' },
        reference: index % 2 === 0 ? reference : null,
      },
      entries: [customerSays(`Frage ${index} \0 \ud83d`, `m${index}`), botSays('Antwort'), customerSays('und?')],
      head: { cursor: 1, state: { b: 1, a: [index] } },
      timers: { set: [{ id: `t${index}`, conversationId: id, due: index, name: 'timer.x', value: {} }] },
      records: [{ kind: 'visitor', key: `hash${index}`, put: { conversationId: id, userId: `k${index}` } }],
      audit: [{ time: index, actor: 'admin', action: 'case.view', conversationId: id }],
      result: undefined,
    }));
  }
  await store.redact(idOf(3), 1);
  await store.erase(idOf(4));
  await store.writeRecords([{ kind: 'account', key: 'admin', put: { name: 'Admin' } }]);
}

/** All that can be asked of a store. */
export async function everything(store: Store): Promise<unknown> {
  const all: unknown[] = [];
  for (let index = 0; index < conversations; index += 1) {
    const id = idOf(index);
    all.push([await store.head(id), await store.entries(id), await store.deliveries(id), await store.unread(id)]);
    all.push(await store.record('visitor', `hash${index}`));
  }
  const open = [...(await store.openWork())].sort((a, b) => (a.conversationId < b.conversationId ? -1 : 1));
  return [all, open, await store.timers(1000), await store.audit(1000), [...(await store.records('account'))]];
}
