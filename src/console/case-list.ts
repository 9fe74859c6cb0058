import type { Case } from '../conversation/case.ts';
import type { Store } from '../conversation/store.ts';
import { numberOf, viewCase, type Names } from './case-view.ts';
import type { CaseList } from './contract.ts';

/** What the list is narrowed to; each part null where it is not asked for. */
export interface CaseFilter {
  readonly status: 'waiting' | 'active' | 'resolved' | null;
  readonly owner: string | null;
  readonly team: string | null;
  readonly label: string | null;
  readonly reason: string | null;
  readonly channel: string | null;
  readonly priority: number | null;
  readonly snoozed: 'yes' | 'no' | 'all';
  readonly q: string | null;
  readonly limit: number;
  readonly cursor: number;
}

/** Open cases, as far as anybody works through them, and resolved ones that are looked through. */
const openLimit = 10_000;
const resolvedLimit = 2000;

const folded = (text: string): string => text.normalize('NFKC').toLocaleLowerCase('de');

/** Whose case it is: its owner, or the person whom it is meant for. */
function holderOf(item: Case): string | null {
  if (item.status === 'waiting') return item.assignment?.to.userId ?? null;
  return item.owner.userId;
}

const isSnoozed = (item: Case): boolean => item.status === 'active' && item.snoozedUntil !== undefined;
const awaitsStaff = (item: Case): boolean =>
  item.status === 'waiting' || (item.status === 'active' && item.awaits === 'staff');
const dueOf = (item: Case): number => ('due' in item && !isSnoozed(item) ? item.due : Infinity);

/** What is due next comes first: the pressing, then by deadline, then by age; what waits for the customer comes last. */
export function byDue(a: Case, b: Case): number {
  const urgent = (item: Case): number => (item.priority === 0 && awaitsStaff(item) && !isSnoozed(item) ? 0 : 1);
  const rest = (item: Case): number => (isSnoozed(item) ? 2 : awaitsStaff(item) ? 0 : 1);
  const byMoment = dueOf(a) === dueOf(b) ? 0 : dueOf(a) - dueOf(b);
  return urgent(a) - urgent(b) || rest(a) - rest(b) || byMoment || a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);
}

function textOf(item: Case, { titleOf }: Names): string {
  const title = item.intent === null ? null : titleOf(item.intent);
  const details = Object.values(item.details ?? {});
  const parts = [numberOf(item), item.customerName, item.preview, item.intent, title?.de, title?.en, ...details];
  return folded(parts.filter((part) => part != null).join('\n'));
}

function fits(filter: CaseFilter, me: string, names: Names): (item: Case) => boolean {
  const words =
    filter.q === null
      ? []
      : folded(filter.q)
          .split(/\s+/)
          .filter((word) => word !== '');
  const owner = filter.owner === 'me' ? me : filter.owner;
  return (item) =>
    (filter.team === null || item.team === filter.team) &&
    (owner === null || (owner === 'none' ? holderOf(item) === null : holderOf(item) === owner)) &&
    (filter.label === null || (item.labels ?? []).includes(filter.label)) &&
    (filter.reason === null || item.reason === filter.reason) &&
    (filter.channel === null || item.channel === filter.channel) &&
    (filter.priority === null || item.priority === filter.priority) &&
    (filter.snoozed === 'all' || isSnoozed(item) === (filter.snoozed === 'yes')) &&
    (words.length === 0 || ((text) => words.every((word) => text.includes(word)))(textOf(item, names)));
}

/** The cases that fit, what is due next first, a page of them; the counts are those of all open ones. */
export async function listCases(
  store: Store,
  filter: CaseFilter,
  { me, now, names }: { readonly me: string; readonly now: number; readonly names: Names },
): Promise<CaseList> {
  const [waiting, active] = await Promise.all([
    store.cases({ status: 'waiting', limit: openLimit }),
    store.cases({ status: 'active', limit: openLimit }),
  ]);
  const wantsResolved = filter.status === 'resolved' || (filter.status === null && filter.q !== null);
  const resolved = wantsResolved ? await store.cases({ status: 'resolved', limit: resolvedLimit }) : [];
  const open = [...(filter.status === 'active' ? [] : waiting), ...(filter.status === 'waiting' ? [] : active)];
  const fitting = fits(filter, me, names);
  const found = [
    ...(filter.status === 'resolved' ? [] : open.filter(fitting).sort(byDue)),
    ...resolved.filter(fitting),
  ];
  const end = filter.cursor + filter.limit;
  const all = [...waiting, ...active];
  return {
    cases: found.slice(filter.cursor, end).map((item) => viewCase(item, names)),
    total: found.length,
    next: end < found.length ? String(end) : null,
    counts: {
      waiting: waiting.length,
      mine: all.filter((item) => holderOf(item) === me).length,
      active: active.length,
      snoozed: active.filter(isSnoozed).length,
      overdue: all.filter((item) => awaitsStaff(item) && 'due' in item && item.due < now).length,
    },
  };
}
