"""The stores that parts of a package share (adl.data, SCORM 2004 4th edition): of the attempt, or of the learner."""

from courses.enums import AttemptMode, PackageKind
from courses.models import Launch, PackageItem, SharedValue
from courses.scorm.data_model import DataModel
from courses.scorm.given import shared_maps


def shared_data(launch: Launch, items: list[PackageItem]) -> dict[str, str]:
    """The stores by target. They outlive the attempt where the manifest lets them (sharedDataGlobalToSystem)."""
    if not _is_system_wide(launch):
        return launch.attempt.details.get("shared", {})
    return {row.identifier: row.value for row in _rows(launch, items)}


def keep_shared_data(launch: Launch, items: list[PackageItem], model: DataModel) -> None:
    numbers = [number for number in range(model.count_of("adl.data")) if f"adl.data.{number}.store" in model.values]
    stores = {model.values[f"adl.data.{number}.id"]: model.values[f"adl.data.{number}.store"] for number in numbers}
    known = shared_data(launch, items) if stores else {}
    changed = {target: text for target, text in stores.items() if known.get(target) != text}
    if not changed:
        return
    if _is_system_wide(launch):
        _write_rows(launch, changed)
    else:
        launch.attempt.details["shared"] = {**known, **changed}
        launch.attempt.save(update_fields=["details"])


def _is_system_wide(launch: Launch) -> bool:
    if launch.version.kind != PackageKind.SCORM_2004:
        return False
    wanted = launch.version.organization_details.get("sharedDataGlobalToSystem", True)
    return wanted and launch.attempt.mode == AttemptMode.NORMAL


def _rows(launch: Launch, items: list[PackageItem]):
    """Only the stores that this package names."""
    targets = {one.target for item in items if item.shared_data for one in shared_maps(item.shared_data)}
    if not targets:
        return SharedValue.objects.none()
    return SharedValue.objects.filter(user_id=launch.attempt.user_id, kind=SharedValue.Kind.DATA, identifier__in=targets)


def _write_rows(launch: Launch, stores: dict[str, str]) -> None:
    for target, text in stores.items():
        SharedValue.objects.update_or_create(
            user_id=launch.attempt.user_id, kind=SharedValue.Kind.DATA, identifier=target[:500], defaults={"value": text}
        )
