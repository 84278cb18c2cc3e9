import { stringify } from 'yaml'
import type { ConfigFile } from './config-schema.ts'

/** Keys whose values are never shown. */
const SECRETS = new Set(['secret_access_key', 'password', 'passphrase', 'token', 'access_key_id'])

/** The configuration as YAML, defaults included, secrets masked. */
export function printConfig(config: ConfigFile): string {
  return stringify(config, (key, value: unknown) =>
    SECRETS.has(String(key)) && value !== undefined ? '********' : value,
  )
}
