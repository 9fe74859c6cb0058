import type { Activity } from 'botframework-schema';
import { SchalterError } from '../../platform/errors.ts';

/** Who may post activities, and with what the service shows itself when it posts replies. */
export interface Authentication {
  /** @throws SchalterError Unauthorized */
  check(activity: Partial<Activity>, authorization: string): Promise<void>;
  /** The bearer token for calls to a serviceUrl. */
  token(): Promise<string>;
}

export interface AppCredentials {
  readonly MicrosoftAppType: string;
  readonly MicrosoftAppId: string;
  readonly MicrosoftAppPassword: string | undefined;
  readonly MicrosoftAppTenantId: string | undefined;
}

const botFrameworkScope = 'https://api.botframework.com';
const loginEndpoint = 'https://login.microsoftonline.com';

/** Bot Framework's own authentication: Azure's signed tokens in, the app's tokens out. */
export async function azureAuthentication(app: AppCredentials): Promise<Authentication> {
  // Loaded only where an app id is set: it takes a third of a second that a start without Azure need not spend.
  const { ConfigurationBotFrameworkAuthentication, ConfigurationServiceClientCredentialFactory } =
    await import('botbuilder');
  const { MicrosoftAppType, MicrosoftAppId, MicrosoftAppPassword, MicrosoftAppTenantId } = app;
  const settings = {
    MicrosoftAppType,
    MicrosoftAppId,
    ...(MicrosoftAppPassword !== undefined && { MicrosoftAppPassword }),
    ...(MicrosoftAppTenantId !== undefined && { MicrosoftAppTenantId }),
  };
  const factory = new ConfigurationServiceClientCredentialFactory(settings);
  const authentication = new ConfigurationBotFrameworkAuthentication(settings);
  let credentials: Promise<unknown> | null = null;
  return {
    async check(activity, authorization) {
      try {
        await authentication.authenticateRequest(activity as Activity, authorization);
      } catch (cause) {
        throw new SchalterError('Unauthorized', { cause });
      }
    },
    async token() {
      credentials ??= factory.createCredentials(MicrosoftAppId, botFrameworkScope, loginEndpoint, true);
      const made = (await credentials) as { getToken(): Promise<string> };
      return made.getToken();
    },
  };
}
