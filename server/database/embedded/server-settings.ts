/**
 * The embedded server's settings, given on its command line so that a new release's apply to an old folder.
 * They keep it small (one ward's load is a few hundred small transactions a second) and durable.
 */
export function serverSettings(address: { socketFolder: string } | { port: number }): string[] {
  const settings = {
    ...('port' in address
      ? { listen_addresses: '127.0.0.1', port: address.port, unix_socket_directories: '' }
      : {
          listen_addresses: '',
          unix_socket_directories: address.socketFolder,
          unix_socket_permissions: '0700',
        }),
    max_connections: 64,
    shared_buffers: '32MB',
    // Reads and writes are done by the backend itself; PostgreSQL 18 would keep three processes for them.
    io_method: 'sync',
    autovacuum_worker_slots: 2,
    autovacuum_max_workers: 1,
    max_worker_processes: 1,
    max_parallel_workers: 0,
    max_parallel_workers_per_gather: 0,
    max_parallel_maintenance_workers: 0,
    max_logical_replication_workers: 0,
    // Nobody replicates from it; backups are logical.
    wal_level: 'minimal',
    max_wal_senders: 0,
    max_replication_slots: 0,
    // Queries are short; compiling them costs more than it saves.
    jit: 'off',
    // After a crash: one call in place of opening a thousand files.
    recovery_init_sync_method: process.platform === 'linux' ? 'syncfs' : 'fsync',
    // What people wrote must not reach the log: no statements, no errors that quote values.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    log_line_prefix: '%m [%p] ',
    log_timezone: 'UTC',
    timezone: 'UTC',
  }
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}
