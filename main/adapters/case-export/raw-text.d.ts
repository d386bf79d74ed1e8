/** A file's text as the bundler puts it in (https://vite.dev/guide/assets#importing-asset-as-string). */
declare module '*?raw' {
  const text: string;
  export default text;
}
