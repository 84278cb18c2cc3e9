import { isPostgresUrl } from '@rittdoc-batch/registry'
import type { ConfigFile } from './config-schema.ts'

/** What is wrong across keys, with the path of the key that it is told at. */
interface RuleProblem {
  readonly path: readonly string[]
  readonly message: string
}

type Rule = (config: ConfigFile) => RuleProblem[]

/** A setting that needs another one. */
function needs(isNeeded: boolean, path: readonly string[], value: unknown, why: string): RuleProblem[] {
  return isNeeded && value === undefined ? [{ path, message: `is needed ${why}` }] : []
}

const s3NeedsBucket: Rule = ({ s3 }) =>
  needs(s3.enabled && !s3.use_sftp, ['s3', 'bucket_name'], s3.bucket_name, 'when s3.enabled is true')

const s3NeedsBothKeys: Rule = ({ s3 }) => [
  ...needs(
    s3.access_key_id !== undefined,
    ['s3', 'secret_access_key'],
    s3.secret_access_key,
    'when s3.access_key_id is set',
  ),
  ...needs(
    s3.secret_access_key !== undefined,
    ['s3', 'access_key_id'],
    s3.access_key_id,
    'when s3.secret_access_key is set',
  ),
]

const sftpNeedsLogin: Rule = ({ s3, sftp }) => {
  const isUsed = sftp.enabled || (s3.enabled && s3.use_sftp)
  const why = 'when books are reached over SFTP'
  return [
    ...needs(isUsed, ['sftp', 'host'], sftp.host, why),
    ...needs(isUsed, ['sftp', 'username'], sftp.username, why),
  ]
}

const localNeedsRoot: Rule = ({ local }) =>
  needs(local.enabled, ['local', 'root'], local.root, 'when local.enabled is true')

const commandNeedsProgram: Rule = ({ converter }) =>
  needs(converter.type === 'command', ['converter', 'command'], converter.command, 'when converter.type is command')

const rulesNeedDocbook: Rule = ({ converter }) =>
  converter.type === 'docbook' || Object.keys(converter.rules).length === 0
    ? []
    : [
        {
          path: ['converter', 'rules'],
          message: 'are obeyed by the embedded converter only, with converter.type docbook',
        },
      ]

const oneSourceOfBooks: Rule = ({ s3, sftp, local }) => {
  const enabled = Object.entries({ s3, sftp, local }).filter(([, section]) => section.enabled)
  const isOverSftp = s3.enabled && s3.use_sftp && enabled.every(([name]) => name !== 'local')
  if (enabled.length <= 1 || isOverSftp) return []
  const names = enabled.map(([name]) => name).join(' and ')
  return [
    {
      path: [enabled[1]?.[0] ?? '', 'enabled'],
      message: `only one of s3, sftp and local may be enabled, here are ${names}`,
    },
  ]
}

const outputHasConnection: Rule = ({ output, s3, sftp, local }) => [
  ...needs(output?.storage === 's3', ['s3', 'bucket_name'], s3.bucket_name, 'when output.storage is s3'),
  ...needs(output?.storage === 'sftp', ['sftp', 'host'], sftp.host, 'when output.storage is sftp'),
  ...needs(output?.storage === 'local', ['local', 'root'], local.root, 'when output.storage is local'),
]

/** What begins like one and is none would become a file of that name. */
const urlIsPostgres: Rule = ({ registry_db }) =>
  /^\w+:\/\//.test(registry_db) && !isPostgresUrl(registry_db)
    ? [{ path: ['registry_db'], message: 'expected the path of a file, or postgres://user@host:5432/database' }]
    : []

const monitorNeedsToken: Rule = ({ monitor }) =>
  needs(
    monitor.enabled && !/^(localhost|::1|127(\.\d+){3})$/.test(monitor.host),
    ['monitor', 'token'],
    monitor.token,
    `when other machines can reach monitor.host ${monitor.host}`,
  )

const mailNeedsServer: Rule = ({ notifications: { email } }) => {
  const missing = (name: 'host' | 'from', why: string) =>
    needs(email.enabled, ['notifications', 'email', name], email[name], why)
  const isToNobody = email.enabled && email.to.length === 0
  const hasHalfLogin = (email.username === undefined) !== (email.password === undefined)
  return [
    ...missing('host', 'when notifications.email.enabled is true'),
    ...missing('from', 'when notifications.email.enabled is true'),
    ...(isToNobody ? [{ path: ['notifications', 'email', 'to'], message: 'needs at least one address' }] : []),
    ...(hasHalfLogin
      ? [{ path: ['notifications', 'email'], message: 'username and password are set together, or neither is' }]
      : []),
  ]
}

const webhookNeedsUrl: Rule = ({ notifications: { webhook } }) => [
  ...needs(
    webhook.enabled,
    ['notifications', 'webhook', 'url'],
    webhook.url,
    'when notifications.webhook.enabled is true',
  ),
]

/** Rules across keys; each a named function. */
export const CONFIG_RULES: readonly Rule[] = [
  s3NeedsBucket,
  s3NeedsBothKeys,
  sftpNeedsLogin,
  localNeedsRoot,
  commandNeedsProgram,
  rulesNeedDocbook,
  oneSourceOfBooks,
  outputHasConnection,
  urlIsPostgres,
  monitorNeedsToken,
  mailNeedsServer,
  webhookNeedsUrl,
]
