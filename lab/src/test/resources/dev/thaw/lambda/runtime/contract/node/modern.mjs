export const handler = async (event) => ({ module: typeof require, event });
