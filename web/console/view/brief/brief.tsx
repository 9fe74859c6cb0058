import { ShieldAlert, ShieldCheck, X } from 'lucide';
import type { RefObject } from 'preact';
import type { Desk } from '../../model/desk.ts';
import type { DeskState } from '../../model/state.ts';
import type { Case, CustomerFile } from '../../model/types.ts';
import { useNow, useWords } from '../context.ts';
import { Icon } from '../parts/icon.tsx';
import type { Writer } from '../talk/composer.tsx';
import { Earlier } from './earlier.tsx';
import { Facts } from './facts.tsx';
import { FileList, type Files } from './files.tsx';
import { FiveLines } from './five-lines.tsx';
import { Suggestions, type Helpers } from './suggestions.tsx';

interface BriefProps {
  readonly desk: Desk;
  readonly item: Case;
  readonly state: DeskState;
  readonly helpers: Helpers;
  readonly files: Files;
  readonly onDelete: (file: CustomerFile) => void;
  readonly writer: RefObject<Writer | null>;
  readonly letters: boolean;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** What somebody who takes over must know at one glance, and what helps to answer. */
export function Brief(props: BriefProps) {
  const { desk, item, state, helpers, files, writer, letters, open, onDelete, onClose } = props;
  const words = useWords();
  const now = useNow();
  const thread = state.threads.get(item.id);
  const brief = thread?.brief ?? null;
  const mayReply =
    desk.can('cases.work') &&
    item.status !== 'resolved' &&
    (item.owner === null || item.owner.userId === state.me.userId);
  const mine = desk.can('cases.work') && item.status === 'active' && item.owner?.userId === state.me.userId;
  return (
    <aside class={open ? 'brief open' : 'brief'} id="brief" aria-label={words.say('brief.label')}>
      <header class="brief-head">
        <h3>{words.say('brief.title')}</h3>
        <button class="quiet brief-close" type="button" onClick={onClose}>
          <Icon of={X} />
          <span class="unseen">{words.say('brief.close')}</span>
        </button>
      </header>
      {brief !== null && <FiveLines item={item} brief={brief} info={state.info} now={now} />}
      {brief !== null && brief.risks.length > 0 && (
        <ul class="risks" aria-label={words.say('brief.risks')}>
          {brief.risks.map((risk) => (
            <li key={risk} class={risk === 'not-identified' ? 'risk mild' : 'risk'}>
              <Icon of={risk === 'not-identified' ? ShieldCheck : ShieldAlert} size={16} />
              {words.code('risk', risk) ?? risk}
            </li>
          ))}
        </ul>
      )}
      {mayReply && <Suggestions helpers={helpers} writer={writer} letters={letters} />}
      <FileList desk={desk} item={item} files={files} mine={mine} now={now} onDelete={onDelete} />
      <Facts item={item} state={state} now={now} />
      {thread !== undefined && thread.cases.length > 0 && <Earlier cases={thread.cases} now={now} />}
    </aside>
  );
}
