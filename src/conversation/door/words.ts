/** The words around a secret, as they stand in the view of a text (lower case). */

const set = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** "… ist 1234": what follows is the secret itself. */
export const TELLS = set(`
  ist lautet heißt heisst heist hieß hiess war wäre sind waren wird s is was are were equals eq gleich
`);

/** "… geändert auf 1234". */
export const LEADS = set('auf to');

/** Words that may stand between the word and the secret and change nothing. */
export const FILLERS = set(`
  nummer nr no num number code codes zahl wert value mein meine meiner meinen meinem my unser unsere our ihr ihre ihren
  ihrer dein deine deinen your his her die der das den dem des the a ein eine einen this that dies diese dieser es it sie
  neu neue neuer neuen new alt alte alten old aktuell aktuelle aktuellen current richtige right correct correctly
  jetzt nun now leider unfortunately doch also so hier here nämlich eigentlich glaube glaub denke denk think believe
  ich i wir we wohl vielleicht vermutlich maybe probably perhaps übrigens btw folgende folgendes folgender folgt wie
  follows as following geändert changed change set gesetzt gewählt chosen bekommen erhalten bekam received got get
  eingegeben eingebe eingetippt entered typed noch immer still habe hab have had hatte gerade just eben wurde sms mit
  with per via von vom of use used using verwende benutze benutzt nutze nehme genommen take bitte please
  temporary temporäre vorläufige initial start erste zweite first second und-zwar nochmal again ec visa mastercard maestro girocard amex
  ihm ihnen him her them gesagt sagen told gegeben gave given genannt durchgegeben wollte wanted gesendet geschickt sent you me us kam came schicke sende sending
  send verrate sage sag gebe geb give telling tell dir ihnen euch you kann can
`);

/** After these only a word that tells the secret ("ist", "is", ":") leads on to it. */
export const TURNS = set(`
  karte karten kreditkarte girokarte bankkarte debitkarte card cards konto account app brief letter post mail rückseite back
  hinten aus from
  online banking onlinebanking handy phone für fuer for zu zur zum
  falsch nicht geht gehen ging funktioniert klappt mehr wrong not working work works doesn t don does vergessen forgot
  forgotten gesperrt ändern verloren lost nie never abgelehnt rejected
`);

/** Digits before these measure money or time and are no secret. */
export const UNITS =
  /^\s?-?\s?(?:€|\$|£|%|°|(?:eur|euros?|usd|dollars?|pfund|pounds?|gbp|chf|franken|cents?|prozent|percent|uhr|h|std|stunden?|hours?|minuten?|minutes?|sekunden?|seconds?|tage?n?|days?|wochen?|weeks?|monate?n?|months?|jahre?n?|years?)(?![a-zäöüß]))/;

/** What hangs on digits that count or measure: "4stellig", "3x", "1430h". */
export const COUNTS =
  /^(?:€|\$|£|%|x|h|uhr|mal|te[nrs]?|er|fach|min|st|nd|rd|th|times|stellig[a-z]*|ziffrig[a-z]*|digits?|tage?n?|days?)(?![a-zäöüß])/;

/** Single digits as they are spoken, German and English. */
export const SPOKEN_DIGITS = set(`
  null eins zwei zwo drei vier fünf fuenf sechs sieben acht neun zero oh one two three four five six seven eight nine
`);

/** Before a secret that is named after it: "1234 ist meine PIN". */
export const NAMED_AFTER =
  /(?:=+>?|-+>|→|\(|(?:,\s?)?\b(?:das |dies |this |that )?(?:ist|is|war|was|wäre|lautet|als|as|sind|are|for|für)\b)\s?(?:(?:wohl|doch|eigentlich|also|jetzt|nun|now|glaube|ich|i|think|nicht|not|meine[nrms]?|mein|my|unsere?|our|seine?|ihre?|deine?|your|his|her|die|der|das|the|a|eine?|neue?r?|new|alte?|old|aktuelle?|current|richtige|correct|persönliche|online|banking|karten|card|ec|sms|handy|kreditkarten|kartens?) ?-?){0,5}$/;

/** After "1234 ist meine PIN" a sentence may go on like this, but not with "… PIN abgelaufen". */
export const MAY_FOLLOW_NAME = set(`
  und and aber but oder or für fuer for von vom of der die das which that zu zur zum bei at bitte please gewesen geht
  funktioniert ich i wir gesetzt gewählt genommen verwendet benutzt eingegeben set entered chosen used die sie warum why
  doesn does is ist klappt stimmt nicht not hallo danke thanks kann can damit now jetzt
`);

/** What is said *about* a password after "ist": these are no passwords. */
export const STATES = set(`
  falsch richtig korrekt inkorrekt ungültig gültig nicht kein keine keiner keins weg futsch verloren unbekannt bekannt
  sicher unsicher zu sehr so mir mich uns ihm ihr im in am an auf aus bei beim mit von vom nach seit ab für fuer dran da
  dort alt neu alte neue anders andere anderes gleich dasselbe derselbe dieselbe das die der den dem des ein eine einem einer
  leer lang kurz länger kürzer stark schwach schwer schwierig einfach nötig notwendig erforderlich möglich unmöglich
  gut schlecht schon bereits wieder auch nur aber und oder wenn weil dass daß ob wie was wo wann warum wer wieso weshalb
  welches welche kaputt vorhanden egal wichtig geheim offen immer nie niemals hier jetzt leider noch mal nochmal bitte danke
  ok okay ich du er sie es wir sein mein meine meinem dein seine ihre unser unter über um bis durch ohne gegen weder
  etwas nichts alles jemand jemandem wurde worden war ist wird werden hat haben habe kann muss soll sollte darf eigentlich
  scheinbar anscheinend plötzlich tatsächlich wohl irgendwie ständig dauernd entfallen hinterlegt abhanden groß klein
  wrong right correct incorrect not no invalid valid too very expired blocked locked forgotten lost gone missing
  required needed necessary secure insecure safe unsafe weak strong known unknown stolen leaked correct fine ok okay
  good bad a an the my your his her our their in on at for from to of it that this what which always never only also
  already again different same old new long short case because but and or if when where who why how really impossible
  possible empty stored written denied reset sent set still just being unable please thanks help with without under over
  into out off up down about after before until since there here now then so as i you he she we they me him us them is
  was be been has have had do does did can could will would should must may might one something nothing anything someone
  nutzlos komisch seltsam mindestens maximal höchstens least most
  hidden broken stuck unavailable available easy hard difficult similar important private secret default between
  passwort kennwort password pin tan nutzername benutzername username user login
`);

/** Words after "ist" that lead on to the password itself. */
export const STATE_FILLERS = set(`
  jetzt leider übrigens nämlich also immer noch nun now still just currently aktuell derzeit momentan doch eigentlich hier
  here actually simply nicht not
`);

/** Participles and adjectives by their ending. */
export const STATE_SHAPE =
  /^(?:[a-zäöüß]*ge[a-zäöüß]{3,}(?:t|en)|(?:ver|be|er|ent|zer|miss|ab|an|auf|aus|ein|zurück|über|unter)[a-zäöüß]{3,}(?:t|en)|[a-zäöüß]{3,}(?:iert|bar|lich|haft|ieren|sam|los|isch)|[a-z]{2,}(?:ed|ing))$/;
