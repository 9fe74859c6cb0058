import { render } from 'preact';
import { createApi } from './model/api.ts';
import { createKeep } from './model/keep.ts';
import { App } from './view/app.tsx';

const place = document.getElementById('console');
if (place !== null)
  render(
    <App api={createApi()} drafts={createKeep(() => sessionStorage)} settings={createKeep(() => localStorage)} />,
    place,
  );
