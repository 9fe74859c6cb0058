import type { Config } from '../config.ts';
import type { AlertSettings } from '../handoff/alert-ways.ts';

/** How alerts reach people who look at no console, as it is set. */
export function alertSettings(config: Config): AlertSettings {
  return {
    smtpUrl: config.ALERT_SMTP_URL,
    from: config.ALERT_EMAIL_FROM,
    to: config.ALERT_EMAIL_TO,
    webhookUrl: config.ALERT_WEBHOOK_URL,
    webhookSecret: config.ALERT_WEBHOOK_SECRET,
    publicUrl: config.publicUrl,
  };
}
