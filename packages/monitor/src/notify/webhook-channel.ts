import type { Channel, Notice } from './notice.ts'

/** Options of {@link webhookChannel}. */
export interface WebhookOptions {
  readonly url: string
  /** Added to each request. @default {} */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /**
   * What is sent, as JSON. In its texts `{title}`, `{text}`, `{kind}`, `{host}` and `{at}` are filled in.
   * @default { text: '{title}\n{text}' }, which Slack, Mattermost, Google Chat and Rocket.Chat understand
   */
  readonly template?: Readonly<Record<string, unknown>> | undefined
}

const TEMPLATE = { text: '{title}\n{text}' }

/** Posts notices as JSON. */
export function webhookChannel({ url, headers = {}, template = TEMPLATE }: WebhookOptions): Channel {
  return {
    name: 'webhook',
    async send(notice, { signal }) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(fillIn(template, notice)),
        redirect: 'error',
        signal,
      })
      await response.body?.cancel()
      // Not the address: it is a secret of many services.
      if (!response.ok) throw new Error(`The webhook answered ${response.status} ${response.statusText}`.trim())
    },
  }
}

/** The template with every text filled in; what is filled in is not looked at again. */
export function fillIn(template: unknown, notice: Notice): unknown {
  if (Array.isArray(template)) return template.map((part) => fillIn(part, notice))
  if (typeof template === 'object' && template !== null) {
    return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, fillIn(value, notice)]))
  }
  if (typeof template !== 'string') return template
  const words: Readonly<Record<string, string>> = { ...notice, at: notice.at.toISOString() }
  return template.replace(/\{(title|text|kind|host|at)\}/g, (_, word: string) => words[word] ?? '')
}
