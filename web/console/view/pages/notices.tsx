import { Megaphone } from 'lucide';
import { useState } from 'preact/hooks';
import type { Notice } from '../../model/types.ts';
import { momentWords } from '../../words/due.ts';
import { dayAndTime } from '../../words/times.ts';
import { useLoaded, useNow, useWords } from '../context.ts';
import { Icon } from '../parts/icon.tsx';
import { Trouble } from '../parts/trouble.tsx';
import { Loading } from './loading.tsx';
import { NoticeForm } from './notice-form.tsx';
import type { PageProps } from './page.tsx';

/** Notices: what stands, what comes, what is over, and a form for those who may publish. */
export function NoticesPage({ desk, state }: PageProps) {
  const words = useWords();
  const [failed, setFailed] = useState<string | null>(null);
  // A notice that is published or ended anywhere changes the state and so this key.
  const key = state.notices.map(({ id, state: how }) => id + how).join();
  const [loaded, again] = useLoaded(desk, desk.api.notices, key);
  const may = desk.can('notices.publish');
  const end = async (id: string): Promise<void> => {
    try {
      await desk.api.endNotice(id);
      setFailed(null);
      again();
    } catch (error) {
      setFailed(desk.failure(error));
    }
  };
  return (
    <div class={may ? 'page-split' : 'page-body'}>
      <div class="page-column">
        <Trouble code={failed} />
        <Loading loaded={loaded} onAgain={again}>
          {(notices) =>
            notices.length === 0 ? (
              <div class="empty">
                <Icon of={Megaphone} size={28} />
                <p>{words.say('notice.none')}</p>
                <p class="soft">{words.say(may ? 'notice.noneNext' : 'notice.noneReader')}</p>
              </div>
            ) : (
              <ul class="cards">
                {notices.map((notice) => (
                  <NoticeCard
                    key={notice.id}
                    notice={notice}
                    titleOf={(intent) =>
                      state.info?.intents.find((one) => one.intent === intent)?.title[words.language] ?? intent
                    }
                    onEnd={may && notice.state !== 'over' ? () => void end(notice.id) : null}
                  />
                ))}
              </ul>
            )
          }
        </Loading>
      </div>
      {may && <NoticeForm desk={desk} info={state.info} onPublished={again} />}
    </div>
  );
}

interface NoticeCardProps {
  readonly notice: Notice;
  readonly titleOf: (intent: string) => string;
  readonly onEnd: (() => void) | null;
}

function NoticeCard({ notice, titleOf, onEnd }: NoticeCardProps) {
  const words = useWords();
  const now = useNow();
  const { state, text, intents, pausesPublic, from, until, by, ended } = notice;
  return (
    <li class={`card notice ${state}`}>
      <p class="notice-head">
        <span class={state === 'standing' ? 'chip news' : 'chip plain'}>{words.code('noticeState', state)}</span>
        <span class="soft">
          {ended === null
            ? words.say(state === 'planned' ? 'notice.span' : 'notice.untilTime', {
                from: dayAndTime(from, words),
                until: momentWords(until, now, words),
              })
            : words.say('notice.endedBy', { name: ended.by.name, time: momentWords(ended.at, now, words) })}
        </span>
      </p>
      <p lang="de">{text.de}</p>
      <p lang="en" class="soft">
        {text.en}
      </p>
      <p class="soft">
        {intents.length === 0
          ? words.say('notice.all')
          : words.say('notice.only', { titles: intents.map(titleOf).join(', ') })}
        {pausesPublic && ` · ${words.say('notice.pausesShort')}`} · {words.say('notice.by', { name: by.name })}
      </p>
      {onEnd !== null && (
        <button type="button" onClick={onEnd}>
          {words.say('notice.end')}
        </button>
      )}
    </li>
  );
}
