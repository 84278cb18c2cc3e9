import { whyNotInstalled } from '../debian-packages.ts'

const PROGRAMS = ['radosgw', 'radosgw-admin', 'ceph-mon', 'ceph-osd', 'ceph', 'ceph-authtool', 'monmaptool', 'setpriv']

/**
 * Makes sure that Ceph is there, installing it where that is possible and not forbidden.
 * @returns why it cannot be used; undefined when it can
 */
export async function whyNoRgw(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'the starter knows Linux only'
  return whyNotInstalled({
    name: 'Ceph RGW',
    programs: PROGRAMS.map((program) => `/usr/bin/${program}`),
    packages: ['radosgw', 'ceph-mon', 'ceph-osd', 'ceph-common', 'util-linux'],
  })
}
