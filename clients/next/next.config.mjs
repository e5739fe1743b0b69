// Without this, Next.js takes the folder of another lock file above for its own.
export default { turbopack: { root: import.meta.dirname } };
