import { readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';

const report = z.object({ numPassedTests: z.number(), numFailedTests: z.number(), success: z.boolean() });

export interface Counts {
  passed: number;
  failed: number;
}

/** How many tests of a run passed and failed. A run that broke off without naming a failed test counts as one. */
export function readCounts(reportFile: string, exitCode: number): Counts {
  try {
    const { numPassedTests: passed, numFailedTests: failed } = report.parse(
      JSON.parse(readFileSync(reportFile, 'utf8')),
    );
    return { passed, failed: exitCode !== 0 && failed === 0 ? 1 : failed };
  } catch {
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(reportFile, { force: true });
  }
}
