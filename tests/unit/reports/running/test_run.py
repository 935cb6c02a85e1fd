"""What a run costs before its notebooks begin."""

import os
import subprocess
import sys


def test_the_command_imports_nothing_that_notebooks_alone_compute_with():
    heavy = "{'matplotlib', 'scipy.stats', 'sklearn', 'statsmodels', 'workbench.psychometrics', 'workbench.population'}"
    program = f"import sys, workbench.reports.running\nprint(*sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=os.environ)
    assert done.stdout == "\n"
