import type { Desk } from '../../model/desk.ts';
import type { DeskState } from '../../model/state.ts';
import { useWords } from '../context.ts';
import type { PageName } from '../route.ts';
import { AccountsPage } from './accounts.tsx';
import { FiguresPage } from './figures.tsx';
import { NoticesPage } from './notices.tsx';
import { ReportsPage } from './reports.tsx';
import { TrailPage } from './trail.tsx';

const contents = {
  notices: NoticesPage,
  reports: ReportsPage,
  figures: FiguresPage,
  trail: TrailPage,
  accounts: AccountsPage,
} as const;

export interface PageProps {
  readonly desk: Desk;
  readonly state: DeskState;
}

/** A page beside the cases. */
export function Page({ name, desk, state }: PageProps & { readonly name: PageName }) {
  const words = useWords();
  const Content = contents[name];
  return (
    <main class="page" id="conversation" tabIndex={-1}>
      <header class="page-head">
        <h1>{words.code('page', name)}</h1>
        <p class="soft">{words.code('pageWhat', name)}</p>
      </header>
      <Content desk={desk} state={state} />
    </main>
  );
}
