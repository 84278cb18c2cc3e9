import type { BatchProcessor } from '@rittdoc-batch/core'
import type { Channel, Notifier } from '@rittdoc-batch/monitor'
import type { ConfigFile } from '../config/config-schema.ts'

/** Who tells people, as the configuration says; undefined when nobody is to be told. */
export async function createNotifier(
  { notifications }: ConfigFile,
  processor: Pick<BatchProcessor, 'events'>,
  onProblem: (channel: string, error: Error) => void,
): Promise<Notifier | undefined> {
  if (!notifications.email.enabled && !notifications.webhook.enabled) return undefined
  const { Notifier } = await import('@rittdoc-batch/monitor')
  const channels = await channelsOf(notifications)
  const { kinds, idle_hours, pause_minutes } = notifications
  const idleMs = idle_hours === 0 ? undefined : idle_hours * 3_600_000
  return new Notifier({ processor, channels, kinds, idleMs, pauseMs: pause_minutes * 60_000, onProblem })
}

async function channelsOf({ email, webhook }: ConfigFile['notifications']): Promise<Channel[]> {
  const { emailChannel, webhookChannel } = await import('@rittdoc-batch/monitor')
  const { host, port, security, username, password, from, to } = email
  const login = username === undefined || password === undefined ? undefined : { username, password }
  const isMailed = email.enabled && host !== undefined && from !== undefined
  const { url, headers, template } = webhook
  return [
    ...(isMailed ? [emailChannel({ host, port, security, login, from, to })] : []),
    ...(webhook.enabled && url !== undefined ? [webhookChannel({ url, headers, template })] : []),
  ]
}
