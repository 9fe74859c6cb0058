import { arrange, belongs, byDue } from './order.ts';
import type { Action, DeskState } from './state.ts';
import { readInto } from './threads.ts';
import type { Case } from './types.ts';

function withItem<K, V>(map: ReadonlyMap<K, V>, key: K, value: V | null): ReadonlyMap<K, V> {
  const next = new Map(map);
  if (value === null) next.delete(key);
  else next.set(key, value);
  return next;
}

function withMember<T>(set: ReadonlySet<T>, member: T, within: boolean): ReadonlySet<T> {
  if (set.has(member) === within) return set;
  const next = new Set(set);
  if (within) next.add(member);
  else next.delete(member);
  return next;
}

/** Alerts that are shown at a time; the newest. */
const alertLimit = 3;

const isLive = ({ view }: DeskState): boolean => view.name !== 'resolved' && view.name !== 'found';

/** The open cases that belong into the list as it is asked for, in order. */
export function fitting({ cases, view, me }: DeskState): readonly Case[] {
  return [...cases.values()].filter((item) => belongs(item, view.name, view.filter, me.userId)).sort(byDue);
}

/** Cases that belong into the list and wait behind the line "2 new". */
export function freshCases(state: DeskState): readonly Case[] {
  if (!isLive(state)) return [];
  const shown = new Set(state.order);
  return fitting(state).filter(({ id }) => !shown.has(id));
}

/** The state with its list in order again. */
function arranged(state: DeskState): DeskState {
  if (!isLive(state)) return state;
  const sorted = fitting(state).map(({ id }) => id);
  return { ...state, order: arrange(sorted, state.order, state.selected) };
}

function onListed(state: DeskState, { view, list, more }: Extract<Action, { kind: 'listed' }>): DeskState {
  if (view !== state.view) return state;
  const base = { ...state, loaded: true, reading: false, failed: null, more: list.next, total: list.total };
  if (!isLive(state)) {
    const cases = new Map([...state.cases, ...list.cases.map((item) => [item.id, item] as const)]);
    const ids = list.cases.map(({ id }) => id);
    return { ...base, cases, order: more ? [...state.order, ...ids.filter((id) => !state.order.includes(id))] : ids };
  }
  // What the list of open cases does not name is no longer open; the case on the screen stays whatever it is.
  const listed = new Map(list.cases.map((item) => [item.id, item]));
  const kept = [...state.cases.values()].filter(
    (item) => !listed.has(item.id) && (item.status === 'resolved' || item.id === state.selected || more),
  );
  return arranged({ ...base, cases: new Map([...kept.map((item) => [item.id, item] as const), ...listed]) });
}

function onCase(state: DeskState, item: Case): DeskState {
  const next = { ...state, cases: withItem(state.cases, item.id, item) };
  // A new row would push others down under the reader's eyes. An empty list has nothing to push.
  const empty = state.order.every((id) => id === state.selected);
  return empty ? arranged(next) : next;
}

/** The desk after something happened. Pure: the whole of what a shift looks like is a fold over this. */
export function reduce(state: DeskState, action: Action): DeskState {
  switch (action.kind) {
    case 'info':
      return { ...state, info: action.info };
    case 'colleagues': {
      const known = new Map([...state.colleagues, ...action.colleagues.map((one) => [one.userId, one] as const)]);
      const own = known.get(state.me.userId);
      const me = own === undefined ? state.me : { ...state.me, presence: own.presence };
      return { ...state, colleagues: known, me };
    }
    case 'notices': {
      const all = new Map([...state.notices, ...action.notices].map((notice) => [notice.id, notice]));
      return { ...state, notices: [...all.values()] };
    }
    case 'alert': {
      const others = state.alerts.filter(({ caseId }) => caseId !== action.alert.caseId);
      const open = action.alert.caseId === state.selected;
      return open ? state : { ...state, alerts: [...others, action.alert].slice(-alertLimit) };
    }
    case 'heard':
      return { ...state, alerts: state.alerts.filter(({ caseId }) => caseId !== action.caseId) };
    case 'show': {
      const next = { ...state, view: action.view, more: null, total: 0, reading: true, failed: null };
      return isLive(next) ? arranged({ ...next, order: [] }) : { ...next, order: [] };
    }
    case 'listed':
      return onListed(state, action);
    case 'list-failed':
      return { ...state, failed: action.code, reading: false };
    case 'case':
      return onCase(state, action.item);
    case 'release':
      return arranged(state);
    case 'select': {
      const { caseId } = action;
      if (caseId === null) return arranged({ ...state, selected: null });
      return arranged({
        ...state,
        selected: caseId,
        unread: withMember(state.unread, caseId, false),
        alerts: state.alerts.filter((alert) => alert.caseId !== caseId),
      });
    }
    case 'read': {
      const {
        transcript: _entries,
        lastSeq: _last,
        brief: _brief,
        earlier: _earlier,
        held: _held,
        writing: _writing,
        ...item
      } = action.read;
      const failed = state.work.get(item.id);
      const work =
        failed?.kind === 'failed' && failed.what === 'open' ? withItem(state.work, item.id, null) : state.work;
      const threads = withItem(state.threads, item.id, readInto(state.threads.get(item.id), action.read, action.part));
      return { ...state, work, threads, cases: withItem(state.cases, item.id, item) };
    }
    case 'waits': {
      const { caseId, waitingSince } = action;
      const item = state.cases.get(caseId);
      if (item === undefined) return state;
      const news = waitingSince !== null && item.waitingSince !== waitingSince && state.selected !== caseId;
      const cases = withItem(state.cases, caseId, { ...item, waitingSince });
      return { ...state, cases, unread: news ? withMember(state.unread, caseId, true) : state.unread };
    }
    case 'writing':
      return { ...state, writers: withItem(state.writers, action.caseId, action.writer) };
    case 'work':
      return { ...state, work: withItem(state.work, action.caseId, action.work) };
    case 'connection':
      return { ...state, connection: action.connection };
    case 'restored':
      return { ...state, restored: state.restored + 1 };
    case 'me':
      return { ...state, me: action.me };
  }
}
