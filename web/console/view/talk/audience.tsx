import { Globe, Lock, UsersRound } from 'lucide';
import type { Kind } from '../../model/drafts.ts';
import type { Thread } from '../../model/threads.ts';
import type { Case, ReplyCheck } from '../../model/types.ts';
import { channelWords } from '../../words/things.ts';
import { useWords } from '../context.ts';
import { Icon } from '../parts/icon.tsx';

interface AudienceLineProps {
  readonly item: Case;
  readonly kind: Kind;
  readonly brief: Thread['brief'];
  readonly check: ReplyCheck | null;
}

/** Who will read it, and how surely the bank knows them, in words. */
export function AudienceLine({ item, kind, brief, check }: AudienceLineProps) {
  const words = useWords();
  if (kind === 'note')
    return (
      <p class="audience" id="composer-hint">
        <Icon of={UsersRound} size={16} />
        {words.say('audience.note')}
      </p>
    );
  const open = check === null ? brief?.channel.public === true : check.audience === 'public';
  return (
    <p class={open ? 'audience open' : 'audience'} id="composer-hint">
      <Icon of={open ? Globe : Lock} size={16} />
      <span>
        <strong>{words.say(open ? 'audience.public' : 'audience.private')}</strong>{' '}
        {open
          ? words.say('audience.publicWho')
          : words.say('audience.privateWho', { channel: channelWords(item.channel, words) })}{' '}
        {words.code('identityShort', check?.identity ?? item.identity)}
      </span>
    </p>
  );
}
