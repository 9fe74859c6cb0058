import { createHmac } from 'node:crypto';
import { createTransport } from 'nodemailer';
import type { Alert, AlertWay } from './alerts.ts';

/** How the house reaches people who look at no console. */
export interface AlertSettings {
  /** `smtp://user:password@host:587`. */
  readonly smtpUrl: string | undefined;
  readonly from: string | undefined;
  readonly to: readonly string[];
  readonly webhookUrl: string | undefined;
  /** Signs the body: `X-Schalter-Signature: sha256=…`. */
  readonly webhookSecret: string | undefined;
  /** Where the console is. */
  readonly publicUrl: string;
}

const timeoutMs = 10_000;

const titles: Readonly<Record<Alert['kind'], string>> = {
  pressing: 'Dringender Fall wartet / Pressing case waits',
  unseen: 'Niemand hat hingesehen / Nobody has looked',
  overdue: 'Frist verstrichen / Deadline passed',
};

function linkTo({ caseId }: Alert, publicUrl: string): string {
  return `${publicUrl}/staff/#/cases/${encodeURIComponent(caseId)}`;
}

function mail(smtpUrl: string, from: string, { to, publicUrl }: AlertSettings): AlertWay {
  const transport = createTransport({ url: smtpUrl, connectionTimeout: timeoutMs, socketTimeout: timeoutMs });
  return {
    name: 'mail',
    async send(alert) {
      const { number, reason, team, channel } = alert;
      await transport.sendMail({
        from,
        to: [...to],
        subject: `${titles[alert.kind]}: ${number}`,
        // No words of the customer leave the house by mail.
        text: `${titles[alert.kind]}\n\n${number} · ${reason} · ${team} · ${channel}\n${linkTo(alert, publicUrl)}\n`,
      });
    },
  };
}

function webhook(url: string, { webhookSecret, publicUrl }: AlertSettings): AlertWay {
  return {
    name: 'webhook',
    async send(alert) {
      const body = JSON.stringify({
        type: 'schalter.alert',
        ...alert,
        at: new Date(alert.at).toISOString(),
        url: linkTo(alert, publicUrl),
      });
      const signature =
        webhookSecret === undefined
          ? {}
          : { 'x-schalter-signature': `sha256=${createHmac('sha256', webhookSecret).update(body).digest('hex')}` };
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...signature },
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`The webhook answered ${response.status}.`);
    },
  };
}

/** The ways that are set up. */
export function alertWays(settings: AlertSettings): readonly AlertWay[] {
  const { smtpUrl, from, to, webhookUrl } = settings;
  return [
    ...(smtpUrl !== undefined && from !== undefined && to.length > 0 ? [mail(smtpUrl, from, settings)] : []),
    ...(webhookUrl !== undefined ? [webhook(webhookUrl, settings)] : []),
  ];
}
