import { z } from 'zod'

const text = (description: string) => z.string().min(1).optional().describe(description)
const flag = (description: string) => z.boolean().default(false).describe(description)
const KINDS = ['failures', 'outage', 'idle', 'recovered'] as const

const email = z.strictObject({
  enabled: flag('Send mails.'),
  host: text('Name or address of the mail server.'),
  port: z.int().min(1).max(65_535).optional().describe('Port; absent: 587, or 465 with tls.'),
  security: z
    .enum(['starttls', 'tls', 'none'])
    .default('starttls')
    .describe('How the connection is encrypted; none only for a server on this machine.'),
  username: text('Name to log in with; absent: without logging in.'),
  password: text('Password; better as a reference to an environment variable.'),
  from: text('Address of the sender.'),
  to: z.array(z.string().min(1)).default([]).describe('Addresses that get every mail.'),
})

const webhook = z.strictObject({
  enabled: flag('Post to a webhook.'),
  url: text('Address; it is a secret of many services, so better a reference to an environment variable.'),
  headers: z.record(z.string(), z.string()).default({}).describe('Headers of each request, by name.'),
  template: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('What is posted as JSON, with {title} {text} {kind} {host} {at} filled in; absent: one text, for chats.'),
})

/** Who is told what. */
export const notifications = z.strictObject({
  kinds: z
    .array(z.enum(KINDS))
    .default([...KINDS])
    .describe('What is told.'),
  idle_hours: z
    .int()
    .min(0)
    .max(590)
    .default(0)
    .describe('Tell when a schedule processed nothing for so many hours; 0: never.'),
  pause_minutes: z
    .int()
    .min(0)
    .max(1_440)
    .default(15)
    .describe('Least time between two notices on failures; runs in between are told together.'),
  email: email.prefault({}).describe('By mail.'),
  webhook: webhook.prefault({}).describe('By a webhook, to a chat for example.'),
})
