// Jest reporter: closes a run with one plain line that people and pipelines read alike.
export default class ClosingLine {
  onRunComplete(_contexts, results) {
    // Jest prints its own summary on standard error; this line is the last one of standard output.
    process.stdout.write(
      `${results.numPassedTests} passed, ${results.numFailedTests + results.numRuntimeErrorTestSuites} failed\n`,
    );
  }
}
