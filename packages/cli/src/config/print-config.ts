import { isPostgresUrl } from '@rittdoc-batch/registry'
import { stringify } from 'yaml'
import type { ConfigFile } from './config-schema.ts'

/** Keys whose values are never shown. */
const SECRETS = new Set(['secret_access_key', 'password', 'passphrase', 'token', 'access_key_id', 'url', 'headers'])

/** The configuration as YAML, defaults included, secrets masked. */
export function printConfig(config: ConfigFile): string {
  return stringify(config, (key, value: unknown) => {
    if (SECRETS.has(String(key)) && value !== undefined) return '********'
    return key === 'registry_db' ? withoutPassword(String(value)) : value
  })
}

/** The place of a registry as it may be shown. */
export function withoutPassword(place: string): string {
  const url = isPostgresUrl(place) ? new URL(place) : undefined
  if (url === undefined || url.password === '') return place
  url.password = '********'
  return url.href
}
