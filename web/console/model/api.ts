import { createCall, query, type Fetch } from './call.ts';
import type {
  Account,
  CannedText,
  Case,
  CaseList,
  Colleague,
  CustomerFile,
  CustomerFiles,
  DeskInfo,
  Entry,
  FeedbackLine,
  Figures,
  HeldReply,
  Me,
  Notice,
  ReplyCheck,
  Role,
  Suggestion,
  Titles,
  TrailLine,
  WholeCase,
} from './types.ts';

export interface CaseQuery {
  readonly status?: 'resolved';
  readonly team?: string | null;
  readonly label?: string | null;
  readonly reason?: string | null;
  readonly channel?: string | null;
  readonly q?: string;
  readonly cursor?: string | null;
  readonly limit?: number;
}

/** To whom a case goes. */
export type Target = { readonly userId: string } | { readonly team: string };

export interface Ending {
  readonly returnToBot: boolean;
  readonly outcome?: string;
  readonly line?: string;
}

export interface Wrong {
  readonly seq: number;
  readonly right?: string;
  readonly comment?: string;
}

export interface NewNotice {
  readonly text: Titles;
  readonly intents: readonly string[];
  readonly pausesPublic: boolean;
  readonly from?: string;
  readonly until: string;
}

export interface NewAccount {
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly password: string;
  readonly teams: readonly string[];
}

export type AccountChange = Partial<Pick<Account, 'name' | 'role' | 'disabled' | 'teams' | 'languages' | 'capacity'>>;

export interface TrailQuery {
  readonly actor?: string;
  readonly caseId?: string;
  readonly before?: string | null;
}

export interface Days {
  readonly from: string;
  readonly to: string;
  readonly team: string | null;
}

export type Api = ReturnType<typeof createApi>;

/** The staff's API over HTTP, as docs/console-api.md describes it. @throws ApiError by every call */
export function createApi(fetcher: Fetch = (path, init) => fetch(path, init)) {
  const call = createCall(fetcher);
  const at = (caseId: string, rest = ''): string => `/cases/${encodeURIComponent(caseId)}${rest}`;
  const file = (caseId: string, fileId: string): string => at(caseId, `/uploads/${encodeURIComponent(fileId)}`);
  const account = (userId: string, rest = ''): string => `/accounts/${encodeURIComponent(userId)}${rest}`;
  const user = ({ user: me }: { user: Me }): Me => me;
  return {
    signIn: (username: string, password: string) =>
      call<{ user: Me }>('POST', '/session', { username, password }).then(user),
    signOut: () => call<undefined>('DELETE', '/session'),
    me: (quiet = false) => call<{ user: Me }>('GET', `/session${quiet ? '?quiet=1' : ''}`).then(user),
    rename: (name: string) => call<{ user: Me }>('PATCH', '/session', { name }).then(user),
    newPassword: (old: string, next: string) => call<undefined>('POST', '/session/password', { old, new: next }),
    presence: (state: 'available' | 'away') => call<{ user: Me }>('PUT', '/presence', { state }).then(user),

    desk: () => call<DeskInfo>('GET', '/desk'),
    people: () => call<{ people: readonly Colleague[] }>('GET', '/people').then(({ people }) => people),

    cases: (asked: CaseQuery) => call<CaseList>('GET', `/cases${query({ ...asked })}`),
    open: (caseId: string, range: { readonly after?: number; readonly before?: number } = {}) =>
      call<WholeCase>('GET', `${at(caseId)}${query(range)}`),
    accept: (caseId: string, force = false) => call<Case>('POST', at(caseId, '/accept'), force ? { force } : {}),
    reply: (caseId: string, text: string, key: string) =>
      call<{ held: HeldReply }>('POST', at(caseId, '/messages'), { text, key, hold: true }),
    takeBack: (caseId: string, heldId: string) =>
      call<{ text: string }>('DELETE', at(caseId, `/held/${encodeURIComponent(heldId)}`)),
    resend: (caseId: string, seq: number) => call<Entry>('POST', at(caseId, `/messages/${seq}/resend`), {}),
    check: (caseId: string, text: string) => call<ReplyCheck>('POST', at(caseId, '/check'), { text }),
    note: (caseId: string, text: string, key: string) => call<Entry>('POST', at(caseId, '/notes'), { text, key }),
    writing: (caseId: string) => call<undefined>('POST', at(caseId, '/writing'), {}),
    transfer: (caseId: string, to: Target, word: string) =>
      call<Case>('POST', at(caseId, '/transfer'), { to, ...(word !== '' && { word }) }),
    change: (caseId: string, change: { readonly priority?: number; readonly labels?: readonly string[] }) =>
      call<Case>('PATCH', at(caseId), change),
    snooze: (caseId: string, until: string) => call<Case>('POST', at(caseId, '/snooze'), { until }),
    wake: (caseId: string) => call<Case>('DELETE', at(caseId, '/snooze')),
    resolve: (caseId: string, ending: Ending) => call<Case>('POST', at(caseId, '/resolve'), ending),
    reopen: (caseId: string) => call<Case>('POST', at(caseId, '/reopen'), {}),
    feedback: (caseId: string, wrong: Wrong) => call<Entry>('POST', at(caseId, '/feedback'), wrong),

    files: (caseId: string) => call<CustomerFiles>('GET', at(caseId, '/uploads')),
    askForFiles: (caseId: string, open: boolean) => call<undefined>('POST', at(caseId, '/uploads'), { open }),
    keepFile: (caseId: string, fileId: string) => call<CustomerFile>('POST', `${file(caseId, fileId)}/keep`, {}),
    deleteFile: (caseId: string, fileId: string) => call<undefined>('DELETE', file(caseId, fileId)),
    /** Where a browser fetches a customer's file. */
    fileAddress: (caseId: string, fileId: string) => `/staff/api${file(caseId, fileId)}`,

    suggestions: (caseId: string) =>
      call<{ suggestions: readonly Suggestion[] }>('GET', at(caseId, '/suggestions')).then((all) => all.suggestions),
    canned: (caseId: string) =>
      call<{ texts: readonly CannedText[] }>('GET', at(caseId, '/canned')).then(({ texts }) => texts),
    reports: () => call<{ feedback: readonly FeedbackLine[] }>('GET', '/feedback').then(({ feedback }) => feedback),

    notices: () => call<{ notices: readonly Notice[] }>('GET', '/notices').then(({ notices }) => notices),
    publish: (notice: NewNotice) => call<Notice>('POST', '/notices', notice),
    endNotice: (id: string) => call<Notice>('DELETE', `/notices/${encodeURIComponent(id)}`),

    accounts: () => call<{ accounts: readonly Account[] }>('GET', '/accounts').then(({ accounts }) => accounts),
    addAccount: (made: NewAccount) => call<Account>('POST', '/accounts', made),
    changeAccount: (userId: string, change: AccountChange) => call<Account>('PATCH', account(userId), change),
    setPassword: (userId: string, password: string) =>
      call<Account>('POST', account(userId, '/password'), { password }),
    unlock: (userId: string) => call<Account>('POST', account(userId, '/unlock'), {}),

    trail: (asked: TrailQuery) =>
      call<{ lines: readonly TrailLine[]; next: string | null }>('GET', `/trail${query({ ...asked })}`),
    figures: (days: Days) => call<Figures>('GET', `/figures${query({ ...days })}`),
    /** Where a browser fetches the same figures as a table. */
    figuresFile: (days: Days) => `/staff/api/figures.csv${query({ ...days })}`,
  };
}
