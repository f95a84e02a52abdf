exports.handler = async (event) => {
  const name = (event && event.name) || 'world';
  return { statusCode: 200, body: `Hello, ${name}!` };
};
