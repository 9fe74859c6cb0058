import { CalendarPlus, Download, ExternalLink, FileText, Trash2 } from 'lucide';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useView } from '../context.ts';
import { saveFile, textFile } from '../save-file.ts';
import type { Attachment, Message } from '../state/types.ts';
import { CardView } from './card.tsx';
import { Icon } from './icon.tsx';

interface Props {
  readonly message: Message;
  readonly onChosen: () => void;
}

/** What came with a message; several cards stand side by side and are moved through sideways. */
export function Attachments({ message, onChosen }: Props): VNode | null {
  const { say } = useView();
  const { attachments = [] } = message;
  const cards = attachments.filter((one) => one.kind === 'card');
  const others = attachments.filter((one) => one.kind !== 'card');
  if (attachments.length === 0) return null;
  return (
    <>
      {others.map((attachment, index) => (
        <Single key={index} attachment={attachment} message={message} />
      ))}
      {cards.length === 1 && cards.map((card, index) => <CardView key={index} card={card} onChosen={onChosen} />)}
      {cards.length > 1 && (
        <div class="carousel" role="group" tabIndex={0} aria-label={say('card.several', { count: cards.length })}>
          {cards.map((card, index) => (
            <CardView key={index} card={card} onChosen={onChosen} />
          ))}
        </div>
      )}
    </>
  );
}

function Single({
  attachment,
  message,
}: {
  readonly attachment: Exclude<Attachment, { kind: 'card' }>;
  readonly message: Message;
}): VNode {
  switch (attachment.kind) {
    case 'own':
      return <OwnFile name={attachment.name} url={attachment.url} messageKey={message.key} />;
    case 'file':
      return <Given name={attachment.name} content={textFile(attachment.content, attachment.type)} />;
    case 'image':
      return <Picture name={attachment.name} url={attachment.url} />;
    case 'link':
      return <Link name={attachment.name} url={attachment.url} />;
  }
}

/** A file that came with its content: a calendar entry. */
function Given({ name, content }: { readonly name: string; readonly content: Blob }): VNode {
  const { say } = useView();
  return (
    <button type="button" class="file" onClick={() => saveFile(name, content)}>
      <Icon nodes={CalendarPlus} />
      <span>{say('file.calendar')}</span>
    </button>
  );
}

function Link({ name, url }: { readonly name: string; readonly url: string }): VNode {
  return (
    <a class="file" href={url} target="_blank" rel="noopener noreferrer">
      <Icon nodes={ExternalLink} />
      <span>{name}</span>
    </a>
  );
}

/** A picture, or, where the page's policy or the network forbids it, a link to it. */
function Picture({ name, url }: { readonly name: string; readonly url: string }): VNode {
  const [isBroken, setBroken] = useState(false);
  if (isBroken) return <Link name={name} url={url} />;
  return <img class="picture" src={url} alt={name} loading="lazy" onError={() => setBroken(true)} />;
}

/** What the customer has sent: to be saved again, or taken back. */
function OwnFile({
  name,
  url,
  messageKey,
}: {
  readonly name: string;
  readonly url: string;
  readonly messageKey: string;
}): VNode {
  const { chat, say } = useView();
  const [trouble, setTrouble] = useState(false);
  useEffect(() => setTrouble(false), [url]);
  const save = async (): Promise<void> => {
    const content = await chat.fetchFile(url);
    setTrouble(content === null);
    if (content !== null) saveFile(name, content);
  };
  return (
    <div class="file own">
      <Icon nodes={FileText} />
      <span class="file-name">{name}</span>
      {url !== '' && (
        <>
          <button
            type="button"
            class="icon-button"
            aria-label={say('file.save', { name })}
            title={say('file.save', { name })}
            onClick={() => void save()}
          >
            <Icon nodes={Download} size={18} />
          </button>
          <button
            type="button"
            class="icon-button"
            aria-label={say('file.remove', { name })}
            title={say('file.remove', { name })}
            onClick={() => void chat.removeFile(messageKey, url).then((isGone) => setTrouble(!isGone))}
          >
            <Icon nodes={Trash2} size={18} />
          </button>
        </>
      )}
      <span class="file-trouble" role="status">
        {trouble && say('file.trouble')}
      </span>
    </div>
  );
}
