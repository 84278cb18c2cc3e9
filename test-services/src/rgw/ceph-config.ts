/** Where the daemons of one throw-away cluster live. */
export interface CephPlaces {
  /** Holds everything: configuration, keys, data. */
  readonly folder: string
  readonly clusterId: string
  readonly ports: { readonly monV2: number; readonly monV1: number; readonly rgw: number }
}

/** The text of ceph.conf for a cluster of one monitor, one disk and one gateway, all on loopback. */
export function cephConfig({ folder, clusterId, ports }: CephPlaces): string {
  return `[global]
fsid = ${clusterId}
mon host = [v2:127.0.0.1:${ports.monV2},v1:127.0.0.1:${ports.monV1}]
public addr = 127.0.0.1
cluster addr = 127.0.0.1
public network = 127.0.0.0/8
ms bind ipv6 = false
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
keyring = ${folder}/keyring
run dir = ${folder}
pid file = ${folder}/$name.pid
admin socket = ${folder}/$name.asok
log file = ${folder}/$name.log
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pgp num = 4
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon warn on pool no redundancy = false
mon max pg per osd = 1000
mon data avail warn = 1
mon data avail crit = 1
[mon]
mon data = ${folder}/mon
mon osd min in ratio = 0
[osd]
osd data = ${folder}/osd
keyring = ${folder}/osd/keyring
osd objectstore = bluestore
bluestore block size = ${64 * 1024 ** 3}
bluestore fsck on mount = false
osd memory target = ${1024 ** 3}
osd class load list = *
osd class default list = *
osd fast shutdown = true
osd mclock profile = high_client_ops
[client.rgw]
rgw frontends = beast endpoint=127.0.0.1:${ports.rgw}
rgw thread pool size = 32
rgw rados pool pg num min = 4
rgw enable usage log = false
rgw enable ops log = false
rgw gc obj min wait = 5
rgw crypt require ssl = false
rgw crypt s3 kms backend = testing
rgw crypt s3 kms encryption keys = ${KMS_KEY_ID}=${Buffer.alloc(32, 'k').toString('base64')}
`
}

/** The one key that the gateway encrypts with when it is asked for aws:kms. */
export const KMS_KEY_ID = 'test-key'
