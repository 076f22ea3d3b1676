"""The rows of a course structure: objectives, and the tree of course, blocks and units in document order."""

from courses.cmi5.structure import CourseStructure, Node
from courses.models import CourseNode, CourseObjective, PackageVersion

BATCH = 200


def create_nodes(version: PackageVersion, structure: CourseStructure) -> None:
    """The tree level by level, so that parents have their key before their children are written."""
    objectives = _create_objectives(version, structure)
    positions = {id(node): position for position, (node, _depth) in enumerate(structure.course.walk())}
    level: list[tuple[Node, CourseNode | None]] = [(structure.course, None)]
    depth = 0
    while level:
        rows = [_row(version, node, parent, depth, positions[id(node)]) for node, parent in level]
        CourseNode.objects.bulk_create(rows, batch_size=BATCH)
        _link(rows, [node for node, _parent in level], objectives)
        level = [(child, row) for (node, _parent), row in zip(level, rows, strict=True) for child in node.children]
        depth += 1


def _create_objectives(version: PackageVersion, structure: CourseStructure) -> dict[str, CourseObjective]:
    rows = [
        CourseObjective(version=version, position=at, publisher_id=one.id, titles=one.title, descriptions=one.description)
        for at, one in enumerate(structure.objectives)
    ]
    CourseObjective.objects.bulk_create(rows, batch_size=BATCH)
    return {row.publisher_id: row for row in rows}


def _link(rows: list[CourseNode], nodes: list[Node], objectives: dict[str, CourseObjective]) -> None:
    through = CourseNode.objectives.through
    links = [
        through(coursenode_id=row.pk, courseobjective_id=objectives[name].pk)
        for row, node in zip(rows, nodes, strict=True)
        for name in node.objectives
    ]
    through.objects.bulk_create(links, batch_size=BATCH)


def _row(version: PackageVersion, node: Node, parent: CourseNode | None, depth: int, position: int) -> CourseNode:
    return CourseNode(
        version=version,
        parent=parent,
        depth=depth,
        position=position,
        kind=node.kind,
        publisher_id=node.id,
        key=CourseNode.key_of(node.kind, node.id),
        titles=node.title,
        descriptions=node.description,
        url=node.url,
        launch_method=node.launch_method,
        move_on=node.move_on,
        mastery_score=node.mastery_score,
        activity_type=node.activity_type,
        launch_parameters=node.launch_parameters,
        entitlement_key=node.entitlement_key,
    )
