import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { listShell } from './build/list-shell.ts'
import { precompress } from './build/precompress.ts'

// Whatever the caller's is: with another, React would come in its slow development form.
process.env.NODE_ENV = 'production'

/** Several pages, one folder each; files with a hash in their name go to `assets/`. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), listShell(), precompress()],
  build: {
    manifest: true,
    // The pages' policy allows no data: address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        board: 'board/board.css',
        'board-screen': 'board/screen.ts',
        chat: 'chat/index.html',
        front: 'front/front.css',
        procedures: 'procedures/procedures.css',
        'procedures-print': 'procedures/print.ts',
        'service-worker': 'chat/service-worker.ts',
      },
      output: {
        // The worker's name must stay, and it must lie above the pages it serves.
        entryFileNames: ({ name }) =>
          name === 'service-worker' ? 'service-worker.js' : 'assets/[name]-[hash].js',
      },
    },
  },
})
