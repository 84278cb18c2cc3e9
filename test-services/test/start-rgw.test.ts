import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { missingService, startRgw } from '@rittdoc-batch/test-services'
import { expect, test } from 'vitest'

const PROGRAMS = ['radosgw', 'radosgw-admin', 'ceph-mon', 'ceph-osd', 'ceph', 'setpriv']

test('a gateway answers as S3, and nothing answers once it has stopped', { timeout: 150_000 }, async ({ skip }) => {
  if (!(await areInstalled(PROGRAMS))) skip(missingService('Ceph RGW', `not installed: ${PROGRAMS.join(', ')}`))
  const rgw = await startRgw()
  try {
    const answer = await fetch(rgw.endpoint)
    expect(await answer.text()).toContain('ListAllMyBucketsResult')
  } finally {
    await rgw.stop()
  }
  await expect(fetch(rgw.endpoint)).rejects.toThrow()
})

async function areInstalled(programs: readonly string[]): Promise<boolean> {
  const folders = (process.env.PATH ?? '').split(':')
  for (const program of programs) {
    const found = await Promise.allSettled(folders.map((folder) => access(join(folder, program))))
    if (!found.some(({ status }) => status === 'fulfilled')) return false
  }
  return true
}
