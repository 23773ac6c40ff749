/** Bundled as a Data module: the file's bytes. */
declare module '*.bin' {
  const bytes: ArrayBuffer;
  // biome-ignore lint/style/noDefaultExport: bundlers give a module's bytes as its default export
  export default bytes;
}
