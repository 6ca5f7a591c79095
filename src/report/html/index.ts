export { html } from './page.js';
