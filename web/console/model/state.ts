import type { Filter, ViewName } from './order.ts';
import { noFilter } from './order.ts';
import type { Part, Thread, Writer } from './threads.ts';
import type { Case, CaseList, Colleague, DeskInfo, LiveEvents, Me, Notice, WholeCase } from './types.ts';

/** What a call is about, where it is shown. */
export type Task = 'accept' | 'reply' | 'undo' | 'note' | 'resolve' | 'reopen' | 'change' | 'resend';

/** A call under way or failed, shown at its case. */
export type Work =
  | { readonly kind: 'running'; readonly what: Task }
  | { readonly kind: 'failed'; readonly what: Task | 'open'; readonly code: string };

export type Alert = LiveEvents['alert'];

/** The list as it was asked for. */
export interface View {
  readonly name: ViewName;
  readonly filter: Filter;
  /** What was searched for, where `name` is `found`. */
  readonly search: string;
}

export interface DeskState {
  readonly me: Me;
  readonly connection: 'connecting' | 'live' | 'lost' | 'back';
  readonly info: DeskInfo | null;
  readonly colleagues: ReadonlyMap<string, Colleague>;
  readonly notices: readonly Notice[];
  readonly alerts: readonly Alert[];
  readonly view: View;
  /** False until the first list came. */
  readonly loaded: boolean;
  /** A list is being read. */
  readonly reading: boolean;
  /** The list could not be read. */
  readonly failed: string | null;
  readonly cases: ReadonlyMap<string, Case>;
  /** The cases on the screen, in order: it changes with what the person does, never by itself. */
  readonly order: readonly string[];
  /** Where the service has more of a list. */
  readonly more: string | null;
  readonly total: number;
  readonly selected: string | null;
  readonly threads: ReadonlyMap<string, Thread>;
  readonly writers: ReadonlyMap<string, Writer>;
  readonly work: ReadonlyMap<string, Work>;
  /** Cases whose customers wrote something that was not looked at. */
  readonly unread: ReadonlySet<string>;
  /** Counts up whenever a draft was changed elsewhere than in its field. */
  readonly restored: number;
}

export type Action =
  | { readonly kind: 'info'; readonly info: DeskInfo }
  | { readonly kind: 'colleagues'; readonly colleagues: readonly Colleague[] }
  | { readonly kind: 'notices'; readonly notices: readonly Notice[] }
  | { readonly kind: 'alert'; readonly alert: Alert }
  | { readonly kind: 'heard'; readonly caseId: string }
  | { readonly kind: 'show'; readonly view: View }
  | { readonly kind: 'listed'; readonly view: View; readonly list: CaseList; readonly more: boolean }
  | { readonly kind: 'list-failed'; readonly code: string }
  | { readonly kind: 'case'; readonly item: Case }
  | { readonly kind: 'release' }
  | { readonly kind: 'select'; readonly caseId: string | null }
  | { readonly kind: 'read'; readonly read: WholeCase; readonly part: Part }
  | { readonly kind: 'waits'; readonly caseId: string; readonly waitingSince: string | null }
  | { readonly kind: 'writing'; readonly caseId: string; readonly writer: Writer | null }
  | { readonly kind: 'work'; readonly caseId: string; readonly work: Work | null }
  | { readonly kind: 'connection'; readonly connection: DeskState['connection'] }
  | { readonly kind: 'restored' }
  | { readonly kind: 'me'; readonly me: Me };

export function begin(me: Me): DeskState {
  return {
    me,
    connection: 'connecting',
    info: null,
    colleagues: new Map(),
    notices: [],
    alerts: [],
    view: { name: 'due', filter: noFilter, search: '' },
    loaded: false,
    reading: false,
    failed: null,
    cases: new Map(),
    order: [],
    more: null,
    total: 0,
    selected: null,
    threads: new Map(),
    writers: new Map(),
    work: new Map(),
    unread: new Set(),
    restored: 0,
  };
}
