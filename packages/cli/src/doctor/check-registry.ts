import { resolve } from 'node:path'
import { inspectRegistry, isPostgresUrl, type RegistryInspection } from '@rittdoc-batch/registry'
import { withoutPassword } from '../config/print-config.ts'
import type { Check } from './examination.ts'

const STATES: Readonly<Record<RegistryInspection['state'], string>> = {
  absent: 'not there yet, the first run makes it',
  current: 'sound',
  older: 'sound; of an older version, the next start brings it up to date',
  python: 'sound; of the Python system, the next start takes it over and leaves a copy beside it',
}

/** Whether the registry can be used. Changes nothing. @param place path of a file, or the URL of a database */
export function checkRegistry(place: string): Check {
  const shown = isPostgresUrl(place) ? withoutPassword(place) : resolve(place)
  return {
    name: 'registry',
    area: 'registry',
    async look() {
      const { state, files } = await inspectRegistry(place)
      return `${shown}: ${STATES[state]}${state === 'absent' ? '' : `, ${files} file${files === 1 ? '' : 's'}`}`
    },
  }
}
