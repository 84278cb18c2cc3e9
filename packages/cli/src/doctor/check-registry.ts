import { inspectRegistry, type RegistryInspection } from '@rittdoc-batch/registry'
import type { Check } from './examination.ts'

const STATES: Readonly<Record<RegistryInspection['state'], string>> = {
  absent: 'not there yet, the first run makes it',
  current: 'sound',
  older: 'sound; of an older version, the next start brings it up to date',
  python: 'sound; of the Python system, the next start takes it over and leaves a copy beside it',
}

/** Whether the registry can be used. Changes nothing. */
export function checkRegistry(path: string): Check {
  return {
    name: 'registry',
    area: 'registry',
    async look() {
      const { state, files } = await inspectRegistry(path)
      return `${path}: ${STATES[state]}${state === 'absent' ? '' : `, ${files} file${files === 1 ? '' : 's'}`}`
    },
  }
}
