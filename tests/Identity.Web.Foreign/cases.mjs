// Runs named cases and counts them.
let passed = 0;
let failed = 0;

export const run = async (group, cases) => {
  for (const [name, body] of Object.entries(cases)) {
    try {
      await body();
      passed += 1;
      console.log(`ok    ${group} ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`FAIL  ${group} ${name}\n${error.stack}`);
    }
  }
};

export const sum = () => {
  console.log(`${passed} passed, ${failed} failed, 0 skipped`);
  process.exitCode = failed > 0 ? 1 : 0;
};
