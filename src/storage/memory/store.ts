import { createCaseBook } from '../../conversation/case-book.ts';
import { withoutContent, withoutEntry, type Case } from '../../conversation/case.ts';
import { createClaims } from '../../conversation/claims.ts';
import { applyCommit, prepare, unreadOf, type Commit, type ConversationData } from '../../conversation/commit.ts';
import { isOpen } from '../../conversation/delivery.ts';
import { unanswered, type Json } from '../../conversation/head.ts';
import { conversationOf } from '../../conversation/visitor.ts';
import type { AuditEntry, Notice, Store, View } from '../../conversation/store.ts';
import type { Clock } from '../../platform/clock.ts';
import { SchalterError } from '../../platform/errors.ts';
import { createSerial } from '../../platform/serial.ts';

/** Keeps everything in memory: for tests and as the plainest reading of the store's promises. */
export function createMemoryStore(clock: Clock): Store {
  const conversations = new Map<string, ConversationData>();
  const cases = createCaseBook();
  const records = new Map<string, Map<string, Json>>();
  const audit: AuditEntry[] = [];
  const claims = createClaims(clock);
  const listeners = new Set<(notice: Notice) => void>();
  const serially = createSerial<string>();

  const need = (id: string): ConversationData => {
    const data = conversations.get(id);
    if (data === undefined) throw new SchalterError('ConversationNotFound');
    return data;
  };
  const keep = (commit: Pick<Commit, 'records' | 'audit'>): void => {
    for (const change of commit.records ?? []) {
      const kind = records.get(change.kind) ?? new Map<string, Json>();
      records.set(change.kind, kind);
      if ('put' in change) kind.set(change.key, change.put);
      else kind.delete(change.key);
    }
    audit.push(...(commit.audit ?? []));
  };
  const commitTo = (commit: Commit): ConversationData => {
    const data = applyCommit(conversations.get(commit.id) ?? null, commit);
    conversations.set(commit.id, data);
    for (const item of commit.cases ?? []) cases.put(item);
    keep(commit);
    const notice: Notice = {
      conversationId: commit.id,
      lastSeq: data.head.lastSeq,
      unanswered: unanswered(data.head),
      undelivered: [...data.deliveries.values()].some(isOpen),
      cases: (commit.cases ?? []).map((item) => item.id),
      timers: commit.timers !== undefined || commit.cancelled !== undefined,
    };
    for (const listener of listeners) listener(notice);
    return data;
  };
  const viewOf = (id: string): View => {
    const data = conversations.get(id);
    const caseOf = (caseId: string): Case | null => {
      const found = cases.get(caseId);
      return found?.conversationId === id ? found : null;
    };
    const openCase = data?.head.openCase ?? null;
    return {
      head: data === undefined || data.head.erased === true ? null : data.head,
      openCase: openCase === null ? null : caseOf(openCase),
      caseOf,
      cases: () => cases.of(id),
      seen: (key) => data?.keys.get(key)?.seq,
      deliveries: () => [...(data?.deliveries.values() ?? [])],
      timers: () => [...(data?.timers.values() ?? [])],
    };
  };

  return {
    write: (id, options, decide) =>
      serially(id, async () => {
        await Promise.resolve();
        if (options.fence !== undefined) claims.check(options.fence);
        const change = decide(viewOf(id));
        const head = conversations.get(id)?.head ?? null;
        if (head?.erased === true) throw new SchalterError('ConversationNotFound');
        const commit = prepare(id, head, change, clock.now());
        const data = commitTo(commit);
        return { entries: commit.entries ?? [], head: data.head, result: change.result };
      }),
    head: (id) => Promise.resolve(conversations.get(id)?.head ?? null),
    unread(id) {
      const data = conversations.get(id);
      return Promise.resolve(data === undefined ? null : unreadOf(data.head, data.entries));
    },
    async entries(id, { after = 0, limit = Infinity, audience } = {}) {
      await Promise.resolve();
      const found = need(id).entries.filter(
        (entry) => entry.seq > after && (audience ?? entry.audience) === entry.audience,
      );
      return found.slice(0, limit);
    },
    async deliveries(id) {
      await Promise.resolve();
      return [...need(id).deliveries.values()];
    },
    case: (id) => Promise.resolve(cases.get(id)),
    cases: (query) => Promise.resolve(cases.list(query)),
    casesOf: (id) => Promise.resolve(cases.of(id)),
    claim: (id, work, leaseMs) => Promise.resolve(claims.claim(id, work, leaseMs)),
    release(fence) {
      claims.release(fence);
      return Promise.resolve();
    },
    openWork: () =>
      Promise.resolve(
        [...conversations.values()]
          .map(({ head, deliveries }) => ({
            conversationId: head.id,
            unanswered: unanswered(head),
            undelivered: [...deliveries.values()].some(isOpen),
          }))
          .filter((work) => work.unanswered || work.undelivered),
      ),
    timers: (limit) =>
      Promise.resolve(
        [...conversations.values()]
          .flatMap((data) => [...data.timers.values()])
          .sort((a, b) => a.due - b.due)
          .slice(0, limit),
      ),
    record: (kind, key) => Promise.resolve(records.get(kind)?.get(key) ?? null),
    records: (kind) => Promise.resolve(new Map(records.get(kind) ?? [])),
    writeRecords(changes, entries = []) {
      keep({ records: changes, audit: entries });
      return Promise.resolve();
    },
    audit: (limit, before = Infinity) =>
      Promise.resolve(
        audit
          .filter(({ time }) => time < before)
          .slice(-limit)
          .reverse(),
      ),
    redact: (id, seq) =>
      serially(id, async () => {
        await Promise.resolve();
        need(id);
        const emptied = cases
          .of(id)
          .filter((item) => item.about === seq)
          .map((item) => withoutEntry(item));
        commitTo({ id, at: clock.now(), redacted: [seq], cases: emptied });
      }),
    erase: (id) =>
      serially(id, async () => {
        await Promise.resolve();
        need(id);
        const emptied = [...cases.all()]
          .filter((item) => item.conversationId === id)
          .map((item) => withoutContent(item, clock.now()));
        const bindings = [...(records.get('visitor') ?? [])].filter(([, value]) => conversationOf(value) === id);
        commitTo({
          id,
          at: clock.now(),
          erased: true,
          cases: emptied,
          records: bindings.map(([key]) => ({ kind: 'visitor', key, delete: true })),
        });
      }),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    health: () => ({ writable: true, figures: { conversations: conversations.size } }),
    close: () => Promise.resolve(),
  };
}
