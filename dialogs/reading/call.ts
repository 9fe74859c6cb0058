import type { DialogInput, Reading } from '../../src/bot/dialog-types.ts';
import { unclear, value } from './answers.ts';

/** What people write who cannot get through, cannot speak, or are abroad. */
const unreachable =
  /(erreich|geh|ging|heb|hob|nimm|nahm|antworte|meld)\w*( \p{L}+){0,2} (niemand|keine[rn]?|nix)|(niemand|keiner) (geht|ging|hebt|nimmt|antwortet|meldet|da|erreich)|nicht erreich|warteschlei|besetzt|(can['’]?t|couldn['’]?t|cannot|did(n['’]?t| not)) (get through|reach)|(nobody|no one) (answer|pick)|no answer|on hold/iu;
const noVoice =
  /geh(ö|oe)rlos|\btaub\b|(kann|darf) (gerade |hier )?nicht (telefonieren|sprechen|anrufen)|\bstumm\b|\bdeaf\b|can'?t (use the phone|call|speak|talk)/i;
const abroad = /ausland|im urlaub|abroad|foreign country/i;
/** That somebody called says nothing of the block: only its confirmation counts. */
const confirmed = /gesperrt|best(ä|ae)tigt|\berledigt\b|\bblocked\b|\bconfirmed\b|\bdone\b/i;
const notYet = /\bnoch nicht\b|\bgleich\b|\bmoment\b|\bnot yet\b|in a (minute|second)/i;
/** "Nicht bestätigt", "keine Sperre", "wasn't confirmed": near a confirmation it is none, whatever stands between. */
const denied = /\b(nicht|nie|nichts|kein\w*|ohne|not|never|no|nobody)\b|n['’]t\b/i;
const doubtful = /\?|\b(ob|wann|wie|warum|if|whether|when|how|why)\b/i;

const choices = ['yes', 'notYet', 'unreachable', 'noVoice', 'abroad'];

/** Reads how the call to the hotline went. The order matters: "nicht bestätigt" holds "bestätigt", a question nothing. */
export function readCall({ choice, text, intent }: DialogInput): Reading {
  if (choice !== null) return choices.includes(choice) ? value(choice) : unclear;
  if (unreachable.test(text)) return value('unreachable');
  if (noVoice.test(text)) return value('noVoice');
  if (notYet.test(text) || intent === 'chat.no') return value('notYet');
  if (confirmed.test(text)) return doubtful.test(text) ? unclear : value(denied.test(text) ? 'notYet' : 'yes');
  if (intent === 'chat.yes') return value('yes');
  if (abroad.test(text)) return value('abroad');
  return unclear;
}

/** Whether a person is wanted who was offered. */
export function readOffer({ choice, intent }: DialogInput): Reading {
  if (choice === 'yes' || choice === 'no') return value(choice);
  if (intent === 'chat.yes' || intent === 'contact.human') return value('yes');
  return intent === 'chat.no' || intent === 'chat.bye' || intent === 'chat.thanks' ? value('no') : unclear;
}
