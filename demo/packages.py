"""Real SCORM packages for the demonstration, made from its content: SCORM 2004 and SCORM 1.2."""

import io
import json
import zipfile
from dataclasses import asdict
from pathlib import Path
from xml.sax.saxutils import escape

from demo.content.shapes import Module

SOURCES = Path(__file__).parent / "package"

PAGE = """<!doctype html>
<html lang="fr">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><link rel="stylesheet" href="module.css"></head>
<body>
<main></main>
<nav aria-label="Module">
<button type="button" id="back">Précédent</button>
<button type="button" id="next" class="main">Suivant</button></nav>
<script type="application/json" id="content">{content}</script>
<script src="module.js"></script>
</body>
</html>
"""

MANIFEST_2004 = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="module-{slug}" version="1" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
  <metadata><schema>ADL SCORM</schema><schemaversion>2004 3rd Edition</schemaversion></metadata>
  <organizations default="org">
    <organization identifier="org"><title>{title}</title>
      <item identifier="item-1" identifierref="res-1"><title>{title}</title>
        <imsss:sequencing><imsss:objectives><imsss:primaryObjective objectiveID="main" satisfiedByMeasure="true">
          <imsss:minNormalizedMeasure>{share}</imsss:minNormalizedMeasure>
        </imsss:primaryObjective></imsss:objectives></imsss:sequencing>
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="res-1" type="webcontent" adlcp:scormType="sco" href="index.html">
      <file href="index.html"/><file href="module.js"/><file href="module.css"/>
    </resource>
  </resources>
</manifest>
"""

MANIFEST_12 = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="module-{slug}" version="1.0" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="org">
    <organization identifier="org"><title>{title}</title>
      <item identifier="item-1" identifierref="res-1"><title>{title}</title><adlcp:masteryscore>{mark}</adlcp:masteryscore></item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="res-1" type="webcontent" adlcp:scormtype="sco" href="index.html">
      <file href="index.html"/><file href="module.js"/><file href="module.css"/>
    </resource>
  </resources>
</manifest>
"""


def build(module: Module, *, edition: str = "2004") -> bytes:
    """The module as a zip; edition is "2004" or "1.2"."""
    content = json.dumps(asdict(module), ensure_ascii=False).replace("</", "<\\/")
    template = MANIFEST_2004 if edition == "2004" else MANIFEST_12
    manifest = template.format(slug=module.slug, title=escape(module.title), share=module.pass_mark / 100, mark=module.pass_mark)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("imsmanifest.xml", manifest)
        archive.writestr("index.html", PAGE.format(title=escape(module.title), content=content))
        for name in ("module.js", "module.css"):
            archive.write(SOURCES / name, name)
    return buffer.getvalue()
